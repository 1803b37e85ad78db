"""Charts that answer a clerk's questions: the question, the answer in a sentence, the picture, and its numbers as a table."""

from base64 import b64encode

import streamlit as st

from agent.ui.markup import notice, text
from agent.workflow import Chart, charts
from agent.workflow.work import Work


def show(work: Work) -> None:
    """Draw the section, the charts in two columns."""
    previous = work.setting.previous
    if not work.figures.cells:
        st.html(notice("还没有本年数据。在“表格”里填写，或上传填好的工作簿，这里就会画出图来。"))
        return
    if previous is None:
        st.html(notice("没有本单位上年的数据，只画今年。在首页带入上年年报后，会和上年并排比较。"))
    drawn = charts(work.figures, previous)
    # The flow has names on both sides and needs the width.
    beside = [chart for chart in drawn if not chart.svg]
    # Of an odd number the last goes right, where the charts are shorter.
    left = beside[0 : len(beside) - 1 : 2]
    right = [chart for chart in beside if chart not in left]
    for column, some in zip(st.columns(2, gap="medium"), (left, right), strict=True):
        with column:
            for chart in some:
                _framed(chart)
    for chart in drawn:
        if chart.svg:
            _framed(chart)


def _framed(chart: Chart) -> None:
    with st.container(border=True, key=f"chart_{chart.id}"):
        _chart(chart)


def _chart(chart: Chart) -> None:
    question = chart.question if chart.question.endswith("？") else f"{chart.question}？"
    answer = f'<p class="nb-answer">{text(chart.answer)}</p>'
    if chart.empty:
        answer = notice(chart.answer)
    st.html(f'<h2 class="nb-title">{text(question)}</h2>{answer}')
    if chart.svg:
        st.html(_picture(chart))
    elif chart.spec is not None:
        # Our own fonts and colours, which the exported pages have too. It carries its own description for screen readers.
        st.vega_lite_chart(spec=dict(chart.spec), theme=None, width="stretch", key=f"vega_{chart.id}")
    if chart.rows:
        with st.expander("看数字", key=f"numbers_{chart.id}"):
            st.html(_table(chart))


def _picture(chart: Chart) -> str:
    """The drawing as a picture that is in the page itself: Streamlit takes drawings out of HTML."""
    code = b64encode(chart.svg.encode()).decode()
    return f'<img class="nb-svg" src="data:image/svg+xml;base64,{code}" alt="{text(chart.description)}">'


def _table(chart: Chart) -> str:
    head = "".join(f'<th scope="col">{text(each)}</th>' for each in chart.headings)
    rows = "".join(
        f'<tr><th scope="row">{text(first)}</th>{"".join(f"<td>{text(each)}</td>" for each in rest)}</tr>'
        for first, *rest in chart.rows
    )
    return f'<table class="nb-numbers"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'
