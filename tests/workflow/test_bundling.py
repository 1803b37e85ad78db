import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from agent.errors import BadInput
from agent.store import Edit, Place, Projects, Saved, Sight
from agent.store.database import Database
from agent.verify.waiver import Waiver
from agent.workflow.archive import Packing
from agent.workflow.bundling import KIND, bundle, bundle_file, unbundle, unbundle_upload
from tests.store.desk import LI, NEW, WANG
from tests.workflow.test_backing_up import empty, worked

__all__ = ["empty"]  # a fixture


def comparable(projects: Projects, report: str) -> Any:
    """What is in a report, without the numbers that each database counts by itself."""
    contents = projects.contents(report)
    versions = [
        (each.number, each.text, each.made_from, each.kept, each.stamp.who, each.stamp.at)
        for each in projects.history(report, NEW)
    ]
    files = projects.files(report)
    return (
        contents.figures,
        contents.sections,
        versions,
        [(change.who, change.at, change.why, change.kept) for change in projects.changes(report)],
        [(each.who, each.value) for each in projects.conversation(report, "报告")],
        [(each.part, each.value) for each in projects.draft_records(report)],
        [(file.name, file.digest, projects.file_content(report, file.id)) for file in files],
    )


def test_a_report_goes_to_another_database_with_its_whole_history(
    empty: Callable[[], Database], tmp_path: Path
) -> None:
    desk, other = worked(empty()), Projects(empty())
    path = tmp_path / "报告.nianbao"
    digest = bundle(desk.projects, desk.report, path, LI)
    taken = unbundle(other, path, WANG)
    assert comparable(other, taken.id) == comparable(desk.projects, desk.report)
    assert other.verify_chain().whole
    last = other.audit()[-1]
    assert (last.who, last.action, digest in last.details) == (WANG, "import", True)


def test_beside_the_report_that_it_was_it_is_a_report_of_its_own_and_work_goes_on_in_both(
    empty: Callable[[], Database], tmp_path: Path
) -> None:
    desk = worked(empty())
    bundle(desk.projects, desk.report, tmp_path / "a.nianbao", LI)
    taken = unbundle(desk.projects, tmp_path / "a.nianbao", WANG)
    copy = type(desk)(desk.projects, taken.id)
    assert isinstance(copy.put(NEW, 50), Saved)
    assert isinstance(desk.projects.undo(taken.id, who=LI), Saved)
    assert "requests.new.total" in desk.figures.cells
    assert len(desk.projects.reports()) == 2
    assert desk.projects.verify_chain().whole


def test_a_bundle_of_another_unit_is_not_taken_in(empty: Callable[[], Database], tmp_path: Path) -> None:
    desk = worked(empty())
    bundle(desk.projects, desk.report, tmp_path / "a.nianbao", LI)
    seen = desk.projects.seen_by(Sight(units=frozenset({"云岭县教育局"})))
    with pytest.raises(BadInput, match="您不负责"):
        unbundle(seen, tmp_path / "a.nianbao", WANG)
    assert len(desk.projects.reports()) == 1
    assert desk.projects.verify_chain().whole


def altered(path: Path, change: Callable[[str, dict[str, Any]], Any]) -> Path:
    """The bundle with its rows changed and every digest made right again: what somebody does who knows how it is made."""
    out = path.with_name("altered.nianbao")
    with zipfile.ZipFile(path) as good, out.open("wb") as stream:
        packing = Packing(stream, KIND)
        for name in good.namelist():
            content = good.read(name)
            if name.endswith(".jsonl"):
                rows = [change(name, json.loads(line)) for line in content.splitlines()]
                content = b"\n".join(json.dumps(row).encode() for row in rows if row is not None)
            if name != "manifest.json":
                packing.put(name, [content])
        packing.finish({"unit": "x", "year": 2025, "head": "0" * 64})
    return out


def _set(table: str, **values: Any) -> Callable[[str, dict[str, Any]], Any]:
    return lambda name, row: {**row, **values} if name == f"{table}.jsonl" else row


