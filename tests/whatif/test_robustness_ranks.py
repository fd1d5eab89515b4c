"""Rank intervals against all cells into which ties cut the weights, and against chance."""

from __future__ import annotations

import sys
from fractions import Fraction
from itertools import combinations
from random import Random
from typing import Any

import pytest
from generated_rulesets import Made, rulesets
from generated_sheets import Sheet, sheets
from hypothesis import given, settings
from hypothesis import strategies as st
from weighed_boards import board_of, boards, cells, ranks_at, totals_at, values

from thidua_scoring.errors import EvidenceError, FaultsError, NoSuchName
from thidua_scoring.scoring.scoreboard import Scoreboard
from thidua_scoring.whatif.robustness import Region, rank_intervals, subsets
from thidua_scoring.whatif.robustness.model import weighing
from thidua_scoring.whatif.robustness.ranks import Extremes
from thidua_scoring.whatif.robustness.regions import value_of

SHARE = st.sampled_from(["10%", "30%", "100%"])
ORDER = st.lists(
    st.tuples(st.sampled_from(["C0", "C1", "C2"]), st.just(">="), st.sampled_from(["C0", "C1", "C2"])),
    max_size=1,
)


def limits(region: Region, names: list[str]) -> list[tuple[list[int], Fraction]]:
    """Write a region as rows, independently of the library."""

    def row(**factors: int) -> list[int]:
        return [factors.get(name, 0) for name in names]

    found = [(row(**{name: -1}), Fraction(0)) for name in names]
    for name, (low, high) in region.bounds.items():
        found += [] if low is None else [(row(**{name: -1}), -low)]
        found += [] if high is None else [(row(**{name: 1}), high)]
    for left, _, right in region.order:
        found += [] if left == right else [(row(**{left: -1, right: 1}), Fraction(0))]
    return found


@settings(max_examples=25, deadline=None)
@given(boards(), SHARE, ORDER, st.booleans())
def test_intervals_are_those_over_all_cells(
    board: Scoreboard, share: str, order: list[Any], free: bool
) -> None:
    region = Region.free(order=order) if free else Region.around(board, share, order=order)
    names = [name for name in board.ruleset.written.criteria if name != "B"]
    own = [board.ruleset.written.criteria[name].head.points for name in names]
    there = cells(board, limits(region, names), sum(own, Fraction(0)))
    if not there:
        with pytest.raises(EvidenceError, match="≥"):
            rank_intervals(board, region)
        return
    found = rank_intervals(board, region)
    ranks = [ranks_at(board, point) for point in there]
    totals = [totals_at(board, point) for point in there]
    for each in found.units:
        seen = [rank[each.unit.id] for rank in ranks]
        assert (each.best, each.worst) == (min(seen), max(seen))
        assert ranks_at(board, values(each.best_at))[each.unit.id] == each.best
        assert ranks_at(board, values(each.worst_at))[each.unit.id] == each.worst
        assert each.now == board[each.unit.id].rank
    sure = {(pair.above.id, pair.below.id): pair.strictly for pair in found.pairs}
    for one, two in combinations(totals[0], 2):
        for above, below in ((one, two), (two, one)):
            assert ((above, below) in sure) == all(total[above] >= total[below] for total in totals)
            strictly = all(total[above] > total[below] for total in totals)
            assert sure.get((above, below), False) == strictly


@settings(max_examples=10, deadline=None)
@given(boards(criteria=4, units=7), SHARE)
def test_no_larger_set_of_conditions_holds_together(board: Scoreboard, share: str) -> None:
    model = weighing(board)
    extremes = Extremes(Region.around(board, share).over(model.own), model.blocs[0])
    halves = [half for pair, half in extremes.halves.items() if pair[1] == 0]
    for strict in (False, True):
        kept, _ = subsets.Subsets(extremes.space, halves, strict).largest()
        for some in combinations(range(len(halves)), min(len(kept) + 1, len(halves))):
            if len(some) > len(kept):
                assert subsets.Subsets(extremes.space, halves, strict).weights(frozenset(some)) is None


@settings(max_examples=10, deadline=None)
@given(boards(criteria=4, units=8, blocs=True), st.randoms(use_true_random=False))
def test_ranks_by_chance_lie_inside(board: Scoreboard, rng: Random) -> None:
    region = Region.around(board, "40%", total=None)
    found = rank_intervals(board, region)
    for _ in range(50):
        weights = []
        for low, high in region.bounds.values():
            assert low is not None
            assert high is not None
            weights.append(low + (high - low) * Fraction(rng.randint(0, 12), 12))
        ranks = ranks_at(board, weights)
        assert all(each.best <= ranks[each.unit.id] <= each.worst for each in found.units)


@settings(max_examples=40, deadline=None)
@given(rulesets(), st.data())
def test_a_board_is_weighed_as_it_stands_or_refused(made: Made, data: st.DataObject) -> None:
    sheet: Sheet = data.draw(sheets(made, states=("known", "not-applicable")))
    board = made.ruleset.score(sheet.evidence(made.ruleset))
    try:
        model = weighing(board)
    except EvidenceError as error:
        assert all(fault.code.startswith("weights-") for fault in error.faults)
        return
    own = tuple(model.own.values())
    for bloc in model.blocs:
        for row, rank in zip(bloc.rows, bloc.ranks(own), strict=True):
            assert board.ranks[row] == (rank, rank)
    ranked = {row for bloc in model.blocs for row in bloc.rows}
    assert ranked == {row for row, rank in enumerate(board.ranks) if rank is not None}


