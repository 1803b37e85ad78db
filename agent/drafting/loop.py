"""The loop that a part goes through: write, weigh, write again with the objections, and in the end accept only what holds.

::

    brief ─→ writer ─→ cut ─→ weigh ─→ nothing held against it: accepted
               ↑                 │
               └── objections ───┘   at most ``rounds`` times, within a budget of tokens and seconds
                                 │
                                 └─→ the sentences that are still objected to are taken out, what then is missing is said in
                                     the built-in writer's sentences; where too little is left, its whole part stands instead

Whatever the writer says of its own figures, nothing that is contradicted or unsupported is accepted; and whatever happens on the
far side, there is a part at the end, and the user is told how it came about. What happens is given as it happens.
"""

import time
from collections.abc import Collection, Generator, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest

from agent.drafting.brief import Brief, Objection
from agent.drafting.cutting import cut, sentences, whole
from agent.drafting.manuscript import Lines, Sentence
from agent.drafting.record import Origin, PartRecord, Round
from agent.drafting.weighing import Held, Scales, Weighed, quoted_keys
from agent.drafting.writers.joining import Placed, joined
from agent.drafting.writers.writer import Piece, Usage, Writer
from agent.errors import Unavailable

BUILT_IN = "内置文句"
STANDS_IN = "这一部分用的是内置文句"
# A writer that goes on past this many characters is not listened to any longer.
_LONGEST = 6_000
_NOTHING = Objection("", "", "empty", "没有写出文字", "按要求写出段落")
# How much of a sentence that was left out is shown.
_SHOWN = 30
# Where less than this share of the sentences is left, the part has no thread any more.
_ENOUGH = 0.5


@dataclass(frozen=True, slots=True)
class Budget:
    """What one part may take: tries, seconds, tokens asked and answered together."""

    rounds: int = 3
    seconds: float = 180.0
    tokens: int = 30_000


DEFAULT = Budget()


@dataclass(frozen=True, slots=True)
class Wrote:
    """A piece of text as it comes; it is not judged yet."""

    text: str


