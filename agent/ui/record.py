"""记录: who changed what when. Of an opened report for whoever works on it; of everything for whoever looks after the app."""

import streamlit as st

from agent.store import Place
from agent.ui import doing, session, working
from agent.ui.markup import notice, text, unformatted
from agent.ui.opened import opened
from agent.workflow.recording import Edition, Told, bring_back, editions, named, places, told
from agent.workflow.work import Work

_PAGE, _VERIFY = 50, "verify_chain"
_ANYBODY = ""
_HEAD = """
<header class="nb-head" lang="zh-CN"><h1>修改记录</h1>
<p>谁在什么时候把哪一处从什么改成什么。记录只增不减，每条都和前一条连着，改动过就看得出来。</p></header>
"""


def show() -> None:
    """Draw the page."""
    if session.report() is not None:
        if (work := opened()) is None:
            return
        changed, versions = st.columns([7, 5], gap="large")
        with changed:
            _changes(work.report.id)
        with versions:
            _versions(work)
        return
    st.html(_HEAD)
    if not session.administers():
        st.html(notice("先在首页打开一份报告，这里就是它的修改记录。全部报告的记录由管理员查看。"))
        return
    _chain()
    _changes(None)


# --- what was done ------------------------------------------------------------------------------------------------


def _changes(report: str | None) -> None:
    projects = session.projects()
    who = st.selectbox(
        "谁改的",
        [_ANYBODY, *projects.named(report)],
        format_func=lambda each: each or "所有人",
        key="record_who",
    )
    # The numbers before which earlier pages end: one can only go on from what was shown.
    ends: list[int] = st.session_state.setdefault("record_ends", [])
    if st.session_state.get("record_of") != (report, who):
        st.session_state["record_of"] = (report, who)
        ends.clear()
    rows = told(projects, report, who=who, before=ends[-1] if ends else None, count=_PAGE)
    if not rows:
        st.html(notice("没有别的记录了。" if ends else "还没有记录。"))
    else:
        st.html(_table(rows, with_report=report is None))
    with st.container(horizontal=True, key="record_pages"):
        st.button("较新的", key="record_newer", disabled=not ends, on_click=_newer)
        st.button(
            "较早的",
            key="record_older",
            disabled=len(rows) < _PAGE,
            on_click=_older,
            args=(rows[-1].number if rows else 0,),
        )


def _newer() -> None:
    if ends := st.session_state["record_ends"]:
        ends.pop()


def _older(before: int) -> None:
    st.session_state["record_ends"].append(before)


def _table(rows: tuple[Told, ...], *, with_report: bool) -> str:
    """A row each, as it was told."""
    heads = ["时间", "谁", "做了什么", *(["报告"] if with_report else []), "哪一处", "原来", "改成"]
    head = "".join(f'<th scope="col">{name}</th>' for name in heads)
    body = "".join(f"<tr>{_cells(row, with_report=with_report)}</tr>" for row in rows)
    return (
        '<div class="nb-record" lang="zh-CN" tabindex="0" role="region" aria-label="修改记录">'
        f'<table class="nb-numbers"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
    )


def _cells(row: Told, *, with_report: bool) -> str:
    done = text(row.action) + (f"<small>{text(row.details)}</small>" if row.details else "")
    cells = [f"{row.at.astimezone():%Y-%m-%d %H:%M}", text(row.who), done]
    cells += [text(row.report)] if with_report else []
    cells += [text(each) or "—" for each in (row.place, row.before, row.after)]
    return "".join(f"<td>{each}</td>" for each in cells)


# --- whether it is whole ------------------------------------------------------------------------------------------


def _chain() -> None:
    with st.container(border=True, key="chain"):
        st.button("检查记录是否完整", on_click=_verify, key="verify", disabled=working.running(_VERIFY))
        working.show(_VERIFY)
        found = working.result(_VERIFY)
        if found is None:
            return
        if found.whole:
            st.html(notice(f"{found.rows} 条记录完整，没有人改动过。末条摘要 {found.head[:16]}…", "good"))
        else:
            st.html(f'<h2 class="nb-title">记录被改动过，{len(found.faults)} 处</h2>')
            st.html("".join(notice(each, "bad") for each in found.faults))


def _verify() -> None:
    projects = session.projects()
    working.start(_VERIFY, "正在检查记录", lambda _: projects.verify_chain())


# --- versions -----------------------------------------------------------------------------------------------------


def _versions(work: Work) -> None:
    with st.container(border=True, key="versions"):
        st.html('<h2 class="nb-title">一处的各版</h2>')
        found = places(session.projects(), work)
        if not found:
            st.html(notice("还没有哪一处改过不止一次。"))
            return
        place = st.selectbox(
            "哪一处", found, format_func=lambda each: named(each, work.form), key="record_place"
        )
        for each in editions(session.projects(), work, place):
            _edition(work, place, each)


def _edition(work: Work, place: Place, each: Edition) -> None:
    state = "现在用的" if each.stands else "" if each.kept else "没有采用"
    head = f"第{each.number}版　{text(each.who)}　{each.at.astimezone():%Y-%m-%d %H:%M}　{text(each.why)}"
    with st.container(key=f"version_{each.number}", gap="xxsmall"):
        st.html(
            f'<dl class="nb-side"><div><dt>{state or "旧版"}</dt><dd>{text(each.words) or "（空）"}</dd></div></dl>'
            f'<p class="nb-quiet">{head}</p>'
        )
        if not each.stands:
            st.button(
                unformatted(f"恢复第{each.number}版"),
                key=f"bring_back_{each.number}",
                on_click=_bring_back,
                args=(work, place, each.number),
                type="tertiary",
                icon=":material/history:",
            )


def _bring_back(work: Work, place: Place, number: int) -> None:
    doing.attempt(
        "恢复",
        lambda: bring_back(session.projects(), work, place, number, who=session.who()),
        work.form,
        f"已恢复第{number}版",
    )
