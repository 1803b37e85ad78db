"""What goes wrong while something is drawn, said where it would stand; everything else on the page stays."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

import streamlit as st

from agent import journal
from agent.errors import BadInput, NianbaoError
from agent.ui.markup import notice, problem_list
from agent.ui.session import NotInside

P = ParamSpec("P")

AGAIN = (
    '<p class="nb-notice warning" role="alert">登录已经过期，或账户有变动；已保存的都在。'
    '<a href="/login" target="_self">重新登录</a></p>'
)


def guarded(draw: Callable[P, None]) -> Callable[P, None]:
    """The same for a page, and for a part of one that is drawn by itself: that is drawn without its page, and guarded alone."""
    # agent.ui.ledger.page -> ledger
    page = draw.__module__.removeprefix("agent.ui.").partition(".")[0]

    @wraps(draw)
    def drawn(*args: P.args, **named: P.kwargs) -> None:
        try:
            with journal.timed("draw", page=page):
                draw(*args, **named)
        except NotInside:
            st.html(AGAIN)
        except BadInput as error:
            st.html(problem_list("这一步没有完成", error.problems))
        except NianbaoError as error:
            st.html(notice(str(error), "bad"))
        except Exception:
            # A clerk gets a sentence; whoever looks after the program finds the rest in its window.
            logging.getLogger(__name__).exception("the page could not be drawn")
            st.html(
                notice(
                    "程序出错，这一步没有完成。已保存的没有改动；请把运行窗口里的提示报告给维护者。", "bad"
                )
            )

    return drawn
