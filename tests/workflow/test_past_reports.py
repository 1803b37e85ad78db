from pathlib import Path

import pytest

from agent.errors import Unavailable
from agent.workflow.past_reports import FOLDER, alone, shelf_of, shelve
from corpus.index.chroma import Store
from corpus.index.offline import Offline

REPORTS = Path(__file__).resolve().parents[2] / "corpus" / "reports"
ONE, OTHER = "yunling-2022.docx", "linxi-2022.docx"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.embedded(tmp_path / "chroma", Offline())


def brought(*names: str) -> list[tuple[str, bytes]]:
    return [(name, (REPORTS / name).read_bytes()) for name in names]


def test_reports_are_kept_and_a_second_time_they_are_known(store: Store, tmp_path: Path) -> None:
    said: list[str] = []
    first = shelve(store, tmp_path, brought(ONE), say=said.append)
    again = shelve(store, tmp_path, brought(ONE))
    assert (first.new, first.known, again.new, again.known) == (1, 0, 0, 1)
    assert first.shelf == again.shelf == shelf_of(store)
    assert (first.shelf.reports, first.shelf.years, first.shelf.paragraphs > 5) == (1, (2022,), True)
    assert [path.name for path in (tmp_path / FOLDER).iterdir()] == [ONE]
    assert said[-1] == f"第 1 份，共 1 份：{ONE}"


def test_what_is_no_report_is_told_and_not_kept(store: Store, tmp_path: Path) -> None:
    done = shelve(store, tmp_path, [("../../照片.pdf", b"\xff\xd8\xff\xe0" * 64), ("a/.hidden", b"x")])
    assert (done.new, [each.where for each in done.problems]) == (0, ["照片.pdf"])
    assert list((tmp_path / FOLDER).iterdir()) == []


def test_who_stops_keeps_what_was_done(store: Store, tmp_path: Path) -> None:
    said: list[str] = []
    with pytest.raises(Unavailable, match="已停止"):
        shelve(store, tmp_path, brought(ONE, OTHER), lambda: len(said) > 1, said.append)
    assert shelf_of(store).reports == 1


def test_two_at_once_are_refused(store: Store, tmp_path: Path) -> None:
    with alone(tmp_path), pytest.raises(Unavailable, match="正在收入另一批"):
        shelve(store, tmp_path, brought(ONE))
