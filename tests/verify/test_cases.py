"""The cases are the specification: sentences that a clerk could write, each with the verdicts that it must get.

A case file is a list; ``类别`` is the kind of the catalogue that a case belongs to, ``句子`` the text, ``判定`` the verdict of each
figure by its words (in order, where the same words stand twice), ``断言`` that of each claim, ``上年`` whether last year's figures
are known (yes unless it says 无), ``不提`` words that must not be objected to.
"""

from pathlib import Path
from typing import Any

import pytest
import yaml

from agent.verify import Answer, verify
from tests.verify.county import COUNTY, LAST_YEAR

CASES = Path(__file__).parent / "cases"
_NAMES = {
    "已核实": "verified",
    "自洽": "consistent",
    "不符": "contradicted",
    "无依据": "unsupported",
    "非统计": "exempt",
}


def load() -> list[tuple[str, dict[str, Any]]]:
    """Every case with its name, file by file."""
    found = []
    for file in sorted(CASES.glob("*.yaml")):
        for case in yaml.safe_load(file.read_text("utf-8")):
            found.append((f"{file.stem}：{case['名称']}", case))
    return found


def answer_of(case: dict[str, Any]) -> Answer:
    """What the verifier says of a case's sentence."""
    return verify(case["句子"], COUNTY, None if case.get("上年") == "无" else LAST_YEAR)


@pytest.mark.parametrize(("name", "case"), load(), ids=[name for name, _ in load()])
def test_the_sentence_gets_its_verdicts(name: str, case: dict[str, Any]) -> None:
    answer = answer_of(case)
    got = [
        (item.text, item.verdict.value)
        for item in answer.figures
        if item.verdict.value != "exempt" or item.text in dict(_wanted(case))
    ]
    assert got == _wanted(case), f"{name}: {[(i.text, i.verdict.value, i.reason) for i in answer.figures]}"
    claims = [(item.text, item.verdict.value) for item in answer.claims]
    assert claims == [(text, _NAMES[verdict]) for text, verdict in case.get("断言", {}).items()]


def _wanted(case: dict[str, Any]) -> list[tuple[str, str]]:
    verdicts = case.get("判定", {})
    pairs = (
        [next(iter(entry.items())) for entry in verdicts] if isinstance(verdicts, list) else verdicts.items()
    )
    return [(str(text), _NAMES[verdict]) for text, verdict in pairs]


def test_every_case_has_a_name_of_its_own() -> None:
    names = [name for name, _ in load()]
    assert len(names) == len(set(names))
