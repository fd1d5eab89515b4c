"""The contract kit passes shipped kinds, and catches kinds that break a promise."""

from __future__ import annotations

from fractions import Fraction
from itertools import count
from typing import Any, ClassVar

import pytest
from attrs import frozen

import thidua_criteria
from thidua_scoring.criterion import Head, Line, Number, Rule, key
from thidua_scoring.errors import PluginError
from thidua_scoring.formula import nodes
from thidua_scoring.testing import CriterionContract, check_criterion
from thidua_scoring.testing.contract import floats

VISITS = 'title = "Visits"\nvisits = "visits"'


class Quick(CriterionContract):
    """The contract on little evidence: the shipped kinds are tested in depth elsewhere."""

    max_examples = 10


class TestLedger(Quick):
    """Base, bonus and deductions, with limits and a void."""

    kind = thidua_criteria.Ledger
    examples = (
        """
        title = "Reports"
        points = 5
        at_least = 0
        deduct_at_most = 4
        deduct = [{ title = "Late", per_case = "late", points = 0.5, unless = "excused" }]
        bonus = [{ title = "Early", points = 1, when = "early", only_if_base_full = true }]
        void = [{ title = "False", when = "falsified" }]
        fields.late = { kind = "count", better = "lower" }
        """,
    )


class TestLeader(Quick):
    """Units of a bloc compared, some without a target."""

    kind = thidua_criteria.Leader
    examples = (
        """
        title = "Targets"
        points = 10
        actual = "actual"
        target = "target"
        fields.actual = { better = "higher" }
        """,
    )


class TestJudged(Quick):
    """Marks in a table, and a mark that adds or takes away."""

    kind = thidua_criteria.Judged
    examples = (
        'title = "Jury"\npoints = 10\nmarks = "marks"\nstep = 0.5\ndrop_lowest = 1',
        'title = "Discretion"\nmark = "mark"\nminimum = -5\nmaximum = 5\nreason = true',
    )


class TestKpi(Quick):
    """A table of several columns."""

    kind = thidua_criteria.Kpi
    examples = ('title = "Products"\npoints = 70',)


def test_the_function_runs_the_whole_contract() -> None:
    """What the class does, in one call."""
    keys = 'title = "Rate"\npoints = 2\nmeasure = "rate"\n'
    keys += 'bands = [{ from = "90%", points = 2 }, { otherwise = 0 }]'
    check_criterion(thidua_criteria.Bands, keys, max_examples=5)


# ── kinds that break a promise ──────────────────────────────────────────────────────


@frozen
class Visits:
    """So many points a visit; the base of the broken kinds."""

    kind: ClassVar[str] = "visits"
    visits: Number = key("the number of visits")

    def compile(self, head: Head) -> Rule:
        """Half a point a visit."""
        return Rule([Line("bonus", nodes.times(Fraction(1, 2), self.visits))])


@frozen
class Silent(Visits):
    """A key says nothing of itself."""

    each: Fraction = key("", Fraction(1))


@frozen
class Changing(Visits):
    """Every compilation gives something else."""

    counter: ClassVar[Any] = count(1)

    def compile(self, head: Head) -> Rule:
        """Count the compilations."""
        return Rule([Line("bonus", nodes.times(Fraction(next(self.counter)), self.visits))])


@frozen
class Floating(Visits):
    """A binary float in a formula."""

    def compile(self, head: Head) -> Rule:
        """Put 0.5 into a constant."""
        of = nodes.Mul((nodes.Const(0.5), self.visits))  # type: ignore[arg-type]
        return Rule([Line("bonus", of)])


@frozen
class Worse(Visits):
    """More is declared better, and gets less."""

    def compile(self, head: Head) -> Rule:
        """Ten, less the visits."""
        left = nodes.Add((nodes.const(10), nodes.minus(self.visits)))
        return Rule([Line("bonus", nodes.Max((nodes.ZERO, left)))])


def test_the_sound_kind_passes() -> None:
    """The broken kinds differ from this one alone."""
    check_criterion(Visits, VISITS, max_examples=5)


@pytest.mark.parametrize(
    ("kind", "promise"),
    [
        (Silent, "test_documents_its_keys"),
        (Changing, "test_compiles_alike"),
        (Floating, "test_holds_no_float"),
    ],
)
def test_a_broken_kind_is_caught(kind: type, promise: str) -> None:
    """Each breach fails the test of its promise, and the whole contract."""
    contract = type("C", (CriterionContract,), {"kind": kind, "examples": (VISITS,)})()
    with pytest.raises(AssertionError):
        getattr(contract, promise)()
    with pytest.raises(AssertionError):
        check_criterion(kind, VISITS, max_examples=5)


def test_points_that_fall_with_better_evidence_are_caught() -> None:
    """S4 is tested wherever a direction is declared."""
    contract = type("C", (CriterionContract,), {"kind": Worse, "examples": (VISITS,)})()
    contract.test_better_evidence_is_never_worse()
    declared = VISITS + '\nfields.visits = { better = "higher" }'
    contract = type("C", (CriterionContract,), {"kind": Worse, "examples": (declared,)})()
    with pytest.raises(AssertionError):
        contract.test_better_evidence_is_never_worse()


def test_a_bad_kind_is_refused_before_it_is_tested() -> None:
    """A class that no plugin may give fails the first test with the reason."""
    contract = type("C", (CriterionContract,), {"kind": type("Bare", (), {"kind": "bare"}), "examples": ()})()
    with pytest.raises(PluginError, match="kind-not-attrs"):
        contract.test_registers()


def test_floats_are_found_wherever_they_are() -> None:
    """In nodes, mappings and lists."""
    rule = Floating(nodes.ONE).compile(Head(id="C", kind="visits", title="C", group=""))
    assert list(floats(rule)) == [0.5]
    assert list(floats({"a": [1, (2.5,)]})) == [2.5]
