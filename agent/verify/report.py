"""A whole report: its figures, its prose, and what the verifier says of it. What the exporters print."""

from dataclasses import dataclass

from agent.figures import FigureSet
from agent.forms.form import Form
from agent.forms.narrative import Narrative
from agent.verify.answer import Answer


@dataclass(frozen=True)
class JudgedReport:
    """``answer`` is over ``narrative.text``. ``previous`` is last year's figures where they are known."""

    form: Form
    figures: FigureSet
    narrative: Narrative
    answer: Answer
    previous: FigureSet | None = None
