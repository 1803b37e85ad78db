"""What the report should say and could not, for the user: empty cells, missing facts, sums that don't add up."""

from collections.abc import Iterator
from dataclasses import dataclass

from agent.drafting.phrasebook import phrase_book
from agent.drafting.setting import Missing, Setting, comparable
from agent.figures import FigureSet
from agent.forms.form import Form, Section, Topic


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing missing: in which section and topic (titles; empty for the introduction), what, and the mend.

    ``fact`` is the name of the supplementary fact that would mend it, "" where none would.
    """

    section: str
    topic: str
    what: str
    mend: str
    fact: str = ""

    def __str__(self) -> str:
        place = "·".join(part for part in (self.section, self.topic) if part) or "开头"
        return f"{place}：{self.what}；{self.mend}"


def gaps(setting: Setting, form: Form, previous: FigureSet | None) -> Iterator[Gap]:
    """Every gap, in the order of the report."""
    if not any(
        (setting.figures.contact.office, setting.figures.contact.telephone, setting.figures.contact.address)
    ):
        yield Gap("", "", "没有填联系方式", "填写联系部门、地址、电话")
    if previous is not None and not comparable(setting.figures, previous):
        what = f"上年数据是{previous.unit}{previous.year}年的，不是本单位上一年的，未作比较"
        yield Gap("", "", what, "换成本单位上一年的数据")
    for section in form.sections:
        own = phrase_book(section.id, form.edition)
        for topic in section.topics:
            yield from _of_topic(setting, form, section, topic)
            if section.table is None and own is None and phrase_book(topic.id, form.edition) is None:
                yield Gap(section.title, topic.title, "没有可用的句式", "自行撰写这一部分")
    yield from _broken(setting, form)


def _of_topic(setting: Setting, form: Form, section: Section, topic: Topic) -> Iterator[Gap]:
    for key in topic.figures:
        if isinstance(setting.value(key), Missing):
            yield Gap(
                section.title, topic.title, f"“{_named(form, key)}”没有填全", "补全表中的单元格，没有的填0"
            )
    for name in topic.facts:
        fact = setting.figures.fact(name)
        if fact is None or fact.value is None:
            what, mend = f"没有“{name}”的数据", f"按要求报告{name}，没有收取的填0"
            yield Gap(section.title, topic.title, what, mend, name)
    book = phrase_book(topic.id, form.edition)
    for need in book.needs if book else ():
        said = any(word in fact.name for fact in setting.figures.facts for word in need.words)
        if not said and all(line.holds(setting) for line in need.when):
            yield Gap(section.title, topic.title, need.what, need.mend, need.words[0])


def _named(form: Form, key: str) -> str:
    """The cell's label; for a group, the labels of its ends."""
    cells = form.expand(key) or (key,)
    return form.label(key) if len(cells) == 1 else f"{form.label(cells[0])}等{len(cells)}格"


def _broken(setting: Setting, form: Form) -> Iterator[Gap]:
    """The cross-footing that this year's own figures break: where it does, the parts are not written."""
    for rule in form.rules:
        left, right = setting.worth(rule.left), setting.worth(rule.right)
        if isinstance(left, Missing) or isinstance(right, Missing) or rule.warning or left == right:
            continue
        yield Gap("勾稽关系", "", f"{rule.label}不成立（{left}与{right}），有关分项可能未写", "核对表中的数")
