"""Three writers that are broken on purpose, each caught by the evaluator that is there for it, and by no other."""

import re
from pathlib import Path

import pytest

from agent.workflow.material import read_report
from eval.drafts.material import Material
from eval.drafts.neighbours import neighbours
from eval.drafts.scoring import scores_of
from eval.generation.reports import report_of
from tests.eval.drafts.written import OTHERS, Written, good, written


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Written:
    return written(tmp_path_factory.mktemp("drafts"))


def swapped(text: str) -> str:
    """Two figures of one sentence in each other's place."""
    changed = re.sub(r"(予以公开)(\d+)(件，部分公开)(\d+)(件)", r"\1\4\3\2\5", text, count=1)
    assert changed != text
    return changed


def without_a_topic(text: str) -> str:
    """The paragraph on how information is managed left out, with whatever heading it has."""
    lines = text.split("\n")
    start = next(at for at, line in enumerate(lines) if re.match("（三）", line))
    end = next(at for at in range(start + 1, len(lines)) if re.match("（四）", lines[at]))
    left = "\n".join([*lines[:start], *lines[end:]])
    assert re.search("政府信息管理", left) is None, left
    return left


def copied(text: str) -> str:
    """A sentence of a neighbour's behind one of our own."""
    known = neighbours(OTHERS, 1)
    sentence = next(
        words
        for words in known.sentences
        if not re.search("[0-9]|[县市区镇乡局]", words) and words.endswith("。")
    )
    at = text.index("。", text.index("五、")) + 1
    return text[:at] + sentence + text[at:]


def test_a_good_draft_is_good(desk: Written) -> None:
    scores = desk.scores(good())
    assert scores["grade"].reason.startswith("优")
    assert scores["verified"].hits == scores["verified"].cases
    assert [
        name
        for name in ("contradicted", "unsupported", "foreign", "copied", "stale", "residue", "privacy")
        if scores[name].value
    ] == []


def test_swapped_figures_are_contradicted_and_nothing_else_moves(desk: Written) -> None:
    text = swapped(good())
    # What is no longer verified is contradicted: two sides of the one finding.
    assert desk.moved(text) == {"verified", "contradicted"}
    scores = desk.scores(text)
    assert scores["grade"].value is not None
    assert scores["grade"].value < 0.6
    assert scores["grade"].reason.startswith("差")
    assert any("予以公开" in finding for finding in scores["contradicted"].findings)


def test_a_dropped_topic_is_missed_and_nothing_else_moves(desk: Written) -> None:
    text = without_a_topic(good())
    assert desk.moved(text) == {"topics"}
    assert desk.scores(text)["topics"].findings == ("“总体情况”没有写政府信息管理",)


def test_a_neighbours_sentence_is_known_again_and_nothing_else_moves(desk: Written) -> None:
    text = copied(good())
    assert desk.moved(text) == {"copied"}
    assert any("的报告相同" in finding for finding in desk.scores(text)["copied"].findings)


def test_a_topic_with_its_figures_is_missed_once_and_costs_the_figures_points_too(desk: Written) -> None:
    lines = good().split("\n")
    start = next(at for at, line in enumerate(lines) if line.startswith("（二）"))
    end = next(at for at in range(start + 1, len(lines)) if lines[at].startswith("（三）"))
    scores = desk.scores("\n".join([*lines[:start], *lines[end:]]))
    assert scores["topics"].findings == ("“总体情况”没有写依申请公开",)
    assert not scores["headlines"].applicable
    assert scores["grade"].value is not None
    assert scores["grade"].value < 0.95


@pytest.mark.parametrize(
    ("added", "caught"),
    [
        ("砚川县主动公开政府信息。", {"foreign"}),
        ("有疑问的请打经办人的电话：13000000000。", {"privacy"}),
        ("**主动公开。**", {"residue"}),
        ("截至2022年底，备案的账号都已核对一遍。", {"stale"}),
        ("我县开展了三十七次别处没有记过的培训。", {"unsupported", "verified"}),
    ],
)  # fmt: skip
def test_one_fault_lowers_one_score(added: str, caught: set[str], desk: Written) -> None:
    moved = desk.moved(good().replace("五、", f"{added}\n五、", 1))
    assert moved - {"sentences"} == caught


def test_a_draft_that_says_no_figure_gets_no_points_for_figures(desk: Written) -> None:
    text = re.sub(r"[^。\n]*[0-9][^。\n]*。", "", good())
    scores = desk.scores(text)
    assert scores["grade"].value is not None
    assert scores["grade"].value < 0.6


def test_headings_in_another_order_are_told(desk: Written) -> None:
    text = good()
    at, last = text.index("五、"), text.index("六、")
    scores = desk.scores(text[:at] + text[last:] + "\n" + text[at:last])
    assert scores["order"].value is not None
    assert scores["order"].value < 1


def test_the_same_text_gets_the_same_scores(tmp_path: Path, desk: Written) -> None:
    assert written(tmp_path).scores(good()) == desk.scores(good())


@pytest.mark.parametrize("seed", range(6))
def test_no_report_with_a_wrong_figure_passes_whatever_is_wrong_with_it(seed: int, tmp_path: Path) -> None:
    trial = report_of(f"评分/{seed}", 4)
    assert trial.mutants
    for mutant in trial.mutants:
        (tmp_path / "one.txt").write_text(mutant.text, "utf-8")
        read = read_report(tmp_path / "one.txt")
        grade = scores_of(Material(read, trial.figures, previous=trial.previous))["grade"]
        assert grade.value is not None, mutant.error
        assert grade.value < 0.6, mutant.error
