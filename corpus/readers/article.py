"""Which part of a page is the report, and which lines in it are the site's.

Of a page with navigation around the report the smallest element is taken that holds all of its headings and tables, from its
title on; what sites print over and under an article is left away.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import lxml.html

from corpus.amounts import is_number
from corpus.blocks import Block, Grid, Paragraph
from corpus.headings import all_labels
from corpus.labels import keys
from corpus.sections import official_number

# No line of a site's own is longer; prose that only begins like one is.
_LONGEST = 90
_DATE = r"20\d{2}\s*[-年/.]\s*\d{1,2}\s*[-月/.]\s*\d{1,2}\s*日?(?:\s*\d{1,2}:\d{2}(?::\d{2})?)?"
_ABOUT = (
    r"(?:(?:文章|信息|内容|稿件)?来源|(?:发布|成文|生成|公开|更新|发文|印发)(?:时间|日期)|浏览(?:次数|量)?|点击(?:次数|数|率)?|阅读(?:次数|量)?|访问(?:次数|量)?|"
    r"(?:责任)?编辑|作者|发布(?:人|机构|单位|者)|信息来源|字\s*[体号]|索\s*引\s*号|公开方式|公开范围|有\s*效\s*性|主题(?:分类|词)|体裁分类)"
)
# What pages print around and under an article, in a line of its own.
_FURNITURE = re.compile(
    r"(?:【?\s*(?:我要)?打印(?:本页|此页|文章)?\s*】?|【?\s*关闭(?:窗口|本页|此页)?\s*】?|分享(?:到|至)\s*[:：]?.*|分享\s*[:：]?|收藏(?:本页)?|返回(?:顶部|首页|列表|上页)?|"
    r"首\s*页|上一[篇条页]\s*[:：]?.*|下一[篇条页]\s*[:：]?.*|(?:当前|您的|您)?(?:所在)?(?:的)?位置\s*[:：].*|网站(?:地图|标识码).*|"
    rf"\[?【?\s*{_ABOUT}\s*[:：].*|浏览次数.*|扫一扫.*|无障碍浏览|"
    r"[\[【(（]?\s*[大中小](?:[\s|/]*[大中小])*\s*[\])）】]?|附件(?:下载)?\s*[:：]?|"
    r".{1,60}\.(?:docx?|wps|pdf|ofd|xlsx?|et|zip|rar)\s*(?:[(（【\[].*)?)"
)
_TOOLS = re.compile(
    r"(?:[【\[]?\s*(?:打印|关闭|收藏|分享|顶部|复制|纠错|保存|大|中|小)(?:本页|此页|本文|链接|窗口|网页|页面|到)?\s*[】\]]?[\s|:：]*)+"
)
# At the end of a report a date is its own.
_DATED = re.compile(rf"(?:(?:时间|日期)\s*[:：]\s*)?{_DATE}(?:\s+.*)?")
# What stands only at the foot of a page: nothing of the report comes after it.
_FOOT = re.compile(
    r"版权所有.*|Copyright.*|主办(?:单位)?\s*[:：].*|承办(?:单位)?\s*[:：].*|.*ICP备(?:案号)?\s*[:：]?\s*\d.*|.*公网安备\s*\d.*|网站标识码.*",
    re.IGNORECASE,
)
# Words in the class or id of what stands around an article.
_AROUND = re.compile(
    r"(?:^|[-_\s])(?:foot(?:er)?|copyright|breadcrumbs?|crumbs?|share)(?:$|[-_\s])", re.IGNORECASE
)
_YEAR = re.compile(r"20\d{2}|二[〇○Ｏ零0]")
# A title is shorter, and a paragraph of prose longer.
_TITLE, _PROSE = 60, 40


@dataclass
class Item:
    """A block with the element that it was read from."""

    block: Block
    element: lxml.html.HtmlElement

    @property
    def line(self) -> str:
        """A paragraph's text; "" of a grid."""
        return self.block.text if isinstance(self.block, Paragraph) else ""


@dataclass(frozen=True)
class Article:
    """The report's blocks. ``recognised``: it has a heading or a table of the forms."""

    blocks: list[Block]
    recognised: bool


