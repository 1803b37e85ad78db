"""Random figure sets: any that a form allows, and ones whose rules all hold."""

from collections.abc import Mapping
from decimal import Decimal

from hypothesis import strategies as st

from agent.figures import FigureSet
from agent.forms import Cell, Form, forms

_COUNTS = st.one_of(st.integers(0, 20), st.integers(0, 10**9)).map(Decimal)
_AMOUNTS = st.one_of(
    st.just(Decimal(0)), st.decimals(0, 10**12, allow_nan=False, allow_infinity=False, places=4)
)
_UNITS = st.sampled_from(["云岭县人民政府", "青溪市人民政府", "云岭县民政局", "清河街道办事处"])
_SMALL = st.integers(0, 9)


def values_of(cell: Cell) -> st.SearchStrategy[Decimal]:
    """Numbers that a cell can hold, zero among them."""
    numbers = _COUNTS if cell.integer else _AMOUNTS
    return st.one_of(numbers, numbers.map(lambda number: -number)) if cell.signed else numbers


def _set(form: Form, draw: st.DrawFn, cells: Mapping[str, Decimal]) -> FigureSet:
    year = draw(st.integers(form.first_year, form.last_year or 2035))
    ordered = {cell.key: cells[cell.key] for cell in form.cells if cell.key in cells}
    return FigureSet(draw(_UNITS), year, form.edition, ordered)


@st.composite
def any_figures(draw: st.DrawFn) -> FigureSet:
    """A set of either form with any cells absent and no regard to its rules; often full, sometimes empty."""
    form = draw(st.sampled_from(forms()))
    absent = draw(st.one_of(st.just(frozenset[str]()), st.frozensets(st.sampled_from(list(form.by_key)))))
    few = draw(st.booleans())
    keys = absent if few else form.by_key.keys() - absent
    return _set(form, draw, {key: draw(values_of(form.by_key[key])) for key in sorted(keys)})


@st.composite
def balanced_figures(draw: st.DrawFn) -> FigureSet:
    """A full set of either form whose cross-footing rules hold; rules over two years are not regarded."""
    form = draw(st.sampled_from(forms()))
    cells = {cell.key: draw(values_of(cell)) for cell in form.cells if cell.table == "disclosure"}
    cells |= _requests(form, draw)
    for group in ("review", "litigation.direct", "litigation.after_review"):
        results = {
            f"{group}.{name}": Decimal(draw(_SMALL)) for name in ("upheld", "corrected", "other", "pending")
        }
        cells |= results | {f"{group}.total": sum(results.values(), Decimal(0))}
    return _set(form, draw, cells)


def _requests(form: Form, draw: st.DrawFn) -> dict[str, Decimal]:
    """Table 三 from its results: what was closed or is left over came in this year or was carried in."""
    block = form.table("requests").blocks[0]
    kinds = [column.path for column in block.column_leaves if not column.total]
    ends = ("new", "carried_in", "carried_out", "closed")
    results = [row.path for row in block.row_leaves if row.path not in ends]
    cells: dict[str, Decimal] = {}
    for kind in kinds:
        column = {row: Decimal(draw(_SMALL)) for row in [*results, "carried_out"]}
        column["closed"] = sum((column[row] for row in results), Decimal(0))
        everything = column["closed"] + column["carried_out"]
        column["carried_in"] = Decimal(draw(st.integers(0, int(everything))))
        column["new"] = everything - column["carried_in"]
        cells |= {f"requests.{row}.{kind}": value for row, value in column.items()}
    for row in (*results, *ends):
        cells[f"requests.{row}.total"] = sum((cells[f"requests.{row}.{kind}"] for kind in kinds), Decimal(0))
    return cells
