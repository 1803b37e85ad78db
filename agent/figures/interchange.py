"""``figures.json`` to a :class:`FigureSet` and back.

Here only the shape is judged: the schema, the types, finite numbers. Whether the keys are the form's and the counts whole is
:mod:`agent.forms.conformity`'s affair. Every problem is reported at once, each with its path in the file.
"""

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from agent.errors import MOST_PROBLEMS, BadInput, Problem
from agent.figures.fact import Breakdown, Fact, Part
from agent.figures.figureset import Contact, FigureSet
from agent.figures.quantity import plain

SCHEMA = "nianbao/figures/1"
_CONTACT = ("office", "address", "postcode", "telephone", "fax", "email")
# No office's figure needs more digits; beyond that a number is a slip of the hand, and a cell that size breaks every table.
LIMIT = Decimal(10) ** 15


class _Reader:
    """Collects problems while it reads; stops at the one that is too many."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []

    def wrong(self, where: str, what: str, mend: str = "") -> None:
        self.problems.append(Problem(what, f"{self.file} {where}".strip(), mend))
        if len(self.problems) > MOST_PROBLEMS:
            raise BadInput(self.problems)

    def number(self, value: Any, where: str) -> Decimal | None:
        """A JSON number or a decimal string; None, with a problem, for anything else."""
        if isinstance(value, bool) or not isinstance(value, (int, Decimal, str)):
            self.wrong(where, f"“{_short(value)}”不是数", "填数字，没有填报的单元格请删去这一项")
            return None
        try:
            number = Decimal(value.strip() if isinstance(value, str) else value)
        except InvalidOperation:
            self.wrong(where, f"“{_short(value)}”不是数", "填数字，没有填报的单元格请删去这一项")
            return None
        if not number.is_finite():
            self.wrong(where, f"“{_short(value)}”不是有限的数", "填实际数值")
            return None
        if (
            number.copy_abs() >= LIMIT  # abs() rounds, and overflows at 1e1000000
            or len(number.as_tuple().digits) > 30
            or int(number.as_tuple().exponent) < -15
        ):
            self.wrong(
                where, f"“{_short(value)}”超出合理范围（不到一千万亿、小数不超过15位）", "核对数值和单位"
            )
            return None
        return number

    def text(self, entry: Mapping[str, Any], name: str, where: str) -> str:
        value = entry.get(name)
        if value is None:
            return ""
        if not isinstance(value, str):
            self.wrong(f"{where}.{name}", f"“{_short(value)}”应当是文字")
            return ""
        return value

    def records(self, value: Any, where: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
        if value is None:
            return
        if not isinstance(value, list):
            self.wrong(where, "应当是列表")
            return
        for index, entry in enumerate(value):
            if isinstance(entry, dict):
                yield f"{where}[{index}]", entry
            else:
                self.wrong(f"{where}[{index}]", "应当是一个条目")


def read_figures(text: str, file: str = "figures.json") -> FigureSet:
    """The figure set of a ``figures.json``, or of what ``read`` wrote; ``BadInput`` with every problem where it is none."""
    if not text.strip():
        raise BadInput([Problem("文件是空的", file, "请选择填好的数据文件")])
    try:
        top = json.loads(text, parse_float=Decimal, parse_constant=str)
    except (ValueError, RecursionError, InvalidOperation) as error:
        place = f"{file} 第{error.lineno}行" if isinstance(error, json.JSONDecodeError) else file
        raise BadInput(
            [Problem("不是合法的 JSON", place, "请用本工具导出的数据文件，或检查引号和逗号")]
        ) from error
    if not isinstance(top, dict):
        raise BadInput([Problem("不是年报数据（最外层应当是一个对象）", file, "请选择 figures.json")])
    inner = top.get("figures")
    return figures_of(inner if isinstance(inner, dict) and "cells" not in top else top, file)


def figures_of(top: Mapping[str, Any], file: str) -> FigureSet:
    """The figure set of an already parsed ``figures.json`` whose numbers are int, Decimal or str."""
    reader = _Reader(file)
    schema = top.get("schema", SCHEMA)
    if schema != SCHEMA:
        mend = f"本程序读“{SCHEMA}”，请用同一版本导出"
        raise BadInput([Problem(f"数据格式是“{_short(schema)}”，不认识", f"{file} schema", mend)])
    figures = FigureSet(
        unit=_needed(reader, top, "unit"),
        year=_year(reader, top.get("year")),
        form=str(top.get("form") or ""),
        cells=_cells(reader, top.get("cells")),
        facts=tuple(_facts(reader, top.get("facts"))),
        contact=_contact(reader, top.get("contact")),
        file=file,
    )
    if reader.problems:
        raise BadInput(reader.problems)
    return figures


def _needed(reader: _Reader, top: Mapping[str, Any], name: str) -> str:
    text = reader.text(top, name, "").strip()
    if not text and not reader.problems:
        reader.wrong(name, "没有填单位名称", "填写发布年报的行政机关全称")
    return text


def _year(reader: _Reader, value: Any) -> int:
    if isinstance(value, str) and value.strip().isdecimal():
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool) or not 1900 <= value <= 9999:
        reader.wrong("year", f"年度“{_short(value)}”不是年份", "填四位年份，如 2025")
        return 0
    return value


def _cells(reader: _Reader, value: Any) -> dict[str, Decimal]:
    if value is None:
        return {}
    if not isinstance(value, dict):
        reader.wrong("cells", "应当是“单元格: 数值”的条目")
        return {}
    numbers = {key: reader.number(entry, f"cells.{key}") for key, entry in value.items() if entry is not None}
    return {key: number for key, number in numbers.items() if number is not None}


def _facts(reader: _Reader, value: Any) -> Iterator[Fact]:
    for where, entry in reader.records(value, "facts"):
        name = reader.text(entry, "name", where).strip()
        if not name:
            reader.wrong(where, "事实没有名称", "填写 name")
            continue
        yield Fact(
            name=name,
            value=None
            if entry.get("value") is None
            else reader.number(entry["value"], f"{where}.value（{name}）"),
            unit=reader.text(entry, "unit", where),
            qualifier=reader.text(entry, "qualifier", where) or None,
            source=reader.text(entry, "source", where),
            aliases=_strings(reader, entry, "aliases", where),
            breakdowns=tuple(_breakdowns(reader, entry.get("breakdowns"), f"{where}.breakdowns")),
        )


def _breakdowns(reader: _Reader, value: Any, where: str) -> Iterator[Breakdown]:
    for place, entry in reader.records(value, where):
        parts = tuple(_parts(reader, entry.get("parts"), f"{place}.parts"))
        yield Breakdown(reader.text(entry, "by", place), parts)


def _parts(reader: _Reader, value: Any, where: str) -> Iterator[Part]:
    for place, entry in reader.records(value, where):
        number = reader.number(entry.get("value"), f"{place}.value")
        if number is not None:
            yield Part(reader.text(entry, "name", place), number, _strings(reader, entry, "aliases", place))


def _strings(reader: _Reader, entry: Mapping[str, Any], name: str, where: str) -> tuple[str, ...]:
    value = entry.get(name)
    if value is None:
        return ()
    if not isinstance(value, list) or any(not isinstance(item, str) for item in value):
        reader.wrong(f"{where}.{name}", "应当是文字的列表")
        return ()
    return tuple(value)


def _contact(reader: _Reader, value: Any) -> Contact:
    if value is None:
        return Contact()
    if not isinstance(value, dict):
        reader.wrong("contact", "应当是联系方式的条目")
        return Contact()
    return Contact(**{name: reader.text(value, name, "contact") for name in _CONTACT})


def _short(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 24 else text[:24] + "…"


def write_figures(figures: FigureSet) -> str:
    """The ``figures.json`` of a figure set; whole numbers as numbers, decimals as strings so that no digit is lost."""
    record = {
        "schema": SCHEMA,
        "unit": figures.unit,
        "year": figures.year,
        "form": figures.form,
        "cells": {key: _plain(value) for key, value in figures.cells.items()},
        "facts": [_fact_record(fact) for fact in figures.facts],
        "contact": {name: getattr(figures.contact, name) for name in _CONTACT},
    }
    return json.dumps(record, ensure_ascii=False, indent=1) + "\n"


def _plain(value: Decimal | None) -> int | str | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else plain(value)


def _fact_record(fact: Fact) -> dict[str, Any]:
    record: dict[str, Any] = {"name": fact.name, "aliases": list(fact.aliases), "value": _plain(fact.value)}
    record |= {"unit": fact.unit, "qualifier": fact.qualifier, "source": fact.source}
    record["breakdowns"] = [
        {"by": breakdown.by, "parts": [_part_record(part) for part in breakdown.parts]}
        for breakdown in fact.breakdowns
    ]
    return record


def _part_record(part: Part) -> dict[str, Any]:
    record: dict[str, Any] = {"name": part.name, "value": _plain(part.value)}
    return record | {"aliases": list(part.aliases)} if part.aliases else record
