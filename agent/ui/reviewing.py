"""What is a reviewer's to do, for whoever is none: why it isn't theirs, said in its place instead of a refusal afterwards."""

import streamlit as st

from agent.ui.markup import text


def not_yours(what: str) -> None:
    """In place of the button of that name."""
    st.html(
        f'<p class="nb-quiet" lang="zh-CN">⚿ “{text(what)}”由审核人来做：请审核人用自己的账户打开这份报告。</p>'
    )


def signature(name: str) -> str:
    """Whose name will stand there."""
    return f'<p class="nb-quiet">署名：{text(name)}</p>'
