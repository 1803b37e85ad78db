"""The sayings of ``sayings.yaml`` as patterns: a person writes 〈写〉（一下/）〈部分〉, the whole sentence must fit.

``〈词〉`` is one of the file's sets of words, ``〈部分〉`` a part of the report, ``〈话〉`` any words, ``（甲/乙）`` one of
several, an empty one among them where it may be missing. Nothing that a person can write there is a regular expression.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from agent.forms.marked import Marked, read_marked

FILE = "sayings.yaml"
_PART, _WORDS = "部分", "话"
# What the spoken parts are called by number: 第一部分, 第5部分, 一、.
_NUMBERED = r"第(?P<number{n}>[一二三四五六1-6])(?:个)?(?:大)?(?:部分|章|节)"
_TOKEN = re.compile(r"〈([^〈〉]+)〉|（|）|/|[^〈〉（）/]+")
# A sentence of commands is short; a longer one is a text.
LONGEST = 300


@dataclass(frozen=True)
class Said:
    """What a sentence has in it: the part by its id or its number, and the free words."""

    kind: str
    part: str = ""
    number: str = ""
    words: str = ""


@dataclass(frozen=True)
class Sayings:
    """The file, read. ``patterns`` are in the order of the file; the first that fits counts."""

    before: tuple[str, ...]
    after: tuple[str, ...]
    parts: Mapping[str, str]
    patterns: tuple[tuple[str, "re.Pattern[str]"], ...]

    def heard(self, text: str) -> Iterator[Said]:
        """What a sentence may say, the likeliest first.

        Sayings without free words come first; those with some are held against the sentence without what is only polite, so that
        no 请 and no 谢谢 gets into the words.
        """
        barer = list(self._barer(bare(text)))
        for free, sentences in ((False, barer), (True, barer[::-1])):
            for sentence in sentences:
                for kind, pattern in self.patterns:
                    if _has_words(pattern) == free and (match := pattern.fullmatch(sentence)):
                        yield self._said(kind, match)

    def part_named(self, text: str) -> str:
        """The id of the part that words name, "" where they name none."""
        return self.parts.get(bare(text), "")

    def _said(self, kind: str, match: "re.Match[str]") -> Said:
        found = {name: value for name, value in match.groupdict().items() if value}
        part = next((value for name, value in found.items() if name.startswith("part")), "")
        number = next((value for name, value in found.items() if name.startswith("number")), "")
        words = "".join(value for name, value in found.items() if name.startswith("words"))
        return Said(kind, self.parts.get(part, ""), number, words)

    def _barer(self, text: str) -> Iterator[str]:
        """The sentence, and again without each polite word at its ends; a handful at most."""
        seen, queue = {text}, [text]
        while queue and len(seen) < 24:
            sentence = queue.pop(0)
            yield sentence
            shorter = [sentence.removeprefix(word) for word in self.before if sentence.startswith(word)]
            shorter += [sentence.removesuffix(word) for word in self.after if sentence.endswith(word)]
            for each in shorter:
                if each and each not in seen:
                    seen.add(each)
                    queue.append(each)


def bare(text: str) -> str:
    """A sentence without blanks and punctuation, except what stands inside numbers (1,234 and 3.5%)."""
    text = re.sub(r"(?<=[0-9])[,，](?=[0-9]{3})", "", text.strip())
    return re.sub(
        r"(?<![0-9])[.．]|[.．](?![0-9])|[\s　，。！？!?,、；;：:“”\"'‘’「」『』~～…（）()《》]", "", text
    )


@cache
def sayings() -> Sayings:
    """The sayings that come with the package, read once; ``FormError`` names the line that is wrong."""
    text = files("agent.drafting.conversation").joinpath(FILE).read_text("utf-8")
    return read_sayings(text, FILE)


def read_sayings(text: str, file: str) -> Sayings:
    """The sayings of a file's text; ``FormError`` says which line is wrong."""
    known = {"polite", "parts", "sets", "sayings"}
    top = read_marked(text, file).mapping(known=known, needed=known)
    polite = top["polite"].mapping(known={"before", "after"}, needed={"before", "after"})
    names = {name: part for part, node in top["parts"].entries().items() for name in node.texts()}
    sets = {name: node.texts() for name, node in top["sets"].entries().items()}
    patterns = []
    for kind, node in top["sayings"].entries().items():
        if kind not in KINDS:
            raise node.wrong(f"不认识的说法“{kind}”，可用：{'、'.join(KINDS)}")
        patterns += [(kind, _Compiler(each, sets, tuple(names)).compiled()) for each in node.items()]
    return Sayings(
        _longest_first(polite["before"].texts()),
        _longest_first(polite["after"].texts()),
        names,
        tuple(patterns),
    )


KINDS = (
    "undo", "redo", "accept", "reject", "help", "stop", "leave", "show", "show_whole", "show_this", "change_figure",
    "draft_whole", "draft", "rewrite", "longer", "shorter", "otherwise", "like_last_year", "compare", "wherefrom", "whymarked",
    "search", "add_fact", "whole_fact", "free",
)  # fmt: skip


def _longest_first(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(sorted(words, key=len, reverse=True))


class _Compiler:
    """One saying to a regular expression; every place for a part or for words is a group of its own name."""

    def __init__(self, node: Marked, sets: Mapping[str, Sequence[str]], parts: Sequence[str]) -> None:
        self._node, self._sets, self._parts = node, sets, parts
        self._count = 0

    def compiled(self) -> "re.Pattern[str]":
        text, made, depth = self._node.text(), [], 0
        if "".join(match[0] for match in _TOKEN.finditer(text)) != text:
            raise self._node.wrong("〈〉 没有配成对")
        for match in _TOKEN.finditer(text):
            depth += {"（": 1, "）": -1}.get(match[0], 0)
            if depth < 0 or (match[0] == "/" and not depth):
                raise self._node.wrong("（）没有配成对，或“/”不在（）里")
            made.append(self._piece(match))
        if depth:
            raise self._node.wrong("（）没有配成对")
        return re.compile("".join(made), re.IGNORECASE)

    def _piece(self, match: "re.Match[str]") -> str:
        sign = {"（": "(?:", "）": ")", "/": "|"}.get(match[0])
        if sign is not None:
            return sign
        if match[1] is None:
            return re.escape(bare(match[0]))
        self._count += 1
        if match[1] == _PART:
            numbered = _NUMBERED.format(n=self._count)
            return f"(?:(?P<part{self._count}>{_any(self._parts)})|{numbered})"
        if match[1] == _WORDS:
            return f"(?P<words{self._count}>.{{1,200}}?)"
        if match[1] not in self._sets:
            raise self._node.wrong(f"没有“{match[1]}”这组词")
        return f"(?:{_any(self._sets[match[1]])})"


def _has_words(pattern: "re.Pattern[str]") -> bool:
    return any(name.startswith("words") for name in pattern.groupindex)


def _any(words: Sequence[str]) -> str:
    return "|".join(re.escape(bare(word)) for word in _longest_first(words))
