"""Comments' ranges into the paragraphs of a document that is not ours, its look untouched.

A range's ends stand between runs. A run that is only partly in a range is cut there into two with the same properties; nothing
else of the document changes. Where no range may stand the whole around it is taken: the run that holds a text box (Word allows
no comments in one), a formula, a word with its reading above it.

Which ends are wanted is collected first and every run is cut once, so that places found before the first cut stay true.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from itertools import groupby, islice, pairwise

import lxml.etree

from corpus.readers.package import local
from corpus.readers.places import Place

# Inside a paragraph a range's end may stand directly in these.
_HOLDERS = frozenset(
    (
        "p",
        "hyperlink",
        "ins",
        "moveTo",
        "smartTag",
        "sdt",
        "sdtContent",
        "fldSimple",
        "dir",
        "bdo",
        "customXml",
    )
)
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_BLANKS = " \t\r\n"


@dataclass(frozen=True, slots=True)
class Anchor:
    """The first and the last character of a comment's range; ``comment`` is its id."""

    comment: int
    first: Place
    last: Place


_At = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Spot:
    """One character as a range sees it: it stands in ``node``, before or after which an end may stand.

    ``begin`` and ``end`` say where in the run ``node`` it does: a number among the run's children, and how many characters of
    that child stand before. Both are None where the node cannot be cut. ``boxed``: it is in a text box that the node holds.
    """

    node: lxml.etree._Element
    begin: _At | None
    end: _At | None
    boxed: bool


def is_boxed(place: Place) -> bool:
    """Whether a comment there is on a text box as a whole."""
    return _spot(place).boxed


def mark(anchors: Iterable[Anchor]) -> None:
    """Put the ranges of comments and the references to them into the document that the anchors' places are in."""
    spots = [(anchor.comment, *_ends(anchor)) for anchor in anchors]
    cuts = _Cuts()
    for _, first, last in spots:
        cuts.want(first.node, first.begin)
        cuts.want(last.node, last.end)
    cuts.make()
    for comment, first, last in spots:
        begins = cuts.piece(first)
        begins.addprevious(_element(begins, "commentRangeStart", comment))
        _close(cuts.piece(last), comment)


def _close(node: lxml.etree._Element, comment: int) -> None:
    """The end of a range and the reference, after a node and after the comments that end there already."""
    after = node
    while (beside := after.getnext()) is not None and _is_closing(beside):
        after = beside
    after.addnext(_reference(node, comment))
    after.addnext(_element(node, "commentRangeEnd", comment))


def _is_closing(element: lxml.etree._Element) -> bool:
    return local(element) == "commentRangeEnd" or is_reference(element)


def is_reference(element: lxml.etree._Element) -> bool:
    """Whether it is a run that holds nothing but a reference to a comment."""
    held = [local(child) for child in element if local(child) != "rPr"]
    return local(element) == "r" and held == ["commentReference"]


def _element(beside: lxml.etree._Element, name: str, comment: int) -> lxml.etree._Element:
    """An element with a comment's id, in the namespace of the paragraph around."""
    space = _namespace(beside)
    return beside.makeelement(f"{{{space}}}{name}", {f"{{{space}}}id": str(comment)})


def _reference(beside: lxml.etree._Element, comment: int) -> lxml.etree._Element:
    """The run that calls a comment: small, so that no line grows by it."""
    space = _namespace(beside)
    run = beside.makeelement(f"{{{space}}}r")
    properties = lxml.etree.SubElement(run, f"{{{space}}}rPr")
    for name in ("sz", "szCs"):
        lxml.etree.SubElement(properties, f"{{{space}}}{name}", {f"{{{space}}}val": "16"})
    run.append(_element(beside, "commentReference", comment))
    return run


def _namespace(element: lxml.etree._Element) -> str:
    """Word's namespace, from the paragraph around: the strict variant has another one."""
    paragraph = next(one for one in (element, *element.iterancestors()) if local(one) == "p")
    return str(paragraph.tag).rpartition("}")[0].removeprefix("{")


# --- where a range's end may stand --------------------------------------------------------------------------------


def _ends(anchor: Anchor) -> tuple[_Spot, _Spot]:
    """The spots of a range's ends; of words that are partly in a text box, the text box or the words before it."""
    first, last = _spot(anchor.first), _spot(anchor.last)
    if (first.boxed or last.boxed) and first.node is not last.node:
        return first, first
    return first, last


