from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import text

from agent.errors import BadInput
from agent.figures import ABSENT, Breakdown, Contact, Fact, FigureSet, Part
from agent.store import Edit, Kind, Place, Projects, Saved, State, edits_of
from agent.verify.waiver import Waiver
from tests.store.conftest import Watch
from tests.store.desk import CARRIED, LI, NEW, OVERVIEW, WANG, Desk

FACT = Fact(
    "主动公开政府信息总数",
    Decimal(2083),
    "条",
    "余",
    "季度统计汇总",
    ("主动公开政府信息",),
    (Breakdown("公开主体", (Part("本级政府", Decimal("211.50"), ("县政府",)), Part("部门", Decimal(0)))),),
)
FIGURES = FigureSet(
    unit="云岭县人民政府",
    year=2025,
    form="2021",
    cells={"requests.new.total": Decimal(8), "fees.amount": Decimal("7730.20"), "review.total": Decimal(0)},
    facts=(FACT, Fact("培训", None, "次"), Fact("公报", Decimal("1.2"), "万份")),
    contact=Contact(office="政府办公室", telephone="0000-0000000"),
    sources={"requests.new.total": "figures.xlsx 申请!C5"},
    file="figures.xlsx",
)
WAIVER = Waiver(
    "组织业务培训6次。",
    "6次",
    LI,
    "见培训签到表",
    datetime(2026, 1, 5, tzinfo=UTC).date(),
    verdict="unsupported",
)


def test_a_figure_set_comes_back_as_it_was_given(desk: Desk) -> None:
    desk.projects.save(desk.report, edits_of(FIGURES, desk.now), who=LI)
    found = desk.figures
    assert found == FIGURES
    assert found.sources == FIGURES.sources
    assert found.file == "figures.xlsx"
    assert str(found.cells["fees.amount"]) == "7730.20"
    assert [fact.name for fact in found.facts] == ["主动公开政府信息总数", "培训", "公报"]


def test_last_years_figures_stand_beside_this_years(desk: Desk) -> None:
    last = replace(
        FIGURES, unit="云岭县政府办", year=2024, form="2019", cells={"requests.new.total": Decimal(5)}
    )
    desk.projects.save(desk.report, edits_of(FIGURES, desk.now), who=LI)
    desk.projects.save(desk.report, edits_of(last, desk.now, previous=True, origin="read"), who=LI)
    assert desk.now.figures == FIGURES
    assert desk.now.previous == last
    assert desk.now.origin == "read"


def test_nothing_is_known_of_last_year_until_somebody_says_so(desk: Desk) -> None:
    desk.projects.save(desk.report, edits_of(FIGURES, desk.now), who=LI)
    assert desk.now.previous is None


def test_an_emptied_cell_is_absent_and_a_zero_is_zero(desk: Desk) -> None:
    desk.saved(NEW, 0)
    desk.saved(CARRIED, 3)
    desk.saved(CARRIED, ABSENT)
    assert desk.figures.get(NEW.name) == Decimal(0)
    assert desk.figures.get(CARRIED.name) is ABSENT


def test_figures_brought_anew_empty_what_they_lack_unless_told_to_keep_it(desk: Desk) -> None:
    desk.projects.save(desk.report, edits_of(FIGURES, desk.now), who=LI)
    fewer = replace(FIGURES, cells={"requests.new.total": Decimal(9)}, facts=())
    desk.projects.save(desk.report, edits_of(fewer, desk.now, clear=False), who=LI)
    assert desk.figures.cells == {**FIGURES.cells, "requests.new.total": Decimal(9)}
    desk.projects.save(desk.report, edits_of(fewer, desk.now), who=LI)
    assert desk.figures.cells == fewer.cells
    assert desk.figures.facts == ()


def test_two_facts_of_one_name_are_both_kept(desk: Desk) -> None:
    twice = replace(FIGURES, facts=(FACT, replace(FACT, value=Decimal(1))))
    desk.projects.save(desk.report, edits_of(twice, desk.now), who=LI)
    assert desk.figures.facts == twice.facts


def test_a_section_is_kept_as_any_json(desk: Desk) -> None:
    lines: list[dict[str, object]] = [
        {
            "template": "新收{{requests.new.total}}件。",
            "guards": [],
            "source": None,
            "heading": False,
            "n": 1.5,
        }
    ]
    desk.saved(OVERVIEW, lines)
    assert desk.now.sections == {"overview.requests": lines}


@pytest.mark.parametrize(
    "odd", ["空\0字", "半个\ud83d", "😀𠮷", "'; DROP TABLE reports; --", "%s %(a)s :b", ""]
)
def test_any_text_is_kept_as_it_is(desk: Desk, odd: str) -> None:
    desk.saved(OVERVIEW, [odd])
    assert desk.now.sections[OVERVIEW.name] == [odd]


def test_a_waiver_is_kept_and_taken_back(desk: Desk) -> None:
    desk.projects.save(desk.report, [Edit.waive(WAIVER)], who=LI)
    assert [*desk.now.waivers] == [WAIVER]
    desk.saved(Place.waiver(WAIVER), None)
    assert [*desk.now.waivers] == []


def test_saving_what_stands_there_already_makes_no_version(desk: Desk) -> None:
    desk.saved(NEW, 8)
    assert desk.put(NEW, 8) == Saved(None, {NEW: 1})
    assert len(desk.projects.history(desk.report, NEW)) == 1


def test_the_same_figure_from_another_source_is_a_version(desk: Desk) -> None:
    desk.projects.save(desk.report, [Edit.of(NEW, Decimal(8), 0, "一.xlsx C5")], who=LI)
    desk.projects.save(desk.report, [Edit.of(NEW, Decimal(8), 1, "二.xlsx C5")], who=LI)
    assert desk.figures.sources == {NEW.name: "二.xlsx C5"}


