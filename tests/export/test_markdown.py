from itertools import pairwise

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from agent.export.markdown import report_markdown, tables_markdown
from agent.figures import FigureSet
from agent.forms import form_of
from agent.forms.narrative import Narrative, Paragraph
from agent.verify.answer import Answer
from agent.verify.report import JudgedReport
from tests.export import sample

MARKDOWN = MarkdownIt("commonmark").enable("table")


def tokens(text: str) -> list[Token]:
    return MARKDOWN.parse(text)


def plain_text(token: Token) -> str:
    return "".join(child.content for child in token.children or [])


def texts(text: str, opening: str) -> list[str]:
    """What stands in every element of a kind (h2, p, td), as a reader of the page sees it."""
    found = tokens(text)
    return [
        plain_text(inner) for token, inner in pairwise(found) if token.tag == opening and token.nesting == 1
    ]


def rows(text: str) -> list[list[str]]:
    """Every row of every table, in the order of the page."""
    found: list[list[str]] = []
    for token in tokens(text):
        if token.type == "tr_open":
            found.append([])
        elif token.type == "inline" and token.level >= 4 and found:
            found[-1].append(plain_text(token))
    return found


def row_of(text: str, label: str) -> list[str]:
    return next(row for row in rows(text) if label in row)


@pytest.fixture(scope="module")
def tables() -> str:
    return tables_markdown(sample.FORM, sample.figures())


@pytest.fixture(scope="module")
def report() -> str:
    return report_markdown(sample.report())


def test_there_is_one_table_for_each_official_one(tables: str) -> None:
    assert sum(token.type == "table_open" for token in tokens(tables)) == 3


def test_the_tables_stand_under_their_headings(tables: str) -> None:
    assert texts(tables, "h2") == [section.heading for section in sample.FORM.sections if section.table]


def test_a_row_is_read_alone_for_its_group_is_repeated(tables: str) -> None:
    row = row_of(tables, "4.保护第三方合法权益")
    assert row == [
        "三、本年度办理结果",
        "（三）不予公开",
        "4.保护第三方合法权益",
        "1",
        "1",
        "0",
        "0",
        "0",
        "0",
        "2",
    ]


def test_the_last_heading_row_names_every_column(tables: str) -> None:
    kinds = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
    assert ["", "", "", *kinds] in rows(tables)


def test_a_heading_of_columns_is_repeated_over_each(tables: str) -> None:
    assert row_of(tables, "法人或其他组织").count("法人或其他组织") == 5


def test_a_number_that_spans_spare_columns_is_printed_once(tables: str) -> None:
    assert row_of(tables, "行政许可") == ["行政许可", "18625", "", ""]


def test_the_note_stands_in_the_corner_once(tables: str) -> None:
    assert tables.count("勾稽关系") == 1


def test_an_absent_cell_is_empty_and_a_zero_is_not(tables: str) -> None:
    assert row_of(tables, "规章") == ["规章", "0", "0", ""]


def test_an_amount_keeps_its_decimals(tables: str) -> None:
    assert row_of(tables, "行政事业性收费")[1] == "1286.305"


@pytest.mark.parametrize("edition", ["2019", "2021"])
def test_every_row_is_as_wide_as_its_head(edition: str) -> None:
    text = tables_markdown(form_of(edition), FigureSet("青禾县人民政府", 2020, edition))
    widths = [line.replace("\\|", "").count("|") for line in text.splitlines() if line.startswith("|")]
    assert sorted(set(widths)) == [5, 11, 16]


def test_a_report_has_every_heading_of_the_form(report: str) -> None:
    assert texts(report, "h2") == [section.heading for section in sample.FORM.sections]


def test_a_clean_reports_words_are_the_narratives() -> None:
    text = report_markdown(sample.report(objections=False))
    written = [plain_text(token) for token in tokens(text) if token.type == "inline" and token.level == 1]
    tables = [section.heading for section in sample.FORM.sections if section.table]
    narrative = sample.report().narrative.text.split("\n")
    assert [line for line in written if line not in tables] == narrative


def test_an_objection_is_marked_and_has_a_footnote(report: str) -> None:
    assert "办结==46件==[^2]，" in report
    assert "[^2]: “46件”不符：文中写“46件”，不符" in report


def test_a_draft_says_so_first(report: str) -> None:
    assert report.startswith("> **草稿：尚有3处数字或说法待核**")


def test_a_report_without_objections_looks_finished() -> None:
    text = report_markdown(sample.report(objections=False))
    assert text.startswith("# 青禾县人民政府2023年")
    assert "==" not in text
    assert "[^" not in text


def test_the_same_report_is_the_same_text(report: str) -> None:
    assert report_markdown(sample.report()) == report


HOSTILE = "# <b>x</b> | *y* [z](http://e.x) `c` ==d== \\ &amp; 1. _u_"


def test_a_hostile_unit_is_only_text() -> None:
    text = report_markdown(sample.report(unit=HOSTILE))
    assert texts(text, "h1") == [f"{HOSTILE}2023年政府信息公开工作年度报告"]


def test_a_hostile_reason_cannot_leave_its_footnote() -> None:
    text = report_markdown(sample.report(reason="一\n\n# 二\n| 三 |"))
    assert "[^1]: “16场”无依据：一 # 二 \\| 三 \\|" in text.splitlines()


@pytest.mark.parametrize(
    "opening", ["# 一", "- 一", "+ 一", "1. 一", "2) 一", "> 一", "| 一 |", "```一", "=== ", "--- ", "*一"]
)
def test_a_paragraph_stays_a_paragraph_however_it_begins(opening: str) -> None:
    narrative = Narrative("标题", (Paragraph("上文"), Paragraph(opening)), ())
    text = report_markdown(JudgedReport(sample.FORM, sample.figures(), narrative, Answer((), ())))
    assert texts(text, "p")[:2] == ["上文", opening.strip()]


# --- what a person keeps


def test_what_a_person_keeps_has_a_footnote_and_no_mark() -> None:
    text = report_markdown(sample.waived_report("46件"))
    assert "办结46件[^确认2]，" in text
    assert "[^确认2]: “46件”人工确认　李明（2024-01-15）：见台账。核对结果：不符，" in text


def test_what_is_left_keeps_its_number() -> None:
    text = report_markdown(sample.waived_report("16场", "46件"))
    assert (text.startswith("> **草稿：尚有1处数字或说法待核**"), "==均已按期答复==[^3]" in text) == (
        True,
        True,
    )


def test_who_keeps_a_figure_cannot_break_out_of_the_footnote() -> None:
    text = report_markdown(sample.waived_report("46件", by="李\n# 明", reason="[a](b) ==x== <script>"))
    assert texts(text, "h1") == texts(report_markdown(sample.report()), "h1")
    assert "\\[a\\](b) \\=\\=x\\=\\= \\<script\\>" in text
