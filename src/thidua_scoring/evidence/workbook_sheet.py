"""One sheet's XML, read into cells; what is wrong with it is gathered, not raised."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, time
from typing import Final

from attrs import define, evolve, field, frozen

from thidua_scoring.errors import Fault, Place, Problem
from thidua_scoring.evidence.workbook_cells import (
    Cell,
    Sheet,
    Value,
    address,
    clipped,
    clock,
    letters,
    natural,
    position,
    read_iso,
    read_serial,
    read_stored,
)
from thidua_scoring.evidence.workbook_package import Limits
from thidua_scoring.evidence.workbook_parts import Contents, Styles, Text, TextReader

_OTHER_BOOK: Final = re.compile(r"(?<![\w\]])\[([0-9]{1,4})\]")
_MIDNIGHT: Final = time()


@frozen
class Area:
    """A rectangle of cells, from 1, its ends included."""

    top: int
    left: int
    bottom: int
    right: int

    @classmethod
    def of(cls, written: str) -> Area:
        """Read ``A1:F1``. Raises ``ValueError``."""
        first, _, last = written.partition(":")
        return cls(*position(first), *position(last or first))

    @classmethod
    def cell(cls, row: int, column: int) -> Area:
        """Return the area of one cell."""
        return cls(row, column, row, column)

    def __str__(self) -> str:
        first, last = f"{letters(self.left)}{self.top}", f"{letters(self.right)}{self.bottom}"
        return first if self.single else f"{first}:{last}"

    @property
    def single(self) -> bool:
        """Say whether it is one cell."""
        return (self.top, self.left) == (self.bottom, self.right)

    def meets(self, other: Area) -> bool:
        """Say whether the two have a cell in common."""
        return (
            self.top <= other.bottom
            and other.top <= self.bottom
            and self.left <= other.right
            and other.left <= self.right
        )


@frozen
class Book:
    """What the sheets of a workbook share."""

    contents: Contents
    styles: Styles
    texts: list[Text]


@define
class _Open:
    """The cell that is being read."""

    row: int
    column: int
    type: str
    style: int
    formula: str | None = None
    stored: str | None = None


@define
class _Run:
    """Cells down one column that have the same fault, not yet placed."""

    area: Area
    fault: Fault


@define(eq=False)
class SheetReader:
    """Take in a sheet's elements.

    Cells without a value leave no trace, so that formatting down to XFD1048576 costs nothing.
    """

    name: str
    _book: Book
    _limits: Limits
    cells: dict[tuple[int, int], Cell] = field(factory=dict)
    formulas: dict[tuple[int, int], str] = field(factory=dict)
    others: dict[int, Area] = field(factory=dict)
    """Where a formula first refers to each other workbook, by its number there, from 1."""
    _runs: list[_Run] = field(factory=list)
    _newest: dict[int, _Run] = field(factory=dict)
    """The last run of each column."""
    _merged: list[Area] = field(factory=list)
    _height: int = 0
    _width: int = 0
    _stray: tuple[int, int] | None = None
    """The first cell with which the sheet became too large."""
    _row: int = 0
    _column: int = 0
    _open: _Open | None = None
    _text: TextReader = field(factory=TextReader)

    # Elements

    def start(self, above: list[str], name: str, attributes: dict[str, str]) -> None:
        """Begin a row, a cell or what is in it."""
        match name:
            case "row":
                row = attributes.get("r")
                self._row, self._column = natural(row) if row else self._row + 1, 0
            case "c":
                self._begin(attributes)
            case "f" if self._open is not None:
                self._open.formula = ""
            case "mergeCell":
                self._merged.append(Area.of(attributes["ref"]))
            case "r" | "rFont":
                self._text.start(above, name, attributes)

    def _begin(self, attributes: dict[str, str]) -> None:
        where = attributes.get("r")
        row, column = position(where) if where else (self._row, self._column + 1)
        self._row, self._column = row, column
        self._open = _Open(row, column, attributes.get("t", "n"), natural(attributes.get("s", "0")))

    def end(self, above: list[str], name: str, text: str) -> None:
        """End a cell or what is in it."""
        cell = self._open
        if cell is None:
            return
        if name == "c":
            self._finish(cell)
            self._open = None
        elif name == "v":
            cell.stored = text
        elif name == "f":
            cell.formula = text
            for number in map(int, _OTHER_BOOK.findall(text)):
                self.others.setdefault(number, Area.cell(cell.row, cell.column))
        elif name == "t":
            self._text.end(above, name, text)

    def _finish(self, cell: _Open) -> None:
        inline = self._text.take()
        empty = cell.stored is None and not inline.runs and cell.formula is None
        if empty or not self._fits(cell):
            return
        if cell.formula is not None:
            self.formulas[cell.row, cell.column] = cell.formula
        try:
            done = self._read(cell, inline)
        except Problem as problem:
            self._note(cell, problem.placed(Place()))
        else:
            self._keep(done)

    def _fits(self, cell: _Open) -> bool:
        """Say whether a cell lies where cells may; note the first that makes the sheet too large."""
        most = self._limits
        height, width = max(self._height, cell.row), max(self._width, cell.column)
        if height > most.rows or width > most.columns or height * width > most.cells:
            self._stray = self._stray or (cell.row, cell.column)
            return False
        return True

    def _keep(self, cell: Cell) -> None:
        if cell.value is None:
            return
        where = cell.row, cell.column
        if where in self.cells:
            raise ValueError("two cells in one place")
        self.cells[where] = cell
        self._height, self._width = max(self._height, cell.row), max(self._width, cell.column)

    def _note(self, cell: _Open, fault: Fault) -> None:
        run = self._newest.get(cell.column)
        if run is not None and run.area.bottom == cell.row - 1 and run.fault == fault:
            run.area = evolve(run.area, bottom=cell.row)
        elif len(self._runs) < self._limits.faults:
            run = _Run(Area.cell(cell.row, cell.column), fault)
            self._newest[cell.column] = run
            self._runs.append(run)

    # Values

    def _read(self, cell: _Open, inline: Text) -> Cell:
        """Read what the cell stores, by its type. Raises ``Problem``."""
        if cell.formula is not None and self._is_uncalculated(cell):
            raise Problem("formula-without-value")
        stored = cell.stored or ""
        match cell.type:
            case "e":
                raise Problem("cell-error", error=clipped(stored))
            case "s":
                return self._worded(cell, self._book.texts[natural(stored)])
            case "inlineStr":
                return self._worded(cell, inline)
            case "str":
                return self._worded(cell, Text.plain(stored))
            case "b":
                return self._made(cell, stored in {"1", "true"})
            case "d":
                return self._dated(cell, read_iso(stored))
            case _:
                return self._numbered(cell, stored.strip())

    def _is_uncalculated(self, cell: _Open) -> bool:
        # A text may be empty and still be a result; a number may not.
        nothing = cell.stored is None if cell.type == "str" else not cell.stored
        return nothing or self._book.contents.uncalculated

    def _worded(self, cell: _Open, text: Text) -> Cell:
        font = text.legacy_font(self._book.styles.font(cell.style))
        if font is not None:
            raise Problem("legacy-font", font=font)
        return self._made(cell, str(text) or None)

    def _numbered(self, cell: _Open, stored: str) -> Cell:
        if not stored:
            return self._made(cell, None)
        number = read_stored(stored)
        kind = self._book.styles.kind(cell.style)
        if kind == "date":
            return self._dated(cell, read_serial(number, from_1904=self._book.contents.from_1904))
        if kind == "time":  # a share of days is nobody's figure
            return self._made(cell, clock(number))
        return self._made(cell, number, percent=kind == "percent")

    def _dated(self, cell: _Open, moment: datetime) -> Cell:
        at = moment.time()
        return self._made(cell, moment.date(), time=None if at == _MIDNIGHT else at)

    def _made(self, cell: _Open, value: Value, *, percent: bool = False, time: time | None = None) -> Cell:
        return Cell(value, cell.row, cell.column, sheet=self.name, percent=percent, time=time)

    # Results

    def sheet(self) -> Sheet:
        """Return what was read, as a rectangle."""
        columns = range(1, self._width + 1)
        rows = tuple(
            tuple(self.cells.get((row, n)) or Cell(None, row, n, sheet=self.name) for n in columns)
            for row in range(1, self._height + 1)
        )
        return Sheet(self.name, rows, tuple(map(str, self._merged)), self.formulas)

    def place(self, file: str, area: Area) -> Place:
        """Return the place of an area of this sheet."""
        return Place(file=file, cell=address(self.name, str(area)))

    def faults(self, file: str) -> Iterator[Fault]:
        """Yield what is wrong, from top to bottom."""
        if self._stray is not None:
            area = Area.cell(*self._stray)
            most = f"{letters(self._limits.columns)}{self._limits.rows}"
            problem = Problem("workbook-area", got=area, most=most, cells=self._limits.cells)
            yield problem.placed(self.place(file, area))
        merged = Problem("merged-cells").placed(Place())
        runs = [*self._runs, *(_Run(area, merged) for area in self._merged_in_data())]
        runs.sort(key=lambda run: (run.area.top, run.area.left))
        for run in runs[: self._limits.faults]:
            yield evolve(run.fault, place=self.place(file, run.area))

    def _merged_in_data(self) -> Iterator[Area]:
        """Find merged areas between the first and the last row with a number, date or yes-no.

        Titles above and signatures below are merged in every official table and do no harm.
        """
        rows = [row for (row, _), cell in self.cells.items() if not isinstance(cell.value, str)]
        if rows:
            data = Area(min(rows), 1, max(rows), self._width)
            yield from (area for area in self._merged if not area.single and area.meets(data))
