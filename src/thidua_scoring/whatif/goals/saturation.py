"""How far a figure without end is worth moving: beyond some value the result stays as it is.

Proved by bounds: with the figure anywhere beyond that value, and the other levers anywhere they
may be, no part of the formulas that matters moves with it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Final

from attrs import define, evolve, field, frozen

from thidua_scoring.formula import nodes
from thidua_scoring.formula.evaluate import Figure, FreeEvaluator
from thidua_scoring.formula.nodes import Condition, Field, Group, Node, Number
from thidua_scoring.formula.values import ANYTHING, Truth3, Undefined, Value
from thidua_scoring.scoring.inputs import UnitInputs

_DOUBLINGS: Final = 40


@define(eq=False)
class Spanned:
    """The figures of a unit, some of them anywhere within bounds."""

    base: UnitInputs
    figures: Mapping[str, Figure]

    def figure(self, of: Field) -> Figure:
        """Return the figure, within its bounds where it may move."""
        found = self.figures.get(of.key)
        return self.base.figure(of) if found is None else found

    def given(self, of: Field) -> Truth3:
        """Say whether the figure applies to the unit."""
        return self.base.given(of)

    def applies(self, criterion: str) -> Truth3:
        """Say whether evidence leaves the criterion to the unit."""
        return self.base.applies(criterion)

    def group(self, of: Group) -> Value:
        """Return what the bloc comes to: nothing is known of it where a lever moves it."""
        moved = any(isinstance(part, Field) and part.key in self.figures for part in nodes.walk(of))
        return ANYTHING if moved else self.base.group(of)

    def claim(self, criterion: str, points: Value) -> Value:
        """Leave points as they are: claims bound nothing."""
        return points


@frozen
class Search:
    """A figure, its value, and the step towards the end that is looked for."""

    key: str
    old: Fraction
    step: Fraction


def end_of(
    base: UnitInputs, roots: Sequence[Node], free: Mapping[str, Figure], of: Search
) -> Fraction | None:
    """Return a value from which on a figure moves no root, so many steps from the old; None if unknown.

    The step is below 0 for a search downwards. ``free`` is what the levers may be.
    """

    def still(steps: int) -> bool:
        return stays(base, roots, free, evolve(of, old=of.old + of.step * steps))

    high: int | None = next((2**n for n in range(_DOUBLINGS) if still(2**n)), None)
    if high is None:
        return None
    low = high // 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if still(middle) else (middle, high)
    return of.old + of.step * high


def stays(base: UnitInputs, roots: Sequence[Node], free: Mapping[str, Figure], of: Search) -> bool:
    """Say whether it is shown that the figure moves no root from its value on."""
    beyond = Value(None, of.old, None) if of.step > 0 else Value(None, None, of.old)
    settled = _Still(of.key, FreeEvaluator(Spanned(base, {**free, of.key: beyond})))
    return all(settled.of(root) for root in roots)


@define(eq=False)
class _Still:
    """Show of parts of formulas that a figure does not move them."""

    key: str
    evaluator: FreeEvaluator
    _known: dict[Node, bool] = field(factory=dict)

    def of(self, part: Node) -> bool:
        if part not in self._known:
            self._known[part] = self._certain(part) or self._unmoved(part)
        return self._known[part]

    def _unmoved(self, part: Node) -> bool:
        if isinstance(part, Field):
            return part.key != self.key
        return all(map(self.of, self._taken(part)))

    def _certain(self, part: Node) -> bool:
        if isinstance(part, Field):
            return False  # it may be of any kind, and what matters is which figure it is
        if isinstance(part, nodes.Condition):
            truth = self._truth(part)
            return truth.may_hold != truth.may_fail
        return isinstance(part, Number) and self.evaluator.attempt(part, taken=False).certain

    def _truth(self, part: Condition) -> Truth3:
        try:
            return self.evaluator.truth(part)
        except Undefined:
            return Truth3(None, True, True)

    def _taken(self, part: Node) -> list[Node]:
        """Return the parts that the value may come from."""
        match part:
            case nodes.If(test, then, other):
                truth = self._truth(test)
                branches = [*([then] if truth.may_hold else ()), *([other] if truth.may_fail else ())]
                return [*([test] if truth.may_hold and truth.may_fail else ()), *branches]
            case nodes.Min(parts):
                return self._extreme(parts, 1)
            case nodes.Max(parts):
                return self._extreme(parts, -1)
            case nodes.Reduce() | Group() | nodes.Lookup() | nodes.IsLevel():
                # Of a whole table no part can be shown to stay while the others move.
                return [each for each in nodes.walk(part) if isinstance(each, Field)]
        return list(nodes.children(part))

    def _extreme(self, parts: Sequence[Number], sign: int) -> list[Node]:
        """Return the parts of which one may be the least (1) or greatest (-1)."""
        found = [self.evaluator.attempt(part, taken=False) for part in parts]
        ends = [value.high if sign > 0 else value.low for value in found]
        known = [sign * end for end in ends if end is not None]
        if not known:
            return list(parts)
        limit = min(known)

        def may_be(value: Value) -> bool:
            end = value.low if sign > 0 else value.high
            return end is None or sign * end < limit

        kept = [part for part, value in zip(parts, found, strict=True) if may_be(value)]
        reaching = (n for n, end in enumerate(ends) if end is not None and sign * end == limit)
        at_limit = [parts[next(reaching)]]
        return [*dict.fromkeys([*kept, *at_limit])]
