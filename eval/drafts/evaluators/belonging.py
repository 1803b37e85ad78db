"""What in a draft is another unit's, another year's, or last year's unchanged."""

from types import ModuleType

from agent.drafting.scrutiny.checks import dates, slogans, strangers, unchanged
from agent.drafting.scrutiny.remark import Remark
from agent.workflow.notices import notices
from eval.drafts.material import Material
from eval.scoring import Evaluator, Score, Sense
from eval.scoring.evaluator import Trait

_SHOWN = 40


def shown(material: Material, remark: Remark) -> str:
    """A remark as a finding: the words that it is about, and what is said of them."""
    words = " ".join(material.text[remark.start : remark.end].split())
    short = words if len(words) <= _SHOWN else words[: _SHOWN - 1] + "…"
    return f"“{short}”：{remark.what}" if short else remark.what


def remarked(material: Material, *checks: ModuleType) -> list[str]:
    """What checks remark on, in text order."""
    remarks = sorted(
        (remark for check in checks for remark in check.find(material.page)), key=lambda remark: remark.start
    )
    return [shown(material, remark) for remark in remarks]


def foreign(material: Material) -> Score:
    """Names of other units that have no business here; the whole text being another unit's."""
    if not material.figures.unit:
        return Score.not_applicable("不知道是哪个单位的稿子")
    whole = [notice.text for notice in notices(material.text, material.figures) if notice.kind == "unit"]
    found = [*whole, *remarked(material, strangers)]
    return Score.count(found, f"外单位的名称 {len(found)} 处")


def copied(material: Material) -> Score:
    """Sentences that stand, years aside, in the report of one other unit and in nobody else's."""
    if not material.neighbours.sentences:
        return Score.not_applicable("没有别的单位的报告可以比对（--others）")
    found = []
    for said in material.page.sentences:
        owner = material.neighbours.whose(said.text, material.figures.unit)
        if owner:
            found.append(f"“{said.text[:_SHOWN]}”：与{owner}的报告相同")
    return Score.count(found, f"与别的单位一字不差的句子 {len(found)} 句")


def stale(material: Material) -> Score:
    """Dates of last year and phrases of another one; the whole text being of another year."""
    if material.page.year is None:
        return Score.not_applicable("不知道是哪一年的稿子")
    whole = [notice.text for notice in notices(material.text, material.figures) if notice.kind == "year"]
    found = [*whole, *remarked(material, dates, slogans)]
    return Score.count(found, f"过时的日期和提法 {len(found)} 处")


def unchanged_since(material: Material) -> Score:
    """Paragraphs and sentences as last year's report had them."""
    if not material.last:
        return Score.not_applicable("没有上年的报告可以比对")
    found = remarked(material, unchanged)
    return Score.count(found, f"与上年一字不差的 {len(found)} 处")


ALL: tuple[Evaluator[Material], ...] = (
    Evaluator(Trait("foreign", "外单位的名称", 1, Sense.LESS, counts=True), foreign),
    Evaluator(Trait("copied", "照抄别的单位", 1, Sense.LESS, counts=True), copied),
    Evaluator(Trait("stale", "过时的日期和提法", 1, Sense.LESS, counts=True), stale),
    Evaluator(Trait("unchanged", "与上年相同", 1, Sense.LESS, counts=True), unchanged_since),
)
