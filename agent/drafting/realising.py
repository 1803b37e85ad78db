"""From references to text: what a template says over given figures, or why it cannot be said.

Pure and total. An unknown key, an empty cell, last year's figures that are missing or of another year, a division by zero, a
condition that cannot be told: each is a :class:`Missing` with its reason, never an exception and never a blank in a sentence.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from agent.drafting.references import Choice, Template, Token
from agent.drafting.saying import say
from agent.drafting.setting import Missing, Setting
from agent.errors import ExpressionError
from agent.figures import FigureSet

__all__ = ["Quoted", "Realised", "realise", "realise_in", "say"]


@dataclass(frozen=True, slots=True)
class Quoted:
    """Where a reference stands in the realised text, half-open; ``expression`` is None for a name or a word."""

    start: int
    end: int
    reference: str
    expression: str | None = None


@dataclass(frozen=True, slots=True)
class Realised:
    """The text, and the spans of its references in text order. Where no alternative holds the text may be empty."""

    text: str
    spans: tuple[Quoted, ...] = ()


def realise(
    template: str | Template, figures: FigureSet, previous: FigureSet | None = None
) -> Realised | Missing:
    """What a template says over these figures; a template that does not parse is Missing as well."""
    return realise_in(template, Setting.of(figures, previous))


def realise_in(template: str | Template, setting: Setting) -> Realised | Missing:
    """The same in a setting made before."""
    try:
        parsed = Template.of(template) if isinstance(template, str) else template
    except ExpressionError as error:
        return Missing((str(error),))
    page = _Page()
    _write(parsed.tokens, setting, page)
    if page.reasons:
        return Missing(tuple(dict.fromkeys(page.reasons)))
    return Realised("".join(page.pieces), tuple(page.spans))


@dataclass
class _Page:
    """What has been written so far, and what could not be."""

    pieces: list[str] = field(default_factory=list)
    spans: list[Quoted] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    length: int = 0

    def add(self, text: str) -> None:
        self.pieces.append(text)
        self.length += len(text)


def _write(tokens: Sequence[Token], setting: Setting, page: _Page) -> None:
    for token in tokens:
        if isinstance(token, str):
            page.add(token)
        elif isinstance(token, Choice):
            _choose(token, setting, page)
        else:
            said = say(token, setting)
            if isinstance(said, Missing):
                page.reasons += said.reasons
                continue
            at = page.length
            page.spans.append(Quoted(at, at + len(said.text), token.source, said.expression))
            page.add(said.text)


def _choose(choice: Choice, setting: Setting, page: _Page) -> None:
    """Write the first branch that holds. One that cannot be told ends the matter: the next ones say what it is not."""
    for branch in choice.branches:
        told = branch.condition.truth(setting) if branch.condition is not None else True
        if isinstance(told, Missing):
            line = branch.condition.source if branch.condition is not None else ""
            page.reasons.append(f"条件“{line}”不能判断：{told.reason}")
            return
        if told:
            _write(branch.tokens, setting, page)
            return
