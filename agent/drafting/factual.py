"""Sentences about facts: figures that the unit supplied and no statutory table holds.

Any fact can be said, whatever it counts: its name, its number and its unit. Which topic it belongs to, which verb its name
asks for and which ending its name drops is data, ``phrases/facts.yaml``. A breakdown is listed where it adds up; one whose
parts exceed their total is not, and is reported instead.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, partial
from hashlib import blake2b
from itertools import groupby

from agent.drafting.conditions import Guard, condition
from agent.drafting.manuscript import Sentence
from agent.drafting.realising import realise_in
from agent.drafting.references import LONGEST
from agent.drafting.setting import Missing, Setting
from agent.drafting.speaker import phrases_text, short_name
from agent.figures import Breakdown, Fact, Part
from agent.forms.marked import Marked, read_marked

# A name with one of these could not be quoted inside a reference.
_UNQUOTABLE = frozenset('"{}\n\r[]')
_IN_A_SENTENCE = 3
_SHARED_PARTS = 5
_SHARED_FROM = 20
_COMPARED_FROM = 10


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb for facts whose name has one of the words. ``stock``: a state (共有), not a year's work (开展)."""

    words: tuple[str, ...]
    verb: str
    stock: bool = False


@dataclass(frozen=True, slots=True)
class FactWords:
    """``facts.yaml``."""

    topics: tuple[tuple[str, tuple[str, ...]], ...]
    members: tuple[str, ...]
    otherwise: str
    verbs: tuple[Verb, ...]
    led: tuple[str, ...]
    dropped: tuple[str, ...]
    openings: tuple[str, ...]
    divisions: tuple[str, ...]
    members_say: tuple[str, ...]


@cache
def fact_words() -> FactWords:
    """The words for facts, read once."""
    known = {"topics", "members", "otherwise", "verbs", "led", "dropped", "openings"}
    known |= {"divisions", "members_say"}
    top = read_marked(phrases_text("facts.yaml"), "facts.yaml").mapping(known=known, needed=known)
    return FactWords(
        topics=tuple(_topic(node) for node in top["topics"].items()),
        members=top["members"].texts(),
        otherwise=top["otherwise"].text(),
        verbs=tuple(_verb(node) for node in top["verbs"].items()),
        led=top["led"].texts(),
        dropped=top["dropped"].texts(),
        openings=top["openings"].texts(),
        divisions=top["divisions"].texts(),
        members_say=top["members_say"].texts(),
    )


def _topic(node: Marked) -> tuple[str, tuple[str, ...]]:
    entry = node.mapping(known={"topic", "words"}, needed={"topic", "words"})
    return entry["topic"].text(), entry["words"].texts()


def _verb(node: Marked) -> Verb:
    entry = node.mapping(known={"words", "verb", "stock"}, needed={"words", "verb"})
    return Verb(entry["words"].texts(), entry["verb"].text(), "stock" in entry and entry["stock"].flag())


@dataclass(frozen=True, slots=True)
class Division:
    """What one breakdown says. ``complete``: its parts make the whole."""

    by: str
    listed: str
    complete: bool
    guards: tuple[Guard, ...]


