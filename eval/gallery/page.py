"""The page of the gallery: one file, nothing fetched, from any disk. A draft's details stay text until they are asked for."""

import json
from collections.abc import Sequence
from html import escape
from importlib.resources import files
from typing import Any

# Nothing may be fetched, whatever stands in a draft.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:"


def opening_of(title: str) -> str:
    """From the page's first byte to where the details begin."""
    return (
        f'<!doctype html>\n<html lang="zh-CN"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        f'<meta name="viewport" content="width=device-width,initial-scale=1"><title>{escape(title)}</title>'
        f"<style>{_read('page.css')}</style></head><body>\n{_read('page.html')}\n"
    )


def details_of(number: int, details: str) -> str:
    """One draft's details, inert: neither laid out nor taken for markup before they are asked for."""
    return f'<script type="application/json" id="details-{number}">{_inert(details)}</script>\n'


def closing_of(cards: Sequence[dict[str, Any]]) -> str:
    """The list of drafts and what makes the page work, to its last byte."""
    return (
        f'<script type="application/json" id="cards">{_inert(cards)}</script>\n'
        f"<script>{_read('page.js')}</script></body></html>\n"
    )


def _inert(value: object) -> str:
    """JSON in which no mark ends the element that holds it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def _read(name: str) -> str:
    return files("eval.gallery").joinpath(name).read_text("utf-8")
