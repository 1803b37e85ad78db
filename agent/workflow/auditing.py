"""The audit in a clerk's words: who changed what in which place, from what to what, and what was handed out."""

import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from agent.errors import BadInput, NianbaoError, Problem
from agent.forms.form import Form
from agent.forms.library import form_of
from agent.store import Entry, Kind, Place, Projects, Report, Role, State
from agent.store.place import understood
from agent.workflow.exporting import EXPORT
from agent.workflow.saving import content_words, place_name

_PAGE = 1000
# What people call each kind of row.
ACTIONS = {
    "create": "新建",
    "save": "修改",
    "state": "改状态",
    "restore": "找回旧版本",
    "undo": "撤销",
    "redo": "重做",
    "refused": "两人同改，没有采用",
    "choose": "两人同改，选用他人的",
    "import": "导入报告包",
    "file": "带入文件",
    EXPORT: "导出",
    "backup": "备份",
    "bundle": "导出报告包",
    "account": "改账户",
    "unlock": "解除锁定",
}
_STATE = Place.report("state")
_REPORT_PLACES = {"unit": "单位", "year": "年度", "form": "格式", "state": "状态"}
_WAIVED = {Kind.WAIVER: "人工确认", Kind.KEPT: "保留提醒"}
_EXPORTED = {
    "report": "报告", "proof": "核验单", "comparison": "与上年对照", "workbook": "工作簿", "figures": "数据",
}  # fmt: skip
_STAGES = {"draft": "草稿", "final": "定稿"}


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the audit as people read it. ``before`` and ``after`` are "" for nothing and for what is no change of a place.

    ``report`` is its unit and year, "" for what is about no report; ``digest`` is the head of the chain after this row.
    """

    number: int
    at: datetime
    who: str
    action: str
    report: str
    place: str
    before: str
    after: str
    why: str
    digest: str

    def record(self) -> dict[str, Any]:
        """JSON-ready."""
        return asdict(self) | {"at": self.at.isoformat(timespec="seconds")}

    @property
    def difference(self) -> tuple[str, str]:
        """What is gone and what is new: of prose only the sentences that differ."""
        old, new = _sentences(self.before), _sentences(self.after)
        if len(old) + len(new) < 3:
            return self.before, self.after
        return "".join(each for each in old if each not in new), "".join(
            each for each in new if each not in old
        )


def rows(projects: Projects, report: str | None = None) -> Iterator[Row]:
    """Every row of the audit in order, of one report or of all. ``BadInput`` where there is no such report."""
    every = {each.id: each for each in projects.reports(removed=True)}
    number = 0
    while page := projects.audit(report, after=number, count=_PAGE):
        for entry in page:
            yield _row(entry, every.get(entry.report or ""))
        number = page[-1].number


def report_called(projects: Projects, words: str) -> Report:
    """The report of that id, or of that unit and year (``云岭县人民政府 2025``). ``BadInput`` for none, and for several."""
    every = projects.reports(removed=True)
    if own := next((each for each in every if each.id == words.strip()), None):
        return own
    asked = re.fullmatch(r"(.+?)\s*(\d{4})(?:年度?)?", words.strip())
    unit, year = ("".join(asked[1].split()), int(asked[2])) if asked else ("".join(words.split()), None)
    found = [each for each in every if each.unit == unit and year in (None, each.year)]
    if len(found) == 1:
        return found[0]
    if found:
        said = "、".join(f"{each.id}（{each.unit} {each.year}年度）" for each in found)
        raise BadInput([Problem(f"“{words}”有 {len(found)} 份报告", "报告", f"请写编号：{said}")])
    raise BadInput(
        [Problem(f"没有“{words}”这份报告", "报告", "写编号，或单位全称和年度，如 “云岭县人民政府 2025”")]
    )


# --- in words -----------------------------------------------------------------------------------------------------


def _row(entry: Entry, report: Report | None) -> Row:
    name = f"{report.unit} {report.year}年度" if report else entry.report or ""
    place, before, after, why = "", "", "", entry.details
    if entry.place is None:
        place, why = _told(entry)
    elif report is not None:
        form = form_of(report.form)
        place = _place(entry, form)
        before, after = (_said(entry, text, form) for text in (entry.before, entry.after))
    return Row(
        entry.number, entry.at, entry.who, _action(entry), name, place, before, after, why, entry.digest
    )


def _action(entry: Entry) -> str:
    said = ACTIONS.get(entry.action, entry.action)
    if entry.place is None or entry.place.kind not in _WAIVED or entry.action != "save":
        return said
    return f"撤回{_WAIVED[entry.place.kind]}" if entry.after is None else _WAIVED[entry.place.kind]


def _place(entry: Entry, form: Form) -> str:
    assert entry.place is not None
    kind, name = entry.place.kind, place_name(entry.place, form)
    if kind is Kind.REPORT:
        return _REPORT_PLACES.get(name, name)
    return f"上年 {name}" if kind in (Kind.PREVIOUS_FACT, Kind.PREVIOUS_PARTICULARS) else name


def _said(entry: Entry, text: str | None, form: Form) -> str:
    """What stood there; as it is kept, where it can't be read any more."""
    assert entry.place is not None
    if text is None:
        return "未填" if entry.place.kind.is_cell else ""
    try:
        content = understood(entry.place.kind, text)
        if entry.place == _STATE:
            return State(content).label
        return content_words(entry.place, content, form)
    except (NianbaoError, ValueError, KeyError, TypeError, AttributeError):
        return text


def _told(entry: Entry) -> tuple[str, str]:
    """For what is no change of a place: what it is about, and its digest or what else is to be said."""
    try:
        told = json.loads(entry.details)
    except ValueError:
        return "", entry.details
    if not isinstance(told, dict):
        return "", entry.details
    digest = str(told.get("sha256") or told.get("digest") or "")
    match entry.action:
        case "export":
            stage = _STAGES.get(str(told.get("stage")), "")
            what = _EXPORTED.get(str(told.get("what")), str(told.get("what")))
            return f"{stage}{what}“{told.get('name')}”", digest
        case "file":
            return f"“{told.get('name')}”", digest
        case "account":
            role = f"，{Role(told['role']).label}" if told.get("role") in list(Role) else ""
            return f"{told.get('login')}{role}", "新建" if told.get("new") else ""
        case "unlock":
            return str(told.get("login")), ""
    return "", digest or entry.details


def _sentences(text: str) -> list[str]:
    return re.findall(r"[^。；\n]*[。；\n]|[^。；\n]+$", text)
