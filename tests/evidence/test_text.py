"""Dates, yes and no, and names; ICU is the independent judge of the alphabetical order."""

from __future__ import annotations

import datetime as dt
import string
import sys
import unicodedata
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from thidua_scoring.calendar import work_calendar
from thidua_scoring.errors import Problem
from thidua_scoring.evidence.figures import read_number, read_pair, read_quantity
from thidua_scoring.evidence.text import (
    LONGEST,
    Locale,
    collation_key,
    match_key,
    normalise,
    read_date,
    read_yes_no,
)
from thidua_scoring.messages.text import TEXT

LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
TONES = ["", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"]
VIETNAMESE = sorted(
    {
        case(unicodedata.normalize("NFC", letter + tone))
        for letter in LETTERS
        for tone in (TONES if letter in "aăâeêioôơuưy" else TONES[:1])
        for case in (str.lower, str.upper)
    }
)
words = st.text(VIETNAMESE, min_size=1, max_size=6)
names = st.lists(words, min_size=1, max_size=4).map(" ".join)
forms = st.sampled_from(["NFC", "NFD"])
days = st.dates(dt.date(1000, 1, 1))
locales = st.sampled_from(["vi", "en", None])
signs = st.sampled_from(["/", "-", ".", " / ", "\u2013"])


def code_of(call: Callable[[], object]) -> str | None:
    """Return the code of the fault that ``call`` raises, if it does."""
    try:
        call()
    except Problem as problem:
        return problem.code
    return None


class TestNormalise:
    @given(st.text(), forms)
    def test_is_the_same_for_every_form_and_twice_over(self, text: str, form: str) -> None:
        once = normalise(text)
        assert normalise(unicodedata.normalize(form, text)) == once == normalise(once)
        assert unicodedata.is_normalized("NFC", once)
        assert once == " ".join(once.split())

    @given(names, st.text("\u200b\u00ad\ufeff\u2060", min_size=1, max_size=3), st.data())
    def test_the_unseen_goes(self, name: str, unseen: str, data: st.DataObject) -> None:
        at = data.draw(st.integers(0, len(name)))
        assert normalise(f" \t{name[:at]}{unseen}{name[at:]}\u00a0\n") == name

    def test_a_mark_behind_the_unseen_joins_its_letter(self) -> None:
        assert normalise("Hue\u200b\u0302\u0301") == "Huế"


class TestMatchKey:
    @given(names, forms)
    def test_case_and_form_do_not_count(self, name: str, form: str) -> None:
        for same in (name.upper(), name.lower(), name.title(), f" {name.replace(' ', '  ')}\u00a0"):
            assert match_key(unicodedata.normalize(form, same)) == match_key(name)

    @given(st.text())
    def test_a_key_is_its_own_key(self, text: str) -> None:
        assert match_key(match_key(text)) == match_key(text)

    @given(words, words)
    @example("Tân", "Tấn")
    @example("đa", "da")
    @example("an", "ăn")
    def test_words_that_differ_by_a_letter_or_a_tone_stay_different(self, one: str, other: str) -> None:
        assume(letters_and_tones(one) != letters_and_tones(other))
        assert match_key(one) != match_key(other)

    @given(
        st.sampled_from(["h", "th", "kh", "t", "ng"]),
        st.sampled_from(["oa", "oe", "uy", "uê", "ươ"]),
        st.sampled_from(TONES[1:]),
    )
    def test_a_tone_may_stand_on_any_vowel_of_its_syllable(self, onset: str, vowels: str, tone: str) -> None:
        early, late = onset + vowels[0] + tone + vowels[1:], onset + vowels + tone
        assert match_key(early) == match_key(late) != match_key(onset + vowels)

    @given(
        st.sampled_from(["h", "th", "l"]),
        st.sampled_from(["oa", "oe", "uy", "uyên"]),
        st.lists(st.sampled_from(TONES), min_size=2, max_size=2, unique=True),
    )
    def test_tones_of_one_syllable_stay_different(self, onset: str, vowels: str, tones: list[str]) -> None:
        keys = {match_key(onset + vowels[0] + tone + vowels[1:]) for tone in tones}
        assert len(keys) == 2

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("Xã Hòa Bình", "XÃ HOÀ BÌNH"),
            ("Thủy Nguyên", "Thuỷ Nguyên"),
            ("\u00d0ồng Tháp", "Đồng Tháp"),
            ("\u00f0ồng", "\u0110ồng"),
            ("Bà Rịa - Vũng Tàu", "Bà Rịa\u2013Vũng Tàu"),
            ("Ea H'leo", "Ea H\u2019Leo"),
            ("quý", "qúy"),
        ],
    )
    def test_two_spellings_of_one_name(self, one: str, other: str) -> None:
        assert match_key(one) == match_key(other)

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("Tân Phú", "Tấn Phú"),
            ("Đắklăk", "Đăklắk"),
            ("Hòa An", "Hóa An"),
            ("Xã 1", "Xã 11"),
            ("A-B", "AB"),
        ],
    )
    def test_two_names(self, one: str, other: str) -> None:
        assert match_key(one) != match_key(other)


