"""What a number may be speaking of: the candidates that the words around it name.

A number's own words stand in its left window (收到政府信息公开申请8件) or, where punctuation follows them, in its right one
(90件予以公开). Words that name a row bind by themselves; verbs (收到, 办理) only in a sentence about their subject. A column
alone (自然人3493件) belongs to the total before it. Candidates come likeliest first; *strong* ones are named, weak ones may be
meant.
"""

import re
from collections.abc import Iterator

from agent.figures import Unit
from agent.forms.expressions import references
from agent.forms.words import Subject
from agent.verify.lexicon import Hit, Sense
from agent.verify.scene import REACH, Candidate, Scene, Slot

_STOP = re.compile(
    r"全年|年度|本年|今年|当年|共计|合计|总计|累计|总共|一共|分别|其中|包括|按时|按期|依法|依规|及时|已|均|共|总数|数量|总量|件数|合计|情况|方面|各类|各级|部门|案件|政府信息|信息|公开|"
    r"[全我本各][县市区省州旗局委镇乡办院厅级机]关?|[县市区省]|政府|人民|书面|数|为|是|有|了|的|达到?|于|在|对|中|至|截至|底|年|我|办|向|等|由|从|经|被|因|作出|做出|决定|处理|结果|新|并|实际|应|现|目前|量|较|比|[：:，,、。“”\"'‘’（）()《》\s·—-]"
)


class Memory:
    """What the paragraph was last speaking of."""

    def __init__(self, topic: str | None) -> None:
        self.topic = topic
        self.totals: list[Slot] = []
        self.last: Slot | None = None

    def keep(self, slot: Slot) -> None:
        """Remember a number whose meaning a later column or result may belong to."""
        if slot.candidates and slot.candidates[0].template and not slot.narrow:
            best = slot.bound or slot.candidates[0]
            if best.column is None:
                self.totals = [*self.totals[-REACH:], slot]
            self.topic, self.last = best.subject, slot

    def templates(self, slot: Slot, subject: Subject, *, listed: bool) -> list[str]:
        """The rows that a column of the subject, named alone, may belong to.

        In a bracket: those of the total before it. Under 其中: that total's, or that total and the one before added up.
        Elsewhere also what the subject counts first.
        """
        totals = [
            total
            for total in reversed(self.totals)
            if total.candidates[0].subject == subject.id and total.depth <= slot.depth
        ]
        if not totals and self.last is not None and self.last.candidates[0].subject == subject.id:
            totals = [self.last]
        if not totals:
            return []
        found = _rows(totals[0])
        if slot.depth > totals[0].depth:
            return found
        if len(totals) > 1 and totals[1].sentence == totals[0].sentence:
            found += _added(totals[1], totals[0])
        if not listed and subject.default:
            same = totals[0].sentence == slot.sentence
            found = (found if same else []) + list(subject.terms[0].means)
        return list(dict.fromkeys(found))


def _added(one: Slot, other: Slot) -> list[str]:
    """The rows of two totals that count different things, added up."""
    first, second = _rows(one), _rows(other)
    if len(first) != 1 or len(second) != 1 or first[0] in second[0] or second[0] in first[0]:
        return []
    return [f"{first[0]} + {second[0]}"]


def _rows(total: Slot) -> list[str]:
    """The templates of what a number was bound to, or else of all that it may be."""
    chosen = [total.bound] if total.bound else total.candidates
    return list(dict.fromkeys(candidate.template for candidate in chosen if candidate.template))


