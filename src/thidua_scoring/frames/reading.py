"""Read the columns of a frame as exact integers, truths and codes, with what is known of each cell."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from math import ceil, floor, isfinite
from typing import Any, Final

import numpy as np
import polars as pl
from attrs import evolve, frozen

from thidua_scoring.criterion import FieldSpec
from thidua_scoring.errors import Problem
from thidua_scoring.evidence.frames import stated_value
from thidua_scoring.evidence.kinds import Known, read_scalar
from thidua_scoring.evidence.statements import is_blank, read_status, says_not_applicable
from thidua_scoring.evidence.text import match_key
from thidua_scoring.numbers import decimals, terminates

MOST_PLACES: Final = 9
"""The decimals up to which those of floats and texts are looked for."""
_EXACT_FLOAT: Final = 10**15
"""Below it, a decimal of up to 15 digits is the only one that short for its float."""
_FIRST_DAY: Final = date(1970, 1, 1).toordinal()
_NUMBERS: Final = ("number", "count", "percent")


@frozen
class Source:
    """Where a figure of the ruleset stands in a frame, and how it is read."""

    key: str
    spec: FieldSpec
    column: str | None = None
    """None where the frame does not have it: then it is missing for every unit."""
    dtype: pl.DataType | None = None
    status: str | None = None
    """The column that says how sure each cell is."""
    note: str | None = None
    places: int | None = None
    """The decimals of the column as written; None where they are still to be found."""

    @property
    def numeric(self) -> bool:
        """Whether the figure is a number that may have decimals."""
        return self.spec.kind in _NUMBERS

    @property
    def scale(self) -> int:
        """Integers per unit: a percentage, written in hundredths, counts as its share."""
        if not self.numeric:
            return 1
        scale: int = 10 ** (self.places or 0)
        return scale * (100 if self.spec.kind == "percent" else 1)

    @property
    def share_places(self) -> int:
        """The decimals of the figure in formulas."""
        return (self.places or 0) + 2 * (self.spec.kind == "percent") if self.numeric else 0


def places_of(dtype: pl.DataType | None) -> int | None:
    """Return the decimals that a type declares; None for floats and texts, which declare none."""
    if dtype is None or dtype.is_integer() or isinstance(dtype, pl.Null):
        return 0
    scale: int | None = dtype.scale if isinstance(dtype, pl.Decimal) else None
    return scale


def needed_places(cells: pl.Series, spec: FieldSpec) -> int:
    """Return the decimals that the floats or texts of a column need, at most `MOST_PLACES`."""
    if not cells.dtype.is_float():
        found = (_decimals(value) for value in _by_value(cells, _number_as_written(spec)).values())
        return min(max(found, default=0), MOST_PLACES)
    finite = cells.filter(cells.is_finite()).cast(pl.Float64)
    large = finite.filter(finite.abs() >= _EXACT_FLOAT).unique()
    least = max((decimals(Fraction(repr(value))) for value in large), default=0)
    finite = finite.filter(finite.abs() < _EXACT_FLOAT)
    for places in range(min(least, MOST_PLACES), MOST_PLACES):
        if finite.is_empty() or _exactly(finite, places)[1].all():
            return places
    return MOST_PLACES


def _decimals(value: Any) -> int:
    return decimals(value) if isinstance(value, Fraction) and terminates(value) else 0


def _number_as_written(spec: FieldSpec) -> Callable[[Any], Any]:
    def read(value: Any) -> Any:
        known = read_scalar(value, spec, None)
        return known * 100 if spec.kind == "percent" and isinstance(known, Fraction) else known

    return read


@frozen(eq=False)
class Cells:
    """One column as read: a value for each row, null where it is not known."""

    values: pl.Series
    """Integers in the scale of the source, truths, or texts."""
    bad: pl.Series | None = None
    """Rows whose cell is refused; None for none."""
    unconfirmed: pl.Series | None = None
    absent: pl.Series | None = None
    """Rows for which the figure does not apply."""
    ends: tuple[int, int] | None = None
    """The least and greatest number; None where there is none."""


def ends_of(values: pl.Series) -> tuple[int, int] | None:
    """Return the least and greatest number; None where there is none."""
    low: Any = values.min()
    high: Any = values.max()
    return None if low is None else (int(low), int(high))


def read(source: Source, frame: pl.DataFrame) -> Cells:
    """Read one column of a frame; what is refused is marked, not raised."""
    if source.column is None:
        return _marked(source, frame, pl.Series(source.key, [None] * frame.height, dtype=_empty(source.spec)))
    cells = frame[source.column]
    fast = _FAST.get(source.spec.kind)
    if fast is not None and fast[0](cells.dtype):
        values, bad = fast[1](cells, source)
        absent = None
    else:
        values, bad, absent = _slowly(cells, source)
    ends = ends_of(values) if source.numeric else None
    if ends is not None:
        bad = _or(bad, _out_of_limits(values, ends, source))
    found = _marked(source, frame, values, bad, absent)
    return found if ends is None else evolve(found, ends=ends)


def _empty(spec: FieldSpec) -> Any:
    kind = spec.kind
    return pl.Boolean if kind == "yes-no" else pl.String if kind in ("level", "text") else pl.Int64


# ── fast roads: the types that hold a kind as it is ─────────────────────────────────

Read = tuple[pl.Series, "pl.Series | None"]


def _integers(cells: pl.Series, source: Source) -> Read:
    if cells.dtype.is_float():
        return _floats(cells, source)
    whole = cells.to_physical() if isinstance(cells.dtype, pl.Decimal) else cells
    return narrow(_scaled(whole, (source.places or 0) - (places_of(cells.dtype) or 0))), None


def _scaled(whole: pl.Series, more: int) -> pl.Series:
    """Widen by decimals that were declared beyond those of the type."""
    return whole if more <= 0 else whole.cast(pl.Int128) * _one(10**more)


def narrow(whole: pl.Series) -> pl.Series:
    """Hold integers in 64 bits where all of them fit, else in 128."""
    if whole.dtype == pl.Int64:
        return whole
    ends = ends_of(whole) if whole.dtype in (pl.Int128, pl.UInt64) else None
    beyond = ends is not None and not -(2**63) < ends[0] <= ends[1] < 2**63
    return whole.cast(pl.Int128 if beyond else pl.Int64)


def _floats(cells: pl.Series, source: Source) -> Read:
    """Take a binary float as the shortest decimal that is the same float (promise N1)."""
    cells, places = cells.cast(pl.Float64), source.places or 0
    whole, exact = _exactly(cells, places)
    odd = ~exact
    if not odd.any():
        return whole, None
    found = {float(x): _shortest(float(x), places) for x in cells.filter(odd).unique()}
    put = [found.get(x) if is_odd else w for x, is_odd, w in zip(cells, odd, whole, strict=True)]
    values = pl.Series(cells.name, put, dtype=pl.Int128)
    return narrow(values), odd & values.is_null()


def _exactly(cells: pl.Series, places: int) -> tuple[pl.Series, pl.Series]:
    """Return floats as integers of so many decimals, and which of them are just that; null for null.

    By NumPy, which divides: multiplying by the inverse, as Polars does, may miss the nearest float.
    """
    scale, empty = float(10**places), cells.is_null()
    floats = cells.fill_null(0.0).to_numpy()
    with np.errstate(over="ignore", invalid="ignore"):
        near = np.rint(floats * scale)
        exact = (near / scale == floats) & (np.abs(near) < _EXACT_FLOAT)
    whole = pl.Series(cells.name, np.where(exact, near, 0.0).astype(np.int64))
    missing = pl.Series([None], dtype=pl.Int64).new_from_index(0, len(cells))
    return (whole.zip_with(~empty, missing) if empty.any() else whole), pl.Series(exact)


def _shortest(value: float, places: int) -> int | None:
    if not isfinite(value):
        return None
    whole = Fraction(repr(value)) * 10**places
    return int(whole) if whole.denominator == 1 and abs(whole) < 2**126 else None


def _days(cells: pl.Series, source: Source) -> Read:
    return cells.to_physical().cast(pl.Int64) + _FIRST_DAY, None


_FAST: Final[Mapping[str, tuple[Callable[[Any], bool], Callable[[pl.Series, Source], Read]]]] = {
    **dict.fromkeys(_NUMBERS, (lambda dtype: dtype.is_numeric(), _integers)),
    "date": (lambda dtype: dtype == pl.Date, _days),
    "yes-no": (lambda dtype: dtype == pl.Boolean, lambda cells, _: (cells, None)),
}


# ── the slow road: each different cell through the readers of files ─────────────────


def _slowly(cells: pl.Series, source: Source) -> tuple[pl.Series, pl.Series, pl.Series]:
    spec, scale = source.spec, source.scale
    levels = {match_key(level) for level in spec.levels}
    away: set[Any] = set()
    refused: set[Any] = set()

    def refuse(cell: Any) -> None:
        refused.add(cell)

    def one(value: Any) -> Any:
        if says_not_applicable(value) and match_key(value) not in levels:
            return None
        return read_scalar(value, spec, None)

    found: dict[Any, Any] = {}
    for cell, known in _by_value(cells, one, refuse).items():
        if known is None:
            away.add(cell)
        elif isinstance(known, Fraction):
            whole = known * scale
            if whole.denominator == 1 and abs(whole) < 2**126:
                found[cell] = int(whole)
            else:
                refuse(cell)
        else:
            found[cell] = known
    dtype = pl.Int128 if _empty(spec) == pl.Int64 else _empty(spec)
    rows = cells.to_list()
    values = pl.Series(cells.name, [found.get(cell) for cell in rows], dtype=dtype)
    marks = (pl.Series([cell in group for cell in rows], dtype=pl.Boolean) for group in (refused, away))
    bad, absent = marks
    return (narrow(values) if dtype == pl.Int128 else values), bad, absent


def _by_value(
    cells: pl.Series, read_one: Callable[[Any], Any], refuse: Callable[[Any], None] | None = None
) -> dict[Any, Known | None]:
    """Read each different cell once; blank ones are left out, and those that are refused."""
    found: dict[Any, Known | None] = {}
    for cell in cells.unique().to_list():
        try:
            value = stated_value(cell, cells.dtype == pl.String)
            if not is_blank(value):
                found[cell] = read_one(value)
        except Problem:
            if refuse is not None:
                refuse(cell)
    return found


# ── limits and marks ────────────────────────────────────────────────────────────────


def _out_of_limits(values: pl.Series, ends: tuple[int, int], source: Source) -> pl.Series | None:
    spec, scale, bad = source.spec, source.scale, None
    low, high = ends
    if spec.minimum is not None and low < ceil(spec.minimum * scale):
        bad = _or(bad, values < ceil(spec.minimum * scale))
    if spec.maximum is not None and high > floor(spec.maximum * scale):
        bad = _or(bad, values > floor(spec.maximum * scale))
    steps = [Fraction(1)] if spec.kind == "count" else []
    for step in [*steps, *([] if spec.step is None else [spec.step])]:
        multiple = step * scale
        if multiple.denominator != 1:
            wide, (times, of) = values.cast(pl.Int128), multiple.as_integer_ratio()[::-1]
            rest = wide * pl.Series([times], dtype=pl.Int128) % pl.Series([of], dtype=pl.Int128)
        elif multiple == 1:
            continue
        else:
            rest = values % pl.Series([int(multiple)], dtype=values.dtype)
        bad = _or(bad, rest != 0)
    return bad


def _one(number: int) -> pl.Series:
    return pl.Series([number], dtype=pl.Int128)


def _or(one: pl.Series | None, other: pl.Series | None) -> pl.Series | None:
    if one is None or other is None:
        return one if other is None else other.fill_null(False)
    return one.fill_null(False) | other.fill_null(False)


def _marked(
    source: Source,
    frame: pl.DataFrame,
    values: pl.Series,
    bad: pl.Series | None = None,
    absent: pl.Series | None = None,
) -> Cells:
    """Put what the status and note columns say to what the cells say."""
    unconfirmed = None
    if source.status is None and bad is None and absent is None and not source.spec.needs_note:
        return Cells(values)
    given = values.is_not_null() | (bad if bad is not None else False)
    if source.status is not None:
        said = statuses(frame[source.status])
        unconfirmed = said == "unconfirmed"
        away = said == "not-applicable"
        absent = away if absent is None else absent | away
        bad = _or(bad, said == "?")
        bad = _or(bad, given & (away | (said == "missing")))
    if absent is not None and not source.spec.optional:
        bad = _or(bad, absent)
    if source.spec.needs_note and source.column is not None:
        noted = given if absent is None else given | absent
        if source.note is not None:
            blank = frame[source.note].cast(pl.String).fill_null("").str.strip_chars() == ""
            noted = noted & blank
        bad = _or(bad, noted)
    return Cells(values, _any(bad), _any(unconfirmed), _any(absent))


def _any(mask: pl.Series | None) -> pl.Series | None:
    return mask if mask is not None and mask.any() else None


def statuses(cells: pl.Series) -> pl.Series:
    """Read the words for how sure cells are; ``?`` for a word that is none."""

    def word(text: Any) -> str:
        try:
            return read_status(text or "")
        except Problem:
            return "?"

    texts = cells.cast(pl.String)
    found = {text: word(text) for text in texts.unique().to_list()}
    return pl.Series(cells.name, [found[text] for text in texts.to_list()], dtype=pl.String)


def split_tables(frame: pl.DataFrame, column: str) -> Iterator[pl.Series]:
    """Yield the columns of a nested table, one row of the table a row, and the row of its unit first."""
    lists = frame.select(pl.int_range(pl.len()).alias("·row"), pl.col(column)).filter(
        pl.col(column).list.len() > 0
    )
    rows = lists.explode(column)
    yield rows["·row"]
    yield from rows[column].struct.unnest().get_columns()
