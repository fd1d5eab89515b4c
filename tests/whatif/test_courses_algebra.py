"""The algebra of courses against plain arithmetic at single numbers, by chance."""

from __future__ import annotations

import operator
from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thidua_scoring.formula.nodes import Piece
from thidua_scoring.numbers import MODES, Rounding
from thidua_scoring.whatif.courses import algebra, polynomials
from thidua_scoring.whatif.courses.algebra import MOST, Irrational
from thidua_scoring.whatif.courses.course import Course, Lacking, Quotient
from thidua_scoring.whatif.courses.polynomials import multiply, poly
from thidua_scoring.whatif.courses.stretches import Stretch
from thidua_scoring.whatif.courses.working import worked

X = Quotient((Fraction(0), Fraction(1)))
Plain = Callable[[Fraction], Fraction | None]
RELATIONS: dict[Any, Any] = {"<": operator.lt, "<=": operator.le, "==": operator.eq, "!=": operator.ne}
CURVE = (
    Piece(None, False, Fraction(-2), True, Fraction(1)),
    Piece(Fraction(-2), False, Fraction(3), False, Fraction(0), Fraction(1, 2)),
    Piece(Fraction(3), True, Fraction(7), True, Fraction(5), Fraction(-1, 3)),
)
"""A curve that jumps, and has a hole above 7."""


def through(x: Fraction) -> Fraction | None:
    return next((piece.at(x) for piece in CURVE if piece.holds(x)), None)


def lifted(of: Callable[..., Any]) -> Callable[..., Any]:
    """Let a plain function of numbers have no value where an argument has none."""
    return lambda *given: None if None in given else of(*given)


def made(rng: Random, whole: Stretch, depth: int) -> tuple[Course[Any], Plain]:
    """Make a course by chance, and the same as a plain function of one number."""
    if not depth:
        if rng.random() < 0.5:
            return Course.steady(whole, X), lambda x: x
        number = Fraction(rng.randint(-6, 6), rng.choice([1, 1, 2, 3]))
        return Course.steady(whole, Quotient.constant(number)), lambda x: number
    (left, f), (right, g) = (made(rng, whole, depth - 1) for _ in range(2))
    match rng.choice(["add", "multiply", "divide", "least", "greatest", "round", "curve", "choose"]):
        case "add":
            course = worked([left, right], lambda stretch, e: [(stretch, algebra.add(e))])
            return course, lambda x: lifted(operator.add)(f(x), g(x))
        case "multiply":
            course = worked([left, right], lambda stretch, e: [(stretch, algebra.multiply(e))])
            return course, lambda x: lifted(operator.mul)(f(x), g(x))
        case "divide":
            course = worked([left, right], lambda stretch, e: algebra.divide(stretch, *e))
            return course, lambda x: lifted(lambda a, b: a / b if b else None)(f(x), g(x))
        case "least":
            return worked([left, right], algebra.least), lambda x: lifted(min)(f(x), g(x))
        case "greatest":
            return worked([left, right], algebra.greatest), lambda x: lifted(max)(f(x), g(x))
        case "round":
            rounding = Rounding(rng.choice([Fraction(1), Fraction(1, 2), Fraction(5)]), rng.choice(MODES))  # type: ignore[arg-type]
            course = worked([left], lambda stretch, e: algebra.rounded(stretch, e[0], rounding))
            return course, lambda x: lifted(rounding.apply)(f(x))
        case "curve":
            course = worked([left], lambda stretch, e: algebra.through(stretch, e[0], CURVE))
            return course, lambda x: lifted(through)(f(x))
    relation = rng.choice(list(RELATIONS))
    test = worked([left, right], lambda stretch, e: algebra.compare(stretch, e[0], relation, e[1]))
    chosen = worked([test, left, right], lambda stretch, e: [(stretch, e[1] if e[0] else e[2])])
    holds = lifted(RELATIONS[relation])

    def plain(x: Fraction) -> Fraction | None:
        truth = holds(f(x), g(x))
        return None if truth is None else f(x) if truth else g(x)

    return chosen, plain


