"""Cross-footing (勾稽关系): every rule of the form against one year's figures.

A rule *holds* where both sides are equal to the last digit, is *broken* where they differ, and is *not assessable* where a
cell that it names is not filled in: an absent cell is not zero. A broken rule that may be broken for a good reason is a
*warning*. Rules over ``prev.`` cells need last year's figures.
"""

import enum
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from agent.figures import ABSENT, Absent, FigureSet
from agent.figures.quantity import plain
from agent.forms.expressions import (
    CellRef,
    Expression,
    Operation,
    Undefined,
    evaluate,
    references,
)
from agent.forms.form import Cell, Form, RuleText

_SIGNS = {"+": "+", "-": "-", "*": "×", "/": "÷"}


class State(enum.StrEnum):
    """How a rule stands."""

    HELD = "held"
    BROKEN = "broken"
    WARNING = "warning"
    NOT_ASSESSABLE = "not_assessable"

    @property
    def label(self) -> str:
        """In Chinese."""
        return _LABELS[self]


_LABELS = {
    State.HELD: "相符",
    State.BROKEN: "不符",
    State.WARNING: "提醒",
    State.NOT_ASSESSABLE: "无法核对",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule with what it came to.

    ``left``, ``right`` and ``difference`` (left less right) are None where the rule is not assessable. ``cells`` names
    every cell of the rule, ``prev.`` ones included, with its value or :data:`ABSENT`. ``reason`` is one Chinese sentence.
    """

    rule: RuleText
    state: State
    left: Decimal | None
    right: Decimal | None
    difference: Decimal | None
    cells: tuple[tuple[str, Decimal | Absent], ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Remedy:
    """A single cell whose change alone would mend several broken rules and break no other: a hint, not a verdict."""

    key: str
    found: Decimal
    fitting: Decimal
    rules: tuple[str, ...]
    reason: str


def check(form: Form, figures: FigureSet, previous: FigureSet | None = None) -> tuple[Finding, ...]:
    """Every rule of the form, in its order."""
    return tuple(_finding(form, rule, figures, previous) for rule in form.rules)


def _finding(form: Form, rule: RuleText, figures: FigureSet, previous: FigureSet | None) -> Finding:
    left, right = evaluate(rule.left, figures, previous), evaluate(rule.right, figures, previous)
    cells = tuple(_cells(rule, figures, previous))
    if isinstance(left, Undefined) or isinstance(right, Undefined):
        reason = f"{rule.label}：{_missing(form, rule, figures, previous)}，无法核对"
        return Finding(rule, State.NOT_ASSESSABLE, None, None, None, cells, reason)
    difference = left - right
    state = State.HELD if difference == 0 else State.WARNING if rule.warning else State.BROKEN
    sides = [
        _side(side, value, figures, previous) for side, value in ((rule.left, left), (rule.right, right))
    ]
    reason = f"{rule.label}：左边 {sides[0]}，右边 {sides[1]}，{_gap(difference)}"
    return Finding(rule, state, left, right, difference, cells, reason)


def _gap(difference: Decimal) -> str:
    if difference == 0:
        return "相等"
    return f"相差 {plain(abs(difference))}（{'左边' if difference > 0 else '右边'}多）"


def _cells(
    rule: RuleText, figures: FigureSet, previous: FigureSet | None
) -> Iterator[tuple[str, Decimal | Absent]]:
    for ref in _refs(rule):
        source = previous if ref.previous else figures
        yield str(ref), source.get(ref.key) if source else ABSENT


def _refs(rule: RuleText) -> list[CellRef]:
    """The cells of both sides, each once, in order."""
    both = [*references(rule.left), *references(rule.right)]
    return list(dict.fromkeys(ref for ref in both if isinstance(ref, CellRef)))


def _missing(form: Form, rule: RuleText, figures: FigureSet, previous: FigureSet | None) -> str:
    """Why the rule has no value, naming the first few cells that are not filled in."""
    if previous is None and any(ref.previous for ref in _refs(rule)):
        return "没有上年数据"
    absent = [
        ref
        for ref in _refs(rule)
        if (source := previous if ref.previous else figures) and source.get(ref.key) is ABSENT
    ]
    if not absent:
        return "算式没有值"
    named = "、".join(f"{'上年 ' if ref.previous else ''}{form.label(ref.key)}" for ref in absent[:3])
    return f"{named}{f'等{len(absent)}格' if len(absent) > 3 else ''}未填"


def _side(side: Expression, value: Decimal, figures: FigureSet, previous: FigureSet | None) -> str:
    """``10+1+0+0=11``; a side of one cell is just its number."""
    written = _written(side, figures, previous)
    return f"{written}={plain(value)}" if isinstance(side, Operation) else written


def _written(side: Expression, figures: FigureSet, previous: FigureSet | None) -> str:
    if isinstance(side, Operation):
        left, right = (_written(part, figures, previous) for part in (side.left, side.right))
        left = f"({left})" if isinstance(side.left, Operation) and side.op in "*/" else left
        deep = isinstance(side.right, Operation) and side.op != "+"
        return f"{left}{_SIGNS[side.op]}{f'({right})' if deep or right.startswith('-') else right}"
    value = evaluate(side, figures, previous)
    return "？" if isinstance(value, Undefined) else plain(value)


# --- what single change would mend several rules -----------------------------------------------------------------


def remedies(
    form: Form, figures: FigureSet, findings: Iterable[Finding], previous: FigureSet | None = None
) -> tuple[Remedy, ...]:
    """The cells of this year of which one new value would mend two or more broken rules and break none that holds."""
    by_cell: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.state in (State.BROKEN, State.HELD) and not finding.rule.warning:
            for ref in _refs(finding.rule):
                if not ref.previous:
                    by_cell.setdefault(ref.key, []).append(finding)
    tried = (_remedy(form, key, concerned, figures, previous) for key, concerned in by_cell.items())
    return tuple(remedy for remedy in tried if remedy)


def _remedy(
    form: Form, key: str, concerned: list[Finding], figures: FigureSet, previous: FigureSet | None
) -> Remedy | None:
    broken = [finding for finding in concerned if finding.state is State.BROKEN]
    found = figures.get(key)
    if len(broken) < 2 or len(broken) < len(concerned) or isinstance(found, Absent):
        return None
    fitting = fitting_value(broken[0].rule, key, found, figures, previous)
    if fitting is None or not allowed(form.by_key[key], fitting):
        return None
    mended = replace(figures, cells={**figures.cells, key: fitting})
    if any(_gap_of(finding.rule, mended, previous) != 0 for finding in concerned):
        return None
    rules = tuple(finding.rule.id for finding in broken)
    reason = (
        f"{form.label(key)}由{plain(found)}改为{plain(fitting)}，可同时消除{len(rules)}处不符；请核对这一格"
    )
    return Remedy(key, found, fitting, rules, reason)


def fitting_value(
    rule: RuleText, key: str, found: Decimal, figures: FigureSet, previous: FigureSet | None
) -> Decimal | None:
    """The value of the cell with which the rule would hold, the rule being linear in it; None where it does not matter."""
    gap = _gap_of(rule, figures, previous)
    nudged = _gap_of(rule, replace(figures, cells={**figures.cells, key: found + 1}), previous)
    if gap is None or nudged is None or nudged == gap:
        return None
    return found - gap / (nudged - gap)


def _gap_of(rule: RuleText, figures: FigureSet, previous: FigureSet | None) -> Decimal | None:
    left, right = evaluate(rule.left, figures, previous), evaluate(rule.right, figures, previous)
    return None if isinstance(left, Undefined) or isinstance(right, Undefined) else left - right


def allowed(cell: Cell, value: Decimal) -> bool:
    """Whether a cell can hold a value."""
    whole = value == value.to_integral_value()
    return (whole or not cell.integer) and (value >= 0 or cell.signed)
