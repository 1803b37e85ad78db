"""绑定到…: the cell, fact or reckoning that a figure means is chosen, and what will stand there is shown before it does."""

import streamlit as st

from agent.ui.ledger.saved import kept_as
from agent.ui.markup import text, unformatted
from agent.verify.answer import Judged
from agent.workflow.binding import Reckoning, Target, likely, targets
from agent.workflow.ledger import Row
from agent.workflow.mending import Tried, bound
from agent.workflow.work import Work


def binding(work: Work, row: Row, item: Judged) -> None:
    """The button, and behind it what there is to choose; worked out only while it is open."""
    popover = st.popover(
        "绑定到…", key=f"bind_{row.id}", icon=":material/link:", on_change="rerun", width="content"
    )
    if popover.open:
        with popover:
            _choose(work, row, item)


def _choose(work: Work, row: Row, item: Judged) -> None:
    found = targets(work, item)
    if not found:
        st.html('<p class="nb-quiet">还没有数据。先到“数据”填报。</p>')
        return
    one = _target(f"“{unformatted(item.text)}”说的是", found, f"target_{row.id}")
    reckonings = list(Reckoning)
    how = st.selectbox(
        "怎么算",
        reckonings,
        index=reckonings.index(likely(item)),
        format_func=lambda each: str(each.value),
        key=f"how_{row.id}",
    )
    other = _target("另一项", found, f"other_{row.id}") if how.needs_another else None
    tried = bound(work, item, how.source(one.source, other.source if other else ""))
    st.html(_preview(tried))
    if not isinstance(tried, str) and st.button("绑定", type="primary", key=f"bound_{row.id}"):
        kept_as(work, row, tried)


def _target(label: str, found: tuple[Target, ...], key: str) -> Target:
    """One of them; typing a part of its name or its value finds it."""
    return st.selectbox(label, found, format_func=lambda each: each.said, key=key)


def _preview(tried: Tried) -> str:
    """What will stand there, and what is said of it then."""
    if isinstance(tried, str):
        return f'<p class="nb-notice warning">{text(tried)}</p>'
    same = "文字不变，从此跟着数据走" if tried.after == tried.before else f"将写成“{text(tried.after)}”"
    if tried.left:
        return f'<p class="nb-notice warning">{same}；但核对仍认为{text(tried.left)}</p>'
    verdict = f"，{tried.verdict.label}" if tried.verdict else ""
    return f'<p class="nb-notice good">{same}{verdict}</p>'
