from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from eval.postgres_server import Server, postgres_server, programs
from tests.surroundings import IN_CI, SHARED, lacking, require

# CI tries the same examples every time; a slow machine is no failure anywhere.
settings.register_profile("ci", derandomize=True, deadline=None, print_blob=True)
settings.register_profile("local", deadline=None, print_blob=True)

_MARKED_BY_FIXTURE = {
    "shared": "shared",
    "chromium": "browser",
    "soffice": "libreoffice",
    "postgres": "postgres",
}


def pytest_configure(config: pytest.Config) -> None:
    settings.load_profile("ci" if IN_CI else "local")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test that asks for a fixture of the surroundings carries its marker, so `-m 'not browser'` needs no reminding."""
    for item in items:
        for fixture in getattr(item, "fixturenames", ()):
            if fixture in _MARKED_BY_FIXTURE:
                item.add_marker(_MARKED_BY_FIXTURE[fixture])


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of sample material beside the repository."""
    if not SHARED.is_dir():
        pytest.skip("仓库旁边没有 shared 样例材料（no sample material beside the repository）")
    return SHARED


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium that Playwright can be told to launch (`executable_path`)."""
    return require("chromium")


@pytest.fixture(scope="session")
def soffice() -> str:
    """The path of LibreOffice."""
    return require("soffice")


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A PostgreSQL server of this run's own."""
    found = programs()
    if found is None:
        raise lacking("PostgreSQL")
    with postgres_server(found) as server:
        yield server
