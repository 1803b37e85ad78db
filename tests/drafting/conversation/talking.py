"""A conversation about an invented county's report, with writers and a consultant that say what they are told."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from agent.drafting.brief import Found, Part
from agent.drafting.chat.talk import Message
from agent.drafting.chat.terms import Watch
from agent.drafting.chat.tooling import Called, Tool
from agent.drafting.conversation import Conversation, Ended, Event, Ground, Means, Outcome
from agent.drafting.conversation.events import Asked, Proposed, Said, Told
from agent.drafting.past import Past
from agent.drafting.setting import Setting
from agent.drafting.writers.writer import Piece, Usage
from agent.figures import FigureSet
from agent.forms import form_of
from agent.verify import verify
from corpus.index.exemplar import Exemplar
from tests.drafting.invented import county, county_before

E = TypeVar("E", bound=Event)

GOOD = (
    "全年共收到政府信息公开申请{{requests.new.total|件}}，上年结转{{requests.carried_in.total|件}}。"
    "全年办结{{requests.closed.total|件}}，结转下年度{{requests.carried_out.total|件}}。"
    "全年发生行政复议{{review.total|件}}、行政诉讼{{litigation.total|件}}。"
)


@dataclass
class Kept:
    """Past paragraphs at our own seam."""

    found: Sequence[Found] = ()

    def of_part(self, part: Part, setting: Setting) -> Sequence[Found]:
        return [each for each in self.found if each.exemplar.topic == part.topic]

    def last(self, setting: Setting) -> Sequence[Exemplar]:
        return ()

    def units(self) -> Sequence[str]:
        return ()


def past_paragraph(template: str, unit: str = "青屏县人民政府", topic: str = "requests") -> Found:
    """A paragraph of a report of the year before."""
    return Found(
        Exemplar(unit, 2023, template, template, section="overview", topic=topic, file="去年.docx", number=3)
    )


@dataclass
class Adviser:
    """A consultant that says one text, and calls tools before; what the tools gave is kept."""

    says: str | Exception = ""
    calls: Sequence[tuple[str, dict[str, str]]] = ()
    name: str = "参谋"
    gave: list[str] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)
    tools: set[str] = field(default_factory=set)
    closed: int = 0

    def consult(
        self, system: str, question: str, tools: Sequence[Tool], most: int, watch: Watch
    ) -> Iterator[str | Usage | Called]:
        self.questions.append(question)
        self.tools = {each.name for each in tools}
        try:
            for name, arguments in self.calls[:most]:
                tool = next(each for each in tools if each.name == name)
                gave = tool.answer({each: arguments.get(each, "") for each in tool.arguments})
                self.gave.append(gave)
                yield Called(name, gave)
            yield Usage(200, 50)
            yield from self.stream((), watch)
        finally:
            self.closed += 1

    def stream(self, messages: Sequence[Message], watch: Watch) -> Iterator[Piece]:
        if isinstance(self.says, Exception):
            raise self.says
        for at in range(0, len(self.says), 5):
            yield self.says[at : at + 5]


def about(
    means: Means | None = None,
    figures: FigureSet | None = None,
    previous: FigureSet | None = None,
    past: Past | None = None,
    *,
    alone: bool = False,
) -> Conversation:
    """A new conversation; ``alone``: without the year before."""
    figures = figures or county()
    previous = None if alone else previous or county_before()
    return Conversation.begun(Ground(figures, previous, form_of(figures.form), past), means)


def said(conversation: Conversation, text: str) -> list[Event]:
    """Everything that comes of a sentence."""
    return list(conversation.turn(text))


def outcome(events: Sequence[Event]) -> Outcome:
    """How a turn ended; it ends once, at the end."""
    ends = [each for each in events if isinstance(each, Ended)]
    assert ends == [events[-1]]
    return ends[0].outcome


def only(events: Sequence[Event], kind: type[E]) -> E:
    """The one event of a kind."""
    (found,) = [each for each in events if isinstance(each, kind)]
    return found


def words(events: Sequence[Event]) -> str:
    """All that is said, asked and told."""
    lines = []
    for event in events:
        match event:
            case Said():
                lines.append(event.marked)
            case Asked(question=text) | Told(notice=text):
                lines.append(text)
            case Proposed(after=after):
                lines.append(after.text)
    return "\n".join(lines)


def holds(conversation: Conversation) -> bool:
    """Whether nothing in the report is objected to."""
    standing = conversation.standing
    return verify(standing.text, standing.figures, standing.setting.previous).objections == ()
