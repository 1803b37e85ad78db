"""Adding up: departments' and townships' files brought in, a line for each, their sum, and who contributed what to it."""

from dataclasses import dataclass, field, replace

import streamlit as st

from agent.errors import BadInput
from agent.figures import Absent
from agent.figures.quantity import plain
from agent.forms.footing import State
from agent.forms.summing import Choice
from agent.ui import doing, session, working
from agent.ui.markup import notice, problem_list, text, unformatted
from agent.ui.sheets.contributors import contributors_markup, facts_markup, sum_markup
from agent.ui.sheets.workbook import XLSX
from agent.workflow import Added, add_up, added_workbook, file_stem
from agent.workflow.contributing import (
    Contribution,
    Taking,
    apart_by_name,
    gathered,
    keep_contributions,
    kept_contributions,
    read_contributions,
    take_over,
    taking,
    without_total,
)
from agent.workflow.work import Work

_JOB = "adding"
_NAMED = 8


@dataclass
class _Table:
    """What a window is adding up: the files by name, what was decided of them, and the sum that was worked out last."""

    files: dict[str, Contribution] = field(default_factory=dict)
    choice: Choice = field(default_factory=Choice)
    uploads: int = 0
    known: tuple[object, Added] | None = None


@dataclass
class _Reading:
    """Where the reading is, told from its own thread."""

    done: int = 0
    of: int = 0
    name: str = ""

    def tell(self, done: int, of: int, name: str) -> None:
        self.done, self.of, self.name = done, of, name

    def said(self) -> str:
        return f"第 {self.done + 1} 份，共 {self.of} 份：{self.name}" if self.of else ""


def show(work: Work) -> None:
    """Draw the section."""
    table = _table(work)
    if read := working.take(_JOB):
        table.files |= {each.name: each for each in read}
    st.file_uploader(
        "各部门、各乡镇的工作簿、figures.json 或年报，可以一次选多份",
        accept_multiple_files=True,
        key=f"parts_{work.report.id}_{table.uploads}",
        on_change=_bring,
        args=(work,),
    )
    working.show(_JOB)
    if not table.files:
        _empty(work)
        return
    _listed(table)
    added = _added(work, table)
    if added is not None:
        _told(table, added)
        _out(work, added)
        _looked_at(work, added)


def _table(work: Work) -> _Table:
    table: _Table = st.session_state.setdefault(f"adding_{work.report.id}", _Table())
    return table


def _empty(work: Work) -> None:
    if working.running(_JOB):
        return
    words = "传上来以后：每份单独核对，逐格相加，看得到每一格由谁报了多少。本单位自己的数，也作为一份传上来。"
    st.html(notice(words))
    kept = kept_contributions(session.projects(), work)
    if kept:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.html(f'<p class="nb-quiet">这份报告以前传过 {len(kept)} 份，都留着。</p>', width="content")
            st.button("把它们放回来", key="parts_again", on_click=_again, args=(work,))


# --- files in -----------------------------------------------------------------------------------------------------


def _bring(work: Work) -> None:
    table = _table(work)
    uploads = st.session_state[f"parts_{work.report.id}_{table.uploads}"] or []
    files = apart_by_name([(file.name, file.getvalue()) for file in uploads], table.files)
    if not files:
        return
    table.uploads += 1  # the next ones are chosen anew; these stand in the list
    projects, who, reading = session.projects(), session.who(), _Reading()

    def read(stopped: working.Stopped) -> tuple[Contribution, ...]:
        found = read_contributions(files, reading.tell, stopped)
        usable = {each.name for each in found if each.figures}
        keep_contributions(projects, work, [file for file in files if file[0] in usable], who=who)
        return found

    working.start(_JOB, "读取各单位的文件", read, reading.said)


def _again(work: Work) -> None:
    projects, reading = session.projects(), _Reading()
    kept = kept_contributions(projects, work)

    def read(stopped: working.Stopped) -> tuple[Contribution, ...]:
        files = [(each.name, projects.file_content(work.report.id, each.id)) for each in kept]
        return read_contributions(files, reading.tell, stopped)

    working.start(_JOB, "读取各单位的文件", read, reading.said)


def _listed(table: _Table) -> None:
    good = sum(each.figures is not None for each in table.files.values())
    bad = len(table.files) - good
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        left_out = f"，{bad} 份没有计入" if bad else ""
        st.html(f'<h2 class="nb-title">收到 {len(table.files)} 份{left_out}</h2>', width="content")
        st.button("全部去掉", key="parts_clear", type="tertiary", on_click=table.files.clear)
    for index, each in enumerate(table.files.values()):
        with st.container(border=True, key=f"part_{index}", gap="xxsmall"):
            _file(table, each, index)


