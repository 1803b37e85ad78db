"""What a package would add to an installation of ours: its files and those of what it needs and we do not."""

from collections.abc import Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

_OURS = "nianbao"
_MEGABYTE = 1_000_000


def megabytes(package: str) -> float:
    """Of the files that would be installed besides ours; 0 where nothing would."""
    return sum(_size(name) for name in _closure(package) - _closure(_OURS)) / _MEGABYTE


@cache
def _closure(package: str) -> frozenset[str]:
    """A package and everything that it needs without extras, as far as it is installed here."""
    found: set[str] = set()
    left: list[str] = [canonicalize_name(package)]
    while left:
        name = left.pop()
        if name not in found and _installed(name):
            found.add(name)
            left += _needed(name)
    return frozenset(found)


def _needed(name: str) -> Iterator[str]:
    for text in distribution(name).requires or ():
        requirement = Requirement(text)
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
            yield canonicalize_name(requirement.name)


def _installed(name: str) -> bool:
    try:
        distribution(name)
    except PackageNotFoundError:
        return False
    return True


def _size(name: str) -> int:
    own = distribution(name)
    paths = (Path(str(own.locate_file(file))) for file in own.files or ())
    return sum(path.stat().st_size for path in paths if path.is_file())
