"""Waivers against a text: which figure each of them covers, and which cover nothing any more.

A waiver finds its figure by its sentence and the figure's text, both compact, so that line breaks, blanks and the sentence's
place in the text do not matter and everything else does. Where that leaves a choice (the same text twice in the sentence, the
same sentence twice in the text) it must say which; where the number of identical sentences is not what it was, nobody can know
which was meant, and it lapses. So does one that was given for another objection: who kept a figure without support has not
said that it may contradict the table.

Nothing here changes a verdict, and no waiver is dropped: it is applied, or it comes back as lapsed or unneeded with its reason.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from agent.errors import BadInput, Problem
from agent.forms.form import Form
from agent.verify.answer import Answer, Judged, Verdict
from agent.verify.prose import Sentence, compact, sentences
from agent.verify.waiver import Leftover, Leftovers, Waiver

LONGEST_NAME, LONGEST_REASON = 60, 500
_NEAR = 0.5  # how many pairs of neighbouring characters two versions of one sentence have in common, at least
_SOUGHT = 20  # for so many changed sentences the nearest is looked for: more than that is another text


@dataclass(frozen=True, slots=True)
class Spot:
    """One judged item in its sentence. ``number`` is the objection's in :attr:`Answer.numbered`, 0 where there is none."""

    item: Judged
    number: int
    sentence: Sentence
    text: str
    occurrence: int
    occurrences: int
    copy: int
    copies: int

    def waiver(self, by: str, reason: str, day: date | None = None) -> Waiver:
        """A waiver of this item; ``BadInput`` where nothing is objected to, or name or reason is empty."""
        who, why = signed(by, reason)
        if not self.item.verdict.objects:
            what = f"“{self.item.text}”没有异议（{self.item.verdict.label}：{self.item.reason}）"
            raise BadInput([Problem(what, "", "不必确认")])
        return Waiver(
            self.sentence.text,
            self.text,
            who,
            why,
            day,
            occurrence=self.occurrence if self.occurrences > 1 else None,
            copy=self.copy if self.copies > 1 else None,
            copies=self.copies if self.copies > 1 else None,
            verdict=self.item.verdict.value,
            expected=self.item.expected,
        )


def signed(by: str, reason: str) -> tuple[str, str]:
    """A name and a reason, each on one line; ``BadInput`` for what is empty."""
    who, why = plain_words(by), plain_words(reason)
    problems = [] if who else [Problem("没有写姓名", "", "写明由谁确认")]
    if not why:
        problems.append(Problem("没有写理由", "", "写明为什么可以保留，如数字的出处"))
    for words, most, name in ((who, LONGEST_NAME, "姓名"), (why, LONGEST_REASON, "理由")):
        if len(words) > most:
            problems.append(Problem(f"{name}超过{most}字", "", "请写短些"))
    if problems:
        raise BadInput(problems)
    return who, why


def plain_words(text: str) -> str:
    """A name or a reason on one line, without characters that nobody sees; "" where nothing is left."""
    return " ".join("".join(c if c.isprintable() else " " if c.isspace() else "" for c in text).split())


def spots(answer: Answer, text: str, form: Form) -> tuple[Spot, ...]:
    """Every judged item of a text in its sentence, in text order; ``answer`` is over ``text``."""
    return _Text(answer, text, form).spots


def apply(answer: Answer, text: str, form: Form, waivers: Iterable[Waiver]) -> Answer:
    """The answer with what the waivers cover marked, and with its leftovers."""
    place = _Text(answer, text, form)
    taken: dict[Judged, Waiver] = {}
    lapsed: list[Leftover] = []
    unneeded: list[Leftover] = []
    for waiver in waivers:
        found = place.find(waiver)
        if isinstance(found, Leftover):
            lapsed.append(found)
        elif not found.item.verdict.objects:
            why = f"已没有异议（{found.item.verdict.label}：{found.item.reason}）"
            unneeded.append(Leftover(waiver, why, line=place.line(found.sentence)))
        elif why := _other_objection(waiver, found.item):
            lapsed.append(Leftover(waiver, why, line=place.line(found.sentence)))
        elif found.item in taken:
            unneeded.append(Leftover(waiver, "与另一条确认的是同一处", line=place.line(found.sentence)))
        else:
            taken[found.item] = waiver
    return Answer(
        tuple(_marked(answer.figures, taken)),
        tuple(_marked(answer.claims, taken)),
        Leftovers(tuple(lapsed), tuple(unneeded)),
    )


def _marked(items: Iterable[Judged], taken: dict[Judged, Waiver]) -> Iterator[Judged]:
    """The items with these waivers, and without any that they had before."""
    for item in items:
        waiver = taken.get(item)
        yield item if item.waiver == waiver else replace(item, waiver=waiver)


