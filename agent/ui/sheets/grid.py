"""The component that draws the official tables to be edited: no native widget has merged headings and marked cells."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import streamlit as st

_FOLDER = Path(__file__).parent / "official"
# One script of several files: a later one uses what an earlier one names.
_SCRIPTS = ("nodes.js", "cells.js", "keys.js", "aside.js", "head.js", "sheet.js")
_KEY = "official_tables"

_mounted = st.components.v2.component(
    "nianbao.official_tables",
    css=(_FOLDER / "tables.css").read_text(encoding="utf-8"),
    js="\n".join((_FOLDER / name).read_text(encoding="utf-8") for name in _SCRIPTS),
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the page is to do once the tables are drawn.

    ``lead``: the place in the text to lead to, "" for none. ``settled``: nothing is being entered any more, so that the rest of
    the page may follow.
    """

    lead: str
    settled: bool


def grid(picture: dict[str, Any], on_orders: Callable[[], None], on_cite: Callable[[], None]) -> Wanted:
    """Draw the tables. ``on_orders`` is called when :func:`sent` has something, ``on_cite`` when :func:`cited` has."""
    result = _mounted(
        key=_KEY,
        data=picture,
        on_orders_change=on_orders,
        on_cite_change=on_cite,
        on_lead_change=_nothing,
        on_settled_change=_nothing,
    )
    return Wanted(str(result.get("lead") or ""), bool(result.get("settled")))


def sent() -> object:
    """The letter that the tables have just sent, for :func:`agent.ui.sheets.exchange.read_letter`; only while it is handled."""
    return _last("orders")


def cited() -> tuple[str, bool]:
    """The cell whose sentences are asked for, and whether it is last year's; "" where the list is closed."""
    asked = _last("cite")
    if not isinstance(asked, dict):
        return "", False
    return str(asked.get("key", "")), bool(asked.get("previous"))


def _last(event: str) -> object:
    state = st.session_state.get(_KEY)
    return state.get(event) if state is not None else None


def _nothing() -> None:
    """Waits for the page to be drawn."""