def _file(table: _Table, each: Contribution, index: int) -> None:
    words, zero, away = st.columns([7, 3, 1.3], vertical_alignment="center")
    with words:
        st.html(_line(each))
    with away, st.container(horizontal=True, horizontal_alignment="right"):
        st.button("去掉", key=f"away_{index}", type="tertiary", on_click=_away, args=(table, each.name))
    if each.figures is None:
        st.html(problem_list("没有计入，改好后重新上传", each.problems))
        return
    if each.blank:
        unit = each.figures.unit
        key = f"zero_{table.uploads}_{index}_{unit in table.choice.zeros}"
        st.session_state.setdefault(key, unit in table.choice.zeros)
        with zero:
            st.checkbox(f"空着的 {each.blank} 格按 0 计", key=key, on_change=_zero, args=(table, unit, key))


def _line(each: Contribution) -> str:
    if each.figures is None:
        return f'<p class="nb-line"><b class="nb-value">{text(each.name)}</b><span class="bad">× 读不了</span></p>'
    checked = each.checked
    held = len(checked.of(State.HELD)) if checked else 0
    state = (
        f'<span class="bad">× 自身有 {each.broken} 条勾稽不符</span>'
        if each.broken
        else f'<span class="good">✓ {held} 条勾稽相符</span>'
    )
    notes = "".join(f"<li>{text(note)}</li>" for note in each.notes)
    more = (
        f"<details><summary>读的时候有 {len(each.notes)} 处说明</summary><ul>{notes}</ul></details>"
        if notes
        else ""
    )
    return (
        f'<p class="nb-line"><b class="nb-value">{text(each.figures.unit)}</b>'
        f"<span>{each.figures.year}年度</span><span>已填 {len(each.figures.cells)} 格</span>{state}"
        f"<span>{text(each.name)}</span></p>{more}"
    )


def _away(table: _Table, name: str) -> None:
    table.files.pop(name, None)


def _zero(table: _Table, unit: str, key: str) -> None:
    zeros = table.choice.zeros | {unit} if st.session_state[key] else table.choice.zeros - {unit}
    table.choice = replace(table.choice, zeros=zeros)


# --- the sum ------------------------------------------------------------------------------------------------------


def _added(work: Work, table: _Table) -> Added | None:
    """The sum as things are decided; None, with everything that is in the way said, where there is none."""
    given = tuple(table.files.values())
    units = {each.figures.unit for each in given if each.figures}
    choice = replace(table.choice, zeros=table.choice.zeros & units)
    known = (given, repr(choice))
    if table.known is None or table.known[0] != known:
        if not units:
            return None
        try:
            table.known = (known, add_up(gathered(given), choice, work.report.unit))
        except BadInput as error:
            # What keeps a file out stands at the file already.
            said = {problem for each in given for problem in each.problems}
            st.html(problem_list("还不能相加", [each for each in error.problems if each not in said]))
            return None
    return table.known[1]


def _told(table: _Table, added: Added) -> None:
    total, form = added.total, added.total.form
    st.html(
        f'<h2 class="nb-title">{len(total.units)} 个单位的合计</h2>'
        f'<p class="nb-line"><span>{len(total.figures.cells)} / {len(form.cells)} 格有合计</span>{_rules(added)}</p>'
    )
    for doubt in added.doubts:
        st.html(notice(doubt, "warning"))
    _open_cells(added)
    apart = any(each.why.startswith("没有相加") for each in total.cells.values())
    if apart or table.choice.apart:
        st.checkbox(
            "这些格各单位报的互不包含，照样相加",
            value=table.choice.apart,
            key=f"apart_{table.choice.apart}",
            on_change=_apart,
            args=(table,),
        )
    _near(table, added)


def _rules(added: Added) -> str:
    broken, held = (len(added.checked.of(state)) for state in (State.BROKEN, State.HELD))
    if broken:
        return f'<span class="bad">× 合计数有 {broken} 条勾稽不符</span>'
    return f'<span class="good">✓ 合计数 {held} 条勾稽相符</span>'


def _open_cells(added: Added) -> None:
    """Which cells have no total, and why; a cell that nobody filled in is no news."""
    found = without_total(added.total)
    if not found:
        return
    items = "".join(
        f"<li><b>{text(why)}</b>：{text(_named(added, [each.key for each in cells]))}</li>"
        for why, cells in found.items()
    )
    count = sum(map(len, found.values()))
    st.html(
        f'<section class="nb-list doubt"><h4>{count} 格没有合计：有空就不相加，免得合计偏小</h4><ul>{items}</ul>'
        '<p class="nb-quiet">请这些单位补上；确实没有发生的，勾选那一份的“空着的格按 0 计”。</p></section>'
    )