@dataclass(frozen=True, slots=True)
class Judged:
    """A try is weighed: which one, from 1, and what is held against it."""

    round: int
    objections: tuple[Objection, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """Something that the user must know."""

    notice: str


@dataclass(frozen=True)
class Done:
    """The part as it is accepted: nothing in it is contradicted or unsupported."""

    lines: tuple[Lines, ...]
    record: PartRecord


Step = Wrote | Judged | Told | Done


@dataclass
class _Course:
    """One part on its way: what has been tried, what it cost, what the user was told."""

    brief: Brief
    budget: Budget
    started: float
    rounds: list[Round] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    tokens: int = 0
    fault: str = ""

    def told(self, notice: str) -> Told:
        self.notices.append(notice)
        return Told(notice)

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.started

    @property
    def over(self) -> str:
        """Why there is no further try; "" where there may be one."""
        if self.seconds >= self.budget.seconds:
            return f"已用 {self.seconds:.0f} 秒，到了时间上限"
        if self.tokens >= self.budget.tokens:
            return f"已用 {self.tokens} 个词元，到了上限"
        return ""


def written(
    brief: Brief, writer: Writer, spare: Sequence[Lines], scales: Scales, budget: Budget | None = None
) -> Generator[Step, None, None]:
    """Write one part; the last step is :class:`Done`. ``spare``, the built-in writer's part, stands in where this one fails.

    Closing the iterator stops the writer where it is; nothing has been accepted then.
    """
    course = _Course(brief, budget or DEFAULT, time.monotonic())
    best = yield from _tries(course, writer, scales)
    accepted = _Accepting(best, tuple(spare), scales)
    for notice in accepted.notices:
        yield course.told(notice)
    yield Done(accepted.lines, _record(course, writer, accepted))


# --- trying -------------------------------------------------------------------------------------------------------


def _tries(course: _Course, writer: Writer, scales: Scales) -> Generator[Step, None, Weighed | None]:
    """Try after try until nothing is held against one; the best of them, or None where nothing was written."""
    brief, best = course.brief, None
    for number in range(1, course.budget.rounds + 1):
        if number > 1 and course.over:
            yield course.told(f"{course.over}，不再请{writer.name}改写")
            break
        began, text, usages = course.seconds, "", []
        try:
            for piece in _listened(course, writer.write(brief)):
                if isinstance(piece, Usage):
                    usages.append(piece)
                else:
                    text += piece
                    yield Wrote(piece)
        except Unavailable as error:
            course.rounds.append(_round(text, (), usages, course.seconds - began))
            course.fault = str(error)
            yield course.told(f"{writer.name}没有写成：{error}")
            break
        weighed = scales.weigh(cut(text, brief.part.topic)) if text.strip() else None
        objections = tuple(each.objection for each in weighed.held) if weighed else (_NOTHING,)
        course.tokens += sum(each.asked + each.answered for each in usages)
        course.rounds.append(_round(text, objections, usages, course.seconds - began))
        yield Judged(number, objections)
        if weighed is not None:
            best = weighed if best is None or len(weighed.held) < len(best.held) else best
            if weighed.clean or whole(weighed.lines) == brief.written:
                break
            brief = replace(course.brief, written=whole(weighed.lines), objections=objections)
    return best


def _listened(course: _Course, pieces: Iterator[Piece]) -> Iterator[Piece]:
    """The pieces as they come, until they are too many or the time is over; the writer then lets go."""
    length = 0
    try:
        for piece in pieces:
            yield piece
            length += len(piece) if isinstance(piece, str) else 0
            if length > _LONGEST or course.seconds >= course.budget.seconds:
                break
    finally:
        close = getattr(pieces, "close", None)
        if close is not None:
            close()


def _round(text: str, objections: tuple[Objection, ...], usages: Sequence[Usage], seconds: float) -> Round:
    asked, answered = sum(each.asked for each in usages), sum(each.answered for each in usages)
    return Round(usages[-1].prompt if usages else "", text, objections, asked, answered, round(seconds, 3))


# --- accepting ----------------------------------------------------------------------------------------------------


class _Accepting:
    """From the best try to what is accepted. ``dropped`` and ``replaced`` are the texts of sentences that do not stand."""

    def __init__(self, best: Weighed | None, spare: tuple[Lines, ...], scales: Scales) -> None:
        self._scales = scales
        self.dropped: list[str] = []
        self.replaced: list[str] = []
        self.notices: list[str] = []
        self.own = self.spare = False
        self.lines: tuple[Lines, ...] = ()
        kept = self._thinned(best) if best is not None else None
        if kept is None or not self._enough(best, kept):
            self._instead(spare)
            return
        self.own = True
        self._completed(kept, spare)

    def _thinned(self, weighed: Weighed) -> Weighed:
        """Without the sentences that something is held against; taking one out may bring another into doubt."""
        while held := [each for each in weighed.held if not each.whole]:
            self.dropped += dict.fromkeys(each.objection.text or each.objection.template for each in held)
            weighed = self._scales.weigh(
                without(weighed.lines, {(each.paragraph, each.sentence) for each in held})
            )
        return weighed

    def _enough(self, best: Weighed | None, kept: Weighed) -> bool:
        before = sum(len(each.sentences) for each in best.lines if not each.heading) if best else 0
        after = sum(len(each.sentences) for each in kept.lines if not each.heading)
        return after > 0 and after >= before * _ENOUGH

    def _instead(self, spare: tuple[Lines, ...]) -> None:
        """The built-in writer's part stands."""
        weighed = self._thinned(self._scales.weigh(spare))
        self.replaced, self.dropped = self.dropped, []
        self.lines, self.spare = weighed.lines, True
        self.notices.append(STANDS_IN)
        self._missing(weighed)

    def _completed(self, kept: Weighed, spare: tuple[Lines, ...]) -> None:
        """What is missing is said in the built-in writer's sentences; where that does not help, its whole part stands."""
        added: list[str] = []
        said = quoted_keys(whole(kept.lines))
        for sentence in _single(spare):
            if not _missed(kept):
                break
            if quoted_keys(sentence.template) <= said and quoted_keys(sentence.template):
                continue
            trial = self._scales.weigh(with_sentence(kept.lines, sentence))
            if len(_missed(trial)) < len(_missed(kept)) and len(trial.held) == len(_missed(trial)):
                kept, said = trial, said | quoted_keys(sentence.template)
                added.append(sentence.template)
        if _missed(kept):
            whole_spare = self._scales.weigh(spare)
            if len(whole_spare.held) < len(_missed(kept)):
                self.own = False
                self._instead(spare)
                return
        self.lines, self.spare = kept.lines, bool(added)
        if self.dropped:
            self.notices.append(
                f"有 {len(self.dropped)} 句核对不上，已删去：" + "".join(map(_short, self.dropped))
            )
        if added:
            self.notices.append(f"有 {len(added)} 处该写而没有写，已用内置文句补上")
        self._missing(kept)

    def _missing(self, weighed: Weighed) -> None:
        self.notices += dict.fromkeys(
            f"{each.objection.reason}；{each.objection.mend}" for each in _missed(weighed)
        )


def _single(lines: Sequence[Lines]) -> Iterator[Sentence]:
    """The sentences one by one: a move of the phrase files may hold two."""
    for line in lines:
        for each in () if line.heading else line.sentences:
            yield from (replace(each, template=template) for template in sentences(each.template))


def settled(lines: Sequence[Lines], scales: Scales) -> tuple[Lines, ...]:
    """Paragraphs without the sentences that something is held against."""
    return _Accepting(None, tuple(lines), scales).lines


def _missed(weighed: Weighed) -> list[Held]:
    return [each for each in weighed.held if each.whole]


def _short(text: str) -> str:
    line = " ".join(text.split())
    return f"“{line if len(line) <= _SHOWN else line[:_SHOWN] + '…'}”"


def without(lines: Sequence[Lines], places: Collection[tuple[int, int]]) -> tuple[Lines, ...]:
    """The paragraphs without some sentences, joined again; a heading under which nothing is left goes as well."""
    left = []
    for number, each in enumerate(lines):
        stay = joined(
            [Placed(one, (number, index) not in places) for index, one in enumerate(each.sentences)]
        )
        if stay:
            left.append(replace(each, sentences=stay))
    return tuple(
        each
        for each, following in zip_longest(left, left[1:])
        if not each.heading or (following is not None and not following.heading)
    )


def with_sentence(lines: Sequence[Lines], sentence: Sentence) -> tuple[Lines, ...]:
    """The paragraphs with one more sentence at the end of the last."""
    *before, last = lines
    return (*before, replace(last, sentences=(*last.sentences, sentence)))


def _record(course: _Course, writer: Writer, accepted: _Accepting) -> PartRecord:
    held = {each.template for one in course.rounds for each in one.objections if each.template}
    lost = {*accepted.dropped, *accepted.replaced}
    origins = (
        Origin(each.exemplar.unit, each.exemplar.year, each.exemplar.file, each.exemplar.number)
        for each in course.brief.exemplars
    )
    return PartRecord(
        part=course.brief.part.id,
        writer=writer.name,
        accepted=whole(accepted.lines),
        by=tuple(name for name, wrote in ((writer.name, accepted.own), (BUILT_IN, accepted.spare)) if wrote),
        rounds=tuple(course.rounds),
        repaired=max(0, len(held) - len(lost)) if accepted.own else 0,
        dropped=tuple(accepted.dropped),
        replaced=tuple(accepted.replaced),
        origins=tuple(origins),
        notices=tuple(course.notices),
        instruction=course.brief.instruction,
        fault=course.fault,
    )
