"""Fonts, sizes and spacing of an official document (GB/T 9704), as Word's own style sheet.

Sizes are half points: 二号 44, 三号 32, 四号 28, 五号 21, 小五 18. Lines of the text are 28.95 pt apart, so that 22 fill a page,
and its characters a quarter of a point closer than 16 pt, so that 28 fill a line. That is spacing rather than Word's character
grid, which other programs stretch.
"""

from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
LINE = 579  # twentieths of a point
LATIN = "Times New Roman"
SONG, FANGSONG, KAI, HEI, TITLE_SONG = "宋体", "仿宋_GB2312", "楷体_GB2312", "黑体", "方正小标宋简体"

# What stands in where a machine lacks the font: other names of the same face first, then what comes with Windows, WPS, Linux.
_STAND_INS = {
    TITLE_SONG: "方正小标宋_GBK,FZXiaoBiaoSong-B05S,华文中宋,STZhongsong,宋体,SimSun,Noto Serif CJK SC",
    FANGSONG: "仿宋,FangSong,FangSong_GB2312,华文仿宋,Noto Serif CJK SC",
    KAI: "楷体,KaiTi,KaiTi_GB2312,华文楷体,Noto Serif CJK SC",
    HEI: "SimHei,Noto Sans CJK SC",
    SONG: "SimSun,Noto Serif CJK SC",
}

INDENT = '<w:ind w:firstLineChars="200" w:firstLine="640"/>'
_CLOSER = '<w:spacing w:val="-5"/>'
_OFF_GRID = '<w:adjustRightInd w:val="0"/><w:snapToGrid w:val="0"/>'


@dataclass(frozen=True, slots=True)
class _Style:
    """One paragraph style; ``paragraph`` and ``run`` are its properties in Word's order."""

    id: str
    name: str
    paragraph: str
    run: str
    based: str = "Normal"
    following: str = "ReportBody"


def _font(face: str, size: int, *, latin: str = LATIN, between: str = "") -> str:
    """``between`` is what Word wants between the faces and the size: colour, then spacing."""
    faces = f'w:ascii="{latin}" w:hAnsi="{latin}" w:eastAsia="{face}" w:cs="{LATIN}"'
    return f'<w:rFonts {faces}/>{between}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'


def _spacing(line: int, before: int = 0, after: int = 0) -> str:
    return f'<w:spacing w:before="{before}" w:after="{after}" w:line="{line}" w:lineRule="exact"/>'


_STYLES = (
    _Style("ReportBody", "公文正文", INDENT, _CLOSER),
    _Style(
        "Title",
        "Title",
        f'<w:keepNext/>{_OFF_GRID}{_spacing(680, after=LINE)}<w:jc w:val="center"/>',
        _font(TITLE_SONG, 44),
    ),
    _Style(
        "Heading1",
        "heading 1",
        f'<w:keepNext/>{INDENT}<w:outlineLvl w:val="0"/>',
        _font(HEI, 32, between=_CLOSER),
    ),
    _Style(
        "Heading2",
        "heading 2",
        f'<w:keepNext/>{INDENT}<w:outlineLvl w:val="1"/>',
        _font(KAI, 32, between=_CLOSER),
    ),
    _Style(
        "TableText",
        "表格文字",
        f'<w:widowControl w:val="0"/>{_OFF_GRID}{_spacing(240)}<w:jc w:val="center"/>',
        _font(SONG, 18),
        following="TableText",
    ),
    _Style(
        "TableTextWide",
        "表格文字（五号）",
        f'{_OFF_GRID}{_spacing(300)}<w:jc w:val="center"/>',
        _font(SONG, 21),
        based="TableText",
        following="TableTextWide",
    ),
    _Style(
        "Header",
        "header",
        f'{_OFF_GRID}{_spacing(320)}<w:jc w:val="center"/>',
        _font(SONG, 21),
        following="Header",
    ),
    _Style(
        "DraftNotice",
        "草稿提示",
        "<w:pBdr>"
        + "".join(
            f'<w:{edge} w:val="single" w:sz="8" w:space="4" w:color="B3261E"/>'
            for edge in ("top", "left", "bottom", "right")
        )
        + "</w:pBdr>",
        _font(HEI, 24, between='<w:color w:val="B3261E"/>'),
        based="Header",
        following="DraftNotice",
    ),
    _Style(
        "Footer", "footer", f"{_OFF_GRID}{_spacing(320)}", _font(SONG, 28, latin="SimSun"), following="Footer"
    ),
    _Style(
        "CommentText",
        "annotation text",
        f'{_spacing(320)}<w:jc w:val="left"/>',
        _font(SONG, 21),
        following="CommentText",
    ),
)


def styles_xml() -> str:
    """The content of ``word/styles.xml``."""
    language = '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
    defaults = f"<w:docDefaults><w:rPrDefault><w:rPr>{_font(FANGSONG, 32)}{language}</w:rPr></w:rPrDefault></w:docDefaults>"
    return f"<w:styles {_W}>{defaults}{_FIXED}{''.join(map(_paragraph_style, _STYLES))}</w:styles>"


def _paragraph_style(style: _Style) -> str:
    return (
        f'<w:style w:type="paragraph" w:styleId="{style.id}"><w:name w:val={quoteattr(style.name)}/>'
        f'<w:basedOn w:val="{style.based}"/><w:next w:val="{style.following}"/><w:qFormat/>'
        f"<w:pPr>{style.paragraph}</w:pPr><w:rPr>{style.run}</w:rPr></w:style>"
    )


# Official documents fill their 22 lines to the last, so no line is carried over to keep another company.
_FIXED = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
    f'<w:pPr><w:widowControl w:val="0"/>{_spacing(LINE)}<w:jc w:val="both"/></w:pPr></w:style>'
    '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
    '<w:name w:val="Default Paragraph Font"/></w:style>'
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr><w:tblInd w:w="0" '
    'w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>'
    '<w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
    '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/></w:style>'
    '<w:style w:type="character" w:styleId="CommentReference"><w:name w:val="annotation reference"/>'
    '<w:rPr><w:sz w:val="21"/><w:szCs w:val="21"/></w:rPr></w:style>'
)


def stand_ins() -> dict[str, str]:
    """For every font of ours its stand-ins, best first, separated by commas."""
    return dict(_STAND_INS)


def fonts_xml() -> str:
    """The content of ``word/fontTable.xml``: every font used, with what may stand in for it."""
    latin = f'<w:font w:name="{LATIN}"><w:charset w:val="00"/><w:family w:val="roman"/><w:pitch w:val="variable"/></w:font>'
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{escape(others)}"/><w:charset w:val="86"/>'
        f'<w:family w:val="{"modern" if name in (HEI, KAI) else "auto"}"/><w:pitch w:val="variable"/></w:font>'
        for name, others in _STAND_INS.items()
    )
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    return f"{head}<w:fonts {_W}>{latin}{fonts}</w:fonts>"
