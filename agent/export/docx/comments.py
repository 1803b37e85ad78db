"""The comments of a document that is not ours: ours from an earlier time taken out, new ones put in, everybody else's kept.

Ours are known by their author. Word keeps what else there is to a comment (its thread, whether it is resolved) in parts of
their own, by the comment's paragraphs; what is said there of ours goes with them, and an answer that somebody gave to one of
ours stays as a comment by itself.
"""

import posixpath
from collections.abc import Iterable, Sequence

import lxml.etree

from agent.export.composition import printable
from agent.export.docx.anchors import is_reference
from agent.export.remarks import Remark
from agent.verify.answer import Verdict
from corpus.readers.package import Package, attribute, local, relations_of

AUTHOR, INITIALS = "年报核验", "核验"

_TYPES = "[Content_Types].xml"
_COMMENTS = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_STRICT = "http://purl.oclc.org/ooxml/"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT_RELATIONSHIPS = f"{_STRICT}officeDocument/relationships"
# The first words of a comment: told apart by colour as well.
_COLOURS = {Verdict.CONTRADICTED: "B3261E", Verdict.UNSUPPORTED: "7A5000", None: "1F5F8B"}
_MARKERS = ("commentRangeStart", "commentRangeEnd", "commentReference")


class Comments:
    """The comments of one document whose root is ``root``; changes it, and gives the parts that changed as bytes."""

    def __init__(self, package: Package, root: lxml.etree._Element) -> None:
        self._package, self._root, self._main = package, root, package.main()
        self._space = str(root.tag).rpartition("}")[0].removeprefix("{")
        self._name = package.related(self._main, "comments")
        self._part = package.part(self._name) if self._name else None
        self._changed: dict[str, lxml.etree._Element] = {}
        self._forget_ours()
        self._next = 1 + max(self._numbers(), default=-1)

    def add(self, remark: Remark, quoted: str) -> int:
        """Add a comment and give its id. ``quoted`` are the words that it is on, where its range cannot show them."""
        comment = lxml.etree.SubElement(self._comments(), self._tag("comment"))
        number, self._next = self._next, self._next + 1
        for name, value in (("id", str(number)), ("author", AUTHOR), ("initials", INITIALS)):
            comment.set(self._tag(name), value)
        lines = [f"{remark.head}：文本框里的“{quoted}”", *remark.lines] if quoted else list(remark.lines)
        for place, line in enumerate(lines):
            head = remark.head if line.startswith(remark.head) and not place else ""
            self._line(comment, line, head, _COLOURS[remark.verdict])
        return number

    def parts(self) -> dict[str, bytes]:
        """Every part that changed, the document's among them, by its name in the package."""
        changed = {self._main: self._root, **self._changed}
        return {self._spelt(name): _bytes(root) for name, root in changed.items()}

    # --- ours from an earlier time --------------------------------------------------------------------------------

    def _forget_ours(self) -> None:
        if self._part is None or self._name is None:
            return
        ours = [one for one in self._part if local(one) == "comment" and attribute(one, "author") == AUTHOR]
        if not ours:
            return
        self._changed[self._name] = self._part
        numbers = {attribute(one, "id") for one in ours}
        paragraphs = {
            attribute(inner, "paraId") for one in ours for inner in one.iter() if local(inner) == "p"
        }
        for one in ours:
            self._part.remove(one)
        _unmark(self._root, numbers)
        self._forget_threads(paragraphs - {""})

    def _forget_threads(self, paragraphs: set[str]) -> None:
        """What Word says of comments elsewhere, by their paragraphs, and by the lasting ids that it gives to those."""
        lasting: set[str] = set()
        for kind, key in (
            ("commentsExtended", "paraId"),
            ("commentsIds", "paraId"),
            ("commentsExtensible", "durableId"),
        ):
            name = self._package.related(self._main, kind)
            if name is None or not self._package.has(name):
                continue
            part = self._package.part(name)
            known = lasting if key == "durableId" else paragraphs
            gone = [one for one in part if attribute(one, key) in known]
            lasting |= {attribute(one, "durableId") for one in gone} - {""}
            for one in gone:
                part.remove(one)
            if _orphan(part, paragraphs) or gone:
                self._changed[name] = part

    def _numbers(self) -> Iterable[int]:
        """The ids that are taken, by comments or by marks of comments that are not there."""
        marks = (one for one in self._root.iter() if local(one) in _MARKERS)
        every = (attribute(one, "id") for one in (*(self._part if self._part is not None else ()), *marks))
        return (int(number) for number in every if number.isascii() and number.isdigit() and len(number) < 10)

    # --- new ones -------------------------------------------------------------------------------------------------

    def _comments(self) -> lxml.etree._Element:
        """The part that holds the comments; made, named and related to the document where there is none."""
        if self._part is None:
            self._name = self._unused()
            self._part = lxml.etree.Element(self._tag("comments"), nsmap={"w": self._space})
            self._declare(self._name)
        if self._name is not None:
            self._changed[self._name] = self._part
        return self._part

    def _unused(self) -> str:
        folder, number = posixpath.dirname(self._main), 1
        name = posixpath.join(folder, "comments.xml")
        while self._package.has(name):
            number += 1
            name = posixpath.join(folder, f"comments{number}.xml")
        return name

    def _declare(self, name: str) -> None:
        types = self._package.part(_TYPES)
        space = str(types.tag).rpartition("}")[0]
        override = lxml.etree.SubElement(types, f"{space}}}Override")
        override.set("PartName", f"/{name}")
        override.set("ContentType", _COMMENTS)
        self._changed[_TYPES] = types
        relations = relations_of(self._main)
        known = self._package.has(relations)
        root = self._package.part(relations) if known else lxml.etree.fromstring(_NO_RELATIONS)
        taken = {one.get("Id") for one in root}
        number = next(each for each in range(1, len(taken) + 2) if f"rId{each}" not in taken)
        made = lxml.etree.SubElement(root, f"{str(root.tag).rpartition('}')[0]}}}Relationship")
        made.set("Id", f"rId{number}")
        made.set("Type", f"{self._kind()}/comments")
        made.set("Target", posixpath.basename(name))
        self._changed[relations] = root

    def _kind(self) -> str:
        return _STRICT_RELATIONSHIPS if self._space.startswith(_STRICT) else _RELATIONSHIPS

    def _line(self, comment: lxml.etree._Element, line: str, head: str, colour: str) -> None:
        """One paragraph: small, on the left, whatever the document's own paragraphs look like."""
        paragraph = lxml.etree.SubElement(comment, self._tag("p"))
        properties = lxml.etree.SubElement(paragraph, self._tag("pPr"))
        for name, values in _LEFT:
            self._set(lxml.etree.SubElement(properties, self._tag(name)), values)
        if head:
            self._run(paragraph, head, (("b", {}), ("color", {"val": colour}), *_SMALL))
        if line[len(head) :]:
            self._run(paragraph, line[len(head) :], _SMALL)

    def _run(
        self, paragraph: lxml.etree._Element, words: str, look: Sequence[tuple[str, dict[str, str]]]
    ) -> None:
        run = lxml.etree.SubElement(paragraph, self._tag("r"))
        properties = lxml.etree.SubElement(run, self._tag("rPr"))
        for name, values in look:
            self._set(lxml.etree.SubElement(properties, self._tag(name)), values)
        text = lxml.etree.SubElement(run, self._tag("t"))
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        text.text = printable(words)

    def _set(self, element: lxml.etree._Element, values: dict[str, str]) -> None:
        for name, value in values.items():
            element.set(self._tag(name), value)

    def _tag(self, name: str) -> str:
        return f"{{{self._space}}}{name}"

    def _spelt(self, name: str) -> str:
        """A part's name as the package spells it."""
        return next(
            (entry.filename for entry in self._package.entries() if entry.filename.lower() == name.lower()),
            name,
        )


