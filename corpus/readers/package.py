"""The file that a Word document is: a zip of XML parts, opened with limits against hostile archives.

Elements and relationships are told by their local names, so that the strict variant of the format reads the same.
"""

import io
import posixpath
import shutil
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO

import lxml.etree

from agent.errors import BadInput, Problem

# A report's text is a few hundred KB of XML; a part that unpacks to more than this is hostile.
LARGEST_PART = 48 * 1024 * 1024
LARGEST_WHOLE = 1024 * 1024 * 1024

NOT_WORD = "不是 Word 文件，或文件已损坏"
_DAMAGED = "文件已损坏"
SAVE_AGAIN = "请用 Word 或 WPS 打开后另存为 .docx 再试"
_BROKEN = (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError, RuntimeError)


def local(element: lxml.etree._Element) -> str:
    """The local name."""
    return str(element.tag).rpartition("}")[2]


def attribute(element: lxml.etree._Element, name: str) -> str:
    """An attribute by its local name; "" where it is missing."""
    return next(
        (str(value) for key, value in element.attrib.items() if str(key).rpartition("}")[2] == name), ""
    )


def check_memory(error: Exception) -> None:
    """Raise ``MemoryError`` where lxml says by its number that memory is short: nothing is wrong with the file then."""
    if getattr(error, "code", None) == lxml.etree.ErrorTypes.ERR_NO_MEMORY:
        raise MemoryError from error


class Package:
    """The zip file, opened with limits. Every failure is ``BadInput``. Names of parts are told apart without regard to case."""

    def __init__(self, content: bytes, file: str) -> None:
        self.file = file
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
            entries = self._zip.infolist()
        except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError) as error:
            raise self.bad(NOT_WORD, SAVE_AGAIN) from error
        if any(entry.flag_bits & 1 for entry in entries):
            raise self.bad("文件加了密码", "请去掉密码，另存为 .docx")
        if sum(entry.file_size for entry in entries) > LARGEST_WHOLE:
            raise self._too_large()
        self._names = {entry.filename.lower(): entry for entry in entries}

    def main(self) -> str:
        """The name of the part that holds the text."""
        found = self.related("", "officeDocument") if self.has("_rels/.rels") else None
        return found or "word/document.xml"

    def related(self, source: str, kind: str) -> str | None:
        """The part that ``source`` ("" for the package itself) names as its ``kind``, such as ``comments``; None without one."""
        if not self.has(relations_of(source)):
            return None
        for relation in self.part(relations_of(source)):
            outside = relation.get("TargetMode") == "External"
            if not outside and (relation.get("Type") or "").endswith(f"/{kind}"):
                target = relation.get("Target") or ""
                return posixpath.normpath(posixpath.join("/", posixpath.dirname(source), target)).lstrip("/")
        return None

    def has(self, name: str) -> bool:
        """Whether there is a part of that name."""
        return name.lower() in self._names

    def entries(self) -> Iterator[zipfile.ZipInfo]:
        """The parts in the order of the file; of several with one name the last, which is the one that is read."""
        return (entry for entry in self._zip.infolist() if self._names[entry.filename.lower()] is entry)

    def pour(self, entry: zipfile.ZipInfo, target: IO[bytes]) -> None:
        """A part's content as it is into a stream, a little at a time."""
        try:
            with self._zip.open(entry) as stream:
                shutil.copyfileobj(stream, target)
        except _BROKEN as error:
            raise self.bad(_DAMAGED, SAVE_AGAIN) from error

    def part(self, name: str) -> lxml.etree._Element:
        """The root of a part's XML."""
        entry = self._names.get(name.lower())
        if entry is None:
            raise self.bad(NOT_WORD, SAVE_AGAIN)
        if entry.file_size > LARGEST_PART:
            raise self._too_large()
        try:
            with self._zip.open(entry) as stream:
                content = stream.read(LARGEST_PART + 1)
        except _BROKEN as error:
            raise self.bad(_DAMAGED, SAVE_AGAIN) from error
        if len(content) > LARGEST_PART:
            raise self._too_large()
        parser = lxml.etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
        )
        try:
            return lxml.etree.fromstring(content, parser)
        except (lxml.etree.XMLSyntaxError, ValueError) as error:
            check_memory(error)
            raise self.bad(_DAMAGED, SAVE_AGAIN) from error

    def bad(self, what: str, mend: str) -> BadInput:
        """A refusal that names this file."""
        return BadInput([Problem(what, self.file, mend)])

    def _too_large(self) -> BadInput:
        return self.bad("解压后太大，不像年报", "请检查文件来源，或把正文复制到新文件里再试")


def relations_of(name: str) -> str:
    """The name of the part that says what a part refers to; "" is the package itself."""
    folder, _, own = name.rpartition("/")
    return posixpath.join(folder, "_rels", f"{own}.rels")
