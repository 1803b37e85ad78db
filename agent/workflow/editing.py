"""Editing by hand: a part of the report as somebody types it, judged in its place, and made into sentences with references.

A part's text has a paragraph a line. What is typed stays as it was typed, but for what no reader sees: blank lines, invisible
characters, and tabs, which are a blank. The title is a part like any other; an empty one is the official title again.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from agent.drafting.authoring import lines_of, with_part
from agent.drafting.brief import Part
from agent.drafting.manuscript import Lines, Manuscript, Sentence
from agent.drafting.partwise import TITLE, manuscript_of
from agent.drafting.rewording import Known, reworded
from agent.errors import BadInput, Problem
from agent.verify.answer import Answer, Judged
from agent.verify.judging import judge
from agent.verify.waiving import apply
from agent.workflow.saving import part_record
from agent.workflow.work import Work

TITLE_PART = Part(TITLE, title="标题")
LONGEST = 60_000
_BREAKS = "\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
_UNSEEN = ("Cf", "Cc", "Cs", "Cn", "Mn", "Me")
_BRACES = ("{{", "}}")
# A sentence that only marks a part's place; it is known again by itself, whatever anybody typed elsewhere.
_MARK = "此处"


@dataclass(frozen=True, slots=True)
class JudgedPart:
    """A part as typed and what the verifier says of it in its place; spans of ``answer`` are over ``text`` as typed."""

    text: str
    answer: Answer


@dataclass(frozen=True, slots=True)
class Frame:
    """A part in its report: the report's text before it and after it, and what the part reads as now ("" where nothing)."""

    before: str
    text: str
    after: str


# --- where a part stands ------------------------------------------------------------------------------------------


def editable(work: Work) -> tuple[Part, ...]:
    """Every part that can be edited by hand, the title first."""
    return (TITLE_PART, *work.parts)


def lines_in(work: Work, part: Part) -> tuple[Lines, ...]:
    """What stands in a part; the title is one line."""
    if part.section != TITLE:
        return work.lines(part)
    return (Lines((work.manuscript.title if work.manuscript else Sentence("{{title}}"),)),)


def frame(work: Work, part: Part) -> Frame:
    """A part in its place. One in which nothing stands is framed as it will be, under the heading that it will get."""
    spans = stretches(work)
    if part in spans and work.judged is not None:
        start, end = spans[part]
        text = work.judged.narrative.text
        return Frame(text[:start], text[start:end], text[end:])
    manuscript = _manuscript(work, part, (Lines((Sentence(_MARK),), topic=part.topic),))
    mark = _mark_of(manuscript, part)
    read = manuscript.realise_in(work.setting)
    at = next(each for each in read.placed if each.sentence is mark)
    return Frame(read.narrative.text[: at.start], "", read.narrative.text[at.end :])


def _mark_of(manuscript: Manuscript, part: Part) -> Sentence:
    """The sentence that marks the part's place."""
    if part.section == TITLE:
        return manuscript.title
    return lines_of(manuscript, part)[0].sentences[0]


def stretches(work: Work) -> dict[Part, tuple[int, int]]:
    """Where each part that says something stands in ``work.judged.narrative.text``, half-open."""
    if work.manuscript is None or work.standing is None:
        return {}
    owner = {
        id(sentence): part
        for part in editable(work)
        for lines in lines_in(work, part)
        for sentence in lines.sentences
    }
    found: dict[Part, tuple[int, int]] = {}
    for placed in work.standing.realisation.placed:
        part = owner.get(id(placed.sentence))
        if part is not None:
            start, _ = found.get(part, (placed.start, 0))
            found[part] = (start, placed.end)
    return found


def _manuscript(work: Work, part: Part, lines: Sequence[Lines]) -> Manuscript:
    """The whole prose with other paragraphs in a part, as it is once they are saved."""
    records = dict(work.contents.sections)
    records[part.id] = part_record(work, part, lines)
    made = manuscript_of({key: value for key, value in records.items() if value is not None}, work.form)
    return made or Manuscript(Sentence("{{title}}"), (), ())


# --- what is typed ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Clean:
    """A typed text without what no reader sees; character ``i`` of it was typed at ``places[i]``."""

    text: str
    places: Sequence[int]

    @classmethod
    def of(cls, typed: str) -> "_Clean":
        lines: list[list[tuple[str, int]]] = [[]]
        for at, letter in enumerate(typed):
            if letter in _BREAKS:
                lines.append([])
            elif letter == "\t":
                lines[-1].append((" ", at))
            elif unicodedata.category(letter) not in _UNSEEN:
                lines[-1].append((letter, at))
        letters: list[tuple[str, int]] = []
        for line in lines:
            if any(not letter.isspace() for letter, _ in line):
                letters += [*([("\n", line[0][1])] if letters else []), *line]
        return cls("".join(letter for letter, _ in letters), [at for _, at in letters])

    def back(self, item: Judged, typed: str) -> Judged:
        """An item over the text as typed."""
        start, end = self.places[item.start], self.places[item.end - 1] + 1
        return replace(item, start=start, end=end, text=typed[start:end])


def as_read(text: str) -> str:
    """A typed text as it is kept and read."""
    return _Clean.of(text).text


