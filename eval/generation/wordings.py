"""Reads the wordings: sentences with slots, by kind of phrase, that anybody from the field could extend.

``wordings/*.yaml`` maps a kind to its wordings; a wording is a sentence, or ``{句: sentence, 若: condition}``. The kinds are
numbered as in the catalogue of phrases. In a sentence::

    <共/累计/>           one of these, by chance; the last is nothing at all
    @县 @级 @下          全县, 县政府本级, 各乡镇: what this unit says
    {收到|件}            a quantity, or arithmetic over quantities, and its measure word
    {甲+乙|条}           numbers that the sentence invents (甲 to 己) and that only its own arithmetic bears out
    {余:收到|件}         so written: 余 多 近 约 超 左右 汉 千分 全角 空格 断 万
    {元:收费} {万元:收费} {亿元:收费}
    {占:予以公开/办结|1} a share with so many decimals; further denominators that would do after commas; {汉占:…} in words
    {比:收到|1} {差:收到|件} {倍:收到} {增倍:收到} {点:自然人/新收}      against last year, with the word for the direction
    {去:收到|件}         last year's value
    {列:办理结果|件} {列占:办理结果/办结|件} {逗列:…} {分:办理结果|件} {各:不予公开行|件}      lists
    {项数:个方面} {项目}  how many things follow, and the things
    {拆:收到/本级,部门|件}  a quantity cut into parts that no table holds
    {?收到|件}           a number that nothing bears out, not above the quantity
    {!20个工作日}        no statistic
    {年} {去年} {前年} {期间} {文号}      the report's year, and others; its period; the notice of its form
    {#均为自然人申请|自然人 == 新收}       a claim without a number and when it is true
    [、视频{乙|条}]       a part that cannot be left out of its list
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from agent.errors import FormError
from agent.forms.marked import Marked, read_marked

_CLAIM = re.compile(r"\{#[^{}]*\}")  # its condition compares with < and >


@dataclass(frozen=True, slots=True)
class Wording:
    """One way of saying something of a ``kind``; used where ``condition`` holds ("" always)."""

    kind: str
    text: str
    condition: str = ""


@lru_cache(maxsize=1)
def wordings() -> tuple[Wording, ...]:
    """All of them, file by file; ``FormError`` names the line of a broken one."""
    folder = files("eval.generation").joinpath("wordings")
    found: list[Wording] = []
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        for kind, entry in read_marked(file.read_text("utf-8"), file.name).entries().items():
            found += [_wording(kind, item) for item in entry.items()]
    return tuple(found)


def kinds() -> tuple[str, ...]:
    """Every kind that has a wording, in order."""
    return tuple(dict.fromkeys(wording.kind for wording in wordings()))


def _wording(kind: str, item: Marked) -> Wording:
    if isinstance(item.value, str):
        return _checked(item, Wording(kind, item.value))
    entry = item.mapping(known={"句", "若"}, needed={"句"})
    condition = entry["若"].text() if "若" in entry else ""
    return _checked(item, Wording(kind, entry["句"].text(), condition))


def _checked(item: Marked, wording: Wording) -> Wording:
    text = _CLAIM.sub("", wording.text)
    for opening, closing in ("{}", "<>", "[]"):
        if text.count(opening) != text.count(closing):
            raise FormError(item.file, item.line, f"“{opening}{closing}”不成对")
    return wording
