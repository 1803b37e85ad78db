"""What a sentence says without a number: 均为自然人申请, 未收到, 无结转, 均维持, 全部办结, 以自然人为主.

A claim is verified or contradicted by cells; where no cell bears on it, nothing is said. A narrower scope or another period says
nothing either.

正例：全年收到政府信息公开申请202件，以自然人为主。
反例：2023年未收到政府信息公开申请。
"""

import re
from collections.abc import Iterable, Iterator

from agent.figures.quantity import plain
from agent.forms.words import Subject
from agent.verify.answer import Verdict
from agent.verify.claim import Claim
from agent.verify.explain import name
from agent.verify.filling import residue
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
    r"未收到|没有收到|未接到|未发生|没有发生|未产生|未出现|未提出|没有提出|未(?=被|制发|制定|出台|作出|废止)|没有(?=被)|没有|未有|无(?!法(?!人)|正当|关|需|论|偿|障|纸|缝|理|人|锡|为|异|一)|零(?=[^\d]{0,4}(?:复议|诉讼|申请|结转|纠错|败诉))"
)
_MOSTLY = re.compile(r"以([^，。；]{2,12})(?:申请)?为主")

_CLAUSE_END = re.compile("[，。；,;：:]")
# A clause longer than this is none; the bound keeps the search linear in any text.
_CLAUSE = 80


