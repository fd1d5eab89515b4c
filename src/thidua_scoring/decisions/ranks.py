"""Ranks by a chain of keys, best first: what each unit can have where not everything is known.

A key is compared only where all keys before it are equal. Ties that no key breaks stay ties.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from fractions import Fraction
from functools import cached_property
from typing import TypeAlias

from attrs import frozen

from thidua_scoring.formula.values import Value
from thidua_scoring.ruleset.decisions.ranking import Method

Keys: TypeAlias = tuple[Value, ...]
"""What a unit is compared by, in order; the greater of each is the better."""
Bounds: TypeAlias = "tuple[Fraction, Fraction]"
"""The best and the worst rank that a unit can have."""
Ends: TypeAlias = tuple[tuple[int, Fraction], ...]
"""Keys with all of them at one end, in an order that knows infinity."""


@frozen
class Entrant:
    """A unit that is to be ranked: its keys, and whether it surely has a rank at all."""

    keys: Keys
    sure: bool = True

    @cached_property
    def certain(self) -> bool:
        """Whether all its keys are known."""
        return all(key.certain for key in self.keys)

    @cached_property
    def least(self) -> Ends:
        """The least that its keys can come to, in an order that knows infinity."""
        return tuple((-1, Fraction(0)) if key.low is None else (0, key.low) for key in self.keys)

    @cached_property
    def most(self) -> Ends:
        """The most that its keys can come to."""
        return tuple((1, Fraction(0)) if key.high is None else (0, key.high) for key in self.keys)


def rank_bounds(entrants: Sequence[Entrant], method: Method = "competition") -> list[Bounds]:
    """Return the best and worst rank of each.

    ``competition``: equals share the better rank and leave a gap (1, 2, 2, 4); ``dense``: they
    leave none (1, 2, 2, 3); ``average``: they share the mean (1, 2½, 2½, 4).

    >>> known = [Entrant((Value.known(n),)) for n in (9, 7, 7, 4)]
    >>> [int(best) for best, _ in rank_bounds(known, "dense")]
    [1, 2, 2, 3]
    """
    if method == "dense":
        return _dense(entrants)
    lows = sorted(each.least for each in entrants if each.sure)
    highs = sorted(each.most for each in entrants)
    halves = Fraction(1, 2) if method == "average" else Fraction(0)

    def bounds(of: Entrant) -> Bounds:
        # Counted among all, itself included, which is then taken away: a unit may tie with itself,
        # and with open keys it may even seem to be above itself.
        above, equal = _over(lows, of.most)
        may_above, may_equal = _over(highs, of.least)
        own = 1 if of.certain and of.sure else 0
        best = above + halves * (equal - own)
        own_above = 0 if of.certain else 1
        worst = may_above - own_above + halves * (may_equal - (1 - own_above))
        return 1 + best, 1 + worst

    return [bounds(each) for each in entrants]


def _over(ends: Sequence[Ends], mark: Ends) -> tuple[int, int]:
    """Count the ends above a mark, and those at it."""
    up_to = bisect_right(ends, mark)
    return len(ends) - up_to, up_to - bisect_left(ends, mark)


def _dense(entrants: Sequence[Entrant]) -> list[Bounds]:
    if all(each.certain and each.sure for each in entrants):
        levels = sorted({each.least for each in entrants}, reverse=True)
        places = {level: Fraction(1 + place) for place, level in enumerate(levels)}
        return [(places[each.least], places[each.least]) for each in entrants]
    levels = sorted({each.least for each in entrants if each.certain})
    highs = sorted(each.most for each in entrants if not each.certain)
    stretches = sorted((each.most, each.least) for each in entrants if each.sure)

    def bounds(of: Entrant) -> Bounds:
        fewest = _fewest_levels([each for each in stretches if each[1] > of.most])
        # Equals share a level, and each open key may turn out to be a level of its own.
        known, may_be = _over(levels, of.least)[0], _over(highs, of.least)[0]
        return Fraction(1 + fewest), Fraction(1 + known + may_be - (0 if of.certain else 1))

    return [bounds(each) for each in entrants]


def _fewest_levels(stretches: Sequence[tuple[Ends, Ends]]) -> int:
    """Return how few different values stretches can come to, each given as its most and least."""
    count, last = 0, None
    for most, least in stretches:
        if last is None or least > last:
            count, last = count + 1, most
    return count


def surely_equal(one: Keys, other: Keys) -> bool:
    """Say whether nothing tells two units apart."""
    return all(a.certain and b.certain and a.low == b.low for a, b in zip(one, other, strict=True))


def told_apart_by(one: Keys, other: Keys) -> int | None:
    """Return which key, from 0, is the first in which two units surely differ, all before being equal."""
    for index, (a, b) in enumerate(zip(one, other, strict=True)):
        if not (a.certain and b.certain):
            return None
        if a.low != b.low:
            return index
    return None
