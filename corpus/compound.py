"""The compound file that Office programs wrote before 2007: what its outermost folder holds, and nothing more of it.

Layout after [MS-CFB]: sectors, a table that chains them, and a directory of entries that form a tree. A file that embeds another
one (a table of Excel in a Word document) has the other's entries too, but not in its outermost folder.
"""

import struct
from collections.abc import Iterator

MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")
_ENTRY = 128
_IN_HEADER = 109
_NONE = 0xFFFFFFFA  # this and what is above are no sectors but marks: the end of a chain, nothing
# In the first block of a Word document's text, two bytes of switches; this one says that it is encrypted ([MS-DOC] FibBase).
_SWITCHES, _ENCRYPTED = 10, 0x0100


def outermost(content: bytes) -> dict[str, int]:
    """The names in the outermost folder, each with its first sector; empty where the file is none or is damaged."""
    try:
        return _Compound(content).outermost() if content.startswith(MAGIC) else {}
    except (struct.error, UnicodeDecodeError, IndexError):
        return {}


def is_encrypted_word(content: bytes) -> bool:
    """Whether the Word document in a compound file says of itself that it is encrypted."""
    start = outermost(content).get("WordDocument")
    if start is None:
        return False
    switches = _Compound(content).sector(start)[_SWITCHES : _SWITCHES + 2]
    return bool(int.from_bytes(switches, "little") & _ENCRYPTED)


class _Compound:
    def __init__(self, content: bytes) -> None:
        self._content = content
        self._size = 1 << min(*struct.unpack_from("<H", content, 30), 16)
        self._most = len(content) // self._size + 1
        self._table = list(self._tables())

    def sector(self, number: int) -> bytes:
        return self._content[(number + 1) * self._size : (number + 2) * self._size]

    def _numbers(self, sector: bytes) -> tuple[int, ...]:
        return struct.unpack(f"<{self._size // 4}I", sector)

    def _tables(self) -> Iterator[int]:
        """The sectors of the table that chains all sectors: the first ones are named in the header."""
        yield from struct.unpack_from(f"<{_IN_HEADER}I", self._content, 76)
        (further,) = struct.unpack_from("<I", self._content, 68)
        for _ in range(self._most):
            if further >= _NONE:
                return
            *named, further = self._numbers(self.sector(further))
            yield from named

    def _chain(self, start: int) -> Iterator[bytes]:
        each = self._size // 4
        for _ in range(self._most):
            if start >= _NONE:
                return
            yield self.sector(start)
            start = self._numbers(self.sector(self._table[start // each]))[start % each]

    def outermost(self) -> dict[str, int]:
        (first,) = struct.unpack_from("<I", self._content, 48)
        directory = b"".join(self._chain(first))
        (child,) = struct.unpack_from("<I", directory, 76)
        found: dict[str, int] = {}
        waiting, seen = [child], set[int]()
        while waiting:
            number = waiting.pop()
            if number >= _NONE or number in seen:
                continue
            seen.add(number)
            entry = directory[number * _ENTRY : (number + 1) * _ENTRY]
            length, left, right = struct.unpack_from("<H2x2I", entry, 64)
            (start,) = struct.unpack_from("<I", entry, 116)
            found[entry[: max(min(length, 64) - 2, 0)].decode("utf-16-le")] = start
            waiting += [left, right]
        return found
