"""What people do here, in their own words: check figures, print tables, fill in a workbook, read a report, verify prose, draft.

Both faces call only this. A use case takes values and gives values; files come in through ``material`` and go out through
``outcome``. Rooms with heavy vendors are imported inside the use case that needs them, so that ``check`` starts quickly.

============  ==================================================================================
``material``  the user's files, coming in: size limits, what kind of file it is, every problem at once
``usecases``  check, tables, workbook, verify, draft, export
``adding``    departments' and townships' figures added up, with who contributed what
``contributing``  what departments hand in for one report, and their sum taken over
``supplements``  supplementary facts as a clerk types them, and what is still wanted
``reviewing`` a verified text or Word file given back with what is said of it
``publishing`` a final version or a draft, and what keeps a report from being published
``ledger``    everything that there is to look at, in the order of the text
``sifting``   choosing from it
``mending``   mends of what is objected to, each tried out before it is offered
``binding``   what a figure can be bound to
``supplying`` a supplementary fact for a figure that nothing holds
``correcting`` mends of remarks
``confirming`` what a person keeps in an opened report
``comparing`` a report against last year's
``proving``   the proof sheet of a report
``tally``     how requests ended, this year against last
``charts``    charts that answer a clerk's questions, each with its sentence
``samples``   figures of invented units to look around with
``notices``   what is said of a text before its figures: it is another report's, or there is nothing to judge it by
``projects``  the list of reports: new ones, the sample, off the list and back
``work``      one opened report, and everything that follows from what is in it
``saving``    what people do to it, each saved as it is made
``archive``   a file that holds many, each with its digest
``backing_up`` everything as one file, and back
``bundling``  one report as one file
``admission`` where the app may be opened
``exporting`` a report handed out, each file noted in the audit
``together``  who is where, and what somebody has changed since one looked
``steps``     how far a report is, and what to do next
``recovering``  prose that can't be read any more, put back as it last could
``past_reports``  past reports brought into the app
``settling``  choosing where two people changed the same place
``last_year`` last year's report, brought into this year's
``apart``     one upload read in a process of its own
``trying``    whether a model answers
``exemplars`` a past report to paragraphs that can be used again
``ingesting`` past reports into the store
``kept``      what is known of the files whose paragraphs are kept
``authoring`` a report with a writer: what it is written with, its parts one after another
``finding``   past paragraphs out of it, in a clerk's words
``batch``     verifying many, in several processes and constant memory
``waivers``   what a person keeps though it is objected to: beside the text, given and taken back
``conversing``  a conversation about a report, kept after every turn
``remembering``  where conversations are kept
``reading``   reports found in folders and read in several processes, whatever is in one of them
``pool``      the processes: in order, and whatever a line does to its process
``resuming``  a long output that can be gone on with after any end
``outcome``   files going out: whole or not at all
============  ==================================================================================
"""

from agent.export.stage import Stage
from agent.forms.summing import Choice
from agent.workflow.adding import (
    Added,
    Gathered,
    add_up,
    added_figures,
    added_workbook,
    gather,
    gather_uploads,
)
from agent.workflow.charts import Chart, charts
from agent.workflow.material import (
    Prose,
    figures_in,
    open_figures,
    open_last_report,
    open_previous,
    open_prose,
    previous_in,
    prose_in,
    read_report,
)
from agent.workflow.notices import Notice, bare_figures, is_bare, needing_a_look, notices, with_notices
from agent.workflow.outcome import beside, check_target, file_stem, unused, write_beside
from agent.workflow.proving import ProofFormat, export_proof, proof_name, proof_of
from agent.workflow.publishing import (
    Hindrance,
    KeptRemark,
    check_final,
    export_final,
    export_name,
    hindrances,
    keep_remark,
)
from agent.workflow.reviewing import Review, check_review, review_document
from agent.workflow.samples import SAMPLES, Sample, open_sample, sample_passage
from agent.workflow.tally import Tally, request_outcomes
from agent.workflow.usecases import (
    Checked,
    ReportFormat,
    as_pdf,
    check_figures,
    check_format,
    draft_report,
    export_report,
    first_draft,
    judge_text,
    judged,
    make_workbook,
    render_tables,
    verify_prose,
)
from agent.workflow.waivers import (
    confirmed,
    open_waivers,
    sidecar,
    sidecar_name,
    taken_back,
    waivers_beside,
    waivers_file,
    waivers_in,
    with_waivers,
    without_leftovers,
)

__all__ = [
    "SAMPLES",
    "Added",
    "Chart",
    "Checked",
    "Choice",
    "Gathered",
    "Hindrance",
    "KeptRemark",
    "Notice",
    "ProofFormat",
    "Prose",
    "ReportFormat",
    "Review",
    "Sample",
    "Stage",
    "Tally",
    "add_up",
    "added_figures",
    "added_workbook",
    "as_pdf",
    "bare_figures",
    "beside",
    "charts",
    "check_figures",
    "check_final",
    "check_format",
    "check_review",
    "check_target",
    "confirmed",
    "draft_report",
    "export_final",
    "export_name",
    "export_proof",
    "export_report",
    "figures_in",
    "file_stem",
    "first_draft",
    "gather",
    "gather_uploads",
    "hindrances",
    "is_bare",
    "judge_text",
    "judged",
    "keep_remark",
    "make_workbook",
    "needing_a_look",
    "notices",
    "open_figures",
    "open_last_report",
    "open_previous",
    "open_prose",
    "open_sample",
    "open_waivers",
    "previous_in",
    "proof_name",
    "proof_of",
    "prose_in",
    "read_report",
    "render_tables",
    "request_outcomes",
    "review_document",
    "sample_passage",
    "sidecar",
    "sidecar_name",
    "taken_back",
    "unused",
    "verify_prose",
    "waivers_beside",
    "waivers_file",
    "waivers_in",
    "with_notices",
    "with_waivers",
    "without_leftovers",
    "write_beside",
]
