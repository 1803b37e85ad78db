"""The editions that come with the package.

Their data files are part of the package, like its code, and are read once per process: the one thing this room reads.
"""

from functools import cache
from importlib.resources import files

from agent.forms.form import Form
from agent.forms.reading import read_form


def _text(*path: str) -> str:
    return files("agent.forms").joinpath(*path).read_text("utf-8")


@cache
def editions() -> tuple[str, ...]:
    """The names of the editions, oldest first."""
    names = (entry.name for entry in files("agent.forms").joinpath("editions").iterdir())
    return tuple(sorted(name.removesuffix(".yaml") for name in names if name.endswith(".yaml")))


@cache
def form_of(edition: str) -> Form:
    """The form of that edition; ``KeyError`` where there is none, ``FormError`` where its file is wrong."""
    if edition not in editions():
        raise KeyError(edition)
    file = f"{edition}.yaml"
    return read_form(_text("editions", file), file, lambda name: _text("words", f"{name}.yaml"))


def forms() -> tuple[Form, ...]:
    """Every form, oldest first."""
    return tuple(form_of(edition) for edition in editions())


def form_serving(year: int) -> Form | None:
    """The form that reports on that year use; None where none does."""
    return next((form for form in forms() if form.serves(year)), None)
