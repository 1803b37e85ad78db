"""One reference, ``{{requests.new.total|件}}``: what it speaks of, and how that is written.

Grammar only: whether a cell exists, and what it holds, is asked when it is said (:mod:`agent.drafting.saying`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from agent.drafting.formats import PLAIN, Writing, writing
from agent.errors import ExpressionError
from agent.forms.expressions import parse

# No sentence needs a longer reference; the bound keeps a hostile one from nesting without end.
LONGEST = 4000
NAMES = frozenset(
    {
        "title", "unit", "unit.short", "we", "whole", "period",
        "form.authority", "form.authority_title", "form.notice", "form.report", "form.contents",
        "contact.office", "contact.address", "contact.postcode", "contact.telephone", "contact.fax", "contact.email",
    }
)  # fmt: skip

QUOTED = re.compile(r'"[^"]*"')
_YEAR = re.compile(r"year(?:\s*([+-])\s*(\d{1,2}))?")
_CHANGE = re.compile(r"change\((.*)\)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Word:
    """A reference to a name or a word: ``unit``, ``period``, ``form.authority``."""

    name: str


@dataclass(frozen=True, slots=True)
class Year:
    """The report's year, ``shift`` years later."""

    shift: int = 0


@dataclass(frozen=True, slots=True)
class Change:
    """How the value of an expression differs from the same expression a year earlier."""

    expression: str


@dataclass(frozen=True, slots=True)
class Amount:
    """The value of an expression over cells and facts."""

    expression: str


Subject = Word | Year | Change | Amount


@dataclass(frozen=True, slots=True)
class Reference:
    """One ``{{…}}``: what it speaks of, and how that is written. ``source`` is what stands between the braces."""

    source: str
    subject: Subject
    formats: tuple[str, ...] = ()
    writing: Writing = PLAIN


def reference(source: str) -> Reference:
    """Read what stands between the braces; ``ExpressionError`` where it is no reference."""
    if len(source) > LONGEST:
        raise ExpressionError(f"引用“{source[:20]}…”太长")
    inner, *formats = (piece.strip() for piece in split_outside_quotes(source, re.compile(r"\|")))
    subject = _subject(inner)
    if formats and isinstance(subject, Word | Year):
        raise ExpressionError(f"引用“{inner}”不是数，后面不能写格式")
    understood = writing(source, formats, change=isinstance(subject, Change))
    return Reference(source, subject, tuple(formats), understood)


def split_outside_quotes(text: str, separator: "re.Pattern[str]") -> Iterator[str]:
    """The pieces of a text between separators that stand in no quotation marks."""
    masked = QUOTED.sub(lambda match: "\0" * len(match[0]), text)
    at = 0
    for match in separator.finditer(masked):
        yield text[at : match.start()]
        at = match.end()
    yield text[at:]


def _subject(inner: str) -> Subject:
    if inner in NAMES:
        return Word(inner)
    if match := _YEAR.fullmatch(inner):
        return Year(int(match[1] + match[2]) if match[1] else 0)
    if match := _CHANGE.fullmatch(inner):
        return Change(_arithmetic(match[1]))
    return Amount(_arithmetic(inner))


def _arithmetic(text: str) -> str:
    try:
        parse(text)
    except RecursionError as error:
        raise ExpressionError("算式嵌套太深") from error
    return text.strip()
