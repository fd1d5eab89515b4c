"""The evaluator and the generated program against formulas worked out the plain way."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from random import Random
from typing import Any

import oracle
import pytest
import strategies
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from oracle import NoValue, Unit
from strategies import World

from thidua_scoring.formula import nodes
from thidua_scoring.formula.evaluate import Evaluator
from thidua_scoring.formula.generate import Program, generate
from thidua_scoring.formula.values import Undefined


def examples(number: int) -> settings:
    return settings(
        max_examples=number,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
    )


def plain(output: nodes.Node, unit: Unit, bloc: Sequence[Unit]) -> Fraction | bool:
    if is_condition(output):
        return oracle.truth(output, unit, bloc)
    return oracle.number(output, unit, bloc)


def is_condition(output: nodes.Node) -> bool:
    return isinstance(output, nodes.Condition) and getattr(output, "kind", "yes-no") == "yes-no"


def check_reference(data: st.DataObject, rng: Random) -> None:
    world = data.draw(strategies.worlds())
    formula = data.draw(strategies.formulas(world))
    bloc = [strategies.some_unit(rng, world, formula) for _ in range(6)]
    for unit in bloc:
        check_evaluator(world, formula, unit, bloc)


def check_evaluator(world: World, formula: nodes.Number, unit: Unit, bloc: Sequence[Unit]) -> None:
    evaluator = Evaluator(strategies.Known(world, unit, lambda of: oracle.group(of, unit, bloc)))
    try:
        expected = oracle.number(formula, unit, bloc)
    except NoValue:
        with pytest.raises(Undefined):
            evaluator.number(formula)
        return
    value = evaluator.number(formula)
    assert (value.point, value.low, value.high) == (expected, expected, expected)
    assert type(value.point) is Fraction


def check_program(data: st.DataObject, rng: Random) -> None:
    world = data.draw(strategies.worlds())
    outputs = data.draw(strategies.outputs(world))
    bloc = [strategies.some_unit(rng, world, *outputs) for _ in range(rng.randrange(1, 16))]
    layout = world.layout(*outputs)
    program = generate(outputs, layout, world.ranges())
    entries = program.run(strategies.columns(layout, bloc, lambda of, unit: oracle.group(of, unit, bloc)))
    assert len(entries) == len(bloc)
    for unit, entry in zip(bloc, entries, strict=True):
        check_unit(program, outputs, unit, bloc, entry)


def check_unit(
    program: Program, outputs: Sequence[nodes.Node], unit: Unit, bloc: Sequence[Unit], entry: Any
) -> None:
    try:
        expected = [plain(output, unit, bloc) for output in outputs]
    except NoValue:
        assert entry is None, program.source
        return
    assert entry is not None, program.source
    entries = [entry[place] for place in program.places]
    for output, unit_of, got, wanted in zip(outputs, program.units, entries, expected, strict=True):
        assert type(got) in (int, bool, Fraction)
        assert (isinstance(got, bool) and is_condition(output)) or not isinstance(got, bool), program.source
        assert got * (1 if unit_of is None else unit_of) == wanted, program.source


class TestTheReference:
    """For known evidence the evaluator gives what the nodes say, certain and exact, or nothing."""

    @examples(400)
    @given(st.data(), strategies.RANDOM)
    def test_n1_equals_the_plain_way_in_every_digit(self, data: st.DataObject, rng: Random) -> None:
        check_reference(data, rng)

    @pytest.mark.long
    @examples(20_000)
    @given(st.data(), strategies.RANDOM)
    def test_n1_equals_the_plain_way_at_length(self, data: st.DataObject, rng: Random) -> None:
        check_reference(data, rng)


class TestTheProgram:
    """The generated program gives what the nodes say for every unit, and None where there is no value."""

    @examples(600)
    @given(st.data(), strategies.RANDOM)
    def test_n1_equals_the_plain_way_in_every_digit(self, data: st.DataObject, rng: Random) -> None:
        check_program(data, rng)

    @pytest.mark.long
    @examples(20_000)
    @given(st.data(), strategies.RANDOM)
    def test_n1_equals_the_plain_way_at_length(self, data: st.DataObject, rng: Random) -> None:
        check_program(data, rng)
