"""A sum as the official tables, each cell with who contributed what to it; one cell, and the facts, by unit."""

from decimal import Decimal

from agent.export.html import Mark, Marks, table_html
from agent.figures import Absent
from agent.figures.factsums import FactSum
from agent.figures.quantity import plain
from agent.forms.footing import State
from agent.forms.summing import CellSum, Total
from agent.ui.markup import text
from agent.workflow import Added

_LOOKS = {
    "broken": "勾稽不符用到的格",
    "warning": "可能重复计算，请核对",
    "lacking": "有单位没填，没有合计",
}
_MOST = 12


def sum_markup(added: Added) -> str:
    """The three tables with the totals, and in each cell's reason who made it up."""
    total, form = added.total, added.total.form
    marks = _marks(added)
    used = {mark.look for mark in marks.values()}
    looks = "".join(
        f'<span class="{look}">12</span>{meaning}' for look, meaning in _LOOKS.items() if look in used
    )
    key = f'<p class="nb-key">{looks}</p>' if looks else ""
    sheets = "".join(
        f"<h4>{text(section.heading)}</h4>{table_html(form, form.table(section.table), total.figures, marks)}"
        for section in form.sections
        if section.table
    )
    hint = '<p class="nb-key">鼠标移到格上（或用 Tab 键走到格上），看它由哪些单位相加。</p>'
    return f'<div class="nb-tables" lang="zh-CN">{hint}{key}{sheets}</div>'


def _marks(added: Added) -> Marks:
    broken = added.checked.involved(State.BROKEN)
    return {
        key: Mark(_look(each, broken=key in broken), _reason(added.total, each))
        for key, each in added.total.cells.items()
        if not each.unfilled
    }


def _look(each: CellSum, *, broken: bool) -> str:
    if broken:
        return "broken"
    if each.why:
        return "lacking"
    return "warning" if each.doubt else "sum"


def _reason(total: Total, each: CellSum) -> str:
    """The cell, its total, and the units with something to add, the largest first."""
    shares = sorted(
        ((unit, value) for unit, value in each.given.items() if not isinstance(value, Absent) and value),
        key=lambda pair: -pair[1],
    )
    lines = [f"{unit} {plain(value)}" for unit, value in shares[:_MOST]]
    more = [f"等 {len(shares)} 个单位"] if len(shares) > _MOST else []
    whole = "没有合计" if isinstance(each.total, Absent) else f"合计 {plain(each.total)}"
    return "\n".join(
        (f"{total.form.label(each.key)}：{whole}", *lines, *more, *filter(None, (each.why, each.doubt)))
    )


def contributors_markup(total: Total, key: str) -> str:
    """One cell: a row with a bar for each unit, then the total or why there is none."""
    each = total.cells[key]
    numbers = [abs(value) for value in each.given.values() if not isinstance(value, Absent)]
    most = max(numbers, default=Decimal(0)) or Decimal(1)
    rows = "".join(
        f'<tr><th scope="row">{text(unit)}</th>{_share(value, zero=unit in total.choice.zeros)}</tr>'
        for unit, value in each.given.items()
    )
    whole = "没有合计" if isinstance(each.total, Absent) else plain(each.total)
    why = "".join(
        f'<p class="nb-notice warning">{text(words)}</p>' for words in (each.why, each.doubt) if words
    )
    unit = total.form.by_key[key].unit
    head = f'<tr><th scope="col">单位</th><th scope="col">填报（{text(unit)}）</th></tr>'
    foot = f'<tr><th scope="row">合计</th><td><b>{text(whole)}</b></td></tr>'
    return (
        f'<section class="nb-shares" style="--most:{plain(most)}"><h4>{text(total.form.label(key))}</h4>'
        '<div tabindex="0" role="region" aria-label="各单位填报"><table class="nb-numbers">'
        f"<thead>{head}</thead><tbody>{rows}</tbody><tfoot>{foot}</tfoot></table></div>{why}</section>"
    )


def _share(value: Decimal | Absent, *, zero: bool) -> str:
    """A unit's value with its bar; a blank says so, and that it counts as zero where somebody said so."""
    if isinstance(value, Absent):
        return f'<td class="absent">{"未填，按 0 计" if zero else "未填"}</td>'
    return f'<td><i style="--number:{plain(abs(value))}"></i><b>{plain(value)}</b></td>'


def facts_markup(total: Total) -> str:
    """Every supplementary fact with its sum, or why there is none, and who stated what."""
    rows = "".join(_fact(each) for each in total.facts)
    return (
        '<section class="nb-shares"><h4>补充事实</h4><div tabindex="0" role="region" aria-label="补充事实的合计">'
        f'<table class="nb-numbers"><tbody>{rows}</tbody></table></div></section>'
    )


def _fact(each: FactSum) -> str:
    value = each.fact.value
    whole = f"<b>{text(plain(value))}{text(each.fact.unit)}</b>" if value is not None else text(each.why)
    stated = "、".join(
        f"{unit}{plain(number) if number is not None else '未填'}" for unit, number in each.stated.items()
    )
    return (
        f'<tr><th scope="row">{text(each.fact.name)}<small>{text(stated)}</small></th><td>{whole}</td></tr>'
    )
