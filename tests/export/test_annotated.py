"""A verified text as a page: objections first, every figure marked by its verdict."""

import re

from agent.workflow import Prose, judge_text, prose_in, review_document
from tests.export.reviews import WRONG
from tests.samples import sample

TEXT = f"一、总体情况\n{WRONG}其中自然人申请41件。\n全年编印公报35期。\n规章\t3\t7\n行政处罚\t240\t\n"


def page(text: str = TEXT, name: str = "稿.txt") -> str:
    prose = Prose(text, document=False, file=name)
    return review_document(prose, judge_text(text, sample()), "html").decode()


def test_objections_are_listed_before_the_text_and_link_to_their_places() -> None:
    head, _, body = page().partition("<main>")
    links = re.findall(r'<li><a href="#([^"]+)">', head)
    assert (len(links), [f'id="{link}"' in body for link in links]) == (2, [True, True])


def test_every_figure_is_marked_with_its_verdict_and_its_reason() -> None:
    marks = re.findall(r'<span [^>]*data-verdict="(\w+)"[^>]*data-reason="[^"]+"[^>]*>([^<]+)<', page())
    assert [(verdict, words) for verdict, words in marks if verdict != "exempt"] == [
        ("contradicted", "220件"),
        ("verified", "41件"),
        ("unsupported", "35期"),
    ]


def test_the_keyboard_reaches_figures_and_passes_over_dates() -> None:
    spans = re.findall(r"<span [^>]*data-reason[^>]*>", page())
    assert {("exempt" in span, "tabindex" in span) for span in spans} == {(True, False), (False, True)}


def test_rows_of_a_flattened_table_are_a_table_again() -> None:
    assert (
        "<tr><td>规章</td><td>3</td><td>7</td></tr>\n<tr><td>行政处罚</td><td>240</td><td></td></tr>"
        in page()
    )


def test_a_text_without_objections_says_so() -> None:
    assert "没有需要核对之处" in page("全县共收到政府信息公开申请48件。")


def test_what_comes_from_the_user_is_escaped() -> None:
    made = page("<script>alert(1)</script>收到申请220件。", "<u>.txt")
    assert ("<script>" in made, "<u>" in made) == (False, False)


def test_a_web_page_can_be_given_back_so() -> None:
    prose = prose_in(f"<html><body><p>{WRONG}</p></body></html>".encode(), "稿.html")
    made = review_document(prose, judge_text(prose.text, sample()), "html").decode()
    assert '<span id="objection-1"' in made
