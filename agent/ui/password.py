"""Another password for whoever signed in with one: the old one is asked for, and every other window of theirs is signed out."""

import streamlit as st

from agent import wiring
from agent.errors import BadInput, NianbaoError
from agent.store.passwords import LONGEST, SHORTEST
from agent.ui import session
from agent.ui.markup import notice, problem_list

_OLD, _NEW, _AGAIN, _TOLD = "password_old", "password_new", "password_again", "password_told"


def password_card() -> None:
    """Draw it, where this app has the passwords."""
    if wiring.settings().auth != "local":
        return
    with st.container(border=True, key="password"):
        st.html('<h2 class="nb-title">修改密码</h2>')
        if told := st.session_state.pop(_TOLD, ""):
            st.html(told)
        with st.form("password_form", border=False, clear_on_submit=True):
            for key, label in (
                (_OLD, "现在的密码"),
                (_NEW, f"新密码，{SHORTEST}位以上"),
                (_AGAIN, "再输一次新密码"),
            ):
                st.text_input(label, key=key, type="password", max_chars=LONGEST + 1, autocomplete="off")
            st.form_submit_button("修改密码", on_click=_renew)
        st.html(notice("改了以后，别的窗口和别的电脑上都要重新登录；这个窗口不用。"))


def _renew() -> None:
    old, new, again = (str(st.session_state[key]) for key in (_OLD, _NEW, _AGAIN))
    if new != again:
        st.session_state[_TOLD] = notice("两次输入的新密码不一样，没有修改。", "bad")
        return
    try:
        refused = session.renew_password(old, new)
    except BadInput as error:
        st.session_state[_TOLD] = problem_list("密码没有修改", error.problems)
        return
    except NianbaoError as error:
        st.session_state[_TOLD] = notice(str(error), "bad")
        return
    told = (refused.reason, "bad") if refused else ("密码已修改。", "good")
    st.session_state[_TOLD] = notice(*told)
