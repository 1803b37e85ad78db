"""What a writer is asked: one part of the report, and everything that may be said in it.

A brief is complete: a writer needs nothing else, and nothing that is not in it may stand in what it writes. It is written
over references, so the same brief serves a writer that fills them in by itself and a model that never sees a cell's key twice.
"""

from dataclasses import dataclass

from agent.drafting.manuscript import Lines
from agent.drafting.setting import Setting
from corpus.index.exemplar import Exemplar

INTRODUCTION = "introduction"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the report that is written at once.

    ``section`` is the form's id, or "introduction" for what stands before the first; ``topic`` is one of the section's, "" where
    the section has none of its own or is written as a whole. ``title`` is in Chinese (依申请公开).
    """

    section: str
    topic: str = ""
    title: str = ""

    @property
    def id(self) -> str:
        """``overview.requests``, ``introduction``."""
        return f"{self.section}.{self.topic}" if self.topic else self.section


@dataclass(frozen=True, slots=True)
class Offer:
    """A reference that may be used: ``source`` stands between the braces, ``label`` is Chinese, ``says`` is over the figures."""

    source: str
    label: str
    says: str


@dataclass(frozen=True, slots=True)
class Found:
    """A past paragraph that may serve as a pattern, and why it was found."""

    exemplar: Exemplar
    why: str = ""


@dataclass(frozen=True, slots=True)
class Objection:
    """What is held against a sentence that was written: ``template`` as written, ``text`` as read ("" where it cannot be said).

    ``code`` names the check, ``reason`` says in Chinese what is wrong, ``mend`` what to do instead ("" where nothing is known).
    """

    template: str
    text: str
    code: str
    reason: str
    mend: str = ""


@dataclass(frozen=True)
class Brief:
    """One part, asked for.

    ``requires``: what the form wants said here, a Chinese phrase each. ``offers``: the references that may be used, the required
    ones first. ``exemplars``: the best first. ``instruction`` is the user's, in their words. ``current`` stands there now.
    ``written`` and ``objections``: what the same writer wrote for this brief before, as a template, and what is held against it.
    """

    part: Part
    setting: Setting
    requires: tuple[str, ...] = ()
    offers: tuple[Offer, ...] = ()
    exemplars: tuple[Found, ...] = ()
    instruction: str = ""
    current: tuple[Lines, ...] = ()
    written: str = ""
    objections: tuple[Objection, ...] = ()
