"""Courses: what depends on one figure, stretch by stretch."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from typing import Any, Generic, Literal, TypeAlias, TypeVar

from attrs import field, frozen

from thidua_scoring.whatif.courses import polynomials
from thidua_scoring.whatif.courses.polynomials import Poly
from thidua_scoring.whatif.courses.stretches import Cut, Stretch

T = TypeVar("T")
U = TypeVar("U")
ONE: Poly = (Fraction(1),)


@frozen
class Quotient:
    """A quotient of polynomials in lowest terms, the highest coefficient of the divisor 1."""

    top: Poly
    bottom: Poly = ONE

    @classmethod
    def of(cls, top: Poly, bottom: Poly) -> Quotient:
        """Bring a quotient to lowest terms; the divisor is not 0."""
        if len(bottom) > 1:
            shared = polynomials.common(top, bottom)
            if len(shared) > 1:
                top, bottom = polynomials.divide(top, shared)[0], polynomials.divide(bottom, shared)[0]
        factor = 1 / bottom[-1]
        return cls(polynomials.times(factor, top), polynomials.times(factor, bottom))

    @classmethod
    def constant(cls, number: Fraction | int) -> Quotient:
        """Make a quotient that is one number everywhere."""
        return cls(polynomials.poly([number]))

    @property
    def number(self) -> Fraction | None:
        """The number that it is everywhere; None where it moves."""
        if len(self.top) > 1 or len(self.bottom) > 1:
            return None
        return self.top[0] if self.top else Fraction(0)

    @property
    def slope(self) -> Fraction | None:
        """By how much it rises when the figure rises by 1; None where that is not the same everywhere."""
        if len(self.bottom) > 1 or len(self.top) > 2:
            return None
        return self.top[1] if len(self.top) == 2 else Fraction(0)

    def at(self, x: Fraction) -> Fraction | None:
        """Return its value; None where the divisor is 0."""
        bottom = polynomials.at(self.bottom, x)
        return polynomials.at(self.top, x) / bottom if bottom else None

    def limit(self, end: Fraction | None) -> Fraction | None:
        """Return what it tends to at an end, None for an infinite one: there, or without limit, None."""
        if end is not None:
            return self.at(end)
        if len(self.top) > len(self.bottom):
            return None
        return self.top[-1] / self.bottom[-1] if len(self.top) == len(self.bottom) else Fraction(0)


@frozen
class Lacking:
    """That there is no number or truth here, and why.

    ``undefined`` is what the evaluator raises, ``open`` that figures are not known, ``fault``
    that the course cannot be worked out.
    """

    why: Literal["undefined", "open", "fault"]
    code: str = ""
    cells: frozenset[tuple[str, str]] = frozenset()
    """The open figures, each by unit and key."""


Amount: TypeAlias = "Quotient | Lacking"
Whether: TypeAlias = "bool | Lacking"


@frozen
class Course(Generic[T]):
    """A value for each stretch; cuts divide the whole into one stretch more than there are cuts."""

    whole: Stretch
    cuts: tuple[Cut, ...]
    values: tuple[T, ...] = field()

    @classmethod
    def steady(cls, whole: Stretch, value: T) -> Course[T]:
        """Make the course of a value that does not move."""
        return cls(whole, (), (value,))

    @classmethod
    def joined(cls, whole: Stretch, parts: Iterable[tuple[Stretch, T]]) -> Course[T]:
        """Put stretches together that follow each other, those that go on alike as one."""
        kept: list[tuple[Stretch, T]] = []
        for stretch, value in parts:
            if kept:
                last, before = kept[-1]
                if before == value or _ends_in(stretch, value, before):
                    kept[-1] = Stretch(last.low, stretch.high, whole.step), before
                    continue
                if _ends_in(last, before, value):
                    kept[-1] = Stretch(last.low, stretch.high, whole.step), value
                    continue
            kept.append((stretch, value))
        cuts = tuple(stretch.high for stretch, _ in kept[:-1] if stretch.high is not None)
        return cls(whole, cuts, tuple(value for _, value in kept))

    def __iter__(self) -> Iterator[tuple[Stretch, T]]:
        ends = [self.whole.low, *self.cuts, self.whole.high]
        for low, high, value in zip(ends, ends[1:], self.values, strict=False):
            yield Stretch(low, high, self.whole.step), value

    def at(self, x: Fraction) -> T:
        """Return the value of the stretch that holds a number."""
        return self.after((x, 0))

    def after(self, cut: Cut) -> T:
        """Return the value of the stretch that begins at a cut, or in which it lies."""
        return self.values[bisect_right(self.cuts, cut)]

    def before(self, cut: Cut) -> T:
        """Return the value of the stretch that ends at a cut, or in which it lies."""
        return self.values[bisect_left(self.cuts, cut)]

    def map(self, change: Callable[[T], U]) -> Course[U]:
        """Send each value through a function."""
        return Course.joined(self.whole, ((stretch, change(value)) for stretch, value in self))


def _ends_in(point: Stretch, value: Any, going_on: Any) -> bool:
    """Say whether a function that goes on beside a point has the point's value there."""
    if point.point is None or not isinstance(value, Quotient) or not isinstance(going_on, Quotient):
        return False
    return going_on.at(point.point) == value.at(point.point)


Split: TypeAlias = "Iterable[tuple[Stretch, U]]"


def combine(courses: Sequence[Course[Any]], of: Callable[[Stretch, Sequence[Any]], Split[U]]) -> Course[U]:
    """Work out a course from others of the same whole, stretch by stretch.

    ``of`` gets a stretch and what each course is there, and may divide it further.
    """
    whole = courses[0].whole
    moving = [course for course in courses if course.cuts]
    cuts = moving[0].cuts if len(moving) == 1 else {cut for course in moving for cut in course.cuts}
    places = [0] * len(courses)
    found: list[tuple[Stretch, U]] = []
    for stretch in whole.parts(cuts):
        for index, course in enumerate(courses):
            while places[index] < len(course.cuts) and _begun(course.cuts[places[index]], stretch.low):
                places[index] += 1
        values = [course.values[place] for course, place in zip(courses, places, strict=True)]
        found.extend(of(stretch, values))
    return Course.joined(whole, found)


def _begun(cut: Cut, low: Cut | None) -> bool:
    return low is not None and cut <= low


def pointwise(courses: Sequence[Course[Any]], of: Callable[[Sequence[Any]], U]) -> Course[U]:
    """Work out a course from what others are on each stretch, which stays undivided."""
    return combine(courses, lambda stretch, values: [(stretch, of(values))])
