"""Conditions: when a wording fits the figures.

::

    requests.new.total > 0
    requests.new.natural_person == requests.new.total and requests.new.total > 1
    known(prev.requests.new.total) or has("在线访谈")
    government and not known(contact.telephone)

``and`` binds tighter than ``or``; there are no brackets around conditions. A comparison with something that has no value is
neither true nor false. A wording then does not fit, since what is unknown is neither said nor denied; an alternative inside a
sentence (``{{if …}}``) makes the whole sentence missing, with the reason that is told here.
"""

import operator
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from agent.drafting.saying import say
from agent.drafting.setting import Missing, Setting
from agent.drafting.subjects import LONGEST, QUOTED, Amount, reference, split_outside_quotes
from agent.errors import ExpressionError

KINDS = ("government", "township", "department")
_COMPARE: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "==": operator.eq, "!=": operator.ne, "<=": operator.le, ">=": operator.ge, "<": operator.lt, ">": operator.gt,
}  # fmt: skip
_OR, _AND = re.compile(r"(?<=\s)or(?=\s)"), re.compile(r"(?<=\s)and(?=\s)")
_OPERATOR = re.compile(r"==|!=|<=|>=|<|>")
_CALL = re.compile(r"(known|has)\((.*)\)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Atom:
    """One comparison, ``known(…)``, ``has("…")`` or kind of unit; ``negated`` for ``not``."""

    kind: str
    left: str
    right: str = ""
    negated: bool = False

    def truth(self, setting: Setting) -> bool | Missing:
        """Whether it is so, or why that cannot be told."""
        found = self._truth(setting)
        return found if isinstance(found, Missing) else found != self.negated

    def _truth(self, setting: Setting) -> bool | Missing:
        if self.kind == "is":
            return setting.speaker.kind == self.left
        if self.kind == "has":
            fact = setting.figures.fact(self.left)
            return fact is not None and fact.value is not None
        if self.kind == "known":
            return not isinstance(say(reference(self.left), setting), Missing)
        left, right = setting.value(self.left), setting.value(self.right)
        if isinstance(left, Missing):
            return left
        return right if isinstance(right, Missing) else _COMPARE[self.kind](left, right)


@dataclass(frozen=True, slots=True)
class Condition:
    """Alternatives of which one must hold, each of atoms that all must. ``source`` is the line as written."""

    source: str
    alternatives: tuple[tuple[Atom, ...], ...]

    def truth(self, setting: Setting) -> bool | Missing:
        """Whether it is so; where that turns on what is unknown, what that is."""
        unknown: list[str] = []
        for atoms in self.alternatives:
            found = _all(atoms, setting)
            if found is True:
                return True
            unknown += found.reasons if isinstance(found, Missing) else ()
        return Missing(tuple(dict.fromkeys(unknown))) if unknown else False

    def holds(self, setting: Setting) -> bool:
        """Whether it certainly holds."""
        return self.truth(setting) is True


def _all(atoms: tuple[Atom, ...], setting: Setting) -> bool | Missing:
    """Whether all are so; one that is not decides, whatever is unknown of the others."""
    found = [atom.truth(setting) for atom in atoms]
    if any(each is False for each in found):
        return False
    unknown = [reason for each in found if isinstance(each, Missing) for reason in each.reasons]
    return Missing(tuple(unknown)) if unknown else True


@dataclass(frozen=True, slots=True)
class Guard:
    """What was so when a sentence was chosen: all of these held, or (``held`` False) not all. Else the sentence may lie."""

    conditions: tuple[Condition, ...]
    held: bool = True

    def stands(self, setting: Setting) -> bool:
        """Whether it is still so."""
        return all(line.holds(setting) for line in self.conditions) == self.held

    def __str__(self) -> str:
        lines = "；".join(line.source for line in self.conditions)
        return lines if self.held else f"不是（{lines}）"


def condition(source: str) -> Condition:
    """Read one line of conditions; ``ExpressionError`` where it is none. Keys are not looked up."""
    if len(source) > LONGEST:
        raise ExpressionError(f"条件“{source[:20]}…”太长")
    alternatives = tuple(
        tuple(_atom(atom.strip()) for atom in split_outside_quotes(alternative, _AND))
        for alternative in split_outside_quotes(source, _OR)
    )
    return Condition(source, alternatives)


def _atom(text: str) -> Atom:
    if not text:
        raise ExpressionError("条件没有写完")
    negated = text.startswith("not ")
    text = text.removeprefix("not ").strip()
    if text in KINDS:
        return Atom("is", text, negated=negated)
    if call := _CALL.fullmatch(text):
        return _call(call[1], call[2].strip(), negated)
    sides = [piece.strip() for piece in split_outside_quotes(text, _OPERATOR)]
    if len(sides) != 2:
        raise ExpressionError(f"条件“{text}”看不懂")
    for side in sides:
        read = reference(side)
        if not isinstance(read.subject, Amount) or read.formats:
            raise ExpressionError(f"条件“{text}”里“{side}”不是数")
    return Atom(_operator(text), sides[0], sides[1], negated)


def _operator(text: str) -> str:
    """The comparison of a line that has one."""
    found = _OPERATOR.search(QUOTED.sub("", text))
    return found[0] if found else ""


def _call(name: str, inside: str, negated: bool) -> Atom:
    if name == "has":
        if len(inside) < 3 or inside[0] != '"' or inside[-1] != '"':
            raise ExpressionError(f"条件 has({inside}) 里的名称要加引号")
        return Atom("has", inside[1:-1], negated=negated)
    reference(inside)
    return Atom("known", inside, negated=negated)
