"""What a set is made of, and what of it falls to each report: a line a report, the same for the same asking.

Levels, editions and shapes take turns, so that a set of any size is balanced; slips fall to reports by a shuffle with the seed,
and to none whose every cell is nought unless there are no others.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from random import Random
from typing import Any

from agent.errors import BadInput, Problem
from eval.generation.units import LEVELS
from eval.generation.wordings import kinds
from eval.sets.annotation import UNSOURCED

EDITIONS = ("2021", "2019")
ORDINARY, ZERO = SHAPES = ("一般", "全零")
FORMATS = ("txt", "md", "docx")
# One in so many is all nought, where both shapes are asked for.
_ZEROES = 10
MOST = 999_999
# Kinds of slip, and what each is.
ERRORS: Mapping[str, str] = {
    "换一位数字": "一个数字写错一位",
    "多一个零": "数字末尾多写一个零",
    "差一": "多一或少一（比率为最末一位）",
    "数字颠倒": "前两位写颠倒",
    "另一格的数": "写成表中别的格的数",
    "上年的数": "写成上年同一格的数",
    "约数不合": "“余”“近”“约”“超”与实际的数不合",
    "占比分母不对": "占比用了别的总数作分母",
    "方向写反": "增长写成下降，或反过来",
    "倍数和增长倍数混淆": "“是上年的几倍”与“增长几倍”混淆",
    "元和万元混淆": "元写成万元，或反过来",
    "年份不对": "本年的数写成上年的",
    "文号不对": "引用了另一年度格式的文号",
    "断言不实": "“均由自然人提出”“与上年持平”一类的话不是事实",
    "项数不符": "“几个方面”与列出的项数不符",
    "邻近两数互换": "一句里相邻的两个数写反",
    "漏一项": "说是列全了的，少了一项",
    UNSOURCED: "数据里没有、正文里也推不出的数",
}
# Slips that only one edition has cells for.
_NEEDS = {"元和万元混淆": "2021"}


@dataclass(frozen=True, slots=True)
class Asked:
    """One asking. ``errors``: how many reports have which slip; ``requests``: about how many requests a year, 0 by level.

    ``phrases`` are kinds of phrase, all of them where empty. ``formats``: the prose as txt always, as md and docx besides.
    """

    seed: int
    reports: int
    errors: Mapping[str, int]
    phrases: tuple[str, ...] = ()
    editions: tuple[str, ...] = EDITIONS
    levels: tuple[str, ...] = LEVELS
    shapes: tuple[str, ...] = SHAPES
    requests: int = 0
    formats: tuple[str, ...] = ("txt",)

    def as_json(self) -> dict[str, Any]:
        """For the manifest, and to know the same asking again."""
        found: dict[str, Any] = json.loads(json.dumps(asdict(self), ensure_ascii=False))
        return found

    def lines(self) -> Iterator[dict[str, Any]]:
        """What falls to each report, in order."""
        errors = self._errors()
        for index in range(self.reports):
            line = {"index": index, "seed": self.seed, **self._stratum(index), "error": errors[index]}
            yield line | {"phrases": self.phrases, "requests": self.requests, "formats": self.formats}

    def _stratum(self, index: int) -> dict[str, str]:
        turn, place = divmod(index, len(self.levels))
        round_, edition = divmod(turn, len(self.editions))
        zero = self.shapes == (ZERO,) or (ZERO in self.shapes and round_ % _ZEROES == _ZEROES - 1)
        return {
            "level": self.levels[place],
            "edition": self.editions[edition],
            "shape": ZERO if zero else ORDINARY,
        }

    def _errors(self) -> list[str]:
        """The slip of each report, "" for none."""
        able = [index for index in range(self.reports) if self._stratum(index)["shape"] == ORDINARY]
        able = able or list(range(self.reports))
        chosen = [kind for kind, count in self.errors.items() for _ in range(count)]
        if len(chosen) > len(able):
            mend = f"最多 {len(able)} 份可以带差错（一份一处，全零的不带）；请增加 --reports，或减少 --errors"
            raise BadInput([Problem(f"要 {len(chosen)} 份带差错的，份数不够", "--errors", mend)])
        found = [""] * self.reports
        places = Random(f"差错/{self.seed}").sample(able, len(able))
        for kind in sorted(chosen, key=lambda each: each not in _NEEDS):
            edition = _NEEDS.get(kind, "")
            free = (n for n, index in enumerate(places) if edition in ("", self._stratum(index)["edition"]))
            found[places.pop(next(free, 0))] = kind
        return found


def errors_of(words: Sequence[str], reports: int) -> dict[str, int]:
    """``--errors``: nothing said, half of the reports; 无; a number of each kind; or ``差一=20 方向写反=5``."""
    if not words:
        each, more = divmod(reports // 2, len(ERRORS))
        return {kind: each + (number < more) for number, kind in enumerate(ERRORS) if each or number < more}
    if words == ["无"]:
        return {}
    if len(words) == 1 and words[0].isdecimal():
        return dict.fromkeys(ERRORS, int(words[0])) if int(words[0]) else {}
    found: dict[str, int] = {}
    problems = []
    for word in words:
        kind, _, number = word.partition("=")
        if kind not in ERRORS or not number.isdecimal():
            mend = f"请写 种类=份数，种类有：{'、'.join(ERRORS)}"
            problems.append(Problem(f"看不懂“{word}”", "--errors", mend))
        else:
            found[kind] = found.get(kind, 0) + int(number)
    if problems:
        raise BadInput(problems)
    return {kind: found[kind] for kind in ERRORS if found.get(kind)}


def phrases_of(words: Sequence[str]) -> tuple[str, ...]:
    """``--kinds``: names of kinds (“3 率”) or numbers of their chapters (3)."""
    known = kinds()
    chosen: list[str] = []
    problems = []
    for word in words:
        found = [kind for kind in known if word in (kind, kind.split()[0])]
        if not found:
            problems.append(
                Problem(f"没有“{word}”这种说法", "--kinds", f"可用的有：{'、'.join(known)}，或它们前面的数字")
            )
        chosen += found
    if problems:
        raise BadInput(problems)
    return tuple(kind for kind in known if kind in chosen)
