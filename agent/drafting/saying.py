"""What one reference says in a setting, or why it cannot.

Pure and total: an unknown key, an empty cell, a division by zero is a :class:`~agent.drafting.setting.Missing` with its
reason. Numbers are written by :mod:`agent.drafting.amounts`, changes by :mod:`agent.drafting.changes`; here are the words.
"""

from collections.abc import Callable
from decimal import Context, DecimalException, localcontext

from agent.drafting.amounts import Said, amount
from agent.drafting.changes import change
from agent.drafting.setting import Missing, Setting
from agent.drafting.speaker import short_name
from agent.drafting.subjects import Change, Reference, Word, Year

_WIDE = Context(prec=120)


def say(reference: Reference, setting: Setting) -> Said | Missing:
    """What one reference says."""
    try:
        with localcontext(_WIDE):
            return _say(reference, setting)
    except (DecimalException, RecursionError):
        return Missing((f"“{reference.source[:40]}”太大或太深，写不出",))


def _say(reference: Reference, setting: Setting) -> Said | Missing:
    subject = reference.subject
    if isinstance(subject, Word):
        text = _WORDS[subject.name](setting)
        return Said(text) if text else Missing((f"没有填“{subject.name}”",))
    if isinstance(subject, Year):
        return Said(str(setting.figures.year + subject.shift))
    if isinstance(subject, Change):
        return change(subject.expression, reference.writing, setting)
    return amount(subject.expression, reference.writing, setting)


def _contents(setting: Setting) -> str:
    return "".join(f"“{section.title}”" for section in setting.form.sections) if setting.form else ""


def _title_inside(text: str) -> str:
    """A title quoted inside a title takes single guillemets."""
    return text.replace("《", "〈").replace("》", "〉")


def _notice(setting: Setting) -> str:
    form = setting.form
    return f"《{_title_inside(form.authority_title)}》（{form.authority}）" if form else ""


def _line(text: str) -> str:
    """What a person typed, on one line: a sentence has no line breaks."""
    return " ".join(text.split())


_WORDS: dict[str, Callable[[Setting], str]] = {
    "title": lambda s: s.form.title(short_name(_line(s.figures.unit)), s.figures.year) if s.form else "",
    "unit": lambda s: _line(s.figures.unit),
    "unit.short": lambda s: short_name(_line(s.figures.unit)),
    "we": lambda s: s.speaker.we,
    "whole": lambda s: s.speaker.whole,
    "period": lambda s: f"{s.figures.year}年1月1日至{s.figures.year}年12月31日",
    "form.authority": lambda s: s.form.authority if s.form else "",
    "form.authority_title": lambda s: _title_inside(s.form.authority_title) if s.form else "",
    "form.notice": _notice,
    "form.report": lambda s: s.form.report if s.form else "",
    "form.contents": _contents,
    "contact.office": lambda s: _line(s.figures.contact.office),
    "contact.address": lambda s: _line(s.figures.contact.address),
    "contact.postcode": lambda s: _line(s.figures.contact.postcode),
    "contact.telephone": lambda s: _line(s.figures.contact.telephone),
    "contact.fax": lambda s: _line(s.figures.contact.fax),
    "contact.email": lambda s: _line(s.figures.contact.email),
}
