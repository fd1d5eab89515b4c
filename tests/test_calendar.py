"""Working days: every count is counted again, one day after the other."""

from __future__ import annotations

import datetime as dt
import pickle
import sys
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thidua_scoring import calendar as module
from thidua_scoring.calendar import FIRST_YEAR, LAST_YEAR, WorkCalendar, work_calendar
from thidua_scoring.errors import Problem

DAY = dt.timedelta(days=1)
FIRST, LAST = dt.date(2021, 1, 1), dt.date(2026, 12, 31)
YEARS = range(2021, 2027)
dates = st.dates(FIRST, LAST)


def days(first: dt.date, last: dt.date) -> list[dt.date]:
    return [first + DAY * n for n in range((last - first).days + 1)]


@pytest.fixture(scope="module")
def public() -> WorkCalendar:
    return work_calendar(YEARS)


@st.composite
def calendars(draw: st.DrawFn) -> WorkCalendar:
    """Draw a short calendar of any days off."""
    first = draw(st.dates(dt.date(1, 1, 2), dt.date(9999, 1, 1)))
    last = first + DAY * draw(st.integers(0, 60))
    return WorkCalendar(first, last, frozenset(draw(st.sets(st.sampled_from(days(first, last))))))


class TestCounting:
    @given(calendars(), st.data())
    def test_counts_like_one_who_goes_from_day_to_day(
        self, calendar: WorkCalendar, data: st.DataObject
    ) -> None:
        start, end = (data.draw(st.dates(calendar.first, calendar.last)) for _ in "ab")
        low, high = sorted([start, end])
        count = sum(day not in calendar.days_off for day in days(low, high)[1:])
        assert calendar.working_days_between(low, high) == count
        assert calendar.working_days_between(high, low) == -count
        assert calendar.working_days_between(start.toordinal(), end.toordinal()) == (
            count if start == low else -count
        )

    @given(calendars())
    def test_the_index_counts_from_the_first_day_that_included(self, calendar: WorkCalendar) -> None:
        count = 0
        for day in days(calendar.first, calendar.last):
            count += calendar.is_working(day)
            index = calendar.working_index(day.toordinal())
            assert (index, type(index)) == (count, int)

    @given(calendars())
    def test_a_day_and_its_ordinal_are_one(self, calendar: WorkCalendar) -> None:
        for day in days(calendar.first, calendar.last):
            answers = {calendar.is_working(day), calendar.is_working(day.toordinal())}
            assert answers == {day not in calendar.days_off}

    @given(calendars(), st.integers(min_value=1))
    def test_every_method_refuses_a_day_outside(self, calendar: WorkCalendar, far: int) -> None:
        for ordinal in (calendar.first.toordinal() - far, calendar.last.toordinal() + far):
            calls: list[Callable[[], object]] = [
                lambda o=ordinal: calendar.working_index(o),
                lambda o=ordinal: calendar.is_working(o),
                lambda o=ordinal: calendar.working_days_between(o, calendar.first),
                lambda o=ordinal: calendar.working_days_between(calendar.first, o),
            ]
            for call in calls:
                with pytest.raises(Problem) as caught:
                    call()
                assert caught.value.code == "day-outside-calendar"
                assert caught.value.parameters["first"] == calendar.first.isoformat()


class TestValue:
    @given(calendars(), calendars())
    def test_equal_days_make_equal_calendars(self, one: WorkCalendar, other: WorkCalendar) -> None:
        same = WorkCalendar(one.first, one.last, set(one.days_off))
        assert (same, hash(same)) == (one, hash(one))
        assert pickle.loads(pickle.dumps(one)) == one
        assert (one == other) == (
            (one.first, one.last, one.days_off) == (other.first, other.last, other.days_off)
        )

    def test_a_time_on_a_day_off_is_that_day(self) -> None:
        moment = dt.datetime(2022, 2, 9, 8, 30)  # noqa: DTZ001
        calendar = work_calendar([2022], days_off=[moment])
        assert not calendar.is_working(dt.date(2022, 2, 9))
        assert calendar == work_calendar([2022], days_off=[moment.date()])
        assert not WorkCalendar(moment.date(), moment.date(), frozenset([moment])).is_working(moment)


# Every day that offices were closed from Monday to Friday, as the government announced it.
CLOSED = {
    2022: "0103 0131 0201 0202 0203 0204 0411 0502 0503 0901 0902",
    2023: "0102 0120 0123 0124 0125 0126 0501 0502 0503 0901 0904",
    2024: "0101 0208 0209 0212 0213 0214 0418 0429 0430 0501 0902 0903",
    2025: "0101 0127 0128 0129 0130 0131 0407 0430 0501 0502 0901 0902",
}
WORKED_SATURDAYS = {dt.date(2024, 5, 4), dt.date(2025, 4, 26)}


