"""Each test of the store runs on both databases."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from agent.store import Projects
from tests.store.desk import Desk


class Watch:
    """A clock that is a second later whenever it is asked, and can be set."""

    def __init__(self) -> None:
        self.now = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database, of either kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'nianbao.db'}"
    found: str = request.getfixturevalue("postgres").database()
    return found


@pytest.fixture
def opened(address: str, watch: Watch, tmp_path: Path) -> Iterator[Callable[[], Projects]]:
    """Opens the database, as often as wanted."""
    every: list[Projects] = []

    def open_it() -> Projects:
        every.append(Projects.open(address, tmp_path, watch))
        return every[-1]

    yield open_it
    for each in every:
        each.close()


@pytest.fixture
def projects(opened: Callable[[], Projects]) -> Projects:
    return opened()


@pytest.fixture
def desk(projects: Projects) -> Desk:
    return Desk.new(projects)
