"""References: how a sentence quotes a figure without holding its digits.

::

    {{requests.new.total|件}}                                   8件
    {{requests.granted.total / requests.closed.total|percent:1}}  62.5%
    {{procurement.amount|万元}}                                  2117.4299万元 (from 元, the cell's own unit)
    {{requests.new.total|万:1}}                                  1.2万
    {{decisions.licensing.change|绝对值|项}}                       649项 (from -649)
    {{change(requests.new.total)}}                              比上年增长12.5% · 比上年下降8.3% · 与上年持平
    {{change(requests.new.total)|同比|件}}                        同比增加3件
    {{change(requests.new.total)|只写增减}}                       增长12.5% · 下降8.3% · 持平
    {{fact("在线访谈解答问题")|带单位}}                              1000余个 (with the fact's own qualifier and unit)
    {{year}} {{year-1}} {{unit}} {{unit.short}} {{we}} {{period}} {{form.authority}} {{contact.telephone}}

A :class:`Template` is a text with such references, parsed once. Here is the grammar only: whether a cell exists, and what it
holds, is asked when the template is realised (:mod:`agent.drafting.realising`).
"""

import re
from dataclasses import dataclass
from functools import lru_cache

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
COMPARISONS = ("比上年", "较上年", "同比", "只写增减")

_REFERENCE = re.compile(r'\{\{((?:[^{}"]|"[^"]*")*)\}\}')
_PIPE = re.compile(r'\|(?=(?:[^"]*"[^"]*")*[^"]*$)')
_YEAR = re.compile(r"year(?:\s*([+-])\s*(\d{1,2}))?")
_CHANGE = re.compile(r"change\((.*)\)", re.DOTALL)
_FORMAT = re.compile(r"percent:[0-6]|万:[0-6]|[\u4e00-\u9fff]{1,8}|%")


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


@dataclass(frozen=True, slots=True)
class Template:
    """A text with references: literal text and references in order. ``source`` is the text as written."""

    source: str
    tokens: tuple[str | Reference, ...]

    @classmethod
    def of(cls, source: str) -> "Template":
        """Parse a text; ``ExpressionError`` says which reference is none. Keys are not looked up."""
        return _template(source)

    @property
    def references(self) -> tuple[Reference, ...]:
        """The references, left to right."""
        return tuple(token for token in self.tokens if isinstance(token, Reference))

    @property
    def literal(self) -> str:
        """What stands outside the references."""
        return "".join(token for token in self.tokens if isinstance(token, str))


@lru_cache(maxsize=4096)
def _template(source: str) -> Template:
    tokens: list[str | Reference] = []
    at = 0
    for match in _REFERENCE.finditer(source):
        tokens += [source[at : match.start()], reference(match[1])]
        at = match.end()
    tokens.append(source[at:])
    kept = tuple(token for token in tokens if token)
    for token in kept:
        if isinstance(token, str) and ("{{" in token or "}}" in token):
            raise ExpressionError(f"“{token[:40]}”里的花括号不成对")
    return Template(source, kept)


def reference(source: str) -> Reference:
    """Read what stands between the braces; ``ExpressionError`` where it is no reference."""
    if len(source) > LONGEST:
        raise ExpressionError(f"引用“{source[:20]}…”太长")
    inner, *formats = (piece.strip() for piece in _PIPE.split(source))
    for name in formats:
        if not _FORMAT.fullmatch(name):
            raise ExpressionError(f"引用“{source}”的格式“{name}”看不懂")
    return Reference(source, _subject(inner), tuple(formats))


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
