"""Computed figures of all units, as they come from the two roads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any, TypeAlias

from attrs import frozen

from thidua_scoring.formula.lower import Layout
from thidua_scoring.formula.values import Truth3, Value

Found: TypeAlias = Mapping[Any, "Value | Truth3 | None"]
"""What the reference says of one unit, by the name of the output; None for no value."""


@frozen(eq=False)
class Results:
    """What was computed for each unit, each output under its name.

    Most units are settled: generated code has left a tuple of bare integers, which become
    values one by one when somebody asks. The others are open, and come by the reference.
    """

    rows: Sequence[tuple[Any, ...] | None]
    """The entries of each unit by generated code; None for an open unit."""
    places: Mapping[Any, int]
    """Where among a unit's entries an output stands."""
    units: Mapping[Any, Fraction | None]
    """What the integers of an output count; None where its entries are fractions."""
    open: Mapping[int, Found]
    layout: Layout | None = None
    """How the evidence lay for the program that left the entries; None where there are none."""

    def value(self, name: Any, row: int) -> Value | None:
        """Return one number of a unit, with its bounds."""
        entries = self.rows[row]
        if entries is None:
            value = self.open[row][name]
            assert not isinstance(value, Truth3)
            return value
        result, unit = entries[self.places[name]], self.units[name]
        return Value.known(Fraction(result) if unit is None else result * unit)

    def truth(self, name: Any, row: int) -> Truth3:
        """Return one truth about a unit."""
        entries = self.rows[row]
        if entries is not None:
            return Truth3.known(bool(entries[self.places[name]]))
        truth = self.open[row][name]
        assert not isinstance(truth, Value)
        return Truth3(None, True, True) if truth is None else truth

    def column(self, name: Any) -> list[Any]:
        """Return the entries of one output, which compare like its values; None for open units."""
        if not self.places:
            return [None] * len(self.rows)
        place = self.places[name]
        return [None if entries is None else entries[place] for entries in self.rows]


def framed(rows: Iterable[Mapping[str, Any]]) -> Any:
    """Make a Polars or pandas frame of rows, whichever is installed."""
    found = list(rows)
    try:
        import polars
    except ImportError:
        import pandas

        return pandas.DataFrame(found)
    return polars.DataFrame(found, infer_schema_length=None)
