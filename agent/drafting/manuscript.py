"""A report's prose before its figures are put in: sentences with references, and what each was chosen on.

A :class:`Manuscript` outlives the figures it was written for. Realised again over others it quotes the others, drops what can
no longer be said, and names every sentence whose conditions no longer hold: a 无 that has become some, a 增长 that is none.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from agent.drafting.conditions import Guard
from agent.drafting.realising import Quoted, realise_in
from agent.drafting.setting import Missing, Setting
from agent.figures import FigureSet
from agent.forms.narrative import Narrative, Paragraph, Passage


@dataclass(frozen=True, slots=True)
class Source:
    """The paragraph of a past report that a sentence was made of: the ``number``-th of the report that ``file`` holds."""

    unit: str
    year: int
    file: str
    number: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """``template`` has references; ``move`` says which move of the phrase files it came from ("" for any other).

    ``source`` is the past paragraph that it was made of; None where it came from none.
    """

    template: str
    move: str = ""
    guards: tuple[Guard, ...] = ()
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class Lines:
    """One paragraph: its sentences in order. ``heading`` marks a sub-heading; ``topic`` is the section's that it speaks of."""

    sentences: tuple[Sentence, ...]
    heading: bool = False
    topic: str = ""

    @property
    def template(self) -> str:
        """The paragraph with its references."""
        return "".join(sentence.template for sentence in self.sentences)


@dataclass(frozen=True, slots=True)
class Chapter:
    """The paragraphs of one section of the form."""

    section: str
    heading: str
    paragraphs: tuple[Lines, ...]


@dataclass(frozen=True, slots=True)
class Stale:
    """A sentence that was chosen on figures that are no longer so. ``text`` is what it would say; empty where it can't."""

    section: str
    sentence: Sentence
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Placed:
    """A sentence that is said, and its half-open span in ``narrative.text``."""

    section: str
    sentence: Sentence
    start: int
    end: int


@dataclass(frozen=True)
class Realisation:
    """A manuscript over figures. ``spans`` and ``placed`` are over ``narrative.text``, in text order."""

    narrative: Narrative
    spans: tuple[Quoted, ...]
    stale: tuple[Stale, ...]
    placed: tuple[Placed, ...] = ()


@dataclass(frozen=True)
class Manuscript:
    """Title, introduction and chapters, laid out as a :class:`~agent.forms.narrative.Narrative` is."""

    title: Sentence
    introduction: tuple[Lines, ...]
    chapters: tuple[Chapter, ...]

    def sentences(self) -> Iterator[tuple[str, Sentence]]:
        """Every sentence with the id of its section ("" before the first), in order."""
        yield "", self.title
        for lines in self.introduction:
            yield from (("", sentence) for sentence in lines.sentences)
        for chapter in self.chapters:
            for lines in chapter.paragraphs:
                yield from ((chapter.section, sentence) for sentence in lines.sentences)

    def realise(self, figures: FigureSet, previous: FigureSet | None = None) -> Realisation:
        """The narrative over these figures, with what each span quotes and which sentences no longer fit."""
        return self.realise_in(Setting.of(figures, previous))

    def realise_in(self, setting: Setting) -> Realisation:
        """The same in a setting made before."""
        scribe = _Scribe(setting)
        title = scribe.line("", Lines((self.title,)))
        introduction = scribe.paragraphs("", self.introduction)
        passages = []
        for chapter in self.chapters:
            scribe.at += len(chapter.heading) + 1
            paragraphs = scribe.paragraphs(chapter.section, chapter.paragraphs)
            passages.append(Passage(chapter.section, chapter.heading, paragraphs))
        narrative = Narrative(title.text if title else "", introduction, tuple(passages))
        return Realisation(narrative, tuple(scribe.spans), tuple(scribe.stale), tuple(scribe.placed))


class _Scribe:
    """Writes line after line, keeping the position that each has in the narrative's text."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.at = 0
        self.spans: list[Quoted] = []
        self.stale: list[Stale] = []
        self.placed: list[Placed] = []

    def paragraphs(self, section: str, lines: tuple[Lines, ...]) -> tuple[Paragraph, ...]:
        written = []
        for index, paragraph in enumerate(lines):
            if paragraph.heading and not self.speaks(lines[index + 1 :]):
                continue
            line = self.line(section, paragraph)
            if line is not None:
                written.append(line)
        return tuple(written)

    def speaks(self, following: tuple[Lines, ...]) -> bool:
        """Whether anything is said under a heading."""
        for lines in following:
            if lines.heading:
                return False
            if any(self.says(sentence) for sentence in lines.sentences):
                return True
        return False

    def says(self, sentence: Sentence) -> bool:
        """Whether a sentence can be said and says something."""
        realised = realise_in(sentence.template, self.setting)
        return not isinstance(realised, Missing) and bool(realised.text)

    def line(self, section: str, lines: Lines) -> Paragraph | None:
        """One paragraph, or None where none of its sentences can be said."""
        text = ""
        for sentence in lines.sentences:
            text += self.sentence(section, sentence, self.at + len(text))
        if not text:
            return None
        self.at += len(text) + 1
        return Paragraph(text, lines.heading)

    def sentence(self, section: str, sentence: Sentence, at: int) -> str:
        realised = realise_in(sentence.template, self.setting)
        broken = [str(guard) for guard in sentence.guards if not guard.stands(self.setting)]
        text = "" if isinstance(realised, Missing) else realised.text
        if isinstance(realised, Missing):
            self.stale.append(Stale(section, sentence, "", f"说不出：{realised.reason}"))
        elif broken:
            self.stale.append(
                Stale(section, sentence, text, f"写这句话时的情况已经变了：{'；'.join(broken)}")
            )
        if not isinstance(realised, Missing):
            if text:
                self.placed.append(Placed(section, sentence, at, at + len(text)))
            self.spans += [
                Quoted(at + q.start, at + q.end, q.reference, q.expression) for q in realised.spans
            ]
        return text
