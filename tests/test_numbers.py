"""Exact numbers: nothing is a binary float, and nothing is rounded but where and how it is said."""

from __future__ import annotations

import decimal
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thidua_scoring import numbers
from thidua_scoring.errors import Problem
from thidua_scoring.numbers import MODES, Rounding, exact, present, read_written, show, show_percent, write

FRACTIONS = st.fractions(max_denominator=10**6) | st.builds(Fraction, st.integers(), st.integers(1, 40))
DECIMALS = st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**12), max_value=10**12)
PLACES = st.integers(0, 6)


class TestN1NoBinaryFloat:
    """N1: no binary float ever touches a point."""

    @pytest.mark.parametrize("value", [0.5, 1.0, True, "1", None, complex(1)])
    def test_n1_what_is_not_exact_is_refused(self, value: object) -> None:
        with pytest.raises(Problem) as refused:
            exact(value)  # type: ignore[arg-type]
        assert refused.value.code == "not-exact"
        assert refused.value.parameters == {"got": repr(value)}

    @pytest.mark.parametrize("text", ["NaN", "sNaN", "Infinity", "-Infinity"])
    def test_n1_what_is_no_number_is_refused(self, text: str) -> None:
        with pytest.raises(Problem) as refused:
            exact(Decimal(text))
        assert refused.value.code == "not-finite"

    @given(DECIMALS | st.integers() | FRACTIONS)
    def test_n1_an_exact_number_keeps_its_value(self, value: Decimal | int | Fraction) -> None:
        assert type(exact(value)) is Fraction
        assert exact(value) == value

    @given(FRACTIONS)
    def test_n1_users_see_the_equal_decimal_or_the_fraction_itself(self, value: Fraction) -> None:
        shown = present(value)
        assert Fraction(shown) == value
        assert isinstance(shown, Decimal) == numbers.terminates(value)

    @given(FRACTIONS, PLACES, st.sampled_from(MODES))
    def test_n1_rounding_gives_an_exact_number(
        self, value: Fraction, places: int, mode: numbers.Mode
    ) -> None:
        assert type(Rounding.to_places(places, mode).apply(value)) is Fraction


class TestN2Rounding:
    """N2: rounding happens where, to how many places and in which mode it is said; there is no default."""

    @given(DECIMALS, PLACES, st.sampled_from(MODES))
    def test_n2_every_mode_rounds_as_the_decimal_module_does(
        self, value: Decimal, places: int, mode: numbers.Mode
    ) -> None:
        named = getattr(decimal, f"ROUND_{mode.upper().replace('-', '_')}")
        expected = value.quantize(Decimal(1).scaleb(-places), named, decimal.Context(prec=60))
        assert Rounding.to_places(places, mode).apply(Fraction(value)) == Fraction(expected)

    @given(st.integers(), st.integers(1, 50), st.sampled_from(MODES))
    def test_n2_a_quotient_rounds_to_a_whole_number_less_than_one_away(
        self, top: int, bottom: int, mode: str
    ) -> None:
        rounded = numbers.round_quotient(top, bottom, mode)
        assert type(rounded) is int
        assert abs(Fraction(top, bottom) - rounded) < 1
        assert not mode.startswith("half") or abs(Fraction(top, bottom) - rounded) <= Fraction(1, 2)

    @given(FRACTIONS, st.fractions(Fraction(1, 1000), 10), st.sampled_from(MODES))
    def test_n2_a_rounded_number_is_a_multiple_of_the_step_and_stays(
        self, value: Fraction, step: Fraction, mode: numbers.Mode
    ) -> None:
        rounding = Rounding(step, mode)
        assert (rounding.apply(value) / step).denominator == 1
        assert rounding.apply(rounding.apply(value)) == rounding.apply(value)

    @given(FRACTIONS, FRACTIONS, st.sampled_from(MODES))
    def test_s4_rounding_never_changes_an_order(
        self, left: Fraction, right: Fraction, mode: numbers.Mode
    ) -> None:
        rounding = Rounding.to_places(2, mode)
        low, high = sorted([left, right])
        assert rounding.apply(low) <= rounding.apply(high)

    def test_n2_there_is_no_default_mode(self) -> None:
        with pytest.raises(TypeError):
            Rounding(Fraction(1, 100))  # type: ignore[call-arg]

    @pytest.mark.parametrize(
        ("mode", "up", "down"),
        [
            ("half-up", "2.35", "-2.35"),
            ("half-down", "2.34", "-2.34"),
            ("half-even", "2.34", "-2.34"),
            ("up", "2.35", "-2.35"),
            ("down", "2.34", "-2.34"),
            ("ceiling", "2.35", "-2.34"),
            ("floor", "2.34", "-2.35"),
        ],
    )
    def test_n2_a_tie_goes_the_way_of_the_mode(self, mode: numbers.Mode, up: str, down: str) -> None:
        rounding = Rounding.to_places(2, mode)
        assert rounding.apply(Fraction("2.345")) == Fraction(up)
        assert rounding.apply(Fraction("-2.345")) == Fraction(down)


