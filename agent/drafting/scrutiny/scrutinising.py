"""All checks over one text. Pure and total: any text gives an answer, and the same one every time."""

from agent.drafting.scrutiny.checks import ALL
from agent.drafting.scrutiny.page import Page
from agent.drafting.scrutiny.remark import Against, Remark
from agent.forms import form_of
from agent.verify import Answer, verify


def scrutinise(text: str, against: Against, answer: Answer | None = None) -> tuple[Remark, ...]:
    """What a careful reader would remark on in ``text``, in text order; empty where there is nothing.

    ``text`` is the prose of a report or of some of its sections, a paragraph a line, each section under its heading. ``answer``
    is the verifier's over the same text; without it the verifier is asked once. What it objects to is not said a second time.
    """
    form = form_of(against.figures.form)
    page = Page(
        text, against, form, verify(text, against.figures, against.previous) if answer is None else answer
    )
    found = [remark for check in ALL for remark in check.find(page)]
    return tuple(sorted(found, key=lambda remark: (remark.start, remark.end, remark.code, remark.what)))
