"""The exact simplex method against corners found by brute force."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st
from weighed_boards import Point, solved

from thidua_scoring.whatif.robustness.exact_lp import Tableau, whole

COUNT = 3
BOX = 5
ROWS = st.lists(
    st.tuples(st.tuples(*[st.integers(-3, 3)] * COUNT), st.integers(-6, 9)), min_size=0, max_size=5
)
Row = tuple[Sequence[int], int]


def boxed(rows: Sequence[Row]) -> list[Row]:
    """Add limits that leave no point without end."""
    units = [tuple(int(n == m) for m in range(COUNT)) for n in range(COUNT)]
    return [*rows, *((unit, BOX) for unit in units)]


def kept(row: Row, point: Point) -> bool:
    return sum(a * x for a, x in zip(row[0], point, strict=True)) <= row[1]


def corners(rows: Sequence[Row]) -> list[Point]:
    """Find every corner by solving for every choice of limits."""
    least = [(tuple(-int(n == m) for m in range(COUNT)), 0) for n in range(COUNT)]
    every = [*rows, *least]
    found = []
    for some in combinations(every, COUNT):
        point = solved([[Fraction(a) for a in row] for row, _ in some], [Fraction(end) for _, end in some])
        if point is not None and all(kept(row, point) for row in every):
            found.append(point)
    return found


def tableau(rows: Sequence[Row]) -> Tableau:
    made = Tableau(COUNT)
    for factors, limit in rows:
        made.add(factors, limit)
    return made


@settings(max_examples=150)
@given(ROWS, st.tuples(*[st.integers(-4, 4)] * COUNT))
def test_the_greatest_value_is_that_of_the_best_corner(rows: list[Row], aim: tuple[int, ...]) -> None:
    made, there = tableau(boxed(rows)), corners(boxed(rows))
    if made.settle() is not None:
        assert there == []
        return
    most = max(sum(a * x for a, x in zip(aim, point, strict=True)) for point in there)
    assert made.most(aim) == most
    assert tuple(made.point()) in there
    assert made.most([-a for a in aim]) == -min(
        sum(a * x for a, x in zip(aim, point, strict=True)) for point in there
    )


def unsigned(rows: Sequence[Row]) -> Tableau:
    """Make a tableau of variables that may be below zero: each is the difference of two."""
    made = Tableau(2 * COUNT)
    for factors, limit in rows:
        made.add([*factors, *(-factor for factor in factors)], limit)
    return made


@settings(max_examples=150)
@given(ROWS)
def test_a_contradiction_is_one_and_could_not_be_smaller(rows: list[Row]) -> None:
    every = boxed(rows)
    against = tableau(every).settle()
    if against is None:
        return
    least = [(tuple(-int(n == m) for m in range(COUNT)), 0) for n in range(COUNT)]
    blamed = [[*least, *every][n] for n in sorted(against)]
    assert unsigned(blamed).settle() is not None
    assert all(unsigned([row for row in blamed if row is not one]).settle() is None for one in blamed)


@settings(max_examples=100)
@given(ROWS, ROWS)
def test_rows_added_later_lead_to_the_same(first: list[Row], second: list[Row]) -> None:
    early = tableau(boxed([*first, *second]))
    late = tableau(boxed(first))
    if late.settle() is not None:
        return
    late.most([1, -1, 2])
    before = late.point()
    other = late.copy()
    for factors, limit in second:
        other.add(factors, limit)
    assert (early.settle() is None) == (other.settle() is None)
    assert late.point() == before
    if early.settle() is None:
        assert early.most([2, 1, -1]) == other.most([2, 1, -1])


def test_what_grows_without_end_is_said() -> None:
    made = Tableau(2)
    made.add([1, -1], 3)
    assert made.settle() is None
    assert made.most([1, 0]) is None
    assert made.most([1, -1]) == 3


def test_numbers_become_whole_in_the_same_proportions() -> None:
    assert whole([Fraction(2, 3), Fraction(-4, 9), Fraction(0)]) == (3, -2, 0)
    assert whole([Fraction(0)]) == (0,)
