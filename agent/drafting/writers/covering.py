"""Everything that the phrase files would say of a part's figures is said, once, whatever past sentences say already.

A figure is told by the expression that a reference writes out, a nought that is said in words (没有发生行政复议) by what it is
about. Where a sentence of the phrase files is needed and a past one says one of its figures, the past one gives way.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from agent.drafting.manuscript import Lines, Sentence
from agent.drafting.references import Amount, Template
from agent.drafting.setting import Missing, Setting
from agent.forms.expressions import CellRef, Expression, FactRef, Operation
from agent.forms.form import Form

# What the noughts of the phrase files are about.
_ABOUT = ("结转", "复议", "诉讼", "规范性文件", "行政许可", "行政处罚", "行政强制", "收费", "采购", "申请")
_NOUGHT = re.compile(r"[未没无]")
_HEADLINE = re.compile(r"requests\.\w+\.total|(?:documents|decisions|fees|procurement)\..+")


@dataclass(frozen=True, slots=True)
class Told:
    """What a sentence tells. ``figures`` are expressions as written, ``headlines`` those that must be told; ``facts`` by name."""

    figures: frozenset[str] = frozenset()
    headlines: frozenset[str] = frozenset()
    facts: frozenset[str] = frozenset()
    noughts: frozenset[str] = frozenset()


def told(sentence: Sentence, setting: Setting, form: Form) -> Told:
    """What one sentence tells over these figures."""
    figures, headlines, facts = set(), set(), set()
    for reference in Template.of(sentence.template).references:
        if not isinstance(reference.subject, Amount) or any(
            f.startswith("percent") for f in reference.formats
        ):
            continue
        expression = setting.expression(reference.subject.expression)
        if isinstance(expression, Missing) or _is_quotient(expression):
            continue
        key = str(expression)
        figures.add(key)
        if isinstance(expression, FactRef) and expression.part is None:
            facts.add(expression.name)
        elif key in _required(form, setting) or (
            isinstance(expression, CellRef) and _HEADLINE.fullmatch(key)
        ):
            headlines.add(key)
    return Told(frozenset(figures), frozenset(headlines), frozenset(facts), _noughts(sentence))


def _is_quotient(expression: Expression) -> bool:
    return isinstance(expression, Operation) and expression.op in "*/"


def _required(form: Form, setting: Setting) -> frozenset[str]:
    """The figures that the form's topics require, and the ways in which requests ended, as expressions."""
    keys = [key for section in form.sections for topic in section.topics for key in topic.figures]
    keys += [key for key in form.sums if _HEADLINE.fullmatch(key)]
    found = (setting.expression(key) for key in keys)
    return frozenset(str(each) for each in found if not isinstance(each, Missing))


def _noughts(sentence: Sentence) -> frozenset[str]:
    """What a sentence without figures says that there was none of."""
    clauses = re.split(r"[，。；]", Template.of(sentence.template).literal)
    none = [clause for clause in clauses if _NOUGHT.search(clause)]
    return frozenset(word for word in _ABOUT if any(word in clause for clause in none))


