"""导出: the report's files, as a draft at any time, as a final version where nothing stands in its way."""

from agent.ui.leaving.page import show

__all__ = ["show"]
