"""Two orders of the same units: how many pairs turned round, and Kendall's coefficient, exactly.

Only pairs of one scope count, such as those of a bloc where ranks are by bloc.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from math import comb, isqrt
from typing import Any

from attrs import frozen

from thidua_scoring.numbers import write


@frozen
class Place:
    """Where a unit stands before and after, and in which scope; a greater number is a worse place."""

    scope: Hashable
    old: Fraction
    new: Fraction


@frozen
class Kendall:
    """Kendall's tau-b over two orders, as exact counts of pairs (M. Kendall, Biometrika 33, 1945).

    tau-b is (concordant - discordant) / √((pairs not tied in the old) · (pairs not tied in the new)).

    >>> found = Kendall.of([Place("", Fraction(old), Fraction(new)) for old, new in [(1, 1), (2, 3), (3, 2)]])
    >>> found.concordant, found.discordant, found.rounded(4)
    (2, 1, Decimal('0.3333'))
    """

    concordant: int
    discordant: int
    tied_in_old: int
    """Pairs that are equal in the old order alone."""
    tied_in_new: int
    tied_in_both: int

    @classmethod
    def of(cls, places: Iterable[Place]) -> Kendall:
        """Count the pairs of each kind."""
        scopes: dict[Hashable, list[tuple[Fraction, Fraction]]] = {}
        for place in places:
            scopes.setdefault(place.scope, []).append((place.old, place.new))
        found = [_counts(pairs) for pairs in scopes.values()]
        return cls(*(sum(each) for each in zip(*found, strict=True))) if found else cls(0, 0, 0, 0, 0)

    @property
    def pairs(self) -> int:
        """How many pairs there are."""
        both = self.tied_in_old + self.tied_in_new + self.tied_in_both
        return self.concordant + self.discordant + both

    @property
    def _product(self) -> int:
        different = self.concordant + self.discordant
        return (different + self.tied_in_new) * (different + self.tied_in_old)

    @property
    def squared(self) -> Fraction | None:
        """The square of tau-b with the sign of tau-b; None where one order is all ties."""
        by = self.concordant - self.discordant
        return Fraction(by * abs(by), self._product) if self._product else None

    def rounded(self, places: int) -> Decimal | None:
        """Return tau-b to so many decimals, half to even; None where one order is all ties."""
        if not self._product:
            return None
        by = self.concordant - self.discordant
        square = (by * 10**places) ** 2
        whole = isqrt(square // self._product)
        # Above a half where 2·root > 2·whole + 1, and squares compare without roots.
        twice, half = 4 * square, (2 * whole + 1) ** 2 * self._product
        whole += twice > half or (twice == half and whole % 2 == 1)
        return Decimal(-whole if by < 0 else whole).scaleb(-places)

    def to_dict(self) -> dict[str, Any]:
        """Return it for machines."""
        return {
            "concordant": self.concordant,
            "discordant": self.discordant,
            "tied_in_old": self.tied_in_old,
            "tied_in_new": self.tied_in_new,
            "tied_in_both": self.tied_in_both,
            "squared": None if self.squared is None else write(self.squared),
            "tau": None if self.squared is None else str(self.rounded(6)),
        }


def _counts(pairs: list[tuple[Fraction, Fraction]]) -> tuple[int, int, int, int, int]:
    """Count pairs of each kind, in time n·log n (W. Knight, JASA 61, 1966)."""

    def tied(groups: Iterable[Any]) -> int:
        return sum(comb(count, 2) for count in Counter(groups).values())

    every, both = comb(len(pairs), 2), tied(pairs)
    old, new = tied(old for old, _ in pairs), tied(new for _, new in pairs)
    # Sorted by both, a pair is discordant where the later has the smaller second number.
    discordant = _inversions([new for _, new in sorted(pairs)])
    concordant = every - (old + new - both) - discordant
    return concordant, discordant, old - both, new - both, both


def _inversions(numbers: Sequence[Fraction]) -> int:
    """Count the pairs of which the earlier is greater, by a tree of partial counts."""
    order = {number: index for index, number in enumerate(sorted(set(numbers)), start=1)}
    tree, found = [0] * (len(order) + 1), 0
    for seen, number in enumerate(numbers):
        at = order[number]
        found += seen
        while at:  # take away those that are not greater
            found -= tree[at]
            at &= at - 1
        at = order[number]
        while at < len(tree):
            tree[at] += 1
            at += at & -at
    return found


def reversed_pairs(places: Sequence[Place]) -> Iterator[tuple[int, int]]:
    """Yield the pairs whose order turned round, by position: first who was strictly above, and now is below.

    Equal places are no order: a pair that was or is tied has not turned round.
    """
    scopes: dict[Hashable, list[int]] = {}
    for index, place in enumerate(places):
        scopes.setdefault(place.scope, []).append(index)
    for members in scopes.values():
        levels: dict[Fraction, list[int]] = {}
        for index in members:
            levels.setdefault(places[index].old, []).append(index)
        above: list[tuple[Fraction, int]] = []
        for old in sorted(levels):
            for index in levels[old]:
                start = bisect_right(above, (places[index].new, len(places)))
                yield from ((other, index) for _, other in above[start:])
            for index in levels[old]:
                insort(above, (places[index].new, index))
