"""Figures that a person keeps though the verifier objects to them.

A waiver names its sentence, its words and its value: change any of them and it lapses. It lapses too where the verifier now
contradicts what nothing spoke against when it was given, and where there is nothing to waive any more. It changes no verdict:
it stands beside the answer, with the name of whoever answers for the figure.
"""

import json
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from agent.errors import BadInput, Problem
from agent.forms.form import Form
from agent.verify.answer import Answer, Judged, Verdict
from agent.verify.prose import paragraphs

SCHEMA = "nianbao/waivers/1"
_LONGEST = 500

_Key = tuple[str, str, str | None, int]


@dataclass(frozen=True, slots=True)
class Waiver:
    """One figure or claim that ``by`` keeps, for ``reason``, since ``date``.

    ``sentence`` and ``text`` are without white space; ``value`` is None for what has none. ``occurrence`` counts from 1 the
    same words with the same value in sentences that read the same. ``verdict`` is what was objected.
    """

    sentence: str
    text: str
    value: str | None
    occurrence: int
    verdict: Verdict
    by: str
    reason: str
    date: str

    @property
    def key(self) -> _Key:
        """What it is about: two waivers of one key are one, the later."""
        return self.sentence, self.text, self.value, self.occurrence

    @property
    def kept(self) -> str:
        """Who keeps it and why, in Chinese."""
        return f"已由{self.by}保留（{self.date}）：{self.reason}"

    def as_json(self) -> dict[str, Any]:
        """As it is stored."""
        return {
            "sentence": self.sentence,
            "text": self.text,
            "value": self.value,
            "occurrence": self.occurrence,
            "verdict": self.verdict.value,
            "by": self.by,
            "reason": self.reason,
            "date": self.date,
        }


@dataclass(frozen=True, slots=True)
class Waived:
    """An objection with the waiver that keeps it."""

    item: Judged
    waiver: Waiver


@dataclass(frozen=True, slots=True)
class Lapsed:
    """A waiver that keeps nothing any more. ``cause`` says why, in Chinese."""

    waiver: Waiver
    cause: str


@dataclass(frozen=True, slots=True)
class Applied:
    """An answer's objections in text order: ``waived`` ones, and those ``left``. ``lapsed`` are in the order of the waivers."""

    waived: tuple[Waived, ...] = ()
    lapsed: tuple[Lapsed, ...] = ()
    left: tuple[Judged, ...] = ()

    def waiver(self, item: Judged) -> Waiver | None:
        """The waiver that keeps an item of the answer; None where it has none."""
        return next((each.waiver for each in self.waived if each.item is item), None)

    def as_json(self) -> list[dict[str, Any]]:
        """Each waiver with ``state`` and the span that it keeps; a lapsed one has no span and says why."""
        kept = [
            each.waiver.as_json() | {"state": "kept", "start": each.item.start, "end": each.item.end}
            for each in self.waived
        ]
        gone = [
            each.waiver.as_json() | {"state": "lapsed", "start": None, "end": None, "cause": each.cause}
            for each in self.lapsed
        ]
        return kept + gone


def apply(answer: Answer, text: str, waivers: Iterable[Waiver], form: Form) -> Applied:
    """Which objections of an answer are waived, and which waivers keep nothing any more. ``answer`` is over ``text``."""
    given = {waiver.key: waiver for waiver in waivers}
    if not given:
        return Applied(left=answer.objections)
    waived, left, met = [], [], set()
    for item, key in _keyed(answer, text, form):
        waiver = given.get(key)
        if waiver and _covers(waiver, item):
            waived.append(Waived(item, waiver))
            met.add(key)
        elif item.verdict.objects:
            left.append(item)
    now = {key: item for item, key in _keyed(answer, text, form) if key in given}
    lapsed = (Lapsed(waiver, _cause(waiver, now.get(key))) for key, waiver in given.items() if key not in met)
    return Applied(tuple(waived), tuple(lapsed), tuple(left))


def waive(answer: Answer, text: str, item: Judged, form: Form, *, by: str, reason: str, date: str) -> Waiver:
    """The waiver of one objection; ``date`` is a calendar date (2024-02-29). ``BadInput`` where a name or reason is missing."""
    problems = [
        Problem(what, option, mend)
        for given, option, what, mend in (
            (by, "--by", "没有写由谁保留", "写明姓名"),
            (reason, "--reason", "没有写保留的理由", "写明数字的依据"),
        )
        if not given.strip()
    ]
    if problems:
        raise BadInput(problems)
    sentence, words, value, occurrence = next(key for each, key in _keyed(answer, text, form) if each is item)
    return Waiver(sentence, words, value, occurrence, item.verdict, _line(by), _line(reason), date)


