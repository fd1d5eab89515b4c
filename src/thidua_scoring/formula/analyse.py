"""What can be said of a formula before any evidence is there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Final, TypeAlias

from attrs import frozen

from thidua_scoring.formula import nodes, values
from thidua_scoring.formula.evaluate import Figure, FreeEvaluator, Inputs, Level, Table
from thidua_scoring.formula.nodes import Field, Group, Node, Number
from thidua_scoring.formula.values import Truth3, Value
from thidua_scoring.numbers import terminates

Way: TypeAlias = "int | None"
"""How a formula moves with a field: +1 never down, -1 never up, 0 not at all, None unknown."""


def fields_of(*roots: Node) -> list[Field]:
    """List the fields that formulas read, each once, in reading order."""
    return [node for node in nodes.walk(*roots) if isinstance(node, Field)]


@frozen
class Unasked:
    """Keys of fields that are read without asking whether they apply to the unit."""

    given: frozenset[str]
    """Those read where no `Given` says that the field applies."""
    applies: frozenset[str]
    """Those read where no `Applies` says that the field's criterion does."""


@lru_cache(256)
def read_unasked(*roots: Node) -> Unasked:
    """Find the fields that may be read where they do not apply and so have no value."""
    given, applies = set[str](), set[str]()
    waiting: list[tuple[Node, frozenset[Node]]] = [(root, frozenset()) for root in roots]
    seen = set(waiting)
    while waiting:
        part, known = waiting.pop()
        inner: list[tuple[Node, frozenset[Node]]] = []
        field = part.of if isinstance(part, nodes.Given) else part
        match part:
            case Field() | nodes.Given():
                assert isinstance(field, Field)
                if part is field and nodes.Given(field) not in known:
                    given.add(field.key)
                if nodes.Applies(field.criterion or "") not in known:
                    applies.add(field.key)
            case nodes.If(test, then, other):
                inner = [
                    (test, known),
                    (then, known | _asked(test, True)),
                    (other, known | _asked(test, False)),
                ]
            case Group():
                pass
            case _:
                inner = [(child, known) for child in nodes.children(part)]
        waiting += (each for each in inner if each not in seen)
        seen.update(inner)
    return Unasked(frozenset(given), frozenset(applies))


def _asked(test: Node, truth: bool) -> frozenset[Node]:
    """Return the askings that have surely been answered by yes where a test has this truth."""
    match test:
        case nodes.Given() | nodes.Applies():
            return frozenset({test} if truth else ())
        case nodes.Not(of):
            return _asked(of, not truth)
        case nodes.All(parts) if truth:
            return frozenset().union(*(_asked(part, True) for part in parts))
        case nodes.Any_(parts) if not truth:
            return frozenset().union(*(_asked(part, False) for part in parts))
    return frozenset()


@frozen
class Range:
    """What a field may hold: the ends of a number, the levels of a level."""

    low: Fraction | None = None
    high: Fraction | None = None
    levels: frozenset[str] | None = None
    optional: bool = False
    """Whether the field may not apply while its criterion does."""


class Free:
    """Inputs of which only the declared ranges are known, and perhaps that all criteria apply."""

    def __init__(self, ranges: Mapping[str, Range], *, all_apply: bool = True):
        self._ranges = ranges
        self._all_apply = all_apply

    def figure(self, of: Field) -> Figure:
        """Return everything the field may be."""
        range_ = self._ranges.get(of.key, Range())
        if of.kind == "table":
            return Table(None)
        if of.kind == "yes-no":
            return Truth3(None, True, True)
        if of.kind in ("level", "text"):
            return Level(None, range_.levels)
        return Value(None, range_.low, range_.high)

    def given(self, of: Field) -> Truth3:
        """Say that only an optional field may be absent."""
        optional = self._ranges.get(of.key, Range()).optional
        return Truth3(None if optional else True, True, optional)

    def applies(self, criterion: str) -> Truth3:
        """Say whether every criterion is taken to apply."""
        return Truth3.between(True, not self._all_apply)

    def group(self, of: Group) -> Value:
        """Bound what a bloc can come to by what each unit can."""
        if of.how in ("count", "rank"):
            return Value(None, Fraction(int(of.how == "rank")), None)
        each = Bounds(self.any_unit()).of(of.of)
        return values.any_sum(each) if of.how == "sum" else Value.between(each.low, each.high)

    def any_unit(self) -> Inputs:
        """Return the inputs of any unit of the bloc, to which some criteria may not apply."""
        return Free(self._ranges, all_apply=False)

    def claim(self, criterion: str, points: Value) -> Value:
        """Leave points as they are: no claims here."""
        return points


class Bounds:
    """Bound formulas over everything that some inputs allow, each shared part once."""

    def __init__(self, inputs: Inputs):
        self._evaluator = FreeEvaluator(inputs)

    def of(self, number: Number) -> Value:
        """Return the least and most of a formula, or of a part of a `Reduce`, where it has a value."""
        return self._evaluator.attempt(number, taken=False)


def sign(value: Value) -> Way:
    """Return the sign of all that a value may be (0 counts as either)."""
    if value.low is not None and value.low >= 0:
        return 1
    return -1 if value.high is not None and value.high <= 0 else None


