"""Somebody's own Word file, given back with a comment at each objection and one at its beginning; nothing else is touched.

The text that was verified is the reader's, so the places come from the reader too (:func:`corpus.readers.docx.placed_docx`).
Only the document's XML and what Word needs to know of comments is written anew; every other part is copied. The look of the
document stays: runs are cut, never changed. Reviewing a reviewed file replaces our comments and keeps everybody else's.
"""

from agent.export.docx.anchors import Anchor, is_boxed, mark
from agent.export.docx.archive import repacked
from agent.export.docx.comments import Comments
from agent.export.remarks import Remark, remarks, summary
from agent.verify.report import JudgedReport
from corpus.readers.docx import placed_docx
from corpus.readers.places import PlacedText


def reviewed_docx(content: bytes, file: str, report: JudgedReport) -> bytes:
    """The Word file with its comments. ``file`` is its name, for refusals.

    ``BadInput`` where it cannot be opened; ``ValueError`` where the answer is not over this file's text.
    """
    placed = placed_docx(content, file)
    if placed.text != report.narrative.text:
        raise ValueError("the answer is over another text than the document's")
    comments = Comments(placed.package, placed.root)
    anchors = [_opening(placed, comments, summary(report))]
    anchors += [_anchor(placed, comments, remark) for remark in remarks(report)]
    mark(anchor for anchor in anchors if anchor is not None)
    return repacked(placed.package, comments.parts())


def _opening(placed: PlacedText, comments: Comments, remark: Remark) -> Anchor | None:
    """The comment on the text's first line with words in it; None where there is none."""
    end = 0
    for line in placed.text.split("\n"):
        start, end = end, end + len(line) + 1
        first, last = placed.place(start), placed.place(end - 2) if line else None
        if first is not None and last is not None:
            return Anchor(comments.add(remark, ""), first, last)
    return None


def _anchor(placed: PlacedText, comments: Comments, remark: Remark) -> Anchor:
    first, last = placed.place(remark.start), placed.place(remark.end - 1)
    if first is None or last is None:
        raise ValueError(f"no words stand at {remark.start}")
    quoted = placed.text[remark.start : remark.end] if is_boxed(first) else ""
    return Anchor(comments.add(remark, quoted), first, last)
