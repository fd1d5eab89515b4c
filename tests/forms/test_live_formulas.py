"""Formulas of a form, computed by an office program, give what the rules give."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from random import Random
from shutil import which
from subprocess import run
from typing import Any

import oracle
import pytest
import strategies
from attrs import frozen
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from oracle import NoValue, Unit
from strategies import COLUMNS, LEVELS, RANDOM, TABLES, World
from xlsxwriter import Workbook
from xlsxwriter.utility import xl_rowcol_to_cell

from thidua_scoring.forms.live import points_formula
from thidua_scoring.forms.spreadsheet import AWAY, NO_ROWS, Cells, Filled
from thidua_scoring.formula import nodes

needs_office = pytest.mark.skipif(which("soffice") is None, reason="needs LibreOffice")
KEYS = ("A.x", "A.y", "A.maybe", "B.x", ".people", "A.share", "A.day", "A.good", ".fact", "A.level",
        "A.perhaps", "A.rumour", *TABLES)  # fmt: skip
ROWS = 5
"""How many rows of each table there are room for."""
HEIGHT = ROWS + 1
CALENDAR_DAYS = 693594
DAYS = (str(CALENDAR_DAYS), str(strategies.DAY)[:4])


@frozen
class Case:
    formula: nodes.Number
    unit: Unit
    top: int
    """The first row of its part of the sheet."""

    def cells(self, world: World) -> Cells:
        where = {
            key: Filled(
                xl_rowcol_to_cell(self.top, column),
                world.field(key).kind,
                LEVELS if key in ("A.level", "A.rumour") else (),
                xl_rowcol_to_cell(self.top + 1, column),
            )
            for column, key in enumerate(KEYS)
        }
        tables = {key: self._table(at) for at, key in enumerate(TABLES)}
        away = {"B": xl_rowcol_to_cell(self.top + 2, 0)}
        return Cells(where, away, tables)

    def _table(self, at: int) -> dict[str, Filled]:
        first, last = self.top + 1, self.top + ROWS
        columns = range(20 + 10 * at, 20 + 10 * at + len(COLUMNS))
        return {
            name: Filled(
                f"{xl_rowcol_to_cell(first, column)}:{xl_rowcol_to_cell(last, column)}",
                COLUMNS[name].kind,  # type: ignore[arg-type]
                LEVELS if COLUMNS[name].kind == "level" else (),
            )
            for name, column in zip(COLUMNS, columns, strict=True)
        }

    def expected(self) -> Fraction | None:
        try:
            return Fraction(oracle.number(self.formula, self.unit, [self.unit]))
        except NoValue:
            return None


def typed(kind: str, value: Any) -> Any:
    if value is None:
        return AWAY
    if kind == "yes-no":
        return "có" if value else "không"
    if kind == "date":
        return int(value) - CALENDAR_DAYS
    return float(value) if isinstance(value, Fraction) else value


def fill(sheet: Any, case: Case, world: World, rng: Random) -> None:
    """Write the figures of a case: what does not apply is said in one of two places."""
    for column, key in enumerate(KEYS):
        if key not in case.unit.figures:
            continue
        value = case.unit.figures[key]
        if key in TABLES:
            sheet.write(case.top, column, AWAY if value is None else "" if value else NO_ROWS)
            for number, row in enumerate(value or (), start=case.top + 1):
                for at, (name, spec) in enumerate(COLUMNS.items(), start=20 + 10 * TABLES.index(key)):
                    sheet.write(number, at, typed(spec.kind, row[name]))
        elif value is None and rng.random() < 0.5:
            sheet.write(case.top + 1, column, AWAY)
        else:
            sheet.write(case.top, column, typed(world.specs[key].kind, value))
    if not case.unit.applies["B"]:
        sheet.write(case.top + 2, 0, AWAY)


def cases(count: int) -> Iterator[tuple[World, nodes.Number, Unit]]:
    """Draw formulas of every node, and figures for them."""
    found: list[tuple[World, nodes.Number, Unit]] = []

    @settings(
        max_examples=count, deadline=None, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(st.data(), RANDOM)
    def collect(data: st.DataObject, rng: Random) -> None:
        world = data.draw(strategies.worlds())
        formula = data.draw(strategies.formulas(world))
        found.extend((world, formula, strategies.some_unit(rng, world, formula)) for _ in range(3))

    collect()
    yield from found


def computed(book: bytes, folder: Path) -> Any:
    """Let LibreOffice compute a workbook, and open it."""
    # Saved by openpyxl, formulas have no values, so that LibreOffice must compute them.
    load_workbook(BytesIO(book)).save(folder / "formulas.xlsx")
    settled = f"-env:UserInstallation={(folder / 'office').as_uri()}"
    command = ["soffice", settled, "--headless", "--convert-to", "xlsx", "--outdir", str(folder / "made")]
    run([*command, str(folder / "formulas.xlsx")], check=True, capture_output=True, timeout=300)
    return load_workbook(folder / "made" / "formulas.xlsx", data_only=True)


@needs_office
def test_formulas_of_a_spreadsheet_give_what_the_rules_give(tmp_path: Path) -> None:
    check_formulas(400, tmp_path)


@needs_office
@pytest.mark.long
def test_many_formulas_of_a_spreadsheet_give_what_the_rules_give(tmp_path: Path) -> None:
    check_formulas(2000, tmp_path)


def check_formulas(count: int, folder: Path) -> None:
    held, rng = BytesIO(), Random(0)
    book = Workbook(held, {"in_memory": True})
    sheet = book.add_worksheet()
    written: list[tuple[Case, str]] = []
    tried = 0
    for world, formula, unit in cases(count):
        case = Case(formula, unit, len(written) * (HEIGHT + 1))
        text = points_formula("", formula, nodes.Truth(True), case.cells(world))
        tried += 1
        if text is not None:
            fill(sheet, case, world, rng)
            sheet.write_formula(case.top, 50, f"={text}")
            written.append((case, text))
    book.close()
    found = computed(held.getvalue(), folder).active
    assert len(written) > tried / 10
    apart = [differs(found.cell(case.top + 1, 51).value, case, text) for case, text in written]
    # Nine decimals do not suffice for what is computed from ordinals of days, say their reciprocals.
    assert sum(apart) <= len(apart) / 100


def differs(value: Any, case: Case, text: str) -> bool:
    """Say whether a number differs where numbers may be large; fail for any other difference."""
    expected = case.expected()
    if expected is None:
        assert value in (None, ""), (text, case.unit)
        return False
    assert isinstance(value, int | float), (value, expected, text, case.unit)
    near = abs(Fraction(Decimal(repr(value))) - expected) <= max(1, abs(expected)) / 10**9
    assert near or any(day in text for day in DAYS), (value, expected, text, case.unit)
    return not near


# ── what is typed in other ways than the form offers ────────────────────────────────

DECLARED = Filled("A1", "level", ("Huyện", "Xã"))
FREE = Filled("A1", "level")
OPTIONAL = Filled("A1", "count", status="B1")
DAY = Filled("A1", "date")
LEVEL = nodes.Field("kind", "level", "a")
COUNT = nodes.Field("z", "count", "a")
LATE = nodes.Compare(nodes.Field("day", "date", "a"), ">", nodes.const(738186, "date"))


def shown(folder: Path, *asked: tuple[nodes.Number, Filled, dict[str, Any]]) -> list[Any]:
    """Return what the cell of a criterion's points shows, on a sheet of its own for each case."""
    book = Workbook(held := BytesIO(), {"in_memory": True})
    for of, where, cells in asked:
        key = next(part.key for part in nodes.walk(of) if isinstance(part, nodes.Field))
        sheet = book.add_worksheet()
        for at, value in cells.items():
            sheet.write(at, value)
        sheet.write_formula(
            "Z1", f"={points_formula('a', of, nodes.Truth(True), Cells({key: where}, {}, {}))}"
        )
    book.close()
    found = [sheet["Z1"].value for sheet in computed(held.getvalue(), folder)]
    return [None if value == "" else value for value in found]