def bounds(of: Number, ranges: Mapping[str, Range]) -> Value:
    """Return the least and most a formula can give over all evidence in range.

    All criteria are taken to apply. The bounds always hold; they may be wider than the
    truth where one field occurs in several places.
    """
    return Bounds(Free(ranges)).of(of)


# ── decimals ────────────────────────────────────────────────────────────────────────

_PLAIN: Final = (nodes.Field, nodes.Column, nodes.WorkIndex, nodes.Call)


def ends_in_decimals(of: Number) -> bool:
    """Say whether every value of the formula has a finite decimal form.

    A quotient by anything but a constant may have none until it is rounded; a ruleset
    that leaves one unrounded is asked to say how it rounds.
    """
    match of:
        case nodes.Const():
            return terminates(of.value)
        case nodes.Lookup():
            return all(terminates(value) for _, value in of.values)
        case nodes.Div(bottom=nodes.Const(value=divisor)):
            return divisor != 0 and terminates(1 / divisor) and ends_in_decimals(of.top)
        case nodes.Div():
            return False
        case nodes.Round():
            return terminates(of.rounding.step)
        case nodes.Curve():
            return all(terminates(p.intercept) and terminates(p.slope) for p in of.pieces) and (
                all(p.slope == 0 for p in of.pieces) or ends_in_decimals(of.of)
            )
        case nodes.Reduce() | nodes.Group():
            return of.how in ("count", "rank") or (of.how != "mean" and ends_in_decimals(of.of))
        case _ if isinstance(of, _PLAIN):
            return True
        case _:
            return all(ends_in_decimals(part) for part in nodes.children(of) if isinstance(part, Number))


# ── direction ───────────────────────────────────────────────────────────────────────


class Directions:
    """Find how formulas move when one field rises (or turns from no to yes).

    The answer is proved, never guessed: None means that no proof was found.
    """

    def __init__(self, key: str, ranges: Mapping[str, Range]):
        self._key = key
        self._bounds = Bounds(Free(ranges))
        self._found: dict[Node, Way] = {}

    def of(self, part: Node) -> Way:
        """Return the way of a number or a condition."""
        if part not in self._found:
            self._found[part] = self._way(part)
        return self._found[part]

    def _way(self, part: Node) -> Way:
        match part:
            case nodes.Field():
                return int(part.key == self._key)
            case nodes.Add() | nodes.Min() | nodes.Max() | nodes.All() | nodes.Any_() | nodes.Round():
                return _together(self.of(child) for child in nodes.children(part))
            case nodes.Points() | nodes.WorkIndex():
                return self.of(part.of)
            case nodes.Not():
                return _times(-1, self.of(part.of))
            case nodes.Mul():
                return _together(self._factor(part, i) for i in range(len(part.factors)))
            case nodes.Div():
                return _together([_times(self._sign(part.bottom), self.of(part.top)), self._divisor(part)])
            case nodes.Curve():
                return _times(_curve_way(part), self.of(part.of))
            case nodes.Compare():
                return self._comparison(part)
            case nodes.If():
                return self._choice(part)
            case _:
                touched = any(field.key == self._key for field in fields_of(part))
                return None if touched else 0

    def _factor(self, product: nodes.Mul, index: int) -> Way:
        rest = product.factors[:index] + product.factors[index + 1 :]
        return _times(self._sign(nodes.Mul(rest)), self.of(product.factors[index]))

    def _divisor(self, ratio: nodes.Div) -> Way:
        way = self.of(ratio.bottom)
        if way == 0:
            return 0
        if self._sign(ratio.bottom) is None:
            return None
        top = self._sign(ratio.top)
        return _times(None if top is None else -top, way)

    def _sign(self, number: Number) -> Way:
        return sign(self._bounds.of(number))

    def _comparison(self, comparison: nodes.Compare) -> Way:
        left = self.of(comparison.left)
        right = _times(-1, self.of(comparison.right))
        way = _together([left, right])
        if comparison.relation in (">", ">="):
            return way
        return _times(-1, way) if comparison.relation in ("<", "<=") else (None if way != 0 else 0)

    def _choice(self, choice: nodes.If) -> Way:
        test = self.of(choice.test)
        branches = _together([self.of(choice.then), self.of(choice.other)])
        if test == 0:
            return branches
        gain = self._sign(nodes.Add((choice.then, nodes.minus(choice.other))))
        return _together([branches, _times(gain, test)])


def _together(ways: Iterable[Way]) -> Way:
    result: Way = 0
    for way in ways:
        if way is None or (result and way and way != result):
            return None
        result = result or way
    return result


def _times(sign: Way, way: Way) -> Way:
    if way == 0:
        return 0
    return None if sign is None or way is None else sign * way


def _curve_way(curve: nodes.Curve) -> Way:
    """Return the way of a whole curve, the steps between its pieces included."""
    ways: list[Way] = [(piece.slope > 0) - (piece.slope < 0) for piece in curve.pieces]
    for left, right in zip(curve.pieces, curve.pieces[1:], strict=False):
        if left.high is not None and right.low is not None:
            step = right.at(right.low) - left.at(left.high)
            ways.append((step > 0) - (step < 0))
    return _together(ways)


def reads_group(*roots: Node) -> bool:
    """Say whether the formulas depend on other units of the bloc (promise S5)."""
    return any(isinstance(node, Group) for node in nodes.walk(*roots))
