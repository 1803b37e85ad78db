"""Remarks on a judged text: which of its words somebody has to look at, and what is said to them.

The one place that decides it, for every renderer that writes remarks beside a text that is not ours (``docx.review``). What a
person keeps gets a remark that says who and why, beside the objection as it stood.
"""

from dataclasses import dataclass

from agent.verify.answer import Judged, Verdict
from agent.verify.report import JudgedReport


@dataclass(frozen=True, slots=True)
class Remark:
    """One remark: the half-open span of the text that it is on, and its lines, of which the first begins with ``head``."""

    start: int
    end: int
    verdict: Verdict | None
    head: str
    lines: tuple[str, ...]


# What there is to do where the reason itself does not say it.
_MENDS = {
    Verdict.CONTRADICTED: "请核对正文和报表，改正其中写错的一处",
    Verdict.UNSUPPORTED: "请核对出处，或补充能证实它的数据",
}


def remarks(report: JudgedReport) -> tuple[Remark, ...]:
    """A remark for each objection and for each that a person keeps, in text order."""
    return tuple(_remark(item) for _, item in report.answer.numbered)


def _remark(item: Judged) -> Remark:
    if item.waiver is None:
        return Remark(item.start, item.end, item.verdict, item.verdict.label, _lines(item))
    lines = (item.waiver.said, f"核验的意见：{item.verdict.label}，{item.reason}")
    return Remark(item.start, item.end, None, _KEPT, lines)


_KEPT = "人工确认"


def _lines(item: Judged) -> tuple[str, ...]:
    lines = [f"{item.verdict.label}：{item.reason}"]
    if item.hint and item.hint not in item.reason:
        lines.append(f"线索：{item.hint}")
    if "；请" not in item.reason:
        lines.append(_MENDS[item.verdict])
    return tuple(lines)


def summary(report: JudgedReport) -> Remark:
    """What was verified against what, and how much is to do; it is on the text's beginning, and its span is empty."""
    figures, counts = report.figures, report.answer.summary()
    exempt = counts.pop(Verdict.EXEMPT.value)
    said = "，".join(f"{Verdict(name).label} {count}" for name, count in counts.items())
    lines = [
        f"{_HEAD}：对照{figures.unit}{figures.year}年度数据，共核对正文数字 {sum(counts.values())} 处：{said}",
        f"日期、文号等非统计数字 {exempt} 处不作核对，表格不在核对之列",
        _conclusion(report),
    ]
    if report.previous is None:
        lines.append("没有提供上年数据，同比未作核对")
    return Remark(0, 0, None, _HEAD, tuple(lines))


_HEAD = "年报核验"


def _conclusion(report: JudgedReport) -> str:
    count = len(report.answer.objections)
    return f"需要核对 {count} 处，见各处批注" if count else "没有需要核对之处"
