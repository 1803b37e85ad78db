"""A report that somebody works on, in few words."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from agent.figures import FigureSet
from agent.store import Conflict, Contents, Edit, Place, Projects, Saved

LI, WANG = "李明", "王芳"
NEW = Place.cell("requests.new.total")
CARRIED = Place.cell("requests.carried_over.total")
OVERVIEW = Place.section("overview.requests")


@dataclass(frozen=True)
class Desk:
    projects: Projects
    report: str

    @classmethod
    def new(cls, projects: Projects, unit: str = "云岭县人民政府", year: int = 2025) -> "Desk":
        return cls(projects, projects.create(unit, year, "2021", who=LI).id)

    @property
    def now(self) -> Contents:
        return self.projects.contents(self.report)

    @property
    def figures(self) -> FigureSet:
        return self.now.figures

    def number(self, place: Place) -> int:
        return self.now.number(place)

    def put(
        self, place: Place, content: Any, made_from: int | None = None, who: str = LI
    ) -> Saved | Conflict:
        if isinstance(content, int):
            content = Decimal(content)
        number = self.number(place) if made_from is None else made_from
        return self.projects.save(self.report, [Edit.of(place, content, number)], who=who)

    def saved(self, place: Place, content: Any, made_from: int | None = None, who: str = LI) -> int:
        """Put it there and say which version it is."""
        done = self.put(place, content, made_from, who)
        assert isinstance(done, Saved), done
        return done.numbers[place]

    def conflict(self, place: Place, content: Any, made_from: int, who: str = WANG) -> Conflict:
        done = self.put(place, content, made_from, who)
        assert isinstance(done, Conflict), done
        return done
