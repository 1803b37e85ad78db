"""补充事实: a small form for a figure that no table holds; afterwards the figure is verified, or it is said why not."""

import streamlit as st

from agent.errors import BadInput
from agent.figures.quantity import plain
from agent.ui import session
from agent.ui.ledger.saved import do
from agent.ui.markup import problem_list
from agent.verify.answer import Judged
from agent.workflow.ledger import Row
from agent.workflow.saving import save_facts
from agent.workflow.supplying import prefilled, supplied
from agent.workflow.work import Work


def supplying(work: Work, row: Row, item: Judged) -> None:
    """The button, and behind it the form."""
    text = work.judged.narrative.text if work.judged else ""
    fact = prefilled(text, item)
    value = plain(fact.value) if fact.value is not None else ""
    with (
        st.popover("补充事实", key=f"supply_{row.id}", icon=":material/add_notes:"),
        st.form(f"supplying_{row.id}", border=False),
    ):
        name = st.text_input(
            "名称", fact.name, key=f"fact_name_{row.id}", help="正文里叫它什么，这里就写什么"
        )
        amount, measure = st.columns(2)
        with amount:
            value = st.text_input("数值", value, key=f"fact_value_{row.id}")
        with measure:
            unit = st.text_input("单位", fact.unit, key=f"fact_unit_{row.id}")
        source = st.text_input("来源", key=f"fact_source_{row.id}", placeholder="如 办公室培训台账")
        if st.form_submit_button("保存事实", type="primary"):
            _save(work, row, item, (name, value, unit, source))


def _save(work: Work, row: Row, item: Judged, given: tuple[str, str, str, str]) -> None:
    try:
        found = supplied(work, item, *given)
    except BadInput as error:
        st.html(problem_list("还不能保存", error.problems))
        return
    fact = found.facts[-1]
    do(
        work,
        row,
        "保存事实",
        lambda projects: save_facts(
            projects, work, found.facts, who=session.who(), why=f"补充事实“{fact.name}”"
        ),
        f"已补充事实“{fact.name}”",
        left=found.left,
    )
