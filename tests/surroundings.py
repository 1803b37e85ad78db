"""What the tests find around the repository: sample material and programs, either of which may be absent."""

import os
import shutil
from pathlib import Path

import pytest

IN_CI = os.environ.get("CI", "").lower() in {"1", "true"}
SHARED = Path(__file__).resolve().parents[2] / "shared"

_COMMANDS = {
    "chromium": ("chromium", "chromium-browser", "google-chrome"),
    "soffice": ("soffice", "libreoffice"),
    "pdftoppm": ("pdftoppm",),
    "pdftotext": ("pdftotext",),
}


def shared_reports(pattern: str) -> list[Path]:
    """The sample reports that match a glob such as ``*.figures.json``; empty where there is no sample material."""
    return sorted((SHARED / "reports").glob(pattern))


def require(tool: str) -> str:
    """The path of a program that a test drives.

    Where it is missing the test is skipped, except in CI, which promises to have every program: there it fails.
    """
    for command in _COMMANDS[tool]:
        if found := shutil.which(command):
            return found
    raise lacking(tool)


def lacking(tool: str) -> BaseException:
    """What says that a program is missing: a skip, or in CI a failure."""
    reason = f"没有安装 {tool}（{tool} is not installed）"
    return pytest.fail.Exception(reason, pytrace=False) if IN_CI else pytest.skip.Exception(reason)
