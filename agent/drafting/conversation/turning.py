"""A sentence answered: by whom, and with what change of the state that will be.

Each way of answering is a generator of events that returns how the turn ends. It works on a :class:`Course`, a draft of what will
be remembered; whether that comes to pass is not decided here.
"""

import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, field, replace

from agent.drafting.brief import Found, Part
from agent.drafting.conversation import requests as ask
from agent.drafting.conversation.additions import answered, made, missing, refusals, shown
from agent.drafting.conversation.answers import compared, where_from, why_marked
from agent.drafting.conversation.consulting import Consultant, Wish, opinion
from agent.drafting.conversation.events import (
    Asked,
    Event,
    FactAdded,
    Outcome,
    Proposed,
    Said,
    Step,
    Told,
    Undone,
)
from agent.drafting.conversation.offering import offered
from agent.drafting.conversation.standing import Ground, Standing
from agent.drafting.conversation.state import OpenFact, OpenPart, State, Version
from agent.drafting.conversation.understanding import part_in, understood
from agent.drafting.conversation.writing import Allowance, Changed, write_all, write_part
from agent.drafting.writers.writer import Writer
from agent.errors import ModelFault
from agent.figures import Fact

Find = Callable[[str], Sequence[Found]]
Turning = Generator[Event, None, Outcome]
_LONGEST = 2_000
_FOUND, _QUOTED = 3, 160
# What is given up for a question that is open, because it is plainly something else.
_INSTEAD = (
    ask.Undo, ask.Redo, ask.Help, ask.Leave, ask.Compare, ask.WhyMarked, ask.WhereFrom, ask.AddFact, ask.Rewrite, ask.Draft,
    ask.Search, ask.ChangeFigure, ask.Stop, ask.Reject,
)  # fmt: skip


@dataclass(frozen=True)
class Means:
    """What a conversation works with; each may be missing. ``find`` searches past paragraphs.

    ``seconds`` and ``tokens`` are what one turn may take. ``asks``: what is written waits to be accepted before it stands.
    ``stopping`` is what the writer and the consultant look at while they wait; it is set by :meth:`Conversation.stop`.
    """

    writer: Writer | None = None
    consultant: Consultant | None = None
    find: Find | None = None
    seconds: float = 300.0
    tokens: int = 60_000
    asks: bool = False
    stopping: threading.Event = field(default_factory=threading.Event)


@dataclass
class Course:
    """A turn under way: the state that will be, and what is left of its budget."""

    state: State
    allowance: Allowance
    lines: list[str] = field(default_factory=list)


