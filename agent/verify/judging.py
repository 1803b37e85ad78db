"""From a text to its answer: paragraph by paragraph, check by check.

For each paragraph: what is malformed, a change or an average is marked first, so that no other check takes it for a count, and
a number is judged whose list stands beside it; then cells, aligned lists, series, facts and list counts bind numbers by what is
said of them; then the prose's own arithmetic closes; then shares, rates and changes, which need what the others bound; what
nothing settles is ``unsupported``. What the paragraph spoke of last the next one may go on with. Nothing here raises on any
text.
"""

import re
from collections.abc import Iterator

from agent.figures import FigureSet
from agent.forms.form import Form
from agent.verify.answer import Answer, Judged, Verdict
from agent.verify.checks import (
    aligned,
    averages,
    cells,
    changes,
    claims,
    directions,
    each,
    facts,
    flows,
    listing,
    notices,
    parts,
    periods,
    rates,
    series,
    shares,
    sums,
    unfinished,
    writing,
)
from agent.verify.explain import in_unit, name, unit_of
from agent.verify.mention import KINDS, Exemption
from agent.verify.prose import Paragraph, paragraphs
from agent.verify.scene import Ground, Outcome, Scene, Slot

UNSUPPORTED = "U01"
_QUICK = re.compile(
    r"[0-9０-９〇零一二两三四五六七八九十百千万亿均皆都全未无没持较比主共XxＸｘ×✕*＊_＿（(番]"
)


def judge(text: str, form: Form, figures: FigureSet, previous: FigureSet | None = None) -> Answer:
    """Every numeric expression and claim of a text, with its verdict; spans are of the text as given."""
    ground = Ground(form, figures, previous)
    found = list(paragraphs(text, form))
    headings = sum(
        1
        for paragraph in found
        if paragraph.heading and paragraph.section and re.match("[一二三四五六七八九十]+、", paragraph.text)
    )
    figure_items: list[Judged] = []
    claim_items: list[Judged] = []
    topic: str | None = None
    for index, paragraph in enumerate(found):
        if not _QUICK.search(paragraph.text):
            continue
        topic = _topic(form, paragraph, topic)
        scene = Scene(ground, paragraph, topic)
        if scene.slots:
            _examine(scene, [later.text[:8] for later in found[index + 1 : index + 14]], headings)
        topic = topic or scene.spoken
        figure_items += _figures(scene, text, introduction=_introduces(found, index))
        claim_items += _claims(scene, text)
    return Answer(tuple(figure_items), tuple(claim_items))


def _examine(scene: Scene, following: list[str], headings: int) -> None:
    writing.judge(scene)
    changes.tag(scene)
    averages.tag(scene)
    listing.count_members(scene)
    cells.bind(scene)
    aligned.bind(scene)
    series.bind(scene)
    each.bind(scene)
    facts.bind(scene)
    listing.bind(scene, following, headings)
    parts.close(scene)
    sums.close(scene)
    flows.balance(scene)
    shares.judge(scene)
    rates.judge(scene)
    averages.judge(scene)
    changes.judge(scene)


def _topic(form: Form, paragraph: Paragraph, topic: str | None) -> str | None:
    """The subject that a heading, or the heading at the front of a paragraph, announces."""
    head = re.match(
        r"(?:[（(][一二三四五六七八九十]+[）)]|[一二三四五六七八九十]+[、是]|\d{1,2}[.．、](?!\d))[^。；，]{0,30}",
        paragraph.text,
    )
    if head is None:
        return None if paragraph.heading else topic
    for subject in form.vocabulary.subjects:
        if any(word in head[0] for word in subject.words if len(word) > 2):
            return subject.id
    return None


def _introduces(found: list[Paragraph], index: int) -> bool:
    """Whether a paragraph stands before the first section."""
    return found[index].section is None or (index == 0 and not found[index].heading)


def _figures(scene: Scene, text: str, *, introduction: bool) -> Iterator[Judged]:
    items: list[tuple[int, Judged]] = []
    for exemption in scene.exemptions:
        objection = periods.judge(scene, exemption, introduction=introduction) or notices.judge(
            scene, exemption
        )
        outcome = objection or _exempt(exemption)
        start, end = scene.span(exemption.start, exemption.end)
        items.append((start, _judged(start, end, text, outcome)))
    for slot in scene.slots:
        outcome = slot.outcome or _without_support(scene, slot)
        start, end = scene.span(slot.mention.start, slot.mention.end)
        items.append(
            (start, _judged(start, end, text, outcome, value=slot.mention.written, unit=slot.mention.unit))
        )
    return (item for _, item in sorted(items, key=lambda pair: pair[0]))


def _exempt(item: Exemption) -> Outcome:
    return Outcome(Verdict.EXEMPT, f"{KINDS[item.kind]}，不是统计数字", check=item.kind)


def _judged(
    start: int, end: int, text: str, outcome: Outcome, *, value: str | None = None, unit: str = ""
) -> Judged:
    return Judged(
        start=start,
        end=end,
        text=text[start:end],
        verdict=outcome.verdict,
        reason=outcome.reason,
        value=value,
        unit=unit,
        expression=outcome.expression,
        expected=outcome.expected,
        check=outcome.check,
        hint=outcome.hint,
    )


def _claims(scene: Scene, text: str) -> Iterator[Judged]:
    found = [*claims.find(scene), *directions.find(scene), *series.find(scene), *unfinished.find(scene)]
    taken = -1
    for claim in sorted(found, key=lambda claim: (claim.start, -claim.end)):
        if claim.start < taken:
            continue
        taken = claim.end
        start, end = scene.span(claim.start, claim.end)
        yield Judged(
            start,
            end,
            text[start:end],
            claim.verdict,
            claim.reason,
            expression=claim.expression,
            check=claim.check,
        )


def _without_support(scene: Scene, slot: Slot) -> Outcome:
    """Nothing says whether the number is right; where a named meaning comes near, say which."""
    if slot.narrow:
        reason = "所说范围小于报表的填报范围，报表不能证实；请补充为事实并注明来源"
    elif slot.period == "prev" and scene.ground.previous is None:
        reason = "说的是上年，没有上年数据可以核对；请提供上年数据"
    elif slot.period == "other":
        reason = "说的不是本年度的全年数，报表不能证实；请补充为事实并注明来源"
    elif slot.candidates:
        candidate = slot.candidates[0]
        value = scene.ground.value(candidate.expression)
        shown = (
            in_unit(value, unit_of(scene.ground.form, candidate.expression), slot.mention.unit)
            if value is not None
            else None
        )
        known = f"（{name(scene.ground.form, candidate.expression)} = {shown}）" if shown is not None else ""
        reason = f"文中没有说清是哪一项{known}，不能核实"
    else:
        reason = "报表、事实和文中算术都不能证实；请补充为事实并注明来源"
    return Outcome(Verdict.UNSUPPORTED, reason, check=UNSUPPORTED)
