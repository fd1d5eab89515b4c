"""Ranks, totals and thresholds reached of many draws, in whole numbers.

NumPy counts in 64 bits where no total can be too large for them, which is checked beforehand,
and in whole numbers of any length elsewhere; without NumPy the same is done draw by draw.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from math import ceil, lcm
from typing import Any, Final

from attrs import frozen

from thidua_scoring.whatif.robustness.drawing import Drawn
from thidua_scoring.whatif.robustness.model import competition
from thidua_scoring.whatif.robustness.regions import Linear

LONGEST: Final = 2**62
"""What no sum in 64 bits may come to."""


@frozen
class Counts:
    """What the draws say of one unit."""

    ranks: tuple[int, ...]
    totals: tuple[Fraction, ...]
    """At the quantiles that were asked for."""
    reached: Mapping[tuple[bool, ...], int]
    """How often just which thresholds are reached."""


@frozen
class Figures:
    """Figures of a draw as whole numbers: ``fixed + Σ factors·steps``, over a common denominator."""

    fixed: list[int]
    factors: list[list[int]]
    bottom: int

    @classmethod
    def of(cls, figures: Sequence[Linear], lows: Sequence[Fraction], step: Fraction) -> Figures:
        """Write figures by the steps of a grid."""
        made = [
            (sum((f * low for f, low in zip(rest, lows, strict=True)), at), [f * step for f in rest])
            for at, *rest in figures
        ]
        bottom = lcm(*(n.denominator for at, rest in made for n in (at, *rest)))
        return cls(
            [int(at * bottom) for at, _ in made],
            [[int(f * bottom) for f in rest] for _, rest in made],
            bottom,
        )

    def at(self, row: Sequence[int]) -> list[int]:
        """Return the figures of one draw."""
        pairs = zip(self.fixed, self.factors, strict=True)
        return [at + sum(f * entry for f, entry in zip(rest, row, strict=True)) for at, rest in pairs]

    def over(self, rows: Any, numpy: Any) -> Any:
        """Return the figures of all draws, one row a draw."""
        most = [int(entry) for entry in numpy.abs(rows).max(axis=0)]
        sums = (
            abs(at) + sum(abs(f) * entry for f, entry in zip(rest, most, strict=True))
            for at, rest in zip(self.fixed, self.factors, strict=True)
        )
        short = max(sums, default=0) < LONGEST
        kind = numpy.int64 if short else object
        return rows.astype(kind) @ numpy.array(self.factors, kind).T + numpy.array(self.fixed, kind)


def counted(
    drawn: Drawn,
    lows: Sequence[Fraction],
    totals: Sequence[Linear],
    margins: Sequence[Sequence[Linear]],
    quantiles: Sequence[Fraction],
) -> list[Counts]:
    """Count for each unit of a bloc its ranks, its totals at quantiles, and the thresholds reached."""
    figures = Figures.of(totals, lows, drawn.step)
    limits = [Figures.of(each, lows, drawn.step) for each in margins]
    draws = len(drawn.rows)
    places = [max(ceil(share * draws), 1) - 1 for share in quantiles]
    count = _by_lists if isinstance(drawn.rows, list) else _by_arrays
    return [
        Counts(tuple(ranks), tuple(Fraction(int(total), figures.bottom) for total in at), reached)
        for ranks, at, reached in count(drawn.rows, figures, limits, places)
    ]


Found = Iterator[tuple[list[int], Sequence[int], Mapping[tuple[bool, ...], int]]]


def _by_lists(rows: Any, figures: Figures, limits: Sequence[Figures], places: Sequence[int]) -> Found:
    totals = [figures.at(row) for row in rows]
    ranks = [competition(each) for each in totals]
    count = len(limits)
    for unit, limit in enumerate(limits):
        seen = Counter(rank[unit] for rank in ranks)
        ordered = sorted(each[unit] for each in totals)
        reached = Counter(tuple(at >= 0 for at in limit.at(row)) for row in rows)
        yield [seen[rank] for rank in range(1, count + 1)], [ordered[place] for place in places], reached


def _by_arrays(rows: Any, figures: Figures, limits: Sequence[Figures], places: Sequence[int]) -> Found:
    import numpy

    totals = figures.over(rows, numpy)
    draws, count = totals.shape
    order = numpy.argsort(-totals, axis=1)
    falling = numpy.take_along_axis(totals, order, axis=1)
    # The place of the first of equals is the rank of all of them.
    first = numpy.tile(numpy.arange(1, count + 1), (draws, 1))
    first[:, 1:][falling[:, 1:] == falling[:, :-1]] = 0
    ranks = numpy.empty_like(first)
    numpy.put_along_axis(ranks, order, numpy.maximum.accumulate(first, axis=1), axis=1)
    ordered = numpy.sort(totals, axis=0)
    for unit, limit in enumerate(limits):
        seen = numpy.bincount(ranks[:, unit], minlength=count + 1)[1:]
        reached = Counter[tuple[bool, ...]]()
        if limit.factors:
            patterns, often = numpy.unique(limit.over(rows, numpy) >= 0, axis=0, return_counts=True)
            for pattern, times in zip(patterns.tolist(), often.tolist(), strict=True):
                reached[tuple(map(bool, pattern))] = times
        yield seen.tolist(), [ordered[place, unit] for place in places], reached
