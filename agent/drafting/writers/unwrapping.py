"""What models put around a text that was asked for alone: fences, 以下是…, headings, bullets, a farewell, the question again.

The text comes in pieces that break anywhere. It goes out in sentences, each as soon as it is whole, with a line's end behind the
last of a paragraph.
"""

import re
from collections.abc import Collection, Iterator

_ENDS = frozenset("。；！？")
_LEAD_IN = re.compile(
    r"^(?:(?:好的|当然|没问题|明白了?|收到)[，,。！!、]?\s*)?"
    r"(?:(?:以下|下面|这)(?:就?是|为)[^。\n{]{0,60}[：:]\s*|(?:重写|修改|改写|起草)(?:后|好)的[^。\n{]{0,30}[：:]\s*)"
)
_YES = re.compile(r"^(?:好的|当然|没问题|明白了?|收到)[，,。！!]\s*")
_BULLET = re.compile(r"^\s*(?:[-*•·●▪]+\s+|>\s*|\d{1,2}[.．、)）]\s*(?![\d{]))")
_HEADING = re.compile(
    r"^(?:#{1,6}\s.*|\*\*[^*]+\*\*[:：]?|[一二三四五六七八九十]+、[^。；]{1,24}|（[一二三四五六七八九十]+）[^。；]{1,24})$"
)
_OPENER = re.compile(r"^(?:#{1,6}\s+)")
_FAREWELL = re.compile(
    r"^[（(]?(?:希望(?:以上|这|对您)|如[需有](?:要|进一步|其他|任何)?.{0,12}(?:修改|调整|补充|问题)|请(?:告诉我|随时)|注[：:]|说明[：:]"
    r"|以上(?:是|为|内容))"
)
_DECLINES = re.compile(
    r"^(?:很?抱歉|对不起|非常抱歉|我(?:无法|不能)|作为(?:一[个名])?(?:AI|人工智能|语言模型)"
    r"|(?:I'm |I am )?sorry|I can(?:no|')t|As an AI)",
    re.IGNORECASE,
)
_TOKEN = re.compile(r"<\|[a-z_]{1,20}\|>|</?s>|<(?:start|end)_of_turn>", re.IGNORECASE)
_FENCE = re.compile(r"^\s*(?:```|~~~)")
_LONGEST = 2_000


def declines(text: str) -> bool:
    """Whether an answer begins as a refusal does."""
    return bool(_DECLINES.match(text.lstrip()))


class Unwrapper:
    """Feed it pieces, get sentences.

    ``titles`` are dropped where they stand alone on a line, and sentences of ``question`` where they come back. A sentence
    that was just said is not said again; ``stuck`` counts how often that was tried in a row.
    """

    def __init__(self, titles: Collection[str] = (), question: str = "") -> None:
        self._titles = frozenset(filter(None, titles))
        self._question = frozenset(filter(None, map(str.strip, re.split(r"(?<=[。；！？])|\n", question))))
        self._last = ""
        self.stuck = 0
        self._line = ""
        self._fresh = True
        self._broken = False
        self._given = False
        self._leaving = False
        self.beginning = ""

    def feed(self, piece: str) -> Iterator[str]:
        """The sentences that are whole now."""
        if len(self.beginning) < 40:
            self.beginning = (self.beginning + piece).lstrip()[:40]
        for letter in piece:
            if letter in "\r\n":
                yield from self._ended()
                continue
            self._line += letter
            if (letter in _ENDS and not self._open()) or len(self._line) >= _LONGEST:
                yield from self._said(self._take())

    def rest(self) -> Iterator[str]:
        """What is left at the end."""
        yield from self._ended()

    def _open(self) -> bool:
        """Whether the line stands inside the braces of a reference."""
        return self._line.count("{{") > self._line.count("}}")

    def _take(self) -> str:
        line, self._line = self._line, ""
        return line

    def _ended(self) -> Iterator[str]:
        """A line is over."""
        line = self._take()
        if line.strip() and not (self._fresh and self._alone(line.strip())):
            yield from self._said(line)
        self._broken = self._broken or not self._fresh
        self._fresh, self._leaving = True, False

    def _alone(self, line: str) -> bool:
        """Whether a line without a sentence in it is no part of the text."""
        bare = line.strip("*#_ ：:")
        return bool(
            bare in self._titles
            or _FENCE.match(line)
            or _HEADING.match(line)
            or _lead_only(line)
            or not bare.strip("-=~`")
        )

    def _said(self, sentence: str) -> Iterator[str]:
        """A sentence, at the front of its line without what stands before it."""
        if self._fresh:
            sentence = _BULLET.sub("", _OPENER.sub("", sentence.lstrip()))
            sentence = _YES.sub("", _LEAD_IN.sub("", sentence))
            for title in self._titles:
                sentence = re.sub(rf"^\**{re.escape(title)}\**[：:]\s*", "", sentence)
        sentence = _TOKEN.sub("", sentence).replace("**", "").replace("`", "").strip()
        if sentence in self._question:
            return
        if sentence and sentence == self._last:
            self.stuck += 1
            return
        self._leaving = self._leaving or (self._fresh and bool(_FAREWELL.match(sentence)))
        if not sentence or self._leaving:
            return
        if self._given and self._broken:
            yield "\n"
        self._fresh = self._broken = False
        self._given = True
        self._last, self.stuck = sentence, 0
        yield sentence


def _lead_only(line: str) -> bool:
    return line.endswith(("：", ":")) and bool(_LEAD_IN.match(line) or _YES.match(line))
