"""Whether a PDF arrived whole, so far as its bytes tell.

A reader of PDFs mends what it can and says nothing: where a byte of a font is damaged, a digit may be missing from every number,
and a file that broke off gives its first pages as if they were all. Compressed parts carry a sum of what is in them, and the
end of a file says that it is the end: both are looked at before anything is believed.
"""

import re
import zlib
from collections.abc import Callable, Iterator

# The end of a PDF says so; some programs add a little behind it.
_END, _TAIL = b"%%EOF", 2048
_BEGINNING = re.compile(rb">>\s{0,4}stream\r?\n")
# A part's own description is no longer.
_DESCRIPTION = 600
_PIECE = 64 * 1024
# What all parts together may unpack to; what lies behind is left to the reader, which has limits of its own.
_MOST = 512 * 1024 * 1024


def ends(content: bytes) -> bool:
    """Whether the end of the file is there."""
    return _END in content[-_TAIL:]


def is_sound(content: bytes, watch: Callable[[], None]) -> bool:
    """Whether every compressed part has the sum that it says. ``watch`` is called often, and raises when time is up."""
    if b"/Encrypt" in content:
        return True
    left = _MOST
    for start in _compressed(content):
        watch()
        size = _unpacked(content, start, left, watch)
        if size is None:
            return False
        left -= size
        if left <= 0:
            return True
    return True


def _compressed(content: bytes) -> Iterator[int]:
    """Where the compressed parts begin."""
    for found in _BEGINNING.finditer(content):
        described = content[max(0, found.start() - _DESCRIPTION) : found.start()].rpartition(b" obj")[2]
        filters = re.search(rb"/Filter\s*\[?\s*/(\w+)", described)
        if filters and filters[1] in (b"FlateDecode", b"Fl"):
            yield found.end()


def _unpacked(content: bytes, start: int, most: int, watch: Callable[[], None]) -> int | None:
    """How much a part unpacks to, up to ``most``; None where it is damaged."""
    unpacker, size, at = zlib.decompressobj(), 0, start
    while not unpacker.eof and size < most:
        watch()
        pending = unpacker.unconsumed_tail or content[at : at + _PIECE]
        at += 0 if unpacker.unconsumed_tail else len(pending)
        if not pending:
            return None
        try:
            size += len(unpacker.decompress(pending, 16 * _PIECE))
        except zlib.error:
            return None
    return size
