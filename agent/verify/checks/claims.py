"""What a sentence says without a number: 均为自然人申请, 未收到, 无结转, 均维持, 全部办结, 以自然人为主, 与上年持平.

A claim is verified or contradicted by cells; where no cell bears on it, nothing is said. A narrower scope or another period says
nothing either.

正例：全年未经复议直接起诉5件，与上年持平。
反例：2023年未收到政府信息公开申请。
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from agent.figures.quantity import plain
from agent.forms.expressions import Expression
from agent.verify.answer import Verdict
from agent.verify.checks.changes import last_year
from agent.verify.explain import name
from agent.verify.lexicon import Hit, Sense
from agent.verify.scene import Scene, Slot
from agent.verify.scope import narrowed

CODE = "C01"
TITLE = "不带数字的断言"
_ALL = re.compile(r"(?:均|全部|都|皆|全)(?:是|为|系|属于?|由)?")
_ALL_DONE = re.compile(
    r"(?:全部|均|都)(?:已|依法|及时|予以|按[时期规要求]*|在[^，。；]{0,10}内|当年)*(?:办结|办理完毕|答复|办复)"
)
_OTHERWISE = re.compile("除.{0,16}外|复议|诉讼|建议|提案|信访")
_NONE = re.compile(
    r"未收到|没有收到|未接到|未发生|没有发生|未产生|未出现|未被|没有被|没有|未有|无(?!法|正当|关|需|论|偿|障|纸|缝|理|人|锡|为|异|一)|零(?=[^\d]{0,4}(?:复议|诉讼|申请|结转|纠错|败诉))"
)
_MOSTLY = re.compile(r"以([^，。；]{2,12})(?:申请)?为主")
_LEVEL = re.compile(r"(?:与|同|和)(?:上年度?|去年|上一年度?)(?:基本)?持平")


_CLAUSE_END = re.compile("[，。；,;：:]")
# A clause longer than this is none; the bound keeps the search linear in any text.
_CLAUSE = 80


@dataclass(frozen=True, slots=True)
class Claim:
    """A span of the paragraph with what it states: ``left`` relation ``right`` (None for zero)."""

    start: int
    end: int
    left: Expression
    relation: str
    right: Expression | None
    verdict: Verdict
    reason: str

    @property
    def expression(self) -> str:
        """The statement as the contract writes it."""
        return f"{self.left} {self.relation} {self.right if self.right is not None else 0}"


def find(scene: Scene) -> list[Claim]:
    """The claims of a paragraph that cells decide, in order, without overlap."""
    found: list[Claim] = []
    for claim in sorted(
        [*_all(scene), *_done(scene), *_none(scene), *_mostly(scene), *_level(scene)],
        key=lambda c: (c.start, -c.end),
    ):
        if not found or claim.start >= found[-1].end:
            found.append(claim)
    return found


def _state(
    scene: Scene, start: int, end: int, left: str, relation: str, right: str | None
) -> Iterator[Claim]:
    one = scene.ground.parse(left)
    other = scene.ground.parse(right) if right is not None else None
    if one is None or (right is not None and other is None) or narrowed(scene, start):
        return
    have = scene.ground.value(one)
    want = scene.ground.value(other) if other is not None else 0
    if have is None or want is None:
        return
    holds = {"==": have == want, ">": have * 2 > want, "<=": have <= want}[relation]
    told = f"{name(scene.ground.form, one)} = {plain(have)}"
    if other is not None and want is not None:
        told += f"，{name(scene.ground.form, other)} = {plain(want)}"  # type: ignore[arg-type]
    said = scene.text[start:end]
    verdict = Verdict.VERIFIED if holds else Verdict.CONTRADICTED
    yield Claim(start, end, one, relation, other, verdict, told if holds else f"文中说“{said}”，而{told}")


def _total_before(scene: Scene, at: int, subject: str) -> Slot | None:
    """The number that 均 speaks of: the last one before it, if it is a total of the subject."""
    before = [
        slot
        for slot in scene.ended_by(at)
        if slot.mention.counts and not slot.role and slot.depth <= scene.depth(at)
    ]
    slot = before[0] if before else None
    if (
        slot is None
        or slot.sentence < scene.sentence_of(at) - 1
        or slot.bound is None
        or slot.bound.template is None
    ):
        return None
    return slot if slot.bound.subject == subject and slot.bound.column is None else None


def _all(scene: Scene) -> Iterator[Claim]:
    """均为自然人, 均维持: one column holds all of the total before it; 均为予以公开: one row does."""
    for match in _ALL.finditer(scene.text):
        end = _clause_end(scene, match.end())
        hits = scene.hits_in(match.end(), end)
        if not hits or hits[0].start - match.end() > 3:
            continue
        for sense in hits[0].senses:
            if sense.kind != "column":
                continue
            total = _total_before(scene, match.start(), sense.subject.id)
            if (
                total is None
                or total.bound is None
                or total.bound.template is None
                or sense.subject.default is None
            ):
                continue
            words = _with_noun(scene, hits[0])
            left = total.bound.template.replace("*", sense.column)
            yield from _state(
                scene,
                match.start(),
                words,
                left,
                "==",
                total.bound.template.replace("*", sense.subject.default),
            )
            break


def _with_noun(scene: Scene, hit: Hit) -> int:
    return hit.end + 2 if scene.text.startswith("申请", hit.end) else hit.end


def _done(scene: Scene) -> Iterator[Claim]:
    """全部办结: nothing carried over. On-time words say no more than that what was due was answered."""
    subjects = [subject for subject in scene.ground.form.vocabulary.subjects if subject.done]
    for match in _ALL_DONE.finditer(scene.text):
        timely = re.search("按|及时|内", match[0])
        sentence = scene.text[slice(*scene.sentence_span(scene.sentence_of(match.start())))]
        spoken = [subject for subject in subjects if any(word in sentence for word in subject.words)]
        if not spoken or _OTHERWISE.search(sentence):
            continue
        for claim in _state(scene, match.start(), match.end(), spoken[0].done or "", "==", None):
            if claim.verdict is Verdict.VERIFIED or (not timely and match[0].endswith(("办结", "完毕"))):
                yield claim


def _none(scene: Scene) -> Iterator[Claim]:
    """未收到政府信息公开申请, 无结转, 没有被纠错: the cell is zero."""
    for match in _NONE.finditer(scene.text):
        if any(hit.start <= match.start() < hit.end for hit in scene.hits):
            continue
        end = _clause_end(scene, match.end())
        hits = scene.hits_in(match.end(), end)
        if (
            not hits
            or hits[0].start - match.end() > 6
            or any(slot.mention.start >= match.end() for slot in scene.ended_by(end)[:1])
        ):
            continue
        before = scene.hits_in(_clause_start(scene, match.start()), match.start())
        texts = list(_zero(match[0], hits)) or list(_zero(match[0], before + hits))
        if texts:
            yield from _state(scene, match.start(), hits[-1].end, " + ".join(texts), "==", None)


def _zero(word: str, hits: list[Hit]) -> Iterator[str]:
    """The cells that a negation says are zero: each row named, at the column named with it."""
    column = _column_named(hits)
    rows: list[Sense] = []
    for hit in hits:
        sense = hit.term(verbs=False)
        if sense is not None and sense.term is not None:
            rows.append(sense)
    if rows:
        for sense in rows:
            at = column if column in sense.subject.columns else sense.subject.default
            if sense.term is not None and at is not None:
                yield sense.term.means[0].replace("*", at)
        return
    for sense in (sense for hit in hits for sense in hit.senses):
        if sense.kind == "topic" and sense.subject.default and ("收到" in word or "接到" in word):
            yield (
                sense.subject.terms[0]
                .means[0]
                .replace("*", column if column in sense.subject.columns else sense.subject.default)
            )
            return


def _column_named(hits: list[Hit]) -> str:
    for hit in reversed(hits):
        for sense in hit.senses:
            if sense.kind == "column":
                return sense.column
    return ""


def _mostly(scene: Scene) -> Iterator[Claim]:
    for match in _MOSTLY.finditer(scene.text):
        for hit in scene.hits_in(match.start(1), match.end(1)):
            for sense in hit.senses:
                if sense.kind == "column" and sense.subject.default:
                    means = sense.subject.terms[0].means[0]
                    whole = means.replace("*", sense.subject.default)
                    yield from _state(
                        scene, match.start(), match.end(), means.replace("*", sense.column), ">", whole
                    )


def _level(scene: Scene) -> Iterator[Claim]:
    """与上年持平, of the figure before it."""
    for match in _LEVEL.finditer(scene.text):
        if "基本" in match[0]:
            continue
        sentence = scene.sentence_of(match.start())
        slot = next(
            (s for s in scene.ended_by(match.start()) if s.sentence == sentence and s.bound),
            None,
        )
        before = last_year(slot.bound.expression) if slot and slot.bound else None
        if slot and slot.bound and before is not None and slot.mention.counts:
            yield from _state(
                scene, match.start(), match.end(), str(slot.bound.expression), "==", str(before)
            )


def _clause_start(scene: Scene, at: int) -> int:
    floor = max(0, at - _CLAUSE)
    return max(floor, *(scene.text.rfind(mark, floor, at) + 1 for mark in "，。；："))


def _clause_end(scene: Scene, at: int) -> int:
    match = _CLAUSE_END.search(scene.text, at, at + _CLAUSE)
    return match.start() if match else min(len(scene.text), at + _CLAUSE)
