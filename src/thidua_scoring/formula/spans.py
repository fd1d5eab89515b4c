"""Ranges that numbers are asked to lie in, and sums that are asked about written alike."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from math import ceil, floor, gcd, prod
from typing import Final, TypeAlias

from attrs import evolve, frozen

from thidua_scoring.formula import nodes
from thidua_scoring.formula.nodes import Column, Const, Field, Number, Relation
from thidua_scoring.formula.values import End, Value

Terms: TypeAlias = "tuple[tuple[Number, Fraction], ...]"
"""A sum: numbers, each with its factor."""
MIRROR: Final[dict[Relation, Relation]] = {
    "==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<=",
}  # fmt: skip
"""The relation that holds after both sides have changed their sign."""


@frozen
class Span:
    """The numbers between two ends, less some of them; an end that is None is open to infinity."""

    low: End = None
    low_in: bool = True
    high: End = None
    high_in: bool = True
    barred: frozenset[Fraction] = frozenset()

    def meeting(self, relation: Relation, limit: Fraction) -> Span:
        """Return what of the span stands in a relation to a number."""
        if relation == "!=":
            return evolve(self, barred=self.barred | {limit})
        found = self
        if relation in (">", ">=", "=="):
            found = found._from(limit, relation != ">")
        return found._up_to(limit, relation != "<") if relation in ("<", "<=", "==") else found

    def within(self, bounds: Value) -> Span:
        """Return what of the span lies within bounds."""
        found = self if bounds.low is None else self._from(bounds.low, True)
        return found if bounds.high is None else found._up_to(bounds.high, True)

    def _from(self, low: Fraction, low_in: bool) -> Span:
        if self.low is None or low > self.low:
            return evolve(self, low=low, low_in=low_in)
        return evolve(self, low_in=self.low_in and low_in) if low == self.low else self

    def _up_to(self, high: Fraction, high_in: bool) -> Span:
        if self.high is None or high < self.high:
            return evolve(self, high=high, high_in=high_in)
        return evolve(self, high_in=self.high_in and high_in) if high == self.high else self

    def trimmed(self, grain: Fraction | None) -> Span | None:
        """Return the span drawn in to the numbers that there are; None where there are none.

        With a ``grain`` these are its multiples alone.
        """
        found = self._to_ends() if grain is None else self._to_multiples(grain)
        if found.low is None or found.high is None or found.low < found.high:
            return found
        return found if found.low == found.high and found.low_in and found.high_in else None

    def _to_ends(self) -> Span:
        return evolve(
            self,
            low_in=self.low_in and self.low not in self.barred,
            high_in=self.high_in and self.high not in self.barred,
        )

    def _to_multiples(self, grain: Fraction) -> Span:
        low, high = self.low, self.high
        if low is not None:
            low = ceil(low / grain) * grain
            while low in self.barred or (low == self.low and not self.low_in):
                low += grain
        if high is not None:
            high = floor(high / grain) * grain
            while high in self.barred or (high == self.high and not self.high_in):
                high -= grain
        return Span(low, True, high, True, self.barred)

    @property
    def value(self) -> Value:
        """The ends as bounds; the ends themselves count as possible."""
        return Value(None, self.low, self.high)


# ── sums ────────────────────────────────────────────────────────────────────────────


def collected(terms: Iterable[tuple[Number, Fraction]]) -> tuple[dict[Number, Fraction], Fraction]:
    """Write a sum as factors of different numbers, none of them a sum, and what is constant."""
    waiting, constant = list(terms), Fraction(0)
    found: dict[Number, Fraction] = {}
    while waiting:
        number, factor = waiting.pop()
        match number:
            case Const(value):
                constant += factor * value
            case nodes.Add(parts):
                waiting += [(part, factor) for part in parts]
            case nodes.Div(top, Const(value)) if value:
                waiting.append((top, factor / value))
            case nodes.Mul(factors) if sum(not isinstance(part, Const) for part in factors) <= 1:
                others = [part for part in factors if not isinstance(part, Const)]
                scale = prod((part.value for part in factors if isinstance(part, Const)), start=factor)
                waiting.append((others[0] if others else nodes.ONE, scale))
            case _:
                found[number] = found.get(number, Fraction(0)) + factor
    return {number: factor for number, factor in found.items() if factor}, constant


def grain(terms: Terms) -> Fraction | None:
    """Return a number of which every value of a sum is a multiple; None where none is known."""
    return _common([None if (of := _grain(number)) is None else abs(factor) * of for number, factor in terms])


def _grain(number: Number) -> Fraction | None:
    match number:
        case Field() | Column():
            return Fraction(1) if number.kind in ("count", "date") else None
        case Const(value):
            return abs(value)
        case nodes.Lookup(_, levels):
            return _common([abs(value) for _, value in levels])
        case nodes.Round(_, rounding):
            return rounding.step
        case nodes.WorkIndex():
            return Fraction(1)
        case nodes.Reduce() | nodes.Group() if number.how in ("count", "rank"):
            return Fraction(1)
        case nodes.Reduce() | nodes.Group() if number.how != "mean":
            return _grain(number.of)
        case nodes.Add(parts) | nodes.Min(parts) | nodes.Max(parts):
            return _common([_grain(part) for part in parts])
        case nodes.If(_, then, other):
            return _common([_grain(then), _grain(other)])
        case nodes.Mul(parts):
            grains = [of for part in parts if (of := _grain(part)) is not None]
            return prod(grains, start=Fraction(1)) if len(grains) == len(parts) else None
    return None


def _common(grains: list[Fraction | None]) -> Fraction | None:
    """Return what all grains are multiples of; the grain 0 is that of nothing but 0."""
    found = Fraction(0)
    for each in grains:
        if each is None:
            return None
        tops = gcd(found.numerator * each.denominator, each.numerator * found.denominator)
        found = Fraction(tops, found.denominator * each.denominator)
    return found or None
