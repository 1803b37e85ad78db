"""What a clerk's words name: cells, groups and facts, by the words of the form."""

from collections.abc import Sequence

from agent.drafting.setting import Missing, Setting
from agent.figures import Fact
from agent.forms.expressions import Expression
from agent.forms.form import Form
from agent.verify.lexicon import Hit, Sense, lexicon_of

_FEW = 6


def meant(words: str, setting: Setting, form: Form) -> tuple[Expression, ...]:
    """The cells, groups and facts that words name, the likeliest reading of each; none where they name none."""
    hits = lexicon_of(form, setting.figures.year).find(words)
    sources = list(dict.fromkeys(_rows(hits) or _topics(hits) or _labelled(words, form)))
    named = [each for fact in setting.figures.facts if (each := _fact(fact, words))]
    found = [
        expression for source in (*sources, *named) if (expression := bound(source, setting)) is not None
    ]
    return tuple(found)


def _labelled(words: str, form: Form) -> list[str]:
    """The cells whose row is called so, in part: 收费 for 行政事业性收费; none where that would be many."""
    found = [cell.key for cell in form.cells if len(words) >= 2 and words in cell.row and is_total(cell.key)]
    return found if len(found) <= _FEW else []


def bound(source: str, setting: Setting) -> Expression | None:
    """The expression of a source, None where there is none."""
    expression = setting.expression(source)
    return None if isinstance(expression, Missing) else expression


def _rows(hits: Sequence[Hit]) -> list[str]:
    """What the rows named mean, at the columns named beside them."""
    found: list[str] = []
    for hit in hits:
        for sense in hit.senses:
            if sense.kind == "term" and sense.term is not None and _sure(sense, hits):
                found += _at(sense.term.means[0], sense, hits)
                break
    return found


def _sure(sense: Sense, hits: Sequence[Hit]) -> bool:
    """Whether a verb (办理) speaks of its subject: the subject is named too, or no other is."""
    if sense.term is None or not sense.term.verb:
        return True
    topics = {each.subject.id for hit in hits for each in hit.senses if each.kind == "topic"}
    return not topics or sense.subject.id in topics


def _topics(hits: Sequence[Hit]) -> list[str]:
    """What the subjects named count first."""
    found: list[str] = []
    for hit in hits:
        for sense in hit.senses:
            if sense.kind in ("topic", "column") and sense.subject.terms:
                found += _at(sense.subject.terms[0].means[0], sense, hits)
                break
    return found


def _at(means: str, sense: Sense, hits: Sequence[Hit]) -> list[str]:
    """The expression at the columns named; where none is named, at the usual one, or at each where there is no usual one."""
    subject = sense.subject
    named = [
        each.column
        for hit in hits
        for each in hit.senses
        if each.kind == "column" and each.subject is subject
    ]
    columns = named[:1] or ([subject.default] if subject.default else list(subject.columns))
    return [means.replace("*", column) for column in columns] if "*" in means else [means]


def _fact(fact: Fact, words: str) -> str:
    """A reference to the fact that words name, wholly or by a piece of its name; "" where they do not."""
    if '"' in fact.name:
        return ""
    whole = any(each in words for each in fact.names)
    piece = len(words) >= 2 and any(words in each for each in fact.names)
    return f'fact("{fact.name}")' if whole or piece else ""


def is_total(key: str) -> bool:
    """Whether a cell is one that is worth naming by itself."""
    return key.endswith(".total") or key.split(".")[0] in ("documents", "decisions", "fees")
