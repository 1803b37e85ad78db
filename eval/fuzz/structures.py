"""Ways to spoil what a file is made of: members of an archive, tags of a page, objects of a PDF, values of JSON."""

import contextlib
import io
import json
import re
import struct
import zipfile
import zlib
from copy import deepcopy
from random import Random
from typing import Any

from eval.fuzz.spoiling import NASTY, plain, spoilt_bytes, spoilt_text

_TOKEN = re.compile(rb"<[^<>]*>|[^<>]+")
_VALUE = re.compile(rb"(?<==\")[^\"]*(?=\")|(?<==')[^']*(?=')")
_NAME = re.compile(rb"</?([A-Za-z][\w:.-]*)")
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_PART = re.compile(rb"(?<![0-9])([0-9]+) 0 obj\s(.*?)\s?endobj", re.DOTALL)
_TRAILER = re.compile(rb"trailer\s*(<<.*>>)\s*startxref", re.DOTALL)
_LENGTH = re.compile(rb"/Length [0-9]+(?: 0 R)?")
_OBJECT = re.compile(rb"[0-9]+ [0-9]+ R|/[A-Za-z]+|[0-9.]+|<<|>>|\[|\]|\([^()]*\)")
_LAUGHS = b'<!DOCTYPE z [<!ENTITY a "aaaaaaaaaa">' + b"".join(
    b'<!ENTITY %c "%s">' % (98 + at, b"&%c;" % (97 + at) * 10) for at in range(10)
) + b'<!ENTITY y SYSTEM "file:///etc/hosts">]>'  # fmt: skip
_DEEP = (10, 300, 3000, 30_000)
_MOST = 8 * 1024 * 1024
_HOLDERS = 20_000


# --- tags ---------------------------------------------------------------------------------------------------------


def spoilt_markup(chance: Random, content: bytes) -> bytes:
    """XML or HTML with tags and values gone, doubled, exchanged, nested without end, or a document type put before it."""
    way = chance.randrange(10)
    if way == 0:
        return spoilt_text(chance, content)
    if way == 1:
        return _laughing(chance, content)
    tokens = _TOKEN.findall(content)
    if not tokens:
        return spoilt_bytes(chance, content)
    for _ in range(chance.choice((1, 1, 2, 5))):
        _token_spoilt(chance, tokens)
    return b"".join(tokens)[:_MOST]


def _laughing(chance: Random, content: bytes) -> bytes:
    head, ending, body = content.partition(b"?>")
    at = chance.choice([found.end() for found in re.finditer(rb">", body)] or [0])
    within = body[:at] + chance.choice((b"&j;", b"&y;", b"&unknown;")) + body[at:]
    return head + ending + _LAUGHS + within if ending else _LAUGHS + content[:at] + b"&j;" + content[at:]


def _token_spoilt(chance: Random, tokens: list[bytes]) -> None:
    at = chance.randrange(len(tokens))
    match chance.randrange(8):
        case 0:
            del tokens[at : at + chance.choice((1, 1, 2, 20))]
            tokens.append(b"")
        case 1:
            stretch = tokens[at : at + chance.choice((1, 2, 8, 60))]
            tokens[at:at] = stretch * min(
                chance.choice((1, 5, 400, 4000)), _MOST // (1 + sum(map(len, stretch)))
            )
        case 2:
            other = chance.randrange(len(tokens))
            tokens[at], tokens[other] = tokens[other], tokens[at]
        case 3:
            _nested(chance, tokens, at)
        case 4 | 5:
            _attribute(chance, tokens)
        case 6:
            tokens[at] = plain(chance.choice(NASTY)) if not tokens[at].startswith(b"<") else b"<"
        case _:
            texts = [place for place, token in enumerate(tokens) if not token.startswith(b"<")] or [at]
            tokens[chance.choice(texts)] = plain(chance.choice(NASTY))


