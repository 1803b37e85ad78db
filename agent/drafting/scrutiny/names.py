"""Names of places in a text, and how one place stands to another: whose report a name may stand in.

Real places above the township are in ``places.txt`` with their codes (GB/T 2260): a place is over another where its code begins
the other's. Of places that are not in it only the end of the name is known, and the places that a unit's own name goes through.
"""

import re
from collections.abc import Iterator, Set
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files

from corpus.level import Level, level_of

# One after another from the front of a unit's name; 委、局、厅、办 and 院 end the place and begin the office.
_STEP = re.compile(
    r"[\u4e00-\u9fff]{1,14}?(?:自治[区州县旗]|省|地区|盟|市|县|区|旗|镇|乡|街道|州)(?!镇|乡(?!村)|街道)"
)
_OFFICE = re.compile("[委局厅办院会司]")
# 城市管理局, 住房和城乡建设局: no places.
_NO_PLACE = ("城市", "都市")
_RANKS = {Level.PROVINCE: 4, Level.CITY: 3, Level.COUNTY: 2, Level.TOWNSHIP: 1}
_RANK_OF_CODE = {2: 4, 4: 3, 6: 2}
# What a committee governs inside a county or city, whatever level it is counted as.
_INSIDE = ("开发区", "新区", "园区", "景区", "度假区", "示范区", "产业区", "保税区")
# 江东市场, 富民县域: the name's last character begins another word.
_OTHER_WORD = {"市": "场级直", "县": "域级直乡", "区": "域间别划", "州": "府"}
_TAIL = 2


def steps(unit: str) -> tuple[str, ...]:
    """The places that a unit's name goes through, outermost first: 淮安市洪泽区人民政府 → 淮安市, 洪泽区."""
    found: list[str] = []
    at, lowest = 0, _RANKS[Level.COUNTY] if level_of(unit) is Level.DEPARTMENT else 0
    while match := _STEP.match(unit, at):
        place, over = match[0], rank(found[-1]) if found else 0
        if _OFFICE.search(place) or place in _NO_PLACE or rank(place) < lowest or _as_high(place, over):
            break
        found.append(place)
        at = match.end()
    return tuple(found)


def _as_high(place: str, over: int) -> bool:
    """Whether what looks like a place under another one isn't; a city may stand under a city."""
    level = rank(place)
    return over > 0 and (level > over or (level == over and not place.endswith("市")))


def rank(place: str) -> int:
    """4 for a province down to 1 for a township, by the end of the name; 0 for what is inside another or does not tell."""
    level = None if place.endswith(_INSIDE) else level_of(place)
    return _RANKS.get(level, 0) if level else 0


def kin(one: Set[str], other: Set[str]) -> bool:
    """Whether some place of ``one`` is over, under or the same as some place of ``other``; both are codes."""
    return any(a.startswith(b) or b.startswith(a) for a in one for b in other)


@cache
def gazetteer() -> dict[str, frozenset[str]]:
    """The codes of every known place by its name, the zeros at their ends dropped; a name may stand for several."""
    found: dict[str, set[str]] = {}
    for line in files("agent.drafting.scrutiny").joinpath("places.txt").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            code, *names = line.split()
            for name in names:
                found.setdefault(name, set()).add(re.sub("(?:00)+$", "", code))
    return {name: frozenset(codes) for name, codes in found.items()}


def codes_of(places: tuple[str, ...]) -> frozenset[str]:
    """The codes of the innermost known place of a chain, narrowed by the ones over it; empty where none is known."""
    known = [codes for place in places if (codes := gazetteer().get(place))]
    if not known:
        return frozenset()
    within = [code for code in known[-1] if all(kin({code}, codes) for codes in known[:-1])]
    return frozenset(within)


def rank_of_codes(codes: Set[str]) -> int:
    """The rank of a place by its codes; 0 where they differ."""
    ranks = {_RANK_OF_CODE.get(len(code), 0) for code in codes}
    return ranks.pop() if len(ranks) == 1 else 0


@dataclass(frozen=True)
class Names:
    """A set of names to look for, however many."""

    names: Set[str]

    @cached_property
    def _lengths(self) -> dict[str, list[int]]:
        """The lengths of the names by their last characters, the longest first."""
        found: dict[str, set[int]] = {}
        for name in self.names:
            found.setdefault(name[-_TAIL:], set()).add(len(name))
        return {tail: sorted(lengths, reverse=True) for tail, lengths in found.items()}

    @cached_property
    def _last(self) -> re.Pattern[str]:
        return re.compile("[" + re.escape("".join(sorted({name[-1] for name in self.names}))) + "]")

    def within(self, text: str) -> Iterator[tuple[int, int]]:
        """Where the names stand: half-open spans in text order, the longest name that ends at a place."""
        if not self.names:
            return
        for match in self._last.finditer(text):
            end = match.end()
            if end < len(text) and text[end] in _OTHER_WORD.get(match[0], ""):
                continue
            for length in self._lengths.get(text[max(0, end - _TAIL) : end], ()):
                if length <= end and text[end - length : end] in self.names:
                    yield end - length, end
                    break


@cache
def real_names() -> Names:
    """The names of the official list."""
    return Names(gazetteer().keys())
