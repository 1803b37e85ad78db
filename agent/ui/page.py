"""The whole page, top to bottom; what goes wrong is said on it."""

import logging
from pathlib import Path

import streamlit as st

from agent.errors import NianbaoError
from agent.ui.choosing import choose
from agent.ui.markup import notice
from agent.ui.results import results

_STYLE = Path(__file__).with_name("style.css")
# Streamlit's page says that it is English, which makes browsers offer to translate it and screen readers spell it.
_LANGUAGE = "<script>document.documentElement.lang = 'zh-CN'</script>"

_HEAD = """
<header class="nb-head" lang="zh-CN">
<h1>年报<small>nianbao</small></h1>
<p>填好数据，生成政府信息公开工作年度报告，并逐一核对正文里的每个数字。只在本机运行，不联网。</p>
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
    st.html(_STYLE)
    st.html(_LANGUAGE, unsafe_allow_javascript=True)
    st.html(_HEAD)
    try:
        chosen = choose()
        if chosen is None:
            st.html(_STEPS)
        else:
            results(chosen)
    except NianbaoError as error:
        st.html(notice(str(error), "bad"))
    except Exception:
        # A clerk gets a sentence; whoever looks after the program finds the rest in its window.
        logging.getLogger(__name__).exception("the page could not be drawn")
        st.html(
            notice("程序出错，这一步没有完成。上传的文件没有改动；请把运行窗口里的提示报告给维护者。", "bad")
        )
