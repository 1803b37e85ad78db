"""Lists of a group's members, with shares, in step with 分别, alike with 各, and parts that only the prose bears out."""

from dataclasses import replace
from decimal import Decimal

from eval.generation.numbers import plain
from eval.generation.quantities import GROUPS, member_values, value_of
from eval.generation.rates import share
from eval.generation.slots import Filling, Piece, Say, count, invented


def listed(
    filling: Filling, group: str, unit: str, whole: str = "", *, mark: str = "、"
) -> list[Piece] | None:
    """Every member of a group that is not nothing, each with its label: 予以公开71件、部分公开23件; with shares of ``whole``."""
    shown = _shown(filling, group)
    if len(shown) < 2:
        return None
    pieces: list[Piece] = []
    for index, (label, piece, key) in enumerate(shown):
        pieces += [Piece((mark if index else "") + label), replace(piece, text=piece.text + unit, unit=unit,
                   say=_with(unit), wrongs=tuple(replace(w, text=w.text + unit) for w in piece.wrongs))]  # fmt: skip
        if whole:
            rate = share(filling, key, [whole], 1)
            if rate is None:
                return None
            pieces += [Piece("（"), rate, Piece("）")] if mark == "、" else [Piece("，占"), rate]
    return pieces


def _with(unit: str) -> Say:
    return lambda number: plain(number) + unit


def _shown(filling: Filling, group: str) -> list[tuple[str, Piece, str]]:
    """The members to print with their count, without its unit; what is nothing is mostly left out."""
    world, random = filling.world, filling.random
    zeros = random.random() < 0.25
    found = []
    for member in GROUPS[group]:
        value, readings = member_values(member, world.figures)
        if value is not None and (value or zeros):
            before, _ = member_values(member, world.previous)
            piece = replace(
                count(filling, value, readings, "", before=before), source=member.quantity.expression
            )
            found.append((random.choice(member.labels), piece, member.quantity.expression))
    return found


def respectively(filling: Filling, group: str, unit: str) -> list[Piece] | None:
    """A、B、C分别为x件、y件、z件."""
    shown = _shown(filling, group)
    if len(shown) < 2:
        return None
    labels = "、".join(label.removesuffix("的") for label, _, _ in shown)
    pieces = [Piece(labels + filling.random.choice(("分别为", "分别", "分别是")))]
    for index, (_, piece, _) in enumerate(shown):
        wrongs = tuple(replace(wrong, text=wrong.text + unit) for wrong in piece.wrongs)
        pieces += [
            Piece("、" if index else ""),
            replace(piece, text=piece.text + unit, unit=unit, say=_with(unit), wrongs=wrongs),
        ]
    return pieces


def each(filling: Filling, group: str, unit: str) -> list[Piece] | None:
    """Two members of a group that are the same: A、B各2件."""
    by_value: dict[Decimal, list[str]] = {}
    sources: dict[str, str] = {}
    for label, piece, expression in _shown(filling, group):
        if piece.value:
            by_value.setdefault(piece.value, []).append(label.removesuffix("的"))
            sources[label.removesuffix("的")] = expression
    same = [(value, labels) for value, labels in by_value.items() if len(labels) > 1]
    if not same:
        return None
    value, labels = filling.random.choice(same)
    piece = count(filling, value, frozenset({value}), unit)
    return [Piece("、".join(labels[:2]) + "各"), replace(piece, source=sources[labels[0]])]


def parted(filling: Filling, body: str, unit: str) -> list[Piece] | None:
    """A quantity cut into parts that no table holds: 收到/本级,部门,乡镇 becomes 本级3件、部门5件、乡镇2件."""
    name, _, labels = body.partition("/")
    names = labels.split(",")
    value = value_of(name, filling.world.figures)
    if value is None or value < len(names):
        return None
    cuts = sorted(filling.random.sample(range(1, int(value)), len(names) - 1))
    ends = [0, *cuts, int(value)]
    pieces: list[Piece] = []
    for index, label in enumerate(names):
        pieces += [
            Piece(("、" if index else "") + label),
            replace(
                invented(filling, Decimal(ends[index + 1] - ends[index]), unit), within=(f"{name}/{label}",)
            ),
        ]
    return pieces
