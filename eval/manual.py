"""The manual of verdicts and remarks, made from the checks' own docstrings: ``python -m eval.manual`` writes it.

``--check`` compares.

What a clerk reads beside an objection's code is the very text that the check is described by and the very examples that the
tests run, so the manual cannot say what the code does not do.
"""

import re
import sys
from functools import cache
from pathlib import Path
from types import ModuleType

from agent.drafting.scrutiny import Against, Remark, scrutinise
from agent.drafting.scrutiny.checks import ALL as SCRUTINY
from agent.figures import FigureSet
from agent.figures.interchange import read_figures
from agent.verify import Verdict, verify
from agent.verify.checks import ALL
from corpus.readers import read

ROOT = Path(__file__).parents[1]
_REPORTS = ROOT / "corpus" / "reports"
MANUAL = ROOT / "docs" / "核验手册.md"
_EXAMPLE_LINE = re.compile(r"^(正例|反例)：(.+)$", re.MULTILINE)
# Whose draft an example of scrutiny is, where the county's won't do: of its headline figures none is zero.
_DRAFTS = {"M03": "tailing-2023"}
_COUNTY = "yunling-2023"
_OTHERS = ("砚川县人民政府", "临汐市人民政府", "澜桥区人民政府")
_VERDICTS = {
    Verdict.VERIFIED: "与某个单元格、某条补充事实或由它们算出的数相等，而且句子说的就是它",
    Verdict.CONSISTENT: "报表和事实里没有，但文中自己的算术对得上（总数与分项、占比、增减）",
    Verdict.CONTRADICTED: "句子说的是哪一项是清楚的，而那一项是另一个数",
    Verdict.UNSUPPORTED: "没有任何依据说明它对不对：请补充为事实并注明来源，或由人确认",
    Verdict.EXEMPT: "日期、文号、条款、序号、电话、固定用语等，不是统计数字",
}


def examples(check: ModuleType, kind: str) -> list[str]:
    """A check's sentences of one kind (正例 or 反例), in the order of its docstring."""
    return [text for found, text in _EXAMPLE_LINE.findall(check.__doc__ or "") if found == kind]


def sample() -> tuple[FigureSet, FigureSet]:
    """The invented county that every example speaks of: this year's figures and last year's."""
    return _figures(_COUNTY), _figures("yunling-2022")


def _figures(name: str) -> FigureSet:
    return read_figures((_REPORTS / f"{name}.figures.json").read_text("utf-8"))


@cache
def against(code: str) -> Against:
    """What the examples of that check of scrutiny are held against."""
    name = _DRAFTS.get(code, _COUNTY)
    if name != _COUNTY:
        return Against(_figures(name))
    figures, previous = sample()
    return Against(figures, previous, _prose("yunling-2022.docx"), _OTHERS)


def _prose(name: str) -> str:
    """The prose of a sample report, each section under its heading."""
    report = read((_REPORTS / name).read_bytes(), name)
    return "\n".join(f"{section.heading}\n{section.text}" for section in report.sections)


def remarks(check: ModuleType, example: str) -> list[Remark]:
    """What that check of scrutiny says of one of its examples, in which ／ ends a line."""
    found = scrutinise(lines_of(example), against(check.CODE))
    return [remark for remark in found if remark.code == check.CODE]


def lines_of(example: str) -> str:
    """An example as the text that it stands for."""
    return example.replace("／", "\n")


def manual() -> str:
    """The whole page as Markdown."""
    lines = [
        "# 核验手册",
        "",
        "本页由程序从各项核验自身的说明和示例生成（`python -m eval.manual`），示例都由测试实际运行。",
        "",
    ]
    lines += ["## 判定", "", "| 判定 | 含义 |", "| --- | --- |"]
    lines += [f"| {verdict.label} | {meaning} |" for verdict, meaning in _VERDICTS.items()]
    lines += ["", "## 核验项目", "", "示例说的都是虚构的云岭县 2023 年度数据。", ""]
    for check in ALL:
        lines += _section(check)
    lines += ["## 审稿项目", "", "数字之外，对一份草稿还要看的。示例里的“／”表示换行。", ""]
    for check in SCRUTINY:
        lines += _scrutiny(check)
    return "\n".join(lines)


def _section(check: ModuleType) -> list[str]:
    figures, previous = sample()
    lines = [f"### {check.CODE} {check.TITLE}", ""]
    for kind in ("正例", "反例"):
        for text in examples(check, kind):
            lines += [f"- {kind}：{text}"]
            answer = verify(text, figures, previous)
            items = [item for item in (*answer.figures, *answer.claims) if item.check == check.CODE]
            lines += [f"  - “{item.text}”{item.verdict.label}：{item.reason}" for item in items]
    return [*lines, ""]


def _scrutiny(check: ModuleType) -> list[str]:
    lines = [f"### {check.CODE} {check.TITLE}", ""]
    for kind in ("正例", "反例"):
        for text in examples(check, kind):
            lines += [f"- {kind}：{text.replace('*', chr(92) + '*').replace('{{', chr(92) + '{{')}"]
            found = remarks(check, text)
            lines += [
                f"  - {'不得发布' if one.grave else '建议'}：{one.what.replace('*', chr(92) + '*')}；{one.mend}"
                for one in found
            ]
    return [*lines, ""]


def main() -> int:
    """Write the manual, or with ``--check`` say whether it is in step."""
    text = manual()
    if "--check" in sys.argv[1:]:
        in_step = MANUAL.exists() and MANUAL.read_text("utf-8") == text
        print("核验手册与代码一致" if in_step else "核验手册已过时：运行 python -m eval.manual 重新生成")
        return 0 if in_step else 1
    MANUAL.parent.mkdir(exist_ok=True)
    MANUAL.write_text(text, "utf-8")
    print(f"已写入 {MANUAL.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
