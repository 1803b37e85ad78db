"""Alternatives in a sentence: which branch is said, and when nothing can be."""

import time
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.drafting.realising import Realised, realise
from agent.drafting.references import DEEPEST, LONGEST_TEXT, Choice, Template
from agent.drafting.setting import Missing
from agent.errors import ExpressionError
from agent.figures import FigureSet
from tests.drafting.invented import county, county_before

NOW, BEFORE = county(), county_before()
RECEIVED = (
    "{{if requests.new.total == 0}}全年未收到政府信息公开申请"
    "{{elif requests.new.total < prev.requests.new.total}}申请减少，共{{requests.new.total|件}}"
    "{{else}}全年收到政府信息公开申请{{requests.new.total|件}}{{end}}。"
)


def said(template: str, figures: FigureSet = NOW, previous: FigureSet | None = BEFORE) -> str:
    """The realised text, or 缺： and the reasons."""
    realised = realise(template, figures, previous)
    return realised.text if isinstance(realised, Realised) else f"缺：{realised.reason}"


def received(count: int) -> FigureSet:
    return replace(NOW, cells={**NOW.cells, "requests.new.total": Decimal(count)})


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (0, "全年未收到政府信息公开申请。"),
        (20, "申请减少，共20件。"),
        (96, "全年收到政府信息公开申请96件。"),
    ],
)
def test_the_first_branch_that_holds_is_said(count: int, text: str) -> None:
    assert said(RECEIVED, received(count)) == text


def test_no_branch_that_holds_and_no_else_says_nothing() -> None:
    assert realise("{{if requests.new.total == 0}}未收到申请。{{end}}", NOW) == Realised("")


def test_blocks_stand_in_one_another() -> None:
    template = (
        "{{if requests.new.total > 0}}收到申请{{if requests.carried_in.total > 0}}，另有上年结转"
        "{{requests.carried_in.total|件}}{{end}}。{{end}}"
    )
    assert said(template) == "收到申请，另有上年结转4件。"


def test_a_condition_that_cannot_be_told_makes_the_whole_missing() -> None:
    bare = FigureSet("柳泉县人民政府", 2024, "2021")
    assert said(RECEIVED, bare) == "缺：条件“requests.new.total == 0”不能判断：单元格 requests.new.total 未填"


def test_a_branch_after_one_that_holds_need_not_be_told() -> None:
    assert said(RECEIVED, received(0), None) == "全年未收到政府信息公开申请。"
    assert "没有上年数据" in said(RECEIVED, received(5), None)


def test_what_is_missing_in_a_branch_that_is_not_said_does_not_matter() -> None:
    assert said("{{if not known(contact.fax)}}传真未设{{else}}传真{{contact.fax}}{{end}}") == "传真未设"


def test_one_false_side_of_an_and_decides_whatever_is_unknown_of_the_other() -> None:
    bare = received(0)
    template = "{{if requests.new.total > 0 and prev.requests.new.total > 0}}甲{{else}}乙{{end}}"
    assert said(template, bare, None) == "乙"
    assert said(template.replace("and", "or"), received(3), None) == "甲"
    assert "没有上年数据" in said(template.replace("and", "or"), bare, None)


def test_the_words_and_and_or_in_a_name_split_nothing() -> None:
    assert said('{{if has("甲 or 乙") or has("在线访谈")}}有{{else}}无{{end}}') == "有"


def test_a_span_in_a_branch_stands_where_it_is_realised() -> None:
    realised = realise("今年" + RECEIVED + "{{requests.closed.total|件}}", received(20), BEFORE)
    assert isinstance(realised, Realised)
    assert [realised.text[span.start : span.end] for span in realised.spans] == ["20件", "123件"]


def test_a_template_names_what_stands_in_every_branch() -> None:
    template = Template.of(RECEIVED)
    assert [each.source for each in template.references] == ["requests.new.total|件"] * 2
    assert "未收到" in template.literal
    assert "件" not in template.literal
    assert [each.source for each in template.conditions] == [
        "requests.new.total == 0",
        "requests.new.total < prev.requests.new.total",
    ]


