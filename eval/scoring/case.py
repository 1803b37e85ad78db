"""``Case``: one thing to be scored."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

Inputs = TypeVar("Inputs")


@dataclass(frozen=True, slots=True)
class Case(Generic[Inputs]):
    """``name`` is a Chinese sentence, unlike every other case's of a run; ``metadata`` is told beside its scores."""

    name: str
    inputs: Inputs
    metadata: Mapping[str, str] = field(default_factory=dict)
