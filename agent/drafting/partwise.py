"""A manuscript as one JSON-ready value for each part, and back, so that two people can write in two parts.

The title is a part too. A topic's numbered heading goes with its topic. Headings of sections are the form's and not kept.
"""

from collections.abc import Mapping
from typing import Any

from agent.drafting.brief import INTRODUCTION
from agent.drafting.lasting import ODD, lines_record, read_lines, read_sentence, sentence_record
from agent.drafting.manuscript import Chapter, Lines, Manuscript, Sentence
from agent.drafting.parts import parts
from agent.errors import BadInput, Problem
from agent.forms.form import Form, Section

TITLE = "title"


def part_records(manuscript: Manuscript) -> dict[str, Any]:
    """What to keep of each part, by its id (``overview.requests``); parts in which nothing stands are left out."""
    records: dict[str, Any] = {TITLE: sentence_record(manuscript.title)}
    if manuscript.introduction:
        records[INTRODUCTION] = lines_records(manuscript.introduction)
    for chapter in manuscript.chapters:
        by_part: dict[str, list[Lines]] = {}
        for lines in chapter.paragraphs:
            by_part.setdefault(_part_id(chapter.section, lines.topic), []).append(lines)
        records |= {part: lines_records(paragraphs) for part, paragraphs in by_part.items()}
    return records


def lines_records(paragraphs: tuple[Lines, ...] | list[Lines]) -> dict[str, Any]:
    """What to keep of one part."""
    return {"lines": [lines_record(each) for each in paragraphs]}


def manuscript_of(records: Mapping[str, Any], form: Form) -> Manuscript | None:
    """The manuscript that was kept; None where nothing was. ``BadInput`` names every part that is damaged."""
    if not records:
        return None
    problems: list[Problem] = []
    read = {part: _read(part, value, problems) for part, value in records.items() if part != TITLE}
    title = Sentence("{{title}}")
    try:
        title = read_sentence(records[TITLE]) if TITLE in records else title
    except (*ODD, RecursionError):
        problems.append(_damaged(TITLE))
    if problems:
        raise BadInput(problems)
    chapters = tuple(_chapter(section, read, form) for section in form.sections if section.table is None)
    return Manuscript(title, read.get(INTRODUCTION, ()), chapters)


def _read(part: str, value: Any, problems: list[Problem]) -> tuple[Lines, ...]:
    try:
        return tuple(map(read_lines, value["lines"]))
    except (*ODD, RecursionError):
        problems.append(_damaged(part))
        return ()


def _damaged(part: str) -> Problem:
    return Problem("存下的文字读不出来", part, "请在修改记录里恢复这一部分的前一个版本")


def _chapter(section: Section, read: Mapping[str, tuple[Lines, ...]], form: Form) -> Chapter:
    """The section's parts in the form's order, then any that the form does not know."""
    known = [part.id for part in parts(form) if part.section == section.id]
    others = [part for part in read if part not in known and part.partition(".")[0] == section.id]
    paragraphs = tuple(lines for part in (*known, *others) for lines in read.get(part, ()))
    return Chapter(section.id, section.heading, paragraphs)


def _part_id(section: str, topic: str) -> str:
    return f"{section}.{topic}" if topic else section
