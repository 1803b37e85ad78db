"""What a text is made of when it is compared with another: runs of one to three characters.

Chinese has no spaces, and words that a dictionary lacks are just the ones that reports are about; runs of characters need
neither. Figures are left out, since last year's paragraph with other figures is the paragraph that is looked for. Latin words
stay whole.
"""

import re
import unicodedata
from collections import Counter

_LONGEST_RUN = 3
_HAN = re.compile(r"[㐀-鿿]+")
_LATIN = re.compile(r"[a-z]{2,}")
# Grammar that says nothing of what a text is about, whatever stands next to it.
_EMPTY = frozenset("的了和与及在对等为是被把将之其这那有个一二三四五六七八九十第年月日件条次万元")
# A text of a million characters is no paragraph.
_LONGEST = 20_000


def terms_of(text: str) -> Counter[str]:
    """The runs of a text with how often each occurs. A single character counts only where it says something."""
    plain = unicodedata.normalize("NFKC", text[:_LONGEST]).lower()
    found: Counter[str] = Counter(_LATIN.findall(plain))
    for run in _HAN.findall(plain):
        found.update(letter for letter in run if letter not in _EMPTY)
        for size in range(2, _LONGEST_RUN + 1):
            pieces = (run[at : at + size] for at in range(len(run) - size + 1))
            found.update(piece for piece in pieces if not _EMPTY.issuperset(piece))
    return found
