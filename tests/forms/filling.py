"""Fill forms in as a person does: numbers, percentages, dates, words, rows of tables, states and remarks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any

import pytest
from attrs import define
from generated_sheets import Sheet
from openpyxl import load_workbook
from openpyxl.utils import coordinate_to_tuple, get_column_letter

from thidua_scoring.criterion import FieldSpec
from thidua_scoring.errors import EvidenceError, Fault
from thidua_scoring.forms import make_form, read_forms
from thidua_scoring.forms.plan import SHEET, Head, Input, Layout
from thidua_scoring.forms.writing import layout_of
from thidua_scoring.numbers import exact, present, show, terminates
from thidua_scoring.ruleset.ruleset import Ruleset

REMARKS = ["", "", "QĐ 12/QĐ-UBND", "=1+1", '=HYPERLINK("http://x")', "+84", "@ghi chú", "-", "<b>&amp;"]


@define
class Filled:
    """A form that is being filled in."""

    book: Any
    plan: Layout

    @classmethod
    def of(cls, made: bytes, ruleset: Ruleset) -> Filled:
        book = load_workbook(BytesIO(made))
        rows = [["" if v is None else str(v) for v in row] for row in book[SHEET].values]
        return cls(book, layout_of(ruleset, Head.read(rows).table_rows))

    def input(self, criterion: str, name: str) -> Input:
        return next(i for i in self.plan.inputs if (i.criterion, i.field) == (criterion, name))

    def type(self, sheet: str, cell: str, value: Any) -> None:
        """Put a value into a cell; a text stays a text, as with an apostrophe before it."""
        at = self.book[sheet][cell]
        assert not at.protection.locked
        at.value = value
        if isinstance(value, str):
            at.data_type = "s"

    def put(self, criterion: str, name: str, value: Any) -> None:
        of = self.input(criterion, name)
        self.type(of.sheet, of.value, value)

    def rows(self, criterion: str, name: str, rows: list[Mapping[str, Any]], skip: int = 0) -> None:
        """Fill in the rows of a small table, below so many blank ones."""
        for column in self.plan.columns:
            if (column.criterion, column.field) == (criterion, name):
                first, at = coordinate_to_tuple(column.first)
                for number, row in enumerate(rows, start=first + skip):
                    self.type(column.sheet, f"{get_column_letter(at)}{number}", row[column.column])

    def save(self, path: Path) -> Path:
        self.book.save(path)
        return path


def faults(path: Path | list[Path], ruleset: Ruleset) -> list[Fault]:
    """Return what is wrong with forms."""
    with pytest.raises(EvidenceError) as caught:
        read_forms(path if isinstance(path, list) else [path], ruleset)
    return list(caught.value.faults)


def typed(value: Any, spec: FieldSpec, rng: Random) -> Any:
    """Choose one of the ways in which a person types a figure."""
    if isinstance(value, bool):
        return rng.choice(["có", "Có", "x", True, 1] if value else ["không", "KHÔNG", False, 0])
    if isinstance(value, date):
        return rng.choice([value, f"{value:%d/%m/%Y}", f"ngày {value:%d} tháng {value:%m} năm {value:%Y}"])
    if isinstance(value, str):
        return value
    number = exact(value)
    percent = spec.kind == "percent"
    said = show(number * 100 if percent else number, most=30) + " %" * percent
    # A spreadsheet keeps fifteen digits of a number; whoever has more to say types a text.
    number_itself = float(number) if exact(Decimal(f"{float(number):.15g}")) == number else said
    return rng.choice([number_itself, said, f"{said} {spec.unit}" if spec.unit and not percent else said])


def typable(value: Any) -> Any:
    """Bring a figure to decimals, as nobody types a third."""
    if isinstance(value, Fraction) and not terminates(value):
        return present(Fraction(round(value * 1000), 1000))
    if isinstance(value, list):
        return [{name: typable(cell) for name, cell in row.items()} for row in value]
    return value


def with_typable(sheet: Sheet) -> Sheet:
    """Return evidence of figures that can be typed."""
    copy = sheet.copy()
    copy.values = {key: list(map(typable, values)) for key, values in sheet.values.items()}
    return copy


def without_contradictions(sheet: Sheet) -> Sheet:
    """Leave a criterion blank where it is said not to apply: a form refuses figures beside."""
    copy = sheet.copy()
    for criterion, rows in copy.away.items():
        for row in rows:
            for key, states in copy.states.items():
                if key.rpartition(".")[0] == criterion and states[row] in ("known", "unconfirmed"):
                    states[row] = "missing"
            if criterion in copy.claims:
                copy.claims[criterion][row] = None
    return copy


def fill(ruleset: Ruleset, sheet: Sheet, row: int, rng: Random) -> Filled:
    """Make the form of one unit and fill in what a sheet of evidence says of it."""
    kind = sheet.kinds[row] if sheet.kinds else ""
    made = make_form(ruleset, sheet.units[row], name=sheet.names[row], bloc=sheet.blocs[row], kind=kind,
                     table_rows=6)  # fmt: skip
    form = Filled.of(made, ruleset)
    for each in form.plan.inputs:
        key = f"{each.criterion}.{each.field}"
        if not each.field:
            if row in sheet.away.get(each.criterion, ()):
                form.type(each.sheet, each.status, rng.choice(["không áp dụng", "Không áp dụng"]))
        elif each.field == "claimed":
            claim: Decimal | int | None = sheet.claims.get(each.criterion, [None] * (row + 1))[row]
            if claim is not None:
                form.type(each.sheet, each.value, float(claim))
        elif key in sheet.values:
            _figure(form, each, ruleset.formulas.fields[key], sheet.values[key][row],
                    sheet.states[key][row], rng)  # fmt: skip
    return form


def _figure(form: Filled, of: Input, spec: FieldSpec, value: Any, state: str, rng: Random) -> None:  # noqa: PLR0917
    note = rng.choice(REMARKS) or ("lý do" if spec.needs_note else "")
    form.type(of.sheet, of.note, note or None)
    form.type(of.sheet, of.source, rng.choice(REMARKS) or None)
    if state == "missing":
        form.type(of.sheet, of.status, rng.choice([None, "thiếu", "chưa có số liệu"]))
        return
    if state == "not-applicable":
        where = rng.choice([of.value, of.status])
        form.type(of.sheet, where, "không áp dụng")
        return
    words = ["chưa xác nhận", "Chưa  xác nhận"] if state == "unconfirmed" else [None, "đã xác nhận"]
    form.type(of.sheet, of.status, rng.choice(words))
    if spec.kind != "table":
        form.type(of.sheet, of.value, typed(value, spec, rng))
    elif not value:
        form.type(of.sheet, of.value, "không có")
    else:
        columns = {column.name: column for column in spec.columns}
        rows = [{name: typed(cell, columns[name], rng) for name, cell in row.items()} for row in value]
        form.rows(of.criterion, of.field, rows, skip=rng.randint(0, 2))
