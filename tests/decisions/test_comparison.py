"""Two results compared: what changed, and where rules that differ leave nothing to compare."""

from __future__ import annotations

import json
from collections import Counter
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from typing import Any

import pytest
from appraised_rules import CRITERIA, GROUPS, HARDER, rules, scored
from generated_rulesets import rulesets
from generated_sheets import sheets
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from thidua_scoring.decisions import decide
from thidua_scoring.decisions.comparison.comparing import Change, Comparison, compare
from thidua_scoring.decisions.comparison.orders import Kendall, Place, reversed_pairs
from thidua_scoring.decisions.settled import Settled, settled_board
from thidua_scoring.errors import EvidenceError
from thidua_scoring.formula.values import Value

CLASSES = [{"id": "tot", "title": "Tốt", "from": 25}, {"id": "kem", "title": "Kém", "from": 0}]

LOWER = [{"id": "tot", "title": "Tốt", "from": 20}, CLASSES[1]]


def result(figures: dict[str, list[Any]] | None = None, *, keys: Any = None, **facts: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(json.dumps(scored(rules(**(keys or {})), figures, **facts).to_dict()))
    return found


# ── what changed ────────────────────────────────────────────────────────────────────


def test_points_totals_ranks_and_classes() -> None:
    keys = {"classes": CLASSES}
    old = result({"A.m": [4, 6, 8]}, keys=keys)
    new = result({"A.m": [9, 6, 7], "B.late": [0, 1, 0]}, keys=keys)
    found = compare(old, new)
    assert found.comparable
    x, y, z = (found[unit] for unit in "xyz")
    assert [each.total.by for each in (x, y, z)] == [5, -2, -1]
    assert [each.rank.by for each in (x, y, z)] == [-2, 1, 1]
    assert [(each.old_class, each.new_class) for each in (x, y, z)] == [
        ("kem", "tot"), ("tot", "kem"), ("tot", "tot"),
    ]  # fmt: skip
    assert {name: change.by for name, change in y.criteria.items()} == {"A": 0, "B": -2, "C": 0}
    assert (x.rest, y.rest, z.rest) == (0, 0, 0)
    assert x.text() == (
        "Sở X: tổng điểm tăng 5 điểm, từ 24 lên 29 điểm; thứ hạng tăng 2 bậc, từ 3 lên 1;"
        " xếp loại tăng từ Kém lên Tốt; A tăng 5 điểm, từ 4 lên 9 điểm"
    )
    assert z.text("en").startswith(
        "Sở Z: the total is down by 1 points, from 28 to 27; the rank is worse by 1"
    )
    assert found.to_dict()["units"][0]["total"] == {"old": "24", "new": "29", "by": "5"}


def test_units_that_came_and_left() -> None:
    found = compare(result(units=["x", "y"]), result(units=["y", "w"]))
    assert [each.id for each in found.came] == ["w"]
    assert [each.id for each in found.left] == ["x"]
    assert [each.unit.id for each in found.units] == ["y"]
    assert "Sở W chỉ có trong kết quả sau" in found.text()
    with pytest.raises(KeyError):
        found["x"]


def test_what_limits_of_groups_take_is_a_line_of_its_own() -> None:
    keys = {"groups": {**GROUPS, "G1": {"title": "Nhóm một", "at_most": 28}}}
    found = compare(result({"A.m": [7, 5, 5]}, keys=keys), result({"A.m": [10, 5, 5]}, keys=keys))["x"]
    assert (found.criteria["A"].by, found.total.by, found.rest) == (3, 1, -2)
    assert "phần còn lại của tổng điểm thay đổi -2 điểm" in found.text()


def test_what_applies_in_one_result_alone_is_in_the_rest() -> None:
    found = compare(result(not_applicable={"B": [0]}), result())["x"]
    assert (found.criteria["B"].by, found.total.by, found.rest) == (None, 20, 20)


def test_open_figures_have_no_change() -> None:
    found = compare(result(), result({"A.m": [None, 5, 5]}))
    x = found["x"]
    assert (x.criteria["A"].by, x.total.by, x.rest, x.rank.by) == (None, None, None, None)
    assert found.comparable
    assert "tổng điểm trước đây 25, nay không có hoặc chưa rõ nên chưa rõ thay đổi" in x.text()
    assert found["y"].total.by == 0
    assert found["y"].rank.by is None


def test_ranks_of_two_blocs_are_not_compared() -> None:
    found = compare(result(), result(blocs=["L", "K", "K"]))["x"]
    assert (found.rank.by, found.total.by) == (None, 0)
    assert "chuyển sang khối khác" in found.text()


def test_settled_points_are_compared_as_they_stand() -> None:
    board = scored(rules())
    settled = settled_board(board, {"x": Settled({"A": Value.known(8)})})
    found = compare(board.to_dict(), settled.to_dict())["x"]
    assert (found.criteria["A"].by, found.total.by) == (3, 3)


def test_decided_ranks_and_classes_go_before_those_of_points_alone() -> None:
    old, new = result(), result()
    for each, rank in ((old, "1"), (new, "5/2")):
        each["units"][0]["standing"] = {"rank": rank, "class": None}
    assert compare(old, new)["x"].rank.by == 0
    for each in (old, new):
        for unit in each["units"][1:]:
            unit["standing"] = {"rank": None, "class": None}
    assert compare(old, new)["x"].rank.by == Fraction(3, 2)


# ── rules that differ ───────────────────────────────────────────────────────────────


def changed(criterion: str, **keys: Any) -> dict[str, Any]:
    return {"criteria": {**CRITERIA, criterion: {**CRITERIA[criterion], **keys}}}


DIFFERING = [
    (changed("B", points=20, deduct_at_most=6), ["criterion-rule"], "cách tính điểm thay đổi"),
    ({"scale": {"points": 30}}, ["scale-changed"], "thang điểm, cách làm tròn"),
    ({"groups": {**GROUPS, "G1": {"title": "1", "at_most": 28}}}, ["scale-changed"], "nhóm tiêu chí"),
    (
        {**changed("A", points=15), "scale": {"points": 35, "may_exceed": True}},
        ["criterion-points", "scale-points"],
        "tiêu chí A: điểm tối đa đổi từ 10 thành 15",
    ),
    (
        {"criteria": {k: v for k, v in CRITERIA.items() if k != "C"}, "groups": {"G1": GROUPS["G1"]}},
        ["criterion-removed", "scale-changed"],
        "tiêu chí C chỉ có trong kết quả trước",
    ),
    ({"ranking": {"by": "percent"}}, ["ranking-changed"], "cách xếp hạng thay đổi"),
    ({"classes": CLASSES}, ["classes-changed"], "tiêu chuẩn xếp loại thay đổi"),
]  # fmt: skip


@pytest.mark.parametrize(("keys", "codes", "said"), DIFFERING)
def test_rules_that_differ_are_named_and_have_no_change(keys: Any, codes: list[str], said: str) -> None:
    found = compare(result(), result(keys=keys))
    assert [each.code for each in found.differences] == codes
    assert said in found.text()
    assert not found.comparable
    x = found["x"]
    assert (x.total.by is not None) == (codes[0] in ("ranking-changed", "classes-changed"))
    assert (x.rank.by is not None) == (codes == ["classes-changed"])
    assert x.class_comparable == (codes == ["ranking-changed"])
    for name, change in x.criteria.items():
        differs = any(each.parameters.get("criterion") == name for each in found.differences)
        assert (change.by is None) == differs


def test_ranks_by_class_first_need_the_same_classes() -> None:
    found = compare(
        *(result(keys={"ranking": {"class_first": True}, "classes": each}) for each in (CLASSES, LOWER))
    )
    assert [each.code for each in found.differences] == ["ranking-changed", "classes-changed"]
    assert found["x"].rank.by is None


def test_wording_is_no_difference() -> None:
    reworded = {**CRITERIA["B"], "title": "Chế độ báo cáo", "note": "…", "source": "Điều 9", "assessor": "P"}
    keys = {
        "criteria": {**CRITERIA, "B": reworded},
        "groups": {**GROUPS, "G1": {"title": "Khác"}},
        "title": "Khác",
    }
    assert compare(result(), result(keys=keys)).comparable


def test_a_criterion_that_reads_another_differs_with_it() -> None:
    def keys(most: int) -> dict[str, Any]:
        reading = {
            "group": "G2", "title": "Theo B", "kind": "bands", "points": 0,
            "measure": {"points_of": "B"}, "bands": [{"from": 10, "points": 0}, {"below": 10, "points": 0}],
        }  # fmt: skip
        ledger = {**CRITERIA["B"], "deduct_at_most": most}
        return {"criteria": {**CRITERIA, "B": ledger, "D": reading}}

    found = compare(result(keys=keys(4)), result(keys=keys(6)))
    assert [each.parameters["criterion"] for each in found.differences] == ["B", "D"]


# ── properties ──────────────────────────────────────────────────────────────────────

examples = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def two(data: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """Draw two results by the same rules, of nearly the same units."""
    made = data.draw(rulesets())
    try:
        boards = [made.ruleset.score(data.draw(sheets(made)).evidence(made.ruleset)) for _ in range(2)]
    except EvidenceError:
        assume(False)
        raise
    return boards[0].to_dict(), boards[1].to_dict()


@examples
@given(st.data())
def test_a_result_against_itself_is_all_zero(data: Any) -> None:
    old, _ = two(data)
    found = compare(old, old)
    assert found.comparable and not found.came and not found.left
    for each in found.units:
        for change in (each.total, each.rank, *each.criteria.values()):
            assert change.by in (0, None)
            assert (change.by is None) == (change.old is None)
        assert each.rest in (0, None)
        assert each.old_class == each.new_class


@examples
@given(st.data())
def test_turning_a_comparison_round_turns_every_sign(data: Any) -> None:
    old, new = two(data)
    there, back = compare(old, new), compare(new, old)
    assert (there.came, there.left) == (back.left, back.came)
    assert changes(there) == {name: turned(change) for name, change in changes(back).items()}
    for each in there.units:
        other = back[each.unit.id]
        assert each.rest == (None if other.rest is None else -other.rest)
        assert (each.old_class, each.new_class) == (other.new_class, other.old_class)


def changes(of: Comparison) -> dict[tuple[str, str], Change]:
    found = {}
    for each in of.units:
        named = {"total": each.total, "rank": each.rank, **each.criteria}
        found |= {(each.unit.id, name): change for name, change in named.items()}
    return found


def turned(of: Change) -> Change:
    return Change(of.new, of.old, of.comparable)


@settings(max_examples=60, deadline=None)
@given(*[st.tuples(st.integers(0, 10), st.integers(0, 12), st.integers(0, 9)) for _ in range(2)])
def test_changes_add_up_to_that_of_the_total_where_nothing_limits_groups(old: Any, new: Any) -> None:
    keys = ("A.m", "B.late", "C.ideas")
    before, after = (
        result({k: [v] for k, v in zip(keys, of, strict=True)}, units=["x"]) for of in (old, new)
    )
    found = compare(before, after)["x"]
    assert found.rest == 0
    assert found.total.by == sum(change.by or 0 for change in found.criteria.values())


@examples
@given(st.data())
def test_changes_of_criteria_and_the_rest_come_to_the_change_of_the_total(data: Any) -> None:
    old, new = two(data)
    found = compare(old, new)
    olds, news = ({unit["unit"]: unit for unit in each["units"]} for each in (old, new))
    for each in found.units:
        before, after = olds[each.unit.id], news[each.unit.id]
        if each.rest is not None:
            known = [change.by for change in each.criteria.values() if change.by is not None]
            assert sum(known) + each.rest == Fraction(after["total"]) - Fraction(before["total"])
        text = each.text("vi") + each.text("en")
        assert text and not set("{}") & set(text)


# ── results as they are, and across rules ───────────────────────────────────────────


def test_boards_and_standings_compare_as_their_stored_forms_do() -> None:
    boards = [scored(rules(classes=CLASSES), {"A.m": marks}) for marks in ([4, 6, 8], [9, 6, 7])]
    standings = [decide(board) for board in boards]
    for old, new in (boards, standings):
        assert compare(old, new) == compare(old.to_dict(), new.to_dict()) == compare(old, new.to_dict())


def test_what_is_no_result_is_refused() -> None:
    nothing: Any = "ket-qua.json"
    with pytest.raises(EvidenceError) as error:
        compare(result(), nothing)
    assert [fault.code for fault in error.value.faults] == ["result-part"]


def test_across_rules_everything_is_compared_and_the_differences_still_told() -> None:
    old = scored(rules(classes=CLASSES), {"B.late": [0, 1, 2]})
    new = scored(rules(classes=LOWER, criteria=HARDER), {"B.late": [0, 1, 2]})
    found = compare(old, new, across_rules=True)
    assert [each.code for each in found.differences] == ["criterion-rule", "classes-changed"]
    assert [found[unit].total.by for unit in "xyz"] == [0, -3, -6]
    assert [found[unit].criteria["B"].by for unit in "xyz"] == [0, -3, -6]
    assert found.transitions.matrix == ((1, 0, 0), (1, 1, 0), (0, 0, 0))
    assert compare(old, new)["y"].total.by is None


def test_a_criterion_of_one_ruleset_counts_nothing_by_the_other() -> None:
    fewer = {"criteria": {k: v for k, v in CRITERIA.items() if k != "C"}, "groups": {"G1": GROUPS["G1"]}}
    old = scored(rules(), {"C.ideas": [3, 0, 0]})
    found = compare(old, scored(rules(**fewer)), across_rules=True)["x"]
    assert found.criteria["C"] == Change(Fraction(3), Fraction(0))
    assert (found.total.by, found.rest) == (-3, 0)


@examples
@given(st.data())
def test_across_rules_criteria_and_the_rest_come_to_the_change_of_the_total(data: Any) -> None:
    boards = []
    for _ in range(2):
        made = data.draw(rulesets())
        try:
            boards.append(made.ruleset.score(data.draw(sheets(made, 2)).evidence(made.ruleset)))
        except EvidenceError:
            assume(False)
    old, new = boards
    found = compare(old, new, across_rules=True)
    for each in found.units:
        totals = old[each.unit.id].total, new[each.unit.id].total
        if None not in totals:
            assert each.total.by == Fraction(totals[1] or 0) - Fraction(totals[0] or 0)
        if each.rest is not None:
            known = [change.by for change in each.criteria.values() if change.by is not None]
            assert sum(known) + each.rest == each.total.by
    assert found.text() and found.table().text()


# ── who moved, and how far orders agree ─────────────────────────────────────────────


def test_who_won_who_lost_and_whose_order_turned_round() -> None:
    keys = {"classes": CLASSES}
    old, new = (result({"A.m": marks}, keys=keys) for marks in ([4, 6, 8], [9, 6, 7]))
    found = compare(old, new)
    assert [each.unit.id for each in found.winners] == ["x"]
    assert [each.unit.id for each in found.losers] == ["z"]
    assert [each.unit.id for each in found.risen] == ["x"]
    assert [each.unit.id for each in found.fallen] == ["y", "z"]
    assert [(above.id, below.id) for above, below in found.reversed] == [("z", "x"), ("y", "x")]
    assert found.kendall == Kendall(1, 2, 0, 0, 0)
    assert found.transitions.matrix == ((2, 0, 0), (1, 0, 0), (0, 0, 0))


def test_units_of_two_blocs_are_no_pair_unless_they_are_ranked_together() -> None:
    def decided(marks: list[int], **keys: Any) -> Any:
        return decide(scored(rules(**keys), {"A.m": marks}, blocs=["K", "L", "L"]))

    before, after = [4, 6, 8], [9, 6, 5]
    apart = compare(decided(before), decided(after))
    assert [(a.id, b.id) for a, b in apart.reversed] == [("z", "y")]
    together = {"ranking": {"within": "all"}}
    found = compare(decided(before, **together), decided(after, **together))
    assert found.kendall == Kendall(0, 3, 0, 0, 0)


def test_a_comparison_shows_itself_as_a_table() -> None:
    found = compare(result({"A.m": [4, 6, 8]}), result({"A.m": [9, 6, 7]}))
    assert "Điểm trước" in found.table().text()
    assert found.to_frame().shape == (3, 8)
    assert "phần còn lại" in found["x"].table().text() and "Sở X" in found["x"].html()
    assert "không có hoặc chưa rõ" in found.transitions.text()


pairs = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 6), st.integers(0, 6)), max_size=14)


