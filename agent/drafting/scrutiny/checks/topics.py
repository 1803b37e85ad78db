"""What the form wants a section to speak of, and no heading or sentence of it does.

A topic is spoken of where a heading names it or a word of it stands in the section (``corpus/topics.yaml``): under which heading,
or under none, is the writer's choice. Of a section that is one long essay nobody can say by its words that something isn't in it,
so a topic is only missed where the section is laid out by topics, or too short to hold them.

正例：六、其他需要报告的事项／本年度没有收取信息处理费。
反例：六、其他需要报告的事项／无。
反例：一、总体情况／（一）主动公开。全县主动公开政府信息3456条。／（二）依申请公开。全年共收到政府信息公开申请202件，上年结转9件，办结195件，结转下年度16件；行政复议14件，行政诉讼12件。／（三）政府信息公开平台建设。备案政务新媒体账号24个。／（四）监督保障。公开工作列入绩效考核。
"""

import re
from collections.abc import Iterator
from itertools import groupby

from agent.drafting.scrutiny.page import Page
from agent.drafting.scrutiny.remark import Remark
from agent.forms.form import Section, Topic
from agent.verify.prose import Paragraph
from corpus.topics import names_topic, topic_book

CODE = "M01"
TITLE = "应写的内容没有写"
# A word of this weight tells that something is spoken of; weaker ones (公布, 审核) are in every paragraph.
_TELLING = 2
# A section shorter than so many characters for each of its topics holds no essay on all of them.
_EACH = 40
# So many other topics named by headings make a section that is laid out by topics.
_LAID_OUT = 2
_OPENING = re.compile(
    r"(?:[（(][一二三四五六七八九十]{1,2}[）)]|[一二三四五六七八九十]{1,2}[、是])?([^。：，；]{2,24})[。：]"
)
# 政府信息公开信息处理费管理办法（国办函〔2020〕109号）, in force from 1 January 2021: before that no report had to say.
_FEE = "fee"
_FEE_SINCE = 2021


def find(page: Page) -> Iterator[Remark]:
    """One remark for each topic that is missing, at the end of its section."""
    for section, wanted in groupby(page.required(), key=lambda each: each[0]):
        spoken = _spoken_of(page, section)
        for _, topic in wanted:
            early = topic.id == _FEE and page.year is not None and page.year < _FEE_SINCE
            if early or topic.id in spoken or not _tells(page, section, topic):
                continue
            place = page.place(section)
            what = f"“{section.title}”没有写{topic.title}"
            yield Remark(place, place, CODE, False, what, f"补写{topic.title}的情况，没有的如实写没有")


def _spoken_of(page: Page, section: Section) -> set[str]:
    """The topics that a word of the section tells of."""
    book = topic_book()
    texts = [paragraph.text for paragraph in page.prose(section)]
    words = {word for text in texts for word in book.word.findall(text)}
    headings = {word for text in texts for word in book.heading.findall(text)}
    told = {name for word in words for name, weight in book.words[word] if weight >= _TELLING}
    return told | {book.headings[word] for word in headings}


def _tells(page: Page, section: Section, topic: Topic) -> bool:
    """Whether a topic that no word of the section names is missing: there is no essay that may hold it under other words."""
    prose = page.prose(section)
    if len(section.topics) == 1 or sum(len(paragraph.text) for paragraph in prose) < _EACH * len(
        section.topics
    ):
        return True
    named = {_named(paragraph) for paragraph in prose} - {"", topic.id}
    return len(named) >= _LAID_OUT


def _named(paragraph: Paragraph) -> str:
    """The topic that a sub-heading names, on a line of its own or at the front of its paragraph; "" where there is none."""
    opening = _OPENING.match(paragraph.text)
    title = paragraph.text if paragraph.heading else opening[1] if opening else ""
    return topic_book().heading_topic(title) if title and (paragraph.heading or names_topic(title)) else ""
