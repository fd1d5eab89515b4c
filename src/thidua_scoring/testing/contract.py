"""What every kind of criterion must keep to (promise P2)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, ClassVar

import attrs
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from thidua_scoring.criterion import documented
from thidua_scoring.errors import EvidenceError, RulesetError
from thidua_scoring.evidence.evidence import Column, Evidence
from thidua_scoring.formula import nodes
from thidua_scoring.formula.analyse import bounds
from thidua_scoring.formula.values import Value
from thidua_scoring.ruleset.ruleset import Ruleset
from thidua_scoring.scoring.criterion_score import CriterionScore
from thidua_scoring.scoring.engine import score
from thidua_scoring.scoring.explain import Explanation
from thidua_scoring.scoring.scoreboard import Scoreboard
from thidua_scoring.testing.figures import evidence_for
from thidua_scoring.testing.rules import CRITERION, plugins_with, rule_of, ruleset_of

_NUMERIC = ("number", "count", "percent", "date")


class CriterionContract:
    """Test a kind of criterion: subclass it under a name that pytest collects.

    Each example is TOML with the keys of one criterion, ``group`` and ``kind`` left out. What is
    drawn by chance is evidence for it; a failure names the figures.
    """

    kind: ClassVar[type[Any]]
    examples: ClassVar[tuple[str, ...]]
    max_examples: ClassVar[int] = 50
    """How much evidence is drawn for each example and promise."""

    # ── the kind itself ─────────────────────────────────────────────────────────────

    def test_registers(self) -> None:
        """A plugin may give the kind (P1)."""
        assert plugins_with(self.kind).criterion(self.kind.kind) is self.kind
        assert self.examples, "give at least one example"

    def test_documents_its_keys(self) -> None:
        """Each key says what it is for."""
        silent = [name for name, doc, _ in documented(self.kind) if not doc.strip()]
        assert not silent, f"keys without documentation: {', '.join(silent)}"

    def test_holds_no_float(self) -> None:
        """Every number in the formulas is exact (N1)."""
        for keys in self.examples:
            assert list(floats(rule_of(self.kind, keys))) == []

    def test_refuses_unknown_keys(self) -> None:
        """A key that is not the kind's is a fault, never passed over (R1)."""
        for keys in self.examples:
            try:
                ruleset_of(self.kind, f"no-such-key = 1\n{keys}")
            except RulesetError as error:
                assert "unknown-key" in [fault.code for fault in error.faults]
            else:
                raise AssertionError(f"an unknown key is accepted with {keys}")

    def test_compiles_alike(self) -> None:
        """The same keys always give the same formulas (S1)."""
        for keys in self.examples:
            first, second = (ruleset_of(self.kind, keys) for _ in range(2))
            assert first.written == second.written
            assert first.formulas == second.formulas

    # ── with evidence ───────────────────────────────────────────────────────────────

    def test_points_are_exact(self) -> None:
        """Points are decimals or fractions (N1)."""
        self._always(points_are_exact)

    def test_lines_add_up(self) -> None:
        """Base and bonus less deductions are the points, in every digit (S2)."""
        self._always(lines_add_up)

    def test_generated_code_equals_the_reference(self) -> None:
        """Fast scoring and explanations never differ (S1)."""
        self._always(generated_equals_reference)

    def test_order_of_units_changes_nothing(self) -> None:
        """Units may stand in any order (S3)."""
        self._always(order_changes_nothing)

    def test_points_are_within_bounds(self) -> None:
        """No evidence gives points that the checks of a ruleset take to be impossible (R2)."""
        self._always(points_within_bounds)

    def test_bounds_hold_when_figures_are_missing(self) -> None:
        """What is missing leaves bounds, and the points lie within them (S6)."""
        self._always(bounds_hold)

    def test_better_evidence_is_never_worse(self) -> None:
        """A figure that is better in its declared direction never lowers the points (S4)."""
        self._always(better_is_not_worse)

    def test_explains_its_figures(self) -> None:
        """The explanation names every figure that the points come from."""
        self._always(explanation_names_figures)

    def _always(self, check: Callable[[Ruleset, Evidence, st.DataObject], None]) -> None:
        """Run a check over much evidence for each example; evidence without a result is passed over."""
        for keys in self.examples:
            ruleset = ruleset_of(self.kind, keys)
            _over_much(ruleset, check, self.max_examples)