def _spot(place: Place) -> _Spot:
    path = [place.element, *place.element.iterancestors()]
    boxes = [number for number, element in enumerate(path) if local(element) == "txbxContent"]
    path = path[max(boxes, default=0) :]
    paragraph = next(number for number, element in enumerate(path) if local(element) == "p")
    # From the paragraph down to the first element in which no end may stand.
    down = path[paragraph - 1 :: -1] if paragraph else path[:1]
    node = next((element for element in down if local(element) not in _HOLDERS), down[-1])
    if local(node) != "r" or place.element.getparent() is not node:
        return _Spot(node, None, None, boxed=bool(boxes))
    number, text = node.index(place.element), place.element.text or ""
    begin = (number, place.offset) if place.divisible else (number, 0)
    inside = place.divisible and place.offset + 1 < len(text)
    return _Spot(node, begin, (number, place.offset + 1) if inside else (number + 1, 0), boxed=bool(boxes))


# --- cutting runs -------------------------------------------------------------------------------------------------


class _Cuts:
    """The cuts that are wanted, and where the pieces are once they are made."""

    def __init__(self) -> None:
        self._wanted: dict[lxml.etree._Element, set[_At]] = {}
        self._pieces: dict[lxml.etree._Element, tuple[list[_At], list[lxml.etree._Element]]] = {}

    def want(self, run: lxml.etree._Element, at: _At | None) -> None:
        """A cut, where the run can be cut and has something on either side of it."""
        if at is None or at[0] >= len(run):
            return
        if at[1] or any(local(child) != "rPr" for child in islice(run, at[0])):
            self._wanted.setdefault(run, set()).add(at)

    def make(self) -> None:
        """Cut every run."""
        for run, wanted in self._wanted.items():
            cuts = sorted(wanted)
            self._pieces[run] = ([(0, 0), *cuts], _cut(run, cuts))

    def piece(self, spot: _Spot) -> lxml.etree._Element:
        """The node that the spot's character is in now."""
        if spot.begin is None or spot.node not in self._pieces:
            return spot.node
        cuts, pieces = self._pieces[spot.node]
        return pieces[bisect_right(cuts, spot.begin) - 1]


def _cut(run: lxml.etree._Element, cuts: list[_At]) -> list[lxml.etree._Element]:
    """Cut a run at these places, in their order; gives it and the new ones, which have its properties."""
    children, starts = list(run), set()
    for number, some in groupby(cuts, key=lambda at: at[0]):
        offsets = [offset for _, offset in some]
        starts |= set(_divide(children[number], [offset for offset in offsets if offset]))
        if 0 in offsets:
            starts.add(children[number])
    properties = next((child for child in run if local(child) == "rPr"), None)
    pieces = [run]
    for child in list(run):
        if child in starts:
            pieces.append(_like(run))
            if properties is not None:
                pieces[-1].append(deepcopy(properties))
        if len(pieces) > 1:
            pieces[-1].append(child)
    for before, piece in pairwise(pieces):
        before.addnext(piece)
    return pieces


def _divide(text: lxml.etree._Element, offsets: list[int]) -> Iterator[lxml.etree._Element]:
    """Divide a ``t`` at these places into several side by side; gives the first of each new part."""
    whole, kept = text.text or "", text.get(_SPACE) == "preserve"
    edges = [0, *offsets, len(whole)]
    last = text
    for start, end in pairwise(edges):
        shares = [(whole[start:end], kept)]
        if not kept:
            shares = list(_shares(whole[start:end], opens=start == 0, closes=end == len(whole)))
        if start == 0:
            text.text = shares.pop(0)[0]
        made = [_text(text, words, kept=preserve) for words, preserve in shares]
        for one in made:
            last.addnext(one)
            last = one
        if start:
            yield made[0]


def _shares(words: str, *, opens: bool, closes: bool) -> Iterator[tuple[str, bool]]:
    """A part of a text that does not say ``preserve``, with which of it has to say so.

    Blanks at the ends of such a text are not printed: what a cut brings to an end has to be kept, what stood at one has not.
    """
    core = words.strip(_BLANKS)
    lead = "" if opens or not core else words[: words.index(core)]
    tail = "" if closes or not core else words[len(words.rstrip(_BLANKS)) :]
    if lead:
        yield lead, True
    yield words[len(lead) : len(words) - len(tail)], not (core or opens or closes)
    if tail:
        yield tail, True


def _text(like: lxml.etree._Element, words: str, *, kept: bool) -> lxml.etree._Element:
    made = _like(like)
    if kept:
        made.set(_SPACE, "preserve")
    made.text = words
    return made


def _like(element: lxml.etree._Element) -> lxml.etree._Element:
    """An empty element of the same name with the same attributes."""
    return element.makeelement(element.tag, {str(name): str(value) for name, value in element.attrib.items()})
