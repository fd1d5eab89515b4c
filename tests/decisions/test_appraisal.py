"""Stages of appraisal: who may give what, which points stand in the end, and the gaps; claims."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from appraised_rules import rules, scored
from attrs import evolve
from generated_rulesets import rulesets
from generated_sheets import sheets, with_claims
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from thidua_scoring import load_ruleset
from thidua_scoring.decisions.appraisal.claims import ClaimedPoints, appraise_claims
from thidua_scoring.decisions.appraisal.marks import Mark, assessor_of, read_marks
from thidua_scoring.decisions.appraisal.stages import Appraisal, appraise
from thidua_scoring.decisions.settled import Settled, settled_board
from thidua_scoring.errors import EvidenceError, Place, RulesetError
from thidua_scoring.evidence.evidence import Column, Evidence
from thidua_scoring.formula.values import Value
from thidua_scoring.numbers import present
from thidua_scoring.ruleset.ruleset import Ruleset
from thidua_scoring.scoring.scoreboard import Scoreboard

CAI_LAY = Path(__file__).parents[2] / "examples" / "tien_giang_2022" / "cai_lay.csv"
STAGES = [
    {"id": "self", "title": "Tự chấm", "assessors": "own"},
    {"id": "cross", "title": "Chấm chéo", "assessors": "peers", "reason": True},
    {"id": "review", "title": "Thẩm định", "assessors": "blocks"},
    {"id": "council", "title": "Hội đồng"},
]
WEIGHTS = ["20%", "30%", "50%"]


def staged(final: str = "latest", stages: list[dict[str, Any]] | None = None) -> Ruleset:
    return rules(appraisal={"stages": stages or STAGES, "final": final})


def weighted(*weights: str) -> Ruleset:
    found = [{**stage, "weight": weight} for stage, weight in zip(STAGES, weights, strict=False)]
    return staged("weighted", [{**stage, "reason": False} for stage in found])


def mark(stage: str, points: Any, assessor: str = "", reason: str = "", **keys: str) -> Mark:
    unit, criterion = keys.get("unit", "x"), keys.get("criterion", "A")
    return Mark(stage, unit, criterion, Fraction(str(points)), assessor, reason)


def final(of: Appraisal, criterion: str = "A", unit: str = "x") -> Value:
    return of.rows[unit][criterion].final


ALL = [
    mark("self", 9),
    mark("cross", 8, "y", "thiếu minh chứng"),
    mark("review", 7, "Phòng Tổng hợp"),
    mark("council", 8.5, "Hội đồng thi đua"),
]


# ── which points stand in the end ───────────────────────────────────────────────────


def test_the_latest_stage_that_speaks_stands() -> None:
    board = scored(staged())
    for count, points in enumerate([9, 8, 7, "8.5"], start=1):
        assert final(appraise(board, ALL[:count])) == Value.known(Fraction(str(points)))
    found = appraise(board, ALL)
    assert found.board["x"].total == present(Fraction("8.5") + 20)
    assert (found.board["y"].total, found.by_rules["x"].total) == (25, 25)
    assert found.board["x"]["A"].to_dict()["by_rule"] == "5"


def test_the_most_stands_where_the_rules_say_so() -> None:
    assert final(appraise(scored(staged("max")), ALL)) == Value.known(9)


def test_weighted_points_need_every_stage() -> None:
    board = scored(weighted(*WEIGHTS))
    assert final(appraise(board, ALL[:3])) == Value.known(Fraction(2 * 9 + 3 * 8 + 5 * 7, 10))
    found = appraise(board, ALL[:2])
    assert final(found) == Value.between(Fraction("4.2"), Fraction("9.2"))
    assert (found.board["x"].total, found.board["x"].rank) == (None, None)
    assert found.board["x"].bounds == (present(Fraction("24.2")), present(Fraction("29.2")))
    assert "chưa chấm" in found.rows["x"]["A"].reason.text()


def test_weights_of_one_stage_alone_are_that_stage() -> None:
    found = appraise(scored(weighted("100%", "0%", "0%")), ALL[:1])
    assert final(found) == Value.known(9)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 40).map(lambda n: Fraction(n, 4)), min_size=1, max_size=4), st.data())
def test_finals_against_plain_arithmetic(points: list[Fraction], data: Any) -> None:
    marks = [evolve(m, points=p) for m, p in zip(ALL, points, strict=False)]
    latest, best = appraise(scored(staged()), marks), appraise(scored(staged("max")), marks)
    assert final(latest) == Value.known(points[-1])
    most = final(best)
    assert most == Value.known(max(points))
    assert [told(found) for found in (latest, best)] == [points[-1], max(points)]
    assert all(most.point is not None and most.point >= each for each in points)
    shares = data.draw(st.sampled_from([(1, 0, 0), (0, 0, 1), (0, 1, 0), (20, 30, 50), (1, 1, 2)]))
    parts = [Fraction(share, sum(shares)) for share in shares]
    if len(points) >= 3:
        found = appraise(scored(weighted(*(f"{int(100 * part)}%" for part in parts))), marks[:3])
        assert final(found) == Value.known(sum(p * w for p, w in zip(points, parts, strict=False)))
        assert told(found) == final(found).point


def told(of: Appraisal) -> Any:
    """Make the points in the end again from the reasons alone (promise D1)."""
    reason = of.rows["x"]["A"].reason
    stages = [part for part in reason.parts if part.code.startswith("stage-")]
    if reason.code == "final-weighted":
        pairs: Any = [(part.parameters["weight"], part.parts[0].parameters["points"]) for part in stages]
        return sum(weight.value * points for weight, points in pairs)
    points: Any = [part.parameters["points"] for part in stages]
    return max(points) if reason.code == "final-max" else points[-1]


def test_what_no_stage_speaks_of_is_left_to_the_rules() -> None:
    board = scored(staged())
    found = appraise(board)
    assert found.board.to_dict() == board.to_dict()
    assert found.rows == {"x": {}, "y": {}, "z": {}}


# ── claims and evidence as stages ───────────────────────────────────────────────────


def test_claims_are_the_first_stage() -> None:
    board = scored(staged(), {"A.claimed": [9, None, None], "B.claimed": [20, 18, None]})
    found = appraise(board, [mark("council", 7)])
    assert [g.source for g in found.rows["x"]["A"].given] == ["claim", "mark"]
    assert found.rows["x"]["A"].gap == Value.known(2)
    assert found.rows["x"]["B"].gap == Value.known(0)
    assert final(found, "B", "y") == Value.known(18)
    assert (found.gap("x"), found.gap("y"), found.gap("z")) == (Value.known(2), Value.known(0), None)
    assert "chênh lệch so với kết quả thẩm định: 2 điểm" in found.text("x")
    assert "gap to those in the end: 2" in found.text("x", "en")


def test_the_gap_of_a_total_follows_the_limits_of_the_rules() -> None:
    groups = {"G1": {"title": "Nhóm một", "at_most": 28}, "G2": {"title": "Nhóm hai"}}
    of = rules(groups=groups, appraisal={"stages": STAGES, "final": "latest"})
    found = appraise(scored(of, {"A.claimed": [10, None, None]}), [mark("council", 6)])
    assert (found.rows["x"]["A"].gap, found.gap("x")) == (Value.known(4), Value.known(2))


def test_evidence_of_a_stage_is_scored_by_the_rules() -> None:
    of = staged()
    board = scored(of, {"B.claimed": [20, 20, 20]})
    columns = {"B.late": [3, None, 1], "A.m": [None, None, None], "C.ideas": [None, None, None]}
    seen = Evidence.from_columns(["x", "y", "z"], columns, of.formulas)
    found = appraise(board, evidence={"review": seen})
    assert [final(found, "B", unit).point for unit in "xyz"] == [14, 20, 18]
    assert [given.source for given in found.rows["x"]["B"].given] == ["claim", "evidence"]
    assert "A" not in found.rows["x"]
    both = appraise(board, [mark("review", 11, "Phòng Tổng hợp", criterion="B")], evidence={"review": seen})
    assert final(both, "B") == Value.known(11)


def test_open_evidence_of_a_stage_stays_open() -> None:
    of = staged()
    seen = Evidence.from_columns(["x"], {"B.late": [3]}, of.formulas)
    unsure = Column(1, [3], unconfirmed=frozenset({0}))
    seen = evolve(seen, columns={**seen.columns, "B.late": unsure})
    found = appraise(scored(of), evidence={"council": seen})
    assert final(found, "B") == Value(Fraction(14), Fraction(0), Fraction(20))
    assert found.board["x"]["B"].status == "settled"


def test_what_is_known_of_a_unit_alone_says_nothing_of_a_criterion() -> None:
    criteria: Any = dict(rules().data["criteria"])
    strict = {"title": "Kỷ luật", "when": {"fact": "disciplined"}, "points": 5}
    criteria["B"] = {**criteria["B"], "deduct": [*criteria["B"]["deduct"], strict]}
    facts = {"disciplined": {"kind": "yes-no", "title": "Kỷ luật"}}
    of = rules(criteria=criteria, facts=facts, appraisal={"stages": STAGES, "final": "latest"})
    board = scored(of, {".disciplined": [False] * 3, "B.claimed": [20, None, None]})
    seen = Evidence.from_columns(["x"], {".disciplined": [True]}, of.formulas)
    found = appraise(board, evidence={"review": seen})
    assert final(found, "B") == Value.known(20)


@pytest.mark.parametrize("way", ["latest", "max"])
def test_an_open_figure_that_stands_as_the_unit_gave_it_leaves_no_gap(way: str) -> None:
    of = staged(way)
    seen = Evidence.from_columns(["x"], {"B.late": [3]}, of.formulas)
    unsure = evolve(seen.columns["B.late"], unconfirmed=frozenset({0}))
    seen = evolve(seen, columns={**seen.columns, "B.late": unsure})
    found = appraise(scored(of), evidence={"self": seen})
    assert (final(found, "B").certain, found.rows["x"]["B"].gap) == (False, Value.known(0))


# ── who may give what ───────────────────────────────────────────────────────────────

REFUSED = [
    ("no-such-stage", [mark("coucil", 5)], "council"),
    ("no-such-unit", [mark("self", 5, unit="xx")], "x"),
    ("no-such-criterion", [mark("self", 5, criterion="AA")], "A"),
    ("mark-twice", [mark("self", 5), mark("self", 5)], None),
    ("mark-not-own", [mark("self", 5, "Sở Y")], None),
    ("mark-of-itself", [mark("cross", 5, "Sở X")], None),
    ("mark-of-itself", [mark("council", 5, "x")], None),
    ("mark-without-assessor", [mark("cross", 5)], None),
    ("assessor-not-a-unit", [mark("cross", 5, "Sở YY")], None),
    ("assessor-of-other-bloc", [mark("cross", 5, "w")], None),
    ("assessor-of-other-block", [mark("review", 5, "Văn phòng")], None),
    ("mark-outside", [mark("council", 11)], None),
    ("mark-outside", [mark("council", -1)], None),
    ("mark-outside", [mark("self", 11)], None),
    ("mark-outside", [mark("council", "5.5", criterion="C")], None),
    ("mark-without-reason", [mark("self", 5), mark("cross", 4, "y")], None),
    ("mark-not-claim", [mark("self", 5, unit="y")], None),
    ("mark-not-applicable", [mark("council", 5, unit="z", criterion="B")], None),
]  # fmt: skip


def refusing() -> Scoreboard:
    claims = {"A.claimed": [None, 6, None, None]}
    return scored(staged(), claims, units=["x", "y", "z", "w"], blocs=["K", "K", "K", "L"],
                  not_applicable={"B": [2]})  # fmt: skip


@pytest.mark.parametrize(
    ("code", "marks", "near"), REFUSED, ids=lambda each: each if isinstance(each, str) else ""
)
def test_marks_that_nobody_may_give(code: str, marks: list[Mark], near: str | None) -> None:
    with pytest.raises(EvidenceError) as error:
        appraise(refusing(), marks)
    (fault,) = error.value.faults
    assert (fault.code, fault.nearest) == (code, near)
    assert str(fault.place)
    assert not set("{}") & set(fault.text("vi") + fault.text("en"))


def test_all_faults_are_told_at_once_each_with_its_place() -> None:
    marks = [
        mark("cross", 5, "y"),
        mark("coucil", 5, unit="xx"),
        mark("cross", 4, "y"),
        mark("council", 11, "x"),
        mark("review", 6, "Văn phòng"),
    ]
    with pytest.raises(EvidenceError) as error:
        appraise(refusing(), [evolve(each, place=_at(line)) for line, each in enumerate(marks, start=2)])
    assert [(fault.code, fault.place.line, fault.place.path) for fault in error.value.faults] == [
        ("no-such-stage", 3, ("stage",)),
        ("no-such-unit", 3, ("unit",)),
        ("mark-twice", 4, ("points",)),
        ("mark-outside", 5, ("points",)),
        ("mark-of-itself", 5, ("assessor",)),
        ("assessor-of-other-block", 6, ("assessor",)),
    ]
    assert "diem.csv:2" in error.value.text()


def _at(line: int) -> Callable[[str], Place]:
    return lambda column: Place("diem.csv", line, path=(column,))


def test_a_claim_that_a_later_stage_has_put_right_stays_on_record() -> None:
    board = scored(staged(), {"A.claimed": [13, None, None]})
    found = appraise(board, [mark("council", 10)])
    assert (found.rows["x"]["A"].own, found.rows["x"]["A"].gap) == (Value.known(13), Value.known(3))
    for of in (staged("max"), weighted(*WEIGHTS)):
        with pytest.raises(EvidenceError) as error:
            appraise(scored(of, {"A.claimed": [13, None, None]}), ALL[1:3])
        assert [fault.code for fault in error.value.faults] == ["mark-outside"]


def test_a_claim_that_has_no_weight_is_not_refused() -> None:
    board = scored(weighted("0%", "30%", "70%"), {"A.claimed": [13, None, None]})
    assert final(appraise(board, ALL[1:3])) == Value.known(Fraction(3 * 8 + 7 * 7, 10))


def test_a_claim_for_what_does_not_apply_is_refused() -> None:
    with pytest.raises(EvidenceError) as error:
        appraise(scored(staged(), {"A.claimed": [1, 0, None]}, not_applicable={"A": [0, 1]}))
    assert [(f.code, f.parameters["unit"]) for f in error.value.faults] == [("mark-not-applicable", "x")]


def test_a_change_with_a_reason_and_none_where_nothing_changes() -> None:
    board = scored(staged())
    found = appraise(board, ALL[:2])
    assert "lý do: thiếu minh chứng" in found.rows["x"]["A"].reason.text()
    assert "since: thiếu minh chứng" in found.rows["x"]["A"].reason.text("en")
    appraise(board, [ALL[0], mark("cross", 9, "y")])
    appraise(board, [mark("cross", 9, "y")])


def test_the_assessor_of_a_block_is_the_nearest() -> None:
    groups = {"G1": {"title": "1", "assessor": "P"}, "G2": {"title": "2", "parent": "G1"}}
    criteria: Any = dict(rules().data["criteria"])
    criteria["C"] = {**criteria["C"], "assessor": "Q"}
    criteria["B"] = {**criteria["B"], "group": "G2"}
    written = rules(groups=groups, criteria=criteria).written
    assert [assessor_of(written, name) for name in "ABC"] == ["P", "P", "Q"]


def test_blocks_without_assessor_are_told() -> None:
    groups = {"G1": {"title": "1"}, "G2": {"title": "2"}}
    board = scored(rules(groups=groups, appraisal={"stages": STAGES[2:3], "final": "latest"}))
    with pytest.raises(EvidenceError) as error:
        appraise(board, [mark("review", 5, "Ai đó")])
    assert [fault.code for fault in error.value.faults] == ["block-without-assessor"]


def test_rules_without_stages() -> None:
    with pytest.raises(RulesetError) as error:
        appraise(scored(rules()))
    assert [fault.code for fault in error.value.faults] == ["no-appraisal"]


def test_a_total_that_was_settled_by_itself_is_not_appraised() -> None:
    board = settled_board(scored(staged()), {"x": Settled(total=Value.known(20)), "y": Settled(rated=False)})
    assert appraise(board, [mark("council", 7, unit="z")]).board["z"].total == 27
    with pytest.raises(EvidenceError) as error:
        appraise(board, [mark("council", 7), mark("council", 7, unit="y")])
    assert [(f.code, f.parameters["unit"]) for f in error.value.faults] == [
        ("appraised-total", "x"), ("appraised-total", "y"),
    ]  # fmt: skip


def test_evidence_of_unknown_stages_and_units() -> None:
    of = staged()
    other = Evidence.from_columns(["v"], {}, of.formulas)
    with pytest.raises(EvidenceError) as error:
        appraise(scored(of), evidence={"reviev": other, "review": other})
    assert [(f.code, f.nearest) for f in error.value.faults] == [
        ("no-such-stage", "review"),
        ("no-such-unit", None),
    ]


# ── results and tables ──────────────────────────────────────────────────────────────


def test_everything_for_machines() -> None:
    told = appraise(scored(staged(), {"A.claimed": [9, None, None]}), ALL[1:]).to_dict()["units"][0]
    assert (told["unit"], told["total"], told["gap"]) == ("x", "28.5", "0.5")
    a = told["criteria"]["A"]
    assert (a["final"], a["gap"], a["why"]["code"]) == ("8.5", "0.5", "final-latest")
    assert a["stages"]["cross"] == {
        "points": "8", "from": "mark", "assessor": "Sở Y", "reason": "thiếu minh chứng",
    }  # fmt: skip
    assert a["stages"]["self"]["from"] == "claim"


@settings(max_examples=20, deadline=None)
@given(st.permutations(ALL), st.permutations(["x", "y", "z"]))
def test_the_order_of_marks_and_units_changes_nothing(marks: list[Mark], units: list[str]) -> None:
    first = appraise(scored(staged()), ALL).to_dict()["units"]
    second = appraise(scored(staged(), units=units), marks).to_dict()["units"]
    assert sorted(first, key=str) == sorted(second, key=str)


CSV = """\
Bước;Đơn vị;Mã tiêu chí;Điểm;Người chấm;Lý do
Tự chấm;Sở X;A;9;;
cross;x;a;"8,5";Sở Y;thiếu minh chứng
"""
TOML = """\
[[marks]]
stage = "self"
unit = "x"
criterion = "A"
points = 9

