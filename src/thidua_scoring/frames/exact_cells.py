"""Cells of every type as exact integers, truths and texts; what cannot be exact is refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from math import isfinite
from typing import Any, Final, TypeAlias

import numpy as np
import polars as pl

from thidua_scoring.criterion import FieldSpec
from thidua_scoring.errors import Problem
from thidua_scoring.evidence.frames import stated_value
from thidua_scoring.evidence.kinds import Known, read_scalar
from thidua_scoring.evidence.statements import is_blank, says_not_applicable
from thidua_scoring.evidence.text import match_key
from thidua_scoring.frames.source import NUMBERS, Source, places_of
from thidua_scoring.numbers import decimals, terminates

MOST_PLACES: Final = 9
"""The decimals up to which those of floats and texts are looked for."""
_EXACT_FLOAT: Final = 10**15
"""Below it, a decimal of up to 15 digits is the only one that short for its float."""
_ROOM: Final = 2**126
"""Integers are read up to here, so that 128 bits hold them."""
_FIRST_DAY: Final = date(1970, 1, 1).toordinal()


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


def ends_of(values: pl.Series) -> tuple[int, int] | None:
    """Return the least and greatest number; None where there is none."""
    low: Any = values.min()
    high: Any = values.max()
    return None if low is None else (int(low), int(high))


Exactly: TypeAlias = "tuple[pl.Series, pl.Series | None, pl.Series | None]"
"""The values of a column, and the rows that are refused and that do not apply; None for none."""


def exact_cells(cells: pl.Series, source: Source) -> Exactly:
    """Read the cells of a column."""
    fast = _FAST.get(source.spec.kind)
    if fast is not None and fast[0](cells.dtype):
        values, bad = fast[1](cells, source)
        return values, bad, None
    return _slowly(cells, source)


def type_of(spec: FieldSpec) -> Any:
    """Return the type that holds figures of a kind."""
    kind = spec.kind
    return pl.Boolean if kind == "yes-no" else pl.String if kind in ("level", "text") else pl.Int64


# ── fast roads: the types that hold a kind as it is ─────────────────────────────────

Read = tuple[pl.Series, "pl.Series | None"]


def _integers(cells: pl.Series, source: Source) -> Read:
    if cells.dtype.is_float():
        return _floats(cells, source)
    whole = cells.to_physical() if isinstance(cells.dtype, pl.Decimal) else cells
    found, bad = _scaled(whole, (source.places or 0) - (places_of(cells.dtype) or 0))
    return narrow(found), bad


def _scaled(whole: pl.Series, more: int) -> Read:
    """Widen by decimals that were declared beyond those of the type; what has no room then is refused."""
    if more <= 0:
        return whole, None
    wide, most, factor = whole.cast(pl.Int128), _ROOM // 10**more, one(10 ** min(more, 38))
    far = ((wide > one(most)) | (wide < one(-most))).fill_null(False)
    if not far.any():
        return wide * factor, None
    nothing = pl.Series([None], dtype=pl.Int128).new_from_index(0, len(wide))
    return wide.zip_with(~far, nothing) * factor, far


def one(number: int) -> pl.Series:
    """Return a number to compute columns of 128 bits with."""
    return pl.Series([number], dtype=pl.Int128)


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
    return int(whole) if whole.denominator == 1 and abs(whole) < _ROOM else None


def _days(cells: pl.Series, source: Source) -> Read:
    return cells.to_physical().cast(pl.Int64) + _FIRST_DAY, None


_FAST: Final[Mapping[str, tuple[Callable[[Any], bool], Callable[[pl.Series, Source], Read]]]] = {
    **dict.fromkeys(NUMBERS, (lambda dtype: dtype.is_numeric(), _integers)),
    "date": (lambda dtype: dtype == pl.Date, _days),
    "yes-no": (lambda dtype: dtype == pl.Boolean, lambda cells, _: (cells, None)),
}


# ── the slow road: each different cell through the readers of files ─────────────────


def _slowly(cells: pl.Series, source: Source) -> Exactly:
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
            if whole.denominator == 1 and abs(whole) < _ROOM:
                found[cell] = int(whole)
            else:
                refuse(cell)
        else:
            found[cell] = known
    dtype = pl.Int128 if type_of(spec) == pl.Int64 else type_of(spec)
    rows = cells.to_list()
    values = pl.Series(cells.name, [found.get(cell) for cell in rows], dtype=dtype)
    marks = (pl.Series([cell in group for cell in rows], dtype=pl.Boolean) for group in (refused, away))
    bad, absent = marks
    if cells.dtype.is_float():
        bad = bad | cells.is_nan().fill_null(False)  # no NaN is equal to another
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
