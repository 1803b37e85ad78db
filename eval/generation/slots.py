"""What a slot of a wording becomes, and counts with what would be wrong in their place.

A slot becomes one or more :class:`Piece`: plain text, or a labelled expression with its wrong variants. The language of
slots is told in :mod:`eval.generation.wordings`. A slot that these figures cannot fill (a rate over nothing, an
approximation of 3) gives None, and the wording is not used.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from random import Random

from eval.cases import Expected
from eval.generation.numbers import plain, rounded
from eval.generation.world import World

Say = Callable[[Decimal], str]


@dataclass(frozen=True)
class Wrong:
    """One way of making a piece wrong: what it then reads, with the word before the figure (a direction)."""

    error: str
    text: str
    lead: str = ""
    collides: bool = False


@dataclass(frozen=True)
class Piece:
    """``lead`` stands before the labelled ``text``.

    ``value`` and ``readings`` serve exchanges with a neighbour. ``compares``: nothing bears it out without last year's
    figures. ``droppable``: part of a list's item that cannot be left out. ``source`` is what bears it out, an expression over
    keys and facts; ``within`` names what of the sentence's own numbers it is made of, where only they bear it out: 甲, 乙, or
    收到/本级 for a part of what 收到 means.
    """

    text: str
    lead: str = ""
    expected: Expected | None = None
    wrongs: tuple[Wrong, ...] = ()
    value: Decimal | None = None
    readings: frozenset[Decimal] = frozenset()
    say: Say | None = None
    unit: str = ""
    claim: bool = False
    compares: bool = False
    droppable: bool = False
    source: str = ""
    within: tuple[str, ...] = ()


@dataclass
class Filling:
    """What filling one wording needs: the world, the chance, and the numbers invented for this sentence."""

    world: World
    random: Random
    invented: dict[str, Decimal] = field(default_factory=dict)


def exempt(text: str, *wrongs: Wrong) -> Piece:
    """What is no statistic."""
    return Piece(text, expected=Expected.EXEMPT, wrongs=wrongs)


# --- counts -----------------------------------------------------------------------------------------------------------


def count(
    filling: Filling,
    value: Decimal,
    readings: frozenset[Decimal],
    unit: str,
    *,
    say: Say | None = None,
    before: Decimal | None = None,
) -> Piece:
    """A number that must be ``value``; wrong where it is none of ``readings``."""
    write = say or (lambda number: plain(number) + unit)
    wrongs = [
        Wrong(error, write(number), collides=number in filling.world.pool)
        for error, number in _wrong_numbers(filling, value, before)
        if number >= 0 and write(number) != write(value) and not _fits(number, readings, write)
    ]
    return Piece(
        write(value),
        expected=Expected.SOURCED,
        wrongs=tuple(wrongs),
        value=value,
        readings=readings,
        say=write,
        unit=unit,
    )


def _fits(number: Decimal, readings: frozenset[Decimal], write: Say) -> bool:
    """Whether a number is a reading at the precision in which it would be written: 94% stands for 94.4%, 80.9万 for 809129."""
    scale = Decimal(10000) if write(Decimal(10000)).startswith("1万") else Decimal(1)
    places = len(plain(number / scale).partition(".")[2])
    return any(rounded(each / scale, places) == number / scale for each in readings)


def _wrong_numbers(filling: Filling, value: Decimal, before: Decimal | None) -> list[tuple[str, Decimal]]:
    random, pool = filling.random, filling.world.pool
    digits = plain(value)
    at = random.choice([i for i, c in enumerate(digits) if c != "."])
    other = str((int(digits[at]) + random.randint(1, 9)) % 10)
    changed = digits[:at] + other + digits[at + 1 :]
    found = [("换一位数字", Decimal(changed))]
    if value == value.to_integral_value():
        found += (
            [("多一个零", value * 10), ("差一", value + random.choice((1, -1)))]
            if value
            else [("差一", Decimal(1))]
        )
    if len(digits) > 1 and "." not in digits[:2] and digits[0] != digits[1] and digits[1] != "0":
        found.append(("数字颠倒", Decimal(digits[1] + digits[0] + digits[2:])))
    near = [other_value for other_value in pool if abs(len(plain(other_value)) - len(digits)) <= 1]
    if near:
        found.append(("另一格的数", random.choice(near)))
    if before is not None:
        found.append(("上年的数", before))
    return found


def invented(filling: Filling, value: Decimal, unit: str) -> Piece:
    """A number that only the prose itself bears out."""
    # Two parts exchanged still add up, so neighbours are not exchanged.
    return replace(count(filling, value, frozenset({value}), unit), value=None)


def unsourced(filling: Filling, top: Decimal, unit: str) -> Piece:
    """A number that nothing bears out, not above ``top``."""
    number = filling.random.randint(1, max(1, int(top)))
    return Piece(f"{number}{unit}", expected=Expected.UNSOURCED)