class Covering:
    """Past sentences beside what the phrase files say of the same part."""

    def __init__(self, built_in: Sequence[Lines], setting: Setting, form: Form) -> None:
        self._setting, self._form = setting, form
        self._sentences = [sentence for lines in built_in for sentence in lines.sentences]
        self._paragraphs = [index for index, lines in enumerate(built_in) for _ in lines.sentences]
        self._told = [self.told(sentence) for sentence in self._sentences]

    def told(self, sentence: Sentence) -> Told:
        """What a sentence tells."""
        return told(sentence, self._setting, self._form)

    @property
    def headlines(self) -> frozenset[str]:
        """The figures that have to be told."""
        return frozenset().union(*(each.headlines for each in self._told))

    @property
    def facts(self) -> frozenset[str]:
        """The facts that are told, as expressions."""
        names = frozenset().union(*(each.facts for each in self._told))
        return frozenset(f'fact("{name}")' for name in names)

    @property
    def general(self) -> tuple[Sentence, ...]:
        """The sentences that tell no figure: how the work is done."""
        return tuple(
            sentence
            for sentence, tells in zip(self._sentences, self._told, strict=True)
            if not tells.figures and not tells.noughts and not sentence.move.startswith("facts.")
        )

    @property
    def general_leads(self) -> bool:
        """Whether the last general sentence stands in one paragraph with sentences that tell figures."""
        last = self._sentences.index(self.general[-1]) if self.general else None
        return last is not None and any(
            paragraph == self._paragraphs[last] and index > last and bool(tells.figures or tells.noughts)
            for index, (paragraph, tells) in enumerate(zip(self._paragraphs, self._told, strict=True))
        )

    def covered(self, paragraphs: Sequence[Sequence[Sentence]]) -> list[list[Sentence]]:
        """The paragraphs with what they lack put in at its place, and without what they would then say twice."""
        made = [list(paragraph) for paragraph in self._once(self.whole_facts(paragraphs))]
        for _ in self._sentences:
            lacking = self._lacking(made)
            if lacking is None:
                break
            made = [[each for each in paragraph if not self._clash(each, lacking)] for paragraph in made]
            self._insert(made, lacking)
        return [paragraph for paragraph in made if paragraph]

    def whole_facts(self, paragraphs: Sequence[Sequence[Sentence]]) -> list[list[Sentence]]:
        """The paragraphs without past sentences on a fact of which they leave out what the phrase files tell."""
        said = frozenset().union(*(self.told(each).figures for paragraph in paragraphs for each in paragraph))
        lost = set()
        for fact in self.facts:
            name = fact.removesuffix(")")
            told = {
                key
                for each in self._told
                for key in each.figures
                if key == fact or key.startswith(f"{name},")
            }
            if not told <= said:
                lost |= told
        return [
            [each for each in paragraph if not self.told(each).figures & lost] for paragraph in paragraphs
        ]

    def _once(self, paragraphs: Iterable[Sequence[Sentence]]) -> Iterable[list[Sentence]]:
        """Past sentences without those whose figures have all been told before."""
        seen: set[str] = set()
        for paragraph in paragraphs:
            kept = []
            for sentence in paragraph:
                figures = self.told(sentence).figures
                if figures and (figures <= seen or self._headlines(figures) & seen):
                    continue
                seen |= figures
                kept.append(sentence)
            yield kept

    def _headlines(self, figures: frozenset[str]) -> frozenset[str]:
        return figures & self.headlines

    def _lacking(self, paragraphs: Sequence[Sequence[Sentence]]) -> int | None:
        """The first built-in sentence that tells what nothing else does; None where all is told."""
        said = [self.told(sentence) for paragraph in paragraphs for sentence in paragraph]
        figures = frozenset().union(*(each.figures for each in said))
        text = "".join(each.template for paragraph in paragraphs for each in paragraph)
        for index, each in enumerate(self._told):
            if self._sentences[index] in [sentence for paragraph in paragraphs for sentence in paragraph]:
                continue
            if self._sentences[index].move.startswith("facts."):
                continue
            if each.headlines - figures or any(word not in text for word in each.noughts):
                return index
        return None

    def _clash(self, sentence: Sentence, index: int) -> bool:
        """Whether a past sentence says something that the built-in one says too."""
        if sentence.source is None:
            return False
        one, other = self.told(sentence), self._told[index]
        return bool(one.figures & other.figures or one.noughts & other.noughts)

    def _insert(self, paragraphs: list[list[Sentence]], index: int) -> None:
        """Put a built-in sentence behind the last that tells something earlier; where none does, before what is later."""
        new = self._sentences[index]
        places = [
            (paragraph, at, place)
            for paragraph in paragraphs
            for at, sentence in enumerate(paragraph)
            if (place := self._place(sentence)) is not None
        ]
        earlier = [(place, number) for number, (_, _, place) in enumerate(places) if place < index]
        if earlier:
            paragraph, at, place = places[max(earlier)[1]]
            if self._paragraphs[place] == self._paragraphs[index]:
                paragraph.insert(at + 1, new)
                return
        later = [(place, -number) for number, (_, _, place) in enumerate(places) if place > index]
        if later:
            paragraph, at, place = places[-min(later)[1]]
            if self._paragraphs[place] == self._paragraphs[index]:
                paragraph.insert(at, new)
                return
        self._insert_paragraph(paragraphs, index)

    def _insert_paragraph(self, paragraphs: list[list[Sentence]], index: int) -> None:
        """A paragraph of its own, before the first in which everything is told later."""
        for at, paragraph in enumerate(paragraphs):
            told = [place for place in map(self._place, paragraph) if place is not None]
            if told and min(told) > index:
                paragraphs.insert(at, [self._sentences[index]])
                return
        paragraphs.append([self._sentences[index]])

    def _place(self, sentence: Sentence) -> int | None:
        """Where among the built-in sentences one stands that tells the same; None where none does."""
        if sentence.source is None:
            return self._sentences.index(sentence) if sentence in self._sentences else None
        own = self.told(sentence)
        return next(
            (
                index
                for index, each in enumerate(self._told)
                if own.figures & each.figures or own.noughts & each.noughts
            ),
            None,
        )
