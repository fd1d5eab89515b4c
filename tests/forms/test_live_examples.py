"""Forms of the examples, filled in and computed by an office program, show the points of the rules."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from shutil import which
from typing import Any

import pytest
from filling import Filled
from openpyxl import load_workbook
from test_forms_round_trip import saved_by_office

from thidua_scoring.evidence.cells import APPLIES, Cell, cell_of
from thidua_scoring.forms import make_form
from thidua_scoring.forms.writing import MAIN
from thidua_scoring.ruleset.load import catalogue, load_ruleset
from thidua_scoring.scoring.scoreboard import Scoreboard

EXAMPLES = Path(__file__).parents[2] / "examples"
FILES = {
    "tien_giang_2022/cai_lay.csv": "tien-giang/tnmt-cap-huyen-2022",
    "bac_ninh_2019/full_year.csv": "bac-ninh/khoi-kinh-te-2019",
    "cao_bang_2015/evidence.csv": "cao-bang/khoi-ii-2015",
    "cao_bang_2021/evidence.csv": "cao-bang/kinh-te-xa-hoi-2021",
}


def typed(cell: Cell, kind: str) -> Any:
    """Return a figure as a person types it, not asking how sure it is."""
    if isinstance(cell.value, bool):
        return "có" if cell.value else "không"
    if kind == "date" and isinstance(cell.value, int | Fraction):
        return date.fromordinal(int(cell.value))
    return float(cell.value) if isinstance(cell.value, Fraction | int) else cell.value


def filled(board: Scoreboard, row: int, path: Path) -> Path:
    unit = board.evidence.units[row]
    form = Filled.of(make_form(board.ruleset, unit.id, name=unit.name, bloc=unit.bloc), board.ruleset)
    for each in form.plan.inputs:
        if not each.field:
            if not cell_of(board.evidence, f"{each.criterion}.{APPLIES}", row).value:
                form.type(each.sheet, each.status, "không áp dụng")
        elif each.field != "claimed":
            cell = cell_of(board.evidence, f"{each.criterion}.{each.field}", row)
            if isinstance(cell.value, tuple):
                spec = board.ruleset.formulas.fields[f"{each.criterion}.{each.field}"]
                names = [column.name for column in spec.columns]
                rows = [dict(zip(names, map(float, line), strict=True)) for line in cell.value]
                form.rows(each.criterion, each.field, rows)
                continue
            value = "không áp dụng" if cell.status == "not-applicable" else typed(cell, each.kind)
            if value is not None:
                form.type(each.sheet, each.value, value)
    return form.save(path)


@pytest.mark.skipif(which("soffice") is None, reason="needs LibreOffice")
@pytest.mark.parametrize("file", FILES)
def test_the_points_of_an_example_are_shown(file: str, tmp_path: Path) -> None:
    board = load_ruleset(FILES[file]).score(EXAMPLES / file)
    paths = [filled(board, row, tmp_path / f"{row}.xlsx") for row in range(len(board))]
    compared = 0
    for unit, path in zip(board, saved_by_office(paths), strict=True):
        sheet = load_workbook(path, data_only=True)[MAIN]
        shown = {row[0].value or row[1].value: row[9].value for row in sheet.iter_rows(min_row=7)}
        for name, score in unit.criteria.items():
            if score.value.certain and score.points is not None:
                assert shown[name] not in (None, ""), name
                assert Fraction(Decimal(repr(shown[name]))) == pytest.approx(Fraction(score.points), abs=1e-9)
                compared += 1
        whole = [shown[name] for name in unit.criteria if isinstance(shown[name], int | float)]
        assert shown["Tổng cộng"] == pytest.approx(sum(whole), abs=1e-9)
    assert compared >= 8


def test_all_shipped_criteria_have_a_formula_but_those_that_look_at_the_bloc() -> None:
    counted = without = 0
    for name in catalogue():
        ruleset = load_ruleset(name)
        sheet = load_workbook(BytesIO(make_form(ruleset, "a")))[MAIN]
        shown = {row[0].value: row[9].value for row in sheet.iter_rows(min_row=7) if row[0].value}
        for criterion, formulas in ruleset.formulas.criteria.items():
            counted += 1
            without += shown[criterion] == "—"
            assert (shown[criterion] == "—") is formulas.relative, (name, criterion)
    assert (without, counted) == (13, 111)  # as docs/forms.md says
