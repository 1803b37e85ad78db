"""Supplementary facts of an invented unit: what its report quotes and no table holds, some with breakdowns that add up."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from random import Random

from agent.figures.fact import Breakdown, Fact, Part
from eval.generation.tables import split

_PLAIN = (
    ("政务新媒体账号", "个", 1, 40, ()),
    ("在线访谈", "期", 1, 30, ()),
    ("政策解读材料", "篇", 2, 300, ("政策解读",)),
    ("新闻发布会", "场", 1, 40, ()),
    ("政府开放日", "场", 1, 12, ("政府开放日活动",)),
    ("网民留言", "条", 3, 4000, ()),
    ("政务公开专区", "个", 1, 60, ()),
    ("政府公报", "期", 1, 24, ()),
    ("门户网站访问量", "次", 20000, 9000000, ("网站访问量",)),
    ("公众号关注量", "人", 300, 900000, ("公众号粉丝量",)),
    ("信息处理费", "元", 0, 300, ("政府信息公开信息处理费",)),
)
_CHANNELS = ("政府网站", "政务新媒体", "政府公报", "公告栏")
_SUBJECTS = ("政策文件类", "行政许可类", "财政信息类", "重大项目类", "其他类")


def facts_of(random: Random, scale: int) -> tuple[Fact, ...]:
    """This year's facts of a unit of that size."""
    total = 20 + scale * random.randint(3, 20) + random.randint(0, 99)
    disclosed = Fact(
        "主动公开政府信息总数", Decimal(total), "条", source="门户网站后台", aliases=("主动公开政府信息",),
        breakdowns=(
            Breakdown("公开渠道", _parts(random, total, _CHANNELS[: random.randint(2, 4)])),
            Breakdown("信息类别", _parts(random, total, (*_SUBJECTS[: random.randint(2, 4)], _SUBJECTS[4]))),
        ),
    )  # fmt: skip
    rate = Decimal(random.randint(800, 999)) / 10
    plain = tuple(
        Fact(name, Decimal(random.randint(low, high)), unit, source="台账", aliases=also)
        for name, unit, low, high, also in _PLAIN
    )
    return (disclosed, *plain, Fact("群众满意度", rate, "%", source="第三方评估"))


def last_years(random: Random, facts: Sequence[Fact]) -> tuple[Fact, ...]:
    """Last year's values of the same facts, without their breakdowns; rates are left out."""
    return tuple(
        replace(fact, value=Decimal(max(1, round(int(fact.value) * random.uniform(0.6, 1.3)))), breakdowns=())
        for fact in facts
        if fact.value is not None and fact.unit != "%"
    )


def _parts(random: Random, total: int, names: Sequence[str]) -> tuple[Part, ...]:
    values = split(random, total, [5 - min(index, 4) for index in range(len(names))])
    return tuple(Part(name, Decimal(value)) for name, value in zip(names, values, strict=True))
