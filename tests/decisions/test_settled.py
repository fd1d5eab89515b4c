"""Scoreboards with settled points: everything that follows, against the same rules asked otherwise."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from attrs import evolve
from generated_rulesets import Made, rulesets
from generated_sheets import STATES, sheets, with_claims
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from written_toml import document, loaded

from thidua_scoring.criterion import FieldSpec
from thidua_scoring.decisions.settled import Settled, settled_board
from thidua_scoring.errors import EvidenceError, NoSuchName
from thidua_scoring.evidence.evidence import Column, Evidence
from thidua_scoring.formula import nodes
from thidua_scoring.formula.analyse import Range
from thidua_scoring.formula.values import ANYTHING, Truth3, Value
from thidua_scoring.numbers import present
from thidua_scoring.ruleset.ruleset import Ruleset
from thidua_scoring.scoring.engine import results_of
from thidua_scoring.scoring.scoreboard import Scoreboard

examples = settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def scored(
    data: Any, *, wide: bool = False, states: Any = STATES, claims: bool = False
) -> tuple[Made, Scoreboard]:
    made = data.draw(rulesets(wide=wide))
    sheet = data.draw(sheets(made, states=states, nasty=False if wide else None))
    if claims:
        sheet = with_claims(sheet, made, data.draw(st.randoms(use_true_random=True)))
    try:
        return made, made.ruleset.score(sheet.evidence(made.ruleset))
    except EvidenceError:
        assume(False)
        raise


def asked_otherwise(ruleset: Ruleset, evidence: Evidence, points: dict[str, list[Fraction]]) -> Scoreboard:
    """Score by rules in which the points of some criteria are figures of the evidence."""

    def put(node: nodes.Node) -> nodes.Node:
        if isinstance(node, nodes.Points) and node.criterion in points:
            return nodes.Field(f"settled-{node.criterion}", "number", "")
        return node

    formulas = ruleset.formulas.rewritten(lambda root: nodes.rewrite(root, put))
    keys = {f".settled-{name}": values for name, values in points.items()}
    formulas = evolve(
        formulas,
        fields={**formulas.fields, **{key: FieldSpec(key[1:], minimum=None) for key in keys}},
        ranges={**formulas.ranges, **dict.fromkeys(keys, Range())},
    )
    columns = {key: Column(10**4, [int(v * 10**4) for v in values]) for key, values in keys.items()}
    return Ruleset(ruleset.written, formulas, ruleset.data).score(
        evolve(evidence, columns={**evidence.columns, **columns})
    )


def reads_columns(ruleset: Ruleset) -> bool:
    formulas = ruleset.formulas
    parts = set(nodes.walk(formulas.standing, *formulas.classes, *formulas.vetoes))
    return not parts.isdisjoint(formulas.columns.values())


@examples
@given(st.data(), st.booleans())
def test_what_follows_is_what_the_rules_give_of_the_settled_points(data: Any, wide: bool) -> None:
    made, board = scored(data, wide=wide)
    assume(not reads_columns(made.ruleset))
    amounts = st.integers(-8, 160).map(lambda n: Fraction(n, 4))
    rows = len(board)
    names = data.draw(st.lists(st.sampled_from(sorted(made.kinds)), min_size=1, unique=True))
    points = {name: data.draw(st.lists(amounts, min_size=rows, max_size=rows)) for name in names}
    settled = {
        unit.unit.id: Settled({name: Value.known(values[unit.row]) for name, values in points.items()})
        for unit in board
    }
    try:
        expected = asked_otherwise(made.ruleset, board.evidence, points)
    except EvidenceError:
        with pytest.raises(EvidenceError):
            settled_board(board, settled)
        return
    found = settled_board(board, settled)
    for name in results_of(made.ruleset):
        for row in range(rows):
            there, wanted = found.results.open[row][name], _result(expected, name, row)
            assert there == wanted, (name, row)
    assert found.ranks == expected.ranks
    assert found.classes == expected.classes


def _result(board: Scoreboard, name: Any, row: int) -> Value | Truth3 | None:
    truth = isinstance(name, tuple) and name[0] in ("applies", "class", "veto")
    if not truth:
        return board.value(name, row)
    found = board.truth(name, row)
    entries = board.results.open.get(row)
    return None if entries is not None and entries[name] is None else found


@examples
@given(st.data(), st.booleans())
def test_points_equal_to_those_of_the_rules_change_nothing(data: Any, wide: bool) -> None:
    _, board = scored(data, wide=wide, claims=True)
    settled = {
        unit.unit.id: Settled(
            {
                name: score.value
                for name, score in unit.criteria.items()
                # What may have no value at all is not something that somebody could settle it to.
                if score.applies and score.value != ANYTHING
            },
            board.value("total", unit.row),
            board.value("total", unit.row)
            and unit.evaluator.attempt(board.ruleset.formulas.raw, taken=False),
        )
        for unit in board
    }
    found = settled_board(board, settled)
    assert found.to_dict() == board.to_dict()
    assert [found.explain(unit.unit.id).to_dict() for unit in board] == [
        board.explain(unit.unit.id).to_dict() for unit in board
    ]


@examples
@given(st.data())
def test_settled_points_are_told_beside_those_of_the_rules(data: Any) -> None:
    made, board = scored(data, states=["known"])
    name = data.draw(st.sampled_from(sorted(made.kinds)))
    points = Value.known(data.draw(st.integers(0, 40)))
    unit = data.draw(st.sampled_from([unit.unit.id for unit in board]))
    found = settled_board(board, {unit: Settled({name: points})})[unit][name]
    assume(found.applies)
    by_rule = board[unit][name]
    assert Fraction(found.points or 0) == points.point
    assert found.by_rule == by_rule.value
    if by_rule.value == points:
        assert found.to_dict() == by_rule.to_dict()
        return
    assert found.status == "settled"
    assert (found.base, found.bonus, found.deduct, found.by_claim) == (None, None, None, False)
    assert found.to_dict()["by_rule"] == by_rule.to_dict()["points"]
    lines = found.unit.board.explain(unit, name).lines
    net = sum((-1 if line.column == "deduct" else 1) * (line.points.point or 0) for line in lines)
    assert net == points.point
    assert lines[-1].reason == "settled"
    assert "chốt" in found.unit.board.explain(unit, name).text("vi")
    assert found.unit.base is None


MARK = {"kind": "judged", "mark": "m", "group": "G"}


def ruleset(**keys: Any) -> Ruleset:
    return loaded(document({
        "format": 1, "id": "thu/chot", "title": "Chốt điểm", "status": "illustrative", "source": "Bản thử",
        "scale": {"points": 30, "may_exceed": True, **keys.pop("scale", {})},
        "groups": {"G": {"title": "Nhóm", "at_most": 25}},
        "criteria": {
            "A": {**MARK, "title": "A", "points": 10},
            "B": {**MARK, "title": "B", "points": 20},
            **keys.pop("criteria", {}),
        },
        **keys,
    }))  # fmt: skip


def board_of(rules: Ruleset, **marks: list[Any]) -> Scoreboard:
    units = [f"u{row}" for row in range(len(marks["A"]))]
    columns = {f"{name}.m": values for name, values in marks.items()}
    return rules.score(Evidence.from_columns(units, columns, rules.formulas))


def totals(board: Scoreboard) -> list[Any]:
    return [unit.total for unit in board]


def known(**points: int) -> Settled:
    return Settled({name: Value.known(value) for name, value in points.items()})


def test_limits_of_groups_hold_for_settled_points() -> None:
    board = board_of(ruleset(), A=[4, 4], B=[10, 10])
    found = settled_board(board, {"u0": known(A=9, B=20)})
    assert totals(found) == [25, 14]
    assert [unit.rank for unit in found] == [1, 2]
    assert (found["u0"].groups, found["u0"].percent) == ({"G": 25}, present(Fraction(2500, 30)))


def test_what_was_settled_before_stays_until_it_is_settled_anew() -> None:
    board = board_of(ruleset(), A=[4], B=[10])
    once = settled_board(board, {"u0": known(A=1, B=2)})
    assert totals(settled_board(once, {"u0": known(B=3)})) == [4]
    assert totals(settled_board(once, {})) == [3]


def test_a_settled_total_leaves_criteria_and_groups_as_they_are() -> None:
    classes = [{"id": "tot", "title": "Tốt", "from": "80%"}, {"id": "kem", "title": "Kém", "from": "0%"}]
    board = board_of(ruleset(classes=classes), A=[4, 4], B=[10, 10])
    found = settled_board(board, {"u0": Settled(total=Value.known(27))})
    told = found["u0"].to_dict()
    assert (told["total"], told["percent"], told["class"], told["rank"]) == ("27", "90", "tot", 1)
    assert (told["groups"], told["criteria"]["A"]["points"]) == ({"G": "14"}, "4")
    assert (told["by_criteria"], told["base"]) == ("14", None)
    assert "by_criteria" not in found["u1"].to_dict()


@pytest.mark.parametrize("rounded", [True, False])
def test_units_are_ranked_by_the_exact_total_where_the_rules_say_so(rounded: bool) -> None:
    board = board_of(ruleset(ranking={"by": "total", "rounded": rounded}), A=[4, 4], B=[10, 10])
    third = Value.known(Fraction(1, 3))
    found = settled_board(
        board, {"u0": Settled(total=Value.known(0), unrounded=third), "u1": Settled(total=Value.known(0))}
    )
    assert totals(found) == [0, 0]
    assert [unit.rank for unit in found] == ([1, 1] if rounded else [1, 2])


def test_a_unit_that_is_not_rated_has_no_rank_and_shifts_nobody() -> None:
    classes = [{"id": "tot", "title": "Tốt", "from": 10}, {"id": "kem", "title": "Kém", "from": 0}]
    board = board_of(ruleset(classes=classes), A=[4, 9, 1], B=[10, 20, 1])
    found = settled_board(board, {"u1": Settled(rated=False)})
    told = found["u1"].to_dict()
    assert (told["total"], told["percent"], told["rank"], told["class"]) == (None, None, None, None)
    assert (told["outcome"], told["class_bounds"]) == ("unrated", [])
    assert [(unit.rank, unit.class_) for unit in found] == [(1, "tot"), (None, None), (2, "kem")]
    again = settled_board(found, {"u0": known(A=5)})
    assert (again["u1"].outcome, again["u0"].total) == ("unrated", 15)


def test_a_unit_that_is_not_rated_is_no_member_of_what_follows_from_totals() -> None:
    first = {"measure": {"bloc": "rank", "of": {"points_of": "total"}}, "up_to": 1}
    classes = [
        {"id": "tot", "title": "Tốt", "from": 10, "require": [first]},
        {"id": "kem", "title": "Kém", "from": 0},
    ]
    board = board_of(ruleset(classes=classes), A=[4, 9], B=[10, 20])
    assert [unit.class_ for unit in board] == ["kem", "tot"]
    assert settled_board(board, {"u1": Settled(rated=False)})["u0"].class_ == "tot"


def test_what_a_bloc_comes_to_follows_from_settled_points() -> None:
    best = {
        "measure": {"difference": [{"bloc": "max", "of": {"points_of": "A"}}, {"points_of": "A"}]},
        "up_to": 0,
    }
    classes = [
        {"id": "tot", "title": "Tốt", "from": 10, "require": [best]},
        {"id": "kem", "title": "Kém", "from": 0},
    ]
    board = board_of(ruleset(classes=classes), A=[8, 7], B=[10, 10])
    assert [unit.class_ for unit in board] == ["tot", "kem"]
    assert [unit.class_ for unit in settled_board(board, {"u1": known(A=9)})] == ["kem", "tot"]


def test_how_settled_points_are_divided_between_columns_nobody_knows() -> None:
    ledger = {"kind": "ledger", "group": "G", "title": "Trừ", "points": 0, "deduct_at_most": 3,
              "deduct": [{"title": "Chậm", "per_case": "late", "points": 1}]}  # fmt: skip
    clean = {"measure": {"points_of": "deduct"}, "up_to": 0}
    classes = [
        {"id": "tot", "title": "Tốt", "from": 5, "require": [clean]},
        {"id": "kem", "title": "Kém", "from": 0},
    ]
    rules = ruleset(criteria={"D": ledger}, classes=classes)
    evidence = Evidence.from_columns(["x"], {"A.m": [5], "B.m": [5], "D.late": [0]}, rules.formulas)
    board = rules.score(evidence)
    assert board["x"].class_ == "tot"
    assert settled_board(board, {"x": known(D=0)})["x"].class_ == "tot"
    found = settled_board(board, {"x": known(D=-1)})["x"]
    assert (found.total, found.class_, found.class_bounds) == (9, None, ("tot", "kem"))


def test_points_that_leave_a_formula_without_value_are_refused() -> None:
    per = {"kind": "proportional", "group": "G", "title": "Theo A", "points": 5,
           "measure": {"ratio": ["done", {"points_of": "A"}]},
           "rounding": {"places": 2, "mode": "half-up"}}  # fmt: skip
    rules = ruleset(criteria={"D": per}, scale={"points": 35})
    evidence = Evidence.from_columns(["x"], {"A.m": [5], "B.m": [5], "D.done": [2]}, rules.formulas)
    board = rules.score(evidence)
    assert board["x"]["D"].points == 2
    assert settled_board(board, {"x": known(A=4)})["x"]["D"].points == present(Fraction(5, 2))
    with pytest.raises(EvidenceError) as error:
        settled_board(board, {"x": known(A=0)})
    (fault,) = error.value.faults
    assert (fault.code, dict(fault.parameters)) == ("division-by-zero", {"unit": "x", "criterion": "D"})
    assert settled_board(board, {"x": known(A=0, D=1)})["x"].total == 6


def test_points_inside_the_rows_of_a_table_are_settled_too() -> None:
    rows = {"kind": "bands", "group": "G", "title": "Theo dòng", "points": 0,
            "measure": {"over": "rows", "take": "sum", "of": {"product": ["n", {"points_of": "A"}]}},
            "bands": [{"from": 20, "points": 0}, {"below": 20, "points": 0}],
            "fields": {"rows": {"kind": "table", "columns": {"n": {"kind": "number"}}}}}  # fmt: skip
    rules = ruleset(criteria={"D": rows})
    evidence = Evidence.from_columns(
        ["x"], {"A.m": [5], "B.m": [5], "D.rows": [[{"n": 1}, {"n": 2}]]}, rules.formulas
    )
    board = settled_board(rules.score(evidence), {"x": known(A=10)})
    measure = next(p for p in nodes.walk(rules.formulas.criteria["D"].points) if isinstance(p, nodes.Reduce))
    assert board["x"].evaluator.number(measure) == Value.known(30)
    assert board.compute({"m": measure}).value("m", 0) == Value.known(30)


def test_open_points_stay_open() -> None:
    board = board_of(ruleset(), A=[4], B=[10])
    found = settled_board(board, {"u0": Settled({"A": Value.between(Fraction(2), Fraction(6))})})
    assert (found["u0"].total, found["u0"].bounds) == (None, (12, 16))
    assert found["u0"]["A"].to_dict()["bounds"] == ["2", "6"]
    assert settled_board(board, {"u0": Settled(total=ANYTHING)})["u0"].bounds == (None, None)


def test_no_claim_stands_in_for_settled_points() -> None:
    rules = ruleset()
    evidence = Evidence.from_columns(["x"], {"A.m": [None], "B.m": [1], "A.claimed": [4]}, rules.formulas)
    board = rules.score(evidence)
    assert board["x"]["A"].by_claim
    found = settled_board(board, {"x": Settled({"A": Value.between(Fraction(2), Fraction(6))})})
    assert (found["x"]["A"].by_claim, found["x"]["A"].points) == (False, None)


def test_names_that_are_not_there() -> None:
    board = board_of(ruleset(), A=[4], B=[10])
    for points, code in (({"u9": Settled()}, "no-such-unit"), ({"u0": known(X=1)}, "no-such-criterion")):
        with pytest.raises(NoSuchName) as error:
            settled_board(board, points)
        assert error.value.faults[0].code == code


@examples
@given(st.data())
def test_permuting_units_permutes(data: Any) -> None:
    made = data.draw(rulesets())
    sheet = data.draw(sheets(made, least=2))
    order = data.draw(st.permutations(range(len(sheet.units))))
    name = data.draw(st.sampled_from(sorted(made.kinds)))
    points = {unit: Settled({name: Value.known(data.draw(st.integers(0, 9)))}) for unit in sheet.units}
    try:
        boards = [made.ruleset.score(each.evidence(made.ruleset)) for each in (sheet, sheet.ordered(order))]
        first, second = (settled_board(board, points) for board in boards)
    except EvidenceError:
        assume(False)
        raise
    assert {unit.unit.id: unit.to_dict() for unit in first} == {
        unit.unit.id: unit.to_dict() for unit in second
    }


@examples
@given(st.lists(st.integers(0, 100).map(Fraction), min_size=1, max_size=6), st.integers(-50, 50))
def test_adding_a_constant_to_all_scores_moves_no_rank(scores: list[Fraction], more: int) -> None:
    board = board_of(ruleset(), A=[1] * len(scores), B=[1] * len(scores))

    def ranks(extra: int) -> list[int | None]:
        points = {f"u{n}": Settled(total=Value.known(each + extra)) for n, each in enumerate(scores)}
        return [unit.rank for unit in settled_board(board, points)]

    assert ranks(0) == ranks(more) == [1 + sum(other > each for other in scores) for each in scores]