@pytest.mark.parametrize(
    ("template", "reason"),
    [
        ("{{if requests.new.total > 0}}有", "“{{if requests.new.total > 0}}”没有写“{{end}}”"),
        ("有{{end}}", "“{{end}}”前面没有“{{if …}}”"),
        ("有{{else}}无", "“{{else}}”前面没有“{{if …}}”"),
        ("{{elif requests.new.total > 0}}", "“{{elif requests.new.total > 0}}”前面没有“{{if …}}”"),
        ("{{if }}有{{end}}", "“{{if}}”没有写条件"),
        ("{{if department}}{{else}}{{else}}{{end}}", "“{{else}}”后面不能再有“{{else}}”"),
        ("{{if department}}{{else}}{{elif township}}{{end}}", "“{{else}}”后面不能再有“{{elif township}}”"),
        ("{{if department}}{{end department}}", "“{{end department}}”里“end”后面不能再写"),
        ("{{if requests.new.total}}有{{end}}", "条件“requests.new.total”看不懂"),
        (
            "{{if requests.new.total|件 > 0}}有{{end}}",
            "条件“requests.new.total|件 > 0”里“requests.new.total|件”不是数",
        ),
        ("{{if department or }}有{{end}}", "条件“department or”看不懂"),
    ],
)
def test_a_malformed_block_is_refused_in_one_sentence(template: str, reason: str) -> None:
    with pytest.raises(ExpressionError) as refused:
        Template.of(template)
    assert str(refused.value) == reason
    assert said(template) == f"缺：{reason}"


def test_blocks_nest_to_a_small_depth_only() -> None:
    def nested(depth: int) -> str:
        return "{{if department}}" * depth + "{{end}}" * depth

    assert said(nested(DEEPEST)) == ""
    assert said(nested(DEEPEST + 1)) == f"缺：“{{{{if department}}}}”套得太深，最多{DEEPEST}层"


def test_a_text_longer_than_any_report_is_refused() -> None:
    assert "太长" in said("申" * (LONGEST_TEXT + 1))


@pytest.mark.parametrize(
    "piece",
    [
        "{{",
        "}}",
        '{{"',
        '{{" "',
        "{{if department}}{{end}}",
        "{{a|",
        "{{if a or ",
        "|",
        '"',
        "{{if " + " " * 900,
    ],
)
def test_reading_a_hostile_text_takes_no_time(piece: str) -> None:
    source = piece * (LONGEST_TEXT // len(piece))
    started = time.perf_counter()
    realise(source, NOW)
    assert time.perf_counter() - started < 2


_LINES = st.sampled_from(
    [
        "requests.new.total == 0",
        "prev.requests.new.total > 3",
        "no.such > 1",
        "department",
        'has("在线访谈")',
        "",
        "((",
    ]
)
_PIECES = st.one_of(
    _LINES.map(lambda line: f"{{{{if {line}}}}}"),
    _LINES.map(lambda line: f"{{{{elif {line}}}}}"),
    st.sampled_from(
        ["{{else}}", "{{end}}", "{{end}}", "全年", "{{requests.new.total|件}}", "{{change(a.b)}}", "{{", "}}"]
    ),
)


@given(st.lists(_PIECES, max_size=14).map("".join), st.booleans())
def test_any_arrangement_of_blocks_is_said_or_missing(source: str, known: bool) -> None:
    realised = realise(source, NOW, BEFORE if known else None)
    assert isinstance(realised, (Realised, Missing))
    assert isinstance(realised, Missing) or "{{" not in realised.text
    assert not isinstance(realised, Missing) or all(realised.reasons)


def test_every_branch_is_a_choice_of_the_template() -> None:
    (choice, end) = Template.of(RECEIVED).tokens
    assert isinstance(choice, Choice)
    assert [branch.condition is None for branch in choice.branches] == [False, False, True]
    assert end == "。"
