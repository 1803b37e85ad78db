"""How requests ended, this year against last: the numbers that a reader of table 三 asks for first."""

import re
from dataclasses import dataclass
from decimal import Decimal

from agent.figures import ABSENT, Absent, FigureSet
from agent.forms.expressions import Undefined, evaluate
from agent.forms.form import Axis, Block, Form, join
from agent.forms.library import form_of

_TABLE = "requests"
_NUMBER = re.compile(r"^（[一二三四五六七八九十]+）")
_REMARK = re.compile(r"（[^（）]*）$")


@dataclass(frozen=True, slots=True)
class Tally:
    """One result with its number this year and last; :data:`ABSENT` where a cell of it is not filled in."""

    label: str
    now: Decimal | Absent
    before: Decimal | Absent


def request_outcomes(figures: FigureSet, previous: FigureSet | None = None) -> tuple[Tally, ...]:
    """The results that table 三 groups its rows by (予以公开, 部分公开, 不予公开 …), in printed order, without their total."""
    form = form_of(figures.form)
    block = form.table(_TABLE).blocks[0]
    total = next(column for column in block.column_leaves if column.total)
    results = (result for row in block.rows for result in row.children if not result.total)
    return tuple(_tally(form, block, result, total, figures, previous) for result in results)


def _tally(
    form: Form, block: Block, result: Axis, total: Axis, figures: FigureSet, previous: FigureSet | None
) -> Tally:
    key = join(block.prefix, result.path, total.path)
    label = _REMARK.sub("", _NUMBER.sub("", result.label))
    return Tally(label, _worth(form, key, figures), _worth(form, key, previous) if previous else ABSENT)


def _worth(form: Form, key: str, figures: FigureSet) -> Decimal | Absent:
    value = evaluate(form.parse(key), figures)
    return ABSENT if isinstance(value, Undefined) else value
