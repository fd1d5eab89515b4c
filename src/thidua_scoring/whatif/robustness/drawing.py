"""Weights drawn at random from a region, on a grid of whole numbers so that ranks of each are exact.

A draw from around the region is kept where it lies in the region, which is uniform without error:
from the box of what each weight can be, or from all ways to share out the sum, whichever is kept
more often. Where hardly any is kept, as under a long order of importance, each draw is where a
walk from the middle of the region ends after many moves along one direction or another, to a
point uniform on the line (hit-and-run; Smith 1984), which is only nearly uniform.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from math import lcm
from random import Random
from typing import Any, Final

from attrs import define, frozen

from thidua_scoring.whatif.robustness.regions import Constraint, Space

FINE: Final = 2**20
"""How many steps of the grid the widest span of a weight has at least."""
TRIED: Final = 4_000
RARE: Final = Fraction(1, 100)
"""What share of draws must be kept, or the walk is taken."""
_WIDE: Final = 2**50
"""How many steps are too many for sums of them in 64 bits."""
Row = list[int]


@frozen(eq=False)
class Drawn:
    """Weights drawn: whole numbers of steps above the least weights."""

    rows: Any
    """One row a draw: a NumPy array or a list of lists."""
    step: Fraction
    stream: str
    kept: Fraction | None
    """What share of the draws around the region lay in it; None for a walk."""
    moves: int = 0


@frozen
class Grid:
    """A region in whole steps above the least weights: ``rows·x <= limits``, with or without a sum."""

    step: Fraction
    spans: tuple[int, ...]
    rows: tuple[tuple[int, ...], ...]
    limits: tuple[int, ...]
    total: int | None

    @classmethod
    def over(cls, space: Space, *points: Fraction) -> Grid:
        """Make a grid that has the limits of the region, and points, on it."""
        ends = [each.limit for each in space.constraints]
        spans = [span or Fraction(0) for span in space.spans]
        bottom = lcm(*(n.denominator for n in (*space.lows, *ends, *points)))
        widest = max(spans)
        while widest and widest * bottom < FINE:
            bottom *= 2
        step = Fraction(1, bottom)

        def limit(of: Constraint) -> int:
            shift = sum((f * low for f, low in zip(of.factors, space.lows, strict=True)), Fraction(0))
            return int((of.limit - shift) / step)

        total = next((limit(each) for each in space.constraints if min(each.factors) == 1), None)
        rows = tuple(tuple(map(int, each.factors)) for each in space.constraints)
        return cls(step, tuple(int(span / step) for span in spans), rows,
                   tuple(map(limit, space.constraints)), total)  # fmt: skip

    @property
    def widest(self) -> int:
        """The place of the weight with the widest span, which takes up what the others leave."""
        return max(range(len(self.spans)), key=self.spans.__getitem__)


def numpy_or_none() -> Any:
    """Return NumPy where it is installed."""
    try:
        import numpy
    except ImportError:
        return None
    return numpy


def drawn(space: Space, draws: int, seed: int) -> Drawn:
    """Draw weights. Raises `FaultsError` with ``needs-extra`` for a walk without NumPy."""
    numpy = numpy_or_none()
    grid = Grid.over(space)
    source: _Arrays | _Lists = _Lists(grid, Random(seed))
    if numpy is not None and max(grid.spans) < _WIDE:
        source = _Arrays(grid, numpy.random.default_rng(seed), numpy)
    ways = [source.boxes] if grid.total is None else [source.boxes, source.shares]
    way = max(ways, key=lambda each: len(source.inside(each(TRIED))))
    kept = Fraction(len(source.inside(way(TRIED))), TRIED)
    if kept < RARE:
        from thidua_scoring.whatif.robustness.walking import walked

        return walked(space, draws, seed)
    rows = source.inside(way(TRIED))
    tried, found = TRIED, len(rows)
    while len(rows) < draws:
        more = int((draws - len(rows)) / kept) + 100
        new = source.inside(way(more))
        tried, found = tried + more, found + len(new)
        rows = source.joined(rows, new)
    return Drawn(rows[:draws], grid.step, source.stream, Fraction(found, tried))


@define(eq=False)
class _Lists:
    """Draws by the standard library."""

    grid: Grid
    rng: Random
    stream: str = "random.Random"

    def boxes(self, count: int) -> list[Row]:
        """Draw each weight by itself; with a sum, one takes what the others leave."""
        grid, found = self.grid, []
        for _ in range(count):
            row = [self.rng.randint(0, span) for span in grid.spans]
            if grid.total is not None:
                row[grid.widest] += grid.total - sum(row)
            found.append(row)
        return found

    def shares(self, count: int) -> list[Row]:
        """Draw from all ways to share out the sum, by where the dividers between the parts stand."""
        width, total = len(self.grid.spans), self.grid.total or 0
        found = []
        for _ in range(count):
            places = set[int]()
            while len(places) < width - 1:  # a range of more than 2⁶³ cannot be sampled at once
                places.add(self.rng.randrange(total + width - 1))
            dividers = sorted(places)
            ends = [-1, *dividers, total + width - 1]
            found.append([high - low - 1 for low, high in pairwise(ends)])
        return found

    def inside(self, rows: list[Row]) -> list[Row]:
        """Keep what lies in the region."""
        limits = list(zip(self.grid.rows, self.grid.limits, strict=True))
        return [row for row in rows if min(row) >= 0 and all(_dot(a, row) <= end for a, end in limits)]

    def joined(self, rows: list[Row], more: list[Row]) -> list[Row]:
        return rows + more


def _dot(factors: Sequence[int], row: Row) -> int:
    return sum(factor * entry for factor, entry in zip(factors, row, strict=True))


@define(eq=False)
class _Arrays:
    """The same by NumPy, many at once."""

    grid: Grid
    rng: Any
    numpy: Any
    stream: str = "numpy PCG64"

    def boxes(self, count: int) -> Any:
        grid = self.grid
        rows = self.rng.integers(0, self.numpy.array(grid.spans) + 1, size=(count, len(grid.spans)))
        if grid.total is not None:
            rows[:, grid.widest] += grid.total - rows.sum(axis=1)
        return rows

    def shares(self, count: int) -> Any:
        width, total = len(self.grid.spans), self.grid.total or 0
        top = total + width - 1
        dividers = self.numpy.sort(self.rng.integers(0, top, size=(count, width - 1)), axis=1)
        # Two dividers in one place are no way to share out; without those the others are equally likely.
        dividers = dividers[(self.numpy.diff(dividers, axis=1) > 0).all(axis=1)]
        ends = self.numpy.pad(dividers, ((0, 0), (1, 1)), constant_values=((0, 0), (-1, top)))
        return self.numpy.diff(ends, axis=1) - 1

    def inside(self, rows: Any) -> Any:
        grid = self.grid
        kept = (rows >= 0).all(axis=1)
        for factors, limit in zip(grid.rows, grid.limits, strict=True):
            kept &= rows @ self.numpy.array(factors) <= limit
        return rows[kept]

    def joined(self, rows: Any, more: Any) -> Any:
        return self.numpy.concatenate([rows, more])
