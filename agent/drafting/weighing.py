"""What a writer wrote, weighed: every sentence realised and verified where it will stand, with what is held against it.

The part is judged inside the whole report, as a reader will read it. What is held against a sentence is a reference that says
nothing, a figure or a claim that the verifier objects to, a number that the writer typed itself, and a grave remark of the
scrutiny. What is missing from the part is held against the part.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from agent.drafting.brief import Objection
from agent.drafting.manuscript import Lines, Manuscript, Sentence
from agent.drafting.realising import Quoted, realise_in
from agent.drafting.references import Template
from agent.drafting.scrutiny import Against, Remark, scrutinise
from agent.drafting.setting import Missing, Setting
from agent.drafting.strange import strange_names
from agent.drafting.typed import resolved, shifted
from agent.errors import ExpressionError
from agent.verify import verify
from agent.verify.answer import Answer, Judged, Verdict

# A place in the text that no writer can write.
_MARK = "\ue000"


@dataclass(frozen=True, slots=True)
class Held:
    """An objection to the ``sentence``-th sentence of the ``paragraph``-th paragraph; -1 and -1 where the whole part is meant."""

    paragraph: int
    sentence: int
    objection: Objection

    @property
    def whole(self) -> bool:
        """Whether something is missing from the part, rather than wrong with a sentence."""
        return self.paragraph < 0


@dataclass(frozen=True)
class Weighed:
    """The part as it would stand: ``lines`` with typed figures made references, ``text`` as read, and what is held against it."""

    lines: tuple[Lines, ...]
    text: str
    held: tuple[Held, ...]

    @property
    def clean(self) -> bool:
        """Whether nothing is held against it."""
        return not self.held


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands before and after a part in the report's text."""

    before: str = ""
    after: str = ""

    @classmethod
    def of(cls, manuscript: Manuscript, setting: Setting) -> "Frame":
        """The frame of the part that holds nothing but :func:`marked`."""
        before, _, after = manuscript.realise_in(setting).narrative.text.partition(_MARK)
        return cls(before, after)


def marked(topic: str = "") -> tuple[Lines, ...]:
    """A part that only marks its own place."""
    return (Lines((Sentence(_MARK),), topic=topic),)


@dataclass(frozen=True)
class Scales:
    """What a part is weighed against. ``material`` is :func:`agent.drafting.typed.material_of` what the writer was given."""

    setting: Setting
    against: Against
    frame: Frame
    material: str

    def weigh(self, lines: Sequence[Lines]) -> Weighed:
        """The part, judged."""
        laid = _Laid(self.setting, self.frame, lines)
        answer = verify(laid.whole, self.setting.figures, self.setting.previous)
        resolved_lines, typed = self._resolved(laid, answer)
        held = [*laid.unsaid(), *typed, *_verdicts(laid, answer)]
        held += _remarks(laid, scrutinise(laid.whole, self.against, answer))
        return Weighed(
            resolved_lines, laid.text, tuple(sorted(held, key=lambda each: (each.paragraph, each.sentence)))
        )

    def _resolved(self, laid: "_Laid", answer: Answer) -> tuple[tuple[Lines, ...], list[Held]]:
        """The lines with typed figures made references, and objections to those that cannot be."""
        held: list[Held] = []
        made = [list(each.sentences) for each in laid.lines]
        for place in laid.places:
            if place.text is None:
                continue
            items = shifted(answer.figures, place.start, place.end)
            template = made[place.paragraph][place.sentence].template
            found = resolved(place.text, template, place.spans, items, self.setting, self.material)
            if found.template != template:
                made[place.paragraph][place.sentence] = replace(
                    made[place.paragraph][place.sentence], template=found.template
                )
            held += [laid.held(place, "typed", each.reason, each.mend) for each in found.typed]
            held += [
                laid.held(
                    place, "stranger", f"“{name}”不在给出的材料里，可能是别的单位或地方", "换成本单位，或删去"
                )
                for _, _, name in strange_names(place.text, f"{self.material}\n{self.against.last}")
            ]
        lines = (
            replace(each, sentences=tuple(sentences))
            for each, sentences in zip(laid.lines, made, strict=True)
        )
        return tuple(lines), held


@dataclass(frozen=True, slots=True)
class _Place:
    """A sentence where it stands in the whole text; ``text`` None where it cannot be said."""

    paragraph: int
    sentence: int
    start: int
    text: str | None
    spans: tuple[Quoted, ...]
    reasons: tuple[str, ...] = ()

    @property
    def end(self) -> int:
        return self.start + len(self.text or "")


class _Laid:
    """The part's sentences realised, one after the other, inside the report."""

    def __init__(self, setting: Setting, frame: Frame, lines: Sequence[Lines]) -> None:
        self.lines = tuple(lines)
        self.places: list[_Place] = []
        self.start = at = len(frame.before)
        paragraphs = []
        for number, each in enumerate(self.lines):
            text = ""
            for index, sentence in enumerate(each.sentences):
                place = _placed(setting, sentence, number, index, at + len(text))
                self.places.append(place)
                text += place.text or ""
            if text:
                paragraphs.append(text)
                at += len(text) + 1
        self.text = "\n".join(paragraphs)
        self.whole = frame.before + self.text + frame.after
        self.end = self.start + len(self.text)

    def at(self, start: int, end: int) -> Iterator[_Place]:
        """The sentences that a stretch of the whole text touches."""
        for place in self.places:
            if place.text and place.start < max(end, start + 1) and start < place.end:
                yield place

    def held(self, place: _Place, code: str, reason: str, mend: str = "") -> Held:
        """An objection to a sentence."""
        template = self.lines[place.paragraph].sentences[place.sentence].template
        return Held(
            place.paragraph, place.sentence, Objection(template, place.text or "", code, reason, mend)
        )

    def unsaid(self) -> Iterator[Held]:
        """The sentences that cannot be said."""
        for place in self.places:
            if place.text is None:
                yield self.held(place, "reference", "；".join(place.reasons), "换成列出的引用，或删去这一句")


def _placed(setting: Setting, sentence: Sentence, paragraph: int, index: int, start: int) -> _Place:
    realised = realise_in(sentence.template, setting)
    if isinstance(realised, Missing):
        return _Place(paragraph, index, start, None, (), realised.reasons)
    return _Place(paragraph, index, start, realised.text, realised.spans)


def _verdicts(laid: _Laid, answer: Answer) -> Iterator[Held]:
    """What the verifier objects to, in the sentences of the part."""
    for item in answer.objections:
        for place in laid.at(item.start, item.end):
            yield laid.held(place, item.check or item.verdict.value, _said(item), _mend(item))


def _said(item: Judged) -> str:
    return f"“{item.text}”{item.verdict.label}：{item.reason}"


def _mend(item: Judged) -> str:
    if item.hint:
        return item.hint
    return "这个数没有依据，删去" if item.verdict is Verdict.UNSUPPORTED else "改成与表中一致的说法"


def _remarks(laid: _Laid, remarks: Sequence[Remark]) -> Iterator[Held]:
    """The grave remarks on the part; what is missing is held against the whole of it."""
    for remark in remarks:
        if remark.start == remark.end:
            yield Held(-1, -1, Objection("", "", remark.code, remark.what, remark.mend))
        if not remark.grave:
            continue
        for place in laid.at(remark.start, remark.end):
            yield laid.held(place, remark.code, remark.what, remark.mend)


def quoted_keys(template: str) -> frozenset[str]:
    """What the references of a template speak of, as written; none where it does not parse."""
    try:
        return frozenset(reference.source for reference in Template.of(template).references)
    except ExpressionError:
        return frozenset()
