"""A year's cells whose cross-footing rules all hold, for either edition and any size, and the year before's.

What is left over last year is carried in this year; every request is closed or left over; normative documents in force are
last year's with those issued and without those repealed. Values are whole numbers, fees and procurement have decimals.
"""

from collections.abc import Sequence
from decimal import Decimal
from random import Random

from agent.figures import FigureSet
from agent.forms import Form, form_of
from agent.forms.form import Axis, Block

Cells = dict[str, Decimal]
_KINDS = {
    "natural_person": 60,
    "business": 8,
    "research": 1,
    "public_interest": 1,
    "legal_service": 4,
    "other": 2,
}
_RESULTS = {
    "granted": 30, "partial": 10, "refused.state_secret": 1, "refused.law_prohibited": 2, "refused.third_party": 4,
    "refused.internal_affairs": 4, "refused.deliberative": 4, "refused.enforcement_file": 3,
    "refused.administrative_query": 3, "unavailable.not_held": 25, "unavailable.needs_creation": 4,
    "unavailable.still_unclear": 3, "declined.petition": 9, "declined.repeat": 5, "declined.excessive": 1,
    "declined.certification": 1, "other_handling": 6, "other_handling.uncorrected": 4, "other_handling.other": 7,
}  # fmt: skip
_ENDS = ("new", "carried_in", "carried_out", "closed")


def two_years(random: Random, name: str, edition: str, year: int, scale: int) -> tuple[FigureSet, FigureSet]:
    """This year's figures and last year's, of the same unit and edition, without facts."""
    form = form_of(edition)
    rules = scale >= 300  # only cities and provinces make 规章, and they do in both years
    before = _year(form, random, max(0, round(scale * random.uniform(0.5, 1.4))), {}, rules)
    cells = _year(form, random, scale, before, rules)
    return _set(form, name, year, cells), _set(form, name, year - 1, before)


def split(random: Random, total: int, weights: Sequence[float]) -> list[int]:
    """A total cut into as many parts as there are weights, exactly; about in proportion, by chance where it is small."""
    parts = [0] * len(weights)
    if total <= 60:
        for index in random.choices(range(len(weights)), weights=weights, k=total):
            parts[index] += 1
        return parts
    uneven = [weight * random.uniform(0.6, 1.4) for weight in weights]
    whole = sum(uneven)
    parts = [int(total * weight / whole) for weight in uneven]
    parts[max(range(len(parts)), key=lambda index: parts[index])] += total - sum(parts)
    return parts


def _set(form: Form, name: str, year: int, cells: Cells) -> FigureSet:
    return FigureSet(name, year, form.edition, {cell.key: cells[cell.key] for cell in form.cells})


def _year(form: Form, random: Random, scale: int, before: Cells, rules: bool) -> Cells:
    cells = _disclosure(form, random, scale, before, rules)
    cells |= _requests(form.table("requests").blocks[0], random, scale, before)
    for group, share in (("review", 0.08), ("litigation.direct", 0.03), ("litigation.after_review", 0.03)):
        cells |= _appeals(random, group, scale * share)
    return cells


def _requests(block: Block, random: Random, scale: int, before: Cells) -> Cells:
    columns = [column for column in block.column_leaves if not column.total]
    results = [row.path for row in block.row_leaves if row.path not in _ENDS]
    fresh = split(random, scale, [_KINDS[column.path] for column in columns])
    cells: Cells = {}
    for column, new in zip(columns, fresh, strict=True):
        cells |= _column(random, column, new, before, results)
    for row in (*results, *_ENDS):
        own = (cells[f"requests.{row}.{column.path}"] for column in columns)
        cells[f"requests.{row}.total"] = sum(own, Decimal(0))
    return cells


def _column(random: Random, column: Axis, new: int, before: Cells, results: Sequence[str]) -> Cells:
    """One kind of applicant: carried in and new are what was closed and is left over."""
    carried = int(before.get(f"requests.carried_out.{column.path}", 0))
    left = sum(random.random() < 0.08 for _ in range(min(new + carried, 400)))
    ends = split(random, new + carried - left, [_RESULTS.get(row, 0.3) for row in results])
    rows = dict(zip(results, ends, strict=True))
    rows |= {"new": new, "carried_in": carried, "carried_out": left, "closed": sum(ends)}
    return {f"requests.{row}.{column.path}": Decimal(value) for row, value in rows.items()}


def _appeals(random: Random, group: str, about: float) -> Cells:
    total = random.randint(0, 2) if about < 2 else round(about * random.uniform(0.6, 1.5))
    ends = split(random, total, (60, 12, 15, 10))
    names = ("upheld", "corrected", "other", "pending")
    cells = {f"{group}.{name}": Decimal(value) for name, value in zip(names, ends, strict=True)}
    return cells | {f"{group}.total": Decimal(total)}


def _disclosure(form: Form, random: Random, scale: int, before: Cells, rules: bool) -> Cells:
    cells: Cells = {}
    for cell in form.cells:
        if cell.table == "disclosure":
            top = 3 + scale // 8 if cell.row_path.startswith("documents") else 20 + scale * 40
            value = Decimal(random.randint(-4, 4) if cell.signed else random.randint(0, top))
            cells[cell.key] = value if cell.integer else value + Decimal(random.randint(0, 99)) / 100
    if "documents.rules.in_force" in cells:
        _in_force(cells, random, "documents.normative", before, scale)
        _in_force(cells, random, "documents.rules", before, scale)
    if not rules:
        cells |= {key: Decimal(0) for key in cells if key.startswith("documents.rules.")}
    return cells


def _in_force(cells: Cells, random: Random, prefix: str, before: Cells, scale: int) -> None:
    stock = before.get(f"{prefix}.in_force", Decimal(random.randint(0, 9 + scale // 4)))
    cells[f"{prefix}.repealed"] = min(cells[f"{prefix}.repealed"], stock + cells[f"{prefix}.issued"])
    cells[f"{prefix}.in_force"] = stock + cells[f"{prefix}.issued"] - cells[f"{prefix}.repealed"]
