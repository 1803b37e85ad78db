"""What a model thinks aloud is no part of its answer: ``<think>…</think>`` taken out of a text that comes in pieces."""

import re

_OPEN = re.compile(r"<(think|thinking|thought)>", re.IGNORECASE)
_CLOSE = re.compile(r"</(think|thinking|thought)>", re.IGNORECASE)
_BEGUN = re.compile(r"</?[a-z]{0,8}\Z", re.IGNORECASE)


class Unopened(Exception):
    """Thinking ended that never began: what was given as the answer was none."""


class Thinking:
    """Feed it pieces, get the answer's. ``held``: keep everything back until thinking ends, for models that don't open it."""

    def __init__(self, held: bool = False) -> None:
        self._kept = ""
        self._inside = held
        self._held = held
        self._given = False

    def feed(self, piece: str) -> str:
        """What of the answer is certain now. :class:`Unopened` where what was given before was thinking."""
        self._kept += piece
        said = ""
        while True:
            if self._inside:
                closed = _CLOSE.search(self._kept)
                if closed is None:
                    # Only an end that may be a closing tag matters, unless it may all turn out to be the answer.
                    self._kept = self._kept if self._held else self._kept[-16:]
                    return self._out(said)
                self._kept, self._inside, self._held = self._kept[closed.end() :], False, False
                continue
            opened, closed = _OPEN.search(self._kept), _CLOSE.search(self._kept)
            if closed is not None and (opened is None or closed.start() < opened.start()):
                if self._given or said.strip():
                    raise Unopened
                self._kept = self._kept[closed.end() :]
            elif opened is not None:
                said += self._kept[: opened.start()]
                self._kept, self._inside = self._kept[opened.end() :], True
            else:
                begun = _BEGUN.search(self._kept)
                end = begun.start() if begun else len(self._kept)
                said, self._kept = said + self._kept[:end], self._kept[end:]
                return self._out(said)

    def rest(self) -> str:
        """What is left at the end: nothing where the thinking never ended, all where there turned out to be none."""
        left = "" if self._inside and not self._held else self._kept
        self._kept = ""
        return self._out(left)

    def _out(self, said: str) -> str:
        self._given = self._given or bool(said.strip())
        return said
