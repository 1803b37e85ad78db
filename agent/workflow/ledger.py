"""The ledger of a report (核验): every figure and claim of its text, and everything else that somebody has to look at, in order.

A :class:`Row` is one of them in words for a page: its sentence, what is said of it, what it is bound to, the value it should
have, where that was read, who keeps it. What has no place in the text stands at the end of its section: a broken rule at its
table, what is missing where it should stand.
"""

import enum
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from agent.drafting.amounts import short
from agent.drafting.gaps import Gap
from agent.drafting.manuscript import Stale
from agent.drafting.scrutiny import Remark
from agent.drafting.setting import Missing
from agent.errors import ExpressionError
from agent.figures.key import KEY, PREVIOUS
from agent.forms.expressions import CellRef, FactRef, references
from agent.forms.marking import Kind as Fault
from agent.forms.marking import Objection
from agent.verify.answer import Judged
from agent.verify.explain import in_unit, name, unit_of
from agent.verify.prose import sentences
from agent.verify.waiver import Leftover
from agent.workflow.work import Work

_KEY = re.compile(rf"(?:{re.escape(PREVIOUS)})?{KEY.pattern}")
_REFERENCE = re.compile(r"\{\{.*?\}\}")
_SOURCES = 2
_AROUND = 60


class Kind(enum.StrEnum):
    """What a row is of, as people filter by it. The first five are the verdicts of figures and claims."""

    CONTRADICTED = "contradicted"
    UNSUPPORTED = "unsupported"
    WAIVED = "waived"
    CONSISTENT = "consistent"
    VERIFIED = "verified"
    FOOTING = "footing"
    DOUBT = "doubt"
    MISSING = "missing"
    GAP = "gap"
    STALE = "stale"
    STRANGER = "stranger"
    DATE = "date"
    UNCHANGED = "unchanged"
    RESIDUE = "residue"
    PRIVATE = "private"
    WORDING = "wording"
    LEFTOVER = "leftover"
    EXEMPT = "exempt"

    @property
    def label(self) -> str:
        """In Chinese."""
        return _LABELS[self][1]

    @property
    def mark(self) -> str:
        """The shape that goes with its colour."""
        return _LABELS[self][0]


_LABELS = {
    Kind.CONTRADICTED: ("×", "不符"),
    Kind.UNSUPPORTED: ("？", "无依据"),
    Kind.WAIVED: ("※", "人工确认"),
    Kind.CONSISTENT: ("≈", "自洽"),
    Kind.VERIFIED: ("✓", "已核实"),
    Kind.FOOTING: ("≠", "勾稽不符"),
    Kind.DOUBT: ("◇", "数据提示"),
    Kind.MISSING: ("□", "应写未写"),
    Kind.GAP: ("○", "待补数据"),
    Kind.STALE: ("↻", "过时的句子"),
    Kind.STRANGER: ("⚑", "别的单位"),
    Kind.DATE: ("◷", "日期"),
    Kind.UNCHANGED: ("＝", "与上年相同"),
    Kind.RESIDUE: ("▧", "模板痕迹"),
    Kind.PRIVATE: ("⊘", "个人信息"),
    Kind.WORDING: ("～", "文字"),
    Kind.LEFTOVER: ("⌀", "失效的确认"),
    Kind.EXEMPT: ("－", "非统计数字"),
}
_BY_CODE = {
    "M": Kind.MISSING, "O": Kind.STRANGER, "Y01": Kind.DATE, "Y02": Kind.UNCHANGED,
    "T": Kind.RESIDUE, "I": Kind.PRIVATE, "W": Kind.WORDING,
}  # fmt: skip


