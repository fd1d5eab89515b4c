"""What some formulas can come to together, each outcome at its least price, and how to get there.

A state is what each of a tuple of formulas comes to. A frontier holds the states that can be
reached, each with its least price; it does not hold the choices, which may be many, but finds
again all that lead to a state. States that cannot be part of a cheapest answer are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from math import lcm
from typing import Any, Final, Protocol, TypeAlias

from attrs import define, field

from thidua_scoring.errors import EvidenceError, Fault
from thidua_scoring.formula.analyse import Way
from thidua_scoring.formula.values import Truth3, Value

Part: TypeAlias = "Fraction | Value | Truth3 | tuple[Any, ...] | None"
"""What one formula comes to: a fraction where it is certain, None where it has no value."""
State: TypeAlias = tuple[Part, ...]
Pick: TypeAlias = tuple[tuple[int, int], ...]
"""Which choice is made of each component, by their numbers."""
MOST_STATES: Final = 3_000_000
"""How many pairs of states are looked at in one step."""


class Frontier(Protocol):
    """The states that can be reached, each with its least price."""

    @property
    def prices(self) -> Mapping[State, int]:
        """Return every state with its least price."""

    def picks(self, state: State) -> Iterator[Pick]:
        """Yield every choice that reaches a state at its least price, each once."""


def part_of(value: Value | Truth3 | None) -> Part:
    """Keep what is certain as a bare fraction, which compares fast."""
    return value.point if isinstance(value, Value) and value.certain else value


def value_of(part: Part) -> Any:
    """Return a part as formulas know it."""
    return Value.known(part) if isinstance(part, Fraction) else part


@define(eq=False)
class Leaf:
    """What the choices of one component come to."""

    component: int
    prices: dict[State, int]
    found: Mapping[State, Sequence[int]]

    def picks(self, state: State) -> Iterator[Pick]:
        """Yield every choice of the component."""
        for choice in self.found[state]:
            yield ((self.component, choice),)


def leaf(component: int, states: Sequence[State | None], prices: Sequence[int], ways: Sequence[Way]) -> Leaf:
    """Make the frontier of the choices of a component, those without state left out."""
    least: dict[State, int] = {}
    found: dict[State, list[int]] = {}
    for choice, (state, price) in enumerate(zip(states, prices, strict=True)):
        if state is not None:
            _keep(least, found, state, price, choice)
    return Leaf(component, pruned(least, ways), found)


@define(eq=False)
class Product:
    """Formulas that have no lever in common, side by side."""

    parts: Sequence[Frontier]
    widths: Sequence[int]
    order: Sequence[int]
    """Where each place of a state stands among the states of the parts, laid end to end."""
    prices: dict[State, int] = field(init=False)

    def __attrs_post_init__(self) -> None:
        size = 1
        for part in self.parts:
            size *= max(1, len(part.prices))
        if size > MOST_STATES:
            raise too_wide(size)
        whole: dict[State, int] = {(): 0}
        for part in self.parts:
            whole = {a + b: x + y for a, x in whole.items() for b, y in part.prices.items()}
        self.prices = {tuple(state[at] for at in self.order): price for state, price in whole.items()}

    def picks(self, state: State) -> Iterator[Pick]:
        """Yield every choice of each part with every choice of the others."""
        laid: list[Part] = [None] * len(state)
        for at, part in zip(self.order, state, strict=True):
            laid[at] = part
        ends, start = [], 0
        for width in self.widths:
            ends.append(tuple(laid[start : start + width]))
            start += width
        yield from _together(self.parts, ends)


def _together(parts: Sequence[Frontier], states: Sequence[State]) -> Iterator[Pick]:
    if not parts:
        yield ()
        return
    for first in parts[0].picks(states[0]):
        for rest in _together(parts[1:], states[1:]):
            yield first + rest


@define(eq=False)
class Mapped:
    """What formulas make of the states of a frontier."""

    below: Frontier
    prices: dict[State, int]
    found: Mapping[State, Sequence[State]]

    def picks(self, state: State) -> Iterator[Pick]:
        """Yield the choices of every state that comes to this one at the least price."""
        for below in self.found[state]:
            yield from self.below.picks(below)


def mapped(below: Frontier, make: Callable[[State], State], ways: Sequence[Way]) -> Mapped:
    """Send the states of a frontier through formulas."""
    least: dict[State, int] = {}
    found: dict[State, list[State]] = {}
    for state, price in below.prices.items():
        _keep(least, found, make(state), price, state)
    return Mapped(below, pruned(least, ways), found)


@define(eq=False)
class Sum:
    """The sum of two numbers that have no lever in common and are certain: the step that takes longest.

    It is computed in whole numbers of ``unit``.
    """

    left: Frontier
    right: Frontier
    prices: dict[State, int]

    def picks(self, state: State) -> Iterator[Pick]:
        """Yield the choices of every pair that adds up to the state at its least price."""
        (total,), price = state, self.prices[state]
        for (part,), paid in self.left.prices.items():
            rest: State = (total - part,)  # type: ignore[operator]
            if self.right.prices.get(rest) == price - paid:
                for first in self.left.picks((part,)):
                    for second in self.right.picks(rest):
                        yield first + second


def summed(left: Frontier, right: Frontier, way: Way) -> Sum | None:
    """Return the frontier of a sum; None where some state is not certain."""
    ends = [[part for (part,) in each.prices] for each in (left, right)]
    numbers = [[part for part in parts if isinstance(part, Fraction)] for parts in ends]
    if any(len(known) < len(parts) for known, parts in zip(numbers, ends, strict=True)):
        return None
    if len(ends[0]) * len(ends[1]) > MOST_STATES:
        raise too_wide(len(ends[0]) * len(ends[1]))
    unit = lcm(*(number.denominator for known in numbers for number in known))
    one, other = (
        [(int(number * unit), price) for number, price in zip(known, each.prices.values(), strict=True)]
        for known, each in zip(numbers, (left, right), strict=True)
    )
    least: dict[int, int] = {}
    for number, price in one:
        for more, paid in other:
            total, whole = number + more, price + paid
            if least.get(total, whole) >= whole:
                least[total] = whole
    kept = _staircase(least, way) if way else least
    return Sum(left, right, {(Fraction(total, unit),): price for total, price in kept.items()})


def too_wide(count: int) -> EvidenceError:
    """Make the error for more states than are looked at."""
    return EvidenceError([Fault("goal-too-wide", parameters={"count": str(count), "most": str(MOST_STATES)})])


def _keep(
    least: dict[State, int], found: dict[State, list[Any]], state: State, price: int, source: Any
) -> None:
    """Keep a source of a state if none is cheaper."""
    before = least.get(state)
    if before is None or price < before:
        least[state], found[state] = price, [source]
    elif price == before:
        found[state].append(source)


# ── leaving out what cannot be in a cheapest answer ─────────────────────────────────


def pruned(prices: dict[State, int], ways: Sequence[Way]) -> dict[State, int]:
    """Leave out each state that a strictly cheaper one is at least as good as.

    ``ways`` says of each part whether more is better (1), worse (-1), or neither is proved (None).
    """
    for place, way in enumerate(ways):
        if not way or len(prices) < 2:
            continue
        alike: dict[Any, dict[Fraction | int, int]] = {}
        anchors: dict[State, tuple[Any, Fraction | int]] = {}
        for state, price in prices.items():
            shape, anchor = _anchored(state[place])
            key = (state[:place], state[place + 1 :], shape)
            anchors[state] = key, anchor
            least = alike.setdefault(key, {})
            least[anchor] = min(price, least.get(anchor, price))
        kept = {key: _staircase(least, way) for key, least in alike.items()}
        prices = {s: price for s, price in prices.items() if anchors[s][1] in kept[anchors[s][0]]}
    return prices


def _staircase(prices: dict[Any, int], way: int) -> dict[Any, int]:
    """Keep the numbers than which no better one is cheaper."""
    kept: dict[Any, int] = {}
    least: int | None = None
    for number in sorted(prices, reverse=way > 0):
        price = prices[number]
        if least is None or price <= least:
            kept[number] = least = price
    return kept


def _anchored(part: Part) -> tuple[Any, Fraction | int]:
    """Tell apart what can be compared (by its shape) and where it stands."""
    match part:
        case Fraction():
            return (), part
        case Truth3(may_hold=may_hold, may_fail=may_fail):
            return "truth", int(may_hold) + int(not may_fail)
        case Value(point, low, high):
            ends = (low, high, point)
            anchor = next((end for end in ends if end is not None), None)
            if anchor is not None:
                return tuple(None if end is None else end - anchor for end in ends), anchor
    return ("alone", part), 0
