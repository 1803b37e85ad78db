"""What a run leaves beside the files of every bench, and the kept baseline.

``rates.csv`` with every judge's rates, ``failures.jsonl`` and ``failures.md``. The kept baseline is a summary without the cases;
comparing with it asks the same questions, or says that they differ.
"""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from agent.errors import BadInput
from agent.workflow.material import content_of
from eval.verifier.pace import Pace
from eval.verifier.scoring import MEASURES
from eval.verifier.tally import Rate, missing, moved, read_rates, regressed

RESULTS = Path(__file__).parents[1] / "results"
BASELINE = RESULTS / "baseline.json"
_SHOWN = 10
NO_BASELINE = "基准结果 {} 读不出来，或者不是这一版的，不能比较；请用 --keep 重新留一份。"


@dataclass(frozen=True)
class Run:
    """Everything of one run. ``rates`` by judge, ours first; ``failures`` are ours."""

    plan: dict[str, int]
    digest: str
    rates: dict[str, list[Rate]]
    failures: list[dict[str, Any]]
    annotated: list[Rate]
    annotated_failures: list[dict[str, Any]]
    pace: Pace | None

    @property
    def ours(self) -> list[Rate]:
        """The verifier's rates."""
        return self.rates["nianbao"]

    def summary(self) -> dict[str, Any]:
        """Without the cases; what another run is compared with."""
        return {
            "plan": self.plan,
            "digest": self.digest,
            "judges": {name: [rate.as_json() for rate in rates] for name, rates in self.rates.items()},
            "annotated": [rate.as_json() for rate in self.annotated],
        }


