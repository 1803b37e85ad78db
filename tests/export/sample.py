"""A small report of an invented county, judged by hand: what the exporters' tests print.

In ``PROSE`` a judged figure stands as ``[48件|verified|requests.new.total]``; a claim begins with ``?``. What it is expected
to be is worked out from the expression.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

from agent.figures import Breakdown, Fact, FigureSet, Part
from agent.figures.quantity import plain
from agent.forms import Form, form_of
from agent.forms.expressions import evaluate
from agent.forms.narrative import Narrative, Paragraph, Passage
from agent.verify.answer import Answer, Judged, Verdict
from agent.verify.report import JudgedReport
from agent.verify.waiver import Waiver

FORM: Form = form_of("2021")
UNIT = "青禾县人民政府"
APPLICANTS = ("natural_person", "business", "research", "public_interest", "legal_service", "other")

_ROWS = {
    "new": (41, 5, 0, 1, 1, 0),
    "carried_in": (3, 0, 0, 0, 0, 0),
    "granted": (22, 3, 0, 1, 0, 0),
    "partial": (4, 0, 0, 0, 1, 0),
    "refused.third_party": (1, 1, 0, 0, 0, 0),
    "unavailable.not_held": (9, 1, 0, 0, 0, 0),
    "declined.petition": (3, 0, 0, 0, 0, 0),
    "other_handling.other": (2, 0, 0, 0, 0, 0),
    "closed": (41, 5, 0, 1, 1, 0),
    "carried_out": (3, 0, 0, 0, 0, 0),
}
_OTHERS = {
    "documents.rules.issued": "0",
    "documents.rules.repealed": "0",
    "documents.normative.issued": "6",
    "documents.normative.repealed": "11",
    "documents.normative.in_force": "74",
    "decisions.licensing.decided": "18625",
    "decisions.penalty.decided": "2317",
    "decisions.coercion.decided": "42",
    "fees.amount": "1286.305",
    "review.upheld": "2",
    "review.corrected": "0",
    "review.other": "1",
    "review.pending": "0",
    "review.total": "3",
    "litigation.direct.upheld": "1",
    "litigation.direct.corrected": "0",
    "litigation.direct.other": "0",
    "litigation.direct.pending": "0",
    "litigation.direct.total": "1",
}
ZERO, ABSENT_CELL, EXACT = "documents.rules.issued", "documents.rules.in_force", "fees.amount"

FACTS = (
    Fact("主动公开政府信息", Decimal(12846), "条", source="政府信息公开统计台账"),
    Fact(
        "政策解读",
        Decimal(38),
        "篇",
        source="政策解读统计表",
        breakdowns=(Breakdown("形式", (Part("图解", Decimal(21)), Part("视频", Decimal(9)))),),
    ),
    Fact("内部通报", Decimal(5), "次", source="内部文件"),
)

PROSE: tuple[tuple[str, str], ...] = (
    (
        "",
        (
            "本报告根据《中华人民共和国政府信息公开条例》和《中华人民共和国政府信息公开工作年度报告格式》（国办公开办函〔2021〕30号）编制。"
            "本报告所列数据的统计期限自[2023年1月1日|exempt|]起至[12月31日|exempt|]止。"
        ),
    ),
    (
        "overview",
        "2023年，全县政府信息公开工作坚持以人民为中心，全面落实决策、执行、管理、服务和结果“五公开”，持续提升公开的质量和实效。",
    ),
    ("overview", "#（一）主动公开"),
    (
        "overview",
        (
            '全年主动公开政府信息[12846条|verified|fact("主动公开政府信息")]，发布政策解读[38篇|verified|fact("政策解读")]，'
            '其中图解[21篇|verified|fact("政策解读", "图解")]。制发行政规范性文件[6件|verified|documents.normative.issued]，'
            "废止[11件|verified|documents.normative.repealed]，现行有效[74件|verified|documents.normative.in_force]。"
            "召开新闻发布会[16场|unsupported|]，发布信息[300余条|consistent|]。"
        ),
    ),
    ("overview", "#（二）依申请公开"),
    (
        "overview",
        (
            "全年新收政府信息公开申请[48件|verified|requests.new.total]，比上年[增长20%|verified|"
            "100 * (requests.new.total / prev.requests.new.total - 1)]，其中自然人申请[41件|verified|requests.new.natural_person]，"
            "[?多数申请来自自然人|verified|]。办结[46件|contradicted|requests.closed.total]，其中予以公开"
            "[26件|verified|requests.granted.total]，不予处理[3件|verified|requests.declined.total]，[?均已按期答复|unsupported|]。"
        ),
    ),
    (
        "improvement",
        "一是部分单位公开不够及时，二是政策解读形式还比较单一。下一步将加强业务培训，丰富解读形式，让群众看得懂、用得上。",
    ),
    ("other", "本年度没有收取政府信息公开信息处理费。"),
)
_MARK = re.compile(r"\[(\??)([^|\]]+)\|(\w+)\|([^\]]*)\]")


def figures() -> FigureSet:
    """The county's figures; every cell but one is filled in."""
    zeros = {key: Decimal(0) for key in FORM.by_key if key != ABSENT_CELL}
    return FigureSet(UNIT, 2023, "2021", cells=zeros | dict(_cells()), facts=FACTS, file="数据.xlsx")


