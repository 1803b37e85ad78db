from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import text

from agent.errors import BadInput
from agent.store import Edit, Place, Projects
from agent.store.chain import NOTHING
from tests.store.desk import CARRIED, LI, NEW, OVERVIEW, WANG, Desk

_VERSION = "report, kind, name, number, value, source, made_from, same_as, change, kept"

_TWICE = (
    f"INSERT INTO versions ({_VERSION}) SELECT {_VERSION.replace('number', '9')} FROM versions "
    "WHERE name = 'overview.requests'"
)


@pytest.fixture
def busy(desk: Desk) -> Desk:
    desk.saved(NEW, 8)
    desk.saved(OVERVIEW, ["甲。"])
    desk.saved(NEW, 9, who=WANG)
    desk.conflict(NEW, 10, made_from=1)
    desk.projects.note(desk.report, "export", {"format": "docx", "final": True}, who=WANG)
    return desk


def _meddle(desk: Desk, *statements: str, **values: Any) -> None:
    """What somebody does who has the database's own password: triggers off, rows changed, triggers on."""
    engine = desk.projects._database.engine
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SET session_replication_role = replica"))
        else:
            names = connection.execute(
                text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            ).scalars()
            for name in list(names):
                connection.execute(text(f"DROP TRIGGER {name}"))
            connection.execute(text("PRAGMA defer_foreign_keys=ON"))
        for statement in statements:
            connection.execute(text(statement), values)
        if engine.dialect.name == "postgresql":
            connection.execute(text("SET session_replication_role = DEFAULT"))


def test_an_empty_store_has_an_empty_chain(projects: Projects) -> None:
    chain = projects.verify_chain()
    assert (chain.rows, chain.head, chain.whole) == (0, NOTHING, True)


def test_the_audit_says_who_put_what_in_place_of_what(busy: Desk) -> None:
    entries = [each for each in busy.projects.audit(busy.report) if each.place == NEW]
    assert [(each.who, each.action, each.before, each.after) for each in entries] == [
        (LI, "save", None, "8"),
        (WANG, "save", "8", "9"),
        (WANG, "refused", "9", "10"),
    ]


def test_an_export_is_in_the_audit_of_its_report(busy: Desk) -> None:
    last = busy.projects.audit(busy.report)[-1]
    assert (last.who, last.action, last.place, last.details) == (
        WANG,
        "export",
        None,
        '{"final":true,"format":"docx"}',
    )
    with pytest.raises(BadInput, match="没有这份报告"):
        busy.projects.note("nobody's", "export", {}, who=WANG)


def test_a_chain_that_nobody_touched_is_whole(busy: Desk) -> None:
    chain = busy.projects.verify_chain([busy.projects.head()])
    assert chain.faults == ()
    assert chain.rows == len(busy.projects.audit())
    assert chain.head == busy.projects.audit()[-1].digest


def test_the_audit_is_read_page_by_page(busy: Desk) -> None:
    every = busy.projects.audit()
    assert busy.projects.audit(count=3) + busy.projects.audit(after=3) == every


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE audit SET who = '赵强' WHERE number = 5", "第5条的内容被改动过"),
        ("UPDATE audit SET at = '2020-01-01T00:00:00+00:00' WHERE number = 7", "第7条的内容被改动过"),
        ("DELETE FROM audit WHERE number = 6", "第6条起缺少记录"),
        ("UPDATE versions SET value = '80' WHERE name = 'requests.new.total' AND number = 1", "第1版）被改动过"),
        ("UPDATE versions SET kept = NOT kept WHERE name = 'requests.new.total' AND number = 3", "第3版）被改动过"),
        (_TWICE, "overview.requests 第9版没有留下记录"),
        ("UPDATE changes SET who = '赵强' WHERE id = 2", "修改 2 的人、时间或理由被改动过"),
        ("UPDATE standing SET version = (SELECT min(id) FROM versions WHERE kind = 'cell') WHERE kind = 'cell'", "现在用的是第1版，应当是第2版"),
    ],
)  # fmt: skip
def test_what_somebody_altered_is_found(busy: Desk, statement: str, said: str) -> None:
    _meddle(busy, statement)
    chain = busy.projects.verify_chain()
    assert any(said in fault for fault in chain.faults), chain.faults


def test_an_end_that_was_cut_off_is_found_by_a_head_that_left_the_house(busy: Desk) -> None:
    printed = busy.projects.head()
    _meddle(busy, "DELETE FROM audit WHERE number = (SELECT max(number) FROM audit)")
    assert busy.projects.verify_chain().whole
    (fault,) = busy.projects.verify_chain([printed]).faults
    assert printed in fault


def test_a_refused_change_leaves_nothing_behind_when_its_audit_cannot_be_written(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from agent.store import changing

    def fails(*_: object) -> None:
        raise RuntimeError("no audit")

    desk.saved(NEW, 8)
    with monkeypatch.context() as patched:
        patched.setattr(changing, "append", fails)
        with pytest.raises(RuntimeError, match="no audit"):
            desk.put(CARRIED, 3)
    assert desk.figures.cells == {NEW.name: Decimal(8)}
    assert desk.projects.verify_chain().whole
    assert desk.saved(CARRIED, 3) == 1


def test_the_chain_goes_on_over_programs_that_take_turns(opened: Callable[[], Projects]) -> None:
    one, other = opened(), opened()
    first = Desk.new(one)
    second = Desk(other, first.report)
    for number in range(6):
        (first, second)[number % 2].saved(NEW, number)
    assert other.verify_chain().whole
    assert one.verify_chain() == other.verify_chain()


def test_a_file_that_is_brought_along_is_in_the_audit_once(desk: Desk) -> None:
    content = "甲".encode()
    first = desk.projects.bring_file(
        desk.report, "一.txt", content, who=LI, purpose="previous", read={"cells": 3}
    )
    again = desk.projects.bring_file(
        desk.report, "一.txt", content, who=WANG, purpose="previous", read={"cells": 3}
    )
    assert again == first
    assert [each.details for each in desk.projects.audit(desk.report) if each.action == "file"] != []
    assert desk.projects.files(desk.report) == (first,)
    assert desk.projects.file_content(desk.report, first.id) == content
    assert desk.projects.verify_chain().whole


def test_places_of_a_change_are_told_one_by_one(desk: Desk) -> None:
    edits = [
        Edit.of(NEW, Decimal(1), 0),
        Edit.of(CARRIED, Decimal(2), 0),
        Edit.of(Place.section("other"), ["无。"], 0),
    ]
    desk.projects.save(desk.report, edits, who=LI, why="录入")
    told = desk.projects.audit(desk.report)[-3:]
    assert [each.place for each in told] == [edit.place for edit in edits]
    assert {each.details for each in told} == {"录入"}
