import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from agent.workflow.ingesting import Ingest, State, Step, forget
from corpus.index.chroma import Store
from corpus.index.embedding import Vectors
from corpus.index.filters import Filters
from corpus.index.offline import Offline
from tests.chroma_server import chroma_server
from tests.past_reports import publish, worlds


class Counting(Offline):
    """The offline embedding, counting what it was asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = 0

    def passages(self, texts: Sequence[str]) -> Vectors:
        self.asked += len(texts)
        return super().passages(texts)


@pytest.fixture
def embedding() -> Counting:
    return Counting()


@pytest.fixture
def store(tmp_path: Path, embedding: Counting) -> Store:
    return Store.embedded(tmp_path / "chroma", embedding)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "年报").mkdir()
    return tmp_path / "年报"


def ingest(store: Store, *paths: Path) -> list[Step]:
    return list(Ingest(store, paths).run())


def states(steps: Sequence[Step]) -> list[State]:
    return [step.state for step in steps]


def templates(store: Store) -> dict[str, tuple[str, str]]:
    """What is kept, whichever file it came from: key to text and template."""
    keys = [key for entry in store.entries().values() for key in entry.keys]
    return {key: (each.text, each.template) for key, each in store.exemplars(keys).items()}


def test_a_report_is_kept_paragraph_by_paragraph(store: Store, folder: Path) -> None:
    world = worlds(1)[0]
    path = publish(folder, world.figures)
    step = ingest(store, folder)[0]
    kept = store.exemplars(store.entries()[str(path)].keys).values()
    assert (step.state, step.paragraphs, len(store)) == ("new", len(kept), len(kept))
    assert {(each.unit, each.year, each.file) for each in kept} == {
        (world.figures.unit, world.figures.year, str(path))
    }
    assert any("{{requests.new.total|件}}" in each.template for each in kept)
    assert {"overview", "improvement"} <= {each.section for each in kept}


def test_the_same_again_reads_and_embeds_nothing(store: Store, folder: Path, embedding: Counting) -> None:
    publish(folder, worlds(1)[0].figures)
    ingest(store, folder)
    before, asked = templates(store), embedding.asked

    def nothing(paths: Sequence[Path]) -> list[object]:
        assert not paths
        return []

    steps = list(Ingest(store, [folder], nothing).run())  # type: ignore[arg-type]
    assert (states(steps), templates(store), embedding.asked) == (["unchanged"], before, asked)


def test_only_changed_paragraphs_are_embedded_again(store: Store, folder: Path, embedding: Counting) -> None:
    path = publish(folder, worlds(1)[0].figures)
    ingest(store, folder)
    asked = embedding.asked
    content = path.read_text("utf-8")
    path.write_text(
        content.replace("## 六、", "新增加的一段话，讲的是基层窗口怎样帮助老年人查阅政府信息。\n\n## 六、"),
        "utf-8",
    )
    assert states(ingest(store, folder)) == ["changed"]
    assert embedding.asked == asked + 1
    assert any("基层窗口" in text for text, _ in templates(store).values())


def test_what_is_gone_from_a_file_or_a_folder_is_taken_out(store: Store, folder: Path) -> None:
    first, second = (publish(folder, world.figures) for world in worlds(2))
    ingest(store, folder)
    first.unlink()
    assert sorted(states(ingest(store, folder))) == ["gone", "unchanged"]
    assert list(store.entries()) == [str(second)]
    assert set(templates(store)) == set(store.entries()[str(second)].keys)
    assert len(store) == len(templates(store))


def test_a_folder_that_is_not_there_takes_nothing_out(store: Store, folder: Path) -> None:
    publish(folder, worlds(1)[0].figures)
    ingest(store, folder)
    shutil.rmtree(folder)
    run = Ingest(store, [folder])
    assert states(list(run.run())) == []
    assert run.problems
    assert len(store.entries()) == 1


def test_forgetting_takes_out_what_came_from_a_folder_even_where_it_is_gone(
    store: Store, folder: Path
) -> None:
    publish(folder, worlds(1)[0].figures)
    ingest(store, folder)
    shutil.rmtree(folder)
    assert forget(store, [folder]) == 1
    assert (len(store), store.entries()) == (0, {})


def test_the_same_file_twice_is_kept_once(store: Store, folder: Path, embedding: Counting) -> None:
    path = publish(folder, worlds(1)[0].figures)
    shutil.copy(path, folder / "副本.md")
    assert sorted(states(ingest(store, folder))) == ["new", "same"]
    assert embedding.asked == len(store) == len(templates(store))
    path.unlink()
    ingest(store, folder)
    assert {each.file for each in store.exemplars(templates(store)).values()} == {str(folder / "副本.md")}
    assert len(store) == embedding.asked


def test_one_report_in_two_formats_is_kept_once(store: Store, folder: Path) -> None:
    world = worlds(1)[0]
    publish(folder, world.figures)
    ingest(store, folder)
    before = len(store)
    publish(folder, world.figures, suffix="docx")
    assert sorted(states(ingest(store, folder))) == ["same", "unchanged"]
    assert len(store) == before


def test_a_whole_report_makes_the_references_that_its_prose_alone_did_not(store: Store, folder: Path) -> None:
    figures = worlds(1)[0].figures
    whole = publish(folder, figures)
    content = whole.read_text("utf-8")
    whole.unlink()
    prose = "\n".join(line for line in content.splitlines() if not line.startswith("|"))
    (folder / "0.md").write_text(prose, "utf-8")
    ingest(store, folder)
    assert not any("{{requests.new.total|件}}" in template for _, template in templates(store).values())
    whole.write_text(content, "utf-8")
    ingest(store, folder)
    assert any("{{requests.new.total|件}}" in template for _, template in templates(store).values())


def test_growth_is_a_reference_once_the_year_before_is_there_and_only_then(
    store: Store, folder: Path
) -> None:
    world = worlds(1)[0]
    publish(folder, world.figures, world.previous)
    ingest(store, folder)
    assert not any("change(" in template for _, template in templates(store).values())
    before = publish(folder, world.previous)
    ingest(store, folder)
    assert any("change(requests.new.total)" in template for _, template in templates(store).values())
    before.unlink()
    ingest(store, folder)
    assert not any("change(" in template for _, template in templates(store).values())


def test_the_order_in_which_reports_come_makes_no_difference(tmp_path: Path, folder: Path) -> None:
    world = worlds(1)[0]
    newer, older = publish(folder, world.figures, world.previous), publish(folder, world.previous)
    stores = [Store.embedded(tmp_path / name, Offline()) for name in "ab"]
    for store, paths in zip(stores, ((newer, older), (older, newer)), strict=True):
        for path in paths:
            ingest(store, path)
    assert templates(stores[0]) == templates(stores[1])


def test_what_is_no_report_is_named_and_the_rest_is_in(store: Store, folder: Path) -> None:
    publish(folder, worlds(1)[0].figures)
    (folder / "通知.txt").write_text("关于召开会议的通知\n请准时参加。\n", "utf-8")
    (folder / "坏.docx").write_bytes(b"PK\x03\x04 rubbish")
    steps = ingest(store, folder)
    assert sorted(states(steps)) == ["new", "unread", "unread"]
    assert all(Path(step.file).name in str(step.problems[0]) for step in steps if step.state == "unread")


def test_a_file_that_can_no_longer_be_read_stays_as_it_was_kept(store: Store, folder: Path) -> None:
    path = publish(folder, worlds(1)[0].figures)
    ingest(store, folder)
    before = templates(store)
    path.write_bytes(b"\x00\x01")
    assert states(ingest(store, folder)) == ["unread"]
    assert templates(store) == before


def test_a_server_keeps_the_same_as_a_folder(tmp_path: Path, folder: Path, store: Store) -> None:
    for world in worlds(2):
        publish(folder, world.figures)
    ingest(store, folder)
    (tmp_path / "server").mkdir()
    with chroma_server(tmp_path / "server") as url:
        served = Store.served(url, Offline())
        ingest(served, folder)
        assert templates(served) == templates(store)


_RUN = """
import sys
from pathlib import Path
from agent.workflow.ingesting import Ingest
from corpus.index.chroma import Store
from corpus.index.offline import Offline
store = Store.embedded(Path(sys.argv[1]), Offline())
print("ready", flush=True)
for step in Ingest(store, [Path(sys.argv[2])]).run():
    print(step.state, flush=True)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="这个系统没有 SIGKILL（no SIGKILL here）")
def test_killed_at_any_moment_and_gone_on_with_nothing_is_lost_or_doubled(
    tmp_path: Path, folder: Path
) -> None:
    for world in worlds(8):
        publish(folder, world.figures)
        publish(folder, world.previous)
    whole = Store.embedded(tmp_path / "whole", Offline())
    ingest(whole, folder)
    killed = 0
    for moment in (0.0, 0.05, 0.1, 0.2, 0.3, 0.15, 0.4):
        command = [sys.executable, "-c", _RUN, str(tmp_path / "killed"), str(folder)]
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, cwd=Path(__file__).parents[2], env={**os.environ}
        )
        assert process.stdout
        process.stdout.readline()
        time.sleep(moment)
        process.kill()
        killed += process.wait() == -signal.SIGKILL
        process.stdout.close()
    assert killed >= 3
    store = Store.embedded(tmp_path / "killed", Offline())
    ingest(store, folder)
    assert templates(store) == templates(whole)
    assert len(store) == len(whole)
    near = store.near(store.embedding.query("信息公开申请"), len(whole), Filters())
    assert len({each.exemplar.key for each in near}) == len(whole)
