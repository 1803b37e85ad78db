"""Work that may take more than a second: it goes on in a thread of its own while the page says for how long, and can be stopped.

What it does is saved by the work itself, so that closing the window loses nothing that was done. One at a time for each name.
"""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from agent.errors import BadInput, NianbaoError
from agent.ui.markup import notice, problem_list, text

Stopped = Callable[[], bool]
# What is done within this moment shows no progress; after that the page looks this often.
_QUICK, _LOOK = 0.4, 0.4


@dataclass
class Job:
    """One piece of work. ``far`` says how far it is; ``result`` and ``error`` are set before ``done`` is."""

    label: str
    began: float = field(default_factory=time.monotonic)
    stop: threading.Event = field(default_factory=threading.Event)
    done: threading.Event = field(default_factory=threading.Event)
    result: Any = None
    error: Exception | None = None
    far: Callable[[], str] | None = None


def start(
    name: str, label: str, work: Callable[[Stopped], Any], far: Callable[[], str] | None = None
) -> None:
    """Begin; what was under way by that name is stopped. ``work`` asks its argument often whether to stop.

    ``far`` says how far it is, where there is more to say than for how long it goes on.
    """
    if earlier := _job(name):
        earlier.stop.set()
    job = st.session_state[_key(name)] = Job(label, far=far)
    threading.Thread(target=_run, args=(job, work), daemon=True, name=f"work-{name}").start()
    job.done.wait(_QUICK)


def _run(job: Job, work: Callable[[Stopped], Any]) -> None:
    try:
        job.result = work(job.stop.is_set)
    except NianbaoError as error:
        job.error = error
    except Exception as error:
        logging.getLogger(__name__).exception("%s failed", job.label)
        job.error = error
    finally:
        job.done.set()


def show(name: str) -> None:
    """Progress with a button to stop while it goes on; what went wrong once it has ended; else nothing."""
    job = _job(name)
    if job is None:
        return
    if not job.done.is_set():
        _progress(name)
    elif isinstance(job.error, BadInput):
        st.html(problem_list(f"{job.label}没有完成", job.error.problems))
    elif isinstance(job.error, NianbaoError):
        st.html(notice(str(job.error), "plain" if job.stop.is_set() else "bad"))
    elif job.error is not None:
        st.html(notice("程序出错，这一步没有完成；请把运行窗口里的提示报告给维护者。", "bad"))


def result(name: str) -> Any:
    """What came of it; None while it goes on, where it failed, and where there is none."""
    job = _job(name)
    return job.result if job is not None and job.done.is_set() and job.error is None else None


def take(name: str) -> Any:
    """The same once: afterwards the work is forgotten."""
    found = result(name)
    if found is not None:
        forget(name)
    return found


def running(name: str) -> bool:
    """Whether it goes on."""
    job = _job(name)
    return job is not None and not job.done.is_set()


def known(name: str) -> bool:
    """Whether there is any, going on or ended."""
    return _job(name) is not None


def forget(name: str) -> None:
    """Forget it, and stop it where it goes on."""
    if job := _job(name):
        job.stop.set()
    st.session_state.pop(_key(name), None)


@st.fragment(run_every=_LOOK)
def _progress(name: str) -> None:
    job = _job(name)
    if job is None or job.done.is_set():
        st.rerun()
    seconds = int(time.monotonic() - job.began)
    with st.container(horizontal=True, vertical_alignment="center", key=f"working_{name}"):
        stopping = "，正在停止" if job.stop.is_set() else ""
        far = f"，{job.far()}" if job.far else ""
        st.html(
            f'<p class="nb-working" role="status"><i></i>{text(job.label)}…已用 {seconds} 秒{text(far)}{stopping}</p>'
        )
        st.button("停止", key=f"stop_{name}", on_click=job.stop.set, disabled=job.stop.is_set())


def _key(name: str) -> str:
    return f"job_{name}"


def _job(name: str) -> Job | None:
    found: Job | None = st.session_state.get(_key(name))
    return found
