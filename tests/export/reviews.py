"""Word files to be reviewed, and what can be seen of them: every character with its look, every comment with its words."""

import io
import zipfile

import docx
import lxml.etree
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from agent.figures import FigureSet
from agent.workflow import judge_text, prose_in, review_document
from tests.samples import sample

AUTHOR = "年报核验"
TITLE = "云岭县2024年政府信息公开工作年度报告"
WRONG = "2024年，全县共收到政府信息公开申请220件。"
RIGHT = "2024年，全县共收到政府信息公开申请48件。"
_SPACES = 'w mc="http://schemas.openxmlformats.org/markup-compatibility/2006" wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'


def word(*blocks: str) -> bytes:
    """A document of a title and these blocks: a plain text is a paragraph, what begins with ``<`` is its XML."""
    document = docx.Document()
    document.add_paragraph(TITLE)
    spaces = f'{nsdecls("w", "r")} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    for block in blocks:
        if block.startswith("<"):
            made = parse_xml(block.replace(">", f" {spaces}>", 1) if block[-2:] != "/>" else block)
            document.element.body.insert(len(document.element.body) - 1, made)
        else:
            document.add_paragraph(block)
    return saved(document)


def saved(document: "docx.document.Document") -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def run(text: str, look: str = "") -> str:
    properties = f"<w:rPr>{look}</w:rPr>" if look else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*content: str) -> str:
    return f"<w:p>{''.join(one if one.startswith('<') else run(one) for one in content)}</w:p>"


def reviewed(content: bytes, figures: FigureSet | None = None, name: str = "稿.docx") -> bytes:
    """As ``nianbao verify … -o`` gives it back."""
    prose = prose_in(content, name)
    return review_document(prose, judge_text(prose.text, figures or sample()), "docx")


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def root(content: bytes, part: str = "word/document.xml") -> lxml.etree._Element:
    return lxml.etree.fromstring(parts(content)[part])


def seen(content: bytes) -> list[tuple[str, str, int]]:
    """Every character of the document with the properties of its run and the number of its paragraph."""
    found = []
    numbers = {p: number for number, p in enumerate(root_iter(content, "p"))}
    for text in (one for p in numbers for one in p.iter(qn("w:t"), qn("w:tab"), qn("w:br"))):
        above = text.getparent()
        look = above.find(qn("w:rPr")) if above is not None else None
        owner = next(one for one in text.iterancestors() if one in numbers)
        said = lxml.etree.tostring(look, with_tail=False).decode() if look is not None else ""
        found += [(letter, said, numbers[owner]) for letter in (text.text or text.tag)]
    return found


def root_iter(content: bytes, name: str) -> list[lxml.etree._Element]:
    return list(root(content).iter(qn(f"w:{name}")))


def comments(content: bytes, author: str = AUTHOR) -> list[tuple[str, str]]:
    """For each comment of an author but the first, which sums up: the words that it is on, and what it says."""
    made = docx.Document(io.BytesIO(content)).comments
    every = [(ranged(content, one.comment_id), one.text) for one in made if one.author == author]
    return every[1:] if author == AUTHOR else every


def summary(content: bytes) -> tuple[str, str]:
    first = next(one for one in docx.Document(io.BytesIO(content)).comments if one.author == AUTHOR)
    return ranged(content, first.comment_id), first.text


def ranged(content: bytes, number: int) -> str:
    """The words in the range of a comment, having seen that it begins, ends and is referred to once, in this order."""
    words, order = "", []
    for one in root(content).iter():
        name = str(one.tag).rpartition("}")[2]
        if name in ("commentRangeStart", "commentRangeEnd", "commentReference") and one.get(
            qn("w:id")
        ) == str(number):
            order.append(name)
        elif name == "t" and order == ["commentRangeStart"]:
            words += one.text or ""
    assert order == ["commentRangeStart", "commentRangeEnd", "commentReference"]
    return words
