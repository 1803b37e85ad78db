"""What stands in a slot of a wording over a world, and what would be wrong there.

A slot becomes one or more :class:`Piece`: plain text, or a labelled expression with its wrong variants. The language of
slots is told in :mod:`eval.generation.wordings`. A slot that these figures cannot fill (a rate over nothing, an
approximation of 3) gives None, and the wording is not used.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from random import Random

from agent.figures import FigureSet
from eval.cases import Expected
from eval.generation.numbers import chinese, cut, plain, rounded, step_below, wide
from eval.generation.quantities import GROUPS, QUANTITIES, member_values, readings_of, value_of
from eval.generation.world import World

Say = Callable[[Decimal], str]
_HUNDRED = Decimal(100)


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
    figures. ``droppable``: part of a list's item that cannot be left out.
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


@dataclass
class Filling:
    """What filling one wording needs: the world, the chance, and the numbers invented for this sentence."""

    world: World
    random: Random
    invented: dict[str, Decimal] = field(default_factory=dict)


def text_piece(text: str) -> Piece:
    """Words without a label."""
    return Piece(text)


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
    """Whether a number is a reading, at the precision in which it would be written in 万 (80.913万 stands for 809129)."""
    if "万" not in write(number) or "." not in write(number):
        return number in readings
    places = len(plain(number / 10000).partition(".")[2])
    return any(rounded(each / 10000, places) == number / 10000 for each in readings)


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


# --- ways of writing --------------------------------------------------------------------------------------------------


def written(
    filling: Filling, manner: str, value: Decimal, readings: frozenset[Decimal], unit: str
) -> Piece | None:
    """A count in a manner of its own: 余, 近, 约, 超, 汉, 千分, 全角, 万 and so on."""
    if manner in _EXACT:
        say = _EXACT[manner](unit)
        lossless = manner != "万" or value >= 10000
        return count(filling, value, readings, unit, say=say) if lossless and value > 0 else None
    return _approximate(filling, manner, value, readings, unit)


def _thousands(unit: str) -> Say:
    return lambda number: f"{int(number):,}{unit}"


def _broken(digits: str) -> str:
    """As a line of a PDF breaks it: after the first digit."""
    return digits[0] + "\n" + digits[1:] if len(digits) > 1 else digits


_EXACT: dict[str, Callable[[str], Say]] = {
    "汉": lambda unit: lambda number: chinese(int(number)) + unit,
    "千分": _thousands,
    "全角": lambda unit: lambda number: wide(plain(number)) + unit,
    "断": lambda unit: lambda number: _broken(plain(number)) + unit,
    "空格": lambda unit: lambda number: f"{plain(number)} {unit}",
    "万": lambda unit: lambda number: plain(number / 10000) + "万" + unit,
}


def _approximate(
    filling: Filling, manner: str, value: Decimal, readings: frozenset[Decimal], unit: str
) -> Piece | None:
    digits = filling.random.choice((1, 2)) if value < 1000 else filling.random.choice((1, 2, 3))
    below, step = step_below(value, digits)
    if value < 20 or step == 1 or below == value or (manner == "近" and value - below < step / 2):
        return None
    right, wrong = {
        "余": (below, (below + step, below - 2 * step)),
        "多": (below, (below + step, below - 2 * step)),
        "超": (below, (below + step, below + 2 * step)),
        "近": (below + step, (below, below + 3 * step)),
        "约": (_nearest(value, step), (_nearest(value, step) + 2 * step, _nearest(value, step) - 2 * step)),
        "左右": (_nearest(value, step), (_nearest(value, step) + 2 * step, _nearest(value, step) - 2 * step)),
    }[manner]
    lead, say = _approximating(filling, manner, unit, right)
    wrongs = tuple(
        Wrong("约数不合", say(number), lead)
        for number in wrong
        if number > 0 and not any(_about(manner, number, reading) for reading in readings)
    )
    return Piece(say(right), lead=lead, expected=Expected.SOURCED, wrongs=wrongs)


def _about(manner: str, written_number: Decimal, true: Decimal) -> bool:
    """Whether a number so written could, in the loosest reading, stand for ``true``."""
    digits = plain(written_number)
    unit = Decimal(10) ** (len(digits) - len(digits.rstrip("0")))
    if manner in ("余", "多"):
        return written_number <= true < written_number + unit
    if manner == "超":
        return true >= written_number
    if manner == "近":
        return written_number - unit <= true <= written_number
    return abs(true - written_number) <= unit


def _nearest(value: Decimal, step: Decimal) -> Decimal:
    return rounded(value / step, 0) * step


def _approximating(filling: Filling, manner: str, unit: str, right: Decimal) -> tuple[str, Say]:
    """The word before, and how the number is then written."""
    wan = right >= 10000 and right % 1000 == 0 and filling.random.random() < 0.6
    number: Say = (lambda n: plain(n / 10000) + "万") if wan else plain
    match manner:
        case "余" | "多":
            return "", lambda n: f"{number(n)}{manner}{unit}"
        case "左右":
            return "", lambda n: f"{number(n)}{unit}"
        case _:
            words = {"近": ("近", "将近"), "约": ("约", "大约"), "超": ("超", "超过", "逾")}[manner]
            return filling.random.choice(words), lambda n: f"{number(n)}{unit}"


# --- shares and changes -------------------------------------------------------------------------------------------------


def share(filling: Filling, part: str, wholes: list[str], places: int, *, han: bool = False) -> Piece | None:
    """``part`` over the first of ``wholes``; the others would do as well, every other total would be wrong."""
    figures = filling.world.figures
    parts = readings_of(part, figures)
    top, bottoms = value_of(part, figures), [value_of(whole, figures) for whole in wholes]
    if top is None or not bottoms[0]:
        return None
    right = _HUNDRED * top / bottoms[0]
    readings = {_HUNDRED * each / bottom for each in parts for bottom in bottoms if bottom}
    wrongs = _wrong_rates(filling, right, places)
    wrongs += [
        ("占比分母不对", _HUNDRED * top / bottom)
        for name in ("新收", "应办", "办结")
        if name not in wholes and (bottom := value_of(name, figures))
    ]
    return _rate(right, readings, places, wrongs, chinese_percent if han else percent)


def percent(value: Decimal, places: int) -> str:
    """As written: 36.4%."""
    return f"{rounded(value, places)}%"


def chinese_percent(value: Decimal, places: int) -> str:
    """In words, to the whole percent."""
    return f"百分之{chinese(int(rounded(value, 0)))}" if places == 0 else percent(value, places)


def _wrong_rates(filling: Filling, right: Decimal, places: int) -> list[tuple[str, Decimal]]:
    step = Decimal(1).scaleb(-places)
    shown = rounded(right, places)
    return [
        ("差一", shown + step * filling.random.choice((1, -1))),
        ("换一位数字", shown + filling.random.choice((10, -10, 3, -2))),
        ("换一位数字", shown + step * filling.random.choice((4, -3))),
    ]


def _rate(
    right: Decimal,
    readings: set[Decimal],
    places: int,
    wrongs: list[tuple[str, Decimal]],
    say: Callable[[Decimal, int], str],
) -> Piece:
    """A percentage; what equals a reading, rounded or cut, is not wrong."""
    fine = {say(shown, places) for each in readings for shown in (rounded(each, places), cut(each, places))}
    made = [Wrong(error, say(value, places)) for error, value in wrongs if value >= 0]
    return Piece(
        say(right, places),
        expected=Expected.SOURCED,
        wrongs=tuple(wrong for wrong in made if wrong.text not in fine),
        unit="%",
    )


_UP_DOWN = (
    ("增长", "下降"),
    ("上升", "下降"),
    ("增加", "减少"),
    ("增长", "减少"),
    ("提高", "下降"),
    ("上升", "回落"),
)


def growth(filling: Filling, name: str, places: int) -> Piece | None:
    """In percent against last year, the word for its direction before it; None where it is level or last year is none."""
    pairs = _then_and_now(filling, name)
    if not pairs or not pairs[0][0] or pairs[0][0] == pairs[0][1]:
        return None
    rates = [_HUNDRED * (now - then) / then for then, now in pairs if then]
    right = rates[0]
    if not rounded(right, places):
        return None
    up, down = filling.random.choice(_UP_DOWN)
    lead, back = (up, down) if right > 0 else (down, up)
    same = {abs(rate) for rate in rates if (rate > 0) == (right > 0)}
    opposite = {abs(rate) for rate in rates if (rate > 0) != (right > 0)}
    piece = _rate(abs(right), same, places, _wrong_rates(filling, abs(right), places), percent)
    wrongs = [replace(wrong, lead=lead) for wrong in piece.wrongs]
    if piece.text not in {percent(each, places) for each in opposite}:
        wrongs.append(Wrong("方向写反", piece.text, back))
    return replace(piece, lead=lead, wrongs=tuple(wrongs), compares=True)


def _then_and_now(filling: Filling, name: str) -> list[tuple[Decimal, Decimal]]:
    """Last year's and this year's value, reading by reading, the meant one first."""
    texts = [name, *QUANTITIES[name].also] if name in QUANTITIES else [name]
    pairs = [
        (value_of(text, filling.world.previous), value_of(text, filling.world.figures)) for text in texts
    ]
    found = [(then, now) for then, now in pairs if then is not None and now is not None]
    return found if found and pairs[0] == found[0] else []


def difference(filling: Filling, name: str, unit: str) -> Piece | None:
    """How many more or fewer than last year."""
    pairs = _then_and_now(filling, name)
    if not pairs or pairs[0][0] == pairs[0][1]:
        return None
    changes = [now - then for then, now in pairs]
    right = changes[0]
    up, down = filling.random.choice((("增加", "减少"), ("多", "少"), ("增加", "减少"), ("上升", "下降")))
    lead, back = (up, down) if right > 0 else (down, up)
    same = frozenset(abs(change) for change in changes if (change > 0) == (right > 0) or not change)
    piece = count(filling, abs(right), same, unit)
    wrongs = [replace(wrong, lead=lead) for wrong in piece.wrongs if wrong.error != "上年的数"]
    if -right not in changes:
        wrongs.append(Wrong("方向写反", piece.text, back))
    return replace(piece, lead=lead, wrongs=tuple(wrongs), value=None, compares=True)


def multiple(filling: Filling, name: str, *, more: bool) -> Piece | None:
    """是上年的1.3倍, or with ``more`` 增长0.3倍; None where it is less than 1.2 times last year's."""
    pairs = _then_and_now(filling, name)
    if not pairs or not pairs[0][0] or pairs[0][1] < pairs[0][0] * Decimal("1.2"):
        return None
    less = 1 if more else 0
    readings = [now / then - less for then, now in pairs if then]
    right = rounded(pairs[0][1] / pairs[0][0] - less, 1)
    wrong = [
        ("差一", right + Decimal("0.2")),
        ("换一位数字", right + 2),
        ("倍数和增长倍数混淆", right + (1 if more else -1)),
    ]
    wrongs = tuple(
        Wrong(error, f"{value.normalize():f}倍")
        for error, value in wrong
        if value > 0 and not any(_shows(value, reading) for reading in readings)
    )
    return Piece(f"{right.normalize():f}倍", expected=Expected.SOURCED, wrongs=wrongs, compares=True)


