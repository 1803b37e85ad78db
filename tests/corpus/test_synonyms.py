"""A query understood, and what it changes in the order of what is found."""

from corpus.index.chroma import Near
from corpus.index.exemplar import Exemplar
from corpus.index.ranking import ranked
from corpus.index.synonyms import synonyms


def near(text: str, number: int = 1, unit: str = "澄湖县人民政府", topic: str = "") -> Near:
    section = "improvement" if topic else "overview"
    exemplar = Exemplar(unit, 2023, text, text, section=section, topic=topic, number=number)
    return Near(exemplar, 0.1)


def test_words_that_only_ask_are_left_out() -> None:
    assert synonyms().asked("申请下降怎么写").text.split() == ["申请下降"]


def test_a_query_of_nothing_but_such_words_stays_as_it_is() -> None:
    assert synonyms().asked("怎么写").text == "怎么写"


def test_a_word_brings_what_reports_say_for_it() -> None:
    assert "行政诉讼" in synonyms().asked("有人打官司").words["打官司"]


def test_words_together_in_one_sentence_come_before_words_scattered() -> None:
    together = near("全年开展业务讲座。邮寄公报到图书馆。")
    scattered = near("全年邮寄材料。图书馆开展讲座。公报按期出版。")
    assert [each.near for each in ranked("公报邮寄图书馆", [scattered, together])] == [together, scattered]


def test_a_measure_follows_the_problem_of_its_own_report() -> None:
    problem = near("少数站所的台账残缺不全。", 1, topic="problems")
    own = near("由专人逐本核对。", 2, topic="measures")
    other = near("由专人逐本核对。", 2, unit="白石县人民政府", topic="measures")
    found = ranked("台账残缺", [other, own, problem])
    assert [each.near for each in found] == [problem, own, other]
    assert [each.answers for each in found] == [False, True, False]


def test_a_score_is_never_above_one() -> None:
    text = "台账残缺"
    same = [near(text, 1, topic="problems"), near(text, 2, topic="measures")]
    assert all(0 <= each.score <= 1 for each in ranked(text, same))
