from dataclasses import replace

import pytest

from agent.export.composition import Composition, Line, Span, composed, title_lines
from agent.forms.narrative import Narrative, Paragraph, Passage
from agent.verify.answer import Answer, Judged, Verdict
from agent.verify.report import JudgedReport
from tests.export import sample

TEXT = "办结46件，均已按期答复"


def judged(start: int, end: int, verdict: Verdict = Verdict.UNSUPPORTED, text: str = TEXT) -> Judged:
    return Judged(start, end, text[start:end], verdict, "理由")


def laid(figures: tuple[Judged, ...], claims: tuple[Judged, ...] = (), text: str = TEXT) -> Composition:
    narrative = Narrative("", tuple(Paragraph(line) for line in text.split("\n")), ())
    return composed(JudgedReport(sample.FORM, sample.figures(), narrative, Answer(figures, claims)))


def outline(line: Line) -> list[object]:
    """Pieces as plain lists: text, and a list for each span."""
    return [piece if isinstance(piece, str) else outline(Line(3, piece.pieces)) for piece in line.pieces]


def test_a_line_is_cut_at_its_judged_words() -> None:
    assert outline(laid((judged(2, 5),)).introduction[0]) == ["办结", ["46件"], "，均已按期答复"]


def test_a_claim_holds_the_figures_inside_it() -> None:
    page = laid((judged(2, 5),), (judged(0, 12),))
    assert outline(page.introduction[0]) == [["办结", ["46件"], "，均已按期答复"]]


def test_of_two_items_that_cross_the_later_is_cut_and_neither_is_lost() -> None:
    page = laid((judged(0, 5), judged(2, 9)))
    assert outline(page.introduction[0]) == [["办结46件"], ["，均已按"], "期答复"]
    assert len(page.objections) == 2


def test_two_items_over_the_same_words_are_both_kept() -> None:
    page = laid((judged(2, 5),), (judged(2, 5),))
    assert [span.claim for span in page.objections] == [True, False]


def test_an_item_that_runs_over_a_line_end_is_kept_on_its_first_line() -> None:
    text = "办结46件\n均已答复"
    page = laid((Judged(2, 8, text[2:8], Verdict.UNSUPPORTED, ""),), text=text)
    assert outline(page.introduction[0]) == ["办结", ["46件"]]


def test_objections_are_numbered_in_the_order_of_the_text() -> None:
    page = composed(sample.report())
    assert [(span.number, span.item.text) for span in page.objections] == [
        (1, "16场"),
        (2, "46件"),
        (3, "均已按期答复"),
    ]


def test_the_notice_counts_the_objections() -> None:
    assert composed(sample.report()).notice == "草稿：尚有3处数字或说法待核"


def test_the_notice_speaks_of_figures_only_where_no_claim_is_objected_to() -> None:
    assert laid((judged(2, 5),)).notice == "草稿：尚有1处数字待核"


def test_a_report_without_objections_has_no_notice() -> None:
    assert composed(sample.report(objections=False)).notice == ""


def test_an_answer_over_another_text_is_refused() -> None:
    report = sample.report()
    other = replace(report, narrative=Narrative("另一份报告", (), ()))
    with pytest.raises(ValueError, match="another text"):
        composed(other)


def test_the_words_are_the_narratives() -> None:
    report = sample.report()
    page = composed(report)
    lines = [page.title, *page.introduction]
    for part in page.parts:
        lines += [part.heading, *part.lines] if part.table is None else []
    assert "\n".join(line.text for line in lines) == report.narrative.text


def test_every_section_of_the_form_is_there_in_its_order() -> None:
    page = composed(sample.report())
    assert [part.heading.text for part in page.parts] == [section.heading for section in sample.FORM.sections]


def test_a_section_that_the_form_does_not_have_comes_last() -> None:
    passage = Passage("thanks", "七、致谢", (Paragraph("谢谢。"),))
    report = JudgedReport(sample.FORM, sample.figures(), Narrative("", (), (passage,)), Answer((), ()))
    assert composed(report).parts[-1].lines[0].text == "谢谢。"


def test_a_narrative_without_a_title_gets_the_forms() -> None:
    assert laid(()).title.text == "青禾县人民政府2023年政府信息公开工作年度报告"


def test_a_title_may_be_broken_before_the_reports_name() -> None:
    lines = title_lines(composed(sample.report()).title, sample.FORM.report)
    assert [line.text for line in lines] == ["青禾县人民政府2023年", "政府信息公开工作年度报告"]


def test_a_title_keeps_its_judged_words_when_broken() -> None:
    lines = title_lines(composed(sample.report()).title, sample.FORM.report)
    assert any(isinstance(piece, Span) for piece in lines[0].pieces)


def test_characters_that_no_file_can_hold_are_dropped() -> None:
    assert laid((), text="办\x00结\x0b了\ud800").introduction[0].text == "办结了"


# --- what a person keeps


def test_what_a_person_keeps_stands_apart_and_moves_no_number() -> None:
    page = composed(sample.waived_report("46件"))
    assert [(span.number, span.item.text) for span in page.objections] == [(1, "16场"), (3, "均已按期答复")]
    assert [(span.kept, span.number, span.item.text) for span in page.waived] == [(2, 0, "46件")]


def test_a_report_whose_objections_are_all_kept_is_no_draft() -> None:
    assert composed(sample.waived_report("16场", "46件", "均已按期答复")).notice == ""


def test_what_is_kept_says_who_when_why_and_the_verdict_all_the_same() -> None:
    (span,) = composed(sample.waived_report("46件")).waived
    assert span.said == "人工确认　李明（2024-01-15）：见台账。核对结果：不符，文中写“46件”，不符"
