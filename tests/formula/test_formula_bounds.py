"""What can be said of a formula when evidence is missing, unconfirmed or not there yet."""

from __future__ import annotations

from fractions import Fraction

import oracle
import pytest
import strategies
from attrs import evolve
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from oracle import NoValue, Unit
from strategies import World

from thidua_scoring.formula import nodes
from thidua_scoring.formula.analyse import Directions, bounds, ends_in_decimals
from thidua_scoring.formula.evaluate import Evaluator
from thidua_scoring.formula.values import Undefined, Value
from thidua_scoring.numbers import terminates


def examples(number: int) -> settings:
    return settings(
        max_examples=number,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
    )


def plain(formula: nodes.Number, unit: Unit, bloc: list[Unit]) -> Fraction | None:
    try:
        return oracle.number(formula, unit, bloc)
    except NoValue:
        return None


def holds(value: Value, number: Fraction) -> bool:
    return (value.low is None or value.low <= number) and (value.high is None or number <= value.high)


def bloc(data: st.DataObject, world: World, unit: Unit, formula: nodes.Number) -> list[Unit]:
    more = data.draw(st.integers(0, 2)) if reads_group(formula) else 0
    return [unit, *(data.draw(strategies.units(world, formula)) for _ in range(more))]


def check_doubtful(data: st.DataObject) -> None:
    world = data.draw(strategies.worlds())
    formula = data.draw(strategies.formulas(world))
    doubtful = data.draw(strategies.doubtfuls(world, formula))
    try:
        value = Evaluator(doubtful).number(formula)
    except Undefined:
        value = None
    for confirmed in (True, True, False, False, False):
        unit = data.draw(doubtful.truths(confirmed=confirmed))
        found = plain(formula, unit, bloc(data, world, unit, formula))
        if value is None:
            assert found is None or not confirmed
        elif found is not None:
            assert holds(value, found)
            assert not confirmed or value.point in (None, found)
        elif doubtful.all_points and confirmed and not reads_group(formula):
            raise AssertionError("the evaluator gave a value where there is none")
    if value is not None and doubtful.all_points and not reads_group(formula):
        assert value.point is not None


def reads_group(formula: nodes.Node) -> bool:
    return any(isinstance(node, nodes.Group) for node in nodes.walk(formula))


def check_bounds(data: st.DataObject) -> None:
    world = data.draw(strategies.worlds())
    formula = data.draw(strategies.formulas(world))
    value = bounds(formula, world.ranges())
    for _ in range(4):
        unit = data.draw(strategies.units(world, formula, applies=True))
        found = plain(formula, unit, bloc(data, world, unit, formula))
        assert found is None or holds(value, found)
        assert found is None or not ends_in_decimals(formula) or terminates(found)


def check_direction(data: st.DataObject) -> None:
    world = data.draw(strategies.worlds())
    formula = data.draw(strategies.formulas(world, depth=3))
    moving = [
        f.key for f in nodes.walk(formula) if isinstance(f, nodes.Field) and f.kind not in ("level", "table")
    ]
    assume(moving)
    key = data.draw(st.sampled_from(moving))
    way = Directions(key, world.ranges()).of(formula)
    assume(way is not None)
    for _ in range(4):
        unit = data.draw(strategies.units(world, formula, applies=True))
        if unit.figures[key] is not None:
            ends = sorted([unit.figures[key], data.draw(world.specs[key].values())])
            low, high = (
                plain(formula, evolve(unit, figures={**unit.figures, key: end}), [unit]) for end in ends
            )
            if low is not None and high is not None:
                assert (high - low) * way > 0 or high == low


class TestMissingEvidence:
    """Bounds hold whatever the missing figures turn out to be, and the point where they stay."""

    @examples(300)
    @given(st.data())
    def test_s6_bounds_hold_all_that_the_evidence_may_be(self, data: st.DataObject) -> None:
        check_doubtful(data)

    @pytest.mark.long
    @examples(20_000)
    @given(st.data())
    def test_s6_bounds_hold_at_length(self, data: st.DataObject) -> None:
        check_doubtful(data)


class TestNoEvidence:
    """What is said of a formula before there is evidence is true of all evidence in range."""

    @examples(200)
    @given(st.data())
    def test_s6_bounds_hold_all_evidence_in_range_and_decimals_end(self, data: st.DataObject) -> None:
        check_bounds(data)

    @examples(200)
    @given(st.data())
    def test_s4_a_proved_direction_is_never_gone_against(self, data: st.DataObject) -> None:
        check_direction(data)

    @pytest.mark.long
    @examples(20_000)
    @given(st.data())
    def test_s6_bounds_hold_at_length(self, data: st.DataObject) -> None:
        check_bounds(data)

    @pytest.mark.long
    @examples(20_000)
    @given(st.data())
    def test_s4_a_proved_direction_is_never_gone_against_at_length(self, data: st.DataObject) -> None:
        check_direction(data)
