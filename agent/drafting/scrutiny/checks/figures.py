"""Figures that the form wants quoted, and that no sentence quotes.

正例：一、总体情况／主动公开：全县主动公开政府信息3456条。／全年共收到政府信息公开申请202件，上年结转9件，办结195件，结转下年度继续办理16件；发生行政复议14件，行政诉讼12件。
反例：一、总体情况／全年共收到政府信息公开申请202件，办结195件，结转下年度继续办理16件；发生行政复议14件，行政诉讼12件。
"""

from collections.abc import Iterator

from agent.drafting.scrutiny.page import Page
from agent.drafting.scrutiny.quotes import headlines, quoted
from agent.drafting.scrutiny.remark import Remark

CODE = "M02"
TITLE = "应写的数字没有写"


def find(page: Page) -> Iterator[Remark]:
    """One remark for each figure that is not zero and not quoted, at the end of its section."""
    for headline in headlines(page):
        if not headline.value or quoted(page, headline):
            continue
        place = page.place(headline.section)
        what = f"“{headline.section.title}”没有写{headline.label}（{headline.value:f}）"
        yield Remark(place, place, CODE, False, what, f"在{headline.topic.title}里写明{headline.label}")
