from dataclasses import replace
from pathlib import Path

import pytest

from agent.errors import BadInput
from agent.workflow.finding import Asked, find, results_record
from corpus.index.chroma import Store
from corpus.index.exemplar import Entry
from corpus.index.offline import Offline
from tests.corpus.index.exemplars import exemplars


@pytest.fixture
def store(tmp_path: Path) -> Store:
    own = Store.embedded(tmp_path, Offline())
    kept = [*exemplars(), *(replace(each, level="township") for each in exemplars("清溪镇人民政府", 2020))]
    own.put(kept, own.embedding.passages([each.passage for each in kept]))
    for each in (kept[0], kept[-1]):
        own.enter(Entry(f"/{each.unit}", "d", "r", each.unit, each.year, "2021"))
    return own


@pytest.mark.parametrize(
    ("asked", "units", "topics"),
    [
        (Asked("信息公开", section="六"), 2, {"fee"}),
        (Asked("信息公开", section="其他需要报告的事项"), 2, {"fee"}),
        (Asked("信息公开", section="六、其他需要报告的事项"), 2, {"fee"}),
        (Asked("信息公开", section="overview"), 2, {"training", "requests", "platforms", "appeals"}),
        (Asked("信息公开", topic="行政复议与诉讼"), 2, {"appeals"}),
        (Asked("信息公开", topic="appeals"), 2, {"appeals"}),
        (Asked("信息公开", level="乡镇", topic="fee"), 1, {"fee"}),
        (Asked("信息公开", level="township", topic="fee"), 1, {"fee"}),
        (Asked("信息公开", unit="清溪镇", topic="fee"), 1, {"fee"}),
        (Asked("信息公开", year=2023, topic="fee"), 1, {"fee"}),
        (Asked("信息公开", form="2019"), 0, set()),
    ],
)
def test_filters_are_said_as_a_clerk_says_them(
    store: Store, asked: Asked, units: int, topics: set[str]
) -> None:
    found = find(store, replace(asked, count=20))
    assert {each.exemplar.topic for each in found} == topics
    # The same wording of two units is one result.
    assert {each.others for each in found} == ({units - 1} if units else set())


def test_every_unknown_word_is_told_at_once_with_the_known_ones(store: Store) -> None:
    asked = Asked(" ", section="十", topic="天气", level="国", form="1998", unit="无名县", year=3, count=0)
    with pytest.raises(BadInput) as told:
        find(store, asked)
    places = [problem.where for problem in told.value.problems]
    assert places == ["QUERY", "--count", "--year", "--section", "--topic", "--level", "--form", "--unit"]
    assert "信息处理费" in str(told.value)
    assert "县级" in str(told.value)


def test_a_record_has_everything_that_a_drafter_needs(store: Store) -> None:
    record = results_record(find(store, Asked("信息处理费")))[0]
    assert {
        "unit",
        "year",
        "level",
        "form",
        "section",
        "topic",
        "file",
        "number",
        "text",
        "template",
        "score",
        "why",
    } <= set(record)
