"""Judged prose: every figure by its verdict, in colour and in shape, its reason when pointed at or reached by keyboard."""

from collections.abc import Iterable

from agent.drafting import Gap
from agent.export.composition import Line, Part, Span, composed, title_lines
from agent.ui.markup import text
from agent.verify.answer import Answer, Judged, Verdict
from agent.verify.report import JudgedReport
from agent.verify.waiver import Leftover, Leftovers


def report_markup(report: JudgedReport) -> str:
    """A drafted report as it will be printed, a line in place of each table."""
    page = composed(report)
    parts = "".join(_part(part) for part in page.parts)
    title = "".join(
        f"<span>{_pieces(line, 'r')}</span>" for line in title_lines(page.title, report.form.report)
    )
    introduction = "".join(_line(line, "r") for line in page.introduction)
    return f'<article class="nb-paper" lang="zh-CN"><h3>{title}</h3>{introduction}{parts}</article>'


def text_markup(report: JudgedReport) -> str:
    """Anybody's text, line by line."""
    lines = "".join(_line(line, "t") for line in composed(report).introduction)
    return f'<article class="nb-paper given" lang="zh-CN">{lines}</article>'


def objections_markup(report: JudgedReport, anchor: str) -> str:
    """What somebody has to look at, each with a link to its place; empty where there is nothing."""
    page = composed(report)
    if not page.objections:
        return ""
    items = "".join(_objection(span, anchor) for span in page.objections)
    title = f"{len(page.objections)} 处需要核对"
    return f'<section class="nb-list objection" lang="zh-CN"><h4>{title}</h4><ol>{items}</ol></section>'


def title_markup(words: str) -> str:
    """The title of a list whose items stand apart."""
    return f'<h4 class="nb-title" lang="zh-CN">{text(words)}</h4>'


def objection_markup(spans: Iterable[Span], anchor: str) -> str:
    """Some objections with their numbers and links to their places."""
    items = "".join(_objection(span, anchor) for span in spans)
    return f'<section class="nb-list objection" lang="zh-CN"><ol>{items}</ol></section>'


def waived_markup(span: Span, anchor: str) -> str:
    """One objection that a person keeps, with who, when and why."""
    said = f'<p class="said">{text(span.item.waiver.said)}</p>' if span.item.waiver else ""
    return f'<section class="nb-list waived" lang="zh-CN"><ol>{_objection(span, anchor, said)}</ol></section>'


def leftovers_markup(leftovers: Leftovers) -> str:
    """The waivers that cover nothing, each with why; empty where there are none."""
    titles = (
        (leftovers.lapsed, "失效的人工确认", "请重新核对"),
        (leftovers.unneeded, "不再需要的人工确认", ""),
    )
    return "".join(_leftovers(*each) for each in titles if each[0])


def _leftovers(leftovers: tuple[Leftover, ...], title: str, remark: str) -> str:
    items = "".join(_leftover(leftover) for leftover in leftovers)
    head = f"{title} {len(leftovers)} 条{f'，{remark}' if remark else ''}"
    return f'<section class="nb-list lapsed" lang="zh-CN"><h4>{head}</h4><ul>{items}</ul></section>'


def _leftover(leftover: Leftover) -> str:
    waiver = leftover.waiver
    near = f"<p>最接近的是第{leftover.line}行：{text(leftover.nearest)}</p>" if leftover.nearest else ""
    return (
        f"<li><b>{text(waiver.text)}</b>{text(waiver.sentence)}<p>{text(leftover.why)}</p>{near}"
        f'<p class="said">{text(waiver.said)}</p></li>'
    )


def gaps_markup(gaps: tuple[Gap, ...]) -> str:
    """What the form asks for and the figures lack, as things to do; empty where nothing is missing."""
    if not gaps:
        return ""
    items = "".join(_gap(gap) for gap in gaps)
    title = f"待补充 {len(gaps)} 项"
    return f'<section class="nb-list todo" lang="zh-CN"><h4>{title}</h4><ul>{items}</ul></section>'


def legend(answer: Answer) -> str:
    """Every verdict in its own look with the number of its figures, and how to see the reasons."""
    counts = answer.summary()
    rows = "".join(_row(verdict, counts[verdict.value]) for verdict in Verdict)
    if answer.waived:
        rows += f'<p><i class="fig waived">数字</i>人工确认<b>{len(answer.waived)}</b></p>'
    claims = f"<p><i>说法</i>如“均为”“持平”<b>{len(answer.claims)}</b></p>" if answer.claims else ""
    return (
        f'<section class="nb-legend" lang="zh-CN"><h4>数字核对</h4>{rows}{claims}'
        "<em>指着数字，或按 Tab 键移到数字上，可看依据</em></section>"
    )


def _row(verdict: Verdict, count: int) -> str:
    return f'<p><i class="fig {verdict.value}">数字</i>{verdict.label}<b>{count}</b></p>'


def _part(part: Part) -> str:
    lines = "".join(_line(line, "r") for line in part.lines)
    table = '<p class="nb-here">（表格见“报表”一栏）</p>' if part.table else ""
    return f"<h4>{_pieces(part.heading, 'r')}</h4>{lines}{table}"


def _line(line: Line, anchor: str) -> str:
    tag = "h5" if line.level == 2 else "p"
    return f"<{tag}>{_pieces(line, anchor)}</{tag}>"


def _pieces(line: Line, anchor: str) -> str:
    return "".join(_piece(piece, anchor) for piece in line.pieces)


def _piece(piece: str | Span, anchor: str) -> str:
    if isinstance(piece, str):
        return text(piece)
    item = piece.item
    inside = "".join(_piece(inner, anchor) for inner in piece.pieces)
    number = piece.number or piece.kept
    place = f' id="{anchor}-{number}"' if number else ""
    look = f"{item.verdict.value} waived" if piece.kept else item.verdict.value
    # Dates and document numbers are many; the keyboard passes over them, the pointer does not.
    reach = "" if item.verdict is Verdict.EXEMPT else ' tabindex="0"'
    kind = "claim" if piece.claim else "fig"
    reason = text(reason_of(item))
    return (
        f'<span{place} class="{kind} {look}" data-verdict="{item.verdict.value}"{reach}'
        f' data-reason="{reason}" aria-description="{reason}">{inside}</span>'
    )


def reason_of(item: Judged) -> str:
    """The verdict with its reason, who keeps the figure all the same, and the clue."""
    hint = _hint(item)
    waived = f"人工确认　{item.waiver.said}\n" if item.waiver else ""
    return f"{waived}{item.verdict.label}：{item.reason}" + (f"\n{hint}" if hint else "")


def _hint(item: Judged) -> str:
    """The clue, where the reason does not give it already."""
    return f"线索：{item.hint}" if item.hint and item.hint not in item.reason else ""


def _objection(span: Span, anchor: str, more: str = "") -> str:
    item, number = span.item, span.number or span.kept
    look = f"{item.verdict.value} waived" if span.kept else item.verdict.value
    hint = f"<small>{text(_hint(item))}</small>" if _hint(item) else ""
    return (
        f'<li value="{number}"><a href="#{anchor}-{number}"><i class="fig {look}">{text(item.text)}</i></a>'
        f"<b>{item.verdict.label}</b>{text(item.reason)}{hint}{more}</li>"
    )


def _gap(gap: Gap) -> str:
    place = "·".join(part for part in (gap.section, gap.topic) if part) or "开头"
    return f'<li><span class="where">{text(place)}</span>{text(gap.what)}<span class="mend">{text(gap.mend)}</span></li>'
