"""Values that know how sure they are: a point where one is known, and bounds around it.

A figure that is missing has no point, only the range of its field; an unconfirmed one has
both. Arithmetic on values gives bounds that always hold the true result (promise S6).
An absent end of a range is infinite.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import TypeAlias

from attrs import frozen

from thidua_scoring.errors import ThiduaError
from thidua_scoring.formula.nodes import Curve, Piece, Relation

End: TypeAlias = "Fraction | None"


class Undefined(ThiduaError, ArithmeticError):
    """A formula that has no value: a division by zero, the mean of no rows."""

    def __init__(self, code: str):
        self.code = code
        super().__init__(code)


@frozen
class Value:
    """A number with its bounds; ``point`` is None where it is not known."""

    point: Fraction | None
    low: End
    high: End

    @classmethod
    def known(cls, number: Fraction | int) -> Value:
        """Make a value that is certain."""
        exact = Fraction(number)
        return cls(exact, exact, exact)

    @classmethod
    def between(cls, low: End, high: End, point: Fraction | None = None) -> Value:
        """Make an uncertain value; ends that meet leave nothing uncertain."""
        if point is None and low is not None and low == high:
            point = low
        return cls(point, low, high)

    @property
    def certain(self) -> bool:
        """Whether nothing but the point is possible."""
        return self.low is not None and self.low == self.high

    def map(self, rising: Callable[[Fraction], Fraction]) -> Value:
        """Send the value through a function that never falls."""
        return Value.between(
            *(None if end is None else rising(end) for end in (self.low, self.high, self.point))
        )


@frozen
class Truth3:
    """A truth that may be unknown: what it is at the known points, and what it may be."""

    point: bool | None
    may_hold: bool
    may_fail: bool

    @classmethod
    def known(cls, truth: bool) -> Truth3:
        """Make a truth that is certain."""
        return cls(truth, truth, not truth)

    @classmethod
    def between(cls, may_hold: bool, may_fail: bool, point: bool | None = None) -> Truth3:
        """Make a truth that may be uncertain; one possibility leaves nothing uncertain."""
        return cls(may_hold if may_hold != may_fail else point, may_hold, may_fail)


ANYTHING = Value(None, None, None)
"""A number of which nothing is known."""


# ── numbers ─────────────────────────────────────────────────────────────────────────


def add(values: Iterable[Value]) -> Value:
    """Add values."""
    point: Fraction | None = Fraction(0)
    low: End = Fraction(0)
    high: End = Fraction(0)
    for value in values:
        point = None if point is None or value.point is None else point + value.point
        low = None if low is None or value.low is None else low + value.low
        high = None if high is None or value.high is None else high + value.high
    return Value.between(low, high, point)


def multiply(left: Value, right: Value) -> Value:
    """Multiply two values."""
    point = None if left.point is None or right.point is None else left.point * right.point
    corners = [_product(a, b) for a in _ends(left) for b in _ends(right)]
    return Value.between(_least(corners), _greatest(corners), point)


def divide(top: Value, bottom: Value) -> Value:
    """Divide; raises `Undefined` where the divisor is known to be zero."""
    if bottom.point == 0 or (bottom.certain and bottom.low == 0):
        raise Undefined("division-by-zero")
    point = None if top.point is None or bottom.point is None else top.point / bottom.point
    ratio = multiply(top, Value(None, *_reciprocal(bottom)))
    return Value.between(ratio.low, ratio.high, point)


def _reciprocal(value: Value) -> tuple[End, End]:
    low, high = value.low, value.high
    if low is not None and low >= 0:
        return (Fraction(0) if high is None else 1 / high), (1 / low if low > 0 else None)
    if high is not None and high <= 0:
        return (1 / high if high < 0 else None), (Fraction(0) if low is None else 1 / low)
    return None, None


# An end is a pair: the sign of its infinity (0 for a finite one) and the number.
_End: TypeAlias = tuple[int, Fraction]


def _ends(value: Value) -> tuple[_End, _End]:
    low = (-1, Fraction(0)) if value.low is None else (0, value.low)
    high = (1, Fraction(0)) if value.high is None else (0, value.high)
    return low, high


def _product(a: _End, b: _End) -> _End:
    if a[0] == 0 and b[0] == 0:
        return 0, a[1] * b[1]
    return _sign(a) * _sign(b), Fraction(0)


def _sign(end: _End) -> int:
    return end[0] or (end[1] > 0) - (end[1] < 0)


def _least(ends: list[_End]) -> End:
    return (
        None if any(sign < 0 for sign, _ in ends) else min((n for sign, n in ends if sign == 0), default=None)
    )


def _greatest(ends: list[_End]) -> End:
    return (
        None if any(sign > 0 for sign, _ in ends) else max((n for sign, n in ends if sign == 0), default=None)
    )


def any_sum(each: Value) -> Value:
    """Bound the sum of any number of values, none included."""
    low = Fraction(0) if each.low is not None and each.low >= 0 else None
    high = Fraction(0) if each.high is not None and each.high <= 0 else None
    return Value.between(low, high)


def least(values: list[Value]) -> Value:
    """Take the least of one or more values."""
    points = [value.point for value in values if value.point is not None]
    lows = [value.low for value in values]
    highs = [value.high for value in values if value.high is not None]
    point = min(points) if len(points) == len(values) else None
    return Value.between(
        None if None in lows else min(low for low in lows if low is not None), min(highs, default=None), point
    )


def greatest(values: list[Value]) -> Value:
    """Take the greatest of one or more values."""
    return negate(least([negate(value) for value in values]))


def negate(value: Value) -> Value:
    """Change the sign."""
    return Value(*(None if end is None else -end for end in (value.point, value.high, value.low)))


def hull(values: list[Value], point: Fraction | None = None) -> Value:
    """Return bounds that hold every one of the values."""
    lows, highs = [value.low for value in values], [value.high for value in values]
    return Value.between(
        None if None in lows else min(low for low in lows if low is not None),
        None if None in highs else max(high for high in highs if high is not None),
        point,
    )


def meet(value: Value, within: Value) -> Value:
    """Return a value with its bounds narrowed to others that are known to hold it."""
    lows = [end for end in (value.low, within.low) if end is not None]
    highs = [end for end in (value.high, within.high) if end is not None]
    return Value.between(max(lows, default=None), min(highs, default=None), value.point)


# ── curves ──────────────────────────────────────────────────────────────────────────


def piece_at(curve: Curve, x: Fraction) -> Piece:
    """Return the piece of the curve that holds ``x``; raises `Undefined` in a hole."""
    for piece in curve.pieces:
        if piece.holds(x):
            return piece
    raise Undefined("outside-curve")


def through(curve: Curve, x: Value) -> Value:
    """Send a value through the curve."""
    point = None if x.point is None else piece_at(curve, x.point).at(x.point)
    if x.certain and point is not None:
        return Value.known(point)
    stretches = [_stretch(piece, x) for piece in curve.pieces if _meets(piece, x)]
    if not stretches:
        raise Undefined("outside-curve")
    return hull(stretches, point)


def _meets(piece: Piece, x: Value) -> bool:
    """Say whether some number of the range lies in the piece."""
    below = (
        piece.high is not None
        and x.low is not None
        and (x.low > piece.high or (x.low == piece.high and not piece.high_in))
    )
    above = (
        piece.low is not None
        and x.high is not None
        and (x.high < piece.low or (x.high == piece.low and not piece.low_in))
    )
    return not below and not above


def _stretch(piece: Piece, x: Value) -> Value:
    low = x.low if piece.low is None else piece.low if x.low is None else max(piece.low, x.low)
    high = x.high if piece.high is None else piece.high if x.high is None else min(piece.high, x.high)
    return add([Value.known(piece.intercept), multiply(Value.known(piece.slope), Value(None, low, high))])


# ── truths ──────────────────────────────────────────────────────────────────────────


def compare(left: Value, relation: Relation, right: Value) -> Truth3:
    """Compare two values."""
    gap = add([left, negate(right)])
    point = None if gap.point is None else _holds(relation, gap.point)
    return Truth3.between(_possible(relation, gap), _possible(OPPOSITE[relation], gap), point)


OPPOSITE: dict[Relation, Relation] = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}


def _holds(relation: Relation, gap: Fraction) -> bool:
    return {
        "==": gap == 0,
        "!=": gap != 0,
        "<": gap < 0,
        "<=": gap <= 0,
        ">": gap > 0,
        ">=": gap >= 0,
    }[relation]


def _possible(relation: Relation, gap: Value) -> bool:
    """Say whether some gap within the bounds meets the relation to zero."""
    low_below = gap.low is None or gap.low < 0
    high_above = gap.high is None or gap.high > 0
    touches = (low_below or gap.low == 0) and (high_above or gap.high == 0)
    return {
        "==": touches,
        "!=": low_below or high_above,
        "<": low_below,
        "<=": low_below or gap.low == 0,
        ">": high_above,
        ">=": high_above or gap.high == 0,
    }[relation]


def invert(truth: Truth3) -> Truth3:
    """Turn a truth round."""
    return Truth3(None if truth.point is None else not truth.point, truth.may_fail, truth.may_hold)


def every(truths: list[Truth3]) -> Truth3:
    """Join truths by *and*."""
    points = [truth.point for truth in truths]
    point = False if False in points else None if None in points else True
    return Truth3(point, all(t.may_hold for t in truths), any(t.may_fail for t in truths))


def some(truths: list[Truth3]) -> Truth3:
    """Join truths by *or*."""
    return invert(every([invert(truth) for truth in truths]))
