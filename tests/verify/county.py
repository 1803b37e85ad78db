"""The invented county that the cases speak of: every figure different, so that a wrong binding shows.

云岭县人民政府, 2023 (form 2021) and the year before. Balanced: every cross-footing rule holds.
"""

from collections.abc import Mapping
from decimal import Decimal

from agent.figures import FigureSet
from agent.figures.fact import Breakdown, Fact, Part

_COLUMNS = ("natural_person", "business", "research", "public_interest", "legal_service", "other")
_ROWS = {
    "new": (183, 12, 0, 1, 4, 2),
    "carried_in": (8, 1, 0, 0, 0, 0),
    "granted": (64, 5, 0, 0, 1, 1),
    "partial": (20, 2, 0, 0, 1, 0),
    "refused.state_secret": (1, 0, 0, 0, 0, 0),
    "refused.law_prohibited": (2, 0, 0, 0, 0, 0),
    "refused.security_stability": (0, 0, 0, 0, 0, 0),
    "refused.third_party": (5, 0, 0, 0, 0, 0),
    "refused.internal_affairs": (6, 0, 0, 0, 0, 0),
    "refused.deliberative": (4, 0, 0, 0, 0, 0),
    "refused.enforcement_file": (3, 0, 0, 0, 0, 0),
    "refused.administrative_query": (0, 0, 0, 0, 0, 0),
    "unavailable.not_held": (29, 3, 0, 1, 1, 0),
    "unavailable.needs_creation": (6, 1, 0, 0, 0, 0),
    "unavailable.still_unclear": (2, 0, 0, 0, 0, 0),
    "declined.petition": (13, 0, 0, 0, 0, 0),
    "declined.repeat": (4, 0, 0, 0, 0, 0),
    "declined.publication": (0, 0, 0, 0, 0, 0),
    "declined.excessive": (0, 0, 0, 0, 0, 0),
    "declined.certification": (1, 0, 0, 0, 0, 0),
    "other_handling.uncorrected": (3, 0, 0, 0, 0, 0),
    "other_handling.fee_unpaid": (0, 0, 0, 0, 0, 0),
    "other_handling.other": (13, 1, 0, 0, 1, 1),
    "closed": (176, 12, 0, 1, 4, 2),
    "carried_out": (15, 1, 0, 0, 0, 0),
}
_LAST_ROWS = {
    "new": (140, 11, 0, 0, 3, 1),
    "carried_in": (6, 0, 0, 0, 0, 0),
    "granted": (60, 4, 0, 0, 2, 0),
    "partial": (15, 1, 0, 0, 0, 0),
    "unavailable.not_held": (38, 4, 0, 0, 1, 1),
    "declined.petition": (18, 1, 0, 0, 0, 0),
    "other_handling.other": (7, 0, 0, 0, 0, 0),
    "closed": (138, 10, 0, 0, 3, 1),
    "carried_out": (8, 1, 0, 0, 0, 0),
}
_OTHERS = {
    "documents.rules.issued": "0", "documents.rules.repealed": "0", "documents.rules.in_force": "0",
    "documents.normative.issued": "17", "documents.normative.repealed": "10", "documents.normative.in_force": "96",
    "decisions.licensing.decided": "15273", "decisions.penalty.decided": "2846", "decisions.coercion.decided": "137",
    "fees.amount": "4821.57",
    "review.upheld": "8", "review.corrected": "3", "review.other": "2", "review.pending": "1", "review.total": "14",
    "litigation.direct.upheld": "2", "litigation.direct.corrected": "0", "litigation.direct.other": "1",
    "litigation.direct.pending": "2", "litigation.direct.total": "5",
    "litigation.after_review.upheld": "3", "litigation.after_review.corrected": "1", "litigation.after_review.other": "2",
    "litigation.after_review.pending": "1", "litigation.after_review.total": "7",
}  # fmt: skip
_LAST_OTHERS = _OTHERS | {
    "documents.normative.issued": "20", "documents.normative.repealed": "6", "documents.normative.in_force": "89",
    "decisions.licensing.decided": "14000", "decisions.penalty.decided": "3010", "fees.amount": "5000",
    "review.upheld": "7", "review.total": "13",
}  # fmt: skip
FACTS = (
    Fact(
        "主动公开政府信息总数", Decimal(3456), "条", source="门户网站后台", aliases=("主动公开政府信息",),
        breakdowns=(
            Breakdown("公开渠道", (Part("政府网站", Decimal(2100)), Part("政务新媒体", Decimal(1356)))),
            Breakdown("信息类别", (Part("政策文件类", Decimal(810)), Part("行政许可类", Decimal(1646)), Part("其他类", Decimal(1000)))),
        ),
    ),
    Fact("政务新媒体账号", Decimal(24), "个", source="网信办备案"),
    Fact("在线访谈", Decimal(11), "期", source="门户网站后台"),
    Fact("政策解读材料", Decimal(58), "篇", source="门户网站后台", aliases=("政策解读",)),
    Fact("信息处理费", Decimal(120), "元", source="财务", aliases=("政府信息公开信息处理费",)),
    Fact("网站访问量", Decimal(2300000), "次", source="门户网站后台", qualifier="余"),
    Fact("群众满意度", Decimal("97.5"), "%", source="第三方评估"),
    Fact("留言回复率", Decimal("97.5"), "%", source="门户网站后台"),
    Fact("重大决策预公开率", Decimal("96.2"), "%", source="司法局"),
    Fact("网民留言", Decimal(638), "条", source="门户网站后台"),
    Fact("专题培训", Decimal(3), "场", source="政府办"),
    Fact("专题培训人次", Decimal(260), "人次", source="政府办", aliases=("专题培训",)),
    Fact("政务公开专区", Decimal(15), "个", source="政府办"),
    Fact("试点领域", Decimal(26), "个", source="公开目录"),
    Fact("新闻发布会", Decimal(9), "场", source="宣传部"),
    Fact("政府开放日", Decimal(4), "场", source="政府办"),
    Fact("公众号关注量", Decimal(269000), "人", source="公众号后台"),
    Fact("平均答复用时", Decimal("12.4"), "个工作日", source="申请办理台账"),
    Fact("连续抽查合格", Decimal(12), "个季度", source="省政府办公厅通报"),
    Fact("政府集中采购金额", Decimal(251000), "元", source="财政局"),
    Fact(
        "惠农补贴资金", Decimal("9472.93"), "万元", source="财政局",
        breakdowns=(
            Breakdown("补贴项目", (
                Part("耕地地力保护", Decimal(6000)), Part("农机购置", Decimal("2000.43")), Part("其他", Decimal("1472.5")),
            )),
        ),
    ),
)  # fmt: skip
_LAST_FACTS = (
    Fact("主动公开政府信息总数", Decimal(3200), "条", source="门户网站后台", aliases=("主动公开政府信息",)),
    Fact("政务公开专区", Decimal(12), "个", source="政府办"),
    Fact("网民留言", Decimal(580), "条", source="门户网站后台"),
    Fact("新闻发布会", Decimal(6), "场", source="宣传部"),
    Fact("政策解读材料", Decimal(50), "篇", source="门户网站后台", aliases=("政策解读",)),
)


def _cells(rows: Mapping[str, tuple[int, ...]], others: dict[str, str]) -> dict[str, Decimal]:
    cells: dict[str, Decimal] = {key: Decimal(value) for key, value in others.items()}
    for row in _ROWS:
        values = rows.get(row, (0,) * len(_COLUMNS))
        for column, value in zip(_COLUMNS, values, strict=True):
            cells[f"requests.{row}.{column}"] = Decimal(value)
        cells[f"requests.{row}.total"] = Decimal(sum(values))
    return cells


COUNTY = FigureSet("云岭县人民政府", 2023, "2021", _cells(_ROWS, _OTHERS), FACTS)
LAST_YEAR = FigureSet("云岭县人民政府", 2022, "2021", _cells(_LAST_ROWS, _LAST_OTHERS), _LAST_FACTS)
