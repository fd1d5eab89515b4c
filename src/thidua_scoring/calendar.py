"""Working days of Vietnam's public offices, for rules that count days early or late.

A calendar is a plain value: the days from ``first`` to ``last`` and which of them are off.
`work_calendar` makes one from the public holidays; where the government swaps days by a
decision of its own, the ruleset adds them.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache
from itertools import accumulate
from typing import Final

from attrs import field, frozen

from thidua_scoring.errors import Problem

FIRST_YEAR: Final = 2000
"""Offices have been closed on Saturdays since October 1999 (Decision 188/1999/QĐ-TTg)."""
LAST_YEAR: Final = 2100
"""The last year whose Tết the holidays library knows."""


def _plain(days: Iterable[date]) -> frozenset[date]:
    """Hold days as dates alone: a ``datetime`` is also a date, but never equals one."""
    return frozenset(date.fromordinal(day.toordinal()) for day in days)


@frozen(cache_hash=True)
class WorkCalendar:
    """Say which days are worked, and count them.

    Every method raises ``Problem`` with ``day-outside-calendar`` for a day before ``first`` or
    after ``last``. A day is a ``date`` or its ordinal (``date.toordinal``).

    >>> week = WorkCalendar(date(2022, 2, 7), date(2022, 2, 13), {date(2022, 2, 12), date(2022, 2, 13)})
    >>> week.is_working(date(2022, 2, 12)), week.working_days_between(week.first, week.last)
    (False, 4)
    """

    first: date
    last: date
    days_off: frozenset[date] = field(converter=_plain, repr=False)
    """Every day that is not worked, Saturdays and Sundays too."""
    _counts: tuple[int, ...] = field(init=False, eq=False, repr=False)

    @_counts.default
    def _count(self) -> tuple[int, ...]:
        return tuple(accumulate(int(day not in self.days_off) for day in _days(self.first, self.last)))

    def working_index(self, ordinal: int) -> int:
        """Count the working days from the first day of the calendar to ``ordinal``, that included."""
        position = ordinal - self.first.toordinal()
        if not 0 <= position < len(self._counts):
            raise Problem("day-outside-calendar", got=_shown(ordinal), first=self.first, last=self.last)
        return self._counts[position]

    def is_working(self, day: date | int) -> bool:
        """Say whether ``day`` is worked."""
        ordinal = _ordinal(day)
        self.working_index(ordinal)
        return date.fromordinal(ordinal) not in self.days_off

    def working_days_between(self, start: date | int, end: date | int) -> int:
        """Count the working days after ``start`` up to and including ``end``; back in time, below 0.

        This is how many working days late ``end`` is when ``start`` is the day it was due.
        """
        return self.working_index(_ordinal(end)) - self.working_index(_ordinal(start))


def _ordinal(day: date | int) -> int:
    return day if isinstance(day, int) else day.toordinal()


def _shown(ordinal: int) -> date | int:
    return date.fromordinal(ordinal) if 0 < ordinal <= date.max.toordinal() else ordinal


def _days(first: date, last: date) -> Iterable[date]:
    return map(date.fromordinal, range(first.toordinal(), last.toordinal() + 1))


def work_calendar(
    years: Iterable[int], days_off: Iterable[date] = (), working_days: Iterable[date] = ()
) -> WorkCalendar:
    """Make the calendar of the public offices from the least of ``years`` to the greatest.

    Off are Saturdays, Sundays, the public holidays with their observed days and ``days_off``;
    worked after all are the days that the government swapped and ``working_days``. The same
    arguments give the same object. Raises ``Problem`` with ``years-outside-calendar``,
    ``day-outside-calendar``, ``day-off-and-working``, or ``needs-extra`` without *holidays*.

    >>> tet = work_calendar([2022])
    >>> tet.working_days_between(date(2022, 1, 28), date(2022, 2, 8))
    2
    """
    wanted, off, worked = frozenset(years), _plain(days_off), _plain(working_days)
    first, last = min(wanted, default=0), max(wanted, default=0)
    if not FIRST_YEAR <= first <= last <= LAST_YEAR:
        got = ", ".join(map(str, sorted(wanted))) or "–"
        raise Problem("years-outside-calendar", got=got, first=FIRST_YEAR, last=LAST_YEAR)
    return _made(date(first, 1, 1), date(last, 12, 31), off, worked)


@cache
def _made(first: date, last: date, off: frozenset[date], worked: frozenset[date]) -> WorkCalendar:
    if off & worked:
        raise Problem("day-off-and-working", got=min(off & worked))
    public, swapped = _public(first.year, last.year)
    weekends = frozenset(day for day in _days(first, last) if day.weekday() >= 5)
    calendar = WorkCalendar(first, last, (((weekends | public) - swapped) | off) - worked)
    for day in sorted(off | worked):
        calendar.is_working(day)
    return calendar


@cache
def _public(first: int, last: int) -> tuple[frozenset[date], frozenset[date]]:
    """Return the holidays of the years, and the weekend days worked in exchange for some."""
    try:
        import holidays
    except ImportError:
        raise Problem("needs-extra", what="holidays", extra="calendar") from None
    # A day off may be worked off in the year before or after.
    found = holidays.country_holidays("VN", years=range(first - 1, last + 2))
    return frozenset(day for day in found if first <= day.year <= last), frozenset(found.weekend_workdays)
