"""The store against a plain Python model of it: whatever two people do in whatever order, both say the same."""

import tempfile
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from agent.store import Conflict, Edit, Place, Projects, Saved
from eval.postgres_server import Server
from tests.store.conftest import Watch
from tests.store.desk import LI, NEW, OVERVIEW, WANG

PEOPLE = (LI, WANG)  # few people and places: they meet often
PLACES = (NEW, OVERVIEW, Place.cell("fees.amount", previous=True))

people = st.sampled_from(PEOPLE)
places = st.sampled_from(PLACES)
numbers = st.none() | st.decimals(-(10**6), 10**6, places=2, allow_nan=False)


def _content(place: Place, number: Decimal | None) -> Any:
    return number if number is None or place.kind.is_cell else [f"{number}件"]


class Model:
    """Every place's versions in order, what stands there, and what each person did."""

    def __init__(self) -> None:
        self.versions: dict[Place, list[tuple[Any, bool]]] = {place: [] for place in PLACES}
        self.stands: dict[Place, int] = dict.fromkeys(PLACES, 0)
        self.root: dict[tuple[Place, int], int] = {}
        self.done: dict[str, list[dict[Place, tuple[int, int]]]] = {who: [] for who in PEOPLE}
        self.undone: dict[str, list[dict[Place, tuple[int, int]]]] = {who: [] for who in PEOPLE}

    def content(self, place: Place, number: int | None = None) -> Any:
        number = self.stands[place] if number is None else number
        return self.versions[place][number - 1][0] if number else None

    def origin(self, place: Place, number: int) -> int:
        """The version that this one brings back; itself where it brings back none."""
        return self.root.get((place, number), number)

    def add(self, place: Place, content: Any, *, kept: bool, origin: int | None = None) -> int:
        self.versions[place].append((content, kept))
        number = len(self.versions[place])
        if origin is not None:
            self.root[place, number] = origin
        if kept:
            self.stands[place] = number
        return number

    def late(self, edits: dict[Place, tuple[Any, int]]) -> set[Place]:
        return {
            place
            for place, (content, seen) in edits.items()
            if seen != self.stands[place] and content != self.content(place)
        }

    def save(self, who: str, edits: dict[Place, tuple[Any, int]]) -> bool:
        if self.late(edits):
            for place, (content, _) in edits.items():
                self.add(place, content, kept=False)
            return False
        made = {}
        for place, (content, seen) in edits.items():
            if seen == self.stands[place] and content != self.content(place):
                before = self.stands[place]
                made[place] = (before, self.add(place, content, kept=True))
        if made:
            self.done[who].append(made)
            self.undone[who].clear()
        return True

    def reverse(self, made: dict[Place, tuple[int, int]]) -> dict[Place, tuple[int, int]] | None:
        """Put back what stood before; None where something else stands by now."""
        if any(self.origin(p, self.stands[p]) != self.origin(p, after) for p, (_, after) in made.items()):
            return None
        now = {}
        for place, (before, _) in made.items():
            stood = self.stands[place]
            content = self.content(place, before)
            now[place] = (stood, self.add(place, content, kept=True, origin=self.origin(place, before)))
        return now


