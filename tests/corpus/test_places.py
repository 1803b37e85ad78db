"""Where each character of a Word document's text stands in it."""

import pytest

from corpus.readers import read
from corpus.readers.docx import placed_docx
from tests.corpus.words import cell, document, paragraph, row, run, table

BODIES = {
    "blanks joined": paragraph("收到　 申请", run("  4"), "8件 "),
    "line breaks": f"<w:p>{run('一')}<w:r><w:br/></w:r>{run('二三')}</w:p>",
    "a table": table(
        row("规章", "1", ""), row(cell("收到 申请48件", '<w:gridSpan w:val="3"/>')), row("", "", "9")
    ),
    "a cell of two lines": table(row(cell(paragraph("上") + paragraph("下  面")), "右")),
    "merged down": table(
        row(cell("合", '<w:vMerge w:val="restart"/>'), "1"), row(cell("", "<w:vMerge/>"), "2")
    ),
    "a table that lays out": table(row(paragraph("左") and cell("独占一行"))) + paragraph("后"),
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_every_printed_character_is_found_where_it_stands(body: str) -> None:
    placed = placed_docx(document(body), "a.docx")
    found = []
    for at, letter in enumerate(placed.text):
        place = placed.place(at)
        if not letter.isspace():
            found.append((letter, (place.element.text or "")[place.offset] if place else None))
    assert found == [(letter, letter) for letter, _ in found]


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_the_text_is_the_readers(body: str) -> None:
    assert placed_docx(document(body), "a.docx").text == read(document(body), "a.docx").text


def test_a_notes_mark_cannot_be_divided() -> None:
    placed = placed_docx(
        document(paragraph("收到48件", run("1", '<w:vertAlign w:val="superscript"/>'))), "a.docx"
    )
    place = placed.place(placed.text.index("1"))
    assert (place is not None and place.divisible) is False
