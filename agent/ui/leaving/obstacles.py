"""The final version: a button, or everything that stands in its way, by kind, with a link to each place."""

from datetime import UTC, datetime
from functools import partial
from itertools import count

import streamlit as st

from agent.ui import doing, leading, session, settling, working
from agent.ui.leaving.files import WORK, no_printing
from agent.ui.markup import notice, text
from agent.ui.reviewing import not_yours, signature
from agent.workflow.exporting import export_final_version, reopen
from agent.workflow.publishing import Hindrance, KeptRemark
from agent.workflow.saving import give_up, keep
from agent.workflow.usecases import ReportFormat
from agent.workflow.work import Work

_SHOWN = 8
# How each kind is called, what to do, and the page that it is done on.
_KINDS = {
    "footing": ("勾稽不符", "条", "改数据，不能保留", leading.FIGURES),
    "objection": ("正文待核", "处", "改正，或人工确认并写明理由", leading.LEDGER),
    "remark": ("重要提醒", "处", "改正，或写明理由保留", leading.DESK),
}


def final_version(work: Work) -> None:
    """Draw it."""
    reviews = session.reviews()
    found = work.hindrances
    with st.container(border=True, key="final"):
        st.html('<h2 class="nb-title">定稿</h2>')
        if state := _state(work):
            st.html(state)
        if found:
            st.html(notice(f"还有 {len(found)} 处，改好或保留以后才能导出定稿：{_counts(found)}", "bad"))
            numbers = count()
            for kind in _KINDS:
                _kind(work, kind, [each for each in found if each.kind == kind], numbers)
        elif reviews:
            _possible(work)
        else:
            st.html(notice("没有待核之处。", "good"))
            not_yours("生成定稿")
        _kept(work, reviews=reviews)


def _state(work: Work) -> str:
    if work.settled:
        return notice("这份报告已定稿，定稿以后没有改动。", "good")
    return notice("定稿以后又改过：已导出的定稿不是现在的内容。", "warning") if work.is_final else ""


def _counts(found: tuple[Hindrance, ...]) -> str:
    counted = {kind: sum(each.kind == kind for each in found) for kind in _KINDS}
    return "，".join(f"{_KINDS[kind][0]} {each} {_KINDS[kind][1]}" for kind, each in counted.items() if each)


def _possible(work: Work) -> None:
    kinds: tuple[ReportFormat, ...] = ("docx",) if no_printing() else ("docx", "pdf")
    names = "Word" if len(kinds) == 1 else "Word 和 PDF"
    if not work.settled:
        st.html(notice(f"没有待核之处。定稿有 {names}，连同写明其摘要的核验单一起生成。", "good"))
    if settling.pending():
        st.html(notice("先选定上面两人都改过的地方，再生成定稿。", "warning"))
    with st.container(horizontal=True):
        st.button(
            "再生成一次" if work.settled else "生成定稿",
            type="secondary" if work.settled else "primary",
            icon=":material/verified:",
            on_click=_finish,
            args=(work, kinds),
            disabled=working.running(WORK) or settling.pending(),
            key="finish",
        )
        if work.is_final:
            st.button("改回起草中", on_click=_reopen, args=(work,), key="reopen")


def _finish(work: Work, kinds: tuple[ReportFormat, ...]) -> None:
    projects, report, who, now = session.projects(), work.report.id, session.who(), datetime.now(UTC)
    making = partial(export_final_version, projects, report, kinds, who=who, now=now)
    working.start(WORK, "正在生成定稿", lambda stopped: making(stopped=stopped))


def _reopen(work: Work) -> None:
    doing.attempt(
        "改回", lambda: reopen(session.projects(), work, who=session.who()), work.form, "已改回起草中"
    )


# --- what stands in the way ---------------------------------------------------------------------------------------


def _kind(work: Work, kind: str, found: list[Hindrance], numbers: "count[int]") -> None:
    if not found:
        return
    name, measure, mend, _ = _KINDS[kind]
    st.html(f'<h3 class="nb-place">{name} {len(found)} {measure}　<small>{mend}</small></h3>')
    for each in found[:_SHOWN]:
        _one(work, each, next(numbers))
    if rest := found[_SHOWN:]:
        with st.expander(f"其余 {len(rest)} {measure}"):
            for each in rest:
                _one(work, each, next(numbers))


def _one(work: Work, each: Hindrance, number: int) -> None:
    problem = each.problem
    with st.container(key=f"hindrance_{number}", gap="xxsmall"):
        st.html(
            f'<p class="nb-hindrance {each.kind}"><span class="where">{text(problem.where)}</span>{text(problem.what)}</p>'
        )
        with st.container(horizontal=True, vertical_alignment="center"):
            _links(each)
            if each.remark is not None:
                _keeping(work, each, number)


def _links(each: Hindrance) -> None:
    """Where it is mended: a rule among the figures, a figure in the ledger or in the text."""
    if each.kind == "footing":
        leading.link(leading.FIGURES, "去改数据", ":material/table_chart:", objection=each.rule or "")
        return
    place = {} if each.start is None else {"at": str(each.start)}
    if each.kind == "objection":
        leading.link(leading.LEDGER, "去核验", ":material/fact_check:", **place)
    leading.link(leading.DESK, "去改正文", ":material/edit_note:", **place)


def _keeping(work: Work, each: Hindrance, number: int) -> None:
    if not session.reviews():
        not_yours("保留并说明理由")
        return
    with (
        st.popover("保留并说明理由", type="tertiary"),
        st.form(f"keeping_{number}", border=False, clear_on_submit=True),
    ):
        st.text_input("理由", key=f"why_{number}", max_chars=200, placeholder="如 这是上级单位的名称")
        st.html(signature(session.who()))
        st.form_submit_button("保留", on_click=_keep, args=(work, each, number))


def _keep(work: Work, each: Hindrance, number: int) -> None:
    remark, reason = each.remark, st.session_state[f"why_{number}"]
    assert remark is not None
    day = datetime.now().astimezone().date()
    doing.attempt(
        "保留",
        lambda: keep(session.projects(), work, remark, reason, who=session.who(), day=day),
        work.form,
        f"已保留：{remark.what}",
    )


def _kept(work: Work, *, reviews: bool) -> None:
    """What people keep, with a button to take it back."""
    if not work.kept:
        return
    with st.expander(f"已保留 {len(work.kept)} 处重要提醒"):
        for number, each in enumerate(work.kept):
            with st.container(horizontal=True, vertical_alignment="center"):
                st.html(f'<p class="nb-quiet">※ {text(each.what)}　{text(each.said)}</p>', width="content")
                if reviews:
                    st.button(
                        "不再保留",
                        on_click=_give_up,
                        args=(work, each),
                        key=f"give_up_{number}",
                        type="tertiary",
                    )


def _give_up(work: Work, each: KeptRemark) -> None:
    doing.attempt(
        "取消保留",
        lambda: give_up(session.projects(), work, each, who=session.who()),
        work.form,
        "已不再保留",
    )
