"""The workbook after another program opened and saved it: the figures are the same, and the formulas say what they should."""

import io
import subprocess
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from agent.export.xlsx import read_workbook
from agent.export.xlsx.places import places_of
from agent.figures import Breakdown, Contact, Fact, FigureSet, Part
from agent.forms import form_of
from tests.export.workbooks import APPEALS, FILE, REQUESTS, balanced, figures, page, written

CHECKS = "勾稽检查"
EVIL = "=1+1"

_CELLS_2019: dict[str, int | str] = {
    "decisions.licensing.change": -649,
    "procurement.amount": "21174299.57",
    "requests.new.natural_person": 0,
    "review.total": 4,
    "review.upheld": 3,
    "review.corrected": 0,
    "review.other": 0,
    "review.pending": 0,
}
FACTS = (
    Fact(
        EVIL,
        Decimal("2083.5"),
        "条",
        "余",
        "台账",
        ("@信息", "+信息"),
        (Breakdown("主体", (Part("-本级", Decimal(211)),)),),
    ),
    Fact("012", None),
)


def _unbalanced() -> FigureSet:
    """One total two too high, one row not filled in, last year's carry-over one off."""
    cells = dict(balanced().cells)
    cells["requests.closed.total"] += 2
    del cells["requests.partial.business"]
    return figures({key: str(value) for key, value in cells.items()})


SETS: dict[str, tuple[FigureSet, FigureSet | None]] = {
    "balanced": (balanced(), None),
    "unbalanced": (_unbalanced(), figures({"requests.carried_out.total": 1}, year=2022)),
    "2019": (
        figures(
            _CELLS_2019,
            form="2019",
            year=2020,
            facts=FACTS,
            contact=Contact(EVIL, telephone="0598-2322653", postcode="012345"),
        ),
        None,
    ),
}


@pytest.fixture(scope="module")
def saved(soffice: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Each set written by us, then opened and saved by LibreOffice."""
    before, after, profile = (tmp_path_factory.mktemp(name) for name in ("before", "after", "profile"))
    for name, (this, last) in SETS.items():
        (before / f"{name}.xlsx").write_bytes(written(this, last))
    command = [
        soffice,
        f"-env:UserInstallation={profile.as_uri()}",
        "--headless",
        "--convert-to",
        "xlsx",
        "--outdir",
    ]
    files = [str(path) for path in sorted(before.iterdir())]
    subprocess.run([*command, str(after), *files], check=True, capture_output=True, timeout=300)
    return {path.stem: path.read_bytes() for path in Path(after).iterdir()}


@pytest.fixture
def results(saved: dict[str, bytes]) -> Callable[[str], Workbook]:
    """The workbook of a set, with the results that LibreOffice computed."""
    return lambda name: load_workbook(io.BytesIO(saved[name]), data_only=True)


@pytest.mark.parametrize("name", SETS)
def test_the_figures_are_the_same(saved: dict[str, bytes], name: str) -> None:
    assert read_workbook(saved[name], FILE) == SETS[name][0]


def _at(book: Workbook, key: str, rows: int = 0, columns: int = 0) -> object:
    """The result that stands so far from the cell of a key."""
    place = places_of(form_of("2021")).cells[key].moved(rows, columns)
    return page(book, place.sheet)[place.address].value


def test_the_sum_of_a_row_is_computed(results: Callable[[str], Workbook]) -> None:
    assert _at(results("balanced"), "requests.new.total", columns=1) == 8


def test_where_all_is_well_the_difference_is_nothing(results: Callable[[str], Workbook]) -> None:
    assert _at(results("balanced"), "requests.new.total", columns=2) == 0


def test_a_total_that_is_too_high_shows_by_how_much(results: Callable[[str], Workbook]) -> None:
    assert _at(results("unbalanced"), "requests.closed.total", columns=2) == 2


def test_the_sum_of_a_column_shows_by_how_much_it_differs(results: Callable[[str], Workbook]) -> None:
    assert _at(results("unbalanced"), "requests.carried_out.total", rows=2) == 2


def test_a_sum_over_something_absent_is_not_a_smaller_sum(results: Callable[[str], Workbook]) -> None:
    book = results("unbalanced")
    assert [_at(book, "requests.partial.total", columns=step) for step in (1, 2)] in (
        [None, "未填全"],
        ["", "未填全"],
    )


def test_the_sum_below_table_four_is_computed(results: Callable[[str], Workbook]) -> None:
    sheet = page(results("2019"), APPEALS)
    assert [sheet["F8"].value, sheet["F9"].value] == [3, 1]


def test_an_empty_table_shows_no_difference(results: Callable[[str], Workbook]) -> None:
    assert page(results("2019"), REQUESTS)["L8"].value in (None, "")


def _verdicts(book: Workbook) -> dict[str, str]:
    rows = page(book, CHECKS).iter_rows(min_row=5, max_col=6, values_only=True)
    return {str(row[1]): str(row[5]) for row in rows if row[1]}


def test_every_rule_of_a_balanced_set_holds(results: Callable[[str], Workbook]) -> None:
    judged = {
        verdict
        for label, verdict in _verdicts(results("balanced")).items()
        if label.startswith(("表三", "表四"))
    }
    assert judged == {"相符"}


@pytest.mark.parametrize(
    ("label", "verdict"),
    [
        ("表三 （一）至（六）之和=（七）总计（总计）", "不符"),
        ("表三 （一）至（六）之和=（七）总计（商业企业）", "未填全"),
        ("表三 （一）至（六）之和=（七）总计（自然人）", "相符"),
        ("上年结转=上一年度“结转下年度继续办理”", "不符"),
        ("上年结转=上一年度“结转下年度继续办理”（自然人）", "未填全"),
        ("表二 规章：上年现行有效+本年制发-本年废止=本年现行有效", "未填全"),
    ],
)
def test_a_rule_shows_its_verdict(results: Callable[[str], Workbook], label: str, verdict: str) -> None:
    assert _verdicts(results("unbalanced"))[label] == verdict


def test_the_sheet_counts_what_is_broken(results: Callable[[str], Workbook]) -> None:
    assert "不符 4 条" in str(page(results("unbalanced"), CHECKS)["A2"].value)


@pytest.mark.parametrize("name", SETS)
def test_no_formula_gives_an_error(results: Callable[[str], Workbook], name: str) -> None:
    values = [cell.value for sheet in results(name).worksheets for row in sheet for cell in row]
    assert [
        value for value in values if isinstance(value, str) and value.startswith("#") and value != "#"
    ] == []


def test_a_text_that_looks_like_a_formula_is_still_text(saved: dict[str, bytes]) -> None:
    cell = page(load_workbook(io.BytesIO(saved["2019"])), "补充数据")["A4"]
    assert (cell.data_type, cell.value) == ("s", EVIL)
