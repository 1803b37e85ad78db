"""The figures and claims of a draft by the verifier's verdicts, and its own tables against the figures given.

Figures and claims (均为自然人) are counted alike; what is no statistic is not counted. The four shares come to one.
"""

from agent.forms.footing import State, check
from agent.verify.answer import Judged, Verdict
from eval.drafts.material import Material
from eval.scoring import Evaluator, Score, Sense
from eval.scoring.evaluator import Trait

_NOTHING = "正文里没有统计数字"
_BARE = "没有数据可以对照"


def _judged(material: Material) -> list[Judged]:
    figures = (item for item in material.answer.figures if item.verdict is not Verdict.EXEMPT)
    claims = (item for item in material.answer.claims if item.verdict is not Verdict.EXEMPT)
    return sorted((*figures, *claims), key=lambda item: item.start)


def _share(material: Material, verdict: Verdict, *, listed: bool) -> Score:
    items = _judged(material)
    if not items:
        return Score.not_applicable(_NOTHING)
    own = [item for item in items if item.verdict is verdict]
    # Without figures nothing can be verified, and that nothing supports a figure is no finding; a contradiction is one.
    if material.bare and (verdict is not Verdict.CONTRADICTED or not own):
        return Score.not_applicable(_BARE)
    found = [f"“{item.text}”：{item.reason}" for item in own] if listed else []
    return Score.share(
        len(own), len(items), f"{len(items)} 处数字和断言中，{verdict.label} {len(own)} 处", found
    )


def verified(material: Material) -> Score:
    """Equal to a cell, a fact, or what follows from those."""
    return _share(material, Verdict.VERIFIED, listed=False)


def consistent(material: Material) -> Score:
    """Only the prose's own arithmetic holds them."""
    return _share(material, Verdict.CONSISTENT, listed=False)


def contradicted(material: Material) -> Score:
    """Wrong: what is spoken of is known, and it is another."""
    return _share(material, Verdict.CONTRADICTED, listed=True)


def unsupported(material: Material) -> Score:
    """Nothing says whether they are right."""
    return _share(material, Verdict.UNSUPPORTED, listed=True)


def tables(material: Material) -> Score:
    """The draft's own tables: each cell against the figures given; where they are the figures, the rules of the form."""
    if material.own:
        return _footing(material)
    printed = material.report.figures
    if not printed.cells:
        return Score.not_applicable("稿子里没有表格")
    if material.bare or printed.form != material.figures.form:
        return Score.not_applicable(_BARE if material.bare else "稿子的表格和数据不是同一种格式")
    both = [
        (key, value, material.figures.get(key)) for key, value in printed if key in material.figures.cells
    ]
    if not both:
        return Score.not_applicable(_BARE)
    labels = material.form.by_key
    wrong = [
        f"{labels[key].label}：表格印的是 {value:f}，数据是 {known:f}"
        for key, value, known in both
        if value != known
    ]
    return Score.share(
        len(both) - len(wrong), len(both), f"{len(both)} 个单元格中，与数据不同 {len(wrong)} 个", wrong
    )


def _footing(material: Material) -> Score:
    findings = check(material.form, material.figures, material.previous)
    held = sum(finding.state is State.HELD for finding in findings)
    broken = [finding for finding in findings if finding.state is State.BROKEN]
    if not held + len(broken):
        return Score.not_applicable("表格里没有可以检查的勾稽关系")
    told = [finding.reason for finding in broken]
    reason = f"数据就是稿子自己的表格：{held + len(broken)} 条勾稽关系中，不成立 {len(broken)} 条"
    return Score.share(held, held + len(broken), reason, told)


ALL: tuple[Evaluator[Material], ...] = (
    Evaluator(Trait("verified", "数字已核实", 1), verified),
    Evaluator(Trait("consistent", "数字自洽", 1, Sense.PLAIN), consistent),
    Evaluator(Trait("contradicted", "数字不符", 1, Sense.LESS), contradicted),
    Evaluator(Trait("unsupported", "数字无依据", 1, Sense.LESS), unsupported),
    Evaluator(Trait("tables", "表格无误", 1), tables),
)
