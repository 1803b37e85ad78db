"""Figures that a writer typed itself, though it was to refer to them: made references where they verify, else objected to.

A number counts as typed where a digit of it stands outside the references. What verifies and can be written as a reference
becomes one, so that it follows its cell from then on. Numbers that are no statistics (dates, numbers of articles and documents,
telephone numbers) are let through only where the material or the phrase files have them too: a date that nobody gave is as
made up as a figure.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from agent.drafting.quoting import Piece, reference_of, spliced
from agent.drafting.realising import Quoted
from agent.drafting.setting import Setting
from agent.verify.answer import Judged, Verdict

_CHINESE = "〇零一二两三四五六七八九十"
_FORMAL = "壹贰貳叁參肆伍陆陸柒捌玖拾佰仟"
_YEAR = re.compile("20[0-9]{2}")
_LAST_YEAR = ("上年", "去年", "上一年", "上年度", "前年")
# A number in characters without a unit, which the verifier does not take for one: 年份二千零二十.
_IN_CHARACTERS = re.compile("[〇零一二两三四五六七八九十百千万亿]{2,}")
_BEFORE_ITEM = ("", *"。；：，、！？:;,")
_ARABIC = re.compile("[0-9０-９]")
# What stands in the phrase files and is never said: references, conditions, comments.
_NOT_SAID = re.compile(r"\{\{.*?\}\}|\bwhen: *(?:\[[^\]]*\]|[^,}\n]*)|#.*")
# Kinds of number that may be typed where they are words rather than figures: 一是, 第一, 三审三校.
_WORDS = frozenset({"list_marker", "ordinal", "fixed_phrase", "article", "time_limit"})


@dataclass(frozen=True, slots=True)
class Typed:
    """A number that a writer typed and that may not stay: what stands there, half-open, why not, and what to do."""

    start: int
    end: int
    text: str
    reason: str
    mend: str


@dataclass(frozen=True, slots=True)
class Resolved:
    """``template`` with the typed figures that verify as references; ``typed`` are the others."""

    template: str
    typed: tuple[Typed, ...] = ()


def resolved(
    text: str,
    template: str,
    spans: Sequence[Quoted],
    figures: Sequence[Judged],
    setting: Setting,
    material: str,
) -> Resolved:
    """One sentence: ``text`` as ``template`` realises, its references' ``spans``, what the verifier says of its figures.

    ``material`` is everything that the writer was given in words. A template with blocks keeps its typed figures as objections:
    they cannot be told from the alternatives that are not said now.
    """
    pieces: list[Piece] = []
    typed: list[Typed] = []
    for item in figures:
        if _quoted(item, spans):
            continue
        exempt = item.verdict is Verdict.EXEMPT and not (_circled(text, item) or _of_last_year(text, item))
        if _counts_the_text(item) or (exempt and _known(item, material)):
            continue
        piece = None if "{{if" in template.replace(" ", "") else reference_of(text, item, setting)
        if piece is not None and not any(_overlap(piece, span) for span in spans):
            pieces.append(piece)
        elif not item.verdict.objects:  # those are objected to as they stand
            typed.append(_why(item))
    typed += _unseen(text, spans, figures)
    if not pieces:
        return Resolved(template, tuple(typed))
    kept = [Piece(span.start, span.end, span.reference) for span in spans]
    return Resolved(spliced(text, sorted([*kept, *pieces], key=lambda piece: piece.start)), tuple(typed))


def unproved(text: str, figures: Sequence[Judged], material: str) -> Iterator[Typed]:
    """The numbers of a text that is no part of the report, and that nobody may rely on though the verifier does not object.

    What is in the text by itself only, what looks like no statistic and was given by nobody, what cannot be read.
    """
    for item in figures:
        exempt = item.verdict is Verdict.EXEMPT and (_circled(text, item) or not _known(item, material))
        if exempt or item.verdict is Verdict.CONSISTENT:
            yield _why(item)
    yield from _unseen(text, (), figures)


def _quoted(item: Judged, spans: Sequence[Quoted]) -> bool:
    """Whether every digit of a number comes out of references."""
    digits = [at for at, letter in enumerate(item.text, item.start) if _digit(letter)]
    return bool(digits) and all(any(span.start <= at < span.end for span in spans) for at in digits)


def _digit(letter: str) -> bool:
    return bool(_ARABIC.match(letter)) or letter in _CHINESE


def _counts_the_text(item: Judged) -> bool:
    """以下三个方面 before three of them: a count of the text itself, which no cell holds."""
    return item.verdict is Verdict.VERIFIED and (item.expression or "").isdigit()


def _known(item: Judged, material: str) -> bool:
    """Whether a number that is no statistic may be typed: its words are set, or somebody gave it."""
    if item.check in _WORDS and not _ARABIC.search(item.text):
        return True
    if item.check != "date" and _YEAR.fullmatch(item.text):
        return False  # “2021” is in the material only as a part of dates
    return known_in(item.text, material) or known_in(item.text, set_phrases())


def _circled(text: str, item: Judged) -> bool:
    """Whether ⑧ stands where a figure would: it marks an item of a list only at its beginning."""
    return unicodedata.category(item.text[0]) == "No" and text[: item.start].rstrip()[-1:] not in _BEFORE_ITEM


def _of_last_year(text: str, item: Judged) -> bool:
    """上年1月1日: the words are the period's, the year is not."""
    return item.check == "date" and text[: item.start].rstrip().endswith(_LAST_YEAR)


