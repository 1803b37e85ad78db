"""The manual of verdicts, made from the checks' own docstrings: ``python -m eval.manual`` writes it, ``--check`` compares.

What a clerk reads beside an objection's code is the very text that the check is described by and the very examples that the
tests run, so the manual cannot say what the code does not do.
"""

import re
import sys
from pathlib import Path
from types import ModuleType

from agent.figures import FigureSet
from agent.figures.interchange import read_figures
from agent.verify import Verdict, verify
from agent.verify.checks import ALL

ROOT = Path(__file__).parents[1]
MANUAL = ROOT / "docs" / "核验手册.md"
_EXAMPLE_LINE = re.compile(r"^(正例|反例)：(.+)$", re.MULTILINE)
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
    folder = ROOT / "corpus" / "reports"
    texts = [
        (folder / name).read_text("utf-8")
        for name in ("yunling-2023.figures.json", "yunling-2022.figures.json")
    ]
    return read_figures(texts[0]), read_figures(texts[1])


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
