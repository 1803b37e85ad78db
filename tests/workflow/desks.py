"""A report on a real store, opened anew at every question."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from agent.store import Projects, Saved
from agent.workflow.projects import new_report
from agent.workflow.saving import save_figures
from agent.workflow.work import Work, open_work
from tests.samples import UNIT, sample

LI, WANG = "李明", "王芳"


@dataclass(frozen=True)
class Desk:
    projects: Projects
    report: str

    @property
    def work(self) -> Work:
        return open_work(self.projects, self.report)

    def filled(self) -> "Desk":
        saved(save_figures(self.projects, self.work, sample(), who=LI))
        return self


def saved(done: object) -> Saved:
    assert isinstance(done, Saved), done
    return done


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    projects = Projects.open(None, tmp_path)
    yield Desk(projects, new_report(projects, UNIT, 2024, who=LI).id)
    projects.close()
