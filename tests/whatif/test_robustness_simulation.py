"""Draws of weights: in the region, even, counted exactly, and inside the exact intervals."""

from __future__ import annotations

import sys
from collections import Counter
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from weighed_boards import board_of, boards, ranks_at, totals_at

from thidua_scoring.errors import EvidenceError, FaultsError
from thidua_scoring.scoring.scoreboard import Scoreboard
from thidua_scoring.whatif.robustness import Region, Simulation, rank_intervals, simulate
from thidua_scoring.whatif.robustness.model import weighing
from thidua_scoring.whatif.robustness.simulation import QUANTILES, standard_error
from thidua_scoring.whatif.robustness.walking import walked

CHAIN = [("C0", ">=", "C1"), ("C1", ">=", "C2")]


def weights_of(found: Simulation, board: Scoreboard) -> list[tuple[Fraction, ...]]:
    """Return the weights of every draw."""
    space = found.region.over(weighing(board).own)
    return [
        tuple(low + int(n) * found.drawn.step for low, n in zip(space.lows, row, strict=True))
        for row in found.drawn.rows
    ]


def regions(board: Scoreboard) -> list[Region]:
    return [
        Region.around(board, "25%"),
        Region.around(board, "25%", total=None),
        Region.free(),
        Region.free(order=CHAIN),
        Region.free(order=[("C0", "==", "C1")]),
        Region.box({"C0": (5, 5), "C1": (1, 4)}),
    ]


@pytest.mark.parametrize("numpy", [True, False])
@settings(max_examples=6, deadline=None)
@given(board=boards(blocs=True), which=st.sampled_from([0, 1, 2, 3]))
def test_counts_are_those_of_the_draws_and_lie_inside(numpy: bool, board: Scoreboard, which: int) -> None:
    region = regions(board)[which]
    with pytest.MonkeyPatch.context() as patch:
        if not numpy:
            patch.setitem(sys.modules, "numpy", None)
        found = simulate(board, region, 60, seed=3)
    assert found.drawn.stream == ("numpy PCG64" if numpy else "random.Random")
    exact = rank_intervals(board, region)
    space = region.over(weighing(board).own)
    drawn = weights_of(found, board)
    assert all(weights in space for weights in drawn)
    ranks, totals = [ranks_at(board, w) for w in drawn], [totals_at(board, w) for w in drawn]
    for each in found.units:
        name = each.unit.id
        seen = Counter(rank[name] for rank in ranks)
        assert each.ranks == tuple(seen[rank] for rank in range(1, len(each.ranks) + 1))
        assert exact[name].best <= min(seen)
        assert max(seen) <= exact[name].worst
        ordered = sorted(total[name] for total in totals)
        assert [each.totals[share] for share in QUANTILES] == [
            ordered[max(-int(-share * 60 // 1), 1) - 1] for share in QUANTILES
        ]
        assert each.rank_at(Fraction(1, 2)) == sorted(rank[name] for rank in ranks)[29]
        assert each.classes is not None
        assert sum(each.classes.values()) == 60


@settings(max_examples=6, deadline=None)
@given(board=boards(), which=st.integers(0, 5))
def test_walks_stay_in_the_region(board: Scoreboard, which: int) -> None:
    space = regions(board)[which].over(weighing(board).own)
    drawn = walked(space, 30, 1)
    for row in drawn.rows:
        weights = tuple(low + int(n) * drawn.step for low, n in zip(space.lows, row, strict=True))
        assert weights in space


@pytest.mark.parametrize("how", ["drawn", "walked"])
def test_draws_are_even(how: str) -> None:
    # Of all ways to share out 30 among three, the first has more than 15 in a quarter of them and is the
    # greatest in a third.
    board = board_of((10, 10, 10), [(10, 0, 0), (0, 10, 0), (0, 0, 10)])
    region = Region.free()
    if how == "drawn":
        found = simulate(board, region, 4000, seed=5)
        assert abs(found["u0"].acceptability(1) - Fraction(1, 3)) < Fraction(3, 100)
        firsts = [weights[0] for weights in weights_of(found, board)]
    else:
        space = region.over(weighing(board).own)
        drawn = walked(space, 4000, 5)
        firsts = [int(row[0]) * drawn.step for row in drawn.rows]
    assert abs(Fraction(sum(first > 15 for first in firsts), 4000) - Fraction(1, 4)) < Fraction(3, 100)


def test_classes_are_those_of_the_percentage_under_the_weights() -> None:
    # u0 has 9 of 10 by C0 alone: it is in class A where C0 has seven ninths of the weights or more.
    board = board_of((10, 10), [(9, 0), (5, 5)])
    found = simulate(board, Region.free(), 2000, seed=1)
    drawn = weights_of(found, board)
    classes: dict[Any, int] = Counter(
        "A" if 9 * w[0] >= 140 else "B" if 9 * w[0] >= 80 else "C" for w in drawn
    )
    assert found["u0"].classes == classes
    assert found["u1"].classes == {"B": 2000}


def test_the_same_seed_gives_the_same_and_another_another() -> None:
    board = board_of((10, 10, 10), [(9, 3, 4), (3, 8, 5)])
    region = Region.around(board, "50%")
    assert simulate(board, region, 50, 1).to_dict() == simulate(board, region, 50, 1).to_dict()
    assert simulate(board, region, 50, 1).to_dict() != simulate(board, region, 50, 2).to_dict()


def test_figures_too_long_for_64_bits_are_counted_exactly() -> None:
    tiny = Fraction(1, 10**30)
    board = board_of((10, 10), [(5, 5), (5 + tiny, 5 + tiny)])
    found = simulate(board, Region.around(board, "10%"), 100)
    assert (found["u0"].ranks, found["u1"].ranks) == ((0, 100), (100, 0))


def test_an_order_too_long_to_meet_by_chance_is_walked_and_said_so() -> None:
    names = [f"C{n}" for n in range(8)]
    board = board_of((5,) * 8, [(1, 2, 3, 4, 5, 4, 3, 2), (4, 3, 2, 1, 0, 1, 2, 3)])
    found = simulate(board, Region.free(order=[(a, ">=", b) for a, b in pairwise(names)]), 50)
    assert "drawn-nearly" in [note.code for note in found.notes]
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "numpy", None)
        with pytest.raises(FaultsError, match=r"thidua-scoring\[solver\]"):
            simulate(board, found.region, 50)


@pytest.mark.parametrize("draws", [0, -1, True, "many"])
def test_a_number_of_draws_that_is_none_is_refused(draws: Any) -> None:
    board = board_of((10, 10), [(1, 2)])
    with pytest.raises(EvidenceError, match="draws-none"):
        simulate(board, Region.free(), draws)


def test_the_error_of_sampling_is_never_told_too_small() -> None:
    assert standard_error(Fraction(0), 100) == 0
    for count in range(1, 7):
        error = Fraction(standard_error(Fraction(count, 7), 1000))
        square = Fraction(count, 7) * Fraction(7 - count, 7) / 1000
        assert (error - Fraction(1, 10**6)) ** 2 < square <= error**2


def test_the_table_has_a_column_for_each_class() -> None:
    board = board_of((10, 10), [(9, 3), (3, 8)])
    found = simulate(board, Region.around(board, "20%"), 100)
    (first, _) = found.table().records()
    assert {"class.A", "class.B", "class.C"} <= first.keys()
    assert found.text("vi") != found.text("en")
    assert found.html()
    assert found.to_dict()["units"][0]["ranks"] == list(found["u0"].ranks)
