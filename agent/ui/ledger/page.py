"""The page: every figure and everything else that somebody has to look at, with its mends; and last year's report beside this."""

from collections.abc import Sequence

import streamlit as st

from agent.ui import leading, memory
from agent.ui.guarding import guarded
from agent.ui.ledger import beside, choice
from agent.ui.ledger.mends import mends
from agent.ui.ledger.rows import detail_markup, row_markup
from agent.ui.markup import notice, unformatted
from agent.ui.opened import opened
from agent.workflow.ledger import Row
from agent.workflow.sifting import chosen, nearest
from agent.workflow.work import Work

_VIEW, _LIST, _BESIDE = "view", "list", "last_year"
_VIEWS = {_LIST: "逐项核验", _BESIDE: "与上年对照"}


def show() -> None:
    """Draw the page; without a report there is nothing to draw."""
    work = opened()
    if work is None:
        return
    _lead(memory.ledger_rows(work))
    view = str(st.query_params.get(_VIEW, _LIST))
    st.session_state["ledger_view"] = view if view in _VIEWS else _LIST
    st.segmented_control(
        "看什么",
        list(_VIEWS),
        format_func=_VIEWS.__getitem__,
        key="ledger_view",
        on_change=_turn,
        required=True,
        label_visibility="collapsed",
    )
    if st.session_state["ledger_view"] == _BESIDE:
        _compared(work)
    else:
        _listed(work)


def _turn() -> None:
    choice.say(_VIEW, "" if st.session_state["ledger_view"] == _LIST else _BESIDE)
    choice.say("part", "")


def _lead(rows: Sequence[Row]) -> None:
    """From another page to a figure: its row is looked at, whatever was filtered before."""
    at = leading.wanted("at")
    if not at.isdecimal():
        return
    leading.arrived("at")
    found = next((row for row in rows if row.pending and row.start == int(at)), None)
    if found is not None:
        choice.pick(found.id)


@st.fragment
@guarded
def _compared(work: Work) -> None:
    beside.show(work, memory.beside_last_year(work))


@st.fragment
@guarded
def _listed(work: Work) -> None:
    rows = memory.ledger_rows(work)
    if not rows:
        st.html(notice("还没有可以核验的。先到“数据”填报，再到“起草”生成初稿。"))
        leading.link(leading.FIGURES, "去填数据", ":material/table_chart:")
        return
    if work.judged is None:
        st.html(notice("还没有正文，这里先列数据里要看的。到“起草”生成初稿后，正文的数字也会列出来。"))
    elif not any(row.pending for row in rows):
        st.html(notice("没有待处理的了：正文数字都有依据，数据勾稽相符。", "good"))
    shown = chosen(rows, choice.filters(work, rows))
    looked_at = nearest(shown, choice.row())
    listed, panel = st.columns([7, 5], gap="medium")
    with listed:
        _page(shown, looked_at)
    with panel, st.container(key="aside_ledger"):
        if looked_at is not None:
            _steps(shown, looked_at)
            st.html(detail_markup(looked_at))
            mends(work, looked_at)


def _page(shown: Sequence[Row], looked_at: Row | None) -> None:
    """The rows of one page, each a button over its whole width."""
    if not shown:
        st.html(notice("没有这样的条目。换一个筛选条件，或点“全部”。"))
        return
    number = choice.page(shown, looked_at)
    with st.container(key="ledger_rows", gap=None):
        for place, row in enumerate(shown[(number - 1) * choice.PAGE : number * choice.PAGE]):
            with st.container(key=f"ledger_row_{place}", gap=None):
                st.html(row_markup(row, chosen=looked_at is not None and row.id == looked_at.id))
                label = f"看{row.kind.label}：{unformatted(row.words or row.said[:24])}"
                st.button(label, key=f"ledger_pick_{place}", on_click=choice.pick, args=(row.id,))
    choice.pages(len(shown), number)


def _steps(shown: Sequence[Row], looked_at: Row) -> None:
    """To the pending rows before and behind the one that is looked at."""
    at = next((index for index, row in enumerate(shown) if row.id == looked_at.id), 0)
    before = [row for row in shown[:at] if row.pending]
    behind = [row for row in shown[at + 1 :] if row.pending]
    if not before and not behind:
        return
    with st.container(horizontal=True, key="ledger_steps", vertical_alignment="center"):
        for label, icon, row in (
            ("上一处", "arrow_upward", before[-1] if before else None),
            ("下一处", "arrow_downward", behind[0] if behind else None),
        ):
            st.button(
                label,
                key=f"ledger_{icon}",
                icon=f":material/{icon}:",
                disabled=row is None,
                on_click=_step,
                args=(row.id if row else "",),
                type="tertiary",
            )
        pending = sum(row.pending for row in shown)
        st.html(f'<p class="nb-quiet">待处理 {pending} 处</p>', width="content")


def _step(id_: str) -> None:
    choice.pick(id_)
    choice.say("page", "")
