"""A draft to all its scores: the evaluators of drafts, and what it took to write it.

What the built-in phrases never went through (trying again, replacing) does not apply to them; what they cost is known to be
nothing. What nobody said, a price or a count of tokens, does not apply either, and is no zero.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from eval.drafts.material import load
from eval.drafts.neighbours import Neighbours
from eval.drafts.scoring import scores_of
from eval.drafts.scoring import traits as draft_traits
from eval.scoring import CaseResult, Score, Sense
from eval.scoring.evaluator import Trait
from eval.scoring.running import Line, Scorer
from eval.writers.contestant import Contestant
from eval.writers.keeping import keep, kept
from eval.writers.subjects import Subject
from eval.writers.writing import Made, Manner, made

WRITER, SUBJECT, REPEAT = "写法", "数据", "遍"

OWN = Trait("own", "自己写成的部分", 1)
ROUNDS = Trait("rounds", "请它写的次数", 1, Sense.PLAIN, counts=True)
REPAIRED = Trait("repaired", "改好的句子", 1, Sense.PLAIN, counts=True)
REPLACED = Trait("replaced", "换成内置文句的句子", 1, Sense.LESS, counts=True)
DROPPED = Trait("dropped", "删去的句子", 1, Sense.LESS, counts=True)
TOKENS = Trait("tokens", "词元", 1, Sense.PLAIN, counts=True)
COST = Trait("cost", "费用（元）", 1, Sense.PLAIN, counts=True)

_NO_LOOP = "不用模型，没有经过核对改写"


def traits() -> tuple[Trait, ...]:
    """What is scored, the grade first."""
    return (*draft_traits(), OWN, ROUNDS, REPAIRED, REPLACED, DROPPED, TOKENS, COST)


@dataclass(frozen=True, slots=True)
class Desk:
    """What all drafts of a run share: ``folder`` for the drafts, ``past`` a store's folder, None without past reports."""

    folder: Path
    past: Path | None
    neighbours: Neighbours


def line_of(contestant: Contestant, subject: Subject, repeat: int, manner: Manner, stamp: str) -> Line:
    """One case: everything that its scores depend on."""
    again = f"，第{repeat}遍" if contestant.repeats else ""
    return {
        "name": f"{contestant.label}写{subject.name}的报告{again}",
        "metadata": {WRITER: contestant.label, SUBJECT: subject.name, REPEAT: str(repeat)},
        "contestant": contestant.as_line(),
        "subject": subject.as_line(),
        "manner": [manner.seed, manner.temperature, manner.timeout],
        "stamp": stamp,
    }


def file_of(line: Line) -> str:
    """What a case's draft is called among the others, without a suffix."""
    label = "".join(letter if letter.isalnum() else "_" for letter in line["contestant"]["label"])
    return f"{line['subject']['stem']}.{label[:40]}.{line['metadata'][REPEAT]}"


def scorer(desk: Desk) -> Scorer:
    """From a case's line to its result, for any process."""
    return partial(_result, desk)


def _result(desk: Desk, line: Line) -> CaseResult:
    # Memory is not limited as it is for scoring alone: a store and the client of a model map more than any report needs.
    contestant, subject = Contestant.of_line(line["contestant"]), Subject.of_line(line["subject"])
    file = file_of(line)
    asked = _asked(line)
    draft = kept(desk.folder, file, asked)
    if draft is None:
        draft = made(contestant, subject, Manner(*line["manner"]), desk.past, desk.neighbours)
        keep(desk.folder, file, asked, draft)
    metadata = {**line["metadata"], "模型": contestant.model, "文件": f"{file}.txt"}
    if draft.fault:
        return CaseResult(line["name"], metadata, problems=(draft.fault,))
    material = load(subject.draft(desk.folder / f"{file}.txt"), desk.neighbours)
    return CaseResult(line["name"], metadata, {**scores_of(material), **_taken(draft, contestant)})


def _asked(line: Line) -> Line:
    """What the draft depends on: everything but what it is said to cost."""
    return {**line, "contestant": {**line["contestant"], "price": None}}


def _taken(draft: Made, contestant: Contestant) -> dict[str, Score]:
    """What it took to write it."""
    tried: dict[Trait, Callable[[], Score]] = {
        OWN: lambda: Score.share(
            draft.own, draft.parts, f"{draft.parts} 个部分里，用上了它写的 {draft.own} 个"
        ),
        ROUNDS: lambda: _number(draft.rounds or 0, f"{draft.parts} 个部分共写了 {draft.rounds} 次"),
        REPAIRED: lambda: _number(draft.repaired, f"先核对不上、后来改好的 {draft.repaired} 句"),
        REPLACED: lambda: Score.count(draft.replaced, f"换成内置文句的 {len(draft.replaced)} 句"),
        DROPPED: lambda: Score.count(draft.dropped, f"删去的 {len(draft.dropped)} 句"),
    }
    scores = {
        trait.name: Score.not_applicable(_NO_LOOP) if draft.rounds is None else score()
        for trait, score in tried.items()
    }
    return scores | {TOKENS.name: _tokens(draft), COST.name: _cost(draft, contestant)}


def _number(count: int, reason: str) -> Score:
    return Score(float(count), reason, (), count)


def _tokens(draft: Made) -> Score:
    if draft.asked is None or draft.answered is None:
        return Score.not_applicable("对方没有说用了多少词元")
    return _number(draft.asked + draft.answered, f"问 {draft.asked}，答 {draft.answered}")


def _cost(draft: Made, contestant: Contestant) -> Score:
    if not contestant.repeats:
        return Score(0.0, "不用模型，不花钱")
    if draft.asked is None or draft.answered is None:
        return Score.not_applicable("对方没有说用了多少词元，算不出费用")
    if contestant.price is None:
        return Score.not_applicable("没有给出单价（--price）")
    price = contestant.price
    reason = f"问 {draft.asked}、答 {draft.answered} 个词元，每百万 {price.asked} 元和 {price.answered} 元"
    return Score(round(price.of(draft.asked, draft.answered), 6), reason)
