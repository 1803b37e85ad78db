"""How fast: the whole verify against Recognizers-Text finding the numbers alone, in one run, and texts made to be slow.

Runs are interleaved and the median is taken, so that a busy machine troubles both alike.
"""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from agent.figures.interchange import write_figures
from agent.verify import verify
from agent.workflow import draft_report
from eval.cases import Trial
from eval.generation.reports import report_of
from eval.verifier.judges import numbers_of

LIMIT = 2.0  # seconds for a megabyte of anything
_BATCH = "import sys; from agent.cli import main; sys.exit(main())"


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds. ``hostile`` by name; ``one`` and ``two`` are ``nianbao batch`` with so many processes over ``lines`` reports."""

    length: int
    verify: float
    recognise: float
    hostile: dict[str, float]
    one: float
    two: float
    lines: int

    @property
    def ratio(self) -> float:
        """The verifier's time over Recognizers-Text's."""
        return self.verify / self.recognise

    @property
    def slow(self) -> list[str]:
        """The hostile texts that take too long."""
        return [name for name, seconds in self.hostile.items() if seconds >= LIMIT]


def pace(times: int = 9, lines: int = 200) -> Pace:
    """Measured now, on this machine."""
    trial, text = _four_thousand()
    ours, theirs = _interleaved(trial, text, times)
    hostile = {name: _hostility(trial, text) for name, text in _hostile().items()}
    one, two = _batches(trial, text, lines)
    return Pace(len(text), ours, theirs, hostile, one, two, lines)


def _four_thousand() -> tuple[Trial, str]:
    """4,000 characters with as many figures as reports have: a drafted report, said twice, over both years' figures."""
    trial = report_of("速度/7", 0)
    text = draft_report(trial.figures, trial.previous).narrative.text
    text = (text + "\n") * (4000 // len(text) + 1)
    return trial, text[:4000]


def _interleaved(trial: Trial, text: str, times: int) -> tuple[float, float]:
    ours, theirs = [], []
    for _ in range(times + 1):  # the first run warms both up and is not counted
        ours.append(_once(lambda: verify(text, trial.figures, trial.previous)))
        theirs.append(_once(lambda: numbers_of(text)))
    return median(ours[1:]), median(theirs[1:])


def _once(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _hostility(trial: Trial, text: str) -> float:
    return _once(lambda: verify(text, trial.figures, trial.previous))


def _hostile() -> dict[str, str]:
    """A megabyte each, in UTF-8."""
    return {
        "数字": "7" * 1_000_000,
        "其中": "其中" * 166_000,
        "括号": "（" * 166_000 + "）" * 166_000,
        "换行": "\n" * 1_000_000,
    }


def _batches(trial: Trial, text: str, lines: int) -> tuple[float, float]:
    record = {"text": text, "figures": json.loads(write_figures(trial.figures)), "previous": None}
    if trial.previous is not None:
        record["previous"] = json.loads(write_figures(trial.previous))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = folder / "in.jsonl"
        with source.open("w", encoding="utf-8") as file:
            for index in range(lines):
                file.write(json.dumps({"id": str(index), **record}, ensure_ascii=False) + "\n")
        return _batch(source, 1), _batch(source, 2)


def _batch(source: Path, workers: int) -> float:
    output = source.with_name(f"out{workers}.jsonl")
    command = [
        sys.executable,
        "-c",
        _BATCH,
        "batch",
        str(source),
        "-o",
        str(output),
        "--workers",
        str(workers),
    ]
    return _once(lambda: subprocess.run(command, capture_output=True, check=True))
