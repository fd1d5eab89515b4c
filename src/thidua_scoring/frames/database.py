"""Evidence from a database, by SQLAlchemy: every value as exact as the database gives it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timezone
from decimal import Decimal
from typing import Any, Final

import polars as pl
from attrs import define, field

from thidua_scoring.errors import EvidenceError, Fault, Place, Problem
from thidua_scoring.frames.extras import library

_ROWS: Final = 20_000
"""Rows that are fetched at a time, so that Python's objects for them take little memory."""
_DIGITS: Final = 38
_TABLE: Final = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)?")
_KINDS: Final[Mapping[type, str]] = {
    bool: "yes-no",
    int: "number",
    float: "number",
    Decimal: "number",
    str: "text",
    date: "date",
    datetime: "date and time",
}
_TYPES: Final[Mapping[str, pl.DataType]] = {
    "yes-no": pl.Boolean(),
    "text": pl.String(),
    "date": pl.Date(),
    "date and time": pl.Datetime("us"),
}


def from_database(source: Any, query: str, parameters: Mapping[str, Any] | None = None) -> pl.DataFrame:
    """Read the rows of a table or of a query, for `score_frame`.

    ``source`` is an engine or a connection of SQLAlchemy, and ``query`` the name of a table or SQL that
    may name ``parameters``, as in ``select … where year = :year``. Its columns are named as in any
    frame: ``select actual as "C1.actual"``.

    NUMERIC comes as decimals, never through a float. SQLite has no decimals: what it keeps as a float is
    read, like any float, as the shortest decimal that is the same float, and beside integers such a
    column comes as decimals. Raises `EvidenceError` for columns that mix numbers, texts, dates or truths,
    for other types, and for figures of more than 38 digits; what the database refuses is raised as it is.
    """
    sqlalchemy = library("sqlalchemy", "database")
    if isinstance(source, sqlalchemy.Engine):
        with source.connect() as connection:
            return _read(connection, query, parameters or {})
    return _read(source, query, parameters or {})


def _read(connection: Any, query: str, parameters: Mapping[str, Any]) -> pl.DataFrame:
    if _TABLE.fullmatch(query.strip()):
        quote = connection.dialect.identifier_preparer.quote
        query = f"select * from {'.'.join(map(quote, query.strip().split('.')))}"
    # A text has no column types by which SQLAlchemy would round a float to a decimal.
    statement = library("sqlalchemy", "database").text(query)
    options = {"stream_results": True, "yield_per": _ROWS}
    with connection.execute(statement, parameters, execution_options=options) as result:
        columns = [_Column(str(name)) for name in result.keys()]  # noqa: SIM118 - not a mapping
        twice = [name for name, times in Counter(column.name for column in columns).items() if times > 1]
        if twice:
            raise EvidenceError(_placed(Problem("column-twice", column=name), name) for name in twice)
        for rows in result.partitions():
            for column, cells in zip(columns, zip(*rows, strict=True), strict=True):
                column.take(cells)
    faults = [fault for column in columns for fault in column.faults()]
    if faults:
        raise EvidenceError(faults)
    return pl.DataFrame([column.series() for column in columns])


def _placed(problem: Problem, column: str) -> Fault:
    return problem.placed(Place(file="database", path=(column,)))


@define
class _Column:
    """One column as it is fetched; its type is known at the end."""

    name: str
    pieces: list[pl.Series] = field(factory=list)
    types: set[type] = field(factory=set)
    whole: int = 0
    """The most digits before the point that any cell has."""
    places: int = 0
    """The most behind it."""
    odd: Any = None
    """A number that is none: NaN or infinite."""

    def take(self, cells: Sequence[Any]) -> None:
        types = {type(cell) for cell in cells if cell is not None}
        self.types |= types
        if not types:
            self.pieces.append(pl.Series(self.name, [None] * len(cells), dtype=pl.Null))
        elif types <= {int, float, Decimal}:
            self._numbers(cells, types)
        elif any(getattr(cell, "tzinfo", None) is not None for cell in cells):
            self.types.add(timezone)
        elif len(self.types) == 1 and (kind := _KINDS.get(next(iter(types)))) is not None:
            self.pieces.append(pl.Series(self.name, cells, dtype=_TYPES[kind]))

    def _numbers(self, cells: Sequence[Any], types: set[type]) -> None:
        # Polars makes decimals that do not fit null and cuts others short, so all are measured before.
        for number in {_decimal(cell) for cell in cells if cell is not None}:
            if not number.is_finite():
                self.odd = number
                continue
            self.whole = max(self.whole, number.adjusted() + 1)
            self.places = max(self.places, -_exponent(number))
        if types == {float}:
            self.pieces.append(pl.Series(self.name, cells, dtype=pl.Float64))
        elif types == {int} and self.whole <= 18:
            self.pieces.append(pl.Series(self.name, cells, dtype=pl.Int64))
        elif self.odd is None and self.whole + self.places <= _DIGITS:
            self.pieces.append(_decimals(self.name, cells, self.places))

    def faults(self) -> Iterator[Fault]:
        """Tell what keeps the column from being of one type."""
        unknown = sorted(each.__name__ for each in self.types if each not in _KINDS)
        kinds = sorted({_KINDS[each] for each in self.types if each in _KINDS})
        if unknown:
            yield _placed(Problem("column-no-figure", column=self.name, got=", ".join(unknown)), self.name)
        elif len(kinds) > 1:
            yield _placed(Problem("column-mixed", column=self.name, got=", ".join(kinds)), self.name)
        elif self.types != {float} and self.odd is not None:
            yield _placed(Problem("not-finite", got=self.odd), self.name)
        elif self.types != {float} and self.whole + self.places > _DIGITS:
            yield _placed(Problem("column-too-long", column=self.name), self.name)

    def series(self) -> pl.Series:
        """Join the pieces, integers and floats as decimals where one piece has decimals."""
        found = {piece.dtype.base_type() for piece in self.pieces} - {pl.Null}
        if len(found) > 1 or found == {pl.Decimal}:
            dtype = pl.Decimal(_DIGITS, self.places)
            pieces = [
                _decimals(self.name, piece.to_list(), self.places)
                if piece.dtype.is_float()
                else piece.cast(dtype)
                for piece in self.pieces
            ]
        else:
            (only,) = found or {pl.Null}
            pieces = [piece.cast(only) if piece.dtype == pl.Null else piece for piece in self.pieces]
        return pl.concat(pieces) if pieces else pl.Series(self.name, [], dtype=pl.Null)


def _decimal(cell: float | Decimal) -> Decimal:
    return Decimal(repr(cell)) if isinstance(cell, float) else Decimal(cell)


def _exponent(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    assert isinstance(exponent, int)
    return exponent


def _decimals(name: str, cells: Sequence[Any], places: int) -> pl.Series:
    exact = [None if cell is None else _decimal(cell) for cell in cells]
    return pl.Series(name, exact, dtype=pl.Decimal(_DIGITS, places))