def letters_and_tones(word: str) -> tuple[str, list[str]]:
    """Part a word into its letters and its tones: where the tones stand is lost."""
    marks = unicodedata.normalize("NFD", word.lower())
    return "".join(c for c in marks if c not in TONES), [c for c in marks if c in TONES]


@pytest.fixture(scope="module")
def icu_key() -> Callable[[str], bytes]:
    icu = pytest.importorskip("icu")
    collator = icu.Collator.createInstance(icu.Locale("vi"))
    get_key: Callable[[str], bytes] = collator.getSortKey
    return get_key


class TestCollation:
    @pytest.mark.parametrize(
        "alphabet", ["".join(VIETNAMESE), "aAáÁàâÂấẤdđĐ ", string.printable.strip() + " "]
    )
    def test_orders_like_icu(self, alphabet: str, icu_key: Callable[[str], bytes]) -> None:
        @given(st.text(alphabet, max_size=5), st.text(alphabet, max_size=5))
        def check(one: str, other: str) -> None:
            one, other = (normalise(text).replace("`", "") for text in (one, other))
            ours = compared(collation_key(one), collation_key(other))
            assert ours == compared(icu_key(one), icu_key(other))

        check()

    def test_orders_each_letter_and_sign_like_icu(self, icu_key: Callable[[str], bytes]) -> None:
        known = [
            *VIETNAMESE,
            *(sign for sign in string.printable if sign.strip() and sign != "`"),
            *"…“”«»§°",
        ]
        assert sorted(known, key=collation_key) == sorted(known, key=icu_key)

    @given(st.text(), forms)
    def test_form_and_the_unseen_do_not_count(self, text: str, form: str) -> None:
        assert collation_key(unicodedata.normalize(form, f" {text}\u200b")) == collation_key(text)

    @given(names, names)
    def test_different_names_have_different_keys(self, one: str, other: str) -> None:
        assert (collation_key(one) == collation_key(other)) == (one == other)

    @pytest.mark.parametrize(
        "ordered",
        [
            ["an", "ăn", "ân", "ba", "da", "đa", "em", "ên"],
            ["ma", "Ma", "mà", "mả", "mã", "má", "mạ", "mang"],
            ["Xã 1", "Xã 10", "Xã 2", "Xã An"],
            ["Tân An", "Tấn An", "Tân Bình"],
        ],
    )
    def test_as_in_a_dictionary(self, ordered: list[str]) -> None:
        assert all(collation_key(one) < collation_key(other) for one, other in pairwise(ordered))

    def test_letters_of_no_vietnamese_word_come_last_and_eth_is_d_with_a_stroke(self) -> None:
        assert sorted(["Ω", "я", "z", "é", "ö"], key=collation_key) == ["é", "ö", "z", "Ω", "я"]
        assert collation_key("\u00d0à") == collation_key("Đà")


def compared(one: Any, other: Any) -> int:
    return int(one > other) - int(one < other)


class TestYesNo:
    @pytest.mark.parametrize(
        ("answer", "words"),
        [
            (True, ["có", "đúng", "\u00d0úng", "đạt", "x", "✓", "yes", "true", "1"]),
            (False, ["không", "sai", "không  đạt", "no", "false", "0"]),
        ],
    )
    def test_case_form_and_space_do_not_count(self, answer: bool, words: list[str]) -> None:
        for word in words:
            for form in ("NFC", "NFD"):
                for case in (word, word.upper(), word.title()):
                    assert read_yes_no(unicodedata.normalize(form, f" {case}\u00a0")) is answer

    @pytest.mark.parametrize("text", ["", " ", "co", "cò", "khong", "2", "yes no", "?", "đất", "chưa"])
    def test_refuses_every_other_word(self, text: str) -> None:
        assert code_of(lambda: read_yes_no(text)) == "not-yes-no"


