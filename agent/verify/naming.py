"""What a number may be speaking of: the candidates that the words around it name.

A number's own words stand in its left window (收到政府信息公开申请8件) or, where punctuation follows them, in its right one
(90件予以公开). Words that name a row bind by themselves; verbs (收到, 办理) only in a sentence about their subject. A column
alone (自然人3493件) belongs to the total before it. Candidates come likeliest first; *strong* ones are named, weak ones may be
meant.
"""

from collections.abc import Iterator

from agent.forms.expressions import FactRef, references
from agent.verify.columnar import column_only, other_column
from agent.verify.filling import own_words, residue
from agent.verify.inherited import reached, remainder, same_last_year, same_this_year
from agent.verify.lexicon import Hit, Sense
from agent.verify.meaning import (
    candidate_at,
    column_beside,
    fits_unit,
    foreign,
    meanings,
    names_row,
    year_before,
)
from agent.verify.memory import Memory
from agent.verify.scene import Candidate, Scene, Slot


def candidates(scene: Scene, slot: Slot, memory: Memory) -> Iterator[Candidate]:
    """What a number may be speaking of, likeliest first; nothing for a narrower scope or another period."""
    if slot.narrow or slot.period == "other":
        return
    left, start = scene.left(slot), slot.mention.start
    end, own = scene.right(slot)
    before = scene.words(slot, left, start)
    after = scene.words(slot, slot.mention.end, end) if own else []
    rest = list(remainder(scene, slot, memory))
    if rest:
        # What is left of a total is that, unless its own words name a row: 其余26件尚未审结. 按其他情形处理 names none.
        yield from rest
        named = [hit for hit in before + after if hit.term(verbs=False) or hit.senses[0].kind == "column"]
        yield from _named(scene, slot, named, named, memory, near=True) or column_only(
            scene, slot, named, memory
        )
        return
    joined = _joined_terms(scene, slot)
    if joined and (sums := list(_sum_of(scene, slot, joined))):
        yield from sums
        return
    wide = _wide(scene, slot, left)
    for hits, near in ((before, True), (after, True), (wide, False)):
        found = _named(scene, slot, hits, before + after, memory, near=near)
        if found:
            yield from found
            return
    alone = [*column_only(scene, slot, before or after or wide, memory)] or [
        *_topic_only(scene, slot, before + after)
    ]
    yield from alone or [*reached(scene, slot, memory)] or other_column(scene, slot, memory)
    if not alone and slot.period == "prev":
        yield from same_last_year(scene, slot, memory)
    elif not alone:
        yield from same_this_year(scene, slot, memory)


def _wide(scene: Scene, slot: Slot, left: int) -> list[Hit]:
    """Words further left, before a comma or in the heading: 收到政府信息公开申请，共8件; 行政复议方面。全年14件.

    Only where the number's own words are mere filling.
    """
    own = scene.text[left : slot.mention.start]
    if len(residue(own, [])) > 1:
        return []
    start, first = scene.sentence_span(slot.sentence)[0], scene.wide_left(slot)
    headed = scene.headed_from(slot.sentence, far=1) if first == start else first
    return scene.words(slot, min(headed, first), left)


def _named(
    scene: Scene, slot: Slot, hits: list[Hit], near_hits: list[Hit], memory: Memory, *, near: bool
) -> list[Candidate]:
    """Candidates of the row that is named nearest to the number; a row's own name before a mere verb."""
    for verbs in (False, True):
        for hit in _specific_first(scene, hits) if not verbs else list(reversed(hits)):
            for sense in hit.senses:
                if sense.kind != "term" or sense.term is None or sense.term.verb != verbs:
                    continue
                if not fits_unit(slot, sense) or foreign(sense, near_hits):
                    continue
                if verbs and not _about(scene, slot, sense, hits, near_hits, memory):
                    continue
                column = column_beside(near_hits or hits, sense)
                found = list(meanings(scene, slot, sense, column, strong=near or not verbs))
                if found:
                    return found
    return []


def _specific_first(scene: Scene, hits: list[Hit]) -> list[Hit]:
    """Nearest first; but a row of a group goes before the group: 因本机关不掌握相关政府信息无法提供34件 speaks of the row."""
    named = [(hit, _cells(scene, hit)) for hit in reversed(hits)]
    if len(named) > 1 and named[0][1]:
        inner = [pair for pair in named[1:] if pair[1] and pair[1] < named[0][1]]
        named = inner[:1] + [pair for pair in named if pair not in inner[:1]]
    return [hit for hit, _ in named]


def _cells(scene: Scene, hit: Hit) -> frozenset[str]:
    """The cells that the row a word names stands for; empty for a word that names none."""
    sense = hit.term(verbs=False)
    if sense is None or sense.term is None or not sense.subject.default:
        return frozenset()
    expression = scene.ground.parse(sense.term.means[0].replace("*", sense.subject.default))
    return frozenset(str(ref) for ref in references(expression)) if expression is not None else frozenset()


