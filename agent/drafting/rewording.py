"""A part's text as a person typed it, back to sentences with references: what they left alone keeps everything it had.

Nothing typed is ever altered: realised over the same figures, the sentences read as they were typed. A sentence that reads as
before keeps its template, guards, source and move. In a sentence that was changed, a reference stays where its words stayed and
the verifier reads the figure in its new place as the same thing; a typed figure becomes a reference where it verifies in its
place and the reference says exactly what stands there. All other figures stay the digits that somebody typed.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher

from agent.drafting.cutting import HEADING
from agent.drafting.manuscript import Lines, Manuscript, Sentence
from agent.drafting.quoting import Piece, reference_of, spliced
from agent.drafting.realising import Quoted, realise_in
from agent.drafting.setting import Missing, Setting
from agent.drafting.stood import Run, Stood, units_of, words_of
from agent.drafting.typed import shifted
from agent.verify.answer import Judged, Verdict

_BLOCK = re.compile(r"\{\{\s*(?:if|elif|else|end)\b")


@dataclass(frozen=True)
class Known:
    """A text and the verifier's figures of it, in text order, spans from its beginning."""

    text: str
    figures: Sequence[Judged]


def reading(lines: Sequence[Lines], setting: Setting) -> str:
    """The paragraphs as they read over the figures, one a line; those of which nothing can be said are left out."""
    read = Manuscript(Sentence(""), tuple(lines), ()).realise_in(setting).narrative.introduction
    return "\n".join(paragraph.text for paragraph in read)


def reworded(
    lines: Sequence[Lines], before: Known, typed: Known, setting: Setting, topic: str = ""
) -> tuple[Lines, ...]:
    """The paragraphs of ``typed.text``, one a line, none of them blank.

    ``lines`` stood there and read as ``before.text``. Sentences among them that say nothing over these figures stay beside what
    they stood beside, as long as that stays.
    """
    if not typed.text:
        return ()
    made = _Rewording(lines, before, typed, setting, topic)
    for way in (made.lines(unsaid=True), made.lines(unsaid=False)):
        if reading(way, setting) == typed.text:
            return way
    return tuple(Lines((Sentence(each),), topic=topic) for each in typed.text.split("\n"))


# --- what was typed -----------------------------------------------------------------------------------------------


@dataclass
class _Unit:
    """A sentence as it was typed: its paragraph, its place in the part's text, and what it is made into."""

    text: str
    paragraph: int
    start: int
    run: Run | None = None
    first: bool = True
    made: Sentence | None = None

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def _units(text: str) -> Iterator[_Unit]:
    at = 0
    for number, paragraph in enumerate(text.split("\n")):
        for unit in units_of(paragraph):
            yield _Unit(unit, number, at)
            at += len(unit)
        at += 1


