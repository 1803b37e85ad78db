"""``Sources``: the files that belong to one draft."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Self


@dataclass(frozen=True, slots=True)
class Sources:
    """Paths; "" where there is none.

    ``figures``: a ``figures.json`` or a workbook; "" where the draft's own tables are its figures. ``previous``: last year's
    figures, or last year's report with its tables. ``last``: last year's report, for its prose. ``reference``: a text that the
    draft should be close to.
    """

    draft: str
    figures: str = ""
    previous: str = ""
    last: str = ""
    reference: str = ""

    def as_line(self) -> dict[str, str]:
        """For another process: the paths, and a digest of each file's contents."""
        paths = {each.name: str(getattr(self, each.name)) for each in fields(self)}
        return paths | {"contents": "".join(_digest(path) for path in paths.values() if path)}

    @classmethod
    def of_line(cls, line: Mapping[str, str]) -> Self:
        """Back from :meth:`as_line`."""
        return cls(*(line[each.name] for each in fields(cls)))


def _digest(path: str) -> str:
    """Of a file's contents; of nothing where it cannot be read: scoring it will say why."""
    digest = hashlib.sha256()
    try:
        with Path(path).open("rb") as stream:
            while block := stream.read(1 << 20):
                digest.update(block)
    except OSError:
        return "-" * 16
    return digest.hexdigest()[:16]
