"""The same formulas in a form that is cheaper to compute."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import prod

from thidua_scoring.formula import nodes
from thidua_scoring.formula.analyse import ends_in_decimals
from thidua_scoring.formula.nodes import Const, Group, Node, Number, Round


def surely_read(of: Node) -> Iterator[Node]:
    """Yield the parts that are computed whenever the node is."""
    match of:
        case nodes.If():
            yield of.test
        case nodes.Reduce() | nodes.Given() | Group():
            return
        case _:
            yield from nodes.children(of)


def inward(of: Round) -> Number | None:
    """Return the same with the rounding in the branches, which then need no common divisor.

    Rounding never changes an order, so it may be done before the least or greatest is taken.
    """

    def again(part: Number) -> Number:
        return Round(part, of.rounding)

    match of.of:
        case nodes.Points(of=inner):
            return again(inner)
        case nodes.If(test, then, other):
            return nodes.If(test, again(then), again(other))
        case nodes.Min(parts) | nodes.Max(parts) if not ends_in_decimals(of.of):
            return type(of.of)(tuple(map(again, parts)))
        case nodes.Mul(factors):
            spread = _spread(factors)
            return None if spread is None else again(spread)
    return None


def _spread(factors: Sequence[Number]) -> Number | None:
    """Return a product of a constant and a number with branches with the constant in the branches."""
    constants = [factor for factor in factors if isinstance(factor, Const)]
    others = [factor for factor in factors if not isinstance(factor, Const)]
    if not constants or len(others) != 1:
        return None
    constant = prod(factor.value for factor in constants)
    match others[0]:
        case nodes.If(test, then, other):
            return nodes.If(test, nodes.times(constant, then), nodes.times(constant, other))
        case nodes.Min(parts) | nodes.Max(parts) if not ends_in_decimals(others[0]):
            kind = nodes.Min if isinstance(others[0], nodes.Min) == (constant >= 0) else nodes.Max
            return kind(tuple(nodes.times(constant, part) for part in parts))
        case nodes.Points(of=inner):
            return nodes.times(constant, inner)
    return None
