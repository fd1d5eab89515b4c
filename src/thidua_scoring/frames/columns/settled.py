"""Formulas with what a frame's columns already settle worked out."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import prod
from typing import Any

from thidua_scoring.formula import nodes
from thidua_scoring.formula.nodes import Condition, Const, Node, Truth


def settling(varies: Callable[[str], bool], may_lack: Callable[[str], bool]) -> Callable[[Node], Any]:
    """Return a function that simplifies formulas for frames of one kind.

    ``varies`` says of a criterion whether a column says that it may not apply, and ``may_lack`` of a
    figure's key whether a column says that the figure may not.
    """

    def change(part: Node) -> Node:
        match part:
            case nodes.Applies(criterion=name) if not varies(name):
                return Truth(True)
            case nodes.Given(of=figure) if not may_lack(figure.key):
                return Truth(True)
            case nodes.Not(of=Truth(value=value)):
                return Truth(not value)
            case nodes.All(parts=parts):
                return _joined(part, parts, Truth(True))
            case nodes.Any_(parts=parts):
                return _joined(part, parts, Truth(False))
            case nodes.If(test=Truth(value=value)):
                return part.then if value else part.other
            case nodes.Add(terms=terms):
                constant = sum((term.value for term in terms if isinstance(term, Const)), Fraction(0))
                rest = [term for term in terms if not isinstance(term, Const)]
                return nodes.total(*rest, Const(constant))
            case nodes.Mul(factors=factors) if all(isinstance(factor, Const) for factor in factors):
                return Const(prod((f.value for f in factors if isinstance(f, Const)), start=Fraction(1)))
            case nodes.Div(top=Const(value=top), bottom=Const(value=bottom)) if bottom:
                return Const(top / bottom)
        return part

    return lambda of: nodes.rewrite(of, change)


def _joined(whole: nodes.All | nodes.Any_, parts: tuple[Condition, ...], neutral: Truth) -> Condition:
    # A part that decides is kept with the others: they must have a value all the same.
    kept = tuple(part for part in parts if part != neutral)
    return kept[0] if len(kept) == 1 else type(whole)(kept) if kept else neutral