def check_criterion(kind: type[Any], *examples: str, max_examples: int = 50) -> None:
    """Hold a kind to the whole contract at once; raises ``AssertionError`` at the first breach."""
    given_ = {"kind": kind, "examples": examples, "max_examples": max_examples}
    contract = type(f"{kind.__name__}Contract", (CriterionContract,), given_)()
    for name in vars(CriterionContract):
        if name.startswith("test_"):
            getattr(contract, name)()


def _over_much(
    ruleset: Ruleset, check: Callable[[Ruleset, Evidence, st.DataObject], None], most: int
) -> None:
    @settings(max_examples=most, deadline=None)
    @given(evidence=evidence_for(ruleset), data=st.data())
    def run(evidence: Evidence, data: st.DataObject) -> None:
        if scored(ruleset, evidence) is not None:
            check(ruleset, evidence, data)

    run()


def scored(ruleset: Ruleset, evidence: Evidence) -> Scoreboard | None:
    """Score evidence; None where a formula has no value, as for a division by zero."""
    try:
        return score(ruleset, evidence)
    except EvidenceError:
        return None


def results(ruleset: Ruleset, evidence: Evidence) -> list[CriterionScore]:
    """Return the result of the criterion for each unit."""
    return [unit[CRITERION] for unit in score(ruleset, evidence)]


# ── the promises ────────────────────────────────────────────────────────────────────


def points_are_exact(ruleset: Ruleset, evidence: Evidence, data: st.DataObject) -> None:
    """Check the types of what users see."""
    for result in results(ruleset, evidence):
        assert result.points is None or isinstance(result.points, Decimal | Fraction)
        assert list(floats(result.to_dict())) == []


def lines_add_up(ruleset: Ruleset, evidence: Evidence, data: st.DataObject) -> None:
    """Add the lines of the explanation."""
    for result in results(ruleset, evidence):
        if result.applies:
            signs = {"base": 1, "bonus": 1, "deduct": -1}
            lines = Explanation(result, "en").lines
            assert sum(signs[line.column] * _known(line.points) for line in lines) == _known(result.value)


def generated_equals_reference(ruleset: Ruleset, evidence: Evidence, data: st.DataObject) -> None:
    """Compare every number of the scoreboard with the reference evaluator."""
    board = score(ruleset, evidence)
    formulas = ruleset.formulas
    for row, unit in enumerate(board):
        counted = unit.evaluator.number(formulas.criteria[CRITERION].counted)
        assert board.value(("criterion", CRITERION), row) == counted
        assert board.value("total", row) == unit.evaluator.number(formulas.total)


def order_changes_nothing(ruleset: Ruleset, evidence: Evidence, data: st.DataObject) -> None:
    """Score the units in another order."""
    order = data.draw(st.permutations(range(len(evidence.units))), label="order")
    before, after = results(ruleset, evidence), results(ruleset, _taken(evidence, order))
    assert [before[row].value for row in order] == [result.value for result in after]


def points_within_bounds(ruleset: Ruleset, evidence: Evidence, data: st.DataObject) -> None:
    """Compare with what is known of the formula before there is any evidence."""
    widest = bounds(ruleset.formulas.criteria[CRITERION].points, ruleset.formulas.ranges)
    for result in results(ruleset, evidence):
        if result.applies:
            _assert_within(_known(result.value), widest)


def bounds_hold(ruleset: Ruleset, evidence: Evidence, data: st.DataObject) -> None:
    """Take figures away, or their confirmation, and look for the points within the bounds."""
    figures = [
        (key, row)
        for key, column in evidence.columns.items()
        for row, value in enumerate(column.values)
        if value is not None and not _is_of_unit(key)
    ]
    if not figures:
        return
    lost = data.draw(st.sets(st.sampled_from(figures), min_size=1), label="lost")
    unsure = data.draw(st.booleans(), label="only not confirmed")
    before = results(ruleset, evidence)
    after = results(ruleset, _without(evidence, lost, unsure=unsure))
    zero = ruleset.written.criteria[CRITERION].head.when_missing == "zero"
    for whole, part in zip(before, after, strict=True):
        if whole.applies and part.applies and not zero:
            _assert_within(_known(whole.value), part.value)
            assert not unsure or part.value.point == whole.value.point


