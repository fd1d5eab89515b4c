"""What goals say in real tables, which levers they take by themselves, and what they refuse."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from written_toml import document, loaded

from thidua_scoring import load_ruleset
from thidua_scoring.errors import EvidenceError, FaultsError, NoSuchName
from thidua_scoring.evidence.evidence import Evidence
from thidua_scoring.scoring.scoreboard import Scoreboard
from thidua_scoring.whatif.goals import Goal, Lever, seek_goal

TRADE = "so-cong-thuong"
FINE = Fraction(1, 10**7)


@pytest.fixture(scope="module")
def cao_bang() -> Scoreboard:
    return load_ruleset("cao-bang/khoi-ii-2015").score("examples/cao_bang_2015/evidence.csv")


def changes(goal: Goal) -> list[dict[str, Any]]:
    return [{change.key: change.new for change in answer.changes} for answer in goal.answers]


def board_of(criteria: dict[str, Any], figures: dict[str, list[Any]], **more: Any) -> Scoreboard:
    """Score a small table in one group."""
    for name, each in criteria.items():
        criteria[name] = {"title": name, "group": "G", "points": 10, **each}
    data = {
        "format": 1, "id": "thu/muc-tieu", "title": "Thử", "status": "illustrative", "source": "thử",
        "scale": {"points": 10 * len(criteria), "may_exceed": True,
                  "rounding": [{"at": "criterion", "places": 2, "mode": "half-up"}],
                  "percent_rounding": {"places": 2, "mode": "half-up"}},
        "groups": {"G": {"title": "G"}}, "criteria": criteria, **more,
    }  # fmt: skip
    ruleset = loaded(document(data))
    units = [f"u{n}" for n in range(len(next(iter(figures.values()))))]
    return ruleset.score(Evidence.from_columns(units, figures, ruleset.formulas))


# ── Cao Bằng 2015, Tiền Giang 2022 ──────────────────────────────────────────────────


def test_the_class_that_a_unit_has_already_takes_no_change(cao_bang: Scoreboard) -> None:
    goal = seek_goal(cao_bang, TRADE, class_="tot")
    assert goal.already
    assert changes(goal) == [{}]


def test_the_best_class_takes_both_criteria_and_each_is_needed(cao_bang: Scoreboard) -> None:
    goal = seek_goal(cao_bang, TRADE, class_="xuat-sac")
    exports, retail = Fraction("0.4517"), Fraction("0.10441")
    assert changes(goal) == [{"ct-xuat-nhap-khau.share_of_plan": exports, "ct-ban-le.growth": retail}]
    assert goal.answers[0].cost == 36
    assert [note.code for note in goal.notes] == ["goal-open-figures"]


def test_who_cannot_be_first_is_told_by_how_much_it_falls_short(cao_bang: Scoreboard) -> None:
    # Others may come to 100 %; the report that is not confirmed may cost this unit 5 of 60 points.
    goal = seek_goal(cao_bang, TRADE, rank=1)
    assert not goal.reached
    assert [reason.text() for reason in goal.why] == [
        "cần tỷ lệ điểm 100\u00a0%, tối đa chỉ chắc chắn đạt 91,67\u00a0%"
    ]
    assert goal.most is not None
    assert (goal.most.bounds.low, goal.most.bounds.high) == (55, 60)


def test_a_criterion_that_stays_may_put_a_goal_out_of_reach(cao_bang: Scoreboard) -> None:
    goal = seek_goal(cao_bang, TRADE, class_="xuat-sac", frozen=["ct-xuat-nhap-khau"])
    assert not goal.reached
    assert "ct-xuat-nhap-khau.share_of_plan" not in {c.key for c in goal.most.changes}  # type: ignore[union-attr]


def test_a_unit_alone_in_its_bloc_is_first_whatever_it_does() -> None:
    board = load_ruleset("tien-giang/tnmt-cap-huyen-2022").score("examples/tien_giang_2022/cai_lay.csv")
    assert seek_goal(board, "cai-lay", rank=1).already


def test_the_table_has_a_row_for_each_change_and_says_what_was_found(cao_bang: Scoreboard) -> None:
    goal = seek_goal(cao_bang, TRADE, class_="xuat-sac")
    records = goal.table().records()
    assert [row["figure"] for row in records] == ["ct-xuat-nhap-khau.share_of_plan", "ct-ban-le.growth"]
    assert [row["new"] for row in records] == ["0.4517", "0.10441"]
    assert "is classed Hoàn thành xuất sắc nhiệm vụ or better by 1 answer(s)" in goal.text("en").replace(
        "\n", " "
    )
    assert goal.to_dict()["answers"][0]["cost"] == "36"


# ── levers that are found by themselves ─────────────────────────────────────────────

CLASSES = [{"id": "A", "title": "A", "from": 9}, {"id": "B", "title": "B", "from": 0}]
BEYOND = [{"id": "A", "title": "A", "from": 13}, {"id": "B", "title": "B", "from": 0}]


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 30), st.integers(1, 4), st.integers(1, 12))
def test_a_figure_without_end_is_moved_until_nothing_changes(start: int, points: int, most: int) -> None:
    each = Fraction(points, 4)
    bonus = [{"title": "Thưởng", "per_case": "n", "points": each, "at_most": most}]
    classes = [{"id": "A", "title": "A", "from": 10 + most}, {"id": "B", "title": "B", "from": 0}]
    board = board_of({"C": {"kind": "ledger", "bonus": bonus}}, {"C.n": [start]}, classes=classes)
    needed = max(start, -(-most // each))
    assert changes(seek_goal(board, "u0", class_="A")) == [{"C.n": needed} if needed > start else {}]


def test_a_figure_that_counts_for_ever_needs_an_end() -> None:
    bonus = [{"title": "Thưởng", "per_case": "n", "points": 1}]
    figures = {"C.n": [1, 5]}
    board = board_of({"C": {"kind": "ledger", "bonus": bonus}}, figures, classes=BEYOND)
    # Beyond the threshold of the class it changes nothing, but beyond the other unit it still ranks.
    assert changes(seek_goal(board, "u0", class_="A")) == [{"C.n": 3}]
    with pytest.raises(EvidenceError) as error:
        seek_goal(board, "u0", rank=1)
    assert [fault.code for fault in error.value.faults] == ["goal-lever-endless"]
    assert changes(seek_goal(board, "u0", rank=1, levers=[Lever("C.n", high=9)])) == [{"C.n": 5}]


def test_two_figures_that_wait_for_each_other_are_not_taken_to_have_an_end() -> None:
    # Each alone changes nothing beyond the other; together they have no end.
    both = {"kind": "formula", "measure": {"min": ["a", "b"]}, "may_exceed": True}
    board = board_of({"C": both}, {"C.a": [1, 2], "C.b": [1, 2]}, classes=CLASSES)
    with pytest.raises(EvidenceError) as error:
        seek_goal(board, "u0", rank=1)
    assert [fault.code for fault in error.value.faults] == ["goal-lever-endless"] * 2


def test_a_total_without_end_is_not_given_as_the_greatest() -> None:
    bonus = [{"title": "Thưởng", "per_case": "n", "points": 1}]
    board = board_of(
        {"C": {"kind": "ledger", "bonus": bonus}},
        {"C.n": [1], ".flawed": [True]},
        facts={"flawed": {"kind": "yes-no", "title": "Vi phạm"}},
        classes=[{**BEYOND[0], "require": [{"fact": "flawed", "is": False}]}, BEYOND[1]],
    )
    goal = seek_goal(board, "u0", class_="A")
    assert [reason.code for reason in goal.why] == ["goal-condition-fails"]
    assert goal.most is None


def test_fewest_criteria_and_least_cost_may_differ() -> None:
    def steps(points: int) -> dict[str, Any]:
        bands = [{"from": 4, "points": points}, {"from": 1, "points": 4}, {"below": 1, "points": 0}]
        return {"kind": "bands", "measure": "n", "bands": bands}

    board = board_of(
        {"C": steps(10), "D": steps(10)},
        {"C.n": [0], "D.n": [0]},
        classes=[{"id": "A", "title": "A", "from": 8}, {"id": "B", "title": "B", "from": 0}],
    )
    assert changes(seek_goal(board, "u0", class_="A")) == [{"C.n": 4}, {"D.n": 4}]
    assert changes(seek_goal(board, "u0", class_="A", least="cost")) == [{"C.n": 1, "D.n": 1}]
    dear = seek_goal(board, "u0", class_="A", costs={"C": 3})
    assert changes(dear) == [{"D.n": 4}]
    assert seek_goal(board, "u0", class_="A", limit=1).more


def test_joint_first_counts_as_first() -> None:
    bands = [{"from": 5, "points": 10}, {"below": 5, "points": 0}]
    board = board_of({"C": {"kind": "bands", "measure": "n", "bands": bands}}, {"C.n": [3, 9]})
    goal = seek_goal(board, "u0", rank=1)
    assert changes(goal) == [{"C.n": 5}]
    assert goal.answers[0].rank == 1


def test_a_veto_that_no_lever_lifts_is_the_reason() -> None:
    bands = [{"from": 5, "points": 10}, {"below": 5, "points": 0}]
    board = board_of(
        {"C": {"kind": "bands", "measure": "n", "bands": bands}},
        {"C.n": [3], ".flawed": [True]},
        classes=CLASSES,
        facts={"flawed": {"kind": "yes-no", "title": "Vi phạm"}},
        vetoes={"V": {"title": "Vi phạm", "when": {"fact": "flawed", "is": True}, "outcome": "unrated"}},
    )
    goal = seek_goal(board, "u0", class_="A")
    assert [reason.code for reason in goal.why] == ["goal-veto-stays"]
    assert goal.best is None
    lifted = seek_goal(board, "u0", class_="A", levers=["C.n", ".flawed"])
    assert changes(lifted) == [{"C.n": 5, ".flawed": False}]
    assert lifted.answers[0].criteria == ("C", ".flawed")


def test_a_date_moves_by_days_to_where_points_stop_changing() -> None:
    late = {"days_late": "sent", "due": date(2025, 2, 1)}
    bands = [{"up_to": 0, "points": 10}, {"otherwise": 0}]
    board = board_of(
        {"C": {"kind": "bands", "measure": late, "bands": bands}},
        {"C.sent": [date(2025, 2, 4)]},
        classes=CLASSES,
    )
    answer = seek_goal(board, "u0", class_="A").answers[0]
    assert [(change.steps, change.shown) for change in answer.changes] == [(3, ("2025-02-04", "2025-02-01"))]


# ── what is refused ─────────────────────────────────────────────────────────────────


def test_all_unknown_names_are_told_at_once(cao_bang: Scoreboard) -> None:
    with pytest.raises(NoSuchName) as error:
        seek_goal(
            cao_bang,
            TRADE,
            rank=1,
            levers=["ct-ban-le.grow"],
            frozen=["ct-ban-lee"],
            costs={"bao-cao.lat": 1},
        )
    assert [(fault.code, fault.nearest) for fault in error.value.faults] == [
        ("goal-no-such-figure", "ct-ban-le.growth"),
        ("goal-no-such-figure", "ct-ban-le"),
        ("goal-no-such-figure", "bao-cao.late"),
    ]


@pytest.mark.parametrize(
    "asked, code",
    [
        ({}, "goal-one-target"),
        ({"rank": 1, "class_": "tot"}, "goal-one-target"),
        ({"rank": 0}, "goal-number"),
        ({"class_": "to"}, "goal-no-such-class"),
        ({"rank": 1, "least": "points"}, "goal-least"),
        ({"rank": 1, "levers": ["bao-cao.late"]}, "goal-lever-open"),
        ({"rank": 1, "levers": ["ct-ban-le.growth"] * 2}, "goal-lever-twice"),
        ({"rank": 1, "levers": [Lever("ct-ban-le.growth", cost=0)]}, "goal-lever-number"),
        ({"rank": 1, "levers": [Lever("ct-ban-le.growth", step=0.5)]}, "not-exact"),
        ({"rank": 1, "levers": [Lever("ct-ban-le.growth", low="xa")]}, "not-a-figure"),
        ({"rank": 1, "levers": [Lever("ct-ban-le.growth", direction="hơn")]}, "goal-lever-direction"),
        (
            {"rank": 1, "levers": [Lever("ct-ban-le.growth", step=Fraction(1, 10**7), high=1)]},
            "goal-lever-fine",
        ),
    ],
)
def test_what_cannot_be_asked_is_told(cao_bang: Scoreboard, asked: dict[str, Any], code: str) -> None:
    with pytest.raises(FaultsError) as error:
        seek_goal(cao_bang, TRADE, **asked)
    assert [fault.code for fault in error.value.faults] == [code]
    assert "{" not in error.value.text("vi") + error.value.text("en")


def test_levers_that_hang_together_in_too_many_ways_are_told() -> None:
    bonus = [{"title": f"T{n}", "per_case": f"n{n}", "points": 1, "at_most": 99} for n in range(3)]
    board = board_of({"C": {"kind": "ledger", "bonus": bonus}}, {f"C.n{n}": [0, 70] for n in range(3)})
    with pytest.raises(EvidenceError) as error:
        seek_goal(board, "u0", rank=1)
    assert [fault.code for fault in error.value.faults] == ["goal-too-many"]