def judged_part(work: Work, part: Part, text: str, framed: Frame | None = None) -> JudgedPart:
    """What the verifier says of a part as typed, in its place in the report; ``framed`` spares looking for the place again."""
    clean = _Clean.of(text)
    answer = _judged(work, framed or frame(work, part), clean.text)
    return JudgedPart(
        text,
        Answer(
            tuple(clean.back(item, text) for item in answer.figures),
            tuple(clean.back(item, text) for item in answer.claims),
        ),
    )


def _judged(work: Work, framed: Frame, text: str) -> Answer:
    """The report with this text in the part's place is judged, and what people keep marked; what is said of the part is given."""
    whole = f"{framed.before}{text}{framed.after}"
    answer = judge(whole, work.form, work.figures, work.setting.previous)
    if work.waivers:
        answer = apply(answer, whole, work.form, work.waivers)
    start, end = len(framed.before), len(framed.before) + len(text)
    return Answer(_within(answer.figures, whole, start, end), _within(answer.claims, whole, start, end))


def _within(items: Sequence[Judged], whole: str, start: int, end: int) -> tuple[Judged, ...]:
    """The items of a stretch, spans from its beginning; one that runs on beyond it is cut, not lost."""
    cut = ((item, max(item.start, start), min(item.end, end)) for item in items)
    return tuple(
        replace(item, start=first - start, end=last - start, text=whole[first:last])
        for item, first, last in cut
        if first < last
    )


# --- what is kept of it -------------------------------------------------------------------------------------------


def edited(work: Work, part: Part, text: str) -> tuple[Lines, ...]:
    """The part's paragraphs as typed, a line each; none for a blank text.

    Sentences that read as before keep what they had, typed figures are references where they verify in their place, the rest
    stays as typed. ``BadInput`` for what looks like a reference, and for a title of several lines.
    """
    clean = as_read(text)
    _check(part, clean)
    framed = frame(work, part)
    before = Known(framed.text, _judged(work, framed, framed.text).figures)
    typed = Known(clean, _judged(work, framed, clean).figures)
    return reworded(lines_in(work, part), before, typed, work.setting, part.topic)


def _check(part: Part, text: str) -> None:
    problems = []
    lines = text.split("\n")
    for number, line in enumerate(lines, 1):
        at = min((line.find(each) for each in _BRACES if each in line), default=-1)
        if at >= 0:
            what = f"“{line[max(0, at - 6) : at + 12]}”里连着两个花括号，这里用来引用数字，不能写在正文里"
            problems.append(Problem(what, f"{part.title} 第{number}段", "去掉花括号，数字直接写"))
    if part.section == TITLE and len(lines) > 1:
        problems.append(Problem(f"标题有{len(lines)}行", part.title, "写成一行"))
    if len(text) > LONGEST:
        problems.append(Problem(f"“{part.title}”有{len(text)}字", "", f"最多{LONGEST}字"))
    if problems:
        raise BadInput(problems)


def replaced(work: Work, start: int, end: int, words: str) -> Manuscript:
    """The report's prose with ``words`` in place of a half-open stretch of ``work.judged.narrative.text``.

    ``BadInput`` where the stretch is not within one part: numbered headings are the form's.
    """
    for part, (first, last) in stretches(work).items():
        if first <= start <= end <= last and work.manuscript is not None and work.judged is not None:
            text = work.judged.narrative.text[first:last]
            lines = edited(work, part, text[: start - first] + words + text[end - first :])
            return _with(work.manuscript, part, lines)
    raise BadInput([Problem("这几个字不在可以改的正文里", "", "在起草页点“修改”，改好再保存")])


def _with(manuscript: Manuscript, part: Part, lines: Sequence[Lines]) -> Manuscript:
    if part.section == TITLE:
        return replace(manuscript, title=lines[0].sentences[0] if lines else Sentence("{{title}}"))
    return with_part(manuscript, part, lines)


# --- what would stand there instead -------------------------------------------------------------------------------

_NUMBER = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?")
# So many objections are tried: a part with more is written anew rather than mended one by one.
_TRIED = 6


def instead(work: Work, part: Part, judged: JudgedPart, framed: Frame | None = None) -> dict[int, str]:
    """What each objection of a part should read, by where it begins: only what nothing is said against once it stands there."""
    here = framed or frame(work, part)
    found: dict[int, str] = {}
    for item in judged.answer.objections[:_TRIED]:
        for words in _expected(item):
            text = judged.text[: item.start] + words + judged.text[item.end :]
            if _holds(judged_part(work, part, text, here), item.start, judged):
                found[item.start] = words
                break
    return found


def _expected(item: Judged) -> Iterator[str]:
    """The expected value written as the figure is, then in the plain unit."""
    if item.expected is None or len(_NUMBER.findall(item.text)) != 1:
        return
    yield _NUMBER.sub(item.expected, item.text)
    if item.unit and not item.text.endswith(f"{item.expected}{item.unit}"):
        yield f"{item.expected}{item.unit}"


def _holds(tried: JudgedPart, start: int, before: JudgedPart) -> bool:
    """Whether the figure there stands now, and no more is objected to than was without it."""
    there = [item for item in tried.answer.figures if item.start == start]
    settled = bool(there) and not any(item.verdict.objects for item in there)
    return settled and len(tried.answer.objections) < len(before.answer.objections)