@settings(max_examples=150, deadline=None)
@given(pairs)
def test_kendall_and_reversed_pairs_equal_a_count_of_all_pairs(given: Any) -> None:
    places = [Place(scope, Fraction(old), Fraction(new)) for scope, old, new in given]
    counted: Counter[str] = Counter()
    turned = set()
    for (a, one), (b, other) in combinations(enumerate(places), 2):
        if one.scope == other.scope:
            by, then = one.old - other.old, one.new - other.new
            if by * then:
                counted["concordant" if by * then > 0 else "discordant"] += 1
                turned |= {(a, b) if by < 0 else (b, a)} if by * then < 0 else set()
            else:
                counted["tied_in_both" if by == then else "tied_in_old" if by == 0 else "tied_in_new"] += 1
    found = Kendall.of(places)
    names = ("concordant", "discordant", "tied_in_old", "tied_in_new", "tied_in_both")
    assert [getattr(found, name) for name in names] == [counted[name] for name in names]
    assert found.pairs == sum(counted.values())
    listed = list(reversed_pairs(places))
    assert len(listed) == len(turned) and set(listed) == turned


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), min_size=2, max_size=40))
def test_kendall_is_that_of_scipy(totals: Any) -> None:
    stats = pytest.importorskip("scipy.stats")
    found = Kendall.of(Place("", Fraction(-old), Fraction(-new)) for old, new in totals)
    rounded = found.rounded(12)
    columns = list(zip(*totals, strict=True))
    if min(len(set(column)) for column in columns) < 2:
        assert found.squared is None and rounded is None
    else:
        assert rounded is not None and found.squared is not None
        assert abs(float(rounded) - stats.kendalltau(*columns).statistic) < 1e-9
        assert abs(float(found.squared) - float(rounded) * abs(float(rounded))) < 1e-9


