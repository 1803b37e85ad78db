"""A part written otherwise without a model, as far as that goes: other wordings, fewer sentences, more, or last year's.

Everything comes out of the phrase files and past paragraphs, and is weighed where it will stand like anybody's text.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from agent.drafting.authoring import Desk
from agent.drafting.brief import Part
from agent.drafting.composing import ORDINALS
from agent.drafting.conversation.requests import Manner
from agent.drafting.conversation.standing import Standing
from agent.drafting.cutting import whole
from agent.drafting.loop import BUILT_IN, settled, with_sentence, without
from agent.drafting.manuscript import Lines, Sentence
from agent.drafting.parts import Phrasing
from agent.drafting.record import Origin, PartRecord
from agent.drafting.speaker import short_name
from agent.drafting.weighing import Scales, quoted_keys
from agent.drafting.writers.offline import sources_of, written
from agent.errors import Unavailable

_VARIANTS = range(1, 9)
_MORE = 3
# A part is shorter at this share of its length.
_SHORTER = 0.65


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a part is not written otherwise, in Chinese."""

    reason: str


@dataclass(frozen=True)
class Revised:
    """The part as it may stand."""

    lines: tuple[Lines, ...]
    record: PartRecord


def revised(
    standing: Standing,
    desk: Desk,
    part: Part,
    manner: Manner | None,
    tried: Collection[str],
    instruction: str = "",
) -> Revised | Refused:
    """The part written in a manner, None: as the phrases and past paragraphs have it. ``tried``: texts that stood there."""
    scales = desk.scales(standing.manuscript, part, instruction)
    current = standing.lines(part)
    found = _Revising(standing, part, scales, current, tried).made(manner)
    if isinstance(found, Refused):
        return found
    lines = settled(found, scales)
    if not lines or whole(lines) == whole(current):
        return Refused(_SAME.get(manner, "现在的写法就是这样，没有改动"))
    origins = tuple(Origin(each.unit, each.year, each.file, each.number) for each in sources_of(lines))
    record = PartRecord(
        part.id, BUILT_IN, whole(lines), by=(BUILT_IN,), origins=origins, instruction=instruction
    )
    return Revised(lines, record)


_SAME: dict[Manner | None, str] = {
    Manner.LONGER: "数据里能说的都已经说了；补充一项事实（“加一项：……”）就能再写",
    Manner.SHORTER: "剩下的都是必须说的，不能再短了",
    Manner.OTHERWISE: "没有别的写法了",
    Manner.LIKE_LAST_YEAR: "已经是按往年的结构写的了",
}


