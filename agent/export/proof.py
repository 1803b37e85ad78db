"""The proof sheet (核验单): what was verified, against what, and what came of it; for the file beside a published report.

:class:`Proof` is what is known; :func:`laid_out` makes headings and tables of it that Word and a page print alike
(``docx.proof``, :func:`proof_html`). The first page sums up; every figure with its source follows, on as many pages as it takes.
Dates, document numbers and the like are counted and not listed.
"""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from agent.errors import ExpressionError
from agent.export.composition import printable
from agent.export.html import escaped, whole_page
from agent.export.stage import Stage
from agent.export.stylesheet import PROOF
from agent.figures import FigureSet
from agent.figures.interchange import write_figures
from agent.forms.expressions import CellRef, FactRef, references
from agent.forms.footing import Finding, State
from agent.verify.answer import Judged, Verdict
from agent.verify.report import JudgedReport

TITLE = "政府信息公开工作年度报告核验单"
_BEFORE, _AFTER = 12, 8  # characters of its line that a figure stands between
# A heading in a text that was given without its structure.
_HEADING = re.compile(r"\s*[一二三四五六七八九十]{1,3}、[^。；]{2,40}\s*")
_SOURCES = 2  # of so many cells the places are given


@dataclass(frozen=True, slots=True)
class Noted:
    """A remark that was left: ``what`` and ``where`` in Chinese; ``kept`` who keeps it and why, "" where nobody had to."""

    what: str
    where: str = ""
    grave: bool = False
    kept: str = ""


@dataclass(frozen=True)
class Proof:
    """What goes into the sheet. ``made`` has its zone; ``by`` exported it, ``audit`` is the head of the audit chain, "" for none.

    ``files`` are names of exported files with their bytes' SHA-256.
    """

    report: JudgedReport
    findings: tuple[Finding, ...]
    stage: Stage
    made: datetime
    by: str = ""
    noted: tuple[Noted, ...] = ()
    files: tuple[tuple[str, str], ...] = ()
    audit: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """Words in one look: ``verdict`` marks a figure by colour and shape, ``fixed`` is for digests."""

    text: str
    strong: bool = False
    verdict: Verdict | None = None
    kept: bool = False
    fixed: bool = False


Box = tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One heading with its table. ``widths`` are parts of a hundred; ``head`` is empty where the first column is the heading."""

    heading: str
    widths: tuple[int, ...]
    head: tuple[str, ...]
    rows: tuple[tuple[Box, ...], ...]
    remark: str = ""


def digest(text: str) -> str:
    """SHA-256 of a text as UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def figures_digest(figures: FigureSet) -> str:
    """SHA-256 of figures as ``figures.json`` writes them."""
    return digest(write_figures(figures))


def laid_out(proof: Proof) -> tuple[Sheet, ...]:
    """The sheets in their order; those that have nothing to say are left out."""
    sheets = (
        _summary(proof),
        _digests(proof),
        _waivers(proof),
        _broken(proof),
        _remarks(proof),
        _figures(proof),
    )
    first, *others = (sheet for sheet in sheets if sheet.rows)
    numbered = zip("一二三四五", others, strict=False)
    return (first, *(replace(sheet, heading=f"{number}、{sheet.heading}") for number, sheet in numbered))


def _plain(*texts: str) -> tuple[Box, ...]:
    return tuple((Words(printable(" ".join(text.split()))),) for text in texts)


# --- the first page -----------------------------------------------------------------------------------------------


def _summary(proof: Proof) -> Sheet:
    report, form = proof.report, proof.report.form
    figures = report.figures
    rows = (
        ("单位", figures.unit, "年度", f"{figures.year}年度"),
        ("格式", f"{form.edition}年格式（{form.authority}）", "版本", proof.stage.label),
        ("形成时间", proof.made.strftime("%Y年%m月%d日 %H:%M（%z）"), "导出人", proof.by or "（未填写）"),
        ("正文数字", _counts(report), "说法", _claims(report)),
        ("勾稽关系", _footing(proof.findings), "提醒", _noted(proof)),
        ("数据来源", figures.file or "（未注明）", "上年数据", _previous(report)),
        ("结论", _conclusion(proof), "核验人签字", ""),
    )
    boxes = tuple(
        (
            (Words(first, strong=True),),
            *_plain(one),
            (Words(second, strong=True),),
            *_plain(other),
        )
        for first, one, second, other in rows
    )
    return Sheet("", (12, 46, 14, 28), (), boxes)