def candidates(scene: Scene, slot: Slot, memory: Memory) -> Iterator[Candidate]:
    """What a number may be speaking of, likeliest first; nothing for a narrower scope or another period."""
    if slot.narrow or slot.period == "other":
        return
    left, start = scene.left(slot), slot.mention.start
    end, own = scene.right(slot)
    before = scene.hits_in(left, start)
    after = scene.hits_in(slot.mention.end, end) if own else []
    joined = _joined_terms(scene, slot)
    if joined:
        yield from _sum_of(scene, slot, joined)
    for hits, near in ((before, True), (after, True), (_wide(scene, slot, left), False)):
        found = _named(scene, slot, hits, before + after, memory, near=near)
        if found:
            yield from found
            return
    alone = [*_column_only(scene, slot, before or after, memory)] or [
        *_topic_only(scene, slot, before + after)
    ]
    yield from alone or [*_reached(scene, slot, memory)] or _rest(scene, slot, memory)
    if not alone and slot.period == "prev":
        yield from _same_last_year(scene, slot, memory)


_REACHED = re.compile(
    r"(?:增加|增长|上升|提高|提升|减少|下降|缩减|降低|回落|增|减|降|升)(?:到|至|为)(?:了)?(?:20\d\d年度?的?|今年的?|本年的?|本年度的?)?$"
)


def _reached(scene: Scene, slot: Slot, memory: Memory) -> Iterator[Candidate]:
    """Where a last-year number has got to is the same thing this year: 由2022年的155件增至202件."""
    last = memory.last
    if (
        last is None
        or last.index != slot.index - 1
        or not _REACHED.search(scene.text[last.mention.end : slot.mention.start])
    ):
        return
    for candidate in [last.bound] if last.bound else last.candidates:
        text = str(candidate.expression).replace("prev.", "")
        expression = scene.ground.parse(text)
        if expression is not None:
            yield Candidate(text, expression, candidate.subject, True, candidate.template, candidate.column)


def _same_last_year(scene: Scene, slot: Slot, memory: Memory) -> Iterator[Candidate]:
    """A last-year number without words of its own is that of the figure before it: 202件，比2022年（155件）增长."""
    if (
        memory.last is None
        or memory.last.sentence != slot.sentence
        or len(_residue(_own(scene, slot), [])) > 1
    ):
        return
    for candidate in [memory.last.bound] if memory.last.bound else memory.last.candidates:
        expression = scene.ground.parse(_last_year(str(candidate.expression)))
        if expression is not None and "prev." not in str(candidate.expression):
            yield Candidate(str(expression), expression, candidate.subject, True)


def _own(scene: Scene, slot: Slot) -> str:
    """The text of a number's own windows: the right one only where punctuation, not another number, ends it."""
    end, own = scene.right(slot)
    return scene.text[scene.left(slot) : slot.mention.start] + (
        scene.text[slot.mention.end : end] if own else ""
    )


def _wide(scene: Scene, slot: Slot, left: int) -> list[Hit]:
    """Words further left, before a comma: 收到政府信息公开申请，共8件. Only where the number's own words are mere filling."""
    own = scene.text[left : slot.mention.start]
    return scene.hits_in(scene.wide_left(slot), left) if len(_residue(own, [])) <= 1 else []


def _named(
    scene: Scene, slot: Slot, hits: list[Hit], near_hits: list[Hit], memory: Memory, *, near: bool
) -> list[Candidate]:
    """Candidates of the row that is named nearest to the number; a row's own name before a mere verb."""
    for verbs in (False, True):
        for hit in _specific_first(scene, hits) if not verbs else list(reversed(hits)):
            for sense in hit.senses:
                if sense.kind != "term" or sense.term is None or sense.term.verb != verbs:
                    continue
                if not _fits_unit(slot, sense) or _foreign(sense, near_hits):
                    continue
                if verbs and not _about(scene, slot, sense, hits, near_hits, memory):
                    continue
                column = _column(near_hits or hits, sense)
                found = list(_meanings(scene, slot, sense, column, strong=near or not verbs))
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


def _fits_unit(slot: Slot, sense: Sense) -> bool:
    unit = slot.mention.unit
    if Unit.of(unit).is_money:
        return any(Unit.of(word).is_money for word in sense.subject.units)
    return not unit or unit in sense.subject.units


