from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from agent.errors import Unavailable
from corpus.index.chroma import Store
from corpus.index.embedding import Embedding, Vectors
from corpus.index.exemplar import Entry, Exemplar
from corpus.index.filters import Filters
from corpus.index.offline import Offline
from tests.chroma_server import chroma_server
from tests.corpus.index.exemplars import exemplars


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with chroma_server(tmp_path_factory.mktemp("chroma")) as url:
        yield url


def _emptied(store: Store) -> Store:
    for entry in store.entries().values():
        store.drop(entry.keys)
        store.strike(entry.file)
    return store


@pytest.fixture(params=["embedded", "served"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    if request.param == "served":
        return _emptied(Store.served(request.getfixturevalue("server"), Offline()))
    return Store.embedded(tmp_path / "chroma", Offline())


def _fill(store: Store, kept: list[Exemplar]) -> None:
    store.put(kept, store.embedding.passages([each.passage for each in kept]))
    for file in {each.file for each in kept}:
        keys = tuple(each.key for each in kept if each.file == file)
        store.enter(
            Entry(
                file, "d", "r", "云岭县人民政府", 2023, "2021", keys=keys, cells={"a.b": "1.50"}, notes=("x",)
            )
        )


def test_what_is_kept_comes_back_as_it_was(store: Store) -> None:
    _fill(store, exemplars())
    assert list(store.exemplars(each.key for each in exemplars()).values()) == exemplars()
    assert len(store) == 5


def test_an_entry_comes_back_as_it_was(store: Store) -> None:
    _fill(store, exemplars())
    entry = store.entries()["/a/云岭县.docx"]
    assert (entry.cells, entry.notes, len(entry.keys)) == ({"a.b": "1.50"}, ("x",), 5)


def test_keeping_the_same_twice_keeps_it_once(store: Store) -> None:
    _fill(store, exemplars())
    _fill(store, exemplars())
    assert len(store) == 5


def test_the_nearest_comes_first_and_is_as_near_as_its_vector_says(store: Store) -> None:
    _fill(store, exemplars())
    vector = store.embedding.query(exemplars()[0].passage)
    near = store.near(vector, 3, Filters())
    assert near[0].exemplar == exemplars()[0]
    assert near[0].similarity == pytest.approx(1, abs=1e-3)
    assert [each.similarity for each in near] == sorted((each.similarity for each in near), reverse=True)


def test_what_a_unit_has_is_as_near_as_it_is_among_all(store: Store) -> None:
    _fill(store, exemplars())
    vector = store.embedding.query("信息公开培训")
    among_all = {near.exemplar.key: near.similarity for near in store.near(vector, 9, Filters(since=2008))}
    of_unit = store.near(vector, 9, Filters(units=(exemplars()[0].unit,)))
    assert {near.exemplar.key: near.similarity for near in of_unit} == pytest.approx(among_all, abs=1e-3)


@pytest.mark.parametrize(
    ("filters", "topics"),
    [
        (Filters(topic="fee"), {"fee"}),
        (Filters(section="other"), {"fee"}),
        (
            Filters(level="county", since=2023, until=2023),
            {"fee", "training", "requests", "platforms", "appeals"},
        ),
        (Filters(since=2024), set()),
        (Filters(units=("云岭县人民政府", "青禾县人民政府"), topic="appeals"), {"appeals"}),
        (Filters(units=("青禾县人民政府",)), set()),
        (Filters(form="2019"), set()),
    ],
)
def test_only_what_the_filters_admit_is_found(store: Store, filters: Filters, topics: set[str]) -> None:
    _fill(store, exemplars())
    found = store.near(store.embedding.query("信息公开"), 10, filters)
    assert {near.exemplar.topic for near in found} == topics
    assert all(filters.admits(near.exemplar) for near in found)


def test_amending_changes_all_but_text_and_vector(store: Store) -> None:
    _fill(store, exemplars())
    changed = replace(exemplars()[0], file="/b/别处.docx", template="{{year}}", loose=3)
    store.amend([changed])
    assert store.exemplars([changed.key])[changed.key] == changed


def test_what_is_dropped_is_neither_kept_nor_found(store: Store) -> None:
    _fill(store, exemplars())
    store.drop([exemplars()[0].key])
    assert exemplars()[0].key not in store.exemplars(each.key for each in exemplars())
    assert all(
        near.exemplar.topic != "fee" for near in store.near(store.embedding.query("信息处理费"), 9, Filters())
    )


class Letters:
    """Another embedding: a vector of how often each of three letters occurs."""

    name = "letters"

    def passages(self, texts: list[str]) -> Vectors:
        rows = [[1.0, text.count("申"), text.count("费")] for text in texts]
        return np.asarray(rows, dtype=np.float32)

    def query(self, text: str) -> Vectors:
        vector: Vectors = self.passages([text])[0]
        return vector


def _other() -> Embedding:
    return Letters()  # type: ignore[return-value] # a list is sequence enough here


def test_another_embedding_is_refused_with_the_command_that_rebuilds(tmp_path: Path) -> None:
    _fill(Store.embedded(tmp_path, Offline()), exemplars())
    other = Store.embedded(tmp_path, _other())
    with pytest.raises(Unavailable, match="nianbao ingest --rebuild"):
        other.near(np.ones(3, dtype=np.float32), 1, Filters())
    with pytest.raises(Unavailable, match="letters"):
        other.put(exemplars(), np.ones((5, 3), dtype=np.float32))


def test_remaking_keeps_every_exemplar_and_changes_every_vector(tmp_path: Path) -> None:
    _fill(Store.embedded(tmp_path, Offline()), exemplars())
    other = Store.embedded(tmp_path, _other())
    assert list(other.remake())[-1] == (5, 5)
    assert list(other.exemplars(each.key for each in exemplars()).values()) == exemplars()
    assert other.near(other.embedding.query("费费"), 1, Filters())[0].exemplar.topic == "fee"
    assert len(Store.embedded(tmp_path, _other())) == 5
    assert set(other.entries()) == {"/a/云岭县.docx"}


def test_remaking_that_breaks_off_leaves_the_old_vectors_in_use(tmp_path: Path) -> None:
    _fill(Store.embedded(tmp_path, Offline()), exemplars())
    remaking = Store.embedded(tmp_path, _other()).remake()
    next(remaking)
    remaking.close()
    store = Store.embedded(tmp_path, Offline())
    assert store.near(store.embedding.query("信息处理费"), 1, Filters())[0].exemplar.topic == "fee"
    assert list(Store.embedded(tmp_path, _other()).remake())[-1] == (5, 5)


def test_a_folder_that_cannot_be_one_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(Unavailable, match="范文库"):
        Store.embedded(tmp_path / "file", Offline())


def test_a_damaged_store_is_told(tmp_path: Path) -> None:
    (tmp_path / "chroma.sqlite3").write_bytes(b"rubbish" * 1000)
    with pytest.raises(Unavailable, match="范文库"):
        Store.embedded(tmp_path, Offline())


@pytest.mark.parametrize(
    ("url", "says"), [("http://127.0.0.1:9", "Chroma 服务器"), ("foo", "NIANBAO_CHROMA_URL")]
)
def test_a_server_that_does_not_answer_is_told(url: str, says: str) -> None:
    with pytest.raises(Unavailable, match=says):
        Store.served(url, Offline())
