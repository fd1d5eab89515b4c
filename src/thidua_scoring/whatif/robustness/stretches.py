"""How far one number can move before anything changes: exact, with what happens at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import Any, Final

from attrs import frozen

from thidua_scoring.decisions.reasons import Named, Said
from thidua_scoring.numbers import show, show_percent, write

Change = tuple[Named, Named]
"""Two that come to be equal at an end: units, or a unit and the class whose threshold it meets."""


_WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "vi": {"from": "từ", "above": "trên", "up to": "đến", "to below": "đến dưới", "below": "dưới",
           "any": "mọi giá trị"},
    "en": {name: name for name in ("from", "above", "up to", "to below", "below", "any")},
}  # fmt: skip


@frozen
class End:
    """One end of an interval."""

    at: Fraction | None
    """None: without end."""
    included: bool
    changes: tuple[Change, ...] = ()
    """What comes to be equal there; none at an end that is only the end of what is admissible."""

    def to_dict(self) -> dict[str, Any]:
        """Return the end for machines."""
        at = None if self.at is None else write(self.at)
        return {"at": at, "included": self.included, "changes": [[a.id, b.id] for a, b in self.changes]}


@frozen
class Stretch:
    """An interval around a number."""

    low: End
    high: End

    def __contains__(self, number: Fraction) -> bool:
        low, high = self.low, self.high
        above = low.at is None or number > low.at or (low.included and number == low.at)
        return above and (high.at is None or number < high.at or (high.included and number == high.at))

    def shown(self, *, percent: bool = False) -> Said:
        """Write it for people: ``từ 12 đến dưới 18,5``."""
        return Said(self._shown("vi", percent), self._shown("en", percent))

    def _shown(self, lang: str, percent: bool) -> str:
        def said(at: Fraction) -> str:
            return show_percent(at, lang, most=6) if percent else show(at, lang)

        low, high, words = self.low, self.high, _WORDS[lang]
        if low.at is not None and low.at == high.at:
            return said(low.at)
        parts = []
        if low.at is not None:
            parts.append(f"{words['from' if low.included else 'above']} {said(low.at)}")
        if high.at is not None:
            to = words["up to"] if high.included else words["to below" if parts else "below"]
            parts.append(f"{to} {said(high.at)}")
        return " ".join(parts) or words["any"]

    def to_dict(self) -> dict[str, Any]:
        """Return both ends for machines."""
        return {"low": self.low.to_dict(), "high": self.high.to_dict()}


@frozen
class Within:
    """What is admissible at all; an absent end is none."""

    low: Fraction | None
    high: Fraction | None
    closed: bool = True
    """Whether the ends belong to it."""


def stretch_around(
    start: Fraction,
    state: Callable[[Fraction], object],
    changes: Mapping[Fraction, Iterable[Change]],
    within: Within,
) -> Stretch:
    """Return the interval around ``start`` in which a state stays.

    The state may change only at the numbers of ``changes``, or just beyond them.
    """
    below = sorted((at for at in changes if at < start), reverse=True)
    above = sorted(at for at in changes if at > start)

    def end(marks: list[Fraction], limit: Fraction | None, step: int) -> End:
        marks = [at for at in marks if limit is None or (limit - at) * step > 0]
        at, included = _walk(start, state, marks, limit, step=step, closed=within.closed)
        return End(at, included, tuple(changes.get(at, ())) if at is not None else ())

    return Stretch(end(below, within.low, -1), end(above, within.high, 1))


def _walk(
    start: Fraction,
    state: Callable[[Fraction], object],
    marks: list[Fraction],
    limit: Fraction | None,
    *,
    step: int,
    closed: bool,
) -> tuple[Fraction | None, bool]:
    """Go from mark to mark until the state changes; return where, and whether it still holds there."""
    last, same = start, state(start)
    for mark in marks:
        if state((last + mark) / 2) != same:
            return last, True
        if state(mark) != same:
            return mark, False
        last = mark
    if limit is None:
        return (None, False) if state(last + step) == same else (last, True)
    if last != limit and state((last + limit) / 2) != same:
        return last, True
    return limit, closed and state(limit) == same


def gather(pairs: Iterable[tuple[Fraction, Change]]) -> dict[Fraction, list[Change]]:
    """Put what changes at the same number together."""
    found: dict[Fraction, list[Change]] = {}
    for at, change in pairs:
        found.setdefault(at, []).append(change)
    return found
