"""Word to PDF, by LibreOffice.

The fonts of official documents (仿宋, 小标宋) are not free and rarely installed where LibreOffice runs; what it then takes in
their place differs from machine to machine. A copy set in one free font is printed instead, which also keeps the file small.
"""

import re
import shutil
import subprocess
import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

_PROGRAMS = ("soffice", "libreoffice")
_LONGEST = 180  # seconds; the first start of a new profile takes about ten
_FONT = "Noto Sans CJK SC"
_NAMED = re.compile(r'(w:(?:ascii|hAnsi|eastAsia|cs))="[^"]*"')


def program() -> str | None:
    """The path of LibreOffice; None where it is not installed."""
    return next((found for name in _PROGRAMS if (found := shutil.which(name))), None)


def print_all(documents: Mapping[str, bytes], soffice: str) -> dict[str, bytes]:
    """Word files by name to PDFs by name, in one run with a profile of its own; ``OSError`` where one is not made."""
    with TemporaryDirectory() as folder:
        paths = []
        for name, content in documents.items():
            path = Path(folder, f"{name}.docx")
            path.write_bytes(_in_one_font(content))
            paths.append(str(path))
        profile = f"-env:UserInstallation={Path(folder, 'profile').as_uri()}"
        run = [soffice, profile, "--headless", "--convert-to", "pdf", "--outdir", folder, *paths]
        subprocess.run(run, check=True, capture_output=True, timeout=_LONGEST)
        return {name: Path(folder, f"{name}.pdf").read_bytes() for name in documents}


def _in_one_font(content: bytes) -> bytes:
    written = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as source, zipfile.ZipFile(written, "w") as target:
        for name in source.namelist():
            part = source.read(name)
            if name in ("word/document.xml", "word/styles.xml") or name.startswith("word/footer"):
                part = _NAMED.sub(rf'\1="{_FONT}"', part.decode()).encode()
            target.writestr(name, part)
    return written.getvalue()
