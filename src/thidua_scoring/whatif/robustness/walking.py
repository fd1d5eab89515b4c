"""Random walks within a region of weights, each from the middle of it to a place of its own.

A move goes along a direction that keeps to every equation, to a point of the grid that is uniform
on the line through the region (hit-and-run; Smith 1984). Every point can be reached.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations
from typing import Any, Final

from attrs import frozen

from thidua_scoring.frames.extras import library
from thidua_scoring.whatif.robustness.drawing import FINE, Drawn, Grid
from thidua_scoring.whatif.robustness.exact_lp import whole
from thidua_scoring.whatif.robustness.regions import Constraint, Space

MOVES: Final = 40
"""How many moves a walk makes for each weight."""
Point = Sequence[Fraction]


@frozen
class Equations:
    """What holds in all of a region, solved for some weights: ``w[lead] + Σ row·others`` is fixed."""

    width: int
    rows: Sequence[Point]
    leads: Sequence[int]

    @classmethod
    def solved(cls, equations: Sequence[Point], width: int) -> Equations:
        """Solve equations for as many weights as they fix."""
        rows: list[list[Fraction]] = []
        leads: list[int] = []
        for equation in equations:
            left = list(equation)
            for lead, row in zip(leads, rows, strict=True):
                left = [a - left[lead] * b for a, b in zip(left, row, strict=True)]
            place = next((n for n, entry in enumerate(left) if entry), None)
            if place is not None:
                new = [entry / left[place] for entry in left]
                rows = [[a - row[place] * b for a, b in zip(row, new, strict=True)] for row in rows]
                rows.append(new)
                leads.append(place)
        return cls(width, rows, leads)

    @property
    def free(self) -> list[int]:
        """The places of the weights that the equations leave free."""
        return [n for n in range(self.width) if n not in self.leads]

    def directions(self) -> Iterator[tuple[int, ...]]:
        """Yield whole directions that keep to the equations, enough to reach every point."""
        basis = []
        for place in self.free:
            found = [Fraction(n == place) for n in range(self.width)]
            for lead, row in zip(self.leads, self.rows, strict=True):
                found[lead] = -row[place]
            basis.append(whole(found))
        yield from basis
        yield from (
            tuple(a - b for a, b in zip(one, two, strict=True)) for one, two in combinations(basis, 2)
        )

    def rounded(self, point: Point, bottom: int) -> list[Fraction]:
        """Move a point a little so that the free weights are whole parts; the equations still hold."""
        free = {n: Fraction(round(point[n] * bottom), bottom) for n in self.free}
        found = [free.get(n, at) for n, at in enumerate(point)]
        for lead, row in zip(self.leads, self.rows, strict=True):
            found[lead] = point[lead] - sum((row[n] * (at - point[n]) for n, at in free.items()), Fraction(0))
        return found


def walked(space: Space, draws: int, seed: int) -> Drawn:
    """Let every draw be the end of a walk of its own. Raises `FaultsError` with ``needs-extra``."""
    numpy = library("numpy", "solver")
    middle, equations = _middle(space)
    grid = Grid.over(space, *middle)
    start = [int((at - low) / grid.step) for at, low in zip(middle, space.lows, strict=True)]
    width = len(start)
    directions = numpy.array(list(equations.directions()) or [(0,) * width])
    rows = numpy.array([*grid.rows, *(tuple(-int(n == m) for m in range(width)) for n in range(width))])
    limits = numpy.array([*grid.limits, *(0 for _ in start)])
    rng = numpy.random.default_rng(seed)
    at = numpy.tile(numpy.array(start), (draws, 1))
    for _ in range(MOVES * width):
        along = directions[rng.integers(0, len(directions), size=draws)]
        at = at + _lengths(numpy, rng, along, rows, limits - at @ rows.T) * along
    return Drawn(at, grid.step, "numpy PCG64", None, MOVES * width)


def _lengths(numpy: Any, rng: Any, along: Any, rows: Any, rooms: Any) -> Any:
    """Draw how far each walk goes along its direction, forwards or back, within the room to each limit."""
    slopes = along @ rows.T
    far = numpy.iinfo(numpy.int64).max // 4
    steps = rooms // numpy.where(slopes == 0, 1, numpy.abs(slopes))
    most = numpy.where(slopes > 0, steps, far).min(axis=1)
    least = -numpy.where(slopes < 0, steps, far).min(axis=1)
    still = most >= far  # the region is one point, and there is no direction
    return rng.integers(numpy.where(still, 0, least), numpy.where(still, 0, most) + 1)[:, None]


def _middle(space: Space) -> tuple[list[Fraction], Equations]:
    """Return a point off every limit that it can be off, and what holds in all of the region."""
    corner, width = space.corner(), len(space.criteria)
    least = [
        Constraint(tuple(Fraction(-(n == m)) for m in range(width)), -low, "")
        for n, low in enumerate(space.lows)
    ]
    points, flat = [], []
    for each in [*space.constraints, *least]:
        _, *factors = space.shifted((each.limit, *(-factor for factor in each.factors)))
        corner.most(factors)
        points.append(space.weights(corner))
        if each.reached(points[-1]):
            flat.append(each.factors)
    middle = [sum(each, Fraction(0)) / len(points) for each in zip(*points, strict=True)]
    equations, bottom = Equations.solved(flat, width), FINE
    while (found := equations.rounded(middle, bottom)) not in space:
        bottom *= FINE
    return found, equations
