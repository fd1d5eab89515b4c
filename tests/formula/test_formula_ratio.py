"""Every expression that is written over integers comes to what it stands for."""

from __future__ import annotations

import operator
from fractions import Fraction
from math import prod
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thidua_scoring.formula.nodes import Relation
from thidua_scoring.formula.ratio import Ratio, as_fraction, common_unit, comparison, rounded, total
from thidua_scoring.numbers import MODES, Rounding, round_quotient

HOLDS = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
COEFFICIENTS = st.fractions(-4, 4, max_denominator=12)
TOPS = st.integers(-30, 30)
BOTTOMS = st.integers(1, 12)


def come_to(text: str, **names: int) -> Any:
    return eval(text, {"Fraction": Fraction, "round_quotient": round_quotient, **names})


@st.composite
def ratios(draw: Any, suffix: str = "") -> tuple[Ratio, dict[str, int], Fraction]:
    """Draw a ratio, the integers that its names stand for, and what it comes to."""
    coefficient, top, bottom = draw(COEFFICIENTS), draw(TOPS), draw(BOTTOMS)
    shape = draw(st.integers(0, 3))
    if shape == 0:
        return Ratio(coefficient), {}, coefficient
    if shape == 1:
        return Ratio(coefficient, f"t{suffix}"), {f"t{suffix}": top}, coefficient * top
    if shape == 2:
        return Ratio(coefficient, "1", f"b{suffix}"), {f"b{suffix}": bottom}, coefficient / bottom
    names = {f"t{suffix}": top, f"b{suffix}": bottom}
    return Ratio(coefficient, f"t{suffix}", f"b{suffix}"), names, coefficient * Fraction(top, bottom)


class TestARatio:
    """Comparing, rounding and writing ratios gives what exact fractions give."""

    @pytest.mark.parametrize("relation", HOLDS)
    @given(left=ratios("1"), right=ratios("2"))
    def test_n3_compares_as_its_value_does(self, left: Any, right: Any, relation: Relation) -> None:
        text = comparison(left[0], relation, right[0])
        assert come_to(text, **left[1], **right[1]) == HOLDS[relation](left[2], right[2])

    @pytest.mark.parametrize("relation", HOLDS)
    @given(left=COEFFICIENTS, right=COEFFICIENTS, tops=st.tuples(TOPS, TOPS), bottom=BOTTOMS)
    def test_n3_compares_over_a_common_bottom(
        self, left: Fraction, right: Fraction, tops: tuple[int, int], bottom: int, relation: Relation
    ) -> None:
        text = comparison(Ratio(left, "t", "b"), relation, Ratio(right, "u", "b"))
        assert come_to(text, t=tops[0], u=tops[1], b=bottom) == HOLDS[relation](
            left * tops[0], right * tops[1]
        )

    @pytest.mark.parametrize("mode", MODES)
    @given(ratio=ratios(), told=st.booleans())
    def test_n2_rounds_as_its_value_does(self, ratio: Any, told: bool, mode: Any) -> None:
        written, names, value = ratio
        sign = (value > 0) - (value < 0) or 1
        text = rounded(written, mode, sign if told else None)
        assert type(come_to(text, **names)) is int
        assert come_to(text, **names) == Rounding(Fraction(1), mode).apply(value)

    @given(ratios())
    def test_n1_is_written_as_its_value(self, ratio: Any) -> None:
        assert come_to(as_fraction(ratio[0]), **ratio[1]) == ratio[2]


class TestASum:
    """A sum is written with each factor once and comes to the sum of its products."""

    @given(
        st.lists(st.tuples(st.integers(-3, 3), st.lists(st.sampled_from(["a", "b", "1", None]), max_size=3)))
    )
    def test_n1_comes_to_the_sum_of_its_products(self, terms: list[tuple[int, list[str | None]]]) -> None:
        names = {"a": 7, "b": -11}
        expected = 0
        for factor, texts in terms:
            expected += factor * prod(names.get(str(text), 1) for text in texts)
        assert come_to(total(terms), **names) == expected

    def test_is_written_without_ones_and_zeros(self) -> None:
        assert total([(0, ["a"]), (1, ["1", "b"]), (-1, ["a", None])]) == "b - a"
        assert total([(50, ["a"]), (1, ["c"]), (50, ["b"])]) == "50 * (a + b) + c"
        assert total([]) == "0"


class TestAUnit:
    """The common unit is the largest of which every coefficient is a whole multiple."""

    @given(st.lists(COEFFICIENTS.filter(bool), min_size=1))
    def test_counts_every_coefficient_without_a_common_factor(self, coefficients: list[Fraction]) -> None:
        unit = common_unit(coefficients)
        counts = [coefficient / unit for coefficient in coefficients]
        assert unit > 0
        assert all(count.denominator == 1 for count in counts)
        assert common_unit(counts) == 1
