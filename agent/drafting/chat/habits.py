"""What one endpoint does not take, learnt from its refusals and kept for as long as the program runs.

Endpoints that call themselves compatible differ in ``seed``, ``stream_options``, ``temperature`` and the name of the limit of
tokens. What is refused is left out, the least needed first, and never sent again.
"""

import re
import threading
from dataclasses import dataclass, field
from typing import Any

# In this order where a refusal does not say which; the limit is renamed before it is given up.
_ORDER = ("seed", "stream_options", "temperature", "max_tokens", "max_completion_tokens")
_NAMES = re.compile("|".join(sorted(_ORDER, key=len, reverse=True)))


@dataclass
class Habits:
    """``refused``: the fields that are not taken. ``thinks_aloud``: thinking comes first, without a mark that opens it."""

    refused: set[str] = field(default_factory=set)
    thinks_aloud: bool = False
    _seeded: bool = False
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def fitted(self, payload: dict[str, Any]) -> dict[str, Any]:
        """A request as this endpoint takes it."""
        self._seeded = self._seeded or "seed" in payload
        kept = {name: value for name, value in payload.items() if name not in self.refused}
        if "max_tokens" in self.refused and "max_completion_tokens" not in self.refused:
            limit = payload.get("max_tokens")
            if limit is not None:
                kept["max_completion_tokens"] = limit
        return kept

    def learn(self, said: str) -> bool:
        """Leave out what a refusal is about; False where there is nothing left to leave out.

        A refusal may name both limits, the one that it wants beside the one that it got: the first that is still sent counts.
        """
        with self._lock:
            named = [name for name in _NAMES.findall(said) if self._sent(name)]
            field_ = next(iter(named), None) or next((n for n in _ORDER if self._sent(n)), None)
            if field_ is None:
                return False
            self.refused.add(field_)
            return True

    def _sent(self, name: str) -> bool:
        if name == "seed" and not self._seeded:
            return False
        if name == "max_completion_tokens" and "max_tokens" not in self.refused:
            return False
        return name not in self.refused


_KNOWN: dict[tuple[str, str], Habits] = {}
_LOCK = threading.Lock()


def habits_of(url: str, model: str) -> Habits:
    """The habits of a model at an address, one object for all who call it."""
    with _LOCK:
        return _KNOWN.setdefault((url, model), Habits())
