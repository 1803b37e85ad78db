"""The server's own log in our words: Streamlit's and its server's lines go through the journal, and nowhere else."""

import logging

import streamlit.logger
from uvicorn.config import LOGGING_CONFIG

from agent import journal
from agent.settings import Settings

_SERVER = ("uvicorn", "uvicorn.error", "uvicorn.access")


def begin(settings: Settings) -> None:
    """From now on. ``BadInput`` where the log cannot be written."""
    journal.begin(settings.log, settings.log_level)
    # Streamlit gives every logger a handler of its own, which prints what an exception says: that may quote a report.
    streamlit.logger.setup_formatter = _through_the_journal
    streamlit.logger.update_formatter()
    # The server under it prints every visitor's address and every address that was asked for.
    LOGGING_CONFIG["handlers"] = {}
    LOGGING_CONFIG["loggers"] = {name: {"level": "WARNING", "propagate": True} for name in _SERVER}


def _through_the_journal(logger: logging.Logger) -> None:
    for handler in list(logger.handlers):
        logger.removeHandler(handler)
    logger.propagate = True
