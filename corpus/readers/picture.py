"""A PDF's pages as pictures, as they will be printed: PNG, written here so that no further package is needed."""

import struct
import zlib

from corpus.readers.pdfium import LOCK, Pdf

_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def page_pictures(pdf: bytes, across: int = 900, most: int = 60) -> tuple[bytes, ...]:
    """Each page as a PNG of that many pixels across, at most so many pages. ``Unreadable`` where it is no whole PDF."""
    with LOCK:
        opened = Pdf(pdf)
        try:
            return tuple(_png(*opened.pixels(page, across)) for page in range(1, min(len(opened), most) + 1))
        finally:
            opened.close()


def _png(width: int, height: int, rows: bytes) -> bytes:
    """Eight bits a channel, red, green, blue; ``rows`` from the top, three bytes a pixel."""
    stride = 3 * width
    filtered = b"".join(b"\0" + rows[at : at + stride] for at in range(0, stride * height, stride))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(filtered, 6)), (b"IEND", b""))
    return _SIGNATURE + b"".join(_chunk(name, content) for name, content in chunks)


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
