"""Find what was changed in a form outside the cells that are to be filled in: it would be lost."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from operator import itemgetter
from typing import Final

from attrs import define, field, frozen

from thidua_scoring.errors import Problem
from thidua_scoring.evidence.kinds import as_text
from thidua_scoring.evidence.statements import StatedValue, is_blank
from thidua_scoring.evidence.text import normalise
from thidua_scoring.evidence.workbook_cells import Cell, Sheet
from thidua_scoring.evidence.workbook_sheet import Area
from thidua_scoring.forms.plan import Page, Where

MOST_CHANGES: Final = 200
"""Listed for each sheet: whoever pasted a table over a form does not read more."""
_LONGEST: Final = 80
_LONGEST_FORMULA: Final = 60
_NO_MATTER: Final = re.compile(r"[\s$]+|(?<=TRUE|ALSE)\(\)")
"""How programs write a formula differently."""
_NUMBER: Final = r"(?:[0-9]{1,400}(?:\.[0-9]{0,400})?|\.[0-9]{1,400})(?:E[+-]?[0-9]{1,3})?"
_TOKEN: Final = re.compile(rf"""\"[^"]*"|'[^']*'|[^\W\d][\w.]*|{_NUMBER}|.""", re.DOTALL)
"""A text, the name of a sheet, a function or cell, a number, or a sign."""
_IS_NUMBER: Final = re.compile(_NUMBER)
_DIGITS: Final = 10**13
"""A spreadsheet keeps fifteen digits of a number, and some programs write fewer."""


@frozen
class Change:
    """Cells that are not as the form wrote them, and what is wrong with the first.

    Without an area it speaks of the sheet.
    """

    area: Area | None
    problem: Problem


def text_of(cell: Cell) -> str:
    """Return what stands in a cell, with single spaces; the time beside a date, too."""
    return normalise(as_text(cell.stated))


