"""A conversation as JSON and back, ``nianbao/conversation/1``: versions, facts that were added, what was said, what is open.

The figures are not kept: they come from the clerk's file each time, and every sentence quotes them anew. No key and no setting is
in it. What is read back is checked field by field, since anybody may have edited the file; anything odd is one ``BadInput``.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from agent.drafting.brief import Objection, Part
from agent.drafting.conversation.requests import AddFact, Draft, Manner, Rewrite
from agent.drafting.conversation.state import OpenFact, OpenPart, State, Turn, Version
from agent.drafting.lasting import ODD, lines_record, read_lines, read_sentence, sentence_record, text_of
from agent.drafting.manuscript import Chapter, Manuscript
from agent.drafting.record import Origin, PartRecord, Round
from agent.errors import BadInput, Problem
from agent.figures import Fact
from agent.figures.quantity import plain

SCHEMA = "nianbao/conversation/1"
# The latest turns are kept; versions are kept all.
_TURNS = 400


def conversation_json(state: State, unit: str, year: int) -> str:
    """The state as JSON, ending in a line break; ``unit`` and ``year`` say whose report it is about."""
    record = {
        "schema": SCHEMA,
        "unit": unit,
        "year": year,
        "at": state.at,
        "undone": list(state.undone),
        "part": part_value(state.part),
        "open": open_value(state.open),
        "waiting": _version(state.waiting) if state.waiting else None,
        "versions": [_version(each) for each in state.versions],
        "turns": [[each.who, each.text] for each in state.turns[-_TURNS:]],
    }
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n"


def read_conversation(text: str, file: str, unit: str, year: int) -> State:
    """The state of a file's text; ``BadInput`` where it is damaged, or about another report."""
    try:
        top = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _bad(file, "不是完整的 JSON") from error
    if not isinstance(top, dict) or top.get("schema") != SCHEMA:
        raise _bad(file, "不是对话记录")
    if (top.get("unit"), top.get("year")) != (unit, year):
        raise _bad(file, f"是{top.get('unit')}{top.get('year')}年的对话")
    try:
        return _state(top)
    except (*ODD, RecursionError) as error:
        raise _bad(file, "内容不完整或被改坏了") from error


def _bad(file: str, what: str) -> BadInput:
    return BadInput([Problem(f"对话记录{what}，没有接着用", file, "原文件留着没有动，现在从初稿重新开始")])


# --- out ------------------------------------------------------------------------------------------------------------


def part_value(part: Part | None) -> list[str] | None:
    """A part that was spoken of; None for none."""
    return [part.section, part.topic, part.title] if part else None


def open_value(open_: OpenFact | OpenPart | None) -> dict[str, Any] | None:
    """A question that is open; None for none."""
    if isinstance(open_, OpenFact):
        fact = open_.fact
        value = plain(fact.value) if fact.value is not None else None
        return {"field": open_.field, "fact": {**asdict(fact), "value": value}}
    if isinstance(open_, OpenPart):
        request = open_.request
        manner = request.manner.value if isinstance(request, Rewrite) else None
        words = request.instruction if isinstance(request, Rewrite) else ""
        return {"manner": manner, "instruction": words}
    return None


def _version(version: Version) -> dict[str, Any]:
    manuscript = version.manuscript
    return {
        "parent": version.parent,
        "what": version.what,
        "part": version.part,
        "facts": [_fact(each) for each in version.facts],
        "title": sentence_record(manuscript.title),
        "introduction": [lines_record(each) for each in manuscript.introduction],
        "chapters": [
            [each.section, each.heading, [lines_record(lines) for lines in each.paragraphs]]
            for each in manuscript.chapters
        ],
        "records": [asdict(each) for each in version.records],
    }


def _fact(fact: Fact) -> dict[str, Any]:
    value = plain(fact.value) if fact.value is not None else None
    return {
        "name": fact.name,
        "value": value,
        "unit": fact.unit,
        "qualifier": fact.qualifier,
        "source": fact.source,
    }


# --- and back -------------------------------------------------------------------------------------------------------


