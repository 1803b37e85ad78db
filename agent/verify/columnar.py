"""A column named alone (自然人3493件, 维持8件, 其他2件): the row that it belongs to is said before it."""

import re
from collections.abc import Iterator

from agent.verify.filling import own_words, residue
from agent.verify.lexicon import Hit, Sense
from agent.verify.meaning import candidate_at, fits_unit, foreign, names_row
from agent.verify.memory import Memory
from agent.verify.scene import Candidate, Scene, Slot


def column_only(scene: Scene, slot: Slot, hits: list[Hit], memory: Memory) -> Iterator[Candidate]:
    """A column without a row belongs to the total before it: 收到申请8件，其中自然人5件."""
    sentence = scene.hits_in(scene.headed_from(slot.sentence), scene.sentence_span(slot.sentence)[1])
    here = _subject_here(scene, slot)
    for hit in reversed(hits):
        for sense in sorted(
            hit.senses, key=lambda sense: (sense.subject.id != here, sense.subject.id != memory.topic)
        ):
            if sense.kind != "column" or not fits_unit(slot, sense) or foreign(sense, hits):
                continue
            subject = sense.subject.id
            texts = memory.templates(slot, sense.subject, listed=_listed(scene, slot, memory))
            texts = texts or _headed(scene, slot, subject)
            if texts and _by_applicant(scene, slot, sense):
                texts = [*texts, *(means for means in sense.subject.terms[0].means if "*" in means)]
            near = any(other.says("topic", subject) for other in hits) or _by_applicant(scene, slot, sense)
            said = any(other.says("topic", subject) or names_row(other, subject) for other in sentence)
            if not texts and not near and not said and not _of_topic(scene, slot, subject, hits):
                continue
            for text in texts or [means for means in sense.subject.terms[0].means if "*" in means]:
                yield from candidate_at(
                    scene, slot, text, subject, strong=bool(texts) or near, column=sense.column
                )
            return


def _of_topic(scene: Scene, slot: Slot, subject: str, hits: list[Hit]) -> bool:
    """Whether a column belongs to what the heading announces: nothing else stands beside it. 制发公文1件 is something else."""
    words = [hit.word for hit in hits]
    return scene.topic == subject and len(residue(own_words(scene, slot), words)) <= 1


def _subject_here(scene: Scene, slot: Slot) -> str | None:
    """What the sentence has spoken of last before a number, by name: 行政诉讼案件中，维持18件."""
    for hit in reversed(scene.hits_in(scene.headed_from(slot.sentence), slot.mention.start)):
        for sense in hit.senses:
            if sense.kind == "topic" or (sense.term is not None and not sense.term.verb):
                return sense.subject.id
    return None


def _by_applicant(scene: Scene, slot: Slot, sense: Sense) -> bool:
    """Whether a clause before says along what it counts: 从申请人看，公民8件."""
    return any(
        hit.says("inert", sense.subject.id) and hit.word.startswith("申请人")
        for hit in scene.hits_in(scene.sentence_span(slot.sentence)[0], slot.mention.start)
    )


def _headed(scene: Scene, slot: Slot, subject: str) -> list[str]:
    """The row that heads the sentence, where no number stands beside it: 行政复议方面：结果维持8件."""
    for hit in reversed(scene.hits_in(scene.headed_from(slot.sentence), slot.mention.start)):
        for sense in hit.senses:
            if (
                sense.kind == "term"
                and sense.term is not None
                and not sense.term.verb
                and sense.subject.id == subject
            ):
                return [text for text in sense.term.means if "*" in text]
    return []


def _listed(scene: Scene, slot: Slot, memory: Memory) -> bool:
    """Whether the number stands in the list that 其中 or a bracket opens right after the last total."""
    total = next((total for total in reversed(memory.totals) if total.depth <= slot.depth), None)
    if total is None:
        return False
    following = scene.slots[total.index + 1].mention.start
    if slot.depth > total.depth:
        return total.sentence == slot.sentence
    if total.sentence == slot.sentence:
        return "其中" in scene.text[total.mention.end : following]
    start = scene.sentence_span(slot.sentence)[0]
    return total.sentence == slot.sentence - 1 and bool(_OPENS.match(scene.text, start))


# A sentence that goes on with the list of the total before it.
_OPENS = re.compile(r"其中|按.{1,10}[分看]|从.{1,12}看|在.{0,10}中")


def other_column(scene: Scene, slot: Slot, memory: Memory) -> Iterator[Candidate]:
    """A bare 其他 in a list about a subject: never enough to object."""
    own = scene.text[scene.left(slot) : slot.mention.start].strip("“”的")
    before = next((other for other in scene.earlier(slot) if other.mention.counts), None)
    spoken = before is not None and bool(before.candidates) and before.candidates[0].subject == memory.topic
    if not memory.topic or not spoken or own not in ("其他", "其它", "其他情形", "其他情况"):
        return
    subject = scene.ground.form.vocabulary.subject(memory.topic)
    texts = memory.templates(slot, subject, listed=True) if "other" in subject.columns else []
    for text in texts:
        yield from candidate_at(
            scene, slot, text, subject.id, strong=len(texts) == 1 and own == "其他", column="other"
        )
    for text in subject.rest if slot.mention.unit in (*subject.units, "") else ():
        yield from candidate_at(scene, slot, text, subject.id, strong=False)
