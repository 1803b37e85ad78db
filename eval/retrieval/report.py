"""A run of the bench of searching as the report that all benches share: each query a case, scored for the search users have."""

from eval.retrieval.candidates import OURS
from eval.retrieval.cases import Query
from eval.retrieval.metrics import DEEP, FIRST
from eval.retrieval.results import named
from eval.retrieval.running import MEASURES, Run
from eval.scoring import CaseResult, Report, Score
from eval.scoring.evaluator import Trait

BENCH = "retrieval"
_TRAITS = {
    "recall": Trait("recall", "前五召回", 1),
    "ndcg": Trait("ndcg", "nDCG@10", 1),
    "reciprocal": Trait("reciprocal", "首个命中（MRR）", 1),
}


def report_of(run: Run) -> Report:
    """Every query with its marks; the leading one is recall."""
    ours = named(run, OURS)
    results = tuple(_result(run, query, at) for at, query in enumerate(run.queries) if not ours.skipped)
    plan = {"问题": str(len(run.queries)), "段落": str(run.passages), "题目指纹": run.digest}
    return Report(BENCH, "检索评测", tuple(_TRAITS.values()), results, plan)


def _result(run: Run, query: Query, at: int) -> CaseResult:
    ours = named(run, OURS)
    places = [place for place, key in enumerate(ours.found[at], 1) if query.grades.get(key, 0)]
    told = (
        f"前 {DEEP} 段里要找的在第 {'、'.join(map(str, places))} 位"
        if places
        else f"前 {DEEP} 段里没有要找的"
    )
    marks = {measure: Score.mark(getattr(ours.marks[at], measure), told) for measure in MEASURES}
    split = "检验用" if query.test else "调整用"
    return CaseResult(
        f"问“{query.text}”，前 {FIRST} 段里找得到要的（第 {at + 1} 问）",
        {"类别": query.kind, "用途": split},
        marks,
    )
