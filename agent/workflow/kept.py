"""What is known of the files whose paragraphs are kept, so that each question about them is answered at once."""

from collections import defaultdict
from collections.abc import Iterator

from corpus.index.exemplar import Entry


class Kept:
    """The entries of a store by file, by exemplar, by contents, and by whose report on which year they are."""

    def __init__(self, entries: dict[str, Entry]) -> None:
        self._entries: dict[str, Entry] = {}
        self._holders: defaultdict[str, set[str]] = defaultdict(set)
        self._contents: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        self._reports: defaultdict[tuple[str, int], set[str]] = defaultdict(set)
        for entry in entries.values():
            self.enter(entry)

    def __iter__(self) -> Iterator[Entry]:
        """A copy of the entries: they may change while one goes through them."""
        return iter(list(self._entries.values()))

    def __contains__(self, file: str) -> bool:
        return file in self._entries

    def get(self, file: str) -> Entry | None:
        """A file's entry; None where there is none."""
        return self._entries.get(file)

    def enter(self, entry: Entry) -> None:
        """Take an entry in, in place of the file's earlier one."""
        self.strike(entry.file)
        self._entries[entry.file] = entry
        for key in entry.keys:
            self._holders[key].add(entry.file)
        if entry.digest:
            self._contents[entry.digest, entry.reader].add(entry.file)
            self._reports[entry.unit, entry.year].add(entry.file)

    def strike(self, file: str) -> None:
        """Forget a file; nothing where it is not known."""
        entry = self._entries.pop(file, None)
        if entry is None:
            return
        for key in entry.keys:
            self._holders[key].discard(file)
        self._contents[entry.digest, entry.reader].discard(file)
        self._reports[entry.unit, entry.year].discard(file)

    def holder(self, key: str, besides: str) -> str:
        """The first other file, by name, that has an exemplar; "" where none has."""
        return min(self._holders[key] - {besides}, default="")

    def twin(self, file: str, digest: str, reader: str) -> Entry | None:
        """Another file of the same contents, read by the same program; None where there is none."""
        other = min(self._contents[digest, reader] - {file}, default="")
        return self._entries.get(other)

    def before(self, unit: str, year: int) -> Entry | None:
        """The report of the same unit on the year before, of several the first by file name; None where none is kept."""
        return self._entries.get(min(self._reports[unit, year - 1], default=""))
