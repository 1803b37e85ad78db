"""Past paragraphs beside the report: those that a part was made of, others searched, each said again of this year."""

from collections.abc import Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from agent import wiring
from agent.drafting.brief import Found, Part
from agent.errors import BadInput, Unavailable
from agent.ui import doing, session
from agent.ui.desk.talking import chosen_part
from agent.ui.markup import notice, problem_list, text
from agent.workflow.finding import Asked, find
from agent.workflow.talking.pulling import Again, PastParagraph, Search, looked_for, made_of, pull_in
from agent.workflow.talking.sayable import parts_to_write
from agent.workflow.work import Work

_COUNT = 6
_NOTHING = "没有找到。换几个词；或在首页带入上年年报，把往年年报收入范文库，这里就有了。"


def exemplars(work: Work) -> None:
    """Draw it; without a draft there is no part to put anything into."""
    known = parts_to_write(work)
    if not known:
        st.html(notice("还没有正文。先生成初稿，再看往年怎么写。"))
        return
    part = chosen_part(known)
    with st.form("past_form", border=False, enter_to_submit=True):
        what, go = st.columns([10, 4], gap="small")
        words = _field(what, "找什么", "如：网站改版、培训；不写看上年的", 200)
        with go:
            st.form_submit_button("查找", width="stretch")
        where, when = st.columns([10, 4], gap="small")
        of_unit = _field(where, "单位", "单位：不限", 60)
        of_year = _field(when, "年度", "年度：不限", 4)
    with st.container(height=360, key="past_found"):
        _shown(work, part, words, of_unit.strip(), of_year.strip())


def _field(place: DeltaGenerator, label: str, hint: str, most: int) -> str:
    return place.text_input(label, placeholder=hint, max_chars=most, label_visibility="collapsed") or ""


def _shown(work: Work, part: Part, words: str, unit: str, year: str) -> None:
    if year and not year.isdecimal():
        st.html(notice(f"“{year}”不是年度，请写四位数，如 {work.report.year - 1}。", "warning"))
        return
    try:
        if not words.strip():
            _listed(work, part, "这一部分用到的", _used(work, part), "这一部分没有用往年的句子。")
        found = looked_for(work, words, _search(), part=part, unit=unit, year=int(year or 0))
    except BadInput as error:
        st.html(problem_list("没有找", error.problems))
        return
    except Unavailable as error:
        st.html(notice(str(error), "warning"))
        return
    title = f"“{words.strip()}”" if words.strip() else "上年年报的这一部分"
    _listed(work, part, title, found, _NOTHING)


def _used(work: Work, part: Part) -> tuple[PastParagraph, ...]:
    projects = session.projects()
    return made_of(projects, work, part, work.past(wiring.past()))


def _search() -> Search | None:
    """A search in the store of past reports; None where none are kept."""
    if wiring.past() is None:
        return None
    store = wiring.exemplar_store()

    def search(words: str, unit: str, year: int) -> Sequence[Found]:
        results = find(store, Asked(words, unit=unit, year=year, count=_COUNT))
        return [Found(each.exemplar, each.why) for each in results]

    return search


def _listed(work: Work, part: Part, title: str, found: Sequence[PastParagraph], nothing: str) -> None:
    st.html(f'<h4 class="nb-title" lang="zh-CN">{text(title)}<small>{len(found)} 段</small></h4>')
    if not found:
        st.html(f'<p class="nb-quiet">{nothing}</p>')
    for number, each in enumerate(found):
        with st.container(border=True, gap="small"):
            st.html(_paragraph(each))
            st.button(
                f"采用这段，写进“{part.title}”",
                key=f"pull_{title}_{number}",
                on_click=_pull,
                args=(work, part, each),
                disabled=not each.fits,
            )


def _paragraph(each: PastParagraph) -> str:
    past = each.exemplar
    where = f"{past.unit} {past.year}年度" + (f"　第{past.number}段" if past.number else "")
    file = f"　{text(past.file)}" if past.file else ""
    said = "".join(map(_again, each.sentences)) or "（没有能照用的句子）"
    return (
        f'<section class="nb-past" lang="zh-CN"><p class="where">{text(where)}</p>'
        f'<p class="why">{text(each.why)}</p><p><b>照今年的数：</b>{said}</p>'
        f"<details><summary>往年原文（数字是当年的）{file}</summary><p>{text(past.text)}</p></details></section>"
    )


def _again(each: Again) -> str:
    if each.refused:
        return f'<span class="no">［有一句不能照用：{text(each.refused)}］</span>'
    return text(each.text)


def _pull(work: Work, part: Part, paragraph: PastParagraph) -> None:
    def propose() -> None:
        pull_in(session.projects(), work, part, paragraph, who=session.who())

    if doing.attempt("采用", propose, work.form):
        st.session_state["desk_side"] = "对话"
