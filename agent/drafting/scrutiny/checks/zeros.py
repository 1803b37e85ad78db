"""Figures that the form wants spoken of, that are zero, and of which nothing is said: 没有结转 is a sentence too.

正例：一、总体情况／全年新收政府信息公开申请3件，没有上年结转，年内全部办结，没有结转下年度。没有发生行政复议和行政诉讼。
反例：一、总体情况／全年新收政府信息公开申请3件，年内全部办结。
"""

from collections.abc import Iterator

from agent.drafting.scrutiny.page import Page
from agent.drafting.scrutiny.quotes import Headline, denied, headlines, quoted
from agent.drafting.scrutiny.remark import Remark
from agent.forms.form import Topic

CODE = "M03"
TITLE = "为零的项目没有交代"


def find(page: Page) -> Iterator[Remark]:
    """One remark for each topic, naming all of its zeros that nothing is said of, at the end of its section."""
    silent: dict[Topic, list[Headline]] = {}
    for headline in headlines(page):
        if headline.value or quoted(page, headline) or denied(page, headline):
            continue
        silent.setdefault(headline.topic, []).append(headline)
    for topic, found in silent.items():
        place = page.place(found[0].section)
        named = "、".join(headline.label for headline in found)
        yield Remark(
            place, place, CODE, False, f"没有交代为零的项目：{named}", f"在{topic.title}里写明没有发生"
        )
