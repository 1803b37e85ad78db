"""An OpenID Connect server for tests, over HTTP: discovery, an authorization that asks nobody, tokens signed with its own key."""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "nianbao", "a secret of tests"


class Provider:
    """Vouches for whomever ``claims`` say, at once. ``taken`` counts the codes that were changed for a token."""

    def __init__(self) -> None:
        self.claims: dict[str, Any] = {"sub": "1", "preferred_username": "liming"}
        self.taken = 0
        self.issuer = ""
        self._key = RSAKey.generate_key(2048, {"kid": "test", "use": "sig", "alg": "RS256"})
        self._codes: dict[str, Mapping[str, str]] = {}

    @property
    def address(self) -> str:
        return f"{self.issuer}/.well-known/openid-configuration"

    def metadata(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "jwks_uri": f"{self.issuer}/jwks",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
        }

    def keys(self) -> dict[str, Any]:
        return {"keys": [self._key.as_dict(private=False)]}

    def authorized(self, asked: Mapping[str, str]) -> str:
        """Where the browser goes next, with a code that is good once."""
        code = secrets.token_urlsafe(16)
        self._codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def token(self, form: Mapping[str, str]) -> dict[str, Any] | None:
        """None for a code that is unknown, used, or another's (PKCE)."""
        asked = self._codes.pop(form.get("code", ""), None)
        if asked is None or not _proves(asked.get("code_challenge"), form.get("code_verifier", "")):
            return None
        self.taken += 1
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT,
            "iat": now,
            "exp": now + 3600,
            "nonce": asked.get("nonce"),
        }
        signed = jwt.encode({"alg": "RS256", "kid": "test"}, {**claims, **self.claims}, self._key)
        return {"access_token": secrets.token_urlsafe(16), "token_type": "Bearer", "id_token": signed}


def _proves(challenge: str | None, verifier: str) -> bool:
    if challenge is None:
        return True
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == challenge


@contextmanager
def provider() -> Iterator[Provider]:
    """One that answers on this machine as long as it is needed."""
    found = Provider()

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
            match parts.path:
                case "/authorize":
                    self.send_response(302)
                    self.send_header("Location", found.authorized(asked))
                    self.end_headers()
                case "/jwks":
                    self._say(found.keys())
                case "/userinfo":
                    self._say(found.claims)
                case "/.well-known/openid-configuration":
                    self._say(found.metadata())
                case _:
                    self._say({"error": "not_found"}, 404)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            told = found.token({name: values[0] for name, values in parse_qs(body).items()})
            self._say(told or {"error": "invalid_grant"}, 200 if told else 400)

        def _say(self, told: Mapping[str, Any], status: int = 200) -> None:
            content = json.dumps(told).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Nothing is logged."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    found.issuer = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield found
    finally:
        server.shutdown()
        server.server_close()
