"""A model's opinion of a draft's wording, by the rubric of ``prompts/judge.md``.

It is asked for four grades with a reason each, as often as wanted. Every answer is kept as it was understood; an answer that is
nonsense, a refusal or none at all is no opinion, and says why. What it thinks of figures is never asked and counts nowhere.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations
from statistics import mean

from agent.drafting.chat import Chat, Message, Terms
from agent.drafting.prompting import prompt
from agent.drafting.writers.writer import Usage
from agent.errors import ModelFault
from eval.drafts.material import Material, prose_of
from eval.scoring import Score, Sense
from eval.scoring.evaluator import Trait

CRITERIA = ("条理", "具体", "平实", "问题")
_WORTH = {"优": 1.0, "良": 2 / 3, "中": 1 / 3, "差": 0.0}
_LINE = re.compile(
    rf"^[\s*#\-\d.、]*({'|'.join(CRITERIA)})[*\s]*[：:][\s*]*([{''.join(_WORTH)}])[*\s]*(?:[：:，,。\-—（(]\s*(.*?))?\s*$"
)
_FENCES = re.compile("【资料(?:开始|结束)】")
_SHOWN = 60

OPINION = Trait("judge", "模型的意见", 1, Sense.PLAIN)
AGREEMENT = Trait("judge_agreement", "模型与自己一致", 1, Sense.PLAIN)


@dataclass(frozen=True, slots=True)
class Judge:
    """Which model is asked, where, and how often."""

    model: str
    url: str | None = None
    key: str | None = field(default=None, repr=False)
    repeats: int = 1
    terms: Terms = field(default_factory=lambda: Terms(temperature=0.0))

    @property
    def name(self) -> str:
        """What its opinions depend on: the model and the rubric."""
        return f"{self.model}，{prompt('judge').id}，{self.repeats} 遍"


@dataclass(frozen=True, slots=True)
class Opinion:
    """One answer: a grade and a reason by criterion; without any where ``fault`` says why."""

    grades: dict[str, str] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)
    fault: str = ""

    @property
    def value(self) -> float:
        """The mean of its grades, from 0 to 1."""
        return mean(_WORTH[grade] for grade in self.grades.values())


def opinions(material: Material, judge: Judge) -> list[Opinion]:
    """What the model says of a draft, asked as often as the judge says."""
    draft = _FENCES.sub("", prose_of(material.report))
    asked = prompt("judge").filled({"unit": material.figures.unit or "某单位", "draft": draft})
    chat = Chat(judge.model, judge.url, judge.key, judge.terms)
    return [_asked(chat, asked) for _ in range(judge.repeats)]


def _asked(chat: Chat, question: str) -> Opinion:
    try:
        pieces = [piece for piece in chat.stream([Message("user", question)]) if not isinstance(piece, Usage)]
    except ModelFault as fault:
        return Opinion(fault=str(fault))
    return understood("".join(pieces))


def understood(answer: str) -> Opinion:
    """An answer's four lines; no opinion where one of them is missing or given twice with different grades."""
    grades: dict[str, str] = {}
    reasons: dict[str, str] = {}
    for line in answer.splitlines():
        found = _LINE.match(line)
        if not found:
            continue
        name, grade = found[1], found[2]
        if grades.get(name, grade) != grade:
            return Opinion(fault=f"“{name}”给了两个等级：{_short(answer)}")
        grades[name] = grade
        reasons[name] = (found[3] or "").rstrip("）)")
    missing = [name for name in CRITERIA if name not in grades]
    if missing:
        return Opinion(fault=f"答非所问，没有给出{'、'.join(missing)}的等级：{_short(answer)}")
    return Opinion({name: grades[name] for name in CRITERIA}, reasons)


def _short(answer: str) -> str:
    words = " ".join(answer.split())
    return f"“{words[:_SHOWN]}{'…' if len(words) > _SHOWN else ''}”"


def scored(given: Sequence[Opinion]) -> dict[str, Score]:
    """The opinion and its agreement with itself, as scores by their names."""
    valid = [opinion for opinion in given if not opinion.fault]
    findings = [line for number, opinion in enumerate(given, 1) for line in _told(number, opinion)]
    if not valid:
        why = given[0].fault if given else "没有问模型"
        none = Score.not_applicable(f"模型没有给出可用的意见：{why}", findings)
        return {OPINION.name: none, AGREEMENT.name: Score.not_applicable("没有可用的意见可以比较")}
    value = mean(opinion.value for opinion in valid)
    reason = f"问了 {len(given)} 遍，可用 {len(valid)} 遍（优 1、良 0.67、中 0.33、差 0 的平均）"
    return {OPINION.name: Score.mark(value, reason, findings), AGREEMENT.name: _agreement(valid)}


def _told(number: int, opinion: Opinion) -> list[str]:
    if opinion.fault:
        return [f"第 {number} 遍：{opinion.fault}"]
    return [
        f"第 {number} 遍·{name}：{grade}{'，' if opinion.reasons[name] else ''}{opinion.reasons[name]}"
        for name, grade in opinion.grades.items()
    ]


def _agreement(valid: Sequence[Opinion]) -> Score:
    """How many pairs of grades for one criterion are the same."""
    pairs = [
        one.grades[name] == other.grades[name] for name in CRITERIA for one, other in combinations(valid, 2)
    ]
    if not pairs:
        return Score.not_applicable("只有一遍可用的意见，无从比较")
    return Score.share(sum(pairs), len(pairs), f"{len(valid)} 遍两两相比，等级相同的 {sum(pairs)} 对")
