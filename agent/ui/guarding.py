"""What goes wrong while something is drawn, said where it would stand; everything else on the page stays."""

import logging
from collections.abc import Callable

import streamlit as st

from agent.errors import BadInput, NianbaoError
from agent.ui.markup import notice, problem_list


def guarded(draw: Callable[[], None]) -> Callable[[], None]:
    """The same for a page, and for a part of one that is drawn by itself."""

    def drawn() -> None:
        try:
            draw()
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
