"""Searching past paragraphs in a clerk's words: 一 or 总体情况 for a section, 依申请公开 for a topic, 县级 for a level."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from agent.errors import BadInput, Problem
from agent.forms import forms
from agent.forms.library import editions
from corpus.index.chroma import Store
from corpus.index.filters import Filters
from corpus.index.searching import Result, search, units_named
from corpus.level import Level
from corpus.sections import INTRODUCTION, official_number
from corpus.topics import topics

__all__ = ["Asked", "Result", "find"]

MOST = 100
_YEARS = range(2008, 2100)


@dataclass(frozen=True, slots=True)
class Asked:
    """What to look for. Every field but ``query`` may be empty; they are words of a person's or ids."""

    query: str
    section: str = ""
    topic: str = ""
    level: str = ""
    form: str = ""
    unit: str = ""
    year: int = 0
    count: int = 10


def find(store: Store, asked: Asked) -> list[Result]:
    """The paragraphs that help most, best first. ``BadInput`` names every word that is none of the known ones."""
    problems: list[Problem] = []
    if not asked.query.strip():
        problems.append(Problem("没有写要找什么", "QUERY", "写几个词，如：依申请公开 增长"))
    if not 1 <= asked.count <= MOST:
        problems.append(
            Problem(f"结果数 {asked.count} 不在 1 到 {MOST} 之间", "--count", f"请写 1 到 {MOST}")
        )
    if asked.year and asked.year not in _YEARS:
        problems.append(Problem(f"“{asked.year}”不是年度", "--year", "请写四位数的年度，如 2023"))
    filters = Filters(
        section=_section(asked.section, problems),
        topic=_named(asked.topic, {each.id: each.label for each in topics()}, "主题", "--topic", problems),
        level=_named(asked.level, {each.value: each.label for each in Level}, "层级", "--level", problems),
        form=_named(asked.form, {each: f"{each}年格式" for each in editions()}, "格式", "--form", problems),
        units=_units(store, asked.unit, problems),
        since=asked.year,
        until=asked.year,
    )
    if problems:
        raise BadInput(problems)
    return search(store, asked.query.strip(), filters, asked.count)


def _section(word: str, problems: list[Problem]) -> str:
    """The form's id of a section that is named by its id, its number or its heading."""
    sections = {section.id: section for form in forms() for section in form.sections}
    if word in ("", INTRODUCTION, *sections):
        return word
    if word in ("引言", "前言"):
        return INTRODUCTION
    number = word if any(each.number == word for each in sections.values()) else official_number(word)
    found = next((each.id for each in sections.values() if each.number == number), "")
    if not found:
        known = "、".join(f"{each.number}（{each.title}）" for each in sections.values() if not each.table)
        problems.append(Problem(f"没有“{word}”这一部分", "--section", f"可以写：引言、{known}"))
    return found


def _named(word: str, known: dict[str, str], kind: str, where: str, problems: list[Problem]) -> str:
    """The id of something that is named by its id or by its label, or by the beginning of its label."""
    if word in ("", *known):
        return word
    fitting = [name for name, label in known.items() if label.startswith(word)]
    if len(fitting) == 1 or word in known.values():
        return next(name for name in fitting if known[name] == word or len(fitting) == 1)
    problems.append(Problem(f"没有{kind}“{word}”", where, f"可以写：{'、'.join(known.values())}"))
    return ""


def _units(store: Store, name: str, problems: list[Problem]) -> tuple[str, ...]:
    if not name.strip():
        return ()
    units = units_named(store, name.strip())
    if not units:
        problems.append(
            Problem(
                f"范文库里没有“{name}”的报告", "--unit", "请核对单位名称，或先用 nianbao ingest 收入它的年报"
            )
        )
    return units


def results_record(results: Iterable[Result]) -> list[dict[str, Any]]:
    """The results as a program reads them."""
    return [
        {**asdict(each.exemplar), "score": each.score, "why": each.why, "others": each.others}
        for each in results
    ]
