"""What goes to and fro between the tables in a window and the program.

The tables number what is done in them and send it again until it is answered, so that nothing is lost while the page is being
drawn, nor done twice. Everything says after which change of the report it was done: whoever did it has seen nothing later, but
for what they did themselves.
"""

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from agent.errors import Problem
from agent.store import Contents, Kind, Place

TYPE, PASTE, UNDO, REDO = "type", "paste", "undo", "redo"
# An answer that the tables have not taken by then they no longer wait for.
_KEPT = 60
_LONGEST = 300_000


@dataclass(frozen=True, slots=True)
class Order:
    """One thing done in the tables. ``seen`` is the report's change that was shown when it was begun."""

    number: int
    kind: str
    seen: int
    key: str = ""
    text: str = ""
    previous: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of an order: what was done (``said``) and in which places, or why nothing was (``problems``)."""

    number: int
    said: str = ""
    problems: tuple[Problem, ...] = ()
    conflict: bool = False
    places: tuple[Place, ...] = ()

    def record(self) -> dict[str, Any]:
        """JSON-ready."""
        problems = [{"what": each.what, "where": each.where, "mend": each.mend} for each in self.problems]
        return {
            "number": self.number,
            "said": self.said,
            "problems": problems,
            "conflict": self.conflict,
            "cells": [f"{'@' * (each.kind is Kind.PREVIOUS_CELL)}{each.name}" for each in self.places],
        }


@dataclass
class Exchange:
    """One window's orders for one report. ``client`` names the tables as they were last drawn from nothing."""

    client: str = ""
    done: int = 0
    answers: deque[Answer] = field(default_factory=lambda: deque(maxlen=_KEPT))
    own: dict[Place, int] = field(default_factory=dict)

    def take(self, letter: object, carry_out: Callable[[Order], Answer]) -> None:
        """Carry out what is new in a letter, in its order."""
        client, orders = read_letter(letter)
        if client != self.client:
            self.client, self.done = client, 0
            self.answers.clear()
        for order in orders:
            if order.number > self.done:
                self.answers.append(carry_out(order))
                self.done = order.number

    def made_from(self, seen: Contents) -> Callable[[Place], int]:
        """The number of the version that the person had before them: as shown, or as they have made it since."""
        return lambda place: max(seen.number(place), self.own.get(place, 0))

    def record(self) -> dict[str, Any]:
        """JSON-ready, for the tables to take note of."""
        return {
            "client": self.client,
            "done": self.done,
            "answers": [each.record() for each in self.answers],
        }


def read_letter(letter: object) -> tuple[str, tuple[Order, ...]]:
    """Who sends and what, in order; what has not the shape of an order is no order."""
    if not isinstance(letter, Mapping) or not isinstance(letter.get("orders"), list):
        return "", ()
    orders = [found for each in letter["orders"] if (found := _order(each))]
    return str(letter.get("client", "")), tuple(sorted(orders, key=lambda order: order.number))


def _order(record: object) -> Order | None:
    if not isinstance(record, Mapping):
        return None
    number, kind, seen = record.get("number"), record.get("kind"), record.get("seen")
    key, text = record.get("key", ""), record.get("text", "")
    if not isinstance(number, int) or not isinstance(seen, int) or kind not in (TYPE, PASTE, UNDO, REDO):
        return None
    if not isinstance(key, str) or not isinstance(text, str):
        return None
    return Order(number, kind, seen, key, text[:_LONGEST], bool(record.get("previous")))
