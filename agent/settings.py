"""What the environment says, read once: one frozen object.

==========================  =========================================================
``NIANBAO_DATA``            data folder, ``./data`` unless told
``NIANBAO_MODEL``           the model's name; none: no model is called
``OPENAI_BASE_URL``         the model's endpoint
``OPENAI_API_KEY``          its key, never printed
``NIANBAO_TEMPERATURE``     how freely it words, 0 to 2; 0.3 unless told
``NIANBAO_TIMEOUT``         for how many seconds it may be silent, between two pieces too; 60 unless told
``NIANBAO_MAX_TOKENS``      the most tokens of one answer, thinking included; 2048 unless told
``NIANBAO_CHROMA_URL``      a Chroma server; none: the embedded store in the data folder
``NIANBAO_EMBEDDING``       the embedding model's name; none: vectors are made here, without a model
``NIANBAO_EMBEDDING_URL``   its endpoint, ``OPENAI_BASE_URL`` unless told
``NIANBAO_EMBEDDING_KEY``   its key, ``OPENAI_API_KEY`` unless told
``NIANBAO_DATABASE_URL``    a database; none: SQLite in the data folder
``NIANBAO_SOFFICE``         LibreOffice's program; none: looked for where it is usually installed
``NIANBAO_AUTH``            who may come in: none, ``local`` (accounts of ours) or ``oidc`` (an OpenID Connect server)
``NIANBAO_REVIEW``          1: only reviewers waive and make a version final
``NIANBAO_PROXY``           1: what a reverse proxy says of the visitor's address is believed
``NIANBAO_HOSTS``           the names that visitors may call this machine by, with commas; none: any behind a login
``NIANBAO_LOG``             where what goes on is told: a file, or ``-`` for standard error; none: only what goes wrong, there
``NIANBAO_LOG_LEVEL``       ``debug``, ``info``, ``warning`` or ``error``; ``info`` unless told
``NIANBAO_OIDC_URL``        the OpenID Connect server's ``…/.well-known/openid-configuration``
``NIANBAO_OIDC_CLIENT``     our name there, ``NIANBAO_OIDC_SECRET`` our secret there, never printed
``NIANBAO_OIDC_REDIRECT``   the app's own public address with ``/oauth2callback``
``NIANBAO_OIDC_CLAIM``      which claim is the name of the account: ``preferred_username`` unless told, ``email`` or ``sub``
==========================  =========================================================

A ``.env`` file beside the working folder may hold the same names; the environment wins.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from agent.errors import BadInput, Problem
from agent.journal import LEVELS

_CLAIM = "preferred_username"


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting; None where it is not set. The key stays out of ``repr`` and so out of every log."""

    data: Path = Path("data")
    model: str | None = None
    model_url: str | None = None
    model_key: str | None = field(default=None, repr=False)
    temperature: float = 0.3
    timeout: float = 60.0
    max_tokens: int = 2048
    chroma_url: str | None = field(default=None, repr=False)
    embedding: str | None = None
    embedding_url: str | None = None
    embedding_key: str | None = field(default=None, repr=False)
    database_url: str | None = field(default=None, repr=False)
    soffice: str | None = None
    auth: str | None = None
    review: bool = False
    proxy: bool = False
    hosts: tuple[str, ...] = ()
    log: str | None = None
    log_level: str | None = None
    oidc_url: str | None = None
    oidc_client: str | None = None
    oidc_secret: str | None = field(default=None, repr=False)
    oidc_redirect: str | None = None
    oidc_claim: str = _CLAIM

    @classmethod
    def of(cls, names: Mapping[str, str]) -> "Settings":
        """The settings that a mapping of names holds; an empty value counts as not set.

        ``BadInput`` names every value that is no number, out of its bounds, or none of the words that may stand there.
        """

        def value(name: str) -> str | None:
            return names.get(name, "").strip() or None

        numbers, wrong = _numbers({number.name: value(number.name) for number in _NUMBERS})
        words = {name: value(name) for name in _WORDS}
        if problems := [*wrong, *_strange_words(words)]:
            raise BadInput(problems)
        return cls(
            data=Path(value("NIANBAO_DATA") or "data"),
            model=value("NIANBAO_MODEL"),
            model_url=value("OPENAI_BASE_URL"),
            model_key=value("OPENAI_API_KEY"),
            temperature=numbers["NIANBAO_TEMPERATURE"],
            timeout=numbers["NIANBAO_TIMEOUT"],
            max_tokens=int(numbers["NIANBAO_MAX_TOKENS"]),
            chroma_url=value("NIANBAO_CHROMA_URL"),
            embedding=value("NIANBAO_EMBEDDING"),
            embedding_url=value("NIANBAO_EMBEDDING_URL"),
            embedding_key=value("NIANBAO_EMBEDDING_KEY"),
            database_url=value("NIANBAO_DATABASE_URL"),
            soffice=value("NIANBAO_SOFFICE"),
            auth=words["NIANBAO_AUTH"],
            review=words["NIANBAO_REVIEW"] == "1",
            proxy=words["NIANBAO_PROXY"] == "1",
            hosts=tuple(filter(None, (host.strip() for host in (value("NIANBAO_HOSTS") or "").split(",")))),
            log=value("NIANBAO_LOG"),
            log_level=words["NIANBAO_LOG_LEVEL"],
            oidc_url=value("NIANBAO_OIDC_URL"),
            oidc_client=value("NIANBAO_OIDC_CLIENT"),
            oidc_secret=value("NIANBAO_OIDC_SECRET"),
            oidc_redirect=value("NIANBAO_OIDC_REDIRECT"),
            oidc_claim=words["NIANBAO_OIDC_CLAIM"] or _CLAIM,
        )


