"""What one unit's evidence says, in the form that formulas ask for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any, Literal, TypeAlias

from attrs import frozen

from thidua_scoring.criterion import FieldSpec
from thidua_scoring.evidence.evidence import Column, Evidence
from thidua_scoring.formula import nodes
from thidua_scoring.formula.analyse import Free
from thidua_scoring.formula.evaluate import Figure, Level, Row, Table
from thidua_scoring.formula.values import Truth3, Value, meet
from thidua_scoring.ruleset.model import UNIT_FACTS
from thidua_scoring.ruleset.ruleset import Ruleset

State: TypeAlias = Literal["known", "unconfirmed", "missing", "not-applicable"]
GroupValue: TypeAlias = Callable[[nodes.Group, int], Value]


@frozen(eq=False)
class UnitInputs:
    """The figures of one unit."""

    ruleset: Ruleset
    evidence: Evidence
    row: int
    groups: GroupValue

    def state(self, key: str) -> State:
        """Say which of the four kinds of value a figure is (promise S6)."""
        owner, _, name = key.rpartition(".")
        if not owner and name in UNIT_FACTS:
            return "known" if getattr(self.evidence.units[self.row], name) else "missing"
        column = self.evidence.columns.get(key)
        if column is None:
            return "missing"
        if self.row in column.absent:
            return "not-applicable"
        if self.row in column.unconfirmed:
            return "unconfirmed"
        return "missing" if column.values[self.row] is None else "known"

    def figure(self, of: nodes.Field) -> Figure:
        """Return the figure, free within its range where it is not known."""
        if not of.criterion and of.name in UNIT_FACTS:
            value = getattr(self.evidence.units[self.row], of.name) or None
            return Level(value, None if value is None else frozenset({value}))
        free = Free(self.ruleset.formulas.ranges).figure(of)
        column = self.evidence.columns.get(of.key)
        if column is not None and self.row in column.ranges and isinstance(free, Value):
            free = meet(free, Value.between(*column.ranges[self.row]))
        value = None if column is None else column.values[self.row]
        if column is None or value is None:
            return free
        spec = self.ruleset.formulas.fields[of.key]
        sure = self.row not in column.unconfirmed
        if spec.kind == "table":
            return Table([_row(cells, column, spec) for cells in value], sure)
        return (
            _single(value, spec.kind, column.scale) if sure else _unsure(value, spec.kind, column.scale, free)
        )

    def given(self, of: nodes.Field) -> Truth3:
        """Say whether the figure applies to the unit."""
        return Truth3.known(self.state(of.key) != "not-applicable")

    def applies(self, criterion: str) -> Truth3:
        """Say whether evidence leaves the criterion to the unit."""
        return Truth3.known(self.row not in self.evidence.not_applicable.get(criterion, ()))

    def group(self, of: nodes.Group) -> Value:
        """Return what the unit's bloc comes to."""
        return self.groups(of, self.row)

    def claim(self, criterion: str, points: Value) -> Value:
        """Let a claim within the bounds stand in for points that are not known."""
        if self.counts_nothing(criterion):
            return Value.known(0)
        claimed = self.claimed(criterion)
        if points.point is None and claimed is not None and within(points, claimed):
            return Value.between(points.low, points.high, claimed)
        return points

    def claimed(self, criterion: str) -> Fraction | None:
        """Return the points that the unit claims; for the total, ``criterion`` is empty."""
        claims: Mapping[int, Fraction] = self.evidence.claims.get(criterion, {})
        return claims.get(self.row)

    def counts_nothing(self, criterion: str) -> bool:
        """Say whether a criterion without its evidence counts nothing, as its rule says."""
        head = self.ruleset.written.criteria[criterion].head
        return head.when_missing == "zero" and "missing" in self.states(criterion).values()

    def states(self, criterion: str) -> Mapping[str, State]:
        """Return the state of each figure of a criterion, by key."""
        prefix = f"{criterion}."
        keys = (key for key in self.ruleset.formulas.fields if key.rpartition(".")[0] + "." == prefix)
        return {key: self.state(key) for key in keys}


def within(bounds: Value, number: Fraction) -> bool:
    """Say whether a number lies within bounds."""
    return (bounds.low is None or bounds.low <= number) and (bounds.high is None or number <= bounds.high)


def _single(value: Any, kind: str, scale: int) -> Value | Truth3 | Level:
    if kind == "yes-no":
        return Truth3.known(value)
    if kind in ("level", "text"):
        return Level(value, frozenset({value}))
    return Value.known(Fraction(value, scale))


def _unsure(value: Any, kind: str, scale: int, free: Figure) -> Figure:
    """Keep the value as the point and the range as the bounds."""
    if kind == "yes-no":
        return Truth3(value, True, True)
    if kind in ("level", "text"):
        assert isinstance(free, Level)
        return Level(value, free.may_be)
    assert isinstance(free, Value)
    return Value.between(free.low, free.high, Fraction(value, scale))


def _row(cells: tuple[Any, ...], column: Column, spec: FieldSpec) -> Row:
    kinds = {each.name: each.kind for each in spec.columns}
    return {
        name: _single(cell, kinds[name], scale)
        for (name, scale), cell in zip(column.columns, cells, strict=True)
    }
