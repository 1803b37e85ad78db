"""The server's own log in our words: Streamlit's and its server's lines go through the journal, and nowhere else."""

import logging

import streamlit.logger

from agent import journal
from agent.settings import Settings


def begin(settings: Settings) -> None:
    """From now on. ``BadInput`` where the log cannot be written."""
    journal.begin(settings.log, settings.log_level)
    # Streamlit gives every logger a handler of its own, which prints what an exception says: that may quote a report.
    streamlit.logger.setup_formatter = _through_the_journal
    streamlit.logger.update_formatter()


def _through_the_journal(logger: logging.Logger) -> None:
    for handler in list(logger.handlers):
        logger.removeHandler(handler)
    logger.propagate = True
