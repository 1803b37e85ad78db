"""Conditions: when a wording fits the figures.

::

    requests.new.total > 0
    requests.new.natural_person == requests.new.total and requests.new.total > 1
    known(prev.requests.new.total) or has("在线访谈")
    government and not known(contact.telephone)

``and`` binds tighter than ``or``; there are no brackets around conditions. A comparison with something that has no value is
neither true nor false, and then the wording does not fit: what is unknown is not said, and not denied either.
"""

import operator
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from agent.drafting.realising import say
from agent.drafting.references import Amount, reference
from agent.drafting.setting import Missing, Setting
from agent.errors import ExpressionError

KINDS = ("government", "township", "department")
_COMPARE: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "==": operator.eq, "!=": operator.ne, "<=": operator.le, ">=": operator.ge, "<": operator.lt, ">": operator.gt,
}  # fmt: skip
_QUOTED_OUT = r'(?=(?:[^"]*"[^"]*")*[^"]*$)'
_OR, _AND = re.compile(r"\s+or\s+" + _QUOTED_OUT), re.compile(r"\s+and\s+" + _QUOTED_OUT)
_OPERATOR = re.compile(r"(==|!=|<=|>=|<|>)" + _QUOTED_OUT)
_CALL = re.compile(r"(known|has)\(\s*(.*?)\s*\)")


@dataclass(frozen=True, slots=True)
class Atom:
    """One comparison, ``known(…)``, ``has("…")`` or kind of unit; ``negated`` for ``not``."""

    kind: str
    left: str
    right: str = ""
    negated: bool = False

    def holds(self, setting: Setting) -> bool | None:
        """True, False, or None where that cannot be told."""
        found = self._holds(setting)
        return None if found is None else found != self.negated

    def _holds(self, setting: Setting) -> bool | None:
        if self.kind == "is":
            return setting.speaker.kind == self.left
        if self.kind == "has":
            fact = setting.figures.fact(self.left)
            return fact is not None and fact.value is not None
        if self.kind == "known":
            return not isinstance(say(reference(self.left), setting), Missing)
        left, right = setting.value(self.left), setting.value(self.right)
        if isinstance(left, Missing) or isinstance(right, Missing):
            return None
        return _COMPARE[self.kind](left, right)


@dataclass(frozen=True, slots=True)
class Condition:
    """Alternatives of which one must hold, each of atoms that all must. ``source`` is the line as written."""

    source: str
    alternatives: tuple[tuple[Atom, ...], ...]

    def holds(self, setting: Setting) -> bool:
        """Whether it certainly holds."""
        return any(all(atom.holds(setting) for atom in atoms) for atoms in self.alternatives)


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
    alternatives = tuple(
        tuple(_atom(atom.strip()) for atom in _AND.split(alternative)) for alternative in _OR.split(source)
    )
    return Condition(source, alternatives)


def _atom(text: str) -> Atom:
    negated = text.startswith("not ")
    text = text.removeprefix("not ").strip()
    if text in KINDS:
        return Atom("is", text, negated=negated)
    if call := _CALL.fullmatch(text):
        return _call(call[1], call[2], negated)
    pieces = _OPERATOR.split(text)
    if len(pieces) != 3:
        raise ExpressionError(f"条件“{text}”看不懂")
    left, compared, right = (piece.strip() for piece in pieces)
    for side in (left, right):
        if not isinstance(reference(side).subject, Amount):
            raise ExpressionError(f"条件“{text}”里“{side}”不是数")
    return Atom(compared, left, right, negated)


def _call(name: str, inside: str, negated: bool) -> Atom:
    if name == "has":
        if len(inside) < 3 or inside[0] != '"' or inside[-1] != '"':
            raise ExpressionError(f"条件 has({inside}) 里的名称要加引号")
        return Atom("has", inside[1:-1], negated=negated)
    reference(inside)
    return Atom("known", inside, negated=negated)
