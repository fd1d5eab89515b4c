"""Where a figure of the ruleset stands in a frame, and how its column is written."""

from __future__ import annotations

from typing import Final

import polars as pl
from attrs import frozen

from thidua_scoring.criterion import FieldSpec

NUMBERS: Final = ("number", "count", "percent")


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
        return self.spec.kind in NUMBERS

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
