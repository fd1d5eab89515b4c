"""Figures: one reading or a refusal; Babel is the independent reader and writer."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

import pytest
from babel.numbers import NumberFormatError, format_decimal, parse_decimal
from hypothesis import example, given
from hypothesis import strategies as st

from thidua_scoring.errors import Problem
from thidua_scoring.evidence.figures import read_number, read_pair, read_percent, read_quantity
from thidua_scoring.evidence.text import LONGEST, Locale
from thidua_scoring.numbers import decimals, show, show_percent

locales = st.sampled_from(["vi", "en"])
values = st.builds(
    lambda top, places: Fraction(top, 10**places), st.integers(-(10**12), 10**12), st.integers(0, 6)
)
units = st.sampled_from(["ha", "tấn", "tạ/ha", "triệu đồng", "m²", "%", "°C", "người"])
scrawls = st.text("0123456789.,+- ", min_size=1, max_size=14)


def code_of(call: Callable[[], object]) -> str | None:
    """Return the code of the fault that ``call`` raises, if it does."""
    try:
        call()
    except Problem as problem:
        return problem.code
    return None


def every_reading(text: str) -> set[Fraction]:
    """List what the two locales read; none where both refuse."""
    found = set()
    for locale in ("vi", "en"):
        try:
            found.add(read_number(text, locale))
        except Problem:
            continue
    return found


class TestNumber:
    @given(values, locales)
    def test_what_is_shown_is_read_again(self, value: Fraction, locale: Locale) -> None:
        assert read_number(show(value, locale), locale) == value

    @given(values, locales)
    def test_what_babel_writes_is_read(self, value: Fraction, locale: Locale) -> None:
        places = decimals(value)
        written = Decimal(value.numerator * 10**places // value.denominator).scaleb(-places)
        assert (
            read_number(format_decimal(written, locale=locale, decimal_quantization=False), locale) == value
        )

    @given(values, locales)
    def test_thousands_may_stand_together_or_be_parted_by_spaces(
        self, value: Fraction, locale: Locale
    ) -> None:
        group = "." if locale == "vi" else ","
        assert read_number(show(value, locale).replace(group, ""), locale) == value
        for space in "\u00a0\u2007\u2009\u202f ":
            assert read_number(show(value, locale).replace(group, space), locale) == value

    @given(scrawls, locales)
    @example("1.463", "vi")
    @example("0.500", "vi")
    @example("1.46", "vi")
    def test_what_is_read_is_what_babel_reads(self, text: str, locale: Locale) -> None:
        try:
            value = read_number(text, locale)
        except Problem:
            return
        bare = text.strip().replace(" ", "").removeprefix("+")
        assert value == Fraction(parse_decimal(bare, locale=locale))

    @given(st.from_regex(r"[1-9][0-9]{0,2}([.,][0-9]{3}){0,2}([.,][0-9]{1,5})?", fullmatch=True), locales)
    def test_what_babel_reads_strictly_is_read(self, text: str, locale: Locale) -> None:
        try:
            value = Fraction(parse_decimal(text, locale=locale, strict=True))
        except NumberFormatError:
            return
        assert read_number(text, locale) == value

    @given(scrawls)
    @example("1.463")
    @example("40.162,18")
    @example("+1,000")
    def test_without_a_locale_a_figure_has_one_reading_or_none(self, text: str) -> None:
        found = every_reading(text)
        if len(found) == 1:
            assert {read_number(text, None)} == found
        else:
            expected = "ambiguous-number" if found else "not-a-figure"
            assert code_of(lambda: read_number(text, None)) == expected

    @given(scrawls)
    @example("-1.463")
    @example("1,500")
    def test_what_the_advice_says_to_write_is_read_as_promised(self, text: str) -> None:
        try:
            read_number(text, None)
        except Problem as problem:
            if problem.code == "ambiguous-number":
                said = problem.parameters
                assert read_number(said["first"], None) == Fraction(said["first"])
                for locale, sign in (("vi", ","), ("en", ".")):
                    clear = f"{said['whole']}{sign}{said['part']}0"
                    assert read_number(clear, None) == read_number(clear, locale) == Fraction(said["second"])

    @given(values, st.sampled_from([("vi", "en"), ("en", "vi")]))
    def test_a_figure_of_the_other_locale_is_shown_in_this_one(
        self, value: Fraction, pair: tuple[Locale, Locale]
    ) -> None:
        written, declared = show(value, pair[0]), pair[1]
        try:
            read_number(written, declared)
        except Problem as problem:
            assert problem.code == "other-decimal-sign"
            assert read_number(problem.parameters["reading"], declared) == value

    @given(values, locales, st.text(" \t\n\u00a0\u200b\ufeff", max_size=4))
    def test_the_unseen_around_a_figure_does_not_count(
        self, value: Fraction, locale: Locale, unseen: str
    ) -> None:
        assert read_number(unseen + show(value, locale) + unseen, locale) == value

    @pytest.mark.parametrize(
        "text",
        ["", " ", "1.4.63", "1.46.300", "1 46", ",5", "5,", "--1", "1e3", "١٢", "²", "1\u200b463", "0.000.1"],
    )
    def test_refuses_what_is_not_a_figure(self, text: str) -> None:
        assert code_of(lambda: read_number(text, None)) == "not-a-figure"

    @pytest.mark.parametrize("read", [read_number, read_percent])
    def test_refuses_text_of_any_length_at_once(self, read: Callable[[str, Locale | None], Fraction]) -> None:
        for text in ("1" * (LONGEST + 1), "1" + " " * 10**6 + "1", "1." * 10**6):
            assert code_of(lambda text=text: read(text, None)) == "not-a-figure"

    def test_noughts_alone_open_no_thousands(self) -> None:
        assert read_number("0.500", None) == read_number("0,500", None) == Fraction(1, 2)
        assert code_of(lambda: read_number("0.500", "vi")) == "other-decimal-sign"

    def test_a_minus_may_be_the_typographic_one(self) -> None:
        assert read_number("\u22121,5", "vi") == Fraction(-3, 2)


class TestPercent:
    @given(values, locales)
    def test_what_is_shown_is_read_again(self, value: Fraction, locale: Locale) -> None:
        assert read_percent(show_percent(value / 100, locale, most=6), locale) == value / 100

    @given(values, locales)
    def test_the_sign_may_be_missing(self, value: Fraction, locale: Locale) -> None:
        assert read_percent(show(value, locale), locale) == value / 100

    def test_as_in_the_reports(self) -> None:
        assert read_percent("98,15%", None) == Fraction(9815, 10000)

    @pytest.mark.parametrize("text", ["%", "98%%", "%98", ""])
    def test_refuses_what_is_not_a_percentage(self, text: str) -> None:
        assert code_of(lambda: read_percent(text, "vi")) == "not-a-figure"


class TestTimes:
    """A spreadsheet makes a time of what was to be a score or a ratio: no figure comes of it."""

    @pytest.mark.parametrize("text", ["1:30", " 36:00 ", "-0:00:01", "8:30 PM", "\u22121:5"])
    def test_are_never_figures(self, text: str) -> None:
        for read in (
            lambda: read_number(text, "vi"),
            lambda: read_percent(text, None),
            lambda: read_quantity(text, "en", "giờ"),
            lambda: read_pair(f"{text}/2", None, None),
        ):
            assert code_of(read) == "time-for-a-figure"

    @pytest.mark.parametrize("text", ["1:", ":30", "1:2:3:4", "1:300"])
    def test_are_told_from_other_scrawls(self, text: str) -> None:
        assert code_of(lambda: read_number(text, "vi")) == "not-a-figure"


class TestQuantity:
    @given(values, locales, units, st.sampled_from(["", " ", ",", ".", " ; ", "\u00a0"]))
    def test_reads_a_figure_with_its_unit(
        self, value: Fraction, locale: Locale, unit: str, between: str
    ) -> None:
        for form in ("NFC", "NFD"):
            text = unicodedata.normalize(form, show(value, locale) + between + unit.upper())
            assert read_quantity(text, locale, unit) == value

    @given(values, locales, st.none() | units)
    def test_the_unit_may_be_missing(self, value: Fraction, locale: Locale, unit: str | None) -> None:
        assert read_quantity(show(value, locale), locale, unit) == value

    @given(values, units, st.none() | units)
    def test_refuses_every_other_unit(self, value: Fraction, written: str, unit: str | None) -> None:
        code = code_of(lambda: read_quantity(show(value, "vi") + written, "vi", unit))
        if written == unit:
            assert code is None
        elif written == "%":
            assert code == "percent-not-expected"
        else:
            assert code == ("unit-not-declared" if unit is None else "other-unit")

    @pytest.mark.parametrize(
        ("text", "unit", "value"),
        [
            ("40.162,18", None, Fraction("40162.18")),
            ("12.489,4ha", "ha", Fraction("12489.4")),
            ("107.136,56,tấn", "tấn", Fraction("107136.56")),
            ("51,4 tạ / ha", "tạ/ha", Fraction("51.4")),
        ],
    )
    def test_as_in_the_reports(self, text: str, unit: str | None, value: Fraction) -> None:
        assert read_quantity(text, None, unit) == value

    @pytest.mark.parametrize("text", ["ha", "ha 12", "12 ,", "12 (ha)", "1.463/1.498", "12\nha\nha"])
    def test_refuses_what_is_not_a_figure_with_a_unit(self, text: str) -> None:
        assert code_of(lambda: read_quantity(text, "vi", "ha")) == "not-a-figure"

    def test_a_part_of_the_unit_is_another_unit(self) -> None:
        assert code_of(lambda: read_quantity("52 tạ", "vi", "tạ/ha")) == "other-unit"


class TestPair:
    @given(values, values, locales, st.sampled_from(["/", " / "]))
    def test_reads_both_sides_in_the_declared_locale(
        self, done: Fraction, planned: Fraction, locale: Locale, slash: str
    ) -> None:
        text = show(done, locale) + slash + show(planned, locale)
        assert read_pair(text, locale, None) == (done, planned)

    @given(scrawls, scrawls)
    @example("1.463", "1.498,3")
    @example("1.463", "1.5")
    @example("1.463", "12")
    def test_one_side_settles_the_other_or_the_pair_is_refused(self, left: str, right: str) -> None:
        found = set()
        for locale in ("vi", "en"):
            try:
                found.add((read_number(left, locale), read_number(right, locale)))
            except Problem:
                continue
        if len(found) == 1:
            assert {read_pair(f"{left}/{right}", None, None)} == found
        else:
            code = code_of(lambda: read_pair(f"{left}/{right}", None, None))
            assert code in {"ambiguous-number"} if found else {"not-a-figure", "mixed-decimal-signs"}

    @pytest.mark.parametrize(
        "text", ["52,43/51,4 tạ/ha", "52,43 tạ/51,4 tạ/ha", "52,43 tạ/ha/51,4 tạ/ha", "52,43 tạ/51,4 tạ"]
    )
    def test_a_unit_with_a_slash_may_stand_on_either_side(self, text: str) -> None:
        assert read_pair(text, None, "tạ/ha") == (Fraction("52.43"), Fraction("51.4"))

    @pytest.mark.parametrize("text", ["", "12", "1/2/3", "1463", "ha/ha"])
    def test_refuses_what_is_not_two_figures(self, text: str) -> None:
        assert code_of(lambda: read_pair(text, None, None)) == "not-a-pair"

    @pytest.mark.parametrize(
        ("text", "unit", "code"),
        [
            ("98%/100%", None, "percent-not-expected"),
            ("12 ha/15 ha", None, "unit-not-declared"),
            ("12 ha/15 ha", "tạ/ha", "other-unit"),
            ("12 tạ/ha/15 tạ/ha", "tạ", "other-unit"),
        ],
    )
    def test_refuses_every_other_unit(self, text: str, unit: str | None, code: str) -> None:
        assert code_of(lambda: read_pair(text, None, unit)) == code
