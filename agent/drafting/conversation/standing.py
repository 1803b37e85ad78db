"""The report as it stands at one version: its figures, its text, what the verifier says, and the desk to write parts at."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from agent.drafting.authoring import Desk, lines_of, with_part, writable
from agent.drafting.brief import Part
from agent.drafting.conversation.answers import Desired
from agent.drafting.conversation.events import Shown
from agent.drafting.conversation.state import Version
from agent.drafting.draft import Draft, draft
from agent.drafting.loop import Budget
from agent.drafting.manuscript import Lines, Manuscript, Realisation
from agent.drafting.parts import parts
from agent.drafting.past import Past
from agent.drafting.scrutiny import Against
from agent.drafting.setting import Setting
from agent.drafting.typed import shifted
from agent.drafting.weighing import Frame, marked
from agent.errors import Unavailable
from agent.figures import Fact, FigureSet
from agent.forms.form import Form
from agent.verify import verify


@dataclass(frozen=True)
class Ground:
    """What a conversation stands on, whatever is said in it.

    ``last`` is the prose of last year's report, ``others`` are full names of other units that the store knows.
    """

    figures: FigureSet
    previous: FigureSet | None
    form: Form
    past: Past | None = None
    last: str = ""
    others: tuple[str, ...] = ()

    def with_facts(self, facts: Sequence[Fact]) -> FigureSet:
        """The figures with facts that were added in the conversation; one that they have by now is theirs."""
        added = [each for each in facts if self.figures.fact(each.name) is None]
        return replace(self.figures, facts=(*self.figures.facts, *added)) if added else self.figures


class Standing:
    """One version over its figures; everything is worked out when it is asked for, once."""

    def __init__(self, ground: Ground, version: Version) -> None:
        self.ground, self.version = ground, version
        self.figures = ground.with_facts(version.facts)
        self.manuscript = version.manuscript
        self.setting = Setting.of(self.figures, ground.previous, ground.form)

    @cached_property
    def realisation(self) -> Realisation:
        """The manuscript over the figures."""
        return self.manuscript.realise_in(self.setting)

    @property
    def text(self) -> str:
        """The prose as read."""
        return self.realisation.narrative.text

    @cached_property
    def desired(self) -> Desired:
        """The text verified, for answers."""
        return Desired.of(self.text, self.setting, self.ground.form)

    @cached_property
    def against(self) -> Against:
        """What the text is held against besides its figures."""
        return Against(self.figures, self.ground.previous, self.ground.last, self.ground.others)

    @cached_property
    def begun(self) -> Draft:
        """The draft that needs no writer, over these figures. A store that does not answer leaves the phrases alone."""
        try:
            return draft(self.figures, self.ground.previous, form=self.ground.form, past=self.ground.past)
        except Unavailable:
            return draft(self.figures, self.ground.previous, form=self.ground.form)

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """Every part of the form."""
        return parts(self.ground.form)

    @cached_property
    def writable(self) -> tuple[Part, ...]:
        """The parts that can be written: there is something to say in them."""
        return writable(self.begun.template, self.ground.form)

    @property
    def draft(self) -> Draft:
        """The report as a draft, for whoever prints or exports it."""
        return replace(self.begun, template=self.manuscript, narrative=self.realisation.narrative)

    def desk(self, budget: Budget) -> Desk:
        """Where its parts are written."""
        return Desk(self.setting, self.ground.form, self.ground.past, self.against, budget)

    def spare(self, part: Part) -> tuple[Lines, ...]:
        """What stands in a part without a writer."""
        return lines_of(self.begun.template, part)

    def lines(self, part: Part) -> tuple[Lines, ...]:
        """What stands in a part now."""
        return lines_of(self.manuscript, part)

    def place(self, part: Part) -> tuple[int, int]:
        """Where a part stands in :attr:`text`, half-open; an empty stretch where it is not there."""
        if not self.lines(part):
            return 0, 0
        frame = Frame.of(with_part(self.manuscript, part, marked(part.topic)), self.setting)
        return len(frame.before), len(self.text) - len(frame.after)

    def shown(self, part: Part) -> Shown:
        """A part as read, with what is said of it."""
        start, end = self.place(part)
        answer = self.desired.answer
        items = (*shifted(answer.figures, start, end), *shifted(answer.claims, start, end))
        return Shown(self.text[start:end], tuple(sorted(items, key=lambda item: item.start)))

    def with_manuscript(self, manuscript: Manuscript) -> "Standing":
        """The same with another text."""
        return Standing(self.ground, replace(self.version, manuscript=manuscript))

    def doubts_with(self, fact: Fact) -> bool:
        """Whether the text would be objected to with a further fact, where it is not without."""
        figures = replace(self.figures, facts=(*self.figures.facts, fact))
        before = len(self.desired.answer.objections)
        return len(verify(self.text, figures, self.ground.previous).objections) > before