def _foreign(sense: Sense, hits: list[Hit]) -> bool:
    """Whether another thing that is counted with the same words stands beside the number."""
    counts_rows = sense.term is not None and not sense.term.verb and "*" in sense.term.means[0]
    return not counts_rows and any(hit.says("unless", sense.subject.id) for hit in hits)


def _about(scene: Scene, slot: Slot, sense: Sense, hits: list[Hit], near: list[Hit], memory: Memory) -> bool:
    """Whether a verb speaks of its subject here: one of the subject's words beside it, or nothing else and the subject before."""
    subject = sense.subject.id
    if any(hit.says("topic", subject) or hit.says("column", subject) for hit in (*hits, *near)):
        return True
    spoken = memory.topic == subject or any(
        _names_row(hit, subject) for hit in scene.hits_in(*scene.sentence_span(slot.sentence))
    )
    words = [hit.word for hit in (*hits, *near)]
    return spoken and slot.mention.unit in ("件", "", "份") and len(_residue(_own(scene, slot), words)) <= 1


def _names_row(hit: Hit, subject: str) -> bool:
    """Whether a word is the name of one of a subject's rows, by itself."""
    return any(
        s.kind == "term" and s.term is not None and not s.term.verb and s.subject.id == subject
        for s in hit.senses
    )


def _residue(text: str, words: list[str]) -> str:
    """What is left of a window without the form's words and mere filling."""
    for word in sorted(words, key=len, reverse=True):
        text = text.replace(word, "")
    return _STOP.sub("", re.sub(r"\d+年?度?", "", text))


def _column(hits: list[Hit], sense: Sense) -> str | None:
    """The column that stands nearest, of the sense's subject; None for the default."""
    for hit in reversed(hits):
        for other in hit.senses:
            if other.kind == "column" and other.subject.id == sense.subject.id:
                return other.column
    return None


def _meanings(
    scene: Scene, slot: Slot, sense: Sense, column: str | None, *, strong: bool
) -> Iterator[Candidate]:
    subject = sense.subject
    for means in sense.term.means if sense.term else ():
        if "*" not in means:
            if column is None and not _excluded(scene, slot, subject, means):
                yield from _candidate(scene, slot, means, subject.id, strong=strong)
        elif column is not None or subject.default:
            yield from _candidate(
                scene, slot, means, subject.id, strong=strong, column=column, default=subject.default
            )
        else:
            for guess in subject.columns:
                yield from _candidate(scene, slot, means, subject.id, strong=False, column=guess)


def _excluded(scene: Scene, slot: Slot, subject: Subject, means: str) -> bool:
    """Whether a meaning leaves out a column (总计减尚未审结) that the sentence itself lists."""
    left_out = [
        column
        for column in subject.columns
        if f"- {means.split('.')[0]}" in means and means.endswith(f".{column}")
    ]
    hits = scene.hits_in(slot.mention.end, scene.sentence_span(slot.sentence)[1])
    return any(s.kind == "column" and s.column in left_out for hit in hits for s in hit.senses)


def _candidate(
    scene: Scene,
    slot: Slot,
    means: str,
    subject: str,
    *,
    strong: bool,
    column: str | None = None,
    default: str | None = None,
) -> Iterator[Candidate]:
    text = means.replace("*", column or default or "")
    if slot.period == "prev":
        text = _last_year(text)
    expression = scene.ground.parse(text)
    if expression is not None:
        template = means if "*" in means else None
        yield Candidate(text, expression, subject, strong, template, column)


def _last_year(text: str) -> str:
    return re.sub(r"(?<![.\w])(?=[a-z][a-z_]*\.)(?!prev\.)", "prev.", text)


