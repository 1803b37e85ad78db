"""An opened report's beginning: last year's report brought in, this year's figures, and what cross-footing says of them."""

from typing import TYPE_CHECKING

import streamlit as st

from agent.errors import Unavailable
from agent.forms.footing import State
from agent.store import Conflict, Saved
from agent.ui import doing, leading, session, working
from agent.ui.bars import bars
from agent.ui.checks import checks_markup
from agent.ui.markup import notice, text, tile
from agent.ui.opened import beside_head, head_markup, sound
from agent.ui.presence import leave
from agent.ui.sheets import workbook
from agent.workflow import request_outcomes
from agent.workflow.last_year import LastYear, bring_last_year, read_last_year
from agent.workflow.steps import Where, next_step, steps
from agent.workflow.work import Work

if TYPE_CHECKING:
    from streamlit.runtime.uploaded_file_manager import UploadedFile

_PAGES: dict[Where, str] = {
    "home": "",
    "figures": leading.FIGURES,
    "desk": leading.DESK,
    "ledger": leading.LEDGER,
    "leaving": leading.LEAVING,
}
_ICONS = {
    "done": "check_circle",
    "next": "arrow_circle_right",
    "later": "radio_button_unchecked",
}
_LAST = "last_year"


def show(report: str) -> None:
    """Draw it. A report that is not there is said to be, with the way back to the list."""
    work = sound(report)
    if work is None:
        doing.told()
        return
    back, changes = st.columns([3, 9], vertical_alignment="center")
    with back:
        st.button(
            "全部报告", icon=":material/arrow_back:", type="tertiary", on_click=_leave, key="all_reports"
        )
    with changes:
        beside_head(work)
    st.html(_head(work))
    with st.container(key="told"):
        doing.told()
    _steps(work)
    last, this = st.columns(2, gap="medium")
    with last:
        _last_year(work)
    with this:
        _this_year(work)
    _checks(work)


def _leave() -> None:
    for name in (_LAST, workbook.THIS):
        working.forget(name)
    if report := session.report():
        leave(report)
    session.close_report()


def _head(work: Work) -> str:
    report = work.report
    tiles = "".join((_cells(work), _rules(work), _previous(work), _prose(work)))
    state = (
        f"<p>{work.form.edition}年格式（{text(work.form.authority)}）　{report.state.label}　"
        f"{text(report.changed_by)} 改于 {report.changed.astimezone():%Y-%m-%d %H:%M}</p><dl>{tiles}</dl>"
    )
    return head_markup(work, state)


def _cells(work: Work) -> str:
    filled, every = len(work.figures.cells), len(work.form.cells)
    look = "good" if filled == every else "warning" if filled else "plain"
    return tile("本年数据", str(filled), f"/ {every} 格已填", look)


def _rules(work: Work) -> str:
    broken, held = len(work.checked.of(State.BROKEN)), len(work.checked.of(State.HELD))
    if broken:
        return tile("勾稽关系", str(broken), "条不符", "bad")
    return tile("勾稽关系", str(held), "条相符", "good" if held else "plain")


def _previous(work: Work) -> str:
    if work.previous is None:
        return tile("上年数据", "未带入", "不作同比")
    count = str(len(work.previous.cells))
    if work.setting.previous is None:
        return tile("上年数据", count, "格，外单位的，不作比较", "warning")
    return tile("上年数据", count, "格已读入", "good")


def _prose(work: Work) -> str:
    if work.judged is None:
        return tile("正文", "未起草", "")
    left = work.remaining.prose
    return tile("正文", str(left), "处待核", "bad" if left else "good")


# --- what to do next ----------------------------------------------------------------------------------------------