@pytest.mark.parametrize(
    "change",
    [
        _set("versions", value="NaN"),
        _set("versions", value=3),
        _set("versions", kind="nothing"),
        _set("versions", number=7),
        _set("versions", number=True),
        _set("versions", made_from=99),
        _set("versions", change=99),
        _set("versions", name="x" * 400),
        _set("versions", name="a\0b"),
        _set("changes", who=""),
        _set("changes", at="yesterday"),
        _set("changes", at="2026-01-05T09:00:00"),
        _set("changes", undoes=5),
        _set("reports", state="owned"),
        _set("reports", year="2025"),
        _set("reports", unit={"a": 1}),
        _set("files", digest="0" * 64),
        _set("files", content="x"),
        _set("messages", value=None),
        lambda name, row: None if name == "reports.jsonl" else row,
        lambda name, row: None if name == "versions.jsonl" else row,
        lambda name, row: [row],
        lambda name, row: {},
    ],
)
def test_a_bundle_that_somebody_made_up_is_refused_and_leaves_nothing(
    empty: Callable[[], Database], tmp_path: Path, change: Callable[[str, dict[str, Any]], Any]
) -> None:
    desk, other = worked(empty()), Projects(empty())
    bundle(desk.projects, desk.report, tmp_path / "a.nianbao", LI)
    with pytest.raises(BadInput):
        unbundle(other, altered(tmp_path / "a.nianbao", change), WANG)
    assert (other.reports(removed=True), other.verify_chain().rows) == ((), 0)


def test_a_file_that_is_no_bundle_says_what_to_choose(empty: Callable[[], Database], tmp_path: Path) -> None:
    (tmp_path / "a.nianbao").write_bytes(b"PK\3\4 no zip")
    with pytest.raises(BadInput, match="请选择一份报告包"):
        unbundle(Projects(empty()), tmp_path / "a.nianbao", LI)


def test_a_member_larger_than_it_says_is_not_read_to_its_end(
    empty: Callable[[], Database], tmp_path: Path
) -> None:
    path = tmp_path / "bomb.nianbao"
    with path.open("wb") as stream:
        packing = Packing(stream, KIND)
        packing.put("reports.jsonl", [b"0" * 5_000_000] * 20)
        packing._members["reports.jsonl"]["size"] = 10
        packing.finish({"unit": "x", "year": 2025, "head": ""})
    with pytest.raises(BadInput, match="比清单说的大"):
        unbundle(Projects(empty()), path, LI)


def test_an_upload_is_gone_through_apart_and_taken_in(empty: Callable[[], Database], tmp_path: Path) -> None:
    desk, other = worked(empty()), Projects(empty())
    taken = unbundle_upload(other, bundle_file(desk.projects, desk.report, LI), "报告.nianbao", WANG)
    assert comparable(other, taken.id) == comparable(desk.projects, desk.report)


def test_an_upload_that_is_no_bundle_is_refused_by_its_own_name(
    empty: Callable[[], Database], tmp_path: Path
) -> None:
    other = Projects(empty())
    with pytest.raises(BadInput, match="请选择一份报告包"):
        unbundle_upload(other, b"PK\3\4 no zip", "../../报告.nianbao", LI)
    assert other.reports(removed=True) == ()


def test_who_may_not_waive_brings_no_waivers_in(empty: Callable[[], Database], tmp_path: Path) -> None:
    desk, other = worked(empty()), Projects(empty())
    waiver = Waiver("共收到8件。", "8件", WANG, "见登记簿")
    edit = Edit.of(Place.waiver(waiver), waiver, 0)
    assert isinstance(desk.projects.save(desk.report, [edit], who=LI), Saved)
    bundle(desk.projects, desk.report, tmp_path / "a.nianbao", LI)
    with pytest.raises(BadInput, match="只有审核人可以导入"):
        unbundle(other.seen_by(Sight(waives=False)), tmp_path / "a.nianbao", LI)
    assert other.reports(removed=True) == ()


def test_a_bundle_in_a_form_that_is_not_known_is_refused(
    empty: Callable[[], Database], tmp_path: Path
) -> None:
    desk = worked(empty())
    bundle(desk.projects, desk.report, tmp_path / "a.nianbao", LI)
    with pytest.raises(BadInput, match="请升级程序"):
        unbundle(desk.projects, altered(tmp_path / "a.nianbao", _set("reports", form="2050")), LI)
