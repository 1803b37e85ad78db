"""Settings: the model with a test, the embedding, where things are kept. What the environment says is shown and not editable."""

import streamlit as st

from agent import wiring
from agent.ui import session, working
from agent.ui.keeping import embedding_card, past_card, store_card
from agent.ui.markup import given_rows, notice
from agent.ui.password import password_card
from agent.wiring import OwnModel
from agent.workflow.trying import Tried, try_model

# Where people sign in, only an administrator may have the server ask an address that is typed here: it stands inside the
# office's network, and what it is asked with are figures that nobody has published.
_HEAD = """
<header class="nb-head" lang="zh-CN"><h1>设置</h1>
<p>没有模型也能完成整份报告：正文由内置文句和上年的段落写成。有模型，就由它来写，写错的数字一样过不了关。</p></header>
"""
_TEST = "model_test"


def show() -> None:
    """Draw the page."""
    st.html(_HEAD)
    model, rest = st.columns([7, 5], gap="large")
    with model:
        _model()
        password_card()
    with rest:
        embedding_card()
        store_card()
    past_card()


# --- the model ----------------------------------------------------------------------------------------------------


def _model() -> None:
    given = wiring.settings()
    with st.container(border=True, key="model"):
        st.html('<h2 class="nb-title">模型</h2>')
        if given.model:
            st.html(
                given_rows(
                    "环境变量里已经设定，在这里不能改",
                    (
                        ("模型名称（NIANBAO_MODEL）", given.model),
                        ("服务地址（OPENAI_BASE_URL）", given.model_url or "OpenAI 的地址"),
                        ("密钥（OPENAI_API_KEY）", "已设定，不显示" if given.model_key else "没有设定"),
                    ),
                )
            )
        elif session.administers():
            _own_model()
        else:
            st.html(notice("没有设定模型，由内置文句起草。要用模型，请管理员在服务器上设定。"))
            return
        with st.container(horizontal=True, key="model_buttons"):
            named = wiring.chat(session=session.own_model()) is not None
            st.button(
                "测试",
                type="primary" if given.model else "secondary",
                on_click=_test,
                key="try",
                disabled=not named or working.running(_TEST),
                icon=":material/network_check:",
            )
            if session.own_model():
                st.button("不用模型", on_click=_without, key="without")
        working.show(_TEST)
        _answer()


def _own_model() -> None:
    given, own = wiring.settings(), session.own_model()
    st.session_state.setdefault("model_name", own.name if own else "")
    st.session_state.setdefault("model_url", (own.url or "") if own else "")
    with st.form("model_form", border=False):
        st.text_input(
            "模型名称（NIANBAO_MODEL）",
            key="model_name",
            placeholder="如 qwen3-32b",
            autocomplete="off",
        )
        if given.model_url:
            st.html(given_rows("服务地址由环境变量设定", (("OPENAI_BASE_URL", given.model_url),)))
        else:
            st.text_input(
                "服务地址（OPENAI_BASE_URL）",
                key="model_url",
                placeholder="如 http://127.0.0.1:11434/v1；不填则用 OpenAI 的",
                autocomplete="off",
            )
        st.text_input(
            "密钥（OPENAI_API_KEY）",
            key="model_key",
            type="password",
            autocomplete="off",
            placeholder="已填，不改就留空" if own and own.key else "自建的服务不要密钥就不填",
        )
        st.form_submit_button("使用并测试", type="primary", on_click=_use)
    st.html(
        notice(
            "只在这个窗口里有效，密钥不会写到任何地方，刷新页面后要重新填。要一直用，请把这三项写进 .env，再重新打开程序。"
        )
    )


def _use() -> None:
    name = st.session_state["model_name"].strip()
    if not name:
        working.forget(_TEST)
        session.set_own_model(None)
        return
    own = session.own_model()
    url = st.session_state.get("model_url", "").strip() or None
    typed = st.session_state["model_key"].strip()
    # A key goes to the address that it was typed for, and to no other.
    kept = own.key if own and own.url == url else None
    session.set_own_model(OwnModel(name, url, typed or kept))
    st.session_state["model_key"] = ""
    _test()


def _without() -> None:
    working.forget(_TEST)
    session.set_own_model(None)
    st.session_state["model_name"] = ""


def _test() -> None:
    chat = wiring.chat(session=session.own_model())
    if chat is None:
        return
    working.start(_TEST, "正在请模型回答", lambda stopped: try_model(chat, stopped))


def _answer() -> None:
    tried: Tried | None = working.result(_TEST)
    if tried is not None:
        st.html(notice(f"可以用：{tried.model} 用 {tried.seconds:.1f} 秒答了“{tried.words}”。", "good"))
