"""What of the ledger is shown: kinds, section, words, what is pending, the page and the row that is looked at.

All of it stands in the address, so that a reload, a bookmark and a colleague who is sent the address see the same.
"""

from collections.abc import Sequence

import streamlit as st

from agent.workflow.ledger import Kind, Row
from agent.workflow.sifting import Choice, counts
from agent.workflow.work import Work

PAGE = 20
_KINDS, _SECTION, _WORDS, _TODO, _PAGE, _ROW = "show", "part", "words", "todo", "page", "row"
_ALL, _BEFORE = "*", "opening"


def wanted() -> Choice:
    """What the address asks for; what it says wrongly is left out."""
    known = {kind.value: kind for kind in Kind}
    kinds = tuple(known[each] for each in _said(_KINDS).split(".") if each in known)
    section = _said(_SECTION) or _ALL
    return Choice(kinds, "" if section == _BEFORE else section, _said(_WORDS), _said(_TODO) == "1")


def _said(name: str) -> str:
    return str(st.query_params.get(name, ""))


def say(name: str, value: str) -> None:
    """Put something into the address; "" takes it out."""
    if value:
        st.query_params[name] = value
    else:
        st.query_params.pop(name, None)


# --- the row and the page -----------------------------------------------------------------------------------------


def row() -> str:
    """The id of the row that is looked at; "" where none was chosen."""
    return _said(_ROW)


def pick(id_: str) -> None:
    """Look at a row."""
    say(_ROW, id_)


def go_on(done: Row) -> None:
    """Look at what is pending behind a row that has been dealt with."""
    say(_ROW, f"next-{done.start}")
    say(_PAGE, "")


def page(shown: Sequence[Row], looked_at: Row | None) -> int:
    """The page, from 1: the one that the address asks for, else the one of the row that is looked at."""
    pages = max(1, -(-len(shown) // PAGE))
    asked = _said(_PAGE)
    if asked.isdecimal() and asked.isascii():
        return min(max(1, int(asked[:6])), pages)
    at = next((index for index, each in enumerate(shown) if looked_at and each.id == looked_at.id), 0)
    return at // PAGE + 1


def pages(count: int, number: int) -> None:
    """Where to turn pages, where there are several."""
    last = -(-count // PAGE)
    if last < 2:
        return
    with st.container(horizontal=True, key="ledger_pages", vertical_alignment="center"):
        st.button("上一页", key="page_before", disabled=number == 1, on_click=_turn, args=(number - 1,))
        st.html(f'<p class="nb-quiet">第 {number} / {last} 页，共 {count} 条</p>', width="content")
        st.button("下一页", key="page_behind", disabled=number == last, on_click=_turn, args=(number + 1,))


def _turn(number: int) -> None:
    say(_PAGE, str(number))


# --- the filters --------------------------------------------------------------------------------------------------


def filters(work: Work, rows: Sequence[Row]) -> Choice:
    """Draw the filters, and what they ask for."""
    choice = wanted()
    search, section, todo = st.columns([5, 4, 3], vertical_alignment="bottom")
    with search:
        st.session_state["ledger_words"] = choice.words
        st.text_input(
            "查找",
            key="ledger_words",
            on_change=_set_words,
            placeholder="句子、数字、单元格名称",
            live=True,
            icon=":material/search:",
            label_visibility="collapsed",
        )
    with section:
        _section(work, rows, choice)
    with todo:
        st.session_state["ledger_todo"] = choice.pending
        st.toggle("只看待处理", key="ledger_todo", on_change=_set_todo)
    _kinds(rows, choice)
    return choice


def _section(work: Work, rows: Sequence[Row], choice: Choice) -> None:
    names = {each.id: each.heading for each in work.form.sections} | {"": "标题和引言"}
    there = {each.section for each in rows} | {choice.section}
    options = [_ALL, *(each for each in ("", *(s.id for s in work.form.sections)) if each in there)]
    st.session_state["ledger_section"] = choice.section if choice.section in options else _ALL
    st.selectbox(
        "部分",
        options,
        format_func=lambda each: "全部部分" if each == _ALL else names.get(each, each),
        key="ledger_section",
        on_change=_set_section,
        label_visibility="collapsed",
    )


def _kinds(rows: Sequence[Row], choice: Choice) -> None:
    """A button for each kind of which there is any, with its number; pressed ones are shown."""
    found = counts(rows, choice)
    with st.container(horizontal=True, key="ledger_kinds", gap="xsmall"):
        everything = sum(count for kind, count in found.items() if kind is not Kind.EXEMPT)
        st.button(
            f"全部 {everything}",
            key="kind_all",
            type="secondary" if choice.kinds else "primary",
            on_click=say,
            args=(_KINDS, ""),
        )
        for kind in Kind:
            if kind in found or kind in choice.kinds:
                st.button(
                    f"{kind.mark} {kind.label} {found.get(kind, 0)}",
                    key=f"kind_{kind.value}",
                    type="primary" if kind in choice.kinds else "secondary",
                    on_click=_press,
                    args=(kind,),
                )


def _press(kind: Kind) -> None:
    kinds = wanted().kinds
    left = [each for each in kinds if each is not kind] if kind in kinds else [*kinds, kind]
    say(_KINDS, ".".join(each.value for each in left))
    say(_PAGE, "")


def _set_words() -> None:
    say(_WORDS, str(st.session_state["ledger_words"] or "").strip())
    say(_PAGE, "")


def _set_section() -> None:
    section = str(st.session_state["ledger_section"])
    say(_SECTION, "" if section == _ALL else section or _BEFORE)
    say(_PAGE, "")


def _set_todo() -> None:
    say(_TODO, "1" if st.session_state["ledger_todo"] else "")
    say(_PAGE, "")
