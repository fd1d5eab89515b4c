"""Ranks by a chain of keys: against counting, and against every way that open keys may turn out."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_rulesets import evidence, ruleset, standing

from thidua_scoring.decisions import decide
from thidua_scoring.decisions.ranks import Entrant, rank_bounds
from thidua_scoring.formula.values import Value
from thidua_scoring.ruleset.decisions.ranking import METHODS


def counted(keys: list[tuple[int, ...]], method: str) -> list[Fraction]:
    """Rank by counting who is above and who is equal."""
    found = []
    for own in keys:
        above = [each for each in keys if each > own]
        equal = keys.count(own)
        found.append({
            "competition": Fraction(1 + len(above)),
            "dense": Fraction(1 + len(set(above))),
            "average": 1 + len(above) + Fraction(equal - 1, 2),
        }[method])  # fmt: skip
    return found


chains = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), min_size=1, max_size=7)


@pytest.mark.parametrize("method", METHODS)
@given(chains)
def test_known_ranks_are_counted(method: Any, keys: list[tuple[int, int]]) -> None:
    entrants = [Entrant(tuple(map(Value.known, each))) for each in keys]
    assert rank_bounds(entrants, method) == [(rank, rank) for rank in counted(keys, method)]


@st.composite
def open_entrants(draw: Any) -> list[tuple[int, int, bool]]:
    """Draw the least and most of each unit's one key, and whether it surely has a rank."""
    ends = draw(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 2)), min_size=1, max_size=4))
    return [(low, low + more, draw(st.integers(0, 3)) > 0) for low, more in ends]


@pytest.mark.parametrize("method", METHODS)
@settings(max_examples=60, deadline=None)
@given(open_entrants())
def test_bounds_hold_whatever_turns_out_and_are_met(method: Any, made: list[tuple[int, int, bool]]) -> None:
    """Half points stand between the ends, so that units may miss each other."""
    entrants = [Entrant((Value.between(Fraction(low), Fraction(high)),), sure) for low, high, sure in made]
    bounds = rank_bounds(entrants, method)
    seen: list[set[Fraction]] = [set() for _ in made]
    choices = [[*([] if sure else [None]), *range(2 * low, 2 * high + 1)] for low, high, sure in made]
    for chosen in product(*choices):
        there = [row for row, key in enumerate(chosen) if key is not None]
        for row, rank in zip(there, counted([(chosen[row] or 0,) for row in there], method), strict=True):
            assert bounds[row][0] <= rank <= bounds[row][1]
            seen[row].add(rank)
    if method == "competition":
        assert [(min(each), max(each)) for each in seen] == bounds


# ── the chain of a ruleset ──────────────────────────────────────────────────────────

TIES = [
    {"by": {"points_of": "A"}, "title": "điểm tiêu chí A"},
    {"by": "unit.staff", "better": "lower", "title": "số người"},
]


def test_each_tie_that_a_key_broke_names_the_key_and_the_rest_stay() -> None:
    rules = ruleset(ranking={"by": "total", "ties": TIES})
    marks = [(40, 30, 10), (50, 20, 10), (50, 20, 10), (50, 10, 20), (50, 30, 20)]
    found = decide(rules.score(evidence(rules, marks, facts={"staff": [9, 8, 7, 7, 30]})))
    assert [unit.rank for unit in found] == [5, 4, 2, 2, 1]
    assert [unit.tied for unit in found] == [(), (), ("u3",), ("u2",), ()]
    said = [[reason.text() for reason in unit.rank_reasons] for unit in found]
    assert said[2][1:] == [
        "bằng hạng với Đơn vị u3; không có tiêu chí nào để phân hạng tiếp",
        "bằng Đơn vị u1 ở các tiêu chí trước, xếp trên nhờ số người: 7 so với 8",
    ]
    assert said[4] == [
        "xếp hạng 1 trong 5 đơn vị, xét lần lượt theo: tổng điểm 100, điểm tiêu chí A 50, số người 30"
    ]


@pytest.mark.parametrize(
    ("method", "ranks"),
    [("competition", [1, 2, 2, 4]), ("dense", [1, 2, 2, 3]), ("average", [1, 2.5, 2.5, 4])],
)
def test_methods(method: str, ranks: list[Any]) -> None:
    found = standing(ruleset(ranking={"by": "total", "method": method}), [90, 80, 80, 10])
    assert [unit.rank for unit in found] == ranks


def test_units_are_ranked_among_whom_the_ruleset_says() -> None:
    more = {"blocs": ["K", "K", "L"], "facts": {"group": ["x", "y", "x"]}}
    for within, ranks in [
        ("bloc", [2, 1, 1]),
        ("all", [3, 2, 1]),
        ("group", [2, 1, 1]),
        (["bloc", "group"], [1, 1, 1]),
    ]:
        found = standing(ruleset(ranking={"by": "total", "within": within}), [70, 80, 90], **more)  # type: ignore[arg-type]
        assert [unit.rank for unit in found] == ranks, within


def test_a_better_class_goes_before_more_points() -> None:
    rules = ruleset(
        ranking={"by": "total", "class_first": True},
        vetoes={"V": {"title": "bị kỷ luật", "when": {"fact": "bad", "is": True}, "outcome": "tot"}},
    )
    found = standing(rules, [99, 91], facts={"bad": [True, False]})
    assert [(unit.class_, unit.rank) for unit in found] == [("tot", 2), ("xs", 1)]


def test_ranking_before_rounding_and_after_it_ties_differently() -> None:
    scale = {"points": 100, "rounding": {"at": "total", "places": 0, "mode": "half-up"}}
    marks = [(50, 30, 10), (50, 30, 10.2)]
    for rounded, ranks in [(True, [1, 1]), (False, [2, 1])]:
        rules = ruleset(scale=scale, ranking={"by": "total", "rounded": rounded})
        made = evidence(rules, [[Fraction(str(mark)) for mark in row] for row in marks])
        assert [unit.rank for unit in decide(rules.score(made))] == ranks


def test_a_unit_without_a_rank_does_not_shift_the_others() -> None:
    rules = ruleset(
        vetoes={"V": {"title": "bị kỷ luật", "when": {"fact": "bad", "is": True}, "outcome": "unrated"}}
    )
    found = standing(rules, [99, 91, 80], facts={"bad": [True, False, False]})
    assert [unit.rank for unit in found] == [None, 1, 2]
    assert [unit.outcome for unit in found] == ["unrated", None, None]


def test_a_demoted_unit_whose_points_fall_to_the_bound_is_ranked_by_it() -> None:
    veto = {"title": "bị kỷ luật", "when": {"fact": "bad", "is": True}, "outcome": "demoted"}
    for points, rank in [({}, 1), ({"points": "lower-bound"}, 2)]:
        found = standing(ruleset(vetoes={"V": {**veto, **points}}), [99, 91], facts={"bad": [True, False]})
        assert (found["u0"].class_, found["u0"].rank) == ("tot", rank)
