"""Reports as pages: tables as other people lay them out, and everything that stands around a report."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from agent.errors import BadInput
from agent.forms import form_of
from corpus.readers import ReadReport, read
from tests.corpus.pages import (
    INTRODUCTION,
    TITLE,
    Slot,
    Table,
    body,
    counted,
    html_table,
    page,
    table,
    tables_of,
)

FORM = form_of("2021")
CELLS = counted("2021")

Change = Callable[[Table], Table]


def of(content: bytes | str) -> ReadReport:
    return read(content.encode() if isinstance(content, str) else content, "report.html")


def changed(table_id: str, *changes: Change) -> ReadReport:
    rows = table(FORM, table_id, CELLS)
    for change in changes:
        rows = change(rows)
    return of(page("2021", CELLS, **{table_id: html_table(rows)}))


def said(rows: Table, old: str, new: str) -> Table:
    return [[replace(slot, text=new) if slot.text == old else slot for slot in row] for row in rows]


def at(rows: Table, label: str) -> int:
    return next(index for index, row in enumerate(rows) if any(slot.text.startswith(label) for slot in row))


# --- nothing to note ----------------------------------------------------------------------------------------------


def add_remarks_nobody_wrote(rows: Table) -> Table:
    return [[*row, Slot("备注" if index == 0 else "")] for index, row in enumerate(rows)]


def without_spans(rows: Table) -> Table:
    return [[Slot(slot.text) for slot in row] for row in rows]


def with_two_rows_swapped(rows: Table) -> Table:
    index = at(rows, "7.属于")
    return [*rows[:index], rows[index + 1], rows[index], *rows[index + 2 :]]


def with_spaced_labels(rows: Table) -> Table:
    return [
        [replace(slot, text=" ".join(slot.text)) if not slot.text.isdigit() else slot for slot in row]
        for row in rows
    ]


def with_half_width_marks(rows: Table) -> Table:
    return [
        [
            replace(slot, text=slot.text.replace("（", "(").replace("）", ")").replace(".", "、"))
            for slot in row
        ]
        for row in rows
    ]


def with_figures_that_carry_units(rows: Table) -> Table:
    return [
        [replace(slot, text=f" {slot.text} 件") if slot.text.isdigit() else slot for slot in row]
        for row in rows
    ]


def without_list_marks(rows: Table) -> Table:
    return [
        [
            replace(slot, text=slot.text.lstrip("一二三四五六七八（）、12345678."))
            if not slot.text.isdigit()
            else slot
            for slot in row
        ]
        for row in rows
    ]


def without_articles(rows: Table) -> Table:
    return [row for row in rows if not row[0].text.startswith("第二十条")]


def with_groups_swapped(rows: Table) -> Table:
    top, second, third, figures = rows
    return [[top[1], top[0]], second[5:] + second[:5], third, figures[5:] + figures[:5]]


@pytest.mark.parametrize(
    ("table_id", "change"),
    [
        ("requests", add_remarks_nobody_wrote),
        ("requests", without_spans),
        ("requests", with_two_rows_swapped),
        ("requests", with_spaced_labels),
        ("requests", with_half_width_marks),
        ("requests", with_figures_that_carry_units),
        ("requests", without_list_marks),
        ("disclosure", without_articles),
        ("disclosure", with_spaced_labels),
        ("appeals", with_groups_swapped),
        ("appeals", with_spaced_labels),
    ],
)
def test_every_cell_of_a_table_laid_out_differently_is_read(table_id: str, change: Change) -> None:
    report = changed(table_id, change)
    assert (dict(report.figures.cells), report.notes) == (CELLS, ())


def test_a_table_that_goes_on_after_a_page_break_is_one_table() -> None:
    rows = table(FORM, "requests", CELLS)
    first, rest = rows[:8], [[Slot(""), Slot(""), *rows[8]], *rows[9:]]
    report = of(page("2021", CELLS, requests=html_table(first) + "<p>- 3 -</p>" + html_table(rest)))
    assert dict(report.figures.cells) == CELLS


def test_table_two_may_be_a_table_for_each_article() -> None:
    rows = table(FORM, "disclosure", CELLS)
    starts = [index for index, row in enumerate(rows) if row[0].text.startswith("第二十条")]
    pieces = [rows[start:end] for start, end in zip(starts, [*starts[1:], len(rows)], strict=True)]
    report = of(page("2021", CELLS, disclosure="".join(map(html_table, pieces))))
    assert (dict(report.figures.cells), report.notes) == (CELLS, ())


def test_table_four_may_be_a_table_for_each_procedure() -> None:
    top, second, third, figures = table(FORM, "appeals", CELLS)
    review = [[top[0]], second[:5], [], figures[:5]]
    litigation = [[top[1]], second[5:], third, figures[5:]]
    report = of(page("2021", CELLS, appeals=html_table(review) + html_table(litigation)))
    assert (dict(report.figures.cells), report.notes) == (CELLS, ())


# --- something to note --------------------------------------------------------------------------------------------


def test_other_handling_in_one_row_goes_to_its_row_other_and_is_said() -> None:
    def one_row(rows: Table) -> Table:
        index = at(rows, "（六）其他处理")
        merged = [Slot("（六）其他处理", 1, 2), *rows[index + 2][1:]]
        shorter = [
            [replace(slot, rows=slot.rows - 2) if slot.text.startswith("三、") else slot for slot in row]
            for row in rows
        ]
        return [*shorter[:index], merged, *shorter[index + 3 :]]

    report = changed("requests", one_row)
    keys = [key for key in report.figures.cells if key.startswith("requests.other_handling")]
    assert {key.rsplit(".", 1)[0] for key in keys} == {"requests.other_handling.other"}
    assert any("只印了一行" in note and "requests.other_handling.other" in note for note in report.notes)


def test_other_handling_in_one_row_of_zeros_is_zero_in_each_of_its_rows() -> None:
    cells = CELLS | {key: Decimal(0) for key in CELLS if key.startswith("requests.other_handling")}
    rows = table(FORM, "requests", cells)
    index = at(rows, "（六）其他处理")
    one = [Slot("（六）其他处理", 1, 2), *rows[index][2:]]
    merged = html_table([*rows[:index], one, *rows[index + 3 :]])
    assert dict(of(page("2021", cells, requests=merged)).figures.cells) == cells


def test_a_row_that_the_form_does_not_have_is_said_and_moves_nothing() -> None:
    def extra(rows: Table) -> Table:
        return [*rows[:4], [Slot("其他主动公开文件"), Slot("5"), Slot("6"), Slot("7")], *rows[4:]]

    report = changed("disclosure", extra)
    assert dict(report.figures.cells) == CELLS
    assert report.notes == ("表二第1张表格第5行“其他主动公开文件”一行：格式里没有这一行，没有读入",)


def test_a_column_that_the_form_does_not_have_is_said_and_moves_nothing() -> None:
    def extra(rows: Table) -> Table:
        top, second, third, *rest = rows
        return [[*top, Slot("备注", 3)], second, third, *([*row, Slot("7")] for row in rest)]

    report = changed("requests", extra)
    assert dict(report.figures.cells) == CELLS
    assert report.notes == ("表三“备注”一列格式里没有，没有读入",)


def test_a_missing_column_leaves_its_cells_unread() -> None:
    def without_research(rows: Table) -> Table:
        narrower = [
            [
                replace(slot, columns=slot.columns - 1)
                if slot.text in ("申请人情况", "法人或其他组织")
                else slot
                for slot in row
            ]
            for row in rows
        ]
        heads = [[slot for slot in row if slot.text != "科研机构"] for row in narrower[:3]]
        return [*heads, *([*row[:-5], *row[-4:]] for row in narrower[3:])]

    report = changed("requests", without_research)
    expected = {key: value for key, value in CELLS.items() if not key.endswith(".research")}
    assert (dict(report.figures.cells), report.notes) == (expected, ("表三没有找到“科研机构”一列",))
    assert {key.rsplit(".", 1)[1] for key in report.unread} == {"research"}


def test_a_missing_row_leaves_its_cells_unread() -> None:
    report = changed(
        "requests", lambda rows: [row for row in rows if not any("2.重复申请" in slot.text for slot in row)]
    )
    assert {key.rsplit(".", 1)[0] for key in report.unread} == {"requests.declined.repeat"}
    assert "表三没有找到“2.重复申请”一行" in report.notes


def test_a_row_that_lacks_a_box_is_not_read() -> None:
    report = changed("appeals", lambda rows: [*rows[:-1], rows[-1][1:]])
    assert "review.upheld" not in report.figures.cells
    assert report.notes == ("表四第3张表格第4行：有14个数，而这里应有15个，对不上列，没有读入",)


def test_a_label_with_a_slip_is_read_and_said() -> None:
    report = changed(
        "requests", lambda rows: said(rows, "2.其他法律行政法规禁止公开", "2.其他法律行政止公开")
    )
    assert dict(report.figures.cells) == CELLS
    assert report.notes == (
        "表三第2张表格第9行“2.其他法律行政止公开”一行：按“2.其他法律行政法规禁止公开”读入",
    )


def test_a_column_heading_with_another_word_is_read_by_its_place_and_said() -> None:
    report = changed("requests", lambda rows: said(rows, "法律服务机构", "律师事务所"))
    assert dict(report.figures.cells) == CELLS
    assert report.notes == ("表三列标题“律师事务所”按位置当作“法律服务机构”",)


def test_a_second_copy_of_a_table_is_said_and_not_read() -> None:
    other = html_table(said(table(FORM, "requests", CELLS), "110", "9"))
    mine = html_table(table(FORM, "requests", CELLS))
    report = of(page("2021", CELLS, requests=f"{mine}<p>上一年度的数据列在下面，供公众对照。</p>{other}"))
    assert dict(report.figures.cells) == CELLS
    assert report.notes == ("第3张表格第1行：又一张“收到和处理政府信息公开申请情况”表，没有读入",)


def test_a_note_mark_does_not_become_a_digit() -> None:
    table_ = html_table(table(FORM, "requests", CELLS)).replace(">110<", ">110<sup>1</sup><")
    report = of(page("2021", CELLS, requests=table_))
    assert report.unread == ("requests.new.natural_person",)


def test_money_in_another_unit_is_converted_and_said() -> None:
    report = changed(
        "disclosure", lambda rows: said(rows, "本年收费金额（单位：万元）", "本年收费金额（单位：元）")
    )
    assert report.figures.cells["fees.amount"] == Decimal("0.0109")
    assert any("以元计，已换算成0.0109万元" in note for note in report.notes)


def test_a_number_over_several_columns_is_left_unread() -> None:
    def merged(rows: Table) -> Table:
        index = at(rows, "规章")
        return [*rows[:index], [rows[index][0], Slot("8", 1, 3)], *rows[index + 1 :]]

    report = changed("disclosure", merged)
    assert "documents.rules.issued" not in report.figures.cells
    assert any("合并在几列里" in note for note in report.notes)


def test_a_slash_over_several_columns_is_absent_in_each() -> None:
    def merged(rows: Table) -> Table:
        index = at(rows, "规章")
        return [*rows[:index], [rows[index][0], Slot("/", 1, 3)], *rows[index + 1 :]]

    report = changed("disclosure", merged)
    assert (report.unread, report.notes) == ((), ())


def test_the_form_is_told_by_the_tables_and_not_by_the_year() -> None:
    report = of(page("2019", counted("2019")))
    assert (report.figures.form, report.figures.year) == ("2019", 2023)
    assert report.notes == (
        "报告年度是2023年，印的却是2019年格式的表格（该格式用于2019年度至2020年度）：按表格读入",
    )


def test_a_table_that_is_missing_is_said() -> None:
    report = of(page("2021", CELLS, appeals="<p>见附件。</p>"))
    assert report.notes == ("没有找到表四“政府信息公开行政复议、行政诉讼情况”",)
    assert len(report.unread) == 15


# --- around the report --------------------------------------------------------------------------------------------

MENU = "<div><ul><li>首页</li><li>总体情况</li><li>其他需要报告的事项</li></ul></div>"


def framed() -> ReadReport:
    article = body(FORM, tables_of(FORM, CELLS)).replace(f"<h1>{TITLE}</h1>", "")
    return of(
        f"<html><head><title>青溪县</title><script>var a = 12;</script></head><body>{MENU}"
        f"<h1>{TITLE}</h1><table><tr><td>通知公告<br>第12期</td><td><div>{article}</div><p>【打印】</p></td></tr></table>"
        "<div>版权所有：青溪县人民政府办公室 访问量 12345 次</div></body></html>"
    )


def test_the_menu_and_the_foot_of_a_page_are_left_away() -> None:
    text = framed().text
    assert text.startswith(f"{TITLE}\n{INTRODUCTION}\n一、总体情况")
    assert text.endswith("本年度没有收取信息处理费。")


def test_a_report_inside_a_layout_table_is_read() -> None:
    assert dict(framed().figures.cells) == CELLS


def test_a_table_row_is_a_line_of_tabs_in_the_text() -> None:
    assert "规章\t100\t101\t102\n" in framed().text


def test_hidden_text_is_not_read() -> None:
    assert (
        "99"
        not in of("<body><p>一、总体情况</p><p style='display: none'>共99件</p><p>共12件</p></body>").text
    )


def test_a_line_break_of_the_source_is_nothing_between_chinese_characters() -> None:
    assert of("<p>一、总体情况</p><p>收到申请\n  十二件</p>").sections[-1].text == "收到申请十二件"


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("utf-8", "utf-8"),
        ("gb2312", "gb18030"),
        ("gb2312", "utf-8"),
        ("utf-8", "gb18030"),
        ("no-such-charset", "gb18030"),
        ("hex", "gb18030"),
        ("utf-8", "utf-16"),
        ("utf-8", "utf-8-sig"),
    ],
)
def test_a_page_reads_the_same_whatever_it_declares(declared: str, encoding: str) -> None:
    source = f'<html><head><meta charset="{declared}"></head><body>{body(FORM, tables_of(FORM, CELLS))}</body></html>'
    report = of(source.encode(encoding))
    assert (dict(report.figures.cells), report.notes) == (CELLS, ())


def test_a_page_in_big5_and_traditional_characters_is_read() -> None:
    heads = "<tr><td>信息內容</td><td>本年製發件數</td><td>本年廢止件數</td><td>現行有效件數</td></tr>"
    rows = "<tr><td>規章</td><td>1</td><td>2</td><td>3</td></tr><tr><td>行政規範性文件</td><td>4</td><td>5</td><td>6</td></tr>"
    report = of(
        f"<html><body><p>主動公開政府信息的數據如下</p><table>{heads}{rows}</table></body></html>".encode(
            "big5"
        )
    )
    assert report.figures.cells["documents.normative.in_force"] == 6


def test_a_page_that_is_nested_too_deep_says_so() -> None:
    with pytest.raises(BadInput, match="嵌套太深"):
        of("<div>" * 5000 + "深处的文字")


def test_spans_without_measure_do_not_fill_memory() -> None:
    row = "<tr>" + '<td colspan="99999" rowspan="99999">1</td>' * 50 + "</tr>"
    report = of(f"<table>{row}{'<tr><td>2</td></tr>' * 2000}</table>{page('2021', CELLS).decode()}")
    assert dict(report.figures.cells) == CELLS
