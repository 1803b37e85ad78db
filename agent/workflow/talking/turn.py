"""``Talking``: a sentence about an opened report, and what comes of it, kept as it comes.

::

    talking = Talking(projects, report, means, who="李明")
    for event in talking.turn("依申请公开短一些"):
        …                                    # as a Conversation's; what was written waits as a Proposal in the thread

A turn begins with the report as the store has it at that moment, whoever changed it how. Nothing of the report is changed by
what is written; accepting does that.
"""

import threading
from collections.abc import Generator, Iterator
from dataclasses import replace

from agent.drafting.conversation import Conversation, Ended, Event, Means, Outcome
from agent.drafting.conversation import requests as ask
from agent.drafting.conversation.events import Asked, FactAdded, Said, Told, Undone
from agent.drafting.conversation.keeping import read_part_record
from agent.drafting.conversation.state import State, Version
from agent.drafting.conversation.turning import Find
from agent.drafting.conversation.understanding import understood
from agent.drafting.lasting import ODD
from agent.drafting.past import Past
from agent.drafting.record import PartRecord
from agent.errors import NianbaoError
from agent.figures import Fact
from agent.store import Conflict, Projects
from agent.workflow.saving import save_facts, sides
from agent.workflow.talking.entries import Closed, Proposal, Spoken
from agent.workflow.talking.proposal import accept, ground_of, proposed, put_aside, text_of_report, with_parts
from agent.workflow.talking.pulling import in_last_report
from agent.workflow.talking.thread import Thread, say
from agent.workflow.talking.whole import WholeDraft, write_whole
from agent.workflow.work import Work, open_work

STOPPED = "已停下，什么也没有改"
_NO_FIGURES = "还没有本年数据，写不出来；先在首页上传填好的工作簿，或在“数据”里填写"
_SAME = "现在的写法就是这样，没有改动"
# As many texts that were proposed before are kept in mind, so that another wording is another one.
_TRIED, _RECORDS = 8, 60
Turning = Generator[Event, None, Outcome]


