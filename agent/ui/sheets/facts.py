"""Supplementary facts: a list with what is still wanted, and one of them to edit beside it.

What is typed is kept for each fact until it is saved or thrown away, whatever else is looked at meanwhile.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field

import streamlit as st

from agent.errors import BadInput
from agent.figures import Fact
from agent.figures.quantity import plain
from agent.ui import doing, leading, session
from agent.ui.markup import notice, problem_list, text, unformatted
from agent.workflow.saving import save_facts
from agent.workflow.supplements import (
    QUALIFIERS,
    Division,
    Typed,
    Use,
    Wanted,
    fact_of,
    last_years,
    open_sums,
    typed_of,
    uses,
    wanted,
    with_fact,
)
from agent.workflow.work import Work

_SHOWN_USES = 6
_NEW = "+"
_FIELDS = ("name", "value", "unit", "qualifier", "source", "aliases")


@dataclass
class _Desk:
    """What a window is at: which fact is open, and what was typed into each and not saved.

    A fact is known by its name; one that is not there yet by ``+`` and the name that it was offered under.
    """

    open: str = _NEW
    drafts: dict[str, Typed] = field(default_factory=dict)
    tried: str = ""


def show(work: Work) -> None:
    """Draw the section."""
    desk = _desk(work)
    offers = [
        each for each in wanted(work) if not any(each.fact.name == own.name for own in work.figures.facts)
    ]
    if asked := leading.wanted("fact"):
        known = any(fact.name == asked for fact in work.figures.facts)
        desk.open = asked if known else _NEW + asked
        leading.arrived("fact")
    quoted = uses(work)
    listed, edited = st.columns([6, 6], gap="medium")
    # The editor first: what was typed in this run is what the list tells of.
    with edited:
        _editor(work, desk, offers, quoted)
    with listed:
        _listed(work, desk, quoted)
        _offered(offers)


def _desk(work: Work) -> _Desk:
    desk: _Desk = st.session_state.setdefault(f"facts_{work.report.id}", _Desk())
    return desk


# --- the list -----------------------------------------------------------------------------------------------------


def _listed(work: Work, desk: _Desk, quoted: dict[str, tuple[Use, ...]]) -> None:
    facts = work.figures.facts
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.html(f'<h2 class="nb-title">补充事实 {len(facts)} 条</h2>', width="content")
        st.button("新增一条", icon=":material/add:", key="new_fact", on_click=_open, args=(work, _NEW))
    if not facts:
        st.html(notice("正文要写、三张表里没有的数，填在这里：如主动公开信息总数、培训场次、政策解读篇数。"))
    for fact in facts:
        with st.container(border=True, key=f"told_{_short(fact.name)}", gap="xxsmall"):
            st.button(
                unformatted(fact.name),
                key=f"edit_{_short(fact.name)}",
                type="tertiary",
                icon=":material/edit:",
                on_click=_open,
                args=(work, fact.name),
                wrap=True,
            )
            st.html(_line(work, fact, len(quoted.get(fact.name, ())), draft=fact.name in desk.drafts))


def _line(work: Work, fact: Fact, quoted: int, *, draft: bool) -> str:
    before = last_years(work, fact)
    words = [
        f'<b class="nb-value">{text(_said(fact))}</b>',
        f"<span>上年 {text(_said(before))}</span>" if before else "",
        f"<span>{text(fact.source)}</span>" if fact.source else '<span class="todo">? 没写来源</span>',
        f"<span>正文引用 {quoted} 句</span>" if quoted else "",
        '<span class="badge">有改动未保存</span>' if draft else "",
    ]
    divided = "".join(_divided(fact))
    return f'<p class="nb-line">{"".join(words)}</p>{divided}'


def _divided(fact: Fact) -> list[str]:
    if not fact.breakdowns:
        return []
    if gaps := open_sums(fact):
        return [f'<p class="nb-line"><span class="todo">? {text(gap)}</span></p>' for gap in gaps]
    kinds = "、".join(each.by or f"{len(each.parts)}个分项" for each in fact.breakdowns)
    return [f'<p class="nb-line"><span class="good">✓ 分项相符</span><span>{text(kinds)}</span></p>']


def _said(fact: Fact) -> str:
    if fact.value is None:
        return "未填"
    number = plain(fact.value)
    if fact.qualifier in ("近", "约", "超"):
        return f"{fact.qualifier}{number}{fact.unit}"
    return f"{number}{fact.qualifier or ''}{fact.unit}"


def _offered(offers: Sequence[Wanted]) -> None:
    if not offers:
        return
    st.html(f'<h2 class="nb-title">还缺 {len(offers)} 条</h2>')
    for each in offers:
        name = each.fact.name
        with st.container(border=True, key=f"want_{_short(name)}", gap="xxsmall"):
            st.button(
                f"补充：{unformatted(name)}",
                key=f"begin_{_short(name)}",
                type="tertiary",
                icon=":material/add:",
                on_click=_begin,
                args=(name,),
                wrap=True,
            )
            st.html(f'<p class="nb-line"><span>{text(each.why)}</span></p>')


def _begin(name: str) -> None:
    desk: _Desk = st.session_state[f"facts_{session.report()}"]
    desk.open = _NEW + name


def _open(work: Work, slot: str) -> None:
    _desk(work).open = slot


# --- one of them --------------------------------------------------------------------------------------------------


def _editor(work: Work, desk: _Desk, offers: Sequence[Wanted], quoted: dict[str, tuple[Use, ...]]) -> None:
    slot = desk.open
    own = next((fact for fact in work.figures.facts if fact.name == slot), None)
    base = _base(slot, own, offers)
    prefix = f"fact_{_short(repr((work.report.id, slot, base)))}"
    with st.container(border=True, key="fact_editor"):
        # What can be done stays where it is, however long the fields are.
        head = st.container(
            horizontal=True, vertical_alignment="center", horizontal_alignment="distribute", key="fact_head"
        )
        _fields(prefix, desk.drafts.get(slot, base))
        remarks = st.container()
        _divisions(prefix, desk.drafts.get(slot, base).divisions)
        typed = _typed(prefix)
        if typed == base:
            desk.drafts.pop(slot, None)
        else:
            desk.drafts[slot] = typed
        with head:
            title = f"改“{own.name}”" if own else "新增补充事实"
            st.html(f'<h2 class="nb-title">{text(title)}</h2>', width="content")
            _buttons(work, slot, prefix, own, changed=typed != base)
        with remarks:
            _remarks(typed, own, quoted, shown=typed != base or desk.tried == slot)
        if own:
            _beside(work, own, quoted.get(own.name, ()))


def _base(slot: str, own: Fact | None, offers: Sequence[Wanted]) -> Typed:
    """What stands in the fields before anybody types."""
    if own is not None:
        return typed_of(own)
    name = slot.removeprefix(_NEW)
    offered = next((each.fact for each in offers if each.fact.name == name), None)
    return typed_of(offered) if offered else Typed(name)


def _fields(prefix: str, typed: Typed) -> None:
    _text(prefix, "name", "名称", typed.name, "如 培训场次")
    value, unit, qualifier = st.columns([4, 3, 3])
    with value:
        _text(prefix, "value", "数值", typed.value, "如 3,456 或 3.5万元")
    with unit:
        _text(prefix, "unit", "单位", typed.unit, "如 场、条、元")
    with qualifier:
        _seed(f"{prefix}_qualifier", typed.qualifier)
        st.selectbox("约数", QUALIFIERS, key=f"{prefix}_qualifier")
    _text(prefix, "source", "来源", typed.source, "如 门户网站后台、财务台账")
    _text(prefix, "aliases", "又称", typed.aliases, "正文里的其他叫法，用顿号隔开；没有就不填")


def _divisions(prefix: str, divisions: Sequence[Division]) -> None:
    """One after another, and an empty one to add another."""
    index = 0
    while index <= len(divisions) or (_lines(prefix, index - 1) and index < len(divisions) + 2):
        _division(prefix, index, divisions[index] if index < len(divisions) else Division())
        index += 1


def _division(prefix: str, index: int, division: Division) -> None:
    """One way of dividing it; the last one is empty and folded, to add another."""
    _seed(f"{prefix}_by{index}", division.by)
    _seed(f"{prefix}_lines{index}", division.lines)
    words = (
        f"分项：按{unformatted(division.by)}" if division.by else "分项" if division.lines else "加一种分项"
    )
    with st.expander(words, expanded=bool(division.lines), key=f"{prefix}_division{index}"):
        st.text_input("按什么分", key=f"{prefix}_by{index}", placeholder="如 公开渠道", max_chars=60)
        st.text_area(
            "每行一个分项：名称和数值（可以从 Excel 粘贴两列）",
            key=f"{prefix}_lines{index}",
            placeholder="政府网站 2100\n政务新媒体 1356",
            height=118,
        )


def _text(prefix: str, name: str, label: str, value: str, placeholder: str) -> None:
    _seed(f"{prefix}_{name}", value)
    st.text_input(label, key=f"{prefix}_{name}", placeholder=placeholder, max_chars=200)


def _seed(key: str, value: str) -> None:
    """Let a field begin with a value; what was typed into it stays."""
    st.session_state.setdefault(key, value)


def _lines(prefix: str, index: int) -> str:
    return str(st.session_state.get(f"{prefix}_lines{index}", ""))


def _typed(prefix: str) -> Typed:
    """What stands in the fields now."""
    values = st.session_state
    divisions: list[Division] = []
    while f"{prefix}_lines{len(divisions)}" in values:
        index = len(divisions)
        divisions.append(Division(values[f"{prefix}_by{index}"], _lines(prefix, index)))
    while divisions and not (divisions[-1].by.strip() or divisions[-1].lines.strip()):
        divisions.pop()
    name, value, unit, qualifier, source, aliases = (str(values[f"{prefix}_{each}"]) for each in _FIELDS)
    return Typed(name, value, unit, qualifier, source, aliases, tuple(divisions))


def _remarks(typed: Typed, own: Fact | None, quoted: dict[str, tuple[Use, ...]], *, shown: bool) -> None:
    """What is wrong with it where it stands, else how it is read, and sums that do not close."""
    try:
        fact = fact_of(typed, own)
    except BadInput as error:
        if shown:
            st.html(problem_list("还不能保存", error.problems))
        return
    said = plain(fact.value) if fact.value is not None else ""
    if said and said != typed.value.strip():
        st.html(notice(f"读作 {_said(fact)}"))
    for gap in open_sums(fact):
        st.html(notice(f"{gap}；分项不全可以照样保存，写错了请改", "warning"))
    if own and own.name not in fact.names and (count := len(quoted.get(own.name, ()))):
        words = f"正文有 {count} 句引用“{own.name}”；要让它们继续有效，请把旧名写进“又称”"
        st.html(notice(words, "warning"))


def _buttons(work: Work, slot: str, prefix: str, own: Fact | None, *, changed: bool) -> None:
    with st.container(horizontal=True, width="content"):
        if own:
            st.button("删除", type="tertiary", key="delete_fact", on_click=_delete, args=(work, own))
        if changed:
            st.button("放弃改动", key="drop_fact", on_click=_drop, args=(work, slot, prefix))
        st.button("保存", type="primary", key="save_fact", on_click=_save, args=(work, slot, prefix))


def _beside(work: Work, own: Fact, quoted: Sequence[Use]) -> None:
    """Last year's, and the sentences that quote it."""
    if before := last_years(work, own):
        source = f"（{before.source}）" if before.source else ""
        st.html(f'<p class="nb-quiet">上年：{text(_said(before))}{text(source)}</p>')
    if not quoted:
        return
    st.html(f'<p class="nb-quiet">正文里引用它的 {len(quoted)} 句</p>')
    for use in quoted[:_SHOWN_USES]:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.html(f'<p class="nb-quote">{text(use.sentence)}</p>')
            leading.link(leading.DESK, "到正文", icon=":material/arrow_forward:", at=str(use.at))


