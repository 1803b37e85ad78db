"""The first page: the list of reports, a new one, the sample; and the opened report's beginning, where one is open."""

from datetime import datetime

import streamlit as st

from agent.errors import BadInput, NianbaoError
from agent.forms.library import form_of
from agent.store import Report
from agent.ui import begin, doing, memory, session, working
from agent.ui.guarding import guarded
from agent.ui.markup import notice, problem_list, text, unformatted
from agent.workflow.bundling import unbundle_upload
from agent.workflow.projects import (
    Line,
    Order,
    new_report,
    put_back,
    remove_report,
    removed_reports,
    same_report,
    sample_report,
    selected,
    years,
)
from agent.workflow.samples import SAMPLES, Sample

_HEAD = """
<header class="nb-head" lang="zh-CN">
<h1>年报<small>nianbao</small></h1>
<p>带上去年的年报和今年的数据，写出政府信息公开工作年度报告，正文里的每个数字都逐一核对。</p>
</header>
"""
_EMPTY = """
<section class="nb-empty" lang="zh-CN"><h2>还没有报告</h2>
<ol class="nb-steps">
<li><b>新建</b>填单位全称和年度</li>
<li><b>带入上年年报</b>Word、PDF、网页都行，读出上年数据和写法</li>
<li><b>上传本年数据</b>下载空白工作簿，填好三张表再传回来</li>
</ol></section>
"""
# Seconds that a long list takes of each look at it.
_SHARE = 0.8
_BUNDLE = "unbundle"
# Reports that are seen at a glance, and those that are drawn at once.
_FEW, _SHOWN = 8, 60


def show() -> None:
    """Draw the page."""
    if not session.who():
        st.html(_HEAD)
        _ask_name()
        return
    if (opened := session.report()) is not None:
        begin.show(opened)
        return
    st.html(_HEAD)
    doing.told()
    _follow()
    session.projects()  # without a store nothing can be begun: said here, before a form is offered
    listed, making = st.columns([8, 4], gap="large")
    with making:
        _new()
        _taking_in()
    with listed:
        _listed()
        _removed()
        _samples()


# --- who ----------------------------------------------------------------------------------------------------------


def _ask_name() -> None:
    with st.container(key="ask_name_box"), st.form("ask_name", border=True):
        st.text_input("您的姓名", key="name", max_chars=40, autocomplete="name")
        st.html(
            '<p class="nb-quiet">记在修改记录里，人工确认时用它署名；只问这一次，随时可以在首页更换。</p>'
        )
        st.form_submit_button("开始", type="primary", on_click=_named)
    doing.told()


def _named() -> None:
    if not st.session_state["name"].strip():
        doing.tell(notice("请先填写姓名。", "warning"))
        return
    session.set_who(st.session_state["name"])


# --- the list -----------------------------------------------------------------------------------------------------


@st.fragment(run_every=1)
@guarded
def _waiting() -> None:
    """Work out some more lines, until there is none left."""
    if not _unfinished(_lines(_SHARE)):
        st.rerun()


def _lines(seconds: float) -> tuple[Line, ...]:
    projects = session.projects()
    return memory.report_list(str(projects.place), session.sight()).lines(projects, seconds)


def _unfinished(lines: tuple[Line, ...]) -> bool:
    return any(line.left is None and not line.problem for line in lines)


def _listed() -> None:
    lines = _lines(_SHARE)
    if not lines:
        st.html(_EMPTY)
        return
    st.html(f'<h2 class="nb-title">报告 {len(lines)} 份</h2>')
    found = _sought(lines) if len(lines) > _FEW else lines
    if not found:
        st.html(notice("没有这样的报告，请换一个名称或年度。"))
    for line in found[:_SHOWN]:
        _line(line)
    if len(found) > _SHOWN:
        st.html(notice(f"只列出前 {_SHOWN} 份，共 {len(found)} 份；请用单位名称或年度缩小范围。"))
    if _unfinished(lines):
        _waiting()


