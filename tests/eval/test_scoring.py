"""Judges that pass everything, object to everything, or know the answers, get the scores that they deserve."""

from agent.figures import FigureSet
from eval.cases import Expected, Mark, Mutant, Trial
from eval.generation.reports import sentences_of
from eval.verifier.judges import Judge, Said
from eval.verifier.scoring import ALARM, CAUGHT, CRASHED, NOISE, PASSED, UNSEEN, Score, score

_FIGURES = FigureSet("云岭县人民政府", 2023, "2021")
_TEXT = "2023年收到申请202件，本级17件。"
_MARKS = (
    Mark(0, 5, Expected.EXEMPT, "日期"),
    Mark(9, 13, Expected.SOURCED, "收到"),
    Mark(16, 19, Expected.UNSOURCED, "范围"),
)
_WRONG = Mutant("换一位数字", "收到", "2023年收到申请302件，本级17件。", 9, 13, (0, 20), 0)
_TRIAL = Trial("句子/试", "收到", _TEXT, _MARKS, (_WRONG,), _FIGURES, None)


def everywhere(verdict: str) -> Score:
    def judge(text: str, _figures: FigureSet, _previous: FigureSet | None) -> list[Said]:
        return [Said(mark.start, mark.end, verdict) for mark in _MARKS if mark.end <= len(text)]

    return score(_TRIAL, judge)


def hits(result: Score, measure: str) -> tuple[int, int]:
    key = (measure, "全部", "全部")
    return result.hits[key], result.cases[key]


def test_passing_everything_raises_no_alarm_and_catches_nothing() -> None:
    result = everywhere("verified")
    assert (hits(result, ALARM), hits(result, NOISE)) == ((0, 1), (0, 1))
    assert (hits(result, PASSED), hits(result, CAUGHT)) == ((1, 1), (0, 1))


def test_objecting_to_everything_catches_all_and_is_all_alarms() -> None:
    result = everywhere("unsupported")
    assert (hits(result, ALARM), hits(result, NOISE)) == ((1, 1), (1, 1))
    assert (hits(result, PASSED), hits(result, CAUGHT)) == ((0, 1), (1, 1))


def test_saying_nothing_misses_the_right_figure_and_the_wrong_one() -> None:
    result = score(_TRIAL, lambda *_: [])
    assert (hits(result, ALARM), hits(result, UNSEEN), hits(result, CAUGHT)) == ((1, 1), (1, 1), (0, 1))
    assert (hits(result, PASSED), hits(result, NOISE)) == ((0, 1), (0, 1))


def test_a_judge_that_throws_is_counted_and_asked_on() -> None:
    def judge(text: str, _figures: FigureSet, _previous: FigureSet | None) -> list[Said]:
        raise ZeroDivisionError(text)

    result = score(_TRIAL, judge)
    assert (hits(result, CRASHED), hits(result, CAUGHT)) == ((2, 2), (0, 1))
    assert {record["reason"] for record in result.failures if record["what"] == CRASHED} == {
        f"ZeroDivisionError('{_TEXT}')", f"ZeroDivisionError('{_WRONG.text}')",
    }  # fmt: skip


def _contradicts_the_neighbour(also_clean: bool) -> Score:
    def judge(text: str, _figures: FigureSet, _previous: FigureSet | None) -> list[Said]:
        objects = also_clean or text != _TEXT
        return [Said(9, 13, "verified"), Said(16, 19, "contradicted" if objects else "consistent")]

    return score(_TRIAL, judge)


def test_a_neighbour_newly_contradicted_counts_as_caught() -> None:
    assert hits(_contradicts_the_neighbour(also_clean=False), CAUGHT) == (1, 1)


def test_a_neighbour_that_was_contradicted_all_along_does_not() -> None:
    assert hits(_contradicts_the_neighbour(also_clean=True), CAUGHT) == (0, 1)


def test_an_objection_to_what_no_label_covers_is_an_alarm() -> None:
    result = score(_TRIAL, lambda *_: [Said(5, 7, "contradicted")])
    assert result.hits[ALARM, "说法", "没有标注之处"] == 1


def test_a_claim_may_be_passed_over_in_silence_but_not_objected_to() -> None:
    claim = Trial(
        "句子/试", "均", "均为自然人。", (Mark(0, 5, Expected.SOURCED, "均", claim=True),), (), _FIGURES, None
    )
    assert hits(score(claim, lambda *_: []), ALARM) == (0, 1)
    assert hits(score(claim, lambda *_: [Said(0, 5, "contradicted", claim=True)]), ALARM) == (1, 1)


def test_a_failure_says_what_was_said_of_which_words() -> None:
    record = everywhere("verified").failures[-1]
    assert (record["what"], record["error"], record["words"], record["verdict"]) == (
        "漏报",
        "换一位数字",
        "302件",
        "verified",
    )


def test_a_judge_that_knows_the_labels_has_no_failure() -> None:
    for trial in sentences_of("9/1", 30, 3):
        said = {mutant.text: [Said(mutant.start, mutant.end, "contradicted")] for mutant in trial.mutants}
        said[trial.text] = [Said(m.start, m.end, _right(m.expected), claim=m.claim) for m in trial.marks]
        assert score(trial, _knowing(said)).failures == []


def _knowing(said: dict[str, list[Said]]) -> Judge:
    return lambda text, _figures, _previous: said[text]


def _right(expected: Expected) -> str:
    return {"sourced": "verified", "unsourced": "unsupported", "exempt": "exempt"}[expected.value]
