"""Bind a number to cells by what the sentence says of it: row, column, subject, scope and period.

A number's own words stand in its left window (收到政府信息公开申请8件) or, where punctuation follows them, in its right one (90件予以
公开). Words that name a row bind by themselves; verbs (收到, 办理) only in a sentence about their subject, and they may mean
several sums: each is tried, and the number is objected to only when none fits. A column alone (自然人3493件) belongs to the total
before it. A scope narrower than the table's, or another period, keeps a number from this year's cells.
"""

import re
from collections.abc import Iterator

from agent.figures import Unit
from agent.forms.expressions import references
from agent.verify.answer import Verdict
from agent.verify.explain import agrees, differs, in_unit, name, unit_of
from agent.verify.lexicon import Hit, Sense
from agent.verify.mention import Comparator
from agent.verify.scene import REACH, Candidate, Outcome, Scene, Slot

CODE = "cells"
_BROAD = re.compile(
    r"全[县市区省州旗镇乡局委系]|各级|我[县市区省州旗局委镇乡办院厅]|本[县市区省州旗局镇乡委办机单]|全年|各部门[、和及]各?乡镇|各?乡镇[（(]?[^，。]{0,6}[)）]?[、和及]各?[^，。]{0,4}部门"
)
_NARROW = re.compile(
    r"[县市区州省]?本级|各乡镇|各?乡镇|各?街道|[县市区省]直|各部门|有关部门|[县市区]政府办|政府办公室|办公厅|(?<!政府)(?:[\u4e00-\u9fff]{2,10}(?:局|委员会|镇|乡|街道办事处))"
)
_OTHER_TIME = re.compile(
    r"累计|历年|自.{0,10}以来|以来|[上下]半年|第?[一二三四]季度|近[三五]年|[三五]年来|\d{1,2}[-—至]\d{1,2}月|同期"
)
_STOP = re.compile(
    r"全年|年度|本年|今年|当年|共计|合计|总计|累计|总共|一共|分别|其中|包括|按时|按期|依法|依规|及时|已|均|共|总数|数量|总量|件数|合计|情况|方面|各类|各级|部门|案件|政府信息|信息|公开|"
    r"[全我本各][县市区省州旗局委镇乡办院厅级机]关?|[县市区省]|政府|人民|书面|数|为|是|有|了|的|达到?|于|在|对|中|至|截至|底|年|我|办|向|等|由|从|经|被|因|作出|做出|决定|处理|结果|新|并|实际|应|现|目前|量|较|比|[：:，,、。“”\"'‘’（）()《》\s·—-]"
)
_POSTED = re.compile(r"公开|发布|公示|上网|归集|推送|上传")


def bind(scene: Scene) -> None:
    """Find what each number may speak of, and judge those that one of its meanings fits or a named one contradicts."""
    memory = _Memory(scene.topic)
    for slot in scene.slots:
        if not slot.mention.counts or slot.role:
            continue
        if slot.outcome is not None:
            memory.keep(slot)
            continue
        _note_scope(scene, slot, memory)
        slot.candidates = list(_candidates(scene, slot, memory))
        _judge(scene, slot)
        memory.keep(slot)


class _Memory:
    """What the paragraph was last speaking of."""

    def __init__(self, topic: str | None) -> None:
        self.topic = topic
        self.totals: list[Slot] = []
        self.last: Slot | None = None
        self.narrow_from: int = -1

    def keep(self, slot: Slot) -> None:
        """Remember a number whose meaning a later column or result may belong to."""
        if slot.candidates and slot.candidates[0].template and not slot.narrow:
            best = slot.bound or slot.candidates[0]
            if best.column is None:
                self.totals = [*self.totals[-REACH:], slot]
            self.topic, self.last = best.subject, slot

    def templates(self, slot: Slot, subject: str, *, listed: bool) -> list[str]:
        """The rows that a column of the subject, named alone, may belong to: those of the total before it, or of that total
        and the one before added up; where it is not ``listed`` under that total, also those of earlier ones.
        """
        totals = [
            total
            for total in reversed(self.totals)
            if total.candidates[0].subject == subject and total.depth <= slot.depth
        ]
        if not totals and self.last is not None and self.last.candidates[0].subject == subject:
            totals = [self.last]
        rows = [_rows(total) for total in totals]
        found = list(rows[0]) if rows else []
        if len(totals) > 1 and totals[1].sentence == totals[0].sentence and len(rows[0]) == len(rows[1]) == 1:
            found.append(f"{rows[1][0]} + {rows[0][0]}")
        if not listed:
            found += [text for row in rows[1:4] for text in row]
        return list(dict.fromkeys(found))


