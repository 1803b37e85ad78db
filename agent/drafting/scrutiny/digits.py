"""Digits that identify somebody: found in a text whatever width they are written in."""

import re
from collections.abc import Iterator

_WIDE = str.maketrans("０１２３４５６７８９Ｘｘ－　", "0123456789Xx- ")
# A count with its measure (13000000000元) is no number of anybody's.
_MEASURED = re.compile(r"\s*(?:[万亿千百]|元|件|条|次|人|份|个|项|平方|公里|吨|度|千瓦|立方|亩|[%％])")


def narrow(text: str) -> str:
    """The text with its digits, X, dashes and blanks narrow; every character keeps its place."""
    return text.translate(_WIDE)


def numbers(text: str, pattern: re.Pattern[str]) -> Iterator[tuple[int, int, str]]:
    """Where ``pattern`` stands in a narrow text, with its digits (and X) alone; what counts something is left out."""
    for match in pattern.finditer(text):
        if _MEASURED.match(text, match.end()) is None:
            yield match.start(), match.end(), re.sub("[^0-9X]", "", match[0].upper())
