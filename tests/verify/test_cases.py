"""The cases are the specification: sentences that a clerk could write, each with the verdicts that it must get.

A case file is a list. A case says

========  ==========================================================================================================
名称       what it shows, in a few words of its own
类别       the kind of ``catalogue.yaml`` that it belongs to
性质       通过: right, and nothing may be objected to; 反对: something must be; 不提: nothing of that kind is a statistic
句子       the text
判定       the verdict of each figure by its words, in text order; exempt ones need not be listed. 通过 stands for 已核实
           or 自洽, 反对 for 不符 or 无依据, where either will do
断言       the verdict of each claim that has no number, by its words
要指出     words that an objection, of whatever sort, must cover
上年       无 where last year's figures are not known
数据       无 where no figures are known at all, and the prose's own arithmetic has to do
待修       why the verifier does not do it yet
========  ==========================================================================================================
"""

from pathlib import Path
from typing import Any

import pytest
import yaml

from agent.figures import FigureSet
from agent.verify import Answer, Judged, verify
from tests.verify.county import COUNTY, LAST_YEAR

HERE = Path(__file__).parent
CATALOGUE = yaml.safe_load((HERE / "catalogue.yaml").read_text("utf-8"))
NATURES = ("通过", "反对", "不提")
_NAMES = {
    "已核实": {"verified"},
    "自洽": {"consistent"},
    "不符": {"contradicted"},
    "无依据": {"unsupported"},
    "非统计": {"exempt"},
    "通过": {"verified", "consistent"},
    "反对": {"contradicted", "unsupported"},
}
_OBJECTIONS = {"不符", "无依据", "反对"}
_PASSES = {"已核实", "自洽", "通过"}
_KEYS = {"名称", "类别", "性质", "句子", "判定", "断言", "要指出", "上年", "数据", "待修"}
_NOTHING = FigureSet("", COUNTY.year, COUNTY.form, {}, ())

Case = dict[str, Any]


def load() -> list[tuple[str, Case]]:
    """Every case with its name, file by file."""
    return [
        (f"{case['类别']}：{case['名称']}", case)
        for file in sorted((HERE / "cases").glob("*.yaml"))
        for case in yaml.safe_load(file.read_text("utf-8"))
    ]


def answer_of(case: Case) -> Answer:
    """What the verifier says of a case's sentence."""
    if case.get("数据") == "无":
        return verify(case["句子"], _NOTHING)
    return verify(case["句子"], COUNTY, None if case.get("上年") == "无" else LAST_YEAR)


def wanted(case: Case) -> list[tuple[str, str]]:
    """The figures that a case lists, with their verdicts as written."""
    return [(str(text), verdict) for entry in case.get("判定", []) for text, verdict in entry.items()]


def claimed(case: Case) -> list[tuple[str, str]]:
    """The claims that a case lists, with their verdicts as written."""
    return [(str(text), verdict) for text, verdict in case.get("断言", {}).items()]


def _marked() -> list[Any]:
    return [
        pytest.param(case, id=name, marks=pytest.mark.xfail(reason=str(case["待修"]), strict=True))
        if "待修" in case
        else pytest.param(case, id=name)
        for name, case in load()
    ]


@pytest.mark.parametrize("case", _marked())
def test_the_sentence_gets_its_verdicts(case: Case) -> None:
    answer = answer_of(case)
    assert figures_differ(case, answer) == []
    assert claims_differ(case, answer) == []
    assert objections_missing(case, answer) == []


def figures_differ(case: Case, answer: Answer) -> list[str]:
    """Where the figures are not those that the case lists."""
    listed = wanted(case)
    exempt = {text for text, verdict in listed if verdict == "非统计"}
    pointed = case.get("要指出", [])
    got = [
        item
        for item in answer.figures
        if item.verdict.value != "exempt" or item.text in exempt
        if not any(words in item.text or item.text in words for words in pointed)
    ]
    if [item.text for item in got] != [text for text, _ in listed]:
        return [f"数字应为 {[text for text, _ in listed]}，得到 {[_told(item) for item in got]}"]
    return [
        f"{text} 应为 {verdict}，得到 {_told(item)}"
        for item, (text, verdict) in zip(got, listed, strict=True)
        if item.verdict.value not in _NAMES[verdict]
    ]


def claims_differ(case: Case, answer: Answer) -> list[str]:
    """Claims that are missing, and those objected to (or, in a case of 不提, made at all) that the case does not list."""
    left, faults = list(answer.claims), []
    for words, verdict in claimed(case):
        at = case["句子"].index(words)
        item = next((i for i in left if i.start < at + len(words) and at < i.end), None)
        if item is None or item.verdict.value not in _NAMES[verdict]:
            faults.append(f"“{words}”应为 {verdict}，得到 {_told(item) if item else '没有'}")
        if item is not None:
            left.remove(item)
    quiet = case["性质"] == "不提"
    covered = case.get("要指出", [])
    return faults + [
        f"多出断言 {_told(item)}"
        for item in left
        if (quiet or item.verdict.objects)
        and not any(words in item.text or item.text in words for words in covered)
    ]


def objections_missing(case: Case, answer: Answer) -> list[str]:
    """Words of 要指出 that no objection covers."""
    text: str = case["句子"]
    return [
        f"没有指出“{words}”"
        for words in case.get("要指出", [])
        if not any(
            item.start < text.index(words) + len(words) and text.index(words) < item.end
            for item in answer.objections
        )
    ]


def _told(item: Judged) -> str:
    return f"{item.text}={item.verdict.label}（{item.reason}）"


# --- the cases themselves -----------------------------------------------------------------------------------------


def test_every_case_has_a_name_of_its_own() -> None:
    names = [case["名称"] for _, case in load()]
    assert sorted({name for name in names if names.count(name) > 1}) == []


def test_a_case_has_no_key_that_nothing_reads() -> None:
    assert [name for name, case in load() if set(case) - _KEYS] == []


def test_there_are_at_least_three_hundred_cases() -> None:
    assert len(load()) >= 300


@pytest.mark.parametrize(("name", "case"), load(), ids=[name for name, _ in load()])
def test_a_case_is_what_its_nature_says(name: str, case: Case) -> None:
    verdicts = [verdict for _, verdict in (*wanted(case), *claimed(case))]
    objected = bool(case.get("要指出")) or any(verdict in _OBJECTIONS for verdict in verdicts)
    match case["性质"]:
        case "通过":
            assert not objected
            assert any(verdict in _PASSES for verdict in verdicts)
        case "反对":
            assert objected
        case "不提":
            assert not objected
        case other:
            pytest.fail(f"{name}: {other}")


def test_every_case_is_of_a_kind_in_the_catalogue() -> None:
    assert [name for name, case in load() if case["类别"] not in CATALOGUE["种类"]] == []


# The chapters of the catalogue whose cases are complete; a kind of theirs without its cases fails.
_COMPLETE = ("1", "2", "3", "4", "5", "6", "7", "8", "金额")


@pytest.mark.parametrize("kind", [kind for kind in CATALOGUE["种类"] if kind.split(".")[0] in _COMPLETE])
@pytest.mark.parametrize("nature", NATURES)
def test_every_kind_has_a_case_of_each_nature(kind: str, nature: str) -> None:
    has = any(case["类别"] == kind and case["性质"] == nature for _, case in load())
    excused = nature in CATALOGUE["例外"].get(kind, {})
    assert has != excused, (
        f"{kind} {CATALOGUE['种类'][kind]}：{'例外已经多余' if has else '缺一个' + nature + '的用例'}"
    )
