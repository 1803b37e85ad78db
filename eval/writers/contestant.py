"""``Contestant``: somebody who writes drafts, and at what price."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any, Self

from agent.drafting.loop import BUILT_IN

_MILLION = 1_000_000


class Kind(StrEnum):
    """How drafts are come by. A played model is one of :mod:`eval.model_server`, asked over HTTP like any other."""

    OFFLINE = "offline"
    MODEL = "model"
    PLAYED = "played"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Price:
    """What a million tokens cost, asked and answered, in 元."""

    asked: Decimal
    answered: Decimal

    def of(self, asked: int, answered: int) -> float:
        """What so many tokens cost, in 元."""
        return float((self.asked * asked + self.answered * answered) / _MILLION)


@dataclass(frozen=True, slots=True)
class Contestant:
    """``label`` is shown and unlike every other's. ``model`` is the model's name, or in which way a broken writer is broken.

    ``url`` is the base of its requests, "" where it has none of its own. ``variable`` names the environment variable that holds
    its key, "" for none: the key itself is nowhere. ``price`` None: nobody said.
    """

    label: str
    kind: Kind
    model: str = ""
    url: str = ""
    variable: str = ""
    price: Price | None = None

    @property
    def repeats(self) -> bool:
        """Whether writing again may come out otherwise."""
        return self.kind in (Kind.MODEL, Kind.PLAYED)

    def as_line(self) -> dict[str, Any]:
        """For another process; the price is no part of how a draft is written and stands apart."""
        line: dict[str, Any] = {"label": self.label, "kind": self.kind.value, "model": self.model}
        line |= {"url": self.url, "variable": self.variable}
        price = [str(self.price.asked), str(self.price.answered)] if self.price else None
        return line | {"price": price}

    @classmethod
    def of_line(cls, line: Mapping[str, Any]) -> Self:
        """Back from :meth:`as_line`."""
        price = Price(*map(Decimal, line["price"])) if line["price"] else None
        return cls(line["label"], Kind(line["kind"]), line["model"], line["url"], line["variable"], price)


OFFLINE = Contestant(BUILT_IN, Kind.OFFLINE)