def clipped(text: str, most: int = _LONGEST) -> str:
    """Cut a text to what a message has room for."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def changes(sheet: Sheet, page: Page) -> Iterator[Change]:
    """Yield every cell that is not as the form wrote it; of a row that moved, only its label.

    Cells side by side in which nothing should stand are one block. Of very many changes the first
    are yielded, and how many more there are.
    """
    found = _Found(sheet, page)
    cells = {(cell.row, cell.column): cell for row in sheet.rows for cell in row if cell.value is not None}
    places = cells.keys() | sheet.formulas.keys() | page.said.keys() | page.formulas.keys()
    for _, row in groupby(sorted(places - page.open - page.free), key=itemgetter(0)):
        found.take(cells, row)
    yield from (Change(area, found.problem(area, problem, cells)) for area, problem in found.listed)
    if found.more:
        yield Change(None, Problem("form-more-changes", sheet=sheet.name, count=found.more))


@define
class _Found:
    """The changes of one sheet, from top to bottom."""

    sheet: Sheet
    page: Page
    listed: list[tuple[Area, Problem | None]] = field(factory=list)
    """Without problem, what stands where nothing should."""
    more: int = 0
    _blocks: dict[tuple[int, int], int] = field(factory=dict)
    """Which of the list is the last block between two columns."""

    def take(self, cells: dict[Where, Cell], row: Iterable[Where]) -> None:
        """Take in the cells of one row."""
        changed: list[tuple[Where, Problem]] = []
        strange: list[Where] = []
        for where in row:
            cell = cells.get(where) or Cell(None, *where, sheet=self.sheet.name)
            if where in self.page.formulas or where in self.page.said:
                problem = _change(cell, where, self.sheet, self.page)
                if problem is not None:
                    changed.append((where, problem))
            elif where in self.sheet.formulas or not is_blank(cell.value):
                strange.append(where)
        label = [each for each in changed if each[0][1] == self.page.label and each[0] in self.page.said]
        for where, problem in label or changed:
            self._list(Area.cell(*where), problem)
        if not label:
            for run in _runs(strange):
                self._block(run)

    def _block(self, run: Area) -> None:
        """List a run of cells, or put it to the block that it lies under."""
        sides = run.left, run.right
        at = self._blocks.get(sides)
        above = self.listed[at][0] if at is not None else None
        if at is not None and above is not None and above.bottom == run.top - 1:
            self.listed[at] = Area(above.top, above.left, run.bottom, above.right), None
            return
        self._blocks[sides] = len(self.listed)
        if not self._list(run, None):
            del self._blocks[sides]

    def _list(self, area: Area, problem: Problem | None) -> bool:
        if len(self.listed) >= MOST_CHANGES:
            self.more += 1
            return False
        self.listed.append((area, problem))
        return True

    def problem(self, area: Area, problem: Problem | None, cells: dict[Where, Cell]) -> Problem:
        """Say what is wrong in an area."""
        if problem is not None:
            return problem
        where = area.top, area.left
        got = text_of(cells[where]) if where in cells else ""
        return Problem("form-cell-outside", got=clipped(got or f"={self.sheet.formulas.get(where, '')}"))


def _runs(row: list[Where]) -> Iterator[Area]:
    """Yield the cells of a row that stand side by side as one area each."""
    first: Where | None = None
    for number, where in enumerate(row):
        first = first or where
        if number + 1 == len(row) or row[number + 1][1] != where[1] + 1:
            yield Area(first[0], first[1], where[0], where[1])
            first = None


def _change(cell: Cell, where: Where, sheet: Sheet, page: Page) -> Problem | None:
    """Say what is wrong with a cell in which the form says something."""
    if where in page.formulas:
        return _recomputed(cell, sheet.formulas.get(where), page.formulas[where])
    said = page.said[where]
    return None if _same(cell.value, said) else _moved(text_of(cell), as_text(said))


def _recomputed(cell: Cell, there: str | None, formula: str) -> Problem | None:
    """Say whether a formula was replaced; a shared one is without text in the file."""
    if there is None and not is_blank(cell.value):
        return Problem("form-cell-outside", got=clipped(text_of(cell)))
    if there is None:
        return _moved("", clipped(f"={formula}", _LONGEST_FORMULA))
    if there and not _alike(there, formula):
        return _moved(*_apart(f"={there}", f"={formula}"))
    return None


def _apart(*formulas: str) -> list[str]:
    """Cut long formulas to where they begin to differ."""
    shared = next((n for n, letters in enumerate(zip(*formulas, strict=False)) if len(set(letters)) > 1), 0)
    start = max(0, shared - _LONGEST_FORMULA // 2)
    return [("…" if start else "") + clipped(each[start:], _LONGEST_FORMULA) for each in formulas]


def _moved(got: str, expected: str) -> Problem:
    return Problem("form-moved", got=clipped(got), expected=clipped(expected))


def _alike(there: str, formula: str) -> bool:
    """Say whether two formulas are one: programs write its numbers anew, ``1E+016`` and to fifteen digits."""
    one, two = _bare(there), _bare(formula)
    if one == two:
        return True
    parts, others = _TOKEN.findall(one), _TOKEN.findall(two)
    return len(parts) == len(others) and all(map(_same_part, parts, others))


def _bare(formula: str) -> str:
    return _NO_MATTER.sub("", formula).removeprefix("=").upper()


def _same_part(got: str, said: str) -> bool:
    if got == said:
        return True
    if not (_IS_NUMBER.fullmatch(got) and _IS_NUMBER.fullmatch(said)):
        return False
    return _near(Fraction(Decimal(got)), Fraction(Decimal(said)))


def _near(got: Fraction, said: Fraction) -> bool:
    return abs(got - said) * _DIGITS <= abs(said)


def _same(got: StatedValue, said: str | Fraction) -> bool:
    """Say whether a cell says the same; a text that looks like a number may have become one."""
    if type(got) is type(said) and got == said:
        return True
    if isinstance(got, Fraction) and isinstance(said, Fraction):
        return _near(got, said)
    return normalise(as_text(got)) == normalise(as_text(said))


def in_doubt(sheet: Sheet, page: Page) -> tuple[frozenset[int], bool]:
    """Return the rows that were moved, and whether columns were: their figures are not what they seem.

    A row or column that says what another should say was moved; a label that was merely edited was not.
    """
    said = {where: normalise(as_text(text)) for where, text in page.said.items()}
    labels = {where: text for where, text in said.items() if page.label and where[1] == page.label}
    heads = {where: text for where, text in said.items() if page.head and where[0] == page.head}

    def strangers(own: dict[Where, str]) -> Iterator[Where]:
        known = set(own.values())
        texts = {at: text_of(cell) for at in own if (cell := sheet.cell(*at)) is not None}
        return (at for at, text in texts.items() if text != own[at] and text in known)

    return frozenset(row for row, _ in strangers(labels)), any(True for _ in strangers(heads))
