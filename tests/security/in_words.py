"""Prose, reasons, names and facts that would be more than text."""

import json
import time

import pytest

from agent.drafting.brief import Part
from agent.drafting.realising import Realised, realise_in
from agent.drafting.setting import Setting
from agent.errors import BadInput
from agent.export.annotated import annotated_html
from agent.ui.markup import given_rows, notice, problem_list, side_markup, text, unformatted
from agent.workflow import judge_text
from agent.workflow.editing import edited
from agent.workflow.saving import Side
from agent.workflow.usecases import export_report
from tests.samples import sample
from tests.security.attacks import Ground, attack

_AREA = "正文和填写的文字"
_EVIL = "<script>alert(1)</script><img src=x onerror=alert(1)> \"'` ${7*7} {{7*7}} <!--"
REQUESTS = Part("overview", "requests", "依申请公开")


@attack(
    _AREA, "正文里写 HTML 和脚本", "<script>、<img onerror>、引号、注释，导出网页和批注网页", "全部转成文字"
)
def _(ground: Ground) -> None:
    report = judge_text(f"一、总体情况\n{_EVIL}收到申请999件。", sample())
    for page in (annotated_html(report, _EVIL), export_report(report, "html").decode()):
        assert "<script>alert" not in page
        assert "<img src=x" not in page


@attack(_AREA, "判定理由、冲突、提示里写 HTML", "姓名、原文、理由里写标签，看页面怎么拼", "全部转成文字")
def _(ground: Ground) -> None:
    from datetime import UTC, datetime

    from agent.errors import Problem

    side = Side(_EVIL, _EVIL, _EVIL, _EVIL, _EVIL, datetime(2026, 1, 1, tzinfo=UTC))
    made = (
        text(_EVIL),
        notice(_EVIL),
        problem_list(_EVIL, [Problem(_EVIL, _EVIL, _EVIL)]),
        side_markup(side),
        given_rows(_EVIL, [(_EVIL, _EVIL)]),
    )
    assert not any("<script" in each or "<img" in each or "<!--" in each for each in made)


@attack(_AREA, "按钮名称里写 Markdown", "[链接](http://…)、![图](…)、$公式$、:material/…:", "每个记号都转义")
def _(ground: Ground) -> None:
    said = unformatted("[a](http://evil.example) ![b](http://evil.example/x.png) $x$ :red[y] `z`")
    for mark in "[]()!$`:":
        assert said.count(mark) == said.count(f"\\{mark}")


@attack(
    _AREA,
    "引用里写代码",
    "{{__import__('os')}}、{{open('/etc/passwd')}}、{{a.__class__}}、{{9**9**9}}",
    "不是引用，不求值；一句话说明",
)
def _(ground: Ground) -> None:
    setting = Setting.of(sample(), None)
    began = time.monotonic()
    for inner in (
        "__import__('os').system('id')",
        "open('/etc/passwd')",
        "requests.__class__",
        "9**9**9",
    ):
        said = realise_in("{{" + inner + "}}", setting)
        assert not isinstance(said, Realised)
    assert time.monotonic() - began < 5


@attack(
    _AREA,
    "手工编辑时打进引用",
    "在正文里直接打 {{requests.new.total}}、{{if …}}",
    "拒绝，说明位置，已保存的不变",
)
def _(ground: Ground) -> None:
    before = ground.work.contents.change
    for typed in ("{{requests.new.total|件}}。", "{{if requests.new.total > 0}}a{{end}}", "{{"):
        with pytest.raises(BadInput):
            edited(ground.work, REQUESTS, f"全年收到{typed}")
    assert ground.work.contents.change == before


@attack(
    _AREA,
    "零宽字符、全角、反向文字藏错数",
    "9\u200b9\u200b9件、９９９件、\u202e999件 写进正文",
    "都按看到的数字核对，判为不符",
)
def _(ground: Ground) -> None:
    for number in ("9\u200b9\u200b9", "９９９", "九百九十九", "999\u202c"):
        report = judge_text(f"一、总体情况\n全年新收政府信息公开申请{number}件。", sample())
        assert report.answer.objections, number


@attack(_AREA, "拖死核对", "十万字的一句话、五万个数字、二十万个括号", "在一分钟内有结果")
def _(ground: Ground) -> None:
    began = time.monotonic()
    for prose in ("一" * 100_000, "（" * 200_000, "收到申请1件，" * 5_000):
        judge_text(f"一、总体情况\n{prose}", sample())
    assert time.monotonic() - began < 60


@attack(
    _AREA,
    "补充事实的名称里写引用和标签",
    "名称 {{requests.new.total}}、<b>、换行，值是 1e9999999",
    "拒绝或当成普通文字；不会被当作引用展开",
)
def _(ground: Ground) -> None:
    from agent.figures.interchange import write_figures
    from agent.workflow import figures_in

    record = json.loads(write_figures(sample()))
    record["facts"] = [{"name": "{{requests.new.total}}<b>", "value": "1e9999999", "unit": "件"}]
    with pytest.raises(BadInput):
        figures_in(json.dumps(record).encode(), "figures.json")
