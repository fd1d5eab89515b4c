"""Stretches of the number line with open and closed ends, or of the multiples of a step.

Where one stretch ends and the next begins is a *cut*: a number, and 0 for just before it or 1
for just after it. On a grid every cut is put just before a multiple of the step, so that two
stretches that hold the same multiples are the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from math import ceil, floor
from typing import TypeAlias

from attrs import evolve, frozen

Cut: TypeAlias = "tuple[Fraction, int]"


@frozen
class Stretch:
    """What lies between two cuts; an absent one is infinite.

    >>> Stretch.between(Fraction(0), Fraction(9, 2), step=Fraction(1)).ends
    (Fraction(0, 1), True, Fraction(4, 1), True)
    """

    low: Cut | None
    high: Cut | None
    step: Fraction | None = None
    """The step of the grid; None for all numbers."""

    @classmethod
    def between(cls, low: Fraction | None, high: Fraction | None, step: Fraction | None = None) -> Stretch:
        """Make the stretch from one number to another, both included."""
        empty = cls(None, None, step)
        return evolve(
            empty,
            low=None if low is None else empty.cut(low, 0),
            high=None if high is None else empty.cut(high, 1),
        )

    def cut(self, x: Fraction, side: int) -> Cut:
        """Return the cut just before (0) or just after (1) a number."""
        if self.step is None:
            return x, side
        place = x / self.step
        return (floor(place) + 1 if side else ceil(place)) * self.step, 0

    @property
    def empty(self) -> bool:
        """Whether there is nothing in it."""
        return self.low is not None and self.high is not None and self.low >= self.high

    @property
    def point(self) -> Fraction | None:
        """The only number in it; None where there are more."""
        if self.low is None or self.high is None:
            return None
        width = self.high[0] - self.low[0]
        return self.low[0] if width == (self.step or 0) else None

    @property
    def ends(self) -> tuple[Fraction | None, bool, Fraction | None, bool]:
        """The lower end and whether it is in, the upper end and whether it is in."""
        low = None if self.low is None else self.low[0]
        high = None if self.high is None else self.high[0]
        if self.step is not None:
            return low, low is not None, None if high is None else high - self.step, high is not None
        return (
            low,
            self.low is not None and self.low[1] == 0,
            high,
            self.high is not None and self.high[1] == 1,
        )

    def holds(self, x: Fraction) -> bool:
        """Say whether a number is in it."""
        there = (self.low is None or self.low <= (x, 0)) and (self.high is None or self.high > (x, 0))
        return there and (self.step is None or (x / self.step).denominator == 1)

    def sample(self) -> Fraction:
        """Return some number in it."""
        low, low_in, high, high_in = self.ends
        if low is not None and (low_in or low == high):
            return low
        if high is not None and high_in:
            return high
        if low is None or high is None:
            return high - 1 if high is not None else low + 1 if low is not None else Fraction(0)
        return (low + high) / 2

    def count(self) -> int | None:
        """Count the numbers in it; None for endlessly many."""
        if self.step is None or self.low is None or self.high is None:
            return None
        return int((self.high[0] - self.low[0]) / self.step)

    def parts(self, cuts: Iterable[Cut]) -> Iterator[Stretch]:
        """Yield what some cuts divide it into, in rising order."""
        low = self.low
        for cut in sorted(cuts):
            if (low is None or cut > low) and (self.high is None or cut < self.high):
                yield Stretch(low, cut, self.step)
                low = cut
        yield Stretch(low, self.high, self.step)

    def points(self) -> Iterator[Stretch]:
        """Yield each number of a grid as a stretch of its own."""
        assert self.low is not None and self.step is not None
        for n in range(self.count() or 0):
            low = self.low[0] + n * self.step
            yield Stretch((low, 0), (low + self.step, 0), self.step)
