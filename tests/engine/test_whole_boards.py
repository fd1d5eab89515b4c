"""Ranks, classes and group figures of all units at once, against one unit at a time."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from attrs import evolve
from generated_rulesets import rulesets
from generated_sheets import STATES, sheets
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from written_toml import document, loaded

from thidua_scoring.errors import EvidenceError
from thidua_scoring.evidence.evidence import Evidence
from thidua_scoring.formula.nodes import Group
from thidua_scoring.formula.values import Truth3, Undefined, Value
from thidua_scoring.ruleset.ruleset import Ruleset
from thidua_scoring.scoring.engine import results_of
from thidua_scoring.scoring.groups import Groups, in_order
from thidua_scoring.scoring.ranks import known_ranks, rank_bounds

examples = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def come_to(groups: Groups, group: Group, row: int) -> Value | str:
    try:
        return groups.value(group, row)
    except Undefined as error:
        return error.code


@examples
@given(st.data())
def test_all_at_once_is_one_by_one(data: Any) -> None:
    made = data.draw(rulesets())
    states = data.draw(st.sampled_from([("known",), ("known", "not-applicable"), STATES]))
    evidence = data.draw(sheets(made, most=6, states=states)).evidence(made.ruleset)
    try:
        board = made.ruleset.score(evidence)
    except EvidenceError:
        return
    assert list(board.classes) == [unit.class_bounds for unit in board]
    for rows in board.groups.blocs.values():
        values = [(row, board.value("standing", row)) for row in rows]
        standings = [(value, board.unranked(row)) for row, value in values if value is not None]
        ranks = iter(rank_bounds(standings))
        assert [board.ranks[row] for row in rows] == [None if v is None else next(ranks) for _, v in values]
    one_by_one = Groups(made.ruleset, evidence)
    for group in in_order(*results_of(made.ruleset).values()):
        for row in range(len(board)):
            assert come_to(board.groups, group, row) == come_to(one_by_one, group, row), group


@given(st.lists(st.integers(-3, 3).map(lambda n: Fraction(n, 2)), max_size=8))
def test_known_ranks(standings: list[Fraction]) -> None:
    ranked = Truth3.known(False)
    assert known_ranks(standings) == rank_bounds([(Value.known(each), ranked) for each in standings])
    better = [sum(other > each for other in standings) for each in standings]
    assert known_ranks(standings) == [(1 + n, 1 + n) for n in better]


def leaders() -> Ruleset:
    places = {"places": 2, "mode": "half-up"}
    return loaded(document({
        "format": 1, "id": "dieu-6", "title": "Điều 6", "status": "illustrative", "source": "Điều 6",
        "scale": {"points": 10, "percent_rounding": places},
        "groups": {"G": {"title": "Nhóm"}},
        "criteria": {"L": {"title": "L", "group": "G", "kind": "leader", "points": 10, "actual": "a",
                           "target": "t", "rounding": places,
                           "fields": {"t": {"minimum": Fraction(1, 100)}}}},
    }))  # fmt: skip


def test_only_the_bloc_of_a_gap_is_open() -> None:
    """A group of nobody opens no unit that does not read it: here, all have targets."""
    rules = leaders()
    columns = {"L.a": [120, 60, 80, 90, None], "L.t": [100, 50, 80, 100, 80]}
    blocs = ["x", "x", "x", "y", "y"]
    evidence = Evidence.from_columns(list("abcde"), columns, rules.formulas, blocs=blocs)
    board = rules.score(evidence)
    assert set(board.results.open) == {3, 4}
    assert [str(unit.total) for unit in board][:3] == ["10", "10", "5"]


def test_a_unit_alone_without_target() -> None:
    rules = leaders()
    made = Evidence.from_columns(["a"], {"L.a": [0], "L.t": [None]}, rules.formulas)
    away = {"L.t": evolve(made.columns["L.t"], absent=frozenset({0}))}
    board = rules.score(Evidence(made.units, {**made.columns, **away}))
    assert board["a"]["L"].points == 0


def test_gaps_of_a_column() -> None:
    columns = {"L.a": [1, None, None], "L.t": [1, 1, 1]}
    made = Evidence.from_columns(list("abc"), columns, leaders().formulas).columns
    assert (made["L.a"].gaps, made["L.t"].gaps) == (frozenset({1, 2}), frozenset())


def test_a_unit_to_which_perhaps_nothing_applies_is_not_surely_above() -> None:
    """Such a unit may come to have no standing and so no rank, however many points it could get."""
    rules = loaded(document({
        "format": 1, "id": "co-the", "title": "Có thể", "status": "illustrative", "source": "S6",
        "scale": {"points": 10, "not_applicable": "rescale"},
        "groups": {"G": {"title": "Nhóm"}},
        "facts": {"rural": {"kind": "yes-no"}},
        "criteria": {"C": {"title": "C", "group": "G", "kind": "formula", "points": 10, "measure": "m",
                           "fields": {"m": {"minimum": "none", "maximum": 10}},
                           "rounding": {"places": 0, "mode": "half-up"},
                           "applies": {"fact": "rural", "is": True}}},
    }))  # fmt: skip

    def ranks(rural: bool | None) -> list[tuple[int, int] | None]:
        columns = {"C.m": [9, -4], ".rural": [rural, True]}
        return list(rules.score(Evidence.from_columns(list("ab"), columns, rules.formulas)).ranks)

    assert ranks(None) == [(1, 1), (1, 2)]
    assert ranks(True) == [(1, 1), (2, 2)]
    assert ranks(False) == [None, (1, 1)]
