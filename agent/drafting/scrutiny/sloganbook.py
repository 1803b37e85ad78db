"""Political phrases that belong to certain years, read from ``slogans.yaml``."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from agent.forms.marked import Marked, read_marked

_FILE = "slogans.yaml"


@dataclass(frozen=True, slots=True)
class Slogan:
    """Phrases that are apt in reports on ``first`` to ``last``, None without such a limit.

    ``newer`` are phrases beside which these are apt in any later year; ``why`` says the dated fact, in Chinese.
    """

    says: tuple[str, ...]
    first: int | None
    last: int | None
    newer: tuple[str, ...]
    why: str

    def early(self, year: int) -> bool:
        """Whether a report on that year can't have said it yet."""
        return self.first is not None and year < self.first

    def late(self, year: int) -> bool:
        """Whether the time of these phrases was over by the end of that year."""
        return self.last is not None and year > self.last


@cache
def slogans() -> tuple[Slogan, ...]:
    """The phrases that come with the package; ``FormError`` with the line where the file is wrong."""
    return read_slogans(files("agent.drafting.scrutiny").joinpath(_FILE).read_text("utf-8"), _FILE)


def read_slogans(text: str, file: str) -> tuple[Slogan, ...]:
    """The phrases of a file's text; ``FormError`` names the line of what is wrong."""
    return tuple(_slogan(node) for node in read_marked(text, file).items())


def _slogan(node: Marked) -> Slogan:
    entry = node.mapping(known={"says", "from", "to", "newer", "why"}, needed={"says", "why"})
    first = entry["from"].whole() if "from" in entry else None
    last = entry["to"].whole() if "to" in entry else None
    if first is None and last is None:
        raise node.wrong("from 和 to 至少写一个")
    if first is not None and last is not None and first > last:
        raise entry["to"].wrong(f"to（{last}）早于 from（{first}）")
    newer = entry["newer"].texts() if "newer" in entry else ()
    return Slogan(entry["says"].texts(), first, last, newer, entry["why"].text())
