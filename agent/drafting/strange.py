"""Names of places and offices that nobody gave a writer: 清澜县人民政府 in the report of another county.

No list knows every town. But what a writer was given holds the names that it may say, and the phrase files hold the words that
every report says; a name whose stem is in neither is made up or another unit's. A writer that is a model loses a sentence where
this is mistaken; texts that people wrote are not judged by it.
"""

import re
from collections.abc import Iterator

from agent.drafting.writers.particulars import common_pairs

# At the beginning of a clause, or as an office's name: elsewhere 录入县 and 与山区 look alike.
_NAMED = re.compile(
    "(?:(?:^|(?<=[，。；：、！？“（\\s]))(?P<stem>[\u4e00-\u9fff]{2})(?P<kind>县|区|市|镇|乡|街道|省|州|旗)(?![\u4e00-\u9fff]?(?:级|直|域|分|场))"
    "|(?P<own>[\u4e00-\u9fff]{2})(?P<of>县|区|市|镇|乡|省|州|旗)(?:人民政府|[\u4e00-\u9fff]{2,5}局))",
    re.MULTILINE,
)
_FUNCTION = frozenset("与及和在对到的由等是向各多为本我全该此某以从于把被按受办入立评接示")


def strange_names(text: str, material: str) -> Iterator[tuple[int, int, str]]:
    """Where a name stands that neither the material nor the phrase files know, half-open, with the name."""
    for found in _NAMED.finditer(text):
        stem, kind = found["stem"] or found["own"], found["kind"] or found["of"]
        usual = stem in common_pairs() or stem[1] + kind[0] in common_pairs()
        if usual or not _FUNCTION.isdisjoint(stem) or stem + kind in material:
            continue
        yield found.start(), found.end(), found[0]
