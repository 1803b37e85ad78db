"""The command: runs, tells how far it is, keeps what failed, and goes on where it was stopped."""

import argparse
import json
import shutil
import sys
import tempfile
import time
import warnings
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import asdict
from pathlib import Path

from agent.errors import NianbaoError
from agent.workflow.outcome import write_beside
from eval.fuzz.doors import door, doors
from eval.fuzz.shrinking import shrunk
from eval.fuzz.trying import Outcome, made, outcome_of, outcomes

_OUT = Path(__file__).resolve().parents[1] / "results" / "latest" / "fuzz"
_TOLD = 500
# Of one kind of fault so many are kept.
_KEPT = 3


class Run:
    """One reader with one seed: ``record`` is what is known of it by now, kept beside the failing inputs."""

    def __init__(self, name: str, seed: int, folder: Path) -> None:
        self.name, self.seed, self.folder = name, seed, folder / f"{name}-{seed}"
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / "run.json"
        known = json.loads(path.read_text("utf-8")) if path.is_file() else {}
        self.done: int = known.get("done", 0)
        self.counts: Counter[str] = Counter(known.get("counts", {}))
        self.faults: dict[str, list[int]] = known.get("faults", {})
        self.seconds: float = known.get("seconds", 0.0)
        self.slowest: dict[str, float] = known.get("slowest", {"number": 0, "seconds": 0.0})
        self.peak: int = known.get("peak", 0)

    def go_on(self, inputs: int, processes: int) -> None:
        """Up to that number of inputs, from where it is."""
        began, before = time.monotonic(), self.seconds
        with closing(outcomes(self.name, self.seed, range(self.done, inputs), processes)) as found:  # type: ignore[type-var] # a generator, which can be closed
            for outcome in found:
                self._take(outcome)
                self.seconds = before + time.monotonic() - began
                if self.done % _TOLD == 0 or self.done == inputs:
                    self.keep()
                    print(self.said(), file=sys.stderr, flush=True)
        self.keep()

    def _take(self, outcome: Outcome) -> None:
        self.done = outcome.number + 1
        self.counts[outcome.state] += 1
        self.peak = max(self.peak, outcome.peak)
        if outcome.seconds > self.slowest["seconds"]:
            self.slowest = {"number": outcome.number, "seconds": outcome.seconds}
        if outcome.state == "fault":
            numbers = self.faults.setdefault(outcome.mark, [])
            numbers.append(outcome.number)
            if len(numbers) <= _KEPT:
                self._keep_input(outcome)
            print(f"{self.name} {outcome.number}: {outcome.mark}", file=sys.stderr, flush=True)

    def _keep_input(self, outcome: Outcome) -> None:
        path = self.folder / f"{outcome.number}.{door(self.name).suffix}"
        path.write_bytes(made(self.name, self.seed, outcome.number))
        path.with_suffix(".txt" if path.suffix != ".txt" else ".said").write_text(
            f"{outcome.mark}\n{outcome.said}\n", "utf-8", "backslashreplace"
        )

    def keep(self) -> None:
        """Write down how far it is."""
        told = {name: value for name, value in vars(self).items() if name != "folder"}
        write_beside(self.folder / "run.json", json.dumps(told, ensure_ascii=False, indent=1).encode())

    def said(self) -> str:
        """How far it is, on one line."""
        counts = "，".join(f"{name} {count}" for name, count in sorted(self.counts.items()))
        return (
            f"{self.name} 种子 {self.seed}：{self.done} 个，{self.seconds:.0f} 秒；{counts}；"
            f"最慢 {self.slowest['seconds']:.1f} 秒（{self.slowest['number']}），内存 {self.peak} MB"
        )


def shrink(name: str, path: Path) -> Path:
    """A failing input made small, beside it."""
    mark = outcome_of(name, path).mark
    small = path.with_name(f"{path.stem}.small{path.suffix}")

    def fails(content: bytes) -> bool:
        with tempfile.NamedTemporaryFile(suffix=path.suffix) as file:
            Path(file.name).write_bytes(content)
            return outcome_of(name, Path(file.name)).mark == mark

    small.write_bytes(shrunk(path.read_bytes(), fails) if mark else path.read_bytes())
    return small


def main(arguments: Sequence[str]) -> int:
    """0 where nothing failed, 1 where something did, 2 where it could not be run."""
    parser = argparse.ArgumentParser(prog="python -m eval.fuzz", description="弄坏的文件读起来怎样")
    names = [each.name for each in doors()]
    parser.add_argument(
        "--reader", nargs="+", choices=names, default=names, metavar="读什么", help="、".join(names)
    )
    parser.add_argument("--inputs", type=int, default=10_000, metavar="个", help="每种读多少个")
    parser.add_argument("--seed", type=int, default=1, metavar="种子")
    parser.add_argument("--processes", type=int, default=2, metavar="个")
    parser.add_argument("-o", "--output", type=Path, default=_OUT, metavar="文件夹")
    parser.add_argument("--fresh", action="store_true", help="从头来，不接着上一次")
    parser.add_argument("--file", type=Path, metavar="文件", help="只读这一个（--reader 写一种）")
    parser.add_argument("--shrink", type=Path, metavar="文件", help="把读不好的这一个缩小（--reader 写一种）")
    given = parser.parse_args(arguments)
    if given.file:
        print(json.dumps(asdict(outcome_of(given.reader[0], given.file)), ensure_ascii=False, indent=1))
        return 0
    if given.shrink:
        print(shrink(given.reader[0], given.shrink))
        return 0
    return _all(given)


def _all(given: argparse.Namespace) -> int:
    failed = False
    warnings.simplefilter("ignore")  # of archives that have a member twice, as they are meant to
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        tempfile.tempdir = folder  # so that what is left behind can be seen
        try:
            for name in given.reader:
                if given.fresh:
                    shutil.rmtree(given.output / f"{name}-{given.seed}", ignore_errors=True)
                run = Run(name, given.seed, given.output)
                run.go_on(given.inputs, given.processes)
                print(run.said())
                failed = failed or bool(run.faults)
        except NianbaoError as error:
            print(error, file=sys.stderr)
            return 2
        finally:
            tempfile.tempdir = None
    return 1 if failed else 0
