"""What a bloc comes to together, against a brute force over everything its figures may turn out to be."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from written_toml import loaded

from thidua_scoring.evidence.evidence import Column, Evidence
from thidua_scoring.formula.nodes import Compare, Const, Field, Group
from thidua_scoring.formula.values import Undefined, Value
from thidua_scoring.scoring.groups import Groups

RULES = loaded("""\
format = 1
id = "khoi"
title = "Khối"
status = "illustrative"
source = "Văn bản mẫu"
groups.G.title = "Nhóm"

[scale]
points = 3

[criteria.A]
title = "A"
group = "G"
kind = "formula"
points = 3
measure = { if = "part", then = "x", else = 0 }
fields.x = { minimum = 0, maximum = 3 }
""")
X, PART = Field("x", "number", "A"), Field("part", "yes-no", "A")
LEAST, MOST = 0, 3
HOWS = ("sum", "count", "mean", "max", "min", "rank")

Said = tuple[Any, str]
"""What evidence says, and whether it is known, missing or unconfirmed."""
Member = tuple[Said, Said]


def groups(members: list[Member], blocs: list[str] | None = None) -> Groups:
    units = [f"u{n}" for n in range(len(members))]
    sides = {"A.x": [x for x, _ in members], "A.part": [part for _, part in members]}
    stated = {
        key: [None if state == "missing" else value for value, state in side] for key, side in sides.items()
    }
    made = Evidence.from_columns(units, stated, RULES.formulas, blocs=blocs)
    marked = {}
    for key, side in sides.items():
        unsure = frozenset(n for n, (_, state) in enumerate(side) if state == "unconfirmed")
        marked[key] = Column(made.columns[key].scale, made.columns[key].values, unconfirmed=unsure)
    return Groups(RULES, Evidence(made.units, {**made.columns, **marked}))


def plain(how: str, figures: list[int], inside: list[bool], row: int) -> Fraction | None:
    """Work out a group figure of one certain bloc, as the word says."""
    members = [x for x, part in zip(figures, inside, strict=True) if part]
    if how == "rank":
        others = [x for n, x in enumerate(figures) if inside[n] and n != row]
        return Fraction(1 + sum(x > figures[row] for x in others))
    if how == "count":
        return Fraction(len(members))
    if how == "sum":
        return Fraction(sum(members))
    if not members:
        return None
    if how == "mean":
        return Fraction(sum(members), len(members))
    return Fraction(max(members) if how == "max" else min(members))


def every_way(how: str, members: list[Member], among: bool, row: int) -> list[Fraction]:
    """Work out the figure for every way in which the open figures may turn out."""
    figures = [[x] if state == "known" else range(LEAST, MOST + 1) for (x, state), _ in members]
    parts = [[part] if state == "known" else [False, True] for _, (part, state) in members]
    insides = list(product(*parts)) if among else [(True,) * len(members)]
    found = [plain(how, list(f), list(i), row) for f in product(*figures) for i in insides]
    return [each for each in found if each is not None]


def value(how: Any, made: Groups, row: int, among: bool = True) -> Value | None:
    try:
        return made.value(Group(how, X, PART if among else None), row)
    except Undefined as error:
        assert error.code == "group-of-nobody"
        return None


states = st.sampled_from(["known", "known", "known", "missing", "unconfirmed"])
member = st.tuples(st.tuples(st.integers(LEAST, MOST), states), st.tuples(st.booleans(), states))
sure_member = st.tuples(
    st.tuples(st.integers(LEAST, MOST), st.just("known")), st.tuples(st.booleans(), st.just("known"))
)


@settings(max_examples=60, deadline=None)
@given(st.lists(sure_member, min_size=1, max_size=6), st.booleans())
def test_known_members(members: list[Member], among: bool) -> None:
    made = groups(members)
    figures = [x for (x, _), _ in members]
    inside = [part or not among for _, (part, _) in members]
    for how in HOWS:
        for row in range(len(members)):
            expected = plain(how, figures, inside, row)
            found = value(how, made, row, among)
            assert found == (None if expected is None else Value.known(expected)), how


@settings(max_examples=100, deadline=None)
@given(st.lists(member, min_size=1, max_size=3), st.booleans())
def test_open_members(members: list[Member], among: bool) -> None:
    made = groups(members)
    sure = not among or all(state == "known" for _, (_, state) in members)
    for how in HOWS:
        for row in range(len(members)):
            ways = every_way(how, members, among, row)
            found = value(how, made, row, among)
            if found is None:
                assert not ways
                continue
            assert found.low is not None and found.high is not None
            assert found.low <= min(ways) and max(ways) <= found.high, how
            if sure or how in ("sum", "count", "rank"):
                assert (found.low, found.high) == (min(ways), max(ways)), how


@settings(max_examples=100, deadline=None)
@given(st.lists(member, min_size=1, max_size=4))
def test_a_point_is_what_the_stated_figures_give(members: list[Member]) -> None:
    """Nothing is stated where a membership is open or the figure of a member is missing."""
    made = groups(members)
    for how in HOWS:
        for row in range(len(members)):
            found = value(how, made, row)
            if found is None or found.certain:
                continue
            others = [m for n, m in enumerate(members) if how != "rank" or n != row]
            if any(state != "known" for _, (_, state) in others):
                assert found.point is None or how == "sum", how
                continue
            read = [m for n, m in enumerate(members) if m[1][0] or (how == "rank" and n == row)]
            if any(state == "missing" for (_, state), _ in read):
                continue
            expected = plain(how, [x for (x, _), _ in members], [part for _, (part, _) in members], row)
            assert found.point == expected, how


def known(x: int, part: bool = True) -> Member:
    return (x, "known"), (part, "known")


def test_blocs_do_not_see_one_another() -> None:
    made = groups([known(1), known(3), known(2)], ["a", "a", "b"])
    assert [value("max", made, row) for row in range(3)] == [Value.known(n) for n in (3, 3, 2)]
    assert [value("rank", made, row) for row in range(3)] == [Value.known(n) for n in (2, 1, 1)]


def test_who_may_belong_widens_the_bounds() -> None:
    made = groups([known(1), ((3, "known"), (None, "missing"))])
    assert value("sum", made, 0) == Value(None, Fraction(1), Fraction(4))
    assert value("count", made, 0) == Value(None, Fraction(1), Fraction(2))
    assert value("rank", made, 0) == Value(None, Fraction(1), Fraction(2))
    only = groups([((3, "known"), (None, "missing")), known(1, part=False)])
    most = value("max", only, 1)
    assert most is not None and most.high == 3


@pytest.mark.parametrize("how", ["mean", "max", "min"])
def test_nobody_in_the_bloc(how: Any) -> None:
    with pytest.raises(Undefined) as error:
        groups([known(1, part=False)]).value(Group(how, X, PART), 0)
    assert error.value.code == "group-of-nobody"


@pytest.mark.parametrize("how", ["sum", "count"])
def test_nobody_adds_up_to_nothing(how: Any) -> None:
    assert groups([known(1, part=False)]).value(Group(how, X, PART), 0) == Value.known(0)


def test_the_rank_of_one_who_is_not_compared() -> None:
    """A unit outside the comparison stands where its figure would put it."""
    made = groups([known(1), known(3), known(2)])
    among = Compare(X, "!=", Const(Fraction(2)))
    assert made.value(Group("rank", X, among), 2) == Value.known(2)


def test_units_to_which_the_criterion_does_not_apply_by_a_figure_of_its_own_are_not_compared() -> None:
    rules = loaded("""\
format = 1
id = "khoi"
title = "Khối"
status = "illustrative"
source = "Văn bản mẫu"
groups.G.title = "Nhóm"
scale = { points = 10, rounding = { at = "total", places = 2, mode = "half-up" } }

[criteria.A]
title = "A"
group = "G"
kind = "relative"
points = 10
applies = "asked"
measure = "x"
""")
    assert set(rules.formulas.fields) == {"A.asked", "A.x"}
    columns = {"A.x": [4, 8, 2], "A.asked": [True, False, True]}
    board = rules.score(Evidence.from_columns(list("abc"), columns, rules.formulas))
    assert [unit["A"].points for unit in board] == [10, None, 5]
