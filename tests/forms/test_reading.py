"""A form's data file is refused with the line that is wrong. And a form of another kind of report is data alone."""

from decimal import Decimal

import pytest

from agent.errors import FormError
from agent.figures import FigureSet
from agent.forms.footing import State, check
from agent.forms.form import Form
from agent.forms.layout import printed
from agent.forms.reading import read_form

# Another kind of report with one table, in an edition that no notice ever issued.
OTHER = """\
form: "2031"
report: 公共图书馆年度报告
title: "{unit}{year}年公共图书馆年度报告"
authority: 某函〔2031〕1号
authority_title: 关于公共图书馆年度报告的通知
issued: 2031-01-05
years: {from: 2031, to: 2033}
sections:
- {id: lending, number: 一, title: 借阅情况, table: lending}
- id: remarks
  number: 二
  title: 说明
  topics:
  - {id: visits, title: 到馆, figures: [lending.books.total]}
tables:
- id: lending
  caption: 借阅情况
  prefix: lending
  blocks:
  - corner: 类别
    unit: 人次
    columns:
    - {id: adult, label: 成人}
    - {id: child, label: 少儿}
    - {id: total, label: 合计, total: true}
    rows:
    - {id: books, label: 图书}
    - {id: papers, label: 报刊}
rules:
- id: lending.*
  each: rows of lending
  label: 各类读者之和=合计（*）
  left: lending.*.adult + lending.*.child
  right: lending.*.total
"""
OTHER = OTHER.replace("unit: 人次", "unit: 人")
WORDS = """\
topics:
- id: lending
  name: 借阅
  words: [借阅]
  units: [人]
  terms:
  - {words: [图书借阅], means: lending.books.total}
"""


def read(text: str) -> Form:
    return read_form(text, "2031.yaml", lambda _: WORDS)


def line_of(text: str, part: str) -> int:
    """The line on which a part of the text begins, from 1."""
    assert part in text
    return text[: text.index(part)].count("\n") + 1


def test_another_kind_of_report_is_a_data_file_and_no_code() -> None:
    form = read(OTHER)
    assert form.title("云岭图书馆", 2032) == "云岭图书馆2032年公共图书馆年度报告"
    assert [cell.key for cell in form.cells] == [
        f"lending.{row}.{c}" for row in ("books", "papers") for c in ("adult", "child", "total")
    ]


def test_its_rules_are_checked_like_any_others() -> None:
    cells = {
        "lending.books.adult": 5,
        "lending.books.child": 3,
        "lending.books.total": 9,
        "lending.papers.adult": 1,
    }
    figures = FigureSet("云岭图书馆", 2032, "2031", {key: Decimal(value) for key, value in cells.items()})
    assert [finding.state for finding in check(read(OTHER), figures)] == [State.BROKEN, State.NOT_ASSESSABLE]


def test_its_table_prints_with_a_heading_row_and_one_row_a_label() -> None:
    form = read(OTHER)
    grid = printed(form, form.tables[0])
    assert (grid.height, grid.width, grid.heading_rows) == (3, 4, 1)


def test_it_serves_its_own_years_only() -> None:
    assert [year for year in range(2029, 2036) if read(OTHER).serves(year)] == [2031, 2032, 2033]


def test_its_words_may_come_from_a_file_of_their_own() -> None:
    form = read(OTHER + "vocabulary:\n  from: [library]\n")
    assert form.vocabulary.subject("lending").words == ("借阅",)


FLOW = """\
  flow:
    received: [lending.books.*]
    brought: [lending.papers.*]
    closed: [lending.books.* - lending.papers.*]
    open: [lending.papers.* + lending.books.*]
  columns: {adult: [成人], total: [全体]}
"""


def with_flow(flow: str) -> Form:
    return read_form(OTHER + "vocabulary:\n  from: [library]\n", "2031.yaml", lambda _: WORDS + flow)


def test_a_flow_says_on_which_side_each_meaning_is() -> None:
    assert with_flow(FLOW).vocabulary.subject("lending").flow == {
        "lending.books.*": "received",
        "lending.papers.*": "brought",
        "lending.books.* - lending.papers.*": "closed",
        "lending.papers.* + lending.books.*": "open",
    }


@pytest.mark.parametrize(
    ("right", "wrong", "what"),
    [
        ("    open:", "    opened:", "不认识的条目“opened”"),
        ("    closed: [lending.books.* - lending.papers.*]\n", "", "closed"),
        ("received: [lending.books.*]", "received: [lending.book.*]", "没有单元格“lending.book.adult”"),
    ],
    ids=["a side that does not exist", "a side that is missing", "a row that does not exist"],
)
def test_a_wrong_flow_is_refused(right: str, wrong: str, what: str) -> None:
    with pytest.raises(FormError, match=what):
        with_flow(FLOW.replace(right, wrong))


