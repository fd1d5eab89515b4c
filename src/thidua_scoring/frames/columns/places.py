"""How many decimals a formula needs, known from the ruleset and the columns' types alone."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import TypeAlias

from thidua_scoring.formula import nodes
from thidua_scoring.formula.nodes import Field, Node, Number, Piece
from thidua_scoring.frames.columns.functions import PLACES
from thidua_scoring.numbers import decimals, terminates
from thidua_scoring.ruleset.fields import CLAIMED

Places: TypeAlias = "int | None"
"""Decimals that are surely enough; None where the number may have no end."""


def places(of: Number, known: Callable[[nodes.Field | nodes.Column], int]) -> Places:
    """Return the decimals that every value of a formula has room in.

    ``known`` says how many a figure has.
    """
    memo: dict[Node, Places] = {}

    def again(part: Number) -> Places:
        if part not in memo:
            memo[part] = _places(part, again, known)
        return memo[part]

    return again(of)


def _places(
    of: Number, again: Callable[[Number], Places], known: Callable[[nodes.Field | nodes.Column], int]
) -> Places:
    match of:
        case nodes.Const(value=value):
            return _of(value)
        case nodes.Field() | nodes.Column():
            return known(of)
        case nodes.Lookup():
            return _most([_of(value) for _, value in of.values])
        case nodes.Round():
            return _of(of.rounding.step)
        case nodes.Call():
            return PLACES
        case nodes.Points():
            # Where evidence leaves points open, what the unit claims may stand in for them.
            return _most([again(of.of), known(Field(CLAIMED, "number", of.criterion))])
        case nodes.WorkIndex():
            return 0
        case nodes.Mul():
            return _sum([again(factor) for factor in of.factors])
        case nodes.Div(bottom=nodes.Const(value=divisor)) if divisor:
            return _sum([again(of.top), _of(1 / divisor)])
        case nodes.Div():
            return None
        case nodes.Curve():
            return _most([_on_piece(piece, again(of.of)) for piece in of.pieces])
        case nodes.Reduce() | nodes.Group():
            if of.how in ("count", "rank"):
                return 0
            return None if of.how == "mean" else again(of.of)
        case nodes.If():
            return _most([again(of.then), again(of.other)])
        case _:
            return _most([again(part) for part in nodes.children(of) if isinstance(part, Number)])


def _on_piece(piece: Piece, x: Places) -> Places:
    """Return the decimals of a piece's values, those at its ends too: bounds of open figures reach them."""
    if not piece.slope:
        return _of(piece.intercept)
    ends = [_of(end) for end in (piece.low, piece.high) if end is not None]
    return _most([_of(piece.intercept), _sum([_of(piece.slope), _most([x, *ends])])])


def _of(value: Fraction) -> Places:
    return decimals(value) if terminates(value) else None


def _sum(parts: list[Places]) -> Places:
    return None if None in parts else sum(part for part in parts if part is not None)


def _most(parts: list[Places]) -> Places:
    return None if None in parts else max((part for part in parts if part is not None), default=0)


# ── sums without what cancels ───────────────────────────────────────────────────────


def gathered(of: Number) -> Number:
    """Return the same number with equal terms of its sums put together.

    A column of points is what its rules give and what limits took away again: ``x + (min(x, 3) - x)``
    is ``min(x, 3)``.
    """
    if isinstance(of, nodes.If):
        return nodes.If(of.test, gathered(of.then), gathered(of.other))
    terms: dict[Number, Fraction] = {}
    _gather(of, Fraction(1), terms)
    kept = [nodes.times(factor, term) for term, factor in terms.items() if factor]
    return nodes.total(*kept)


def _gather(of: Number, factor: Fraction, terms: dict[Number, Fraction]) -> None:
    match of:
        case nodes.Add():
            for term in of.terms:
                _gather(term, factor, terms)
        case (
            nodes.Mul(factors=(nodes.Const(value=value), rest))
            | nodes.Mul(factors=(rest, nodes.Const(value=value)))
        ):
            _gather(rest, factor * value, terms)
        case nodes.Points():
            _gather(of.of, factor, terms)
        case nodes.Const():
            terms[nodes.ONE] = terms.get(nodes.ONE, Fraction(0)) + factor * of.value
        case _:
            terms[of] = terms.get(of, Fraction(0)) + factor
