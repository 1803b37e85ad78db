"""Values of who may work here: people with their roles and units, and what came of somebody's coming."""

import enum
from dataclasses import dataclass
from datetime import datetime

from agent.store.sight import Sight

ALL_UNITS = "*"


class Role(enum.StrEnum):
    """What somebody is here for."""

    DRAFTER = "drafter"
    REVIEWER = "reviewer"
    ADMINISTRATOR = "administrator"

    @property
    def label(self) -> str:
        """As people read it."""
        return {"drafter": "起草人", "reviewer": "审核人", "administrator": "管理员"}[self.value]


class Outcome(enum.StrEnum):
    """What came of somebody's coming."""

    IN = "in"
    WRONG = "wrong"
    LOCKED = "locked"
    DISABLED = "disabled"
    OUT = "out"
    UNLOCKED = "unlocked"

    @property
    def label(self) -> str:
        """As people read it."""
        return {
            "in": "登录",
            "wrong": "用户名或密码不对",
            "locked": "已锁定，拒绝",
            "disabled": "账户已停用，拒绝",
            "out": "退出",
            "unlocked": "解除锁定",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may work here. ``units`` are those whose reports they see; ``*`` is every unit."""

    id: int
    login: str
    name: str
    role: Role
    units: tuple[str, ...]
    disabled: bool = False

    def sight(self, *, reviewing: bool) -> Sight:
        """What they see and may do; ``reviewing``: the office has reviewers, who alone waive and finish."""
        units = None if ALL_UNITS in self.units else frozenset(self.units)
        reviews = self.role is Role.REVIEWER or not reviewing
        return Sight(units, waives=reviews, finishes=reviews)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Somebody is in; ``token`` is what their browser shows from now on. It is kept nowhere here."""

    person: Person
    token: str


@dataclass(frozen=True, slots=True)
class Refused:
    """Nobody came in, and why, in words for whoever stands outside."""

    outcome: Outcome
    reason: str


@dataclass(frozen=True, slots=True)
class Coming:
    """A line of the log; ``login`` "" where it was no account."""

    at: datetime
    login: str
    address: str
    outcome: Outcome
