"""A file that holds many, each with its digest: what a backup and a report's bundle are.

A zip file with a ``manifest.json`` at its end, which names every member with its size and SHA-256. What comes in may be
anybody's: nothing is believed before its digest is right, no member is larger than it says, no name leads anywhere on the disk.
"""

import hashlib
import json
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO, Any, BinaryIO

from agent.errors import BadInput, Problem

_MANIFEST = "manifest.json"
_LONGEST_MANIFEST = 20_000_000
_LONGEST_LINE = 120_000_000
_MOST_MEMBERS = 200_000
_IN_MEMORY, _PIECE = 16_000_000, 1 << 20
_BYTES = "bytes in"
# What a damaged or cunning zip file raises while it is read.
_UNREADABLE = (
    OSError, KeyError, EOFError, ValueError, NotImplementedError, RuntimeError, zipfile.BadZipFile, zlib.error,
)  # fmt: skip


class Packing:
    """Members one after the other, then :meth:`finish`."""

    def __init__(self, stream: BinaryIO, kind: str) -> None:
        self._zip = zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=6)
        self._kind = kind
        self._members: dict[str, dict[str, Any]] = {}

    def put(self, name: str, pieces: Iterable[bytes]) -> None:
        """One member."""
        digest, size = hashlib.sha256(), 0
        # The same contents give the same file: no times.
        with self._zip.open(zipfile.ZipInfo(name), "w", force_zip64=True) as member:
            for piece in pieces:
                digest.update(piece)
                size += len(piece)
                member.write(piece)
        self._members[name] = {"size": size, "sha256": digest.hexdigest()}

    def put_rows(self, name: str, rows: Iterable[Mapping[str, Any]]) -> int:
        """Rows as JSON lines, bytes in them as members of their own; how many they were. Any number, in constant memory."""
        count = 0
        with SpooledTemporaryFile(_IN_MEMORY) as lines:
            for row in rows:
                count += 1
                plain = {key: self._plain(value, f"{name}-{count}-{key}") for key, value in row.items()}
                lines.write(json.dumps(plain, ensure_ascii=True, separators=(",", ":")).encode() + b"\n")
            lines.seek(0)
            self.put(name, _pieces(lines))
        return count

    def _plain(self, value: Any, name: str) -> Any:
        if not isinstance(value, bytes | memoryview):
            return value
        self.put(f"bytes/{name}", [bytes(value)])
        return {_BYTES: f"bytes/{name}"}

    def finish(self, told: Mapping[str, Any]) -> str:
        """Close it with what the manifest tells besides; the digest of all of it."""
        record = {"kind": self._kind, "format": 1, **told, "members": self._members}
        record["digest"] = _digest(record)
        self._zip.writestr(zipfile.ZipInfo(_MANIFEST), json.dumps(record, ensure_ascii=False, indent=1))
        self._zip.close()
        digest: str = record["digest"]
        return digest


class Packed:
    """An archive that is read. ``told`` is its manifest, whose own digest is right."""

    def __init__(self, archive: zipfile.ZipFile, kind: str, label: str, file: str) -> None:
        self._zip, self._label, self._file = archive, label, file
        self.told = self._manifest(kind)
        self.names: tuple[str, ...] = tuple(self.told["members"])

    def _manifest(self, kind: str) -> dict[str, Any]:
        try:
            if len(self._zip.infolist()) > _MOST_MEMBERS:
                raise ValueError("too many members")
            with self._zip.open(_MANIFEST) as member:
                found = json.loads(member.read(_LONGEST_MANIFEST + 1))
            own = {name: value for name, value in found.items() if name != "digest"}
            right = found["kind"] == kind and found["format"] == 1 and found["digest"] == _digest(own)
            sizes = [(each["size"] >= 0, len(each["sha256"])) for each in found["members"].values()]
        except (
            KeyError,
            ValueError,
            TypeError,
            AttributeError,
            RecursionError,
            OSError,
            zipfile.BadZipFile,
        ) as error:
            raise self.broken("清单读不出来") from error
        if not right or any(size != (True, 64) for size in sizes):
            raise self.broken("清单被改动过，或不是这种文件")
        return dict(found)

    def broken(self, why: str) -> BadInput:
        """What to say of an archive that can't be used."""
        return BadInput(
            [Problem(f"不是完整的{self._label}（{why}）", self._file, "请换一份；什么也没有改动")]
        )

    def check(self) -> Iterator[tuple[int, int]]:
        """Go through every member and compare its digest: members done and in all. ``BadInput`` at the first that is wrong."""
        for number, name in enumerate(self.names, 1):
            for _ in self._pieces(name):
                pass
            yield number, len(self.names)

    def whole(self, name: str) -> bytes:
        """A member whole."""
        return b"".join(self._pieces(name))

    def lines(self, name: str) -> Iterator[Any]:
        """A member as JSON lines."""
        rest = b""
        for piece in self._pieces(name):
            *whole, rest = (rest + piece).split(b"\n")
            yield from map(self._line, whole)
            if len(rest) > _LONGEST_LINE:
                raise self.broken(f"{name} 里有一行太长")
        if rest:
            yield self._line(rest)

    def rows(self, name: str) -> Iterator[dict[str, Any]]:
        """A member of rows, bytes put back; nothing where there is no such member."""
        for row in self.lines(name) if name in self.names else ():
            if not isinstance(row, dict):
                raise self.broken(f"{name} 读不出来")
            yield {key: self._whole(value) for key, value in row.items()}

    def _whole(self, value: Any) -> Any:
        return self.whole(str(value[_BYTES])) if isinstance(value, dict) and _BYTES in value else value

    def _line(self, line: bytes) -> Any:
        try:
            return json.loads(line)
        except (ValueError, RecursionError) as error:
            raise self.broken("内容读不出来") from error

    def _pieces(self, name: str) -> Iterator[bytes]:
        """A member piece by piece, never more than the manifest says; at its end its digest is compared."""
        if name not in self.told["members"]:
            raise self.broken(f"缺 {name}")
        wanted = self.told["members"][name]
        digest, size = hashlib.sha256(), 0
        try:
            with self._zip.open(name) as member:
                while piece := member.read(_PIECE):
                    size += len(piece)
                    if size > wanted["size"]:
                        raise self.broken(f"{name} 比清单说的大")
                    digest.update(piece)
                    yield piece
        except _UNREADABLE as error:
            raise self.broken(f"{name} 读不出来") from error
        if size != wanted["size"] or digest.hexdigest() != wanted["sha256"]:
            raise self.broken(f"{name} 与清单不符")


@contextmanager
def unpacked(path: Path, kind: str, label: str) -> Iterator[Packed]:
    """An archive of that kind; ``BadInput`` where it is none. ``label`` is what people call it."""
    try:
        archive = zipfile.ZipFile(path)
    except (OSError, zipfile.BadZipFile, ValueError) as error:
        what = f"打不开（{type(error).__name__}）"
        raise BadInput([Problem(what, str(path), f"请选择一份{label}")]) from error
    with archive:
        yield Packed(archive, kind, label, path.name)


def _pieces(stream: IO[bytes]) -> Iterator[bytes]:
    while piece := stream.read(_PIECE):
        yield piece


def _digest(record: Mapping[str, Any]) -> str:
    return hashlib.sha256(
        json.dumps(record, ensure_ascii=True, sort_keys=True, separators=(",", ":")).encode()
    ).hexdigest()
