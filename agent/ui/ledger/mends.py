"""What can be done about the row that is looked at. Each mend is saved as it is made, said, and can be undone."""

from collections.abc import Callable
from datetime import date, datetime

import streamlit as st

from agent.store import Conflict, Projects, Saved
from agent.ui import leading, session
from agent.ui.ledger.binding import binding
from agent.ui.ledger.saved import do, kept_as
from agent.ui.ledger.supplying import supplying
from agent.ui.markup import text, unformatted
from agent.ui.reviewing import not_yours, signature
from agent.verify.answer import Judged
from agent.workflow.confirming import clear_leftovers, confirm, take_back
from agent.workflow.correcting import corrections
from agent.workflow.ledger import Kind, Row
from agent.workflow.mending import Mended, Tried, expected_value, removed, reworded, sentence_at
from agent.workflow.saving import give_up, keep
from agent.workflow.work import Work


def mends(work: Work, row: Row) -> None:
    """Draw them."""
    with st.container(key="ledger_mends", gap="small"):
        if row.item is not None:
            _of_item(work, row, row.item)
        elif row.remark is not None:
            _of_remark(work, row)
        elif row.leftover is not None:
            if not session.reviews():
                not_yours("清除失效的确认")
            elif st.button("清除失效的确认", key="clear_leftovers"):
                do(
                    work,
                    row,
                    "清除",
                    lambda projects: clear_leftovers(projects, work, who=session.who()),
                    "已清除",
                )
        elif row.stale is not None and row.words:
            _sentence(work, row)
        with st.container(horizontal=True, key="ledger_links"):
            _links(row)


def _links(row: Row) -> None:
    """Where the row's place is, in the text and among the figures."""
    if row.objection is not None:
        leading.link(leading.FIGURES, "去改这一格", ":material/table_chart:", objection=row.objection.id)
    elif row.cell:
        leading.link(leading.FIGURES, "去看这一格", ":material/table_chart:", cell=row.cell)
    elif row.kind is Kind.GAP or (row.stale is not None and not row.words):
        leading.link(leading.FIGURES, "去补数据", ":material/table_chart:")
    if row.words:
        leading.link(leading.DESK, "去看原文", ":material/article:", at=str(row.start))
    elif row.kind in (Kind.MISSING, Kind.GAP):
        leading.link(leading.DESK, "去补写", ":material/edit_note:", at=str(row.start))


# --- a figure or a claim ------------------------------------------------------------------------------------------


def _of_item(work: Work, row: Row, item: Judged) -> None:
    if item.waiver is not None:
        if not session.reviews():
            not_yours("撤回确认")
        elif st.button("撤回确认", key=f"back_{row.id}", icon=":material/undo:"):
            do(
                work,
                row,
                "撤回",
                lambda projects: take_back(projects, work, item, who=session.who()),
                f"已撤回对“{item.text}”的确认",
            )
        return
    if not item.objected:
        with st.container(horizontal=True):
            if not row.claim and item.verdict.value != "exempt":
                binding(work, row, item)
            _rewording(work, row)
        return
    if not row.claim or item.expected is not None:
        _expected(work, row, item)
    with st.container(horizontal=True):
        if not row.claim:
            binding(work, row, item)
            supplying(work, row, item)
        _rewording(work, row)
        _keeping(
            work,
            row,
            lambda projects, by, reason: confirm(
                projects, work, item, by, reason, who=session.who(), day=_today()
            ),
        )


def _expected(work: Work, row: Row, item: Judged) -> None:
    """改为应有值: one press, where the verifier knows one value."""
    _offer(work, row, "改为应有值", expected_value(work, item), f"expected_{row.id}", first=True)


def _offer(work: Work, row: Row, label: str, tried: Tried, key: str, *, first: bool = False) -> None:
    """A button that does what was tried, or in its place why it cannot be done."""
    if isinstance(tried, str):
        st.html(f'<p class="nb-quiet">{text(label)}：{text(tried)}</p>')
        return
    words = f"{label}　{unformatted(tried.after)}" if first else label
    if st.button(
        words, key=key, type="primary" if first else "secondary", icon=":material/check:" if first else None
    ):
        kept_as(work, row, tried)


# --- a remark -----------------------------------------------------------------------------------------------------


def _of_remark(work: Work, row: Row) -> None:
    remark = row.remark
    assert remark is not None
    kept = next(
        (each for each in work.kept if work.judged and each.covers(remark, work.judged.narrative.text)), None
    )
    if kept is not None:
        if not session.reviews():
            not_yours("不再保留")
        elif st.button("不再保留", key=f"back_{row.id}", icon=":material/undo:"):
            do(
                work,
                row,
                "取消保留",
                lambda projects: give_up(projects, work, kept, who=session.who()),
                "已不再保留",
            )
        return
    for number, each in enumerate(corrections(work, remark)):
        if number == 0 or isinstance(each.mended, Mended):
            _offer(work, row, each.label, each.mended, f"correct_{row.id}_{number}")
    with st.container(horizontal=True):
        if row.words:
            _rewording(work, row, removing=False)
        _keeping(
            work,
            row,
            lambda projects, by, reason: keep(
                projects, work, remark, reason, by=by, who=session.who(), day=_today()
            ),
        )


# --- a sentence ---------------------------------------------------------------------------------------------------


def _sentence(work: Work, row: Row) -> None:
    with st.container(horizontal=True):
        _rewording(work, row)


def _rewording(work: Work, row: Row, *, removing: bool = True) -> None:
    """改写这句, and 删去这句 where nothing else offers that."""
    found = sentence_at(work, row.start, row.end)
    if found is None or work.judged is None:
        return
    sentence = work.judged.narrative.text[slice(*found)]
    with st.popover("改写这句", key=f"reword_{row.id}", icon=":material/edit:"):
        with st.form(f"rewording_{row.id}", border=False):
            words = st.text_area("这句话", sentence, key=f"words_{row.id}", height=160)
            if st.form_submit_button("保存这句", type="primary"):
                _kept_or_told(work, row, "改写", reworded(work, row.start, row.end, words))
        if removing and st.button(
            "删去这句", key=f"remove_{row.id}", icon=":material/delete:", type="tertiary"
        ):
            _kept_or_told(work, row, "删去", removed(work, row.start, row.end))


def _kept_or_told(work: Work, row: Row, what: str, tried: Tried) -> None:
    if isinstance(tried, Mended):
        kept_as(work, row, tried)
    else:
        st.html(f'<p class="nb-notice bad">{what}没有完成：{text(tried)}</p>')


# --- keeping it ---------------------------------------------------------------------------------------------------


def _keeping(work: Work, row: Row, keeps: Callable[[Projects, str, str], Saved | Conflict]) -> None:
    """保留并说明理由: name and reason. Who signed in signs with their own name, and no other."""
    if not session.reviews():
        not_yours("保留并说明理由")
        return
    with (
        st.popover("保留并说明理由", key=f"ledger_keep_{row.id}", icon=":material/approval:"),
        st.form(f"keeping_{row.id}", border=False),
    ):
        if session.person() is None:
            by = st.text_input("姓名", session.who(), key=f"by_{row.id}", max_chars=60)
        else:
            by = session.who()
            st.html(signature(by))
        reason = st.text_area(
            "理由", key=f"why_{row.id}", height=90, max_chars=500, placeholder="为什么可以保留，如数字的出处"
        )
        if st.form_submit_button("保留", type="primary"):
            do(
                work,
                row,
                "保留",
                lambda projects: keeps(projects, by, reason),
                f"已保留“{row.words or row.said}”",
            )


def _today() -> date:
    return datetime.now().astimezone().date()
