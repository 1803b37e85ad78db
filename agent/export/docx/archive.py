"""The same document always to the same bytes: a zip without a clock."""

import zipfile
from io import BytesIO

from docx.document import Document

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can say
_FIRST = "[Content_Types].xml"  # where programs that sniff a file look


def packed(document: Document) -> bytes:
    """The document as a file; its parts in the order of their names, all of one date."""
    written, packed_again = BytesIO(), BytesIO()
    document.save(written)
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(packed_again, "w") as target:
        for name in sorted(source.namelist(), key=lambda name: (name != _FIRST, name)):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            target.writestr(entry, source.read(name))
    return packed_again.getvalue()
