"""A run of the verifier's bench as the report that all benches share: a case for each kind of phrase."""

from collections.abc import Sequence

from eval.scoring import CaseResult, Report, Score, Sense
from eval.scoring.evaluator import Trait
from eval.verifier.results import Run
from eval.verifier.scoring import ALARM, CAUGHT, CRASHED, NOISE, PASSED, UNSEEN
from eval.verifier.tally import BARS, Rate

BENCH = "verifier"
_TRAITS = {
    CAUGHT: Trait("caught", "查出", 1),
    ALARM: Trait("alarm", "误报", 1, Sense.LESS),
    PASSED: Trait("passed", "放过无依据的", 1, Sense.LESS),
    NOISE: Trait("noise", "打扰非统计数", 1, Sense.LESS),
    UNSEEN: Trait("unseen", "没看见的数", 1, Sense.LESS),
    CRASHED: Trait("crashed", "出错", 1, Sense.LESS),
}
# Every question is of one kind of phrase: over these kinds each is counted once. Other groups are in rates.csv.
_DIMENSION = "说法"


def report_of(run: Run) -> Report:
    """Our rates by kind; those over the annotated reports follow where there are any."""
    results = [*_results(run.ours, "生成的题"), *_results(run.annotated, "标注过的报告")]
    plan = {"种子": str(run.plan["seed"]), "题目指纹": run.digest}
    plan |= {"单位": str(run.plan["worlds"]), "整篇报告": str(run.plan["reports"])}
    return Report(BENCH, "核对器评测", tuple(_TRAITS.values()), tuple(results), plan)


def _results(rates: Sequence[Rate], source: str) -> list[CaseResult]:
    kinds = dict.fromkeys(rate.name for rate in rates if rate.dimension == _DIMENSION)
    return [
        CaseResult(
            f"{source}里，说到“{name}”的数字判得对",
            {"来源": source, "种类": name},
            {trait.name: _score(rates, measure, name) for measure, trait in _TRAITS.items()},
        )
        for name in kinds
    ]


def _score(rates: Sequence[Rate], measure: str, name: str) -> Score:
    key = measure, _DIMENSION, name
    found = [rate for rate in rates if (rate.measure, rate.dimension, rate.name) == key and rate.cases]
    if not found:
        return Score.not_applicable("没有这样的题")
    low, high = found[0].interval
    bar = f"{'不低于' if measure == CAUGHT else '不超过'} {BARS[measure]:.0%}"
    reason = f"95% 区间 {low:.2%}—{high:.2%}，要求{bar}"
    return Score.share(min(found[0].hits, found[0].cases), found[0].cases, reason)