REFUSALS = {
    "an unknown key in a rule": (
        "right: lending.*.total",
        "right: lending.*.sum",
        "没有单元格“lending.books.sum”",
    ),
    "a cell that appears twice": ("- {id: papers, label: 报刊}", "- {id: books, label: 报刊}", "重复"),
    "a unit that nothing is counted in": (
        "- {id: child, label: 少儿}",
        "- {id: child, label: 少儿, unit: 斤}",
        "不认识的计量单位“斤”",
    ),
    "a count with decimals": (
        "- {id: child, label: 少儿}",
        "- {id: child, label: 少儿, decimal: true}",
        "不能有小数",
    ),
    "money without decimals": (
        "- {id: child, label: 少儿}",
        "- {id: child, label: 少儿, unit: 元}",
        "允许小数",
    ),
    "an entry that forms don't have": (
        "corner: 类别",
        "kerner: 类别",
        "不认识的条目“kerner”",
    ),
    "a table that no section prints": ("table: lending}", "table: lendings}", "没有表|没有哪一章"),
    "a key of a topic that is no cell": (
        "[lending.books.total]",
        "[lending.book.total]",
        "没有单元格“lending.book.total”",
    ),
    "a severity that does not exist": (
        "  each: rows of lending",
        "  severity: mild\n  each: rows of lending",
        "severity 只能是 warning",
    ),
    "an each over no table": ("each: rows of lending", "each: rows of borrowing", "each 应当写成"),
    "a year that is no number": ("to: 2033", "to: 二零三三", "应当是整数"),
    "a flag that is neither": ("total: true", "total: perhaps", "true 或 false"),
    "a row without id": ("- {id: papers, label: 报刊}", "- {label: 报刊}", "要有 id"),
}


@pytest.mark.parametrize(("right", "wrong", "what"), REFUSALS.values(), ids=REFUSALS)
def test_a_wrong_file_is_refused(right: str, wrong: str, what: str) -> None:
    with pytest.raises(FormError, match=what):
        read(OTHER.replace(right, wrong))


EXACT = {
    "an unknown key in a rule": ("right: lending.*.total", "right: lending.*.sum", "right: lending.*.sum"),
    "a wrong unit": ("label: 少儿}", "label: 少儿, unit: 斤}", "label: 少儿, unit: 斤}"),
    "an unknown entry": ("  title: 说明", "  titel: 说明", "  titel: 说明"),
    "an entry that is written twice": (
        "  title: 说明",
        "  title: 说明\n  title: 说明",
        "  title: 说明\n  topics",
    ),
    "an unknown key of a topic": ("[lending.books.total]", "[lending.books.sum]", "  - {id: visits"),
    "a severity that does not exist": (
        "  label: 各类",
        "  severity: mild\n  label: 各类",
        "  severity: mild",
    ),
    "a flag that is neither": ("total: true", "total: perhaps", "total: perhaps"),
}


@pytest.mark.parametrize(("right", "wrong", "place"), EXACT.values(), ids=EXACT)
def test_a_refusal_names_the_line(right: str, wrong: str, place: str) -> None:
    text = OTHER.replace(right, wrong)
    with pytest.raises(FormError) as refusal:
        read(text)
    assert refusal.value.line == line_of(text, place)


def test_a_rule_that_is_written_twice_is_refused_at_the_second() -> None:
    rule = OTHER[OTHER.index("- id: lending.*") :]
    with pytest.raises(FormError, match=r"规则“lending\.books”重复") as refusal:
        read(OTHER + rule)
    assert refusal.value.line == OTHER.count("\n") + 1


def test_a_rule_that_adds_unlike_units_is_refused() -> None:
    text = OTHER.replace("label: 合计, total: true}", "label: 合计, unit: 次, total: true}")
    with pytest.raises(FormError, match="计量单位不一致"):
        read(text)


def test_a_missing_entry_is_named() -> None:
    with pytest.raises(FormError, match="缺少条目“authority”"):
        read(OTHER.replace("authority: 某函〔2031〕1号\n", ""))


@pytest.mark.parametrize("text", ["", "form: [", "just a word", "- a\n- b", "a: !!python/object:os.system x"])
def test_what_is_no_form_is_refused_and_builds_nothing(text: str) -> None:
    with pytest.raises(FormError):
        read(text)


def test_a_word_whose_meaning_is_no_cell_is_refused_with_its_file_and_line() -> None:
    wrong = WORDS.replace("lending.books.total", "lending.books.totle")
    with pytest.raises(FormError) as refusal:
        read_form(OTHER + "vocabulary:\n  from: [library]\n", "2031.yaml", lambda _: wrong)
    assert (refusal.value.file, refusal.value.line) == ("words/library.yaml", 7)


OVERLAP = (
    OTHER
    + """\
overlaps:
- cells: [lending.books.total]
  apart: true
  why: 同一人可能在几个馆借过书
"""
)


def test_cells_that_several_units_may_have_counted_are_read_with_their_reason() -> None:
    (overlap,) = read(OVERLAP).overlaps
    assert (overlap.cells, overlap.apart, overlap.why) == (
        ("lending.books.total",),
        True,
        "同一人可能在几个馆借过书",
    )


def test_an_overlap_of_a_cell_that_the_form_does_not_have_is_refused_with_its_line() -> None:
    with pytest.raises(FormError, match=r"没有单元格“lending\.books\.none”") as caught:
        read(OVERLAP.replace("books.total]\n  apart", "books.none]\n  apart"))
    assert caught.value.line == len(OTHER.splitlines()) + 2
