"""What the form wants said: its topics, its headline figures, the fee for processing.

A headline figure is counted where its topic is spoken of: that a whole topic is missing is one fault and not seven.
"""

from collections.abc import Iterator

from agent.drafting.scrutiny.checks import topics as topics_check
from agent.drafting.scrutiny.quotes import Headline, denied, headlines, quoted
from agent.forms.form import Section, Topic
from eval.drafts.material import Material
from eval.scoring import Evaluator, Score
from eval.scoring.evaluator import Trait

_FEE = "fee"
# 政府信息公开信息处理费管理办法 (国办函〔2020〕109号) is in force since then.
_FEE_SINCE = 2021


def _topics(material: Material) -> Iterator[tuple[Section, Topic, bool]]:
    """Every topic of the form but the fee, and whether it is spoken of."""
    for section in material.form.sections:
        for topic in section.topics:
            if topic.id != _FEE:
                yield section, topic, _spoken(material, section, topic)


def _spoken(material: Material, section: Section, topic: Topic) -> bool:
    page = material.page_of(f"{section.id}.{topic.id}")
    return not any(topics_check.find(page))


def topics(material: Material) -> Score:
    """The topics that the form's sections must speak of."""
    known = list(_topics(material))
    missing = [f"“{section.title}”没有写{topic.title}" for section, topic, spoken in known if not spoken]
    if not known:
        return Score.not_applicable("这种格式没有规定要写的内容")
    return Score.share(
        len(known) - len(missing), len(known), f"应写的 {len(known)} 项内容，缺 {len(missing)} 项", missing
    )


def headline_figures(material: Material) -> Score:
    """The figures other than zero that the form wants quoted, of the topics that are spoken of."""
    return _quoted(material, zero=False)


def zeros(material: Material) -> Score:
    """The zeros that the form wants told: 没有结转 is a sentence too."""
    return _quoted(material, zero=True)


def _quoted(material: Material, *, zero: bool) -> Score:
    if material.bare:
        return Score.not_applicable("没有数据可以对照")
    known = [each for each in headlines(material.page) if each.topic.id != _FEE and (not each.value) is zero]
    if not known:
        return Score.not_applicable("应写的数字没有为零的" if zero else "应写的数字都是零，或者数据里没有")
    spoken = {topic.id for _, topic, said in _topics(material) if said}
    wanted = [each for each in known if each.topic.id in spoken]
    if not wanted:
        return Score.not_applicable("应写这些数字的内容整项没有写")
    missing = [f"没有写{each.label}（{each.value:f}）" for each in wanted if not _told(material, each)]
    reason = f"应写的 {len(wanted)} 个{'为零的项目' if zero else '数字'}，没有写 {len(missing)} 个"
    return Score.share(len(wanted) - len(missing), len(wanted), reason, missing)


def _told(material: Material, headline: Headline) -> bool:
    return quoted(material.page, headline) or (not headline.value and denied(material.page, headline))


def fee(material: Material) -> Score:
    """Whether the last section reports the fee for processing, with its amount where that is known."""
    wanted = [
        (section, topic) for section in material.form.sections for topic in section.topics if topic.id == _FEE
    ]
    if not wanted or (material.figures.year and material.figures.year < _FEE_SINCE):
        return Score.not_applicable(f"{_FEE_SINCE} 年度以前不要求报告信息处理费")
    section, topic = wanted[0]
    if not _spoken(material, section, topic):
        return Score.share(0, 1, f"“{section.title}”没有报告信息处理费")
    page = material.page_of(f"{section.id}.{topic.id}")
    unquoted = [each for each in headlines(page) if each.topic == topic and not _told(material, each)]
    if unquoted:
        return Score.share(0, 1, f"写到了信息处理费，没有写金额（数据是 {unquoted[0].value:f} 元）")
    return Score.share(1, 1, "报告了信息处理费")


ALL: tuple[Evaluator[Material], ...] = (
    Evaluator(Trait("headlines", "应写数字已写", 1), headline_figures),
    Evaluator(Trait("zeros", "为零的项目有交代", 1), zeros),
    Evaluator(Trait("topics", "应写内容已写", 1), topics),
    Evaluator(Trait("fee", "报告了信息处理费", 1), fee),
)