def _other_objection(waiver: Waiver, item: Judged) -> str:
    """Why a waiver does not cover what is objected now; "" where it does."""
    same = waiver.verdict in (None, item.verdict.value)
    if same and (waiver.expected is None or waiver.expected == item.expected):
        return ""
    before = Verdict(waiver.verdict).label if waiver.verdict else "有异议"
    return f"核对结果变了：确认时{_stated(before, waiver.expected)}，现在{_stated(item.verdict.label, item.expected)}"


def _stated(label: str, expected: str | None) -> str:
    return f"{label}（应为{expected}）" if expected is not None else label


class _Text:
    """A judged text by its sentences."""

    def __init__(self, answer: Answer, text: str, form: Form) -> None:
        self.text = text
        self.sentences = list(sentences(text, form))
        self.copies = Counter(sentence.text for sentence in self.sentences)
        self.spots = tuple(self._spots(answer))
        self.by_sentence: dict[tuple[str, str, int], list[Spot]] = {}
        for spot in self.spots:
            self.by_sentence.setdefault((spot.sentence.text, spot.text, spot.copy), []).append(spot)
        self.pairs: list[set[str]] | None = None
        self.sought: dict[str, Sentence | None] = {}

    def _spots(self, answer: Answer) -> Iterator[Spot]:
        numbers = {item: number for number, item in answer.numbered}
        placed = list(self._placed(answer))
        total = Counter(key for key, _ in placed)
        copy = self._which_copies()
        seen: Counter[tuple[int, str]] = Counter()
        for key, item in placed:
            seen[key] += 1
            index, words = key
            sentence = self.sentences[index]
            copies = self.copies[sentence.text]
            number = numbers.get(item, 0)
            yield Spot(item, number, sentence, words, seen[key], total[key], copy[index], copies)

    def _placed(self, answer: Answer) -> Iterator[tuple[tuple[int, str], Judged]]:
        """Every item with its sentence and its compact text. An item outside all sentences cannot be, and has no place."""
        starts = [sentence.start for sentence in self.sentences]
        for item in sorted((*answer.figures, *answer.claims), key=lambda each: (each.start, -each.end)):
            index = bisect_right(starts, item.start) - 1
            if index >= 0 and item.start < self.sentences[index].end:
                yield (index, compact(item.text)), item

    def _which_copies(self) -> list[int]:
        seen: Counter[str] = Counter()
        numbers = []
        for sentence in self.sentences:
            seen[sentence.text] += 1
            numbers.append(seen[sentence.text])
        return numbers

    def find(self, waiver: Waiver) -> Spot | Leftover:
        """The item that a waiver names, or why there is none."""
        copies = self.copies[waiver.sentence]
        if not copies:
            return self._changed(waiver)
        if copies != (waiver.copies or 1):
            return Leftover(
                waiver, f"这样的句子确认时有{waiver.copies or 1}处，现在有{copies}处，不知是哪一处"
            )
        found = self.by_sentence.get((waiver.sentence, waiver.text, waiver.copy or 1), [])
        if not found:
            return Leftover(waiver, f"这句话里没有“{waiver.text}”这个数字或说法")
        if waiver.occurrence is None and len(found) > 1:
            return Leftover(waiver, f"这句话里有{len(found)}处“{waiver.text}”，没有写明是哪一处")
        if (waiver.occurrence or 1) > len(found):
            return Leftover(waiver, f"这句话里只有{len(found)}处“{waiver.text}”")
        return found[(waiver.occurrence or 1) - 1]

    def _changed(self, waiver: Waiver) -> Leftover:
        near = self._nearest(waiver.sentence)
        if near is None:
            return Leftover(waiver, "正文里没有这句话了")
        return Leftover(waiver, "这句话改过了", near.text, self.line(near))

    def _nearest(self, words: str) -> Sentence | None:
        """The sentence that has the most pairs of neighbouring characters in common, where it has enough of them."""
        if words in self.sought or len(self.sought) >= _SOUGHT:
            return self.sought.get(words)
        if self.pairs is None:
            self.pairs = [_pairs(sentence.text) for sentence in self.sentences]
        own = _pairs(words)
        best, near = _NEAR, None
        for pairs, sentence in zip(self.pairs, self.sentences, strict=True):
            # Two sets of very unlike sizes cannot have enough in common.
            if pairs and 3 * len(pairs) >= len(own) and 3 * len(own) >= len(pairs):
                alike = 2 * len(pairs & own) / (len(pairs) + len(own))
                if alike > best:
                    best, near = alike, sentence
        self.sought[words] = near
        return near

    def line(self, sentence: Sentence) -> int:
        """The line where a sentence begins, counted from 1."""
        return self.text.count("\n", 0, sentence.start) + 1


def _pairs(words: str) -> set[str]:
    return {words[at : at + 2] for at in range(len(words) - 1)}
