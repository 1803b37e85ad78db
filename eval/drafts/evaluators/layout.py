"""The form's headings: each there, with its official title, in the form's order.

Where a draft has no tables only the headings of prose are asked for: the tables are put in when it is printed.
"""

from bisect import bisect_left

from corpus.labels import key
from corpus.sections import numbered, section_id
from eval.drafts.material import Material
from eval.scoring import Evaluator, Score
from eval.scoring.evaluator import Trait


def order(material: Material) -> Score:
    """The share of the form's headings that stand where they should, as they should."""
    form = material.form
    printed = [(section_id(section, form), section.heading) for section in material.report.sections]
    found = {name: heading for name, heading in printed if name}
    places = {section.id: at for at, section in enumerate(form.sections)}
    tables = bool(material.report.figures.cells) or any(
        section.table and section.id in found for section in form.sections
    )
    wanted = [section for section in form.sections if tables or section.table is None]
    names = list(dict.fromkeys(name for name, _ in printed if name in places))
    kept = {names[at] for at in _rising([places[name] for name in names])}
    problems = []
    for section in wanted:
        if section.id not in found:
            problems.append(f"没有“{section.heading}”")
        elif section.id not in kept:
            problems.append(f"“{found[section.id]}”的位置不对")
        elif _title(found[section.id]) != key(section.title):
            problems.append(f"“{found[section.id]}”应当是“{section.heading}”")
    reason = f"格式规定的 {len(wanted)} 个标题，{len(problems)} 个有问题"
    return Score.share(len(wanted) - len(problems), len(wanted), reason, problems)


def _title(heading: str) -> str:
    parts = numbered(heading)
    return key(parts[1] if parts else heading)


def _rising(values: list[int]) -> list[int]:
    """The indexes of a longest rising run of values, not necessarily beside each other."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int | None] = []
    for at, value in enumerate(values):
        length = bisect_left(tails, value)
        before.append(ends[length - 1] if length else None)
        tails[length : length + 1] = [value]
        ends[length : length + 1] = [at]
    found: list[int] = []
    last: int | None = ends[-1] if ends else None
    while last is not None:
        found.append(last)
        last = before[last]
    return found[::-1]


ALL: tuple[Evaluator[Material], ...] = (Evaluator(Trait("order", "标题和次序", 1), order),)
