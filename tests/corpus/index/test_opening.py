"""A store in a folder, opened by several threads in the same moment."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from corpus.index.chroma import Store
from corpus.index.offline import Offline


def test_threads_that_open_one_folder_in_the_same_moment_all_get_their_store(tmp_path: Path) -> None:
    for number in range(3):
        folder = tmp_path / str(number)
        with ThreadPoolExecutor(6) as pool:
            opened = list(pool.map(lambda _, folder=folder: Store.embedded(folder, Offline()), range(6)))
        assert [len(store) for store in opened] == [0] * 6