def better_is_not_worse(ruleset: Ruleset, evidence: Evidence, data: st.DataObject) -> None:
    """Make one figure of one unit better."""
    directed = [
        key
        for key, spec in ruleset.formulas.fields.items()
        if spec.better is not None and spec.kind in _NUMERIC and not _is_of_unit(key)
    ]
    if not directed:
        return
    key = data.draw(st.sampled_from(directed), label="figure")
    other = data.draw(evidence_for(ruleset), label="other evidence").columns[key]
    spec, column = ruleset.formulas.fields[key], evidence.columns[key]
    old, new = column.values[0], other.values[0]
    if old is None or new is None:
        return
    scale = column.scale * other.scale
    old, new = old * other.scale, new * column.scale
    new = max(old, new) if spec.better == "higher" else min(old, new)
    values = [new, *(None if v is None else v * other.scale for v in column.values[1:])]
    changed = evolve(evidence, columns={**evidence.columns, key: evolve(column, scale=scale, values=values)})
    if scored(ruleset, changed) is not None:
        before, after = (results(ruleset, each)[0] for each in (evidence, changed))
        assert not (before.applies and after.applies) or _known(before.value) <= _known(after.value)


def explanation_names_figures(ruleset: Ruleset, evidence: Evidence, data: st.DataObject) -> None:
    """Look for each figure's title, or its name, in the text."""
    formulas = ruleset.formulas
    read = nodes.walk(*(line.of for line in formulas.criteria[CRITERION].lines))
    named = {part.key for part in read if isinstance(part, nodes.Field)} & formulas.fields.keys()
    for result in results(ruleset, evidence):
        text = Explanation(result, "en").text()
        missing = [
            key for key in named if (formulas.fields[key].title or formulas.fields[key].name) not in text
        ]
        assert not missing, f"the explanation does not name {', '.join(missing)}:\n{text}"


# ── parts ───────────────────────────────────────────────────────────────────────────


def floats(thing: Any) -> Iterator[float]:
    """Yield every binary float within a value."""
    if isinstance(thing, float):
        yield thing
    elif attrs.has(type(thing)):
        for attribute in attrs.fields(type(thing)):
            yield from floats(getattr(thing, attribute.name))
    elif isinstance(thing, Mapping):
        for item in thing.values():
            yield from floats(item)
    elif isinstance(thing, tuple | list):
        for item in thing:
            yield from floats(item)


def _known(value: Value) -> Fraction:
    assert value.point is not None, "the points are open though every figure is known"
    return value.point


def _assert_within(point: Fraction, value: Value) -> None:
    assert value.low is None or value.low <= point, f"{point} is below the bound {value.low}"
    assert value.high is None or point <= value.high, f"{point} is above the bound {value.high}"


def _is_of_unit(key: str) -> bool:
    return key in (".name", ".bloc", ".kind")


def _changed(evidence: Evidence, change: Callable[[str, Column], Column]) -> Evidence:
    return evolve(evidence, columns={key: change(key, column) for key, column in evidence.columns.items()})


def _taken(evidence: Evidence, order: list[int]) -> Evidence:
    """Put the units into another order."""

    def change(key: str, column: Column) -> Column:
        absent = frozenset(order.index(row) for row in column.absent)
        return evolve(column, values=[column.values[row] for row in order], absent=absent)

    return evolve(_changed(evidence, change), units=tuple(evidence.units[row] for row in order))


def _without(evidence: Evidence, lost: set[tuple[str, int]], *, unsure: bool) -> Evidence:
    """Take the confirmation from figures, or the figures themselves."""

    def change(key: str, column: Column) -> Column:
        rows = frozenset(row for name, row in lost if name == key)
        if unsure:
            return evolve(column, unconfirmed=rows)
        values = [None if row in rows else value for row, value in enumerate(column.values)]
        return evolve(column, values=values)

    return _changed(evidence, change)
