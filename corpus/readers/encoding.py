"""Bytes to text: what is declared is believed only as far as it can be read.

UTF-8 is tried first whatever is declared: text in another encoding is practically never valid UTF-8 by chance, while UTF-8
often passes for GB 18030.
"""

import codecs
import re

from agent.errors import BadInput, Problem

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_\-]+)""", re.IGNORECASE)
# GB 18030 holds everything that pages declared as the older standards really contain.
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs", "big5-hkscs": "big5hkscs"}
_LOCAL = ("gb18030", "big5hkscs")
_NAMES = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "utf-32": "UTF-32",
    "gb18030": "GB18030（国标码）",
    "big5hkscs": "Big5（大五码）",
}
_LOST = "\ufffd"
# What Chinese prose is full of, in both kinds of characters.
_COMMON = frozenset("的一是在了和有政府信息公开年度工作情况不本申请行政机关主动報開請關國務資訊為與對數項")
# A published page may hold a broken character or two; more than one in this many and the encoding is another.
_BROKEN = 200


def decode(content: bytes, file: str, *, declared: bool = True) -> tuple[str, tuple[str, ...]]:
    """The text, without a byte order mark, and what is odd about it. ``BadInput`` where no encoding fits.

    ``declared`` False: the format has no way of declaring its encoding.
    """
    if found := _whole(content, declared=declared):
        return _checked(found[0], file), ()
    return _damaged(content, file, (_declared(content) if declared else "") or "utf-8")


def decode_exactly(content: bytes, file: str) -> tuple[str, str]:
    """A plain text, without a byte order mark, and the name of its encoding for people.

    ``BadInput`` with the line where not every byte can be read: in what is verified a lost character may be a digit.
    """
    if found := _whole(content, declared=False):
        text, name = found
        if name.startswith("utf-16-") and not _chinese(text):
            raise BadInput([_no_text(file)])
        return _checked(text, file), _NAMES[name]
    reading = min(_readings(content, "utf-8"), key=lambda text: text.count(_LOST))
    text = _checked(reading, file)
    line = text.count("\n", 0, text.index(_LOST)) + 1
    what, mend = f"有{text.count(_LOST)}处文字认不出来", "请用记事本打开，改好这几处，另存为 UTF-8 编码"
    if text.count(_LOST) * _BROKEN > len(text):
        what, mend = "认不出文字编码", "请用记事本打开，另存为 UTF-8 编码；如果打开是乱码，就不是文本文件"
    raise BadInput([Problem(what, f"{file} 第{line}行", mend)])


def _whole(content: bytes, *, declared: bool) -> tuple[str, str] | None:
    """The text and its encoding, where every byte of it can be read."""
    for mark, name in _BOMS:
        if content.startswith(mark) and (text := _strict(content, name)) is not None:
            return text, name
    if (wide := _unmarked_utf16(content)) and (text := _strict(content, wide)) is not None:
        return text, wide
    if (text := _strict(content, "utf-8")) is not None:
        return text, "utf-8"
    named = _declared(content) if declared else ""
    if named and (text := _strict(content, named)) is not None:
        return text, named
    fitting = [(text, name) for name in _LOCAL if (text := _strict(content, name)) is not None]
    return max(fitting, key=lambda each: _chinese(each[0])) if fitting else None


def _strict(content: bytes, name: str) -> str | None:
    try:
        return content.decode(name)
    except (UnicodeDecodeError, LookupError):
        return None


def _declared(content: bytes) -> str:
    found = _DECLARED.search(content[:4096])
    name = found[1].decode("ascii").lower() if found else ""
    name = _WIDER.get(name, name)
    # Not every codec is one of text; Python says so when it is asked to decode with it.
    return name if name and _strict(b"", name) is not None else ""


def _unmarked_utf16(content: bytes) -> str:
    """UTF-16 that carries no mark: every other byte of its ASCII is zero."""
    sample = content[:400]
    if sample.count(0) * 5 < len(sample):
        return ""
    return "utf-16-le" if sample[1::2].count(0) > sample[::2].count(0) else "utf-16-be"


def _chinese(text: str) -> int:
    """How much of a text is what Chinese prose is full of."""
    return sum(character in _COMMON for character in text[:20_000])


def _readings(content: bytes, named: str) -> list[str]:
    return [content.decode(name, errors="replace") for name in dict.fromkeys((named, "utf-8", *_LOCAL))]


def _damaged(content: bytes, file: str, named: str) -> tuple[str, tuple[str, ...]]:
    """The best reading of a text with a few broken characters."""
    text = min(_readings(content, named), key=lambda reading: reading.count(_LOST))
    broken = text.count(_LOST)
    if broken * _BROKEN > len(text):
        raise BadInput([Problem("认不出文字编码", file, "请用记事本打开，另存为 UTF-8 编码")])
    return _checked(text, file), (f"文件里有{broken}处字符损坏，认不出来",)


def _checked(text: str, file: str) -> str:
    """The text, unless it is no text: binary content decodes now and then."""
    if sum(character < " " and character not in "\t\n\r\f\v" for character in text[:20_000]) * 100 > min(
        len(text), 20_000
    ):
        raise BadInput([_no_text(file)])
    if not text.strip():
        raise BadInput([Problem("文件是空的", file, "请选择有内容的年报")])
    return text


def _no_text(file: str) -> Problem:
    return Problem("内容不是文字", file, "请选择年报的 Word、网页或文本文件")