@needs_office
def test_levels_are_compared_as_evidence_reads_them(tmp_path: Path) -> None:
    of = nodes.If(nodes.IsLevel(LEVEL, frozenset({"Huyện"})), nodes.const(9), nodes.const(0))
    declared = [(of, DECLARED, {"A1": typed_}) for typed_ in ("huyện", "Xã", "tỉnh")]
    free = [(of, FREE, {"A1": typed_}) for typed_ in ("Huyện ", "huyện")]
    assert shown(tmp_path, *declared, *free) == [9, 0, None, 9, 0]


@needs_office
def test_a_figure_that_is_read_without_asking_must_be_there(tmp_path: Path) -> None:
    asked = nodes.If(nodes.Given(COUNT), nodes.const(1), nodes.const(0))
    of = nodes.Add((asked, nodes.Min((COUNT, nodes.const(4)))))
    away: list[dict[str, Any]] = [{"A1": AWAY}, {"B1": AWAY}, {"A1": 2}]
    assert shown(tmp_path, *((of, OPTIONAL, cells) for cells in away)) == [None, None, 3]
    assert shown(tmp_path, *((asked, OPTIONAL, cells) for cells in away)) == [0, 0, 1]


@needs_office
def test_the_time_of_a_day_makes_it_no_later_day(tmp_path: Path) -> None:
    of = nodes.If(LATE, nodes.const(0), nodes.const(2))
    days = (738186 - CALENDAR_DAYS + 0.6, 738187 - CALENDAR_DAYS)
    assert shown(tmp_path, *((of, DAY, {"A1": day}) for day in days)) == [2, 0]


@needs_office
def test_a_ratio_that_just_misses_a_threshold_misses_it(tmp_path: Path) -> None:
    ratio = nodes.Div(COUNT, nodes.const(10**12))
    of = nodes.If(nodes.Compare(ratio, ">=", nodes.const(Fraction(98, 100))), nodes.const(5), nodes.const(1))
    counts = (979_999_999_999, 980_000_000_000)
    assert shown(tmp_path, *((of, Filled("A1", "count"), {"A1": count}) for count in counts)) == [1, 5]


def test_a_constant_that_programs_cannot_keep_gets_no_formula() -> None:
    for value in (Fraction(10**16), Fraction(12345678123456789, 10**9), Fraction(1, 10**15)):
        of = nodes.Add((COUNT, nodes.const(value)))
        assert points_formula("a", of, nodes.Truth(True), Cells({COUNT.key: OPTIONAL}, {}, {})) is None
