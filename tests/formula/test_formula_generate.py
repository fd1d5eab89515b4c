"""What the generated program looks like and does, case by case."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from strategies import CALENDAR, DAY

from thidua_scoring.formula import nodes
from thidua_scoring.formula.analyse import Range
from thidua_scoring.formula.generate import Layout, Program, generate
from thidua_scoring.formula.nodes import Compare, Div, Field, If, Max, Min, Number, Round, const, times, total
from thidua_scoring.numbers import Rounding

ACTUAL = Field("actual", "number", "A")
TARGET = Field("target", "number", "A")
LATE = Field("late", "count", "A")
DONE = Field("done", "yes-no", "A")
MARKS = Field("marks", "table", "A")
MARK = nodes.Column("mark")
RANGES = {"A.actual": Range(Fraction(0)), "A.target": Range(Fraction(1)), "A.late": Range(Fraction(0))}
TWO_PLACES = Rounding.to_places(2, "half-up")


def program(*outputs: nodes.Node, **layout: Any) -> Program:
    fields = tuple(dict.fromkeys(node for node in nodes.walk(*outputs) if isinstance(node, Field)))
    return generate(outputs, Layout(fields, **{"scales": {}, **layout}), RANGES)


def body(made: Program) -> list[str]:
    lines = [line.strip() for line in made.source.splitlines()]
    return lines[lines.index("try:") + 1 : lines.index("except failures:")]


class TestTheSource:
    """The source holds no line and no sign that could have been worked out beforehand."""

    @pytest.mark.parametrize(
        "capped",
        [
            nodes.clamp(times(6, Div(ACTUAL, TARGET)), Fraction(0), Fraction(6)),
            times(6, Min((const(1), Div(ACTUAL, TARGET)))),
            nodes.Mul((Min((Div(ACTUAL, TARGET), const(1))), const(6))),
            nodes.Points("A", times(6, nodes.clamp(Div(ACTUAL, TARGET), None, Fraction(1)))),
        ],
    )
    def test_compares_a_capped_ratio_once_and_divides_once(self, capped: Number) -> None:
        line = "t1 = 600 if i0 >= i1 else (1200 * i0 + i1) // (2 * i1)"
        made = body(program(Round(capped, TWO_PLACES)))
        assert [made[0].replace("t2", "t1").replace("t3", "t1"), len(made)] == [line, 2]

    def test_takes_a_deduction_in_two_lines(self) -> None:
        points = Max((const(0), total(const(4), times(Fraction(-1, 2), LATE))))
        assert body(program(Round(points, TWO_PLACES)))[:-1] == ["t1 = 8 - i0", "t2 = t1 if t1 >= 0 else 0"]

    def test_writes_constants_in_the_unit_of_the_points(self) -> None:
        lines = [Round(Div(ACTUAL, const(3)), TWO_PLACES), If(DONE, const(4), const(0))]
        made = program(*lines, total(*lines))
        assert body(made)[1:3] == ["t2 = 400 if i1 else 0", "t3 = t1 + t2"]
        assert made.units == (Fraction(1, 100),) * 3

    def test_keeps_what_is_written_alike_once(self) -> None:
        made = program(LATE, times(Fraction(1, 2), LATE), const(7), DONE, nodes.Truth(value=True))
        assert made.run([[3], [True]]) == [(3, 1, True, True)]
        assert made.places == (0, 0, 1, 2, 3)
        assert made.units == (1, Fraction(1, 2), 7, None, None)

    def test_tests_each_end_of_a_step_curve_once(self) -> None:
        ends = [None, Fraction(96, 100), Fraction(97, 100), None]
        pieces = [
            nodes.Piece(low, low is not None, high, False, Fraction(points))
            for points, (low, high) in enumerate(pairwise(ends))
        ]
        made = program(nodes.Curve(ACTUAL, tuple(pieces)), scales={"A.actual": 100})
        assert body(made)[:-1] == ["if i0 >= 97: t1 = 2", "elif i0 >= 96: t1 = 1", "else: t1 = 0"]

    def test_checks_a_divisor_only_if_it_may_be_zero(self) -> None:
        assert "raise" not in program(Div(ACTUAL, TARGET)).source
        assert program(Div(TARGET, LATE), Div(ACTUAL, LATE)).source.count("raise") == 1

    def test_writes_a_part_that_both_branches_need_once(self) -> None:
        points: Number = LATE
        for step in range(12):
            points = If(Compare(LATE, ">", const(step)), total(points, const(1)), total(points, const(2)))
        made = program(points)
        assert len(body(made)) <= 25
        assert made.run([[0, 5]]) == [(24,), (24,)]


class TestAUnitWithoutAValue:
    """A unit for which an output has no value gets None; the others are not touched by it."""

    def test_gets_none(self) -> None:
        made = program(Div(ACTUAL, LATE), ACTUAL)
        assert made.run([[1, 2, 3], [2, 0, 3]]) == [(Fraction(1, 2), 1), None, (Fraction(1), 3)]

    def test_gets_none_for_a_day_outside_the_calendar(self) -> None:
        made = program(nodes.WorkIndex(LATE, CALENDAR))
        assert made.run([[DAY, DAY - 1, DAY + 7]]) == [(1,), None, (6,)]

    @pytest.mark.parametrize(
        "result", [0.5, Fraction(1, 2), True, None, Decimal("NaN"), Decimal("Infinity"), -1, 3]
    )
    def test_gets_none_where_a_function_returns_what_it_must_not(self, result: Any) -> None:
        call = nodes.Call(lambda _: result, (ACTUAL,), "f", Fraction(0), Fraction(2))
        assert program(call).run([[1]]) == [None]

    def test_is_not_one_whose_missing_value_is_in_the_branch_not_taken(self) -> None:
        points = If(Compare(LATE, "==", const(0)), const(1), Div(ACTUAL, LATE))
        assert program(points).run([[0, 2], [3, 3]]) == [(Fraction(1),), (Fraction(3, 2),)]


class TestABranch:
    """Only the branch that is taken is computed, in whatever else a part of it is needed."""

    def test_is_not_computed_for_what_the_other_needs_only_sometimes(self) -> None:
        ratio = Div(ACTUAL, LATE)
        inner = If(Compare(LATE, "==", const(0)), const(7), ratio)
        assert program(If(DONE, ratio, inner)).run([[True, False], [3, 3], [0, 0]]) == [None, (Fraction(7),)]

    def test_may_fold_the_same_rows_in_its_own_way(self) -> None:
        doubled = nodes.Mul((MARK, MARK))
        points = If(DONE, nodes.Reduce("sum", MARKS, doubled), nodes.Reduce("max", MARKS, doubled))
        made = program(points, tables={"A.marks": (("mark", 1),)})
        assert made.run([[True, False], [[(1,), (3,)]] * 2]) == [(10,), (9,)]


class TestATable:
    """Rows are folded row by row, a table within a table too."""

    def test_within_a_row_is_folded_over_its_own_rows(self) -> None:
        doubled = nodes.Mul((MARK, MARK))
        mean = nodes.Reduce("mean", MARKS, doubled)
        above = nodes.Reduce("count", MARKS, doubled, Compare(doubled, ">", mean))
        made = program(above, tables={"A.marks": (("mark", 1),)})
        assert made.run([[[(1,), (2,), (4,), (5,)], []]]) == [(2,), (0,)]


class TestADivisor:
    """A divisor of either sign gives the exact quotient, rounded as the rule says."""

    @pytest.mark.parametrize("factor", [Fraction(2), Fraction(-2), Fraction(-1, 3)])
    @pytest.mark.parametrize("figure", [-4, 4])
    def test_may_be_a_multiple_of_any_figure(self, factor: Fraction, figure: int) -> None:
        whole = Rounding.to_places(0, "half-up")
        known, unknown = times(factor, TARGET), times(factor, Field("any", "number", "A"))
        ratio = Div(ACTUAL, known)
        outputs = [
            ratio,
            Round(ratio, whole),
            Round(Div(ACTUAL, unknown), whole),
            Compare(ratio, ">", const(-1)),
        ]
        made = program(*outputs)
        assert made.units == (None, 1, 1, None)
        exact = Fraction(6, 4) / factor
        expected = (exact, whole.apply(exact), whole.apply(6 / (factor * figure)), exact > -1)
        assert made.run([[6], [4], [figure]]) == [expected]


class TestTheColumns:
    """Columns come as the layout says."""

    def test_without_fields_say_only_how_many_units_there_are(self) -> None:
        made = program(const(3))
        assert made.units == (Fraction(3),)
        assert made.run([[None, None]]) == [(1,), (1,)]

    def test_of_optional_fields_hold_none_where_they_do_not_apply(self) -> None:
        points = If(nodes.Given(LATE), LATE, const(7))
        assert program(points, optional=frozenset({"A.late"})).run([[None, 0, 2]]) == [(7,), (0,), (2,)]

    @pytest.mark.parametrize("test", [nodes.Given(LATE), nodes.Applies("B")])
    def test_that_may_be_absent_leave_no_branch_out(self, test: nodes.Condition) -> None:
        limited = Max((If(test, LATE, const(-5)), const(-1)))
        made = program(limited, LATE, optional=frozenset({"A.late"}), applies=("B",))
        assert made.run([[3, None], [True, False]]) == [(3, 3), (-1, None)]

    def test_of_criteria_and_groups_follow_those_of_fields(self) -> None:
        best = nodes.Group("max", ACTUAL)
        outputs = [If(nodes.Applies("B"), Round(Div(ACTUAL, best), TWO_PLACES), const(0)), nodes.Applies("B")]
        made = program(*outputs, applies=("B",), groups=(best,))
        assert made.run([[1, 2], [True, False], [3, 3], [2, 2]]) == [(67, True), (0, False)]
        assert made.units == (Fraction(1, 100), None)
