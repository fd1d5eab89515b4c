"""Sums, quotients, limits, comparisons, roundings and curves of courses, exactly.

Each function works on one stretch on which its arguments are quotients, and divides the
stretch where the result changes its form. What cannot be worked out is a `Lacking` there: a
rule that does not look at that stretch is not troubled by it.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from math import ceil, floor
from typing import Final, TypeAlias

from thidua_scoring.formula.nodes import Piece, Relation
from thidua_scoring.formula.values import Undefined
from thidua_scoring.numbers import Rounding
from thidua_scoring.whatif.courses import polynomials
from thidua_scoring.whatif.courses.course import Amount, Lacking, Quotient, Whether
from thidua_scoring.whatif.courses.polynomials import Poly
from thidua_scoring.whatif.courses.stretches import Cut, Stretch

MOST: Final = 10_000
"""How many stretches a course may be divided into by one rounding."""
Amounts: TypeAlias = "Iterator[tuple[Stretch, Amount]]"
Truths: TypeAlias = "Iterator[tuple[Stretch, Whether]]"
_HOLDS: Final[Mapping[Relation, Callable[[Fraction, int], bool]]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_HALVES: Final = frozenset({"half-up", "half-down", "half-even"})


def lacking(values: Iterable[object]) -> Lacking | None:
    """Return what is lacking where one of several parts is: no value goes before an open one."""
    there = [value for value in values if isinstance(value, Lacking)]
    for why in ("undefined", "fault"):
        for each in there:
            if each.why == why:
                return each
    if not there:
        return None
    return Lacking("open", cells=frozenset[tuple[str, str]]().union(*(each.cells for each in there)))


# ── dividing stretches ──────────────────────────────────────────────────────────────


class Irrational(ArithmeticError):
    """A function changes at a number that is no fraction."""


def settled(stretch: Stretch, *parts: Poly) -> Iterator[Stretch]:
    """Divide a stretch so that each polynomial keeps its sign on every part.

    Raises `Irrational` where a sign changes at a number that no fraction is.
    """
    if stretch.point is not None:
        return iter([stretch])
    cuts = [cut for part in parts for root in _marks(stretch, part) for cut in _around(stretch, root)]
    return stretch.parts(cuts)


def _around(stretch: Stretch, x: Fraction) -> tuple[Cut, Cut]:
    return stretch.cut(x, 0), stretch.cut(x, 1)


def _marks(stretch: Stretch, part: Poly) -> list[Fraction]:
    if len(part) < 2:
        return []
    if stretch.step is not None:
        return polynomials.grid_marks(part, stretch.step)
    roots = polynomials.rational_roots(part)
    rest = polynomials.without(part, roots)
    low, _, high, _ = stretch.ends
    if len(rest) > 2 and polynomials.count_roots(rest, low, high):
        raise Irrational
    return roots


# ── arithmetic ──────────────────────────────────────────────────────────────────────


def add(amounts: Iterable[Quotient]) -> Quotient:
    """Add quotients."""
    top: Poly = ()
    moving: list[Quotient] = []
    for each in amounts:
        if len(each.bottom) == 1:
            top = polynomials.add(top, each.top)
        else:
            moving.append(each)
    found = Quotient(top)
    for each in moving:
        across = polynomials.multiply(found.top, each.bottom), polynomials.multiply(each.top, found.bottom)
        found = Quotient.of(polynomials.add(*across), polynomials.multiply(found.bottom, each.bottom))
    return found


def multiply(amounts: Iterable[Quotient]) -> Quotient:
    """Multiply quotients."""
    found = Quotient.constant(1)
    for each in amounts:
        top = polynomials.multiply(found.top, each.top)
        found = Quotient.of(top, polynomials.multiply(found.bottom, each.bottom))
    return found


def minus(amount: Quotient) -> Quotient:
    """Change the sign."""
    return Quotient(polynomials.times(Fraction(-1), amount.top), amount.bottom)


def divide(stretch: Stretch, top: Quotient, bottom: Quotient) -> Amounts:
    """Divide; where the divisor is 0 there is no value."""
    for part, sign in _signs(stretch, bottom):
        if not sign:
            yield part, Lacking("undefined", "division-by-zero")
        else:
            yield (
                part,
                Quotient.of(
                    polynomials.multiply(top.top, bottom.bottom), polynomials.multiply(top.bottom, bottom.top)
                ),
            )


def _signs(stretch: Stretch, amount: Quotient) -> Iterator[tuple[Stretch, Fraction]]:
    """Divide a stretch by the sign of a quotient; with each part some value of it."""
    number = amount.number
    if number is not None:
        yield stretch, number
        return
    for part in settled(stretch, amount.top, amount.bottom):
        value = amount.at(part.sample())
        assert value is not None
        yield part, value


def compare(stretch: Stretch, left: Quotient, relation: Relation, right: Quotient) -> Truths:
    """Compare two quotients."""
    for part, gap in _signs(stretch, add([left, minus(right)])):
        yield part, _HOLDS[relation](gap, 0)


def least(stretch: Stretch, amounts: Sequence[Quotient]) -> Amounts:
    """Take the least of one or more quotients."""
    found: list[tuple[Stretch, Quotient]] = [(stretch, amounts[0])]
    for each in amounts[1:]:
        found = [
            (part, each if gap > 0 else low)
            for within, low in found
            for part, gap in _signs(within, add([low, minus(each)]))
        ]
    yield from found


def greatest(stretch: Stretch, amounts: Sequence[Quotient]) -> Amounts:
    """Take the greatest of one or more quotients."""
    for part, amount in least(stretch, [minus(each) for each in amounts]):
        yield part, minus(amount) if isinstance(amount, Quotient) else amount


def in_order(stretch: Stretch, amounts: Sequence[Quotient]) -> Iterator[tuple[Stretch, list[Quotient]]]:
    """Divide a stretch so that quotients keep their order, and put them into it."""
    gaps = [add([a, minus(b)]) for n, a in enumerate(amounts) for b in amounts[n + 1 :]]
    for part in settled(stretch, *(side for gap in gaps for side in (gap.top, gap.bottom))):
        x = part.sample()
        yield part, sorted(amounts, key=lambda each: each.at(x) or Fraction(0))


# ── roundings and curves ────────────────────────────────────────────────────────────


def rounded(stretch: Stretch, amount: Quotient, rounding: Rounding) -> Amounts:
    """Round to a staircase; `Lacking` where it has more than `MOST` steps."""
    number = amount.number
    if number is not None:
        yield stretch, Quotient.constant(rounding.apply(number))
        return
    bends = () if len(amount.top) <= 2 and len(amount.bottom) <= 2 else turns(amount)
    for part in settled(stretch, amount.bottom, bends):
        yield from _stairs(part, amount, rounding)


def turns(amount: Quotient) -> Poly:
    """Return the polynomial whose roots are where a quotient may turn."""
    return polynomials.add(
        polynomials.multiply(polynomials.derivative(amount.top), amount.bottom),
        polynomials.times(
            Fraction(-1), polynomials.multiply(amount.top, polynomials.derivative(amount.bottom))
        ),
    )


def _stairs(stretch: Stretch, amount: Quotient, rounding: Rounding) -> Amounts:
    """Round what only rises or only falls."""
    low, _, high, _ = stretch.ends
    ends = [amount.limit(end) for end in (low, high)]
    offset = rounding.step / 2 if rounding.mode in _HALVES else Fraction(0)
    there = [(end - offset) / rounding.step for end in ends if end is not None]
    steps = range(floor(min(there)), ceil(max(there)) + 1) if len(there) == 2 else None
    numbers = stretch.count()
    if numbers is not None and numbers <= MOST and (steps is None or numbers <= len(steps)):
        parts = stretch.points()
    elif steps is not None and len(steps) <= MOST:
        parts = settled(stretch, *(_less(amount, n * rounding.step + offset) for n in steps))
    else:
        yield stretch, Lacking("fault", "course-endless")
        return
    for part in parts:
        value = amount.at(part.sample())
        assert value is not None
        yield part, Quotient.constant(rounding.apply(value))


def crossings(
    stretch: Stretch, amount: Quotient, levels: Iterable[Fraction]
) -> Iterator[tuple[Stretch, Fraction]]:
    """Divide a stretch where a quotient crosses some levels; with each part some value of it."""
    number = amount.number
    if number is not None:
        yield stretch, number
        return
    for part in settled(stretch, amount.bottom, *(_less(amount, level) for level in levels)):
        value = amount.at(part.sample())
        assert value is not None
        yield part, value


def _less(amount: Quotient, number: Fraction) -> Poly:
    """Return the polynomial whose roots are where a quotient is a number."""
    return polynomials.add(amount.top, polynomials.times(-number, amount.bottom))


def through(
    stretch: Stretch, amount: Quotient, pieces: Sequence[Piece], code: str = "outside-curve"
) -> Amounts:
    """Send a quotient through the pieces of a curve; in a hole there is no value."""
    ends = {end for piece in pieces for end in (piece.low, piece.high) if end is not None}
    for part, value in crossings(stretch, amount, ends):
        piece = next((each for each in pieces if each.holds(value)), None)
        if piece is None:
            yield part, Lacking("undefined", code)
        else:
            scaled = Quotient(polynomials.times(piece.slope, amount.top), amount.bottom)
            yield part, add([Quotient.constant(piece.intercept), scaled if piece.slope else Quotient(())])


def called(
    stretch: Stretch, amounts: Sequence[Quotient], function: Callable[[Sequence[Fraction]], Fraction]
) -> Amounts:
    """Call a function of which nothing is known: where its arguments stand still, or at each number."""
    numbers = [amount.number for amount in amounts]
    count = stretch.count()
    if None not in numbers:
        parts: Iterable[Stretch] = [stretch]
    elif count is not None and count <= MOST:
        parts = stretch.points()
    else:
        yield stretch, Lacking("fault", "course-opaque")
        return
    for part in parts:
        values = [amount.at(part.sample()) for amount in amounts]
        try:
            yield part, Quotient.constant(function([value for value in values if value is not None]))
        except Undefined as error:
            yield part, Lacking("undefined", error.code)
