"""Linear programmes in whole numbers: the simplex method without fractions and without rounding.

The tableau holds the numerators over one common denominator (Edmonds 1967, Bareiss 1968), so
that a pivot costs two products and an exact division. Both rules of choice are the least index
(Bland 1977), which never runs in circles.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import gcd, lcm
from typing import Final

from attrs import define, field

_AIM: Final = -1
"""The variable that stands for what is to be made as great as can be."""


def whole(numbers: Sequence[Fraction]) -> tuple[int, ...]:
    """Scale numbers by a positive factor to the least whole ones of the same proportions.

    >>> whole([Fraction(1, 2), Fraction(-2, 3)])
    (3, -4)
    """
    bottom = lcm(*(number.denominator for number in numbers))
    tops = [number.numerator * (bottom // number.denominator) for number in numbers]
    common = gcd(*tops) or 1
    return tuple(top // common for top in tops)


@define
class Tableau:
    """Points x >= 0 that keep to rows ``a·x <= b``; at any time one corner of them.

    Variables are numbered from 0; the slack of the n-th row that was added is variable
    ``count + n``. Of every basic variable: ``bottom · x = row[0] - Σ row[j] · x_j`` over the
    others, which are zero at the corner.

    >>> corner = Tableau(2)
    >>> corner.add([1, 1], 4)
    >>> corner.add([-1, 0], -1)
    >>> corner.settle() is None, corner.most([1, 3]), corner.point()
    (True, Fraction(10, 1), [Fraction(1, 1), Fraction(3, 1)])
    """

    count: int
    bottom: int = 1
    rows: list[list[int]] = field(factory=list)
    basic: list[int] = field(factory=list)
    """The variable that each row is solved for."""
    others: list[int] = field(init=False)
    """The variable of each column."""
    added: int = 0
    held_by: frozenset[int] = frozenset()
    """The variables at zero that kept the last `most` from being greater, slacks for their rows."""

    def __attrs_post_init__(self) -> None:
        self.others = list(range(self.count))

    def copy(self) -> Tableau:
        """Return the same corner to go on from by another way."""
        made = Tableau(self.count, self.bottom, [list(row) for row in self.rows], list(self.basic))
        made.others, made.added = list(self.others), self.added
        return made

    def add(self, factors: Sequence[int], limit: int) -> None:
        """Add the row ``factors·x <= limit``; `settle` finds a corner that keeps to it."""
        self.rows.append(self._in_terms_of_others(factors, limit))
        self.basic.append(self.count + self.added)
        self.added += 1

    def _in_terms_of_others(self, factors: Sequence[int], limit: int) -> list[int]:
        made = [limit * self.bottom, *(0 for _ in self.others)]
        for column, variable in enumerate(self.others, start=1):
            if variable < self.count:
                made[column] = factors[variable] * self.bottom
        for row, variable in zip(self.rows, self.basic, strict=True):
            if variable < self.count and factors[variable]:
                factor = factors[variable]
                made = [entry - factor * other for entry, other in zip(made, row, strict=True)]
        return made

    def settle(self) -> frozenset[int] | None:
        """Go to a corner that keeps to every row; where there is none, return who contradict each other.

        They are variables: a slack stands for its row, another for its being at least zero. Without
        any one of them there would be no contradiction.
        """
        while True:
            broken = [n for n, row in enumerate(self.rows) if row[0] < 0]
            if not broken:
                return None
            out = min(broken, key=self.basic.__getitem__)
            into = self._least(self.rows[out])
            if into is None:
                there = zip(self.rows[out][1:], self.others, strict=True)
                return frozenset({self.basic[out], *(v for entry, v in there if entry)})
            self._pivot(out, into)

    def most(self, factors: Sequence[int], enough: int | None = None) -> Fraction | None:
        """Go to the corner where ``factors·x`` is greatest and return that; None where it has no end.

        With ``enough`` it may stop at the first corner where the sum is greater than that.
        """
        self.rows.append(self._in_terms_of_others([-factor for factor in factors], 0))
        self.basic.append(_AIM)
        found = self._climb(enough)
        there = zip(self.rows.pop()[1:], self.others, strict=True)
        self.held_by = frozenset(variable for entry, variable in there if entry)
        self.basic.pop()
        return found

    def _climb(self, enough: int | None) -> Fraction | None:
        """Make the slack of the last row, which is what is sought, as great as can be."""
        while True:
            aim = self.rows[-1]
            into = self._least(aim)
            if into is None or (enough is not None and aim[0] > enough * self.bottom):
                return Fraction(aim[0], self.bottom)
            out = self._leaving(into)
            if out is None:
                return None
            self._pivot(out, into)

    def _least(self, row: Sequence[int]) -> int | None:
        """Return the column of the least variable with an entry below zero."""
        there = [n for n in range(1, len(row)) if row[n] < 0]
        return min(there, key=lambda n: self.others[n - 1], default=None)

    def _leaving(self, into: int) -> int | None:
        """Return the row that first comes to zero when a variable grows; of equals the least."""
        best: int | None = None
        for n, row in enumerate(self.rows[:-1]):
            if row[into] <= 0:
                continue
            if best is None:
                best = n
                continue
            ahead = self.rows[best][0] * row[into] - row[0] * self.rows[best][into]
            if ahead > 0 or (ahead == 0 and self.basic[n] < self.basic[best]):
                best = n
        return best

    def _pivot(self, out: int, into: int) -> None:
        """Let a basic variable and another change places."""
        leading, bottom = self.rows[out], self.bottom
        sign = 1 if leading[into] > 0 else -1
        pivot = leading[into] * sign
        for n, row in enumerate(self.rows):
            if n == out:
                continue
            factor = row[into] * sign
            if factor:
                pairs = zip(row, leading, strict=True)
                self.rows[n] = [(entry * pivot - factor * other) // bottom for entry, other in pairs]
                self.rows[n][into] = -factor
            elif pivot != bottom:
                self.rows[n] = [entry * pivot // bottom for entry in row]
        self.rows[out] = [entry * sign for entry in leading]
        self.rows[out][into] = bottom * sign
        self.bottom = pivot
        self.basic[out], self.others[into - 1] = self.others[into - 1], self.basic[out]

    def point(self) -> list[Fraction]:
        """Return the corner."""
        found = [Fraction(0)] * self.count
        for row, variable in zip(self.rows, self.basic, strict=True):
            if 0 <= variable < self.count:
                found[variable] = Fraction(row[0], self.bottom)
        return found
