"""Formulas are values: equal where they say the same, walked and rebuilt without being changed."""

from __future__ import annotations

from fractions import Fraction

import strategies
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from thidua_scoring.formula import nodes
from thidua_scoring.formula.nodes import Add, Const, Field, Mul, Node, Number

X = Field("x")


class TestAFormula:
    """A formula can be compared, hashed, walked and rebuilt."""

    @settings(max_examples=50, deadline=None)
    @given(st.data())
    def test_rebuilt_without_a_change_is_the_same(self, data: st.DataObject) -> None:
        formula = data.draw(strategies.formulas(data.draw(strategies.worlds())))
        again = nodes.rewrite(formula, lambda node: node)
        doubled = nodes.rewrite(formula, lambda node: evolve(node) if isinstance(node, Const) else node)
        assert again == doubled == formula
        assert hash(doubled) == hash(formula)

    @settings(max_examples=50, deadline=None)
    @given(st.data())
    def test_is_walked_once_through_every_part_parents_first(self, data: st.DataObject) -> None:
        formula = data.draw(strategies.formulas(data.draw(strategies.worlds())))
        walked = list(nodes.walk(formula))
        assert len(set(walked)) == len(walked)
        assert walked[0] == formula
        assert {child for node in walked for child in nodes.children(node)} | {formula} == set(walked)

    def test_is_rebuilt_from_its_leaves_up(self) -> None:
        def tripled(node: Node) -> Node:
            return Const(node.value * 3) if isinstance(node, Const) else node

        formula = Add((Mul((nodes.const(2), X)), nodes.const(5)))
        assert nodes.rewrite(formula, tripled) == Add((Mul((nodes.const(6), X)), nodes.const(15)))

    def test_gives_its_own_fields_to_its_criterion(self) -> None:
        fact = Field("disciplined", "yes-no", "")
        bound = nodes.bind(nodes.If(fact, X, nodes.ZERO), "C1")
        assert bound == nodes.If(fact, Field("x", criterion="C1"), nodes.ZERO)
        assert [node.key for node in nodes.walk(bound) if isinstance(node, Field)] == [".disciplined", "C1.x"]


class TestMaking:
    """The small makers leave out what has no effect."""

    def test_a_sum_leaves_out_zeros(self) -> None:
        assert nodes.total() == nodes.total(nodes.ZERO) == nodes.ZERO
        assert nodes.total(nodes.ZERO, X) == X
        assert nodes.total(X, X) == Add((X, X))

    def test_a_multiple_of_a_constant_is_a_constant(self) -> None:
        assert nodes.times(3, nodes.const(Fraction(1, 3))) == nodes.ONE
        assert nodes.times(1, X) == X
        assert nodes.minus(X) == Mul((nodes.const(-1), X))

    def test_limits_that_are_absent_are_left_out(self) -> None:
        low: Number = nodes.Max((X, nodes.ZERO))
        assert nodes.clamp(X, None, None) == X
        assert nodes.clamp(X, Fraction(0), None) == low
        assert nodes.clamp(X, Fraction(0), Fraction(1)) == nodes.Min((low, nodes.ONE))

    def test_conditions_that_are_absent_are_left_out(self) -> None:
        done = Field("done", "yes-no")
        assert nodes.both(None, None) is None
        assert nodes.both(None, done) == done
        assert nodes.both(done, done) == nodes.All((done, done))
