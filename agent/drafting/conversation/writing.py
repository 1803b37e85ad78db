"""Parts written in a turn: by a model through the loop where there is one, else out of phrases and past paragraphs.

A part that stands is never lost: where the model fails, what is there stays, or is written otherwise by the rules; and another
part that no longer holds beside the new one gives its place back to what it was.
"""

import time
from collections.abc import Collection, Generator
from contextlib import closing
from dataclasses import dataclass

from agent.drafting.authoring import Desk, lines_of, once_more, with_part
from agent.drafting.brief import Part
from agent.drafting.conversation import events
from agent.drafting.conversation.events import Event, Step, Told
from agent.drafting.conversation.requests import Manner
from agent.drafting.conversation.revising import Refused, Revised, revised
from agent.drafting.conversation.standing import Standing
from agent.drafting.cutting import whole
from agent.drafting.loop import BUILT_IN, DEFAULT, STANDS_IN, Budget, Done, Judged, Wrote
from agent.drafting.loop import Told as LoopTold
from agent.drafting.manuscript import Manuscript
from agent.drafting.record import PartRecord
from agent.drafting.writers.writer import Writer
from agent.errors import BadInput, Problem


@dataclass
class Allowance:
    """What a turn may still take: until when, and how many tokens asked and answered together."""

    until: float
    tokens: int
    seconds: float
    spent: int = 0

    @classmethod
    def of(cls, seconds: float, tokens: int) -> "Allowance":
        """From now on."""
        return cls(time.monotonic() + seconds, tokens, seconds)

    @property
    def left(self) -> Budget:
        """What one part may take of it."""
        seconds = max(0.0, self.until - time.monotonic())
        return Budget(
            DEFAULT.rounds, min(DEFAULT.seconds, seconds), min(DEFAULT.tokens, self.tokens - self.spent)
        )

    @property
    def over(self) -> str:
        """Why there is nothing left, in Chinese; "" where there is."""
        if time.monotonic() >= self.until:
            return f"这一轮用满了{self.seconds:g}秒，到此为止"
        return f"这一轮用满了{self.tokens}个词元，到此为止" if self.spent >= self.tokens else ""

    def take(self, record: PartRecord) -> None:
        """Count what a part cost."""
        self.spent += sum(each.asked + each.answered for each in record.rounds)


@dataclass(frozen=True)
class Changed:
    """The report with other text; ``what`` was done, in Chinese."""

    manuscript: Manuscript
    records: tuple[PartRecord, ...]
    what: str


_DOING = {
    None: "起草",
    Manner.LONGER: "扩写",
    Manner.SHORTER: "精简",
    Manner.OTHERWISE: "改写",
    Manner.LIKE_LAST_YEAR: "参照往年改写",
    Manner.FREE: "按要求改写",
}


def write_part(
    standing: Standing,
    part: Part,
    manner: Manner | None,
    words: str,
    writer: Writer | None,
    allowance: Allowance,
    tried: Collection[str],
) -> Generator[Event, None, Changed | None]:
    """One part, as a change; None where there is none, and why was told."""
    yield Step(f"正在{_DOING[manner]}“{part.title}”")
    desk = standing.desk(allowance.left)
    made: Revised | Refused | None = None
    if writer is not None:
        wish = "；".join(filter(None, (manner.wish if manner else "", words)))
        made = yield from _by_model(
            standing, desk, part, wish, writer, allowance, rewriting=manner is not None
        )
    if made is None and writer is not None and manner is Manner.FREE:
        made = Refused("现在的文字没有动")
    if made is None:
        made = revised(standing, desk, part, manner, tried, words)
    if isinstance(made, Refused):
        yield Told(made.reason)
        return None
    manuscript = _holding(standing, part, made)
    if manuscript is None:
        yield Told(f"这样写，别的部分就核对不上了，“{part.title}”没有改")
        return None
    return Changed(manuscript, (made.record,), _DOING[manner])


def _by_model(
    standing: Standing,
    desk: Desk,
    part: Part,
    wish: str,
    writer: Writer,
    allowance: Allowance,
    *,
    rewriting: bool,
) -> Generator[Event, None, Revised | Refused | None]:
    """The part through the loop; None where nothing of the model's stands and the rules should try."""
    current = standing.lines(part)
    steps = desk.part(
        standing.manuscript, part, writer, standing.spare(part), wish, current if rewriting or current else ()
    )
    done = yield from _steps(steps)
    allowance.take(done.record)
    if writer.name not in done.record.by or whole(done.lines) == whole(current):
        yield Told("模型写的没有用上" if writer.name not in done.record.by else "模型写的与现在的文字相同")
        return None
    return Revised(done.lines, done.record)


def _steps(steps: Generator[object, None, None]) -> Generator[Event, None, Done]:
    """The loop's steps as events, its last one as what it comes to; closing this closes the loop and its writer."""
    with closing(steps):
        for step in steps:
            match step:
                case Wrote(text=text):
                    yield events.Wrote(text)
                case Judged(round=number, objections=objections):
                    yield Step(f"第{number}稿：{f'有{len(objections)}处异议' if objections else '核对无误'}")
                case LoopTold(notice=notice):
                    if notice != STANDS_IN:
                        yield Told(notice)
                case Done():
                    return step
    raise BadInput([Problem("这一部分没有写完", "", "请再说一次")])


def _holding(standing: Standing, part: Part, made: Revised) -> Manuscript | None:
    """The report with the part in it, everything else as it was; None where it cannot be had both ways."""
    manuscript = with_part(standing.manuscript, part, made.lines)
    before = len(standing.desired.answer.objections)
    after = standing.with_manuscript(manuscript)
    return manuscript if len(after.desired.answer.objections) <= before else None


def write_all(
    standing: Standing, writer: Writer | None, allowance: Allowance
) -> Generator[Event, None, Changed | None]:
    """Every part, as one change; None where nothing is other than it was. What there is no time for stays as it is."""
    manuscript, records = standing.manuscript, []
    turns = standing.writable
    for number, part in enumerate(turns, 1):
        if allowance.over:
            break
        yield Step(f"正在起草“{part.title}”（{number}/{len(turns)}）")
        spare = standing.spare(part)
        if writer is None:
            if whole(spare) != whole(lines_of(manuscript, part)):
                manuscript = with_part(manuscript, part, spare)
                records.append(PartRecord(part.id, BUILT_IN, whole(spare), by=(BUILT_IN,)))
            continue
        now = standing.with_manuscript(manuscript)
        steps = now.desk(allowance.left).part(manuscript, part, writer, spare, "", now.lines(part))
        done = yield from _steps(steps)
        allowance.take(done.record)
        records.append(done.record)
        manuscript = with_part(manuscript, part, done.lines)
    manuscript = once_more(manuscript, standing.manuscript, turns, standing.desk(DEFAULT))
    if manuscript == standing.manuscript:
        return None
    return Changed(manuscript, tuple(records), "起草")
