"""How far a report is, step by step, and what to do next, from last year's report to the final version."""

from dataclasses import dataclass
from typing import Literal

from agent.forms.footing import State
from agent.workflow.work import Work

Where = Literal["home", "figures", "desk", "ledger", "leaving"]


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what it is called, how it stands, whether it is done, what to do where it is not, and on which page."""

    name: str
    state: str
    done: bool
    todo: str
    where: Where
    may_wait: bool = False


def steps(work: Work) -> tuple[Step, ...]:
    """Every step in the order in which a clerk goes through them."""
    return (
        _last_year(work),
        _figures(work),
        _footing(work),
        _drafting(work),
        _verifying(work),
        _exporting(work),
    )


def next_step(work: Work) -> Step | None:
    """What to do next; None where the final version is out. Last year's report may be left out once there are figures."""
    return next(
        (step for step in steps(work) if not step.done and not (step.may_wait and work.figures.cells)), None
    )


def _last_year(work: Work) -> Step:
    known = work.previous is not None
    todo = f"带入{work.report.year - 1}年度的年报：上年数据自动填好，起草时有样子可循"
    return Step("上年年报", "已带入" if known else "未带入", known, todo, "home", may_wait=True)


def _figures(work: Work) -> Step:
    left = len(work.form.cells) - len(work.figures.cells)
    if not work.figures.cells:
        return Step("本年数据", "未填", False, "上传填好的工作簿，或在“数据”里逐格填写", "figures")
    return Step(
        "本年数据",
        f"{left} 格未填" if left else "已填满",
        not left,
        f"还有 {left} 格没有填，没有发生的填 0",
        "figures",
    )


def _footing(work: Work) -> Step:
    broken = len(work.checked.of(State.BROKEN))
    held = bool(work.checked.of(State.HELD))
    state = f"不符 {broken} 条" if broken else "相符" if held else "还不能核对"
    return Step("勾稽关系", state, held and not broken, f"改好 {broken} 条不符的勾稽关系", "figures")


def _drafting(work: Work) -> Step:
    there = work.judged is not None
    return Step(
        "起草", "已有正文" if there else "未起草", there, "按数据和上年年报生成初稿，再逐处修改", "desk"
    )


def _verifying(work: Work) -> Step:
    if work.judged is None:
        return Step("核验", "还没有正文", False, "先起草", "ledger")
    left = [each for each in work.hindrances if each.kind != "footing"]
    state = f"{len(left)} 处待核" if left else "没有待核"
    return Step("核验", state, not left, f"看一看 {len(left)} 处待核的数字和提醒", "ledger")


def _exporting(work: Work) -> Step:
    state = "已定稿" if work.settled else "定稿后改过" if work.is_final else "未定稿"
    return Step("导出", state, work.settled, "可以导出定稿了", "leaving")
