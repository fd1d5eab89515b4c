"""Python functions over columns: what a plugin computes row by row, and working days of a calendar."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from math import ceil, floor
from typing import Any, Final

import polars as pl

from thidua_scoring.errors import Problem
from thidua_scoring.formula import nodes
from thidua_scoring.formula.evaluate import call_function
from thidua_scoring.formula.values import Undefined

PLACES: Final = 9
"""The decimals that a function's result may have; a row with more goes to the reference."""
_SCALE: Final = 10**PLACES
_MOST: Final = 9 * 10**18


def called(
    of: nodes.Call, coefficients: Sequence[Fraction], parts: Sequence[pl.Expr]
) -> tuple[Fraction, pl.Expr, int]:
    """Return the unit, the expression and the greatest size of a function's results.

    ``parts`` are the tops and bottoms of the arguments, in turn. The function is called once for all
    rows that agree in them. A row for which it fails is null, whatever the reason: the reference calls
    it again if the row needs it.
    """

    def result(*row: int) -> int | None:
        pairs = zip(coefficients, row[::2], row[1::2], strict=True)
        try:
            points = call_function(of, [c * Fraction(top, bottom) for c, top, bottom in pairs])
        except Exception:
            return None
        whole = points * _SCALE
        return int(whole) if whole.denominator == 1 and abs(whole) <= limit else None

    ends = [_MOST if end is None else ceil(abs(end)) * _SCALE for end in (of.low, of.high)]
    limit = min(max(ends), _MOST)
    return Fraction(1, _SCALE), _mapped(result, parts), limit


def working_index(of: nodes.WorkIndex, day: pl.Expr) -> pl.Expr:
    """Return the index of each day among the working days; null beyond the calendar."""

    def index(day: int) -> int | None:
        try:
            return of.calendar.working_index(floor(day))
        except (Problem, Undefined):
            return None

    return _mapped(index, [day])


def _mapped(function: Callable[..., int | None], parts: Sequence[pl.Expr]) -> pl.Expr:
    """Call a function of integers once for each different row."""
    names = [f"p{n}" for n in range(len(parts))]

    def over(series: Any) -> pl.Series:
        rows = series.struct.unnest()
        different = rows.unique()
        found = pl.Series("found", [function(*row) for row in different.iter_rows()], dtype=pl.Int64)
        joined = rows.join(different.with_columns(found), on=names, how="left", maintain_order="left")
        result: pl.Series = joined["found"]
        return result

    if not parts:
        result = function()
        return pl.lit(result, dtype=pl.Int64)
    struct = pl.struct(*(part.alias(name) for part, name in zip(parts, names, strict=True)))
    return struct.map_batches(over, return_dtype=pl.Int64)