class _Revising:
    def __init__(
        self,
        standing: Standing,
        part: Part,
        scales: Scales,
        current: tuple[Lines, ...],
        tried: Collection[str],
    ) -> None:
        self._standing, self._part, self._scales = standing, part, scales
        self._current, self._tried = current, {*tried, whole(current)}

    def made(self, manner: Manner | None) -> tuple[Lines, ...] | Refused:
        match manner:
            case None:
                return self._standing.spare(self._part)
            case Manner.OTHERWISE:
                return self._otherwise()
            case Manner.SHORTER:
                return self._shorter()
            case Manner.LONGER:
                return self._longer()
            case Manner.LIKE_LAST_YEAR:
                return self._like_last_year()
            case Manner.FREE:
                return Refused("没有接模型，这样的要求办不了；可以说“再详细些”“短一些”“换个说法”或“参照去年”")

    # --- other wordings ------------------------------------------------------------------------------------------

    def _variant(self, variant: int) -> tuple[Lines, ...]:
        return Phrasing(self._standing.setting, self._standing.ground.form, variant).paragraphs(self._part)

    def _otherwise(self) -> tuple[Lines, ...] | Refused:
        for variant in (*_VARIANTS, 0):
            lines = settled(self._variant(variant), self._scales)
            if lines and whole(lines) not in self._tried:
                return lines
        return Refused(_SAME[Manner.OTHERWISE])

    # --- shorter -------------------------------------------------------------------------------------------------

    def _shorter(self) -> tuple[Lines, ...] | Refused:
        """Without sentences that nothing requires: first those that quote no figure, the last ones first."""
        lines, held = self._current, len(self._scales.weigh(self._current).held)
        enough, kept = _length(lines) * _SHORTER, set[str]()
        while _length(lines) > enough and (place := _least(lines, kept)) is not None:
            kept.add(lines[place[0]].sentences[place[1]].template)
            trial = without(lines, {place})
            headless = any(each.heading for each in lines) and len(trial) != len(lines)
            if trial and not headless and len(self._scales.weigh(trial).held) <= held:
                lines = trial
        return lines

    # --- longer --------------------------------------------------------------------------------------------------

    def _longer(self) -> tuple[Lines, ...] | Refused:
        """With up to three further sentences, of which each says something that is not said yet."""
        lines, held, added = self._current, len(self._scales.weigh(self._current).held), 0
        if not lines:
            return self._standing.spare(self._part)
        for sentence in (*self._facts(), *self._further()):
            if added == _MORE:
                break
            trial = with_sentence(lines, sentence)
            if _says_new(sentence, lines) and len(self._scales.weigh(trial).held) <= held:
                lines, added = trial, added + 1
        return lines

    def _facts(self) -> tuple[Sentence, ...]:
        """The facts that belong here and are not told yet; they are no move of the phrases."""
        setting, form = self._standing.setting, self._standing.ground.form
        told = [each.name for each in setting.figures.facts if f'"{each.name}"' in whole(self._current)]
        found = Phrasing(setting, form).facts(self._part.topic or self._part.section, told)
        return tuple(replace(each, move="") for each in found)

    def _further(self) -> Iterator[Sentence]:
        """What the phrases say in other wordings."""
        for lines in (self._standing.spare(self._part), *map(self._variant, _VARIANTS)):
            for line in lines:
                for sentence in () if line.heading else line.sentences:
                    if sentence.template[:2] not in _SERIES:
                        yield sentence

    # --- last year -----------------------------------------------------------------------------------------------

    def _like_last_year(self) -> tuple[Lines, ...] | Refused:
        ground, setting = self._standing.ground, self._standing.setting
        none = Refused(
            "范文库里没有本单位往年这一部分的文字；先带入上年年报，或用 nianbao ingest 收入往年年报，再说一次"
        )
        if ground.past is None:
            return none
        try:
            found = ground.past.of_part(self._part, setting)
        except Unavailable as error:
            return Refused(f"范文库用不了：{error}")
        own = [each for each in found if short_name(each.exemplar.unit) == short_name(setting.figures.unit)]
        if not own:
            return none
        made = written(self._part, Phrasing(setting, ground.form), own)
        if not made.used:
            return Refused("往年这一部分的句子，今年的数据都说不上，没有照用")
        return made.paragraphs


_SERIES = frozenset(f"{ordinal}是" for ordinal in ORDINALS)


def _places(lines: Sequence[Lines]) -> Iterator[tuple[int, int]]:
    for number, line in enumerate(lines):
        yield from ((number, index) for index in range(len(line.sentences)) if not line.heading)


def _least(lines: Sequence[Lines], kept: Collection[str]) -> tuple[int, int] | None:
    """The sentence that can best be spared, but for those to be ``kept``; None where there is none, or only one is left."""
    places = sorted(_places(lines), reverse=True)
    left = [each for each in places if lines[each[0]].sentences[each[1]].template not in kept]
    if len(places) < 2 or not left:
        return None
    return min(left, key=lambda each: bool(quoted_keys(lines[each[0]].sentences[each[1]].template)))


def _length(lines: Sequence[Lines]) -> int:
    return sum(len(each.template) for each in lines)


def _says_new(sentence: Sentence, lines: Sequence[Lines]) -> bool:
    """Whether its move is not there yet, and each figure that it quotes neither."""
    moves = {each.move for line in lines for each in line.sentences if each.move}
    if sentence.move and sentence.move in moves:
        return False
    text = whole(tuple(replace(line, heading=False) for line in lines))
    return not quoted_keys(sentence.template) & quoted_keys(text) and sentence.template not in text
