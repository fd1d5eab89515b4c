"""Find what was changed in a form outside the cells that are to be filled in: it would be lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import groupby
from typing import Final, TypeAlias

from thidua_scoring.errors import Problem
from thidua_scoring.evidence.kinds import as_text
from thidua_scoring.evidence.statements import StatedValue, is_blank
from thidua_scoring.evidence.text import normalise
from thidua_scoring.evidence.workbook_cells import Cell, Sheet
from thidua_scoring.forms.plan import Page, Where

Change: TypeAlias = tuple[Cell, Problem]
_NO_MATTER: Final = re.compile(r"[\s$]+|(?<=TRUE|ALSE)\(\)")
"""How programs write a formula differently."""
_DIGITS: Final = 10**13
"""A spreadsheet keeps fifteen digits of a number, and some programs write fewer."""


def text_of(cell: Cell) -> str:
    """Return what stands in a cell, with single spaces; the time beside a date, too."""
    text = normalise(as_text(cell.value))
    return f"{text} {cell.time.isoformat()}" if cell.time else text


def changes(sheet: Sheet, page: Page) -> Iterator[Change]:
    """Yield every cell that is not as the form wrote it; of a row that moved, only its label."""
    cells = {(cell.row, cell.column): cell for row in sheet.rows for cell in row if cell.value is not None}
    places = cells.keys() | sheet.formulas.keys() | page.said.keys() | page.formulas.keys()
    for _, row in groupby(sorted(places - page.open), key=lambda where: where[0]):
        found: list[Change] = []
        for where in row:
            cell = cells.get(where) or Cell(None, *where, sheet=sheet.name)
            problem = _change(cell, where, sheet, page)
            if problem is not None:
                found.append((cell, problem))
        yield from [each for each in found if _is_label(each[0], page)] or found


def _is_label(cell: Cell, page: Page) -> bool:
    return cell.column == page.label and (cell.row, cell.column) in page.said


def _change(cell: Cell, where: Where, sheet: Sheet, page: Page) -> Problem | None:
    """Say what is wrong with a cell that is not open."""
    there = sheet.formulas.get(where)
    if where in page.formulas:
        return _recomputed(cell, there, page.formulas[where])
    if where in page.said:
        said = page.said[where]
        return None if _same(cell.value, said) else _moved(text_of(cell), as_text(said))
    if there is None and is_blank(cell.value):
        return None
    return Problem("form-cell-outside", got=text_of(cell) or f"={there}")


def _recomputed(cell: Cell, there: str | None, formula: str) -> Problem | None:
    """Say whether a formula was replaced; a shared one is without text in the file."""
    if there is None and not is_blank(cell.value):
        return Problem("form-cell-outside", got=text_of(cell))
    if there is None:
        return _moved("", f"={formula}")
    if there and _bare(there) != _bare(formula):
        return _moved(f"={there}", f"={formula}")
    return None


def _moved(got: str, expected: str) -> Problem:
    return Problem("form-moved", got=got, expected=expected)


def _bare(formula: str) -> str:
    return _NO_MATTER.sub("", formula).removeprefix("=").upper()


def _same(got: StatedValue, said: str | Fraction) -> bool:
    """Say whether a cell says the same; a text that looks like a number may have become one."""
    if type(got) is type(said) and got == said:
        return True
    if isinstance(got, Fraction) and isinstance(said, Fraction):
        return abs(got - said) * _DIGITS <= abs(said)
    return normalise(as_text(got)) == normalise(as_text(said))
