"""Columns of figures as integers: what scoring reads for many units at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from math import gcd, lcm
from typing import Any, Final

from attrs import field, frozen

from thidua_scoring.criterion import FieldSpec
from thidua_scoring.errors import Problem
from thidua_scoring.evidence.kinds import NUMERIC, Known, Row, Scalar, check_limits, number_of
from thidua_scoring.formula.nodes import FieldKind
from thidua_scoring.numbers import decimals, terminates, write


@frozen(eq=False)
class Column:
    """One figure of all units: an entry for each row, None where it is not known.

    Numbers are integers of 1/``scale``: 12,5 at scale 10 is 125. A percentage is its share and a
    date its ordinal. A table is a tuple of rows, their cells in the order of ``columns``.
    """

    scale: int
    values: list[Any]
    unconfirmed: frozenset[int] = frozenset()
    absent: frozenset[int] = frozenset()
    """Rows for which the figure is marked as not applying."""
    columns: tuple[tuple[str, int], ...] = field(default=())
    """Of a table: its columns' names and scales."""
    ranges: Mapping[int, tuple[Fraction | None, Fraction | None]] = field(factory=dict)
    """Rows whose figure is only known to lie between two ends, either of which may be absent.

    Such a row has no entry, or an unconfirmed one.
    """
    kind: FieldKind | None = None
    """The kind of a figure that no rule asks for any more; None while one does."""

    @cached_property
    def gaps(self) -> frozenset[int]:
        """The rows without entry."""
        if None not in self.values:
            return frozenset()
        return frozenset(row for row, value in enumerate(self.values) if value is None)

    @property
    def empty(self) -> bool:
        """Say whether nothing is stated for any unit."""
        marked = self.unconfirmed or self.absent or self.ranges
        return not marked and all(value is None for value in self.values)

    def texts(self, rows: Iterable[int]) -> Iterator[str]:
        """Write entries exactly and in one way only, whatever the scale, in the order of ``rows``."""
        if self.columns:
            scales = [scale for _, scale in self.columns]
            for row in rows:
                yield (
                    ""
                    if self.values[row] is None
                    else repr([_row(each, scales) for each in self.values[row]])
                )
            return
        numbers = [value for value in self.values if type(value) is int]
        common = gcd(self.scale, *numbers)
        yield f"/{self.scale // common}"
        for row in rows:
            value = self.values[row]
            if type(value) is int:
                yield str(value // common)
            else:
                yield "" if value is None else repr(value)


def _row(cells: Sequence[Any], scales: Sequence[int]) -> list[str]:
    pairs = zip(cells, scales, strict=True)
    return [write(Fraction(c, scale)) if type(c) is int else repr(c) for c, scale in pairs]


def scale_for(values: Iterable[Fraction]) -> int:
    """Return the least power of ten that makes whole numbers of all, or the least number if none does.

    >>> scale_for([Fraction(25, 2), Fraction(3)]), scale_for([Fraction(1, 3)])
    (10, 3)
    """
    given = set(values)
    if all(terminates(value) for value in given):
        return int(10 ** max((decimals(value) for value in given), default=0))
    return lcm(*(value.denominator for value in given))


def pack(
    known: Mapping[int, Known | None],
    spec: FieldSpec,
    count: int,
    unconfirmed: frozenset[int] = frozenset(),
    absent: frozenset[int] = frozenset(),
) -> Column:
    """Lay figures by row into a column of ``count`` entries."""
    values: list[Any] = [None] * count
    if spec.kind == "table":
        scales = _table_scales(known.values(), spec)
        for row, rows in known.items():
            if isinstance(rows, tuple):
                values[row] = tuple(_packed_row(each, scales) for each in rows)
        names = (column.name for column in spec.columns)
        return Column(1, values, unconfirmed, absent, tuple(zip(names, scales, strict=True)))
    scale = scale_for(value for value in known.values() if isinstance(value, Fraction))
    for row, value in known.items():
        values[row] = _whole(value, scale) if isinstance(value, Fraction) else value
    return Column(scale, values, unconfirmed, absent)


def _table_scales(known: Iterable[Known | None], spec: FieldSpec) -> list[int]:
    rows = [row for rows in known if isinstance(rows, tuple) for row in rows]
    return [
        scale_for(row[index] for row in rows if isinstance(row[index], Fraction))  # type: ignore[misc]
        for index in range(len(spec.columns))
    ]


def _packed_row(row: Row, scales: Sequence[int]) -> tuple[Any, ...]:
    pairs = zip(row, scales, strict=True)
    return tuple(_whole(cell, scale) if isinstance(cell, Fraction) else cell for cell, scale in pairs)


def _whole(value: Fraction, scale: int) -> int:
    return value.numerator * (scale // value.denominator)


# ── columns given from Python ───────────────────────────────────────────────────────


_SCALARS: Final = (bool, str, date, int, Decimal, Fraction)
_TABLES: Final = (list, tuple)


def column_of(values: Sequence[Any], spec: FieldSpec) -> Column:
    """Make a column of values given for every unit; raises ``Problem`` for the first that is refused."""
    kinds = set(map(type, values)) - {type(None)}
    if spec.kind in ("number", "count", "percent") and kinds <= {int} and spec.step is None:
        _check_ends(values, spec, None not in values)
        return Column(1, list(values))
    if spec.kind == "yes-no" and kinds <= {bool}:
        return Column(1, list(values))
    seen: dict[Any, Known] = {}
    known: dict[int, Known | None] = {}
    for row, value in enumerate(values):
        if value is not None:
            known[row] = _given(value, spec, row, seen)
    return pack(known, spec, len(values))


def _check_ends(values: Sequence[Any], spec: FieldSpec, full: bool) -> None:
    given = values if full else [value for value in values if value is not None]
    if not given:
        return
    for end in (min(given), max(given)):
        try:
            check_limits(Fraction(end), spec)
        except Problem as problem:
            problem.at = (given.index(end) if full else values.index(end),)
            raise


def _given(value: Any, spec: FieldSpec, row: int, seen: dict[Any, Known]) -> Known:
    expected: tuple[type[Any], ...] = _TABLES if spec.kind == "table" else _SCALARS
    try:
        if type(value) not in expected and not isinstance(value, expected):
            raise Problem("not-exact", got=repr(value)[:60])
        if spec.kind == "table":
            return tuple(_given_row(each, spec) for each in value)
        key = (type(value), value)
        if key not in seen:
            seen[key] = number_of(value, spec)
        return seen[key]
    except Problem as problem:
        problem.at = (row,)
        raise


def _given_row(row: Any, spec: FieldSpec) -> Row:
    """Read a row given as a mapping, as a sequence, or as the value of the only column."""
    if isinstance(row, Mapping):
        unknown = [name for name in row if name not in {column.name for column in spec.columns}]
        absent = [column.name for column in spec.columns if row.get(column.name) is None]
        if unknown or absent:
            raise Problem(
                "table-cell-missing", field=spec.name, row="?", column=", ".join([*absent, *unknown])
            )
        cells: Sequence[Any] = [row[column.name] for column in spec.columns]
    else:
        cells = row if isinstance(row, list | tuple) else [row]
    if len(cells) != len(spec.columns):
        names = ", ".join(column.name for column in spec.columns)
        raise Problem("table-in-one-cell", got=repr(row), field=spec.name, columns=names)
    read: list[Scalar] = [number_of(c, column) for c, column in zip(cells, spec.columns, strict=True)]
    return tuple(read)


__all__ = ["NUMERIC", "Column", "column_of", "pack", "scale_for"]
