"""Sweeps, curves, marginal gains and open figures of a small ruleset that can be worked out by hand."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from attrs import evolve
from written_toml import document, loaded

from thidua_scoring.errors import EvidenceError, NoSuchName
from thidua_scoring.evidence.evidence import Evidence
from thidua_scoring.ruleset.ruleset import Ruleset
from thidua_scoring.scoring.scoreboard import Scoreboard
from thidua_scoring.whatif.courses import course_of, flips, marginal, sweep

CRITERIA: dict[str, dict[str, Any]] = {
    "thu": {
        "title": "Thu ngân sách",
        "kind": "bands",
        "points": 10,
        "measure": "collected",
        "bands": [
            {"from": 100, "points": 10},
            {"from": 80, "below": 100, "points": [5, 8]},
            {"below": 80, "points": 0},
        ],
        "fields": {"collected": {"kind": "number", "title": "Số thu", "maximum": 150}},
    },
    "don": {
        "title": "Đơn thư",
        "kind": "ledger",
        "points": 5,
        "at_least": 0,
        "deduct": [{"per_case": "late", "points": 1}],
        "fields": {"late": {"title": "Đơn trễ hạn"}},
    },
    "hon": {
        "title": "So với đơn vị tốt nhất",
        "kind": "relative",
        "points": 4,
        "measure": "done",
        "may_exceed": True,
        "rounding": {"places": 2, "mode": "half-up"},
    },
    "le": {"title": "Lễ", "kind": "ledger", "points": 2, "base": [{"points": 2, "when": "held"}]},
}


@pytest.fixture(scope="module")
def rules() -> Ruleset:
    return loaded(
        document(
            {
                "format": 1,
                "id": "thu/duong-diem",
                "title": "Thử",
                "status": "illustrative",
                "source": "thử",
                "scale": {"points": 21},
                "classes": [
                    {"id": "A", "title": "Xuất sắc", "from": 18},
                    {"id": "B", "title": "Tốt", "from": 12},
                    {"id": "C", "title": "Chưa đạt", "from": 0},
                ],
                "vetoes": {
                    "V": {
                        "title": "Có kỷ luật",
                        "when": {"fact": "disciplined", "is": True},
                        "outcome": "unrated",
                    }
                },
                "facts": {"disciplined": {"kind": "yes-no", "title": "Kỷ luật"}},
                "groups": {"G": {"title": "G"}},
                "criteria": {name: {"group": "G", **each} for name, each in CRITERIA.items()},
            }
        )
    )


@pytest.fixture
def board(rules: Ruleset) -> Scoreboard:
    return rules.score(evidence(rules))


def evidence(rules: Ruleset, **changed: list[Any]) -> Evidence:
    columns: dict[str, list[Any]] = {
        "thu.collected": [70, 100],
        "don.late": [1, 2],
        "hon.done": [5, 10],
        "le.held": [True, True],
        ".disciplined": [False, False],
    }
    return Evidence.from_columns(["a", "b"], columns | changed, rules.formulas, names=["Xã A", "Xã B"])


def test_a_sweep_holds_every_stretch_with_its_ends(board: Scoreboard) -> None:
    found = sweep(board, "a", "thu.collected")
    assert [(each.ends, each.totals, each.class_, each.rank) for each in found.stretches] == [
        ((0, True, 80, False), (8, 8), "C", (2, 2)),
        ((80, True, 100, False), (13, 16), "B", (2, 2)),
        ((100, True, 150, True), (18, 18), "A", (2, 2)),
    ]
    assert found.stretches[1].total is not None
    assert found.stretches[1].total.slope == Fraction(3, 20)


def test_values_between_are_told_exactly(board: Scoreboard) -> None:
    found = sweep(board, "a", "thu.collected")
    assert [found.at(x).total for x in (79, 80, 90, 100)] == [8, 13, Fraction(29, 2), 18]
    assert [found.at(x).class_ for x in (79, 80, 100)] == ["C", "B", "A"]
    assert found.now is not None
    assert (found.now.value, found.now.total, found.now.rank) == (70, 8, (2, 2))
    assert found.breakpoints == (80, 100)
    assert [(change.value, change.included) for change in found.changes] == [(80, True), (100, True)]


def test_a_narrower_range_and_a_step_are_kept_to(board: Scoreboard) -> None:
    found = sweep(board, "a", "thu.collected", low=90, high=Decimal("101"), step=2)
    assert [each.ends for each in found.stretches] == [(90, True, 98, True), (100, True, 100, True)]
    with pytest.raises(EvidenceError) as caught:
        found.at(91)
    assert [fault.code for fault in caught.value.faults] == ["course-range"]


def test_relative_rules_move_the_others_too(rules: Ruleset) -> None:
    board = rules.score(evidence(rules, **{"thu.collected": [100, 100]}))
    found = sweep(board, "a", "hon.done")
    assert (found.at(5).rank, found.at(20).rank) == ((2, 2), (1, 1))
    assert (found.at(5).total, found.at(20).total) == (18, 20)
    assert {name: [rank for _, rank in parts] for name, parts in found.ranks.items()} == {
        "a": [(2, 2), (1, 1)],
        "b": [(1, 1), (2, 2)],
    }
    assert "Xã B" in found.text()


def test_a_staircase_is_shown_by_class_and_rank(rules: Ruleset) -> None:
    board = rules.score(evidence(rules, **{"thu.collected": [100, 100]}))
    found = sweep(board, "a", "hon.done")
    assert len(found.stretches) > 400
    # Level with the other unit from 7,4875 on; above 10 it is the best itself.
    assert [row["values"] for row in found.table().records()] == [
        "từ 0 đến dưới 4,9875",
        "từ 4,9875 đến dưới 7,4875",
        "từ 7,4875",
    ]


def test_a_count_runs_on_without_end_where_nothing_limits_it(board: Scoreboard) -> None:
    found = sweep(board, "a", "don.late")
    assert [each.ends for each in found.stretches] == [(0, True, 5, True), (6, True, None, False)]
    assert found.stretches[1].totals == (4, 4)


def test_a_truth_has_one_row_for_each_value_and_a_veto_stands_for_the_rank(board: Scoreboard) -> None:
    found = sweep(board, "a", ".disciplined")
    assert [(each.ends[0], each.class_, each.rank) for each in found.stretches] == [
        (False, "C", (2, 2)),
        (True, None, None),
    ]
    verdict = found.at(True).verdict
    assert verdict is not None
    assert verdict.outcome == "unrated"
    assert found.ranks["a"][1][1] is None
    assert found.to_dict()["now"] is False


@pytest.mark.parametrize(
    ("figure", "limits", "codes"),
    [
        ("thu.collected", {"low": -1}, {"course-range"}),
        ("thu.collected", {"low": 90, "high": 80}, {"course-turned"}),
        ("don.late", {"step": Fraction(1, 2)}, {"course-step"}),
        ("thu.colected", {}, {"course-figure"}),
    ],
)
def test_what_cannot_be_swept_is_told(
    board: Scoreboard, figure: str, limits: dict[str, Any], codes: set[str]
) -> None:
    with pytest.raises((EvidenceError, NoSuchName)) as caught:
        sweep(board, "a", figure, **limits)
    assert {fault.code for fault in caught.value.faults} == codes
    assert caught.value.faults[0].nearest in (None, "thu.collected")


def test_open_figures_are_named(rules: Ruleset) -> None:
    board = rules.score(evidence(rules, **{"don.late": [None, 2]}))
    with pytest.raises(EvidenceError) as caught:
        sweep(board, "a", "thu.collected")
    (fault,) = caught.value.faults
    assert (fault.code, fault.parameters["cells"]) == ("course-open", "a: don.late")


def test_texts_are_in_both_languages(board: Scoreboard) -> None:
    found = sweep(board, "a", "thu.collected")
    vietnamese, english = found.text(), found.text("en")
    assert "từ 80 đến dưới 100" in vietnamese
    assert "from 80 to below 100" in english
    assert "Xếp loại" in repr(found)
    assert "Xã A" in found._repr_html_()
    (first, *_) = found.to_dict()["stretches"]
    assert first == {
        "low": "0", "low_in": True, "high": "80", "high_in": False, "totals": ["8", "8"], "slope": "0",
        "class": "C", "outcome": None, "rank": 2,
    }  # fmt: skip


def test_the_curve_of_a_criterion_holds_the_unit_s_own_point(board: Scoreboard) -> None:
    found = course_of(board["a"]["thu"])
    assert found.figure.key == "thu.collected"
    assert [each.at_ends for each in found.segments] == [(0, 0), (5, 8), (10, 10)]
    assert found.now == (70, 0)
    assert found.at(90) == Fraction(13, 2)
    assert found.window == (0, 150)
    assert course_of(board["a"]["le"], "held").at(False) == 0
    with pytest.raises(EvidenceError):
        course_of(board["a"]["le"])


def test_the_next_level_and_the_most_are_those_of_the_rules(board: Scoreboard) -> None:
    rows = {row.figure.key: row for row in marginal(board, "a").rows}
    collected, late, held = rows["thu.collected"], rows["don.late"], rows["le.held"]
    assert collected.next is not None
    assert collected.best is not None
    assert (collected.next.value, collected.next.gain, collected.next.verdict) == (
        80, 5, sweep(board, "a", "thu.collected").at(80).verdict,
    )  # fmt: skip
    assert (collected.best.value, collected.best.points, collected.best.total_gain) == (100, 10, 10)
    assert late.next is not None
    assert (late.next.value, late.next.total) == (0, 9)
    assert held.status == "at-most"
    assert "100" in marginal(board, "a").text()


def test_a_rise_without_steps_is_told_by_its_end(rules: Ruleset) -> None:
    board = rules.score(evidence(rules, **{"thu.collected": [90, 100]}))
    row = next(row for row in marginal(board, "a").rows if row.figure.key == "thu.collected")
    assert row.next is not None
    assert (row.next.value, row.next.side, row.next.points) == (100, -1, 8)


def test_units_under_a_veto_are_marked(rules: Ruleset) -> None:
    board = rules.score(evidence(rules, **{".disciplined": [True, False]}))
    found = marginal(board, "a")
    assert [veto.id for veto in found.vetoed] == ["V"]
    assert "Có kỷ luật" in found.text()


def test_one_open_figure_is_decisive_where_a_class_hangs_on_it(rules: Ruleset) -> None:
    made = evidence(rules, **{"thu.collected": [None, 100]})
    late = evolve(made.columns["don.late"], unconfirmed=frozenset({1}))
    board = rules.score(evolve(made, columns={**made.columns, "don.late": late}))
    found = {(cell.unit.id, cell.figure.key): cell for cell in flips(board).cells}
    collected = found["a", "thu.collected"]
    assert (collected.classes, collected.ranks, collected.at) == (("A", "B", "C"), (2, 2), (80, 100))
    assert collected.basis == "course"
    assert collected.decisive
    (joint, *_) = flips(board).table().records()
    assert joint["figure"] == "mọi số liệu còn mở cùng lúc"
    assert joint["total"] == ["8", "18"]
    assert flips(board).to_dict()["cells"][0]["at"] == ["80", "100"]


def test_a_figure_known_to_lie_in_a_range_is_moved_over_that_range_alone(rules: Ruleset) -> None:
    made = evidence(rules, **{"thu.collected": [None, 100]})
    known = evolve(made.columns["thu.collected"], ranges={0: (Fraction(101), Fraction(120))})
    board = rules.score(evolve(made, columns={**made.columns, "thu.collected": known}))
    (cell,) = flips(board).cells
    assert (cell.state, cell.classes, cell.decisive) == ("between", ("A",), False)
