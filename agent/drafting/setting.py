"""What references and conditions are read against: one unit's figures, the year before's, the form, who speaks."""

from dataclasses import dataclass, field
from decimal import Decimal, DecimalException

from agent.drafting.speaker import Speaker, short_name, speaker_of
from agent.errors import ExpressionError
from agent.figures import FigureSet
from agent.forms.expressions import Expression, Undefined, evaluate
from agent.forms.form import Form
from agent.forms.library import editions, form_of


@dataclass(frozen=True, slots=True)
class Missing:
    """Why nothing can be said: one Chinese phrase for each reference that has no value."""

    reasons: tuple[str, ...]

    @property
    def reason(self) -> str:
        """All reasons in one line."""
        return "；".join(self.reasons)


@dataclass(frozen=True)
class Setting:
    """What references are read against. ``previous`` is kept only where it is the year before; ``form`` None: unknown."""

    form: Form | None
    figures: FigureSet
    previous: FigureSet | None
    speaker: Speaker
    _bound: dict[str, Expression | Missing] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(cls, figures: FigureSet, previous: FigureSet | None = None, form: Form | None = None) -> "Setting":
        """The setting of a figure set; the form is the figures' own unless another is given."""
        if form is None and figures.form in editions():
            form = form_of(figures.form)
        kept = previous if previous is not None and comparable(figures, previous) else None
        return cls(form, figures, kept, speaker_of(figures.unit))

    def expression(self, text: str) -> Expression | Missing:
        """An expression bound to the form's cells, or why it is none."""
        found = self._bound.get(text)
        if found is None:
            found = self._bound[text] = self._bind(text)
        return found

    def _bind(self, text: str) -> Expression | Missing:
        if self.form is None:
            return Missing((f"不认识的格式“{self.figures.form}”",))
        try:
            return self.form.parse(text)
        except ExpressionError as error:
            return Missing((str(error),))
        except RecursionError:
            return Missing(("算式嵌套太深",))

    def value(self, text: str) -> Decimal | Missing:
        """The value of an expression, or why there is none."""
        expression = self.expression(text)
        return expression if isinstance(expression, Missing) else self.worth(expression)

    def worth(self, expression: Expression) -> Decimal | Missing:
        """The value of a bound expression, or why there is none."""
        try:
            value = evaluate(expression, self.figures, self.previous)
        except (DecimalException, RecursionError):
            return Missing(("数值太大或算式太深，算不出",))
        return Missing((value.reason,)) if isinstance(value, Undefined) else value


def comparable(figures: FigureSet, previous: FigureSet) -> bool:
    """Whether the second set is the same unit's year before, so that 比上年 says what it means."""
    same = short_name(figures.unit) == short_name(previous.unit)
    return same and previous.year == figures.year - 1
