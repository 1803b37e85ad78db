"""The one grade over a draft: a hundred points in parts, each part told with its points, and what no good part can make up for.

A part that cannot be judged is left out and the rest counts for a hundred. Without figures to hold a draft against there is no
grade: nobody knows whether it is right. Closeness to a reference and a model's opinion are told beside the grade and not in it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from agent.drafting.scrutiny.quotes import headlines
from eval.drafts.material import Material
from eval.scoring import Score
from eval.scoring.evaluator import Trait

GRADE = Trait("grade", "总评", 1)
# From so many points of a hundred on.
BOUNDS = ((90, "优"), (75, "良"), (60, "中"), (0, "差"))
PASSING = 60
_CAP = PASSING - 1

RULE = (
    "总评满分 100 分：数字 40（已核实和自洽的占全部数字和断言的比例），表格 5，内容 25，标题和次序 10，归属和时效 10，文字 10。",
    "内容 25 分：应写的数字 8，为零的项目 2，应写的内容 10，信息处理费 5。整项内容没有写，它应写的数字也算没有写。",
    "归属和时效 10 分：外单位 4，照抄 2，过时 2，与上年相同 2。文字 10 分：重复 4，反复写的数字 2，句子 4。",
    "不适用的部分不计，其余按比例折成 100 分；给了数据而正文一个数字也不写，数字部分得 0 分。",
    "90 分以上为优，75 分以上为良，60 分以上为中，不到 60 分为差。",
    "有一处数字不符或无依据、表格有一格不符、留有模板痕迹或个人信息的，不管别的写得多好都是差：得分乘以 0.59。",
    "没有数据可以对照的稿子不给总评。接近对照文本的程度和模型的意见只供参考，不计入总评。",
)

Scores = Mapping[str, Score]


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of the hundred points: its share, from 0 to 1, None where it cannot be judged."""

    group: str
    points: int
    share: Callable[[Material, Scores], float | None]


@dataclass(frozen=True, slots=True)
class Portion:
    """How many of its possible points a group of parts has reached."""

    group: str
    reached: float
    possible: int


def _value(name: str) -> Callable[[Material, Scores], float | None]:
    return lambda _, scores: scores[name].value


def _few(name: str, most: int) -> Callable[[Material, Scores], float | None]:
    """All of the points for none, none of them for ``most`` or more."""

    def share(_: Material, scores: Scores) -> float | None:
        count = scores[name].value
        return None if count is None else max(0.0, 1 - count / most)

    return share


def _figures(material: Material, scores: Scores) -> float | None:
    if material.bare:
        return None
    verified, consistent = scores["verified"], scores["consistent"]
    # Saying nothing is no way to be right.
    return (verified.value or 0.0) + (consistent.value or 0.0)


def _told(name: str, *, zero: bool) -> Callable[[Material, Scores], float | None]:
    """Of all figures that should be told, those of topics that are missing too."""

    def share(material: Material, scores: Scores) -> float | None:
        known = [
            each for each in headlines(material.page) if each.topic.id != "fee" and (not each.value) is zero
        ]
        return (scores[name].hits or 0) / len(known) if known else None

    return share


def _sentences(_: Material, scores: Scores) -> float | None:
    value = scores["sentences"].value
    return None if value is None else max(0.0, 1 - 5 * (1 - value))


_PARTS = (
    _Part("数字", 40, _figures),
    _Part("表格", 5, _value("tables")),
    _Part("内容", 8, _told("headlines", zero=False)),
    _Part("内容", 2, _told("zeros", zero=True)),
    _Part("内容", 10, _value("topics")),
    _Part("内容", 5, _value("fee")),
    _Part("格式", 10, _value("order")),
    _Part("归属和时效", 4, _few("foreign", 2)),
    _Part("归属和时效", 2, _few("copied", 5)),
    _Part("归属和时效", 2, _few("stale", 3)),
    _Part("归属和时效", 2, _few("unchanged", 5)),
    _Part("文字", 4, _few("repetition", 5)),
    _Part("文字", 2, _few("twice", 3)),
    _Part("文字", 4, _sentences),
)


def graded(material: Material, scores: Scores) -> Score:
    """The grade as a mark from 0 to 1; its reason begins with the grade and the points, and names each part's points."""
    barred = _barred(scores)
    if material.bare and not barred:
        return Score.not_applicable("没有数据可以对照，不给总评")
    parts = portions(material, scores)
    possible = sum(part.possible for part in parts)
    points = 100 * sum(part.reached for part in parts) / possible if possible else 0.0
    if barred:
        # Below passing whatever else is good, and still in order among drafts that have something wrong.
        points *= _CAP / 100
    points = round(points, 1)
    listed = "，".join(f"{part.group} {part.reached:.1f}/{part.possible}" for part in parts)
    told = "；".join(
        filter(None, (listed, f"因为{'、'.join(barred)}，不能及格，得分乘以 0.{_CAP}" if barred else ""))
    )
    return Score.mark(points / 100, f"{letter(points)} {points:.1f} 分：{told}")


def portions(material: Material, scores: Scores) -> tuple[Portion, ...]:
    """The parts of the grade that can be judged, in order."""
    found: dict[str, Portion] = {}
    for part in _PARTS:
        share = part.share(material, scores)
        if share is not None:
            before = found.get(part.group, Portion(part.group, 0.0, 0))
            reached = before.reached + part.points * share
            found[part.group] = Portion(part.group, reached, before.possible + part.points)
    return tuple(found.values())


def letter(points: float) -> str:
    """优, 良, 中 or 差."""
    return next(name for least, name in BOUNDS if points >= least)


def _barred(scores: Scores) -> list[str]:
    """Why a draft cannot pass, in Chinese; empty where it can."""
    reasons = []
    for name, words in (
        ("contradicted", "数字不符"),
        ("unsupported", "数字无依据"),
        ("residue", "模板痕迹"),
        ("privacy", "个人信息"),
    ):
        score = scores[name]
        if score.value:
            number = score.hits if score.hits is not None else round(score.value)
            reasons.append(f"{words} {number} 处")
    tables = scores["tables"]
    if tables.value is not None and tables.value < 1:
        reasons.append("表格有误")
    return reasons
