"""Each check's own examples and its code."""

import re
from types import ModuleType

import pytest

from agent.drafting.scrutiny.checks import ALL
from agent.verify.checks import ALL as VERIFYING
from eval.manual import examples, remarks

_IDS = [check.CODE for check in ALL]


@pytest.mark.parametrize("check", ALL, ids=_IDS)
def test_the_good_example_gets_no_remark_of_this_check(check: ModuleType) -> None:
    for example in examples(check, "正例"):
        assert remarks(check, example) == []


@pytest.mark.parametrize("check", ALL, ids=_IDS)
def test_the_bad_example_gets_one(check: ModuleType) -> None:
    for example in examples(check, "反例"):
        assert remarks(check, example), example


@pytest.mark.parametrize("check", ALL, ids=_IDS)
def test_a_check_has_both_examples_and_a_title(check: ModuleType) -> None:
    assert examples(check, "正例")
    assert examples(check, "反例")
    assert check.TITLE


def test_codes_are_stable_in_form_and_no_code_of_the_verifiers() -> None:
    codes = [check.CODE for check in (*ALL, *VERIFYING)]
    assert len(set(codes)) == len(codes)
    assert all(re.fullmatch(r"[A-Z]\d\d", code) for code in codes)
