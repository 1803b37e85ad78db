"""The forms are, cell for cell and rule for rule, what the contract beside the repository lists."""

import json
from typing import Any

import pytest

from agent.forms import Form, form_of, forms
from tests.surroundings import SHARED

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not SHARED.is_dir(), reason="no sample material beside the repository"),
]
EDITIONS = ("2019", "2021")


def contract(edition: str) -> Any:
    return json.loads((SHARED / "contracts" / f"form-{edition}.json").read_text("utf-8"))


def one(rule: dict[str, Any]) -> tuple[str, str, str, bool]:
    return rule["label"], rule["left"], rule["right"], rule.get("severity") == "warning"


def ours(form: Form) -> dict[str, tuple[str, str, str, bool]]:
    return {rule.id: (rule.label, str(rule.left), str(rule.right), rule.warning) for rule in form.rules}


def test_there_is_a_form_for_each_contract() -> None:
    assert {form.edition for form in forms()} >= set(EDITIONS)


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("part", ["key", "row", "column", "unit", "integer", "signed"])
def test_every_cell_is_as_listed_and_in_its_order(edition: str, part: str) -> None:
    listed = [cell[part] for table in contract(edition)["tables"] for cell in table["cells"]]
    assert [getattr(cell, part) for cell in form_of(edition).cells] == listed


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_rule_is_as_listed(edition: str) -> None:
    listed = {rule["id"]: one(rule) for rule in contract(edition)["rules"]}
    assert {name: rule for name, rule in ours(form_of(edition)).items() if name in listed} == listed


@pytest.mark.parametrize("edition", EDITIONS)
def test_rules_beyond_the_listed_are_the_listed_ones_for_each_applicant(edition: str) -> None:
    listed = {rule["id"]: rule.get("per_column") for rule in contract(edition)["rules"]}
    beyond = [name for name in ours(form_of(edition)) if name not in listed]
    assert all(listed[name.rpartition(".")[0]] for name in beyond)


@pytest.mark.parametrize("edition", EDITIONS)
def test_sections_and_years_are_as_listed(edition: str) -> None:
    form, listed = form_of(edition), contract(edition)
    assert [section.heading for section in form.sections] == listed["sections"]
    assert [form.first_year, form.last_year] == listed["report_years"]