class State(enum.StrEnum):
    """What is to do about a row."""

    MUST = "must"
    LOOK = "look"
    KEPT = "kept"
    FINE = "fine"

    @property
    def label(self) -> str:
        """In Chinese."""
        return {"must": "必须处理", "look": "建议看一看", "kept": "已保留", "fine": "不用处理"}[self.value]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the ledger.

    ``id`` is the same as long as the text before it is; ``section`` is the form's id ("" before the first). ``before``,
    ``words`` and ``after`` are the sentence with its figure, ``words`` "" where it stands nowhere. ``bound`` is what it is bound
    to, ``expected`` the value that has, with its unit, ``source`` where that was read; "" where there is none. ``said`` is what
    is said of it, ``mend`` what to do, ``kept`` who keeps it and why. Of ``item``, ``remark``, ``objection``, ``stale``, ``gap``
    and ``leftover`` the one that it is about is set.
    """

    id: str
    kind: Kind
    state: State
    section: str
    start: int
    words: str = ""
    before: str = ""
    after: str = ""
    said: str = ""
    bound: str = ""
    expected: str = ""
    source: str = ""
    mend: str = ""
    kept: str = ""
    cell: str = ""
    item: Judged | None = None
    claim: bool = False
    remark: Remark | None = None
    objection: Objection | None = None
    stale: Stale | None = None
    gap: Gap | None = None
    leftover: Leftover | None = None

    @property
    def sentence(self) -> str:
        """The sentence whole."""
        return f"{self.before}{self.words}{self.after}"

    @property
    def pending(self) -> bool:
        """Whether somebody has to look at it still."""
        return self.state in (State.MUST, State.LOOK)

    @property
    def end(self) -> int:
        """Half-open end of its words in the text."""
        return self.start + len(self.words)


# --- all rows -----------------------------------------------------------------------------------------------------


def ledger(work: Work) -> tuple[Row, ...]:
    """Every row of a report in the order of the text; without a draft only what there is to say of its figures."""
    pages = _Pages(work)
    rows = [*_judged(work, pages), *_stale(work, pages), *_remarks(work, pages)]
    rows += [*_faults(work), *_gaps(work), *_leftovers(work)]
    order = {
        section: number for number, section in enumerate(("", *(each.id for each in work.form.sections)))
    }
    return tuple(sorted(rows, key=lambda row: (order.get(row.section, 0), row.start, row.kind.value)))


class _Pages:
    """Where in the text sentences and sections are."""

    def __init__(self, work: Work) -> None:
        self.text = work.judged.narrative.text if work.judged else ""
        lines = work.judged.narrative.placed() if work.judged else ()
        self._lines = [each.start for each in lines]
        self._sections = [each.section for each in lines]
        found = list(sentences(self.text, work.form))
        self._starts = [each.start for each in found]
        self._ends = [each.end for each in found]

    def section(self, at: int) -> str:
        """The section of a place."""
        line = bisect_right(self._lines, at) - 1
        return self._sections[line] if line >= 0 else ""

    def around(self, start: int, end: int) -> tuple[str, str]:
        """The sentence before and after a stretch, cut where it is very long."""
        index = bisect_right(self._starts, start) - 1
        first, last = (self._starts[index], self._ends[index]) if index >= 0 else (start, end)
        if not first <= start < last:
            first = self.text.rfind("\n", 0, start) + 1
            last = end + len(self.text[end:].partition("\n")[0])
        before, after = self.text[first:start], self.text[end : max(end, last)]
        before = before if len(before) <= _AROUND else f"…{before[-_AROUND:]}"
        return before.lstrip(), after if len(after) <= _AROUND else f"{after[:_AROUND]}…"


def _judged(work: Work, pages: _Pages) -> Iterator[Row]:
    answer = work.judged.answer if work.judged else None
    for claim, items in ((False, answer.figures), (True, answer.claims)) if answer else ():
        yield from (_of_item(work, pages, item, claim=claim) for item in items)


def _of_item(work: Work, pages: _Pages, item: Judged, *, claim: bool) -> Row:
    kind = Kind.WAIVED if item.waiver else Kind(item.verdict.value)
    state = State.MUST if item.objected else State.KEPT if item.waiver else State.FINE
    before, after = pages.around(item.start, item.end)
    bound, expected, source, cell = _binding(work, item)
    return Row(
        f"{'c' if claim else 'f'}-{item.start}",
        kind,
        state,
        pages.section(item.start),
        item.start,
        item.text,
        before,
        after,
        said=item.reason,
        bound=bound,
        expected=expected,
        source=source,
        mend=f"线索：{item.hint}" if item.hint and item.hint not in item.reason else "",
        kept=item.waiver.said if item.waiver else "",
        cell=cell,
        item=item,
        claim=claim,
    )


def _binding(work: Work, item: Judged) -> tuple[str, str, str, str]:
    """What an item is bound to in words, the value of that, where it was read, and its first cell; "" for each that is not."""
    expected = f"{item.expected}{item.unit}" if item.expected is not None else ""
    if not item.expression:
        return "", expected, "", ""
    try:
        expression = work.form.parse(item.expression)
    except ExpressionError:
        return "", expected, "", ""
    refs = list(dict.fromkeys(references(expression)))
    if not refs:
        return "", expected, "", ""
    value = work.setting.worth(expression)
    if not expected and item.value is not None and not isinstance(value, Missing):
        own = in_unit(value, unit_of(work.form, expression), item.unit)
        expected = f"{short(own)}{item.unit}" if own is not None else ""
    cell = next((each.key for each in refs if isinstance(each, CellRef) and not each.previous), "")
    places = list(dict.fromkeys(filter(None, (_source(work, each) for each in refs))))
    more = f" 等{len(places)}处" if len(places) > _SOURCES else ""
    return name(work.form, expression), expected, "；".join(places[:_SOURCES]) + more, cell


def _source(work: Work, ref: object) -> str:
    """Where a cell or fact was read: file, sheet and cell, else the file or what the person wrote as its source."""
    if isinstance(ref, CellRef):
        figures = work.setting.previous if ref.previous else work.figures
        return (figures.sources.get(ref.key) or figures.file) if figures else ""
    if isinstance(ref, FactRef):
        figures = work.setting.previous if ref.previous else work.figures
        fact = figures.fact(ref.name) if figures else None
        return (fact.source or figures.file) if figures and fact else ""
    return ""


# --- what is not about one figure ---------------------------------------------------------------------------------

_END = 1 << 30  # what stands nowhere in the text comes behind everything of its section


def _stale(work: Work, pages: _Pages) -> Iterator[Row]:
    """The sentences that no longer fit, without those that only an objection makes so: that has its own row."""
    standing = work.standing
    if standing is None:
        return
    places = {(each.section, id(each.sentence)): each for each in standing.realisation.placed}
    for number, stale in enumerate(standing.realisation.stale):
        placed = places.get((stale.section, id(stale.sentence)))
        start = placed.start if placed else _END
        words = pages.text[placed.start : placed.end] if placed else ""
        said = _in_words(work, stale.reason)
        said = said if words else f"{said}（{_cut(_REFERENCE.sub('…', stale.sentence.template))}）"
        yield Row(
            f"s-{start if placed else number}",
            Kind.STALE,
            State.LOOK,
            stale.section,
            start,
            words,
            said=said,
            mend="改写，或者删去这句" if words else "补上数据，这句话就会写出来",
            stale=stale,
        )


def _remarks(work: Work, pages: _Pages) -> Iterator[Row]:
    for number, remark in enumerate(work.remarks):
        kept = next((each for each in work.kept if each.covers(remark, pages.text)), None)
        state = State.KEPT if kept else State.MUST if remark.grave else State.LOOK
        before, after = pages.around(remark.start, remark.end) if remark.end > remark.start else ("", "")
        yield Row(
            f"r-{remark.start}-{remark.code}-{number}",
            _kind_of(remark.code),
            state,
            pages.section(max(0, remark.start - 1) if remark.start == remark.end else remark.start),
            remark.start,
            pages.text[remark.start : remark.end],
            before,
            after,
            said=remark.what,
            mend=remark.mend,
            kept=kept.said if kept else "",
            remark=remark,
        )


def _kind_of(code: str) -> Kind:
    return next(kind for begins, kind in _BY_CODE.items() if code.startswith(begins))


def _faults(work: Work) -> Iterator[Row]:
    tables = {section.table: section.id for section in work.form.sections if section.table}
    for fault in work.checked.marking.objections if work.figures.cells else ():
        key = next(iter(fault.cells), "")
        table = work.form.by_key[key].table if key in work.form.by_key else ""
        places = [work.figures.sources.get(each, "") for each in fault.cells[:_SOURCES]]
        yield Row(
            f"o-{fault.id}",
            Kind.FOOTING if fault.kind is Fault.BROKEN else Kind.DOUBT,
            State.MUST if fault.kind is Fault.BROKEN else State.LOOK,
            tables.get(table, ""),
            _END,
            said=f"{fault.label}：{fault.worked}" if fault.label not in fault.worked else fault.worked,
            bound=fault.formula,
            source="；".join(filter(None, places)),
            mend="；".join(fault.hints),
            cell=key,
            objection=fault,
        )


def _gaps(work: Work) -> Iterator[Row]:
    by_title = {section.title: section.id for section in work.form.sections}
    # A broken rule has its own row already.
    found = [each for each in work.gaps if each.section in by_title or not each.section]
    for number, gap in enumerate(found if work.figures.cells else ()):
        topic = f"{gap.topic}：" if gap.topic else ""
        section = by_title.get(gap.section, "")
        yield Row(
            f"g-{number}",
            Kind.GAP,
            State.LOOK,
            section,
            _END,
            said=f"{topic}{gap.what}",
            mend=gap.mend,
            gap=gap,
        )


def _leftovers(work: Work) -> Iterator[Row]:
    left = work.judged.answer.leftovers if work.judged else None
    for number, each in enumerate((*left.lapsed, *left.unneeded) if left else ()):
        yield Row(
            f"l-{number}",
            Kind.LEFTOVER,
            State.LOOK,
            "",
            _END,
            said=f"对“{each.waiver.text}”的确认不再有效：{each.why}",
            mend=f"最接近的是第{each.line}行：{each.nearest}" if each.nearest else "",
            kept=each.waiver.said,
            leftover=each,
        )


def _in_words(work: Work, reason: str) -> str:
    """A reason with the names of cells as they are printed, and signs as people write them."""

    def named(found: re.Match[str]) -> str:
        key = found[0].removeprefix(PREVIOUS)
        return f"{'上年 ' if key != found[0] else ''}{work.form.label(key)}"

    for sign, written in (("==", "＝"), ("!=", "≠"), (">=", "≥"), ("<=", "≤"), (">", "＞"), ("<", "＜")):
        reason = reason.replace(sign, written)
    return _KEY.sub(named, reason)


def _cut(text: str) -> str:
    return text if len(text) <= _AROUND else f"{text[:_AROUND]}…"