def _nested(chance: Random, tokens: list[bytes], at: int) -> None:
    names = [found[1] for token in tokens[at : at + 40] if (found := _NAME.match(token))] or [b"a"]
    name, deep = chance.choice(names), chance.choice(_DEEP)
    end = min(len(tokens), at + chance.choice((1, 10, 1000)))
    tokens[at:end] = [
        b"<%s>" % name * deep, *tokens[at:end], b"</%s>" % name * chance.choice((deep, 0, deep // 2))
    ]  # fmt: skip


def _attribute(chance: Random, tokens: list[bytes]) -> None:
    places = [place for place, token in enumerate(tokens) if token.startswith(b"<") and b"=" in token]
    if not places:
        return
    at = chance.choice(places)
    values = list(_VALUE.finditer(tokens[at]))
    if values:
        one = chance.choice(values)
        nasty = plain(chance.choice(NASTY)).replace(b'"', b"&quot;").replace(b"<", b"&lt;")
        tokens[at] = tokens[at][: one.start()] + nasty + tokens[at][one.end() :]


# --- archives -----------------------------------------------------------------------------------------------------


def spoilt_archive(chance: Random, content: bytes) -> bytes:
    """A zip file with spoilt members, members gone, doubled, exchanged, renamed, or its own records wrong."""
    if chance.randrange(6) == 0:
        return spoilt_bytes(chance, content)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = [(name, archive.read(name)) for name in archive.namelist()]
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        _member_spoilt(chance, members)
    written = _packed(members, chance.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED)))
    return _records_spoilt(chance, written) if chance.randrange(8) == 0 else written


def _member_spoilt(chance: Random, members: list[tuple[str, bytes]]) -> None:
    if not members:
        return
    at = chance.randrange(len(members))
    name, content = members[at]
    match chance.randrange(14):
        case 0:
            del members[at]
        case 1:
            members.append((name, chance.choice(members)[1]))
        case 2:
            other = chance.randrange(len(members))
            members[at], members[other] = (name, members[other][1]), (members[other][0], content)
        case 3:
            members[at] = (chance.choice((*NASTY[-40:], name.upper(), f"../{name}", name + "/")), content)
        case 4:
            members[at] = (name, spoilt_bytes(chance, content))
        case 5:
            # It packs to little and unfolds to much.
            members[at] = (name, content + bytes(chance.choice((1, 30)) * 1024 * 1024))
        case 6:
            members += [(f"{name}{number}", content[:200]) for number in range(chance.choice((10, 2000)))]
        case _:
            # What the text stands in is spoilt more often than what surrounds it.
            chosen = max(range(len(members)), key=lambda each: len(members[each][1]) * chance.random() ** 2)
            name, content = members[chosen]
            members[chosen] = (name, spoilt_markup(chance, content))


def _packed(members: list[tuple[str, bytes]], method: int) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method, compresslevel=1) as archive:
        for name, content in members:
            archive.writestr(
                zipfile.ZipInfo(name.encode("utf-8", "replace").decode() or "x"), content, method
            )
    return stream.getvalue()


def _records_spoilt(chance: Random, content: bytes) -> bytes:
    """A field of one of its headers: flags, method, sums, sizes, lengths of names."""
    spoilt = bytearray(content)
    found = [each.start() for each in re.finditer(rb"PK(\x01\x02|\x03\x04|\x05\x06)", content)]
    at = chance.choice(found) + 4 + 2 * chance.randrange(13)
    value = chance.choice((0, 1, 8, 9, 14, 0x0800, 0xFFFF, 0x7FFF))
    with contextlib.suppress(struct.error):
        struct.pack_into("<H", spoilt, at, value)
    return bytes(spoilt)


# --- PDF ----------------------------------------------------------------------------------------------------------


def spoilt_pdf(chance: Random, content: bytes) -> bytes:
    """Objects exchanged and numbers changed, in the file or in its packed streams; lengths, sums and places are right again.

    What only breaks those is refused before anything is looked at, so that most inputs keep them.
    """
    if chance.randrange(6) == 0:
        return spoilt_bytes(chance, content)
    objects = {int(found[1]): found[2] for found in _PART.finditer(content)}
    trailer = _TRAILER.search(content)
    if not objects or trailer is None:
        return spoilt_bytes(chance, content)
    for _ in range(chance.choice((1, 1, 2, 6))):
        number = chance.choice(sorted(objects))
        objects[number] = _part_spoilt(chance, objects[number])
    if chance.randrange(12) == 0:
        most = max(objects)
        objects |= {
            most + at: b"<< /Type /Page /Parent 1 0 R >>" for at in range(1, chance.choice((9, 30_000)))
        }
    return _assembled(objects, trailer[1])


