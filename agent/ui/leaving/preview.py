"""The report as it will be printed: as a page at once, or by its pages where this machine can make a PDF."""

import base64

import streamlit as st

from agent.ui import working
from agent.ui.leaving.files import no_printing
from agent.ui.markup import notice
from agent.workflow.exporting import Pictures, export_pictures, page_of, stage_of
from agent.workflow.work import Work

_NONE, _PAGE, _PAGES = "不看", "整篇", "按页"
_HEIGHT = 760


def preview(work: Work) -> None:
    """Draw the choice, and what was chosen; nothing is made before it is."""
    with st.container(border=True, key="preview"):
        st.html('<h2 class="nb-title">预览</h2>')
        looks = [_NONE, _PAGE] if no_printing() else [_NONE, _PAGE, _PAGES]
        look = st.segmented_control(
            "预览", looks, default=_NONE, key="preview_look", label_visibility="collapsed", required=True
        )
        if look == _PAGE:
            _whole(work)
        elif look == _PAGES:
            _by_pages(work)


def _whole(work: Work) -> None:
    """In a frame of its own origin, so that nothing in it reaches the app."""
    page = base64.b64encode(page_of(work)).decode()
    st.iframe(f"data:text/html;charset=utf-8;base64,{page}", height=_HEIGHT, alt="报告预览")


def _by_pages(work: Work) -> None:
    # A final version looks otherwise than the draft with the same text.
    name = _name(work)
    seen: Pictures | None = working.result(name)
    if not working.running(name) and (seen is None or seen.change != work.written):
        _draw(work, seen)
    working.show(name)
    seen = working.result(name)
    if seen is None:
        return
    if seen.change != work.written:
        st.html(notice("这是改动以前的样子。", "warning"))
    for number, picture in enumerate(seen.pages, 1):
        st.image(picture, caption=f"第 {number} 页，共 {seen.total} 页", width=720)


def _draw(work: Work, seen: Pictures | None) -> None:
    """Begin to draw the pages the first time; after a change, when somebody asks for it."""
    label = "画出各页" if seen is None else "按现在的内容重新画"
    st.button(label, on_click=_begin, args=(work,), key="draw_pages")


def _begin(work: Work) -> None:
    working.start(_name(work), "正在排出各页", lambda stopped: export_pictures(work, stopped))


def _name(work: Work) -> str:
    return f"preview_{stage_of(work)}"
