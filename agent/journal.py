"""What goes on, for whoever looks after the program: a line of JSON for each thing that happened, and for how long it took.

::

    with journal.timed("export", kind="docx") as facts:
        facts["bytes"] = len(content)
    journal.told("sign_in", outcome="wrong")

No line ever holds figures, prose, names, keys or addresses. What is told is numbers (how many, how long) and words of the
program's own; any other text is left out. Of an exception, a library's too, stand its type and where it was raised, never what
it says: that may quote somebody's report.
"""

import json
import logging
import re
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any, TypeAlias

from agent.errors import BadInput, ModelFault, Problem, Unavailable

Fact: TypeAlias = str | int | float | bool
STDERR = "-"
LEVELS = ("debug", "info", "warning", "error")
# A file is begun anew at that size, and so many older ones are kept. What goes to standard error is left to who collects it.
LARGEST, OLDER = 10_000_000, 5

_WORD = re.compile(r"[a-z]{1,12}(?:_[a-z]{1,12}){0,3}")
_FRAMES = 6
_log = logging.getLogger("nianbao")


def told(what: str, level: int = logging.INFO, **facts: Fact) -> None:
    """Something happened."""
    _log.log(level, what, extra={"facts": facts})


@contextmanager
def timed(what: str, level: int = logging.INFO, **facts: Fact) -> Iterator[dict[str, Fact]]:
    """Something that takes its time: told when it ends, with ``seconds`` and its ``outcome``.

    ``outcome`` is ok, refused (the user's material), unavailable (something outside), failed (a fault of ours) or stopped.
    What is put into the mapping meanwhile is told too.
    """
    began, more, outcome = time.monotonic(), dict(facts), "stopped"
    try:
        yield more
        outcome = "ok"
    except Exception as error:
        outcome = outcome_of(error)
        if isinstance(error, ModelFault):
            more["fault"] = error.kind
        raise
    finally:
        seconds = round(time.monotonic() - began, 3)
        told(what, level, **{"outcome": outcome, **more, "seconds": seconds})


def outcome_of(error: Exception) -> str:
    """Whose fault it is, in a word."""
    if isinstance(error, BadInput):
        return "refused"
    return "unavailable" if isinstance(error, Unavailable) else "failed"


def kind_of(name: str, known: tuple[str, ...] = ()) -> str:
    """A file's kind by the end of its name; ``other`` for one that we don't know."""
    ending = Path(name).suffix.lower().removeprefix(".")
    kinds = known or (
        "docx", "docm", "doc", "wps", "rtf", "odt", "pdf", "html", "htm", "txt", "md", "xlsx", "json", "nianbao", "zip",
    )  # fmt: skip
    return ending if ending in kinds else "other"


# --- where it goes ------------------------------------------------------------------------------------------------


def handler(where: str | None, level: str = "info") -> logging.Handler:
    """What writes the lines: to standard error (None, ``-``) or to a file that is begun anew when it is full.

    ``BadInput`` where the file cannot be written.
    """
    made: logging.Handler
    if where in (None, STDERR):
        made = logging.StreamHandler(sys.stderr)
    else:
        try:
            Path(str(where)).parent.mkdir(parents=True, exist_ok=True)
            made = RotatingFileHandler(str(where), maxBytes=LARGEST, backupCount=OLDER, encoding="utf-8")
        except OSError as error:
            what = f"日志写不进去（系统错误 {error.errno}）"
            raise BadInput(
                [Problem(what, str(where), "请检查 NIANBAO_LOG 的位置和权限，或写成 -")]
            ) from error
    made.setFormatter(Lines())
    made.addFilter(_ours_or_grave)
    made.setLevel(level.upper())
    return made


def begin(where: str | None, level: str | None = None) -> None:
    """From now on all that is logged in this process goes there and nowhere else; unless told, warnings and worse only."""
    chosen = level or ("info" if where else "warning")
    found = handler(where, chosen)
    root = logging.getLogger()
    for each in list(root.handlers):
        root.removeHandler(each)
    root.addHandler(found)
    _log.setLevel(chosen.upper())


def _ours_or_grave(record: logging.LogRecord) -> bool:
    """Libraries tell a lot; what they warn of is enough."""
    return record.name == "nianbao" or record.levelno >= logging.WARNING


class Lines(logging.Formatter):
    """A record as one line of JSON with nothing in it that is the user's."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line: dict[str, Any] = {"at": at, "level": record.levelname.lower()}
        if record.name == "nianbao":
            line |= {"what": _plain(str(record.msg))}
            facts: dict[str, Fact] = getattr(record, "facts", {})
            line |= {name: _plain(value) for name, value in facts.items()}
        else:
            line |= {"what": "fault" if record.exc_info else "warning", "by": record.name}
            line |= {"place": f"{record.module}:{record.lineno}"}
        if record.exc_info and record.exc_info[1] is not None:
            line |= _error(record.exc_info[1])
        return json.dumps(line, ensure_ascii=True)


def _plain(value: Fact) -> Fact:
    """A number, or a word of the program's own; any other text is not told."""
    if isinstance(value, bool | int | float):
        return value
    return value if _WORD.fullmatch(value) else "?"


def _error(error: BaseException) -> dict[str, Any]:
    """Its type and whence it came, innermost last; what it was raised from too."""
    types: list[str] = []
    frames: list[str] = []
    seen: BaseException | None = error
    while seen is not None and len(types) < _FRAMES:
        types.append(type(seen).__name__)
        seen = seen.__cause__ or seen.__context__
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        frames.append(f"{Path(code.co_filename).name}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return {"error": types, "frames": frames[-_FRAMES:]}
