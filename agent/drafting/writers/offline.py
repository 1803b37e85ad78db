"""The writer that needs no model: past paragraphs said again of this year's figures, and the phrase files for the rest.

The unit's own last report goes first. Where too little of it can be said again, one paragraph of another unit's may serve, by
stricter rules; where that is too little as well, the phrase files write the part alone. Nothing is said because it was said once:
every past sentence is verified over this year's figures, and one that is objected to is left out.

The introduction, the problems with their measures and the matters of the last section are always the phrase files'. The first is
a formula with this year's contact in it; a problem of last year's is not one of this year's because it was written then.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from agent.drafting.brief import Brief, Found, Part
from agent.drafting.manuscript import Lines, Sentence, Source
from agent.drafting.parts import Phrasing
from agent.drafting.past import Past
from agent.drafting.realising import realise_in
from agent.drafting.setting import Missing, Setting
from agent.drafting.speaker import short_name
from agent.drafting.writers.covering import Covering
from agent.drafting.writers.joining import Placed, joined, varied
from agent.drafting.writers.refilling import Refilled, refilled
from agent.drafting.writers.writer import Piece
from agent.errors import Unavailable
from agent.verify import verify

NAME = "内置文句"
# The section whose parts past paragraphs may write.
_REFILLED = "overview"
# Of the sentences of past paragraphs at least this share must be said again, of one paragraph without figures too.
_SHARE = 0.5
# A paragraph with fewer characters than this goes with the one before it.
_FRAGMENT = 40
# A part of past sentences that is shorter than this share of what the phrase files say is too thin.
_THIN = 0.4


@dataclass(frozen=True)
class Written:
    """A part, paragraph by paragraph. ``used`` are the past paragraphs whose sentences are in it, in their order, each once."""

    paragraphs: tuple[Lines, ...]

    @property
    def template(self) -> str:
        """The paragraphs, one a line."""
        return "\n".join(lines.template for lines in self.paragraphs)

    @property
    def used(self) -> tuple[Source, ...]:
        """Where its past sentences come from."""
        return sources_of(self.paragraphs)


def sources_of(paragraphs: Sequence[Lines]) -> tuple[Source, ...]:
    """The past paragraphs of which there are sentences, each once, in the order of the text."""
    found = (sentence.source for lines in paragraphs for sentence in lines.sentences)
    return tuple(dict.fromkeys(source for source in found if source is not None))


class OfflineWriter:
    """Writes without a model. Past paragraphs are the brief's, and where it has none, those of ``past``."""

    def __init__(self, past: Past | None = None) -> None:
        self._past = past

    @property
    def name(self) -> str:
        """Who it is."""
        return NAME

    def write(self, brief: Brief) -> Iterator[Piece]:
        """The part as a template, a paragraph a line; it costs nothing."""
        yield self.written(brief).template

    def written(self, brief: Brief) -> Written:
        """The same with where each sentence came from. ``Unavailable`` where the figures' form is unknown."""
        setting = brief.setting
        if setting.form is None:
            raise Unavailable(f"不认识的格式“{setting.figures.form}”，写不出正文")
        found = brief.exemplars
        if not found and self._past is not None and refills(brief.part):
            found = tuple(self._past.of_part(brief.part, setting))
        return written(brief.part, Phrasing(setting, setting.form), found)


def refills(part: Part) -> bool:
    """Whether past paragraphs may write the part: others need not be looked for."""
    return part.section == _REFILLED


def written(part: Part, phrasing: Phrasing, found: Sequence[Found]) -> Written:
    """A part out of past paragraphs and phrases; of phrases alone where that is better."""
    built_in = phrasing.paragraphs(part)
    if refills(part):
        own = [each for each in found if _is_own(each, phrasing.setting)]
        others = [each for each in found if not _is_own(each, phrasing.setting)]
        for some in (own, *([each] for each in others)):
            made = _Refilling(part, phrasing, built_in).made(some) if some else ()
            if made:
                return Written(made)
    return Written(built_in)


