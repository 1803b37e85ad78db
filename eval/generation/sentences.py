"""A wording over a world: a sentence with its marks and its wrong variants.

The same wording gives different words each time (alternatives, list order, separators) and only where the figures allow it.
What is exchanged with a neighbour, left out of a list, or true of no reading becomes a wrong variant; see
:mod:`eval.generation.slots` and its neighbours for what is wrong in one slot.
"""

import operator
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import pairwise
from random import Random

from eval.cases import Expected, Mark
from eval.generation import lists, manners, rates, slots
from eval.generation.numbers import chinese, plain
from eval.generation.quantities import keyed, readings_of, value_of
from eval.generation.slots import Filling, Piece, Wrong, exempt
from eval.generation.wordings import Wording
from eval.generation.world import World

_CUT = re.compile(r"(\{[^{}]*\}|\[|\])")
_CHOICE = re.compile(r"<([^<>]*)>")
_INVENTED = "甲乙丙丁戊己"
_COMPARE: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "==": operator.eq, "!=": operator.ne, ">=": operator.ge, "<=": operator.le, ">": operator.gt, "<": operator.lt,
}  # fmt: skip
_TOPICS = (
    "公开内容还不够全面", "政策解读形式比较单一", "队伍业务能力有待加强", "平台维护不够及时", "基层公开专区利用率不高",
    "信息更新时效性不强",
)  # fmt: skip
_MANNERS = ("余", "多", "近", "约", "超", "左右", "汉", "千分", "全角", "空格", "断", "万")
_MONEY = {"元": Decimal(10000), "万元": Decimal(1), "亿元": Decimal("0.0001")}


