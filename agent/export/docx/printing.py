"""A document of ours for LibreOffice, which does not look at the stand-ins that a Word file's font table names.

Where a machine lacks the font that a document asks for, LibreOffice takes any that has the characters, be it one for Japanese or
for upright lines. So the document is given the first font of each list that the machine has.
"""

import zipfile
from collections.abc import Mapping, Set
from io import BytesIO

from agent.export.docx.archive import repacked
from agent.export.docx.styles import LATIN, SONG, stand_ins
from corpus.readers.package import Package

_PARTS = ("word/document.xml", "word/styles.xml")
_HEADS = ("word/header", "word/footer")
# What has the measures of Times New Roman comes first; DejaVu, which would be taken otherwise, is far wider.
_LATINS = "Liberation Serif,Tinos,Nimbus Roman,TeX Gyre Termes,Noto Serif CJK SC"


def for_libreoffice(word: bytes, fonts: Set[str]) -> bytes:
    """The same document with fonts that are there. ``fonts`` are all names of those, empty where nobody knows them."""
    known = stand_ins()
    known |= {LATIN: _LATINS, "SimSun": known[SONG]}
    chosen = {name: _first((name, *others.split(",")), fonts) for name, others in known.items()}
    with zipfile.ZipFile(BytesIO(word)) as package:
        names = [name for name in package.namelist() if name in _PARTS or name.startswith(_HEADS)]
        parts = {name: _renamed(package.read(name).decode(), chosen).encode() for name in names}
    return repacked(Package(word, ""), parts)


def _first(names: tuple[str, ...], fonts: Set[str]) -> str:
    """The first name that is there; the name itself where none is."""
    return next((name for name in names if name in fonts), names[0])


def _renamed(xml: str, chosen: Mapping[str, str]) -> str:
    """The names stand as values of attributes; a text between tags is never one."""
    for attribute in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        for name, other in chosen.items():
            xml = xml.replace(f'{attribute}="{name}"', f'{attribute}="{other}"')
    return xml
