"""One sheet of a form while it is written: what is put there is noted, so that changes are found."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

from attrs import define, field

from thidua_scoring.criterion import FieldSpec
from thidua_scoring.forms.cells import at
from thidua_scoring.forms.checking import FORMATS, validation
from thidua_scoring.forms.looks import Looks
from thidua_scoring.forms.plan import Page
from thidua_scoring.numbers import present, terminates, write


@define(eq=False)
class Paper:
    """A sheet of XlsxWriter and the page that is noted; rows and columns are from 0."""

    sheet: Any
    looks: Looks
    listed: Callable[[Sequence[str]], str]
    """Puts a list to choose from on the hidden sheet, and returns where it is."""
    page: Page = field(factory=Page)

    def put(self, row: int, column: int, value: str | Fraction | None, look: Any = None) -> None:
        """Write a text or a number of the form's own; a number without end is a text."""
        if value is None or value == "":
            self.sheet.write_blank(row, column, None, look)
            return
        if isinstance(value, Fraction) and not terminates(value):
            value = write(value)
        if isinstance(value, Fraction):
            self.sheet.write_number(row, column, present(value), look)
        else:
            self.sheet.write_string(row, column, value, look)
        self.page.said[row + 1, column + 1] = value

    def compute(self, row: int, column: int, formula: str, look: Any, result: int | str) -> None:
        """Write a formula, and what it gives while nothing is filled in."""
        self.sheet.write_formula(row, column, f"={formula}", look, result)
        self.page.formulas[row + 1, column + 1] = formula

    def open(self, row: int, column: int, spec: FieldSpec, value: str = "", rows: int = 1) -> None:
        """Open cells for a figure, one below the other, and say what may be typed there."""
        for each in range(row, row + rows):
            self._opened(each, column, FORMATS.get(spec.kind, ""), value)
        check = validation(spec, at(row, column), self.listed)
        self.sheet.data_validation(row, column, row + rows - 1, column, check)

    def choice(self, row: int, column: int, words: Sequence[str]) -> None:
        """Open a cell for one of some words."""
        self.remark(row, column)
        check = {"validate": "list", "source": self.listed(words)}
        self.sheet.data_validation(row, column, row, column, check)

    def remark(self, row: int, column: int) -> None:
        """Open a cell for any text."""
        self._opened(row, column, "@", "")

    def free(self, row: int, column: int, text: str, look: Any) -> None:
        """Open a cell that is not read, with what stands there until somebody signs."""
        if text:
            self.sheet.write_string(row, column, text, look)
        else:
            self.sheet.write_blank(row, column, None, look)
        self.page.free.add((row + 1, column + 1))

    def _opened(self, row: int, column: int, number_format: str, value: str) -> None:
        look = self.looks.open(number_format)
        if value:
            self.sheet.write_string(row, column, value, look)
        else:
            self.sheet.write_blank(row, column, None, look)
        self.page.open.add((row + 1, column + 1))

    def finish(self, last: int, width: int, head: int) -> None:
        """Freeze the header, set the sheet up for print, and lock what is not open."""
        sheet, self.page.head = self.sheet, head + 1
        sheet.freeze_panes(head + 1, 2 if width > 6 else 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.set_margins(left=0.5, right=0.4, top=0.6, bottom=0.6)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(head)
        sheet.print_area(0, 0, last, width)
        sheet.set_footer('&L&"Times New Roman,Regular"&A&R&"Times New Roman,Regular"Trang &P/&N')
        allowed = {"format_columns": True, "format_rows": True, "select_locked_cells": True}
        sheet.protect("", allowed)
