"""Cross-footing and doubts as HTML: what is broken first, and what only asks for a look apart from it."""

from collections.abc import Iterable, Iterator

from agent.figures import Absent
from agent.figures.key import PREVIOUS
from agent.figures.quantity import plain
from agent.forms.footing import Finding, State
from agent.ui.markup import text
from agent.workflow import Checked


def checks_markup(checked: Checked) -> str:
    """Broken rules, warnings, clues, doubts, what could not be assessed, and at the end what holds."""
    return f'<div class="nb-checks" lang="zh-CN">{"".join(_blocks(checked))}</div>'


def _blocks(checked: Checked) -> Iterator[str]:
    yield _verdict(checked)
    yield _listed("线索", "clue", [remedy.reason for remedy in checked.remedies])
    for state in (State.BROKEN, State.WARNING):
        yield from (_card(checked, finding) for finding in checked.of(state))
    yield _listed("提示（不属勾稽关系，不影响生成报告）", "doubt", [doubt.reason for doubt in checked.doubts])
    yield _folded(f"无法核对 {len(checked.of(State.NOT_ASSESSABLE))} 条", causes(checked))
    held = checked.of(State.HELD)
    yield _folded(f"相符 {len(held)} 条", [finding.reason for finding in held])


def _verdict(checked: Checked) -> str:
    broken, held = len(checked.of(State.BROKEN)), len(checked.of(State.HELD))
    if broken:
        return f'<p class="nb-notice bad">有 {broken} 条勾稽关系不符，请核对下列单元格，改好后重新上传。</p>'
    if held:
        return f'<p class="nb-notice good">可以核对的 {held} 条勾稽关系全部相符。</p>'
    return '<p class="nb-notice warning">没有一条勾稽关系可以核对：数据还没有填。</p>'


def _card(checked: Checked, finding: Finding) -> str:
    # Which side is the larger, the sentence under the numbers says.
    gap = None if finding.difference is None else finding.difference.copy_abs()
    sides = (("左边", finding.left), ("右边", finding.right), ("相差", gap))
    numbers = "".join(
        f"<div><dt>{name}</dt><dd>{plain(value)}</dd></div>" for name, value in sides if value is not None
    )
    look = "bad" if finding.state is State.BROKEN else "warning"
    return (
        f'<article class="nb-card {look}"><h4><span class="state">{finding.state.label}</span>'
        f"{text(finding.rule.label)}</h4><dl>{numbers}</dl><p>{text(_without_label(finding))}</p>"
        f"<details><summary>用到的单元格</summary><ul>{''.join(_cells(checked, finding))}</ul></details></article>"
    )


def _cells(checked: Checked, finding: Finding) -> Iterator[str]:
    """The rule's cells with their values and places; of the zeros only how many there are."""
    zeros = 0
    for key, value in finding.cells:
        if not isinstance(value, Absent) and value == 0:
            zeros += 1
            continue
        written = "未填" if isinstance(value, Absent) else plain(value)
        source = checked.figures.sources.get(key, "")
        place = f"<small>{text(source)}</small>" if source else ""
        yield f"<li>{text(_label(checked, key))}<b>{written}</b>{place}</li>"
    if zeros:
        yield f"<li>其余 {zeros} 格为 0</li>"


def _label(checked: Checked, key: str) -> str:
    year = "上年 " if key.startswith(PREVIOUS) else ""
    return year + checked.form.label(key.removeprefix(PREVIOUS))


def causes(checked: Checked) -> list[str]:
    """Why rules could not be assessed, each cause once with the number of its rules."""
    by_cause: dict[str, list[Finding]] = {}
    for finding in checked.of(State.NOT_ASSESSABLE):
        by_cause.setdefault(_without_label(finding), []).append(finding)
    return [
        found[0].reason if len(found) == 1 else f"{cause}：{len(found)} 条，如“{found[0].rule.label}”"
        for cause, found in by_cause.items()
    ]


def _without_label(finding: Finding) -> str:
    return finding.reason.removeprefix(f"{finding.rule.label}：")


def _listed(title: str, look: str, reasons: Iterable[str]) -> str:
    items = "".join(f"<li>{text(reason)}</li>" for reason in reasons)
    return f'<section class="nb-list {look}"><h4>{title}</h4><ul>{items}</ul></section>' if items else ""


def _folded(title: str, reasons: list[str]) -> str:
    if not reasons:
        return ""
    items = "".join(f"<li>{text(reason)}</li>" for reason in reasons)
    return f'<details class="nb-list"><summary>{title}</summary><ul>{items}</ul></details>'
