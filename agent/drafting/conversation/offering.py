"""What can be asked, by examples that fit what stands: shown on 帮助, and where nothing was understood."""

from collections.abc import Iterator, Sequence

from agent.drafting.brief import INTRODUCTION, Part
from agent.drafting.conversation.state import State
from agent.figures import FigureSet
from agent.figures.quantity import plain

_FEW = 4


def offered(state: State, parts: Sequence[Part], figures: FigureSet, *, previous: bool, model: bool) -> str:
    """The examples, a line each."""
    return "可以这样说：\n" + "\n".join(
        f"· {example}" for example in examples(state, parts, figures, previous=previous, model=model)
    )


def examples(
    state: State, parts: Sequence[Part], figures: FigureSet, *, previous: bool, model: bool
) -> Iterator[str]:
    """Examples, the likeliest first."""
    topics = [part for part in parts if part.section != INTRODUCTION]
    if topics:
        named = "、".join(part.title for part in topics[1 : 1 + _FEW])
        yield f"起草{topics[min(2, len(topics) - 1)].title}（还有：{named}等；“起草全文”写整份）"
    yield "写得再详细些；短一些；换个说法；参照去年的结构"
    yield "加一项：举办业务培训3期，来源是培训签到表"
    yield "今年和去年比怎么样" if previous else "今年和去年比怎么样（要先给出上年的数据）"
    number = figures.cells.get("requests.new.total")
    traced = f"{plain(number)}件哪来的；" if number else ""
    yield f"{traced}新收申请是怎么来的；为什么标红"
    yield "查一下往年怎么写平台建设"
    if state.version.parent >= 0 or state.undone:
        yield "撤销；重做"
    yield "看看全文；退出"
    if model:
        yield "也可以随便问，或说明要怎么改，由模型来答；它的数都会核对"