def _rows(total: Slot) -> list[str]:
    """The templates of what a number was bound to, or else of all that it may be."""
    chosen = [total.bound] if total.bound else total.candidates
    return list(dict.fromkeys(candidate.template for candidate in chosen if candidate.template))


def _note_scope(scene: Scene, slot: Slot, memory: _Memory) -> None:
    start = scene.wide_left(slot)
    clause = scene.text[start : slot.mention.start]
    own = scene.text[scene.left(slot) : slot.mention.start]
    slot.period = _period(scene, slot)
    unit = scene.ground.figures.unit
    if _BROAD.search(clause):
        memory.narrow_from = -1
        slot.narrow = bool(_narrower(own, unit)) and not _BROAD.search(own)
    elif _narrower(clause, unit):
        # What a bracket says of parts of the unit ends with the bracket.
        memory.narrow_from = slot.sentence if slot.depth == 0 else memory.narrow_from
        slot.narrow = True
    else:
        slot.narrow = memory.narrow_from == slot.sentence or (
            slot.depth > 0 and _in_narrow_bracket(scene, slot)
        )


def _in_narrow_bracket(scene: Scene, slot: Slot) -> bool:
    """Whether an earlier number of the same bracket is a part of the unit's."""
    before = scene.slots[slot.index - 1] if slot.index else None
    return before is not None and before.narrow and before.depth == slot.depth


def _narrower(text: str, unit: str) -> bool:
    """Whether the text names a body that is only a part of the reporting unit."""
    for match in _NARROW.finditer(text):
        word = match[0]
        if (
            word not in unit
            and unit not in text
            and not (word.endswith(("政府办", "办公室", "办公厅")) and "办公" in unit)
        ):
            return True
    return False


def _period(scene: Scene, slot: Slot) -> str:
    """``now``, ``prev``, or ``other`` (part of a year, several years, a year that is neither)."""
    start, stop = scene.wide_left(slot), slot.mention.start
    year = scene.ground.figures.year
    text = scene.text[start:stop]
    terms = [hit for hit in scene.hits_in(start, stop) if hit.term(verbs=False)]
    marks: list[tuple[int, str]] = []
    for match in re.finditer(
        r"(?<!比)(?<!较)(?<!同)(?<!与)(?:去年|上一?年度?|上年|前年)(?!同期|结|转|末|底|遗|接)", text
    ):
        at = start + match.start()
        if not any(hit.start <= at < hit.end for hit in terms):
            marks.append((at, "prev"))
    for item in scene.exemptions:
        if (
            item.kind == "date"
            and start <= item.start < stop
            and (found := re.match(r"(\d{4})年", item.text))
        ):
            compared = item.start > 0 and scene.text[item.start - 1] in "比较同与"
            quoted = compared and bool(re.match(r"度?[（(的]?$", scene.text[item.end : stop]))
            ahead = int(found[1]) > year and scene.text[item.start - 1 : item.start] in tuple("至到入")
            if (not compared or quoted) and not ahead:
                marks.append((item.start, {year: "now", year - 1: "prev"}.get(int(found[1]), "other")))
    if _OTHER_TIME.search(text) and "累计" not in text.replace("全年累计", ""):
        marks.append((stop, "other"))
    return max(marks)[1] if marks else "now"


# --- what the words say -------------------------------------------------------------------------------------------


def _candidates(scene: Scene, slot: Slot, memory: _Memory) -> Iterator[Candidate]:
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
    yield from alone or _rest(scene, slot, memory)
    if not alone and slot.period == "prev":
        yield from _same_last_year(scene, slot, memory)


def _same_last_year(scene: Scene, slot: Slot, memory: _Memory) -> Iterator[Candidate]:
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
    scene: Scene, slot: Slot, hits: list[Hit], near_hits: list[Hit], memory: _Memory, *, near: bool
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


def _about(scene: Scene, slot: Slot, sense: Sense, hits: list[Hit], near: list[Hit], memory: _Memory) -> bool:
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
            if column is None:
                yield from _candidate(scene, slot, means, subject.id, strong=strong)
        elif column is not None or subject.default:
            yield from _candidate(
                scene, slot, means, subject.id, strong=strong, column=column, default=subject.default
            )
        else:
            for guess in subject.columns:
                yield from _candidate(scene, slot, means, subject.id, strong=False, column=guess)


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


