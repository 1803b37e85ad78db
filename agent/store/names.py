"""Names of people as somebody reads them: what cannot be seen makes no other name, and none looks like another's."""

import unicodedata

# Letters that take no room, beside those that Unicode calls format characters.
_FILLERS = frozenset("\u115f\u1160\u3164\uffa0\u2800")


def visible(name: str) -> str:
    """A name without characters that nobody sees or that turn the line round, and with single spaces."""
    seen = "".join(
        letter for letter in name if letter not in _FILLERS and unicodedata.category(letter) != "Cf"
    )
    return " ".join(seen.split())


def alike(name: str) -> str:
    """What two names have in common that look the same: of any width, in any capitals, with or without spaces."""
    return "".join(unicodedata.normalize("NFKC", visible(name)).split()).casefold()
