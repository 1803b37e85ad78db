"""A report as CSV and Markdown.

What comes from outside may begin with a sign that a spreadsheet takes for a formula; such a cell gets an apostrophe before it.
"""

import csv
import io
import re
from collections.abc import Iterator, Sequence

from eval.scoring.own import Own
from eval.scoring.report import Report

_FORMULA = re.compile(r"^[\s\u3000]*[=+\-@\uff1d\uff0b\uff0d\uff20|%]|^[\t\r\n]")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_SHOWN = 8


def guarded(cell: object) -> str:
    """A cell's text that no spreadsheet takes for a formula; numbers stay numbers."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def table_csv(report: Report) -> str:
    """One line for each score, with its reason and what it rests on. UTF-8 with a mark at its head, for Excel."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    keys = _keys(report)
    writer.writerow(
        [
            *map(guarded, ["例", *keys]),
            "评什么",
            "名称",
            "版本",
            "值",
            "个数",
            "总数",
            "是否适用",
            "理由",
            "依据",
        ]
    )
    for result in report.results:
        about = [result.name, *(result.metadata.get(key, "") for key in keys)]
        if result.problems:
            writer.writerow(
                [
                    *map(guarded, about),
                    "",
                    "没有评成",
                    "",
                    "",
                    "",
                    "",
                    "否",
                    guarded("；".join(result.problems)),
                    "",
                ]
            )
        for name, score in result.scores.items():
            trait = report.trait(name)
            values = [score.value, score.hits, score.cases, "是" if score.applicable else "否"]
            row = [*about, name, trait.title, trait.version, *values, score.reason, "\n".join(score.findings)]
            writer.writerow(map(guarded, row))
    return "\ufeff" + text.getvalue()


def _keys(report: Report) -> list[str]:
    """What is known of the cases, in the order in which it first appears."""
    return list(dict.fromkeys(key for result in report.results for key in result.metadata))


def markdown(report: Report, comparison: Sequence[str] = (), own: Own | None = None) -> str:
    """The report for people, with every case's reasons; ``own`` stands in place of the means over all cases."""
    lines = [f"# {escaped(report.title)}", "", *(f"- {escaped(remark)}" for remark in report.remarks)]
    lines += [*(f"- {key}：{escaped(value)}" for key, value in report.plan.items()), ""]
    lines += (
        ["## 怎样看", "", *(f"- {escaped(line)}" for line in report.explained), ""]
        if report.explained
        else []
    )
    lines += ["## 总的结果", "", *(own.markdown if own else aggregate_lines(report)), ""]
    if comparison:
        lines += ["## 与基准结果比较", "", *(f"- {escaped(line)}" for line in comparison), ""]
    if report.failed:
        lines += ["## 没有评成的", "", *_failed(report), ""]
    lines += ["## 逐例", ""]
    for result in report.scored:
        lines += [f"### {escaped(result.name)}", ""]
        about = "，".join(f"{key}：{value}" for key, value in result.metadata.items() if value)
        lines += [escaped(about), ""] if about else []
        lines += ["| 评什么 | 结果 | 理由 |", "| --- | --- | --- |"]
        for name, score in result.scores.items():
            shown = "<br>".join(map(escaped, (score.reason, *score.findings[:_SHOWN])))
            more = (
                f"<br>（另有 {len(score.findings) - _SHOWN} 处，见 results.jsonl）"
                if len(score.findings) > _SHOWN
                else ""
            )
            lines.append(f"| {report.trait(name).title} | {score.told} | {shown}{more} |")
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def aggregate_lines(report: Report) -> list[str]:
    """The aggregates as a Markdown table."""
    lines = ["| 评什么 | 适用 | 平均（95% 区间） | 版本 |", "| --- | --- | --- | --- |"]
    rows = (
        f"| {each.trait.title} | {each.applicable}/{each.cases} | {each.told} | {each.trait.version} |"
        for each in report.aggregates()
    )
    return [*lines, *rows]


def _failed(report: Report) -> Iterator[str]:
    for result in report.failed:
        yield f"- {escaped(result.name)}：{escaped('；'.join(result.problems))}"


def escaped(text: object) -> str:
    """A text that Markdown takes for words: no markup, no table bars, no line ends."""
    plain = " ".join(str(text).split())
    return re.sub(r"([\\`*_\[\]<>|#{}])", r"\\\1", plain)