def _named(added: Added, keys: list[str]) -> str:
    label = added.total.form.label
    more = f" 等 {len(keys)} 格" if len(keys) > _NAMED else ""
    return "、".join(map(label, keys[:_NAMED])) + more


def _apart(table: _Table) -> None:
    table.choice = replace(table.choice, apart=not table.choice.apart)


def _near(table: _Table, added: Added) -> None:
    """Facts that may be one: offered, never taken for one."""
    units = {each.fact.name: each.fact.unit for each in added.total.facts}
    for near in added.total.near:
        st.html(notice(near.reason, "warning"))
        if near.first != near.second and units.get(near.first) == units.get(near.second):
            st.button(
                f"“{unformatted(near.second)}”就是“{unformatted(near.first)}”，加在一起",
                key=f"same_{near.first}_{near.second}",
                on_click=_same,
                args=(table, near.second, near.first),
            )
    for name, other in table.choice.same.items():
        st.button(
            f"分开“{unformatted(name)}”和“{unformatted(other)}”",
            key=f"apart_{name}",
            type="tertiary",
            on_click=_same,
            args=(table, name, ""),
        )


def _same(table: _Table, name: str, other: str) -> None:
    same = {each: to for each, to in table.choice.same.items() if each != name}
    table.choice = replace(table.choice, same=same | ({name: other} if other else {}))


# --- a sum out ----------------------------------------------------------------------------------------------------


def _out(work: Work, added: Added) -> None:
    plan = taking(work, added)
    with st.container(horizontal=True, vertical_alignment="center", key="sum_out"):
        if added.total.year != work.report.year:
            words = f"这是{added.total.year}年度的合计，不能用作{work.report.year}年度的数据。"
            st.html(notice(words, "warning"))
        elif plan.replaces:
            with st.popover("采用到本年数据", icon=":material/input:", key="take_over"):
                st.html(_replaced(work, plan))
                st.button(
                    "替换本年数据", type="primary", key="adopt", on_click=_take_over, args=(work, added)
                )
        else:
            st.button("采用到本年数据", type="primary", key="adopt", on_click=_take_over, args=(work, added))
        st.download_button(
            "下载汇总工作簿（附各单位来源）",
            data=lambda: added_workbook(added),
            file_name=f"{file_stem(f'{work.report.unit}{added.total.year}年度汇总')}.xlsx",
            mime=XLSX,
            on_click="ignore",
            icon=":material/download:",
            key="sum_workbook",
        )


def _replaced(work: Work, plan: Taking) -> str:
    """What would not be there any more."""
    label = work.form.label
    parts = (
        (f"改成合计数的 {len(plan.changed)} 格", [_pair(work, plan, key) for key in plan.changed]),
        (f"变成空格的 {len(plan.emptied)} 格（没有合计）", [label(key) for key in plan.emptied]),
        (f"换成合计数的补充事实 {len(plan.facts)} 条", list(plan.facts)),
    )
    items = "".join(
        f"<li>{text(title)}：{text('、'.join(names[:_NAMED]))}{' 等' if len(names) > _NAMED else ''}</li>"
        for title, names in parts
        if names
    )
    return f'<section class="nb-list doubt"><h4>本年已有数据，采用后</h4><ul>{items}</ul></section>'


def _pair(work: Work, plan: Taking, key: str) -> str:
    now, then = work.figures.get(key), plan.figures.get(key)
    shown = ["" if isinstance(value, Absent) else plain(value) for value in (now, then)]
    return f"{work.form.label(key)} {shown[0]}→{shown[1]}"


def _take_over(work: Work, added: Added) -> None:
    projects = session.projects()
    doing.attempt(
        "采用",
        lambda: take_over(projects, work, added, who=session.who()),
        work.form,
        f"已采用 {len(added.total.units)} 个单位的合计数，可以用“撤销”取回",
    )


# --- who contributed what -----------------------------------------------------------------------------------------


def _looked_at(work: Work, added: Added) -> None:
    total = added.total
    keys = [key for key, each in total.cells.items() if not each.unfilled]
    left, right = st.columns(2, gap="medium")
    with left:
        key = st.selectbox(
            "看哪一格由谁报了多少",
            keys,
            index=keys.index("requests.new.total") if "requests.new.total" in keys else 0,
            format_func=total.form.label,
            key=f"looked_at_{work.report.id}",
        )
        if key:
            st.html(contributors_markup(total, key))
    with right:
        if total.facts:
            st.html(facts_markup(total))
    st.html(sum_markup(added))