class Factual:
    """The facts of one figure set. ``spoken`` are names that the phrase files quote themselves."""

    def __init__(self, setting: Setting, spoken: frozenset[str]) -> None:
        self.setting, self.spoken, self.words = setting, spoken, fact_words()
        self.problems: list[tuple[str, str]] = []
        self.by_topic: dict[str, list[Fact]] = {}
        self.told: set[str] = set()
        for fact in setting.figures.facts:
            self.place(fact)

    def place(self, fact: Fact) -> None:
        """Put a fact under its topic, or say why it cannot be written."""
        if self.spoken & set(fact.names):
            return
        if fact.value is None:
            self.problems.append((f"事实“{fact.name}”没有数值", "填上数值，或删去这一项"))
        elif _UNQUOTABLE & set("".join(name for name in fact.names)):
            self.problems.append((f"事实“{fact.name}”的名称里有引号或括号，正文未写", "去掉名称里的这些符号"))
        else:
            self.by_topic.setdefault(self.topic(fact), []).append(fact)

    def topic(self, fact: Fact) -> str:
        """The topic that a fact belongs to, by the words in its name."""
        if fact.unit in ("个", "家") and fact.name.endswith(self.words.members):
            return "introduction"
        for topic, words in self.words.topics:
            if any(word in fact.name for word in words):
                return topic
        return self.words.otherwise

    def sentences(self, topic: str) -> Iterator[Sentence]:
        """What the facts of a topic say: those that are broken down first, each with its parts."""
        self.told.add(topic)
        facts = self.by_topic.get(topic, [])
        if topic == "introduction":
            yield from self.members(facts)
            return
        for index, fact in enumerate(fact for fact in facts if fact.breakdowns):
            yield from self.divided(fact, index)
        plain = [fact for fact in facts if not fact.breakdowns]
        work = [fact for fact in plain if not self.stock(fact)]
        for index in range(0, len(work), _IN_A_SENTENCE):
            opening = self.drawn(self.words.openings, topic, index)
            yield self.listed(work[index : index + _IN_A_SENTENCE], opening, f"facts.{topic}")
        state = sorted((fact for fact in plain if self.stock(fact)), key=self.lead)
        for _, group in groupby(state, key=self.lead):
            yield self.listed(list(group), "", f"facts.{topic}")

    def untold(self) -> tuple[tuple[str, str], ...]:
        """What of the facts could not be written, each with its mend; to be asked when everything has been said."""
        left = (fact for topic, facts in self.by_topic.items() if topic not in self.told for fact in facts)
        missed = (
            (f"事实“{fact.name}”不属于正文的哪一部分，未写", "写进合适的段落，或删去这一项") for fact in left
        )
        return (*self.problems, *missed)

    # --- plain facts ---------------------------------------------------------------------------------------------

    def drawn(self, ways: tuple[str, ...], move: str, index: int = 0) -> str:
        """One way of saying it, this unit's own; the next one for the next sentence."""
        figures = self.setting.figures
        seed = f"{short_name(figures.unit)}|{figures.year}|facts.{move}".encode()
        first = int.from_bytes(blake2b(seed, digest_size=8).digest(), "big")
        return ways[(first + index) % len(ways)]

    def verb(self, name: str) -> Verb | None:
        """The verb that a fact's name asks for; None where it has one, or none fits."""
        if name.startswith(self.words.led):
            return None
        return next((verb for verb in self.words.verbs if any(word in name for word in verb.words)), None)

    def lead(self, fact: Fact) -> str:
        """The verb's word; "" where there is none."""
        verb = self.verb(fact.name)
        return verb.verb if verb else ""

    def stock(self, fact: Fact) -> bool:
        """Whether the fact is a state rather than a year's work."""
        verb = self.verb(fact.name)
        return verb is not None and verb.stock

    def called(self, fact: Fact) -> str:
        """The name as a sentence has it: without 总数 where the unit itself also calls it so."""
        for ending in self.words.dropped:
            short = fact.name.removesuffix(ending)
            if short != fact.name and short in fact.aliases:
                return short
        return fact.name

    def said(self, fact: Fact, *, verb: bool = True) -> str:
        """开展在线访谈{{fact("在线访谈")|带单位}}."""
        lead = self.lead(fact) if verb and fact.value else ""
        return f'{lead}{self.called(fact)}{{{{fact("{fact.name}")|带单位}}}}'

    def listed(self, facts: list[Fact], opening: str, move: str) -> Sentence:
        """Some facts in one sentence: 开展在线访谈9次，解答问题1000余个.

        A verb that is the same is said once, and so is a name from which the next one goes on.
        """
        pieces, last, before = [], "", ""
        for fact in facts:
            piece = self.said(fact, verb=self.lead(fact) != last)
            rest = fact.name.removeprefix(before) if before else ""
            if rest != fact.name and rest.startswith(self.words.led):
                piece = rest + piece[piece.index("{{") :]
            pieces.append(piece)
            last, before = self.lead(fact), fact.name
        return Sentence(opening + "，".join(pieces) + "。", move, tuple(_nonzero(facts)))

    def members(self, facts: list[Fact]) -> Iterator[Sentence]:
        """13个乡镇、22个县直部门: whose work the report sums up."""
        named = "、".join(f'{{{{fact("{fact.name}")|带单位}}}}{fact.name}' for fact in facts)
        if named:
            yield Sentence(self.drawn(self.words.members_say, "members").replace("@", named), "facts.members")

    # --- facts with breakdowns -----------------------------------------------------------------------------------

    def divided(self, fact: Fact, index: int) -> Iterator[Sentence]:
        """The fact, compared where last year's is known, and its usable breakdowns.

        A single breakdown that is not complete is said in the same sentence (其中…), the others in sentences of their own.
        """
        opening = "" if self.stock(fact) else self.drawn(self.words.openings, "divided", index)
        whole = f'fact("{fact.name}")'
        change = f"，{{{{change({whole})}}}}" if self.compared(fact, whole) else ""
        guards = (Guard((condition(f"{whole} > 0"),)),) if fact.value else ()
        usable = [found for found in map(partial(self.division, fact), fact.breakdowns) if found is not None]
        among = ""
        if len(usable) == 1 and not usable[0].complete:
            among, guards = f"，其中{usable[0].listed}", (*guards, *usable[0].guards)
            usable = []
        yield Sentence(f"{opening}{self.said(fact)}{change}{among}。", "facts.whole", guards)
        for number, division in enumerate(usable):
            way = self.drawn(self.words.divisions, "divisions", number).replace("@", division.by)
            lead = f"{way}，" if division.by else ""
            lead += "" if division.complete and division.by else "其中"
            yield Sentence(f"{lead}{division.listed}。", "facts.breakdown", division.guards)

    def compared(self, fact: Fact, whole: str) -> bool:
        """Whether a growth rate can be given and says something."""
        before = self.setting.previous.fact(fact.name) if self.setting.previous else None
        if before is None or before.value is None or before.value < _COMPARED_FROM:
            return False
        return not isinstance(realise_in(f"{{{{change({whole})}}}}", self.setting), Missing)

    def division(self, fact: Fact, breakdown: Breakdown) -> Division | None:
        """What a breakdown says; None, with a problem, where its parts exceed their total.

        A part whose name another breakdown gives to another number cannot be referred to and is left out.
        """
        value = fact.value or Decimal(0)
        if breakdown.total > value and not fact.qualifier:
            what = f"事实“{fact.name}”按{breakdown.by or '分项'}合计{breakdown.total}，多于总数{value}，正文未写分项"
            self.problems.append((what, "核对分项和总数"))
            return None
        parts = [part for part in breakdown.parts if part.value > 0 and _quotable(fact, part)]
        if not parts or _UNQUOTABLE & set(breakdown.by):
            return None
        complete = not fact.qualifier and sum(part.value for part in parts) == value
        shares = complete and len(parts) <= _SHARED_PARTS and value >= _SHARED_FROM
        total = " + ".join(f'fact("{fact.name}", "{part.name}")' for part in parts)
        relation = f'{total} {"==" if complete else "<="} fact("{fact.name}")'
        guards = () if fact.qualifier or len(relation) > LONGEST else (Guard((condition(relation),)),)
        return Division(breakdown.by, self.parts(fact, parts, shares=shares), complete, guards)

    def parts(self, fact: Fact, parts: list[Part], *, shares: bool) -> str:
        """The parts in the order given, with their share of the whole where asked."""
        said = []
        for part in parts:
            quoted = f'fact("{fact.name}", "{part.name}")'
            share = f'，占{{{{{quoted} / fact("{fact.name}")|percent:2}}}}' if shares else ""
            said.append(f"{part.name}{{{{{quoted}|带单位}}}}{share}")
        return ("；" if shares or any("、" in part.name for part in parts) else "、").join(said)


def _quotable(fact: Fact, part: Part) -> bool:
    """Whether a reference to the part's name means this part."""
    named = fact.part(part.name) if part.name and not _UNQUOTABLE & set(part.name) else None
    return named is not None and named.value == part.value


def _nonzero(facts: list[Fact]) -> Iterator[Guard]:
    for fact in facts:
        line = condition(f'fact("{fact.name}") > 0')
        yield Guard((line,), held=bool(fact.value))