def _state(top: Mapping[str, Any]) -> State:
    versions = tuple(_read_version(each, number) for number, each in enumerate(top["versions"]))
    count = len(versions)
    undone = tuple(_number(each, count) for each in top["undone"])
    return State(
        versions,
        _number(top["at"], count),
        undone,
        read_part(top["part"]),
        read_open(top["open"]),
        _read_version(top["waiting"], count) if top["waiting"] else None,
        tuple(_turn(each) for each in top["turns"]),
    )


def _number(value: Any, count: int) -> int:
    """The number of a version that there is."""
    if not isinstance(value, int) or not 0 <= value < count:
        raise ValueError(value)
    return value


def _turn(value: Sequence[Any]) -> Turn:
    who, text = value
    if who == "clerk":
        return Turn("clerk", text_of(text))
    if who == "program":
        return Turn("program", text_of(text))
    raise ValueError(who)


def read_part(value: Any) -> Part | None:
    """What :func:`part_value` gave; a ``TypeError`` or ``ValueError`` where it is nothing of the kind."""
    return Part(*map(text_of, value)) if value is not None else None


def read_open(value: Any) -> OpenFact | OpenPart | None:
    """What :func:`open_value` gave; one of ``ODD`` where it is nothing of the kind."""
    if value is None:
        return None
    if "fact" in value:
        fact = value["fact"]
        number = None if fact["value"] is None else _decimal(fact["value"])
        qualifier = None if fact["qualifier"] is None else text_of(fact["qualifier"])
        words = [text_of(fact[name]) for name in ("name", "unit", "source", "written")]
        return OpenFact(
            AddFact(words[0], number, words[1], words[2], qualifier, words[3]), text_of(value["field"])
        )
    if value["manner"] is None:
        return OpenPart(Draft())
    return OpenPart(Rewrite(Manner(value["manner"]), None, text_of(value["instruction"])))


def _decimal(value: Any) -> Decimal:
    number = Decimal(text_of(value))
    if not number.is_finite():
        raise ValueError(value)
    return number


def _read_version(value: Mapping[str, Any], number: int) -> Version:
    """``number`` is its own: no version is made of a later one."""
    parent = value["parent"]
    if not isinstance(parent, int) or not -1 <= parent < max(1, number):
        raise ValueError(parent)
    chapters = tuple(
        Chapter(text_of(section), text_of(heading), tuple(map(read_lines, paragraphs)))
        for section, heading, paragraphs in value["chapters"]
    )
    introduction = tuple(map(read_lines, value["introduction"]))
    return Version(
        Manuscript(read_sentence(value["title"]), introduction, chapters),
        tuple(map(_read_fact, value["facts"])),
        text_of(value["what"]),
        text_of(value["part"]),
        tuple(map(read_part_record, value["records"])),
        parent,
    )


def _read_fact(value: Mapping[str, Any]) -> Fact:
    qualifier = None if value["qualifier"] is None else text_of(value["qualifier"])
    return Fact(
        text_of(value["name"]),
        _decimal(value["value"]),
        text_of(value["unit"]),
        qualifier,
        text_of(value["source"]),
    )


def read_part_record(value: Mapping[str, Any]) -> PartRecord:
    """A part's record out of its ``asdict``; one of ``ODD`` where it is damaged."""
    rounds = tuple(_read_round(each) for each in value["rounds"])
    origins = tuple(
        Origin(text_of(each["unit"]), int(each["year"]), text_of(each["file"]), int(each["number"]))
        for each in value["origins"]
    )
    return PartRecord(
        part=text_of(value["part"]),
        writer=text_of(value["writer"]),
        accepted=text_of(value["accepted"]),
        by=_texts(value["by"]),
        rounds=rounds,
        repaired=int(value["repaired"]),
        dropped=_texts(value["dropped"]),
        replaced=_texts(value["replaced"]),
        origins=origins,
        notices=_texts(value["notices"]),
        instruction=text_of(value["instruction"]),
    )


def _texts(values: Sequence[Any]) -> tuple[str, ...]:
    return tuple(map(text_of, values))


def _read_round(value: Mapping[str, Any]) -> Round:
    objections = tuple(
        Objection(**{name: text_of(said) for name, said in each.items()}) for each in value["objections"]
    )
    numbers = int(value["asked"]), int(value["answered"]), float(value["seconds"])
    return Round(text_of(value["prompt"]), text_of(value["written"]), objections, *numbers)
