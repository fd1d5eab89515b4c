"""Computed figures of all units, as they come from the two roads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from attrs import frozen

from thidua_scoring.formula.values import Truth3, Value


@frozen(eq=False)
class Results:
    """One row a unit, one entry an output, each under its name.

    An entry is a `Value` or `Truth3` by the reference, None where it has no value, or an
    integer of the output's unit by the generated code.
    """

    index: Mapping[Any, int]
    rows: Sequence[Any]
    units: Sequence[Fraction | None]

    def value(self, name: Any, row: int) -> Value | None:
        """Return one number of a unit, with its bounds."""
        index = self.index[name]
        result = self.rows[row][index]
        if isinstance(result, Value) or result is None:
            return result
        unit = self.units[index]
        return Value.known(Fraction(result) if unit is None else result * unit)

    def truth(self, name: Any, row: int) -> Truth3:
        """Return one truth about a unit."""
        result = self.rows[row][self.index[name]]
        if result is None:
            return Truth3(None, True, True)
        return result if isinstance(result, Truth3) else Truth3.known(bool(result))
