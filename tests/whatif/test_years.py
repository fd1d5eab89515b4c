"""From year to year: effects of evidence and of rules that add up to every change."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from generated_rulesets import rulesets
from generated_sheets import sheets
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st
from written_toml import document, loaded

from thidua_scoring.errors import EvidenceError
from thidua_scoring.evidence.evidence import Evidence
from thidua_scoring.formula.values import Value
from thidua_scoring.ruleset.ruleset import Ruleset
from thidua_scoring.scoring.scoreboard import Scoreboard
from thidua_scoring.whatif.other_rules import read_by
from thidua_scoring.whatif.years import year_to_year

examples = settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # shrinking a whole ruleset takes minutes
)

GROUPS: dict[str, Any] = {"G1": {"title": "Nhóm một"}, "G2": {"title": "Nhóm hai"}}
CRITERIA: dict[str, Any] = {
    "A": {"group": "G1", "title": "Nhiệm vụ", "kind": "judged", "mark": "m", "points": 10},
    "B": {
        "group": "G1", "title": "Báo cáo", "kind": "ledger", "points": 20, "at_least": 0,
        "deduct": [{"title": "Chậm báo cáo", "per_case": "late", "points": 2}],
    },
    "C": {
        "group": "G2", "title": "Sáng kiến", "kind": "ledger", "points": 0, "bonus_at_most": 5,
        "bonus": [{"title": "Sáng kiến", "per_case": "ideas", "points": 1}],
    },
}  # fmt: skip
HARDER = {**CRITERIA, "B": {**CRITERIA["B"], "deduct": [{**CRITERIA["B"]["deduct"][0], "points": 5}]}}


def rules(**keys: Any) -> Ruleset:
    """Load three criteria, with further keys or others in their place."""
    data = {
        "format": 1, "id": "thu/hai-nam", "title": "Bộ thử", "status": "illustrative", "source": "thử",
        "scale": {"points": 30, "may_exceed": True}, "groups": GROUPS, "criteria": CRITERIA, **keys,
    }  # fmt: skip
    return loaded(document(data))


def scored(of: Ruleset, figures: Any = None, units: Any = ("x", "y", "z"), blocs: Any = None) -> Scoreboard:
    """Score units of one bloc that have 5 points in A and 20 in B, unless told otherwise."""
    count = len(units)
    usual = {"A.m": [5] * count, "B.late": [0] * count, "C.ideas": [0] * count}
    columns = {key: values for key, values in usual.items() if key in of.formulas.fields} | (figures or {})
    made = Evidence.from_columns(list(units), columns, of.formulas, blocs=blocs or ["K"] * count)
    return of.score(made)


def test_both_orders_are_taken_and_their_mean_is_told() -> None:
    old = scored(rules(), {"B.late": [1, 0, 0]})
    new = scored(rules(criteria=HARDER), {"B.late": [3, 0, 0]})
    x = year_to_year(old, new)["x"]
    assert (x.old, x.new) == (Value.known(23), Value.known(10))
    assert (x.new_by_old_rules, x.old_by_new_rules) == (Value.known(19), Value.known(20))
    assert x.by_evidence == Value.known(-7)  # the mean of 19 - 23 and 10 - 20
    assert x.by_rules == Value.known(-6)  # the mean of 10 - 19 and 20 - 23
    assert x.by == Value.known(-13)


def test_a_change_of_rank_is_the_units_own_and_that_of_others() -> None:
    old = scored(rules(), {"A.m": [5, 6, 7]})
    new = scored(rules(), {"A.m": [8, 9, 7]})
    found = year_to_year(old, new)
    ranks = {each.unit.id: each.rank for each in found.units}
    assert {
        unit: None if rank is None else (rank.old, rank.new, rank.own, rank.others)
        for unit, rank in ranks.items()
    } == {"x": (3, 2, -2, 1), "y": (2, 1, -1, 0), "z": (1, 3, 0, 2)}
    assert "Do đơn vị khác" in found.text()


def test_what_the_other_year_does_not_know_is_missing_there_and_told() -> None:
    fewer = {"criteria": {k: v for k, v in CRITERIA.items() if k != "C"}, "groups": {"G1": GROUPS["G1"]}}
    old = scored(rules(**fewer))
    new = scored(rules(), {"C.ideas": [2, 0, 0]})
    found = year_to_year(old, new)
    x = found["x"]
    assert x.new_by_old_rules == Value.known(25)
    assert x.old_by_new_rules == Value.between(Fraction(25), Fraction(30))
    assert x.by_evidence == Value.between(Fraction(-3, 2), Fraction(1))
    assert x.by_rules == Value.between(Fraction(1), Fraction(7, 2))
    assert x.by == Value.known(2)
    assert [note.code for note in found.notes] == ["year-old-by-new-missing", "effects-open"]
    assert "Quy định của năm sau cần C.ideas mà số liệu năm trước không có" in found.text()
    assert found.to_dict()["units"][0]["by_evidence"] == ["-1.5", "1"]


def test_a_figure_beyond_the_other_years_limits_is_missing_there() -> None:
    half = {**CRITERIA, "A": {**CRITERIA["A"], "points": 5}}
    old, new = rules(), rules(criteria=half, scale={"points": 25, "may_exceed": True})
    read = read_by(old, scored(old, {"A.m": [4, 7, 5]}).evidence, new)
    assert read.evidence.columns["A.m"].values == [4, None, 5]
    assert read.unknown == ()


def test_units_come_and_leave_and_blocs_change() -> None:
    old = scored(rules(), units=["x", "y"])
    new = scored(rules(), units=["y", "w"], blocs=["L", "L"])
    found = year_to_year(old, new)
    assert [each.id for each in found.came] == ["w"]
    assert [each.id for each in found.left] == ["x"]
    assert found["y"].rank is None and found["y"].by == Value.known(0)


def test_points_of_two_scales_are_no_one_figure_to_be_ranked_by() -> None:
    more = {**CRITERIA, "A": {**CRITERIA["A"], "points": 20}}
    new = scored(rules(criteria=more, scale={"points": 40, "may_exceed": True}))
    assert year_to_year(scored(rules()), new)["x"].rank is None


def test_by_the_same_rules_all_is_by_evidence() -> None:
    old, new = scored(rules(), {"A.m": [5, 6, 7]}), scored(rules(), {"A.m": [8, 9, 7]})
    for each in year_to_year(old, new).units:
        assert each.by_rules == Value.known(0)
        assert each.by_evidence == each.by


@examples
@given(st.data())
def test_effects_add_up_and_turn_round_with_the_years(data: Any) -> None:
    boards = []
    for _ in range(2):
        made = data.draw(rulesets())
        try:
            boards.append(made.ruleset.score(data.draw(sheets(made, 2, 4)).evidence(made.ruleset)))
        except EvidenceError:
            assume(False)
    there, back = year_to_year(*boards), year_to_year(*reversed(boards))
    for each in there.units:
        other = back[each.unit.id]
        by, evidence, rules_ = each.by, each.by_evidence, each.by_rules
        if evidence is None or rules_ is None:
            assert None in (each.old, each.new, each.new_by_old_rules, each.old_by_new_rules)
            continue
        assert by is not None and other.by_evidence is not None
        if evidence.point is not None and rules_.point is not None:
            assert evidence.point + rules_.point == by.point
            assert other.by_evidence.point == -evidence.point
        assert (evidence.point is None) == (rules_.point is None)
    assert there.text() and not set("{}") & set(there.text("en"))


@examples
@given(st.data())
def test_own_and_others_add_up_to_the_change_of_rank(data: Any) -> None:
    made = data.draw(rulesets())
    try:
        boards = [
            made.ruleset.score(data.draw(sheets(made, 3, 5, states=["known"])).evidence(made.ruleset))
            for _ in range(2)
        ]
    except EvidenceError:
        assume(False)
        raise
    old, new = boards
    for each in year_to_year(old, new).units:
        before, after = old[each.unit.id], new[each.unit.id]
        if each.rank is None:
            assert None in (before.rank, after.rank) or before.unit.bloc != after.unit.bloc
            continue
        moved = new.value("standing", after.row)
        others = [
            old.value("standing", unit.row)
            for unit in old
            if unit.unit.bloc == before.unit.bloc and unit.rank is not None and unit.row != before.row
        ]
        assert moved is not None and moved.point is not None
        own = 1 + sum(value is not None and (value.point or 0) > moved.point for value in others)
        assert each.rank.own == own - (before.rank or 0)
        assert each.rank.own + each.rank.others == (after.rank or 0) - (before.rank or 0)
