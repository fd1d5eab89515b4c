"""The generated road gives what the reference evaluator gives, in every digit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from generated_criteria import KINDS
from generated_rulesets import rulesets
from generated_sheets import STATES, sheets
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from written_toml import document, loaded

from thidua_scoring.errors import EvidenceError
from thidua_scoring.evidence.evidence import Evidence
from thidua_scoring.formula.evaluate import Evaluator
from thidua_scoring.formula.nodes import Condition, Number
from thidua_scoring.formula.values import Undefined
from thidua_scoring.ruleset.ruleset import Ruleset
from thidua_scoring.scoring.groups import Groups
from thidua_scoring.scoring.inputs import UnitInputs
from thidua_scoring.scoring.scoreboard import Scoreboard


def examples(count: int) -> Callable[[Any], Any]:
    return settings(
        max_examples=count,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        phases=[Phase.explicit, Phase.reuse, Phase.generate],
    )


def numbers(ruleset: Ruleset) -> Iterator[tuple[Any, Number]]:
    formulas = ruleset.formulas
    for name, criterion in formulas.criteria.items():
        yield ("criterion", name), criterion.counted
    for name, group in formulas.groups.items():
        yield ("group", name), group.points
    yield from (("total", formulas.total), ("applicable", formulas.applicable))
    yield from (("percent", formulas.percent), ("standing", formulas.standing))


def truths(ruleset: Ruleset) -> Iterator[tuple[Any, Condition]]:
    formulas = ruleset.formulas
    yield from ((("applies", name), criterion.applies) for name, criterion in formulas.criteria.items())
    yield from ((("class", n), condition) for n, condition in enumerate(formulas.classes))
    yield from ((("veto", n), condition) for n, condition in enumerate(formulas.vetoes))


def refused_by_reference(ruleset: Ruleset, evidence: Evidence) -> set[tuple[str, str, str]]:
    """List the criteria without value of units to which something applies, with the reason."""
    groups, found = Groups(ruleset, evidence), set()
    for row, unit in enumerate(evidence.units):
        evaluator = Evaluator(UnitInputs(ruleset, evidence, row, groups.value))
        for name, criterion in ruleset.formulas.criteria.items():
            try:
                evaluator.number(criterion.counted)
            except Undefined as error:
                if not _nothing_applies(evaluator, ruleset):
                    found.add((error.code, unit.id, name))
    return found


def _nothing_applies(evaluator: Evaluator, ruleset: Ruleset) -> bool:
    try:
        return evaluator.number(ruleset.formulas.applicable).high == 0
    except Undefined:
        return False


def same_as_reference(ruleset: Ruleset, evidence: Evidence) -> Scoreboard | None:
    """Score by both roads; None where both refuse the evidence for the same reasons."""
    try:
        board = ruleset.score(evidence)
    except EvidenceError as error:
        faults = {(f.code, f.parameters["unit"], f.parameters["criterion"]) for f in error.faults}
        assert faults == refused_by_reference(ruleset, evidence)
        return None
    for row in range(len(board)):
        evaluator = Evaluator(UnitInputs(ruleset, evidence, row, board.groups.value))
        for name, number in numbers(ruleset):
            try:
                expected = evaluator.number(number)
            except Undefined:
                assert board.value(name, row) is None
                continue
            assert board.value(name, row) == expected, name
        for name, condition in truths(ruleset):
            try:
                truth = evaluator.truth(condition)
            except Undefined:
                continue
            assert board.truth(name, row) == truth, name
        for name, criterion in ruleset.formulas.criteria.items():
            score = board[evidence.units[row].id][name]
            if not score.applies:
                continue
            if evaluator.truth(criterion.applies).may_fail:
                continue
            for column, number in criterion.columns.items():
                # A column that has no value, as where a void holds, is not counted.
                assert score.exact(column) == evaluator.attempt(number, taken=False), (name, column)
    return board


def same_board(ruleset: Ruleset, evidence: Evidence) -> Scoreboard:
    """Score by both roads what has a value."""
    board = same_as_reference(ruleset, evidence)
    assert board is not None
    return board


def check(states: tuple[str, ...], kinds: tuple[str, ...] = KINDS) -> Callable[[Any], None]:
    def run(data: Any) -> None:
        made = data.draw(rulesets(kinds=kinds))
        sheet = data.draw(sheets(made, most=6, states=states))
        same_as_reference(made.ruleset, sheet.evidence(made.ruleset))

    return run


@pytest.mark.parametrize("states", [("known",), ("known", "not-applicable"), STATES], ids="-".join)
def test_roads(states: tuple[str, ...]) -> None:
    examples(14)(given(st.data())(check(states)))()


@pytest.mark.parametrize("kind", KINDS)
def test_roads_of_a_kind(kind: str) -> None:
    examples(5)(given(st.data())(check(("known", "not-applicable"), (kind,))))()


def check_wide(states: tuple[str, ...], nasty: bool) -> Callable[[Any], None]:
    def run(data: Any) -> None:
        made = data.draw(rulesets(wide=True))
        sheet = data.draw(sheets(made, states=states, nasty=nasty))
        board = same_as_reference(made.ruleset, sheet.evidence(made.ruleset))
        if board is not None:
            assert board.explain(sheet.units[0]).text("en")
            assert board.to_dict()

    return run


@pytest.mark.parametrize("nasty", [False, True], ids=["plain", "nasty"])
@pytest.mark.parametrize("states", [("known",), ("known", "not-applicable"), STATES], ids="-".join)
def test_roads_of_everything(states: tuple[str, ...], nasty: bool) -> None:
    """Rules that look at everything the language can say."""
    examples(12)(given(st.data())(check_wide(states, nasty)))()


@pytest.mark.long
@pytest.mark.parametrize("nasty", [False, True], ids=["plain", "nasty"])
@pytest.mark.parametrize("states", [("known",), ("known", "not-applicable"), STATES], ids="-".join)
def test_roads_of_everything_at_length(states: tuple[str, ...], nasty: bool) -> None:
    examples(800)(given(st.data())(check_wide(states, nasty)))()


@pytest.mark.long
@pytest.mark.parametrize("states", [("known",), ("known", "not-applicable"), STATES], ids="-".join)
def test_roads_at_length(states: tuple[str, ...]) -> None:
    examples(800)(given(st.data())(check(states)))()


@pytest.mark.parametrize("disciplined", [True, False, None])
def test_a_veto_that_is_one_figure(disciplined: bool | None) -> None:
    """A yes-no figure is a number and a condition at once; as a veto it is a condition."""
    ruleset = loaded(document({
        "format": 1, "id": "phu-quyet", "title": "Phủ quyết", "status": "illustrative", "source": "thử",
        "scale": {"points": 10},
        "facts": {"disciplined": {"kind": "yes-no", "title": "Kỷ luật"}},
        "vetoes": {"V": {"title": "V", "outcome": "unrated",
                         "when": {"fact": "disciplined", "is": True}}},
        "groups": {"G": {"title": "G"}},
        "criteria": {"C": {"title": "C", "group": "G", "kind": "judged", "points": 10, "mark": "m"}},
    }))  # fmt: skip
    columns = {"C.m": [7, 8, None], ".disciplined": [disciplined, False, False]}
    board = same_board(ruleset, Evidence.from_columns(list("abc"), columns, ruleset.formulas))
    assert board["a"].outcome == ("unrated" if disciplined else None)
    # "c" may stand anywhere; "a", if it has a rank, is surely below "b".
    bounds = {True: None, False: (2, 3), None: (2, 3)}[disciplined]
    assert board["a"].rank_bounds == bounds
    assert board["b"].rank_bounds == (1, 2)
    assert board["c"].rank_bounds == (1, 2 if disciplined else 3)
    assert [unit.rank for unit in board] == [None, None, None]


def test_a_veto_that_may_force_a_class() -> None:
    ruleset = loaded(document({
        "format": 1, "id": "phu-quyet", "title": "Phủ quyết", "status": "illustrative", "source": "thử",
        "scale": {"points": 10},
        "facts": {"disciplined": {"kind": "yes-no", "title": "Kỷ luật"}},
        "vetoes": {"V": {"title": "V", "when": {"fact": "disciplined", "is": True}, "outcome": "kém"}},
        "classes": [{"id": "tốt", "title": "Tốt", "from": 5}, {"id": "kém", "title": "Kém", "from": 0}],
        "groups": {"G": {"title": "G"}},
        "criteria": {"C": {"title": "C", "group": "G", "kind": "judged", "points": 10, "mark": "m"}},
    }))  # fmt: skip
    columns = {"C.m": [7, 7, 7, 2], ".disciplined": [True, False, None, None]}
    board = same_board(ruleset, Evidence.from_columns(list("abcd"), columns, ruleset.formulas))
    assert [unit.class_bounds for unit in board] == [("kém",), ("tốt",), ("tốt", "kém"), ("kém",)]