def _covers(waiver: Waiver, item: Judged) -> bool:
    worse = item.verdict is Verdict.CONTRADICTED and waiver.verdict is not Verdict.CONTRADICTED
    return item.verdict.objects and not worse


def _cause(waiver: Waiver, item: Judged | None) -> str:
    if item is None:
        return "所在的句子或数字已改动，保留失效"
    if item.verdict.objects:
        return f"判定由“{waiver.verdict.label}”变为“{item.verdict.label}”，需要重新确认"
    return f"现在的判定是“{item.verdict.label}”，不再需要保留"


def _line(text: str) -> str:
    """On one line, at most as long as anybody reads."""
    return " ".join(text.split())[:_LONGEST]


# --- what a waiver is about ---------------------------------------------------------------------------------------


def _keyed(answer: Answer, text: str, form: Form) -> Iterator[tuple[Judged, _Key]]:
    """Every item in text order with what a waiver of it would name."""
    starts, sentences = _sentences(text, form)
    counted: Counter[tuple[str, str, str | None]] = Counter()
    for item in sorted((*answer.figures, *answer.claims), key=lambda each: (each.start, each.end)):
        index = bisect_right(starts, item.start) - 1
        same = (sentences[index] if index >= 0 else "", "".join(item.text.split()), item.value)
        counted[same] += 1
        yield item, (*same, counted[same])


def _sentences(text: str, form: Form) -> tuple[list[int], list[str]]:
    """Where the sentences of a text begin, and what they say without white space."""
    starts, sentences = [], []
    for paragraph in paragraphs(text, form):
        for start, end in paragraph.sentences:
            starts.append(paragraph.places[start])
            sentences.append(paragraph.text[start:end])
    return starts, sentences


# --- as they are stored -------------------------------------------------------------------------------------------


def write_waivers(waivers: Iterable[Waiver]) -> str:
    """The waivers as JSON that a person can read."""
    record = {"schema": SCHEMA, "waivers": [waiver.as_json() for waiver in waivers]}
    return json.dumps(record, ensure_ascii=False, indent=1) + "\n"


def read_waivers(text: str, file: str) -> tuple[Waiver, ...]:
    """What :func:`write_waivers` wrote, or somebody edited; ``BadInput`` with every problem. ``file`` is named in them."""
    try:
        record = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadInput([Problem("不是合法的 JSON", file, "请恢复备份，或删除后重新保留")]) from error
    if not isinstance(record, dict) or record.get("schema") != SCHEMA:
        raise BadInput([Problem(f"不是保留记录（schema 应当是 {SCHEMA}）", file, "请核对文件")])
    listed = record.get("waivers")
    if not isinstance(listed, list):
        raise BadInput([Problem("waivers 应当是列表", file, "没有保留时写 []")])
    problems: list[Problem] = []
    waivers = [_read(each, f"{file} waivers[{index}]", problems) for index, each in enumerate(listed)]
    if problems:
        raise BadInput(problems)
    return tuple(waiver for waiver in waivers if waiver)


def _read(record: object, where: str, problems: list[Problem]) -> Waiver | None:
    if not isinstance(record, dict):
        problems.append(Problem("不是 JSON 对象", where, "请核对这一条"))
        return None
    before = len(problems)
    words = {
        name: _words(record.get(name), f"{where}.{name}", problems)
        for name in ("sentence", "text", "by", "reason", "date")
    }
    value, occurrence, verdict = record.get("value"), record.get("occurrence"), record.get("verdict")
    if value is not None and not isinstance(value, str):
        problems.append(Problem("不是文字", f"{where}.value", "写成带引号的数字，没有时写 null"))
    if not isinstance(occurrence, int) or isinstance(occurrence, bool) or occurrence < 1:
        problems.append(Problem("不是正整数", f"{where}.occurrence", "通常写 1"))
    objecting = [each.value for each in Verdict if each.objects]
    if verdict not in objecting:
        problems.append(Problem("没有这种判定", f"{where}.verdict", f"可用：{'、'.join(objecting)}"))
    if len(problems) > before:
        return None
    return Waiver(
        words["sentence"],
        words["text"],
        value if isinstance(value, str) else None,
        occurrence if isinstance(occurrence, int) else 1,
        Verdict(verdict),
        _line(words["by"]),
        _line(words["reason"]),
        _line(words["date"]),
    )


def _words(value: object, where: str, problems: list[Problem]) -> str:
    if isinstance(value, str) and value.strip():
        return value
    problems.append(Problem("没有填写，或不是文字", where, "请补上"))
    return ""
