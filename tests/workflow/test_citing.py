"""From a cell to the sentences that quote it."""

from agent.figures import FigureSet
from agent.verify.report import JudgedReport
from agent.workflow import judge_text
from agent.workflow.citing import citations
from tests.samples import sample

TEXT = (
    "全年新收政府信息公开申请48件，上年结转3件。\n"
    "新收申请中，自然人申请41件，占85.4%。\n"
    "受理行政复议5件，没有发生规章制发。\n"
    "新收申请比上年的35件增加13件。"
)


def judged(text: str = TEXT, figures: FigureSet | None = None) -> JudgedReport:
    return judge_text(text, figures or sample(), sample(2023))


def test_a_cell_leads_to_every_sentence_that_rests_on_it_once() -> None:
    found = [each.sentence for each in citations(judged(), "requests.new.total")]
    assert found == [
        "全年新收政府信息公开申请48件，上年结转3件。",
        "新收申请中，自然人申请41件，占85.4%。",
        "新收申请比上年的35件增加13件。",
    ]


def test_a_citation_begins_where_its_figure_stands_in_the_text() -> None:
    report = judged()
    (first, *_) = citations(report, "requests.new.total")
    assert report.narrative.text[first.start :].startswith("48件")


def test_last_years_cell_leads_only_to_what_speaks_of_last_year() -> None:
    found = [each.sentence for each in citations(judged(), "requests.new.total", previous=True)]
    assert found == ["新收申请比上年的35件增加13件。"]


def test_a_claim_without_a_number_is_found_too() -> None:
    (found,) = citations(judged("没有发生行政诉讼。全年未收到科研机构的申请。"), "requests.new.research")
    assert found.sentence == "全年未收到科研机构的申请。"


def test_a_cell_that_nobody_quotes_leads_nowhere() -> None:
    assert citations(judged(), "requests.declined.excessive.other") == ()
