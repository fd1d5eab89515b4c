"""Quảng Trị 2025, Điều 6, against a brute force in plain fractions."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from written_toml import document, loaded

from thidua_scoring.evidence.evidence import Column, Evidence
from thidua_scoring.ruleset.ruleset import Ruleset
from thidua_scoring.scoring.scoreboard import Scoreboard

Result = tuple[Fraction, "Fraction | None"]
"""What was achieved, and the target; None where none was assigned."""


def ruleset(points: Fraction = Fraction(10), **scale: Any) -> Ruleset:
    places = {"places": 2, "mode": "half-up"}
    return loaded(document({
        "format": 1, "id": "dieu-6", "title": "Điều 6", "status": "illustrative", "source": "Điều 6",
        "scale": {"points": points, "percent_rounding": places, **scale},
        "groups": {"G": {"title": "Nhóm"}},
        "criteria": {"L": {"title": "L", "group": "G", "kind": "leader", "points": points, "actual": "a",
                           "target": "t", "rounding": places,
                           "fields": {"t": {"minimum": Fraction(1, 100)}}}},
    }))  # fmt: skip


def scored(rules: Ruleset, cluster: list[Result], blocs: list[str] | None = None) -> Scoreboard:
    units = [f"u{n}" for n in range(len(cluster))]
    columns = {"L.a": [a for a, _ in cluster], "L.t": [t for _, t in cluster]}
    made = Evidence.from_columns(units, columns, rules.formulas, blocs=blocs)
    target = made.columns["L.t"]
    absent = frozenset(n for n, (_, t) in enumerate(cluster) if t is None)
    marked = {**made.columns, "L.t": Column(target.scale, target.values, absent=absent)}
    return rules.score(Evidence(made.units, marked))


def dieu_6(points: Fraction, cluster: list[Result]) -> list[Fraction]:
    """Work out Điều 6 from its text."""
    ratios = [a / t for a, t in cluster if t is not None]
    lead = max(ratios, default=Fraction(0))
    others = max((a for a, t in cluster if t is None), default=Fraction(0))
    found = []
    for actual, target in cluster:
        if target is None:
            exact = points * actual / others if actual > 0 else Fraction(0)
        elif actual < target:
            exact = points / 2 * actual / target
        elif actual == target:
            exact = points / 2
        elif actual / target == lead:
            exact = points
        else:
            exact = points / 2 + points / 2 * (actual / target - 1) / (lead - 1)
        found.append(Fraction(int(exact * 100 + Fraction(1, 2)), 100))
    return found


def points_of(board: Scoreboard) -> list[Fraction]:
    return [Fraction(unit["L"].points) for unit in board]  # type: ignore[arg-type]


amounts = st.one_of(
    st.integers(0, 12).map(lambda n: Fraction(10 * n)),
    st.builds(Fraction, st.integers(0, 4000), st.sampled_from([1, 2, 4, 10, 25])),
)
targets = st.none() | amounts.filter(lambda amount: amount > 0)
clusters = st.lists(st.tuples(amounts, targets), min_size=1, max_size=8)


@settings(max_examples=60, deadline=None)
@given(clusters, st.integers(1, 100).map(lambda n: Fraction(n, 2)))
def test_a_cluster(cluster: list[Result], points: Fraction) -> None:
    assert points_of(scored(ruleset(points), cluster)) == dieu_6(points, cluster)


@pytest.mark.long
@settings(max_examples=3000, deadline=None)
@given(clusters, st.integers(1, 100).map(lambda n: Fraction(n, 2)))
def test_many_clusters(cluster: list[Result], points: Fraction) -> None:
    assert points_of(scored(ruleset(points), cluster)) == dieu_6(points, cluster)


@settings(max_examples=25, deadline=None)
@given(clusters, clusters)
def test_clusters_do_not_see_one_another(one: list[Result], two: list[Result]) -> None:
    board = scored(ruleset(), [*one, *two], ["A"] * len(one) + ["B"] * len(two))
    assert points_of(board) == [*dieu_6(Fraction(10), one), *dieu_6(Fraction(10), two)]


def test_the_vectors_of_the_source() -> None:
    """Given with MS = 10: surplus counts by its share, so 100 → 120 and 50 → 60 both lead."""
    cluster = [(120, 100), (60, 50), (80, 80), (150, None), (100, None), (75, None), (0, None)]
    made = [(Fraction(a), None if t is None else Fraction(t)) for a, t in cluster]
    expected = ["10", "10", "5", "10", "6.67", "5", "0"]
    assert points_of(scored(ruleset(), made)) == [Fraction(each) for each in expected]
    assert dieu_6(Fraction(10), made) == [Fraction(each) for each in expected]


def test_missing_target_is_not_no_target() -> None:
    """A target that is not stated leaves the points open; one that was not assigned does not."""
    rules = ruleset()
    columns = {"L.a": [150, 120], "L.t": [None, 100]}
    board = rules.score(Evidence.from_columns(["x", "y"], columns, rules.formulas))
    assert board["x"]["L"].status == "missing"
    assert board["x"].total is None
    low, high = board["y"]["L"].bounds
    assert low is not None and high is not None
    assert low <= 5
    assert high >= 10


def test_13_of_15_is_86_67_percent() -> None:
    """What was not assigned leaves both sides of the percentage."""
    head = {"group": "G", "kind": "judged", "mark": "m"}
    rules = loaded(document({
        "format": 1, "id": "ty-le", "title": "Tỷ lệ", "status": "illustrative", "source": "Điều 6",
        "scale": {"points": 20, "percent_rounding": {"places": 2, "mode": "half-up"}},
        "ranking": {"by": "percent"},
        "groups": {"G": {"title": "Nhóm"}},
        "criteria": {name: {"title": name, "points": points, **head}
                     for name, points in (("C1", 10), ("C2", 5), ("C3", 5))},
    }))  # fmt: skip
    columns = {"C1.m": [9, 10], "C2.m": [4, 5], "C3.m": [None, 2]}
    evidence = Evidence.from_columns(["x", "y"], columns, rules.formulas, not_applicable={"C3": [0]})
    board = rules.score(evidence)
    assert (str(board["x"].percent), str(board["y"].percent)) == ("86.67", "85")
    assert board["x"].to_dict()["applicable"] == "15"
    assert [unit.rank for unit in board] == [1, 2]


def test_s5_points_that_depend_on_the_cluster_are_marked() -> None:
    board = scored(ruleset(), [(Fraction(120), Fraction(100))])
    assert board["u0"]["L"].to_dict()["relative"] is True
