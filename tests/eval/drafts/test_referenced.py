"""What is wanting in a draft with references is found."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from agent.drafting import Draft, draft
from agent.drafting.manuscript import Lines, Sentence
from agent.workflow.ingesting import Ingest
from agent.workflow.samples import sample_reports
from corpus.index.chroma import Store
from corpus.index.offline import Offline
from eval.drafts.referenced import Wanting, wanting
from eval.drafts.suite import both_years

Change = Callable[[tuple[Lines, ...]], tuple[Lines, ...]]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """With one report of another unit."""
    made = Store.embedded(tmp_path_factory.mktemp("one"), Offline())
    list(Ingest(made, [sample_reports() / "lanqiao-2021.html"]).run())
    return made


def changed(change: Change) -> Draft:
    """A good draft with its overview changed."""
    figures, previous = both_years(sample_reports() / "yunling-2023.figures.json")
    made = draft(figures, previous)
    overview, *others = made.template.chapters
    template = replace(
        made.template, chapters=(replace(overview, paragraphs=change(overview.paragraphs)), *others)
    )
    return replace(made, template=template, narrative=template.realise(figures, previous).narrative)


def score_of(change: Change, store: Store) -> Wanting:
    made = changed(change)
    return wanting(made, made.figures, store)


def without_requests(paragraphs: tuple[Lines, ...]) -> tuple[Lines, ...]:
    return tuple(lines for lines in paragraphs if lines.topic != "requests")


def adding(text: str) -> Change:
    return lambda paragraphs: (*paragraphs, Lines((Sentence(text),), topic="supervision"))


def test_a_good_draft_is_good(store: Store) -> None:
    assert score_of(lambda paragraphs: paragraphs, store).good


def test_a_topic_left_out_and_its_figures_are_found(store: Store) -> None:
    score = score_of(without_requests, store)
    assert score.topics == ("依申请公开",)
    assert {"requests.new.total", "requests.closed.total"} <= set(score.figures)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("收到政府信息公开申请{{requests.new.total|件}}。", "twice"),
        ("借鉴澜桥的做法。", "leaks"),
        ("收到政府信息公开申请3件。", "objections"),
    ],
)
def test_what_is_said_twice_of_another_or_wrongly_is_found(text: str, found: str, store: Store) -> None:
    score = score_of(adding(text), store)
    assert [
        name for name in ("topics", "figures", "twice", "leaks", "objections") if getattr(score, name)
    ] == [found]


def test_the_year_before_is_read_where_it_stands_beside(tmp_path: Path) -> None:
    for year in (2022, 2023):
        source = sample_reports() / f"yunling-{year}.figures.json"
        (tmp_path / source.name).write_bytes(source.read_bytes())
    previous = both_years(tmp_path / "yunling-2023.figures.json")[1]
    assert previous is not None
    assert previous.year == 2022
    assert both_years(tmp_path / "yunling-2022.figures.json")[1] is None
