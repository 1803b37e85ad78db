"""The sidecar of a text, ``nianbao/waivers/1``: its waivers as JSON that a person can read, and back.

::

    {"schema": "nianbao/waivers/1",
     "waivers": [{"sentence": "组织业务培训6次。", "text": "6次", "verdict": "unsupported",
                  "by": "李明", "reason": "见培训签到表", "date": "2024-01-12"}]}

Needed are ``sentence``, ``text``, ``by`` and ``reason``; the rest is as :class:`~agent.verify.waiver.Waiver` says. Every problem
is told at once with its place. The same records, without the frame, come with a line of a batch.
"""

import json
import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date
from typing import Any

from agent.errors import BadInput, Problem
from agent.verify.answer import Verdict
from agent.verify.prose import compact
from agent.verify.waiver import Waiver
from agent.verify.waiving import LONGEST_NAME, LONGEST_REASON, plain_words

SCHEMA = "nianbao/waivers/1"
_MANY = 2000
_COUNTED = 10**6
_LONGEST = {
    "sentence": 1200,
    "text": 200,
    "by": LONGEST_NAME,
    "reason": LONGEST_REASON,
    "verdict": 60,
    "expected": 60,
}
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_OBJECTIONS = tuple(verdict.value for verdict in Verdict if verdict.objects)


def read_waivers(text: str, file: str) -> tuple[Waiver, ...]:
    """The waivers of a sidecar; ``BadInput`` with every problem."""
    if not text.strip():
        raise BadInput([Problem("文件是空的", file, "请选择人工确认文件")])
    try:
        top = json.loads(text, parse_float=str, parse_int=_whole, parse_constant=str)
    except (ValueError, RecursionError) as error:
        place = f"{file} 第{error.lineno}行" if isinstance(error, json.JSONDecodeError) else file
        raise BadInput([Problem("不是合法的 JSON", place, "请检查引号和逗号，或删去文件重新确认")]) from error
    if not isinstance(top, dict) or top.get("schema") != SCHEMA:
        found = _short(top.get("schema")) if isinstance(top, dict) and "schema" in top else "没有 schema"
        mend = f"请选择用本程序生成的文件（schema 是“{SCHEMA}”）"
        raise BadInput([Problem(f"不是人工确认文件（{found}）", file, mend)])
    return waivers_of(top.get("waivers"), file)


def waivers_of(value: object, file: str) -> tuple[Waiver, ...]:
    """The waivers of a list that is parsed already; ``file`` names it. ``BadInput`` with every problem."""
    if not isinstance(value, list):
        raise BadInput([Problem("没有 waivers，或不是列表", file, "写成 [{…}, {…}]，没有确认的写 []")])
    if len(value) > _MANY:
        raise BadInput([Problem(f"有{len(value)}条，超过{_MANY}条", file, "请删去已经失效的")])
    problems: list[Problem] = []
    first: dict[tuple[str, str, int, int], int] = {}
    waivers = []
    for number, entry in enumerate(value, 1):
        reader = _Reader(f"{file} 第{number}条")
        waiver = reader.waiver(entry)
        if waiver and first.setdefault(waiver.place, number) != number:
            reader.wrong("", f"与第{first[waiver.place]}条确认的是同一处", "只留一条")
        problems += reader.problems
        waivers += [waiver] if waiver else []
    if problems:
        raise BadInput(problems)
    return tuple(waivers)


def write_waivers(waivers: Iterable[Waiver]) -> str:
    """The sidecar of waivers."""
    record = {"schema": SCHEMA, "waivers": [waiver.record() for waiver in waivers]}
    return json.dumps(record, ensure_ascii=False, indent=1) + "\n"


class _Reader:
    """One record; collects problems while it reads, and never stops at the first."""

    def __init__(self, where: str) -> None:
        self.where = where
        self.problems: list[Problem] = []
        self.entry: Mapping[str, Any] = {}

    def wrong(self, name: str, what: str, mend: str = "") -> None:
        self.problems.append(Problem(what, f"{self.where} {name}".strip(), mend))

    def waiver(self, entry: object) -> Waiver | None:
        """The waiver of a record; None where it has a problem."""
        if not isinstance(entry, dict):
            self.wrong("", "不是一条确认", '应当是 {"sentence", "text", "by", "reason"}')
            return None
        self.entry = entry
        waiver = Waiver(
            sentence=compact(self.needed("sentence", "没有写句子", "照抄全句")),
            text=compact(self.needed("text", "没有写数字", "照抄句中要确认的数字，如“6次”")),
            by=plain_words(self.needed("by", "没有写姓名", "写明由谁确认")),
            reason=plain_words(self.needed("reason", "没有写理由", "写明为什么可以保留，如数字的出处")),
            date=self.day(),
            occurrence=self.count("occurrence"),
            copy=self.count("copy"),
            copies=self.count("copies"),
            verdict=self.verdict(),
            expected=self.words("expected"),
        )
        if waiver.copies and not 1 <= (waiver.copy or 0) <= waiver.copies:
            self.wrong("copy", f"没有写明是{waiver.copies}处相同句子中的第几处", f"填 1 到 {waiver.copies}")
        return None if self.problems else waiver

    def needed(self, name: str, what: str, mend: str) -> str:
        before = len(self.problems)
        text = self.words(name) or ""
        if not plain_words(text) and len(self.problems) == before:
            self.wrong(name, what, mend)
        return text

    def words(self, name: str) -> str | None:
        value = self.entry.get(name)
        if value is None:
            return None
        if not isinstance(value, str):
            self.wrong(name, f"“{_short(value)}”应当是文字", "加上引号")
        elif len(value) > _LONGEST[name]:
            self.wrong(name, f"超过{_LONGEST[name]}字", "请写短些")
        elif any("\ud800" <= letter <= "\udfff" for letter in value):
            self.wrong(name, "有半个字符（\\ud8xx 之类的转义）", "请重新输入这处文字")
        else:
            return value
        return None

    def count(self, name: str) -> int | None:
        value = self.entry.get(name)
        if value is None:
            return None
        if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= _COUNTED:
            return value
        self.wrong(name, f"“{_short(value)}”应当是正整数", "从 1 数起")
        return None

    def verdict(self) -> str | None:
        value = self.words("verdict")
        if value is not None and value not in _OBJECTIONS:
            self.wrong("verdict", f"“{_short(value)}”不是有异议的判定", f"可用：{'、'.join(_OBJECTIONS)}")
        return value

    def day(self) -> date | None:
        value = self.entry.get("date")
        if value is None:
            return None
        if isinstance(value, str) and _DAY.fullmatch(value):
            with suppress(ValueError):
                return date.fromisoformat(value)
        self.wrong("date", f"“{_short(value)}”不是日期", "写成 2024-01-12 这样")
        return None


def _whole(digits: str) -> int | str:
    """A whole number; digits without end stay text, for making a number of them takes as long."""
    return int(digits) if len(digits) < 10 else digits


def _short(value: object) -> str:
    text = str(value) if isinstance(value, (str, int)) else type(value).__name__
    return text if len(text) <= 24 else text[:24] + "…"
