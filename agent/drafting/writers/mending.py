"""References that are nearly right, made right where it is sure which was meant.

Models write ``｛｛…｝｝``, ``{…}``, blanks, a label in place of a key, no format, or the unit once more behind it. What may mean
two things stays as it is: whoever realises it says what is wrong with it.
"""

import re
from collections.abc import Iterable, Sequence

from agent.drafting.brief import Offer

_WIDE = str.maketrans("｛｝｜＋－／（）：", "{}|+-/():")
_BRACED = re.compile(r"\$?\{(?:\s*\{){0,2}(?P<inner>[^{}\n]{1,400})\}(?:\s*\}){0,2}")
_ESCAPED = re.compile(r"\\([{}])")
_NO_NUMBER = re.compile(r"[^\d.,，%余多近约超]*\Z")
_REFERENCE = re.compile(r"\{\{(?P<inner>[^{}]+)\}\}")
_APART = (r"(?<![A-Za-z0-9_.{])", r"(?![A-Za-z0-9_.|}])")
_COMPARED = re.compile(r"^(?:比上年|较上年|同比|与上年)")
_MOVED = re.compile(r"^(?:增长|增加|下降|减少|持平)")
_BEFORE_COMPARED = re.compile(r"(?:比上年|较上年|同比|与上年相比)?[，,]?(?:增长|增加|上升|下降|减少)?了?$")
_BEFORE_MOVED = re.compile(r"(?:增长|增加|上升|下降|减少)了?$")
_WITH_VALUE = re.compile(r"\s*[=＝].*$", re.DOTALL)


class Mender:
    """Mends sentences over the references that were offered."""

    def __init__(self, offers: Sequence[Offer]) -> None:
        self._says = {offer.source: offer.says for offer in offers}
        self._exact = _sole((_close(offer.source), offer.source) for offer in offers)
        self._label = _sole((_close(offer.label), offer.source) for offer in offers)
        self._bare = _sole((_close(offer.source.partition("|")[0]), offer.source) for offer in offers)
        keys = {key for o in offers for key in (o.source, o.source.partition("|")[0]) if "." in key}
        longest = sorted(keys, key=lambda key: (-len(key), key))
        self._naked = (
            re.compile(rf"{_APART[0]}(?:{'|'.join(map(re.escape, longest))}){_APART[1]}") if keys else None
        )

    def mended(self, sentence: str) -> str:
        """The sentence with every near miss mended."""
        sentence = self._widths(_ESCAPED.sub(r"\1", sentence))
        sentence = _BRACED.sub(self._braced, sentence)
        if self._naked is not None:
            sentence = self._outside(sentence, self._naked)
        return self._echoes(sentence)

    def _widths(self, sentence: str) -> str:
        """Full-width braces, and what is full-width between them."""
        if "｛" not in sentence and "｜" not in sentence and "：" not in sentence:
            return sentence
        sentence = sentence.replace("｛", "{").replace("｝", "}")
        return _BRACED.sub(
            lambda found: (
                found[0].translate(_WIDE) if self._meant(found["inner"].translate(_WIDE)) else found[0]
            ),
            sentence,
        )

    def _braced(self, found: re.Match[str]) -> str:
        inner = found["inner"]
        meant = self._meant(inner)
        if meant is None:
            return found[0]
        unit = self._unit(meant)
        # {{key}}件 says the same as {{key|件}}: what stands behind it is not written twice.
        behind = found.string[found.end() : found.end() + len(unit)] if unit else ""
        if _close(inner) in self._bare and _close(inner) not in self._exact and behind == unit:
            return f"{{{{{meant.partition('|')[0]}}}}}"
        return f"{{{{{meant}}}}}"

    def _meant(self, inner: str) -> str | None:
        """The one reference that was meant; None where it is none or may be several."""
        for written in (inner, _WITH_VALUE.sub("", inner)):
            close = _close(written)
            for known in (self._exact, self._bare, self._label):
                if close in known:
                    return known[close]
        return None

    def _unit(self, source: str) -> str:
        """The unit that a reference writes behind its number, as its last format names it."""
        says = self._says.get(source, "")
        if says.endswith("%"):
            return "%"
        last = source.rpartition("|")[2] if "|" in source else ""
        if last == "带单位" and (unit := _NO_NUMBER.search(says)):
            return unit[0]
        return last if last and says.endswith(last) else ""

    def _outside(self, sentence: str, naked: re.Pattern[str]) -> str:
        """Keys without braces get them."""

        def braced(key: re.Match[str]) -> str:
            meant = self._meant(key[0])
            return key[0] if meant is None else f"{{{{{meant}}}}}"

        made, at = "", 0
        for found in _REFERENCE.finditer(sentence):
            made += naked.sub(braced, sentence[at : found.start()]) + found[0]
            at = found.end()
        return made + naked.sub(braced, sentence[at:])

    def _echoes(self, sentence: str) -> str:
        """What a reference says, said once more behind it: its unit, or all of it in brackets."""
        made, at = "", 0
        for found in _REFERENCE.finditer(sentence):
            if found.start() < at:
                continue
            says, unit = self._says.get(found["inner"], ""), self._unit(found["inner"])
            made += _undoubled(sentence[at : found.start()], says) + found[0]
            at = found.end()
            for echo in (f"（{says}）", f"({says})", f"（即{says}）") if says else ():
                if sentence.startswith(echo, at):
                    at += len(echo)
            if unit and sentence.startswith(unit, at):
                at += len(unit)
        return made + sentence[at:]


def _undoubled(before: str, says: str) -> str:
    """The text before a reference that itself says the direction, without one: the reference knows better."""
    if _COMPARED.match(says):
        return _BEFORE_COMPARED.sub("", before)
    return _BEFORE_MOVED.sub("", before) if _MOVED.match(says) else before


def _close(text: str) -> str:
    """What is the same for texts that differ in blanks, case and widths."""
    return "".join(text.translate(_WIDE).split()).lower()


def _sole(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """What each close form means, without those that mean several."""
    found: dict[str, set[str]] = {}
    for close, source in pairs:
        found.setdefault(close, set()).add(source)
    return {close: next(iter(sources)) for close, sources in found.items() if len(sources) == 1 and close}