def test_joint_first_is_the_best_rank_and_needs_no_strict_lead() -> None:
    # The two are equal at 5:5 alone, which is all that the region admits.
    board = board_of((5, 5), [(4, 2), (2, 4)])
    found = rank_intervals(board, Region.free(order=[("C0", "==", "C1")]))
    assert [(each.best, each.worst) for each in found.units] == [(1, 1), (1, 1)]
    assert [pair.strictly for pair in found.pairs] == [False, False]


def test_the_same_is_found_when_highs_chooses(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = Random(7)
    board = board_of(
        (10, 10, 10, 10), [[rng.randint(0, 40) / Fraction(4) for _ in range(4)] for _ in range(14)]
    )
    region = Region.around(board, "60%")
    alone = rank_intervals(board, region)
    monkeypatch.setattr(subsets, "NODES", 0)
    assert alone.to_dict()["pairs"] == rank_intervals(board, region).to_dict()["pairs"]
    assert [(e.best, e.worst) for e in alone.units] == [
        (e.best, e.worst) for e in rank_intervals(board, region).units
    ]


def test_without_scipy_a_long_search_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subsets, "NODES", 0)
    monkeypatch.setitem(sys.modules, "scipy.optimize", None)
    rng = Random(7)
    board = board_of(
        (10, 10, 10, 10), [[rng.randint(0, 40) / Fraction(4) for _ in range(4)] for _ in range(14)]
    )
    with pytest.raises(FaultsError, match=r"thidua-scoring\[solver\]"):
        rank_intervals(board, Region.around(board, "60%"))


def test_a_region_that_contradicts_itself_says_by_what() -> None:
    board = board_of((10, 10, 10), [(1, 2, 3), (3, 2, 1)])
    region = Region.box({"C0": (20, None), "C1": (15, 16), "C2": (0, 9)})
    with pytest.raises(EvidenceError) as caught:
        rank_intervals(board, region)
    (fault,) = caught.value.faults
    assert fault.parameters["limits"] == "C0 ≥ 20; C1 ≥ 15; C2 ≥ 0; Σ = 30"


def test_a_criterion_that_there_is_none_of_is_named_with_the_nearest() -> None:
    board = board_of((10, 10), [(1, 2), (3, 2)])
    with pytest.raises(NoSuchName) as caught:
        rank_intervals(board, Region.box({"C00": (1, 2)}, order=[("C1", ">=", "B")]))
    assert [(fault.parameters["got"], fault.nearest) for fault in caught.value.faults] == [
        ("C00", "C0"),
        ("B", None),
    ]


def test_weights_without_end_are_refused() -> None:
    board = board_of((10, 10), [(1, 2), (3, 2)])
    with pytest.raises(EvidenceError, match="C1"):
        rank_intervals(board, Region.box({"C0": (1, 2)}, total=None))


def test_limits_of_groups_are_refused_or_left_out_with_a_note() -> None:
    criterion = 'group = "H"\nkind = "judged"\ntitle = "D"\nmark = "mark"\npoints = 0\nmaximum = 9'
    extra = f'\n[groups.H]\ntitle = "H"\nat_most = 3\n[criteria.D]\n{criterion}\n'
    board = board_of((10, 10), [(1, 2), (3, 2)], extra=extra, columns={"D.mark": [9, 1]})
    with pytest.raises(EvidenceError) as caught:
        rank_intervals(board, Region.around(board, "10%"))
    assert [(fault.code, dict(fault.parameters)) for fault in caught.value.faults] == [
        ("weights-group-limit", {"unit": "u0", "group": "H"})
    ]
    found = rank_intervals(board, Region.around(board, "10%"), without_limits=True)
    assert "limits-left-out" in [note.code for note in found.notes]
    assert value_of(weighing(board, without_limits=True).blocs[0].totals[0], (Fraction(10),) * 2) == 12


def test_points_that_are_not_known_are_named() -> None:
    board = board_of((10, 10), [(None, 2), (3, None)])
    with pytest.raises(EvidenceError) as caught:
        rank_intervals(board, Region.free())
    assert [(f.parameters["unit"], f.parameters["criterion"]) for f in caught.value.faults] == [
        ("u0", "C0"), ("u1", "C1"),
    ]  # fmt: skip


def test_the_table_and_the_form_for_machines_say_the_same() -> None:
    board = board_of((10, 10), [(1, 8), (8, 1), (0, 0)])
    found = rank_intervals(board, Region.around(board, "20%"))
    (first, *_), records = found.to_dict()["units"], found.table().records()
    assert first["best_at"].keys() == {"C0", "C1"}
    assert [(r["unit"], r["best"], r["worst"], r["above"]) for r in records] == [
        ("u0", 1, 2, 1), ("u1", 1, 2, 1), ("u2", 3, 3, 0),
    ]  # fmt: skip
    assert found["u2"].best == 3
    with pytest.raises(NoSuchName):
        found["u9"]
