"""Cross-footing rules as live Excel formulas.

A formula keeps the rule's meaning of absence: while a cell is empty it shows 未填全 rather than a smaller sum.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise

from agent.export.xlsx.places import Place
from agent.forms.expressions import CellRef, Expression, FactRef, Operation, references
from agent.forms.expressions import Number as Constant
from agent.forms.form import Cell, Form, RuleText, Table

Locate = Callable[[CellRef], Place | None]

UNFILLED = "未填全"
# Excel's numbers are binary: sums of decimals can differ in the sixteenth digit, and a difference that small is none.
_DECIMALS = 6


@dataclass(frozen=True, slots=True)
class RuleFormulas:
    """Both sides of a rule, and ``right - left``: a positive difference means the right side is more."""

    left: str
    right: str
    difference: str


def rule_formulas(rule: RuleText, locate: Locate, home: str) -> RuleFormulas | None:
    """The formulas of a rule on sheet ``home``; None where it speaks of something that has no place in the workbook."""
    left, right = (_side(side, locate, home) for side in (rule.left, rule.right))
    places = [
        locate(ref) for ref in (*references(rule.left), *references(rule.right)) if isinstance(ref, CellRef)
    ]
    if left is None or right is None:
        return None
    known = [place for place in places if place is not None]
    counted = f"COUNT({_ranges(known, home)})"
    difference = f"ROUND({right.body}-{left.body},{_DECIMALS})"
    shown = f'=IF({counted}=0,"",IF({counted}<{len(known)},"{UNFILLED}",{difference}))'
    return RuleFormulas(left.shown, right.shown, shown)


@dataclass(frozen=True, slots=True)
class _Side:
    body: str
    shown: str


def _side(side: Expression, locate: Locate, home: str) -> _Side | None:
    refs = list(references(side))
    places = [locate(ref) if isinstance(ref, CellRef) else None for ref in refs]
    known = [place for place in places if place is not None]
    if len(known) < len(refs):
        return None
    body = _body(side, locate, home)
    shown = f'=IF(COUNT({_ranges(known, home)})<{len(known)},"",{body})' if known else f"={body}"
    return _Side(body, shown)


def _body(side: Expression, locate: Locate, home: str) -> str:
    """The arithmetic itself, whole in itself; a plain sum becomes SUM over ranges, which a clerk can read."""
    if isinstance(side, Constant):
        return str(side)
    if isinstance(side, FactRef):
        raise TypeError("a fact has no fixed place")
    if isinstance(side, CellRef):
        place = locate(side)
        return _name(place, home) if place else "0"
    terms = _terms(side)
    if len(terms) > 1 and all(isinstance(term, CellRef) for term in terms):
        places = [locate(term) for term in terms if isinstance(term, CellRef)]
        return f"SUM({_ranges([place for place in places if place], home)})"
    return f"({_body(side.left, locate, home)}{side.op}{_body(side.right, locate, home)})"


def _terms(side: Expression) -> list[Expression]:
    if isinstance(side, Operation) and side.op == "+":
        return _terms(side.left) + _terms(side.right)
    return [side]


def _name(place: Place, home: str) -> str:
    return place.address if place.sheet == home else place.quoted


def _ranges(places: Iterable[Place], home: str) -> str:
    """Cells that stand in one line without a gap as a range, the others one by one."""
    runs: list[list[Place]] = []
    for place in places:
        if runs and _continues(runs[-1], place):
            runs[-1].append(place)
        else:
            runs.append([place])
    return ",".join(_name(run[0], home) + (f":{run[-1].address}" if len(run) > 1 else "") for run in runs)


def _continues(run: list[Place], place: Place) -> bool:
    steps = {_step(one, other) for one, other in pairwise([*run, place])}
    return len(steps) == 1 and steps <= {(1, 0), (0, 1)}


def _step(one: Place, other: Place) -> tuple[int, int]:
    return (other.row - one.row, other.column - one.column) if one.sheet == other.sheet else (0, 0)


@dataclass(frozen=True, slots=True)
class SideCheck:
    """A rule that can be shown beside the table itself.

    ``below`` the column, or to the right of the row, of ``cell``. Rules of one ``family`` share a line; ``left`` and
    ``right`` are its captions, ``right`` empty where the right side is the one cell that the clerk filled in.
    """

    rule: RuleText
    below: bool
    cell: Cell
    family: str
    left: str
    right: str


def side_checks(form: Form, table: Table) -> list[SideCheck]:
    """The rules that live in one row or one column of a table, in the order of the form."""
    found = (_side_check(form, table, rule) for rule in form.rules)
    return [check for check in found if check is not None]


def _side_check(form: Form, table: Table, rule: RuleText) -> SideCheck | None:
    refs = [*references(rule.left), *references(rule.right)]
    if any(not isinstance(ref, CellRef) or ref.previous for ref in refs):
        return None
    cells = [form.by_key[ref.key] for ref in refs if isinstance(ref, CellRef)]
    if any(cell.table != table.id for cell in cells):
        return None
    single = isinstance(rule.right, CellRef)
    flat = not any(block.rows for block in table.blocks)
    down = len({cell.column_path for cell in cells}) == 1
    across = len({cell.row_path for cell in cells}) == 1
    if not (down and not flat) and not (across and single):
        return None
    left, _, right = _family(rule, cells[-1]).partition("=")
    family = "" if flat else f"{left}={right}"
    return SideCheck(rule, flat or down, cells[-1], family, left, "" if single else right)


def _family(rule: RuleText, cell: Cell) -> str:
    """A rule's label without its table and without the row or column that it is about."""
    label = rule.label.partition(" ")[2] or rule.label
    for name in (cell.row, cell.column, cell.column.rpartition("·")[2]):
        label = label.removesuffix(f"（{name}）")
    return label