def _column_only(scene: Scene, slot: Slot, hits: list[Hit], memory: Memory) -> Iterator[Candidate]:
    """A column without a row belongs to the total before it: 收到申请8件，其中自然人5件."""
    sentence = scene.hits_in(*scene.sentence_span(slot.sentence))
    for hit in reversed(hits):
        for sense in sorted(hit.senses, key=lambda sense: sense.subject.id != memory.topic):
            if sense.kind != "column" or not _fits_unit(slot, sense) or _foreign(sense, hits):
                continue
            subject = sense.subject.id
            texts = memory.templates(slot, sense.subject, listed=_listed(scene, slot, memory))
            texts = texts or _headed(scene, slot, subject)
            near = any(other.says("topic", subject) for other in hits)
            if not texts and not near and not any(other.says("topic", subject) for other in sentence):
                continue
            for text in texts or sense.subject.terms[0].means:
                yield from _candidate(
                    scene, slot, text, subject, strong=bool(texts) or near, column=sense.column
                )
            return


def _headed(scene: Scene, slot: Slot, subject: str) -> list[str]:
    """The row that heads the sentence, where no number stands beside it: 行政复议方面：结果维持8件."""
    for hit in reversed(scene.hits_in(scene.sentence_span(slot.sentence)[0], slot.mention.start)):
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
    return total.sentence == slot.sentence - 1 and scene.text.startswith(
        "其中", scene.sentence_span(slot.sentence)[0]
    )


def _rest(scene: Scene, slot: Slot, memory: Memory) -> Iterator[Candidate]:
    """A bare 其他 in a list about a subject: never enough to object."""
    if memory.topic is None or scene.text[scene.left(slot) : slot.mention.start].strip("“”的") not in (
        "其他",
        "其它",
    ):
        return
    subject = scene.ground.form.vocabulary.subject(memory.topic)
    for text in subject.rest if slot.mention.unit in (*subject.units, "") else ():
        yield from _candidate(scene, slot, text, subject.id, strong=False)


def _topic_only(scene: Scene, slot: Slot, hits: list[Hit]) -> Iterator[Candidate]:
    """The subject named and nothing said of it: its first row, weakly, and only where nothing else is named beside it."""
    for hit in reversed(hits):
        for sense in hit.senses:
            if (
                sense.kind == "topic"
                and _fits_unit(slot, sense)
                and not _foreign(sense, hits)
                and sense.subject.default
            ):
                if len(_residue(_own(scene, slot), [hit.word for hit in hits])) <= 1:
                    for means in sense.subject.terms[0].means:
                        yield from _candidate(
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
        limit = "、和及或与以及或者”“" if chain else "案件总数共计合各为数量的决定”“"
        if sense is None or any(char not in limit for char in between) or (chain and not between.strip("”“")):
            break
        chain.append((hit, sense))
        edge = hit.start
    return list(reversed(chain)) if len(chain) > 1 else []


def named(scene: Scene, start: int, end: int) -> list[Candidate]:
    """What the words between two positions name, without any number: 新收申请比上年增长32.3%."""
    found: list[Candidate] = []
    hits = scene.hits_in(start, end)
    for hit in _specific_first(scene, hits):
        for sense in hit.senses:
            if sense.kind != "term" or sense.term is None:
                continue
            if sense.term.verb and not any(other.says("topic", sense.subject.id) for other in hits):
                continue
            column = _column(hits, sense) or sense.subject.default
            for means in sense.term.means if column or "*" not in sense.term.means[0] else ():
                expression = scene.ground.parse(means.replace("*", column or ""))
                if expression is not None:
                    found.append(Candidate(str(expression), expression, sense.subject.id, True))
    return found


def _sum_of(scene: Scene, slot: Slot, joined: list[tuple[Hit, Sense]]) -> Iterator[Candidate]:
    if any(not _fits_unit(slot, sense) for _, sense in joined):
        return
    texts = [
        sense.term.means[0].replace("*", sense.subject.default or "") for _, sense in joined if sense.term
    ]
    if slot.period == "prev":
        texts = [_last_year(text) for text in texts]
    expression = scene.ground.parse(" + ".join(texts))
    if expression is not None:
        yield Candidate(str(expression), expression, joined[-1][1].subject.id, True)