class Machine(RuleBasedStateMachine):
    address = ""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.watch = Watch()
        self.open()
        self.report = self.projects.create("云岭县人民政府", 2025, "2021", who=LI).id
        self.model = Model()
        self.moments = [(self.projects.report(self.report).change, dict(self.model.stands))]

    def open(self) -> None:
        self.projects = Projects.open(self.address or None, Path(self.folder.name), self.watch)

    def teardown(self) -> None:
        assert self.projects.verify_chain().faults == ()
        self.projects.close()
        self.folder.cleanup()

    def seen(self, place: Place, back: int) -> int:
        """A version that somebody may have had before them: one that stood there, or none."""
        kept = [0, *(n for n, (_, kept) in enumerate(self.model.versions[place], 1) if kept)]
        return kept[max(0, len(kept) - 1 - back)]

    @rule(
        who=people,
        wanted=st.dictionaries(places, st.tuples(numbers, st.sampled_from((0, 0, 0, 1))), min_size=1),
    )
    def save(self, who: str, wanted: dict[Place, tuple[Decimal | None, int]]) -> None:
        edits = {
            place: (_content(place, value), self.seen(place, back)) for place, (value, back) in wanted.items()
        }
        late = self.model.late(edits)
        base = {place: self.model.content(place, seen) for place, (_, seen) in edits.items()}
        theirs = {place: self.model.content(place) for place in edits}
        done = self.projects.save(
            self.report, [Edit.of(place, content, seen) for place, (content, seen) in edits.items()], who=who
        )
        assert self.model.save(who, edits) == isinstance(done, Saved)
        if isinstance(done, Saved):
            assert done.numbers == {place: self.model.stands[place] for place in edits}
        else:
            assert {clash.place for clash in done.clashes} == late
            for clash in done.clashes:
                assert clash.mine == edits[clash.place][0]
                assert clash.theirs.content == theirs[clash.place]
                assert (clash.base.content if clash.base else None) == base[clash.place]
        self.remember()

    @rule(who=people)
    def undo(self, who: str) -> None:
        done = self.projects.undo(self.report, who=who)
        self.reversed(done, self.model.done[who], self.model.undone[who])

    @rule(who=people)
    def redo(self, who: str) -> None:
        done = self.projects.redo(self.report, who=who)
        self.reversed(done, self.model.undone[who], self.model.done[who])

    def reversed(self, done: object, taken: list[Any], given: list[Any]) -> None:
        """The last of what was taken is reversed and given, unless somebody else's change is in the way."""
        if not taken:
            assert done is None
            return
        made = self.model.reverse(taken[-1])
        assert isinstance(done, Conflict) == (made is None)
        if made is not None:
            taken.pop()
            given.append(made)
        self.remember()

    @rule(who=people, place=places, choice=st.integers(0, 50))
    def bring_back(self, who: str, place: Place, choice: int) -> None:
        every = self.model.versions[place]
        if not every:
            return
        number, stood = choice % len(every) + 1, self.model.stands[place]
        done = self.projects.bring_back(self.report, place, number, stood, who=who)
        assert isinstance(done, Saved)
        origin = self.model.origin(place, number)
        same = self.model.content(place, number) == self.model.content(place)
        if (stood and same and origin == self.model.origin(place, stood)) or (
            not stood and self.model.content(place, number) is None and origin == 0
        ):
            assert done.change is None
        else:
            content = self.model.content(place, number)
            self.model.done[who].append(
                {place: (stood, self.model.add(place, content, kept=True, origin=origin))}
            )
            self.model.undone[who].clear()
        self.remember()

    @rule()
    def open_again(self) -> None:
        self.projects.close()
        self.open()

    @rule(days=st.integers(-400, 400))
    def set_the_clock(self, days: int) -> None:
        self.watch.now += timedelta(days=days)

    @rule(choice=st.integers(0, 1000))
    def look_back(self, choice: int) -> None:
        change, stood = self.moments[choice % len(self.moments)]
        self.same(self.projects.contents(self.report, change), stood)

    def remember(self) -> None:
        self.moments.append((self.projects.report(self.report).change, dict(self.model.stands)))

    @invariant()
    def the_same_stands(self) -> None:
        self.same(self.projects.contents(self.report), self.model.stands)

    def same(self, contents: Any, stood: dict[Place, int]) -> None:
        wanted = {place: self.model.content(place, number) for place, number in stood.items()}
        cells = {place.name: wanted[place] for place in (NEW,) if wanted[place] is not None}
        assert dict(contents.figures.cells) == cells
        previous = contents.previous.cells if contents.previous else {}
        assert previous.get("fees.amount") == wanted[PLACES[2]]
        assert contents.sections.get(OVERVIEW.name) == wanted[OVERVIEW]
        assert {place: contents.number(place) for place in PLACES} == stood

    @invariant()
    def every_version_is_there(self) -> None:
        for place in PLACES:
            found = [(each.content, each.kept) for each in self.projects.history(self.report, place)]
            assert found == self.model.versions[place]


@pytest.fixture
def few() -> settings:
    return settings(
        max_examples=25, stateful_step_count=25, deadline=None, suppress_health_check=[*HealthCheck]
    )


def test_whatever_is_done_a_file_says_the_same_as_the_model(few: settings) -> None:
    run_state_machine_as_test(Machine, settings=few)


def test_whatever_is_done_a_server_says_the_same_as_the_model(few: settings, postgres: Server) -> None:
    address = postgres.database()

    class OnServer(Machine):
        def teardown(self) -> None:
            self.projects.close()

    OnServer.address = address
    run_state_machine_as_test(OnServer, settings=settings(few, max_examples=8))
    projects = Projects.open(address, Path("unused"))
    assert projects.verify_chain().faults == ()
    projects.close()
