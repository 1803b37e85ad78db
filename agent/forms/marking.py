"""From objections to the cells they are about, and back.

An objection to figures is a broken rule, a rule that may be broken for a good reason, or a doubt. Of a broken rule the cells each
of which would mend several rules by itself are marked *solid*; the others that it names *dashed*, as are a warning's; a doubt's
are *dotted*. Marks and hints say where to look, never which figure is wrong.
"""

import enum
import re
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from agent.figures import Absent, FigureSet
from agent.figures.key import KEY, PREVIOUS
from agent.figures.quantity import plain
from agent.forms.expressions import CellRef, Expression
from agent.forms.footing import Finding, Remedy, State, allowed, fitting_value
from agent.forms.form import Form, RuleText
from agent.forms.plausibility import Doubt

_REFERENCE = re.compile(rf"(?:{re.escape(PREVIOUS)})?{KEY.pattern}")
_ALIKE = 2


class Look(enum.StrEnum):
    """How a cell is marked, the strongest first."""

    SOLID = "solid"
    DASHED = "dashed"
    DOTTED = "dotted"


class Kind(enum.StrEnum):
    """What an objection is, the gravest first."""

    BROKEN = "broken"
    WARNING = "warning"
    DOUBT = "doubt"


@dataclass(frozen=True, slots=True)
class Objection:
    """Something to look at in the figures.

    ``id`` is stable while the same thing is objected to: the rule's, or the doubt's code with its first cell. ``formula`` is the
    rule over the cells' names, ``worked`` the same in numbers as one sentence, ``difference`` left less right; a doubt has only
    ``worked``. By key, ``odd`` are the cells to look at first, ``related`` the others of this year, ``previous`` last year's.
    """

    id: str
    kind: Kind
    label: str
    worked: str
    formula: str = ""
    left: Decimal | None = None
    right: Decimal | None = None
    difference: Decimal | None = None
    hints: tuple[str, ...] = ()
    odd: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    previous: tuple[str, ...] = ()

    @property
    def cells(self) -> tuple[str, ...]:
        """This year's cells, the one to go to first at the front; empty for a doubt about the whole file."""
        return (*self.odd, *self.related)


@dataclass(frozen=True, slots=True)
class Mark:
    """One marked cell: the strongest look of the ``objections`` (by id) that lead to it."""

    look: Look
    objections: tuple[str, ...]


@dataclass(frozen=True)
class Marking:
    """All objections to one year's figures, the gravest first."""

    objections: tuple[Objection, ...]

    @cached_property
    def marks(self) -> Mapping[str, Mark]:
        """This year's marked cells by key."""
        found: dict[str, tuple[Look, list[str]]] = {}
        for objection in self.objections:
            weak = Look.DOTTED if objection.kind is Kind.DOUBT else Look.DASHED
            looks = [
                *((key, Look.SOLID) for key in objection.odd),
                *((key, weak) for key in objection.related),
            ]
            for key, look in looks:
                best, ids = found.setdefault(key, (look, []))
                found[key] = (min(best, look, key=list(Look).index), [*ids, objection.id])
        return {key: Mark(look, tuple(ids)) for key, (look, ids) in found.items()}

    def at(self, key: str) -> tuple[Objection, ...]:
        """The objections that lead to a cell; empty where there are none."""
        ids = self.marks[key].objections if key in self.marks else ()
        return tuple(objection for objection in self.objections if objection.id in ids)

    def objection(self, id_: str) -> Objection:
        """The objection of that id; ``KeyError`` where it is mended."""
        for each in self.objections:
            if each.id == id_:
                return each
        raise KeyError(id_)


def marking(
    form: Form,
    figures: FigureSet,
    findings: Iterable[Finding],
    remedies: Iterable[Remedy] = (),
    doubts: Iterable[Doubt] = (),
    previous: FigureSet | None = None,
) -> Marking:
    """What is to be said of figures, with their cells: broken rules, warnings, doubts, each in the form's order."""
    found = list(findings)
    mends = list(remedies)
    held = {
        key for each in found if each.state is State.HELD and not each.rule.warning for key, _ in each.cells
    }
    told = [
        _of_rule(form, figures, previous, finding, mends, held)
        for state in (State.BROKEN, State.WARNING)
        for finding in found
        if finding.state is state
    ]
    return Marking((*told, *map(_of_doubt, doubts)))


def _of_doubt(doubt: Doubt) -> Objection:
    id_ = ":".join((doubt.code, *doubt.cells[:1]))
    return Objection(id_, Kind.DOUBT, "提示", doubt.reason, related=doubt.cells)