def test_tau_is_rounded_half_to_even() -> None:
    halves = [Kendall(c, d, 0, 0, 0).rounded(1) for c, d in ((21, 19), (23, 17), (17, 23))]
    assert halves == [Decimal("0.0"), Decimal("0.2"), Decimal("-0.2")]  # of 0.05, 0.15 and -0.15
    assert Kendall(2, 1, 3, 5, 9).rounded(5) == Decimal("0.14434")  # 1 / √48


# ── results that cannot be read ─────────────────────────────────────────────────────

BROKEN = [
    (("ruleset",), None, "result-part", "new.ruleset"),
    (("ruleset", "rules"), ..., "result-without-rules", "new.ruleset"),
    (("ruleset", "rules", "A", "digest"), 7, "result-part", "new.ruleset.rules.A.digest"),
    (("ruleset", "scale", "points"), "nhiều", "result-number", "new.ruleset.scale.points"),
    (("units",), "x", "result-part", "new.units"),
    (("units", 1), [], "result-part", "new.units[1]"),
    (("units", 1, "total"), 2.5, "result-number", "new.units[1].total"),
    (("units", 1, "total"), "1/0", "result-number", "new.units[1].total"),
    (("units", 1, "rank"), True, "result-number", "new.units[1].rank"),
    (("units", 1, "criteria", "A", "points"), "50%", "result-number", "new.units[1].criteria.A.points"),
    (("units", 1, "class"), 3, "result-part", "new.units[1].class"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "value", "code", "place"), BROKEN)
def test_a_broken_result_is_refused_with_its_place(path: Any, value: Any, code: str, place: str) -> None:
    broken: Any = result()
    at = broken
    for step in path[:-1]:
        at = at[step]
    if value is ...:
        del at[path[-1]]
    else:
        at[path[-1]] = value
    with pytest.raises(EvidenceError) as error:
        compare(result(), broken)
    (fault,) = error.value.faults
    assert (fault.code, str(fault.place)) == (code, place)


def test_every_broken_unit_is_told() -> None:
    broken = result()
    for unit in broken["units"]:
        unit["total"] = "?"
    with pytest.raises(EvidenceError) as error:
        compare(broken, result())
    assert [str(fault.place) for fault in error.value.faults] == [f"old.units[{n}].total" for n in range(3)]
