"""Periods taken together: every way, every kind of absence, editions that change by date."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from appraised_rules import CRITERIA, HARDER, editions, rules, scored
from attrs import evolve
from generated_rulesets import rulesets
from generated_sheets import sheets
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from thidua_scoring.decisions.periods.periods import Combined, Period, combine
from thidua_scoring.decisions.reasons import Reason
from thidua_scoring.decisions.settled import Settled, settled_board
from thidua_scoring.errors import EvidenceError, NoSuchName, RulesetError
from thidua_scoring.evidence.evidence import Evidence, Unit
from thidua_scoring.formula.values import Value
from thidua_scoring.numbers import present
from thidua_scoring.plugins import Plugins
from thidua_scoring.ruleset.decisions.appraisal import PeriodsSpec
from thidua_scoring.ruleset.ruleset import Ruleset
from thidua_scoring.scoring.scoreboard import Scoreboard

QUARTERS = ["Q1", "Q2", "Q3", "Q4"]
HALVES = ["H1", "H2"]
WAYS = ["mean", "min", "max", "last", "sum"]
VETO = {"V": {"title": "Gian lận", "when": {"fact": "fraud"}, "outcome": "unrated"}}
FACTS = {"fraud": {"kind": "yes-no", "title": "Gian lận"}}


def year(take: str = "mean", parts: list[str] | None = None, **keys: Any) -> Ruleset:
    return rules(periods={"take": take, "parts": parts or QUARTERS, **keys})


def halves(**keys: Any) -> Ruleset:
    return year("weighted", HALVES, weights={"H1": 1, "H2": 2}, **keys)


def with_totals(of: Ruleset, totals: Mapping[str, Any]) -> Scoreboard:
    """Score units whose totals are given; None for a unit that is not there."""
    there = {unit: Fraction(str(total)) for unit, total in totals.items() if total is not None}
    board = scored(of, units=list(there))
    return settled_board(board, {unit: Settled(total=Value.known(total)) for unit, total in there.items()})


def taken(of: Ruleset, *totals: Any) -> Combined:
    """Take the totals of one unit together, None for a period in which it was not rated."""
    parts = of.written.decisions.periods
    assert parts is not None
    boards = {
        part: with_totals(of, {"x": total, "y": 1}) for part, total in zip(parts.parts, totals, strict=True)
    }
    return combine(boards, scored(of, units=["x", "y"]))


def total(of: Combined, unit: str = "x") -> Fraction | None:
    found = of.board.value("total", of.board[unit].row)
    return None if found is None else found.point


# ── the ways ────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("take", "expected"), [("mean", "77.5"), ("min", 60), ("max", 90), ("last", 80), ("sum", 310)]
)
def test_every_way_of_taking_quarters_together(take: str, expected: Any) -> None:
    assert total(taken(year(take), 60, 90, 80, 80)) == Fraction(str(expected))


def test_halves_by_weight() -> None:
    found = taken(halves(), 80, 95)
    assert total(found) == 90
    assert found.board["x"].total == 90
    said = found.units["x"].text()
    assert "90 điểm, là tổng điểm các kỳ nhân hệ số rồi chia cho 3" in said
    assert "hệ số 2 (H2: 95 điểm)" in said


def test_a_divisor_of_the_rules_own() -> None:
    assert total(taken(halves(divide_by=2), 10, 10)) == 15


def test_a_total_that_nothing_rounds_stays_exact() -> None:
    found = taken(halves(), 80, 90)
    assert found.board["x"].total == Fraction(260, 3)
    assert found.board["x"].to_dict()["total"] == "260/3"
    assert "86,666666… điểm" in found.units["x"].text()


@pytest.mark.parametrize(("mode", "expected"), [("half-up", "86.67"), ("down", "86.66")])
def test_a_total_is_rounded_as_declared(mode: str, expected: str) -> None:
    found = taken(halves(rounding={"places": 2, "mode": mode}), 80, 90)
    assert found.board["x"].to_dict()["total"] == expected
    assert "làm tròn từ 86,666666… điểm" in found.units["x"].text()


def test_units_may_be_ranked_by_the_exact_year() -> None:
    periods = {"take": "mean", "parts": HALVES, "rounding": {"places": 0, "mode": "half-up"}}
    for rounded, ranks in ((True, [1, 1]), (False, [2, 1])):
        of = rules(periods=periods, ranking={"by": "total", "rounded": rounded})
        boards = {"H1": with_totals(of, {"x": 80, "y": 80}), "H2": with_totals(of, {"x": 81, "y": 82})}
        found = combine(boards, of).board
        assert ([str(unit.total) for unit in found], [unit.rank for unit in found]) == (["81", "81"], ranks)


amounts = st.integers(0, 400).map(lambda n: Fraction(n, 4))


@settings(max_examples=40, deadline=None)
@given(amounts, st.sampled_from(["mean", "min", "max", "last"]))
def test_equal_periods_come_to_the_same_total(points: Fraction, take: str) -> None:
    assert total(taken(year(take), *[points] * 4)) == points


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.none() | amounts, min_size=3, max_size=3),
    st.sampled_from([*WAYS, "weighted"]),
    st.sampled_from(["skip", "zero", "carry", "unrated"]),
    st.integers(1, 3),
)
def test_absence_against_plain_arithmetic(
    points: list[Fraction | None], take: str, absent: str, at_least: int
) -> None:
    parts, weights = ["a", "b", "c"], {"a": 1, "b": 2, "c": 5}
    keys: dict[str, Any] = {"weights": weights} if take == "weighted" else {}
    found = taken(year(take, parts, absent=absent, at_least=at_least, **keys), *points)
    expected = by_hand(points, take, absent, at_least)
    assert total(found) == expected
    assert (found.board["x"].outcome == "unrated") == (expected is None)
    assert (found.board["x"].rank is None) == (expected is None)
    assert found.units["x"].rated is (expected is not None)
    if expected is not None:
        assert told(found.units["x"].reason) == expected


def by_hand(points: list[Fraction | None], take: str, absent: str, at_least: int) -> Fraction | None:
    rated = [each for each in points if each is not None]
    if len(rated) < at_least or (absent == "unrated" and None in points):
        return None
    if absent == "carry":
        if points[0] is None:
            return None
        for index in (1, 2):
            points[index] = points[index - 1] if points[index] is None else points[index]
    pairs = [(each, w) for each, w in zip(points, (1, 2, 5), strict=True) if each is not None]
    if absent == "zero":
        pairs = [(each or Fraction(0), w) for each, w in zip(points, (1, 2, 5), strict=True)]
    numbers = [each for each, _ in pairs]
    ways = {
        "mean": sum(numbers) / Fraction(len(numbers)), "min": min(numbers), "max": max(numbers),
        "last": numbers[-1], "sum": sum(numbers),
        "weighted": sum(each * w for each, w in pairs) / Fraction(sum(w for _, w in pairs)),
    }  # fmt: skip
    return Fraction(ways[take])


def told(reason: Reason) -> Any:
    """Make the total again from the reasons alone (promise D1)."""
    pairs: list[tuple[Any, Any]] = []
    for part in reason.parts:
        weight: Any = part.parameters.get("weight", 1)
        said = part.parts[0] if part.code == "period-weight" else part
        if said.code == "period-points":
            pairs.append((said.parameters["points"], weight))
        elif said.code == "period-zero":
            pairs.append((0, weight))
        elif said.code == "period-carried":
            pairs.append((pairs[-1][0], weight))
    numbers = [points for points, _ in pairs]
    way = reason.code.removeprefix("year-")
    if way in ("weighted", "renormalised"):
        return sum(points * weight for points, weight in pairs) / Fraction(str(reason.parameters["divisor"]))
    mean = sum(numbers) / Fraction(len(numbers))
    ways = {"mean": mean, "min": min(numbers), "max": max(numbers), "last": numbers[-1], "sum": sum(numbers)}
    return ways[way]


# ── absence ─────────────────────────────────────────────────────────────────────────


def test_weights_of_periods_left_out_are_left_out_and_said() -> None:
    found = taken(halves(divide_by=6), None, 90)
    assert total(found) == 45  # half the weight that the rules give it, as with H1
    assert "bỏ hệ số của kỳ không tính" in found.units["x"].text()
    assert "không có trong danh sách chấm điểm" in found.units["x"].text()
    assert "weights left out" in found.units["x"].text("en")


def test_weights_that_come_to_nothing_leave_a_unit_unrated() -> None:
    of = year("weighted", HALVES, weights={"H1": 1, "H2": 0})
    found = taken(of, None, 90)
    assert (total(found), found.units["x"].reason.code) == (None, "year-unrated-weights")
    assert total(taken(of, 70, None)) == 70


def test_why_a_unit_is_not_rated() -> None:
    codes = {
        ("skip", None, None): "year-unrated-never",
        ("unrated", 50, None): "year-unrated-absent",
        ("carry", None, 50): "year-unrated-carry",
    }
    for (absent, *points), code in codes.items():
        found = taken(year("mean", HALVES, absent=absent), *points)
        assert found.units["x"].reason.code == code
        assert found.units["x"].reason.parts
        assert total(found, "y") == 1
    few = taken(year("mean", QUARTERS, at_least=3), 50, None, None, 50)
    assert "chỉ được chấm điểm 2 kỳ, quy định ít nhất 3 kỳ" in few.units["x"].text()


def test_carried_points_are_said() -> None:
    found = taken(year("mean", QUARTERS, absent="carry"), 60, None, None, 90)
    assert total(found) == Fraction(60 * 3 + 90, 4)
    assert found.units["x"].text().count("lấy điểm của Q1") == 2


def unrated_by_veto(frauds: list[bool | None], **keys: Any) -> Combined:
    of = rules(periods={"take": "mean", "parts": HALVES, **keys}, vetoes=VETO, facts=FACTS)
    boards = {
        part: scored(of, {".fraud": [fraud], "A.m": [4]}, units=["x"])
        for part, fraud in zip(HALVES, frauds, strict=True)
    }
    return combine(boards, of)


def test_a_period_without_rating_is_absent_for_a_named_reason() -> None:
    found = unrated_by_veto([True, False])
    assert total(found) == 24
    assert "H1: đơn vị không được xếp loại, Gian lận" in found.units["x"].text()
    assert unrated_by_veto([True, False], absent="unrated").units["x"].rated is False


def test_a_period_whose_rating_is_open_leaves_the_year_open() -> None:
    found = unrated_by_veto([None, False])
    assert (found.units["x"].rated, found.units["x"].reason.code) == (None, "year-open")
    assert (found.board["x"].total, found.board["x"].bounds) == (None, (None, None))
    assert unrated_by_veto([None, True]).units["x"].rated is None
    assert unrated_by_veto([None, True], absent="unrated").units["x"].rated is False


def test_a_unit_to_which_nothing_applies_is_not_rated_as_zero() -> None:
    of = year("mean", HALVES)
    away = {name: [0] for name in CRITERIA}
    boards = {"H1": scored(of, units=["x"], not_applicable=away), "H2": scored(of, units=["x"])}
    found = combine(boards, of)
    assert total(found) == 25
    assert "không có tiêu chí nào áp dụng" in found.units["x"].text()


def test_a_settled_total_is_rated_whatever_the_criteria_say() -> None:
    of = year("mean", HALVES)
    nothing = scored(of, units=["x"], not_applicable={name: [0] for name in CRITERIA})
    board = settled_board(nothing, {"x": Settled(total=Value.known(50))})
    assert total(combine({"H1": board, "H2": board}, of)) == 50


def test_open_totals_stay_open() -> None:
    of = year("mean", HALVES)
    boards = {"H1": scored(of, {"A.m": [None]}, units=["x"]), "H2": scored(of, {"A.m": [8]}, units=["x"])}
    found = combine(boards, of).board["x"]
    assert (found.total, found.bounds) == (None, (24, 29))


# ── by criterion ────────────────────────────────────────────────────────────────────


def by_criterion(take: str = "mean", **keys: Any) -> tuple[Ruleset, dict[str, Scoreboard]]:
    of = year(take, HALVES, at="criterion", **keys)
    first = scored(of, {"A.m": [4, 5, 6], "B.late": [1, 0, 0]}, not_applicable={"C": [0, 1]})
    second = scored(
        of, {"A.m": [9, 5, 6], "B.late": [2, 0, 0], "C.ideas": [3, 0, 0]}, not_applicable={"C": [1]}
    )
    return of, {"H1": first, "H2": second}


def test_criteria_are_taken_together_and_the_total_follows() -> None:
    of, boards = by_criterion()
    found = combine(boards, of)
    x = found.board["x"]
    assert {name: c.points for name, c in x.criteria.items()} == {
        "A": present(Fraction(13, 2)),
        "B": 17,
        "C": 3,
    }
    assert found.units["x"].total == Value.known(Fraction(53, 2))
    assert "tiêu chí không áp dụng" in found.units["x"].criteria["C"].reason.text()
    assert found.board["y"]["C"].status == "not-applicable"
    assert x.to_dict()["criteria"]["A"]["status"] == "settled"


def test_what_does_not_apply_is_not_absent() -> None:
    of, boards = by_criterion(absent="zero")
    boards["H1"] = scored(of, {"A.m": [4, 5], "C.ideas": [1, 1]}, units=["x", "y"], not_applicable={"C": [0]})
    boards["H2"] = scored(of, {"A.m": [9], "C.ideas": [3]}, units=["x"])
    found = combine(boards, of).board
    assert {name: c.points for name, c in found["x"].criteria.items()} == {
        "A": present(Fraction(13, 2)),
        "B": 20,
        "C": 3,
    }
    assert {name: c.points for name, c in found["y"].criteria.items()} == {
        "A": present(Fraction(5, 2)), "B": 10, "C": present(Fraction(1, 2)),
    }  # fmt: skip


def test_what_may_not_apply_widens_the_bounds() -> None:
    rural = {"kind": "yes-no", "title": "Nông thôn"}
    criteria = {**CRITERIA, "A": {**CRITERIA["A"], "applies": {"fact": "rural"}}}
    of = rules(
        criteria=criteria,
        facts={"rural": rural},
        periods={"take": "mean", "parts": HALVES, "at": "criterion"},
    )
    boards = {
        part: scored(of, {"A.m": [points], ".rural": [rural_]}, units=["x"])
        for part, points, rural_ in (("H1", 4, None), ("H2", 8, True))
    }
    found = combine(boards, scored(of, {".rural": [True]}, units=["x"]))
    assert found.units["x"].criteria["A"].value == Value.between(Fraction(6), Fraction(8))
    assert "H1: 4 điểm nếu tiêu chí áp dụng" in found.units["x"].text()
    assert found.board["x"].bounds == (26, 28)


def test_groups_limit_what_criteria_come_to() -> None:
    groups = {"G1": {"title": "1", "at_most": 20}, "G2": {"title": "2"}}
    periods = {"take": "sum", "parts": HALVES, "at": "criterion"}
    of = rules(groups=groups, periods=periods)
    boards = {part: scored(of, {"C.ideas": [2]}, units=["x"]) for part in HALVES}
    assert combine(boards, of).board["x"].groups == {"G1": 20, "G2": 4}


def test_periods_by_other_criteria_are_taken_together_by_total_alone() -> None:
    of, boards = by_criterion()
    other = {**CRITERIA, "A": {**CRITERIA["A"], "points": 8}, "D": {**CRITERIA["A"], "points": 2}}
    del other["C"]
    groups = {"G1": {"title": "Nhóm một"}}
    boards["H1"] = rules(criteria=other, groups=groups).score(Evidence((Unit("x"),)))
    with pytest.raises(EvidenceError) as error:
        combine(boards, of)
    (fault,) = error.value.faults
    assert (fault.code, fault.parameters["criteria"]) == ("period-criteria-differ", "A, C, D")


def test_totals_of_other_criteria_are_taken_together() -> None:
    other = {**CRITERIA, "D": {**CRITERIA["C"], "title": "Khác"}}
    of = rules(criteria=other, periods={"take": "mean", "parts": HALVES})
    found = combine({part: scored(rules(), units=["x"]) for part in HALVES}, of)
    assert total(found) == 25
    assert found.board["x"]["D"].applies


# ── the year ────────────────────────────────────────────────────────────────────────


def test_a_scoreboard_of_the_year_says_what_else_is_known() -> None:
    classes = [
        {"id": "tot", "title": "Tốt", "from": 20, "require": [{"fact": "fraud", "is": False}]},
        {"id": "kem", "title": "Kém", "from": 0},
    ]
    of = rules(periods={"take": "mean", "parts": HALVES}, classes=classes, facts=FACTS)
    boards = {part: scored(of, units=["x", "z"]) for part in HALVES}
    bare = combine(boards, of).board
    assert [unit.class_ for unit in bare] == [None, None]
    whole = Evidence.from_columns(["y", "x"], {".fraud": [False, False]}, of.formulas)
    found = combine(boards, of.score(whole))
    assert (found.board["x"].total, found.board["x"].class_) == (25, "tot")
    assert (found.units["y"].rated, found.gone) == (False, {"z": ("H1", "H2")})


def test_units_of_the_year_are_those_of_its_periods() -> None:
    of = year("mean", HALVES)
    found = combine({"H1": scored(of, units=["x"]), "H2": scored(of, units=["y", "x"])}, of)
    assert [unit.unit.id for unit in found.board] == ["x", "y"]
    assert [(unit.unit.name, unit.unit.bloc) for unit in found.board] == [("Sở X", "K"), ("Sở Y", "K")]
    assert found.to_dict()["units"][1]["why"]["parts"][0]["code"] == "period-left-out"


def test_periods_of_periods() -> None:
    months, quarters = ["m1", "m2", "m3"], ["Q1", "Q2"]
    of_quarter, of_year = year("mean", months), year("last", quarters)
    totals = {"Q1": (10, 20, 30), "Q2": (40, None, 60)}
    boards = {
        quarter: combine({m: with_totals(of_quarter, {"x": t}) for m, t in zip(months, each, strict=True)},
                         of_quarter).board
        for quarter, each in totals.items()
    }  # fmt: skip
    assert total(combine(boards, of_year)) == 50


def test_periods_that_are_missing_or_unknown() -> None:
    of = year("mean", HALVES)
    with pytest.raises(EvidenceError) as error:
        combine({"H1": scored(of), "h2": scored(of)}, of)
    assert [(f.code, f.nearest) for f in error.value.faults] == [
        ("no-such-period", "H2"),
        ("period-missing", None),
    ]
    with pytest.raises(RulesetError) as refused:
        combine({}, rules())
    assert [f.code for f in refused.value.faults] == ["no-periods"]


def test_totals_on_different_scales_have_no_mean() -> None:
    small = rules(criteria={"A": CRITERIA["A"]}, groups={"G1": {"title": "1"}}, scale={"points": 10})
    boards = {"H1": scored(small, units=["x"]), "H2": scored(rules(), units=["x"])}
    with pytest.raises(EvidenceError) as error:
        combine(boards, year("mean", HALVES))
    (fault,) = error.value.faults
    assert (fault.code, fault.parameters["scales"]) == ("period-scales-differ", "10, 30")
    assert total(combine(boards, year("sum", HALVES))) == 30


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(st.data())
def test_equal_periods_of_any_rules_come_to_one_of_them(data: Any) -> None:
    made = data.draw(rulesets())
    evidence = data.draw(sheets(made)).evidence(made.ruleset)
    take = data.draw(st.sampled_from(["mean", "min", "max", "last"]))
    at = data.draw(st.sampled_from(["total", "criterion"]))
    spec = PeriodsSpec(take, ("a", "b", "c"), at=at)
    written = evolve(made.ruleset.written, decisions=evolve(made.ruleset.written.decisions, periods=spec))
    of = Ruleset(written, made.ruleset.formulas, made.ruleset.data)
    try:
        board = of.score(evidence)
    except EvidenceError:
        assume(False)
        raise
    found = combine(dict.fromkeys(spec.parts, board), board)
    for unit in board:
        whole = found.units[unit.unit.id]
        if whole.rated:
            value = board.value("total", unit.row)
            assert whole.total is not None and value is not None
            assert (whole.total.low, whole.total.high) == (value.low, value.high)
        assert all(found.units[unit.unit.id].text(lang) for lang in ("vi", "en"))


# ── days ────────────────────────────────────────────────────────────────────────────


def test_a_period_need_not_be_one_of_the_calendar() -> None:
    period = Period("2026", date(2025, 12, 1), date(2026, 11, 30))
    days = [date(2025, 11, 30), date(2025, 12, 1), date(2026, 11, 30), date(2026, 12, 1)]
    assert [period.holds(day) for day in days] == [False, True, True, False]
    with pytest.raises(EvidenceError) as error:
        Period("H1", date(2026, 7, 1), date(2026, 1, 1))
    assert [f.code for f in error.value.faults] == ["period-upside-down"]
    assert "2026-07-01" in error.value.text()


@pytest.fixture
def pack(tmp_path: Path) -> Plugins:
    """Install two editions of a family: the second, from July on, deducts more for late reports."""
    common: dict[str, Any] = {"periods": {"take": "mean", "parts": HALVES}}
    first = {"from": date(2025, 1, 1), "until": date(2025, 6, 30)}
    second = {"from": date(2025, 7, 1)}
    return editions(
        tmp_path,
        {**common, "id": "thu/dau", "in_force": first},
        {**common, "id": "thu/sau", "in_force": second, "criteria": HARDER},
    )


FIRST = Period("H1", date(2025, 1, 1), date(2025, 6, 30))
SECOND = Period("H2", date(2025, 7, 1), date(2025, 12, 31))


def test_every_period_is_scored_by_the_rules_in_force_in_it_and_again_the_same(pack: Plugins) -> None:
    late = {"B.late": [2]}

    def board(period: Period) -> Scoreboard:
        return scored(period.edition("thu/tham-dinh", plugins=pack), late, units=["x"])

    before = board(FIRST).to_dict()
    boards = {period.id: board(period) for period in (FIRST, SECOND)}
    assert [each["x"].total for each in boards.values()] == [21, 15]
    assert total(combine(boards, boards["H2"])) == 18
    assert board(FIRST).to_dict() == before == boards["H1"].to_dict()
    assert before["ruleset"]["digest"] != boards["H2"].to_dict()["ruleset"]["digest"]


def test_rules_that_change_within_a_period_are_not_chosen_between(pack: Plugins) -> None:
    across = Period("2025", date(2025, 1, 1), date(2025, 12, 31))
    with pytest.raises(RulesetError) as error:
        across.edition("thu/tham-dinh", plugins=pack)
    (fault,) = error.value.faults
    assert (fault.code, fault.parameters["first"], fault.parameters["last"]) == (
        "period-editions", "thu/dau", "thu/sau",
    )  # fmt: skip
    with pytest.raises(NoSuchName):
        Period("2024", date(2024, 1, 1), date(2024, 6, 30)).edition("thu/tham-dinh", plugins=pack)


# ── what rulesets may say ───────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("keys", "code"),
    [
        ({"parts": ["H1", "H1"]}, "id-twice"),
        ({"at_least": 3}, "periods-too-few"),
        ({"weights": {"H1": 1}}, "weights-with-weighted"),
        ({"take": "weighted"}, "weights-with-weighted"),
        ({"take": "weighted", "weights": {"H1": 1, "H3": 1}}, "weights-of-parts"),
        ({"take": "weighted", "weights": {"H1": 1, "H2": -1}}, "weights-sum-zero"),
        ({"divide_by": 2}, "clause-key-unused"),
        ({"take": "median"}, "not-a-choice"),
    ],
)
def test_rules_of_periods_that_cannot_be(keys: dict[str, Any], code: str) -> None:
    with pytest.raises(RulesetError) as error:
        rules(periods={"take": "mean", "parts": HALVES, **keys})
    assert [fault.code for fault in error.value.faults] == [code]
