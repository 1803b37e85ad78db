import random

import pytest

from agent.drafting.writers.unwrapping import Unwrapper, declines


def unwrapped(text: str, *titles: str, seed: int | None = None) -> str:
    lines = Unwrapper(titles)
    chance = random.Random(seed)
    made, at = "", 0
    while at < len(text):
        size = len(text) if seed is None else chance.randint(1, 9)
        made += "".join(lines.feed(text[at : at + size]))
        at += size
    return made + "".join(lines.rest())


WRAPPED = """好的，以下是“依申请公开”的正文：

```markdown
## 依申请公开

（一）依申请公开

- 全年收到申请{{requests.new.total|件}}，均已答复。渠道**畅通**。
2. 办结{{requests.closed.total|件}}。

三、依申请公开情况
依申请公开：结转{{fact("甲。乙")|带单位}}；无逾期
```

希望以上内容对您有帮助，如需调整请告诉我。
"""
BARE = """全年收到申请{{requests.new.total|件}}，均已答复。渠道畅通。
办结{{requests.closed.total|件}}。
结转{{fact("甲。乙")|带单位}}；无逾期"""


def test_what_models_put_around_a_text_is_taken_off() -> None:
    assert unwrapped(WRAPPED, "依申请公开") == BARE


@pytest.mark.parametrize("seed", range(20))
def test_it_is_taken_off_wherever_the_pieces_break(seed: int) -> None:
    assert unwrapped(WRAPPED, "依申请公开", seed=seed) == BARE


@pytest.mark.parametrize(
    "text",
    [
        "全年收到申请{{requests.new.total|件}}。",
        "一是健全制度。二是加强培训。",
        "希望群众监督。",
        "2024年，我县坚持公开。",
        "1.5万件申请得到办理。",
        "以下三个方面有待加强：一是力量不足；二是培训不够。",
        "好的做法得到推广。",
        "（一）主动公开方面。全年公开信息。",
        "没有句号的一行",
        "第一段。\n第二段。",
        "以上情况表明，公开工作稳步推进。",
    ],
)
def test_a_text_without_wrapping_stays_as_it_is(text: str) -> None:
    assert unwrapped(text, "依申请公开") == text


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("以下是改写后的段落：全年公开。", "全年公开。"),
        ("好的。\n全年公开。", "全年公开。"),
        ("**主动公开**\n全年公开。", "全年公开。"),
        ("# 标题\n\n\n全年公开。\n\n\n办结申请。\n", "全年公开。\n办结申请。"),
        ("> 全年公开。", "全年公开。"),
        ("全年公开。\n---\n（注：以上内容仅供参考。）", "全年公开。"),
        ("", ""),
        ("```\n```", ""),
    ],
)
def test_each_wrapping_alone_is_taken_off(text: str, bare: str) -> None:
    assert unwrapped(text) == bare


def test_what_was_just_said_is_not_said_again_and_counted() -> None:
    lines = Unwrapper()
    assert "".join(lines.feed("全年公开。\n" * 4 + "办结。\n")) == "全年公开。\n办结。"
    assert lines.stuck == 0
    list(lines.feed("办结。" * 7))
    assert lines.stuck == 7


def test_the_question_and_the_marks_of_turns_are_no_answer() -> None:
    lines = Unwrapper(question="现在开始写，只输出段落。\n这一部分要说到：")
    told = "<|im_start|>这一部分要说到：\n现在开始写，只输出段落。全年公开。<end_of_turn></s>"
    assert "".join([*lines.feed(told), *lines.rest()]) == "全年公开。"


def test_a_sentence_comes_out_as_soon_as_it_is_whole() -> None:
    lines = Unwrapper()
    assert list(lines.feed("全年收到{{requests.new.total|件}}")) == []
    assert list(lines.feed("。办")) == ["全年收到{{requests.new.total|件}}。"]
    assert list(lines.rest()) == ["办"]


def test_a_line_without_an_end_is_not_kept_for_ever() -> None:
    endless = "".join(chr(0x4E00 + at) for at in range(5000))
    assert sum(len(piece) for piece in Unwrapper().feed(endless)) == 4000


@pytest.mark.parametrize(
    "text", ["抱歉，我无法", "I'm sorry, but", "作为一个人工智能", "我不能协助", "\n对不起"]
)
def test_a_refusal_is_known_by_its_beginning(text: str) -> None:
    assert declines(text)


@pytest.mark.parametrize("text", ["全年无法提供的申请", "我县不能", "作为公开的重要内容"])
def test_a_text_is_no_refusal(text: str) -> None:
    assert not declines(text)
