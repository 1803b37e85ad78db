"""Where a run's files go, the same for every bench, and the page that links them.

::

    OUT/index.html          every bench that has left its files here, with what it came to
    OUT/BENCH/cases.jsonl   what was scored, where it was scored case by case
    OUT/BENCH/results.jsonl one line a case
    OUT/BENCH/results.csv   one line a score
    OUT/BENCH/summary.json  what it comes to
    OUT/BENCH/summary.md    the same for people, with every case
    OUT/BENCH/index.html    the same as one page with charts
"""

import json
from collections.abc import Sequence
from html import escape
from pathlib import Path

from agent.errors import BadInput, Problem
from agent.workflow.outcome import write_beside
from eval.scoring.own import Own
from eval.scoring.page import page, whole
from eval.scoring.report import Report
from eval.scoring.tables import markdown, table_csv

RESULTS = Path(__file__).parents[1] / "results"
LATEST = RESULTS / "latest"


def bench_folder(out: Path, bench: str) -> Path:
    """The folder of one bench, made where it is not there yet; ``BadInput`` where it cannot be."""
    folder = out / bench
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadInput(
            [Problem(f"建不了文件夹（系统错误 {error.errno}）", str(folder), "请换一个位置")]
        ) from error
    return folder


def write(
    report: Report,
    out: Path,
    comparison: Sequence[str] = (),
    *,
    own_page: str = "",
    extra: str = "",
    own: Own | None = None,
) -> Path:
    """All files of a run and the page that links them; the page of this run. ``own_page`` is put in its place where given.

    ``own``: what stands in place of the means over all cases.
    """
    folder = bench_folder(out, report.bench)
    summary = {"title": report.title, **report.summary(), "comparison": list(comparison)}
    if own is not None:
        summary |= {"evaluators": {}, "rows": [list(row) for row in own.rows], **own.summary}
    write_beside(folder / "results.jsonl", b"".join(result.line() for result in report.results))
    write_beside(folder / "results.csv", table_csv(report).encode())
    write_beside(folder / "summary.json", (json.dumps(summary, ensure_ascii=False, indent=1) + "\n").encode())
    write_beside(folder / "summary.md", markdown(report, comparison, own).encode())
    shown = own_page or page(report, comparison, extra, own)
    write_beside(folder / "index.html", shown.encode())
    write_beside(out / "index.html", linking(out).encode())
    return folder / "index.html"


def linking(out: Path) -> str:
    """The page over all benches in a folder."""
    parts = ["<h1>评测结果</h1>"]
    for summary in sorted(out.glob("*/summary.json")):
        known = json.loads(summary.read_text("utf-8"))
        name = summary.parent.name
        told = [f"{known.get('cases', 0)} 例", *known.get("comparison", [])[:5]]
        lines = "".join(f"<li>{escape(line)}</li>" for line in told)
        parts.append(
            f'<h2><a href="{escape(name)}/index.html">{escape(known.get("title", name))}</a></h2><ul>{lines}</ul>'
        )
        rows = known.get("rows") or [
            (each["title"], _told(each))
            for each in known.get("evaluators", {}).values()
            if each.get("mean") is not None
        ]
        cells = "".join(
            f"<tr><td>{escape(title)}</td><td class=n>{escape(came)}</td></tr>" for title, came in rows
        )
        parts.append(f"<table>{cells}</table>")
    return whole("评测结果", "\n".join(parts))


def _told(each: dict[str, object]) -> str:
    if "total" in each:
        return f"共 {each['total']} 处"
    share = f"{float(str(each['mean'])):.1%}"
    return f"平均 {share}（合计 {each['hits']}/{each['parts']}）" if "hits" in each else f"平均 {share}"
