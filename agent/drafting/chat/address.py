"""Where the model is: an address as people write it, to the one that requests go to."""

import ipaddress
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit, urlunsplit

DEFAULT = "https://api.openai.com/v1"
_ENDINGS = ("/chat/completions", "/completions", "/models")


@dataclass(frozen=True, slots=True)
class Address:
    """``url`` is the base of all requests, without a slash at its end and without what ``secrets`` holds of it for errors."""

    url: str
    local: bool
    secrets: tuple[str, ...] = ()

    @property
    def shown(self) -> str:
        """The address as it may be shown: without user and password."""
        parts = urlsplit(self.url)
        return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def address(written: str | None) -> Address | None:
    """The address that was meant; nothing written: OpenAI's own. None where it is no address at all.

    What people paste along is taken off: a slash, the path of a single request.
    """
    text = (written or DEFAULT).strip().rstrip("/")
    try:
        parts = urlsplit(text)
        host, _port = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host or any(c.isspace() for c in text):
        return None
    secrets = tuple(filter(None, (parts.password, parts.username if parts.password else None)))
    return Address(urlunsplit(_bare(parts)), _local(host), secrets)


def _bare(parts: SplitResult) -> SplitResult:
    path = parts.path
    for ending in _ENDINGS:
        path = path.removesuffix(ending)
    return parts._replace(path=path.rstrip("/"), query="", fragment="")


def _local(host: str) -> bool:
    """Whether it is this machine, which no proxy can reach."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
