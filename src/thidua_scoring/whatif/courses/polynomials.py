"""Polynomials of one variable with exact coefficients, and where they change sign.

A polynomial is the tuple of its coefficients from the constant up, without zeros at the end;
0 is the empty tuple. Real roots are counted by Sturm's theorem (Sturm 1829); that the turning
points of a polynomial lie among the roots of its derivative finds them between whole numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor, lcm
from typing import TypeAlias

Poly: TypeAlias = "tuple[Fraction, ...]"


def poly(coefficients: Sequence[Fraction | int]) -> Poly:
    """Make a polynomial of its coefficients, the constant first."""
    found = list(coefficients)
    while found and not found[-1]:
        found.pop()
    return tuple(map(Fraction, found))


def at(p: Poly, x: Fraction) -> Fraction:
    """Return the value at a number."""
    found = Fraction(0)
    for coefficient in reversed(p):
        found = found * x + coefficient
    return found


def add(p: Poly, q: Poly) -> Poly:
    """Add two polynomials."""
    if len(p) < len(q):
        p, q = q, p
    return poly([*(a + b for a, b in zip(p, q, strict=False)), *p[len(q) :]])


def times(factor: Fraction, p: Poly) -> Poly:
    """Multiply by a number."""
    return tuple(factor * each for each in p) if factor else ()


def multiply(p: Poly, q: Poly) -> Poly:
    """Multiply two polynomials."""
    if len(p) == 1:
        return times(p[0], q)
    if len(q) == 1:
        return times(q[0], p)
    found = [Fraction(0)] * max(0, len(p) + len(q) - 1)
    for i, a in enumerate(p):
        for j, b in enumerate(q):
            found[i + j] += a * b
    return poly(found)


def divide(p: Poly, q: Poly) -> tuple[Poly, Poly]:
    """Return quotient and remainder; ``q`` is not 0."""
    rest, found = list(p), [Fraction(0)] * max(0, len(p) - len(q) + 1)
    for place in range(len(found) - 1, -1, -1):
        factor = found[place] = rest[place + len(q) - 1] / q[-1]
        for index, each in enumerate(q):
            rest[place + index] -= factor * each
    return poly(found), poly(rest)


def common(p: Poly, q: Poly) -> Poly:
    """Return the greatest common divisor, its highest coefficient 1."""
    while q:
        p, q = q, divide(p, q)[1]
    return times(1 / p[-1], p) if p else ()


def derivative(p: Poly) -> Poly:
    """Return the derivative."""
    return tuple(n * each for n, each in enumerate(p) if n)


# ── roots ───────────────────────────────────────────────────────────────────────────


def around_roots(p: Poly) -> list[int]:
    """Return whole numbers among which are the two around every real root, or the root itself.

    Between two neighbours in the list that differ by more than 1 there is no root.
    """
    if len(p) < 2:
        return []
    bound = 1 + ceil(max(abs(each / p[-1]) for each in p))
    found = {-bound, bound}
    derivatives = [p]
    while len(derivatives[-1]) > 2:
        derivatives.append(derivative(derivatives[-1]))
    # Between the numbers around its turning points, each polynomial only rises or only falls.
    for each in reversed(derivatives):
        marks = sorted(found)
        for low, high in pairwise(marks):
            found |= _around_crossing(each, low, high)
    return sorted(found)


def _around_crossing(p: Poly, low: int, high: int) -> set[int]:
    """Find where a polynomial that only rises or falls between two whole numbers crosses 0."""
    begins, ends = at(p, Fraction(low)), at(p, Fraction(high))
    if (begins > 0) == (ends > 0) and begins and ends:
        return set()
    while high - low > 1:
        middle = (low + high) // 2
        value = at(p, Fraction(middle))
        if not value:
            return {middle}
        if (value > 0) == (begins > 0) if begins else (value > 0) != (ends > 0):
            low = middle
        else:
            high = middle
    return {low, high}


def rational_roots(p: Poly) -> list[Fraction]:
    """Return the different rational roots of a polynomial that is not 0."""
    if len(p) < 2:
        return []
    if len(p) == 2:
        return [-p[0] / p[1]]
    # With y = highest coefficient · x it has whole coefficients, the highest 1: its rational
    # roots are whole numbers.
    whole = lcm(*(each.denominator for each in p))
    scaled = [each * whole for each in p]
    highest, degree = scaled[-1], len(p) - 1
    monic = poly([*(a * highest ** (degree - 1 - n) for n, a in enumerate(scaled[:-1])), 1])
    return [Fraction(y) / highest for y in around_roots(monic) if not at(monic, Fraction(y))]


def without(p: Poly, roots: Sequence[Fraction]) -> Poly:
    """Divide by the factors of some roots as often as they go in."""
    for root in roots:
        while len(p) > 1 and not at(p, root):
            p = divide(p, (-root, Fraction(1)))[0]
    return p


def count_roots(p: Poly, low: Fraction | None, high: Fraction | None) -> int:
    """Count the different real roots between two numbers that are none; an absent end is infinite."""
    chain = [p, derivative(p)]
    while chain[-1]:
        chain.append(times(Fraction(-1), divide(chain[-2], chain[-1])[1]))
    return _changes(chain[:-1], low, -1) - _changes(chain[:-1], high, 1)


def _changes(chain: Sequence[Poly], x: Fraction | None, side: int) -> int:
    signs = [_far_sign(each, side) if x is None else _sign(at(each, x)) for each in chain]
    there = [sign for sign in signs if sign]
    return sum(a != b for a, b in pairwise(there))


def _far_sign(p: Poly, side: int) -> int:
    return _sign(p[-1]) * (side if len(p) % 2 == 0 else 1)


def _sign(number: Fraction) -> int:
    return (number > 0) - (number < 0)


def grid_marks(p: Poly, step: Fraction) -> list[Fraction]:
    """Return multiples of a step around the roots: between two of them there is no other root."""
    if len(p) == 2:
        place = -p[0] / p[1] / step
        return [floor(place) * step, ceil(place) * step]
    return [n * step for n in around_roots(tuple(each * step**n for n, each in enumerate(p)))]
