"""What a query asks: without the words that only ask (怎么写), and with what reports say for its words (打官司 is 行政诉讼).

The words are in ``synonyms.yaml``, which a person who knows reports can edit. Only queries are gone through: what is kept never
depends on the file, so that it may be changed without a store being made anew.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from agent.forms.marked import Marked, read_marked

_FILE = "synonyms.yaml"
_NOTHING = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True)
class Asked:
    """``text`` is what was asked without empty words; ``words`` those of its words that reports say otherwise, each with how."""

    text: str
    words: dict[str, tuple[str, ...]]

    @property
    def otherwise(self) -> str:
        """Everything that reports say for its words, as one text; "" where nothing is known."""
        return " ".join(dict.fromkeys(other for others in self.words.values() for other in others))


@dataclass(frozen=True)
class Synonyms:
    """What the file holds: ``others`` of each word that may be asked, itself left out; longest words first in the patterns."""

    others: dict[str, tuple[str, ...]]
    empty: re.Pattern[str]
    word: re.Pattern[str]

    def asked(self, query: str) -> Asked:
        """The query understood; one that is nothing but empty words stays as it is."""
        text = self.empty.sub(" ", query)
        text = text if text.strip() else query
        return Asked(text, {word: self.others[word] for word in self.word.findall(text)})


@cache
def synonyms() -> Synonyms:
    """Those that come with the package; ``FormError`` with the line where the file is wrong."""
    return read_synonyms(files("corpus.index").joinpath(_FILE).read_text("utf-8"), _FILE)


def read_synonyms(text: str, file: str) -> Synonyms:
    """The synonyms of a file's text; ``FormError`` names the line of what is wrong."""
    top = read_marked(text, file).mapping(known={"empty", "words"}, needed={"empty", "words"})
    others: dict[str, tuple[str, ...]] = {}
    for node in top["words"].items():
        entry = node.mapping(known={"asked", "written"}, needed={"asked", "written"})
        asked = _words(entry["asked"])
        known = (*asked, *_words(entry["written"]))
        for word in asked:
            if word in others:
                raise entry["asked"].wrong(f"“{word}”在另一条里已经有了，请合并")
            others[word] = tuple(dict.fromkeys(each for each in known if each != word))
    return Synonyms(others, _any_of(_words(top["empty"])), _any_of(others))


def _words(node: Marked) -> tuple[str, ...]:
    for item in node.items():
        if not item.text().strip():
            raise item.wrong("这里不能是空的")
    return node.texts()


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, longest_first))) if longest_first else _NOTHING