_NO_RELATIONS = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'
_LEFT: tuple[tuple[str, dict[str, str]], ...] = (
    ("spacing", {"before": "0", "after": "0", "line": "240", "lineRule": "auto"}),
    ("ind", {"left": "0", "firstLine": "0", "firstLineChars": "0"}),
    ("jc", {"val": "left"}),
)
_SMALL: tuple[tuple[str, dict[str, str]], ...] = (("sz", {"val": "20"}), ("szCs", {"val": "20"}))


def _unmark(root: lxml.etree._Element, numbers: set[str]) -> None:
    """Take the ranges of comments and the references to them out; a run that held nothing else goes with them."""
    for one in [one for one in root.iter() if local(one) in _MARKERS and attribute(one, "id") in numbers]:
        parent = one.getparent()
        if parent is None:
            continue
        gone = parent if is_reference(parent) else one
        holder = gone.getparent()
        if holder is not None:
            holder.remove(gone)


def _orphan(part: lxml.etree._Element, parents: set[str]) -> bool:
    """Make the answers to comments that are gone comments by themselves; gives whether there were any."""
    found = False
    for one in part:
        for name in [name for name in one.attrib if str(name).endswith("}paraIdParent")]:
            if one.attrib[name] in parents:
                del one.attrib[name]
                found = True
    return found


def _bytes(root: lxml.etree._Element) -> bytes:
    return lxml.etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8", standalone=True)
