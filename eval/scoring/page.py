"""A report as one page that holds everything: charts as SVG inside it, no script, nothing fetched, what users wrote escaped."""

from collections.abc import Sequence
from html import escape

from eval.scoring.charts import BAD, GOOD, PERCENT, PLAIN, Bar, bars
from eval.scoring.evaluator import Sense
from eval.scoring.own import Own
from eval.scoring.report import Aggregate, CaseResult, Report
from eval.scoring.score import Score

STYLE = """
:root{color-scheme:light}body{font:15px/1.65 "Noto Sans CJK SC","Microsoft YaHei","PingFang SC",sans-serif;max-width:1060px;
margin:2rem auto;padding:0 1rem;color:#222;background:#fff}h1{font-size:1.6rem;margin:.2em 0}h2{font-size:1.2rem;margin-top:2rem;
border-bottom:1px solid #ddd}table{border-collapse:collapse;width:100%;margin:.5rem 0}td,th{border:1px solid #ddd;
padding:.3rem .6rem;vertical-align:top;text-align:left}th{background:#f4f6f8}td.n{text-align:right;white-space:nowrap}
.bad{color:#b3261e}.none{color:#767676}.good{color:#2f6f4f}svg{max-width:100%;height:auto}details{border:1px solid #ddd;
border-radius:4px;margin:.35rem 0;padding:.3rem .8rem}summary{cursor:pointer}summary b{display:inline-block;min-width:7.5em}
.wide{overflow-x:auto}.wide td:first-child{white-space:nowrap}.about{color:#666;font-size:.92em}
ul{margin:.2rem 0;padding-left:1.2rem}
@media print{details{break-inside:avoid}details>*{display:block}}
"""
# A page with more would not open; every case is in results.jsonl.
MOST = 400
_CHARTED = 40


def page(report: Report, comparison: Sequence[str] = (), extra: str = "", own: Own | None = None) -> str:
    """The page as HTML; ``extra`` is HTML of the bench's own, put behind the charts.

    ``own`` stands in place of the charts and the means over all cases.
    """
    parts = [f"<h1>{escape(report.title)}</h1>", items([*_plan(report), *report.remarks])]
    if comparison:
        parts += ["<h2>与基准结果比较</h2>", items(comparison)]
    results = [own.html] if own else [*_charts(report), _aggregates(report)]
    parts += ["<h2>总的结果</h2>", *results, extra]
    if report.explained:
        parts += ["<h2>怎样看</h2>", items(report.explained)]
    if report.failed:
        told = [f"{result.name}：{'；'.join(result.problems)}" for result in report.failed]
        parts += ["<h2>没有评成的</h2>", items(told, "bad")]
    parts += ["<h2>逐例</h2>", *_cases(report)]
    return whole(report.title, "\n".join(filter(None, parts)))


def whole(title: str, body: str) -> str:
    """A page around its body."""
    head = '<meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">'
    return (
        f'<!doctype html>\n<html lang="zh-CN"><head>{head}<title>{escape(title)}</title>'
        f"<style>{STYLE}</style></head><body>\n{body}\n</body></html>\n"
    )


def items(lines: Sequence[str], kind: str = "") -> str:
    """Lines as a list; "" for none."""
    if not lines:
        return ""
    mark = f' class="{kind}"' if kind else ""
    return f"<ul{mark}>" + "".join(f"<li>{escape(line)}</li>" for line in lines) + "</ul>"


def _plan(report: Report) -> list[str]:
    cases = f"{len(report.results)} 例" + (f"，其中 {len(report.failed)} 例没有评成" if report.failed else "")
    return [cases, *(f"{key}：{value}" for key, value in report.plan.items())]


def _charts(report: Report) -> list[str]:
    found = [each for each in report.aggregates() if each.mean is not None]
    shares = [_bar(each) for each in found if not each.trait.counts]
    counts = [_bar(each) for each in found if each.trait.counts and each.mean]
    charts = [bars(shares, "平均（%）", PERCENT), bars(counts, "平均每例几处", _top(counts))]
    if report.lead and 1 < len(report.scored) <= _CHARTED:
        charts.insert(
            0,
            bars(
                [_lead(report, each) for each in _ordered(report)], report.trait(report.lead).title, PERCENT
            ),
        )
    return charts


