"""Does a figure set fit its form: the edition, the year, the keys, whole counts, signs.

:mod:`agent.figures.interchange` has judged the shape already. Here every remaining problem is found in one go, each with the
cell's place (``figures.xlsx 申请!C5`` where a reader noted it, else file and key) and its mend.
"""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from agent.errors import BadInput, Problem
from agent.figures import FigureSet
from agent.figures.key import nearest
from agent.figures.quantity import plain
from agent.forms.form import Cell, Form
from agent.forms.library import editions, form_of, form_serving, forms

_LOOKED_FOR = 50


def conform(figures: FigureSet) -> FigureSet:
    """The set itself, its form filled in from the year where it names none; ``BadInput`` with every problem otherwise."""
    form, problems = _form(figures)
    if form is None:
        raise BadInput(problems)
    problems += _unknown(form, figures)
    problems += [problem for key, value in figures for problem in _misfits(form, figures, key, value)]
    if problems:
        raise BadInput(problems)
    return figures if figures.form else replace(figures, form=form.edition)


def conform_previous(previous: FigureSet, figures: FigureSet) -> FigureSet:
    """Last year's figures, refused unless they are of the year before. Their edition may be another one."""
    if previous.year == figures.year - 1:
        return previous
    what = f"上年数据是{previous.year}年度的，应当是{figures.year - 1}年度的"
    raise BadInput([Problem(what, _place(previous, "year"), "请换成上一年度的数据")])


def _form(figures: FigureSet) -> tuple[Form | None, list[Problem]]:
    """The form to judge the cells by, None where there is none, and what is wrong with edition and year."""
    if not figures.form:
        form = form_serving(figures.year)
        served = "；".join(f"{each.edition}年格式用于{each.years}" for each in forms())
        where = _place(figures, "year")
        return form, [] if form else [
            Problem(f"没有用于{figures.year}年度的格式", where, f"{served}，请核对年度")
        ]
    if figures.form not in editions():
        known = "、".join(editions())
        what = f"没有“{figures.form}”这种格式"
        return None, [Problem(what, _place(figures, "form"), f"可用的格式：{known}")]
    form = form_of(figures.form)
    if form.serves(figures.year):
        return form, []
    fitting = form_serving(figures.year)
    mend = f"{figures.year}年度请用{fitting.edition}年格式" if fitting else "请核对年度"
    what = f"{form.edition}年格式用于{form.years}，不用于{figures.year}年度"
    # Edition or year, one of the two is a slip: the cells are judged by the form that they fit, so that it stays one problem.
    fits = min((form, fitting or form), key=lambda each: sum(key not in each.by_key for key, _ in figures))
    return fits, [Problem(what, _place(figures, "form"), mend)]


def _unknown(form: Form, figures: FigureSet) -> list[Problem]:
    """The keys that the form does not have; a near one is looked for only while there are few, since looking is slow.

    Keys of another edition are one slip, filling in the wrong form, and so one problem.
    """
    unknown = [key for key, _ in figures if key not in form.by_key]
    foreign: dict[str, list[str]] = {}
    for key in unknown:
        if other := _other_edition(form, key):
            foreign.setdefault(other, []).append(key)
    # A row that this edition divides may be printed whole by people who know the form.
    whole = {
        edition: keys
        for edition, keys in foreign.items()
        if sum(not form.expand(key) and _narrower(form, key) is None for key in keys) > 2
    }
    told = {key for keys in whole.values() for key in keys}
    what = f"{form.edition}年格式没有单元格"
    single = (key for key in unknown if key not in told)
    return [
        *(_wrong_form(form, figures, edition, keys) for edition, keys in whole.items()),
        *(
            Problem(f"{what}“{key}”", _place(figures, key), _mend_key(form, key, look=index < _LOOKED_FOR))
            for index, key in enumerate(single)
        ),
    ]


def _wrong_form(form: Form, figures: FigureSet, edition: str, keys: list[str]) -> Problem:
    what = f"有{len(keys)}个单元格是{edition}年格式的（“{keys[0]}”等），而{figures.year}年度的报告用{form.edition}年格式"
    return Problem(what, _place(figures, keys[0]), f"请改用{form.edition}年格式的工作簿填报，或核对年度")


def _other_edition(form: Form, key: str) -> str | None:
    """The edition that has a key which this one has not."""
    return next((each.edition for each in forms() if each is not form and key in each.by_key), None)


def _misfits(form: Form, figures: FigureSet, key: str, value: Decimal) -> Iterator[Problem]:
    cell = form.by_key.get(key)
    if cell is None:
        return
    where = _place(figures, key)
    if cell.integer and value != value.to_integral_value():
        yield Problem(
            f"{_named(form, cell)}是{plain(value)}，不是整数", where, f"以“{cell.unit}”计数，请填整数"
        )
    if not cell.signed and value < 0:
        yield Problem(f"{_named(form, cell)}是{plain(value)}，是负数", where, "这一格不能小于0，请核对")


def _mend_key(form: Form, key: str, *, look: bool) -> str:
    if near := _narrower(form, key):
        return f"是不是“{near}”？"
    if members := form.expand(key):
        return f"这是合计，不是单元格；请分别填写“{'”“'.join(members[:3])}”等各格"
    if other := _other_edition(form, key):
        return f"{other}年格式才有这一格，请核对用的是哪一种格式"
    near = nearest(key, form.by_key) if look else None
    return f"是不是“{near}”？" if near else "请删去，或改成格式中有的单元格"


def _narrower(form: Form, key: str) -> str | None:
    """For a row that this edition divides (其他处理 of 2019): the same column of the row's part named 其他."""
    row, _, column = key.rpartition(".")
    within = f"{row}.other.{column}"
    return within if within in form.by_key else None


def _named(form: Form, cell: Cell) -> str:
    return f"{form.label(cell.key)}（{cell.key}）"


def _place(figures: FigureSet, key: str) -> str:
    """Where the reader found it; for ``figures.json`` the file and the path in it."""
    if key in figures.sources:
        return figures.sources[key]
    return f"{figures.file} {key if key in ('form', 'year') else f'cells.{key}'}".strip()
