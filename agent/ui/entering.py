"""Whoever is not in, or no longer, sees how to come in, and nothing else."""

import streamlit as st

from agent import wiring
from agent.errors import BadInput, NianbaoError
from agent.ui import session
from agent.ui.guarding import AGAIN
from agent.ui.markup import notice, problem_list, text
from agent.workflow.admission import check_address


def inside() -> bool:
    """Whether the page may be drawn; if not, what to do instead has been."""
    settings = wiring.settings()
    try:
        if st.runtime.exists():
            # Somebody may have started Streamlit by hand, on an address that everybody can reach.
            check_address(st.get_option("server.address") or "0.0.0.0", settings, wiring.people)
        session.bind()
    except session.NotInside:
        if settings.auth == "oidc":
            _oidc()
        else:
            st.html(AGAIN)
        return False
    except BadInput as error:
        st.html(problem_list("没有打开", error.problems))
        return False
    except NianbaoError as error:
        st.html(notice(str(error), "bad"))
        return False
    return True


def _oidc() -> None:
    st.html('<header class="nb-head" lang="zh-CN"><h1>年报</h1><p>请用单位的统一登录进入。</p></header>')
    if not st.user.is_logged_in:
        st.button("登录", type="primary", on_click=st.login, key="oidc_in")
        return
    name = str(st.user.get(wiring.settings().oidc_claim) or "")
    st.html(notice(f"“{name}”在本程序里还没有账户，或登录已经过期；请管理员开通后重新登录。", "warning"))
    st.button("重新登录", on_click=st.logout, key="oidc_out")


def way_out() -> None:
    """A way out, for whoever came in by a login."""
    found = session.person()
    if found is None:
        return
    who = f"{text(found.name)}（{found.role.label}）"
    if wiring.settings().auth == "oidc":
        with st.container(key="way_out", horizontal=True):
            st.html(f"<p>{who}</p>", width="content")
            st.button("退出登录", on_click=st.logout, type="tertiary", key="sign_out")
        return
    st.html(
        f'<form class="nb-leave" method="post" action="/logout" target="_self"><span>{who}</span>'
        "<button>退出登录</button></form>"
    )