# --- done to it ---------------------------------------------------------------------------------------------------


def _save(work: Work, slot: str, prefix: str) -> None:
    desk, typed = _desk(work), _typed(prefix)
    desk.drafts[slot] = typed
    own = next((fact for fact in work.figures.facts if fact.name == slot), None)
    try:
        fact = fact_of(typed, own)
    except BadInput:
        desk.tried = slot  # what is wrong stands under the fields
        return
    facts = with_fact(work.figures.facts, fact, slot)
    why = f"{'改' if own else '补充'}“{fact.name}”"
    projects = session.projects()
    done = doing.attempt(
        "保存",
        lambda: save_facts(projects, work, facts, who=session.who(), why=why),
        work.form,
        f"已保存“{fact.name}”",
    )
    if done:
        desk.drafts.pop(slot, None)
        desk.open, desk.tried = fact.name, ""


def _drop(work: Work, slot: str, prefix: str) -> None:
    desk = _desk(work)
    desk.drafts.pop(slot, None)
    desk.tried = ""
    for key in [key for key in st.session_state if str(key).startswith(f"{prefix}_")]:
        del st.session_state[key]


def _delete(work: Work, own: Fact) -> None:
    projects = session.projects()
    facts = tuple(fact for fact in work.figures.facts if fact is not own)
    done = doing.attempt(
        "删除",
        lambda: save_facts(projects, work, facts, who=session.who(), why=f"删除“{own.name}”"),
        work.form,
        f"已删除“{own.name}”，可以用“撤销”取回",
    )
    if done:
        desk = _desk(work)
        desk.drafts.pop(own.name, None)
        desk.open = _NEW


def _short(words: str) -> str:
    """A key for anything that somebody named."""
    return hashlib.sha256(words.encode()).hexdigest()[:12]