class Answering:
    """Answers on what stands when a turn begins."""

    def __init__(self, ground: Ground, means: Means, state: State, standing: Standing) -> None:
        self.ground, self.means, self.state, self.standing = ground, means, state, standing

    def heard(self, text: str, course: Course) -> Turning:
        """What comes of a sentence; what it comes to is how the turn ends."""
        text = text.strip()
        if not text or len(text) > _LONGEST:
            yield Told("没有写话" if not text else f"这段话太长（超过{_LONGEST}字），请分开说")
            return Outcome.NOT_UNDERSTOOD
        request = understood(text, self.standing.parts)
        if course.state.open is not None:
            outcome = yield from self._open(text, request, course)
            if outcome is not None:
                return outcome
        return (yield from self._answer(request, text, course))

    # --- open questions ------------------------------------------------------------------------------------------

    def _open(
        self, text: str, request: ask.Request, course: Course
    ) -> Generator[Event, None, Outcome | None]:
        """An answer to what was asked; None where the sentence is something else, and what was open is given up."""
        open_ = course.state.open
        if isinstance(request, ask.Stop | ask.Reject):
            course.state = replace(course.state, open=None)
            yield Told("好，放下了，什么也没有改")
            return Outcome.NOTHING
        if isinstance(open_, OpenPart):
            part = part_in(text, self.standing.parts)
            if part is not None:
                course.state = replace(course.state, open=None)
                return (yield from self._answer(replace(open_.request, part=part), text, course))
        elif isinstance(open_, OpenFact) and not isinstance(request, _INSTEAD):
            fact = answered(open_.fact, open_.field, text)
            if fact is None:
                need = missing(open_.fact)
                yield Asked(f"没有看懂。{need.question if need else ''}（不加了就说“算了”）")
                return Outcome.ASKED
            return (yield from self._fact(fact, course))
        course.state = replace(course.state, open=None)
        if isinstance(open_, OpenFact):
            yield Told("刚才那项事实没有说完，没有加")
        return None

    # --- requests ------------------------------------------------------------------------------------------------

    def _answer(self, request: ask.Request, text: str, course: Course) -> Turning:
        match request:
            case ask.Draft(whole=True):
                return (yield from self._draft_all(course))
            case ask.Draft() | ask.Rewrite():
                return (yield from self._write(request, course))
            case ask.AddFact():
                return (yield from self._fact(request, course))
            case ask.Undo() | ask.Redo():
                return (yield from self._move(course, again=isinstance(request, ask.Redo)))
            case ask.Accept() | ask.Reject():
                return (yield from self._decide(course, keep=isinstance(request, ask.Accept)))
            case ask.Search():
                return (yield from self._search(request.words))
            case ask.Unknown():
                return (yield from self._unknown(text, course))
        return (yield from self._tell(request, course))

    def _tell(self, request: ask.Request, course: Course) -> Turning:
        """What is answered by code alone."""
        standing, part = self.standing, course.state.part
        desired = standing.desired
        match request:
            case ask.Compare():
                course.state = replace(course.state, part=request.part or part)
                yield from _said(compared(request.words, request.part, desired))
            case ask.WhereFrom():
                within = standing.place(part) if part else None
                yield from _said(where_from(request.words, within, desired))
            case ask.WhyMarked():
                lines = why_marked(request.words, self.state.records, desired, standing.against)
                yield from _said(lines)
            case ask.Show():
                yield from self._show(request, course)
            case ask.Help():
                yield Said(self._offered())
            case ask.ChangeFigure():
                yield Told("数字不能在对话里改：它们都来自填报的数据。请在工作簿或数据文件里改，正文会跟着变")
                return Outcome.NOTHING
            case ask.Leave():
                yield Said("好，下次接着说")
                return Outcome.LEFT
            case _:
                yield Told("现在没有正在做的事")
                return Outcome.NOTHING
        return Outcome.ANSWERED

    def _show(self, request: ask.Show, course: Course) -> Iterator[Event]:
        part = request.part or (None if request.whole else course.state.part)
        if part is None:
            yield Said(self.standing.text)
            return
        course.state = replace(course.state, part=part)
        yield Said(self.standing.shown(part).text or f"“{part.title}”现在没有文字")

    def _offered(self) -> str:
        standing = self.standing
        return offered(
            self.state,
            standing.writable,
            standing.figures,
            previous=standing.setting.previous is not None,
            model=self.means.consultant is not None,
        )

    # --- writing -------------------------------------------------------------------------------------------------

    def _write(self, request: ask.Draft | ask.Rewrite, course: Course) -> Turning:
        part = request.part or course.state.part
        if part is None:
            course.state = replace(course.state, open=OpenPart(request))
            names = "、".join(each.title for each in self.standing.writable)
            yield Asked(f"写哪一部分？可以写：{names}")
            return Outcome.ASKED
        if part not in self.standing.writable:
            yield Told(f"“{part.title}”照格式的规定写，或现有的数据里没有可写的，不另起草")
            return Outcome.NOTHING
        course.state = replace(course.state, part=part)
        manner = request.manner if isinstance(request, ask.Rewrite) else None
        words = request.instruction if isinstance(request, ask.Rewrite) else ""
        changed = yield from write_part(
            self.standing, part, manner, words, self.means.writer, course.allowance, self._tried(part)
        )
        if changed is None and manner is None:
            yield Said(self.standing.shown(part).text)
        if changed is None:
            return Outcome.OVER_BUDGET if course.allowance.over else Outcome.NOTHING
        return (yield from self._propose(part, changed, course))

    def _tried(self, part: Part) -> frozenset[str]:
        """The texts that have stood in a part."""
        texts = (Standing(self.ground, each).lines(part) for each in self.state.versions)
        return frozenset("\n".join(line.template for line in lines) for lines in texts)

    def _propose(self, part: Part, changed: Changed, course: Course) -> Turning:
        standing = self.standing
        version = replace(
            standing.version,
            manuscript=changed.manuscript,
            what=f"{changed.what}“{part.title}”",
            part=part.id,
            records=changed.records,
        )
        after = Standing(self.ground, version).shown(part)
        applied = not self.means.asks
        course.state = course.state.changed(version) if applied else replace(course.state, waiting=version)
        yield Proposed(part, standing.shown(part), after, changed.records[-1], applied)
        if course.allowance.over:
            yield Told(course.allowance.over)
        return Outcome.CHANGED if applied else Outcome.PROPOSED

    def _draft_all(self, course: Course) -> Turning:
        changed = yield from write_all(self.standing, self.means.writer, course.allowance)
        if changed is None:
            yield Said(self.standing.text)
            return Outcome.ANSWERED
        standing = self.standing
        version = replace(
            standing.version,
            manuscript=changed.manuscript,
            what="起草全文",
            part="",
            records=changed.records,
        )
        after = Standing(self.ground, version)
        for part in standing.writable:
            before = standing.shown(part)
            record = next((each for each in changed.records if each.part == part.id), None)
            if record is not None and before.text != after.shown(part).text:
                yield Proposed(part, before, after.shown(part), record, not self.means.asks)
        course.state = (
            replace(course.state, waiting=version) if self.means.asks else course.state.changed(version)
        )
        if course.allowance.over:
            yield Told(f"{course.allowance.over}，其余部分没有动")
        return Outcome.PROPOSED if self.means.asks else Outcome.CHANGED

    # --- facts ---------------------------------------------------------------------------------------------------

    def _fact(self, addition: ask.AddFact, course: Course) -> Turning:
        need = missing(addition)
        if need is not None:
            course.state = replace(course.state, open=OpenFact(addition, need.field))
            yield Asked(need.question)
            return Outcome.ASKED
        fact, standing = made(addition), self.standing
        course.state = replace(course.state, open=None)
        refused = list(refusals(fact, standing.figures, standing.setting.previous))
        if not refused and standing.doubts_with(fact):
            refused = [f"加上“{fact.name}”以后，正文里现有的数会对不上，没有加；请换一个更具体的名称"]
        if refused:
            yield from (Told(each) for each in refused)
            return Outcome.NOTHING
        course.state = course.state.changed(
            replace(
                standing.version,
                facts=(*standing.version.facts, fact),
                what=f"加入事实“{fact.name}”",
                part="",
                records=(),
            )
        )
        yield FactAdded(fact)
        part = self._home(fact, course.state.version)
        course.state = replace(course.state, part=part or course.state.part)
        where = f"要写进“{part.title}”，就说“再详细些”" if part else "起草时可以引用它了"
        yield Said(f"已加入：{fact.name} {shown(addition)}（来源：{fact.source}）。{where}；加错了就说“撤销”")
        return Outcome.ADDED

    def _home(self, fact: Fact, version: Version) -> Part | None:
        """The part that would speak of a fact."""
        after = Standing(self.ground, version)
        for part in after.writable:
            if any(f'"{fact.name}"' in line.template for line in after.spare(part)):
                return part
        return None

    # --- going back and deciding ---------------------------------------------------------------------------------

    def _move(self, course: Course, *, again: bool) -> Turning:
        state = course.state
        moved = state.forward() if again else state.back()
        if moved is None:
            yield Told("没有可以重做的" if again else "没有可以撤销的，已经是最初的样子")
            return Outcome.NOTHING
        what = moved.version.what if again else state.version.what
        course.state = moved
        yield Undone(what, again)
        return Outcome.REDONE if again else Outcome.UNDONE

    def _decide(self, course: Course, *, keep: bool) -> Turning:
        state = course.state
        if state.waiting is None:
            if not keep and state.version.parent >= 0:
                return (yield from self._move(course, again=False))
            yield Told("改动已经在正文里了" if keep else "没有要放弃的改动")
            return Outcome.NOTHING
        what = state.waiting.what
        course.state = state.changed(state.waiting) if keep else replace(state, waiting=None)
        yield Said(f"已采用：{what}" if keep else f"没有采用：{what}")
        return Outcome.CHANGED if keep else Outcome.NOTHING

    # --- past paragraphs and everything else ---------------------------------------------------------------------

    def _search(self, words: str) -> Turning:
        if self.means.find is None:
            yield Told("范文库是空的；先带入上年年报，或用 nianbao ingest 收入往年年报")
            return Outcome.NOTHING
        yield Step(f"在范文库里找“{words}”")
        found = self.means.find(words)[:_FOUND]
        for each in found:
            paragraph = each.exemplar
            text = paragraph.text if len(paragraph.text) <= _QUOTED else f"{paragraph.text[:_QUOTED]}…"
            yield Said(f"{paragraph.unit}{paragraph.year}年（往年原文，数字是当年的）：{text}")
        if not found:
            yield Told(f"范文库里没有找到“{words}”")
        return Outcome.ANSWERED if found else Outcome.NOTHING

    def _unknown(self, text: str, course: Course) -> Turning:
        if self.means.consultant is None:
            yield Said(f"没有听懂。{self._offered()}")
            return Outcome.NOT_UNDERSTOOD
        try:
            wishes = yield from opinion(
                self.means.consultant,
                text,
                self.standing,
                course.state,
                self.means.find,
                course.allowance,
                self.means.stopping.is_set,
            )
        except ModelFault as fault:
            yield Told(f"{fault}；正文没有动，这一句按规则答：")
            yield Said(self._offered())
            return Outcome.FAULT
        return (yield from self._granted(wishes, course))

    def _granted(self, wishes: Sequence[Wish], course: Course) -> Turning:
        """What the model asked for on the clerk's behalf: text, which goes the way of all text."""
        outcome = Outcome.OVER_BUDGET if course.allowance.over else Outcome.ANSWERED
        for wish in wishes[:1]:
            outcome = yield from self._write(
                ask.Rewrite(ask.Manner.FREE, wish.part, wish.instruction), course
            )
        return outcome


def _said(lines: Sequence[str]) -> Iterator[Event]:
    yield Said("\n".join(lines))
