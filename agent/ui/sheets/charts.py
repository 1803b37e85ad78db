"""Charts that answer a clerk's questions: the question, the answer in a sentence, the picture, and its numbers as a table."""

import streamlit as st

from agent.ui.markup import notice, text
from agent.workflow import Chart, charts
from agent.workflow.work import Work


def show(work: Work) -> None:
    """Draw the section, two charts in a row."""
    previous = work.setting.previous
    if not work.figures.cells:
        st.html(notice("还没有本年数据。在“表格”里填写，或上传填好的工作簿，这里就会画出图来。"))
        return
    if previous is None:
        st.html(notice("没有本单位上年的数据，只画今年。在首页带入上年年报后，会和上年并排比较。"))
    drawn = charts(work.figures, previous)
    for first in range(0, len(drawn), 2):
        for column, chart in zip(st.columns(2, gap="medium"), drawn[first : first + 2], strict=False):
            with column, st.container(border=True, key=f"chart_{chart.id}"):
                _chart(chart)


def _chart(chart: Chart) -> None:
    question = chart.question if chart.question.endswith("？") else f"{chart.question}？"
    answer = f'<p class="nb-answer">{text(chart.answer)}</p>'
    if chart.empty:
        answer = notice(chart.answer)
    st.html(f'<h2 class="nb-title">{text(question)}</h2>{answer}')
    if chart.svg:
        st.html(f'<div class="nb-svg" role="img" aria-label="{text(chart.description)}">{chart.svg}</div>')
    elif chart.spec is not None:
        # Our own fonts and colours, which the exported pages have too.
        st.vega_lite_chart(
            spec=dict(chart.spec), theme=None, width="stretch", alt=chart.description, key=f"vega_{chart.id}"
        )
    if chart.rows:
        with st.expander("看数字", key=f"numbers_{chart.id}"):
            st.html(_table(chart))


def _table(chart: Chart) -> str:
    head = "".join(f'<th scope="col">{text(each)}</th>' for each in chart.headings)
    rows = "".join(
        f'<tr><th scope="row">{text(first)}</th>{"".join(f"<td>{text(each)}</td>" for each in rest)}</tr>'
        for first, *rest in chart.rows
    )
    return f'<table class="nb-numbers"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'
