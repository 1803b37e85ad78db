"""The same document always to the same bytes: a zip without a clock."""

import zipfile
from collections.abc import Mapping
from io import BytesIO

from docx.document import Document

from corpus.readers.package import Package

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can say
_FIRST = "[Content_Types].xml"  # where programs that sniff a file look


def packed(document: Document) -> bytes:
    """The document as a file; its parts in the order of their names, all of one date."""
    written, packed_again = BytesIO(), BytesIO()
    document.save(written)
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(packed_again, "w") as target:
        for name in sorted(source.namelist(), key=lambda name: (name != _FIRST, name)):
            target.writestr(_entry(name), source.read(name))
    return packed_again.getvalue()


def repacked(package: Package, parts: Mapping[str, bytes]) -> bytes:
    """A package with some parts replaced or added; every other one is copied as it is, in its place and with its date."""
    added, written = dict(parts), BytesIO()
    with zipfile.ZipFile(written, "w") as target:
        for old in package.entries():
            entry = _entry(old.filename, old.date_time)
            entry.external_attr, entry.comment = old.external_attr, old.comment
            if old.compress_type == zipfile.ZIP_STORED:
                entry.compress_type = zipfile.ZIP_STORED
            content = added.pop(old.filename, None)
            if content is not None:
                target.writestr(entry, content)
            elif old.is_dir():
                target.writestr(entry, b"")
            else:
                with target.open(entry, "w") as stream:
                    package.pour(old, stream)
        for name, content in added.items():
            target.writestr(_entry(name), content)
    return written.getvalue()


def _entry(name: str, date: tuple[int, int, int, int, int, int] = _EPOCH) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, date)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 0
    return entry
