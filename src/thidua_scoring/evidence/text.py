"""The words of Vietnamese files: dates, yes and no, and names to match and to sort.

A date is read only when it has one reading; anything else is a `Problem` that shows the
readings. Figures are read in `thidua_scoring.evidence.figures`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Final, Literal, TypeAlias

from thidua_scoring.errors import Problem

Locale: TypeAlias = Literal["vi", "en"]
"""How a file writes numbers and dates: ``1.498,3`` is ``vi``, ``1,498.3`` is ``en``."""

SortKey: TypeAlias = tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]
"""Letters, then tones, then case: what `collation_key` orders names by."""

LONGEST: Final = 100
"""The most characters that a figure or a date can have: longer text is neither."""

ZERO_WIDTH: Final = "\u00ad\u034f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
"""The characters that take no room, as they stand in a set of a regular expression."""

_INVISIBLE: Final = re.compile(f"[{ZERO_WIDTH}]")


# Names


def normalise(text: str) -> str:
    """Write ``text`` in the one form that the library keeps: NFC, with single plain spaces.

    Removes zero-width characters and outer white space.

    >>> normalise("  Sở\\u00a0Tài  chính\\u200b ")
    'Sở Tài chính'
    """
    return unicodedata.normalize("NFC", " ".join(_INVISIBLE.sub("", text).split()))


# Dash, apostrophe and đ are typed as whichever sign of that look the keyboard offers.
_ALIKE: Final = str.maketrans(
    {
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d", "-"),
        **dict.fromkeys("\u2018\u2019\u02bc\u2032`", "'"),
        **dict.fromkeys("\u00d0\u0189", "Đ"),
        **dict.fromkeys("\u00f0\u0256", "đ"),
    }
)
_TONES: Final = "\u0300\u0309\u0303\u0301\u0323"
_VOWELS: Final = re.compile("(?:[aeiouy][\u0300-\u036f]*)+")
_TONE: Final = re.compile(f"[{_TONES}]")


def match_key(text: str) -> str:
    """Return what is the same for two spellings of one name and differs for two names.

    Disregards case, Unicode form, white space, the kind of dash and the spaces around it, the
    kind of apostrophe, eth typed for đ, and the vowel of a syllable that bears its tone.

    >>> match_key("Xã HÒA BÌNH") == match_key("xã Hoà Bình"), match_key("Tân") == match_key("Tấn")
    (True, False)
    """
    folded = _decomposed(_decomposed(normalise(text).translate(_ALIKE)).casefold())
    placed = _VOWELS.sub(lambda vowels: _tones_last(vowels[0]), folded)
    return unicodedata.normalize("NFC", re.sub(" ?- ?", "-", placed))


def _decomposed(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def _tones_last(vowels: str) -> str:
    return _TONE.sub("", vowels) + "".join(_TONE.findall(vowels))


_ORDER: Final = " _-,;:!?.…'\"“”«»()[]{}§@*/\\&#%^°+<=>|~$0123456789aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_LETTER: Final[Mapping[str, int]] = {_decomposed(letter): place for place, letter in enumerate(_ORDER)}
_ACCENT: Final[Mapping[str, int]] = {tone: place for place, tone in enumerate(_TONES, start=1)}
_AFTER_ALL: Final = 1000


def collation_key(text: str) -> SortKey:
    """Return the key that sorts names as a Vietnamese dictionary does.

    Letters come first (a ă â b c d đ e ê …), then tones (none, huyền, hỏi, ngã, sắc, nặng), then
    small before capital. Digits are compared one by one, so that ``10`` stands before ``2``. Names
    that differ only in what `normalise` removes, or in the kind of dash, have the same key.

    >>> sorted(["Ất", "Ân", "An", "Đà", "Dạ"], key=collation_key)
    ['An', 'Ân', 'Ất', 'Dạ', 'Đà']
    """
    letters: list[int] = []
    accents: list[int] = []
    capitals: list[int] = []
    for character in normalise(text).translate(_ALIKE):
        letter, marks = _letter_and_marks(character)
        if letter:
            letters.append(_LETTER.get(letter.lower(), _AFTER_ALL + ord(letter[0].lower()[0])))
            accents.append(0)
            capitals.append(int(letter != letter.lower()))
        accents += (_ACCENT.get(mark, _AFTER_ALL + ord(mark)) for mark in marks)
    return tuple(letters), tuple(accents), tuple(capitals)


def _letter_and_marks(character: str) -> tuple[str, str]:
    """Part a composed character into its letter of the alphabet and the marks beside that."""
    whole = _decomposed(character)
    if unicodedata.combining(whole[0]):
        return "", whole
    for mark in whole[1:]:
        if (letter := whole[0] + mark).lower() in _LETTER:
            return letter, whole[1:].replace(mark, "", 1)
    return whole[0], whole[1:]


# Yes and no

_YES: Final = ("có", "đúng", "đạt", "x", "✓", "✔", "yes", "true", "1")
_NO: Final = ("không", "sai", "không đạt", "no", "false", "0")
_ANSWERS: Final[Mapping[str, bool]] = {
    **{match_key(word): True for word in _YES},
    **{match_key(word): False for word in _NO},
}


def read_yes_no(text: str) -> bool:
    """Read an answer: có, đúng, đạt, x, yes, true or 1, or the opposite of those.

    An empty cell is no answer. Raises ``Problem`` with ``not-yes-no``.

    >>> read_yes_no("Có"), read_yes_no("KHÔNG ĐẠT")
    (True, False)
    """
    answer = _ANSWERS.get(match_key(text))
    if answer is None:
        raise Problem("not-yes-no", got=text)
    return answer


# Dates

_DAY: Final = "([0-9]{1,2})"
_YEAR: Final = "([1-9][0-9]{3})"
_SIGN: Final = r"\s*([-/.])\s*"
_AGAIN: Final = r"\s*\2\s*"
_YEAR_FIRST: Final = re.compile(f"{_YEAR}{_SIGN}{_DAY}{_AGAIN}{_DAY}")
_YEAR_LAST: Final = re.compile(f"{_DAY}{_SIGN}{_DAY}{_AGAIN}{_YEAR}")
_IN_WORDS: Final = re.compile(rf"{_DAY}\s*tháng\s*{_DAY}\s*,?\s*năm\s*{_YEAR}")
_WITH_TIME: Final = re.compile(r"(.*[0-9])[t\s,]\s*[0-9]{1,2}(?::[0-9]{2}){1,2}(?:\.[0-9]+)?\s*(?:[ap]m|z)?")


def read_date(text: str, locale: Locale | None) -> date:
    """Read a date, its year in four digits, as a file of ``locale`` writes it.

    The day stands first in ``vi`` and in any date with the word *ngày* or *tháng*; a year that
    stands first is followed by the month. In ``en`` and None the day or the month may stand
    first, and the date must be possible in one order only. Raises ``Problem`` with ``not-a-date``,
    ``time-beside-a-date`` or ``ambiguous-date``.

    >>> read_date("ngày 09 tháng 02 năm 2022", None) == read_date("09/02/2022", "vi")
    True
    """
    plain = normalise(text).translate(_ALIKE).lower() if len(text) <= LONGEST else ""
    readings = _dates(plain, locale)
    if not readings and (match := _WITH_TIME.fullmatch(plain)) and _dates(match[1], locale):
        raise Problem("time-beside-a-date", got=text, day=match[1])
    if not readings:
        raise Problem("not-a-date", got=text)
    if len(readings) == 2:
        raise Problem("ambiguous-date", got=text, first=readings[0], second=readings[1])
    return readings[0]


def _dates(text: str, locale: Locale | None) -> list[date]:
    """List the days, each once, that ``text`` can mean."""
    bare = text.removeprefix("ngày").lstrip()
    if match := _YEAR_FIRST.fullmatch(bare):
        return _real((match[1], match[3], match[4]))
    if match := _IN_WORDS.fullmatch(bare):
        return _real((match[3], match[2], match[1]))
    if match := _YEAR_LAST.fullmatch(bare):
        first, _, second, year = match.groups()
        day_first = (year, second, first)
        return _real(day_first) if locale == "vi" or bare != text else _real(day_first, (year, first, second))
    return []


def _real(*written: tuple[str, str, str]) -> list[date]:
    """Keep of year, month and day those that the calendar has."""
    found: dict[date, None] = {}
    for parts in written:
        try:
            found[date(*map(int, parts))] = None
        except ValueError:
            continue
    return list(found)