def _is_own(found: Found, setting: Setting) -> bool:
    return short_name(found.exemplar.unit) == short_name(setting.figures.unit)


class _Refilling:
    """One part made of the past paragraphs of one unit."""

    def __init__(self, part: Part, phrasing: Phrasing, built_in: Sequence[Lines]) -> None:
        self._part, self._phrasing, self._built_in = part, phrasing, built_in
        self._setting = phrasing.setting
        self._covering = Covering(built_in, phrasing.setting, phrasing.form)

    def made(self, found: Sequence[Found]) -> tuple[Lines, ...]:
        """The part's paragraphs; none where too little can be said again."""
        paragraphs = [refilled(each, self._setting) for each in found]
        paragraphs = self._unobjected([tuple(map(self._in_its_part, some)) for some in paragraphs])
        kept = [
            self._worthwhile(paragraph, each.exemplar.text)
            for paragraph, each in zip(paragraphs, found, strict=True)
        ]
        if not self._enough(paragraphs, kept):
            return ()
        sentences = [
            joined(self._placed(paragraph, keep)) for paragraph, keep in zip(paragraphs, kept, strict=True)
        ]
        whole = self._whole([paragraph for paragraph in sentences if paragraph])
        lines = tuple(Lines(varied(paragraph)) for paragraph in whole if paragraph)
        if not sources_of(lines) or len(self._said(lines)) < _THIN * len(self._said(self._built_in)):
            return ()
        return () if self._objected(self._said(lines)) else lines

    # --- which sentences ------------------------------------------------------------------------------------------

    def _in_its_part(self, each: Refilled) -> Refilled:
        """Refused where it tells a headline figure that the phrase files tell in another part."""
        if each.refused or self._covering.told(each.sentence).headlines <= self._covering.headlines:
            return each
        return replace(each, refused="说的是另一部分的数", text="")

    def _unobjected(self, paragraphs: Sequence[tuple[Refilled, ...]]) -> list[tuple[Refilled, ...]]:
        """With those refused that the verifier objects to; the text is read as a whole, under its heading."""
        text, places = self._heading, []
        for paragraph in paragraphs:
            for each in paragraph:
                places.append((len(text), len(text) + len(each.text)))
                text += each.text
            text += "\n"
        bad = self._objected(text)
        left = iter(places)
        return [
            tuple(
                replace(each, refused="核验不能通过", text="")
                if not each.refused and any(span[0] < end and start < span[1] for start, end in bad)
                else each
                for each, span in zip(paragraph, [next(left) for _ in paragraph], strict=True)
            )
            for paragraph in paragraphs
        ]

    @property
    def _heading(self) -> str:
        return f"{self._part.title}\n"

    def _objected(self, text: str) -> list[tuple[int, int]]:
        """The spans that the verifier objects to."""
        answer = verify(text, self._setting.figures, self._setting.previous)
        return [(item.start, item.end) for item in answer.objections]

    def _worthwhile(self, paragraph: Sequence[Refilled], past: str) -> tuple[bool, ...]:
        """Which sentences are kept: those that quote figures, and the others of a paragraph that is mostly whole.

        Of one that would stand there as it stood then, word for word, only what quotes figures is: nobody looked at it again.
        """
        standing = sum(not each.refused for each in paragraph)
        whole = standing >= _SHARE * len(paragraph)
        copied = standing == len(paragraph) and "".join(each.text for each in paragraph) in "".join(
            past.split()
        )
        return tuple(not each.refused and ((whole and not copied) or each.quotes) for each in paragraph)

    def _enough(self, paragraphs: Sequence[Sequence[Refilled]], kept: Sequence[Sequence[bool]]) -> bool:
        """Whether it is worth while: a headline figure is told, and half of what told figures, or of everything, stands."""
        pairs = [pair for some in zip(paragraphs, kept, strict=True) for pair in zip(*some, strict=True)]
        must = self._covering.headlines | self._covering.facts
        if not must:
            return sum(keep for _, keep in pairs) >= max(1, _SHARE * len(pairs))
        told = {
            figure for each, keep in pairs if keep for figure in self._covering.told(each.sentence).figures
        }
        quoting = [keep for each, keep in pairs if each.quotes]
        return bool(told & must) and sum(quoting) >= _SHARE * len(quoting)

    @staticmethod
    def _placed(paragraph: Sequence[Refilled], kept: Sequence[bool]) -> list[Placed]:
        return [Placed(each.sentence, keep) for each, keep in zip(paragraph, kept, strict=True)]

    # --- the whole part -------------------------------------------------------------------------------------------

    def _whole(self, paragraphs: Sequence[Sequence[Sentence]]) -> list[list[Sentence]]:
        """With what the phrase files say and nothing says yet: headline figures, facts.

        Past sentences about how the work is done are few enough to be told apart from those of the phrase files: the one or the
        other stand in a part, so that it does not say the same in two voices.
        """
        whole = self._covering.covered(paragraphs)
        general = list(self._covering.general)
        own = [
            each for paragraph in paragraphs for each in paragraph if not self._covering.told(each).figures
        ]
        told = [self._covering.told(each) for paragraph in whole for each in paragraph]
        facts = list(
            self._phrasing.facts(self._part.topic, frozenset().union(*(each.facts for each in told)))
        )
        at = self._facts_at
        facts = facts if at is not None else []
        at = at or 0
        if len(own) < _SHARE * len(general):
            first = general if at >= len(general) else [*general[:at], *facts, *general[at:]]
            facts = facts if at >= len(general) else []
            quoting = [some for some in map(self._quoting, whole) if some]
            if self._covering.general_leads and quoting:
                return self._merged([[*first, *quoting[0]], *quoting[1:], facts])
            return self._merged([first, *quoting, facts])
        if facts and at < len(general):
            return self._merged([*whole[: self._leading(whole)], facts, *whole[self._leading(whole) :]])
        return self._merged([*whole, facts])

    def _leading(self, paragraphs: Sequence[Sequence[Sentence]]) -> int:
        """How many paragraphs stand before the first that tells a headline figure."""
        told = [any(self._covering.told(each).headlines for each in some) for some in paragraphs]
        return told.index(True) if True in told else len(told)

    def _quoting(self, paragraph: Sequence[Sentence]) -> list[Sentence]:
        """The sentences that tell figures, or that there was none."""
        told = [(each, self._covering.told(each)) for each in paragraph]
        return [each for each, tells in told if tells.figures or tells.noughts]

    @property
    def _facts_at(self) -> int | None:
        """Behind how many general sentences the phrase files tell facts; None where they tell none."""
        general, count = self._covering.general, 0
        for sentence in (each for lines in self._built_in for each in lines.sentences):
            if sentence.move.startswith("facts."):
                return count
            count += sentence in general
        return None

    def _merged(self, paragraphs: Sequence[Sequence[Sentence]]) -> list[list[Sentence]]:
        """No paragraph that is a fragment: it goes with the one before, the first with the one behind."""
        made: list[list[Sentence]] = []
        for paragraph in filter(None, paragraphs):
            short = self._is_fragment(paragraph)
            first_is_short = len(made) == 1 and self._is_fragment(made[0])
            if made and (short or first_is_short):
                made[-1] += paragraph
            else:
                made.append(list(paragraph))
        return made

    def _is_fragment(self, paragraph: Sequence[Sentence]) -> bool:
        return len(self._said([Lines(tuple(paragraph))])) - len(self._heading) < _FRAGMENT

    def _said(self, paragraphs: Sequence[Lines]) -> str:
        """The paragraphs over the figures, under their heading."""
        said = [realise_in(lines.template, self._setting) for lines in paragraphs]
        return self._heading + "\n".join(each.text for each in said if not isinstance(each, Missing))
