"""Figure sets to write, and written workbooks to spoil: what the workbook's tests share."""

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal

import pytest
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from agent.errors import BadInput
from agent.export.xlsx import read_workbook, write_workbook
from agent.export.xlsx.places import Place, places_of
from agent.figures import Breakdown, Contact, Fact, FigureSet, Part
from agent.forms import Form, form_of, forms

FILE = "数据.xlsx"
UNIT, APPEALS, REQUESTS, DISCLOSURE = "单位信息", "四、复议诉讼", "三、依申请公开", "二、主动公开"
FORM = form_of("2021")
PLACES = places_of(FORM)


def figures(cells: dict[str, int | str] | None = None, **rest: object) -> FigureSet:
    """A small set of an invented county under the form of 2021."""
    numbers = {key: Decimal(value) for key, value in (cells or {}).items()}
    particulars: dict[str, object] = {
        "unit": "青禾县人民政府",
        "year": 2023,
        "form": "2021",
        "cells": numbers,
    }
    return FigureSet(**(particulars | rest))  # type: ignore[arg-type]


def balanced(column_sums: tuple[int, ...] = (5, 2, 0, 1, 0, 0)) -> FigureSet:
    """A full set of table 三 and 四 in which every rule holds: all that came in was granted."""
    applicants = ("natural_person", "business", "research", "public_interest", "legal_service", "other")
    cells: dict[str, int | str] = {
        key: 0 for key in FORM.by_key if key.startswith(("requests", "review", "litigation"))
    }
    for row in ("new", "granted", "closed"):
        for applicant, value in zip(applicants, column_sums, strict=True):
            cells[f"requests.{row}.{applicant}"] = value
        cells[f"requests.{row}.total"] = sum(column_sums)
    return figures(cells)


def written(figure_set: FigureSet | None = None, previous: FigureSet | None = None) -> bytes:
    chosen = figures() if figure_set is None else figure_set
    return write_workbook(form_of(chosen.form), chosen, previous)


def opened(content: bytes) -> Workbook:
    return load_workbook(io.BytesIO(content))


def spoiled(content: bytes, spoil: Callable[[Workbook], object]) -> bytes:
    """The workbook after somebody did something to it."""
    book = opened(content)
    spoil(book)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def page(book: Workbook, sheet: str) -> Worksheet:
    found = book[sheet]
    assert isinstance(found, Worksheet)
    return found


def filled(*entries: tuple[Place, object], number_format: str | None = None) -> bytes:
    """An otherwise empty workbook in which somebody typed these values."""

    def fill(book: Workbook) -> None:
        for place, value in entries:
            cell = page(book, place.sheet)[place.address]
            cell.number_format = number_format or "General"
            cell.value = value

    return spoiled(written(), fill)


def read(content: bytes) -> FigureSet:
    return read_workbook(content, FILE)


@contextmanager
def refusal() -> Iterator[list[str]]:
    """The lines of the ``BadInput`` that the block raises; filled in when the block ends."""
    lines: list[str] = []
    with pytest.raises(BadInput) as caught:
        yield lines
    lines += [str(problem) for problem in caught.value.problems]


def refused(content: bytes) -> list[str]:
    with refusal() as lines:
        read(content)
    return lines


# --- random figure sets -------------------------------------------------------------------------------------------

# What an XML file can hold and reading does not trim; a text that is all blank reads back as empty.
_LETTERS = st.characters(exclude_categories=["C", "Z"], exclude_characters="；;、，,|")
_WORDS = st.text(_LETTERS, min_size=1, max_size=12)
_TEXTS = st.one_of(
    st.just(""), _WORDS, st.sampled_from(["=1+1", "+86", "-", "@here", "0598-2322345", "012", "１２"])
)
_COUNTS = st.integers(0, 10**15 - 1).map(Decimal)
_AMOUNTS = st.decimals(0, 10**15 - 1, allow_nan=False, allow_infinity=False, places=4) | st.decimals(
    0, 100, allow_nan=False, allow_infinity=False, places=14
)
_NAMES = st.lists(_WORDS, max_size=3, unique=True).map(tuple)
_PARTS = st.builds(Part, _WORDS, _AMOUNTS, _NAMES)


@st.composite
def _facts(draw: st.DrawFn) -> tuple[Fact, ...]:
    facts = []
    for name in draw(st.lists(_WORDS, max_size=4, unique=True)):
        ways = draw(st.lists(_TEXTS, max_size=3, unique=True))
        breakdowns = tuple(Breakdown(by, tuple(draw(st.lists(_PARTS, max_size=3)))) for by in ways)
        value = draw(st.none() | _AMOUNTS)
        qualifier = draw(st.none() | st.sampled_from(["余", "近", "约", "超"]))
        facts.append(Fact(name, value, draw(_TEXTS), qualifier, draw(_TEXTS), draw(_NAMES), breakdowns))
    return tuple(facts)


@st.composite
def figure_sets(draw: st.DrawFn) -> FigureSet:
    """Any set that a form allows: absent cells, zeros, large, signed and decimal ones, facts of every shape."""
    form: Form = draw(st.sampled_from(forms()))
    keys = draw(st.lists(st.sampled_from(list(form.by_key)), max_size=40, unique=True))
    cells = {key: draw(_numbers(form, key)) for key in keys}
    year = draw(st.integers(form.first_year, form.last_year or 2090))
    contact = Contact(*(draw(_TEXTS) for _ in range(6)))
    return FigureSet(draw(_WORDS), year, form.edition, cells, draw(_facts()), contact)


def _numbers(form: Form, key: str) -> st.SearchStrategy[Decimal]:
    cell = form.by_key[key]
    numbers = _COUNTS if cell.integer else _AMOUNTS
    return numbers | numbers.map(lambda number: -number) if cell.signed else numbers


def sheet_rows(content: bytes, sheet: str) -> list[tuple[object, ...]]:
    """The values of a sheet, row by row."""
    return list(opened(content)[sheet].iter_rows(values_only=True))
