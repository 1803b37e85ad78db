"""The report as it will be printed, as JSON for the component that draws it: lines by parts, every figure with its verdict.

A piece of a line is a text, a judged figure or claim (``verdict``), or a sentence that the figures have left behind (``stale``);
the last two hold pieces. Offsets are into the report's text.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from agent.drafting.brief import Part
from agent.drafting.manuscript import Stale
from agent.drafting.setting import Missing
from agent.errors import ExpressionError
from agent.export.composition import Composition, Line, Piece, Span, composed
from agent.figures.quantity import plain
from agent.forms.expressions import CellRef, Expression, references
from agent.forms.form import Form
from agent.forms.narrative import Placed
from agent.ui.prose import reason_of
from agent.verify.answer import Judged
from agent.verify.explain import name
from agent.verify.report import JudgedReport
from agent.workflow.editing import TITLE_PART, editable, stretches
from agent.workflow.work import Work

Record = dict[str, Any]
_MOST_CELLS = 12
_KEY = re.compile(r" ?(?<![a-z_.])((?:[a-z_]+\.)+[a-z_]+) ?")
_COMPARED = (
    (">=", "不少于"),
    ("<=", "不多于"),
    ("==", "等于"),
    ("!=", "不等于"),
    (">", "大于"),
    ("<", "小于"),
)


def printed(work: Work) -> Record:
    """Everything that the paper shows of a report; without prose nothing but its empty parts."""
    report = work.judged
    return {
        "report": work.report.id,
        "change": work.contents.change,
        "groups": _Paper(work, report).groups() if report is not None else [],
    }


def in_words(reason: str, form: Form) -> str:
    """A reason with cells as the tables name them and comparisons as people say them."""
    for sign, words in _COMPARED:
        reason = reason.replace(f" {sign} ", words)
    return _KEY.sub(lambda found: _named(found, form), reason)


def _named(found: re.Match[str], form: Form) -> str:
    try:
        return f"“{name(form, form.parse(found[1]))}”"
    except ExpressionError:
        return found[0]


class _Paper:
    """One report being laid out."""

    def __init__(self, work: Work, report: JudgedReport) -> None:
        self.work, self.report = work, report
        self.stretches = stretches(work)
        self.stale = _stale(work)

    def groups(self) -> list[Record]:
        """Lines that stand together: those of one part, or a heading; a line in place of each table."""
        lines = list(self._lines(composed(self.report)))
        found: list[Record] = []
        for owner, group in groupby(lines, key=lambda each: each[0]):
            own = list(group)
            found += [self._part(owner, own)] if owner else [_fixed(line, at) for _, at, line in own]
        return list(self._with_empty(found))

    def _lines(self, page: Composition) -> Iterator[tuple[Part | None, Placed | None, Record]]:
        """Every line with the part that it belongs to."""
        placed = self.report.narrative.placed()
        title = [each for each in placed if each.level == 0]
        yield (
            (TITLE_PART if title else None),
            (title[0] if title else None),
            self._line(page.title, title[:1]),
        )
        before = [each for each in placed if not each.section and each.level > 0]
        yield from self._owned(page.introduction, before)
        for section in page.parts:
            own = [each for each in placed if each.section == section.section]
            heading = self._line(section.heading, own[:1])
            yield None, None, heading | {"section": section.section}
            yield from self._owned(section.lines, own[1:])
            if section.table:
                yield None, None, {"level": 4, "pieces": ["（表格见“数据”一页）"]}

    def _owned(
        self, lines: Sequence[Line], placed: Sequence[Placed]
    ) -> Iterator[tuple[Part | None, Placed | None, Record]]:
        for line, at in zip(lines, placed, strict=True):
            yield self._owner(at), at, self._line(line, [at])

    def _owner(self, at: Placed) -> Part | None:
        return next(
            (
                part
                for part, (start, end) in self.stretches.items()
                if start <= at.start < max(end, start + 1)
            ),
            None,
        )

    def _part(self, part: Part, own: Sequence[tuple[Part | None, Placed | None, Record]]) -> Record:
        start, end = self.stretches[part]
        return {
            "part": part.id,
            "title": part.title,
            "text": self.report.narrative.text[start:end],
            "from": start,
            "lines": [line for _, _, line in own],
            "notes": self._notes(part),
        }

    def _notes(self, part: Part) -> list[str]:
        return [in_words(each.reason, self.work.form) for each in self._unsaid(part)]

    def _unsaid(self, part: Part) -> Iterator[Stale]:
        """The part's sentences that cannot be said over the figures as they are."""
        own = {id(s) for lines in self.work.lines(part) for s in lines.sentences}
        standing = self.work.standing
        for each in standing.realisation.stale if standing else ():
            if id(each.sentence) in own and not each.text:
                yield each

    def _with_empty(self, groups: Iterable[Record]) -> Iterator[Record]:
        """The groups with the parts in which nothing stands, each at the end of its section."""
        missing = [part for part in editable(self.work) if part not in self.stretches and part != TITLE_PART]
        section = "introduction"
        for group in groups:
            starts = group.get("section")
            if starts:
                yield from (self._empty(part) for part in missing if part.section == section)
                section = str(starts)
            yield group
        yield from (self._empty(part) for part in missing if part.section == section)

    def _empty(self, part: Part) -> Record:
        notes = self._notes(part)
        return {"part": part.id, "title": part.title, "text": "", "from": 0, "lines": [], "notes": notes}

    # pieces

    def _line(self, line: Line, placed: Sequence[Placed]) -> Record:
        at = placed[0].start if placed else 0
        pieces = self._marked(line.pieces, at) if placed else [self._piece(each) for each in line.pieces]
        return {"level": line.level, "pieces": pieces}

    def _marked(self, pieces: Sequence[Piece], at: int) -> list[str | Record]:
        """The pieces with those of a stale sentence put together."""
        found: list[tuple[str, str | Record]] = []
        for piece in pieces:
            if isinstance(piece, Span):
                found.append((self._why(piece.item.start), self._piece(piece)))
                at = piece.item.end
                continue
            ends = sorted({end for pair in self.stale for end in pair if at < end < at + len(piece)})
            for first, last in zip([at, *ends], [*ends, at + len(piece)], strict=True):
                found.append((self._why(first), piece[first - at : last - at]))
            at += len(piece)
        made: list[str | Record] = []
        for why, group in groupby(found, key=lambda each: each[0]):
            own = [piece for _, piece in group]
            made += [{"stale": why, "pieces": own}] if why else own
        return made

    def _why(self, at: int) -> str:
        return next((why for (start, end), why in self.stale.items() if start <= at < end), "")

    def _piece(self, piece: Piece) -> str | Record:
        if isinstance(piece, str):
            return piece
        item = piece.item
        record: Record = {
            "verdict": item.verdict.value,
            "label": item.verdict.label,
            "claim": piece.claim,
            "number": piece.number,
            "kept": piece.kept,
            "reason": reason_of(item),
            "at": item.start,
            "pieces": [self._piece(each) for each in piece.pieces],
        }
        expression = self._expression(item)
        if expression is not None:
            record |= {"words": name(self.work.form, expression), "cells": self._cells(expression)}
        return record

    def _expression(self, item: Judged) -> Expression | None:
        if item.expression is None:
            return None
        try:
            return self.work.form.parse(item.expression)
        except ExpressionError:
            return None

    def _cells(self, expression: Expression) -> list[Record]:
        """The cells and facts that an expression is reckoned from, with their values and where they were read."""
        found: list[Record] = []
        for ref in dict.fromkeys(references(expression)):
            figures = self.work.setting.previous if ref.previous else self.work.figures
            value = self.work.setting.worth(ref)
            shown = "未填" if isinstance(value, Missing) else plain(value)
            record = {"name": name(self.work.form, ref), "value": shown, "key": "", "place": ""}
            if isinstance(ref, CellRef):
                unit = "" if isinstance(value, Missing) else self.work.form.by_key[ref.key].unit
                place = figures.sources.get(ref.key, "") if figures else ""
                record |= {"key": ref.key, "place": place, "value": f"{shown}{unit}"}
            found.append(record)
        return found[:_MOST_CELLS]


def _stale(work: Work) -> Mapping[tuple[int, int], str]:
    """Where sentences stand that were chosen on figures that are no longer so, and why; figures are marked by themselves."""
    if work.standing is None:
        return {}
    read = work.standing.realisation
    why = {id(each.sentence): in_words(each.reason, work.form) for each in read.stale}
    return {
        (each.start, each.end): why[id(each.sentence)] for each in read.placed if id(each.sentence) in why
    }


def _fixed(line: Record, _placed: Placed | None) -> Record:
    return {"part": "", "section": line.get("section", ""), "lines": [line]}
