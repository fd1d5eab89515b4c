"""The most conditions on weights that can hold together, found exactly.

A condition is a half-space. Exact linear programmes find conditions that contradict each other;
conditions can hold together as soon as one of every contradictory set is left out. The fewest to
leave out are searched for among the contradictions that are known (an implicit hitting set). What
is proposed is proved exactly, or refuted by contradictions that were overlooked, and so on. Only
where that search grows long is it left to *HiGHS*, by SciPy, as a covering programme whose every
number is 0 or 1; the geometry is never put into floats.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from attrs import define, field, frozen

from thidua_scoring.frames.extras import faulty, library
from thidua_scoring.whatif.robustness.exact_lp import Tableau
from thidua_scoring.whatif.robustness.regions import Linear, Space

NODES: Final = 20_000
"""How far the search goes before it is left to HiGHS."""


@frozen
class Half:
    """A condition: that a figure is at least zero, or above zero."""

    figure: tuple[int, ...]
    """What is fixed, then the factors of the variables of `Space.corner`."""
    low: Fraction
    """The least that the figure comes to in the region."""
    high: Fraction

    @classmethod
    def over(cls, space: Space, corner: Tableau, figure: Linear) -> Half:
        """Make the condition; ``corner`` is one of the region, from which to go on."""
        fixed, *factors = found = space.shifted(figure)
        high = corner.most(factors)
        low = corner.most([-factor for factor in factors])
        assert high is not None and low is not None  # `Region.over` refuses regions without end
        return cls(found, fixed - low, fixed + high)

    def turned(self) -> Half:
        """Return the condition on the figure with the other sign."""
        return Half(tuple(-factor for factor in self.figure), -self.high, -self.low)


@define(eq=False)
class Subsets:
    """Conditions over a region, and what is known of which of them contradict each other."""

    space: Space
    halves: Sequence[Half]
    strict: bool
    """Whether the figures must be above zero, not only at least zero."""
    against: list[frozenset[int]] = field(factory=list)
    """Sets of conditions that cannot hold together."""

    def largest(self) -> tuple[frozenset[int], tuple[Fraction, ...]]:
        """Return a largest set of conditions that hold together, and weights at which they do.

        Raises `FaultsError` with ``needs-extra`` where the search goes beyond `NODES` without SciPy.
        """
        every = frozenset(range(len(self.halves)))
        kept = every
        while True:
            found = self.weights(kept)
            if found is not None:
                return kept, found
            self._refute(kept - self.against[-1])
            left_out = least_hitting(self.against, NODES)
            kept = every - (self._covering() if left_out is None else left_out)

    def weights(self, conditions: frozenset[int]) -> tuple[Fraction, ...] | None:
        """Return weights at which conditions hold together; None, noting a contradiction, for none."""
        corner, order = self.space.corner(), sorted(conditions)
        first = corner.count + corner.added
        for condition in order:
            fixed, *factors = self.halves[condition].figure
            factors[-1] = -int(self.strict)  # the margin that is left above zero
            corner.add([-factor for factor in factors], fixed)
        blamed = corner.settle()
        if blamed is None and self.strict:
            margin = [*(0 for _ in self.space.criteria), 1]
            if corner.most(margin, enough=0) == 0:
                blamed = corner.held_by
        if blamed is None:
            return self.space.weights(corner)
        self.against.append(frozenset(order[variable - first] for variable in blamed if variable >= first))
        return None

    def _refute(self, conditions: frozenset[int]) -> None:
        """Note contradictions that have no condition in common, until there are no more."""
        while self.weights(conditions) is None:
            conditions -= self.against[-1]

    def _covering(self) -> frozenset[int]:
        """Return the fewest conditions to leave out, by HiGHS: a covering programme of zeros and ones."""
        optimize, numpy = library("scipy.optimize", "solver"), library("numpy", "solver")
        rows = [[float(n in against) for n in range(len(self.halves))] for against in self.against]
        ones = numpy.ones(len(self.halves))
        found = optimize.milp(
            ones,
            integrality=ones,
            bounds=optimize.Bounds(0, 1),
            constraints=optimize.LinearConstraint(numpy.array(rows), 1),
            options={"mip_rel_gap": 0},
        )
        if found.x is None:
            raise faulty("solver-stopped", reason=str(found.message))
        return frozenset(n for n, out in enumerate(found.x) if out > 0.5)


def least_hitting(sets: Sequence[frozenset[int]], nodes: int) -> frozenset[int] | None:
    """Return a smallest set that has a member in common with each of the sets.

    None where that is not settled within so many nodes of the search.

    >>> sorted(least_hitting([frozenset({1, 2}), frozenset({2, 3}), frozenset({4})], nodes=100))
    [2, 4]
    """
    best = frozenset[int]().union(*sets)

    def search(taken: frozenset[int], barred: frozenset[int]) -> None:
        nonlocal best, nodes
        nodes -= 1
        missed = [each - barred for each in sets if not each & taken]
        if nodes < 0 or len(taken) + _apart(missed) >= len(best):
            return
        if not missed:
            best = taken
            return
        for member in sorted(sorted(missed, key=len)[0]):
            search(taken | {member}, barred)
            barred |= {member}

    search(frozenset(), frozenset())
    return best if nodes >= 0 else None


def _apart(sets: Sequence[frozenset[int]]) -> int:
    """Count sets without a common member, of which each needs a member of its own."""
    seen, count = frozenset[int](), 0
    for each in sorted(sets, key=len):
        if not each & seen:
            seen |= each
            count += 1
    return count