def test_what_was_saved_is_there_when_the_store_is_opened_again(opened: Callable[[], Projects]) -> None:
    first = Desk.new(opened())
    first.saved(NEW, 8)
    first.projects.close()
    assert Desk(opened(), first.report).figures.cells == {NEW.name: Decimal(8)}


def test_the_list_shows_what_was_changed_last_first_whatever_the_clock_says(
    projects: Projects, watch: Watch
) -> None:
    older, newer = Desk.new(projects, year=2024), Desk.new(projects, year=2025)
    watch.now -= timedelta(days=400)
    older.saved(NEW, 8, who=WANG)
    assert [each.year for each in projects.reports()] == [2024, 2025]
    assert projects.reports()[0].changed_by == WANG
    assert projects.reports()[0].changed < projects.reports()[1].changed
    assert newer.now.report == projects.reports()[1]


def test_a_removed_report_leaves_the_list_and_takes_no_edits_until_it_is_put_back(desk: Desk) -> None:
    state = Place.report("state")
    desk.projects.set_state(desk.report, State.REMOVED, desk.number(state), who=LI)
    assert desk.projects.reports() == ()
    assert [each.id for each in desk.projects.reports(removed=True)] == [desk.report]
    with pytest.raises(BadInput, match="已移除"):
        desk.put(NEW, 8)
    desk.projects.set_state(desk.report, State.DRAFTING, desk.number(state), who=LI)
    desk.saved(NEW, 8)


def test_a_report_can_be_given_another_unit_or_year(desk: Desk) -> None:
    desk.saved(Place.report("unit"), "林溪镇人民政府")
    edit = Edit.of(Place.report("year"), 2024, desk.number(Place.report("year")))
    desk.projects.save(desk.report, [edit], who=LI)
    assert (desk.figures.unit, desk.figures.year) == ("林溪镇人民政府", 2024)
    assert desk.projects.report(desk.report).unit == "林溪镇人民政府"


@pytest.mark.parametrize(
    "edit",
    [
        Edit(NEW, '"8"', 0),
        Edit(NEW, "NaN", 0),
        Edit(Place.fact("培训"), "8", 0),
        Edit(Place.report("year"), "null", 1),
        Edit(Place.report("colour"), '"red"', 0),
        Edit(NEW, "8", 5),
    ],
)
def test_what_cannot_stand_in_a_place_is_refused(desk: Desk, edit: Edit) -> None:
    with pytest.raises(ValueError, match=r"nothing of that kind|no version"):
        desk.projects.save(desk.report, [edit], who=LI)
    assert desk.now.change == desk.projects.report(desk.report).change


def test_a_number_that_is_not_finite_is_no_edit() -> None:
    with pytest.raises(ValueError, match="no figure"):
        Edit.of(NEW, Decimal("Infinity"), 0)


@pytest.mark.parametrize("name", ["", "长" * 301, "坏\0"])
def test_a_name_that_no_database_takes_is_told(desk: Desk, name: str) -> None:
    with pytest.raises(BadInput, match="名称"):
        desk.projects.save(desk.report, [Edit.of(Place.fact(name), FACT, 0)], who=LI)


@pytest.mark.parametrize("who", ["", "  ", "长" * 101])
def test_nobody_changes_anything_without_a_name(desk: Desk, who: str) -> None:
    with pytest.raises(BadInput, match=r"姓名|是谁"):
        desk.put(NEW, 8, who=who)


def test_a_report_that_is_not_there_is_told(projects: Projects) -> None:
    with pytest.raises(BadInput, match="没有这份报告"):
        projects.contents("nobody's")
    with pytest.raises(BadInput, match="没有这份报告"):
        projects.save("nobody's", [Edit.of(NEW, Decimal(8), 0)], who=LI)


def test_every_time_carries_its_zone(desk: Desk) -> None:
    desk.saved(NEW, 8)
    assert desk.now.stamps[NEW].at.tzinfo is not None
    assert desk.now.stamps[NEW].at.utcoffset() == timedelta(0)


def test_a_clock_without_a_zone_is_refused(address: str, tmp_path: "object") -> None:
    from pathlib import Path

    naive = Projects.open(address, Path(str(tmp_path)), lambda: datetime(2026, 1, 5))  # noqa: DTZ001
    with pytest.raises(ValueError, match="zone"):
        naive.create("云岭县人民政府", 2025, "2021", who=LI)
    naive.close()


def test_every_kind_of_place_names_itself_in_the_database(desk: Desk) -> None:
    """What is in databases out there can't be renamed."""
    assert [kind.value for kind in Kind] == [
        "cell", "fact", "particulars", "prev.cell", "prev.fact", "prev.particulars", "section", "waiver", "kept", "report",
    ]  # fmt: skip


@pytest.mark.parametrize("table", ["changes", "versions", "audit", "messages", "drafts", "files"])
@pytest.mark.parametrize("statement", ["UPDATE {0} SET who = 'x'", "DELETE FROM {0}"])
def test_no_row_of_what_only_grows_can_be_changed_or_removed(desk: Desk, table: str, statement: str) -> None:
    desk.saved(NEW, 8)
    desk.projects.say(desk.report, "报告", {"text": "你好"}, who=LI)
    desk.projects.keep_draft(desk.report, "", {}, who=LI)
    desk.projects.bring_file(desk.report, "一.txt", b"1", who=LI)
    sql = statement.format(table).replace("who = 'x'", "name = 'x'" if table == "versions" else "who = 'x'")
    engine = desk.projects._database.engine
    with pytest.raises(Exception, match="never changed"), engine.begin() as connection:
        connection.execute(text(sql))
