"""Quotients of whole columns: exact sums, comparisons and rounding without a fraction in a cell."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from math import ceil, floor
from typing import Final

from attrs import evolve, frozen

from thidua_scoring.formula.nodes import Relation
from thidua_scoring.formula.ratio import MIRRORED, common_unit
from thidua_scoring.formula.values import OPPOSITE
from thidua_scoring.frames.columns import wholes
from thidua_scoring.frames.columns.wholes import (
    Check,
    Truth,
    Whole,
    choose,
    choose_check,
    constant,
    every,
)

ONE: Final = constant(1)


@frozen(eq=False)
class Quotient:
    """``coefficient · top / bottom`` for each row, the bottom above zero; no bottom means 1.

    Where ``ok`` does not hold the row has no value, and what stands in the columns means nothing.
    """

    coefficient: Fraction
    top: Whole = ONE
    bottom: Whole | None = None
    ok: Check = True

    @property
    def constant(self) -> bool:
        """Whether the coefficient is all there is."""
        return not self.coefficient or (self.top is ONE and self.bottom is None)

    def times(self, factor: Fraction) -> Quotient:
        """Multiply by a number."""
        return evolve(self, coefficient=self.coefficient * factor)

    def in_unit(self, unit: Fraction, *others: Whole | None) -> Whole:
        """Return the top as a count of a unit, times other columns."""
        whole = self.top.times(int(self.coefficient / unit)) if self.coefficient else constant(0)
        for other in others:
            whole = whole if other is None else whole * other
        return whole


def add(terms: Sequence[Quotient]) -> Quotient:
    """Add; terms over one bottom are put together first."""
    ok = every([term.ok for term in terms])
    fixed = sum((term.coefficient for term in terms if term.constant), Fraction(0))
    moving = [term for term in terms if not term.constant]
    if fixed or not moving:
        moving.append(Quotient(fixed))
    if len(moving) == 1:
        return evolve(moving[0], ok=ok)
    moving = _merged(moving)
    if len(moving) <= 1:
        return evolve(moving[0], ok=ok) if moving else Quotient(Fraction(0), ok=ok)
    unit = common_unit(term.coefficient for term in moving)
    bottoms: list[Whole] = []
    for term in moving:
        if term.bottom is not None and not any(term.bottom is other for other in bottoms):
            bottoms.append(term.bottom)
    parts = [
        term.in_unit(unit, *(bottom for bottom in bottoms if bottom is not term.bottom)) for term in moving
    ]
    top = parts[0]
    for part in parts[1:]:
        top = top + part
    return Quotient(unit, top, product(bottoms), ok)


def _merged(terms: Sequence[Quotient]) -> list[Quotient]:
    """Put together terms of the same columns; what cancels is left out."""
    found: dict[tuple[int, int], Quotient] = {}
    for term in terms:
        same = id(term.top), id(term.bottom)
        before = found.get(same)
        more = 0 if before is None else before.coefficient
        found[same] = evolve(term, coefficient=term.coefficient + more)
    return [term for term in found.values() if term.coefficient]


def product(columns: Sequence[Whole | None]) -> Whole | None:
    """Multiply the columns that there are; None for none."""
    found: Whole | None = None
    for whole in columns:
        if whole is not None and whole is not ONE:
            found = whole if found is None else found * whole
    return found


def multiply(factors: Sequence[Quotient]) -> Quotient:
    """Multiply."""
    coefficient = Fraction(1)
    for factor in factors:
        coefficient *= factor.coefficient
    ok = every([factor.ok for factor in factors])
    if not coefficient:
        return Quotient(coefficient, ok=ok)
    top = product([factor.top for factor in factors]) or ONE
    return Quotient(coefficient, top, product([factor.bottom for factor in factors]), ok)


@frozen(eq=False)
class Divisor:
    """A number made fit to divide by: its size above zero, its sign, and where it is not zero.

    One is made for all quotients by the same number, so that their sums see that they share it.
    """

    of: Quotient
    sign: Whole
    size: Whole
    ok: Check

    @classmethod
    def of_number(cls, of: Quotient) -> Divisor:
        """Look at the top alone, which has the number's sign but for the coefficient's."""
        top = of.top
        ok, size = of.ok, top
        if top.low <= 0 <= top.high:
            ok = every([ok, compared(top, "!=", constant(0))])
            size = choose(compared(top, "==", constant(0)), ONE, top)
        sign = ONE
        if top.low < 0:
            below = compared(top, "<", constant(0))
            sign = choose(below, constant(-1), ONE) if top.high > 0 else constant(-1)
            size = choose(below, -size, size)
        return cls(of, sign, size.at_least(1), ok)


def divide(top: Quotient, by: Divisor) -> Quotient:
    """Divide; a row whose divisor is zero has no value."""
    ok = every([top.ok, by.ok])
    if not by.of.coefficient:
        return Quotient(Fraction(0), ok=False)
    coefficient = top.coefficient / by.of.coefficient
    if by.of.constant:
        return evolve(top, coefficient=coefficient, ok=ok)
    if by.sign.known == -1:
        coefficient = -coefficient
    sign = None if by.sign.known is not None else by.sign
    joined = product([top.top, by.of.bottom, sign]) or ONE
    return Quotient(coefficient, joined, product([top.bottom, by.size]), ok)


def either(test: Check, then: Quotient, other: Quotient) -> Quotient:
    """Take one where the test holds and the other where it does not."""
    if isinstance(test, bool):
        return then if test else other
    ok = choose_check(test, then.ok, other.ok)
    if then.constant and other.constant and then.coefficient == other.coefficient:
        return evolve(then, ok=ok)
    unit = common_unit([then.coefficient, other.coefficient])
    if then.bottom is None or other.bottom is None or then.bottom is other.bottom:
        # A bottom that only one of them has may stand under both, so that sums need no second one.
        shared = then.bottom or other.bottom
        tops = (each.in_unit(unit, None if each.bottom is shared else shared) for each in (then, other))
        return Quotient(unit, choose(test, *tops), shared, ok)
    top = choose(test, then.in_unit(unit), other.in_unit(unit))
    return Quotient(unit, top, choose(test, then.bottom, other.bottom), ok)


def extreme(left: Quotient, right: Quotient, *, least: bool) -> Quotient:
    """Take the lesser or the greater of two numbers without bottoms."""
    if left.constant and right.constant:
        best = (min if least else max)(left.coefficient, right.coefficient)
        return Quotient(best)
    unit = common_unit([left.coefficient, right.coefficient])
    return Quotient(unit, wholes.extreme(left.in_unit(unit), right.in_unit(unit), least=least))


# ── comparisons ─────────────────────────────────────────────────────────────────────


def compared(left: Whole, relation: Relation, right: Whole) -> Check:
    """Compare two columns, without an expression where their ranges tell."""
    if _surely(left, relation, right):
        return True
    if _surely(left, OPPOSITE[relation], right):
        return False
    level, size = max(left.level, right.level), left.size + right.size + 1
    return Truth(left.compare(relation, right), level, size)


def _surely(left: Whole, relation: Relation, right: Whole) -> bool:
    return {
        "==": left.known is not None and left.known == right.known,
        "!=": left.high < right.low or left.low > right.high,
        "<": left.high < right.low,
        "<=": left.high <= right.low,
        ">": left.low > right.high,
        ">=": left.low >= right.high,
    }[relation]


def comparison(left: Quotient, relation: Relation, right: Quotient) -> Check:
    """Compare by multiplying crosswise, since bottoms are above zero."""
    if left.constant and not right.constant:
        return comparison(right, MIRRORED[relation], left)
    if right.constant and left.bottom is None and not left.constant:
        return _threshold(left, relation, right.coefficient)
    unit = common_unit([left.coefficient, right.coefficient])
    if left.bottom is right.bottom:
        return compared(left.in_unit(unit), relation, right.in_unit(unit))
    return compared(left.in_unit(unit, right.bottom), relation, right.in_unit(unit, left.bottom))


def _threshold(left: Quotient, relation: Relation, bound: Fraction) -> Check:
    """Compare a top alone with the nearest integer that tells the same."""
    if left.coefficient < 0:
        relation = MIRRORED[relation]
    cut = bound / left.coefficient
    if relation in ("==", "!=") and cut.denominator != 1:
        return relation == "!="
    nearest = ceil(cut) if relation in (">=", "<") else floor(cut)
    # An integer that no column of this range can reach need not be held in one.
    nearest = min(max(nearest, left.top.low - 1), left.top.high + 1)
    return compared(left.top, relation, constant(nearest))


# ── rounding ────────────────────────────────────────────────────────────────────────


def rounded(quotient: Quotient, mode: str) -> Whole:
    """Round to a whole number, with ``//`` on integers only."""
    factor = quotient.coefficient
    top = quotient.top.times(factor.numerator)
    bottom = (quotient.bottom or ONE).times(factor.denominator)
    if mode == "half-even":
        return _half_even(top, bottom)
    above, below = _MODES[mode]
    if above is below or top.low >= 0:
        return above(top, bottom)
    if top.high <= 0:
        return below(top, bottom)
    return choose(compared(top, ">=", constant(0)), above(top, bottom), below(top, bottom))