[[marks]]
stage = "cross"
unit = "x"
criterion = "A"
points = 8.5
assessor = "Sở Y"
reason = "thiếu minh chứng"
"""


@pytest.mark.parametrize(("name", "text"), [("diem.csv", CSV), ("diem.toml", TOML)])
def test_marks_are_read_from_tables(tmp_path: Path, name: str, text: str) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    found = appraise(scored(staged()), read_marks(path))
    assert [(g.stage.id, g.value.point, g.assessor) for g in found.rows["x"]["A"].given] == [
        ("self", 9, "Sở X"),
        ("cross", Fraction(17, 2), "Sở Y"),
    ]


def test_a_table_of_one_stage_needs_no_column_for_it(tmp_path: Path) -> None:
    path = tmp_path / "cheo.csv"
    path.write_text("unit,criterion,points,assessor\nx,A,8,y\n", encoding="utf-8")
    assert read_marks(path, "cross") == [mark("cross", 8, "y")]
    with pytest.raises(EvidenceError) as error:
        read_marks(path)
    assert [fault.code for fault in error.value.faults] == ["column-missing"]


def test_faults_of_marks_have_their_cells(tmp_path: Path) -> None:
    path = tmp_path / "diem.csv"
    path.write_text("stage,unit,criterion,points\nself,x,A,11\nself,x,Z,1\nself,q,A,1\n", encoding="utf-8")
    with pytest.raises(EvidenceError) as error:
        appraise(scored(staged()), read_marks(path))
    assert {(f.code, f.place.line) for f in error.value.faults} == {
        ("mark-outside", 2), ("no-such-criterion", 3), ("no-such-unit", 4),
    }  # fmt: skip
    path.write_text("stage,unit,criterion,points\nself,x,A,\nself,x,B,mười\n", encoding="utf-8")
    with pytest.raises(EvidenceError) as error:
        read_marks(path)
    assert [f.place.line for f in error.value.faults] == [2, 3]


# ── claims against rules ────────────────────────────────────────────────────────────

DUE = {"C2": "-0.2", "C3.3": "-0.2", "C4.2": "-0.5", "C5.2": "-1", "d2": "-4", "3.1": "-0.5"}
"""What the written rules of Tiền Giang give beyond the claims of Cai Lậy, worked out by hand."""
BECAUSE = {
    "C2": "điểm thưởng được 0,5 điểm, đã ở mức tối đa",
    "C3.3": "điểm thưởng được 0 điểm: Mỗi đợt sau đợt thứ 2",
    "C4.2": "tiêu chí có tối đa 2 điểm, không có quy định nào cho điểm cao hơn",
    "C5.2": "tiêu chí có tối đa 1 điểm, không có quy định nào cho điểm cao hơn",
    "C5.3": "bị trừ từ 0 đến 2 điểm theo quy định: Xã không đạt khi thẩm định",
    "d2": "điểm thưởng được 2 điểm, đã ở mức tối đa: Đơn được rút",
    "3.1": "bị trừ 0,5 điểm theo quy định: Ban hành sau 31/1",
}


@pytest.fixture(scope="module")
def cai_lay() -> dict[str, ClaimedPoints]:
    board = load_ruleset("tien-giang/tnmt-cap-huyen-2022").score(CAI_LAY)
    return {row.criterion: row for row in appraise_claims(board)}


def test_cai_lay_claims_more_than_the_rules_give(cai_lay: dict[str, ClaimedPoints]) -> None:
    differing = {
        name: row.difference.point
        for name, row in cai_lay.items()
        if row.agrees is False and name and row.difference
    }
    assert differing == {name: Fraction(by) for name, by in DUE.items()}
    assert [name for name, row in cai_lay.items() if row.agrees is None] == ["C5.3"]
    total = cai_lay[""]
    assert (total.claimed, total.value) == (
        Fraction("124.4"),
        Value(Fraction(118), Fraction(117), Fraction(119)),
    )
    assert total.agrees is False
    assert len(cai_lay) == 37


@pytest.mark.parametrize("name", BECAUSE)
def test_the_line_of_the_rule_that_explains_a_difference(
    cai_lay: dict[str, ClaimedPoints], name: str
) -> None:
    row = cai_lay[name]
    assert BECAUSE[name] in row.text()
    assert row.text("en") != row.text("vi")
    assert len(row.reason.parts) == 1
    assert (row.lines == ()) == ("tối đa 2 điểm," in BECAUSE[name] or "tối đa 1 điểm," in BECAUSE[name])


def test_claims_for_machines(cai_lay: dict[str, ClaimedPoints]) -> None:
    told = cai_lay["C5.3"].to_dict()
    assert (told["claimed"], told["by_rule"], told["by_rule_bounds"]) == ("2", None, ["1", "3"])
    assert (told["agrees"], told["difference_bounds"]) == (None, ["-1", "1"])
    assert cai_lay["d2"].to_dict()["difference"] == "-4"


def test_claims_below_the_rule_limits_and_what_does_not_apply() -> None:
    figures = {"B.late": [11, 1, 0], "C.ideas": [7, 2, 0], "A.claimed": [4, None, 5],
               "B.claimed": [3, 18, None], "C.claimed": [7, None, 2],
               ".claimed": [14, None, None]}  # fmt: skip
    board = scored(rules(), figures, not_applicable={"C": [2]})
    found = appraise_claims(board)
    said = {(row.unit.id, row.criterion): row.text() for row in found}
    assert "được 5 điểm" in said["x", "A"]
    assert "bị trừ 22 điểm theo quy định: Chậm báo cáo" in said["x", "B"]
    assert "Giới hạn không quá 5, bớt 2 điểm" in said["x", "C"]
    assert "đúng với quy định" in said["y", "B"]
    assert "không áp dụng" in said["z", "C"]
    assert "tổng tự chấm 14 điểm" in said["x", ""]
    assert [row.criterion for row in found.of("x")] == ["A", "B", "C", ""]
    assert ("y", "B") not in {(row.unit.id, row.criterion) for row in found.differing}
    assert found.text().count("\n") + 1 == len(found.differing)
    assert len(found.to_dict()["claims"]) == len(found.rows)


def test_only_lines_that_explain_are_told() -> None:
    criteria: Any = dict(rules().data["criteria"])
    extra = {"title": "Vượt hạn", "per_case": "early", "points": 1}
    criteria["B"] = {**criteria["B"], "bonus": [extra], "bonus_at_most": 3}
    figures = {"B.late": [2, 2, 0], "B.early": [1, 1, 1], "B.claimed": [19, 15, 22]}
    more, less, bonus = appraise_claims(scored(rules(criteria=criteria), figures))
    assert [part.code for part in more.reason.parts] == ["claim-deducted"]
    assert [part.code for part in less.reason.parts] == ["claim-given", "claim-given"]
    assert [part.code for part in bonus.reason.parts] == ["claim-bonus"]


def test_a_base_that_may_exceed_its_points_is_no_limit() -> None:
    criteria: Any = dict(rules().data["criteria"])
    criteria["A"] = {
        "group": "G1", "title": "Theo kế hoạch", "kind": "proportional", "points": 10, "may_exceed": True,
        "measure": {"ratio": ["done", "planned"]}, "rounding": {"places": 2, "mode": "half-up"},
    }  # fmt: skip
    figures = {"A.done": [12], "A.planned": [10], "A.claimed": [13]}
    (row,) = appraise_claims(scored(rules(criteria=criteria), figures, units=["x"]))
    assert (row.value, row.difference) == (Value.known(12), Value.known(-1))
    assert "điểm chuẩn được 12 điểm: Theo tỷ lệ thực hiện" in row.text()
    assert "tối đa" not in row.text()
    assert len(row.lines) == 1


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(st.data())
def test_every_claim_is_held_against_its_rule(data: Any) -> None:
    made = data.draw(rulesets())
    sheet = with_claims(data.draw(sheets(made)), made, data.draw(st.randoms(use_true_random=True)))
    try:
        board = made.ruleset.score(sheet.evidence(made.ruleset))
    except EvidenceError:
        assume(False)
        raise
    rows = list(appraise_claims(board))
    assert len(rows) == sum(given is not None for claims in sheet.claims.values() for given in claims)
    for row in rows:
        score = board[row.unit.id]
        value = score[row.criterion].value if row.criterion else board.value("total", score.row)
        if row.value is not None and value is not None:
            assert (row.value.low, row.value.high) == (value.low, value.high)
            assert row.difference is not None
        if row.value is not None and row.value.certain:
            assert row.agrees == (row.claimed == row.value.point)
        assert row.text("vi") and row.text("en")
        assert row.to_dict()["why"]["vi"] == row.reason.text("vi")
