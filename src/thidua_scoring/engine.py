"""Score units: clean ones by generated code, the others by the reference, in one order.

A unit is clean when every figure that its formulas may read is known. The generated code
returns the same digits as the reference evaluator, which is what explanations use.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any, Final, TypeAlias

from attrs import define, field

from thidua_scoring.criterion import COLUMNS
from thidua_scoring.errors import EvidenceError, Fault, Place
from thidua_scoring.evidence.evidence import Evidence
from thidua_scoring.evidence.text import Locale
from thidua_scoring.formula import nodes
from thidua_scoring.formula.analyse import read_unasked
from thidua_scoring.formula.evaluate import Evaluator
from thidua_scoring.formula.generate import generate
from thidua_scoring.formula.lower import Layout
from thidua_scoring.formula.nodes import Condition, Field, Group, Node, Number
from thidua_scoring.formula.values import Truth3, Undefined, Value
from thidua_scoring.groups import Groups, in_order
from thidua_scoring.inputs import UnitInputs
from thidua_scoring.results import Results
from thidua_scoring.ruleset.model import UNIT_FACTS
from thidua_scoring.ruleset.ruleset import Ruleset
from thidua_scoring.scoreboard import Scoreboard


def score(
    ruleset: Ruleset, evidence: Evidence | str | Path | Any, *, locale: Locale | None = None
) -> Scoreboard:
    """Score all units of the evidence.

    Raises `EvidenceError` with every fault of the evidence, divisions by zero included.
    """
    if not isinstance(evidence, Evidence):
        from thidua_scoring.evidence.read import read_evidence

        evidence = read_evidence(evidence, ruleset, locale=locale)
    return Scoring(ruleset, evidence).board()


Outputs: TypeAlias = "dict[Any, Node]"
"""What is computed for each unit, each under its name."""


def results_of(ruleset: Ruleset) -> Outputs:
    """List what every scoring computes."""
    formulas = ruleset.formulas
    named: Outputs = {}
    for name, criterion in formulas.criteria.items():
        named["criterion", name] = criterion.counted
        named["applies", name] = criterion.applies
    named |= {("group", name): group.points for name, group in formulas.groups.items()}
    named |= {
        "total": formulas.total,
        "applicable": formulas.applicable,
        "percent": formulas.percent,
        "standing": formulas.standing,
    }
    named |= {("class", n): condition for n, condition in enumerate(formulas.classes)}
    named |= {("veto", n): condition for n, condition in enumerate(formulas.vetoes)}
    return named


def details_of(ruleset: Ruleset) -> Outputs:
    """List what is computed when somebody asks: the columns of every criterion."""
    return {
        (column, name): nodes.If(criterion.applies, criterion.columns[column], nodes.ZERO)
        for name, criterion in ruleset.formulas.criteria.items()
        for column in COLUMNS
    }


@define(eq=False)
class Scoring:
    """Score one body of evidence by one ruleset."""

    ruleset: Ruleset
    evidence: Evidence
    faults: list[Fault] = field(factory=list)

    def board(self) -> Scoreboard:
        """Compute every result of every unit."""
        groups = Groups(self.ruleset, self.evidence)
        results = self.computed(results_of(self.ruleset), groups)
        if self.faults:
            raise EvidenceError(self.faults)

        def details() -> Results:
            return self.computed(details_of(self.ruleset), groups)

        return Scoreboard(self.ruleset, self.evidence, groups, results, details)

    def computed(self, outputs: Outputs, groups: Groups) -> Results:
        """Compute outputs: clean units by generated code, the others by the reference."""
        count, parts = len(self.evidence.units), tuple(outputs.values())
        dirty = self._dirty()
        read = in_order(*parts)
        group_columns = self._group_columns(read, groups, dirty)
        rows: list[Any] = [None] * count
        units: Sequence[Fraction | None] = (None,) * len(parts)
        if len(dirty) < count:
            clean = [row for row in range(count) if row not in dirty]
            program = generate(parts, self._layout(read), self.ruleset.formulas.ranges)
            columns = self._columns(group_columns, clean if dirty else None)
            for row, result in zip(clean, program.run(columns), strict=True):
                rows[row] = result
            units = program.units
        for row in range(count):
            if rows[row] is None:
                inputs = UnitInputs(self.ruleset, self.evidence, row, groups.value)
                rows[row] = self._by_reference(outputs, inputs)
        return Results({name: n for n, name in enumerate(outputs)}, rows, units)

    def _dirty(self) -> set[int]:
        """Find the units of which some figure is missing, not confirmed, or read though it does not apply."""
        found: set[int] = set()
        everyone = range(len(self.evidence.units))
        unasked = read_unasked(*results_of(self.ruleset).values())
        for key, _ in self._fields():
            owner, _, name = key.rpartition(".")
            if not owner and name in UNIT_FACTS:
                found.update(n for n, unit in enumerate(self.evidence.units) if not getattr(unit, name))
                continue
            excused = frozenset[int]()
            if key not in unasked.applies:
                excused |= self.evidence.not_applicable.get(owner, excused)
            column = self.evidence.columns.get(key)
            if column is None:
                found.update(row for row in everyone if row not in excused)
                continue
            found |= column.unconfirmed
            if None in column.values:
                if key not in unasked.given:
                    excused |= column.absent
                found.update(row for row, v in enumerate(column.values) if v is None and row not in excused)
        return found

    def _fields(self) -> list[tuple[str, Field]]:
        read = nodes.walk(*results_of(self.ruleset).values())
        found = {part.key: part for part in read if isinstance(part, Field)}
        return list(found.items())

    # ── the generated road ──────────────────────────────────────────────────────────

    def _layout(self, groups: Sequence[Group]) -> Layout:
        columns = self.evidence.columns
        fields = tuple(part for _, part in self._fields())
        return Layout(
            fields=fields,
            scales={key: column.scale for key, column in columns.items()},
            optional=frozenset(key for key, column in columns.items() if column.absent),
            applies=self._varying(),
            groups=tuple(groups),
            tables={
                part.key: columns[part.key].columns
                for part in fields
                if part.kind == "table" and part.key in columns
            },
        )

    def _varying(self) -> tuple[str, ...]:
        return tuple(name for name, rows in self.evidence.not_applicable.items() if rows)

    def _columns(self, groups: list[Any], clean: list[int] | None) -> list[Any]:
        everyone = range(len(self.evidence.units))
        columns: list[Any] = [self._column(part) for _, part in self._fields()]
        for name in self._varying():
            away = self.evidence.not_applicable[name]
            columns.append([row not in away for row in everyone])
        columns += groups
        if clean is not None:
            columns = [[column[row] for row in clean] for column in columns]
        return columns or [[0] * len(everyone if clean is None else clean)]

    def _column(self, of: Field) -> Sequence[Any]:
        if not of.criterion and of.name in UNIT_FACTS:
            return [getattr(unit, of.name) for unit in self.evidence.units]
        column = self.evidence.columns.get(of.key)
        return [None] * len(self.evidence.units) if column is None else column.values

    def _group_columns(self, read: Sequence[Group], groups: Groups, dirty: set[int]) -> list[list[int]]:
        """Put group figures into columns; a unit whose bloc is not sure goes by the reference."""
        found: list[list[int]] = []
        for group in read:
            tops, bottoms = [], []
            for row in range(len(self.evidence.units)):
                try:
                    value = groups.value(group, row)
                except Undefined:
                    value = Value(None, None, None)
                if not value.certain:
                    dirty.add(row)
                exact = value.point if value.certain and value.point is not None else Fraction(0)
                tops.append(exact.numerator)
                bottoms.append(exact.denominator)
            found += [tops, bottoms]
        return found

    # ── the reference road ──────────────────────────────────────────────────────────

    def _by_reference(self, outputs: Outputs, inputs: UnitInputs) -> list[Value | Truth3 | None]:
        evaluator = Evaluator(inputs)
        results: list[Value | Truth3 | None] = []
        nothing = _is_zero(evaluator, self.ruleset.formulas.applicable)
        for name, node in outputs.items():
            try:
                results.append(_evaluated(evaluator, name, node))
            except Undefined as error:
                if not nothing:
                    self._undefined(inputs.row, name, error)
                results.append(None)
        return results

    def _undefined(self, row: int, name: Any, error: Undefined) -> None:
        """Report a formula without value once, at the criterion that has it."""
        if not isinstance(name, tuple) or name[0] != "criterion":
            return
        unit, criterion = self.evidence.units[row], name[1]
        origins = (
            self.evidence.origins.get((key, row))
            for key in self.ruleset.formulas.fields
            if key.rpartition(".")[0] == criterion
        )
        place = next((origin.place for origin in origins if origin is not None), Place())
        self.faults.append(Fault(error.code, place, {"unit": unit.id, "criterion": criterion}))


_TRUTHS: Final = frozenset({"applies", "class", "veto"})
"""The outputs that are truths: a yes-no figure alone is a number and a condition at once."""


def _evaluated(evaluator: Evaluator, name: Any, node: Node) -> Value | Truth3:
    if isinstance(name, tuple) and name[0] in _TRUTHS:
        assert isinstance(node, Condition)
        return evaluator.truth(node)
    assert isinstance(node, Number)
    return evaluator.number(node)


def _is_zero(evaluator: Evaluator, node: Number) -> bool:
    try:
        return evaluator.number(node).high == 0
    except Undefined:
        return False
