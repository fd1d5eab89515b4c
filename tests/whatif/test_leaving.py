"""The ranking without one criterion, group or unit equals one that never had it."""

from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction
from itertools import permutations
from typing import Any

import pytest
from attrs import evolve
from generated_criteria import RELATIVE
from generated_rulesets import Made, rulesets
from generated_sheets import Sheet, sheets
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st
from written_toml import document, loaded

from thidua_scoring.decisions.settled import Settled, settled_board
from thidua_scoring.errors import EvidenceError, NoSuchName
from thidua_scoring.evidence.evidence import Evidence
from thidua_scoring.formula import nodes
from thidua_scoring.formula.values import Value
from thidua_scoring.scoring.scoreboard import Scoreboard
from thidua_scoring.whatif.leaving import LeftOut, leave_one_out

examples = settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # shrinking a whole ruleset takes minutes
)
OWN = {"title": "Riêng", "group": "G", "kind": "judged", "points": 10, "mark": "m"}
BEST = {"title": "So với cao nhất", "group": "G", "kind": "relative", "points": 10, "measure": "cases"}


def board(marks: dict[str, tuple[int, int]], **keys: Any) -> Scoreboard:
    """Score units by a criterion of their own and one against the best of the bloc."""
    data = {
        "format": 1, "id": "thu/bo-bot", "title": "Bộ thử", "status": "illustrative", "source": "thử",
        "scale": {"points": 20, "rounding": {"at": "criterion", "places": 2, "mode": "half-up"}},
        "groups": {"G": {"title": "Nhóm"}},
        "criteria": {"A": OWN, "B": BEST}, **keys,
    }  # fmt: skip
    ruleset = loaded(document(data))
    columns = {key: [row[n] for row in marks.values()] for n, key in enumerate(("A.m", "B.cases"))}
    return ruleset.score(
        Evidence.from_columns(list(marks), columns, ruleset.formulas, blocs=["K"] * len(marks))
    )


def test_a_criterion_left_out_counts_nothing_of_nothing() -> None:
    found = leave_one_out(board({"x": (9, 5), "y": (5, 10)}))["A"]
    assert found.board is not None
    assert [(each.total, each.percent, each.rank) for each in found.board] == [(5, 50, 2), (10, 100, 1)]
    assert [(flip.above.id, flip.below.id) for flip in found.flips] == []
    assert not found.first_changes
    assert found.board["x"]["B"].points == 5


def test_two_units_turn_round_when_a_third_leaves_and_the_relative_criterion_is_named() -> None:
    scored = board({"x": (9, 1), "y": (5, 3), "z": (0, 10)})
    assert [(each.total, each.rank) for each in scored] == [(10, 1), (8, 3), (10, 1)]
    found = leave_one_out(scored).unit("z")
    assert found.board is not None
    assert [Fraction(each.total or 0) for each in found.board] == [Fraction("12.33"), 15]
    (flip,) = found.flips
    assert (flip.above.id, flip.below.id) == ("x", "y")
    assert [(each.id, each.name) for each in flip.because] == [("B", "So với cao nhất")]
    assert "vì điểm so sánh trong khối thay đổi ở So với cao nhất" in found.text()
    assert found.first_changes


def test_without_relative_rules_no_pair_of_others_turns_round() -> None:
    other = {**OWN, "title": "Khác", "mark": "cases"}
    every = leave_one_out(board({"x": (9, 1), "y": (5, 3), "z": (0, 10)}, criteria={"A": OWN, "B": other}))
    for unit, found in every.units.items():
        assert found.board is not None and not found.flips
        assert unit not in found.board.evidence.rows
    assert [each.first_changes for each in every.units.values()] == [True, False, True]
    assert "Hạng nhất khi bỏ" in every.text() and every.to_frame().shape == (6, 5)


def test_a_unit_alone_leaves_nobody_behind() -> None:
    found = leave_one_out(board({"x": (9, 1)}))["x"]
    assert found.board is not None and len(found.board) == 0
    assert found.first == ({"K": ("x",)}, {})


def test_settled_points_stay_settled() -> None:
    scored = settled_board(board({"x": (9, 5), "y": (5, 10)}), {"x": Settled({"A": Value.known(2)})})
    every = leave_one_out(scored)
    assert [each.total for each in every["B"].board or ()] == [2, 5]
    assert [each.total for each in every["y"].board or ()] == [12]


