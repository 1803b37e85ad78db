"""What the store keeps: a paragraph that can be used again, and what is known of the file that it came from."""

import hashlib
from dataclasses import dataclass, field

from corpus.topics import topic


@dataclass(frozen=True, slots=True)
class Exemplar:
    """One paragraph of a past report (范文).

    ``section`` is the form's section id ("introduction" before the first, "" unknown), ``topic`` a topic's id ("" none),
    ``level`` a :class:`~corpus.level.Level` ("" unknown), ``form`` the edition whose tables the report prints. ``number`` counts
    the report's paragraphs from 1. ``template`` is the text with references for the figures that the report's own tables hold;
    ``loose`` counts the figures in it that nothing holds, which therefore stand there as digits.
    """

    unit: str
    year: int
    text: str
    template: str
    level: str = ""
    form: str = ""
    section: str = ""
    heading: str = ""
    topic: str = ""
    file: str = ""
    number: int = 0
    loose: int = 0

    @property
    def key(self) -> str:
        """The same for the same paragraph of the same report, whatever file it was read from.

        A digest and, behind it, what a search may ask for, so that the nearest of a hundred thousand are told apart without
        looking any of them up.
        """
        digest = digest_of(self.unit, str(self.year), self.section, "".join(self.text.split()))
        facets = (str(self.year), self.section, self.topic, self.level, self.form, unit_mark(self.unit))
        return "|".join((digest, *facets))

    @property
    def topic_label(self) -> str:
        """What it is about, in Chinese; "" where nothing tells."""
        return topic(self.topic).label if self.topic else ""

    @property
    def passage(self) -> str:
        """What its vector is made of: what it is about and its heading say more than many of its words."""
        return "\n".join(filter(None, (self.topic_label, self.heading, self.text)))


@dataclass(frozen=True, slots=True)
class Entry:
    """A file whose paragraphs are kept.

    ``digest`` is of its contents, ``reader`` of the program that read it: where either differs the file is read again. ``keys``
    are its exemplars'. ``cells`` are the figures of its tables by key, as decimal strings. ``previous`` is the digest of the
    year-before report that its references were made with, "" where there was none. ``notes`` are what reading it had to say.
    """

    file: str
    digest: str
    reader: str
    unit: str
    year: int
    form: str
    level: str = ""
    keys: tuple[str, ...] = ()
    cells: dict[str, str] = field(default_factory=dict, hash=False)
    previous: str = ""
    notes: tuple[str, ...] = ()


def unit_mark(unit: str) -> str:
    """A unit's name in a few characters."""
    return digest_of(unit)[:12]


def digest_of(*parts: str | bytes) -> str:
    """A digest of several parts in order, 32 hexadecimal digits; no two ways of cutting a text give the same."""
    digest = hashlib.blake2b(digest_size=16)
    for part in parts:
        content = part.encode("utf-8", "replace") if isinstance(part, str) else part
        digest.update(len(content).to_bytes(8, "big"))
        digest.update(content)
    return digest.hexdigest()
