"""Giving a verified text back with what is said of it: values in, values out.

A Word file goes back as itself with comments in it; any text or document as a page whose figures are marked.
"""

from typing import TYPE_CHECKING, Literal

from agent.errors import BadInput, Problem
from agent.workflow.material import Prose

if TYPE_CHECKING:
    from agent.verify.report import JudgedReport

Review = Literal["docx", "html"]


def check_review(prose: Prose, kind: Review) -> None:
    """Refuse what cannot be given back in that kind, before any work is done: only a .docx goes back as Word."""
    if kind == "docx" and prose.word is None:
        what = "正文不是 .docx，没有可以加批注的原件"
        mend = "请把输出文件改为 .html，或把正文另存为 .docx 再核对"
        raise BadInput([Problem(what, prose.file, mend)])


def review_document(prose: Prose, report: "JudgedReport", kind: Review) -> bytes:
    """The prose as a file with its verdicts. ``report`` is what ``judge_text`` says of ``prose.text``."""
    check_review(prose, kind)
    if kind == "html":
        from agent.export.annotated import annotated_html

        return annotated_html(report, prose.file).encode()
    from agent.export.docx.review import reviewed_docx

    return reviewed_docx(prose.word or b"", prose.file, report)
