"""A sentence's pieces to annotated expressions, in the format of the annotated reports (``NAME.gold.jsonl``).

An expression is a figure or exempt. A figure has its ``value``, ``unit``, ``qualifier``, ``direction`` and ``source``; ``mN`` in
a source is the file's N-th line from nought. What a slip made wrong is ``contradicted`` or ``unsupported``, and has ``error``
(the kind of slip) and ``right`` (as it should read) besides. Beside a slip the same sentence's other figures may be objected to.
Every line has ``phrase``, the kind of sentence that it stands in.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

from agent.forms import Form
from eval.cases import Expected
from eval.generation.numbers import plain
from eval.generation.quantities import keyed
from eval.generation.sentences import Sentence, Variant
from eval.generation.slots import Piece
from eval.sets.written import value_and_unit

Record = dict[str, Any]
UNSOURCED = "无依据"
FURNITURE = "标题和序号"

_QUALIFIERS = {
    "近": "nearly",
    "将近": "nearly",
    "约": "about",
    "大约": "about",
    "超": "over",
    "超过": "over",
    "逾": "over",
}
_DIRECTIONS = dict.fromkeys(("增长", "上升", "增加", "提高", "多"), "up")
_DIRECTIONS |= dict.fromkeys(("下降", "减少", "回落", "少"), "down")
_REASONS = {
    "8 日期和时期": "date", "8 文号": "document_number", "8 法律条款": "article", "8 联系方式": "contact", "8 热线": "contact",
    "8 固定用语": "fixed_phrase", "8 时限": "deadline", "8 序号": "ordinal",
}  # fmt: skip
_DATE = re.compile(r"\d{4}年(?:\d|$|度)?")
_COMPARING = re.compile(r"( (?:==|!=|>=|<=|>|<|and) )")
_PERIOD = re.compile(r".+[至—].+")


@dataclass(frozen=True, slots=True)
class _Shown:
    """One labelled piece as it stands in the text; ``wrong``: it was changed by the slip."""

    piece: Piece
    start: int
    lead: str
    text: str
    after: str
    wrong: bool

    @property
    def end(self) -> int:
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class Annotated:
    """Of one sentence: its figures and exempt expressions, and its claims, both in text order."""

    figures: tuple[Record, ...]
    claims: tuple[Record, ...]


def annotated(
    sentence: Sentence, at: int, first: int, form: Form, variant: Variant | None = None
) -> Annotated:
    """``at`` is where the sentence begins in its text, ``first`` the line of the file that its first expression gets."""
    shown = _shown(sentence, at, variant)
    counted = [each for each in shown if not each.piece.claim]
    lines = {id(each.piece): first + number for number, each in enumerate(counted)}
    figures = [_record(each, counted, lines, sentence.kind, variant, form) for each in counted]
    claims = [_claim(each, variant, form, sentence.kind) for each in shown if each.piece.claim]
    return Annotated(tuple(figures), tuple(claims))


def exempt(start: int, text: str, reason: str, phrase: str = FURNITURE) -> Record:
    """An expression that is no statistic."""
    place = {"start": start, "end": start + len(text), "text": text}
    return place | {"class": "exempt", "reason": reason, "expected": "exempt", "phrase": phrase}


def _shown(sentence: Sentence, at: int, variant: Variant | None) -> list[_Shown]:
    """The labelled pieces with their places; those that a slip left out are not there."""
    changed: Mapping[int, tuple[str, str]] = variant.changed if variant else {}
    dropped = variant is not None and variant.error == "漏一项"
    found: list[_Shown] = []
    for index, piece in enumerate(sentence.pieces):
        if dropped and piece.droppable:
            continue
        lead, text = changed.get(index, (piece.lead, piece.text))
        if found and not found[-1].after:
            found[-1] = replace(found[-1], after=(lead + text)[:2])
        at += len(lead)
        if piece.expected is not None:
            found.append(_Shown(piece, at, lead, text, "", index in changed))
        at += len(text)
    return found


def _record(
    each: _Shown,
    beside: Sequence[_Shown],
    lines: Mapping[int, int],
    kind: str,
    variant: Variant | None,
    form: Form,
) -> Record:
    if each.piece.expected is Expected.EXEMPT and not each.wrong:
        return exempt(each.start, each.text, _reason(each.text, kind), kind)
    value, unit = _value(each.text)
    record: Record = {
        "start": each.start,
        "end": each.end,
        "text": each.text,
        "class": "figure",
        "value": value,
    }
    record |= {"unit": unit, "qualifier": _qualifier(each), "direction": _DIRECTIONS.get(each.lead)}
    record["source"] = _source(each.piece, beside, lines, form)
    return record | _verdict(each, record["source"]["kind"], variant) | {"phrase": kind}


def _verdict(each: _Shown, source: str, variant: Variant | None) -> Record:
    if variant is not None and variant.error == "年份不对":
        # Under last year's date every figure of the sentence is wrong, or the date is.
        return _misdated(each, variant)
    if each.wrong and variant is not None:
        right = each.piece.lead + each.piece.text if each.lead != each.piece.lead else each.piece.text
        return {
            "expected": "contradicted",
            "also_ok": ["unsupported"],
            "error": variant.error,
            "right": right,
        }
    if each.piece.expected is Expected.UNSOURCED:
        return {"expected": "unsupported", "also_ok": ["contradicted"], "error": UNSOURCED}
    passes = ["consistent", "verified"] if source == "internal" else ["verified", "consistent"]
    # Beside a slip it is not certain which of the sentence's figures somebody objects to.
    also = [passes[1], *(("contradicted", "unsupported") if variant else ())]
    return {"expected": passes[0], "also_ok": also}


def _misdated(each: _Shown, variant: Variant) -> Record:
    also = ["unsupported", "verified", "consistent", "exempt"]
    known = {"error": variant.error, "right": each.piece.text} if each.wrong else {}
    return {"expected": "contradicted", "also_ok": also, **known}


def _claim(each: _Shown, variant: Variant | None, form: Form, kind: str) -> Record:
    holds = variant is None or variant.error != "断言不实"
    record: Record = {"start": each.start, "end": each.end, "text": each.text, "kind": "claim"}
    record |= {"expr": _condition(each.piece.source, form), "holds": holds, "note": "", "phrase": kind}
    return record if holds or variant is None else record | {"error": variant.error}


def _value(text: str) -> tuple[str, str]:
    """The value and the unit; the text's own words where it is no number (a notice's number made wrong)."""
    try:
        value, unit = value_and_unit(text)
    except ValueError:
        return text, ""
    return plain(value), unit


def _qualifier(each: _Shown) -> str | None:
    if "余" in each.text or "多" in each.text:
        return "over"
    return "about" if each.after.startswith("左右") else _QUALIFIERS.get(each.lead)


def _reason(text: str, kind: str) -> str:
    if _PERIOD.fullmatch(text) and "年" in text:
        return "period"
    return "date" if _DATE.match(text) else _REASONS.get(kind, "fixed_phrase")


# --- what bears a figure out ----------------------------------------------------------------------------------------


def _source(piece: Piece, beside: Sequence[_Shown], lines: Mapping[int, int], form: Form) -> Record:
    kind = _kind(piece)
    expression = _among(piece, beside, lines) if piece.within else _leaves(piece.source, form)
    return {"kind": kind, "expr": expression, "note": ""}


def _leaves(expression: str, form: Form) -> str:
    """The same with nothing but the form's own cells in it: 法人或其他组织 is a heading, and no cell."""
    return str(form.parse(expression)) if expression else ""


