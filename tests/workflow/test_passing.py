"""Values from one process to another: nothing lost, and nothing believed that is not of its kind."""

import json
import pickle
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.errors import Problem
from agent.verify.waiver import Waiver
from agent.workflow.passing import Garbled, heard, told
from corpus.readers import read
from corpus.report import ReadReport

_FOLDER = Path(__file__).resolve().parents[2] / "corpus" / "reports"
REPORTS = [path for path in sorted(_FOLDER.iterdir()) if path.suffix in (".docx", ".txt")]


class _Colour(Enum):
    RED = "red"


@dataclass(frozen=True)
class _Inner:
    name: str
    value: Decimal | None = None


@dataclass(frozen=True)
class _Outer:
    number: int
    truth: bool
    colour: _Colour | None
    parts: tuple[_Inner, ...]
    pair: tuple[str, int]
    content: bytes
    day: date
    cells: Mapping[str, Decimal] = field(default_factory=dict)


_text = st.text(st.characters(), max_size=8)
_decimal = st.decimals(allow_nan=False, allow_infinity=False)
_values = st.builds(
    _Outer,
    st.integers(),
    st.booleans(),
    st.none() | st.just(_Colour.RED),
    st.lists(st.builds(_Inner, _text, st.none() | _decimal), max_size=3).map(tuple),
    st.tuples(_text, st.integers()),
    st.binary(max_size=20),
    st.dates(),
    st.dictionaries(_text, _decimal, max_size=3),
)
_anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=6) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
)


@given(_values)
def test_everything_comes_back_as_it_was(value: _Outer) -> None:
    assert heard(told(value), _Outer) == (value, ())


@given(_anything)
def test_whatever_comes_is_of_its_kind_or_garbled(value: Any) -> None:
    content = json.dumps({"value": value, "problems": []}).encode()
    try:
        found, _ = heard(content, _Outer)
    except Garbled:
        return
    assert isinstance(found, _Outer)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"null",
        b"{}",
        b'{"value": null, "problems": []}',
        b'{"value": null, "problems": [["a", "b"]]}',
        b"[" * 100_000,
        pickle.dumps({"value": None, "problems": ()}),
    ],
)
def test_what_is_no_answer_is_garbled(content: bytes) -> None:
    with pytest.raises(Garbled):
        heard(content, _Outer)


def test_problems_come_back_in_order() -> None:
    problems = Problem("坏", "甲.docx", "换"), Problem("空", "乙.docx")
    assert heard(told(None, problems), _Outer) == (None, problems)


def test_waivers_come_back() -> None:
    waivers = (Waiver("培训6次。", "6次", "李明", "见签到表", date(2024, 1, 12)),)
    assert heard(told(waivers), tuple[Waiver, ...]) == (waivers, ())


def test_every_sample_report_comes_back_with_where_its_cells_were_read() -> None:
    for path in REPORTS:
        report = read(path.read_bytes(), path.name)
        found, _ = heard(told(report), ReadReport)
        assert found == report
        assert found is not None
        assert found.figures.sources == report.figures.sources
