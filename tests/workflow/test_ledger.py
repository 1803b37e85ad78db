from dataclasses import replace
from decimal import Decimal

import pytest

from agent.verify.answer import Verdict
from agent.verify.waiving import spots
from agent.workflow.ledger import Kind, Row, State, ledger
from agent.workflow.publishing import keep_remark
from agent.workflow.sifting import Choice, chosen, counts, nearest
from agent.workflow.work import Work
from tests.workflow.mended import STRANGER, at, sample_work, typed


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Work:
    return sample_work(tmp_path_factory.mktemp("store"))


def text_of(work: Work) -> str:
    assert work.judged is not None
    return work.judged.narrative.text


def over(work: Work, old: str, new: str) -> Work:
    start = text_of(work).index(old)
    return typed(work, start, start + len(old), new)


def opening(work: Work) -> int:
    """Where a sentence on what is to be improved begins."""
    return text_of(work).rindex("。", 0, text_of(work).index("收到政府信息公开申请")) + 1


def of(work: Work, kind: Kind) -> list[Row]:
    return [row for row in ledger(work) if row.kind is kind]


def with_cell(work: Work, key: str, value: str) -> Work:
    cells = {**work.figures.cells, key: Decimal(value)}
    return Work(replace(work.contents, figures=replace(work.figures, cells=cells)), work.last)


def test_every_figure_and_claim_has_a_row_in_the_order_of_the_text(work: Work) -> None:
    assert work.judged is not None
    answer = work.judged.answer
    rows = [row for row in ledger(work) if row.item]
    starts = [row.start for row in rows]
    assert len(rows) == len(answer.figures) + len(answer.claims)
    assert starts == sorted(starts)


def test_a_row_says_what_its_figure_is_bound_to_and_what_that_is_worth(work: Work) -> None:
    row = next(row for row in ledger(work) if row.item == at(work, "202件"))
    assert (row.kind, row.state, row.words, row.expected) == (Kind.VERIFIED, State.FINE, "202件", "202件")
    assert row.bound.startswith("表三 一、本年新收政府信息公开申请数量")
    assert row.before.endswith("申请")
    assert row.source


def test_a_wrong_figure_has_to_be_mended_and_says_the_value_it_should_have(work: Work) -> None:
    (row,) = of(over(work, "申请202件", "申请220件"), Kind.CONTRADICTED)
    assert (row.state, row.words, row.expected, row.cell) == (
        State.MUST,
        "220件",
        "202件",
        "requests.new.total",
    )


def test_a_broken_rule_stands_in_the_section_of_its_table(work: Work) -> None:
    rows = of(with_cell(work, "requests.new.natural_person", "999"), Kind.FOOTING)
    assert rows
    assert {(row.section, row.state) for row in rows} == {("table_requests", State.MUST)}


def test_a_sentence_that_changed_figures_made_untrue_is_in_the_list(work: Work) -> None:
    changed = with_cell(work, "review.total", "0")
    rows = of(changed, Kind.STALE)
    assert rows
    assert all(row.said for row in rows)


@pytest.mark.parametrize(
    ("words", "kind", "state"),
    [
        (f"{STRANGER}人民政府积极推进公开。", Kind.STRANGER, State.MUST),
        ("2022年，全县主动公开政府信息。", Kind.DATE, State.LOOK),
        ("扎实推进【单位名称】。", Kind.RESIDUE, State.MUST),
        ("联系电话：13000000000。", Kind.PRIVATE, State.MUST),
    ],
)
def test_what_there_is_to_remark_on_is_in_the_same_list(
    work: Work, words: str, kind: Kind, state: State
) -> None:
    start = opening(work)
    (row,) = of(typed(work, start, start, words), kind)
    assert (row.state, row.section) == (state, "improvement")


def test_a_waived_figure_says_who_keeps_it_and_is_no_longer_pending(work: Work) -> None:
    wrong = over(work, "申请202件", "申请220件")
    assert wrong.judged is not None
    (spot,) = [
        each
        for each in spots(wrong.judged.answer, text_of(wrong), wrong.form)
        if each.item.verdict is Verdict.CONTRADICTED
    ]
    kept = Work(replace(wrong.contents, waivers=(spot.waiver("李明", "见台账"),)))
    (row,) = of(kept, Kind.WAIVED)
    assert (row.pending, row.kept) == (False, "李明：见台账")


def test_a_remark_that_somebody_keeps_is_no_longer_pending(work: Work) -> None:
    start = opening(work)
    spoilt = typed(work, start, start, f"{STRANGER}人民政府积极推进公开。")
    remark = next(each for each in spoilt.remarks if each.code == "O01")
    keeps = keep_remark(text_of(spoilt), remark, "李明", "对口支援")
    kept = Work(replace(spoilt.contents, kept=(keeps.record(),)), spoilt.last)
    (row,) = of(kept, Kind.STRANGER)
    assert (row.state, row.kept) == (State.KEPT, "李明：对口支援")


def test_without_a_draft_there_is_only_what_there_is_to_say_of_the_figures(work: Work) -> None:
    bare = Work(replace(with_cell(work, "requests.new.natural_person", "999").contents, sections={}))
    assert {row.kind for row in ledger(bare)} <= {Kind.FOOTING, Kind.DOUBT, Kind.GAP}


# --- choosing


def test_what_is_no_statistic_is_shown_only_where_it_is_asked_for(work: Work) -> None:
    rows = ledger(work)
    shown = {row.kind for row in chosen(rows, Choice())}
    assert Kind.EXEMPT not in shown
    assert {row.kind for row in chosen(rows, Choice((Kind.EXEMPT,)))} == {Kind.EXEMPT}


def test_rows_are_chosen_by_kind_section_and_words(work: Work) -> None:
    rows = ledger(over(work, "申请202件", "申请220件"))
    found = chosen(rows, Choice((Kind.CONTRADICTED,), "overview", "220 件"))
    assert [row.words for row in found] == ["220件"]
    assert not chosen(rows, Choice(words="没有这样的话"))


def test_only_pending_rows_are_left_where_that_is_asked_for(work: Work) -> None:
    rows = ledger(over(work, "申请202件", "申请220件"))
    assert all(row.pending for row in chosen(rows, Choice(pending=True)))


def test_counts_are_of_what_the_rest_of_the_choice_leaves(work: Work) -> None:
    rows = ledger(work)
    everything = counts(rows, Choice())
    one = counts(rows, Choice((Kind.VERIFIED,), words="202件"))
    assert everything[Kind.VERIFIED] == sum(row.kind is Kind.VERIFIED for row in rows)
    assert one[Kind.VERIFIED] < everything[Kind.VERIFIED]


def test_after_a_mend_the_next_pending_row_is_gone_to(work: Work) -> None:
    wrong = over(over(work, "申请202件", "申请220件"), "3456条", "3457条")
    rows = ledger(wrong)
    first, second = [row for row in rows if row.pending and row.item][:2]
    left = [row for row in rows if row is not first]
    assert nearest(left, first.id) is second
    assert nearest([], first.id) is None


def test_why_a_sentence_no_longer_fits_is_said_without_keys(work: Work) -> None:
    rows = of(with_cell(work, "review.total", "0"), Kind.STALE)
    assert not any("review." in row.said or "{{" in row.said for row in rows)


def test_a_report_in_which_nothing_must_be_mended_is_looked_at_from_its_beginning(work: Work) -> None:
    rows = ledger(work)
    assert nearest(rows, "") is rows[0]