def find(scene: Scene) -> list[Claim]:
    """The claims of a paragraph that cells decide, in order, without overlap."""
    found: list[Claim] = []
    for claim in sorted(
        [
            *_all(scene),
            *_done(scene),
            *_none(scene),
            *_no_fact(scene),
            *_mostly(scene),
        ],
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
    holds = {"==": have == want, ">": have > want, "<": have < want, "half": have * 2 > want}[relation]
    relation = ">" if relation == "half" else relation
    told = f"{name(scene.ground.form, one)} = {plain(have)}"
    if other is not None and want is not None:
        told += f"，{name(scene.ground.form, other)} = {plain(want)}"  # type: ignore[arg-type]
    said = scene.text[start:end]
    verdict = Verdict.VERIFIED if holds else Verdict.CONTRADICTED
    expression = f"{one} {relation} {other if other is not None else 0}"
    yield Claim(start, end, verdict, told if holds else f"文中说“{said}”，而{told}", CODE, expression)


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
        row = hits[0].term(verbs=False)
        if (
            match[0][:1] + match[0][1:2] not in ("全", "全为", "全是", "全系", "全由", "全属")
            and row is not None
            and row.term is not None
            and "*" in row.term.means[0]
            and row.subject.default
        ):
            yield from _all_in_row(scene, match.start(), hits[0], row)
            continue
        for sense in hits[0].senses:
            if sense.kind != "column":
                continue
            total = _total_before(scene, match.start(), sense.subject.id)
            words = _with_noun(scene, hits[0])
            if (
                total is None
                or total.bound is None
                or total.bound.template is None
                or sense.subject.default is None
            ):
                continue
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
        else:
            columns = (sense for sense in hits[0].senses if sense.kind == "column")
            ways = (_all_named(scene, match.start(), _with_noun(scene, hits[0]), sense) for sense in columns)
            yield from _best(ways)


def _best(ways: Iterable[Iterator[Claim]]) -> Iterator[Claim]:
    """Of several readings of one claim the first that holds, else the first."""
    claims = [claim for way in ways for claim in way]
    yield from sorted(claims, key=lambda claim: claim.verdict is not Verdict.VERIFIED)[:1]


_EVERY = re.compile("所有|全部|全体|上述|各件|收到|接到|受理|新收|提出")


def _all_named(scene: Scene, start: int, end: int, sense: Sense) -> Iterator[Claim]:
    """所有申请均为自然人提出: the column of what the clause names, against each of its totals."""
    means = _named_whole(scene, start, sense.subject)
    wholes = [whole.replace("*", sense.subject.default or "") for whole in means]
    part = means[0].replace("*", sense.column) if means else ""
    yield from _best(_state(scene, start, end, part, "==", whole) for whole in wholes)


def _named_whole(scene: Scene, at: int, subject: Subject) -> tuple[str, ...]:
    """What 均 speaks of where the clause names it and nothing else: 所有申请均为自然人提出, 行政复议均维持."""
    start = _clause_start(scene, at)
    hits = [
        hit for hit in scene.hits_in(start, at) if any(sense.subject.id == subject.id for sense in hit.senses)
    ]
    rest = _EVERY.sub("", scene.text[start:at])
    if not hits or not subject.terms or residue(rest, [hit.word for hit in hits]):
        return ()
    # A row of its own (结转的申请均为自然人) is another whole.
    first = subject.terms[0]
    rows = [row.term for hit in hits if (row := hit.term()) is not None and row.term is not None]
    if any(first.means[0] not in term.means for term in rows):
        return ()
    return first.means


def _all_in_row(scene: Scene, start: int, hit: Hit, row: Sense) -> Iterator[Claim]:
    """办结申请9件，均予以公开: one row holds all of the total before it."""
    total = _total_before(scene, start, row.subject.id)
    if total is None or total.bound is None or total.bound.template is None or row.term is None:
        return
    default = row.subject.default or ""
    if row.term.means[0] in total.bound.template:
        return
    left = row.term.means[0].replace("*", default)
    yield from _state(scene, start, hit.end, left, "==", total.bound.template.replace("*", default))


def _with_noun(scene: Scene, hit: Hit) -> int:
    return hit.end + 2 if scene.text.startswith("申请", hit.end) else hit.end


def _done(scene: Scene) -> Iterator[Claim]:
    """全部办结: nothing carried over. On-time words say no more than that what was due was answered."""
    subjects = [subject for subject in scene.ground.form.vocabulary.subjects if subject.done]
    for match in _ALL_DONE.finditer(scene.text):
        timely = re.search("按|及时|内", match[0])
        sentence = scene.text[slice(*scene.sentence_span(scene.sentence_of(match.start())))]
        spoken = [subject for subject in subjects if any(word in sentence for word in subject.words)]
        if not spoken or _OTHERWISE.search(sentence) or _of_some(scene, match.start()):
            continue
        for claim in _state(scene, match.start(), match.end(), spoken[0].done or "", "==", None):
            if claim.verdict is Verdict.VERIFIED or (not timely and match[0].endswith(("办结", "完毕"))):
                yield claim


def _of_some(scene: Scene, at: int) -> bool:
    """Whether 均 or 全部 follows a number that is not all there is: 由上年度结转的9件均已办结."""
    slot = next(iter(scene.ended_by(at)), None)
    if slot is None or slot.sentence != scene.sentence_of(at) or not slot.mention.counts:
        return False
    if not re.fullmatch(
        "(?:申请)?，?(?:已|也|目前|截至年底|已于年内|于年内)*", scene.text[slot.mention.end : at]
    ):
        return False
    bound = slot.bound
    first = scene.ground.form.vocabulary.subject(bound.subject).terms[:3] if bound and bound.subject else ()
    wholes = {means for term in first for means in term.means}
    return bound is None or bound.template not in wholes or bound.column is not None


def _none(scene: Scene) -> Iterator[Claim]:
    """未收到政府信息公开申请, 无结转, 没有被纠错: the cell is zero."""
    for match in _NONE.finditer(scene.text):
        if scene.word_at(match.start()):
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
        who = before if any(s.kind == "column" for hit in before for s in hit.senses) else []
        texts = list(_not_carried(scene, match.start(), hits))
        texts = texts or list(_zero(match[0], who + hits)) or list(_zero(match[0], before + hits))
        texts = texts or list(_of_last_total(scene, match.start(), hits))
        if texts:
            yield from _state(scene, match.start(), hits[-1].end, " + ".join(texts), "==", None)


_NO_FACT = re.compile("未收取|没有收取|未产生|未发生|未开展|未举办|未召开")


def _no_fact(scene: Scene) -> Iterator[Claim]:
    """未收取信息处理费: the fact is zero. 费用 beside nothing else is that fee."""
    for match in _NO_FACT.finditer(scene.text):
        ahead = scene.text[match.end() : min(_clause_end(scene, match.end()), match.end() + 24)]
        for fact in scene.ground.figures.facts:
            words = (*fact.names, "费用") if "处理费" in fact.name else fact.names
            word = next((word for word in words if 0 <= ahead.find(word) <= _NEAR), None)
            if word is not None:
                end = match.end() + ahead.find(word) + len(word)
                yield from _state(scene, match.start(), end, f'fact("{fact.name}")', "==", None)
                break


_COMES = re.compile("收到|接到|提出|^无|没有")
_NEAR = 6


def _of_last_total(scene: Scene, at: int, hits: list[Hit]) -> Iterator[str]:
    """无被纠正案件: the column of what was counted last, or of the only subject that loses cases."""
    column = _column_named(hits)
    if not column:
        return
    for slot in scene.ended_by(at):
        bound = slot.bound
        if bound is not None and bound.template is not None and slot.sentence >= scene.sentence_of(at) - 1:
            subject = scene.ground.form.vocabulary.subject(bound.subject)
            if column in subject.columns and bound.template in subject.terms[0].means:
                yield bound.template.replace("*", column)
                return


def _not_carried(scene: Scene, at: int, hits: list[Hit]) -> Iterator[str]:
    """无结转, 上年无结转申请: nothing carried out, or nothing carried in where last year is named before."""
    for hit in hits:
        for sense in hit.senses:
            if sense.term is None or not sense.term.verb or not sense.subject.done or hit.word != "结转":
                continue
            last = scene.text[max(0, at - 5) : at].endswith(("上年", "上年度", "上一年度", "去年"))
            means = [text for text in sense.term.means if ("carried_in" in text) == last]
            yield from (text.replace("*", sense.subject.default or "") for text in means[:1])
            return


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
        if sense.kind == "topic" and sense.subject.default and _COMES.search(word):
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
                        scene, match.start(), match.end(), means.replace("*", sense.column), "half", whole
                    )


def _clause_start(scene: Scene, at: int) -> int:
    floor = max(0, at - _CLAUSE)
    return max(floor, *(scene.text.rfind(mark, floor, at) + 1 for mark in "，。；："))


def _clause_end(scene: Scene, at: int) -> int:
    match = _CLAUSE_END.search(scene.text, at, at + _CLAUSE)
    return match.start() if match else min(len(scene.text), at + _CLAUSE)
