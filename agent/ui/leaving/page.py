"""The page: the final version or what stands in its way, drafts, what goes with them, and how the report will be printed."""

import streamlit as st

from agent.ui import leading
from agent.ui.leaving.files import bundle_file, draft_files, figure_files, offered, work_shown
from agent.ui.leaving.obstacles import final_version
from agent.ui.leaving.preview import preview
from agent.ui.markup import notice
from agent.ui.opened import opened


def show() -> None:
    """Draw the page; without a report there is nothing to draw."""
    work = opened()
    if work is None:
        return
    final, files = st.columns([6, 5], gap="medium")
    with final:
        if work.judged is None:
            st.html(notice("还没有正文，能导出的只有数据。先起草，再来导出报告。"))
            leading.link(leading.DESK, "去起草", ":material/edit_note:")
        else:
            final_version(work)
        # Beside the button that made them, unless what stands in the way fills this side.
        if not work.hindrances:
            work_shown()
            offered(work)
    with files:
        if work.hindrances:
            work_shown()
            offered(work)
        if work.judged is not None:
            draft_files(work)
        figure_files(work)
        bundle_file(work)
    if work.judged is not None:
        preview(work)