class Talking:
    """One person's side of the conversation about a report; used for a turn, or for several one after another.

    ``past`` are past reports beyond last year's own, None for none.
    """

    def __init__(
        self, projects: Projects, report: str, means: Means, *, who: str, past: Past | None = None
    ) -> None:
        self._projects, self._report, self._who, self._past = projects, report, who, past
        self._means = replace(means, asks=True)
        self._stop = threading.Event()
        # Held while something is kept or saved, so that letting go falls before it or behind it.
        self._keeping = threading.RLock()
        self._let_go = False

    def turn(self, text: str) -> Iterator[Event]:
        """What comes of a sentence; the last event is ``Ended``. What is wrong is told, not raised.

        ``BadInput`` only where there is no such report.
        """
        self._stop.clear()
        self._say(Spoken(text.strip()))
        closed = Closed(Outcome.FAULT)
        try:
            closed = yield from self._answered(text)
        except NianbaoError as error:
            yield self._said(Told(str(error)))
        self._say(closed)
        yield Ended(closed.outcome)

    def stop(self) -> None:
        """Stop the turn that is under way, from another thread."""
        self._stop.set()
        self._means.stopping.set()

    def let_go(self) -> None:
        """Whatever the turn that is under way still does, nothing of it is kept or saved from now on."""
        with self._keeping:
            self._let_go = True

    # --- a sentence -----------------------------------------------------------------------------------------------

    def _answered(self, text: str) -> Generator[Event, None, Closed]:
        thread = Thread.of(self._projects, self._report)
        work = open_work(self._projects, self._report)
        before = thread.closed or Closed(Outcome.NOTHING)
        request = understood(text, work.parts)
        if isinstance(request, ask.Undo | ask.Redo):
            outcome = yield from self._move(again=isinstance(request, ask.Redo))
            return Closed(outcome, before.part)
        if isinstance(request, ask.Accept | ask.Reject) and before.open is None and thread.waiting():
            outcome = yield from self._decide(
                max(thread.waiting()), work, keep=isinstance(request, ask.Accept)
            )
            return Closed(outcome, before.part)
        if _writes(request, work):
            outcome = yield from self._write_all(text, work)
            return Closed(outcome, before.part)
        return (yield from self._converse(text, work, thread, before))

    def _move(self, *, again: bool) -> Turning:
        """The store's own going back: what this person changed last, on whatever page."""
        steps = self._projects.steps(self._report, who=self._who)[1 if again else 0]
        move = self._projects.redo if again else self._projects.undo
        with self._keeping:
            if self._let_go:
                return Outcome.STOPPED
            done = move(self._report, who=self._who)
        if done is None:
            yield self._said(Told("没有可以重做的" if again else "没有可以撤销的"))
            return Outcome.NOTHING
        if isinstance(done, Conflict):
            yield self._said(Told(f"没有{'重做' if again else '撤销'}：这里后来又被改过"))
            return Outcome.NOTHING
        what = (steps[0].why if steps else "") or "上一次修改"
        yield self._said(Undone(what, again))
        return Outcome.REDONE if again else Outcome.UNDONE

    def _decide(self, number: int, work: Work, *, keep: bool) -> Turning:
        waiting = Thread.of(self._projects, self._report).waiting_of(number)
        what = waiting.what if waiting else ""
        with self._keeping:
            if self._let_go:
                return Outcome.STOPPED
            if not keep:
                put_aside(self._projects, self._report, number, who=self._who)
            done = accept(self._projects, self._report, number, who=self._who) if keep else None
        if done is None:
            yield self._said(Said(f"没有采用：{what}"))
            return Outcome.NOTHING
        if isinstance(done, Conflict):
            yield self._said(Told(f"没有采用：{_clashing(done, work)}；看过以后请再写一遍"))
            return Outcome.NOTHING
        yield self._said(Said(f"已采用：{what}"))
        return Outcome.CHANGED

    # --- writing --------------------------------------------------------------------------------------------------

    def _write_all(self, text: str, work: Work) -> Turning:
        if not work.figures.cells:
            yield self._said(Told(_NO_FIGURES))
            return Outcome.NOTHING
        self._means.stopping.clear()
        past = work.past(self._past)
        made = yield from self._kept(write_whole(work, self._means.writer, past, self._stop.is_set))
        if made is None:
            yield self._said(Told(STOPPED))
            return Outcome.STOPPED
        proposal = proposed(work, made.manuscript, made.records, "起草全文", text.strip())
        if not proposal.parts:
            yield self._said(Told(_SAME))
            return Outcome.NOTHING
        if made.stopped:
            yield self._said(Told(f"已停下；写好的{len(made.records)}个部分可以采用，别的没有动"))
        self._say(proposal)
        return Outcome.PROPOSED

    def _kept(
        self, steps: Generator[Event, None, WholeDraft | None]
    ) -> Generator[Event, None, WholeDraft | None]:
        while True:
            try:
                event = next(steps)
            except StopIteration as end:
                made: WholeDraft | None = end.value
                return made
            yield self._said(event) if isinstance(event, Told) else event

    # --- everything else ------------------------------------------------------------------------------------------

    def _converse(
        self, text: str, work: Work, thread: Thread, before: Closed
    ) -> Generator[Event, None, Closed]:
        means = replace(self._means, find=_finding(work, self._means.find))
        conversation = Conversation(
            ground_of(work, work.past(self._past)), self._state(work, thread, before), means
        )
        outcome = Outcome.STOPPED
        for event in conversation.turn(text):
            if self._stop.is_set():
                self._means.stopping.set()
            if isinstance(event, Ended):
                outcome = event.outcome
            elif isinstance(event, FactAdded):
                yield event
                if refused := self._add(event.fact, work):
                    yield self._said(Told(refused))
                    return Closed(Outcome.FAULT, before.part)
            else:
                yield self._said(event)
        waiting = conversation.state.waiting
        if outcome is Outcome.PROPOSED and self._stop.is_set():
            yield self._said(Told(STOPPED))
            outcome = Outcome.STOPPED
        if outcome is Outcome.STOPPED:
            return Closed(outcome, before.part, before.open)
        if outcome is Outcome.PROPOSED and waiting is not None:
            proposal = proposed(work, waiting.manuscript, waiting.records, waiting.what, text.strip())
            if proposal.parts:
                self._say(proposal)
            else:  # other references that read the same
                yield self._said(Told(_SAME))
                outcome = Outcome.NOTHING
        state = conversation.state
        return Closed(outcome, state.part, state.open)

    def _state(self, work: Work, thread: Thread, before: Closed) -> State:
        """What the conversation remembers: the report as it stands, and what was proposed in its stead."""
        offered = list(thread.proposals())[-_TRIED:]
        tried = (Version(with_parts(work, proposal.parts)) for _, proposal in offered)
        versions = (*tried, Version(text_of_report(work), records=self._records()))
        return State(versions, len(versions) - 1, part=before.part, open=before.open, turns=thread.turns)

    def _records(self) -> tuple[PartRecord, ...]:
        """How what stands came about, as far as it can still be read."""
        found = []
        for each in self._projects.draft_records(self._report)[-_RECORDS:]:
            try:
                found.append(read_part_record(each.value))
            except ODD:
                continue  # of another version of the program; only a reason is less told
        return tuple(found)

    def _add(self, fact: Fact, work: Work) -> str:
        """Save a fact; why it was not saved, "" where it was."""
        why = f"加入事实“{fact.name}”"
        with self._keeping:
            if self._let_go:
                return STOPPED
            facts = (*work.figures.facts, fact)
            done = save_facts(self._projects, work, facts, who=self._who, why=why)
        return f"没有加入：{_clashing(done, work)}" if isinstance(done, Conflict) else ""

    # --- keeping --------------------------------------------------------------------------------------------------

    def _say(self, entry: Spoken | Closed | Proposal | Said | Told | Asked | Undone) -> None:
        with self._keeping:
            if not self._let_go:
                say(self._projects, self._report, entry, who=self._who)

    def _said(self, event: Event) -> Event:
        """The event, kept where people read it again."""
        if isinstance(event, Said | Asked | Told | Undone):
            self._say(event)
        return event


def _writes(request: ask.Request, work: Work) -> bool:
    """Whether the whole is to be written: it was asked for, or a part of what is not there yet."""
    if isinstance(request, ask.Draft) and request.whole:
        return True
    return work.manuscript is None and isinstance(request, ask.Draft | ask.Rewrite)


def _finding(work: Work, find: Find | None) -> Find | None:
    """A search in last year's report, where one was brought, before that in the store."""
    if work.last is None or not work.last.exemplars:
        return find
    return lambda words: [*in_last_report(work, words), *(find(words) if find else ())]


def _clashing(conflict: Conflict, work: Work) -> str:
    names = "、".join(f"“{side.place}”刚刚被{side.who}改过" for side in sides(conflict, work.form))
    return names or "别人刚刚改过"
