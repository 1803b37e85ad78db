"""Invented units with figures that add up. No office of these names exists."""

from collections.abc import Mapping
from decimal import Decimal
from random import Random

from agent.figures import Breakdown, Contact, Fact, FigureSet, Part
from agent.forms import form_of

APPLICANTS = ("natural_person", "business", "research", "public_interest", "legal_service", "other")
APPEALS = ("upheld", "corrected", "other", "pending")

Rows = Mapping[str, tuple[int, int]]


def cells(
    form: str, given: Mapping[str, int | str], requests: Rows, appeals: Mapping[str, int]
) -> dict[str, Decimal]:
    """A filled-in form: ``requests`` gives (自然人, 商业企业) by row, ``appeals`` the results; whatever is not given is 0."""
    filled = {key: Decimal(0) for key in form_of(form).by_key}
    filled |= {key: Decimal(value) for key, value in given.items()}
    closed = {"natural_person": 0, "business": 0}
    for row, (people, firms) in requests.items():
        filled[f"requests.{row}.natural_person"] = Decimal(people)
        filled[f"requests.{row}.business"] = Decimal(firms)
        filled[f"requests.{row}.total"] = Decimal(people + firms)
        if row not in ("new", "carried_in", "carried_out"):
            closed["natural_person"] += people
            closed["business"] += firms
    for kind, count in closed.items():
        filled[f"requests.closed.{kind}"] = Decimal(count)
    filled["requests.closed.total"] = Decimal(sum(closed.values()))
    for key, value in appeals.items():
        block = key.rsplit(".", 1)[0]
        filled[key] = Decimal(value)
        filled[f"{block}.total"] += Decimal(value)
    return filled


def unit(
    name: str,
    year: int = 2024,
    *,
    form: str = "2021",
    given: Mapping[str, int | str] | None = None,
    requests: Rows | None = None,
    appeals: Mapping[str, int] | None = None,
    facts: tuple[Fact, ...] = (),
    contact: Contact | None = None,
) -> FigureSet:
    """One unit's year."""
    filled = cells(form, given or {}, requests or {}, appeals or {})
    return FigureSet(name, year, form, filled, facts, contact or Contact())


def fact(name: str, value: int | None, of: str, **more: object) -> Fact:
    """A fact with its source left out."""
    return Fact(name, None if value is None else Decimal(value), of, **more)  # type: ignore[arg-type]


def breakdown(by: str, **parts: int) -> Breakdown:
    """A breakdown by part names."""
    return Breakdown(by, tuple(Part(name, Decimal(value)) for name, value in parts.items()))


CONTACT = Contact(
    office="青屏县政务公开办公室",
    address="青屏县澄江镇文昌路6号",
    postcode="000000",
    telephone="0000-0000000",
    email="zwgk@qingping.example",
)


def county(year: int = 2024, **changes: int) -> FigureSet:
    """青屏县: a county of middling size with facts, an appeal corrected and some applications carried over."""
    return unit(
        "青屏县人民政府",
        year,
        given={
            "documents.normative.issued": 14,
            "documents.normative.repealed": 6,
            "documents.normative.in_force": 93,
            "decisions.licensing.decided": 18342,
            "decisions.penalty.decided": 2571,
            "decisions.coercion.decided": 208,
            "fees.amount": "4316.52",
        },
        requests={
            "new": (changes.get("new", 118), 9),
            "carried_in": (4, 0),
            "granted": (changes.get("new", 118) - 82, 3),
            "partial": (11, 1),
            "refused.third_party": (5, 1),
            "refused.internal_affairs": (3, 0),
            "unavailable.not_held": (38, 2),
            "unavailable.needs_creation": (6, 0),
            "declined.petition": (9, 0),
            "declined.repeat": (2, 1),
            "other_handling.uncorrected": (5, 0),
            "carried_out": (7, 1),
        },
        appeals={"review.upheld": 5, "review.corrected": 2, "litigation.direct.upheld": 1},
        facts=(
            fact(
                "主动公开政府信息总数",
                3480,
                "条",
                aliases=("主动公开政府信息",),
                breakdowns=(breakdown("公开主体", 县政府及县政府办公室=412, 乡镇和街道=1180, 县直部门=1888),),
            ),
            fact("政策解读材料", 46, "篇"),
            fact("在线访谈", 12, "次"),
            fact("政务新媒体账号", 23, "个"),
            fact("政务公开业务培训", 2, "次"),
            fact("信息处理费", 0, "元"),
        ),
        contact=CONTACT,
    )


def county_before() -> FigureSet:
    """青屏县 a year earlier."""
    return unit(
        "青屏县人民政府",
        2023,
        given={
            "documents.normative.in_force": 85,
            "decisions.licensing.decided": 17020,
            "decisions.penalty.decided": 2890,
            "decisions.coercion.decided": 208,
        },
        requests={"new": (90, 6), "granted": (80, 6), "unavailable.not_held": (6, 0), "carried_out": (4, 0)},
        facts=(fact("主动公开政府信息总数", 3105, "条"),),
    )


