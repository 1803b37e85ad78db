"""Where requests came from and where they went: received and carried in, closed by result, carried out."""

from decimal import Decimal

from agent.figures import Absent, FigureSet
from agent.figures.quantity import plain
from agent.workflow.charts.chart import Chart
from agent.workflow.charts.counts import joined, worth
from agent.workflow.charts.sankey import Stream, sankey
from agent.workflow.tally import request_outcomes

_QUESTION = "收到的申请都去了哪里"
_COLOURS = ("#0072B2", "#56B4E9", "#D55E00", "#E69F00", "#CC79A7", "#7f7f7f")
_NEW, _IN, _OUT = "#009E73", "#F0C000", "#F0C000"


def flow_chart(figures: FigureSet) -> Chart:
    """The flow, drawn only where what came in is what went out: a picture of anything else would hide the difference."""
    ends = [
        *(
            (each.label, each.now, colour)
            for each, colour in zip(request_outcomes(figures), _COLOURS, strict=True)
        ),
        ("结转下年度", worth(figures, "requests.carried_out.total"), _OUT),
    ]
    starts = [
        ("上年结转", worth(figures, "requests.carried_in.total"), _IN),
        ("本年新收", worth(figures, "requests.new.total"), _NEW),
    ]
    missing = [label for label, value, _ in (*starts, *ends) if isinstance(value, Absent)]
    if missing:
        return Chart("flow", _QUESTION, f"{joined(missing)}还没有填，填好后显示流向。")
    came, went = (_streams(side) for side in (starts, ends))
    received, left = (sum((each.value for each in side), Decimal(0)) for side in (came, went))
    closed = worth(figures, "requests.closed.total")
    if received != left or closed != left - went[-1].value:
        told = "没有填" if isinstance(closed, Absent) else f"填的是{plain(closed)}件"
        what = f"收到和结转的共{plain(received)}件，办结和结转下年的共{plain(left)}件，办理结果总计{told}"
        return Chart("flow", _QUESTION, f"{what}，两边对不上，流向暂不画出；请先看勾稽检查。")
    if received == 0:
        return Chart("flow", _QUESTION, f"{figures.year}年没有需要办理的政府信息公开申请。")
    return _drawn(figures, came, went, received)


def _streams(side: list[tuple[str, Decimal | Absent, str]]) -> list[Stream]:
    return [Stream(label, value, colour) for label, value, colour in side if not isinstance(value, Absent)]


def _drawn(figures: FigureSet, came: list[Stream], went: list[Stream], received: Decimal) -> Chart:
    closed, out = received - went[-1].value, went[-1].value
    carried, new = (each.value for each in came)
    answer = (
        f"{figures.year}年新收政府信息公开申请{plain(new)}件，上年结转{plain(carried)}件；"
        f"办结{plain(closed)}件，结转下年度继续办理{plain(out)}件。"
    )
    sides = [joined(f"{each.label}{plain(each.value)}件" for each in side) for side in (came, went)]
    description = f"{_QUESTION}。来源：{sides[0]}；去向：{sides[1]}。"
    table = tuple(
        (side, each.label, plain(each.value))
        for side, streams in (("来源", came), ("去向", went))
        for each in streams
    )
    svg = sankey(came, went, f"本年应办 {plain(received)}", _QUESTION, description)
    return Chart("flow", _QUESTION, answer, description, ("", "项目", "件数"), table, None, svg)
