"""Mends of what is objected to in the text, each tried out before it is offered.

A mend is a manuscript with one stretch of its text in other words. It is :class:`Mended` only where the whole report, realised
and judged again, objects there no more and is nowhere worse than it was; else the answer is one Chinese sentence, why not.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from agent.drafting.manuscript import Lines, Manuscript, Placed, Sentence
from agent.drafting.restating import restated
from agent.drafting.setting import Missing
from agent.drafting.standing import Standing, standing_in
from agent.errors import BadInput, ExpressionError
from agent.forms.expressions import Expression
from agent.verify.answer import Answer, Judged, Verdict
from agent.verify.checks import notices, periods
from agent.workflow.editing import replaced
from agent.workflow.work import Work

_RANK = (Verdict.VERIFIED, Verdict.EXEMPT, Verdict.CONSISTENT, Verdict.UNSUPPORTED, Verdict.CONTRADICTED)
_SETTLED = (Verdict.VERIFIED, Verdict.EXEMPT)
_DIGITS = re.compile("[0-9][0-9,.]*")
_STOP = re.compile("[。！？]+[”’」）]*")
_ACROSS = "这里跨了几句话，请到“起草”里改"


@dataclass(frozen=True)
class Mended:
    """A mend that holds: the manuscript to save, what stood there and what will, and the judged text that comes of it.

    ``verdict`` is what is then said of the figure, None where there is none any more. ``left`` says in Chinese what is still
    objected to there; "" for every mend but a binding, which a person may want all the same.
    """

    manuscript: Manuscript
    before: str
    after: str
    standing: Standing
    verdict: Verdict | None = None
    left: str = ""


Tried = Mended | str


# --- a stretch of the text in other words -------------------------------------------------------------------------


def placed_at(work: Work, start: int, end: int) -> Placed | None:
    """The sentence in which a stretch of the text stands; None where it is in none, or in several."""
    if work.standing is None:
        return None
    found = (each for each in work.standing.realisation.placed if each.start <= start and end <= each.end)
    return next(found, None)


def with_template(work: Work, start: int, end: int, template: str) -> Manuscript | None:
    """The manuscript with a template in place of ``text[start:end]``; None where that is not within one sentence.

    The references around it stay; one that reaches into the stretch becomes words as far as it stands outside. A sentence with
    alternatives keeps the one that is said now. A sentence of which nothing is left goes, and its paragraph with it.
    """
    placed = placed_at(work, start, end)
    if placed is None or work.standing is None or work.manuscript is None:
        return None
    text = work.standing.realisation.narrative.text
    pieces = [
        (span.start, span.end, f"{{{{{span.reference}}}}}")
        for span in work.standing.realisation.spans
        if placed.start <= span.start
        and span.end <= placed.end
        and not (span.start < end and start < span.end)
    ]
    made, at = "", placed.start
    for first, last, words in sorted([*pieces, (start, end, template)]):
        made += text[at:first] + words
        at = last
    made += text[at : placed.end]
    return with_sentence(work.manuscript, placed.sentence, made)


def with_sentence(manuscript: Manuscript, old: Sentence, template: str) -> Manuscript:
    """The manuscript with another template in that very sentence; with "" without it."""

    def sentences(found: Iterable[Sentence]) -> Iterator[Sentence]:
        for each in found:
            if each is not old:
                yield each
            elif template:
                yield replace(each, template=template)

    def paragraphs(found: Sequence[Lines]) -> tuple[Lines, ...]:
        changed = (replace(lines, sentences=tuple(sentences(lines.sentences))) for lines in found)
        return tuple(lines for lines in changed if lines.sentences)

    return Manuscript(
        next(sentences([manuscript.title]), manuscript.title),
        paragraphs(manuscript.introduction),
        tuple(replace(chapter, paragraphs=paragraphs(chapter.paragraphs)) for chapter in manuscript.chapters),
    )


# --- trying one out -----------------------------------------------------------------------------------------------


def tried(work: Work, start: int, end: int, template: str, *, keep: bool = False) -> Tried:
    """The report with a template in place of ``text[start:end]``, where that mends it.

    ``keep``: what is still objected to there is no hindrance, only said.
    """
    manuscript = with_template(work, start, end, template)
    if manuscript is None or work.standing is None:
        return _ACROSS
    return weighed(work, manuscript, start, end, keep=keep)


def weighed(work: Work, manuscript: Manuscript, start: int, end: int, *, keep: bool = False) -> Tried:
    """A manuscript in which only ``text[start:end]`` reads differently, where it holds."""
    if work.standing is None:
        return "还没有正文"
    old = work.standing.realisation.narrative.text
    standing = standing_in(manuscript, work.setting)
    new = standing.realisation.narrative.text
    last = end + len(new) - len(old)
    if last < start or new[:start] != old[:start] or new[last:] != old[end:]:
        return "这样改会带动别的句子，请到“起草”里改"
    if worse := _worse(work.standing.answer, standing.answer, start, end, last):
        return f"这样改了，别处会变成{worse.verdict.label}：“{worse.text}”，{worse.reason}"
    items = [*standing.answer.figures, *standing.answer.claims]
    here = [each for each in items if each.start < last and start < each.end]
    objected = next((each for each in here if each.verdict.objects), None)
    if objected and not keep:
        return f"改了也还是{objected.verdict.label}：{objected.reason}"
    left = f"{objected.verdict.label}：{objected.reason}" if objected else ""
    verdict = here[0].verdict if here else None
    return Mended(manuscript, old[start:end], new[start:last], standing, verdict, left)


def _worse(before: Answer, after: Answer, start: int, end: int, last: int) -> Judged | None:
    """What is judged worse than before outside a stretch that ended at ``end`` and ends at ``last`` now; None for nothing."""
    known = {_place(each, 0): each.verdict for each in _items(before)}
    for each in _items(after):
        if each.start < last and start < each.end:
            continue
        shift = end - last if each.start >= last else 0
        was = known.get(_place(each, shift))
        if was is None and each.verdict.objects:
            return each
        if was is not None and _RANK.index(each.verdict) > _RANK.index(was) and each.verdict.objects:
            return each
    return None


def _items(answer: Answer) -> Iterator[Judged]:
    yield from answer.figures
    yield from answer.claims


def _place(item: Judged, shift: int) -> tuple[int, int]:
    return item.start + shift, item.end + shift


def _first(tries: Iterable[Tried], holds: Callable[[Mended], bool] = lambda _: True) -> Tried:
    """The first that holds; else why the first one didn't, since that is the likeliest."""
    why = ""
    for each in tries:
        if isinstance(each, Mended) and holds(each):
            return each
        if isinstance(each, str):
            why = why or each
    return why


