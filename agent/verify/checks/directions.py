"""What a sentence says of a direction without a number: 较上年有所增加, 同比下降, 与上年持平.

What has moved is what the clause itself names (新收申请较上年增长，共202件), or the number right behind the direction (增长至
202件), or else the number before it. A clause that names something that the form does not know (平均办理时长较上年下降) says
nothing of either. Of several meanings one that fits is enough. A share is level where it is quoted alike.

正例：全年收到政府信息公开申请202件，较上年有所增加。
正例：新收申请较上年增长，共202件。
正例：全年未经复议直接起诉5件，与上年持平。
反例：新收申请较上年下降，共202件。
反例：全年收到政府信息公开申请202件，与上年持平。
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from agent.figures.quantity import plain
from agent.forms.expressions import Expression, last_year
from agent.verify.answer import Verdict
from agent.verify.claim import Claim
from agent.verify.explain import name, rounded
from agent.verify.filling import residue
from agent.verify.naming import named
from agent.verify.scene import Scene, Slot
from agent.verify.scope import narrowed

CODE = "C02"
TITLE = "不带数字的增减"
_LAST = "(?:上年度?|去年|上一年度?)"
_WAY = "(?:有所|略有|稍有|明显|大幅度?|显著|持续)?(?:(?P<up>增加|增长|上升|提高|增多)|(?P<down>减少|下降|降低|回落))"
_END = "(?=[，。；、）]|$)"
_MOVED = re.compile(
    rf"(?:(?:较|比|与){_LAST}(?:同期)?(?:相比)?，?|同比){_WAY}(?:(?P<reached>[至到])(?=[0-9０-９])|{_END})"
)
_COMPARED = re.compile(
    rf"(?:较|比|与|和|同){_LAST}(?:同期)?相?比较?，(?P<what>[^，。；：、（）()]{{2,24}}?){_WAY}{_END}"
)
_LEVEL = re.compile(rf"(?:与|同|和){_LAST}(?P<about>基本)?持平")
_MARKS = "，。；：（("
# A clause longer than this is none; the bound keeps the search linear in any text.
_CLAUSE = 80
_FOUR = Decimal("0.0001")
_FILLING = re.compile("总体|整体|总的来看|同样|呈|也|则|但|且|虽然?|而|这一|上述|该项?")


def find(scene: Scene) -> Iterator[Claim]:
    """The directions of a paragraph that cells or facts decide."""
    for match in _MOVED.finditer(scene.text):
        yield from _moved(scene, match, _meant(scene, match))
    for match in _COMPARED.finditer(scene.text):
        yield from _moved(scene, match, _named(scene, match.start("what"), match.end("what")))
    for match in _LEVEL.finditer(scene.text):
        if not match["about"]:
            yield from _level(scene, match)


def _meant(scene: Scene, match: "re.Match[str]") -> list[Expression]:
    """What may have moved, each as of this year."""
    if match["reached"]:
        slot = next(iter(scene.started_at(match.end())), None)
        right = slot is not None and slot.mention.start == match.end()
        return _of(slot) if right else []
    slot = _before(scene, match.start())
    start = _clause_start(scene, match.start(), slot)
    found = _named(scene, start, match.start())
    if found or _rest(scene, start, match.start()):
        return found
    return _of(slot)


def _before(scene: Scene, at: int) -> Slot | None:
    """The last number before a position in its sentence."""
    slot = next(iter(scene.ended_by(at)), None)
    return slot if slot is not None and slot.sentence == scene.sentence_of(at) else None


def _of(slot: Slot | None) -> list[Expression]:
    """What a count was bound to; nothing for a change or a share."""
    counts = slot is not None and slot.bound is not None and slot.mention.counts and not slot.role
    return [slot.bound.expression] if counts and slot is not None and slot.bound is not None else []


def _clause_start(scene: Scene, at: int, slot: Slot | None) -> int:
    floor = max(0, at - _CLAUSE, slot.mention.end if slot is not None else 0)
    floor = max(floor, scene.sentence_span(scene.sentence_of(at))[0])
    return max(floor, *(scene.text.rfind(mark, floor, at) + 1 for mark in _MARKS))


def _named(scene: Scene, start: int, end: int) -> list[Expression]:
    """What a clause names, where it says nothing else: of 申请办理质量 the form knows only 申请."""
    return (
        [] if _rest(scene, start, end) else [candidate.expression for candidate in named(scene, start, end)]
    )


def _rest(scene: Scene, start: int, end: int) -> str:
    """What a clause says beside the form's words, the facts' names and filling."""
    words = [hit.word for hit in scene.hits_in(start, end)]
    words += [word for fact in scene.ground.figures.facts for word in fact.names]
    return _FILLING.sub("", residue(scene.text[start:end], words))


# --- verdicts -----------------------------------------------------------------------------------------------------


def _moved(scene: Scene, match: "re.Match[str]", meant: list[Expression]) -> Iterator[Claim]:
    """Whether it moved that way."""
    sign = ">" if match["up"] else "<"
    pairs = list(_both_years(scene, match, meant))
    holds = [now > then if match["up"] else now < then for _, now, then in pairs]
    yield from _best(scene, match, sign, [(*pair, fits) for pair, fits in zip(pairs, holds, strict=True)])


def _level(scene: Scene, match: "re.Match[str]") -> Iterator[Claim]:
    """Whether it is as it was; a share, to the places in which it is quoted."""
    before = _before(scene, match.start())
    start = _clause_start(scene, match.start(), before)
    meant = _named(scene, start, match.start())
    if not meant and _rest(scene, start, match.start()):
        return
    slot = next((s for s in scene.ended_by(match.start()) if _can_be_level(s)), None)
    slot = slot if slot is not None and slot.sentence == scene.sentence_of(match.start()) else None
    share = _share(scene, slot) if slot is not None and not meant else None
    if share is not None and slot is not None:
        found = [
            (each, now, then, rounded(now, slot.mention) == rounded(then, slot.mention))
            for each, now, then in _both_years(scene, match, [share])
        ]
    else:
        pairs = _both_years(scene, match, meant or _of(slot))
        found = [(each, now, then, now == then) for each, now, then in pairs]
    yield from _best(scene, match, "==", found)


_Found = tuple[Expression, Decimal, Decimal, bool]


def _both_years(
    scene: Scene, match: "re.Match[str]", meant: list[Expression]
) -> Iterator[tuple[Expression, Decimal, Decimal]]:
    """The meanings that are known in both years, with both values; none of a part of the unit."""
    for each in meant if not narrowed(scene, match.start()) else ():
        before = last_year(each)
        now = scene.ground.value(each)
        then = scene.ground.value(before) if before is not None else None
        if now is not None and then is not None:
            yield each, now, then


def _best(scene: Scene, match: "re.Match[str]", sign: str, found: list[_Found]) -> Iterator[Claim]:
    """Of several meanings the first that fits, else the first."""
    for each, now, then, holds in sorted(found, key=lambda one: not one[3])[:1]:
        before = last_year(each)
        label, old = name(scene.ground.form, each), f"上年{plain(_near(then))}"
        told = f"{label} = {plain(_near(now))}，{old}"
        verdict = Verdict.VERIFIED if holds else Verdict.CONTRADICTED
        reason = told if holds else f"文中说“{match[0]}”，而{told}"
        yield Claim(match.start(), match.end(), verdict, reason, CODE, f"{each} {sign} {before}")


def _near(value: Decimal) -> Decimal:
    """A quotient that does not end, to four places."""
    exponent = value.normalize().as_tuple().exponent
    return value.quantize(_FOUR) if isinstance(exponent, int) and exponent < -4 else value


def _can_be_level(slot: Slot) -> bool:
    """Whether a number is one that 持平 may speak of: bound to something, or a share."""
    return slot.bound is not None or (slot.mention.percent and not slot.role)


def _share(scene: Scene, slot: Slot) -> Expression | None:
    """What a verified share is of."""
    if not slot.mention.percent or slot.role or not slot.verified or slot.outcome is None:
        return None
    return scene.ground.parse(slot.outcome.expression) if slot.outcome.expression else None