def article_of(items: Sequence[Item]) -> Article:
    """The blocks of the smallest element that holds all headings of the report and all tables of figures.

    The title stands above that element as often as in it: the last line before the report that names it comes along, with the
    lines above it where it has no unit, and with prose that stands between.
    """
    marks = _marks(items)
    if not marks:
        return Article(
            [item.block for item in items if not _is_site(item.line, above=False)], recognised=False
        )
    whole = _common([items[at].element for at in marks])
    inside = [at for at, item in enumerate(items) if _is_in(item.element, whole)]
    title = _title(items, min(marks))
    if title is not None:
        opening = range(title + 1, inside[0]) if inside and title < inside[0] else range(0)
        prose = [at for at in opening if len(items[at].line) > _PROSE and items[at].line.endswith("。")]
        inside = [*_title_lines(items, title), *prose, *(at for at in inside if at > title)]
    end = next((at for at in inside if at > max(marks) and _FOOT.fullmatch(items[at].line)), len(items))
    held = frozenset(
        id(one) for at in marks for one in (items[at].element, *items[at].element.iterancestors())
    )
    kept = [at for at in inside if at < end and not _stands_around(items[at].element, whole, held)]
    return Article(
        [items[at].block for at in kept if not _is_site(items[at].line, above=at < min(marks))],
        recognised=True,
    )


def _marks(items: Sequence[Item]) -> list[int]:
    """The tables of figures, the official headings with prose under them, and of each heading the last: menus name them too."""
    found: dict[str, int] = {}
    heads: list[int] = []
    figures: list[int] = []
    for index, item in enumerate(items):
        if isinstance(item.block, Grid):
            if any(is_number(box.text) for row in item.block.rows for box in row):
                figures.append(index)
        elif len(item.line) < 45 and (number := official_number(item.line)):
            found[number] = index
            heads += (
                [index] if any(below.line.endswith("。") for below in items[index + 1 : index + 2]) else []
            )
    # A calendar or a counter beside the report is a table of figures too.
    ours = [index for index in figures if _has_label(items[index].block)]
    return sorted({*heads, *found.values(), *(ours or figures)})


def _has_label(block: Block) -> bool:
    texts = {box.text for row in block.rows for box in row} if isinstance(block, Grid) else set()
    return any(word in all_labels() for text in texts for word in keys(text) if len(word) > 2)


def _title(items: Sequence[Item], before: int) -> int | None:
    """The last line before the report's first heading that names the report, one with a year if there is one."""
    named = [at for at in range(before) if _names_report(items[at].line)]
    dated = [at for at in named if _YEAR.search(items[at].line)]
    return max(dated or named, default=None)


def _names_report(line: str) -> bool:
    return len(line) < _TITLE and "信息公开" in line and line.endswith(("报告", "年报"))


def _title_lines(items: Sequence[Item], title: int) -> range:
    """A title with the lines above it where it says no unit itself."""
    start = title
    while (
        start
        and title - start < 2
        and re.match(rf"{_YEAR.pattern}|政府信息公开|信息公开", items[start].line)
        and 0 < len(items[start - 1].line) < _TITLE // 2
        and not _is_site(items[start - 1].line, above=True)
    ):
        start -= 1
    return range(start, title + 1)


def _common(elements: Sequence[lxml.html.HtmlElement]) -> lxml.html.HtmlElement:
    """The innermost element that holds them all; of one alone its parent."""
    paths = [[*reversed(list(element.iterancestors())), element] for element in elements]
    shared = paths[0][:-1] if len(paths) == 1 else paths[0]
    for path in paths[1:]:
        shared = [one for one, other in zip(shared, path, strict=False) if one is other]
    return shared[-1] if shared else elements[0]


def _is_in(element: lxml.html.HtmlElement, whole: lxml.html.HtmlElement) -> bool:
    return element is whole or any(one is whole for one in element.iterancestors())


def _stands_around(
    element: lxml.html.HtmlElement, whole: lxml.html.HtmlElement, held: frozenset[int]
) -> bool:
    """Whether an element is in one that by its name is the site's, and holds nothing of the report (``held``)."""
    one: lxml.html.HtmlElement | None = element
    while one is not None and one is not whole:
        name = f"{one.get('class') or ''} {one.get('id') or ''}"
        if _AROUND.search(name) and id(one) not in held:
            return True
        one = one.getparent()
    return False


def _is_site(line: str, *, above: bool) -> bool:
    """Whether a line is the site's. ``above``: it stands over the report's first heading, where dates are the page's."""
    if not line or len(line) > _LONGEST or line.endswith("。"):
        return False
    return bool(_FURNITURE.fullmatch(line) or _TOOLS.fullmatch(line) or _FOOT.fullmatch(line)) or (
        above and _DATED.fullmatch(line) is not None
    )
