"""核验: everything that somebody has to look at before the report is published."""

from agent.ui.ledger.page import show

__all__ = ["show"]
