"""A request as a model would read it: the prompt that the program really sends, taken apart."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

_OFFER = re.compile(r"^- (\{\{.+?\}\}) = (.*?)（(.*)）$", re.MULTILINE)
_UNIT = re.compile(r"请?为(.{2,40}?)(?:写年度报告|写的“)")
_PART = re.compile(r"这一部分：(.+?)。|写的“(.+?)”经核对")


@dataclass(frozen=True, slots=True)
class Offered:
    """A reference as the prompt offers it: with its braces, what it says now, what it is called."""

    reference: str
    says: str
    label: str


@dataclass(frozen=True)
class Asked:
    """``offers`` in the prompt's order; ``written`` is what was written before, "" the first time; ``text`` the whole prompt."""

    unit: str
    part: str
    offers: tuple[Offered, ...]
    text: str
    again: bool = False

    @classmethod
    def of(cls, messages: Sequence[dict[str, Any]]) -> "Asked":
        """Read the last message of the user."""
        text = next((str(m.get("content") or "") for m in reversed(messages) if m.get("role") == "user"), "")
        part = _PART.search(text)
        unit = _UNIT.search(text)
        return cls(
            unit[1] if unit else "本单位",
            next(filter(None, part.groups()), "") if part else "",
            tuple(Offered(*found) for found in _OFFER.findall(text)),
            text,
            again="核对的结果" in text,
        )
