import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.workflow.talking.difference import Kind, difference


def runs(before: str, after: str) -> list[tuple[str, str]]:
    return [(run.kind.value, run.text) for runs in difference(before, after) for run in runs]


def test_a_changed_number_goes_and_comes_whole() -> None:
    assert runs("全年共收到申请48件，办结40件。", "全年共收到申请49件，办结40件。") == [
        ("same", "全年共收到申请"),
        ("gone", "48件"),
        ("new", "49件"),
        ("same", "，办结40件。"),
    ]


def test_a_new_and_a_gone_paragraph_are_whole() -> None:
    assert runs("监督检查按季进行。", "监督检查按季进行。\n培训工作人员。")[-1] == ("new", "培训工作人员。")
    assert runs("", "培训工作人员。") == [("new", "培训工作人员。")]
    assert runs("培训工作人员。", "") == [("gone", "培训工作人员。")]


_TEXT = st.text("甲乙丙丁12件。，", max_size=30)


@given(st.lists(_TEXT.filter(bool), max_size=4), st.lists(_TEXT.filter(bool), max_size=4))
def test_every_run_stands_where_it_says(before: list[str], after: list[str]) -> None:
    text = "\n".join(after)
    kept = [run for runs in difference("\n".join(before), text) for run in runs if run.kind is not Kind.GONE]
    assert all(text[run.at : run.at + len(run.text)] == run.text for run in kept)
    assert "".join(run.text for run in kept) == "".join(after)


@pytest.mark.parametrize("text", ["全年共收到申请48件。", ""])
def test_the_same_text_has_no_difference(text: str) -> None:
    assert {run.kind for runs in difference(text, text) for run in runs} <= {Kind.SAME}


_CLAUSES = ["全年共收到申请48件", "其中网上申请30件", "均已按期办结", "结转下年度3件", "未收取费用"]
_SOME = st.lists(st.sampled_from(_CLAUSES), min_size=1, max_size=8).map(lambda each: "，".join(each) + "。")


@given(_SOME, _SOME)
def test_what_stays_and_goes_is_the_text_before_and_what_stays_and_comes_the_text_after(
    before: str, after: str
) -> None:
    every = [run for runs in difference(before, after) for run in runs]
    was = "".join(run.text for run in every if run.kind is not Kind.NEW)
    now = "".join(run.text for run in every if run.kind is not Kind.GONE)
    assert (was, now) == (before, after)
