"""Prose against figures: every number of a text, bound to what its sentence speaks of, and judged.

numerals → mentions → candidates → binding → verdict. Pure: no clock, no disk, no network, no vendor. The vocabulary is the
form's (:mod:`agent.forms.words`); what is here is the grammar of figures in Chinese official prose.

=============  =====================================================================================
``answer``     ``Verdict``, ``Judged``, ``Answer``: what is said of a text
``report``     ``JudgedReport``: a report with what is said of its prose
``characters`` traditional characters and half-width punctuation, read as what they stand for
``waiver``     ``Waiver``: a person keeps what is objected to
``waiving``    which figure a waiver covers, and which covers nothing any more
``waiverfile`` waivers as JSON beside their text
``prose``      which lines are prose; paragraphs and sentences, with their places
``mention``    ``Mention``, ``Comparator``: a number, and which true values it may stand for
``numerals``   finds the numeric expressions, and exempts what is no statistic
``lexicon``    finds the form's words
``scene``      one paragraph laid out: windows, brackets, slots, candidates
``naming``     what a number may be speaking of, by the words around it
``lists``      totals and the numbers listed under them
``comparing``  the arithmetic of a change against last year
``checks``     one check a file
``explain``    one Chinese sentence for each verdict
``judging``    the order of the checks
=============  =====================================================================================
"""

from agent.figures import FigureSet
from agent.forms import form_of
from agent.verify.answer import Answer, Judged, Verdict
from agent.verify.judging import judge
from agent.verify.report import JudgedReport
from agent.verify.waiver import Waiver

__all__ = ["Answer", "Judged", "JudgedReport", "Verdict", "Waiver", "verify"]


def verify(text: str, figures: FigureSet, previous: FigureSet | None = None) -> Answer:
    """Every numeric expression and claim of ``text`` against the figures of its report.

    ``figures.form`` names the edition whose tables and words are used; ``KeyError`` where it is unknown. Without
    ``previous`` what compares with last year stays unsupported, unless it is impossible. Any text gives an answer.
    """
    return judge(text, form_of(figures.form), figures, previous)