class TestDecimals:
    """A number ends in decimals when its denominator is made of twos and fives."""

    @given(DECIMALS)
    def test_count_what_is_needed_and_no_more(self, value: Decimal) -> None:
        number = Fraction(value)
        places = numbers.decimals(number)
        assert (number * 10**places).denominator == 1
        assert places == 0 or (number * 10 ** (places - 1)).denominator != 1

    @given(FRACTIONS)
    def test_are_counted_only_where_they_end(self, value: Fraction) -> None:
        if numbers.terminates(value):
            assert numbers.decimals(value) >= 0
        else:
            with pytest.raises(ValueError, match="no finite decimal form"):
                numbers.decimals(value)


class TestReadingAndWriting:
    """What a ruleset's author writes and what the library writes are the same numbers."""

    @given(FRACTIONS)
    def test_a_written_number_reads_back(self, value: Fraction) -> None:
        assert Fraction(write(value)) == value
        if numbers.terminates(value):
            assert read_written(write(value)) == value
            assert read_written(write(value).replace(".", ",")) == value

    @given(DECIMALS)
    def test_a_percentage_is_its_share(self, value: Decimal) -> None:
        assert read_written(f"{value:f}%") == Fraction(value) / 100
        assert read_written(f" {value:f}\u00a0% ") == Fraction(value) / 100

    @pytest.mark.parametrize(
        "text", ["", "%", "1.463,5", "1,463.5", "5.", ".5", "1e3", "nan", "1 000", "--1", "½"]
    )
    def test_anything_else_is_refused(self, text: str) -> None:
        with pytest.raises(Problem) as refused:
            read_written(text)
        assert (refused.value.code, refused.value.parameters) == ("not-a-number", {"got": text})

    @pytest.mark.parametrize(("lang", "thousands", "sign"), [("vi", ".", ","), ("en", ",", ".")])
    @given(value=FRACTIONS, most=st.integers(1, 8))
    def test_what_is_shown_is_whole_or_marked_as_cut(
        self, value: Fraction, most: int, lang: str, thousands: str, sign: str
    ) -> None:
        text = show(value, lang, most=most)
        seen = Fraction(text.removesuffix("…").replace(thousands, "").replace(sign, "."))
        if text.endswith("…"):
            assert abs(seen) < abs(value) < abs(seen) + Fraction(1, 10**most)
        else:
            assert seen == value

    def test_people_see_their_own_signs(self) -> None:
        assert show(Fraction("1463.5")) == "1.463,5"
        assert show(Fraction("-1234567.25"), "en") == "-1,234,567.25"
        assert show(Fraction(2, 3), most=2) == "0,66…"
        assert show(Fraction(7), most=0) == "7"
        assert show_percent(Fraction("0.985")) == "98,5\u00a0%"
        assert show_percent(Fraction(1, 3), "en") == "33.33…%"


def test_a_number_cut_to_whole_shows_no_decimal_sign() -> None:
    assert show(Fraction(581, 10), most=0) == "58…"


def test_only_plain_digits_are_a_number() -> None:
    with pytest.raises(Problem):
        read_written("١٢")
