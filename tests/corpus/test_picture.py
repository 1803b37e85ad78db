from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from corpus.readers.pdfium import Unreadable
from corpus.readers.picture import page_pictures

REPORT = Path(__file__).resolve().parents[2] / "corpus" / "reports" / "donglan-jiaotong-2022.pdf"


def test_every_page_is_a_picture_of_the_width_that_was_asked_for() -> None:
    opened = [Image.open(BytesIO(each)) for each in page_pictures(REPORT.read_bytes(), across=300)]
    assert len(opened) > 1
    assert {each.width for each in opened} == {300}
    assert all(each.convert("L").resize((60, 90)).getextrema() != (255, 255) for each in opened)


def test_no_more_pages_are_drawn_than_were_asked_for() -> None:
    assert len(page_pictures(REPORT.read_bytes(), across=50, most=1)) == 1


def test_what_is_no_pdf_is_refused() -> None:
    with pytest.raises(Unreadable):
        page_pictures(b"no PDF")