def _shows(value: Decimal, reading: Decimal) -> bool:
    """Whether a multiple as written (2, 1.5) stands for a reading, rounded or cut."""
    places = len(plain(value).partition(".")[2])
    return value in (rounded(reading, places), cut(reading, places))


def points(filling: Filling, part: str, whole: str) -> Piece | None:
    """How far a share moved, in 百分点."""
    now, then = (_share_of(each, part, whole) for each in (filling.world.figures, filling.world.previous))
    if now is None or then is None or not rounded(now - then, 1):
        return None
    right = now - then
    lead, back = ("提高", "下降") if right > 0 else ("下降", "提高")
    fine = {abs(rounded(right, 1)), abs(cut(right, 1)), abs(rounded(now, 1) - rounded(then, 1))}
    shown = abs(rounded(right, 1))
    values = [("差一", shown + Decimal("0.2")), ("换一位数字", shown + 3)]
    wrongs = [Wrong(error, f"{value}个百分点", lead) for error, value in values if value not in fine]
    return Piece(
        f"{shown}个百分点", lead=lead, expected=Expected.SOURCED,
        wrongs=(*wrongs, Wrong("方向写反", f"{shown}个百分点", back)), compares=True,
    )  # fmt: skip


def _share_of(figures: FigureSet, part: str, whole: str) -> Decimal | None:
    top, bottom = value_of(part, figures), value_of(whole, figures)
    return None if top is None or not bottom else _HUNDRED * top / bottom


# --- lists ----------------------------------------------------------------------------------------------------------------


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
            piece = count(filling, value, readings, "", before=before)
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
    for label, piece, _ in _shown(filling, group):
        if piece.value:
            by_value.setdefault(piece.value, []).append(label.removesuffix("的"))
    same = [(value, labels) for value, labels in by_value.items() if len(labels) > 1]
    if not same:
        return None
    value, labels = filling.random.choice(same)
    return [Piece("、".join(labels[:2]) + "各"), count(filling, value, frozenset({value}), unit)]


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
            invented(filling, Decimal(ends[index + 1] - ends[index]), unit),
        ]
    return pieces