def numbers(whole: Stretch, course: Course[Any]) -> list[Fraction]:
    step = whole.step or Fraction(1, 10**9)
    cuts = course.cuts[:: max(1, len(course.cuts) // 12)]
    near = [cut[0] + by * step for cut in cuts for by in (-1, 0, 1)]
    middles = [part.sample() for part, _ in list(course)[:40]]
    return [x for x in (*near, *middles, Fraction(0), Fraction(7, 2), Fraction(-4)) if whole.holds(x)]


@settings(max_examples=300, deadline=None)
@given(st.randoms(use_true_random=True), st.sampled_from([None, Fraction(1), Fraction(1, 4)]), st.booleans())
def test_courses_are_what_plain_arithmetic_gives(rng: Random, step: Fraction | None, endless: bool) -> None:
    whole = Stretch(None, None, step) if endless else Stretch.between(Fraction(-9), Fraction(20), step)
    course, plain = made(rng, whole, rng.choice([1, 2, 3]))
    for x in numbers(whole, course):
        value = course.at(x)
        if isinstance(value, Lacking):
            assert value.why == "fault" or plain(x) is None
        else:
            assert value.at(x) == plain(x)
        if step is not None and isinstance(value, Lacking):
            assert value.code != "course-irrational"


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.fractions(-9, 9, max_denominator=6), min_size=1, max_size=4),
    st.sampled_from([poly([1]), poly([-2, 0, 1]), poly([1, 0, 1]), poly([-3, 1, 0, 1])]),
)
def test_rational_roots_are_found_and_the_others_counted(roots: list[Fraction], rest: Any) -> None:
    p = rest
    for root in roots:
        p = multiply(p, (-root, Fraction(1)))
    assert polynomials.rational_roots(p) == sorted(set(roots))
    left = polynomials.without(p, roots)
    assert left == rest
    real = {poly([1]): 0, poly([-2, 0, 1]): 2, poly([1, 0, 1]): 0, poly([-3, 1, 0, 1]): 1}[rest]
    assert (polynomials.count_roots(left, None, None) if len(left) > 1 else 0) == real


@settings(max_examples=200, deadline=None)
@given(st.lists(st.integers(-20, 20), min_size=2, max_size=6))
def test_between_the_marks_of_a_grid_a_polynomial_keeps_its_sign(coefficients: list[int]) -> None:
    p = poly(coefficients)
    for step in (Fraction(1), Fraction(1, 3)):
        marks = polynomials.grid_marks(p, step) if len(p) > 1 else []
        for low, high in pairwise(marks):
            inner = [low + n * step for n in range(1, min(40, int((high - low) / step)))]
            assert len({polynomials.at(p, x) > 0 for x in inner}) <= 1
            assert all(polynomials.at(p, x) for x in inner)


def test_a_break_at_no_fraction_is_refused_without_a_step_and_found_with_one() -> None:
    square = algebra.multiply([X, X])
    two = Quotient.constant(2)
    with pytest.raises(Irrational):
        list(algebra.compare(Stretch.between(Fraction(0), None), square, ">", two))
    whole = Stretch.between(Fraction(0), None, Fraction(1, 10))
    truths = Course.joined(whole, algebra.compare(whole, square, ">", two))
    assert [(part.ends[0], truth) for part, truth in truths] == [(0, False), (Fraction(3, 2), True)]


def test_a_staircase_without_end_is_lacking_and_one_with_an_end_is_not() -> None:
    rounding = Rounding(Fraction(1), "floor")
    (found,) = algebra.rounded(Stretch.between(Fraction(0), None), X, rounding)
    assert found[1] == Lacking("fault", "course-endless")
    assert len(list(algebra.rounded(Stretch.between(Fraction(0), Fraction(9)), X, rounding))) >= 10
    assert MOST >= 1_000


def test_ends_are_kept_open_or_closed_and_single_points_stand_alone() -> None:
    whole = Stretch.between(Fraction(0), Fraction(10))
    five = Quotient.constant(5)
    equal = Course.joined(whole, algebra.compare(whole, X, "==", five))
    assert [part.ends for part, _ in equal] == [
        (0, True, 5, False),
        (5, True, 5, True),
        (5, False, 10, True),
    ]
    highest = Course.joined(whole, algebra.greatest(whole, [X, five]))
    assert highest.values == (five, X)