class TestDate:
    @given(days, locales, signs)
    def test_a_year_that_stands_first_is_followed_by_the_month(
        self, day: dt.date, locale: Locale | None, sign: str
    ) -> None:
        assert read_date(day.isoformat(), locale) == day
        assert read_date(f"{day.year}{sign}{day.month:02}{sign}{day.day}", locale) == day

    @given(days, signs, st.booleans())
    def test_the_day_stands_first_in_vietnamese(self, day: dt.date, sign: str, padded: bool) -> None:
        text = sign.join(f"{part:02}" if padded else f"{part}" for part in (day.day, day.month, day.year))
        assert read_date(text, "vi") == day

    @given(days, locales, forms, st.sampled_from(["", "ngày ", "Ngày  "]))
    def test_words_say_which_number_is_which(
        self, day: dt.date, locale: Locale | None, form: str, word: str
    ) -> None:
        text = f"{word}{day.day:02} tháng {day.month} năm {day.year}"
        assert read_date(unicodedata.normalize(form, text), locale) == day
        assert read_date(unicodedata.normalize(form, f"ngày {day.day}/{day.month}/{day.year}"), locale) == day

    @given(
        st.integers(0, 32), st.integers(0, 32), st.integers(1000, 9999), st.sampled_from(["en", None]), signs
    )
    @example(9, 2, 2022, None, "/")
    @example(13, 2, 2022, None, "/")
    @example(2, 13, 2022, "en", "/")
    @example(29, 2, 2023, "en", "/")
    def test_elsewhere_one_order_must_be_impossible(
        self, one: int, other: int, year: int, locale: Locale | None, sign: str
    ) -> None:
        possible = {found for pair in ((one, other), (other, one)) if (found := possible_day(year, *pair))}
        text = f"{one}{sign}{other}{sign}{year}"
        if len(possible) == 1:
            assert {read_date(text, locale)} == possible
        else:
            expected = "ambiguous-date" if possible else "not-a-date"
            assert code_of(lambda: read_date(text, locale)) == expected

    @given(days)
    def test_the_advice_of_an_ambiguous_date_is_one_of_its_readings(self, day: dt.date) -> None:
        assume(day.day <= 12 and day.day != day.month)
        with pytest.raises(Problem) as caught:
            read_date(f"{day.day}/{day.month}/{day.year}", None)
        said = caught.value.parameters
        assert read_date(said["first"], None) == day
        assert read_date(said["second"], None) == dt.date(day.year, day.day, day.month)

    @pytest.mark.parametrize(
        "text",
        [
            *(
                "",
                "ngày",
                "09/02/22",
                "09/02-2022",
                "9/2",
                "30/02/2022",
                "02/13/2022",
                "0009/02/2022",
                "44601",
            ),
            *("09/02/0022", "tháng 2 năm 2022", "30/02/2022 08:00", "٠٩/٠٢/٢٠٢٢", "ngày ngày 09/02/2022"),
            *("1" * (LONGEST + 1), " " * 10**6 + "x"),
        ],
    )
    def test_refuses_what_is_not_a_whole_real_date(self, text: str) -> None:
        assert code_of(lambda: read_date(text, "vi")) == "not-a-date"


def possible_day(year: int, day: int, month: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


A_DAY = dt.date(2022, 2, 9)
FAULTS: dict[str, Callable[[], object]] = {
    "not-a-figure": lambda: read_number("1.46.3", None),
    "time-for-a-figure": lambda: read_number("1:30", None),
    "ambiguous-number": lambda: read_number("1.463", None),
    "other-decimal-sign": lambda: read_number("1,463.5", "vi"),
    "mixed-decimal-signs": lambda: read_pair("1,463.5/1.498,3", None, None),
    "not-a-pair": lambda: read_pair("1463", None, None),
    "other-unit": lambda: read_quantity("12 tấn", None, "ha"),
    "unit-not-declared": lambda: read_quantity("12 tấn", None, None),
    "percent-not-expected": lambda: read_quantity("98 %", None, "ha"),
    "not-a-date": lambda: read_date("30/02/2022", "vi"),
    "time-beside-a-date": lambda: read_date("09/02/2022 08:00", "vi"),
    "ambiguous-date": lambda: read_date("09/02/2022", None),
    "not-yes-no": lambda: read_yes_no("có lẽ"),
    "needs-extra": lambda: work_calendar([2031]),
    "years-outside-calendar": lambda: work_calendar([1999]),
    "day-outside-calendar": lambda: work_calendar([2022]).working_index(1),
    "day-off-and-working": lambda: work_calendar([2022], [A_DAY], [A_DAY]),
}


class TestFaults:
    def test_every_message_has_a_case(self) -> None:
        assert FAULTS.keys() == TEXT.keys()

    @pytest.mark.parametrize("code", FAULTS)
    def test_is_raised_and_said_in_full_in_both_languages(
        self, code: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        if code == "needs-extra":
            monkeypatch.setitem(sys.modules, "holidays", None)
        with pytest.raises(Problem) as caught:
            FAULTS[code]()
        assert caught.value.code == code
        message = TEXT[code]
        for lang in ("vi", "en"):
            text = message.say(lang).format(**caught.value.parameters)
            advice = message.advise(lang).format(**caught.value.parameters)
            assert text and advice
            assert "{" not in text + advice
