"""What is said of formulas before there is evidence, case by case."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from thidua_scoring.formula.analyse import Directions, Range, bounds, ends_in_decimals, fields_of, reads_group
from thidua_scoring.formula.nodes import (
    ONE,
    ZERO,
    Add,
    All,
    Any_,
    Call,
    Compare,
    Const,
    Curve,
    Div,
    Field,
    Given,
    Group,
    If,
    IsLevel,
    Lookup,
    Max,
    Min,
    Mul,
    Node,
    Not,
    Number,
    Piece,
    Points,
    Reduce,
    Round,
    clamp,
    const,
    minus,
    times,
    total,
)
from thidua_scoring.formula.values import Value
from thidua_scoring.numbers import Rounding

X = Field("x", "number", "A")
Y = Field("y", "number", "A")
LOSS = Field("loss", "number", "A")
ANY = Field("any", "number", "A")
DONE = Field("done", "yes-no", "A")
LEVEL = Field("level", "level", "A")
ROWS = Field("rows", "table", "A")
RANGES = {
    "A.x": Range(Fraction(0), Fraction(10)),
    "A.y": Range(Fraction(1), Fraction(5)),
    "A.loss": Range(None, Fraction(0)),
}
WHOLE = Rounding.to_places(0, "half-even")
HALF, THIRD = const(Fraction(1, 2)), const(Fraction(1, 3))


def curve(*starts: tuple[int, int, int], of: Number = X) -> Curve:
    """Make a curve of pieces, each its start, intercept and slope."""
    ends = [Fraction(start) for start, _, _ in starts[1:]]
    pieces = [
        Piece(Fraction(start), True, end, False, Fraction(intercept), Fraction(slope))
        for (start, intercept, slope), end in zip(starts, [*ends, None], strict=True)
    ]
    return Curve(of, tuple(pieces))


class TestS4Directions:
    """S4: how a formula moves when a field rises, where that can be proved."""

    @pytest.mark.parametrize(
        ("way", "formula"),
        [
            (1, X),
            (0, Y),
            (0, ONE),
            (1, Add((X, Y, X))),
            (-1, minus(X)),
            (None, Add((X, minus(X)))),
            (1, Mul((X, Y))),
            (-1, Mul((X, LOSS))),
            (1, Mul((X, X))),
            (None, Mul((X, ANY))),
            (1, Div(X, Y)),
            (-1, Div(X, LOSS)),
            (-1, Div(Y, X)),
            (1, Div(LOSS, X)),
            (None, Div(ANY, X)),
            (None, Div(X, ANY)),
            (-1, Div(Y, Add((X, Y)))),
            (1, Min((X, Y))),
            (1, Max((X, Y))),
            (None, Max((X, minus(X)))),
            (1, Round(Points("A", clamp(X, Fraction(1), Fraction(2))), WHOLE)),
            (1, curve((0, 0, 0), (5, 2, 0), (8, 2, 1))),
            (-1, curve((0, 9, 0), (5, 4, -1))),
            (-1, curve((0, 0, 0), (5, 2, 0), of=minus(X))),
            (None, curve((0, 0, 1), (5, 2, 0))),
            (None, curve((0, 0, 1), (5, 9, -1))),
            (1, Compare(X, ">=", Y)),
            (-1, Compare(Y, ">", X)),
            (-1, Compare(X, "<", ZERO)),
            (1, Compare(ZERO, "<=", X)),
            (None, Compare(X, "==", Y)),
            (0, Compare(Y, "==", ONE)),
            (-1, Not(Compare(X, ">", Y))),
            (1, All((Compare(X, ">", Y), DONE))),
            (-1, Any_((Compare(X, "<", Y), DONE))),
            (1, If(Compare(X, ">", Y), const(4), ONE)),
            (-1, If(Compare(X, ">", Y), ONE, const(4))),
            (-1, If(Compare(X, "<", Y), const(4), ONE)),
            (0, If(DONE, ONE, ZERO)),
            (1, If(DONE, X, ZERO)),
            (None, If(Compare(X, ">", Y), Y, const(2))),
            (1, If(Compare(X, ">", Y), total(X, const(10)), X)),
            (None, If(Compare(X, ">", Y), minus(X), X)),
            (None, Group("max", X)),
            (None, Reduce("sum", ROWS, X)),
            (0, Reduce("sum", ROWS, Y)),
            (None, Call(int, (X,), "f")),
            (None, If(Given(X), ONE, ZERO)),
        ],
    )
    def test_s4_the_way_of_a_formula_with_a_field(self, way: int | None, formula: Node) -> None:
        assert Directions("A.x", RANGES).of(formula) == way

    def test_s4_a_yes_counts_as_more_than_a_no(self) -> None:
        assert Directions("A.done", RANGES).of(If(DONE, const(4), ZERO)) == 1
        assert Directions("A.done", RANGES).of(If(Not(DONE), const(4), ZERO)) == -1


class TestS6Bounds:
    """S6: the least and most of a formula follow from the ranges of its fields."""

    @pytest.mark.parametrize(
        ("low", "high", "formula"),
        [
            (0, 10, X),
            (None, None, ANY),
            (0, 10, Div(X, Y)),
            (None, 0, Mul((X, LOSS))),
            (0, 6, clamp(ANY, Fraction(0), Fraction(6))),
            (None, 6, Min((ANY, const(6)))),
            (-1, 4, If(DONE, const(4), const(-1))),
            (None, None, Div(ONE, ZERO)),
            (0, 7, curve((0, 0, 0), (5, 2, 0), (8, 7, 0))),
            (1, 3, Lookup(LEVEL, (("a", Fraction(1)), ("b", Fraction(3))))),
            (1, None, Group("rank", X)),
            (0, 10, Group("mean", X)),
            (0, None, Group("sum", X)),
            (0, None, Reduce("count", ROWS, ONE)),
            (-2, 2, Call(int, (X,), "f", Fraction(-2), Fraction(2))),
        ],
    )
    def test_s6_bounds_of_a_formula(self, low: Any, high: Any, formula: Number) -> None:
        found = bounds(formula, RANGES)
        assert (found.low, found.high) == (low, high)

    def test_s6_what_can_only_be_one_number_is_known(self) -> None:
        assert bounds(Mul((ZERO, ANY)), RANGES) == Value.known(0)


class TestDecimals:
    """A formula ends in decimals unless it divides by something that may not."""

    @pytest.mark.parametrize(
        "formula",
        [X, HALF, Div(X, const(8)), Round(Div(X, Y), WHOLE), times(Fraction(3, 4), X),
         Group("rank", Div(X, Y)),
         Reduce("max", ROWS, X), Reduce("count", ROWS, THIRD), curve((0, 1, 0), (5, 2, 0), of=Div(X, Y)),
         If(Compare(Div(X, Y), ">", THIRD), X, Y), Points("A", X)],
    )  # fmt: skip
    def test_end(self, formula: Number) -> None:
        assert ends_in_decimals(formula)

    @pytest.mark.parametrize(
        "formula",
        [THIRD, Div(X, Y), Div(X, const(3)), Div(X, ZERO), Round(X, Rounding(Fraction(1, 3), "down")),
         Reduce("mean", ROWS, X), Group("mean", X), curve((0, 0, 1), of=Div(X, Y)), If(DONE, X, THIRD),
         Lookup(LEVEL, (("a", Fraction(1, 3)),))],
    )  # fmt: skip
    def test_may_not_end(self, formula: Number) -> None:
        assert not ends_in_decimals(formula)


class TestWhatAFormulaReads:
    """A formula says which fields it reads, and whether it looks at other units."""

    def test_fields_are_listed_once_in_reading_order(self) -> None:
        formula = If(All((DONE, IsLevel(LEVEL, frozenset({"a"})))), Add((Y, X)), Reduce("sum", ROWS, Y))
        assert fields_of(formula, X) == [DONE, LEVEL, Y, X, ROWS]

    def test_s5_a_formula_over_the_bloc_is_marked(self) -> None:
        assert reads_group(If(DONE, ONE, Group("rank", X)))
        assert not reads_group(If(DONE, Const(Fraction(1)), X))
