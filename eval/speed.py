"""How long people wait: cold starts of the commands, and the work itself, on this machine.

Every command runs in a process of its own, as people run it, several times; the median is printed beside that of an empty
Python in the same run, so that two machines can be compared by the ratio. Invented figures; nothing outside is read.

::

    python -m eval.speed [--times N]
"""

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from decimal import Decimal
from functools import partial
from pathlib import Path
from statistics import median

from agent.figures import FigureSet
from agent.figures.interchange import write_figures
from agent.forms import form_of
from agent.workflow import draft_report, export_report, verify_prose
from agent.workflow.usecases import Format
from corpus.readers import read

_CLI = "import sys; from agent.cli import main; sys.exit(main())"
# A cold start must stay below this; see the layers in CONTRIBUTING.md.
_LIMIT = 1.0


def figures_of(year: int) -> FigureSet:
    """An invented county's figures, different from year to year."""
    cells = {key: Decimal(3 + (index * 7 + year) % 40) for index, key in enumerate(form_of("2021").by_key)}
    return FigureSet("云岭县人民政府", year, "2021", cells)


def timed(work: Callable[[], object], times: int) -> float:
    """The median of several runs, in seconds."""
    durations = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        durations.append(time.perf_counter() - start)
    return median(durations)


def main(argv: list[str] | None = None) -> int:
    """Print the table; 1 where a cold start takes too long."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=9, help="runs of each command")
    times = parser.parse_args(argv).times
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        empty = timed(lambda: run("pass"), times)
        rows = [("启动一个空的 Python", empty, "")]
        rows += [(label, timed(work, times), "冷启动") for label, work in cold_starts(folder)]
        rows += warm(times)
    print(f"{'中位数':>8}{'为空启动的':>10}  项目")
    for label, seconds, kind in rows:
        print(f"{seconds * 1000:8.1f} ms{seconds / empty:9.2f} 倍  {label}{f'（{kind}）' if kind else ''}")
    slow = [label for label, seconds, kind in rows if kind == "冷启动" and seconds > _LIMIT]
    if slow:
        print(f"超过 {_LIMIT:g} 秒：{'、'.join(slow)}", file=sys.stderr)
    return 1 if slow else 0


def cold_starts(folder: Path) -> list[tuple[str, Callable[[], object]]]:
    """The commands that people wait for, with what they need in a folder."""
    figures, previous, prose = (folder / name for name in ("figures.json", "previous.json", "prose.txt"))
    figures.write_text(write_figures(figures_of(2024)), "utf-8")
    previous.write_text(write_figures(figures_of(2023)), "utf-8")
    prose.write_text(draft_report(figures_of(2024), figures_of(2023)).narrative.text, "utf-8")
    both = (str(figures), "--previous", str(previous))
    return [
        ("nianbao check", lambda: run(_CLI, "check", *both)),
        ("nianbao verify", lambda: run(_CLI, "verify", str(prose), "--figures", *both)),
        (
            "nianbao tables",
            lambda: run(_CLI, "tables", both[0], "--format", "html", "-o", str(folder / "t.html")),
        ),
        ("nianbao draft", lambda: run(_CLI, "draft", *both, "-o", str(folder / "r.docx"))),
    ]


def warm(times: int) -> list[tuple[str, float, str]]:
    """The work itself, everything being loaded."""
    this, last = figures_of(2024), figures_of(2023)
    draft = draft_report(this, last)
    text = draft.narrative.text
    formats: tuple[Format, ...] = ("docx", "html", "md")
    files = {f"report.{kind}": export_report(draft, kind) for kind in formats}
    return [
        (f"核对 {len(text)} 字的正文", timed(lambda: verify_prose(text, this, last), times), ""),
        ("起草并核对整份报告", timed(lambda: draft_report(this, last), times), ""),
        *(
            (f"读一份 {name.rpartition('.')[2]} 报告", timed(partial(read, content, name), times), "")
            for name, content in files.items()
        ),
    ]


def run(code: str, *arguments: str) -> None:
    """A Python of its own; its exit code 1, an objection, is no failure here."""
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, check=False)
    if done.returncode not in (0, 1):
        sys.exit(done.stderr.decode())


if __name__ == "__main__":
    sys.exit(main())