def test_who_is_not_rated_stays_unrated() -> None:
    scored = settled_board(board({"x": (9, 5), "y": (5, 10)}), {"x": Settled(rated=False)})
    without = leave_one_out(scored)["A"].board
    assert without is not None
    assert [(each.total, each.rank) for each in without] == [(None, None), (10, 1)]


def test_what_there_is_not_cannot_be_left_out() -> None:
    with pytest.raises(NoSuchName) as error:
        leave_one_out(board({"x": (9, 1)}))["C"]
    assert error.value.faults[0].parameters["expected"] == "A, B, G, x"


# ── properties ──────────────────────────────────────────────────────────────────────


def drawn(data: Any, most: int = 4) -> tuple[Made, Sheet, Scoreboard]:
    kinds = data.draw(st.sampled_from([None, tuple(sorted(RELATIVE))]))
    made = data.draw(rulesets(kinds=kinds))
    sheet = data.draw(sheets(made, 2, most))
    try:
        return made, sheet, made.ruleset.score(sheet.evidence(made.ruleset))
    except EvidenceError:
        assume(False)
        raise


def seen(board: Scoreboard) -> dict[str, Any]:
    names: list[Any] = ["total", "applicable", "percent", "standing"]
    names += [("criterion", name) for name in board.ruleset.formulas.criteria]
    return {
        each.unit.id: [
            each.rank,
            each.rank_bounds,
            each.class_bounds,
            each.outcome,
            *(board.value(name, each.row) for name in names),
        ]
        for each in board
    }


def zeroed(board: Scoreboard, criteria: Collection[str], groups: Collection[str] = ()) -> Scoreboard:
    """Score again by formulas in which some parts were replaced one after another."""
    formulas = board.ruleset.formulas
    gone: list[nodes.Node] = []
    for name in groups:
        gone += [formulas.groups[name].points, formulas.groups[name].applicable]
    for name in criteria:
        gone += [formulas.criteria[name].counted, formulas.criteria[name].applicable]
    new = formulas
    for part in gone:
        new = new.rewritten(
            lambda root, part=part: nodes.rewrite(root, lambda node: nodes.ZERO if node == part else node)
        )
    return evolve(board.ruleset, formulas=new).score(board.evidence)


def check_flips(found: LeftOut) -> None:
    ranks = {old.unit.id: (old.unit.bloc, old.rank, new.rank) for old, new in found.pairs}
    expected = {
        (a, b)
        for a, b in permutations(ranks, 2)
        if ranks[a][0] == ranks[b][0]
        and None not in (*ranks[a], *ranks[b])
        and ranks[a][1] < ranks[b][1]  # type: ignore[operator]
        and ranks[a][2] > ranks[b][2]  # type: ignore[operator]
    }
    assert {(flip.above.id, flip.below.id) for flip in found.flips} == expected


@examples
@given(st.data())
def test_without_a_criterion_or_group_all_is_as_if_it_counted_nothing(data: Any) -> None:
    made, _, scored = drawn(data)
    every, written = leave_one_out(scored), made.ruleset.written
    inside = {
        name: [n for n in written.groups if n == name or written.groups[n].parent == name]
        for name in written.groups
    }
    for name, found in every.criteria.items():
        assert found.board is not None
        assert seen(found.board) == seen(zeroed(scored, [name]))
        check_flips(found)
    for name, found in every.groups.items():
        within = [c for c, spec in written.criteria.items() if spec.head.group in inside[name]]
        assert found.board is not None
        assert seen(found.board) == seen(zeroed(scored, within, reversed_(inside[name])))
        check_flips(found)


def reversed_(groups: list[str]) -> list[str]:
    return sorted(groups)  # a group before those inside it, which are named after it


@examples
@given(st.data())
def test_without_a_unit_all_is_as_if_it_had_never_been_there(data: Any) -> None:
    made, sheet, scored = drawn(data)
    every = leave_one_out(scored)
    for row, (unit, found) in enumerate(every.units.items()):
        rest = [other for other in range(len(scored)) if other != row]
        try:
            kept = evolve(sheet, away={name: rows & {*rest} for name, rows in sheet.away.items()})
            without = made.ruleset.score(kept.ordered(rest).evidence(made.ruleset))
        except EvidenceError:
            assert found.board is None
            continue
        assert found.board is not None
        expected, bloc = seen(without), scored[unit].unit.bloc
        assert seen(found.board) == {id_: expected[id_] for id_ in expected if without[id_].unit.bloc == bloc}
        check_flips(found)
        for flip in found.flips:
            for name in (each.id for each in flip.because):
                assert made.ruleset.formulas.criteria[name].relative