def write_failures(run: Run, folder: Path) -> None:
    """The cases that fail, beside the files that every bench leaves."""
    records = (*run.failures, *run.annotated_failures)
    lines = (json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    (folder / "failures.jsonl").write_text("".join(lines), "utf-8")
    (folder / "failures.md").write_text(failures_page(run.failures), "utf-8")
    (folder / "rates.csv").write_text(table_csv(run), "utf-8")


def keep(run: Run, picture: str) -> None:
    """Make a run the baseline that later ones are compared with; ``picture`` is its chart as SVG."""
    RESULTS.mkdir(exist_ok=True)
    BASELINE.write_text(_json(_counts(run)), "utf-8")
    BASELINE.with_suffix(".svg").write_text(picture, "utf-8")
    BASELINE.with_suffix(".md").write_text(markdown(run), "utf-8")


def _counts(run: Run) -> dict[str, Any]:
    """A summary with counts only: all of ours, and of the baselines what they come to altogether."""
    kept = {
        name: [asdict(rate) for rate in rates if name == "nianbao" or rate.dimension == "全部"]
        for name, rates in run.rates.items()
    }
    return run.summary() | {"judges": kept, "annotated": [asdict(rate) for rate in run.annotated]}


def _json(record: Mapping[str, Any]) -> str:
    """One line a rate, so that a changed baseline reads as a change."""
    judges = {
        name: "[\n" + ",\n".join(f"   {json.dumps(rate, ensure_ascii=False)}" for rate in rates) + "\n  ]"
        for name, rates in {**record["judges"], "标注": record["annotated"]}.items()
    }
    body = ",\n".join(f"  {json.dumps(name, ensure_ascii=False)}: {rates}" for name, rates in judges.items())
    plan = json.dumps(record["plan"], ensure_ascii=False)
    return f'{{\n "plan": {plan},\n "digest": "{record["digest"]}",\n "judges": {{\n{body}\n }}\n}}\n'


def compare(run: Run, baseline: Path = BASELINE) -> tuple[list[str], bool]:
    """What moved, in Chinese, and whether anything got worse; nothing counts as worse where the questions differ.

    A baseline that cannot be compared with counts as worse: nobody knows.
    """
    if not baseline.exists():
        return ["没有留存的基准结果，未作比较。"], False
    kept = _kept(baseline)
    if kept is None:
        return [NO_BASELINE.format(baseline.name)], True
    same = kept["plan"] == run.plan and kept["digest"] == run.digest
    lines = [] if same else ["题目与基准不同（数量、种子或造句有改动），只列出变化，不判退步。"]
    worse = False
    for name, now in (("nianbao", run.ours), ("标注", run.annotated)):
        before = read_rates(kept["judges"].get(name, []))
        for rate, old in moved(now, before):
            bad = regressed(rate, old) and (same or name == "标注")
            worse = worse or bad
            lines.append(f"{'退步' if bad else '变化'}：{_named(rate)} {_told(old)} → {_told(rate)}")
    return lines or ["与基准结果完全相同。"], worse


def _kept(baseline: Path) -> dict[str, Any] | None:
    """A kept baseline; None where it cannot be read, or is of another bench or version."""
    try:
        kept: dict[str, Any] = json.loads(content_of(baseline))
        for name in ("nianbao", "标注"):
            read_rates(kept["judges"].get(name, []))
        _ = kept["plan"], kept["digest"]
    except (BadInput, ValueError, TypeError, KeyError, AttributeError):
        return None
    return kept


def _named(rate: Rate) -> str:
    return f"{rate.measure}·{rate.dimension}·{rate.name}"


def _told(rate: Rate) -> str:
    return f"{rate.hits}/{rate.cases}（{rate.share:.2%}）"


def table_csv(run: Run) -> str:
    """Every rate of every judge, a line each."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["方法", "量", "分组", "名称", "命中", "总数", "比例", "下限", "上限"])
    for judge, found in {**run.rates, "nianbao（标注）": run.annotated}.items():
        for rate in found:
            low, high = rate.interval
            row = [rate.measure, rate.dimension, rate.name, rate.hits, rate.cases]
            writer.writerow([judge, *row, f"{rate.share:.5f}", f"{low:.5f}", f"{high:.5f}"])
    return text.getvalue()


def markdown(run: Run) -> str:
    """The summary for people."""
    lines = ["# 核对器评测", "", f"题目：{_questions(run)}", "", *_against(run), "", "## 未达标的种类", ""]
    lines += [f"- {_named(rate)}：{_told(rate)}" for rate in missing(run.ours)] or ["- 没有。"]
    lines += ["", "## 各种说法", "", *_by(run.ours, "说法"), "", "## 各种差错", "", *_by(run.ours, "差错")]
    lines += ["", "## 标注过的报告", "", *annotated_lines(run.annotated)]
    if run.pace:
        lines += ["", "## 速度", "", *[f"- {line}" for line in pace_lines(run.pace)]]
    return "\n".join(lines) + "\n"


def _questions(run: Run) -> str:
    plan = run.plan
    return f"种子 {plan['seed']}，{plan['worlds']} 个单位的句子，{plan['reports']} 份整篇报告，题目指纹 {run.digest}"


def _against(run: Run) -> list[str]:
    lines = [
        "| 方法 | 查出差错 | 误报 | 放过无依据的 | 打扰非统计数 | 没看见的数 | 出错 |",
        f"|{' --- |' * 7}",
    ]
    for judge, found in run.rates.items():
        whole = {rate.measure: rate for rate in found if rate.dimension == "全部"}
        told = [_told(whole[measure]) if measure in whole else "" for measure in MEASURES]
        lines.append(f"| {judge} | {' | '.join(told)} |")
    return lines


def _by(found: Sequence[Rate], dimension: str) -> list[str]:
    lines = ["| 种类 | 查出 | 误报 | 放过 | 打扰 |", "| --- | --- | --- | --- | --- |"]
    names = dict.fromkeys(rate.name for rate in found if rate.dimension == dimension)
    for name in names:
        by = {rate.measure: _told(rate) for rate in found if (rate.dimension, rate.name) == (dimension, name)}
        lines.append(f"| {name} | {' | '.join(by.get(m, '') for m in ('查出', '误报', '放过', '打扰'))} |")
    return lines


def annotated_lines(found: Sequence[Rate]) -> list[str]:
    """The annotated reports' rates, or that they are absent."""
    if not found:
        return ["没有（`../shared/gold` 不在）。"]
    return [
        f"- {_named(rate)}：{_told(rate)}" for rate in found if rate.dimension in ("全部", "差错", "范围")
    ]


def pace_lines(pace: Pace) -> list[str]:
    """Times for people; they differ from machine to machine, the ratio hardly does."""
    hostile = "、".join(f"{name} {seconds:.2f} 秒" for name, seconds in pace.hostile.items())
    against = (
        f"{pace.length} 字的报告连同上年数据：{pace.verify * 1000:.1f} 毫秒；"
        f"Recognizers-Text 只找数字：{pace.recognise * 1000:.1f} 毫秒；前者是后者的 {pace.ratio:.2f} 倍"
    )
    return [
        against,
        f"一兆字节的怪文本：{hostile}",
        f"批量核对 {pace.lines} 份：一个进程 {pace.one:.1f} 秒，两个进程 {pace.two:.1f} 秒",
    ]


def failures_page(failures: Sequence[dict[str, Any]]) -> str:
    """The cases that fail by kind, the most frequent kinds first, ten each at most."""
    groups: dict[tuple[str, str, str], list[dict[str, Any]]] = {}
    for record in failures:
        groups.setdefault((record["what"], record["kind"], record["error"]), []).append(record)
    lines = ["# 没有判对的例子", ""]
    for names, records in sorted(groups.items(), key=lambda item: -len(item[1])):
        lines += [f"## {'·'.join(name for name in names if name)}（{len(records)}）", ""]
        for record in records[:_SHOWN]:
            right = f"；写对时是：{record['right']}" if record.get("right") else ""
            said = f"{record['verdict']} {record['reason'] or '没有提到'}"
            lines += [
                f"- {record['sentence'].strip()}",
                f"  - “{record['words'].strip()}”：{said}{right}（{record['case']}）",
            ]
        lines.append("")
    return "\n".join(lines)
