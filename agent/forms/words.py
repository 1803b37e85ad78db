"""Which words speak of which cells.

A *topic* is something the tables count (政府信息公开申请, 行政复议, 行政许可). Its *terms* are the words for its rows, each with
the expressions it may mean, the likeliest first; ``*`` in one stands for the column, which the topic's ``columns`` name
(自然人, 维持) and which is ``default`` where the sentence names none. A *verb* term (收到, 办理) speaks of the topic only in a
sentence that is about it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

# The sides of a flow, in the order of its equation: received + brought = closed + open.
FLOW = ("received", "brought", "closed", "open")


@dataclass(frozen=True, slots=True)
class Term:
    """Words for one row, with what they may mean: expressions in which ``*`` is the column.

    ``ending`` are words that close the row's name when they follow it, whatever they say alone: 逾期不补正、行政机关不再处理.
    """

    words: tuple[str, ...]
    means: tuple[str, ...]
    verb: bool = False
    ending: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Subject:
    """One thing that the tables count, and every word about it.

    ``units`` are the measure words it is counted in; ``unless`` words that, beside it, show that something else is meant;
    ``doubtful`` words that leave open whether it is meant (公开 beside 行政许可: a posting, or a decision?), so that a number
    beside one is never objected to; ``done`` the expression that is zero when everything is dealt with; ``rest`` what a
    bare 其他 may mean, ``rates_of`` what a rate (予以公开率) may be of, both as expressions, the likeliest first;
    ``flow`` on which side of received + brought = closed + open a meaning is, empty where nothing flows;
    ``inert`` words that contain one of its words and say nothing (申请人); ``default`` the column meant where none is named,
    None where a column must be named.
    """

    id: str
    name: str
    words: tuple[str, ...]
    units: tuple[str, ...]
    terms: tuple[Term, ...]
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unless: tuple[str, ...] = ()
    inert: tuple[str, ...] = ()
    doubtful: tuple[str, ...] = ()
    done: str | None = None
    rest: tuple[str, ...] = ()
    rates_of: tuple[str, ...] = ()
    flow: Mapping[str, str] = field(default_factory=dict)
    default: str | None = None


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Every subject of a form, in the order of its tables."""

    subjects: tuple[Subject, ...] = ()

    def subject(self, subject_id: str) -> Subject:
        """The subject of that id; ``KeyError`` where there is none."""
        for subject in self.subjects:
            if subject.id == subject_id:
                return subject
        raise KeyError(subject_id)
