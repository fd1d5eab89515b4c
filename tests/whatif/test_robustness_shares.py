"""Weights of units to which different criteria apply: what applies to each is kept."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from written_toml import document, loaded

from thidua_scoring import EvidenceError
from thidua_scoring.evidence.evidence import Evidence
from thidua_scoring.whatif import Region, Scenario, rank_intervals, simulate

SECTORS = ("a", "b")
OWN = {"chung": 10, "a1": 6, "a2": 4, "b1": 5, "b2": 5}
RULES: dict[str, Any] = {
    "format": 1, "id": "thu", "title": "Thử", "status": "illustrative", "source": "thử",
    "scale": {"points": 30, "not_applicable": "drop"},
    "ranking": {"by": "percent", "rounded": False},
    "groups": {"g": {"title": "G", "points": 30}},
    "facts": {"sector": {"kind": "level", "title": "Ngành", "levels": list(SECTORS)}},
    "criteria": {
        name: {"group": "g", "kind": "proportional", "title": name, "points": points, "measure": "share",
               "fields": {"share": {"kind": "percent", "maximum": "100%"}},
               **({} if name == "chung" else {"applies": {"fact": "sector", "is": name[0]}})}
        for name, points in OWN.items()
    },
}  # fmt: skip


def board_of(shares: list[dict[str, Fraction]], sectors: list[str]) -> Any:
    ruleset = loaded(document({**RULES, "scale": {**RULES["scale"], "rounding": []}}))
    units = [f"u{n}" for n in range(len(shares))]
    columns: dict[str, list[Any]] = {f"{name}.share": [each[name] for each in shares] for name in OWN}
    return ruleset.score(Evidence.from_columns(units, {**columns, ".sector": sectors}, ruleset.formulas))


def percent(shares: dict[str, Fraction], sector: str, weights: dict[str, Fraction]) -> Fraction:
    """Work a unit's percentage out by hand."""
    names = [name for name in OWN if name == "chung" or name[0] == sector]
    return sum(weights[name] * shares[name] for name in names) / sum(weights[name] for name in names)


def ranks_at(
    shares: list[dict[str, Fraction]], sectors: list[str], weights: dict[str, Fraction]
) -> list[int]:
    reached = [percent(*each, weights) for each in zip(shares, sectors, strict=True)]
    return [1 + sum(other > own for other in reached) for own in reached]


PARTS = st.integers(0, 8).map(lambda n: Fraction(n, 8))
UNITS = st.lists(st.tuples(st.fixed_dictionaries(dict.fromkeys(OWN, PARTS)), st.sampled_from(SECTORS)),
                 min_size=2, max_size=4)  # fmt: skip


@given(UNITS)
@settings(max_examples=25, deadline=None)
def test_ranks_by_share_hold_over_the_region_and_are_reached(units: list[Any]) -> None:
    shares, sectors = [each for each, _ in units], [sector for _, sector in units]
    board = board_of(shares, sectors)
    found = rank_intervals(board, Region.around(board, "50%").keeping(board)).units
    for row, each in enumerate(found):
        assert ranks_at(shares, sectors, dict(each.best_at))[row] == each.best
        assert ranks_at(shares, sectors, dict(each.worst_at))[row] == each.worst
    # In each sector one weight is free: within 50 %, with the other making up for it.
    for one, two in product(range(9), repeat=2):
        first, second = 4 + Fraction(one, 2), Fraction(5, 2) + two * Fraction(5, 8)
        weights = {"chung": Fraction(10), "a1": min(first, Fraction(8)), "b1": second, "b2": 10 - second}
        weights["a2"] = 10 - weights["a1"]
        for each, rank in zip(found, ranks_at(shares, sectors, weights), strict=True):
            assert each.best <= rank <= each.worst


def test_other_points_in_the_rules_give_such_ranks() -> None:
    shares = [{name: Fraction(n * k % 9, 8) for k, name in enumerate(OWN, start=3)} for n in range(1, 4)]
    shares = [{name: min(share, Fraction(1)) for name, share in each.items()} for each in shares]
    board = board_of(shares, ["a", "b", "a"])
    weights = {"a1": Fraction(15, 2), "a2": Fraction(5, 2), "b1": Fraction(4), "b2": Fraction(6)}
    changes = {f"rules.criteria.{name}.points": weight for name, weight in weights.items()}
    there = Scenario.of(board, "Trọng số khác", changes).apply(board)
    expected = ranks_at(shares, ["a", "b", "a"], {"chung": Fraction(10), **weights})
    assert [unit.rank for unit in there] == expected


def test_draws_lie_within_the_intervals() -> None:
    shares = [{name: Fraction(n * k % 9, 8) % 1 for k, name in enumerate(OWN, start=3)} for n in range(1, 6)]
    board = board_of(shares, ["a", "b", "a", "b", "a"])
    region = Region.around(board, "50%").keeping(board)
    found, drawn = rank_intervals(board, region), simulate(board, region, 500)
    for each in drawn.units:
        ranks = [rank for rank, count in enumerate(each.ranks, start=1) if count]
        assert found[each.unit.id].best <= min(ranks) <= max(ranks) <= found[each.unit.id].worst


def test_without_keeping_what_applies_such_units_are_not_compared() -> None:
    board = board_of([dict.fromkeys(OWN, Fraction(1, 2))] * 2, ["a", "b"])
    with pytest.raises(EvidenceError, match="mẫu số"):
        rank_intervals(board, Region.around(board, "50%"))
