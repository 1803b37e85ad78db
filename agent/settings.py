"""What the environment says, read once: one frozen object.

==========================  =========================================================
``NIANBAO_DATA``            data folder, ``./data`` unless told
``NIANBAO_MODEL``           the model's name; none: no model is called
``OPENAI_BASE_URL``         the model's endpoint
``OPENAI_API_KEY``          its key, never printed
``NIANBAO_CHROMA_URL``      a Chroma server; none: the embedded store in the data folder
``NIANBAO_EMBEDDING``       the embedding model's name; none: vectors are made here, without a model
``NIANBAO_EMBEDDING_URL``   its endpoint, ``OPENAI_BASE_URL`` unless told
``NIANBAO_EMBEDDING_KEY``   its key, ``OPENAI_API_KEY`` unless told
``NIANBAO_DATABASE_URL``    a database; none: SQLite in the data folder
``NIANBAO_SOFFICE``         LibreOffice's program; none: looked for where it is usually installed
==========================  =========================================================

A ``.env`` file beside the working folder may hold the same names; the environment wins.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting; None where it is not set. The key stays out of ``repr`` and so out of every log."""

    data: Path = Path("data")
    model: str | None = None
    model_url: str | None = None
    model_key: str | None = field(default=None, repr=False)
    chroma_url: str | None = field(default=None, repr=False)
    embedding: str | None = None
    embedding_url: str | None = None
    embedding_key: str | None = field(default=None, repr=False)
    database_url: str | None = field(default=None, repr=False)
    soffice: str | None = None

    @classmethod
    def of(cls, names: Mapping[str, str]) -> "Settings":
        """The settings that a mapping of names holds; an empty value counts as not set."""

        def value(name: str) -> str | None:
            return names.get(name, "").strip() or None

        return cls(
            data=Path(value("NIANBAO_DATA") or "data"),
            model=value("NIANBAO_MODEL"),
            model_url=value("OPENAI_BASE_URL"),
            model_key=value("OPENAI_API_KEY"),
            chroma_url=value("NIANBAO_CHROMA_URL"),
            embedding=value("NIANBAO_EMBEDDING"),
            embedding_url=value("NIANBAO_EMBEDDING_URL"),
            embedding_key=value("NIANBAO_EMBEDDING_KEY"),
            database_url=value("NIANBAO_DATABASE_URL"),
            soffice=value("NIANBAO_SOFFICE"),
        )


def from_environment(dotenv: Path = Path(".env")) -> Settings:
    """The settings of this process. A ``.env`` that is missing or cannot be read counts as empty."""
    try:
        written = _names(dotenv.read_text("utf-8"))
    except (OSError, UnicodeDecodeError):
        written = {}
    return Settings.of({**written, **os.environ})


def _names(text: str) -> dict[str, str]:
    """``NAME=value`` lines; comments, ``export`` and quotes around a value are as in a shell."""
    names = {}
    for line in text.splitlines():
        name, equals, value = line.strip().removeprefix("export ").partition("=")
        if equals and not name.startswith("#"):
            names[name.strip()] = value.strip().strip("\"'")
    return names
