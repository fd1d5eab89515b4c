"""The figures of Vietnamese files: numbers, percentages, quantities with their unit, and pairs.

A figure is read only when it has one reading; anything else is a `Problem` that shows the
readings. ``1.463`` is 1463 in a Vietnamese file and 1463/1000 in an English one: a file
declares its ``locale``, or each figure must be clear by itself.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Final, NoReturn

from attrs import frozen

from thidua_scoring.errors import Problem
from thidua_scoring.evidence.text import LONGEST, ZERO_WIDTH, Locale, match_key
from thidua_scoring.numbers import decimals, show, write

_EDGES: Final = re.compile(rf"^[\s{ZERO_WIDTH}]+|[\s{ZERO_WIDTH}]+$")
_ONE_SIGN: Final = str.maketrans({"\u2212": "-", "\u00a0": " ", "\u2007": " ", "\u2009": " ", "\u202f": " "})


def _form(thousands: str, decimal: str) -> re.Pattern[str]:
    """Match sign, whole part and decimals; a group of noughts alone opens no thousands."""
    sign = re.escape(thousands)
    grouped = rf"(?!0+[{sign} ])[0-9]{{1,3}}(?:(?:{sign}[0-9]{{3}})+|(?: [0-9]{{3}})+)"
    return re.compile(rf"([+-]?)({grouped}|[0-9]+)(?:{re.escape(decimal)}([0-9]+))?")


_FORMS: Final[Mapping[Locale, re.Pattern[str]]] = {"vi": _form(".", ","), "en": _form(",", ".")}
_LOCALES: Final[tuple[Locale, ...]] = ("vi", "en")


@frozen
class _Figure:
    """A figure as written, and what it means in each locale that can read it."""

    text: str
    readings: Mapping[Locale, Fraction]

    @classmethod
    def of(cls, text: str) -> _Figure:
        """Find the readings of ``text``, at least one."""
        written = _cleaned(text)
        read = {locale: _reading(written, locale) for locale in _LOCALES}
        readings = {locale: value for locale, value in read.items() if value is not None}
        if not readings:
            _refuse(text)
        return cls(written, readings)

    def value(self, locale: Locale | None) -> Fraction:
        """Return the one reading, or the one in the declared locale."""
        if locale is None:
            return self._only()
        if locale not in self.readings:
            raise Problem("other-decimal-sign", got=self.text, locale=locale, reading=self._as_in(locale))
        return self.readings[locale]

    def ambiguous(self) -> bool:
        return len(set(self.readings.values())) > 1

    def _only(self) -> Fraction:
        if self.ambiguous():
            self.refuse_ambiguous()
        return next(iter(self.readings.values()))

    def refuse_ambiguous(self) -> NoReturn:
        first, second = sorted(self.readings.values(), key=lambda value: value.denominator)
        whole, part = re.split("[.,]", self.text)
        raise Problem(
            "ambiguous-number", got=self.text, first=write(first), second=second, whole=whole, part=part
        )

    def _as_in(self, locale: Locale) -> str:
        """Write the reading of the other locale in the way of this one."""
        value = next(iter(self.readings.values()))
        return show(value, locale, most=decimals(value))


_TIME: Final = re.compile("-?[0-9]+(?::[0-9]{1,2}){1,2}(?: *[AaPp][Mm])?")


def _refuse(text: str) -> NoReturn:
    """Refuse what is no figure; a spreadsheet makes times of day of what was to be something else."""
    if _TIME.fullmatch(_cleaned(text)):
        raise Problem("time-for-a-figure", got=text)
    raise Problem("not-a-figure", got=text)


def _cleaned(text: str) -> str:
    """Trim ``text`` and write its minus and spaces in one way; refuse what is too long for a figure."""
    if len(text) > LONGEST:
        raise Problem("not-a-figure", got=f"{text[:LONGEST]}…")
    return _EDGES.sub("", text).translate(_ONE_SIGN)


def _reading(text: str, locale: Locale) -> Fraction | None:
    match = _FORMS[locale].fullmatch(text)
    if match is None:
        return None
    sign, whole, part = match.group(1), re.sub("[., ]", "", match.group(2)), match.group(3) or ""
    return Fraction(int(f"{sign}{whole}{part}"), 10 ** len(part))


def read_number(text: str, locale: Locale | None) -> Fraction:
    """Read a figure as it is written in a file of ``locale``, or by itself when that is None.

    Groups of thousands are whole or absent; spaces may group them in either locale. Raises
    ``Problem`` with ``ambiguous-number`` for two readings, ``other-decimal-sign`` for a figure
    that only the other locale can read, ``time-for-a-figure`` for ``1:30``, and ``not-a-figure``.

    >>> read_number("40.162,18", None), read_number("1.463", "vi"), read_number("1.463", "en")
    (Fraction(2008109, 50), Fraction(1463, 1), Fraction(1463, 1000))
    """
    return _Figure.of(text).value(locale)


def read_percent(text: str, locale: Locale | None) -> Fraction:
    """Read a percentage, its sign written or not, as a share: 1 is 100 %.

    Raises ``Problem`` like `read_number`.

    >>> read_percent("98,15 %", "vi")
    Fraction(1963, 2000)
    """
    return read_number(_cleaned(text).removesuffix("%") or text, locale) / 100


# Figures with a unit of measure

# A comma, point or semicolon that strayed in before the unit is passed over only when a unit follows.
_MEASURED: Final = re.compile(
    r"(?P<figure>[+-]?[0-9](?:[0-9., ]*[0-9])?)(?:\s*[.,;]?\s*(?P<unit>(?:[^\W\d_]|[%°]).*))?"
)
_SLASH: Final = re.compile(r"/(?=\s*[+\u2212-]?[0-9])")


def read_quantity(text: str, locale: Locale | None, unit: str | None) -> Fraction:
    """Read a figure that may be followed by its unit of measure, which must be ``unit``.

    Raises ``Problem`` like `read_number`, and with ``other-unit``, ``unit-not-declared`` or
    ``percent-not-expected``.

    >>> read_quantity("107.136,56,tấn", None, "tấn")
    Fraction(2678414, 25)
    """
    figure, written = _parted(text)
    if written is not None and _unit_key(written) != _unit_key(unit or ""):
        _refuse_unit(text, written, unit)
    return figure.value(locale)


def read_pair(text: str, locale: Locale | None, unit: str | None) -> tuple[Fraction, Fraction]:
    """Read two figures with a slash between: achieved and planned.

    Both sides share one locale, so that one side can settle the other. Either may carry the
    unit, or the part of it before its slash. Raises ``Problem`` like `read_quantity`, and with
    ``not-a-pair`` or ``mixed-decimal-signs``.

    >>> read_pair("1.463/1.498,3", None, None)
    (Fraction(1463, 1), Fraction(14983, 10))
    >>> read_pair("52,43 tạ/51,4 tạ/ha", "vi", "tạ/ha")
    (Fraction(5243, 100), Fraction(257, 5))
    """
    sides = _SLASH.split(text)
    if len(sides) != 2:
        raise Problem("not-a-pair", got=text)
    left, right = (_side(side, unit) for side in sides)
    if locale is None:
        locale = _shared_locale(left, right, text)
    return left.value(locale), right.value(locale)


def _side(text: str, unit: str | None) -> _Figure:
    figure, written = _parted(text)
    whole = _unit_key(unit or "")
    if written is not None and _unit_key(written) not in (whole, whole.partition("/")[0]):
        _refuse_unit(text, written, unit)
    return figure


def _shared_locale(left: _Figure, right: _Figure, text: str) -> Locale:
    """Find the locale in which both figures are read; either will do where both agree."""
    shared = [locale for locale in _LOCALES if locale in left.readings and locale in right.readings]
    if not shared:
        raise Problem("mixed-decimal-signs", got=text)
    for figure in (left, right):
        if len(shared) == 2 and figure.ambiguous():
            figure.refuse_ambiguous()
    return shared[0]


def _parted(text: str) -> tuple[_Figure, str | None]:
    """Part a figure from its unit of measure."""
    match = _MEASURED.fullmatch(_cleaned(text))
    if match is None:
        _refuse(text)
    return _Figure.of(match["figure"]), match["unit"]


def _unit_key(unit: str) -> str:
    return re.sub(" ?/ ?", "/", match_key(unit))


def _refuse_unit(text: str, written: str, unit: str | None) -> NoReturn:
    if written == "%":
        raise Problem("percent-not-expected", got=text)
    if unit is None:
        raise Problem("unit-not-declared", got=text, unit=written)
    raise Problem("other-unit", got=text, unit=written, expected=unit)
