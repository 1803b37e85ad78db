"""Streamlit's server with our door, guard and health address, and starting it.

On any address but this machine's own it starts only where somebody asks who comes (``NIANBAO_AUTH``).
"""

import os
import secrets
from pathlib import Path
from typing import Any

import streamlit as st
from starlette.middleware import Middleware
from starlette.routing import Route

from agent import journal, wiring
from agent.settings import Settings
from agent.ui.serving.door import Door
from agent.ui.serving.guard import LOOPBACK, Guard
from agent.ui.serving.health import health
from agent.ui.serving.telling import begin
from agent.ui.serving.vouching import vouching
from agent.ui.session import vouched
from agent.workflow.admission import check_address, own_machine

_SECRET, _SHORTEST_SECRET = "cookie.secret", 48


def application(entry: Path, settings: Settings, address: str) -> st.App:
    """The app of that script, guarded as the settings say. ``BadInput`` where it may not be opened there."""
    check_address(address, settings, wiring.people)
    local = settings.auth == "local"
    routes = [Route("/health", health)]
    if local:
        door = Door(wiring.people, proxied=settings.proxy)
        routes += [
            Route("/login", door.show, methods=["GET"]),
            Route("/login", door.enter, methods=["POST"]),
            Route("/logout", door.leave, methods=["POST"]),
        ]
    hosts = settings.hosts or (() if settings.auth else LOOPBACK)
    admits = _inside if local else None
    keeper = None
    if settings.auth == "oidc":
        keeper = vouching(_cookie_secret(settings.data), vouched)
    guard = Middleware(Guard, hosts=hosts, admits=admits, keeper=keeper)
    return st.App(entry, routes=routes, middleware=[guard], secrets=_vouching(settings))


def _inside(token: str) -> bool:
    return bool(token) and wiring.people().of_session(token) is not None


def _vouching(settings: Settings) -> dict[str, Any] | None:
    """What Streamlit's own login needs; None where there is none."""
    if settings.auth != "oidc":
        return None
    return {
        "auth": {
            "redirect_uri": settings.oidc_redirect,
            "cookie_secret": _cookie_secret(settings.data),
            "client_id": settings.oidc_client,
            "client_secret": settings.oidc_secret,
            "server_metadata_url": settings.oidc_url,
        }
    }


def _cookie_secret(folder: Path) -> str:
    """What cookies are signed with: made once and kept, for this user's eyes only, so that a restart signs nobody out."""
    path = folder / _SECRET
    folder.mkdir(parents=True, exist_ok=True)
    kept = path.read_text("ascii", "replace") if path.exists() else ""
    if len(kept) >= _SHORTEST_SECRET:
        return kept
    # Whole or not at all: whoever knows that a secret is empty signs cookies themselves.
    making = folder / f"{_SECRET}.{secrets.token_hex(4)}"
    with os.fdopen(
        os.open(making, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="ascii"
    ) as file:
        file.write(secrets.token_urlsafe(48))
        file.flush()
        os.fsync(file.fileno())
    making.replace(path)
    return path.read_text("ascii")


def serve(entry: Path, address: str, port: int) -> None:
    """Run it until it is told to end. ``BadInput`` and ``Unavailable`` where it can't work, before anybody is let in."""
    settings = wiring.settings()
    begin(settings)
    app = application(entry, settings, address)
    wiring.check_kept()
    auth = settings.auth or "none"
    journal.told("start", auth=auth, store=wiring.projects().kind.lower(), own_machine=own_machine(address))
    app.run(
        config={
            "server.port": port,
            "server.address": address,
            "server.headless": True,
            "browser.gatherUsageStats": False,
            "logger.hideWelcomeMessage": True,  # the command says it, in Chinese
        }
    )
