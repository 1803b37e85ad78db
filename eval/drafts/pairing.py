"""Which files go with which draft.

Beside a draft ``NAME.docx`` (or .pdf, .html, .txt, .md …) stand, each of them if there is one:

====================================  =====================================================================
``NAME.figures.json``, ``.xlsx``      its figures; without it the tables in the draft are its figures
``NAME.previous.json``, ``.xlsx``     last year's figures
``NAME.previous.docx`` (.pdf …)       last year's report: its prose, and its tables where there are no figures
``NAME.reference.txt`` (.docx …)      a text to be close to
====================================  =====================================================================

Where ``NAME`` has a year in it, the files of the same name with the year before are last year's: ``county-2022.figures.json``
and ``county-2022.pdf`` for ``county-2023.docx``. A further part of the name may be the draft's own: ``county-2023.model-a.txt``
belongs to ``county-2023.figures.json``. An option that names a file holds for every draft, one that names a folder is looked
through by the same names.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from agent.errors import Problem
from agent.workflow.reading import reports_under
from corpus.readers import READABLE
from eval.drafts.sources import Sources

FIGURES = (".figures.json", ".figures.xlsx")
_YEAR = re.compile(r"(?<![0-9])20[0-9]{2}(?![0-9])")
_BESIDE = re.compile(r"\.(?:previous|reference)\.[A-Za-z]+$")


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line names: a file for every draft, a folder to look through, or None."""

    figures: Path | None = None
    previous: Path | None = None
    reference: Path | None = None


@dataclass(frozen=True, slots=True)
class Paired:
    """``drafts`` in order; ``problems``: paths that are not there, figures that no draft goes with."""

    drafts: tuple[Sources, ...]
    problems: tuple[Problem, ...]


def paired(paths: Sequence[Path], options: Options | None = None) -> Paired:
    """Every draft among files and folders, with what belongs to it."""
    options = options or Options()
    asked = [path for path in paths if not path.name.endswith(FIGURES)]
    found = reports_under(asked)
    named = set(asked)
    drafts = [
        path for path in found.files if path in named or not (_BESIDE.search(path.name) or _is_ours(path))
    ]
    sources = tuple(belonging(path, options) for path in drafts)
    taken = {Path(each.figures).resolve() for each in sources if each.figures}
    taken |= {Path(each.previous).resolve() for each in sources if each.previous}
    lone = [path for path in _figure_files(paths) if path.resolve() not in taken]
    mend = "请把稿子放在旁边（NAME.figures.json 配 NAME.docx 等），或不管它"
    alone = (Problem("有数据而没有稿子", str(path), mend) for path in lone)
    return Paired(sources, (*found.problems, *alone))


def _is_ours(path: Path) -> bool:
    """Whether a file is what an earlier run left in a folder of drafts: a page about scores, or a draft that it wrote."""
    folders = (path.parent, path.parent.parent)
    return any((folder / "results.jsonl").exists() for folder in folders) or (
        path.name == "index.html" and any(path.parent.glob("*/results.jsonl"))
    )


def _figure_files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(each for end in FIGURES for each in path.rglob(f"*{end}"))
        elif path.name.endswith(FIGURES) and path.exists():
            yield path


def belonging(draft: Path, options: Options) -> Sources:
    """What belongs to a draft by its name, whether or not it is there yet."""
    names = list(_names(draft))
    figures = _given(options.figures, draft, names, FIGURES)
    previous = _given(options.previous, draft, names, (".previous.json", ".previous.xlsx"))
    before = [name for name in map(_year_before, names) if name]
    if previous is None:
        previous = _first(_place(options.previous, draft), before, FIGURES)
    reports = tuple(f".previous{suffix}" for suffix in READABLE)
    last = _given(options.previous if _is_report(options.previous) else None, draft, names, reports)
    if last is None:
        place = _place(options.previous, draft)
        last = _first(place, names, reports) or _first(place, before, READABLE)
    texts = tuple(f".reference{suffix}" for suffix in READABLE)
    reference = _given(options.reference, draft, names, texts)
    return Sources(
        str(draft), *(str(path) if path else "" for path in (figures, previous or last, last, reference))
    )


def _given(option: Path | None, draft: Path, names: Sequence[str], ends: Sequence[str]) -> Path | None:
    """The file that an option names, or the one by its name in the folder that it names or beside the draft."""
    if option is not None and not option.is_dir():
        return option
    return _first(_place(option, draft), names, ends)


def _place(option: Path | None, draft: Path) -> Path:
    return option if option is not None and option.is_dir() else draft.parent


def _is_report(path: Path | None) -> bool:
    return path is not None and path.suffix.lower() in READABLE


def _names(draft: Path) -> Iterator[str]:
    """The draft's name without its suffix, then without each further part of it."""
    name = draft.name.removesuffix(draft.suffix)
    while name:
        yield name
        name = name.rpartition(".")[0]


def _year_before(name: str) -> str:
    """The name with the year before in place of its last year, wherever that year stands by itself; "" without one."""
    years = _YEAR.findall(name)
    before = {years[-1]: str(int(years[-1]) - 1)} if years else {}
    return _YEAR.sub(lambda found: before.get(found[0], found[0]), name) if years else ""


def _first(folder: Path, names: Iterable[str], ends: Sequence[str]) -> Path | None:
    return next((path for name in names for end in ends if (path := folder / f"{name}{end}").is_file()), None)
