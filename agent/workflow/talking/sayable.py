"""What can be asked right now, each as a whole sentence that is understood; none of them adds or changes anything by itself."""

from collections.abc import Iterator

from agent.drafting.brief import Part
from agent.figures.quantity import plain
from agent.workflow.work import Work

WHOLE = "起草全文"
# What a part is asked for, as buttons name it and as it is said of the part.
MANNERS = (
    ("重写", "重写{}"),
    ("短一些", "{}短一些"),
    ("长一些", "{}写得再详细些"),
    ("换个说法", "{}换个说法"),
    ("照去年", "{}参照去年的写法"),
)
_TRACED = "requests.new.total"


def sayable(work: Work, *, past: bool) -> tuple[str, ...]:
    """Examples that fit what stands, the likeliest first; ``past``: past paragraphs can be searched."""
    return tuple(_sayable(work, past=past))


def _sayable(work: Work, *, past: bool) -> Iterator[str]:
    if not work.figures.cells:
        yield "帮助"
        return
    if work.judged is not None and work.judged.answer.objections:
        yield "为什么标红"
    if work.setting.previous is not None:
        yield "今年和去年比怎么样"
    number = work.figures.cells.get(_TRACED)
    if number and work.manuscript is not None:
        yield f"{plain(number)}件哪来的"
    yield "加一项"
    if past:
        yield "查一下往年怎么写平台建设"
    yield "帮助"


def parts_to_write(work: Work) -> tuple[Part, ...]:
    """The parts that can be asked for: those in which something stands, but for the introduction, which is a formula."""
    return tuple(part for part in work.parts if part.section != work.parts[0].section and work.lines(part))
