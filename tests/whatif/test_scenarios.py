"""Scenarios: sparse differences that are exact, composable and can be undone."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import tomli
from hypothesis import HealthCheck, given, settings
from made_scenarios import Drawn, boards, scenarios
from written_toml import document, loaded

from thidua_scoring import EvidenceError, RulesetError, load_ruleset
from thidua_scoring.evidence.evidence import Evidence
from thidua_scoring.whatif import ABSENT, Scenario, read_scenario
from thidua_scoring.whatif.scenarios.paths import parse_path, write_path
from thidua_scoring.whatif.scenarios.targets import edited

FEW = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
CAO_BANG = "cao-bang/khoi-ii-2015"
TRADE = "evidence.so-cong-thuong.ct-xuat-nhap-khau.share_of_plan"


@pytest.fixture(scope="module")
def board() -> Any:
    return load_ruleset(CAO_BANG).score("examples/cao_bang_2015/evidence.csv")


def text(board: Any) -> str:
    return json.dumps(board.to_dict(), ensure_ascii=False)


# ── identities ──────────────────────────────────────────────────────────────────────


@given(boards())
@FEW
def test_an_empty_scenario_gives_the_same_bytes(drawn: Any) -> None:
    _, board = drawn
    assert text(Scenario("Không đổi", ()).apply(board)) == text(board)


@given(scenarios())
@FEW
def test_a_scenario_and_its_inverse_restore_the_bytes(drawn: Drawn) -> None:
    before = text(drawn.board)
    [scenario] = drawn.scenarios
    there = scenario.apply(drawn.board)
    assert text(scenario.inverse.apply(there)) == before
    assert text(drawn.board) == before  # the base is never changed


@given(scenarios())
@FEW
def test_what_is_scored_again_equals_a_scoring_of_everything(drawn: Drawn) -> None:
    there = drawn.scenarios[0].apply(drawn.board)
    assert text(there) == text(drawn.made.ruleset.score(there.evidence))


@given(scenarios(count=2))
@FEW
def test_joined_scenarios_are_the_one_after_the_other(drawn: Drawn) -> None:
    first, second = drawn.scenarios
    one_by_one = second.apply(first.apply(drawn.board))
    assert text(first.then(second).apply(drawn.board)) == text(one_by_one)


@given(scenarios())
@FEW
def test_a_saved_scenario_is_read_as_it_was(drawn: Drawn) -> None:
    [scenario] = drawn.scenarios
    with TemporaryDirectory() as folder:
        file = Path(folder, "scenario.toml")
        file.write_text(scenario.to_toml(), encoding="utf-8")
        assert read_scenario(file, drawn.board) == scenario


@pytest.mark.long
@given(scenarios(count=4))
@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
def test_scenarios_of_scenarios_score_as_everything_and_lead_back(drawn: Drawn) -> None:
    boards = [drawn.board]
    for scenario in drawn.scenarios:
        boards.append(scenario.apply(boards[-1]))
        assert text(boards[-1]) == text(drawn.made.ruleset.score(boards[-1].evidence))
    back = boards[-1]
    for scenario, before in zip(reversed(drawn.scenarios), reversed(boards[:-1]), strict=True):
        back = scenario.inverse.apply(back)
        assert text(back) == text(before)


# ── rules ───────────────────────────────────────────────────────────────────────────

RULES = {
    "format": 1, "id": "thu", "title": "Thử", "status": "illustrative", "source": "thử",
    "scale": {"points": 20, "rounding": {"at": "criterion", "places": 2, "mode": "half-up"}},
    "groups": {"a": {"title": "A", "points": 20}},
    "criteria": {
        "C.1": {"group": "a", "kind": "proportional", "title": "C1", "points": 10,
                "measure": {"ratio": ["done", "planned"]}},
        "C2": {"group": "a", "kind": "bands", "title": "C2", "points": 10, "measure": "days",
               "bands": [{"up_to": 3, "points": 10}, {"up_to": 9, "points": 4}, {"otherwise": 0}]},
    },
}  # fmt: skip


@pytest.fixture
def small() -> Any:
    ruleset = loaded(document(RULES))
    columns = {"C.1.done": [7, 8], "C.1.planned": [9, 9], "C2.days": [4, 2]}
    return ruleset.score(Evidence.from_columns(["x", "y"], columns, ruleset.formulas))


def test_changed_rules_score_as_a_file_that_says_the_same(small: Any) -> None:
    changes = {
        'rules.criteria."C.1".points': 12,
        "rules.criteria.C2.points": 8,
        "rules.criteria.C2.bands[0].points": 8,
        "rules.criteria.C2.bands[2]": {"up_to": 30, "points": Fraction(1, 2)},
        "rules.criteria.C2.bands[3]": {"otherwise": 0},
        "rules.criteria.C2.note": "Sửa",
    }
    there = Scenario.of(small, "Sửa quy định", changes).apply(small)
    by_hand = edited(RULES, {parse_path(path)[1:]: new for path, new in changes.items()})
    assert there.to_dict() == loaded(document(by_hand)).score(small.evidence).to_dict()
    assert Scenario.of(small, "…", changes).inverse.apply(there).to_dict() == small.to_dict()


def test_a_criterion_is_taken_away_and_comes_back_with_its_evidence(small: Any) -> None:
    dropped = Scenario.of(
        small, "Bỏ C2", {"rules.criteria.C2": ABSENT, "rules.groups.a.points": 10, "rules.scale.points": 10}
    )
    there = dropped.apply(small)
    assert [unit.total for unit in there] == [Decimal("7.78"), Decimal("8.89")]
    assert dropped.inverse.apply(there).to_dict() == small.to_dict()


def test_rules_that_contradict_themselves_are_told_where_they_were_changed(
    small: Any, tmp_path: Path
) -> None:
    file = tmp_path / "sua.toml"
    change = 'path = "rules.criteria.C2.points"\nold = 10\nnew = 30\n'
    file.write_text(f'format = 1\nname = "Sửa"\n[[changes]]\n{change}', "utf-8")
    with pytest.raises(RulesetError) as raised:
        read_scenario(file, small).apply(small)
    found = {fault.code: (fault.place.file, fault.place.line) for fault in raised.value.faults}
    assert found == {"points-unreachable": (str(file), 3), "group-sum": ("thu", None)}


# ── refusals ────────────────────────────────────────────────────────────────────────


def test_every_path_that_leads_nowhere_is_told_with_the_nearest(board: Any) -> None:
    with pytest.raises(EvidenceError) as raised:
        Scenario.of(
            board,
            "Sai",
            {
                "evidence.so-cong-thuon.bao-cao.late": False,
                "evidence.so-cong-thuong.bao-cao.lat": False,
                "rules.criteria.bao-ca.points": 3,
                "số liệu": 3,
                TRADE: "không phải số",
            },
        )
    codes = {(fault.code, fault.nearest) for fault in raised.value.faults}
    assert codes > {
        ("no-such-unit", "so-cong-thuong"),
        ("path-leads-nowhere", "bao-cao.late"),
        ("path-leads-nowhere", "bao-cao"),
        ("not-a-path", None),
    }
    assert len(raised.value.faults) == 5


def test_an_old_value_that_no_longer_holds_is_an_error(board: Any) -> None:
    scenario = Scenario.of(board, "Đạt kế hoạch", {TRADE: "50%"})
    with pytest.raises(EvidenceError, match=r"14\.17%.*50%"):
        scenario.apply(scenario.apply(board))
    with pytest.raises(EvidenceError, match=r"14\.17%.*50%"):
        scenario.then(scenario)


def test_binary_floats_never_come_in(board: Any) -> None:
    for path in (TRADE, "rules.criteria.bao-cao.points"):
        with pytest.raises(EvidenceError, match=r"0\.5"):
            Scenario.of(board, "Số thực", {path: 0.5})


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ({"from": 3, "up_to": 2}, "between-upside-down"),
        ({"value": 9, "from": 3, "up_to": 4}, "outside-its-range"),
        ({"value": 9, "status": "missing"}, "value-and-status"),
        ({"status": "not-applicable"}, "must-apply"),
        ({"valeu": 9}, "unknown-key"),
        ({"value": -1}, "below-least"),
    ],
)
def test_a_cell_that_contradicts_itself_is_refused(board: Any, content: Any, code: str) -> None:
    with pytest.raises(EvidenceError) as raised:
        Scenario.of(board, "Sai", {"evidence.so-xay-dung.xd-kiem-tra.works_inspected": content})
    assert [fault.code for fault in raised.value.faults] == [code]


def test_a_file_is_read_with_every_fault_at_its_line(board: Any, tmp_path: Path) -> None:
    file = tmp_path / "sai.toml"
    file.write_text(
        'format = 2\nnote = 3\n[[changes]]\npath = "evidence.x.y"\n[[changes]]\npat = "rules.a"\n'
        f'[[changes]]\npath = "{TRADE}"\nold = "một"\nnew = -1\n',
        encoding="utf-8",
    )
    with pytest.raises(EvidenceError) as raised:
        read_scenario(file, board)
    found = {(fault.code, fault.place.line) for fault in raised.value.faults}
    assert {("unknown-format", 1), ("missing-key", 1), ("not-a-text", 2), ("no-such-unit", 4)} <= found
    assert {("unknown-key", 6), ("not-a-path", 5), ("not-a-number", 9), ("below-least", 10)} <= found


def test_values_in_a_file_are_written_as_people_write_them(board: Any) -> None:
    scenario = Scenario.of(
        board,
        "Nhiều kiểu",
        {
            TRADE: Decimal("0.5"),
            "evidence.so-cong-thuong.sector": "Xây dựng",
            "evidence.so-cong-thuong.bao-cao.late": None,
            "evidence.so-cong-thuong.bao-cao": False,
            "evidence.so-xay-dung.xd-kiem-tra.works_inspected": {"value": 25, "from": 20, "up_to": 30},
            "rules.in_force.until": date(2016, 1, 1),
        },
    )
    changes = {each["path"]: each.get("new") for each in tomli.loads(scenario.to_toml())["changes"]}
    assert list(changes.values()) == [
        "50%", "Xây dựng", None, False, {"value": 25, "from": 20, "up_to": 30}, date(2016, 1, 1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("written", "share"), [("5.441%", "5.441"), ("5,441%", "5.441"), ("12", "12"), ("1.000%", "1")]
)
def test_a_file_groups_no_thousands(board: Any, tmp_path: Path, written: str, share: str) -> None:
    file = tmp_path / "ty-le.toml"
    file.write_text(
        f'format = 1\nname = "Tỷ lệ"\n[[changes]]\npath = "{TRADE}"\nnew = "{written}"\n', "utf-8"
    )
    [edit] = read_scenario(file, board).edits
    assert edit.new.value == Fraction(share) / 100


@pytest.mark.parametrize("path", ['evidence.u."C5.3".x', "rules.classes[0].from", 'evidence."Sở A".C1'])
def test_paths_are_written_as_they_are_read(path: str) -> None:
    assert write_path(parse_path(path)) == path


# ── ranges ──────────────────────────────────────────────────────────────────────────


def test_a_disputed_figure_bounds_the_points_and_the_rank(board: Any) -> None:
    path = "evidence.so-xay-dung.xd-kiem-tra.works_inspected"
    disputed = Scenario.of(board, "Tranh chấp", {path: {"value": 12, "from": 5, "up_to": 14}}).apply(board)
    unit = disputed["so-xay-dung"]["xd-kiem-tra"]
    assert (unit.points, unit.bounds) == (Decimal(16), (Decimal("12.5"), Decimal(17)))


# ── a dummy ─────────────────────────────────────────────────────────────────────────


@given(boards())
@FEW
def test_a_criterion_that_applies_to_nobody_changes_nothing(drawn: Any) -> None:
    made, board = drawn
    group = next(iter(made.ruleset.written.groups))
    dummy = {"group": group, "kind": "ledger", "title": "Thừa", "points": 0,
             "bonus": [{"title": "Thưởng", "when": "extra", "points": 3}]}  # fmt: skip
    changes: dict[Any, Any] = {"rules.criteria.THUA": dummy}
    there = Scenario.of(board, "Thêm tiêu chí", changes).apply(board)
    away = {("evidence", unit.id, "THUA"): False for unit in board.evidence.units}
    there = Scenario.of(there, "Không áp dụng cho ai", away).apply(there)
    for before, after in zip(board, there, strict=True):
        assert (after.bounds, after.total, after.percent) == (before.bounds, before.total, before.percent)
        assert (after.rank_bounds, after.class_bounds) == (before.rank_bounds, before.class_bounds)
        assert after.outcome == before.outcome
        for name in made.kinds:
            assert after[name].to_dict() == before[name].to_dict()