# --- a figure -----------------------------------------------------------------------------------------------------


def expected_value(work: Work, item: Judged) -> Tried:
    """改为应有值: the value that the verifier knows, written as the figure is; held only where the figure is verified then."""
    if not item.verdict.objects or work.judged is None:
        return "这里没有异议"
    text = work.judged.narrative.text
    if item.check == periods.CODE:
        return tried(work, item.start, item.start + 4, "{{year}}")
    if item.check == notices.CODE:
        return tried(work, item.start, item.end, "{{form.authority}}")
    if item.expected is None:
        return _UNKNOWN if item.verdict is Verdict.UNSUPPORTED else _ONE_OF_TWO
    expression = _expression(work, item.expression)
    if expression is None:
        tries = _by_digits(work, text, item)
    else:
        ways = restated(text, item, expression, work.setting)
        tries = (tried(work, way.start, way.end, way.template) for way in ways)
    return _first(tries, lambda mended: mended.verdict in _SETTLED) or _UNWRITABLE


def _by_digits(work: Work, text: str, item: Judged) -> Iterator[Tried]:
    """What the text's own arithmetic expects, as digits, where nothing else in its line is wrong that it was reckoned with."""
    first = text.rfind("\n", 0, item.start)
    last = item.end + len(text[item.end :].partition("\n")[0])
    objected = work.standing.answer.objections if work.standing else ()
    other = next((each for each in objected if first < each.start < last and each != item), None)
    if other is not None:
        yield f"同一段里的“{other.text}”也有异议，先改那一处"
        return
    words = _DIGITS.sub(item.expected or "", item.text, count=1)
    yield tried(work, item.start, item.end, words)


_UNKNOWN = "核对不出应当是哪个数：请绑定到它说的那一格，或补充事实"
_ONE_OF_TWO = "只知道几个数字合不上，不知道是哪一个写错了：请到“起草”里改"
_UNLIKE = "单位不同，或者这里没有写增减的方向，写不成这里的样子"
_UNWRITABLE = "应有值写不成这里的样子：请到“起草”里改这一句"


def bound(work: Work, item: Judged, source: str) -> Tried:
    """绑定到…: the figure as a reference to an expression, written as it was. Where it is still objected to, that is said."""
    expression = _expression(work, source)
    if expression is None or work.judged is None:
        return "没有这样的数"
    value = work.setting.worth(expression)
    if isinstance(value, Missing):
        return f"写不出：{value.reason}"
    ways = list(restated(work.judged.narrative.text, item, expression, work.setting))
    if not ways:
        return _UNLIKE
    settled = _first(tried(work, way.start, way.end, way.template) for way in ways)
    if isinstance(settled, Mended):
        return settled
    return _first(tried(work, way.start, way.end, way.template, keep=True) for way in ways) or settled


def _expression(work: Work, source: str | None) -> Expression | None:
    if source is None:
        return None
    try:
        return work.form.parse(source)
    except ExpressionError:
        return None


# --- a sentence ---------------------------------------------------------------------------------------------------


def sentence_at(work: Work, start: int, end: int) -> tuple[int, int] | None:
    """Where the sentence around a stretch of the text begins and ends, its full stop in it; None where it stands in several."""
    placed = placed_at(work, start, end)
    if placed is None or work.standing is None:
        return None
    text = work.standing.realisation.narrative.text
    ends = [each.end() for each in _STOP.finditer(text, placed.start, placed.end)]
    first = max((each for each in ends if each <= start), default=placed.start)
    last = min((each for each in ends if each >= end and each > first), default=placed.end)
    return first, last


def removed(work: Work, start: int, end: int) -> Tried:
    """删去这句: the sentence around a stretch of the text goes."""
    found = sentence_at(work, start, end)
    return tried(work, *found, "") if found else _ACROSS


def reworded(work: Work, start: int, end: int, words: str) -> Tried:
    """改写: the sentence around a stretch of the text in other words; what is objected to in them is said.

    Figures typed in it follow their cells where they verify.
    """
    found = sentence_at(work, start, end)
    if found is None:
        return _ACROSS
    try:
        manuscript = replaced(work, *found, " ".join(words.split()))
    except BadInput as error:
        return "；".join(str(each) for each in error.problems)
    return weighed(work, manuscript, *found, keep=True)