def _column_only(scene: Scene, slot: Slot, hits: list[Hit], memory: _Memory) -> Iterator[Candidate]:
    """A column without a row belongs to the total before it: 收到申请8件，其中自然人5件."""
    sentence = scene.hits_in(*scene.sentence_span(slot.sentence))
    for hit in reversed(hits):
        for sense in sorted(hit.senses, key=lambda sense: sense.subject.id != memory.topic):
            if sense.kind != "column" or not _fits_unit(slot, sense) or _foreign(sense, hits):
                continue
            subject = sense.subject.id
            texts = memory.templates(slot, subject, listed=_listed(scene, slot, memory))
            near = any(other.says("topic", subject) for other in hits)
            if not texts and not near and not any(other.says("topic", subject) for other in sentence):
                continue
            for text in texts or sense.subject.terms[0].means:
                yield from _candidate(
                    scene, slot, text, subject, strong=bool(texts) or near, column=sense.column
                )
            return


def _listed(scene: Scene, slot: Slot, memory: _Memory) -> bool:
    """Whether the number stands in the list that 其中 or a bracket opens right after the last total."""
    total = next((total for total in reversed(memory.totals) if total.depth <= slot.depth), None)
    if total is None or total.sentence != slot.sentence:
        return False
    following = scene.slots[total.index + 1].mention.start
    return slot.depth > total.depth or "其中" in scene.text[total.mention.end : following]


def _rest(scene: Scene, slot: Slot, memory: _Memory) -> Iterator[Candidate]:
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


# --- does it fit --------------------------------------------------------------------------------------------------


def _judge(scene: Scene, slot: Slot) -> None:
    known = []
    for candidate in slot.candidates:
        value = _value(scene, slot, candidate)
        if value is None:
            continue
        if slot.mention.accepts(value):
            slot.bound = candidate
            slot.outcome = _agreed(scene, slot, candidate)
            return
        known.append(candidate)
    strong = [candidate for candidate in known if candidate.strong]
    if strong and not _posting(scene, slot, strong[0]):
        slot.outcome = contradicted(scene, slot, strong)


def _posting(scene: Scene, slot: Slot, candidate: Candidate) -> bool:
    """Decisions that were put on the web are not the decisions that were made."""
    if not candidate.text.startswith("decisions."):
        return False
    return bool(_POSTED.search(scene.text, scene.wide_left(slot), slot.mention.start))


def _value(scene: Scene, slot: Slot, candidate: Candidate):  # type: ignore[no-untyped-def]
    value = scene.ground.value(candidate.expression)
    if value is None:
        return None
    return (
        in_unit(value, unit_of(scene.ground.form, candidate.expression, {}), slot.mention.unit)
        if slot.mention.money
        else value
    )


def _agreed(scene: Scene, slot: Slot, candidate: Candidate) -> Outcome:
    value = _value(scene, slot, candidate)
    reason = agrees(name(scene.ground.form, candidate.expression), value, slot.mention, slot.mention.unit)
    return Outcome(Verdict.VERIFIED, reason, str(candidate.expression), slot.mention.written, CODE)


def contradicted(scene: Scene, slot: Slot, candidates: list[Candidate]) -> Outcome:
    """The objection to a number that none of its meanings fits."""
    first = candidates[0]
    value = _value(scene, slot, first)
    reason = differs(name(scene.ground.form, first.expression), value, slot.mention, slot.mention.unit)
    for other in candidates[1:2]:
        reason += (
            f"；按“{name(scene.ground.form, other.expression)}”计也是{_value(scene, slot, other)}，仍不符"
        )
    from agent.verify.explain import rounded

    return Outcome(Verdict.CONTRADICTED, reason, str(first.expression), rounded(value, slot.mention), CODE)


def exact(slot: Slot) -> bool:
    """Whether the number is written without an approximation."""
    return slot.mention.comparator is Comparator.EXACT


def narrowed(scene: Scene, at: int) -> bool:
    """Whether the clause before a position speaks of a part of the unit, or of another period."""
    start = scene.sentence_span(scene.sentence_of(at))[0]
    clause = scene.text[start:at]
    unit = scene.ground.figures.unit
    if _OTHER_TIME.search(clause):
        return True
    return bool(_narrower(clause, unit)) and not _BROAD.search(clause)
