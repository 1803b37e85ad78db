"""PDFs made by hand, of text and rules with their places in points from the top left corner of an A4 page."""

import zlib
from collections.abc import Sequence

HEIGHT = 842
_FONT = (
    "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /FontDescriptor 5 0 R /DW 1000 /W [1 95 500] "
    "/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> >>"
)
_DESCRIPTOR = (
    "<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [0 -200 1000 900] /ItalicAngle 0 "
    "/Ascent 880 /Descent -120 /CapHeight 700 /StemV 80 >>"
)
_PICTURE = (
    "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>"
    "\nstream\n\x80\nendstream"
)


def text(x: float, y: float, words: str, size: float = 16, mode: int = 0, slant: str = "1 0 0 1") -> str:
    """Words whose base line begins at (x, y); ``mode`` 3 is not shown."""
    code = words.encode("utf-16-be").hex()
    return f"BT /F1 {size} Tf {mode} Tr {slant} {x} {HEIGHT - y} Tm <{code}> Tj ET"


def rule(x: float, y: float, u: float, v: float) -> str:
    """A stroke from (x, y) to (u, v)."""
    return f"{x} {HEIGHT - y} m {u} {HEIGHT - v} l S"


def lattice(across: Sequence[float], down: Sequence[float]) -> list[str]:
    """The rules of a table without merged boxes."""
    level = [rule(across[0], y, across[-1], y) for y in down]
    return level + [rule(x, down[0], x, down[-1]) for x in across]


def table(top: float, rows: Sequence[Sequence[str]], width: float = 110) -> list[str]:
    """A table whose rows are 30 high, from x = 80."""
    across = [80 + width * at for at in range(len(rows[0]) + 1)]
    down = [top + 30 * at for at in range(len(rows) + 1)]
    words = [
        text(across[column] + 4, down[row] + 20 + 11 * at, line, 10)
        for row, boxes in enumerate(rows)
        for column, box in enumerate(boxes)
        for at, line in enumerate(box.split("\n"))
        if line
    ]
    return lattice(across, down) + words


def picture() -> str:
    """A picture that fills the page."""
    return f"q 595 0 0 {HEIGHT} 0 0 cm /I1 Do Q"


def pdf(*pages: Sequence[str], turned: int = 0) -> bytes:
    """The file; its streams are compressed and its table of contents is right."""
    kids = " ".join(f"{7 + 2 * at} 0 R" for at in range(len(pages)))
    turn = f" /Rotate {turned}" if turned else ""
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>",
        _FONT,
        _DESCRIPTOR,
        _PICTURE,
    ]
    body = [one.encode("latin-1") for one in objects]
    for at, marks in enumerate(pages):
        used = "<< /Font << /F1 3 0 R >> /XObject << /I1 6 0 R >> >>"
        body.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 {HEIGHT}]{turn} /Resources {used} "
            f"/Contents {8 + 2 * at} 0 R >>".encode()
        )
        packed = zlib.compress("\n".join(marks).encode())
        head = f"<< /Filter /FlateDecode /Length {len(packed)} >>\nstream\n".encode()
        body.append(head + packed + b"\nendstream")
    return _filed(body)


def _filed(objects: Sequence[bytes]) -> bytes:
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, one in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + one + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    out += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)
