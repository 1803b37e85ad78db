"""Whose reports somebody sees, and what they may not change. What isn't seen is not there: not in a list, not by its id.

The store itself looks at every report that is asked for, so that no caller can forget to.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select

from agent.errors import BadInput, Problem
from agent.store import reading
from agent.store.place import Kind, Place, understood
from agent.store.records import Contents, Edit, Report, State
from agent.store.tables import reports

NOT_WAIVED = Problem("只有审核人可以人工确认", "", "请审核人登录后确认，或先改正")
NOT_FINISHED = Problem("只有审核人可以定稿", "", "请审核人登录后导出定稿")
# What a person keeps though it is objected to: a figure, or a grave remark.
_KEEPING = (Kind.WAIVER, Kind.KEPT)


@dataclass(frozen=True, slots=True)
class Sight:
    """``units`` None: every unit's. ``waives``: may keep what is objected to; ``finishes``: may make a version final."""

    units: frozenset[str] | None = None
    waives: bool = True
    finishes: bool = True

    def admit(self, connection: Connection, report: str) -> None:
        """``BadInput`` where there is no such report to be seen, in the words of one that isn't there."""
        if self.units is not None:
            self.admit_one(reading.report(connection, report))

    def admit_one(self, report: Report) -> None:
        """The same of a report that was read already."""
        if self.units is not None and report.unit not in self.units:
            raise BadInput([Problem("没有这份报告", "", "请从报告列表重新打开")])

    def admit_taken(self, report: Report, contents: Contents) -> None:
        """``BadInput`` where a report that was taken in is another unit's, or brings what one may not do oneself."""
        if wrong := self.strange(report.unit):
            raise BadInput(wrong)
        if not self.waives and (contents.waivers or contents.kept):
            raise BadInput([Problem("这份报告包里有人工确认，只有审核人可以导入", "", "请审核人登录后导入")])
        if not self.finishes and report.state is State.FINAL:
            raise BadInput([Problem("这份报告包已定稿，只有审核人可以导入", "", "请审核人登录后导入")])

    def only(self, query: "Select[Any]") -> "Select[Any]":
        """A query over ``reports``, of those that are seen."""
        return query if self.units is None else query.where(reports.c.unit.in_(sorted(self.units)))

    def check(self, edits: Sequence[Edit]) -> None:
        """``BadInput`` for what may not be changed, and for a report handed to a unit that isn't one's own."""
        problems = []
        if not self.waives and any(edit.place.kind in _KEEPING for edit in edits):
            problems.append(NOT_WAIVED)
        if not self.finishes and any(_finishes(edit) for edit in edits):
            problems.append(NOT_FINISHED)
        for edit in edits:
            if edit.place.kind is Kind.REPORT and edit.place.name == "unit" and edit.text is not None:
                problems += self.strange(str(understood(Kind.REPORT, edit.text)))
        if problems:
            raise BadInput(problems)

    def strange(self, unit: str) -> list[Problem]:
        """What is wrong with making a report of that unit; nothing where it is one's own."""
        if self.units is None or unit in self.units:
            return []
        own = "、".join(sorted(self.units)) or "（没有）"
        return [Problem(f"您不负责“{unit}”", "单位全称", f"您负责的单位是：{own}；要增加请找管理员")]


def _finishes(edit: Edit) -> bool:
    """Whether it makes the report final, in whatever way: an older version brought back does so too."""
    return (
        edit.place == Place.report("state")
        and edit.text is not None
        and understood(Kind.REPORT, edit.text) == State.FINAL
    )


EVERYTHING = Sight()
