"""Columns of integers with a proven range: what exact scoring by columns computes with.

Polars wraps integers silently on overflow, so every expression carries the least and most that it can
be. It is computed in 64 bits where that range fits, else in 128, and refused (`TooWide`) beyond.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final, TypeAlias

import polars as pl
from attrs import evolve, frozen

_MOST_64: Final = 2**63 - 1
_MOST_128: Final = 2**127 - 1
_Binary: TypeAlias = "Callable[[Any, Any], Any]"


class TooWide(Exception):
    """No integers of a column are wide enough to be exact."""


@frozen(eq=False)
class Whole:
    """An integer for each row, surely from ``low`` to ``high``.

    ``level`` is the stage from which all columns that ``expr`` names exist, and ``size`` how many
    operations it is.
    """

    expr: pl.Expr
    low: int
    high: int
    level: int = 0
    size: int = 0

    def __attrs_post_init__(self) -> None:
        if not -_MOST_128 <= self.low <= self.high <= _MOST_128:
            raise TooWide

    @property
    def wide(self) -> bool:
        """Whether the column takes 128 bits."""
        return not -_MOST_64 <= self.low <= self.high <= _MOST_64

    @property
    def known(self) -> int | None:
        """The one integer that it can be."""
        return self.low if self.low == self.high else None

    def __add__(self, other: Whole) -> Whole:
        return _joined(self, other, lambda a, b: a + b, [self.low + other.low, self.high + other.high])

    def __sub__(self, other: Whole) -> Whole:
        return _joined(self, other, lambda a, b: a - b, [self.low - other.high, self.high - other.low])

    def __mul__(self, other: Whole) -> Whole:
        for one, rest in ((self, other), (other, self)):
            if one.known == 1:
                return rest
        ends = [a * b for a in (self.low, self.high) for b in (other.low, other.high)]
        return _joined(self, other, lambda a, b: a * b, ends)

    def __floordiv__(self, other: Whole) -> Whole:
        """Divide by a column above zero, down to the integer at or below."""
        if other.known == 1:
            return self
        ends = [a // b for a in (self.low, self.high) for b in (other.low, other.high)]
        return _joined(self, other, lambda a, b: a // b, ends)

    def __mod__(self, other: Whole) -> Whole:
        """Return what is left of dividing by a column above zero: from 0 to less than it."""
        if self.known is not None and other.known is not None:
            return constant(self.known % other.known)
        ends = [0, min(other.high - 1, self.high) if self.low >= 0 else other.high - 1]
        return _joined(self, other, lambda a, b: a % b, ends)

    def __neg__(self) -> Whole:
        negative = constant(0).expr.cast(pl.Int128) - self.expr if self.wide else -self.expr
        return evolve(self, expr=negative, low=-self.high, high=-self.low, size=self.size + 1)

    def at_least(self, low: int) -> Whole:
        """Say that no row that matters is below a number."""
        if self.low >= low:
            return self
        made = evolve(self, low=max(low, self.low), high=max(low, self.high))
        return evolve(made, expr=_cast(self.expr, self.wide, made.wide))

    def times(self, factor: int) -> Whole:
        """Multiply by a number."""
        return self if factor == 1 else -self if factor == -1 else self * constant(factor)

    def compare(self, relation: str, other: Whole) -> pl.Expr:
        """Compare row by row."""
        wide = self.wide or other.wide
        left, right = (_cast(each.expr, each.wide, wide) for each in (self, other))
        compared: pl.Expr = _RELATIONS[relation](left, right)
        return compared


_RELATIONS: Final[dict[str, _Binary]] = {
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}


def _joined(left: Whole, right: Whole, operation: _Binary, ends: list[int]) -> Whole:
    low, high = min(ends), max(ends)
    if left.known is not None and right.known is not None:
        return constant(operation(left.known, right.known))
    level, size = max(left.level, right.level), left.size + right.size + 1
    result = Whole(pl.lit(0), low, high, level, size)
    wide = left.wide or right.wide or result.wide
    expr = operation(*(_cast(each.expr, each.wide, wide) for each in (left, right)))
    return evolve(result, expr=_cast(expr, wide, result.wide))


def _cast(expr: pl.Expr, is_wide: bool, wide: bool) -> pl.Expr:
    # Rows that have no value may hold anything, so what does not fit is no error.
    return expr if is_wide == wide else expr.cast(pl.Int128 if wide else pl.Int64, strict=False)


def constant(value: int) -> Whole:
    """Make a column that holds one integer in every row."""
    made = Whole(pl.lit(0), value, value)
    return evolve(made, expr=pl.lit(value, dtype=pl.Int128 if made.wide else pl.Int64))


# ── truths ──────────────────────────────────────────────────────────────────────────


@frozen(eq=False)
class Truth:
    """True or false for each row."""

    expr: pl.Expr
    level: int = 0
    size: int = 1


Check: TypeAlias = "Truth | bool"
"""A truth for each row, or one for all of them."""


def expression(check: Check) -> pl.Expr:
    """Return the column of a truth."""
    return pl.lit(check) if isinstance(check, bool) else check.expr


def negated(check: Check) -> Check:
    """Turn round."""
    return not check if isinstance(check, bool) else evolve(check, expr=~check.expr, size=check.size + 1)


def every(checks: Iterable[Check]) -> Check:
    """Join by *and*."""
    kept: list[Truth] = []
    for check in checks:
        if check is False:
            return False
        if isinstance(check, Truth) and not any(check is other for other in kept):
            kept.append(check)
    if len(kept) <= 1:
        return kept[0] if kept else True
    expr = kept[0].expr
    for other in kept[1:]:
        expr = expr & other.expr
    return Truth(expr, max(each.level for each in kept), sum(each.size for each in kept) + len(kept))


def some(checks: Iterable[Check]) -> Check:
    """Join by *or*."""
    return negated(every([negated(check) for check in checks]))


def choose(test: Check, then: Whole, other: Whole) -> Whole:
    """Take one column where the test holds and another where it does not."""
    if isinstance(test, bool):
        return then if test else other
    low, high = min(then.low, other.low), max(then.high, other.high)
    level = max(test.level, then.level, other.level)
    made = Whole(pl.lit(0), low, high, level, test.size + then.size + other.size + 1)
    first, second = (_cast(each.expr, each.wide, made.wide) for each in (then, other))
    return evolve(made, expr=pl.when(test.expr).then(first).otherwise(second))


def extreme(left: Whole, right: Whole, *, least: bool) -> Whole:
    """Take the lesser or the greater of two columns, row by row."""
    pick, fold = (min, pl.min_horizontal) if least else (max, pl.max_horizontal)
    low, high = pick(left.low, right.low), pick(left.high, right.high)
    made = Whole(pl.lit(0), low, high, max(left.level, right.level), left.size + right.size + 1)
    wide = left.wide or right.wide
    expr = fold(*(_cast(each.expr, each.wide, wide) for each in (left, right)))
    return evolve(made, expr=_cast(expr, wide, made.wide))


def choose_check(test: Check, then: Check, other: Check) -> Check:
    """Take one truth where the test holds and another where it does not."""
    if isinstance(test, bool):
        return then if test else other
    if then is other or (isinstance(then, bool) and then == other):
        return then
    return some([every([test, then]), every([negated(test), other])])
