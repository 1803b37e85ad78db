"""``Stage``: a draft or a final version."""

import enum


class Stage(enum.StrEnum):
    """What a file is to those who get it: a draft says so on every page, a final version says nothing but its own text."""

    DRAFT = "draft"
    FINAL = "final"

    @property
    def label(self) -> str:
        """In Chinese."""
        return {Stage.DRAFT: "草稿", Stage.FINAL: "定稿"}[self]
