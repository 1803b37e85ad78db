"""起草: the opened report as it reads, every figure with its verdict."""

from agent.ui.desk.page import show

__all__ = ["show"]