def _about(scene: Scene, slot: Slot, sense: Sense, hits: list[Hit], near: list[Hit], memory: Memory) -> bool:
    """Whether a verb speaks of its subject here: one of the subject's words beside it, or nothing else and the subject before."""
    subject = sense.subject.id
    if any(hit.says("topic", subject) or hit.says("column", subject) for hit in (*hits, *near)):
        return True
    spoken = memory.topic == subject or any(
        names_row(hit, subject) for hit in scene.hits_in(*scene.sentence_span(slot.sentence))
    )
    words = [hit.word for hit in (*hits, *near)]
    return (
        spoken and slot.mention.unit in ("件", "", "份") and len(residue(own_words(scene, slot), words)) <= 1
    )


def _topic_only(scene: Scene, slot: Slot, hits: list[Hit]) -> Iterator[Candidate]:
    """The subject named and nothing said of it: its first row, weakly, and only where nothing else is named beside it."""
    for hit in reversed(hits):
        for sense in hit.senses:
            if (
                sense.kind == "topic"
                and fits_unit(slot, sense)
                and not foreign(sense, hits)
                and sense.subject.default
            ):
                if len(residue(own_words(scene, slot), [hit.word for hit in hits])) <= 1:
                    for means in sense.subject.terms[0].means:
                        yield from candidate_at(
                            scene, slot, means, sense.subject.id, strong=False, default=sense.subject.default
                        )
                return


def _joined_terms(scene: Scene, slot: Slot) -> list[tuple[Hit, Sense]]:
    """Rows named one after another before one number: 行政复议、行政诉讼5件, 予以公开和部分公开12件."""
    hits = scene.hits_in(scene.wide_left(slot), slot.mention.start)
    chain: list[tuple[Hit, Sense]] = []
    edge = slot.mention.start
    for hit in reversed(hits):
        sense = hit.term(verbs=False)
        between = scene.text[hit.end : edge]
        limit = "、和及或与以及或者”“" if chain else "案件总数共计合各为数量的决定”“约近超逾过"
        if sense is None or any(char not in limit for char in between) or (chain and not between.strip("”“")):
            break
        chain.append((hit, sense))
        edge = hit.start
    return list(reversed(chain)) if len(chain) > 1 else []


def named(scene: Scene, start: int, end: int) -> list[Candidate]:
    """What the words between two positions name, without any number: 新收申请比上年增长32.3%.

    Where a row is named, the subject's own word beside it says only what the row counts: 予以公开的申请, 办结的申请.
    """
    hits = scene.hits_in(start, end)
    found = [
        (sense, candidate)
        for hit in _specific_first(scene, hits)
        for sense in hit.senses
        for candidate in _without_number(scene, sense, hits)
    ]
    rows = {sense.subject.id for sense, _ in found if sense.kind == "term"}
    meant = [candidate for sense, candidate in found if sense.kind == "term" or sense.subject.id not in rows]
    return meant or _fact_named(scene, start, end)


def _without_number(scene: Scene, sense: Sense, hits: list[Hit]) -> Iterator[Candidate]:
    """A row by its name, or what a topic counts first."""
    if sense.kind == "topic":
        terms = sense.subject.terms[:1]
    elif sense.kind == "term" and sense.term is not None:
        if sense.term.verb and not (
            scene.topic == sense.subject.id or any(other.says("topic", sense.subject.id) for other in hits)
        ):
            return
        terms = (sense.term,)
    else:
        return
    if any(hit.says("unless", sense.subject.id) for hit in hits):
        return
    column = column_beside(hits, sense) or sense.subject.default
    for term in terms:
        for means in term.means if column or "*" not in term.means[0] else ():
            expression = scene.ground.parse(means.replace("*", column or ""))
            if expression is not None:
                yield Candidate(str(expression), expression, sense.subject.id, True)


def _fact_named(scene: Scene, start: int, end: int) -> list[Candidate]:
    """The fact whose name stands there, the longest name first."""
    text = scene.text[start:end]
    named = [
        (len(word), fact.name) for fact in scene.ground.figures.facts for word in fact.names if word in text
    ]
    if not named:
        return []
    reference = FactRef(max(named)[1])
    return [Candidate(str(reference), reference, "", True)]


def _sum_of(scene: Scene, slot: Slot, joined: list[tuple[Hit, Sense]]) -> Iterator[Candidate]:
    if any(not fits_unit(slot, sense) for _, sense in joined):
        return
    texts = [
        sense.term.means[0].replace("*", sense.subject.default or "") for _, sense in joined if sense.term
    ]
    if slot.period == "prev":
        texts = [year_before(text) for text in texts]
    expression = scene.ground.parse(" + ".join(texts))
    if expression is not None:
        means = [sense.term.means[0] for _, sense in joined if sense.term]
        template = " + ".join(means) if all("*" in text for text in means) else None
        yield Candidate(str(expression), expression, joined[-1][1].subject.id, True, template)
