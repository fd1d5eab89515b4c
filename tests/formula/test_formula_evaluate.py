"""Rows in doubt, calls and claims: what the reference evaluator makes of them."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import pytest
from strategies import CALENDAR, DAY

from thidua_scoring.formula import nodes
from thidua_scoring.formula.analyse import Free, Range, bounds
from thidua_scoring.formula.evaluate import Evaluator, Figure, Level, Row, Table
from thidua_scoring.formula.nodes import Column, Compare, Div, Field, Reduce, const
from thidua_scoring.formula.values import Truth3, Undefined, Value

ROWS = Field("rows", "table", "A")
MARK = Column("mark")
ANY = Truth3(None, True, True)


def value(low: int, high: int, point: int | None = None) -> Value:
    return Value.between(Fraction(low), Fraction(high), None if point is None else Fraction(point))


class Inputs(Free):
    """Evidence of one table."""

    def __init__(self, rows: Sequence[Row] | None, *, confirmed: bool = True):
        super().__init__({})
        self.table = Table(rows, confirmed)

    def figure(self, of: Field) -> Figure:
        return self.table

    def claim(self, criterion: str, points: Value) -> Value:
        return Value.between(points.low, points.high, Fraction(1))


def fold(how: Any, rows: Sequence[Row] | None, *, confirmed: bool = True, **changes: Any) -> Value:
    of = Reduce(how, ROWS, MARK, **changes)
    return Evaluator(Inputs(rows, confirmed=confirmed)).number(of)


class TestRowsInDoubt:
    """S6: rows of which something is missing widen the bounds, and never count for nothing."""

    def test_s6_two_unknown_keys_may_be_one_or_two(self) -> None:
        rows = [{"mark": value(5, 5), "grade": Level(None, frozenset({"a", "b"}))} for _ in range(2)]
        assert fold("count", rows, distinct="grade") == value(1, 2)
        assert fold("sum", rows, distinct="grade") == value(5, 10)

    def test_s6_an_unknown_key_may_repeat_a_known_one(self) -> None:
        sure = {"mark": value(5, 5), "grade": Level("a", frozenset({"a"}))}
        other = {"mark": value(5, 5), "grade": Level("c", frozenset({"c"}))}
        unsure = {"mark": value(5, 5), "grade": Level(None, frozenset({"a", "b"}))}
        assert fold("count", [sure, unsure], distinct="grade") == value(1, 2)
        assert fold("count", [unsure, sure], distinct="grade") == value(1, 2)
        assert fold("count", [other, unsure, other], distinct="grade") == value(2, 2)

    def test_s6_a_repeat_counts_where_the_first_may_not(self) -> None:
        key = Level("a", frozenset({"a"}))
        rows: list[Row] = [
            {"mark": value(5, 5), "grade": key, "ok": ANY},
            {"mark": value(9, 9), "grade": key, "ok": Truth3.known(True)},
        ]
        assert fold("max", rows, distinct="grade", where=Column("ok", "yes-no")) == Value(
            None, Fraction(5), Fraction(9)
        )

    def test_s6_a_row_without_a_value_matters_only_if_it_counts(self) -> None:
        rows: list[Row] = [{"mark": value(0, 0), "ok": ok} for ok in (ANY, Truth3.known(False))]
        formula = Reduce("sum", ROWS, Div(const(1), MARK), Column("ok", "yes-no"))
        assert Evaluator(Inputs(rows)).number(formula) == Value(None, None, None)
        assert Evaluator(Inputs(rows[1:])).number(formula) == Value.known(0)

    def test_s6_dropped_rows_are_not_counted_among_those_in_doubt(self) -> None:
        rows: list[Row] = [{"mark": value(n, n), "ok": ANY} for n in (1, 2, 3)]
        assert fold("count", rows, where=Column("ok", "yes-no"), drop_lowest=1) == value(0, 2)
        assert fold("sum", rows, where=Column("ok", "yes-no"), drop_lowest=1) == value(0, 6)

    def test_s6_dropping_takes_the_lowest_of_what_each_row_may_be(self) -> None:
        rows: list[Row] = [{"mark": Value(None, None, Fraction(9))}, {"mark": Value(None, Fraction(4), None)}]
        rows += [{"mark": value(1, 2)}]
        assert fold("sum", rows, drop_lowest=1, drop_highest=1) == Value(None, Fraction(1), Fraction(9))

    def test_s6_unconfirmed_rows_have_a_point_and_unknown_ones_none(self) -> None:
        rows: list[Row] = [{"mark": value(2, 2)}]
        assert fold("count", rows, confirmed=False) == Value(Fraction(1), Fraction(0), None)
        assert fold("count", None) == Value(None, Fraction(0), None)

    @pytest.mark.parametrize("how", ["mean", "max", "min"])
    def test_no_rows_have_no_mean_and_no_extreme(self, how: str) -> None:
        with pytest.raises(Undefined, match="fold-of-nothing"):
            fold(how, [])

    def test_unknown_rows_of_a_formula_without_a_value_may_still_be_none(self) -> None:
        impossible = Reduce("sum", ROWS, Div(const(1), const(0)))
        assert Evaluator(Inputs([])).number(impossible) == Value.known(0)
        assert Evaluator(Inputs(None)).number(impossible) == Value(None, None, None)


class TestTheCalendar:
    """A day outside the calendar has no index; a range that reaches outside has no bound there."""

    def test_has_no_index_outside(self) -> None:
        with pytest.raises(Undefined, match="day-outside-calendar"):
            Evaluator(Free({})).number(nodes.WorkIndex(const(DAY - 1), CALENDAR))

    def test_s6_bounds_end_where_it_ends(self) -> None:
        day = Field("day", "date", "A")
        ranges = {"A.day": Range(Fraction(DAY - 9), Fraction(DAY + 7))}
        assert bounds(nodes.WorkIndex(day, CALENDAR), ranges) == Value(None, None, Fraction(6))


class TestAClaim:
    """A claim may stand in for the points of a criterion; the bounds stay those of the rule."""

    def test_stands_in_where_points_are_assembled(self) -> None:
        points = nodes.Points("A", Reduce("sum", ROWS, MARK))
        assert Evaluator(Inputs([{"mark": value(0, 3)}])).number(points) == value(0, 3, 1)


class TestACriterionOfOthers:
    """S6: of the units of a bloc, some may not be subject to a criterion that applies to this one."""

    def test_s6_bounds_of_a_bloc_hold_for_units_to_which_it_does_not_apply(self) -> None:
        points = nodes.If(nodes.Applies("A"), const(5), const(0))
        assert bounds(points, {}) == Value.known(5)
        assert bounds(nodes.Group("max", points), {}) == value(0, 5)
        assert bounds(nodes.Group("sum", points), {}) == Value(None, Fraction(0), None)


def test_a_known_truth_is_certain_whatever_level_it_comes_from() -> None:
    level = Field("level", "level", "A")
    ranges = {"A.level": Range(levels=frozenset({"a", "b"}))}
    among = nodes.All((nodes.IsLevel(level, frozenset({"a", "b", "c"})), Compare(const(1), "<", const(2))))
    assert Evaluator(Free(ranges)).truth(among) == Truth3.known(True)
