"""The files that commands take and make: both years' figures in, one file out, whole or not at all."""

import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from agent import wiring, workflow
from agent.errors import BadInput, Problem, Unavailable
from agent.figures import FigureSet
from agent.workflow.usecases import ReportFormat

if TYPE_CHECKING:
    from agent.drafting.past import Past

KINDS: dict[str, ReportFormat] = {".docx": "docx", ".html": "html", ".md": "md", ".pdf": "pdf"}


def both_years(arguments: Namespace) -> tuple[FigureSet, FigureSet | None]:
    """The figures, and last year's where they were given."""
    figures = workflow.open_figures(arguments.figures)
    previous = workflow.open_previous(arguments.previous, figures) if arguments.previous else None
    return figures, previous


def past_reports(arguments: Namespace) -> "Past | None":
    """Last year's report where it was given, then what is kept; a store that does not answer is said and done without."""
    if arguments.no_past:
        return None
    kept: Past | None = None
    try:
        kept = wiring.past()
    except Unavailable as error:
        print(f"注意：{error}；不参考范文库", file=sys.stderr)
    if arguments.previous is None:
        return kept
    from agent.workflow.authoring import with_last_report

    return with_last_report(workflow.open_last_report(arguments.previous), arguments.previous, kept)


def suffix(path: Path, known: tuple[str, ...]) -> None:
    """``BadInput`` where a file's name ends in none of the known ways."""
    if path.suffix.lower() not in known:
        what = f"输出文件的后缀是“{path.suffix}”" if path.suffix else "输出文件没有后缀"
        raise BadInput([Problem(what, str(path), f"请用 {'、'.join(known)}")])


def write(path: Path, content: bytes) -> None:
    """Write a file and say so."""
    workflow.write_beside(path, content)
    print(f"已生成 {path}", file=sys.stderr)