def city() -> FigureSet:
    """云泊市: a city with many applications, several litigation blocks and no facts."""
    return unit(
        "云泊市人民政府",
        given={
            "documents.rules.issued": 1,
            "documents.rules.in_force": 9,
            "documents.normative.issued": 61,
            "documents.normative.in_force": 330,
            "decisions.licensing.decided": 640215,
            "decisions.penalty.decided": 128840,
            "fees.amount": "30120.7",
        },
        requests={
            "new": (1402, 88),
            "carried_in": (53, 2),
            "granted": (611, 30),
            "partial": (132, 9),
            "refused.law_prohibited": (12, 0),
            "refused.deliberative": (31, 2),
            "refused.administrative_query": (8, 0),
            "unavailable.not_held": (302, 31),
            "unavailable.still_unclear": (4, 0),
            "declined.petition": (160, 4),
            "declined.excessive": (41, 0),
            "other_handling.fee_unpaid": (3, 0),
            "other_handling.other": (94, 8),
            "carried_out": (57, 6),
        },
        appeals={
            "review.upheld": 88,
            "review.other": 21,
            "review.pending": 9,
            "litigation.direct.upheld": 7,
            "litigation.direct.other": 2,
            "litigation.after_review.upheld": 19,
            "litigation.after_review.corrected": 1,
        },
    )


def bureau() -> FigureSet:
    """石桥区文化局: a department with a few applications, all by people."""
    return unit(
        "石桥区文化局",
        given={
            "documents.normative.in_force": 3,
            "decisions.licensing.decided": 61,
            "decisions.penalty.decided": 4,
        },
        requests={"new": (3, 0), "granted": (2, 0), "unavailable.not_held": (1, 0)},
        facts=(fact("公开各类信息", 312, "条"), fact("文化活动信息访问量", 180000, "次", qualifier="余")),
        contact=Contact(office="石桥区文化局办公室", telephone="0000-0000001"),
    )


def quiet() -> FigureSet:
    """枫林县档案馆: nothing but zeros."""
    return unit("枫林县档案馆")


def blank() -> FigureSet:
    """白沙镇: hardly a cell filled in."""
    return FigureSet("白沙镇人民政府", 2024, "2021", {"requests.new.total": Decimal(2)})


def old() -> FigureSet:
    """南汀县, on the form of 2019."""
    return unit(
        "南汀县人民政府",
        2020,
        form="2019",
        given={
            "documents.normative.made": 37,
            "documents.normative.disclosed": 35,
            "documents.normative.disclosed_to_date": 260,
            "decisions.licensing.decided": 9120,
            "decisions.other_services.decided": 1440,
            "decisions.penalty.decided": 320,
            "procurement.projects": 112,
            "procurement.amount": "8650300",
        },
        requests={"new": (0, 1), "unavailable.not_held": (0, 1)},
        facts=(fact("镇", 6, "个"), fact("街道", 3, "个"), fact("政府公报", 6, "期")),
    )


ALL = (county(), city(), bureau(), quiet(), blank(), old())

REASONS = {
    "refused": ("state_secret", "third_party", "internal_affairs", "deliberative", "enforcement_file"),
    "unavailable": ("not_held", "needs_creation", "still_unclear"),
    "declined": ("petition", "repeat", "excessive", "certification"),
    "other_handling": ("uncorrected", "fee_unpaid", "other"),
}
RESULTS = ("granted", "partial", *(f"{group}.{row}" for group, rows in REASONS.items() for row in rows))
ENDINGS = ("县人民政府", "市人民政府", "镇人民政府", "区财政局", "街道办事处", "县档案馆")


def drawn(seed: int, year: int = 2024) -> FigureSet:
    """A unit whose figures are drawn by lot: of any size, with any number of zeros, and adding up."""
    lot = Random(seed)
    name = lot.choice("青松柳云石平") + lot.choice("溪泉山湾桥岭") + lot.choice(ENDINGS)
    lot = Random(seed * 10000 + year)
    scale, zeros = lot.choice((1, 2, 5, 30, 400)), lot.choice((0.2, 0.5, 0.8, 0.95))

    def count() -> int:
        return 0 if lot.random() < zeros else lot.randint(1, scale)

    rows = {row: (count(), count() if seed % 2 else 0) for row in RESULTS}
    people, firms = (sum(column) for column in zip(*rows.values(), strict=True))
    out = count()
    inward = lot.randint(0, people + out) if lot.random() < 0.5 else 0
    rows |= {"new": (people + out - inward, firms), "carried_in": (inward, 0), "carried_out": (out, 0)}
    blocks = ("review", "litigation.direct", "litigation.after_review")
    appeals = {f"{block}.{result}": count() for block in blocks for result in APPEALS}
    counted = ("documents.rules", "documents.normative")
    given: dict[str, int | str] = {
        f"{row}.{column}": count() for row in counted for column in ("issued", "repealed", "in_force")
    }
    given |= {f"decisions.{kind}.decided": count() * 37 for kind in ("licensing", "penalty", "coercion")}
    given["fees.amount"] = f"{count()}.{lot.randint(0, 9999):04}"
    return unit(name, year, given=given, requests=rows, appeals=appeals)
