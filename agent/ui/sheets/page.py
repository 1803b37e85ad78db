"""The page: the official tables, to be edited, beside what is objected to in them."""

import streamlit as st

from agent.ui.opened import opened
from agent.ui.sheets.tables import tables


def show() -> None:
    """Draw the page; without a report there is nothing to draw."""
    with st.container():  # so that what comes and goes in it moves nothing below
        work = opened()
    if work is not None:
        tables(work)