def _floor(top: Whole, bottom: Whole) -> Whole:
    return top // bottom


def _ceiling(top: Whole, bottom: Whole) -> Whole:
    return -(-top // bottom)


def _nearest_or_up(top: Whole, bottom: Whole) -> Whole:
    return (top.times(2) + bottom) // bottom.times(2)


def _nearest_or_down(top: Whole, bottom: Whole) -> Whole:
    return -_nearest_or_up(-top, bottom)


def _half_even(top: Whole, bottom: Whole) -> Whole:
    whole = top // bottom
    rest = (top % bottom).times(2)
    half_of_odd = every([compared(rest, "==", bottom), compared(whole % constant(2), "==", ONE)])
    up = choose(compared(rest, ">", bottom), ONE, choose(half_of_odd, ONE, constant(0)))
    return whole + up


_Way = Callable[[Whole, Whole], Whole]
# How numbers from zero up, and below zero, are rounded.
_MODES: Final[Mapping[str, tuple[_Way, _Way]]] = {
    "floor": (_floor, _floor),
    "ceiling": (_ceiling, _ceiling),
    "down": (_floor, _ceiling),
    "up": (_ceiling, _floor),
    "half-up": (_nearest_or_up, _nearest_or_down),
    "half-down": (_nearest_or_down, _nearest_or_up),
}
