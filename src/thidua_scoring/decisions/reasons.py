"""Reasons: what a decision rests on, as data and as sentences that can be read out.

A decision is made from its reasons, so that whoever has them can make it again (promise D1).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, Final, TypeAlias

from attrs import field, frozen

from thidua_scoring.decisions.words import WORDS
from thidua_scoring.errors import Lang
from thidua_scoring.numbers import show, show_percent, write


@frozen
class Share:
    """A share, shown as a percentage."""

    value: Fraction


@frozen
class Named:
    """Something with an id for machines and a name for people: a unit, a class, an award."""

    id: str
    name: str


@frozen
class Said:
    """A text that differs by language."""

    vi: str
    en: str


Parameter: TypeAlias = "str | int | Fraction | Share | Named | Said | Between | Keyed | tuple[Parameter, ...]"
_PLACES: Final = 9
"""How many decimals are shown of figures that are compared."""


@frozen
class Reason:
    """One thing that a decision rests on.

    ``code`` is stable; ``holds`` says whether it speaks for the unit (None: it is not known);
    ``parts`` are what it rests on itself.
    """

    code: str
    parameters: Mapping[str, Parameter] = field(factory=dict)
    holds: bool | None = True
    parts: tuple[Reason, ...] = ()
    source: str = ""

    def text(self, lang: Lang = "vi") -> str:
        """Say it in a sentence, with what it rests on in brackets and its source."""
        said = {name: shown(value, lang) for name, value in self.parameters.items()}
        sentence = WORDS[self.code][lang == "en"].format_map(said)
        if self.parts:
            sentence += f" ({'; '.join(part.text(lang) for part in self.parts)})"
        return sentence + (f" [{self.source}]" if self.source else "")

    def to_dict(self) -> dict[str, Any]:
        """Return the reason for machines: numbers as text, ids instead of names, both sentences."""
        found: dict[str, Any] = {"code": self.code, "holds": self.holds}
        found |= {name: plain(value) for name, value in self.parameters.items()}
        if self.source:
            found["source"] = self.source
        if self.parts:
            found["parts"] = [part.to_dict() for part in self.parts]
        return {**found, "vi": self.text("vi"), "en": self.text("en")}


@frozen
class Between:
    """A figure that is known, or what it lies between; None is without end.

    >>> nothing, known = Between(None, None), Between(Fraction(5), Fraction(5))
    >>> nothing.text("vi"), nothing.plain(), known.text("vi"), known.plain()
    ('−∞–∞', [None, None], '5', '5')
    """

    low: Fraction | None
    high: Fraction | None
    percent: bool = False
    unit: Said | None = None

    def text(self, lang: Lang) -> str:
        """Write it for people: ``92 điểm``, ``1–4``."""
        low = "−∞" if self.low is None else self._end(self.low, lang)
        high = "∞" if self.high is None else self._end(self.high, lang)
        written = low if self._known else f"{low}–{high}"
        return written if self.unit is None else f"{written} {self.unit.en if lang == 'en' else self.unit.vi}"

    @property
    def _known(self) -> bool:
        return self.low is not None and self.low == self.high

    def _end(self, end: Fraction, lang: Lang) -> str:
        return show_percent(end, lang, most=_PLACES) if self.percent else show(end, lang, most=_PLACES)

    def plain(self) -> Any:
        """Return it for machines, exact."""
        ends = [None if end is None else write(end) for end in (self.low, self.high)]
        return ends[0] if self._known else ends


@frozen
class Keyed:
    """A figure that units are compared by, with its name."""

    name: Said
    value: Between | Said

    def text(self, lang: Lang) -> str:
        """Write it for people: ``tổng điểm 96``."""
        return f"{shown(self.name, lang)} {shown(self.value, lang)}"

    def plain(self) -> Any:
        """Return it for machines."""
        return {"by": self.name.vi, "value": plain(self.value)}


def between(
    ends: tuple[Fraction | int | None, Fraction | int | None],
    *,
    percent: bool = False,
    unit: Said | None = None,
) -> Between:
    """Make what a figure lies between of its ends."""
    low, high = (None if end is None else Fraction(end) for end in ends)
    return Between(low, high, percent, unit)


def either(names: Sequence[str]) -> Said:
    """Write what may be: ``Tốt hoặc Hoàn thành``."""
    return Said(" hoặc ".join(names), " or ".join(names))


def shown(value: Parameter, lang: Lang) -> str:
    """Write a value for people."""
    match value:
        case Between() | Keyed():
            return value.text(lang)
        case Share():
            return show_percent(value.value, lang)
        case Named():
            return value.name or value.id
        case Said():
            return value.en if lang == "en" else value.vi
        case tuple():
            return ", ".join(shown(item, lang) for item in value)
        case Fraction():
            return show(value, lang)
    return str(value)


def plain(value: Parameter) -> Any:
    """Return a value for machines: numbers as text, ids instead of names."""
    match value:
        case Between() | Keyed():
            return value.plain()
        case Share():
            return write(value.value)
        case Named():
            return value.id
        case Said():
            return value.vi
        case tuple():
            return [plain(item) for item in value]
        case Fraction():
            return write(value)
    return value