def _counts(report: JudgedReport) -> str:
    counts = report.answer.summary()
    exempt = counts.pop(Verdict.EXEMPT.value)
    said = "，".join(f"{Verdict(name).label} {count}" for name, count in counts.items())
    return f"共 {sum(counts.values())} 处：{said}；另有日期、文号等 {exempt} 处不作核对"


def _claims(report: JudgedReport) -> str:
    claims = report.answer.claims
    held = sum(not claim.verdict.objects for claim in claims)
    return f"{len(claims)} 处，其中 {held} 处无异议" if claims else "没有"


def _footing(findings: Sequence[Finding]) -> str:
    counts = ((state, sum(finding.state is state for finding in findings)) for state in State)
    return f"共 {len(findings)} 条：" + "，".join(f"{state.label} {count}" for state, count in counts)


def _noted(proof: Proof) -> str:
    return f"留有 {len(proof.noted)} 处" if proof.noted else "没有"


def _previous(report: JudgedReport) -> str:
    previous = report.previous
    return f"{previous.year}年度 {previous.file}".strip() if previous else "没有提供，同比未作核对"


def _conclusion(proof: Proof) -> str:
    answer = proof.report.answer
    broken = sum(finding.state is State.BROKEN for finding in proof.findings)
    grave = sum(each.grave and not each.kept for each in proof.noted)
    left = [
        (len(answer.objections), "处异议未改也未确认"),
        (broken, "条勾稽关系不符"),
        (grave, "处不改不能发布"),
    ]
    said = "，".join(f"{count} {what}" for count, what in left if count)
    kept = f"；人工确认保留 {len(answer.waived)} 处" if answer.waived else ""
    return f"{said or '没有未处理的异议'}{kept}"


def _digests(proof: Proof) -> Sheet:
    report = proof.report
    found = [("正文", digest(report.narrative.text)), ("本年数据", figures_digest(report.figures))]
    if report.previous:
        found.append(("上年数据", figures_digest(report.previous)))
    found += proof.files
    if proof.audit:
        found.append(("审计链末端", proof.audit))
    rows = tuple(((*_plain(name), (Words(printable(value), fixed=True),))) for name, value in found)
    said = "正文按段落逐行以 UTF-8 计算，数据按 figures.json 的写法计算；内容有任何改动，摘要都会不同。"
    return Sheet("摘要（SHA-256）", (26, 74), (), rows, said)


# --- what was left ------------------------------------------------------------------------------------------------


def _waivers(proof: Proof) -> Sheet:
    answer, text = proof.report.answer, proof.report.narrative.text
    rows = tuple(
        (
            _quoted(item, text),
            *_plain(f"{item.verdict.label}：{item.reason}"),
            *_plain(
                item.waiver.by, item.waiver.date.isoformat() if item.waiver.date else "", item.waiver.reason
            ),
        )
        for item in answer.waived
        if item.waiver
    )
    return Sheet("人工确认", (26, 30, 10, 12, 22), ("正文", "核验意见", "确认人", "日期", "理由"), rows)


def _broken(proof: Proof) -> Sheet:
    rows = tuple(
        _plain(finding.state.label, finding.reason)
        for finding in proof.findings
        if finding.state in (State.BROKEN, State.WARNING)
    )
    return Sheet("勾稽关系不符和提醒", (12, 88), ("结果", "勾稽关系"), rows)


def _remarks(proof: Proof) -> Sheet:
    rows = tuple(
        _plain("不改不能发布" if each.grave else "提醒", each.where, each.what, each.kept)
        for each in proof.noted
    )
    return Sheet("留下的提醒", (14, 18, 42, 26), ("类别", "位置", "内容", "保留的理由"), rows)


# --- every figure -------------------------------------------------------------------------------------------------


def _figures(proof: Proof) -> Sheet:
    report = proof.report
    items = [item for item in report.answer.figures if item.verdict is not Verdict.EXEMPT]
    items = sorted((*items, *report.answer.claims), key=lambda item: (item.start, -item.end))
    places = _Places(report)
    rows = tuple(
        (
            *_plain(str(number), places.of(item)),
            _quoted(item, report.narrative.text),
            (Words(_verdict(item), verdict=item.verdict, kept=item.waiver is not None),),
            _ground(item, report),
        )
        for number, item in enumerate(items, 1)
    )
    head = ("序号", "位置", "正文", "判定", "依据和出处")
    return Sheet("数字逐条", (6, 15, 28, 11, 40), head, rows)


