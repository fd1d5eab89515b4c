"""The rows of a small table, from a second frame or from lists in a column."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl
from attrs import frozen

from thidua_scoring.errors import Fault, Place, Problem
from thidua_scoring.evidence.kinds import NO_ROWS
from thidua_scoring.evidence.statements import is_blank
from thidua_scoring.evidence.text import match_key
from thidua_scoring.frames import faults
from thidua_scoring.frames.headers import FRAME
from thidua_scoring.frames.meaning import Meaning
from thidua_scoring.frames.reading import Cells, read
from thidua_scoring.frames.source import Source
from thidua_scoring.frames.tables import ROW, Rows


@frozen(eq=False)
class Found:
    """What was found of one table."""

    rows: Rows | None
    known: pl.Series
    """The units whose rows are known: none of them, if so it is said."""
    faults: list[Fault]


def rows_of(
    plan: Meaning, key: str, source: Source, frame: pl.DataFrame, given: Mapping[str, pl.DataFrame]
) -> Found:
    """Read the rows of one table of all units."""
    found: list[Fault] = []
    nothing = pl.Series([False], dtype=pl.Boolean).new_from_index(0, frame.height)
    if key in plan.headers.nested:
        long, known = _nested(frame, plan.headers.nested[key])
    elif plan.headers.long.get(key) in given:
        long, found = _joined(frame, given[plan.headers.long[key]], plan.by, key)
        known = nothing
    else:
        sources = tuple(Source(f"[{column.name}]", column, None, places=0) for column in source.spec.columns)
        empty = Rows(pl.Series(ROW, [], dtype=pl.Int64), sources, {})
        long, known = pl.DataFrame({ROW: empty.row}), nothing
        if key not in plan.headers.tables:
            cells = {s.key: read(s, long) for s in sources}
            said, found = _said(frame, source)
            return Found(Rows(empty.row, sources, cells), known | said, found)
    cells = {}
    for inner in plan.headers.tables[key]:
        cells[inner.key] = read(inner, long)
        bad = cells[inner.key].bad
        if bad is not None:
            found += faults.of_cells(inner, long, cells[inner.key], table=key)
        else:
            found += _missing(inner, long, cells[inner.key], frame, key)
    row = long[ROW].cast(pl.Int64)
    some = nothing.scatter(row.unique(), True) if len(row) else nothing
    said, refused = _said(frame, source)
    return Found(Rows(row, plan.headers.tables[key], cells), known | said | some, [*found, *refused])


def _nested(frame: pl.DataFrame, column: str) -> tuple[pl.DataFrame, pl.Series]:
    lists = frame.select(pl.int_range(pl.len()).alias(ROW), pl.col(column).alias("·rows"))
    long = lists.filter(pl.col("·rows").list.len() > 0).explode("·rows").unnest("·rows")
    return long, frame[column].is_not_null()


def _joined(
    frame: pl.DataFrame, long: pl.DataFrame, by: tuple[str, ...], key: str
) -> tuple[pl.DataFrame, list[Fault]]:
    """Find the unit of every row, by its id and by as much of its bloc as the table names."""
    on = ["unit", *(name for name in by if name in long.columns)]
    units = frame.select(*on, pl.int_range(pl.len()).alias(ROW))
    long, units = alike(long, units, on)
    joined = long.join(units, on=on, how="left", maintain_order="left_right", nulls_equal=True)
    lost = joined.filter(pl.col(ROW).is_null())
    found = [
        Problem("row-of-no-unit", unit=unit, table=key).placed(Place(file=key))
        for unit in lost["unit"].unique(maintain_order=True).head(faults.MOST)
    ]
    kept = joined.filter(pl.col(ROW).is_not_null()).sort(ROW, maintain_order=True)
    return kept, found


def alike(one: pl.DataFrame, other: pl.DataFrame, on: list[str]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Make columns of two frames fit to be compared: those of types that are not, as texts."""
    texts = [
        pl.col(name).cast(pl.String)
        for name in on
        if one.schema[name] != other.schema[name]
        and not (one.schema[name].is_integer() and other.schema[name].is_integer())
    ]
    return one.with_columns(texts), other.with_columns(texts)


def _said(frame: pl.DataFrame, source: Source) -> tuple[pl.Series, list[Fault]]:
    """Say of which units a text beside says that they have no rows; other texts are refused."""
    if source.column is None or frame.schema[source.column] != pl.String:
        return pl.Series([False], dtype=pl.Boolean).new_from_index(0, frame.height), []
    texts = frame[source.column]
    given = [text for text in texts.unique() if not is_blank(text)]
    none = [text for text in given if match_key(text) in NO_ROWS]
    other = texts.is_in([text for text in given if text not in none]).fill_null(False)
    columns = ", ".join(column.name for column in source.spec.columns)
    found = [
        Problem("table-in-one-cell", got=texts[row], field=source.spec.name, columns=columns).placed(
            Place(file=FRAME, line=row + 1, path=(source.column,))
        )
        for row in other.arg_true().head(faults.MOST)
    ]
    return texts.is_in(none).fill_null(False), found


def _missing(inner: Source, long: pl.DataFrame, cells: Cells, frame: pl.DataFrame, key: str) -> list[Fault]:
    """Refuse cells of a table that are empty."""
    empty = cells.values.is_null().arg_true().head(faults.MOST)
    units = frame["unit"].gather(long[ROW].gather(empty))
    problem = "table-cell-missing"
    return [
        Problem(problem, field=key, row=row + 1, column=inner.spec.name).placed(
            Place(file=f"{key} ({unit})", line=row + 1, path=(inner.spec.name,))
        )
        for row, unit in zip(empty.to_list(), units.to_list(), strict=True)
    ]
