"""Formulas worked out the slow, plain way: what every other evaluator must agree with.

Written from the descriptions of the nodes alone. One unit's figures are plain Python values
(`Unit`); a bloc is a list of units.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from attrs import field, frozen

from thidua_scoring.formula import nodes

Row = dict[str, Any]


class NoValue(Exception):
    """The formula has no value for this unit."""


@frozen
class Unit:
    """The figures of one unit: a fraction, a truth, a level or a list of rows; None does not apply."""

    figures: dict[str, Any]
    applies: dict[str, bool] = field(factory=dict)


def number(node: nodes.Node, unit: Unit, bloc: Sequence[Unit] = (), row: Row | None = None) -> Fraction:
    """Work out a number."""

    def sub(part: nodes.Node) -> Fraction:
        return number(part, unit, bloc, row)

    match node:
        case nodes.Const():
            return node.value
        case nodes.Field() | nodes.Column():
            found = look_up(node, unit, row)
            assert isinstance(found, Fraction)
            return found
        case nodes.Lookup():
            return dict(node.values)[look_up(node.of, unit, row)]
        case nodes.Add():
            return sum([sub(term) for term in node.terms], Fraction(0))
        case nodes.Mul():
            return math.prod([sub(factor) for factor in node.factors], start=Fraction(1))
        case nodes.Div():
            top, bottom = sub(node.top), sub(node.bottom)
            if bottom == 0:
                raise NoValue
            return top / bottom
        case nodes.Min():
            return min([sub(part) for part in node.parts])
        case nodes.Max():
            return max([sub(part) for part in node.parts])
        case nodes.Round():
            return to_multiple(sub(node.of), node.rounding.step, node.rounding.mode)
        case nodes.WorkIndex():
            return work_index(node, sub(node.of))
        case nodes.Curve():
            return on_curve(node, sub(node.of))
        case nodes.If():
            return sub(node.then if truth(node.test, unit, bloc, row) else node.other)
        case nodes.Reduce():
            return reduce(node, unit, bloc)
        case nodes.Group():
            return group(node, unit, bloc)
        case nodes.Call():
            return call(node, [sub(argument) for argument in node.arguments])
        case nodes.Points():
            return sub(node.of)
    raise TypeError(node)


def truth(node: nodes.Node, unit: Unit, bloc: Sequence[Unit] = (), row: Row | None = None) -> bool:
    """Work out a condition; every part of a joined one is looked at."""
    match node:
        case nodes.Truth():
            return node.value
        case nodes.Field() | nodes.Column():
            found = look_up(node, unit, row)
            assert isinstance(found, bool)
            return found
        case nodes.Compare():
            left, right = number(node.left, unit, bloc, row), number(node.right, unit, bloc, row)
            relations = {"==": left == right, "!=": left != right, "<": left < right, ">": left > right}
            relations |= {"<=": left <= right, ">=": left >= right}
            return relations[node.relation]
        case nodes.IsLevel():
            return look_up(node.of, unit, row) in node.levels
        case nodes.Given():
            return unit.figures[node.of.key] is not None
        case nodes.Applies():
            return unit.applies.get(node.criterion, True)
        case nodes.All():
            parts = [truth(part, unit, bloc, row) for part in node.parts]
            return all(parts)
        case nodes.Any_():
            parts = [truth(part, unit, bloc, row) for part in node.parts]
            return any(parts)
        case nodes.Not():
            return not truth(node.of, unit, bloc, row)
    raise TypeError(node)


def look_up(node: nodes.Field | nodes.Column, unit: Unit, row: Row | None) -> Any:
    """Return a figure as it stands in the evidence."""
    if isinstance(node, nodes.Field):
        return unit.figures[node.key]
    assert row is not None
    return row[node.name]


def to_multiple(value: Fraction, step: Fraction, mode: str) -> Fraction:
    """Pick the multiple by comparing the two neighbours."""
    below = step * math.floor(value / step)
    if below == value:
        return value
    above = below + step
    towards_zero, from_zero = (below, above) if value > 0 else (above, below)
    named = {"floor": below, "ceiling": above, "down": towards_zero, "up": from_zero}
    if mode in named:
        return named[mode]
    if value - below != above - value:
        return below if value - below < above - value else above
    even = below if (below / step) % 2 == 0 else above
    return {"half-up": from_zero, "half-down": towards_zero, "half-even": even}[mode]


def work_index(node: nodes.WorkIndex, day: Fraction) -> Fraction:
    """Count days one by one; none outside the calendar."""
    first, last = node.calendar.first.toordinal(), node.calendar.last.toordinal()
    if not first <= math.floor(day) <= last:
        raise NoValue
    off = {a_day.toordinal() for a_day in node.calendar.days_off}
    return Fraction(len([n for n in range(first, math.floor(day) + 1) if n not in off]))


def on_curve(node: nodes.Curve, x: Fraction) -> Fraction:
    """Find the piece that holds the number."""
    for piece in node.pieces:
        above = piece.low is None or piece.low < x or (piece.low == x and piece.low_in)
        below = piece.high is None or x < piece.high or (piece.high == x and piece.high_in)
        if above and below:
            return piece.intercept + piece.slope * x
    raise NoValue


def reduce(node: nodes.Reduce, unit: Unit, bloc: Sequence[Unit]) -> Fraction:
    """Fold rows: filter, then distinct, then drop, then fold."""
    rows = [
        row
        for row in unit.figures[node.table.key]
        if node.where is None or truth(node.where, unit, bloc, row)
    ]
    if node.distinct is not None:
        keys = [row[node.distinct] for row in rows]
        rows = [row for n, row in enumerate(rows) if keys.index(keys[n]) == n]
    found = sorted(number(node.of, unit, bloc, row) for row in rows)
    for _ in range(node.drop_lowest):
        found = found[1:]
    for _ in range(node.drop_highest):
        found = found[:-1]
    return fold(node.how, found)


def fold(how: str, found: list[Fraction]) -> Fraction:
    """Fold numbers."""
    if how == "count":
        return Fraction(len(found))
    if how == "sum":
        return sum(found, Fraction(0))
    if not found:
        raise NoValue
    return {"mean": sum(found, Fraction(0)) / len(found), "max": max(found), "min": min(found)}[how]


def group(node: nodes.Group, unit: Unit, bloc: Sequence[Unit]) -> Fraction:
    """Fold or rank over the units of the bloc."""
    members = [other for other in bloc if node.among is None or truth(node.among, other, bloc)]
    found = [number(node.of, other, bloc) for other in members]
    if node.how == "rank":
        own = number(node.of, unit, bloc)
        return Fraction(1 + len([other for other in found if other > own]))
    return fold(node.how, found)


def call(node: nodes.Call, arguments: list[Fraction]) -> Fraction:
    """Call the function and refuse what it must not return."""
    result: Any = node.function(*arguments)
    if type(result) not in (int, Decimal) or (isinstance(result, Decimal) and not result.is_finite()):
        raise NoValue
    value = Fraction(result)
    if (node.low is not None and value < node.low) or (node.high is not None and value > node.high):
        raise NoValue
    return value
