"""What a draft says twice, and sentences that are too long."""

from collections import Counter

from agent.drafting.scrutiny.checks import lengths, openings
from agent.drafting.scrutiny.checks.unchanged import core
from agent.drafting.scrutiny.quotes import headlines
from agent.verify.answer import Verdict
from eval.drafts.evaluators.belonging import remarked
from eval.drafts.material import Material
from eval.scoring import Evaluator, Score, Sense
from eval.scoring.evaluator import Trait

# Shorter sentences (无。) may stand in several sections.
_SHORTEST = 12
_SHOWN = 40


def repetition(material: Material) -> Score:
    """Sentences that stand in the draft already, and runs of sentences that begin alike."""
    seen: set[str] = set()
    found = []
    for said in material.page.sentences:
        words = core(said.text)
        if len(words) < _SHORTEST:
            continue
        if words in seen:
            found.append(f"“{said.text[:_SHOWN]}”：前面已经写过")
        seen.add(words)
    found += remarked(material, openings)
    return Score.count(found, f"重复 {len(found)} 处")


def twice(material: Material) -> Score:
    """Headline figures that the same section quotes more than once; the first section sums up and lists, hence the third."""
    page = material.page
    places: dict[str, Counter[str]] = {}
    for item in material.answer.figures:
        if item.verdict is Verdict.VERIFIED and item.expression:
            section = _section(material, item.start)
            places.setdefault(section, Counter())[item.expression] += 1
    wanted = {next(iter(each.names)): each.label for each in headlines(page) if len(each.names) == 1}
    found = [
        f"{wanted[name]}写了 {count} 遍"
        for counted in places.values()
        for name, count in counted.items()
        if name in wanted and count > _OFTEN
    ]
    return Score.count(found, f"反复写的数字 {len(found)} 个")


_OFTEN = 2


def _section(material: Material, place: int) -> str:
    for paragraph in material.page.paragraphs:
        if paragraph.places[0] <= place <= paragraph.places[-1]:
            return paragraph.section.id if paragraph.section else ""
    return ""


def sentences(material: Material) -> Score:
    """The share of sentences that can be read in one breath."""
    known = material.page.sentences
    if not known:
        return Score.not_applicable("没有句子")
    remarks = list(lengths.find(material.page))
    long = [said for said in known if any(said.start <= each.start < said.end for each in remarks)]
    sizes = [len(said.text) for said in known]
    reason = (
        f"{len(known)} 句，平均 {sum(sizes) / len(sizes):.0f} 字，最长 {max(sizes)} 字；过长 {len(long)} 句"
    )
    return Score.share(len(known) - len(long), len(known), reason, remarked(material, lengths))


ALL: tuple[Evaluator[Material], ...] = (
    Evaluator(Trait("repetition", "重复", 1, Sense.LESS, counts=True), repetition),
    Evaluator(Trait("twice", "反复写的数字", 1, Sense.LESS, counts=True), twice),
    Evaluator(Trait("sentences", "句子长短合适", 1), sentences),
)