def _part_spoilt(chance: Random, part: bytes) -> bytes:
    found = _STREAM.search(part)
    if not found or chance.random() < 0.3:
        head, stream, rest = part.partition(b"stream")
        return _object_spoilt(chance, head) + stream + rest
    try:
        inner = zlib.decompress(found[1])
    except zlib.error:
        return spoilt_bytes(chance, part)
    for _ in range(chance.choice((1, 3, 20))):
        inner = chance.choice((spoilt_bytes, _object_spoilt, _object_spoilt, spoilt_text))(chance, inner)
    if chance.randrange(12) == 0:
        inner += chance.choice((bytes(20 * 1024 * 1024), inner[:2000] * 2000))
    packed = zlib.compress(inner[: 4 * _MOST], 1)
    head = _LENGTH.sub(b"/Length %d" % len(packed), part[: found.start()])
    return head + b"stream\n" + packed + b"\nendstream"


def _assembled(objects: dict[int, bytes], trailer: bytes) -> bytes:
    """The file that the objects make, with a table of where they are."""
    written, places = [b"%PDF-1.7\n"], {}
    at = len(written[0])
    for number, part in objects.items():
        whole = b"%d 0 obj\n%s\nendobj\n" % (number, part)
        places[number], at = at, at + len(whole)
        written.append(whole)
    lines = [
        b"%010d 00000 %s \n" % (places.get(each, 0), b"n" if each in places else b"f")
        for each in range(max(places) + 1)
    ]
    told = re.sub(
        rb"/(Prev|XRefStm) [0-9]+", b"", re.sub(rb"/Size [0-9]+", b"/Size %d" % len(lines), trailer)
    )
    written += [b"xref\n0 %d\n" % len(lines), *lines, b"trailer\n%s\nstartxref\n%d\n%%%%EOF\n" % (told, at)]
    return b"".join(written)


def _object_spoilt(chance: Random, content: bytes) -> bytes:
    found = list(_OBJECT.finditer(content))
    if not found:
        return content
    one, other = chance.choice(found), chance.choice(found)
    put = chance.choice((
        other[0], other[0], plain(chance.choice(NASTY)), b"", one[0] * 50, b"[" * 2000, b"<<" * 2000, b"1 0 R"
    ))  # fmt: skip
    return content[: one.start()] + put + content[one.end() :]


# --- JSON ---------------------------------------------------------------------------------------------------------


def spoilt_json(chance: Random, content: bytes) -> bytes:
    """Values exchanged, of another kind, gone, doubled, nested; or the text itself spoilt."""
    if chance.randrange(3) == 0:
        return spoilt_text(chance, content)
    try:
        value = json.loads(content)
    except ValueError:
        return spoilt_text(chance, content)
    for _ in range(chance.choice((1, 1, 2, 5))):
        _value_spoilt(chance, value)
    written: list[str] = []
    left = _MOST
    with contextlib.suppress(RecursionError):
        for piece in json.JSONEncoder(ensure_ascii=chance.random() < 0.5).iterencode(value):
            written.append(piece)
            # Each piece comes through all that it is nested in.
            left -= len(piece) + 50
            if left < 0:
                break
    return "".join(written).encode("utf-8", "surrogatepass")


def _value_spoilt(chance: Random, value: Any) -> None:
    holders = list(_holders(value))
    if not holders:
        return
    holder = chance.choice(holders)
    keys: list[Any] = list(holder) if isinstance(holder, dict) else list(range(len(holder)))
    if not keys:
        return
    key = chance.choice(keys)
    match chance.randrange(6):
        case 0:
            del holder[key]
        case 1:
            other = chance.choice(holders)
            others: list[Any] = list(other.values()) if isinstance(other, dict) else list(other)
            # A copy: a value that holds itself cannot be written down.
            holder[key] = deepcopy(chance.choice(others)) if others else None
        case 2:
            holder[key] = [holder[key]] * chance.choice((1, 3, 3000))
        case 3 if isinstance(holder, dict):
            holder[chance.choice(NASTY)] = holder[key]
        case 4:
            holder[key] = _strange(chance)
        case _:
            holder[key] = chance.choice(NASTY)


def _strange(chance: Random) -> Any:
    deep: Any = 0
    for _ in range(chance.choice((1, 100, 900))):
        deep = [deep] if chance.random() < 0.5 else {"a": deep}
    return chance.choice((None, True, [], {}, 0, -1, 10**40, 1e308, 0.1, float("nan"), float("inf"), deep))


def _holders(value: Any) -> list[Any]:
    found: list[Any] = []
    left = [value]
    while left and len(found) < _HOLDERS:
        each = left.pop()
        if isinstance(each, dict | list):
            found.append(each)
            left += each.values() if isinstance(each, dict) else each
    return found
