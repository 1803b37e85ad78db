"""Political phrases of another year, by the dated facts of ``slogans.yaml``.

An older phrase beside a newer one is how it is often written, and a document's name in 《》 keeps its words.

正例：我县深入学习贯彻党的二十大精神，推动公开工作提质增效。
正例：我县深入学习贯彻党的十九大和二十大精神。
反例：我县深入学习贯彻党的十九大精神，推动公开工作提质增效。
反例：我县深入学习贯彻党的二十届四中全会精神。
"""

import re
from collections.abc import Iterator

from agent.drafting.scrutiny.page import Page
from agent.drafting.scrutiny.remark import Remark
from agent.drafting.scrutiny.sloganbook import Slogan, slogans

CODE = "W03"
TITLE = "提法过时"
_DOCUMENT = re.compile("《[^《》\n]{0,120}$")
_LONGEST_NAME = 122


def find(page: Page) -> Iterator[Remark]:
    """One remark for the first mention of each phrase that isn't apt in the report's year."""
    if page.year is None:
        return
    for slogan in slogans():
        early = slogan.early(page.year)
        if not early and (not slogan.late(page.year) or any(word in page.text for word in slogan.newer)):
            continue
        for phrase in slogan.says:
            yield from _first(page.text, phrase, slogan, early=early)


def _first(text: str, phrase: str, slogan: Slogan, *, early: bool) -> Iterator[Remark]:
    at = text.find(phrase)
    if at < 0 or _DOCUMENT.search(text, max(0, at - _LONGEST_NAME), at):
        return
    what = f"“{phrase}”{'是以后的提法' if early else '的提法过时了'}：{slogan.why}"
    yield Remark(at, at + len(phrase), CODE, False, what, "按报告年度的提法改写，或者删去")
