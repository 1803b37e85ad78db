"""数据: the official tables of the opened report with this year's figures, and what cross-footing says of them."""

from agent.ui.sheets.page import show

__all__ = ["show"]