def known_in(number: str, words: str) -> bool:
    """Whether words have a number, not as a part of a longer one."""
    return re.search(rf"(?<![0-9.]){re.escape(number)}(?![0-9]|\.[0-9])", words) is not None


def _why(item: Judged) -> Typed:
    if item.verdict is Verdict.EXEMPT:
        return Typed(
            item.start,
            item.end,
            item.text,
            f"“{item.text}”不在给出的材料里",
            "删去，不要编写日期、文号和号码",
        )
    if item.verdict is Verdict.VERIFIED:
        reason = f"“{item.text}”是直接写的数字，核对得上但不能自动换成引用"
        return Typed(item.start, item.end, item.text, reason, "改用列出的引用")
    reason = f"“{item.text}”只与文中别的数字算得拢，表格和事实里都没有"
    return Typed(item.start, item.end, item.text, reason, "删去，或改用列出的引用")


def _overlap(piece: Piece, span: Quoted) -> bool:
    return piece.start < span.end and span.start < piece.end


def _unseen(text: str, spans: Sequence[Quoted], figures: Sequence[Judged]) -> Iterator[Typed]:
    """Digits that the verifier does not take for numbers: other scripts' digits, 捌件, ⅷ."""
    judged = [(item.start, item.end) for item in figures] + [(span.start, span.end) for span in spans]
    for at, letter in enumerate(text):
        odd = letter in _FORMAL or _ARABIC.match(letter) or (letter not in _OURS and _numeric(letter))
        if odd and not any(start <= at < end for start, end in judged):
            yield Typed(at, at + 1, letter, f"“{letter}”这样的数字核对不了", "改用列出的引用")
    for found in _IN_CHARACTERS.finditer(text):
        inside = any(start < found.end() and found.start() < end for start, end in judged)
        if not inside and _counting(found[0]) and found[0] not in set_phrases():
            reason = f"“{found[0]}”这样的数字核对不了"
            yield Typed(found.start(), found.end(), found[0], reason, "改用列出的引用")


def _counting(characters: str) -> bool:
    """Whether some numerals are a number (八十, 二〇二一) rather than words in a row (一一, 千万)."""
    return len(set(characters)) > 1 and bool(set(characters) & set(_CHINESE))


_OURS = frozenset(_CHINESE + "百千万亿半" + "兆京")


def _numeric(letter: str) -> bool:
    """Whether a character stands for a number anywhere in the world; Chinese words that happen to (廿, 参) do not."""
    if "\u4e00" <= letter <= "\u9fff":
        return False
    return unicodedata.numeric(letter, None) is not None


@cache
def set_phrases() -> str:
    """The phrase files and the forms' own words: what is said in them is no invention."""
    folder = files("agent.drafting").joinpath("phrases")
    entries = sorted(folder.iterdir(), key=lambda each: each.name)
    return _NOT_SAID.sub("", "\n".join(entry.read_text("utf-8") for entry in entries))


def material_of(setting: Setting, *words: str) -> str:
    """Everything with numbers in it that may be repeated: the period, the contact, the facts' names and sources, ``words``."""
    figures = setting.figures
    contact = figures.contact
    form = setting.form
    years = " ".join(
        f"{year}年 {year}年度 {year}年1月1日 {year}年12月31日" for year in (figures.year, figures.year + 1)
    )
    parts = [
        years,
        figures.unit,
        contact.address,
        contact.postcode,
        contact.telephone,
        contact.fax,
        contact.email,
    ]
    parts += [contact.office, *((form.authority, form.authority_title) if form else ())]
    for fact in figures.facts:
        parts += [*fact.names, fact.source, *(part.name for each in fact.breakdowns for part in each.parts)]
    return "\n".join((*parts, *words))


def shifted(items: Sequence[Judged], start: int, end: int) -> list[Judged]:
    """The items inside a stretch of the text, their spans counted from its beginning."""
    return [
        replace(item, start=item.start - start, end=item.end - start)
        for item in items
        if start <= item.start and item.end <= end
    ]
