"""Sentences in a row that begin with the same words.

List marks (一是、二是) and the year are no words of a sentence. Two that begin alike are a figure of speech, three lack of care.

正例：二、改进／加强培训，提高能力。完善制度，堵塞漏洞。加强监督，确保落实。
反例：一、总体情况／进一步加强组织领导，层层压实责任。进一步加强业务培训，提高办理能力。进一步加强监督检查，确保工作落实。
"""

import re
from collections.abc import Iterator
from itertools import groupby, takewhile

from agent.drafting.scrutiny.page import Page, Said
from agent.drafting.scrutiny.remark import Remark

CODE = "W02"
TITLE = "开头重复"
MOST = 2
# Two characters (加强, 全县) begin sentences alike without anybody noticing.
_HAN = re.compile("[\u4e00-\u9fff]{4}")
_SHOWN = 12
_MARK = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}是|其[一二三四五六七八九十]，?|第[一二三四五六七八九十]{1,2}，"
    r"|[（(]?[一二三四五六七八九十0-9]{1,3}[)）、.．]|(?:19|20)[0-9]{2}年度?，?)+"
)


def find(page: Page) -> Iterator[Remark]:
    """One remark for each run of more than :data:`MOST` sentences of a section that begin alike, over the whole run."""
    for _, own in groupby(page.sentences, key=lambda said: said.paragraph.section):
        for opening, run in groupby(own, key=_opening):
            said = list(run)
            if opening and len(said) > MOST:
                what = f"连续{len(said)}句都以“{_shared(said)}”开头"
                yield Remark(said[0].start, said[-1].end, CODE, False, what, "换几种说法，或者并成一句")


def _opening(said: Said) -> str:
    return found[0] if (found := _HAN.match(_words(said))) else ""


def _words(said: Said) -> str:
    mark = _MARK.match(said.text)
    return said.text[mark.end() if mark else 0 :]


def _shared(run: list[Said]) -> str:
    """The words that all sentences of a run begin with."""
    begun = zip(*(_words(said)[:_SHOWN] for said in run), strict=False)
    return "".join(each[0] for each in takewhile(lambda each: len(set(each)) == 1, begun))
