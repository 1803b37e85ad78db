"""An empty official document: its page, page numbers, properties and fonts.

Measures are GB/T 9704's: A4, 37 mm above, 35 mm below, 28 mm left and 26 mm right of the text; page numbers 7 mm below the text,
right on odd pages and left on even ones.
"""

from datetime import datetime

import docx
from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.section import Section
from docx.shared import Mm
from docx.text.paragraph import Paragraph

from agent.export.composition import printable
from agent.export.docx.styles import LINE, fonts_xml, styles_xml

WIDTH = 8845  # of the text, in twentieths of a point: 156 mm
_LEFT_OUT = (
    "/thumbnail",
    "/stylesWithEffects",
    "/customXml",
    "/fontTable",
    "/extended-properties",
    "/numbering",
)
_APPLICATION = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Properties '
    'xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>nianbao</Application>'
    "</Properties>"
)


def blank(title: str, unit: str, year: int, notice: str) -> Document:
    """An empty document of that title; ``notice`` stands in the header of its first page, nothing where it is empty."""
    document = docx.Document()
    _keep_only_what_is_used(document)
    _set_styles(document)
    _set_settings(document)
    section = document.sections[0]
    _set_page(section)
    _number_pages(document, section)
    if notice:
        _notify(section, notice)
    _set_properties(document, title, unit, year)
    return document


def _keep_only_what_is_used(document: Document) -> None:
    """Drop the template's parts that say something of another document, and put our fonts in their place."""
    package = document.part.package
    if package is None:  # a document from the template always has one
        raise TypeError("the document has no package")
    for owner in (package.rels, document.part.rels):
        for name in [name for name, rel in owner.items() if rel.reltype.endswith(_LEFT_OUT)]:
            del owner[name]
    fonts = Part(PackURI("/word/fontTable.xml"), CONTENT_TYPE.WML_FONT_TABLE, fonts_xml().encode(), package)
    document.part.relate_to(fonts, RELATIONSHIP_TYPE.FONT_TABLE)
    about = Part(
        PackURI("/docProps/app.xml"), CONTENT_TYPE.OFC_EXTENDED_PROPERTIES, _APPLICATION.encode(), package
    )
    package.relate_to(about, RELATIONSHIP_TYPE.EXTENDED_PROPERTIES)


def _set_styles(document: Document) -> None:
    sheet = document.styles.element
    for child in list(sheet):
        sheet.remove(child)
    for child in list(parse_xml(styles_xml())):
        sheet.append(child)


def _set_settings(document: Document) -> None:
    settings = document.settings.element
    for name in ("w:proofState", "w:savePreviewPicture", "w:rsids"):
        for found in settings.findall(qn(name)):
            settings.remove(found)
    for found in settings.findall(qn("w:zoom")):
        found.set(qn("w:percent"), "100")
    for found in settings.iter(qn("w:characterSpacingControl")):
        found.set(qn("w:val"), "compressPunctuation")
    for found in settings.iter(qn("w:themeFontLang")):
        found.set(qn("w:eastAsia"), "zh-CN")
    for found in settings.iter(qn("w:compatSetting")):
        if found.get(qn("w:name")) == "compatibilityMode":
            found.set(qn("w:val"), "15")


def _set_page(section: Section) -> None:
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.header_distance, section.footer_distance = Mm(20), Mm(22)
    grid = f'<w:docGrid {nsdecls("w")} w:type="lines" w:linePitch="{LINE}"/>'
    setup = section._sectPr  # noqa: SLF001 - python-docx has no name for the grid
    for old in setup.findall(qn("w:docGrid")):
        setup.remove(old)
    setup.append(parse_xml(grid))


def _number_pages(document: Document, section: Section) -> None:
    document.settings.odd_and_even_pages_header_footer = True
    for footer, side in (
        (section.footer, "right"),
        (section.even_page_footer, "left"),
        (section.first_page_footer, "right"),
    ):
        _number(footer.paragraphs[0], side)


def _number(paragraph: Paragraph, side: str) -> None:
    """— 1 —, one character in from the edge of the text."""
    field = "".join(
        f"<w:r>{content}</w:r>"
        for content in (
            '<w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr><w:t xml:space="preserve">— </w:t>',
            '<w:fldChar w:fldCharType="begin"/>',
            '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
            '<w:fldChar w:fldCharType="separate"/>',
            "<w:t>1</w:t>",
            '<w:fldChar w:fldCharType="end"/>',
            '<w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr><w:t xml:space="preserve"> —</w:t>',
        )
    )
    place = f'<w:ind w:{side}Chars="100" w:{side}="280"/><w:jc w:val="{side}"/>'
    made = parse_xml(f'<w:p {nsdecls("w")}><w:pPr><w:pStyle w:val="Footer"/>{place}</w:pPr>{field}</w:p>')
    old = paragraph.paragraph_format.element
    old.getparent().replace(old, made)


def _notify(section: Section, notice: str) -> None:
    section.different_first_page_header_footer = True
    paragraph = section.first_page_header.paragraphs[0]
    paragraph.style = "草稿提示"
    paragraph.add_run(notice)


def _set_properties(document: Document, title: str, unit: str, year: int) -> None:
    """Everything that Word shows of a file; the date is the year's end, so that the same report is the same file."""
    about = document.core_properties
    author = printable(unit)[:255]
    about.title, about.author, about.last_modified_by = title[:255], author, author
    about.comments, about.keywords, about.language = "", "", "zh-CN"
    about.subject = f"{year}年度"
    about.revision = 1
    about.created = about.modified = datetime(year, 12, 31)  # noqa: DTZ001 - core properties are naive UTC