@dataclass(frozen=True, slots=True)
class Variant:
    """The sentence with one thing wrong; the span of what is wrong in it.

    ``changed``: by the piece's place, the word before it and its text as they now are; empty where a part was left out.
    """

    error: str
    text: str
    start: int
    end: int
    collides: bool = False
    changed: Mapping[int, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A filled wording.

    ``right`` False: only a wrong form exists, in the variants. ``compared``: the marks (by their place) that nothing bears
    out without last year's figures; empty where last year's own value is quoted beside them. ``pieces``: what it is made of.
    """

    kind: str
    text: str
    marks: tuple[Mark, ...]
    variants: tuple[Variant, ...]
    right: bool = True
    compared: tuple[int, ...] = ()
    pieces: tuple[Piece, ...] = ()

    @property
    def unsourced(self) -> bool:
        """Whether it has a figure that nothing bears out."""
        return any(mark.expected is Expected.UNSOURCED for mark in self.marks)

    def without_previous(self) -> "Sentence":
        """As it is judged where last year's figures are not known: what compares is then borne out by nothing."""
        kind = f"{self.kind}，无上年"
        marks = [
            replace(mark, kind=kind, expected=Expected.UNSOURCED if index in self.compared else mark.expected)
            for index, mark in enumerate(self.marks)
        ]
        return replace(self, kind=kind, marks=tuple(marks), variants=())


def sentence_of(wording: Wording, world: World, random: Random) -> Sentence | None:
    """The sentence; None where these figures cannot fill it."""
    filling = Filling(world, random)
    if wording.condition and not holds(wording.condition, world):
        return None
    pieces: list[Piece] = []
    dropping = False
    for part in _CUT.split(_worded(wording.text, world, random)):
        if part in "[]":
            dropping = part == "["
            continue
        made = _filled(filling, part[1:-1]) if part.startswith("{") else [Piece(part)]
        if made is None:
            return None
        pieces += [replace(piece, droppable=dropping) for piece in made]
    return _assembled(wording.kind, pieces)


def holds(condition: str, world: World) -> bool:
    """Whether ``收到 > 0 and 去:收到 < 收到`` is true of a world; False where a quantity is missing."""
    return all(_compared(clause.split(), world) for clause in condition.split(" and "))


def _compared(clause: Sequence[str], world: World) -> bool:
    left, sign, right = clause
    values = [_operand(text, world) for text in (left, right)]
    return values[0] is not None and values[1] is not None and _COMPARE[sign](values[0], values[1])


def _operand(text: str, world: World) -> Decimal | None:
    if text.startswith("去:"):
        return value_of(text[2:], world.previous)
    return value_of(text, world.figures)


def _worded(text: str, world: World, random: Random) -> str:
    text = _CHOICE.sub(lambda match: random.choice(match[1].split("/")), text)
    for sign, words in (("@县", world.body.region), ("@级", world.body.own), ("@下", world.body.below)):
        text = text.replace(sign, words)
    return text


# --- slots --------------------------------------------------------------------------------------------------------------


def _filled(filling: Filling, slot: str) -> list[Piece] | None:
    """The pieces of one slot, or None where it cannot be filled."""
    if slot[0] == "!":
        return [exempt(slot[1:])]
    if slot[0] == "#":
        return _claim(filling, slot[1:])
    if slot in ("年", "去年", "前年", "期间", "文号"):
        return [_fixed(filling.world, slot)]
    if slot == "项目":
        return _items(filling)
    made = _spoken(filling, slot)
    return made if made is None or isinstance(made, list) else [made]


def _spoken(filling: Filling, slot: str) -> Piece | list[Piece] | None:
    head, colon, rest = slot.partition(":")
    body, _, unit = (rest if colon else slot).partition("|")
    if slot[0] == "?":
        top = value_of(body[1:], filling.world.figures)
        return slots.unsourced(filling, Decimal(40) if top is None else top, unit) if top != 0 else None
    if head in _OF_SEVERAL:
        return _OF_SEVERAL[head](filling, body, unit)
    if body[0] in _INVENTED:
        return replace(slots.invented(filling, _invented(filling, body), unit), within=tuple(body.split("+")))
    return _counted(filling, head if colon else "", body, unit)


def _share(filling: Filling, body: str, places: str, *, han: bool = False) -> Piece | None:
    part, _, wholes = body.partition("/")
    return rates.share(filling, part, wholes.split(","), int(places), han=han)


def _list(filling: Filling, body: str, unit: str, mark: str = "、") -> list[Piece] | None:
    group, _, whole = body.partition("/")
    return lists.listed(filling, group, unit, whole, mark=mark)


# What a slot with these words before its colon is filled by: (filling, what follows, what stands after the bar).
_OF_SEVERAL: dict[str, Callable[[Filling, str, str], Piece | list[Piece] | None]] = {
    "占": _share,
    "汉占": lambda filling, body, places: _share(filling, body, places, han=True),
    "列": _list,
    "列占": _list,
    "逗列": lambda filling, body, unit: _list(filling, body, unit, "，"),
    "逗列占": lambda filling, body, unit: _list(filling, body, unit, "，"),
    "分": lists.respectively,
    "拆": lists.parted,
    "各": lists.each,
    "比": lambda filling, body, places: rates.growth(filling, body, int(places)),
    "差": rates.difference,
    "倍": lambda filling, body, _: rates.multiple(filling, body, more=False),
    "增倍": lambda filling, body, _: rates.multiple(filling, body, more=True),
    "点": lambda filling, body, _: rates.points(filling, *body.split("/")),
    "项数": lambda filling, body, _: _how_many(filling, body),
}


def _counted(filling: Filling, manner: str, body: str, unit: str) -> Piece | None:
    world = filling.world
    source = world.previous if manner == "去" else world.figures
    value, readings = value_of(body, source), readings_of(body, source)
    if value is None or value < 0:
        return None
    spelt = keyed(body, previous=manner == "去")
    if manner in _MONEY:
        amount = _money(filling, value, manner)
        return replace(amount, source=_scaled(spelt, manner)) if amount else None
    if manner in _MANNERS:
        written = manners.written(filling, manner, value, readings, unit)
        return replace(written, source=spelt) if written else None
    before = value_of(body, world.previous) if manner == "" else None
    piece = slots.count(filling, value, readings, unit, before=before)
    return replace(piece, compares=manner == "去", source=spelt)


def _scaled(spelt: str, unit: str) -> str:
    """万元 as the unit asked for."""
    return {"元": f"10000 * {spelt}", "万元": spelt, "亿元": f"{spelt} / 10000"}[unit]


def _money(filling: Filling, value: Decimal, unit: str) -> Piece | None:
    """An amount that is kept in 万元, in the unit asked for; the same digits in another unit are wrong."""
    shown = value * _MONEY[unit]
    if shown == 0 or (unit == "亿元" and shown < Decimal("0.1")):
        return None
    piece = slots.count(filling, shown, frozenset({shown}), unit)
    others = [other for other in ("元", "万元") if other != unit]
    wrongs = [Wrong("元和万元混淆", plain(shown) + other) for other in others]
    return replace(piece, wrongs=(*piece.wrongs, *wrongs), value=None)


def _invented(filling: Filling, body: str) -> Decimal:
    total = Decimal(0)
    for name in body.split("+"):
        if name not in filling.invented:
            filling.invented[name] = Decimal(filling.random.randint(2, 60))
        total += filling.invented[name]
    return total


def _fixed(world: World, slot: str) -> Piece:
    year = world.figures.year
    match slot:
        case "年":
            return exempt(f"{year}年", Wrong("年份不对", f"{year - 1}年"))
        case "期间":
            wrong = Wrong("年份不对", f"{year - 1}年1月1日至{year - 1}年12月31日")
            return exempt(f"{year}年1月1日至{year}年12月31日", wrong)
        case "文号":
            other = "国办公开办函〔2019〕60号" if world.form.edition == "2021" else "国办公开办函〔2021〕30号"
            return exempt(world.form.authority, Wrong("文号不对", other))
        case _:
            return exempt(f"{year - (1 if slot == '去年' else 2)}年")


def _claim(filling: Filling, slot: str) -> list[Piece]:
    words, _, condition = slot.partition("|")
    true = holds(condition, filling.world)
    wrongs = () if true else (Wrong("断言不实", words),)
    return [Piece(words, expected=Expected.SOURCED, wrongs=wrongs, claim=True, source=_condition(condition))]


def _condition(condition: str) -> str:
    """A condition over names as one over keys."""
    tokens = condition.split()
    return " ".join(token if token in _COMPARE or token == "and" else _term(token) for token in tokens)


def _term(token: str) -> str:
    last = token.startswith("去:")
    return keyed(token.removeprefix("去:"), previous=last)


def _how_many(filling: Filling, noun: str) -> Piece:
    number = filling.random.randint(2, 5)
    filling.invented["项数"] = Decimal(number)
    words = {2: "两"}.get(number, chinese(number))
    other = number + (filling.random.choice((1, -1)) if number > 2 else 1)  # 一个方面 is grammar, not a count
    return Piece(
        words + noun, expected=Expected.SOURCED, source=str(number),
        wrongs=(Wrong("项数不符", ({2: "两"}.get(other) or chinese(other)) + noun),),
    )  # fmt: skip


def _items(filling: Filling) -> list[Piece]:
    chosen = filling.random.sample(_TOPICS, int(filling.invented["项数"]))
    return [Piece("；".join(f"{chinese(index + 1)}是{topic}" for index, topic in enumerate(chosen)))]


# --- the whole sentence ---------------------------------------------------------------------------------------------------


def _assembled(kind: str, pieces: list[Piece]) -> Sentence:
    text, marks = _joined(kind, pieces)
    variants = [variant for index, piece in enumerate(pieces) for variant in _varied(pieces, index, piece)]
    variants += _exchanged(pieces) + _shortened(pieces)
    wrong = [variant for variant in variants if variant.error == "断言不实"]
    return Sentence(
        kind,
        text,
        marks,
        tuple(wrong or variants),
        right=not wrong,
        compared=_compared_marks(pieces),
        pieces=tuple(pieces),
    )


def _compared_marks(pieces: Sequence[Piece]) -> tuple[int, ...]:
    marked = [piece for piece in pieces if piece.expected is not None]
    if any(piece.claim or (piece.compares and piece.value is not None) for piece in marked):
        return ()
    compared = [index for index, piece in enumerate(marked) if piece.compares]
    rates = sum(marked[index].unit == "%" for index in compared)
    # A change in number and in percent bear each other out, even without last year's figures.
    return () if 0 < rates < len(compared) else tuple(compared)


def _joined(kind: str, pieces: Sequence[Piece]) -> tuple[str, tuple[Mark, ...]]:
    text, marks = "", []
    for piece in pieces:
        text += piece.lead
        if piece.expected is not None:
            marks.append(Mark(len(text), len(text) + len(piece.text), piece.expected, kind, piece.claim))
        text += piece.text
    return text, tuple(marks)


def _replaced(pieces: Sequence[Piece], new: Mapping[int, tuple[str, str]]) -> tuple[str, int, int]:
    """The text with some pieces (lead, text) replaced, and the span of the first of them, its lead left out."""
    text, start, end = "", 0, 0
    for index, piece in enumerate(pieces):
        lead, words = new.get(index, (piece.lead, piece.text))
        text += lead
        if index == min(new):
            start, end = len(text), len(text) + len(words)
        text += words
    return text, start, end


def _varied(pieces: Sequence[Piece], index: int, piece: Piece) -> list[Variant]:
    found = []
    for wrong in piece.wrongs:
        if wrong.error == "年份不对" and "月" not in wrong.text and not _all_moved(pieces):
            continue
        new = {index: (wrong.lead, wrong.text)}
        found.append(Variant(wrong.error, *_replaced(pieces, new), wrong.collides, new))
    return found


def _all_moved(pieces: Sequence[Piece]) -> bool:
    """Whether every counted value differs from last year's, so that last year's date makes the sentence false."""
    counted = [piece for piece in pieces if piece.value is not None]
    return bool(counted) and all(any(w.error == "上年的数" for w in piece.wrongs) for piece in counted)


def _exchanged(pieces: Sequence[Piece]) -> list[Variant]:
    """Neighbouring figures of one unit exchanged, where neither fits the other's place."""
    at = [index for index, piece in enumerate(pieces) if piece.value is not None and piece.say is not None]
    found = []
    for one, two in pairwise(at):
        a, b = pieces[one], pieces[two]
        if a.say is None or b.say is None or a.value is None or b.value is None:
            continue
        if a.unit == b.unit and a.value not in b.readings and b.value not in a.readings:
            new = {one: (a.lead, a.say(b.value)), two: (b.lead, b.say(a.value))}
            found.append(Variant("邻近两数互换", *_replaced(pieces, new), collides=True, changed=new))
    return found


def _shortened(pieces: Sequence[Piece]) -> list[Variant]:
    """A part left out of a list that says it is complete."""
    if not any(piece.droppable for piece in pieces):
        return []
    text = "".join(piece.lead + piece.text for piece in pieces if not piece.droppable)
    return [Variant("漏一项", text, 0, len(text))]