def _top(rows: Sequence[Bar]) -> float:
    return max([1.0, *(1.25 * (row.high or row.value) for row in rows)])


def _bar(each: Aggregate) -> Bar:
    mean = each.mean or 0.0
    scale = 1 if each.trait.counts else 100
    wrong = each.trait.sense is Sense.LESS and mean > 0
    colour = BAD if wrong else PLAIN if each.trait.sense is Sense.PLAIN else GOOD
    told = f"{mean:.2f}" if each.trait.counts else f"{mean:.1%}"
    return Bar(each.trait.title, mean * scale, told, each.low * scale, each.high * scale, colour)


def _lead(report: Report, result: CaseResult) -> Bar:
    score = result.scores[report.lead]
    if score.value is None:
        return Bar(_short(result), 0.0, "不适用", colour=PLAIN)
    colour = GOOD if score.value >= 0.6 else BAD
    return Bar(_short(result), score.value * 100, _lead_told(score), colour=colour)


def _lead_told(score: Score) -> str:
    return score.reason.partition("：")[0] if score.reason else score.told


def _short(result: CaseResult) -> str:
    return result.name if len(result.name) <= 28 else result.name[:27] + "…"


def _ordered(report: Report) -> list[CaseResult]:
    """The cases that could be scored, the worst by the leading evaluator first, else in their order."""
    if not report.lead:
        return list(report.scored)

    def place(result: CaseResult) -> float:
        value = result.scores[report.lead].value
        return 2.0 if value is None else value

    return sorted(report.scored, key=place)


def _aggregates(report: Report) -> str:
    rows = "".join(
        f"<tr><td>{escape(each.trait.title)}</td><td class=n>{each.applicable}/{each.cases}</td>"
        f"<td>{escape(each.told)}</td><td class=n>{each.trait.version}</td></tr>"
        for each in report.aggregates()
    )
    head = "<tr><th>评什么</th><th>适用</th><th>平均（95% 区间）</th><th>评法版本</th></tr>"
    return f"<table>{head}{rows}</table>"


def _cases(report: Report) -> list[str]:
    ordered = _ordered(report)
    shown = [_case(report, result) for result in ordered[:MOST]]
    if len(ordered) > MOST:
        shown.append(f"<p>这里只列出 {MOST} 例，全部 {len(ordered)} 例见 results.jsonl 和 results.csv。</p>")
    return shown


def _case(report: Report, result: CaseResult) -> str:
    lead = result.scores.get(report.lead)
    told = f"<b class={_kind(lead)}>{escape(_lead_told(lead))}</b>" if lead else ""
    about = "，".join(f"{key}：{value}" for key, value in result.metadata.items() if value)
    rows = "".join(_row(report, name, score) for name, score in result.scores.items())
    return (
        f"<details><summary>{told} {escape(result.name)}</summary><p class=about>{escape(about)}</p>"
        f"<table><tr><th>评什么</th><th>结果</th><th>理由和依据</th></tr>{rows}</table></details>"
    )


def _kind(score: Score) -> str:
    if score.value is None:
        return "none"
    return "good" if score.value >= 0.6 else "bad"


def _row(report: Report, name: str, score: Score) -> str:
    trait = report.trait(name)
    wrong = score.value is not None and trait.sense is Sense.LESS and score.value > 0
    short = score.value is not None and trait.sense is Sense.MORE and score.value < 1
    mark = "none" if not score.applicable else "bad" if wrong else "" if not short else "short"
    return (
        f"<tr><td>{escape(trait.title)}</td><td class='n {mark}'>{escape(score.told)}</td>"
        f"<td>{escape(score.reason)}{items(score.findings)}</td></tr>"
    )
