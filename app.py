"""The entry of the app: its window, then :mod:`agent.ui`. ``nianbao app`` runs it."""

from pathlib import Path

import streamlit as st

import agent.ui

st.set_page_config(
    page_title="年报 nianbao",
    page_icon=str(Path(agent.ui.__file__).with_name("icon.svg")),
    layout="wide",
)
agent.ui.show()
