"""Which cells and facts a text quotes or says something of, by the verifier's answer."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from agent.drafting.scrutiny.page import Page
from agent.figures import ABSENT, FigureSet
from agent.forms.form import Section, Topic
from agent.verify.answer import Judged, Verdict

_NAMED = re.compile(r'fact\("([^"]+)"(?:, *"[^"]+")?\)|((?:prev\.)?[a-z][a-z_]*(?:\.[a-z_]+)+)')
_FACT = "fact "
_CLOSED = "requests.closed.total"
_CARRIED_OUT = "requests.carried_out.total"
# How a headline figure is spoken of, by how its names begin.
_SPOKEN = (
    ("requests.new", re.compile("申请")),
    ("requests.closed", re.compile("办结|答复")),
    ("requests.carried", re.compile("结转")),
    ("review", re.compile("复议")),
    ("litigation", re.compile("诉讼")),
    ("", re.compile("费")),
)
_NOTHING = re.compile("未|没有|无|零|(?<![0-9.])0")
# The rows of what became of the applications, which 办结 is the total of.
_RESULT = re.compile(
    r"requests\.(?:granted|partial|(?:refused|unavailable|declined|other_handling)(?:\.[a-z_]+)?)\.total"
)
_ALL_CLOSED = re.compile("(?:全部|均|都|已)[^，。；]{0,12}(?:办结|答复|办理完毕|处理完毕)")
_ONLY_CLOSED = re.compile("予以公开|部分公开|不予公开|无法提供|不予处理|办结|答复")


@dataclass(frozen=True, slots=True)
class Headline:
    """A figure that the form wants quoted: its cells (or one fact), its name in Chinese and its value."""

    section: Section
    topic: Topic
    names: frozenset[str]
    label: str
    value: Decimal


def headlines(page: Page) -> Iterator[Headline]:
    """The figures that the wanted topics must quote and that are known, in the form's order."""
    for section, topic in page.required():
        for key in topic.figures:
            cells = page.form.expand(key) or ()
            value = _worth(page.figures, cells)
            if value is not None:
                yield Headline(section, topic, frozenset(cells), _short(page, key), value)
        for name in topic.facts:
            fact = page.figures.fact(name)
            if fact is not None and fact.value is not None:
                yield Headline(section, topic, frozenset({_FACT + fact.name}), name, fact.value)


def quoted(page: Page, headline: Headline) -> bool:
    """Whether a figure of the text is this one, right or wrong, or a claim speaks of it.

    A wrong one is the verifier's to object to; that it is missing besides would be untrue.
    """
    return (
        any(_names(item) == headline.names for item in _figures(page))
        or any(headline.names <= _names(item) for item in page.answer.claims)
        or (_CLOSED in headline.names and _all_closed(page, headline))
    )


def denied(page: Page, headline: Headline) -> bool:
    """Whether a sentence says in other words that a figure is zero, or others that are quoted leave nothing for it."""
    word = next((known for start, known in _SPOKEN if any(name.startswith(start) for name in headline.names)))
    for said in page.sentences:
        if word.search(said.text) and _NOTHING.search(said.text):
            return True
    return _nothing_left(page, headline)


def _nothing_left(page: Page, headline: Headline) -> bool:
    """Nothing received is nothing closed and nothing carried out; all carried out is nothing closed, and the other way round."""
    if _CLOSED not in headline.names and _CARRIED_OUT not in headline.names:
        return False
    received = _worth(page.figures, ("requests.new.total", "requests.carried_in.total"))
    besides = _CARRIED_OUT if _CLOSED in headline.names else _CLOSED
    stated = any(_names(item) == {besides} for item in _figures(page))
    return received == 0 or (stated and page.figures.get(besides) == received)


def _all_closed(page: Page, headline: Headline) -> bool:
    """全部办结, the result of the only one, or every result quoted: the results that are quoted make the total."""
    said = _ONLY_CLOSED if headline.value == 1 else _ALL_CLOSED
    if any(said.search(paragraph.text) for paragraph in page.prose(headline.section)):
        return True
    results = {cell for item in _figures(page) for cell in _names(item) if _RESULT.fullmatch(cell)}
    return _worth(page.figures, tuple(sorted(results))) == headline.value


def _figures(page: Page) -> Iterator[Judged]:
    return (item for item in page.answer.figures if item.verdict is not Verdict.EXEMPT)


def _names(item: Judged) -> frozenset[str]:
    """The cells and facts of an item's expression; last year's keep their prefix."""
    found = _NAMED.findall(item.expression or "")
    return frozenset(_FACT + fact if fact else cell for fact, cell in found)


def _worth(figures: FigureSet, cells: tuple[str, ...]) -> Decimal | None:
    values = [figures.get(cell) for cell in cells]
    known = [value for value in values if value is not ABSENT]
    return sum(known, Decimal(0)) if known and len(known) == len(values) else None


def _short(page: Page, key: str) -> str:
    """本年新收政府信息公开申请数量, 行政复议: the row's label, or the column's group for a table of columns only."""
    cell = page.form.by_key.get(key)
    label = cell.row or cell.column if cell else page.form.groups[key].label
    named = re.sub(r"^[一二三四五六七八九十]+、|（[^（）]*）|·?总计$", "", label)
    return named or ("办结总数" if ".closed" in key else label)
