"""Workbooks of results: exact figures, nothing that runs, sheets that print, and only what may be seen."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from io import BytesIO
from posixpath import normpath
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

import openpyxl
import pytest
from attrs import evolve
from generated_rulesets import Made, rulesets
from generated_sheets import sheets
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from office_examples import EXAMPLES, HARMFUL, bac_ninh, cao_bang, harmful

from thidua_scoring import decide, load_ruleset
from thidua_scoring.decisions import Standing
from thidua_scoring.errors import FaultsError
from thidua_scoring.notebook.words import STATES
from thidua_scoring.numbers import decimals, terminates, write
from thidua_scoring.reports.excel import REPORTS, write_appendix, write_workbook
from thidua_scoring.reports.excel.cells import Cells, as_number, number_format
from thidua_scoring.reports.excel.sheets import Sheets

UNIT = "so-xay-dung"


def opened(content: bytes) -> Any:
    return openpyxl.load_workbook(BytesIO(content))


def cells(content: bytes) -> list[Any]:
    return [cell for sheet in opened(content) for row in sheet.iter_rows() for cell in row]


# ── the file ────────────────────────────────────────────────────────────────────────


def test_the_same_input_gives_the_same_bytes() -> None:
    assert write_workbook(bac_ninh(), audience="council") == write_workbook(bac_ninh(), audience="council")
    assert write_appendix(cao_bang()) == write_appendix(cao_bang())


@pytest.mark.parametrize("standing", [bac_ninh, harmful])
def test_all_parts_are_well_formed_and_all_relationships_lead_to_a_part(
    standing: Callable[[], Standing],
) -> None:
    with ZipFile(BytesIO(write_workbook(standing(), audience="council"))) as package:
        names = set(package.namelist())
        for name in names:
            root = ElementTree.fromstring(package.read(name))
            if name.endswith(".rels"):
                home = name.split("_rels/")[0]
                for each in root:
                    assert each.get("TargetMode") is None
                    target = str(each.get("Target"))
                    assert (target[1:] if target.startswith("/") else normpath(home + target)) in names


def test_both_kinds_have_a_writer() -> None:
    assert dict(REPORTS) == {"summary": write_workbook, "appendix": write_appendix}


# ── sheets ──────────────────────────────────────────────────────────────────────────


def test_the_council_gets_a_summary_the_criteria_decisions_ballots_and_a_sheet_for_each_unit() -> None:
    names = opened(write_workbook(bac_ninh(), audience="council")).sheetnames
    assert names[:4] == ["Kết quả", "Điểm theo tiêu chí", "Quyết định và lý do", "Kết quả bỏ phiếu"]
    assert names[4:-1] == [unit.unit.id[:31] for unit in bac_ninh()]
    assert names[-1] == "Cách tính"


def test_every_sheet_prints_on_a4_across_and_keeps_its_headings_in_view() -> None:
    for sheet in opened(write_workbook(bac_ninh(), audience="council")):
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
        if sheet.title != "Kết quả bỏ phiếu":
            head = int(re.sub(r"\D", "", sheet.freeze_panes)) - 1
            assert all(cell.font.bold for cell in sheet[head])
            assert sheet.print_title_rows == f"${head}:${head}"


def test_classes_are_coloured_by_what_stands_in_the_cell() -> None:
    sheet = opened(write_workbook(bac_ninh(), audience="council"))["Kết quả"]
    titles = [each.title for each in bac_ninh().board.ruleset.written.classes]
    formulas = [rule.formula for found in sheet.conditional_formatting for rule in found.rules]
    assert [[f'"{title}"'] for title in titles] == formulas[: len(titles)]


@pytest.mark.parametrize(
    ("given_", "found"),
    [
        (["a/b", "a?b", "A*B"], ["a-b", "a-b (2)", "A-B (3)"]),
        (["History", "''", ""], ["History-", "-", "- (2)"]),
        (["x" * 40, "x" * 50], ["x" * 31, "x" * 27 + " (2)"]),
    ],
)
def test_names_of_sheets_are_made_fit_and_different(given_: list[str], found: list[str]) -> None:
    import xlsxwriter

    held = BytesIO()
    book = xlsxwriter.Workbook(held)
    made = Sheets(book, Cells(book), "vi")
    for name in given_:
        made.add(name, name)
    book.close()
    assert opened(held.getvalue()).sheetnames == found


def test_what_is_left_to_the_council_is_folded_within_the_width_of_the_table() -> None:
    rules = load_ruleset("bac-ninh/khoi-kinh-te-2019")
    standing = decide(rules.score(EXAMPLES / "bac_ninh_2019" / "evidence.csv"))
    sheet = opened(write_workbook(standing, audience="council"))["Kết quả"]
    columns = sheet.auto_filter.ref.rpartition(":")[2].rstrip("0123456789")
    merged = {str(each).split(":")[0]: str(each).split(":")[1] for each in sheet.merged_cells.ranges}
    lines = [row[0] for row in sheet.iter_rows() if str(row[0].value).startswith("– ")]
    assert len(lines) == len(standing.open)
    for cell in lines:
        assert merged[cell.coordinate].rstrip("0123456789") == columns
        assert cell.alignment.wrap_text
        assert sheet.row_dimensions[cell.row].height >= 33 or len(cell.value) < 200
    # Nothing but the title stands beyond its cell.
    for row in sheet.iter_rows(min_row=2):
        assert all(cell.alignment.wrap_text or cell.value is None or cell.column > 1 for cell in row)


# ── figures ─────────────────────────────────────────────────────────────────────────


@given(st.fractions() | st.decimals(allow_nan=False, allow_infinity=False, places=4).map(Fraction))
@example(Fraction(1, 10))
@example(Fraction(86397, 10000))
@example(Fraction(10**15 + 1))
@example(Fraction(9_007_199_254_740_993))
def test_a_number_is_kept_as_one_only_where_the_workbook_gives_back_its_text(value: Fraction) -> None:
    kept = as_number(value)
    if kept is not None:
        assert Fraction(kept) == value
        assert Fraction(Decimal(f"{kept:.16G}")) == value
        assert Fraction(Decimal(repr(float(f"{kept:.16G}")))) == value
        assert number_format(value) == "#,##0" + ("." + "0" * decimals(value) if decimals(value) else "")
    elif terminates(value):
        assert len(write(abs(value)).replace(".", "").strip("0")) > 15


@example(86397, 4)
@settings(max_examples=30)
@given(st.integers(-(10**9), 10**9), st.integers(0, 6))
def test_a_number_in_a_workbook_is_read_back_as_it_was(digits: int, places: int) -> None:
    import xlsxwriter

    value = Fraction(digits, 10**places)
    held = BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True})
    Cells(book).cell(book.add_worksheet(), (0, 0), value, "", "figure")
    book.close()
    # The text in the file itself: programs that read it round it to 15 digits, not all of them.
    with ZipFile(held) as package:
        (stored,) = re.findall(rb"<v>(.*?)</v>", package.read("xl/worksheets/sheet1.xml"))
    assert Fraction(Decimal(stored.decode())) == value


def test_points_are_read_back_as_they_are_and_gaps_say_what_they_are() -> None:
    sheet = opened(write_workbook(bac_ninh(), audience="council"))["Điểm theo tiêu chí"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4)][:8]
    for unit, row in zip(bac_ninh(), rows, strict=True):
        found = [None if isinstance(value, str) else Decimal(str(value)) for value in row[1:-1]]
        scores = list(unit.score.criteria.values())
        assert found == [score.points for score in scores]
        told = {value for value in row[1:-1] if isinstance(value, str)}
        assert told == {STATES[score.status].vi for score in scores if score.points is None}
        assert Decimal(str(row[-1])) == unit.score.total


def test_the_appendix_is_the_appendix_cell_by_cell() -> None:
    (sheet,) = opened(write_appendix(cao_bang()))
    rows = [["" if c.value is None else str(c.value) for c in row] for row in sheet.iter_rows(min_row=4)]
    assert rows[: len(cao_bang().rows)] == [list(each) for each in cao_bang().cells()]


# ── names that do harm, and readers ─────────────────────────────────────────────────


def test_no_cell_is_a_formula_or_a_link_whatever_units_are_called() -> None:
    content = write_workbook(harmful(), audience="council")
    found = cells(content)
    assert {cell.data_type for cell in found} <= {"s", "n"}
    assert all(cell.hyperlink is None for cell in found)
    texts = {cell.value for cell in found if cell.data_type == "s"}
    assert texts >= {name for name in HARMFUL if "\u202e" not in name}
    assert not any("\u202e" in str(text) for text in texts)
    with ZipFile(BytesIO(content)) as package:
        sheets_ = [package.read(name) for name in package.namelist() if "worksheets/sheet" in name]
    assert not any(b"<f>" in sheet for sheet in sheets_)


def test_a_text_too_long_for_a_cell_is_cut_and_marked() -> None:
    standing = bac_ninh()
    first, *rest = standing.board.evidence.units
    units = (evolve(first, name="ư" * 40_000), *rest)
    board = evolve(standing.board, evidence=evolve(standing.board.evidence, units=units))
    sheet = opened(write_workbook(evolve(standing, board=board), audience="public"))["Kết quả"]
    texts = [str(cell.value) for row in sheet.iter_rows() for cell in row]
    assert any(text.startswith("ưưư") and text.endswith("…") for text in texts)


@st.composite
def standings(draw: Callable[..., Any]) -> Standing:
    made: Made = draw(rulesets())
    return decide(made.ruleset.score(draw(sheets(made, 2, 4)).evidence(made.ruleset)))


@settings(max_examples=15, suppress_health_check=list(HealthCheck), deadline=None)
@given(standings())
def test_the_public_gets_no_number_and_a_unit_its_own_sheet_only(standing: Standing) -> None:
    public = write_workbook(standing, audience="public")
    assert opened(public).sheetnames == ["Kết quả"]
    assert all(cell.data_type != "n" or cell.value is None for cell in cells(public))
    own = opened(write_workbook(standing, audience="unit", unit="don-vi-1"))
    assert own.sheetnames == ["Kết quả", "Quyết định và lý do", "don-vi-1", "Cách tính"]
    for name in ("Quyết định và lý do", "Cách tính"):
        assert {row[0].value for row in own[name].iter_rows(min_row=4)} <= {"Đơn vị 1", None}
    assert all(c.data_type != "n" or c.value is None for row in own["Kết quả"].iter_rows() for c in row)


@settings(max_examples=10, suppress_health_check=list(HealthCheck), deadline=None)
@given(standings())
def test_every_known_total_stands_exactly_in_the_workbook_of_the_council(standing: Standing) -> None:
    sheet = opened(write_workbook(standing, audience="council"))["Kết quả"]
    heads = next(row for row in sheet.iter_rows() if row[0].value == "Đơn vị")
    column = [cell.value for cell in heads].index("Tổng điểm")
    for unit, row in zip(standing, sheet.iter_rows(min_row=heads[0].row + 1), strict=False):
        total = unit.score.total
        value = row[column].value
        if total is not None and as_number(Fraction(total)) is not None:
            assert Fraction(Decimal(str(value))) == Fraction(total)
        else:
            assert value is None or isinstance(value, str)


def test_without_its_library_a_workbook_asks_for_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(FaultsError) as refused:
        write_workbook(bac_ninh(), audience="council")
    assert [(each.code, each.parameters["extra"]) for each in refused.value.faults] == [
        ("needs-extra", "excel")
    ]
