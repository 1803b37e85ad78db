"""``Remark``, what is said of a draft besides its figures, and ``Against``, what the draft is held against."""

from dataclasses import dataclass

from agent.figures import FigureSet


@dataclass(frozen=True, slots=True)
class Remark:
    """One remark: a half-open span of the text as given, in code points.

    ``start == end`` where something is missing: the end of the section that should hold it, or of the text. ``grave``: the draft
    must not be published like that; anything else is advice. ``what`` and ``mend`` are Chinese, without a full stop.
    """

    start: int
    end: int
    code: str
    grave: bool
    what: str
    mend: str


@dataclass(frozen=True)
class Against:
    """What is known of the report that the draft is for.

    ``previous`` are last year's figures of the same unit, ``last`` the prose of its report of last year, "" where there is none.
    ``others`` are full names of other units that the store knows. ``wanted`` are the parts that the text is meant to hold: ids of
    the form's sections (``overview``) or topics (``overview.requests``); None: the sections whose headings stand in the text.
    """

    figures: FigureSet
    previous: FigureSet | None = None
    last: str = ""
    others: tuple[str, ...] = ()
    wanted: tuple[str, ...] | None = None
