"""Figures that have no value where a rule reads them: what does not apply, and levels without number."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from attrs import evolve
from written_toml import document, loaded

from thidua_scoring.errors import EvidenceError
from thidua_scoring.evidence.evidence import Evidence
from thidua_scoring.ruleset.ruleset import Ruleset


def ruleset(**criteria: dict[str, Any]) -> Ruleset:
    points = sum((each["points"] for each in criteria.values()), Fraction(0))
    return loaded(document({
        "format": 1, "id": "khong-gia-tri", "title": "Thử", "status": "illustrative", "source": "thử",
        "scale": {"points": points},
        "classes": [{"id": "A", "title": "A", "from": 1, "require": [{"field": "B.late", "up_to": 2}]},
                    {"id": "Z", "title": "Z", "from": 0}],
        "groups": {"G": {"title": "G"}},
        "criteria": {name: {"title": name, "group": "G", **each} for name, each in criteria.items()},
    }))  # fmt: skip


LATE = {"kind": "ledger", "points": 5, "at_least": 0, "deduct": [{"per_case": "late", "points": 1}]}


def test_a_figure_of_a_criterion_that_does_not_apply_leaves_open_what_reads_it() -> None:
    rules = ruleset(B=LATE, C={"kind": "judged", "points": 5, "mark": "m"})
    columns = {"B.late": [1, 3, None], "C.m": [4, 4, 4]}
    board = rules.score(
        Evidence.from_columns(list("abc"), columns, rules.formulas, not_applicable={"B": {2}})
    )
    assert [unit.class_bounds for unit in board] == [("A",), ("Z",), ("A", "Z")]
    assert board["c"]["B"].status == "not-applicable"
    assert (board["c"].total, board["c"].bounds) == (4, (4, 4))


def test_an_optional_figure_that_does_not_apply_leaves_open_what_does_not_ask() -> None:
    measure = {"sum": ["a", {"if": {"given": "asked"}, "then": "asked", "else": 0}, "unasked"]}
    fields = {name: {"optional": True, "maximum": 2} for name in ("asked", "unasked")}
    more = {"kind": "formula", "points": 5, "may_exceed": True, "measure": measure, "fields": fields}
    rules = ruleset(B=LATE, C=more)
    columns = {"B.late": [0, 0], "C.a": [1, 1], "C.asked": [None, 2], "C.unasked": [1, None]}
    made = Evidence.from_columns(list("ab"), columns, rules.formulas)
    absent = {"C.asked": frozenset({0}), "C.unasked": frozenset({1})}
    marked = {
        key: evolve(column, absent=absent.get(key, frozenset())) for key, column in made.columns.items()
    }
    board = rules.score(Evidence(made.units, marked))
    assert (board["a"]["C"].points, board["a"]["C"].status) == (2, "scored")
    assert (board["b"]["C"].points, board["b"]["C"].bounds) == (None, (3, 5))


@pytest.mark.parametrize(
    ("level", "column"),
    [({"value_of": "g", "values": {"x": 1}}, "C.g"),
     ({"over": "t", "of": {"value_of": "g", "values": {"x": 1}}}, "C.t")],
)  # fmt: skip
def test_a_level_without_number_is_refused(level: Any, column: str) -> None:
    table = column == "C.t"
    fields = {} if table else {"g": {"kind": "level", "levels": ["x", "y"]}}
    measure = {"sum": ["a", level]}
    more = {"kind": "formula", "points": 5, "may_exceed": True, "measure": measure, "fields": fields}
    rules = ruleset(B=LATE, C={key: value for key, value in more.items() if value != {}})
    levels = [[["x"]], [["y"]]] if table else ["x", "y"]
    columns = {"B.late": [0, 0], "C.a": [1, 1], column: levels}
    with pytest.raises(EvidenceError) as error:
        rules.score(Evidence.from_columns(list("ab"), columns, rules.formulas))
    assert [(fault.code, fault.parameters["unit"]) for fault in error.value.faults] == [
        ("level-without-number", "b")
    ]


def test_what_has_no_value_counts_nothing_where_a_void_holds() -> None:
    share = {"kind": "proportional", "points": 5, "measure": {"ratio": ["done", "asked"]},
             "void": [{"when": "away"}], "rounding": {"places": 2, "mode": "half-up"}}  # fmt: skip
    rules = ruleset(B=LATE, C=share)
    columns = {"B.late": [0, 0], "C.done": [1, 1], "C.asked": [2, 0], "C.away": [True, True]}
    board = rules.score(Evidence.from_columns(list("ab"), columns, rules.formulas))
    assert [(unit["C"].points, unit["C"].base) for unit in board] == [(0, Decimal("2.5")), (0, None)]
    assert "[done: 1] / [asked: 0]" in board.explain("b", "C").text("en")
    assert board["b"].to_dict()["criteria"]["C"]["base"] is None


def test_a_criterion_that_may_apply_and_has_no_value_then_is_open() -> None:
    share = {"kind": "proportional", "points": 5, "measure": {"ratio": ["done", "asked"]},
             "applies": "here", "rounding": {"places": 2, "mode": "half-up"}}  # fmt: skip
    rules = ruleset(B=LATE, C=share)
    columns = {"B.late": [0], "C.done": [1], "C.asked": [0], "C.here": [None]}
    result = rules.score(Evidence.from_columns(["a"], columns, rules.formulas))["a"]["C"]
    assert (result.points, result.bounds, result.status) == (None, (None, None), "missing")


def test_a_condition_on_what_has_no_value_is_explained() -> None:
    ratio = {"measure": {"ratio": ["done", "asked"]}, "from": 1}
    deduct = [{"points": 1, "when": {"all": ["bad", ratio]}}]
    rules = ruleset(B=LATE, C={"kind": "ledger", "points": 5, "deduct": deduct, "void": [{"when": "away"}]})
    columns = {"B.late": [0], "C.done": [1], "C.asked": [0], "C.bad": [True], "C.away": [True]}
    board = rules.score(Evidence.from_columns(["a"], columns, rules.formulas))
    assert "[done: 1] / [asked: 0]" in board.explain("a", "C").text("en")
