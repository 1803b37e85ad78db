"""What ``search`` prints: each paragraph with whose it is, where it stands, and why it was found."""

from collections.abc import Sequence
from pathlib import Path

from agent.cli.style import Style, flat
from agent.workflow.finding import Result

# What of a paragraph is shown; the file has the rest.
_SHOWN = 220


def found_page(results: Sequence[Result], style: Style) -> str:
    """The results, best first; a line that says so where there are none."""
    if not results:
        return "没有找到。可以换几个词，或去掉部分筛选条件"
    return "\n\n".join(_result(number, result, style) for number, result in enumerate(results, 1))


def _result(number: int, result: Result, style: Style) -> str:
    exemplar = result.exemplar
    head = f"{number}　{exemplar.unit} {exemplar.year}年　{exemplar.heading}"
    text = exemplar.text if len(exemplar.text) <= _SHOWN else exemplar.text[:_SHOWN] + "……"
    others = f"；另有 {result.others} 处除数字外相同" if result.others else ""
    source = f"{Path(exemplar.file).name} 第{exemplar.number}段；{result.why}{others}"
    return "\n".join((style.strong(flat(head)), flat(text), style.faint(flat(source))))
