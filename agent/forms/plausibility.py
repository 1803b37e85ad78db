"""What is allowed and still looks wrong. Not rules: a doubt asks somebody to look, and breaks nothing.

=============  ==============================================================================================
``jump``       more than tenfold, or less than a tenth, of last year
``unchanged``  every figure is last year's, so the file is probably last year's too
``money``      元 written where 万元 is meant, or the other way round
``unit``       last year's figures are another unit's
``reserved``   cells that only some units fill (规章), filled in by another
=============  ==============================================================================================

Conservative on purpose: people stop reading doubts that are mostly idle.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from agent.figures import FigureSet, Unit
from agent.figures.quantity import plain
from agent.forms.form import Cell, Form

# Smaller counts jump every year: 1 application, then 15.
_WORTH_A_LOOK = 20
_TENFOLD = 10
# An office with hardly anything to report repeats itself rightly.
_TELLING = 5
# 元 for 万元 is a factor of 10,000; with a year's change between, somewhat more or less.
_SLIP = (Decimal(2_000), Decimal(50_000))
# 1,000 亿元: more than any single government collects or spends in these tables.
_BEYOND = Decimal(10) ** 11


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something to look at: a stable ``code``, the ``cells`` it is about, and one Chinese sentence."""

    code: str
    cells: tuple[str, ...]
    reason: str


def doubts(form: Form, figures: FigureSet, previous: FigureSet | None = None) -> tuple[Doubt, ...]:
    """Every doubt: money first, then reserved cells, then what stands out against last year's figures where they are known."""
    money = tuple(_money(form, figures, previous))
    reserved = tuple(_reserved(form, figures))
    if previous is None:
        return (*money, *reserved)
    doubted = {key for doubt in money for key in doubt.cells}
    against = (*_jumps(form, figures, previous, doubted), *_unchanged(form, figures, previous))
    return (*money, *reserved, *_unit(figures, previous), *against)


def _both(form: Form, figures: FigureSet, previous: FigureSet) -> Iterator[tuple[Cell, Decimal, Decimal]]:
    """Cells that both years fill in, in printed order, with this year's value and last year's."""
    for cell in form.cells:
        now, before = figures.cells.get(cell.key), previous.cells.get(cell.key)
        if now is not None and before is not None:
            yield cell, now, before


# --- against last year --------------------------------------------------------------------------------------------


def _unit(figures: FigureSet, previous: FigureSet) -> Iterator[Doubt]:
    if previous.unit and figures.unit != previous.unit:
        reason = f"上年数据的单位是“{previous.unit}”，本年是“{figures.unit}”，请核对是不是同一单位"
        yield Doubt("unit", (), reason)


def _jumps(form: Form, figures: FigureSet, previous: FigureSet, doubted: set[str]) -> Iterator[Doubt]:
    """One doubt for each printed row, since a total jumps with its parts."""
    rows: dict[tuple[str, str], list[tuple[Cell, Decimal, Decimal]]] = {}
    for cell, now, before in _both(form, figures, previous):
        if cell.key not in doubted and not cell.signed and _jumped(now, before):
            rows.setdefault((cell.table, cell.row), []).append((cell, now, before))
    for jumped in rows.values():
        first = jumped[0][0]
        label = form.label(first.key).removesuffix(f"·{first.column}")
        changes = "、".join(f"{cell.column}由{plain(before)}变为{plain(now)}" for cell, now, before in jumped)
        reason = f"{label}：{changes}，与上年相差十倍以上，请核对是否多写或漏写了一位"
        yield Doubt("jump", tuple(cell.key for cell, _, _ in jumped), reason)


def _jumped(now: Decimal, before: Decimal) -> bool:
    small, large = sorted((now, before))
    return before > 0 and large >= _WORTH_A_LOOK and large > small * _TENFOLD


def _unchanged(form: Form, figures: FigureSet, previous: FigureSet) -> Iterator[Doubt]:
    shared = list(_both(form, figures, previous))
    telling = [cell.key for cell, now, before in shared if now == before != 0]
    same = all(now == before for _, now, before in shared)
    if same and len(telling) >= _TELLING and len(shared) == len(figures.cells):
        reason = f"已填的{len(shared)}格与{previous.year}年完全相同，请核对是否误用了上年数据"
        yield Doubt("unchanged", tuple(telling), reason)


# --- by themselves ------------------------------------------------------------------------------------------------


def _money(form: Form, figures: FigureSet, previous: FigureSet | None) -> Iterator[Doubt]:
    for cell in form.cells:
        value = figures.cells.get(cell.key)
        unit = Unit.of(cell.unit)
        if value is None or not unit.is_money:
            continue
        before = previous.cells.get(cell.key) if previous else None
        here = f"{form.label(cell.key)}填了{plain(value)}{unit}"
        if before is not None and (slip := _slipped(value, before)):
            reason = f"{here}，约为上年{plain(before)}{unit}的{slip}，请核对单位是不是{unit}"
            yield Doubt("money", (cell.key,), reason)
        elif value * unit.factor >= _BEYOND:
            reason = f"{here}，合{plain(value * unit.factor / 10**8)}亿元，大得反常，请核对单位是不是{unit}"
            yield Doubt("money", (cell.key,), reason)


def _slipped(value: Decimal, before: Decimal) -> str:
    """By which factor a value differs from last year's where that is about ten thousand; empty where it is not."""
    low, high = _SLIP
    if before > 0 and low <= value / before <= high:
        return "一万倍"
    return "万分之一" if value > 0 and low <= before / value <= high else ""


def _reserved(form: Form, figures: FigureSet) -> Iterator[Doubt]:
    for reserved in form.reserved:
        filled = tuple(key for key in reserved.cells if figures.cells.get(key, 0) != 0)
        if filled and reserved.forbids(figures.unit):
            named = "、".join(f"{form.label(key)}填了{plain(figures.cells[key])}" for key in filled)
            yield Doubt("reserved", filled, f"{named}；{reserved.why}，请核对")
