"""Past reports into the store: what is new is read, what has changed is read again, what is gone is taken out.

A file goes through these steps, and may be killed between any two of them:

1. its entry says that it is unfinished, and names every exemplar that it has or is about to have;
2. exemplars that are new, or are now spoken of in other words, get vectors; others only what else has changed of them;
3. exemplars that it no longer has are dropped, unless another file has them too;
4. its entry says that it is done.

So whatever is kept is named by an entry, and a file that is unfinished is taken up again the next time. Two files of one report
share their exemplars. When all are in, references are made again for the reports whose year before has come in or gone.
"""

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Literal

from agent.errors import Problem
from agent.figures.quantity import plain
from agent.workflow.exemplars import exemplars_of, figures_of_entry, quoted_again
from agent.workflow.kept import Kept
from agent.workflow.reading import Reading, read_many, reports_under
from corpus.index.chroma import Store
from corpus.index.exemplar import Entry, Exemplar, digest_of
from corpus.report import ReadReport

State = Literal["new", "changed", "unchanged", "same", "unread", "gone"]
# Raised whenever the same file would be read into other exemplars than before.
_READER = 1
_CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Step:
    """One file is done: the ``done``-th of ``total``. ``paragraphs`` are those that it now has in the store.

    ``problems`` say why it was not read; ``notes`` what reading it had to decide.
    """

    file: str
    state: State
    done: int
    total: int
    paragraphs: int = 0
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()


Reader = Callable[[Sequence[Path]], Iterable[Reading]]


class Ingest:
    """One run over some files and folders.

    ``problems``: what was given and cannot be looked at; ``skipped``: what stands in the folders and is no report by its name.
    """

    def __init__(self, store: Store, paths: Sequence[Path], read: Reader = read_many) -> None:
        store.fit()
        self._store, self._read = store, read
        self._kept = Kept(store.entries())
        found = reports_under(paths)
        self.problems, self.skipped = found.problems, found.skipped
        self._files = [str(path.resolve()) for path in found.files]
        self._gone = sorted(_missing((entry.file for entry in self._kept), paths))
        self.total = len(self._files) + len(self._gone)
        self._done = 0

    @property
    def kept(self) -> int:
        """How many paragraphs the store has now."""
        return len(self._store)

    def run(self) -> Generator[Step, None, None]:
        """Each file as it is done; what was done stays done wherever this ends."""
        for file in self._gone:
            self.remove(file)
            yield self._step(file, "gone")
        pending: dict[str, str] = {}
        for file in self._files:
            step = self._known(file, pending)
            if step:
                yield step
        for reading in self._read([Path(file) for file in pending]):
            yield self._taken(reading, pending[str(reading.path)])
        self._look_back()

    def _step(
        self, file: str, state: State, entry: Entry | None = None, problems: Iterable[Problem] = ()
    ) -> Step:
        self._done += 1
        paragraphs, notes = (len(entry.keys), entry.notes) if entry else (0, ())
        return Step(file, state, self._done, self.total, paragraphs, tuple(problems), notes)

    # --- files that need no reading

    def _known(self, file: str, pending: dict[str, str]) -> Step | None:
        """A file that is there as it is, or under another name; others are put down as pending with their digest."""
        try:
            digest = _digest(Path(file))
        except OSError as error:
            problem = Problem(f"无法读取（系统错误 {error.errno}）", file, "请核对权限，或复制到本机再试")
            return self._step(file, "unread", problems=[problem])
        entry = self._kept.get(file)
        if entry and entry.digest == digest and entry.reader == reader():
            return self._step(file, "unchanged", entry)
        twin = self._kept.twin(file, digest, reader())
        if twin is None:
            pending[file] = digest
            return None
        copy = replace(twin, file=file)
        self._settle(copy, entry)
        return self._step(file, "same", copy)

    # --- files that were read

    def _taken(self, reading: Reading, digest: str) -> Step:
        file = str(reading.path)
        problems = reading.problems or (_no_report(reading.report, file) if reading.report else ())
        if problems or reading.report is None:
            return self._step(file, "unread", problems=problems)
        before = self._kept.get(file)
        previous = self._kept.before(reading.report.figures.unit, reading.report.figures.year)
        figures = figures_of_entry(previous) if previous else None
        exemplars = exemplars_of(reading.report, file, figures)
        entry = _entry(reading.report, file, digest, exemplars, previous)
        shared = all(self._kept.holder(key, file) for key in entry.keys)
        self._keep(entry, exemplars, before)
        return self._step(file, "same" if shared else "changed" if before else "new", entry)

    def _keep(self, entry: Entry, exemplars: Sequence[Exemplar], before: Entry | None) -> None:
        """Steps 1 to 4 for one file."""
        old = before.keys if before else ()
        self._enter(replace(entry, digest="", keys=tuple(dict.fromkeys((*old, *entry.keys)))))
        kept = self._store.exemplars(entry.keys)
        fresh = [each for each in exemplars if each.key not in kept or kept[each.key].passage != each.passage]
        if fresh:
            self._store.put(fresh, self._store.embedding.passages([each.passage for each in fresh]))
        spoken = {each.key for each in fresh}
        self._store.amend(
            each
            for each in exemplars
            if each.key not in spoken and kept[each.key] != each and self._own(kept[each.key], each)
        )
        self._settle(entry, before)

    def _own(self, old: Exemplar, new: Exemplar) -> bool:
        """Whether a file may change an exemplar that is kept: it is its own, nobody's, or has fewer figures left as digits now.

        A report's prose alone, without its tables, makes no references; the whole report that comes later does.
        """
        return old.file == new.file or old.file not in self._kept or new.loose < old.loose

    def _settle(self, entry: Entry, before: Entry | None) -> None:
        """Steps 3 and 4: the exemplars that a file no longer has go, and its entry says that it is done."""
        self._release(set(before.keys if before else ()) - set(entry.keys), entry.file)
        self._enter(entry)

    def _enter(self, entry: Entry) -> None:
        self._store.enter(entry)
        self._kept.enter(entry)

    # --- files that are gone

    def remove(self, file: str) -> None:
        """Take out what came from a file."""
        entry = self._kept.get(file)
        self._release(set(entry.keys) if entry else set(), file)
        self._store.strike(file)
        self._kept.strike(file)

    def _release(self, keys: set[str], file: str) -> None:
        """Give up exemplars: those that another file has too are that file's from now on, the others go."""
        heirs = {key: holder for key in keys if (holder := self._kept.holder(key, file))}
        self._store.drop(keys - set(heirs))
        kept = self._store.exemplars(heirs)
        self._store.amend(
            replace(exemplar, file=heirs[key]) for key, exemplar in kept.items() if exemplar.file == file
        )

    # --- last year's figures

    def _look_back(self) -> None:
        """Make references again where the year before has come in, changed or gone since they were made."""
        for entry in self._kept:
            previous = self._kept.before(entry.unit, entry.year)
            if not entry.digest or entry.previous == (previous.digest if previous else ""):
                continue
            kept = sorted(self._store.exemplars(entry.keys).values(), key=lambda each: each.number)
            figures = figures_of_entry(previous) if previous else None
            made = quoted_again(kept, figures_of_entry(entry), figures)
            self._store.amend(each for each, old in zip(made, kept, strict=True) if each != old)
            self._enter(replace(entry, previous=previous.digest if previous else ""))


