"""The smallest sets of numbers that together exceed a limit: all counted, the first listed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import accumulate, islice
from math import comb
from typing import Final

from attrs import frozen

MOST_SETS: Final = 20
"""How many deciding sets are listed; all are counted."""


@frozen
class Deciding:
    """The smallest sets of criteria that decide alone, however all others may turn out as they did.

    Of such a set, the differences together exceed all that speaks for the other unit together.
    """

    sets: tuple[tuple[str, ...], ...] = ()
    """Those with the greatest differences first, `MOST_SETS` at most."""
    count: int = 0
    """How many sets of that size there are; 0 where criteria decide nothing."""

    @property
    def size(self) -> int:
        """How many criteria each has; 0 where there is none."""
        return len(self.sets[0]) if self.sets else 0


def smallest_sets(favour: Mapping[str, Fraction], against: Fraction) -> Deciding:
    """Find the smallest sets of what speaks in favour that together exceed what speaks against.

    >>> halves = {"A": Fraction(3), "B": Fraction(2), "C": Fraction(2)}
    >>> smallest_sets(halves, Fraction(4)).sets
    (('A', 'B'), ('A', 'C'))
    """
    falling = sorted(favour.items(), key=lambda each: -each[1])  # equals stay in their order
    sums = [Fraction(0), *accumulate(by for _, by in falling)]
    size = next((size for size, together in enumerate(sums) if together > against), None)
    if not size:
        return Deciding()
    search = _Search([by for _, by in falling], sums)
    sets = islice(search.sets(0, size, against), MOST_SETS)
    listed = tuple(tuple(falling[index][0] for index in each) for each in sets)
    return Deciding(listed, search.count(0, size, against))


@frozen
class _Search:
    """Choose so many of the falling numbers that together they exceed a limit."""

    numbers: Sequence[Fraction]
    sums: Sequence[Fraction]
    """The sums of the first numbers: of none, of one, and so on."""

    def _reach(self, start: int, size: int) -> tuple[Fraction, Fraction]:
        """Return the least and the most that so many numbers from a place on come to."""
        last = len(self.numbers)
        return self.sums[last] - self.sums[last - size], self.sums[start + size] - self.sums[start]

    def count(self, start: int, size: int, limit: Fraction) -> int:
        """Count the choices."""
        known: dict[tuple[int, int, Fraction], int] = {}

        def counted(start: int, size: int, limit: Fraction) -> int:
            if start + size > len(self.numbers):
                return 0
            least, most = self._reach(start, size)
            if most <= limit:
                return 0
            if least > limit:
                return comb(len(self.numbers) - start, size)
            key = start, size, limit
            if key not in known:
                taken = counted(start + 1, size - 1, limit - self.numbers[start])
                known[key] = taken + counted(start + 1, size, limit)
            return known[key]

        return counted(start, size, limit)

    def sets(
        self, start: int, size: int, limit: Fraction, chosen: tuple[int, ...] = ()
    ) -> Iterator[tuple[int, ...]]:
        """Yield the choices by their positions, in order, each after what is ``chosen`` already."""
        if start + size > len(self.numbers) or self._reach(start, size)[1] <= limit:
            return
        if not size:
            yield chosen
            return
        yield from self.sets(start + 1, size - 1, limit - self.numbers[start], (*chosen, start))
        yield from self.sets(start + 1, size, limit, chosen)
