"""The files that commands take and make: both years' figures in, one file out, whole or not at all."""

import sys
from argparse import Namespace
from pathlib import Path

from agent import workflow
from agent.errors import BadInput, Problem
from agent.figures import FigureSet


def both_years(arguments: Namespace) -> tuple[FigureSet, FigureSet | None]:
    """The figures, and last year's where they were given."""
    figures = workflow.open_figures(arguments.figures)
    previous = workflow.open_previous(arguments.previous, figures) if arguments.previous else None
    return figures, previous


def suffix(path: Path, known: tuple[str, ...]) -> None:
    """``BadInput`` where a file's name ends in none of the known ways."""
    if path.suffix.lower() not in known:
        what = f"输出文件的后缀是“{path.suffix}”" if path.suffix else "输出文件没有后缀"
        raise BadInput([Problem(what, str(path), f"请用 {'、'.join(known)}")])


def write(path: Path, content: bytes) -> None:
    """Write a file and say so."""
    workflow.write_beside(path, content)
    print(f"已生成 {path}", file=sys.stderr)