def remake(store: Store) -> Iterator[tuple[int, int]]:
    """Every vector anew with the store's embedding, giving how many of how many paragraphs are done; the files are not needed."""
    return store.remake()


def forget(store: Store, paths: Sequence[Path]) -> int:
    """Take out everything that came from these files and folders, whether they still exist or not; how many files that was."""
    run = Ingest(store, [])
    files = [file for file in store.entries() if any(_inside(file, path) for path in paths)]
    for file in files:
        run.remove(file)
    return len(files)


def reader() -> str:
    """What read a file: another version may read it otherwise."""
    return f"{version('nianbao')}-{_READER}"


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return digest_of(*iter(lambda: stream.read(_CHUNK), b""))


def _missing(files: Iterable[str], paths: Sequence[Path]) -> set[str]:
    """Those of the files that were in one of the folders and are not there any more.

    A folder that is not there itself may be on a disk that is not mounted: nothing is taken out for that.
    """
    folders = [path for path in paths if path.is_dir()]
    return {
        file for file in files if not Path(file).exists() and any(_inside(file, path) for path in folders)
    }


def _inside(file: str, path: Path) -> bool:
    return Path(file).is_relative_to(path.resolve())


def _no_report(report: ReadReport, file: str) -> tuple[Problem, ...]:
    """Why a document is no report that could be used again."""
    figures = report.figures
    missing = [
        word
        for word, there in (("单位", figures.unit), ("年度", figures.year), ("正文段落", report.paragraphs))
        if not there
    ]
    if not missing:
        return ()
    mend = "如果是年报，请在题目里写明单位和年度，并保留“一、总体情况”等章节标题"
    return (Problem(f"没有认出{'、'.join(missing)}，不像年报，没有收入", file, mend),)


def _entry(
    report: ReadReport, file: str, digest: str, exemplars: Sequence[Exemplar], previous: Entry | None
) -> Entry:
    figures = report.figures
    return Entry(
        file=file,
        digest=digest,
        reader=reader(),
        unit=figures.unit,
        year=figures.year,
        form=figures.form,
        level=report.level.value if report.level else "",
        keys=tuple(each.key for each in exemplars),
        cells={key: plain(value) for key, value in figures},
        previous=previous.digest if previous else "",
        notes=report.notes,
    )