@dataclass(frozen=True, slots=True)
class _Number:
    """A setting that is a number, both ends allowed."""

    name: str
    unless_told: float
    least: float
    most: float
    whole: bool = False

    @property
    def mend(self) -> str:
        kind = "整数" if self.whole else "数"
        return f"写成{self.least:g}到{self.most:g}的{kind}，如 {self.unless_told:g}，或去掉这一项"


_NUMBERS = (
    _Number("NIANBAO_TEMPERATURE", 0.3, 0, 2),
    _Number("NIANBAO_TIMEOUT", 60, 0.1, 3600),
    _Number("NIANBAO_MAX_TOKENS", 2048, 16, 1_000_000, whole=True),
)


def _numbers(written: Mapping[str, str | None]) -> tuple[dict[str, float], list[Problem]]:
    """The numbers by name; every one that is none or out of its bounds is told."""
    found: dict[str, float] = {}
    problems = []
    for number in _NUMBERS:
        text = written[number.name]
        try:
            value = number.unless_told if text is None else float(text)
        except ValueError:
            problems.append(Problem(f"设定“{text}”不是数", number.name, number.mend))
            continue
        if not number.least <= value <= number.most or (number.whole and value != int(value)):
            problems.append(Problem(f"设定“{text}”用不了", number.name, number.mend))
        found[number.name] = value
    return found, problems


_WORDS = {
    "NIANBAO_AUTH": ("local", "oidc"),
    "NIANBAO_REVIEW": ("0", "1"),
    "NIANBAO_PROXY": ("0", "1"),
    "NIANBAO_OIDC_CLAIM": ("preferred_username", "email", "sub"),
    "NIANBAO_LOG_LEVEL": LEVELS,
}


def _strange_words(written: Mapping[str, str | None]) -> list[Problem]:
    """Where one of a few words may stand. Whoever misspells who may come in must not let everybody in."""
    return [
        Problem(f"设定“{text}”不认识", name, f"写成 {' 或 '.join(_WORDS[name])}，或去掉这一项")
        for name, text in written.items()
        if text is not None and text not in _WORDS[name]
    ]


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
