"""A filled form read back gives exactly the evidence that was typed."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from random import Random
from shutil import which
from subprocess import run
from tempfile import TemporaryDirectory

import pytest
from filling import fill, with_typable, without_contradictions
from generated_rulesets import Made, rulesets
from generated_sheets import Sheet, sheets, with_claims
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from thidua_scoring.errors import EvidenceError
from thidua_scoring.evidence.cells import cell_of
from thidua_scoring.evidence.evidence import CLAIMED
from thidua_scoring.forms import read_forms
from thidua_scoring.forms.writing import MAIN
from thidua_scoring.numbers import exact
from thidua_scoring.ruleset.load import catalogue, load_ruleset
from thidua_scoring.ruleset.ruleset import Ruleset

SHIPPED = sorted(catalogue())
slow = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def check_round_trip(made: Made, sheet: Sheet, rng: Random, office: bool = False) -> None:
    """Fill a form for every unit, and compare all that comes back, figure for figure."""
    ruleset = made.ruleset
    sheet = without_contradictions(with_claims(with_typable(sheet), made, rng))
    for key, spec in ruleset.formulas.fields.items():
        if spec.kind == "table":
            sheet.values[key] = [[] if not rng.randint(0, 4) else rows for rows in sheet.values[key]]
    forms = [fill(ruleset, sheet, row, rng) for row in range(len(sheet.units))]
    with TemporaryDirectory() as folder:
        paths = [form.save(Path(folder) / f"{n}.xlsx") for n, form in enumerate(forms)]
        if office:
            paths = saved_by_office(paths)
            for row, path in enumerate(paths):
                check_totals(path, sum(exact(each[row] or 0) for name, each in sheet.claims.items() if name))
                check_points(path, ruleset, sheet, row)
        found = read_forms(paths, ruleset)
    expected = sheet.evidence(ruleset)
    assert found.units == expected.units
    keys = [*ruleset.formulas.fields, *(f"{name}.{CLAIMED}" for name in ("", *made.kinds))]
    for key in keys:
        for row in range(len(sheet.units)):
            assert cell_of(found, key, row) == cell_of(expected, key, row), (key, row)
    assert found.digest == expected.digest


def saved_by_office(paths: list[Path]) -> list[Path]:
    """Open forms in LibreOffice, which computes them, and save them again."""
    folder = paths[0].parent / "saved"
    settled = f"-env:UserInstallation={(paths[0].parent / 'office').as_uri()}"
    command = ["soffice", settled, "--headless", "--convert-to", "xlsx", "--outdir", str(folder)]
    run([*command, *map(str, paths)], check=True, capture_output=True, timeout=120)
    return [folder / path.name for path in paths]


def check_totals(path: Path, claimed: Fraction | int) -> None:
    """Check that the total which a program computes is that of all claims."""
    sheet = load_workbook(path, data_only=True)[MAIN]
    total = next(row[10].value for row in sheet.iter_rows() if row[1].value == "Tổng cộng")
    assert exact(Decimal(repr(total))) == claimed


def check_points(path: Path, ruleset: Ruleset, sheet: Sheet, row: int) -> None:
    """Check that what a program computes, from figures that were not typed as texts, are the points."""
    one = load_workbook(path, data_only=True)[MAIN]
    shown = {each[0].value: each[9].value for each in one.iter_rows(min_row=7) if each[0].value}
    try:
        unit = list(ruleset.score(sheet.evidence(ruleset)))[row]
    except EvidenceError:  # a plan of zero, by which nothing can be divided
        return
    for name, score in unit.criteria.items():
        value = shown[name]
        if isinstance(value, int | float) and score.value.certain and not score.by_claim:
            assert abs(exact(Decimal(repr(value))) - exact(score.points or 0)) < Fraction(1, 10**9), name


@settings(slow, max_examples=12)
@given(st.data(), st.randoms(use_true_random=False))
def test_forms_of_generated_rulesets_give_back_what_was_typed(data: st.DataObject, rng: Random) -> None:
    made = data.draw(rulesets())
    check_round_trip(made, data.draw(sheets(made, most=2)), rng)


@settings(slow, max_examples=12)
@given(st.data(), st.randoms(use_true_random=False))
def test_forms_of_wide_rulesets_give_back_what_was_typed(data: st.DataObject, rng: Random) -> None:
    made = data.draw(rulesets(wide=True))
    check_round_trip(made, data.draw(sheets(made, most=2, nasty=data.draw(st.booleans()))), rng)


@pytest.mark.long
@settings(slow, max_examples=150)
@given(st.data(), st.randoms(use_true_random=False))
def test_many_forms_of_generated_rulesets_give_back_what_was_typed(data: st.DataObject, rng: Random) -> None:
    made = data.draw(rulesets(wide=data.draw(st.booleans())))
    check_round_trip(made, data.draw(sheets(made, most=3, nasty=data.draw(st.booleans()))), rng)


@pytest.mark.parametrize("name", SHIPPED)
@settings(slow, max_examples=4)
@given(st.data(), st.randoms(use_true_random=False))
def test_forms_of_shipped_rulesets_give_back_what_was_typed(
    name: str, data: st.DataObject, rng: Random
) -> None:
    ruleset = load_ruleset(name)
    made = Made("", ruleset, dict.fromkeys(ruleset.written.criteria, ""), {})
    check_round_trip(made, data.draw(sheets(made, most=2)), rng)


@pytest.mark.long
@pytest.mark.skipif(which("soffice") is None, reason="needs LibreOffice")
@pytest.mark.parametrize("name", SHIPPED)
@settings(slow, max_examples=3)
@given(st.data(), st.randoms(use_true_random=False))
def test_forms_saved_by_an_office_program_give_back_what_was_typed(
    name: str, data: st.DataObject, rng: Random
) -> None:
    ruleset = load_ruleset(name)
    made = Made("", ruleset, dict.fromkeys(ruleset.written.criteria, ""), {})
    check_round_trip(made, data.draw(sheets(made, most=2)), rng, office=True)