def _condition(condition: str, form: Form) -> str:
    terms = _COMPARING.split(condition)
    return "".join(term if number % 2 else _leaves(term, form) for number, term in enumerate(terms))


def _kind(piece: Piece) -> str:
    if piece.within:
        return "internal"
    if piece.expected is Expected.EXEMPT:
        return "period" if "年" in piece.text else "notice"
    if not piece.source:
        return "external"
    if "prev." in piece.source:
        return "previous"
    if piece.source.isdecimal():
        return "count"
    return "fact" if piece.source.startswith("fact(") else "table"


def _among(piece: Piece, beside: Sequence[_Shown], lines: Mapping[int, int]) -> str:
    """The arithmetic of the sentence's own numbers: a total is its parts, a part is its total without the others."""
    want = Counter(piece.within)
    made = {
        lines[id(each.piece)]: Counter(each.piece.within)
        for each in beside
        if each.piece.within and each.piece is not piece
    }
    if parts := _adding_up(want, made):
        return _sum(parts)
    for line, names in made.items():
        others = {other: own for other, own in made.items() if other != line}
        if want == Counter({name: 2 * count for name, count in names.items()}):
            return f"2 * m{line}"
        if names == Counter({name: 2 * count for name, count in want.items()}):
            return f"m{line} / 2"
        if want < names and (rest := _adding_up(names - want, others, least=1)):
            return _without(line, rest)
    return _cut(piece, beside, lines)


def _adding_up(want: Counter[str], made: Mapping[int, Counter[str]], least: int = 2) -> tuple[int, ...]:
    """The fewest lines that come to it together; none where none do."""
    for size in range(least, len(made) + 1):
        for chosen in combinations(made, size):
            if sum((made[line] for line in chosen), Counter()) == want:
                return chosen
    return ()


def _sum(parts: Sequence[int]) -> str:
    return " + ".join(f"m{line}" for line in parts)


def _cut(piece: Piece, beside: Sequence[_Shown], lines: Mapping[int, int]) -> str:
    """A part of a quantity that the sentence quotes; "" where it quotes none."""
    name = piece.within[0].partition("/")[0]
    if "/" not in piece.within[0]:
        return ""
    wholes = [each for each in beside if each.piece.source == keyed(name)]
    others = [lines[id(each.piece)] for each in beside if each.piece.within and each.piece is not piece]
    return _without(lines[id(wholes[0].piece)], others) if wholes else ""


def _without(whole: int, others: Sequence[int]) -> str:
    if not others:
        return f"m{whole}"
    return f"m{whole} - ({_sum(others)})" if len(others) > 1 else f"m{whole} - {_sum(others)}"
