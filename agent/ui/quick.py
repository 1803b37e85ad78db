"""The quick check: figures or a text, nothing kept, no report needed."""

import streamlit as st

from agent.ui.choosing import choose
from agent.ui.results import results

_HEAD = """
<header class="nb-head" lang="zh-CN">
<h1>快速核对</h1>
<p>不建报告，也不保存：选一份数据，看勾稽关系、报表和正文；已经写好的正文，可以逐一核对里面的数字。</p>
</header>
"""
_STEPS = """
<ol class="nb-steps" lang="zh-CN">
<li><b>填数据</b>下载空白工作簿，用 Excel 或 WPS 填好三张表</li>
<li><b>上传核对</b>检查勾稽关系，不符的格子会标出来</li>
<li><b>拿报告</b>生成正文，数字逐一标明依据，下载 Word</li>
</ol>
"""


def show() -> None:
    """Draw the page for one run of the script."""
    st.html(_HEAD)
    chosen = choose()
    if chosen is None:
        st.html(_STEPS)
    else:
        results(chosen)
