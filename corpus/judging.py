"""The form's cross-footing rules as judge of how a row was read.

Here a box that is printed empty adds nothing to a printed sum, as units leave boxes empty where others write 0; elsewhere an
absent cell is never zero. What could not be read leaves a rule undecided.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache

from agent.figures import FigureSet
from agent.forms import Form
from agent.forms.expressions import CellRef, Expression, Undefined, evaluate, references
from agent.forms.form import RuleText

# A cell's value, None where it is printed empty. A cell that is not there has not been read.
State = Mapping[str, Decimal | None]


def touched(form: Form, keys: Iterable[str]) -> tuple[RuleText, ...]:
    """The rules over this year's figures alone that name any of these cells, in the form's order; warnings are none."""
    wanted = frozenset(keys)
    return tuple(rule for rule, named in _rules(form) if named & wanted)


def cells_of(form: Form, rule: RuleText) -> frozenset[str]:
    """The cells that a rule names."""
    return next(named for one, named in _rules(form) if one is rule)


@cache
def _rules(form: Form) -> tuple[tuple[RuleText, frozenset[str]], ...]:
    found = []
    for rule in form.rules:
        refs = [*_refs(rule.left), *_refs(rule.right)]
        if not rule.warning and not any(ref.previous for ref in refs):
            found.append((rule, frozenset(ref.key for ref in refs)))
    return tuple(found)


def _refs(side: Expression) -> list[CellRef]:
    return [ref for ref in references(side) if isinstance(ref, CellRef)]


def holds(rule: RuleText, state: State) -> bool | None:
    """Whether a rule holds; None where a cell is unread, or nothing is printed on one of its sides."""
    sides = [[ref.key for ref in _refs(side)] for side in (rule.left, rule.right)]
    if any(key not in state for keys in sides for key in keys):
        return None
    if any(all(state[key] is None for key in keys) for keys in sides):
        return None
    cells = {key: state[key] or Decimal(0) for keys in sides for key in keys}
    figures = FigureSet("", 0, "", cells)
    left, right = evaluate(rule.left, figures), evaluate(rule.right, figures)
    return None if isinstance(left, Undefined) or isinstance(right, Undefined) else left == right


def lacks_total(rule: RuleText, state: State) -> bool:
    """Whether one side of a rule is printed empty where the other is not nothing: parts without their total."""
    sums = []
    for side in (rule.left, rule.right):
        values = [state.get(ref.key) for ref in _refs(side)]
        sums.append(None if all(value is None for value in values) else any(values))
    return (sums[0] is None and bool(sums[1])) or (sums[1] is None and bool(sums[0]))