def _cells() -> Iterator[tuple[str, Decimal]]:
    yield from ((key, Decimal(value)) for key, value in _OTHERS.items())
    for row, numbers in _ROWS.items():
        for applicant, number in zip(APPLICANTS, numbers, strict=True):
            yield f"requests.{row}.{applicant}", Decimal(number)
        yield f"requests.{row}.total", Decimal(sum(numbers))


def previous() -> FigureSet:
    cells = {"requests.new.total": Decimal(40), "requests.carried_out.total": Decimal(3)}
    return FigureSet(UNIT, 2022, "2021", cells=cells)


def report(*, objections: bool = True, reason: str = "", unit: str = UNIT) -> JudgedReport:
    """The judged report; without objections every figure that would be objected to is verified instead."""
    base = figures()
    whole = FigureSet(unit, base.year, base.form, base.cells, base.facts)
    year = f"{base.year}年"
    narrative = _narrative(FORM.title(unit, base.year).replace(year, f"[{year}|exempt|]"))
    items = list(_items(narrative, objections=objections, reason=reason))
    bare = _narrative(FORM.title(unit, base.year), bare=True)
    answer = Answer(
        tuple(item for item, claim in items if not claim), tuple(item for item, claim in items if claim)
    )
    return JudgedReport(FORM, whole, bare, answer, previous())


def waived_report(*texts: str, by: str = "李明", reason: str = "见台账") -> JudgedReport:
    """The judged report with what is objected to under these texts kept by a person."""

    def kept(item: Judged) -> Judged:
        waiver = Waiver("", item.text, by, reason, date(2024, 1, 15))
        return replace(item, waiver=waiver) if item.text in texts else item

    judged = report()
    answer = Answer(tuple(map(kept, judged.answer.figures)), tuple(map(kept, judged.answer.claims)))
    return replace(judged, answer=answer)


def _narrative(title: str, *, bare: bool = False) -> Narrative:
    def paragraph(text: str) -> Paragraph:
        text = _MARK.sub(lambda found: found[2], text) if bare else text
        return Paragraph(text.removeprefix("#"), heading=text.startswith("#"))

    passages = tuple(
        Passage(
            section.id, section.heading, tuple(paragraph(text) for name, text in PROSE if name == section.id)
        )
        for section in FORM.sections
        if not section.table
    )
    return Narrative(title, tuple(paragraph(text) for name, text in PROSE if not name), passages)


def _items(marked: Narrative, *, objections: bool, reason: str) -> Iterator[tuple[Judged, bool]]:
    removed = 0
    for found in _MARK.finditer(marked.text):
        start = found.start() - removed
        verdict = Verdict(found[3])
        if verdict.objects and not objections:
            verdict = Verdict.VERIFIED
        yield _item(found, start, verdict, reason), bool(found[1])
        removed += len(found[0]) - len(found[2])


def _item(found: re.Match[str], start: int, verdict: Verdict, reason: str) -> Judged:
    expression = found[4] or None
    value = re.search(r"\d+", found[2])
    return Judged(
        start=start,
        end=start + len(found[2]),
        text=found[2],
        verdict=verdict,
        reason=reason or f"文中写“{found[2]}”，{verdict.label}",
        value=value[0] if value else None,
        unit=found[2][-1],
        expression=expression,
        expected=_expected(expression) if expression else None,
    )


def _expected(expression: str) -> str:
    value = evaluate(FORM.parse(expression), figures(), previous())
    assert isinstance(value, Decimal)
    return plain(value)
