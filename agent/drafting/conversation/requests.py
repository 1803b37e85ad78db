"""What a clerk may ask in one turn, typed. A part, ``None`` where the words name none, is of the report being talked of."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from agent.drafting.brief import Part


class Manner(StrEnum):
    """How a part is to be written anew."""

    LONGER = "longer"
    SHORTER = "shorter"
    OTHERWISE = "otherwise"
    LIKE_LAST_YEAR = "like_last_year"
    FREE = "free"

    @property
    def wish(self) -> str:
        """What a writer is told, in Chinese; "" where the clerk's own words say it."""
        return _WISHES[self]


_WISHES = {
    Manner.LONGER: "写得再详细一些，把能用的引用多用一些，不编内容",
    Manner.SHORTER: "写得短一些，只留必须说的",
    Manner.OTHERWISE: "意思和数字不变，换一种说法",
    Manner.LIKE_LAST_YEAR: "按往年这一部分的结构和次序来写",
    Manner.FREE: "",
}


@dataclass(frozen=True, slots=True)
class Draft:
    """Write a part; ``whole``: the whole report."""

    part: Part | None = None
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Rewrite:
    """Write a part anew. ``instruction`` is the clerk's whole sentence, which a model is given as it is."""

    manner: Manner
    part: Part | None = None
    instruction: str = ""


@dataclass(frozen=True, slots=True)
class AddFact:
    """Add a supplementary fact, as far as it is given; ``qualifier`` is 余, 近, 约 or 超."""

    name: str = ""
    value: Decimal | None = None
    unit: str = ""
    source: str = ""
    qualifier: str | None = None
    # What the value was read from, to be shown back: 三期, 1.2万.
    written: str = ""


@dataclass(frozen=True, slots=True)
class Compare:
    """This year against last: what ``words`` name, a part's figures, or everything that matters."""

    words: str = ""
    part: Part | None = None


@dataclass(frozen=True, slots=True)
class WhereFrom:
    """Where a number, or what words name, comes from."""

    words: str = ""


@dataclass(frozen=True, slots=True)
class WhyMarked:
    """Why something is objected to; no words: everything that is."""

    words: str = ""


@dataclass(frozen=True, slots=True)
class ChangeFigure:
    """Make another number of one. It is never done here: figures change where they are filled in."""


@dataclass(frozen=True, slots=True)
class Search:
    """Past paragraphs."""

    words: str


@dataclass(frozen=True, slots=True)
class Show:
    """A part as it stands; None: the whole."""

    part: Part | None = None
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Undo:
    """Take the last change back."""


@dataclass(frozen=True, slots=True)
class Redo:
    """Make the change again that was taken back."""


@dataclass(frozen=True, slots=True)
class Accept:
    """Keep what was proposed."""


@dataclass(frozen=True, slots=True)
class Reject:
    """Do not keep it."""


@dataclass(frozen=True, slots=True)
class Help:
    """What can be asked."""


@dataclass(frozen=True, slots=True)
class Stop:
    """Leave off what is being asked for; nothing is under way any more when this is read."""


@dataclass(frozen=True, slots=True)
class Leave:
    """End the conversation."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """No rule understands it."""

    text: str


Request = (
    Draft
    | Rewrite
    | AddFact
    | Compare
    | WhereFrom
    | WhyMarked
    | ChangeFigure
    | Search
    | Show
    | Undo
    | Redo
    | Accept
    | Reject
    | Help
    | Stop
    | Leave
    | Unknown
)
