"""A word across every page, as Word itself makes a watermark: drawn letters in the headers, which are no part of the text."""

from xml.sax.saxutils import quoteattr

from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.section import _Header

from agent.export.docx.styles import HEI

_NAMES = 'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
# Letters drawn along a line through the middle of a box: the shape that Word calls WordArt number 136.
_TYPE = (
    '<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" path="m@7,l@8,m@5,21600l@6,21600e">'
    '<v:formulas><v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/>'
    '<v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/>'
    '<v:f eqn="if @0 @4 21600"/><v:f eqn="mid @5 @6"/><v:f eqn="mid @8 @5"/><v:f eqn="mid @7 @8"/><v:f eqn="mid @6 @7"/>'
    '<v:f eqn="sum @6 0 @5"/></v:formulas><v:path textpathok="t" o:connecttype="custom" '
    'o:connectlocs="@9,0;@10,10800;@11,21600;@12,10800" o:connectangles="270,180,90,0"/><v:textpath on="t" fitshape="t"/>'
    "</v:shapetype>"
)
_SHAPE = (
    '<v:shape id="PowerPlusWaterMarkObject{number}" o:spid="_x0000_s{id}" type="#_x0000_t136" style="position:absolute;'
    "margin-left:0;margin-top:0;width:360pt;height:180pt;rotation:315;z-index:-251658752;"
    "mso-position-horizontal:center;mso-position-horizontal-relative:margin;"
    'mso-position-vertical:center;mso-position-vertical-relative:margin" o:allowincell="f" fillcolor="#f6e7e5" stroked="f">'
    '<v:textpath style="font-family:&quot;{font}&quot;;font-size:1pt" string={word}/></v:shape>'
)


def put(document: Document, word: str) -> None:
    """The word across every page of the document's only section."""
    section = document.sections[0]
    headers = (section.header, section.even_page_header, section.first_page_header)
    for number, header in enumerate(headers, 1):
        _put(header, word, number)


def _put(header: _Header, word: str, number: int) -> None:
    shape = _SHAPE.format(number=number, id=2048 + number, font=HEI, word=quoteattr(word))
    run = f"<w:r {nsdecls('w')} {_NAMES}><w:rPr><w:noProof/></w:rPr><w:pict>{_TYPE}{shape}</w:pict></w:r>"
    paragraph = header.paragraphs[0]
    paragraph.style = paragraph.style if paragraph.text else "header"
    paragraph.paragraph_format.element.append(parse_xml(run))
