"""When two printed labels are the same.

Units print one label in many ways: full-width or not, with or without the list mark, spaced out, in quotation marks of any
kind, in traditional characters. :func:`folded` takes the writing away, :func:`key` the list marks too.
"""

import re
import unicodedata
from functools import lru_cache

# Traditional characters that occur in the forms' labels and headings; a page in Big5 has no others for them.
TRADITIONAL = (
    "總計開規範務處項強費採購額條數廢現單萬請況業織構團會護類過執檔詢無關遲續複職權該與於對為後從來體個將轉結維糾審證認訴訟辦"
    "決議復產穩間經營罰許際資訊實導點號電話郵編傳縣區鄉鎮門組機製發補內舉報確繳納獲屬國問題進監邊廳"
)
_SIMPLIFIED = str.maketrans(
    TRADITIONAL,
    "总计开规范务处项强费采购额条数废现单万请况业织构团会护类过执档询无关迟续复职权该与于对为后从来体个将转结维纠审证认诉讼办"
    "决议复产稳间经营罚许际资讯实导点号电话邮编传县区乡镇门组机制发补内举报确缴纳获属国问题进监边厅",
)
_CIRCLED = re.compile(r"[①-⓿❶-➓]")
_NUMERAL = "一二三四五六七八九十"
_MARK = re.compile(rf"\([{_NUMERAL}0-9]{{1,3}}\)|(?<![0-9])[0-9]{{1,2}}[.、](?![0-9])|[{_NUMERAL}]{{1,3}}、")
_BARE_MARK = re.compile(r"^[0-9]{1,2}(?=[一-鿿])")
_BRACKETS = re.compile(r"\([^()]*\)")
_NOT_WORD = re.compile(r"[\W_]+")
# No label is longer; what is longer is prose in a box, and not worth comparing.
LONGEST = 120


def _plain(text: str) -> str:
    """Compatibility forms resolved, traditional characters simplified, no white space."""
    narrow = unicodedata.normalize("NFKC", _CIRCLED.sub("", text[: 4 * LONGEST]))
    return "".join(narrow.split()).translate(_SIMPLIFIED)


@lru_cache(maxsize=20_000)
def folded(text: str) -> str:
    """The label's letters and digits alone: ``第二十条 第（一）项`` is ``第二十条第一项``."""
    return _NOT_WORD.sub("", _plain(text))


@lru_cache(maxsize=20_000)
def key(text: str) -> str:
    """The label without its list marks (一、, （一）, 1.): ``（七）合 计`` is ``总计``."""
    words = _NOT_WORD.sub("", _BARE_MARK.sub("", _MARK.sub("", _plain(text))))
    return "总计" if words == "合计" else words


@lru_cache(maxsize=20_000)
def keys(text: str) -> tuple[str, ...]:
    """The ways to take a label: whole, and without what its brackets add (部分公开（区分处理的…）). No empty ones."""
    if len(text) > LONGEST:
        return ()
    plain = _MARK.sub("", _plain(text))
    found = dict.fromkeys((key(text), key(_BRACKETS.sub("", plain))))
    return tuple(word for word in found if word)
