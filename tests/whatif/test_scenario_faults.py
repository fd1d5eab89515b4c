"""Changes that would lose something, or could not be undone, are refused; the others lead back."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from written_toml import document, loaded

from thidua_scoring import EvidenceError, RulesetError
from thidua_scoring.evidence.evidence import Evidence
from thidua_scoring.whatif import ABSENT, Scenario, attribute, leave_one_out, read_scenario, seek_goal

LEVELS = ["cao", "vừa", "thấp"]
RULES: dict[str, Any] = {
    "format": 1, "id": "thu", "title": "Thử", "status": "illustrative", "source": "thử",
    "scale": {"points": 30, "rounding": {"at": "criterion", "places": 2, "mode": "half-up"}},
    "groups": {"a": {"title": "A", "points": 30}},
    "facts": {"level": {"kind": "level", "title": "Mức", "levels": LEVELS}},
    "criteria": {
        "C.1": {"group": "a", "kind": "proportional", "title": "C1", "points": 10,
                "measure": {"ratio": ["done", "planned"]}},
        "C2": {"group": "a", "kind": "bands", "title": "C2", "points": 10, "measure": "days",
               "bands": [{"up_to": 3, "points": 10}, {"up_to": 9, "points": 4}, {"otherwise": 0}]},
        "C3": {"group": "a", "kind": "judged", "title": "C3", "points": 10, "mark": "m"},
    },
    "classes": [{"id": "A", "title": "A", "from": 20}, {"id": "B", "title": "B", "from": 0}],
    "vetoes": {"V": {"title": "V", "when": {"fact": "level", "is": "thấp"}, "outcome": "B"}},
}  # fmt: skip


@pytest.fixture
def board() -> Any:
    ruleset = loaded(document(RULES))
    columns = {"C.1.done": [7, 8, 9], "C.1.planned": [9, 9, 9], "C2.days": [4, 2, 8], "C3.m": [5, 6, 7],
               ".level": ["cao", "vừa", "cao"]}  # fmt: skip
    return ruleset.score(Evidence.from_columns(["x", "y", "z"], columns, ruleset.formulas))


def codes(raised: Any) -> set[str]:
    return {fault.code for fault in raised.value.faults}


def there_and_back(board: Any, changes: dict[Any, Any]) -> Any:
    scenario = Scenario.of(board, "Thử", changes)
    there = scenario.apply(board)
    assert scenario.inverse.apply(there).to_dict() == board.to_dict()
    return there


# ── evidence that other rules come to read ──────────────────────────────────────────

DROPPED = {"rules.criteria.C3": ABSENT, "rules.groups.a.points": 20, "rules.scale.points": 20}


@pytest.mark.parametrize(
    ("field", "points", "code"),
    [
        ({"kind": "yes-no"}, 2, "figure-of-other-kind"),
        ({"kind": "percent"}, 2, "figure-of-other-kind"),
        ({"kind": "number", "maximum": 6}, 10, "above-most"),
    ],
)
def test_figures_left_over_are_not_read_as_something_else(
    board: Any, field: dict[str, Any], points: int, code: str
) -> None:
    without = Scenario.of(board, "Bỏ C3", DROPPED).apply(board)
    again = {"group": "a", "kind": "ledger", "title": "C3", "points": points, "fields": {"m": field},
             "base": [{"title": "C3", "when": "m", "points": points}]
             if field["kind"] == "yes-no" else [{"title": "C3", "measure": "m"}]}  # fmt: skip
    changes = {
        "rules.criteria.C3": again,
        "rules.groups.a.points": 20 + points,
        "rules.scale.points": 20 + points,
    }
    if again["base"][0].get("measure"):
        again = {"group": "a", "kind": "proportional", "title": "C3", "points": points, "measure": "m",
                 "full_at": 1 if field["kind"] != "percent" else "100%", "fields": {"m": field}}  # fmt: skip
        changes["rules.criteria.C3"] = again
    with pytest.raises(EvidenceError) as raised:
        Scenario.of(without, "Thêm lại", changes).apply(without)
    assert code in codes(raised)


def test_a_range_beyond_new_limits_is_refused(board: Any) -> None:
    disputed = Scenario.of(board, "1", {"evidence.x.C3.m": {"from": 7, "up_to": 9}}).apply(board)
    narrower = {"rules.criteria.C3.points": 4, "rules.criteria.C2.points": 16,
                "rules.criteria.C2.bands[0].points": 16}  # fmt: skip
    with pytest.raises(EvidenceError) as raised:
        Scenario.of(disputed, "2", narrower).apply(disputed)
    assert codes(raised) == {"range-beyond-limits", "above-most"}


def test_a_level_that_the_rules_no_longer_have_is_refused(board: Any) -> None:
    with pytest.raises(EvidenceError) as raised:
        Scenario.of(board, "Bớt mức", {"rules.facts.level.levels": ["cao", "thấp"]}).apply(board)
    assert codes(raised) == {"no-such-level"}


def test_limits_and_figures_change_together_and_lead_back(board: Any) -> None:
    wider = {"rules.criteria.C3.points": 20, "rules.groups.a.points": 40, "rules.scale.points": 40}
    there = there_and_back(board, {**wider, "evidence.x.C3.m": 15})
    assert there["x"]["C3"].points == 15


# ── what cannot be undone ───────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("path", "content", "code"),
    [
        ("evidence.x.C2", None, "applies-or-not"),
        ("evidence.x.C2", {"value": True, "status": "unconfirmed"}, "cell-holds-value-only"),
        ("evidence.x.C2.claimed", {"from": 1, "up_to": 3}, "cell-holds-value-only"),
        ("evidence.x.bloc", {"value": "Q", "status": "unconfirmed"}, "cell-holds-value-only"),
        ("evidence.x.C2.days", {"from": None, "up_to": None, "value": 10**4000}, "too-many-digits"),
        (("foo", "bar"), 1, "not-a-path"),
        ((), 1, "not-a-path"),
        (("rules", "classes", -1, "from"), 1, "not-a-path"),
    ],
)
def test_contents_that_would_be_lost_are_refused(board: Any, path: Any, content: Any, code: str) -> None:
    with pytest.raises(EvidenceError) as raised:
        Scenario.of(board, "Sai", {path: content})
    assert codes(raised) == {code}


def test_an_empty_name_is_none(board: Any) -> None:
    there_and_back(board, {"evidence.x.bloc": "", "evidence.y.name": ""})


def test_an_element_before_the_end_is_not_taken_away_alone(board: Any) -> None:
    with pytest.raises(EvidenceError) as raised:
        Scenario.of(board, "Bỏ khung", {"rules.criteria.C2.bands[1]": ABSENT}).apply(board)
    assert codes(raised) == {"element-before-end"}
    bands = [*RULES["criteria"]["C2"]["bands"][:1], {"otherwise": 0}]
    there_and_back(board, {"rules.criteria.C2.bands": bands})


def test_the_whole_of_what_was_changed_in_part_is_not_joined(board: Any) -> None:
    first = Scenario.of(board, "1", {"rules.criteria.C3.title": "Khác"})
    between = first.apply(board)
    whole = {**RULES["criteria"]["C3"], "title": "Khác nữa"}
    second = Scenario.of(between, "2", {"rules.criteria.C3": whole})
    assert second.apply(between).ruleset.written.criteria["C3"].head.title == "Khác nữa"
    with pytest.raises(EvidenceError) as raised:
        first.then(second)
    assert codes(raised) == {"paths-overlap"}


def test_one_place_twice_in_a_file_is_refused(board: Any, tmp_path: Path) -> None:
    file = tmp_path / "hai.toml"
    change = '[[changes]]\npath = "evidence.x.C3.m"\nold = 5\nnew = {}\n'
    file.write_text('format = 1\nname = "Hai"\n' + change.format(6) + change.format(7), "utf-8")
    with pytest.raises(EvidenceError) as raised:
        read_scenario(file, board).apply(board)
    assert codes(raised) == {"paths-overlap"}


@pytest.mark.parametrize("name", ['c"d', "x[1]", "a b", "a\\b", 'đ."[0]"'])
def test_any_name_of_a_unit_is_written_and_read(name: str, tmp_path: Path) -> None:
    ruleset = loaded(document(RULES))
    columns = {"C.1.done": [7], "C.1.planned": [9], "C2.days": [4], "C3.m": [5], ".level": ["cao"]}
    board = ruleset.score(Evidence.from_columns([name], columns, ruleset.formulas))
    scenario = Scenario.of(board, "Tên", {("evidence", name, "C3", "m"): 6})
    file = tmp_path / "ten.toml"
    file.write_text(scenario.to_toml(), "utf-8")
    assert read_scenario(file, board) == scenario


# ── a new criterion with its figures ────────────────────────────────────────────────

ADDED = {
    "rules.criteria.C4": {"group": "a", "kind": "judged", "title": "Mới", "points": 5, "mark": "m"},
    "rules.groups.a.points": 35, "rules.scale.points": 35,
    "evidence.x.C4.m": 3, "evidence.y.C4.m": 4, "evidence.z.C4.m": 5,
}  # fmt: skip


def test_a_new_criterion_comes_with_its_figures(board: Any) -> None:
    scenario = Scenario.of(board, "Thêm C4", ADDED)
    there = scenario.apply(board)
    assert [unit["C4"].points for unit in there] == [3, 4, 5]
    assert "Mới" in scenario.told(board).text()
    assert attribute(board, [scenario])["z"].total.by_edit == (5,)
    apart = attribute(board, scenario)["z"].total  # open while C4 is there without its figure
    assert (apart.change, apart.by_edit) == (5, None)


def test_rules_in_between_never_lose_a_criterion(board: Any) -> None:
    moved = {"rules.groups.b": {"title": "B", "points": 10}, "rules.criteria.C3.group": "b",
             "rules.groups.a.points": 20}  # fmt: skip
    with pytest.raises(RulesetError, match="b"):
        attribute(board, Scenario.of(board, "Chuyển nhóm", moved))
    together = Scenario.of(board, "Chuyển nhóm", moved)
    assert attribute(board, [together])["x"].total.by_edit == (0,)


# ── disputed figures elsewhere ──────────────────────────────────────────────────────


def test_a_range_goes_with_its_unit_when_another_is_left_out(board: Any) -> None:
    disputed = Scenario.of(board, "1", {"evidence.y.C3.m": {"from": 1, "up_to": 2}}).apply(board)
    left = leave_one_out(disputed).unit("x").board
    assert [unit.bounds for unit in left] == [disputed["y"].bounds, disputed["z"].bounds]
    assert left.to_dict()


def test_a_goal_holds_whatever_disputed_figures_turn_out_to_be(board: Any) -> None:
    disputed = Scenario.of(board, "1", {"evidence.y.C3.m": {"from": 1, "up_to": 8}}).apply(board)
    goal = seek_goal(disputed, "x", rank=1)
    assert goal.reached
    there = goal.scenario(disputed).apply(disputed)
    assert there["x"].rank_bounds == (1, 1)
    high = disputed["y"].bounds[1]
    assert high is not None
    assert Fraction(there["x"].total) >= Fraction(high)
