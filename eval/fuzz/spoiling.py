"""Ways to spoil bytes and texts. Each takes what there is and a source of chance, and gives something else, mostly as long."""

import re
from collections.abc import Callable
from random import Random

# What programs trip over when it stands where a number or a name should be.
NASTY = (
    "", "0", "-1", "1", "255", "65535", "65536", "1048576", "1048577", "2147483647", "2147483648", "4294967295",
    "-2147483649", "999999999999999999999999999999", "9" * 5000, "1e400", "-1e-400", "NaN", "Infinity", "0x7f", "1.5",
    "0.1000000000000000055", "１２３", "一二三", "①", "A1", "XFD1048576", "XFE1048577", "A0", "A1:XFD1048576", "$A$1",
    "=1+1", "=HYPERLINK(\"x\")", "+1", "-1+2", "@SUM(1)", "\t=1", "true", "null", "None", "n", "s", "e", "b",
    "inlineStr", "../../etc/passwd", "..\\..\\x", "/dev/zero", "CON", "http://127.0.0.1:9/",
    "<script>alert(1)</script>", "\"><img src=x onerror=1>", "&amp;&#x0;", "&#0;", "&#xD800;", "]]>", "<!--",
    "file:///etc/hosts", "\u202e\u6587\u4ef6", "\u200b", "\ufeff", "😀", "\ud800", "\x00", "\x1b[31m", "\u2028",
    "\xe9\u0301\u0301\u0301\u0301", "%s%n", "{0}", "{{requests.new.total}}", "{{", "}}", "总计", "一、总体情况", "2023年",
    "0000年", "99999年", "本年新收政府信息公开申请数量", "\n", "\t", " " * 2000, "（" * 500,
)  # fmt: skip
_MOST = 4 * 1024 * 1024
_NUMBER = re.compile(rb"[0-9]+")
_RANGES = ((0x00, 0x20), (0x20, 0x7F), (0x80, 0x100))


def plain(text: str) -> bytes:
    """A text as bytes; half characters as the bytes that they would be."""
    return text.encode("utf-8", "surrogatepass")


def _place(chance: Random, content: bytes) -> int:
    return chance.randrange(len(content) + 1)


def flipped(chance: Random, content: bytes) -> bytes:
    """Some bits turned."""
    spoilt = bytearray(content)
    for _ in range(chance.choice((1, 1, 2, 4, 16, 64))):
        if spoilt:
            spoilt[chance.randrange(len(spoilt))] ^= 1 << chance.randrange(8)
    return bytes(spoilt)


def overwritten(chance: Random, content: bytes) -> bytes:
    """A stretch of other bytes in place of what was there."""
    at, low_high = _place(chance, content), chance.choice(_RANGES)
    stretch = bytes(chance.randrange(*low_high) for _ in range(chance.choice((1, 2, 4, 8, 200))))
    return content[:at] + stretch + content[at + len(stretch) :]


def cut_off(chance: Random, content: bytes) -> bytes:
    """The end is missing, as after a broken download."""
    return content[: _place(chance, content)]


def without(chance: Random, content: bytes) -> bytes:
    """A stretch is missing."""
    at = _place(chance, content)
    return content[:at] + content[at + chance.choice((1, 2, 16, 256, 4096)) :]


def repeated(chance: Random, content: bytes) -> bytes:
    """A stretch again, once or very often."""
    at = _place(chance, content)
    stretch = content[at : at + chance.choice((1, 3, 17, 300, 5000))]
    often = min(chance.choice((1, 2, 50, 3000)), _MOST // max(1, len(stretch)))
    return content[:at] + stretch * often + content[at:]


def moved(chance: Random, content: bytes) -> bytes:
    """A stretch somewhere else."""
    at = _place(chance, content)
    stretch = content[at : at + chance.choice((4, 64, 1024))]
    rest = content[:at] + content[at + len(stretch) :]
    to = _place(chance, rest)
    return rest[:to] + stretch + rest[to:]


def nasty_put_in(chance: Random, content: bytes) -> bytes:
    """Something nasty between two bytes."""
    at = _place(chance, content)
    return content[:at] + plain(chance.choice(NASTY)) + content[at:]


def number_changed(chance: Random, content: bytes) -> bytes:
    """Something nasty in place of a number."""
    found = list(_NUMBER.finditer(content))
    if not found:
        return flipped(chance, content)
    one = chance.choice(found)
    return content[: one.start()] + plain(chance.choice(NASTY)) + content[one.end() :]


Way = Callable[[Random, bytes], bytes]
BYTES: tuple[Way, ...] = (flipped, overwritten, cut_off, without, repeated, moved)
TEXT: tuple[Way, ...] = (*BYTES, nasty_put_in, nasty_put_in, number_changed, number_changed)


def spoilt_bytes(chance: Random, content: bytes) -> bytes:
    """By one way or a few, without regard to what it is."""
    return spoilt_by(BYTES, chance, content)


def spoilt_text(chance: Random, content: bytes) -> bytes:
    """Likewise, as one spoils texts."""
    return spoilt_by(TEXT, chance, content)


def spoilt_by(ways: tuple[Way, ...], chance: Random, content: bytes) -> bytes:
    """One of the ways, sometimes several one after the other."""
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        content = chance.choice(ways)(chance, content)[:_MOST]
    return content
