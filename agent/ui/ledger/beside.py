"""与上年对照: this year's report beside last year's, paragraph by paragraph; what differs by colour and by shape."""

from collections import Counter
from collections.abc import Sequence

import streamlit as st

from agent.ui import leading
from agent.ui.ledger.choice import say
from agent.ui.markup import notice, text
from agent.workflow.comparing import Beside
from agent.workflow.work import Work
from corpus.comparing import Change, Piece

_SHOW, _PART = "change", "part"
_MARKS = {
    Change.SAME: "＝", Change.FIGURES: "#", Change.CHANGED: "≈",
    Change.REWRITTEN: "⇄", Change.NEW: "＋", Change.GONE: "－",
}  # fmt: skip
_WANTS_WORK = (Change.SAME, Change.FIGURES)
_INTRODUCTION = "introduction"


def show(work: Work, pairs: tuple[Beside, ...] | None) -> None:
    """Draw the comparison; what to do where there is nothing to compare."""
    if work.judged is None:
        st.html(notice("还没有正文。先到“起草”生成初稿，再来与上年对照。"))
        leading.link(leading.DESK, "去起草", ":material/edit_note:")
        return
    if pairs is None:
        st.html(
            notice("没有上年的年报可以对照。在首页带入上年年报（Word、PDF、网页都可以），这里就会逐段并排。")
        )
        leading.link("", "去首页带入上年年报", ":material/upload_file:")
        return
    wanted = _filters(work, pairs)
    shown = [each for each in pairs if wanted is None or each.pair.change is wanted]
    section = str(st.query_params.get(_PART, ""))
    shown = [each for each in shown if section in ("", each.pair.section)]
    if not shown:
        st.html(notice("没有这样的段落。"))
    _rows(work, shown)


def _filters(work: Work, pairs: Sequence[Beside]) -> Change | None:
    """A button for each kind of change with its number; the one that is wanted, None for all."""
    counted = Counter(each.pair.change for each in pairs)
    asked = str(st.query_params.get(_SHOW, ""))
    wanted = next((change for change in Change if change.value == asked), None)
    kinds, sections = st.columns([8, 4], vertical_alignment="center")
    with kinds, st.container(horizontal=True, key="change_kinds", gap="xsmall"):
        st.button(
            f"全部 {len(pairs)}",
            key="change_all",
            type="secondary" if wanted else "primary",
            on_click=say,
            args=(_SHOW, ""),
        )
        for change in Change:
            if counted[change] or change is wanted:
                st.button(
                    f"{_MARKS[change]} {change.label} {counted[change]}",
                    key=f"change_{change.value}",
                    type="primary" if change is wanted else "secondary",
                    on_click=say,
                    args=(_SHOW, "" if change is wanted else change.value),
                )
    with sections:
        _section(work, pairs)
    return wanted


def _section(work: Work, pairs: Sequence[Beside]) -> None:
    names = _headings(work)
    options = ["", *dict.fromkeys(each.pair.section for each in pairs)]
    asked = str(st.query_params.get(_PART, ""))
    st.session_state["beside_section"] = asked if asked in options else ""
    st.selectbox(
        "部分",
        options,
        format_func=lambda each: names.get(each, "其他部分") if each else "全部部分",
        key="beside_section",
        on_change=lambda: say(_PART, str(st.session_state["beside_section"])),
        label_visibility="collapsed",
    )


def _headings(work: Work) -> dict[str, str]:
    return {each.id: each.heading for each in work.form.sections} | {_INTRODUCTION: "引言"}


def _rows(work: Work, shown: Sequence[Beside]) -> None:
    names, last = _headings(work), None
    before = work.last.year if work.last else work.report.year - 1
    st.html(
        f'<div class="nb-sides-head" lang="zh-CN"><b>{before}年度</b><b>{work.report.year}年度</b><b>变化</b></div>'
    )
    for number, each in enumerate(shown):
        if each.pair.section != last:
            last = each.pair.section
            st.html(f'<h3 class="nb-place">{text(names.get(last, "其他部分"))}</h3>')
        with st.container(key=f"beside_{number}", gap=None):
            st.html(_pair(each))
            if each.start is not None:
                label = "去改写" if each.pair.change in _WANTS_WORK else "去看原文"
                leading.link(leading.DESK, label, at=str(each.start))


def _pair(each: Beside) -> str:
    pair = each.pair
    figures = "".join(f"<li>{text(one.before)}<b>→</b>{text(one.after)}</li>" for one in pair.figures[:8])
    listed = f"<ul>{figures}</ul>" if figures else ""
    label = "与上年一字不差" if pair.change is Change.SAME else pair.change.label
    return (
        f'<article class="nb-pair {pair.change.value}" lang="zh-CN"><div>{_side(pair.left, "del", "上年没有这一段")}</div>'
        f"<div>{_side(pair.right, 'ins', '今年没有这一段')}</div>"
        f'<div class="what"><strong>{_MARKS[pair.change]} {label}</strong>{listed}</div></article>'
    )


def _side(pieces: tuple[Piece, ...], tag: str, empty: str) -> str:
    if not pieces:
        return f"<em>{empty}</em>"
    return "".join(_piece(piece, tag) for piece in pieces)


def _piece(piece: Piece, tag: str) -> str:
    if not piece.differs:
        return text(piece.text)
    number = ' class="number"' if piece.number else ""
    return f"<{tag}{number}>{text(piece.text)}</{tag}>"
