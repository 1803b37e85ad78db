"""The labelled queries: what clerks type, and which paragraphs of the sample reports they want to see.

A label is the report's file stem and words that stand in one paragraph of that report only, so that it outlives small changes
of the text. Labels are graded: ``best`` are exactly what is wanted (2), ``helps`` helps (1); every other paragraph is worth 0.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from agent.errors import BadInput, Problem
from agent.forms.marked import Marked, read_marked
from corpus.index.filters import Filters
from eval.retrieval.passages import Passage

QUERIES = Path(__file__).with_name("queries.yaml")
BEST, HELPS = 2, 1
_FILTERS = ("section", "topic", "level")
_KNOWN = {*_FILTERS} | {"query", "kind", "wanted", "test", "best", "helps"}


@dataclass(frozen=True, slots=True)
class Query:
    """``grades`` by exemplar key; ``wanted`` says in one line what is looked for; ``test`` ones are not looked at in tuning."""

    text: str
    kind: str
    wanted: str
    filters: Filters = field(default_factory=Filters)
    grades: dict[str, int] = field(default_factory=dict, hash=False)
    test: bool = False

    @property
    def best(self) -> frozenset[str]:
        """The keys of what is exactly wanted."""
        return frozenset(key for key, grade in self.grades.items() if grade == BEST)


def queries(passages: Sequence[Passage], file: Path = QUERIES) -> list[Query]:
    """The queries of a file, their labels resolved.

    ``BadInput`` names every label that fits no paragraph or several, or one that the query's own filters keep out;
    ``FormError`` the first line that is not as it should be.
    """
    problems: list[Problem] = []
    found = [
        _query(node, passages, problems) for node in read_marked(file.read_text("utf-8"), file.name).items()
    ]
    texts = [each.text for each in found]
    problems += [
        Problem(f"“{text}”有两条", file.name) for text in sorted({t for t in texts if texts.count(t) > 1})
    ]
    if problems:
        raise BadInput(problems)
    return found


def _query(node: Marked, passages: Sequence[Passage], problems: list[Problem]) -> Query:
    entry = node.mapping(known=_KNOWN, needed={"query", "kind", "wanted", "best"})
    section, topic, level = (entry[name].text() if name in entry else "" for name in _FILTERS)
    filters = Filters(section, topic, level)
    grades: dict[str, int] = {}
    for name, grade in (("best", BEST), ("helps", HELPS)):
        for label in entry[name].items() if name in entry else ():
            resolved = list(_resolved(label, filters, passages, problems))
            problems += [_wrong(label, "这一段已经标过") for each in resolved if each.key in grades]
            grades |= {each.key: grade for each in resolved}
    return Query(
        text=entry["query"].text(),
        kind=entry["kind"].text(),
        wanted=entry["wanted"].text(),
        filters=filters,
        grades=grades,
        test="test" in entry and entry["test"].flag(),
    )


def _resolved(
    label: Marked, filters: Filters, passages: Sequence[Passage], problems: list[Problem]
) -> Iterator[Passage]:
    report, _, words = label.text().partition(" ")
    plain = "".join(words.split())
    fitting = [each for each in passages if plain and each.report == report and plain in each.plain]
    if len(fitting) != 1:
        problems.append(_wrong(label, f"合乎“{label.text()}”的段落有 {len(fitting)} 个，应当正好一个"))
    elif not filters.admits(fitting[0].exemplar):
        problems.append(_wrong(label, f"“{label.text()}”被这个问题自己的条件排除了"))
    else:
        yield fitting[0]


def _wrong(label: Marked, what: str) -> Problem:
    return Problem(what, f"{label.file} 第{label.line}行")
