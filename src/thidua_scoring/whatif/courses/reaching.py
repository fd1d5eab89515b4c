"""The nearest value of a figure at which a criterion gives more points, and the best value."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any, TypeAlias

from attrs import frozen

from thidua_scoring.whatif.courses import algebra
from thidua_scoring.whatif.courses.algebra import Irrational
from thidua_scoring.whatif.courses.course import Course, Lacking, Quotient
from thidua_scoring.whatif.courses.outcomes import Outcomes, Rank, Verdict
from thidua_scoring.whatif.courses.stretches import Stretch
from thidua_scoring.whatif.courses.working import worked

Spot: TypeAlias = "tuple[Fraction | None, int]"
"""A value, and 0 for there, 1 for just above it and -1 for just below; without end, the far side of a
stretch to which results only tend."""


@frozen
class Best:
    """Where a criterion gives the most points; without spot where they grow without end."""

    spot: Spot | None
    points: Fraction | None


def just(course: Course[Any], spot: Spot) -> Any:
    """Return what a course is at a spot: a number that a quotient is, or tends to, there."""
    x, side = spot
    if x is None:
        value = course.values[-1 if side > 0 else 0]
    elif side > 0:
        value = course.after(course.whole.cut(x, 1))
    else:
        value = course.before(course.whole.cut(x, 0)) if side else course.at(x)
    if isinstance(value, Quotient):
        return value.limit(x)
    return None if isinstance(value, Lacking) else value


def spots(part: Stretch) -> tuple[Spot, Spot]:
    """Return the lower and the upper spot of a stretch."""
    low, low_in, high, high_in = part.ends
    return (low, 0 if low_in else (1 if low is not None else -1)), (
        high,
        0 if high_in else (-1 if high is not None else 1),
    )


def nearest_more(points: Course[Any], now: Fraction, than: Fraction) -> Spot | None:
    """Find the nearest value at which points are more than at the present one.

    Where they rise from the present value on without a step, it is where the rise ends.
    """
    limit = Course.steady(points.whole, Quotient.constant(than))
    more = worked([points, limit], lambda stretch, e: algebra.compare(stretch, e[0], ">", e[1]))
    found: list[tuple[Fraction, bool, tuple[Fraction, int]]] = []
    for part, truth in more:
        if truth is True:
            low, high = spots(part)
            spot = low if low[0] is not None and low[0] >= now else high
            if spot[0] == now and (just(points, spot) or than) <= than:
                spot = _end_of_rise(points, now, 1 if spot == low else -1)
            if spot[0] is not None:
                found.append((abs(spot[0] - now), spot[1] != 0, (spot[0], spot[1])))
    return min(found)[2] if found else None


def _end_of_rise(points: Course[Any], now: Fraction, way: int) -> Spot:
    for part, _ in points:
        low, high = spots(part)
        if way > 0 and (high[0] is None or high[0] > now) and (low[0] is None or low[0] <= now):
            return high
        if way < 0 and (low[0] is None or low[0] < now) and (high[0] is None or high[0] >= now):
            return low
    return None, way


def best(points: Course[Any], now: Fraction | None) -> Best | None:
    """Find where points are most, nearest to the present value; None where that cannot be worked out."""
    found: list[tuple[Fraction, bool, Fraction, Spot]] = []
    try:
        for part, amount in points:
            if isinstance(amount, Quotient):
                for piece, spot, value in _candidates(part, amount, now):
                    if value is None:
                        if _rises(piece, amount, spot):
                            return Best(None, None)
                        continue
                    away = Fraction(0) if now is None or spot[0] is None else abs(spot[0] - now)
                    found.append((value, spot[1] == 0, -away, spot))
    except Irrational:
        return None
    if not found:
        return None
    value, _, _, spot = max(found, key=lambda each: each[:3])
    return Best(spot, value)


def _candidates(
    part: Stretch, amount: Quotient, now: Fraction | None
) -> Iterator[tuple[Stretch, Spot, Fraction | None]]:
    if amount.number is None:
        for piece in algebra.settled(part, algebra.turns(amount), amount.bottom):
            yield from ((piece, spot, amount.limit(spot[0])) for spot in spots(piece))
    elif now is not None and part.holds(now):
        yield part, (now, 0), amount.number
    else:
        yield from ((part, spot, amount.number) for spot in spots(part) if spot[0] is not None)
        yield part, (part.sample(), 0), amount.number


def _rises(piece: Stretch, amount: Quotient, spot: Spot) -> bool:
    """Say whether what only rises or only falls grows without end towards a spot."""
    x, side = spot
    inner = piece.sample()
    nearer = inner + side * (piece.step or Fraction(1)) if x is None else (inner + x) / 2
    here, there = amount.at(inner), amount.at(nearer)
    return here is not None and there is not None and there > here


@frozen
class Reach:
    """What a value of the figure comes to, or what begins just beyond it."""

    value: Any
    """None where results only tend to this as the figure grows, or falls, without end."""
    side: int
    """0 for the value itself, 1 for what begins just above it, -1 for what ends just below it."""
    points: Fraction | None
    gain: Fraction | None
    total: Fraction | None
    total_gain: Fraction | None
    verdict: Verdict | None
    rank: Rank

    @property
    def reached(self) -> bool:
        """Whether the value itself comes to this."""
        return self.side == 0


def reach(
    case: Outcomes, spot: Spot, points: Fraction | None, was: tuple[Fraction | None, Fraction | None]
) -> Reach:
    """Say what a spot comes to, beside the points and the total that there were."""
    value = case.value if case.value is not None else spot[0]
    if spot[0] is not None and not spot[1] and case.value is None:
        # At one value alone everything can be worked out, whatever the whole range comes to.
        case = Outcomes(case.board, case.row, case.figure, Stretch.between(spot[0], spot[0], case.whole.step))
    total = just(case.total, spot)
    return Reach(
        value=value,
        side=spot[1],
        points=points,
        gain=_less(points, was[0]),
        total=total,
        total_gain=_less(total, was[1]),
        verdict=just(case.verdict, spot),
        rank=just(case.rank(case.row), spot),
    )


def _less(a: Fraction | None, b: Fraction | None) -> Fraction | None:
    return None if a is None or b is None else a - b
