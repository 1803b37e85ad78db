"""``Own``: what a bench shows in place of the means over all cases, where its cases are too unlike to have any in common."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Own:
    """``html`` and ``markdown`` for the page and its twin, ``rows`` a name and what it came to for the page over all benches.

    ``summary`` goes to ``summary.json``, in place of the evaluators' aggregates.
    """

    html: str
    markdown: tuple[str, ...] = ()
    rows: tuple[tuple[str, str], ...] = ()
    summary: Mapping[str, Any] = field(default_factory=dict)
