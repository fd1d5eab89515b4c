"""Shares of edits: they add up, no order matters, and what changes nothing counts nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import permutations
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_scenarios import Drawn, scenarios
from written_toml import document, loaded

from thidua_scoring import EvidenceError
from thidua_scoring.evidence.evidence import Evidence
from thidua_scoring.whatif import Scenario, attribute
from thidua_scoring.whatif.scenarios.scenario import joined

FEW = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
RULES = {
    "format": 1, "id": "thu", "title": "Thử", "status": "illustrative", "source": "thử",
    "scale": {"points": 20, "rounding": {"at": "criterion", "places": 2, "mode": "half-up"}},
    "groups": {"a": {"title": "A", "points": 20, "at_most": 15}},
    "criteria": {
        name: {"group": "a", "kind": "proportional", "title": name, "points": 10,
               "measure": {"ratio": ["done", "planned"]}}
        for name in ("C1", "C2")
    },
}  # fmt: skip


@pytest.fixture
def board() -> Any:
    ruleset = loaded(document(RULES))
    columns = {"C1.done": [7, 8, 9], "C1.planned": [9, 9, 9], "C2.done": [4, 9, 2], "C2.planned": [9, 9, 9]}
    return ruleset.score(Evidence.from_columns(["x", "y", "z"], columns, ruleset.formulas))


EDITS = {
    "rules.criteria.C1.points": 12,
    "rules.criteria.C2.points": 8,
    "rules.groups.a.at_most": 14,
    "evidence.x.C2.done": 8,
}


def by_every_order(board: Any, edits: Sequence[Scenario]) -> dict[str, list[Fraction]]:
    """Make the edits one by one in every order; return the mean of what each adds to each total."""
    from thidua_scoring.whatif.scenarios.applying import Applying

    orders = list(permutations(range(len(edits))))
    found = {unit.unit.id: [Fraction(0)] * len(edits) for unit in board}

    def totals(chosen: Sequence[int]) -> Iterator[Fraction]:
        made = [edit for index in chosen for edit in edits[index].edits]
        return (Fraction(unit.total) for unit in Applying(board, made, checked=False).board())

    for order in orders:
        for place, index in enumerate(order):
            pairs = zip(totals(order[:place]), totals(order[: place + 1]), strict=True)
            for shares, (before, after) in zip(found.values(), pairs, strict=True):
                shares[index] += (after - before) / len(orders)
    return found


def test_shares_are_means_over_every_order(board: Any) -> None:
    whole = Scenario.of(board, "Quy định mới", EDITS)
    found = attribute(board, whole)
    expected = by_every_order(board, found.edits)
    assert {each.unit.id: list(each.total.by_edit or ()) for each in found.units} == expected
    assert all(sum(each.total.by_edit or ()) == each.total.change for each in found.units)


@given(st.permutations(list(EDITS)))
@FEW
def test_the_order_of_edits_does_not_matter(order: list[str]) -> None:
    ruleset = loaded(document(RULES))
    columns = {"C1.done": [7, 8, 9], "C1.planned": [9, 9, 9], "C2.done": [4, 9, 2], "C2.planned": [9, 9, 9]}
    board = ruleset.score(Evidence.from_columns(["x", "y", "z"], columns, ruleset.formulas))
    plain = attribute(board, Scenario.of(board, "A", EDITS))
    turned = attribute(board, Scenario.of(board, "A", {path: EDITS[path] for path in order}))
    for unit in ("x", "y", "z"):
        shares = dict(zip(order, turned[unit].total.by_edit or (), strict=True))
        assert [shares[path] for path in EDITS] == list(plain[unit].total.by_edit or ())


@given(scenarios(count=2))
@FEW
def test_shares_add_up_to_the_change_and_a_dummy_counts_nothing(drawn: Drawn) -> None:
    whole = joined(drawn.scenarios, "Cả hai")
    dummy = Scenario.of(drawn.board, "Ghi chú", {"rules.note": "Không đổi điểm nào"})
    found = attribute(drawn.board, [*(Scenario(str(n), [e]) for n, e in enumerate(whole.edits)), dummy])
    there = whole.apply(drawn.board)
    for each in found.units:
        for shares, figure in ((each.total, "total"), (each.rank, "rank")):
            old, new = (getattr(side[each.unit.id], figure) for side in (drawn.board, there))
            assert (shares.old, shares.new) == (old, new)
            if shares.by_edit is not None:
                assert sum(shares.by_edit) == shares.change
                assert shares.by_edit[-1] == 0


def test_edits_of_one_place_are_refused(board: Any) -> None:
    one = Scenario.of(board, "Một", {"evidence.x.C2.done": 8})
    with pytest.raises(EvidenceError, match="cùng thay đổi"):
        attribute(board, [one, one])


def test_too_many_edits_are_refused(board: Any) -> None:
    many = [Scenario(str(n), []) for n in range(13)]
    with pytest.raises(EvidenceError, match="13"):
        attribute(board, many)
