"""Another unit's name: a county writes of its towns, its city and its province, and not of another county.

A name may be the unit's own where its name goes through that place, where last year's report, the contact or the facts name it,
and where it is over or under the unit by the official codes. A place that is in no list is a stranger only where the store knows
it as another unit of the same level. What was visited, helped or worked with may be anybody's.

正例：云岭县青石镇把补贴结果张贴到村，经东岚省人民政府办公厅抽查合格。
正例：组织业务骨干赴砚川县学习考察。
反例：砚川县主动公开政府信息3456条。
反例：如有疑问，请与砚川县人民政府办公室联系。
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from agent.drafting.scrutiny.names import (
    Names,
    codes_of,
    gazetteer,
    kin,
    rank,
    rank_of_codes,
    real_names,
    steps,
)
from agent.drafting.scrutiny.page import Page
from agent.drafting.scrutiny.remark import Against, Remark

CODE = "O01"
TITLE = "别的单位"
# What the unit may do with another one, said in the same sentence before its name or right behind it.
_WITH = re.compile(
    "(?:考察|交流|对标|借鉴|调研|联合|毗邻|相邻|邻近|周边|跨|协作|结对|帮扶|对口|支援|共建|兄弟|参观|取经|合作|赴|籍|迁|原(?!则|因|来))[^。；！？\n]*$"
)
_WITH_BEHIND = re.compile("[^。；！？\n]{0,4}(?:学习|考察|交流|调研|取经|联合|协作|共建|结对|合作|毗邻|相邻)")
_BUSINESS = re.compile(
    "[^，。；]{0,16}(?:公司|律师|事务所|大学|学院|研究院|研究所|银行|集团|医院|协会|学会|户籍|籍)"
)
_GOVERNS = re.compile("(?:人民)?政府|[县市区省]委|办事处|人大|政协")
_AROUND = 16
_CITY = 3
# 城东区 and 新市区 are a part of any city: a district is told by its government only.
_DISTRICT = "区"
_SHORTEST = 3
# Words that are places too: 惠企惠民县乡两级.
_WORDS = (
    "惠民",
    "富民",
    "公安",
    "民权",
    "共和",
    "和平",
    "新建",
    "兴业",
    "平安",
    "民乐",
    "安居",
    "新民",
    "团结",
    "新安",
)


@dataclass(frozen=True, slots=True)
class _Own:
    """The unit that the draft is of: the places in its name, the rank of the innermost, and its codes."""

    places: tuple[str, ...]
    rank: int
    codes: frozenset[str]


def find(page: Page) -> Iterator[Remark]:
    """One remark for each mention of a name that can't be this unit's."""
    against, text = page.against, page.text
    places = steps(against.figures.unit)
    own = _Own(places, rank(places[-1]) if places else 0, codes_of(places))
    known = _known(against)
    strange = {name: certain for name, certain in _others(against, own) if name not in known}
    found = {*Names(strange.keys()).within(text), *real_names().within(text)}
    end = -1
    for first, last in sorted(found, key=lambda span: (span[0], -span[1])):
        name = text[first:last]
        if first < end or name in known or any(text.endswith(place, 0, last) for place in places):
            continue
        grave = strange[name] if name in strange else _real(name, text, last, own)
        if grave is None or _excused(text, first, last):
            continue
        end = last
        what = f"“{name}”不是本单位的名称，也不像本单位的上级或下级"
        yield Remark(first, last, CODE, grave, what, f"换成{against.figures.unit}的情况，或者删去")


def _known(against: Against) -> str:
    """Every text that may name what belongs to the unit."""
    figures, contact = against.figures, against.figures.contact
    facts = [
        word
        for fact in figures.facts
        for word in (
            fact.source,
            *fact.names,
            *(name for broken in fact.breakdowns for part in broken.parts for name in part.names),
        )
    ]
    return "\n".join((figures.unit, against.last, contact.office, contact.address, *facts))


def _others(against: Against, own: _Own) -> Iterator[tuple[str, bool]]:
    """The names of other units' places that are no kin, each with whether that is certain.

    One that is uncertain counts only where last year's report is known: it would have named its city.
    """
    for unit in against.others if own.rank else ():
        places = steps(unit)
        codes = codes_of(places)
        if codes and kin(codes, own.codes):
            continue
        outside = bool(codes and own.codes)
        for place in places:
            certain = _certain(place, own, outside=outside)
            outside = outside or certain is True
            if certain is not None and len(place) >= _SHORTEST and (certain or against.last):
                yield place, certain


def _certain(place: str, own: _Own, *, outside: bool) -> bool | None:
    """Whether a place of another unit is surely no kin; None where it may well be, or says nothing.

    ``outside``: it lies within a place that is none.
    """
    if place in own.places or kin(gazetteer().get(place, frozenset()), own.codes):
        return None
    level = rank(place)
    if outside or (level > own.rank and any(rank(mine) == level for mine in own.places)):
        return True
    # A city under another city can't be told from the one over it.
    return level != _CITY if level == own.rank else None


def _real(name: str, text: str, last: int, own: _Own) -> bool | None:
    """Whether a place of the official list is gravely wrong as it stands there; None where it may be right."""
    codes = gazetteer()[name]
    stranger = not kin(codes, own.codes) if own.codes else own.rank > 0 and rank_of_codes(codes) == own.rank
    governs = _GOVERNS.match(text, last) is not None
    plain = name.endswith(_DISTRICT) or name[:-1] in _WORDS
    if not stranger or len(name) < _SHORTEST or (plain and not governs):
        return None
    return governs and (bool(own.codes) or own.rank != _CITY)


def _excused(text: str, first: int, last: int) -> bool:
    """Whether the sentence says what there is between this unit and that one, or names a firm of that place."""
    return (
        _WITH.search(text, max(0, first - _AROUND), first) is not None
        or _WITH_BEHIND.match(text, last) is not None
        or _BUSINESS.match(text, last) is not None
    )
