"""Numbers, shares and changes as text; what a key is worth in figures of either edition."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from agent.figures import ABSENT, Absent, FigureSet
from agent.figures.quantity import plain
from agent.forms.expressions import Undefined, evaluate
from agent.forms.library import form_of

_TENTH = Decimal("0.1")


def worth(figures: FigureSet | None, key: str) -> Decimal | Absent:
    """The value of a cell or group; :data:`ABSENT` where it is not filled in, or the edition has no such key."""
    if figures is None or not (form := form_of(figures.form)).has(key):
        return ABSENT
    value = evaluate(form.parse(key), figures)
    return ABSENT if isinstance(value, Undefined) else value


def share(part: Decimal, whole: Decimal) -> str:
    """As a percentage to one decimal, half up: 54.2%, 2.0%; ``whole`` is not zero.

    Something is never 0.0% and not quite all never 100.0%: there are as many places as it takes.
    """
    exact = part * 100 / whole
    place = _TENTH
    while (rounded := exact.quantize(place, ROUND_HALF_UP)) in (0, 100) and rounded != exact:
        place /= 10
    return f"{rounded}%" if part else "0%"


def change(now: Decimal, before: Decimal) -> str:
    """Against last year, in words: 比上年增加13件（37.1%）; no percentage of nothing."""
    gap = now - before
    if gap == 0:
        return "与上年持平"
    word = "增加" if gap > 0 else "减少"
    percent = f"，{'增长' if gap > 0 else '下降'}{share(abs(gap), before)}" if before > 0 else ""
    return f"比上年{word}{plain(abs(gap))}件{percent}"


def joined(pieces: Iterable[str]) -> str:
    """Pieces as one enumeration."""
    return "、".join(pieces)
