"""From phrases to sentences: what is said of these figures, and in which of its wordings.

The choice among wordings depends on the unit, the year and the move and on nothing else, so that two units read differently
and one unit's text stays as it is when a figure changes, except where the figure demands another wording.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import TypeVar

from agent.drafting.conditions import Guard
from agent.drafting.factual import Factual
from agent.drafting.manuscript import Lines, Sentence
from agent.drafting.phrasebook import SLOT
from agent.drafting.phrases import FactsMove, Move, PhraseBook, Point, Pool, SeriesMove, Slot, Wording
from agent.drafting.realising import realise_in
from agent.drafting.setting import Missing, Setting
from agent.drafting.speaker import short_name

_T = TypeVar("_T")
ORDINALS = "一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Piece:
    """A text with references, and what it was chosen on."""

    template: str
    guards: tuple[Guard, ...] = ()


class Composer:
    """Writes the paragraphs of one report; ``factual`` writes the sentences about facts.

    ``variant`` 0 is what this unit draws for the year; each other number is another choice among the same wordings.
    """

    def __init__(self, setting: Setting, factual: Factual, variant: int = 0) -> None:
        self.setting, self.factual, self.variant = setting, factual, variant

    # --- which wording -------------------------------------------------------------------------------------------

    def turned(self, items: Sequence[_T], move: str) -> tuple[_T, ...]:
        """The items, beginning with the one that this unit, year and move draw."""
        figures = self.setting.figures
        seed = f"{short_name(figures.unit)}|{figures.year}|{move}".encode()
        drawn = int.from_bytes(blake2b(seed, digest_size=8).digest(), "big") + self.variant
        first = drawn % max(1, len(items))
        return (*items[first:], *items[:first])

    def ranked(self, moves: Sequence[_T], names: Sequence[str], pool: str) -> list[_T]:
        """The moves in an order of this unit's own."""
        figures = self.setting.figures
        seed = f"{short_name(figures.unit)}|{figures.year}|{pool}|{self.variant or ''}"
        digests = [blake2b((seed + name).encode(), digest_size=8).digest() for name in names]
        return [move for _, move in sorted(zip(digests, moves, strict=True), key=lambda pair: pair[0])]

    # --- paragraphs ----------------------------------------------------------------------------------------------

    def paragraphs(self, book: PhraseBook) -> Iterator[Lines]:
        """The paragraphs of a file of phrases; one in which nothing can be said is left out."""
        points = self.points(book)
        for part in book.parts:
            sentences: list[Sentence] = []
            for move in part.moves:
                if isinstance(move, FactsMove):
                    sentences += self.factual.sentences(move.topic)
                elif isinstance(move, SeriesMove):
                    sentences += self.series(points, move.side)
                elif isinstance(move, Pool):
                    sentences += self.pool(move)
                else:
                    sentences += self.move(move)
            if sentences:
                yield Lines(tuple(sentences))

    def pool(self, pool: Pool) -> list[Sentence]:
        """As many of a pool's moves as this kind of unit says, in the order of the file."""
        said = {move.id: self.move(move) for move in pool.moves}
        able = [move for move in pool.moves if said[move.id]]
        chosen = self.ranked(able, [move.id for move in able], pool.id)[
            : pool.pick[self.setting.speaker.kind]
        ]
        return [sentence for move in able if move in chosen for sentence in said[move.id]]

    def move(self, move: Move) -> list[Sentence]:
        """The first case that fits and can be said, as a sentence; nothing where there is none."""
        passed: list[Guard] = []
        for case in move.cases:
            if not self.fits(case):
                passed.append(Guard(case.when, held=False))
                continue
            piece = self.piece(case, move.id)
            if piece is not None:
                return [Sentence(piece.template, move.id, (*piece.guards, *passed))]
        return []

    # --- pieces --------------------------------------------------------------------------------------------------

    def fits(self, wording: Wording) -> bool:
        """Whether all its conditions hold."""
        return all(line.holds(self.setting) for line in wording.when)

    def piece(self, wording: Wording, move: str) -> Piece | None:
        """The wording with its slots filled; None where something in it is unknown."""
        filled = {name: self.fill(slot, f"{move}.{name}") for name, slot in wording.slots.items()}
        for text in self.turned(wording.say, move):
            used = SLOT.findall(text)
            parts = [part for name in used if (part := filled[name]) is not None]
            if len(parts) < len(used):
                continue
            template = text
            for name, part in zip(used, parts, strict=True):
                template = template.replace(f"[[{name}]]", part.template)
            said = realise_in(template, self.setting)
            if isinstance(said, Missing) or not said.text:
                continue
            inner = tuple(guard for part in parts for guard in part.guards)
            return Piece(template, (Guard(wording.when), *inner) if wording.when else inner)
        return None

    def fill(self, slot: Slot, move: str) -> Piece | None:
        """What stands in a slot; None where nothing does and something must."""
        said: list[str] = []
        guards: list[Guard] = []
        for piece in slot.pieces:
            if not self.fits(piece):
                guards.append(Guard(piece.when, held=False))
                continue
            written = self.piece(piece, move)
            if written is None:
                continue
            said.append(written.template)
            guards += written.guards
            if slot.one:
                break
        if not said and not slot.optional:
            return None
        return Piece(slot.join.join(said), tuple(guards))

    # --- series --------------------------------------------------------------------------------------------------

    def points(self, book: PhraseBook) -> list[Point]:
        """The points that the series speak of: those that figures show first, then general ones of this unit's own."""
        able = [point for point in book.points if self.fits(point.problem) and self.said(point)]
        shown = [point for point in able if not point.general][: book.shown]
        general = [point for point in able if point.general]
        ranked = self.ranked(general, [point.id for point in general], f"{book.id}.points")
        most = book.most.get(self.setting.speaker.kind, 0)
        return (shown + ranked)[:most]

    def said(self, point: Point) -> bool:
        """Whether both its sides can be said."""
        sides = (self.piece(point.problem, point.id), self.piece(point.measure, point.id))
        return all(side is not None for side in sides)

    def series(self, points: list[Point], side: str) -> Iterator[Sentence]:
        """一是…二是…, in the order of the points; a single point has no number."""
        for ordinal, point in zip(ORDINALS, points, strict=False):
            piece = self.piece(point.problem if side == "problem" else point.measure, f"{point.id}.{side}")
            if piece is not None:
                number = f"{ordinal}是" if len(points) > 1 else ""
                yield Sentence(number + piece.template, point.id, piece.guards)
