"""The drafts that a release is measured by: ``cases.yaml`` over the sample reports, those without a model written anew."""

import tempfile
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from agent.drafting import draft
from agent.drafting.past import Past
from agent.drafting.stored import StoredPast
from agent.errors import BadInput
from agent.figures import FigureSet
from agent.forms.marked import Marked, read_marked
from agent.workflow import open_figures
from agent.workflow.ingesting import Ingest
from agent.workflow.outcome import write_beside
from agent.workflow.samples import sample_reports
from corpus.index.chroma import Store
from corpus.index.offline import Offline
from eval.drafts.pairing import Options, paired
from eval.drafts.sources import Sources
from eval.scoring import Case

_FILE = "cases.yaml"
OFFLINE, PUBLISHED = "不用模型的初稿", "印发的报告"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of ``cases.yaml``: ``write`` names figures to draft from, ``report`` a report; the other is ""."""

    name: str
    write: str = ""
    report: str = ""


def entries() -> tuple[Entry, ...]:
    """All of them; ``FormError`` with the line where the file is wrong."""
    text = files("eval.drafts").joinpath(_FILE).read_text("utf-8")
    return tuple(_entry(node) for node in read_marked(text, _FILE).items())


def _entry(node: Marked) -> Entry:
    known = node.mapping(known={"name", "write", "report"}, needed={"name"})
    if ("write" in known) == ("report" in known):
        raise node.wrong("write 和 report 写且只写一个")
    return Entry(**{name: value.text() for name, value in known.items()})


def suite(folder: Path) -> list[Case[Sources]]:
    """Every case; what is written goes to ``folder``, so that people can read what was scored."""
    samples = sample_reports()
    known = entries()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        past = StoredPast(kept_samples(Path(name)))
        written = {
            entry.write: _written(samples, entry.write, past, folder) for entry in known if entry.write
        }
    found = []
    for entry in known:
        path = written[entry.write] if entry.write else samples / entry.report
        (sources,) = paired([path], Options(samples, samples)).drafts
        found.append(Case(entry.name, sources, {"写法": OFFLINE if entry.write else PUBLISHED}))
    return found


def _written(samples: Path, name: str, past: Past, folder: Path) -> Path:
    """One draft without a model, as a text."""
    figures, previous = both_years(samples / f"{name}.figures.json")
    made = draft(figures, previous, past=past)
    path = folder / f"{name}.txt"
    write_beside(path, made.narrative.text.encode())
    return path


# --- material -----------------------------------------------------------------------------------------------------


def kept_samples(folder: Path) -> Store:
    """A store with every sample report; ``BadInput`` where one cannot be read."""
    store = Store.embedded(folder, Offline())
    for step in Ingest(store, [sample_reports()]).run():
        if step.problems:
            raise BadInput(step.problems)
    return store


def both_years(path: Path) -> tuple[FigureSet, FigureSet | None]:
    """The figures of a file and, where they stand beside it, the year before's."""
    figures = open_figures(path)
    last = path.with_name(path.name.replace(str(figures.year), str(figures.year - 1)))
    return figures, open_figures(last) if last.exists() else None


def figure_files(folder: Path) -> list[Path]:
    """The figures of a folder, in order of their names."""
    return sorted(folder.glob("*.figures.json"))
