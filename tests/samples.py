"""Invented, consistent figures of invented units, a year apart, in both editions; every rule of both forms holds."""

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from agent.figures import FigureSet
from agent.figures.interchange import write_figures
from agent.forms import form_of

UNIT = "云岭县人民政府"
_COLUMNS = ("natural_person", "business", "research", "public_interest", "legal_service", "other")
# Applicants in the order of _COLUMNS; the total is their sum. Rows that are not named are zero.
_ROWS = {
    2023: {
        "new": (30, 4, 0, 0, 1, 0),
        "carried_in": (1, 0, 0, 0, 0, 0),
        "granted": (16, 2, 0, 0, 1, 0),
        "partial": (3, 0, 0, 0, 0, 0),
        "refused.internal_affairs": (2, 0, 0, 0, 0, 0),
        "unavailable.not_held": (6, 1, 0, 0, 0, 0),
        "declined.petition": (2, 0, 0, 0, 0, 0),
        "closed": (29, 3, 0, 0, 1, 0),
        "carried_out": (2, 1, 0, 0, 0, 0),
    },
    2024: {
        "new": (41, 6, 0, 1, 0, 0),
        "carried_in": (2, 1, 0, 0, 0, 0),
        "granted": (20, 5, 0, 1, 0, 0),
        "partial": (5, 0, 0, 0, 0, 0),
        "refused.third_party": (1, 0, 0, 0, 0, 0),
        "refused.internal_affairs": (3, 0, 0, 0, 0, 0),
        "unavailable.not_held": (9, 2, 0, 0, 0, 0),
        "declined.repeat": (2, 0, 0, 0, 0, 0),
        "closed": (40, 7, 0, 1, 0, 0),
        "carried_out": (3, 0, 0, 0, 0, 0),
    },
}
_OTHERS = {
    2023: {
        "documents.normative.issued": "7",
        "documents.normative.repealed": "3",
        "documents.normative.in_force": "52",
        "decisions.licensing.decided": "1840",
        "decisions.penalty.decided": "265",
        "decisions.coercion.decided": "18",
        "fees.amount": "3120.4",
        "review.upheld": "3",
        "review.total": "3",
    },
    2024: {
        "documents.normative.issued": "9",
        "documents.normative.repealed": "4",
        "documents.normative.in_force": "57",
        "decisions.licensing.decided": "1912",
        "decisions.penalty.decided": "240",
        "decisions.coercion.decided": "21",
        "fees.amount": "2987.65",
        "review.upheld": "4",
        "review.corrected": "1",
        "review.total": "5",
        "litigation.direct.upheld": "2",
        "litigation.direct.total": "2",
    },
}


def sample(year: int = 2024, /, **changes: Any) -> FigureSet:
    """A full, consistent year under the form of 2021; ``changes`` replace fields of the set."""
    cells = dict.fromkeys(form_of("2021").by_key, Decimal(0))
    for row, values in _ROWS[year].items():
        for column, value in zip(_COLUMNS, values, strict=True):
            cells[f"requests.{row}.{column}"] = Decimal(value)
        cells[f"requests.{row}.total"] = Decimal(sum(values))
    cells |= {key: Decimal(value) for key, value in _OTHERS[year].items()}
    return replace(FigureSet(UNIT, year, "2021", cells, file=f"{year}.json"), **changes)


def changed(figures: FigureSet, **cells: object) -> FigureSet:
    """The same set with other cells; ``__`` in a name is a dot, None takes the cell away."""
    named = {name.replace("__", "."): value for name, value in cells.items()}
    kept = {key: value for key, value in figures.cells.items() if key not in named}
    added = {key: Decimal(str(value)) for key, value in named.items() if value is not None}
    return replace(figures, cells={**kept, **added})


def record(figures: FigureSet) -> dict[str, Any]:
    """The figures.json of a set, as an object to spoil."""
    top: dict[str, Any] = json.loads(write_figures(figures))
    return top


def written(folder: Path, figures: FigureSet | dict[str, Any], name: str = "figures.json") -> Path:
    """A figures.json in a folder."""
    path = folder / name
    text = write_figures(figures) if isinstance(figures, FigureSet) else json.dumps(figures)
    path.write_text(text, "utf-8")
    return path
