"""A writer's text cut into paragraphs and sentences, references left whole.

A sentence ends at a full stop, a question or an exclamation mark outside references, and takes closing quotes and brackets
along; blocks that depend on figures (``{{if …}}…{{end}}``) are one sentence however many they hold. Characters that nobody sees
(zero-width ones, direction marks, stray accents) are dropped, so that no number hides behind them.
"""

import re
import unicodedata
from collections.abc import Iterator

from agent.drafting.manuscript import Lines, Sentence

HEADING = re.compile(r"[（(][一二三四五六七八九十]{1,3}[）)][^。；，：{}]{2,20}")
_TOKEN = re.compile(r"\{\{\s*(if|end)?[^{}]*\}\}|[。！？!?]+[”’」』）)》]*|\{|[^{。！？!?]+")
_ENDS = "。！？!?"
_UNSEEN = ("Cf", "Cc", "Co", "Cs", "Cn", "Mn", "Me")


def seen(text: str) -> str:
    """The text without the characters that nobody sees; line breaks stay."""
    return "".join(letter for letter in text if letter == "\n" or unicodedata.category(letter) not in _UNSEEN)


def cut(text: str, topic: str = "") -> tuple[Lines, ...]:
    """The paragraphs of a text, one a line, blank lines left out; （一）某某 alone on its line is a sub-heading."""
    lines = (line.strip() for line in seen(text.replace("\r\n", "\n").replace("\t", " ")).split("\n"))
    return tuple(
        Lines((Sentence(line),), heading=True, topic=topic)
        if HEADING.fullmatch(line)
        else Lines(tuple(map(Sentence, sentences(line))), topic=topic)
        for line in lines
        if line
    )


def sentences(paragraph: str) -> Iterator[str]:
    """The sentences of a paragraph, whose concatenation it is."""
    sentence, depth, ended = "", 0, False
    for token in _TOKEN.finditer(paragraph):
        sentence += token[0]
        depth += {"if": 1, "end": -1}.get(token[1] or "", 0)
        # A full stop inside a block counts when the block ends.
        ended = token[0][0] in _ENDS or (ended and token[1] == "end")
        if depth <= 0 and ended:
            yield sentence
            sentence, depth = "", 0
    if sentence.strip():
        yield sentence


def whole(lines: tuple[Lines, ...]) -> str:
    """The paragraphs as a writer would give them: the opposite of :func:`cut`."""
    return "\n".join(each.template for each in lines)
