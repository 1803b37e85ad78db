"""Texts made to be slow: twice as long takes about twice the time, whatever they are made of."""

from collections.abc import Callable
from pathlib import Path
from time import process_time

import pytest

from corpus.readers import read

TITLE = "青溪县民政局{}年政府信息公开工作年度报告\n"
SAMPLE = (Path(__file__).resolve().parents[2] / "corpus" / "reports" / "yanchuan-2019.txt").read_text("utf-8")
_TABLES = SAMPLE.index("二、主动公开")
NUMERALS = "一二三四五六七八九十"

# Each makes about so many lines, or characters where it has no lines.
SHAPES: dict[str, Callable[[int], str]] = {
    "distinct numbered lines": lambda n: "".join(f"{NUMERALS[i % 10]}、第{i}行\n" for i in range(n)),
    "distinct lines numbered one": lambda n: "".join(f"一、第{i}行\n" for i in range(n)),
    "arabic numbers": lambda n: "".join(f"{i % 99}.第{i}行\n" for i in range(n)),
    "nothing but numbers": lambda n: "".join(f"{i}\n" for i in range(n)),
    "almost headings": lambda n: "".join(f"一、总体情况良好{i}\n" for i in range(n)),
    "a contents list": lambda n: "".join(f"一、总体情况……{i}\n" for i in range(n)),
    "one title": lambda n: TITLE.format(2023) * n,
    "titles of all years": lambda n: "".join(TITLE.format(2000 + i % 30) for i in range(n)),
    "titles and rows": lambda n: "".join(TITLE.format(2000 + i % 30) + "规章\t1\t2\t3\n" for i in range(n)),
    "pieces of titles": lambda n: "工作报告\n" * n + "规章\t1\t2\t3\n",
    "years before titles": lambda n: ("一" * 50 + "政府信息公开报告\n") * n + "规章\t1\t2\t3\n",
    "one heading": lambda n: "一、总体情况\n" * n,
    "headings with sentences": lambda n: (
        "一、总体情况\n无。\n五、存在的主要问题及改进情况\n无。\n" * (n // 2)
    ),
    "whole reports": lambda n: "".join(
        TITLE.format(2000 + i % 30) + f"一、总体情况\n公开{i}条。\n五、存在的主要问题及改进情况\n问题{i}。\n"
        for i in range(n // 2)
    ),
    "offices": lambda n: "".join(f"青溪县第{i}民政局\n" for i in range(n)),
    "sub-headings": lambda n: (
        "一、总体情况\n" + "".join(f"（{NUMERALS[i % 10]}）主动公开{i}\n" for i in range(n))
    ),
    "contacts": lambda n: "联系地址：青溪县，电话：0599-2200123\n" * n,
    "a contact on one line": lambda n: "请与青溪县民政局联系地址：青溪县" * n,
    "empty lines": lambda n: "\n" * 5 * n + "无。",
    "one character": lambda n: "一" * 20 * n,
    "one digit": lambda n: "0" * 50 * n,
    "white space": lambda n: " " * 50 * n + "无。",
    "a report's tables over and over": lambda n: SAMPLE[:_TABLES] + SAMPLE[_TABLES:] * (n // 20),
    "tabs": lambda n: "规章\t1\n" * n,
}


def seconds(text: str, file: str = "report.txt") -> float:
    """Of this process alone: others run on the machine too."""
    began = process_time()
    read(text.encode(), file)
    return process_time() - began


@pytest.mark.parametrize("shape", SHAPES)
def test_twice_the_text_takes_about_twice_the_time(shape: str) -> None:
    make, lines = SHAPES[shape], 10_000
    seconds("无。")
    once = seconds(make(lines))
    twice = seconds(make(2 * lines))
    # Three times and a little: caches are full sooner, and the collector of garbage runs when it likes.
    assert twice < min(3 * once + 1, 10)


def test_many_reports_in_a_page_are_told_in_few_words_and_little_time() -> None:
    lines = SHAPES["whole reports"](6_000).splitlines()
    page = f"<html><body>{''.join(f'<p>{line}</p>' for line in lines)}</body></html>"
    began = process_time()
    notes = read(page.encode(), "report.html").notes
    assert process_time() - began < 20
    others = [note for note in notes if "没有读入" in note]
    assert len(others) < 30
    assert others[-1].startswith("后面还有")
