"""A supplementary fact for a figure that nothing holds: what can be taken from its sentence, and whether it helps."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

from agent.drafting.setting import Setting
from agent.drafting.standing import standing_in
from agent.errors import BadInput, Problem
from agent.figures import Fact
from agent.verify.answer import Judged
from agent.workflow.work import Work

_STOP = re.compile("[，。；：、！？（）()“”\n]")
# What stands between the name of a thing and its number, and before the name.
_AFTER = re.compile("(?:共计?|累计|合计|总计|总数|数量|达到?|为|约|近|超过?|逾|各类|有)+$")
_BEFORE = re.compile(
    "^(?:[0-9]{4}年度?|全年|本年度?|年内|今年|其中|全[省市县区镇乡州旗局]|我[省市县区镇乡州旗局委]|共计?|累计|合计|已|还|并)+"
)
_LONGEST = 20


@dataclass(frozen=True, slots=True)
class Supplied:
    """What came of a fact: the facts to save, and why the figure is objected to all the same; "" where it is verified."""

    facts: tuple[Fact, ...]
    left: str = ""


def prefilled(text: str, item: Judged) -> Fact:
    """A fact as far as the sentence tells it; its source is for the person to say."""
    before = _STOP.split(text[max(0, item.start - 40) : item.start])[-1]
    name = _BEFORE.sub("", _AFTER.sub("", before))[-_LONGEST:]
    if not name:
        # 3次培训: the thing stands behind its number.
        behind = _STOP.split(text[item.end : item.end + 40])[0]
        name = behind[:8]
    qualifier = "余" if "余" in item.text or "多" in item.text else None
    return Fact(name, Decimal(item.value) if item.value else None, item.unit, qualifier)


def supplied(work: Work, item: Judged, name: str, value: str, unit: str, source: str) -> Supplied:
    """The report's facts with one more, tried on the text. ``BadInput`` with everything that is wrong with it."""
    problems = []
    words = [" ".join(each.split()) for each in (name, unit, source)]
    known = work.figures.fact(words[0]) if words[0] else None
    if not words[0]:
        problems.append(Problem("没有写名称", "", "请写明它是什么，如 培训场次"))
    elif known is not None:
        mend = "请绑定到那一条，或到“数据”改它的数值；确是另一件事的，换一个名称"
        problems.append(Problem(f"已经有补充事实“{known.name}”", "", mend))
    try:
        number = Decimal(value.replace(",", "").replace("，", "").strip())
        if not number.is_finite():
            raise InvalidOperation
    except InvalidOperation:
        number = Decimal(0)
        problems.append(Problem(f"“{value}”不是数字", "", "请只写数字，如 12 或 3.5"))
    if not words[2]:
        problems.append(Problem("没有写来源", "", "请写明数字出自哪里，如 办公室培训台账"))
    if problems:
        raise BadInput(problems)
    kept = prefilled("", item).qualifier if number == Decimal(item.value or 0) else None
    fact = Fact(words[0], number, words[1], kept, words[2])
    facts = (*work.figures.facts, fact)
    return Supplied(facts, _left(work, item, facts))


def _left(work: Work, item: Judged, facts: tuple[Fact, ...]) -> str:
    if work.manuscript is None:
        return "还没有正文"
    setting = Setting.of(replace(work.figures, facts=facts), work.previous, work.form)
    answer = standing_in(work.manuscript, setting).answer
    now = next((each for each in answer.figures if (each.start, each.end) == (item.start, item.end)), None)
    if now is None or not now.verdict.objects:
        return ""
    return f"{now.verdict.label}：{now.reason}"