def _steps(work: Work) -> None:
    """Every step with its page, what to do next said first."""
    following = next_step(work)
    with st.container(border=True, key="steps"):
        words = f"下一步：{following.todo}" if following else "已经定稿，定稿以后没有改动"
        st.html(f'<h2 class="nb-title">{text(words)}</h2>')
        for column, step in zip(st.columns(6), steps(work), strict=True):
            look = "done" if step.done else "next" if step == following else "later"
            with column, st.container(gap="xxsmall", key=f"step_{look}_{step.name}"):
                if step.where == "home":
                    icon = f'<i aria-hidden="true">{_ICONS[look]}</i>'
                    st.html(f'<p class="nb-step {look}">{icon}{text(step.name)}</p>')
                else:
                    leading.link(_PAGES[step.where], step.name, f":material/{_ICONS[look]}:")
                st.html(f'<p class="nb-quiet">{text(step.state)}</p>')


# --- last year's report -------------------------------------------------------------------------------------------


def _last_year(work: Work) -> None:
    with st.container(border=True, key="last_year"):
        st.html('<h2 class="nb-title">上年年报</h2>')
        st.file_uploader(
            f"{work.report.year - 1}年度的报告　Word、PDF、网页、文本、工作簿都行",
            key=f"last_{work.report.id}",
            on_change=_bring,
            args=(work,),
        )
        working.show(_LAST)
        workbook.outcome(work, _LAST)
        if work.last is not None:
            st.html(read_markup(work.last))
        elif work.previous is not None:
            st.html(notice(f"已有{work.previous.year}年度的数据。"))
        elif not working.running(_LAST):
            st.html(notice("带入以后：上年数据自动填好，用来算同比；上年的段落作为起草的样子。"))


def read_markup(last: LastYear) -> str:
    """What was read of last year's file, and the places that need a look first."""
    look = "".join(f"<li>{text(note)}</li>" for note in last.notes)
    notes = (
        f'<section class="nb-list doubt"><h4>请看一下 {len(last.notes)} 处</h4><ul>{look}</ul></section>'
        if look
        else '<p class="nb-notice good">全部读出，没有需要看的地方。</p>'
    )
    tables = "".join(
        f"<tr><td>{text(table.title)}</td><td>{table.read} / {table.cells} 格</td></tr>"
        for table in last.tables
    )
    sections = "".join(
        f"<tr><td>{text(heading)}</td><td>{count} 段</td></tr>" for heading, count in last.sections if count
    )
    return (
        f'<section class="nb-read" lang="zh-CN"><h3>{text(last.file)}</h3>{notes}'
        f"<details open><summary>读出的内容</summary><table><tbody>{tables}{sections}</tbody></table></details></section>"
    )


def _bring(work: Work) -> None:
    file: UploadedFile | None = st.session_state[f"last_{work.report.id}"]
    if file is None:
        return
    projects, who, content, name = session.projects(), session.who(), file.getvalue(), file.name

    def bring(stopped: working.Stopped) -> Saved | Conflict:
        brought = read_last_year(content, name, work.report, stopped)
        if stopped():
            raise Unavailable("已停止，什么也没有改")
        return bring_last_year(projects, work.contents, brought, who=who)

    working.start(_LAST, f"读取“{name}”", bring)


# --- this year's figures ------------------------------------------------------------------------------------------


def _this_year(work: Work) -> None:
    with st.container(border=True, key="this_year"):
        st.html('<h2 class="nb-title">本年数据</h2>')
        workbook.uploader(work)
        workbook.progress(work)
        workbook.download(work)
        if not work.figures.cells:
            st.html(notice("填好工作簿传回来；没有发生的填 0，不要空着。"))


# --- checks -------------------------------------------------------------------------------------------------------


def _checks(work: Work) -> None:
    if not work.figures.cells:
        return
    left, right = st.columns([7, 4], gap="large")
    with left:
        st.html(f'<h2 class="nb-title">数据核对</h2>{checks_markup(work.checked)}')
    previous = work.setting.previous
    drawn = bars(
        request_outcomes(work.figures, previous), work.report.year, previous.year if previous else None
    )
    with right:
        st.html(drawn or notice("填了表三以后，这里会画出申请的办理结果。"))