@dataclass
class _Rewording:
    """One part being put together again."""

    before: Sequence[Lines]
    known: Known
    typed: Known
    setting: Setting
    topic: str
    units: list[_Unit] = field(init=False)
    stood: Stood = field(init=False)

    def __post_init__(self) -> None:
        self.stood = Stood.of(self.before, self.known.text, self.setting)
        self.units = list(_units(self.typed.text))
        self._keep()
        for runs, units in self._changed():
            _Region(self.known, self.typed, self.setting, runs, units).make()

    # what reads as before

    def _keep(self) -> None:
        """Find the sentences that read as before: in order, then those that were moved."""
        runs = self.stood.runs
        firsts: list[int] = []
        old: list[str] = []
        for run in runs:
            firsts.append(len(old))
            old += run.units
        now = [unit.text for unit in self.units]
        pairs: dict[int, int] = {}
        for block in SequenceMatcher(None, old, now, autojunk=False).get_matching_blocks():
            pairs |= {block.a + step: block.b + step for step in range(block.size)}
        left = []
        for run, first in zip(runs, firsts, strict=True):
            at = pairs.get(first, -1)
            whole = all(pairs.get(first + step) == at + step for step in range(len(run.units)))
            if not (whole and self._take(run, at)):
                left.append(run)
        for run in left:
            for at in range(len(self.units)):
                if self._take(run, at):
                    break

    def _take(self, run: Run, at: int) -> bool:
        """Have a run stand at a place, where it reads so and no other stands there."""
        units = self.units[at : at + len(run.units)] if at >= 0 else []
        fits = (
            len(units) == len(run.units)
            and all(
                unit.run is None and unit.text == words for unit, words in zip(units, run.units, strict=True)
            )
            and len({unit.paragraph for unit in units}) == 1
        )
        if fits:
            for number, unit in enumerate(units):
                unit.run, unit.first = run, number == 0
        return fits

    def _changed(self) -> Iterator[tuple[list[Run], list[_Unit]]]:
        """Stretches of sentences that do not read as before, each with the runs that stood where it stands."""
        kept = [unit.run for unit in self.units if unit.run is not None]
        order = {id(run): number for number, run in enumerate(self.stood.runs)}
        taken = {id(run) for run in kept}
        low, stretch = 0, list[_Unit]()
        for unit in [*self.units, None]:
            if unit is not None and unit.run is None:
                stretch.append(unit)
                continue
            high = order[id(unit.run)] if unit is not None else len(self.stood.runs)
            if stretch:
                between = self.stood.runs[low:high] if low <= high else ()
                yield [run for run in between if id(run) not in taken], stretch
                stretch = []
            if unit is not None:
                low = high + 1

    # putting it together

    def lines(self, *, unsaid: bool) -> tuple[Lines, ...]:
        """The paragraphs; with ``unsaid`` those sentences too that say nothing over these figures."""
        count = self.units[-1].paragraph + 1
        made: list[list[Sentence]] = [[] for _ in range(count)]
        headed = [False] * count
        for unit in self.units:
            if unit.run is None:
                made[unit.paragraph].append(unit.made or Sentence(unit.text))
            elif unit.first:
                made[unit.paragraph] += self._said(unit.run, unsaid=unsaid)
                headed[unit.paragraph] |= unit.run.paragraph in self.stood.headings
        places = {unit.run.paragraph: unit.paragraph for unit in self.units if unit.run is not None}
        flags = self._headings(headed)
        found: list[Lines] = list(self.stood.silent.get(-1, ())) if unsaid else []
        for number, own in enumerate(made):
            found.append(Lines(tuple(own), flags[number], self.topic))
            for old, new in places.items() if unsaid else ():
                if new == number:
                    found += self.stood.silent.get(old, ())
        return tuple(found)

    def _said(self, run: Run, *, unsaid: bool) -> Iterator[Sentence]:
        for sentence in run.sentences:
            if unsaid or words_of(realise_in(sentence.template, self.setting)):
                yield sentence

    def _headings(self, headed: Sequence[bool]) -> list[bool]:
        """Which paragraphs are sub-headings: those that were, and （一）某某 with prose under it. A topic's part has none."""
        paragraphs = self.typed.text.split("\n")
        flags = [False] * len(paragraphs)
        if self.topic:
            return flags
        for number in range(len(paragraphs) - 2, -1, -1):
            like = headed[number] or HEADING.fullmatch(paragraphs[number].strip()) is not None
            flags[number] = like and not flags[number + 1]
        return flags


