"""Briefs for tests, over the invented samples."""

from dataclasses import replace
from typing import Any

from agent.drafting.brief import Brief, Found, Offer, Part
from agent.drafting.realising import realise_in
from agent.drafting.setting import Setting
from corpus.index.exemplar import Exemplar
from tests.samples import sample

LABELS = {
    "requests.new.total|件": "全年新收政府信息公开申请",
    "requests.closed.total|件": "本年度办理结果",
    "requests.carried_out.total|件": "结转下年度继续办理",
    "requests.granted.total / requests.closed.total|percent:1": "予以公开占办结",
    "change(requests.new.total)|比上年": "新收申请",
}


def brief(**changes: Any) -> Brief:
    """The part on requests, with what may be said in it."""
    setting = Setting.of(sample(2024), sample(2023))
    made = Brief(
        Part("overview", "requests", "依申请公开"),
        setting,
        requires=("新收数量", "办理结果"),
        offers=tuple(offer(source, label, setting) for source, label in LABELS.items()),
    )
    return replace(made, **changes)


def offer(source: str, label: str, setting: Setting) -> Offer:
    said = realise_in(f"{{{{{source}}}}}", setting)
    return Offer(source, label, getattr(said, "text", ""))


def found(template: str) -> Found:
    return Found(Exemplar("鹿野县人民政府", 2023, template, template))