def _of_rule(
    form: Form,
    figures: FigureSet,
    previous: FigureSet | None,
    finding: Finding,
    remedies: list[Remedy],
    held: Set[str],
) -> Objection:
    rule = finding.rule
    mends = [remedy for remedy in remedies if rule.id in remedy.rules]
    odd = tuple(remedy.key for remedy in mends)
    now = [key for key, _ in finding.cells if not key.startswith(PREVIOUS) and key not in odd]
    past = tuple(key.removeprefix(PREVIOUS) for key, _ in finding.cells if key.startswith(PREVIOUS))
    # Whoever goes to the objection wants to see its total first.
    total = str(rule.right) if isinstance(rule.right, CellRef) else ""
    now.sort(key=lambda key: key != total)
    # Where one cell would mend several rules, what would mend this one alone leads astray.
    hints = tuple(remedy.reason for remedy in mends) or tuple(_hints(form, figures, previous, finding, held))
    return Objection(
        id=rule.id,
        kind=Kind.BROKEN if finding.state is State.BROKEN else Kind.WARNING,
        label=rule.label,
        worked=finding.reason.removeprefix(f"{rule.label}："),
        formula=_formula(form, rule),
        left=finding.left,
        right=finding.right,
        difference=finding.difference,
        hints=hints,
        odd=odd,
        related=tuple(now),
        previous=past,
    )


def _formula(form: Form, rule: RuleText) -> str:
    """The rule over printed names: 表四 行政复议·结果维持 + … = 表四 行政复议·总计."""

    def named(match: re.Match[str]) -> str:
        key = match[0].removeprefix(PREVIOUS)
        return f"{'上年 ' if match[0] != key else ''}{form.label(key)}"

    return " = ".join(_REFERENCE.sub(named, str(side)) for side in (rule.left, rule.right))


# --- hints --------------------------------------------------------------------------------------------------------


def _hints(
    form: Form, figures: FigureSet, previous: FigureSet | None, finding: Finding, held: Set[str]
) -> Iterator[str]:
    """What slips of the hand would explain the difference; every one of them a hint to look, and no more.

    ``held`` are the cells of rules that hold, which changing one of them would break.
    """
    yield from _slips(form, figures, previous, finding, held)
    rule, left = finding.rule, finding.left
    if finding.state is State.BROKEN and left is not None and _free(rule.right, held):
        key = str(rule.right)
        if allowed(form.by_key[key], left):
            yield f"如果各分项无误，{form.label(key)}应为{plain(left)}"
    gap = Decimal(0) if finding.difference is None else abs(finding.difference)
    alike = [key for key, value in finding.cells if not isinstance(value, Absent) and value == gap]
    if gap > 1 and 0 < len(alike) <= _ALIKE:
        yield f"相差{plain(gap)}，与{'、'.join(_named(form, key) for key in alike)}相等，请核对是否多计或漏计"


def _free(side: Expression, held: Set[str]) -> bool:
    """Whether a side is one cell of this year on which no rule rests that holds."""
    return isinstance(side, CellRef) and not side.previous and side.key not in held


def _slips(
    form: Form, figures: FigureSet, previous: FigureSet | None, finding: Finding, held: Set[str]
) -> Iterator[str]:
    for key, value in finding.cells:
        if key.startswith(PREVIOUS) or isinstance(value, Absent) or key in held:
            continue
        fitting = fitting_value(finding.rule, key, value, figures, previous)
        if fitting is None or not allowed(form.by_key[key], fitting):
            continue
        if slip := _slip(plain(value), plain(fitting)):
            yield f"{form.label(key)}由{plain(value)}改为{plain(fitting)}即相符：{slip}"


def _slip(written: str, fitting: str) -> str:
    """What slip makes one number of the other; empty where it is none of the usual ones."""
    pairs = [index for index, (one, other) in enumerate(zip(written, fitting, strict=False)) if one != other]
    if len(written) == len(fitting) and len(pairs) == 2 and pairs[1] == pairs[0] + 1:
        first, second = pairs
        if written[first] == fitting[second] and written[second] == fitting[first]:
            return "像是两位数字写颠倒了"
    if "0" not in (written, fitting) and "." not in written + fitting:
        if written == f"{fitting}0":
            return "像是多写了一个0"
        if fitting == f"{written}0":
            return "像是漏写了一个0"
    return ""


def _named(form: Form, key: str) -> str:
    return f"{'上年 ' if key.startswith(PREVIOUS) else ''}{form.label(key.removeprefix(PREVIOUS))}"
