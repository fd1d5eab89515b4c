"""Faults of frames: each cell that is refused, by its row and column, in the words for files."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import polars as pl

from thidua_scoring.errors import Fault, Place, Problem
from thidua_scoring.evidence.entries import entry_of
from thidua_scoring.evidence.frames import stated_value
from thidua_scoring.evidence.statements import Statement, read_status
from thidua_scoring.frames.headers import FRAME
from thidua_scoring.frames.reading import Cells
from thidua_scoring.frames.source import Source

MOST: Final = 20
"""The faults of one column that are listed; the last says how many more there are."""


def of_units(frame: pl.DataFrame, by: tuple[str, ...]) -> Iterator[Fault]:
    """Find rows without a unit, and units that stand twice in one bloc."""
    units = frame["unit"]
    for row in units.is_null().arg_true().head(MOST):
        yield Problem("no-unit").placed(Place(file=FRAME, line=row + 1))
    if units.hash().n_unique() == frame.height:
        return  # different hashes are of different units
    first = frame.select(pl.struct("unit", *by).is_first_distinct()).to_series()
    again = (~first & units.is_not_null()).arg_true()
    different = units.gather(again).is_first_distinct()
    for row in again.filter(different).head(MOST):
        yield Problem("unit-twice", unit=units[row]).placed(Place(file=FRAME, line=row + 1, path=("unit",)))
    if different.sum() > MOST:
        count = different.sum() - MOST
        yield Problem("more-of-these", column="unit", count=count).placed(Place(file=FRAME))


def of_whole(owner: str, column: str, frame: pl.DataFrame, bad: pl.Series) -> Iterator[Fault]:
    """Refuse what is said of a criterion as a whole and is no word for that."""
    for row in bad.arg_true().head(MOST):
        place = Place(file=FRAME, line=row + 1, path=(column,))
        yield Problem("no-field", got=str(frame[column][row])).placed(place)


def of_cells(source: Source, frame: pl.DataFrame, cells: Cells, table: str = "") -> Iterator[Fault]:
    """Say of the refused cells of a column what is wrong with each."""
    assert cells.bad is not None
    column = source.column or source.status or ""
    rows = cells.bad.arg_true()
    for row in rows.head(MOST):
        place = Place(file=table or FRAME, line=row + 1, path=(column,))
        yield _problem(source, frame, row).placed(place)
    if len(rows) > MOST:
        yield Problem("more-of-these", column=column, count=len(rows) - MOST).placed(
            Place(file=table or FRAME)
        )


def _problem(source: Source, frame: pl.DataFrame, row: int) -> Problem:
    """Read the cell as one of a file is read; what that does not refuse has too many decimals."""
    cells = frame[source.column] if source.column is not None else pl.Series([None] * frame.height)
    text = isinstance(cells.dtype, pl.String)

    def beside(column: str | None) -> str:
        return "" if column is None else str(frame[column][row] or "")

    cell: Any = cells[row]
    try:
        value = stated_value(cell, text)
        status = read_status(beside(source.status))
        place, said = Place(), beside(source.status)
        statement = Statement("", "", source.spec.name, value, place, "", said, beside(source.note))
        entry_of(statement, source.spec, None, status)
    except Problem as problem:
        return problem
    return Problem("too-many-decimals", got=cell, places=source.places or 0, column=source.column)
