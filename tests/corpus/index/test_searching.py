from dataclasses import replace
from pathlib import Path

import pytest

from corpus.index.chroma import Store
from corpus.index.exemplar import Entry, Exemplar
from corpus.index.filters import Filters
from corpus.index.offline import Offline
from corpus.index.ranking import shared_words, topics_asked
from corpus.index.searching import search, units_named
from tests.corpus.index.exemplars import exemplars


def _store(folder: Path, kept: list[Exemplar]) -> Store:
    store = Store.embedded(folder, Offline())
    store.put(kept, store.embedding.passages([each.passage for each in kept]))
    for unit in {each.unit for each in kept}:
        store.enter(Entry(f"/{unit}", "d", "r", unit, 2023, "2021"))
    return store


@pytest.mark.parametrize(
    ("query", "topic"),
    [
        ("信息处理费", "fee"),
        ("组织培训", "training"),
        ("行政复议 结果纠正", "appeals"),
        ("自然人申请", "requests"),
        ("政务新媒体账号", "platforms"),
    ],
)
def test_a_few_words_find_the_paragraph_that_has_them(tmp_path: Path, query: str, topic: str) -> None:
    assert search(_store(tmp_path, exemplars()), query)[0].exemplar.topic == topic


def test_a_result_says_why(tmp_path: Path) -> None:
    result = search(_store(tmp_path, exemplars()), "信息处理费")[0]
    assert result.why == "同有“信息处理费”，讲的是信息处理费"
    assert 0 < result.score <= 1


def test_the_same_sentence_with_other_figures_is_one_result(tmp_path: Path) -> None:
    kept = exemplars()
    kept += [
        replace(
            each, unit=f"第{n}县人民政府", text=each.text.replace("120元", f"{n}0元").replace("3次", f"{n}次")
        )
        for n in range(4, 9)
        for each in exemplars()
    ]
    results = search(_store(tmp_path, kept), "信息处理费 缴入国库", count=5)
    fees = [each for each in results if each.exemplar.topic == "fee"]
    assert [each.others for each in fees] == [5]


def test_of_equals_the_newest_comes_first(tmp_path: Path) -> None:
    kept = [each for year in (2021, 2023, 2022) for each in exemplars(year=year)]
    assert search(_store(tmp_path, kept), "信息处理费")[0].exemplar.year == 2023


def test_alike_gives_the_best_even_where_they_say_the_same(tmp_path: Path) -> None:
    kept = [each for year in (2021, 2023, 2022) for each in exemplars(year=year)]
    found = search(_store(tmp_path, kept), "信息处理费", count=3, alike=True)
    assert [each.exemplar.topic for each in found] == ["fee"] * 3


def test_filters_find_what_is_far_down_the_list(tmp_path: Path) -> None:
    kept = [each for n in range(100) for each in exemplars(unit=f"第{n}县人民政府")]
    kept += [replace(each, level="township") for each in exemplars(unit="清溪镇人民政府")]
    found = search(_store(tmp_path, kept), "信息处理费", Filters(level="township", topic="appeals"))
    assert [(each.exemplar.unit, each.exemplar.topic) for each in found] == [("清溪镇人民政府", "appeals")]


def test_a_topic_that_the_words_do_not_speak_of_is_found_by_what_it_is_about(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = [each for n in range(200) for each in exemplars(unit=f"第{n}县人民政府")]
    store = _store(tmp_path, kept)
    monkeypatch.setattr(Store, "near", None)  # Chroma's own filtering takes too long to be asked
    found = search(store, "政务新媒体账号", Filters(topic="fee"))
    assert {each.exemplar.topic for each in found} == {"fee"}


def test_nothing_is_found_in_an_empty_store(tmp_path: Path) -> None:
    assert search(_store(tmp_path, []), "信息处理费") == []


@pytest.mark.parametrize("query", ["……", "123", "x", "的" * 5000, "\ud800 信息"])
def test_an_odd_query_does_no_harm(tmp_path: Path, query: str) -> None:
    assert len(search(_store(tmp_path, exemplars()), query)) <= 5


def test_a_unit_is_known_by_a_part_of_its_name(tmp_path: Path) -> None:
    store = _store(tmp_path, exemplars())
    assert units_named(store, "云岭县") == ("云岭县人民政府",)
    assert units_named(store, "青禾县") == ()


def test_topics_are_told_from_a_query() -> None:
    assert "fee" in topics_asked("信息处理费怎么写")
    assert topics_asked("今天天气") == frozenset()


def test_shared_words_are_the_longest_runs() -> None:
    assert shared_words("收取信息处理费情况", "没有收取政府信息公开信息处理费") == ("信息处理费", "收取")
