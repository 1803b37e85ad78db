"""What people do here, in their own words: check figures, print tables, fill in a workbook, read a report, verify prose, draft.

Both faces call only this. A use case takes values and gives values; files come in through ``material`` and go out through
``outcome``. Rooms with heavy vendors are imported inside the use case that needs them, so that ``check`` starts quickly.

============  =========================================================================================
``material``  the user's files, coming in: size limits, what kind of file it is, every problem at once
``usecases``  check, tables, workbook, verify, draft, export
``batch``     verifying many, in several processes and constant memory
``outcome``   files going out: whole or not at all
============  =========================================================================================
"""

from agent.workflow.material import Prose, open_figures, open_lines, open_previous, open_prose, read_report
from agent.workflow.outcome import beside, check_target, unused, write_beside
from agent.workflow.usecases import (
    Checked,
    check_figures,
    draft_report,
    export_report,
    first_draft,
    judged,
    make_workbook,
    render_tables,
    verify_prose,
)

__all__ = [
    "Checked",
    "Prose",
    "beside",
    "check_figures",
    "check_target",
    "draft_report",
    "export_report",
    "first_draft",
    "judged",
    "make_workbook",
    "open_figures",
    "open_lines",
    "open_previous",
    "open_prose",
    "read_report",
    "render_tables",
    "unused",
    "verify_prose",
    "write_beside",
]
