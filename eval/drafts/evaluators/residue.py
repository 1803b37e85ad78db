"""What a template or a model left in a draft, and what identifies somebody."""

from agent.drafting.scrutiny.checks import cards, identity, phones
from agent.drafting.scrutiny.checks import residue as residue_check
from eval.drafts.evaluators.belonging import remarked
from eval.drafts.material import Material
from eval.scoring import Evaluator, Score, Sense
from eval.scoring.evaluator import Trait


def residue(material: Material) -> Score:
    """References, slots, Markdown, a model's words to whoever asked it."""
    found = remarked(material, residue_check)
    return Score.count(found, f"模板或模型留下的痕迹 {len(found)} 处")


def privacy(material: Material) -> Score:
    """Identity numbers, private telephones, bank cards; the numbers themselves are not told again."""
    found = [remark.what for check in (identity, phones, cards) for remark in check.find(material.page)]
    return Score.count(found, f"个人信息 {len(found)} 处")


ALL: tuple[Evaluator[Material], ...] = (
    Evaluator(Trait("residue", "模板痕迹", 1, Sense.LESS, counts=True), residue),
    Evaluator(Trait("privacy", "个人信息", 1, Sense.LESS, counts=True), privacy),
)
