"""What a person keeps of a text though it is objected to: a form at each objection, a button at each that is kept.

Waivers live in the session until they are downloaded; the file is the sidecar that ``verify`` reads, and can be uploaded
with the text again. They stay when the text is mended: what they no longer cover is listed.
"""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

import streamlit as st

from agent.errors import BadInput, Unavailable
from agent.export.composition import Composition, composed
from agent.ui.markup import notice, problem_list
from agent.ui.prose import leftovers_markup, objection_markup, title_markup, waived_markup
from agent.verify.report import JudgedReport
from agent.verify.waiver import Waiver
from agent.verify.waiving import Spot, spots
from agent.workflow import sidecar_name, waivers_file, without_leftovers
from agent.workflow.apart import waivers_apart

if TYPE_CHECKING:
    from streamlit.runtime.uploaded_file_manager import UploadedFile

_FORMS = 30  # so many objections have a form of their own; whoever has more mends these first


def kept() -> tuple[Waiver, ...]:
    """The waivers of this session."""
    waivers: tuple[Waiver, ...] = st.session_state.get("waivers", ())
    return waivers


def upload() -> None:
    """Where a sidecar is handed in with its text."""
    st.file_uploader("**人工确认文件**（可选）　以前下载的 .json", key="waiver_file", on_change=_take_file)
    if problem := st.session_state.get("waiver_file_problem"):
        st.html(problem)


def objections(report: JudgedReport, anchor: str) -> None:
    """What somebody has to look at, each with its form; what is kept; and the waivers that cover nothing."""
    page = composed(report)
    numbered = {spot.number: spot for spot in spots(report.answer, report.narrative.text, report.form)}
    with st.container(key="objections", gap="xsmall"):
        _objected(page, numbered, anchor)
    if kept():
        with st.container(key="kept", gap="xsmall"):
            _kept(page, report, anchor)


def _objected(page: Composition, numbered: dict[int, Spot], anchor: str) -> None:
    if not page.objections:
        st.html(notice("没有需要核对之处。", "good"))
        return
    st.html(title_markup(f"{len(page.objections)} 处需要核对"))
    for span in page.objections[:_FORMS]:
        with st.container(key=f"objected_{span.number}", gap=None):
            st.html(objection_markup([span], anchor))
            if spot := numbered.get(span.number):
                _form(spot)
    if rest := page.objections[_FORMS:]:
        st.html(objection_markup(rest, anchor))


def _form(spot: Spot) -> None:
    name = _key(spot.sentence.text, spot.text, spot.occurrence, spot.copy)
    popover = st.popover("保留并说明理由", key=f"keep_{name}", type="tertiary")
    with popover, st.form(f"form_{name}", border=False):
        said = st.session_state.get("waiver_problem")
        if said and said[0] == name:
            st.html(said[1])
        if not st.session_state.get(f"by_{name}"):
            st.session_state[f"by_{name}"] = st.session_state.get("waiver_by", "")
        st.text_input("姓名", key=f"by_{name}")
        st.text_area("理由", key=f"reason_{name}", height=80, placeholder="为什么可以保留，如数字的出处")
        st.form_submit_button("保留", type="primary", on_click=_keep, args=(spot, name))


def _kept(page: Composition, report: JudgedReport, anchor: str) -> None:
    if page.waived:
        st.html(title_markup(f"人工确认 {len(page.waived)} 处"))
    for span in page.waived:
        with st.container(key=f"waived_{span.kept}", gap=None):
            st.html(waived_markup(span, anchor))
            if waiver := span.item.waiver:
                key = f"undo_{_key(*waiver.place)}"
                st.button("撤回", key=key, type="tertiary", on_click=_take_back, args=(waiver,))
    leftovers = report.answer.leftovers
    if leftovers and (leftovers.lapsed or leftovers.unneeded):
        st.html(leftovers_markup(leftovers))
        rest = without_leftovers(report.answer, kept())
        st.button("清除失效和不再需要的", key="prune", on_click=_set, args=(rest,))
    st.download_button(
        "下载人工确认",
        data=waivers_file(kept()),
        file_name=sidecar_name(st.session_state.get("prose_name") or "正文.txt"),
        mime="application/json",
        on_click="ignore",
        icon=":material/download:",
        key="waivers_download",
    )


def _key(*parts: object) -> str:
    """A name for the widgets of one place of a text, the same as long as its sentence is."""
    return hashlib.sha256(repr(parts).encode(errors="replace")).hexdigest()[:16]


# --- what the buttons do ------------------------------------------------------------------------------------------


def _set(waivers: Iterable[Waiver]) -> None:
    st.session_state["waivers"] = tuple(waivers)


def _keep(spot: Spot, name: str) -> None:
    by, reason = st.session_state[f"by_{name}"], st.session_state[f"reason_{name}"]
    try:
        waiver = spot.waiver(by, reason, datetime.now().astimezone().date())
    except BadInput as error:
        st.session_state["waiver_problem"] = name, problem_list("还不能保留", error.problems)
        return
    st.session_state["waiver_problem"] = None
    st.session_state["waiver_by"] = waiver.by
    _add([waiver])


def _add(new: Iterable[Waiver]) -> None:
    """A waiver takes the place of an older one of the same figure."""
    together = {waiver.place: waiver for waiver in (*kept(), *new)}
    _set(together.values())


def _take_back(waiver: Waiver) -> None:
    _set(each for each in kept() if each != waiver)


def _take_file() -> None:
    file: UploadedFile | None = st.session_state["waiver_file"]
    st.session_state["waiver_file_problem"] = ""
    if file is None:
        return
    try:
        _add(waivers_apart(file.getvalue(), file.name))
    except BadInput as error:
        st.session_state["waiver_file_problem"] = problem_list(f"“{file.name}”不能用", error.problems)
    except Unavailable as error:
        st.session_state["waiver_file_problem"] = notice(str(error), "bad")
