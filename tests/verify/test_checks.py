"""Each check's own examples, its code, and the manual that is made from them."""

import re
from types import ModuleType

import pytest

from agent.verify import verify
from agent.verify.checks import ALL
from eval.manual import MANUAL, examples, manual
from tests.verify.county import COUNTY, LAST_YEAR

_IDS = [check.CODE for check in ALL]


@pytest.mark.parametrize("check", ALL, ids=_IDS)
def test_the_good_example_gets_no_objection(check: ModuleType) -> None:
    for sentence in examples(check, "正例"):
        assert [(item.text, item.reason) for item in verify(sentence, COUNTY, LAST_YEAR).objections] == []


@pytest.mark.parametrize("check", ALL, ids=_IDS)
def test_the_bad_example_is_objected_to_by_this_very_check(check: ModuleType) -> None:
    for sentence in examples(check, "反例"):
        assert check.CODE in {item.check for item in verify(sentence, COUNTY, LAST_YEAR).objections}


@pytest.mark.parametrize("check", ALL, ids=_IDS)
def test_a_check_has_both_examples(check: ModuleType) -> None:
    assert examples(check, "正例")
    assert examples(check, "反例")


def test_codes_are_stable_in_form_and_each_its_own() -> None:
    codes = [check.CODE for check in ALL]
    assert len(set(codes)) == len(codes)
    assert all(re.fullmatch(r"[A-Z]\d\d", code) for code in codes)


def test_the_manual_is_what_the_checks_say() -> None:
    assert MANUAL.read_text("utf-8") == manual(), "运行 python -m eval.manual 重新生成"
