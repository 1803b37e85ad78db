"""Reading the phrase files.

Refused at load, with the line: a digit or a Chinese numeral outside a reference (``fixed.yaml`` lists the set phrases that may
hold one), a reference or a condition that does not parse, a slot that is used and not defined or defined and not used.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

from agent.drafting.conditions import KINDS, Condition, condition
from agent.drafting.phrases import (
    AnyMove,
    FactsMove,
    Move,
    Need,
    Part,
    PhraseBook,
    Point,
    Pool,
    SeriesMove,
    Slot,
    Wording,
)
from agent.drafting.references import Template
from agent.drafting.speaker import phrases_text
from agent.errors import ExpressionError
from agent.forms.marked import Marked, read_marked

SLOT = re.compile(r"\[\[([a-z_]+)\]\]")
_DIGIT = re.compile(r"[0-9０-９]")
_NUMERAL = re.compile("[〇零一二两三四五六七八九十百千万亿半]")
_WORDING = {"when", "say", "slots"}
_SLOT = {"all", "first", "join", "optional"}
_NO_PHRASES = ("units.yaml", "facts.yaml", "fixed.yaml")


def phrase_book(name: str, edition: str = "") -> PhraseBook | None:
    """The phrases for a section or topic of that id; None where no file has any.

    A form may have phrases of its own: ``2021.fee.yaml`` goes before ``fee.yaml`` for the edition 2021.
    """
    return _book(f"{edition}.{name}.yaml") or _book(f"{name}.yaml")


@cache
def _book(file: str) -> PhraseBook | None:
    if file not in _file_names() or file in _NO_PHRASES:
        return None
    return read_phrases(phrases_text(file), file)


def phrase_books() -> tuple[PhraseBook, ...]:
    """Every file."""
    found = (phrase_book(name.removesuffix(".yaml")) for name in sorted(_file_names()))
    return tuple(book for book in found if book is not None)


@cache
def _file_names() -> frozenset[str]:
    return frozenset(entry.name for entry in files("agent.drafting").joinpath("phrases").iterdir())


@cache
def fixed_phrases() -> tuple[str, ...]:
    """Set phrases that hold a numeral and count nothing (统一, 三审三校), the longest first."""
    found = read_marked(phrases_text("fixed.yaml"), "fixed.yaml").texts()
    return tuple(sorted(found, key=len, reverse=True))


def numerals_in(text: str) -> tuple[str, ...]:
    """The digits and numerals of a text that stand outside its references and in no fixed phrase."""
    literal = SLOT.sub("", Template.of(text).literal)
    for phrase in fixed_phrases():
        literal = literal.replace(phrase, "")
    return (*_DIGIT.findall(literal), *_NUMERAL.findall(literal))


def read_phrases(text: str, file: str) -> PhraseBook:
    """The phrases of one file; ``FormError`` with the line where it is wrong."""
    top = read_marked(text, file)
    known = {"labels", "paragraphs", "points", "most", "shown", "needs"}
    entries = top.mapping(known=known, needed={"paragraphs"})
    reader = _Reader(file.removesuffix(".yaml"), _labels(entries.get("labels")))
    return PhraseBook(
        id=reader.book,
        parts=tuple(reader.part(node) for node in entries["paragraphs"].items()),
        points=tuple(reader.point(node) for node in entries["points"].items()) if "points" in entries else (),
        most=_by_kind(entries["most"]) if "most" in entries else {},
        shown=entries["shown"].whole() if "shown" in entries else 0,
        needs=tuple(_need(node) for node in entries["needs"].items()) if "needs" in entries else (),
    )


def _labels(node: Marked | None) -> dict[str, dict[str, str]]:
    if node is None:
        return {}
    return {
        name: {row: label.text() for row, label in rows.entries().items()}
        for name, rows in node.entries().items()
    }


def _by_kind(node: Marked) -> dict[str, int]:
    """A count for every kind of unit, or one count for each."""
    if isinstance(node.value, str):
        return dict.fromkeys(KINDS, node.whole())
    return {kind: count.whole() for kind, count in node.mapping(known=set(KINDS), needed=set(KINDS)).items()}


def _need(node: Marked) -> Need:
    entry = node.mapping(known={"words", "when", "what", "mend"}, needed={"words", "what", "mend"})
    when = _conditions(entry["when"]) if "when" in entry else ()
    return Need(entry["words"].texts(), when, entry["what"].text(), entry["mend"].text())


def _conditions(node: Marked, row: str = "") -> tuple[Condition, ...]:
    found = []
    for line in node.items():
        try:
            found.append(condition(line.text().replace("*", row) if row else line.text()))
        except ExpressionError as error:
            raise line.wrong(str(error)) from error
    return tuple(found)


class _Reader:
    """Reads the moves of one file; ``labels`` are its words for the rows that ``each`` runs over."""

    def __init__(self, book: str, labels: Mapping[str, Mapping[str, str]]) -> None:
        self.book, self.labels = book, labels
        self.seen: set[str] = set()

    def part(self, node: Marked) -> Part:
        return Part(tuple(self.move(move) for move in node.items()))

    def move(self, node: Marked) -> AnyMove:
        entry = node.mapping(known={"id", "cases", "pool", "pick", "facts", "series"} | _WORDING)
        if "facts" in entry:
            return FactsMove(entry["facts"].text())
        if "series" in entry:
            return SeriesMove(self.side(entry["series"]))
        if "pool" in entry:
            moves = tuple(self.said(move) for move in entry["pool"].items())
            if "pick" not in entry:
                raise node.wrong("pool 要写明 pick：说几句")
            return Pool(self.name(entry, node), _by_kind(entry["pick"]), moves)
        return self.said(node)

    def said(self, node: Marked) -> Move:
        entry = node.mapping(known={"id", "cases"} | _WORDING)
        cases = entry["cases"].items() if "cases" in entry else iter([node])
        return Move(self.name(entry, node), tuple(self.wording(case) for case in cases))

    def name(self, entry: Mapping[str, Marked], node: Marked) -> str:
        if "id" not in entry:
            raise node.wrong("缺少条目“id”")
        name = entry["id"].text()
        if name in self.seen:
            raise entry["id"].wrong(f"“{name}”重复")
        self.seen.add(name)
        return f"{self.book}.{name}"

    def side(self, node: Marked) -> str:
        if node.text() not in ("problem", "measure"):
            raise node.wrong("series 只能是 problem 或 measure")
        return node.text()

    def point(self, node: Marked) -> Point:
        known = {"id", "when", "general", "problem", "measure", "slots"}
        entry = node.mapping(known=known, needed={"id", "problem", "measure"})
        when = _conditions(entry["when"]) if "when" in entry else ()
        slots = self.slots(entry)
        problem = Wording(self.texts(entry["problem"], slots), when, slots)
        measure = Wording(self.texts(entry["measure"], {}), when)
        general = "general" in entry and entry["general"].flag()
        return Point(self.name(entry, node), problem, measure, general)

    def wording(self, node: Marked, row: str = "", label: str = "") -> Wording:
        entry = node.mapping(known=_WORDING | {"id", "each"}, needed={"say"})
        slots = self.slots(entry, row, label)
        when = _conditions(entry["when"], row) if "when" in entry else ()
        return Wording(self.texts(entry["say"], slots, row, label), when, slots)

    def texts(
        self, node: Marked, slots: Mapping[str, Slot], row: str = "", label: str = ""
    ) -> tuple[str, ...]:
        found, used = [], set()
        for item in node.items():
            text = item.text()
            text = text.replace("*", row).replace("@", label) if row else text
            used |= set(SLOT.findall(text))
            _check(text, item)
            found.append(text)
        if used != set(slots):
            raise node.wrong(f"空位 {'、'.join(sorted(used ^ set(slots)))} 用了没有写，或写了没有用")
        return tuple(found)

    def slots(self, entry: Mapping[str, Marked], row: str = "", label: str = "") -> dict[str, Slot]:
        if "slots" not in entry:
            return {}
        return {name: self.slot(node, row, label) for name, node in entry["slots"].entries().items()}

    def slot(self, node: Marked, row: str = "", label: str = "") -> Slot:
        entry = node.mapping(known=_SLOT)
        if ("all" in entry) == ("first" in entry):
            raise node.wrong("空位写 all（都说）或 first（说第一个合适的）之一")
        pieces = entry["all"] if "all" in entry else entry["first"]
        return Slot(
            pieces=tuple(piece for item in pieces.items() for piece in self.pieces(item, row, label)),
            join=entry["join"].text() if "join" in entry else "",
            one="first" in entry,
            optional="optional" in entry and entry["optional"].flag(),
        )

    def pieces(self, node: Marked, row: str = "", label: str = "") -> Iterator[Wording]:
        """One wording, or one for each row that its ``each`` names: ``*`` stands for the row, ``@`` for its label.

        Inside such a wording both go on meaning its row.
        """
        entries = node.entries()
        if "each" not in entries:
            yield self.wording(node, row, label)
            return
        name = entries["each"].text()
        if name not in self.labels:
            raise entries["each"].wrong(f"labels 里没有“{name}”")
        for inner, said in self.labels[name].items():
            yield self.wording(node, inner, said)


def _check(text: str, node: Marked) -> None:
    try:
        found = numerals_in(text)
    except ExpressionError as error:
        raise node.wrong(str(error)) from error
    if found:
        raise node.wrong(f"句式里不能写数：“{'、'.join(found)}”；用引用，或把固定词组列入 fixed.yaml")