def _sought(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """A long list looked through by unit and year, and sorted."""
    searching, choosing, sorting = st.columns([5, 3, 3])
    with searching:
        words = st.text_input(
            "查找单位", key="seek", max_chars=100, placeholder="如 教育局", autocomplete="off"
        )
    with choosing:
        every = sorted({line.report.year for line in lines}, reverse=True)
        year = st.selectbox(
            "年度",
            [None, *every],
            format_func=lambda each: f"{each}年度" if each else "全部年度",
            key="seek_year",
        )
    with sorting:
        order = st.selectbox("排序", [each.value for each in Order], key="seek_order")
    return selected(lines, words or "", year, Order(order))


def _line(line: Line) -> None:
    report = line.report
    name = f"{report.unit} {report.year}年度"
    with st.container(border=True, key=f"line_{report.id}", gap="xxsmall"):
        title, removing = st.columns([9, 2], vertical_alignment="center")
        with title:
            st.button(
                f"**{unformatted(name)}**",
                key=f"open_{report.id}",
                type="tertiary",
                on_click=session.open_report,
                args=(report.id,),
                icon=":material/description:",
                wrap=True,
            )
        with removing, st.container(horizontal=True, horizontal_alignment="right"):
            st.button("移除", key=f"remove_{report.id}", type="tertiary", on_click=_remove, args=(report,))
        st.html(_facts(line))


def _facts(line: Line) -> str:
    report = line.report
    sample = '<span class="badge">示例</span>' if line.sample else ""
    when = f"{report.changed.astimezone():%Y-%m-%d %H:%M}"
    return (
        f'<p class="nb-line">{sample}<span class="badge">{line.state}</span>{_left(line)}'
        f"<span>{text(report.changed_by)} 改于 {when}</span></p>"
    )


def _left(line: Line) -> str:
    if line.problem:
        return f'<span class="bad">{text(line.problem)}</span>'
    if line.left is None:
        return "<span>正在核对…</span>"
    if not line.left.total:
        if line.following not in ("", "导出"):
            return f"<span>下一步：{text(line.following)}</span>"
        return '<span class="good">✓ 没有待核之处</span>'
    footing = f"勾稽不符 {line.left.footing} 条" if line.left.footing else ""
    prose = f"正文待核 {line.left.prose} 处" if line.left.prose else ""
    return f'<span class="bad">× {"，".join(filter(None, (footing, prose)))}</span>'


def _remove(report: Report) -> None:
    name = f"{report.unit} {report.year}年度"
    doing.attempt(
        "移除",
        lambda: remove_report(session.projects(), report.id, who=session.who()),
        form_of(report.form),
        f"已移除“{name}”，内容都还在，可以在“已移除”里恢复",
    )


def _put_back(report: Report) -> None:
    doing.attempt(
        "恢复",
        lambda: put_back(session.projects(), report.id, who=session.who()),
        form_of(report.form),
        f"已恢复“{report.unit} {report.year}年度”",
    )


def _removed() -> None:
    gone = removed_reports(session.projects())
    if not gone:
        return
    with st.expander(f"已移除 {len(gone)} 份", key="removed"):
        for report in gone:
            with st.container(horizontal=True, vertical_alignment="center"):
                st.html(f"<p>{text(report.unit)} {report.year}年度</p>", width="content")
                st.button("恢复", key=f"back_{report.id}", on_click=_put_back, args=(report,))


# --- a new one ----------------------------------------------------------------------------------------------------


def _new() -> None:
    with st.form("new", border=True):
        st.html('<h2 class="nb-title">新建报告</h2>')
        st.text_input("单位全称", key="unit", max_chars=100, placeholder="如 云岭县人民政府")
        offered = years(datetime.now().astimezone())
        st.selectbox("年度", offered, format_func=lambda year: f"{year}年度", key="year")
        st.form_submit_button("新建", type="primary", on_click=_make)
    if session.person() is not None:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="whoami"):
        st.html(f'<p class="nb-quiet">您是 <b>{text(session.who())}</b></p>', width="content")
        with st.popover("更换姓名", type="tertiary"), st.form("rename", border=False):
            st.text_input("姓名", key="name", max_chars=40)
            st.form_submit_button("更换", on_click=_named)


def _make() -> None:
    unit, year = st.session_state["unit"], st.session_state["year"]
    try:
        projects = session.projects()
        if same := same_report(projects, unit, year):
            doing.tell(notice(f"“{same.unit} {year}年度”已经有一份，已为您打开", "plain"))
            session.open_report(same.id)
            return
        session.open_report(new_report(projects, unit, year, who=session.who()).id)
    except BadInput as error:
        doing.tell(problem_list("还不能新建", error.problems))
    except NianbaoError as error:
        doing.tell(notice(str(error), "bad"))


# --- one from elsewhere -------------------------------------------------------------------------------------------


def _taking_in() -> None:
    with st.container(border=True, key="taking_in"):
        st.html(
            '<h2 class="nb-title">导入报告包</h2><p class="nb-quiet">别处“导出”页生成的 .nianbao 文件，导入后接着做</p>'
        )
        st.file_uploader("报告包（.nianbao）", key="bundle", on_change=_take_in, label_visibility="collapsed")
        working.show(_BUNDLE)


def _take_in() -> None:
    file = st.session_state["bundle"]
    if file is None:
        return
    projects, who, content, name = session.projects(), session.who(), file.getvalue(), file.name
    working.start(
        _BUNDLE,
        f"导入“{name}”",
        lambda stopped: unbundle_upload(projects, content, name, who, stopped).id,
    )


def _samples() -> None:
    with st.container(border=True, key="samples"):
        st.html(
            '<h2 class="nb-title">先看看示例</h2><p class="nb-quiet">虚构单位的整份报告，随便改，不影响别的</p>'
        )
        for sample in SAMPLES:
            with st.container(horizontal=True, vertical_alignment="center"):
                st.button(sample.title, key=f"sample_{sample.name}", on_click=_try, args=(sample,))
                st.html(f'<p class="nb-quiet">{text(sample.remark)}</p>', width="content")
        working.show("sample")


def _try(sample: Sample) -> None:
    projects, who = session.projects(), session.who()
    working.start("sample", "正在备好示例", lambda _: sample_report(projects, who=who, sample=sample).id)


def _follow() -> None:
    """Open the sample, or what was taken in, as soon as it is there."""
    for name in ("sample", _BUNDLE):
        if made := working.take(name):
            session.open_report(made)
            st.rerun()