def _verdict(item: Judged) -> str:
    return f"{item.verdict.label}（已确认）" if item.waiver else item.verdict.label


def _quoted(item: Judged, text: str) -> Box:
    """The figure between the words around it on its line."""
    before = text[max(0, item.start - _BEFORE) : item.start].rpartition("\n")[2]
    after = text[item.end : item.end + _AFTER].partition("\n")[0]
    figure = Words(printable(item.text), strong=True, verdict=item.verdict, kept=item.waiver is not None)
    return (Words(printable(before).lstrip("，、；。）")), figure, Words(printable(after)))


class _Places:
    """Where a place of the text is, in words: its section and the paragraph in it, counted from 1 without headings."""

    def __init__(self, report: JudgedReport) -> None:
        self._lines: list[tuple[int, int, str]] = []
        heading, count = "引言", 0
        for line in report.narrative.placed():
            heads = line.level == 1 or (line.level == 3 and _HEADING.fullmatch(line.text) is not None)
            if heads:
                heading, count = line.text.strip(), 0
            count += line.level == 3 and not heads
            place = heading if heads else f"{heading}第{max(count, 1)}段"
            said = "标题" if line.level == 0 else place
            self._lines.append((line.start, line.end, said))

    def of(self, item: Judged) -> str:
        """The place of an item; "" where it stands in no line."""
        return next((said for start, end, said in self._lines if start <= item.start < end), "")


def _ground(item: Judged, report: JudgedReport) -> Box:
    sources = _sources(item, report)
    said = [Words(printable(" ".join(item.reason.split())))]
    return (*said, Words(printable(f"［{sources}］"))) if sources else tuple(said)


def _sources(item: Judged, report: JudgedReport) -> str:
    """Where the cells and facts of an item's expression were read; "" where it has none."""
    if not item.expression:
        return ""
    try:
        refs = list(dict.fromkeys(references(report.form.parse(item.expression))))
    except ExpressionError:
        return item.expression
    places = list(dict.fromkeys(filter(None, (_source(ref, report) for ref in refs))))
    more = f" 等{len(places)}处" if len(places) > _SOURCES else ""
    return "；".join(places[:_SOURCES]) + more


def _source(ref: object, report: JudgedReport) -> str:
    """The place of one cell or fact: what its file says, else its name."""
    if isinstance(ref, CellRef):
        figures = report.previous if ref.previous else report.figures
        return (figures.sources.get(ref.key) if figures else None) or str(ref)
    if isinstance(ref, FactRef):
        figures = report.previous if ref.previous else report.figures
        fact = figures.fact(ref.name) if figures else None
        return f"补充数据“{ref.name}”" + (f"，{fact.source}" if fact and fact.source else "")
    return ""


# --- as a page ----------------------------------------------------------------------------------------------------


def proof_html(proof: Proof) -> str:
    """The sheet as a page by itself."""
    title = f"{proof.report.figures.unit}{proof.report.figures.year}年度{TITLE}"
    return whole_page(title, (), _body(proof), (), PROOF)


def _body(proof: Proof) -> Iterator[str]:
    yield f"<h1>{escaped(TITLE)}</h1>"
    for sheet in laid_out(proof):
        if sheet.heading:
            yield f"<h2>{escaped(sheet.heading)}</h2>"
        yield from _table(sheet)
        if sheet.remark:
            yield f'<p class="remark">{escaped(sheet.remark)}</p>'


def _table(sheet: Sheet) -> Iterator[str]:
    yield (
        "<table><colgroup>" + "".join(f'<col style="width:{each}%">' for each in sheet.widths) + "</colgroup>"
    )
    if sheet.head:
        yield "<thead><tr>" + "".join(f"<th>{escaped(each)}</th>" for each in sheet.head) + "</tr></thead>"
    yield "<tbody>"
    for row in sheet.rows:
        yield "<tr>" + "".join(_box(box, label=not sheet.head and box[0].strong) for box in row) + "</tr>"
    yield "</tbody></table>"


def _box(box: Box, *, label: bool) -> str:
    look = ' class="label"' if label else ""
    return f"<td{look}>{''.join(map(_words, box))}</td>"


def _words(words: Words) -> str:
    text = escaped(words.text)
    look = " ".join(name for name, on in (("strong", words.strong), ("fixed", words.fixed)) if on)
    if words.verdict:
        look = f"{look} {'waived' if words.kept else words.verdict.value}".strip()
    return f'<span class="{look}">{text}</span>' if look else text
