"""What can be said of a formula when evidence is missing, unconfirmed or not there yet."""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import Any

import oracle
import pytest
import strategies
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from oracle import NoValue, Unit
from strategies import Doubtful, World

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


def drawn(data: st.DataObject) -> tuple[World, nodes.Number]:
    world = data.draw(strategies.worlds())
    return world, data.draw(strategies.formulas(world))


def holds(value: Value, number: Fraction) -> bool:
    return (value.low is None or value.low <= number) and (value.high is None or number <= value.high)


def reads_group(formula: nodes.Node) -> bool:
    return any(isinstance(node, nodes.Group) for node in nodes.walk(formula))


def bloc(rng: Random, world: World, unit: Unit, formula: nodes.Number) -> list[Unit]:
    more = rng.randrange(3) if reads_group(formula) else 0
    return [unit, *(strategies.some_unit(rng, world, formula) for _ in range(more))]


def check_doubtful(world: World, formula: nodes.Number, rng: Random) -> None:
    doubtful = strategies.some_doubtful(rng, world, formula)
    try:
        value = Evaluator(doubtful).number(formula)
    except Undefined:
        value = None
    for _ in range(5):
        check_confirmed(doubtful, formula, rng, value)
        unit = doubtful.turned_out(rng, confirmed=False)
        found = plain(formula, unit, bloc(rng, world, unit, formula))
        assert value is None or found is None or holds(value, found)


def check_confirmed(doubtful: Doubtful, formula: nodes.Number, rng: Random, value: Value | None) -> None:
    """Where all unconfirmed figures are right, the point is; no value means none is possible."""
    unit = doubtful.turned_out(rng, confirmed=True)
    found = plain(formula, unit, bloc(rng, doubtful.world, unit, formula))
    if value is None:
        assert found is None
    elif doubtful.all_points and not reads_group(formula):
        assert value.point is not None
        assert value.point == found
    elif found is not None:
        assert holds(value, found)
        assert value.point in (None, found)


def check_bounds(world: World, formula: nodes.Number, rng: Random) -> None:
    value = bounds(formula, world.ranges())
    for _ in range(20):
        unit = strategies.some_unit(rng, world, formula, applies=True)
        found = plain(formula, unit, bloc(rng, world, unit, formula))
        assert found is None or holds(value, found)
        assert found is None or not ends_in_decimals(formula) or terminates(found)


def check_direction(world: World, formula: nodes.Number, rng: Random) -> None:
    for field in nodes.walk(formula):
        if isinstance(field, nodes.Field) and field.kind not in ("level", "table"):
            way = Directions(field.key, world.ranges()).of(formula)
            for _ in range(0 if way is None else 12):
                unit = strategies.some_unit(rng, world, formula, applies=True)
                check_move(formula, field.key, way, unit, world.specs[field.key].pick(rng))


def check_move(formula: nodes.Number, key: str, way: Any, unit: Unit, other: Fraction | bool) -> None:
    if unit.figures[key] is None:
        return
    low, high = (
        plain(formula, evolve(unit, figures={**unit.figures, key: figure}), [unit])
        for figure in sorted([unit.figures[key], other])
    )
    if low is not None and high is not None:
        assert (high - low) * way > 0 or high == low


class TestMissingEvidence:
    """Bounds hold whatever the missing figures turn out to be, and the point where they stay."""

    @examples(500)
    @given(st.data(), strategies.RANDOM)
    def test_s6_bounds_hold_all_that_the_evidence_may_be(self, data: st.DataObject, rng: Random) -> None:
        check_doubtful(*drawn(data), rng)

    @pytest.mark.long
    @examples(20_000)
    @given(st.data(), strategies.RANDOM)
    def test_s6_bounds_hold_at_length(self, data: st.DataObject, rng: Random) -> None:
        check_doubtful(*drawn(data), rng)


class TestNoEvidence:
    """What is said of a formula before there is evidence is true of all evidence in range."""

    @examples(400)
    @given(st.data(), strategies.RANDOM)
    def test_s6_bounds_hold_all_evidence_in_range_and_decimals_end(
        self, data: st.DataObject, rng: Random
    ) -> None:
        check_bounds(*drawn(data), rng)

    @examples(400)
    @given(st.data(), strategies.RANDOM)
    def test_s4_a_proved_direction_is_never_gone_against(self, data: st.DataObject, rng: Random) -> None:
        check_direction(*drawn(data), rng)

    @pytest.mark.long
    @examples(20_000)
    @given(st.data(), strategies.RANDOM)
    def test_s6_bounds_hold_at_length(self, data: st.DataObject, rng: Random) -> None:
        check_bounds(*drawn(data), rng)

    @pytest.mark.long
    @examples(20_000)
    @given(st.data(), strategies.RANDOM)
    def test_s4_a_proved_direction_is_never_gone_against_at_length(
        self, data: st.DataObject, rng: Random
    ) -> None:
        check_direction(*drawn(data), rng)