@dataclass
class _Region:
    """A stretch that was changed: the runs that stood there, and the sentences that stand there now."""

    known: Known
    typed: Known
    setting: Setting
    runs: Sequence[Run]
    units: Sequence[_Unit]

    def make(self) -> None:
        """Make a template of every sentence."""
        blocks = self._blocks()
        carried = list(self._carried(blocks))
        for unit in self.units:
            own = [piece for piece in carried if unit.start <= piece.start and piece.end <= unit.end]
            template = self._template(unit, own)
            unit.made = self._like(unit, template, blocks)

    def _blocks(self) -> list[tuple[int, int, int]]:
        """What reads the same before and now: place before, place now, length, the places of the part's texts."""
        old = "".join(run.text for run in self.runs)
        places = [run.start + at for run in self.runs for at in range(len(run.text))]
        now = "".join(unit.text for unit in self.units)
        news = [unit.start + at for unit in self.units for at in range(len(unit.text))]
        matcher = SequenceMatcher(None, old, now, autojunk=False)
        return [
            (places[block.a], news[block.b], block.size)
            for block in matcher.get_matching_blocks()
            if block.size
        ]

    def _carried(self, blocks: Sequence[tuple[int, int, int]]) -> Iterator[Quoted]:
        """The references whose words stayed as they were, where they stand now."""
        for run in self.runs:
            for span in run.spans:
                start, end = run.start + span.start, run.start + span.end
                for old, new, size in blocks:
                    if old <= start and end <= old + size and self._stays(start, end, new - old):
                        yield replace(span, start=start + new - old, end=end + new - old)

    def _stays(self, start: int, end: int, step: int) -> bool:
        """Whether a figure that is objected to where it stands now was so where it stood: then its words are not to blame."""
        now = [each for each in self.typed.figures if _meets(each, start + step, end + step)]
        if not any(each.verdict.objects for each in now):
            return True
        old = [each for each in self.known.figures if _meets(each, start, end)]
        return [(each.text, each.verdict) for each in old] == [(each.text, each.verdict) for each in now]

    def _template(self, unit: _Unit, carried: Sequence[Quoted]) -> str:
        figures = shifted(self.typed.figures, unit.start, unit.end)
        kept = [replace(q, start=q.start - unit.start, end=q.end - unit.start) for q in carried]
        pieces: list[Piece] = []
        for item in figures:
            if item.verdict is not Verdict.VERIFIED:
                continue
            over = [span for span in kept if _meets(item, span.start, span.end)]
            proved = self._proved(unit.text, item)
            if over and any(self._same(span, item, proved) for span in over):
                continue
            kept = [span for span in kept if span not in over]
            if proved is not None:
                pieces.append(proved)
        pieces = [
            piece
            for piece in pieces
            if not any(piece.start < span.end and span.start < piece.end for span in kept)
        ]
        pieces += [Piece(span.start, span.end, span.reference) for span in kept]
        template = spliced(unit.text, sorted(pieces, key=lambda piece: piece.start))
        return template if words_of(realise_in(template, self.setting)) == unit.text else unit.text

    def _proved(self, text: str, item: Judged) -> Piece | None:
        """The reference that says exactly what stands there, white space too."""
        piece = reference_of(text, item, self.setting)
        if piece is None:
            return None
        said = words_of(realise_in(f"{{{{{piece.source}}}}}", self.setting))
        return piece if said == text[piece.start : piece.end] else None

    def _same(self, span: Quoted, item: Judged, proved: Piece | None) -> bool:
        """Whether a reference that stood there speaks of what the verifier reads there now."""
        if proved is None:
            return span.expression is not None and span.expression == item.expression
        said = realise_in(f"{{{{{proved.source}}}}}", self.setting)
        return not isinstance(said, Missing) and [q.expression for q in said.spans] == [span.expression]

    def _like(self, unit: _Unit, template: str, blocks: Sequence[tuple[int, int, int]]) -> Sentence:
        """The sentence with what was known of the one that it was made of; guards only where all of that is still said."""
        best, most = None, 0
        for run in self.runs:
            shared = sum(
                max(
                    0,
                    min(size, run.start + len(run.text) - old, unit.end - new)
                    - max(0, run.start - old, unit.start - new),
                )
                for old, new, size in blocks
            )
            if shared > most:
                best, most = run, shared
        said = [s for s in best.sentences if words_of(realise_in(s.template, self.setting))] if best else []
        if best is None or len(said) != 1 or 2 * most < len(best.text):
            return Sentence(template)
        if best.text in unit.text and not _BLOCK.search(said[0].template):
            return replace(said[0], template=template)
        return Sentence(template, source=said[0].source)


def _meets(item: Judged, start: int, end: int) -> bool:
    return item.start < end and start < item.end
