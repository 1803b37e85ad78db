"""A failing input made small: whatever can be left out of it while it goes on failing in the same way is."""

import contextlib
import io
import zipfile
from collections.abc import Callable

Fails = Callable[[bytes], bool]


class _Spent(Exception):
    """No more tries are left."""


def shrunk(content: bytes, fails: Fails, tries: int = 200) -> bytes:
    """The smallest that was found within so many tries. ``content`` itself fails."""
    best = content
    left = tries

    def still(candidate: bytes) -> bool:
        nonlocal best, left
        if left <= 0:
            raise _Spent
        left -= 1
        if len(candidate) < len(best) and fails(candidate):
            best = candidate
            return True
        return False

    with contextlib.suppress(_Spent):
        _members_out(content, still)
    with contextlib.suppress(_Spent):
        _pieces_out(best, still)
    return best


def _members_out(content: bytes, still: Fails) -> None:
    """An archive with fewer members, and those with less in them; nothing where it is none that opens."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = {name: archive.read(name) for name in archive.namelist()}
    except Exception:  # noqa: BLE001 - a spoilt archive fails in many ways, and is then shrunk as bytes
        return
    for name in list(members):
        fewer = {each: value for each, value in members.items() if each != name}
        if still(_packed(fewer)):
            members = fewer
    for name in sorted(members, key=lambda each: -len(members[each])):

        def holds(part: bytes, name: str = name) -> bool:
            if not still(_packed({**members, name: part})):
                return False
            members[name] = part
            return True

        _pieces_out(members[name], holds)


def _pieces_out(content: bytes, still: Fails) -> None:
    """Halves first, then ever smaller pieces."""
    size = len(content) // 2
    while size >= 1:
        at = 0
        while at < len(content):
            candidate = content[:at] + content[at + size :]
            if still(candidate):
                content = candidate
            else:
                at += size
        size //= 2


def _packed(members: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()
