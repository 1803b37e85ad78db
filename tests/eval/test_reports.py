from eval.cases import Expected
from eval.generation.reports import report_of, sentences_of


def test_the_same_seed_gives_the_same_bytes() -> None:
    one, two = report_of("5/1", 3), report_of("5/1", 3)
    assert (one.text, one.marks, one.mutants) == (two.text, two.marks, two.mutants)
    assert sentences_of("5/1", 10, 2) == sentences_of("5/1", 10, 2)


def test_a_report_has_its_title_and_every_heading() -> None:
    text = report_of("5/2", 0).text
    assert "政府信息公开工作年度报告" in text.splitlines()[0]
    assert "\n一、总体情况\n" in text
    assert "\n三、收到和处理政府信息公开申请情况\n" in text


def test_a_report_mixes_ten_to_twenty_five_sentences() -> None:
    for index in range(20):
        prose = [line for line in report_of(f"5/{index}", 0).text.splitlines() if line.endswith("。")]
        assert 10 <= sum(line.count("。") for line in prose) <= 30


def test_every_mark_lies_on_the_words_that_it_labels() -> None:
    trial = report_of("5/3", 0)
    words = {
        trial.text[mark.start : mark.end]
        for mark in trial.marks
        if mark.expected is Expected.SOURCED and not mark.claim
    }
    assert words
    assert all(
        any(c.isdigit() or c in "０１２３４５６７８９一二三四五六七八九十两零百" for c in word)
        for word in words
    )


def test_a_mutant_differs_from_the_report_in_one_sentence_only() -> None:
    trial = report_of("5/4", 3)
    assert len(trial.mutants) == 3
    for mutant in trial.mutants:
        start, end = mutant.sentence
        assert mutant.text[:start] == trial.text[:start]
        assert mutant.text[end:] == trial.text[end - mutant.shift :]
        assert mutant.text != trial.text


def test_some_reports_hold_their_tables_as_text() -> None:
    texts = [report_of(f"5/{index}", 0).text for index in range(10)]
    assert any("一、本年新收政府信息公开申请数量\t" in text for text in texts)
    assert any("一、本年新收政府信息公开申请数量 " in text for text in texts)
    assert any("详见附表。" in text for text in texts)
