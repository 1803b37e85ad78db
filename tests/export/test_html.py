import json
import subprocess
from decimal import Decimal
from pathlib import Path
from typing import Any
from unicodedata import normalize

import lxml.html
import pytest
from pypdf import PdfReader

from agent.export.html import Mark, report_html, table_html, tables_html
from agent.figures import FigureSet
from agent.figures.interchange import figures_of
from agent.forms import form_of
from agent.forms.expressions import evaluate
from tests.export import sample

HOSTILE = "<script>alert('x')</script>\"&amp;'\x00"
SEEN = "<script>alert('x')</script>\"&amp;'"  # as a reader sees it: whole, but for the character that no file can hold


def page(text: str) -> Any:
    return lxml.html.document_fromstring(text)


def values(text: str) -> dict[str, str]:
    return {cell.get("data-key"): cell.text_content() for cell in page(text).xpath("//td[@data-key]")}


@pytest.fixture(scope="module")
def tables() -> str:
    return tables_html(sample.FORM, sample.figures())


@pytest.fixture(scope="module")
def report() -> str:
    return report_html(sample.report())


@pytest.mark.parametrize("edition", ["2019", "2021"])
def test_every_cell_is_there_once_and_in_printed_order(edition: str) -> None:
    form = form_of(edition)
    text = tables_html(form, FigureSet("青禾县人民政府", 2020, edition))
    assert list(values(text)) == list(form.by_key)


def test_a_cell_prints_its_number_whole_and_exact(tables: str) -> None:
    printed = {key: Decimal(text) for key, text in values(tables).items() if text}
    assert printed == dict(sample.figures().cells)


def test_numbers_have_no_separators(tables: str) -> None:
    assert values(tables)["decisions.licensing.decided"] == "18625"


def test_an_amount_keeps_its_decimals(tables: str) -> None:
    assert values(tables)[sample.EXACT] == "1286.305"


def test_an_absent_cell_is_empty(tables: str) -> None:
    assert values(tables)[sample.ABSENT_CELL] == ""


def test_a_zero_is_printed(tables: str) -> None:
    assert values(tables)[sample.ZERO] == "0"


def test_a_negative_change_keeps_its_sign() -> None:
    figures = FigureSet("青禾县人民政府", 2020, "2019", {"fees.change": Decimal(-3)})
    assert values(tables_html(form_of("2019"), figures))["fees.change"] == "-3"


def test_the_note_stands_in_the_corner_of_table_three(tables: str) -> None:
    corner = page(tables).xpath("//table[@data-table='requests']//th")[0]
    assert "勾稽关系" in corner.text_content()
    assert (corner.get("rowspan"), corner.get("colspan")) == ("3", "3")


def test_the_unit_is_printed_where_the_form_prints_it(tables: str) -> None:
    assert "本年收费金额（单位：万元）" in [th.text_content() for th in page(tables).xpath("//th")]


@pytest.mark.parametrize(("table", "rows"), [("disclosure", 0), ("requests", 3), ("appeals", 3)])
def test_the_heading_rows_are_the_tables_head(tables: str, table: str, rows: int) -> None:
    assert len(page(tables).xpath(f"//table[@data-table='{table}']/thead/tr")) == rows


def test_every_row_fills_the_table(tables: str) -> None:
    for table in page(tables).xpath("//table"):
        slots = sum(
            int(box.get("rowspan", 1)) * int(box.get("colspan", 1)) for box in table.xpath(".//th|.//td")
        )
        rows = table.xpath(".//tr")
        assert slots % len(rows) == 0


def test_the_tables_stand_under_their_headings(tables: str) -> None:
    headings = [
        section.xpath("./h2")[0].text_content() for section in page(tables).xpath("//section[.//table]")
    ]
    assert headings == [section.heading for section in sample.FORM.sections if section.table]


def test_a_mark_stands_on_its_cell_alone_with_its_reason() -> None:
    marks = {sample.ZERO: Mark("odd", HOSTILE)}
    text = table_html(sample.FORM, sample.FORM.table("disclosure"), sample.figures(), marks)
    marked = lxml.html.fragment_fromstring(text).xpath("//td[@data-reason]")
    assert [(cell.get("data-key"), cell.get("class"), cell.get("data-reason")) for cell in marked] == [
        (sample.ZERO, "odd", SEEN)
    ]


def test_a_report_has_every_heading_of_the_form(report: str) -> None:
    headings = [heading.text_content() for heading in page(report).xpath("//h2")]
    assert headings == [section.heading for section in sample.FORM.sections]


def test_the_words_on_the_page_are_the_narratives(report: str) -> None:
    written = [
        line.text_content() for line in page(report).xpath("//main//*[self::h1 or self::h3 or self::p]")
    ]
    narrative = [place.text for place in sample.report().narrative.placed() if place.level != 1]
    assert written == narrative


def test_every_judged_figure_carries_its_verdict_and_expression(report: str) -> None:
    spans = page(report).xpath("//span[contains(@class, 'fig')]")
    told = [(span.text_content(), span.get("data-verdict"), span.get("data-expression")) for span in spans]
    items = sample.report().answer.figures
    assert told == [(item.text, item.verdict.value, item.expression) for item in items]


def test_every_judged_claim_carries_its_verdict(report: str) -> None:
    spans = page(report).xpath("//span[contains(@class, 'claim')]")
    assert [(span.text_content(), span.get("data-verdict")) for span in spans] == [
        ("多数申请来自自然人", "verified"),
        ("均已按期答复", "unsupported"),
    ]


