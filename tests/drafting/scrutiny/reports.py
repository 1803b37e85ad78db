"""Published reports as drafts: their prose, and what they are held against."""

from collections.abc import Iterator
from pathlib import Path

from agent.drafting.scrutiny import Against
from agent.figures import FigureSet
from agent.figures.interchange import read_figures
from agent.forms import form_of
from corpus.readers import read
from tests.surroundings import shared_reports

_FOLDER = Path(__file__).resolve().parents[3] / "corpus" / "reports"


def prose_of(path: Path, figures: FigureSet) -> str:
    """Title, introduction and prose sections of a report, a paragraph a line."""
    report = read(path.read_bytes(), path.name)
    lines = [form_of(figures.form).title(figures.unit, figures.year)]
    lines += [paragraph.text for paragraph in report.paragraphs if paragraph.section == "introduction"]
    for section in form_of(figures.form).sections:
        own = [paragraph.text for paragraph in report.paragraphs if paragraph.section == section.id]
        lines += [section.heading, *own] if own and section.table is None else []
    return "\n".join(lines)


def _sample_sets() -> dict[str, FigureSet]:
    files = sorted(_FOLDER.glob("*.figures.json"))
    return {path.name.split(".")[0]: read_figures(path.read_text("utf-8")) for path in files}


def samples() -> Iterator[tuple[str, str, Against]]:
    """The name, text and surroundings of each sample report, all other sample units known."""
    sets = _sample_sets()
    files = {path.name.split(".")[0]: path for path in _FOLDER.iterdir() if path.suffix != ".json"}
    texts = {name: prose_of(files[name], sets[name]) for name in sorted(sets.keys() & files.keys())}
    units = {figures.unit for figures in sets.values()}
    for name, text in texts.items():
        figures = sets[name]
        before = f"{name.rsplit('-', 1)[0]}-{figures.year - 1}"
        others = tuple(sorted(units - {figures.unit}))
        yield name, text, Against(figures, sets.get(before), texts.get(before, ""), others)


def shared() -> Iterator[tuple[str, str, Against]]:
    """The same of the real reports beside the repository; they know the sample units and each other."""
    found = {}
    for path in shared_reports("*.figures.json"):
        name = path.name.split(".")[0]
        texts = shared_reports(f"{name}*.txt")
        if texts:
            found[name] = (read_figures(path.read_text("utf-8")), texts[0].read_text("utf-8"))
    units = {figures.unit for figures, _ in found.values()} | {
        figures.unit for figures in _sample_sets().values()
    }
    for name, (figures, text) in found.items():
        yield name, text, Against(figures, others=tuple(sorted(units - {figures.unit})))
