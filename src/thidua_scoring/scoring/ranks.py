"""The ranks of the units of one bloc, best first, equal standings sharing the better rank."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from fractions import Fraction

from thidua_scoring.formula.values import Truth3, Value


def rank_bounds(standings: Sequence[tuple[Value, Truth3]]) -> list[tuple[int, int] | None]:
    """Return the best and worst rank that each unit of a bloc can have; None for no rank.

    Of each unit there is given its standing and whether it is left without rank.
    """
    # An absent end is infinite: such a unit may stand anywhere on that side. Only a unit that
    # surely has a rank is surely above another; one that may have a rank may be above.
    lows = sorted(v.low for v, out in standings if v.low is not None and not out.may_hold)
    maybe = [value for value, out in standings if out.may_fail]
    highs = sorted(value.high for value in maybe if value.high is not None)
    endless = sum(value.high is None for value in maybe)

    def bounds(value: Value) -> tuple[int, int]:
        surely = 0 if value.high is None else len(lows) - bisect_right(lows, value.high)
        below = 0 if value.low is None else bisect_right(highs, value.low)
        above = len(highs) - below + endless
        if not value.certain:
            above -= 1  # not above itself
        return 1 + surely, 1 + above

    return [None if out.point else bounds(value) for value, out in standings]


def known_ranks(standings: Sequence[int | Fraction]) -> list[tuple[int, int]]:
    """Return the same for the units of a bloc whose standings are known, whatever unit they count in."""
    ranks: dict[int | Fraction, tuple[int, int]] = {}
    for rank, standing in enumerate(sorted(standings, reverse=True), start=1):
        ranks.setdefault(standing, (rank, rank))
    return [ranks[standing] for standing in standings]