def test_a_page_can_be_verified_again_from_itself_alone(report: str) -> None:
    """Cells, facts and last year's cells are all on the page; every expression gives what its figure was held against."""
    tree = page(report)
    metas = {
        name: json.loads(tree.xpath(f"//meta[@name='nianbao:{name}']/@content")[0])
        for name in ("report", "evidence")
    }
    cells = {key: text for key, text in values(report).items() if text}
    figures = figures_of(metas["report"] | {"cells": cells, "facts": metas["evidence"]["facts"]}, "页面")
    previous = figures_of(metas["report"] | {"cells": metas["evidence"]["previous"]}, "页面")
    spans = tree.xpath("//span[@data-expression]")
    found = [evaluate(sample.FORM.parse(span.get("data-expression")), figures, previous) for span in spans]
    assert found == [Decimal(span.get("data-expected")) for span in spans]
    assert len(spans) > 10


def test_a_page_holds_no_fact_that_it_does_not_quote(report: str) -> None:
    assert "内部通报" not in report


def test_objections_are_listed_with_links_to_them(report: str) -> None:
    tree = page(report)
    links = tree.xpath("//aside//a/@href")
    assert [tree.get_element_by_id(link[1:]).text_content() for link in links] == [
        "16场",
        "46件",
        "均已按期答复",
    ]


def test_an_objection_gives_its_reason(report: str) -> None:
    assert "不符：文中写“46件”，不符" in page(report).xpath("//aside")[0].text_content()


def test_the_list_of_objections_is_no_part_of_the_report(report: str) -> None:
    assert page(report).xpath("//main//aside") == []


def test_a_report_without_objections_looks_finished() -> None:
    tree = page(report_html(sample.report(objections=False)))
    assert tree.xpath("//aside") == []
    assert tree.xpath("//*[@data-mark]") == []


def test_the_page_fetches_nothing_and_runs_nothing(report: str) -> None:
    tree = page(report)
    assert tree.xpath("//script | //link | //img | //iframe | //@src | //@onload") == []
    assert "http" not in report
    assert "@import" not in report


def test_the_same_report_is_the_same_page(report: str) -> None:
    assert report_html(sample.report()) == report


@pytest.fixture(scope="module")
def hostile() -> Any:
    return page(report_html(sample.report(unit=HOSTILE, reason=HOSTILE)))


def test_a_hostile_unit_is_only_text(hostile: Any) -> None:
    assert hostile.xpath("//h1")[0].text_content() == f"{SEEN}2023年政府信息公开工作年度报告"


def test_a_hostile_unit_is_only_text_in_the_pages_title(hostile: Any) -> None:
    assert hostile.xpath("//title")[0].text_content().startswith(SEEN)


def test_a_hostile_unit_is_kept_in_what_machines_read(hostile: Any) -> None:
    assert json.loads(hostile.xpath("//meta[@name='nianbao:report']/@content")[0])["unit"] == HOSTILE


def test_a_hostile_reason_is_only_text_in_the_list(hostile: Any) -> None:
    assert SEEN in hostile.xpath("//aside//li")[0].text_content()


def test_a_hostile_reason_is_only_text_in_the_attribute(hostile: Any) -> None:
    assert hostile.xpath("//span[@id='objection-1']/@title") == [f"无依据：{SEEN}"]


def test_hostile_words_make_no_element(hostile: Any) -> None:
    assert hostile.xpath("//script") == []


def test_on_paper_the_head_of_table_three_repeats(chromium: str, tmp_path: Path) -> None:
    source, paper = tmp_path / "report.html", tmp_path / "report.pdf"
    source.write_text(report_html(sample.report()), encoding="utf-8")
    run = [chromium, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}"]
    run += ["--no-pdf-header-footer", f"--print-to-pdf={paper}", source.as_uri()]
    subprocess.run(run, check=True, capture_output=True, timeout=120)
    # Chromium names some glyphs by the radical that they look like (⼈ for 人).
    pages = [normalize("NFKC", sheet.extract_text()) for sheet in PdfReader(paper).pages]
    assert sum("申请人情况" in text for text in pages) == 2


# --- what a person keeps


def test_what_a_person_keeps_is_listed_apart_with_links_and_numbers() -> None:
    tree = page(report_html(sample.waived_report("46件")))
    objections, waived = tree.xpath("//aside")
    assert objections.xpath("./ol/li/@value") == ["1", "3"]
    assert (waived.xpath("./p/text()"), waived.xpath("./ol/li/@value")) == (["人工确认1处"], ["2"])
    (link,) = waived.xpath(".//a/@href")
    assert tree.get_element_by_id(link[1:]).text_content() == "46件"


def test_what_a_person_keeps_looks_other_than_an_objection_and_keeps_its_verdict() -> None:
    (span,) = page(report_html(sample.waived_report("46件"))).xpath("//main//*[@data-waived-by]")
    assert (
        span.get("class"),
        span.get("data-verdict"),
        span.get("data-mark"),
        span.get("data-waived-by"),
    ) == (
        "fig contradicted waived",
        "contradicted",
        "确认2",
        "李明",
    )


def test_who_keeps_a_figure_and_why_is_only_text() -> None:
    tree = page(report_html(sample.waived_report("46件", by=HOSTILE, reason=HOSTILE)))
    assert tree.xpath("//script") == []
    assert f"{SEEN}（2024-01-15）：{SEEN}" in tree.xpath("//aside")[1].text_content()