class TestPublicOffices:
    @pytest.mark.parametrize("year", CLOSED)
    def test_is_closed_on_the_announced_days(self, year: int, public: WorkCalendar) -> None:
        closed = {dt.date(year, int(day[:2]), int(day[2:])) for day in CLOSED[year].split()}
        for day in days(dt.date(year, 1, 1), dt.date(year, 12, 31)):
            expected = day in WORKED_SATURDAYS or (day.weekday() < 5 and day not in closed)
            assert public.is_working(day) is expected, day

    def test_runs_over_whole_years_with_none_left_out(self) -> None:
        calendar = work_calendar([2024, 2022])
        assert (calendar.first, calendar.last) == (dt.date(2022, 1, 1), dt.date(2024, 12, 31))
        assert calendar == work_calendar(range(2022, 2025))

    @given(st.lists(st.integers(2021, 2026), min_size=1, max_size=3))
    def test_a_day_is_the_same_in_every_calendar_that_holds_it(self, years: list[int]) -> None:
        part = work_calendar(years)
        assert part.days_off == {
            day for day in work_calendar(YEARS).days_off if part.first <= day <= part.last
        }

    def test_a_swap_is_known_in_a_calendar_of_either_year(self) -> None:
        assert not work_calendar([2018]).is_working(dt.date(2018, 12, 31))
        assert work_calendar([2019]).is_working(dt.date(2019, 1, 5))

    def test_every_year_that_is_offered_has_its_tet(self) -> None:
        calendar = work_calendar([FIRST_YEAR, LAST_YEAR])
        for year in range(FIRST_YEAR, LAST_YEAR + 1):
            winter = days(dt.date(year, 1, 20), dt.date(year, 2, 24))
            closed = [day for day in winter if not calendar.is_working(day)]
            weekends = [day for day in winter if day.weekday() >= 5]
            assert len(set(closed) - set(weekends)) >= 2

    def test_declared_days_outweigh_every_other_rule(self, public: WorkCalendar) -> None:
        tet, saturday, wednesday = dt.date(2022, 2, 1), dt.date(2024, 5, 4), dt.date(2022, 2, 9)
        changed = work_calendar(YEARS, days_off=[wednesday, saturday], working_days=[tet])
        assert changed.is_working(tet)
        assert not changed.is_working(saturday)
        assert changed.days_off ^ public.days_off == {tet, saturday, wednesday}

    @given(st.sets(dates, max_size=5), st.sets(dates, max_size=5))
    def test_only_declared_days_change(self, off: set[dt.date], worked: set[dt.date]) -> None:
        worked -= off
        changed = work_calendar(YEARS, off, worked)
        assert changed.days_off == (work_calendar(YEARS).days_off | off) - worked

    def test_the_same_arguments_give_the_same_object(self) -> None:
        off = dt.date(2022, 2, 9)
        assert work_calendar([2022, 2023], [off]) is work_calendar(iter([2023, 2022]), (off, off))

    @pytest.mark.parametrize("years", [[], [FIRST_YEAR - 1], [LAST_YEAR + 1], [2022, 1900]])
    def test_refuses_years_of_other_rules(self, years: list[int]) -> None:
        with pytest.raises(Problem) as caught:
            work_calendar(years)
        assert caught.value.code == "years-outside-calendar"

    def test_refuses_declared_days_outside_or_declared_twice(self) -> None:
        outside, twice = dt.date(2023, 1, 2), dt.date(2022, 2, 9)
        for off, worked, code in (
            ([outside], [], "day-outside-calendar"),
            ([], [outside], "day-outside-calendar"),
            ([twice], [twice], "day-off-and-working"),
        ):
            with pytest.raises(Problem) as caught:
                work_calendar([2022], off, worked)
            assert caught.value.code == code

    def test_says_which_extra_it_needs_and_tries_again_later(self, monkeypatch: pytest.MonkeyPatch) -> None:
        module._public.cache_clear()
        module._made.cache_clear()
        with monkeypatch.context() as absent:
            absent.setitem(sys.modules, "holidays", None)
            with pytest.raises(Problem) as caught:
                work_calendar([2022])
        assert caught.value.parameters == {"what": "holidays", "extra": "calendar"}
        assert work_calendar([2022]).is_working(dt.date(2022, 2, 9))
