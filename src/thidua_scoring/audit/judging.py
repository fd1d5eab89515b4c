"""Whether a stated percentage follows from figures, in any way that these can be read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import Final, Literal, TypeAlias

from attrs import frozen

from thidua_scoring.audit.rounded import may_be_from
from thidua_scoring.errors import Problem
from thidua_scoring.evidence.figures import read_number
from thidua_scoring.evidence.text import Locale
from thidua_scoring.numbers import Mode, Rounding

Printed: TypeAlias = Literal["exact", "decimals", "scaled"]
"""Which figures may have been rounded for print: none, those with decimals, or *5 tỷ* as well."""
How: TypeAlias = Literal["exactly", "half-up", "half-even", "truncated"]
Why: TypeAlias = Literal[
    "no-plan", "no-previous", "no-whole", "no-figures",
    "unclear", "approximate", "mixed-signs", "not-a-figure", "no-base", "below-zero",
    "other-units", "opposite", "rounded-figures",
]  # fmt: skip
"""Why it cannot be told whether a percentage follows."""

LOCALES: Final[tuple[Locale, ...]] = ("vi", "en")
_HOWS: Final[tuple[tuple[How, Mode], ...]] = (
    ("half-up", "half-up"),
    ("half-even", "half-even"),
    ("truncated", "down"),
)
_FORMULAS: Final[Mapping[str, Callable[..., Fraction]]] = {
    "ratio": lambda part, whole: part / whole,
    "share": lambda part, whole: part / whole,
    "more": lambda now, then: now / then - 1,
    "less": lambda now, then: 1 - now / then,
    "rise": lambda now, by: by / (now - by),
    "fall": lambda now, by: by / (now + by),
    "after-rise": lambda now, by: now / (now - by),
    "after-fall": lambda now, by: now / (now + by),
    "rest-more": lambda share: share / 100 - 1,
    "rest-less": lambda share: 1 - share / 100,
    "rise-from": lambda then, by: by / then,
    "fall-from": lambda then, by: by / then,
    "sum": lambda one, two, whole: (one + two) / whole,
    "sum-rise": lambda one, two, by: by / (one + two - by),
    "sum-fall": lambda one, two, by: by / (one + two + by),
}
"""How each kind of statement is computed, as a share of 1."""
KINDS: Final = tuple(_FORMULAS)
OPPOSITES: Final[Mapping[str, str]] = {
    "more": "less", "less": "more", "rest-more": "less", "rest-less": "more",
}  # fmt: skip
"""Kinds that state a direction, and what the figures show where they give less than nothing."""


@frozen
class Ground:
    """Figures that a percentage may rest on, and how."""

    kind: str
    figures: tuple[str, ...]
    firm: bool = True
    """Whether the statement can only rest on these, so that it is wrong when it does not follow."""
    printed: Printed = "exact"
    remote: bool = False
    """Whether these are hardly meant, and are not told of unless they give the percentage, or may."""


@frozen
class Judgement:
    """What came of one stated percentage.

    ``follows`` is None where it cannot be told, and then ``why`` says why.
    """

    follows: bool | None
    ground: Ground | None = None
    how: How | None = None
    exact: Fraction | None = None
    """The percentage itself: 98,5 is 98.5 %; below zero where the figures go the other way."""
    right: Fraction | None = None
    """`exact`, rounded half up to as many decimals as are stated."""
    values: tuple[Fraction, ...] = ()
    """The figures of the ground as they were read."""
    ambiguous: bool = False
    """Whether the figures, or the percentage, could have been read in another way as well."""
    why: Why | None = None


@frozen
class _Reading:
    """The figures of a ground in one way of writing, and the percentage that they give."""

    locale: Locale
    values: tuple[Fraction, ...]
    exact: Fraction


def readings_of(text: str) -> dict[Locale, Fraction]:
    """Return what a figure means in each locale that can read it.

    >>> readings_of("1.463"), readings_of("1.498,3")
    ({'vi': Fraction(1463, 1), 'en': Fraction(1463, 1000)}, {'vi': Fraction(14983, 10)})
    """
    found: dict[Locale, Fraction] = {}
    for locale in LOCALES:
        try:
            found[locale] = read_number(text, locale)
        except Problem:
            continue
    return found


def judge(percent: str, grounds: tuple[Ground, ...], why: Why) -> Judgement:
    """Say whether the percentage ``percent``, without its sign, follows from one of the grounds.

    All readings are tried, the Vietnamese first. ``why`` is told where there is no ground.

    >>> judge("98", (Ground("ratio", ("1.463", "1.498,3")),), "no-plan").how
    'half-up'
    """
    stated = readings_of(percent)
    if not stated:
        return Judgement(None, why="not-a-figure")
    missed: list[Judgement] = []
    for ground in grounds:
        readings, trouble = _readings(ground)
        if trouble is not None and not ground.remote:
            missed.append(Judgement(None, ground, why=trouble))
        for reading in readings:
            how = _how(reading.exact, percent, stated)
            many = len(set(stated.values())) > 1 or len({each.exact for each in readings}) > 1
            if how is not None:
                return Judgement(
                    True, ground, how, reading.exact, _right(reading.exact, percent), reading.values, many
                )
            miss = _miss(ground, reading, percent, stated, many)
            if not ground.remote or miss.why == "rounded-figures":
                missed.append(miss)
    return min(missed, key=_bearing, default=Judgement(None, why=why))


def _miss(
    ground: Ground, reading: _Reading, percent: str, stated: Mapping[Locale, Fraction], many: bool
) -> Judgement:
    right = _right(reading.exact, percent)
    if _rounded(ground, reading, percent, stated):
        return Judgement(None, ground, None, reading.exact, right, reading.values, many, "rounded-figures")
    if ground.firm:
        return Judgement(False, ground, None, reading.exact, right, reading.values, many)
    if reading.exact < 0 and _how(-reading.exact, percent, stated) is not None:
        return Judgement(None, ground, None, reading.exact, right, reading.values, many, "opposite")
    return Judgement(None, ground, values=reading.values, why="unclear")


def _rounded(ground: Ground, reading: _Reading, percent: str, stated: Mapping[Locale, Fraction]) -> bool:
    """Say whether the percentage may come from the figures as they were before they were printed."""
    if ground.printed == "exact":
        return False
    steps = [_step(text, reading.locale, ground.printed == "scaled") for text in ground.figures]
    shares = [(value, Fraction(1, 10 ** _places(percent, locale))) for locale, value in stated.items()]
    figures = [*zip(reading.values, steps, strict=True)]
    pole = ground.kind in ("rise", "after-rise", "sum-rise")
    return may_be_from(_FORMULAS[ground.kind], figures, shares, pole=pole)


def _step(text: str, locale: Locale, scaled: bool) -> Fraction:
    """Return the step of the last digit that is written; nothing for a figure that is exact."""
    places = _places(text, locale)
    return Fraction(1, 10**places) if places or scaled else Fraction(0)


def _bearing(judgement: Judgement) -> int:
    """Put first what may be right, then what is wrong, the same way round if it can be."""
    if judgement.why == "rounded-figures":
        return 0
    if judgement.follows is False:
        return 2 if judgement.exact is not None and judgement.exact < 0 else 1
    return 3


def _readings(ground: Ground) -> tuple[list[_Reading], Why | None]:
    """Return the readings in which all figures are written in one way, or why there is none.

    Readings by which the figures go the other way (*tăng* where they fell) count if all do.
    """
    read = [readings_of(text) for text in ground.figures]
    if not all(read):
        return [], "not-a-figure"
    found: list[_Reading] = []
    shared = [locale for locale in LOCALES if all(locale in each for each in read)]
    if not shared:
        return [], "mixed-signs"
    for locale in shared:
        values = tuple(each[locale] for each in read)
        try:
            exact = 100 * _FORMULAS[ground.kind](*values)
        except ZeroDivisionError:
            continue
        if values not in [each.values for each in found]:
            found.append(_Reading(locale, values, exact))
    if not found:
        return [], "no-base"
    likely = [each for each in found if each.exact >= 0]
    if not likely and ground.kind not in OPPOSITES:
        return [], "below-zero"
    return likely or found, None


def _how(exact: Fraction, percent: str, stated: Mapping[Locale, Fraction]) -> How | None:
    """Say how ``exact`` becomes one of the readings of the percentage; None if it does not."""
    if exact in stated.values():
        return "exactly"
    for locale, value in stated.items():
        places = _places(percent, locale)
        for how, mode in _HOWS:
            if Rounding.to_places(places, mode).apply(exact) == value:
                return how
    return None


def _right(exact: Fraction, percent: str) -> Fraction:
    locale = next(iter(readings_of(percent)))
    return Rounding.to_places(_places(percent, locale), "half-up").apply(exact)


def _places(text: str, locale: Locale) -> int:
    """Count the decimals that are written."""
    sign = "," if locale == "vi" else "."
    return len(re.sub(r"\s", "", text).partition(sign)[2])


def values_apart(figures: tuple[str, ...]) -> Iterator[str]:
    """Yield the figures that can be read in two ways."""
    for text in figures:
        if len(set(readings_of(text).values())) > 1:
            yield text
