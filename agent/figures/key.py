"""Cell keys: ``requests.new.total``. ``prev.`` before one means the same cell a year earlier.

Which keys exist is the form's affair (:mod:`agent.forms`); here they are only well-formed names.
"""

import re
from collections.abc import Iterable
from difflib import get_close_matches
from typing import NewType

CellKey = NewType("CellKey", str)

PREVIOUS = "prev."
KEY = re.compile(r"[a-z][a-z_]*(?:\.[a-z][a-z_]*)+")


def nearest(key: str, keys: Iterable[str]) -> str | None:
    """The key that a misspelt one was probably meant to be; None where nothing is near."""
    found = get_close_matches(key, list(keys), n=1, cutoff=0.6)
    return found[0] if found else None
