"""The quantities that wordings speak of, by a Chinese name each, with every other reading that would also be right.

A wording writes ``{收到|件}``; here 收到 is a sum of cells and ``also`` what the same words legitimately mean elsewhere (收到
with what was carried in, 诉讼 without those pending). A wrong value is wrong only where no reading gives it, so a mutant
that happens to fit another reading is never made. Groups are the lists that a wording can spell out whole.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from agent.errors import ExpressionError
from agent.figures import FigureSet
from agent.forms import form_of
from agent.forms.expressions import Expression, Undefined, evaluate

_WORD = re.compile(r"[\u4e00-\u9fff]+")
_REFERENCE = re.compile(r'fact\("[^"]*"(?:, "[^"]*")?\)|[a-z][a-z_]*(?:\.[a-z_]+)+')
_ALL = "requests.new.total + requests.carried_in.total"
_OTHER = "requests.other_handling.total"


@dataclass(frozen=True, slots=True)
class Quantity:
    """An expression of the form, and others that the same words may mean."""

    expression: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Member:
    """One thing of a list: the words for it, one of which is chosen, and what it counts."""

    labels: tuple[str, ...]
    quantity: Quantity


def _fact(name: str) -> Quantity:
    return Quantity(f'fact("{name}")')


QUANTITIES = {
    "新收": Quantity("requests.new.total", (_ALL,)),
    "收到": Quantity("requests.new.total", (_ALL, f"requests.new.total - {_OTHER}")),
    "受理": Quantity("requests.new.total", (_ALL, f"requests.new.total - {_OTHER}", f"{_ALL} - {_OTHER}")),
    "应办": Quantity(_ALL),
    "办理": Quantity(_ALL, ("requests.closed.total", "requests.new.total")),
    "办结": Quantity("requests.closed.total", (f"requests.closed.total - {_OTHER}",)),
    "上年结转": Quantity("requests.carried_in.total"),
    "结转下年": Quantity("requests.carried_out.total"),
    "予以公开": Quantity("requests.granted.total", ("requests.granted.total + requests.partial.total",)),
    "部分公开": Quantity("requests.partial.total"),
    "公开和部分": Quantity("requests.granted.total + requests.partial.total"),
    "不予公开": Quantity("requests.refused.total"),
    "无法提供": Quantity("requests.unavailable.total"),
    "不予处理": Quantity("requests.declined.total"),
    "其他处理": Quantity(_OTHER),
    "不掌握": Quantity("requests.unavailable.not_held.total"),
    "信访": Quantity("requests.declined.petition.total"),
    "自然人": Quantity(
        "requests.new.natural_person",
        (
            "requests.new.natural_person + requests.carried_in.natural_person",
            "requests.closed.natural_person",
        ),
    ),
    "法人": Quantity(
        "requests.new.organisation",
        ("requests.new.organisation + requests.carried_in.organisation", "requests.closed.organisation"),
    ),
    "科研机构": Quantity("requests.new.research", ("requests.new.research + requests.carried_in.research",)),
    "商业企业": Quantity("requests.new.business", ("requests.new.business + requests.carried_in.business",)),
    "自然人应办": Quantity("requests.new.natural_person + requests.carried_in.natural_person"),
    "复议": Quantity("review.total", ("review.total - review.pending",)),
    "复议诉讼合计": Quantity("review.total + litigation.total"),
    "复议维持": Quantity("review.upheld"),
    "复议纠正": Quantity("review.corrected"),
    "复议未审结": Quantity("review.pending"),
    "复议审结": Quantity("review.total - review.pending"),
    "诉讼": Quantity("litigation.total", ("litigation.total - litigation.pending",)),
    "诉讼维持": Quantity("litigation.upheld"),
    "诉讼纠正": Quantity("litigation.corrected"),
    "诉讼未审结": Quantity("litigation.pending"),
    "直接起诉": Quantity("litigation.direct.total", ("litigation.direct.total - litigation.direct.pending",)),
    "复议后起诉": Quantity(
        "litigation.after_review.total", ("litigation.after_review.total - litigation.after_review.pending",)
    ),
    "制发": Quantity("documents.normative.issued"),
    "废止": Quantity("documents.normative.repealed"),
    "现行有效": Quantity("documents.normative.in_force"),
    "许可": Quantity("decisions.licensing.decided"),
    "处罚": Quantity("decisions.penalty.decided"),
    "强制": Quantity("decisions.coercion.decided"),
    "收费": Quantity("fees.amount"),
    "采购项目": Quantity("procurement.projects"),
    "采购金额": Quantity("procurement.amount"),
    "主动公开": _fact("主动公开政府信息总数"),
    "账号": _fact("政务新媒体账号"),
    "访谈": _fact("在线访谈"),
    "解读": _fact("政策解读材料"),
    "发布会": _fact("新闻发布会"),
    "开放日": _fact("政府开放日"),
    "留言": _fact("网民留言"),
    "专区": _fact("政务公开专区"),
    "公报": _fact("政府公报"),
    "访问量": _fact("门户网站访问量"),
    "关注量": _fact("公众号关注量"),
    "处理费": _fact("信息处理费"),
    "满意度": _fact("群众满意度"),
}


def _rows(prefix: str, column: str, rows: Sequence[tuple[str, str]]) -> tuple[Member, ...]:
    return tuple(
        Member(tuple(labels.split("/")), Quantity(f"{prefix}.{row}{column}")) for row, labels in rows
    )


def _applicants(rows: Sequence[tuple[str, str]]) -> tuple[Member, ...]:
    return tuple(
        Member(
            tuple(labels.split("/")),
            Quantity(
                f"requests.new.{row}",
                (f"requests.new.{row} + requests.carried_in.{row}", f"requests.closed.{row}"),
            ),
        )
        for row, labels in rows
    )


_APPEALS = (
    ("upheld", "结果维持/维持/予以维持"),
    ("corrected", "结果纠正/纠正/被纠错"),
    ("other", "其他结果"),
    ("pending", "尚未审结"),
)
GROUPS: dict[str, tuple[Member, ...]] = {
    "办理结果": _rows(
        "requests",
        ".total",
        (
            ("granted", "予以公开/同意公开/准予公开/予以公开的"),
            ("partial", "部分公开/部分公开的"),
            ("refused", "不予公开/未予公开/不予公开的"),
            ("unavailable", "无法提供/无法提供的"),
            ("declined", "不予处理"),
            ("other_handling", "其他处理/作其他处理"),
        ),
    ),
    "申请人": _applicants(
        (("natural_person", "自然人/自然人申请/公民"), ("organisation", "法人或其他组织/法人和其他组织"))
    ),
    "申请人细类": _applicants(
        (
            ("natural_person", "自然人"),
            ("business", "商业企业"),
            ("research", "科研机构"),
            ("public_interest", "社会公益组织"),
            ("legal_service", "法律服务机构"),
        )
    ),
    "不予公开行": _rows(
        "requests.refused",
        ".total",
        (
            ("state_secret", "属于国家秘密/涉及国家秘密"),
            ("law_prohibited", "其他法律行政法规禁止公开"),
            ("security_stability", "危及“三安全一稳定”"),
            ("third_party", "保护第三方合法权益/涉及第三方合法权益"),
            ("internal_affairs", "属于三类内部事务信息/内部事务信息"),
            ("deliberative", "属于四类过程性信息/过程性信息"),
            ("enforcement_file", "属于行政执法案卷"),
            ("administrative_query", "属于行政查询事项"),
        ),
    ),
    "无法提供行": _rows(
        "requests.unavailable",
        ".total",
        (
            ("not_held", "本机关不掌握相关政府信息/信息不存在"),
            ("needs_creation", "没有现成信息需要另行制作"),
            ("still_unclear", "补正后申请内容仍不明确"),
        ),
    ),
    "不予处理行": _rows(
        "requests.declined",
        ".total",
        (
            ("petition", "信访举报投诉类申请"),
            ("repeat", "重复申请"),
            ("publication", "要求提供公开出版物"),
            ("excessive", "无正当理由大量反复申请"),
            ("certification", "要求行政机关确认或重新出具已获取信息"),
        ),
    ),
    "复议结果": _rows("review", "", _APPEALS),
    "诉讼结果": _rows("litigation", "", _APPEALS),
    "直接起诉结果": _rows("litigation.direct", "", _APPEALS),
    "处理决定": _rows(
        "decisions",
        ".decided",
        (
            ("licensing", "行政许可/行政许可决定"),
            ("penalty", "行政处罚/行政处罚决定"),
            ("coercion", "行政强制/行政强制决定"),
        ),
    ),
    "规范性文件": _rows(
        "documents.normative",
        "",
        (("issued", "制发/新制定"), ("repealed", "废止/宣布废止"), ("in_force", "现行有效/继续有效")),
    ),
    "复议诉讼": (
        Member(("行政复议", "政府信息公开行政复议"), QUANTITIES["复议"]),
        Member(("行政诉讼", "政府信息公开行政诉讼"), QUANTITIES["诉讼"]),
    ),
}


def keyed(text: str, *, previous: bool = False) -> str:
    """Arithmetic over quantities' names as one over keys and facts; with ``previous`` over last year's.

    ``KeyError`` where a name is no quantity's. What is written over keys already stays as it is.
    """
    if not (text.isascii() or "fact(" in text):
        single = text in QUANTITIES
        text = _WORD.sub(lambda match: _inside(QUANTITIES[match[0]].expression, alone=single), text)
        text = re.sub(r"\s*([-+*/])\s*", r" \1 ", text)
    return _REFERENCE.sub(r"prev.\g<0>", text) if previous else text


def _inside(expression: str, *, alone: bool) -> str:
    return expression if alone or " " not in expression else f"({expression})"


def expression_of(text: str, edition: str) -> Expression | None:
    """Arithmetic over quantities' names, as an expression of the form; None where that edition has no such cell.

    ``KeyError`` where a name is no quantity's.
    """
    return _parsed(_WORD.sub(lambda match: f"({QUANTITIES[match[0]].expression})", text), edition)


@cache
def _parsed(text: str, edition: str) -> Expression | None:
    try:
        return form_of(edition).parse(text)
    except ExpressionError:
        return None


def value_of(text: str, figures: FigureSet, previous: FigureSet | None = None) -> Decimal | None:
    """The value of an expression, names or keys; None where there is none."""
    expression = (
        _parsed(text, figures.form)
        if text.isascii() or "fact(" in text
        else expression_of(text, figures.form)
    )
    found = evaluate(expression, figures, previous) if expression is not None else None
    return None if found is None or isinstance(found, Undefined) else found


def readings_of(text: str, figures: FigureSet) -> frozenset[Decimal]:
    """Every value that the words of ``text`` may rightly stand for, the meant one among them."""
    texts = [text]
    if text in QUANTITIES:
        quantity = QUANTITIES[text]
        texts += quantity.also
    found = (value_of(each, figures) for each in texts)
    return frozenset(value for value in found if value is not None)


def member_values(member: Member, figures: FigureSet) -> tuple[Decimal | None, frozenset[Decimal]]:
    """What a member of a list counts, and every value that its words may stand for."""
    texts = (member.quantity.expression, *member.quantity.also)
    values = [value_of(text, figures) for text in texts]
    return values[0], frozenset(value for value in values if value is not None)
