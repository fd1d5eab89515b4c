"""Exact numbers: fractions inside, decimals at the edges, rounding only where it is named.

No function here takes or returns a binary float (promise N1), and none rounds without
being told where and how (promise N2).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Final, Literal, TypeAlias, get_args

from attrs import field, frozen

from thidua_scoring.errors import Problem

Mode: TypeAlias = Literal["half-up", "half-down", "half-even", "down", "up", "floor", "ceiling"]
MODES: Final[tuple[str, ...]] = get_args(Mode)

Exact: TypeAlias = "Decimal | Fraction"
"""A number as users see it: a ``Decimal`` where one is exact, else the ``Fraction`` itself."""

_WRITTEN: Final = re.compile(r"([+-]?)([0-9]+)(?:[.,]([0-9]+))?\s*(%?)")


@frozen
class Rounding:
    """Say to which multiple, and in which direction, a number is rounded.

    ``half-up`` and ``up`` go away from zero and ``half-down`` and ``down`` towards it, as in
    ``decimal``; ``floor`` and ``ceiling`` go down and up the number line.

    >>> Rounding.to_places(2, "half-up").apply(Fraction(58585, 1000))
    Fraction(5859, 100)
    """

    step: Fraction
    """The multiple that results are rounded to: 1/100 for two decimals, 1/4 for quarters."""
    mode: Mode = field()

    @classmethod
    def to_places(cls, places: int, mode: Mode) -> Rounding:
        """Round to ``places`` decimals, 0 or more."""
        return cls(step=Fraction(1, 10**places), mode=mode)

    def apply(self, value: Fraction) -> Fraction:
        """Return the multiple of the step that ``value`` rounds to."""
        ratio = value / self.step
        return round_quotient(ratio.numerator, ratio.denominator, self.mode) * self.step


def round_quotient(top: int, bottom: int, mode: str) -> int:
    """Divide two integers, ``bottom`` above zero, and round the quotient to an integer."""
    if mode == "floor":
        return top // bottom
    if mode == "ceiling":
        return -(-top // bottom)
    sign = -1 if top < 0 else 1
    whole, rest = divmod(abs(top), bottom)
    double = 2 * rest
    away = (
        (mode == "up" and rest > 0)
        or (mode == "half-up" and double >= bottom)
        or (mode == "half-down" and double > bottom)
        or (mode == "half-even" and (double > bottom or (double == bottom and whole % 2 == 1)))
    )
    return sign * (whole + away)


MOST_DIGITS: Final = 1_000
"""Of how many digits a number may be that is given: no real figure has nearly as many."""


def exact(value: int | Decimal | Fraction) -> Fraction:
    """Return ``value`` as a fraction, equal to it.

    Raises ``Problem`` for booleans, binary floats, NaN, infinity, and numbers of very many digits.
    """
    if isinstance(value, bool) or not isinstance(value, int | Decimal | Fraction):
        raise Problem("not-exact", got=repr(value))
    if isinstance(value, Decimal) and not value.is_finite():
        raise Problem("not-finite", got=str(value))
    if isinstance(value, Decimal) and not (-MOST_DIGITS < value.adjusted() < MOST_DIGITS):
        raise Problem("too-many-digits", most=MOST_DIGITS)
    found = Fraction(value)
    if max(found.numerator.bit_length(), found.denominator.bit_length()) > 4 * MOST_DIGITS:
        raise Problem("too-many-digits", most=MOST_DIGITS)
    return found


def terminates(value: Fraction) -> bool:
    """Say whether ``value`` has a finite decimal form."""
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return rest == 1


def decimals(value: Fraction) -> int:
    """Count the decimals that ``value``, which must terminate, needs."""
    rest, twos, fives = value.denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    if rest != 1:
        raise ValueError(f"{value} has no finite decimal form")
    return max(twos, fives)


def present(value: Fraction) -> Exact:
    """Give ``value`` to a user: the equal ``Decimal`` if there is one, else the fraction.

    >>> present(Fraction(5, 2)), present(Fraction(1, 3))
    (Decimal('2.5'), Fraction(1, 3))
    """
    if not terminates(value):
        return value
    places = decimals(value)
    digits = abs(value.numerator) * 10**places // value.denominator
    return Decimal((int(value < 0), tuple(map(int, str(digits))), -places))


def write(value: Fraction) -> str:
    """Write ``value`` for machines: ``2.5``, or ``1/3`` where no decimal is exact."""
    shown = present(value)
    return f"{shown:f}" if isinstance(shown, Decimal) else f"{shown.numerator}/{shown.denominator}"


def read_written(text: str) -> Fraction:
    """Read a number as a ruleset's author writes it: ``98%``, ``98,5%``, ``0.25``.

    A ruleset groups no thousands, so a comma and a point both mean the decimal sign.
    Raises ``Problem`` for anything else.
    """
    match = _WRITTEN.fullmatch(text.strip())
    if match is None:
        raise Problem("not-a-number", got=text)
    sign, whole, part, percent = match.groups()
    value = Fraction(Decimal(f"{sign}{whole}.{part or 0}"))
    return value / 100 if percent else value


_SIGNS: Final[Mapping[str, tuple[str, str]]] = {"vi": (".", ","), "en": (",", ".")}


def show(value: Fraction, lang: str = "vi", *, most: int = 6) -> str:
    """Write ``value`` for people: ``1.463,5`` in Vietnamese, ``1,463.5`` in English.

    Shows all decimals of a number that ends within ``most`` decimals; any other is cut
    there and marked with ``…``, so that a shortened figure never looks like an exact one.
    """
    thousands, sign = _SIGNS[lang]
    scaled = abs(value) * 10**most
    digits, cut = scaled.numerator // scaled.denominator, scaled.denominator != 1
    whole, part = divmod(digits, 10**most)
    text = f"{whole:,}".replace(",", thousands)
    rest = f"{part:0{most}d}" if most else ""
    if not cut:
        rest = rest.rstrip("0")
    if rest:
        text += sign + rest
    return ("-" if value < 0 else "") + text + ("…" if cut else "")


def show_percent(value: Fraction, lang: str = "vi", *, most: int = 2) -> str:
    """Write the share ``value`` (1 is 100 %) for people: ``97,64…%``."""
    return show(value * 100, lang, most=most) + ("\u00a0%" if lang == "vi" else "%")
