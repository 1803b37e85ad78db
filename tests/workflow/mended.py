"""Invented reports in a store, and their texts spoiled: what the tests of mends and of the ledger stand on."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

from agent.drafting.partwise import part_records
from agent.drafting.scrutiny.names import gazetteer
from agent.store import Projects
from agent.verify.answer import Judged, Verdict
from agent.workflow.mending import with_template
from agent.workflow.projects import sample_report
from agent.workflow.work import Work, open_work

_NUMBER = re.compile("[0-9]+")
# Some place of the official list that has nothing to do with the invented units; which one does not matter.
STRANGER = next(name for name in sorted(gazetteer()) if name.endswith("县") and len(name) == 3)


def sample_work(folder: Path) -> Work:
    """The sample of the app: figures, last year's report, a draft in which everything is verified."""
    projects = Projects.open(None, folder)
    try:
        return open_work(projects, sample_report(projects, who="李明").id)
    finally:
        projects.close()


def typed(work: Work, start: int, end: int, words: str) -> Work:
    """The report with words typed over a stretch of its text; nothing is saved."""
    manuscript = with_template(work, start, end, words)
    assert manuscript is not None
    return Work(replace(work.contents, sections=part_records(manuscript)), work.last)


def at(work: Work, words: str) -> Judged:
    """The judged item that stands at the beginning of these words of the text, or in them."""
    judged = work.judged
    assert judged is not None
    start = judged.narrative.text.index(words)
    found = [*judged.answer.figures, *judged.answer.claims]
    return next(each for each in found if start <= each.start < start + len(words))


def spoiled(work: Work, chance: Random, each: int = 1) -> Iterator[Work]:
    """The report with one of its figures typed wrong, for one figure after another."""
    judged = work.judged
    assert judged is not None
    for item in judged.answer.figures:
        found = _NUMBER.search(item.text)
        if item.verdict is Verdict.EXEMPT or found is None:
            continue
        for _ in range(each):
            number = int(found[0]) + chance.choice((1, 2, 7, 10, 300))
            words = f"{item.text[: found.start()]}{number}{item.text[found.end() :]}"
            yield typed(work, item.start, item.end, words)
