"""Score units: clean ones by generated code, the others by the reference, in one order.

A unit is clean when every figure that its formulas may read is known. The generated code
returns the same digits as the reference evaluator, which is what explanations use.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

from attrs import define, evolve, field

from thidua_scoring.errors import EvidenceError, Fault, Place
from thidua_scoring.evidence.evidence import Evidence
from thidua_scoring.evidence.text import Locale
from thidua_scoring.formula.evaluate import Evaluator
from thidua_scoring.formula.lower import Layout
from thidua_scoring.formula.nodes import Condition, Field, Group, Node, Number
from thidua_scoring.formula.values import Truth3, Undefined, Value
from thidua_scoring.ruleset.model import UNIT_FACTS
from thidua_scoring.ruleset.ruleset import Ruleset
from thidua_scoring.scoring.clean import dirty_rows, fields_read
from thidua_scoring.scoring.groups import Groups, Outputs, in_order
from thidua_scoring.scoring.inputs import UnitInputs
from thidua_scoring.scoring.results import Found, Results
from thidua_scoring.scoring.scoreboard import Scoreboard


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


@define(eq=False)
class Scoring:
    """Score one body of evidence by one ruleset."""

    ruleset: Ruleset
    evidence: Evidence
    faults: list[Fault] = field(factory=list)

    def board(self) -> Scoreboard:
        """Compute every result of every unit."""
        groups = Groups(self.ruleset, self.evidence, lambda outputs: self.settled(outputs, groups))
        results = self.computed(results_of(self.ruleset), groups)
        if self.faults:
            raise EvidenceError(self.faults)

        def compute(outputs: Outputs) -> Results:
            return self.computed(outputs, groups)

        return Scoreboard(self.ruleset, self.evidence, groups, results, compute)

    def computed(self, outputs: Outputs, groups: Groups) -> Results:
        """Compute outputs: clean units by generated code, the others by the reference."""
        settled = self.settled(outputs, groups)
        if None not in settled.rows:
            return settled
        found = {}
        for row, entries in enumerate(settled.rows):
            if entries is None:
                inputs = UnitInputs(self.ruleset, self.evidence, row, groups.value)
                found[row] = self._by_reference(outputs, inputs)
        return evolve(settled, open=found)

    # ── the generated road ──────────────────────────────────────────────────────────

    def settled(self, outputs: Outputs, groups: Groups) -> Results:
        """Compute outputs of clean units alone."""
        dirty = dirty_rows(self.evidence, tuple(outputs.values()), self.ruleset.formulas.fields)
        every = range(len(self.evidence.units))
        return self.of_clean(outputs, groups, [row for row in every if row not in dirty])

    def of_clean(self, outputs: Outputs, groups: Groups, clean: Sequence[int]) -> Results:
        """Compute outputs of some units, every figure of which is known; the others have no entries."""
        count, parts = len(self.evidence.units), tuple(outputs.values())
        rows: list[tuple[Any, ...] | None] = [None] * count
        fields, read = fields_read(*parts), in_order(*parts)
        group_columns, unsure = self._group_columns(read, groups, clean)
        sure = [row for row in clean if row not in unsure]
        if not sure:
            return Results(rows, {}, {}, {})
        layout = self.layout(fields, read)
        program = self.ruleset.programs.of(parts, layout, self.ruleset.formulas.ranges)
        columns = [_picked(column, sure) for column in self._columns(fields)]
        columns += [[column[row] for row in sure] for column in group_columns]
        for row, entries in zip(sure, program.run(columns or [sure]), strict=True):
            rows[row] = entries
        places = dict(zip(outputs, program.places, strict=True))
        return Results(rows, places, dict(zip(outputs, program.units, strict=True)), {}, layout)

    def layout(self, fields: tuple[Field, ...], groups: tuple[Group, ...]) -> Layout:
        """Say how the evidence lies in the columns of what is read."""
        there = [part for part in fields if part.key in self.evidence.columns]
        columns = {part.key: self.evidence.columns[part.key] for part in there}
        return Layout(
            fields=fields,
            scales={key: column.scale for key, column in columns.items()},
            optional=frozenset(key for key, column in columns.items() if column.absent),
            applies=self._varying(),
            groups=groups,
            tables={part.key: columns[part.key].columns for part in there if part.kind == "table"},
        )

    def _varying(self) -> tuple[str, ...]:
        return tuple(name for name, rows in self.evidence.not_applicable.items() if rows)

    def _columns(self, fields: Sequence[Field]) -> Iterator[Sequence[Any]]:
        yield from map(self._column, fields)
        for name in self._varying():
            away = self.evidence.not_applicable[name]
            yield [row not in away for row in range(len(self.evidence.units))]

    def _column(self, of: Field) -> Sequence[Any]:
        if not of.criterion and of.name in UNIT_FACTS:
            return [getattr(unit, of.name) for unit in self.evidence.units]
        column = self.evidence.columns.get(of.key)
        return [None] * len(self.evidence.units) if column is None else column.values

    def _group_columns(
        self, read: Sequence[Group], groups: Groups, rows: Iterable[int]
    ) -> tuple[list[dict[int, int]], set[int]]:
        """Return group figures by row, and the units whose bloc is not sure, which go by the reference."""
        found: list[dict[int, int]] = []
        unsure = set[int]()
        for group in read:
            tops, bottoms = dict[int, int](), dict[int, int]()
            for row in rows:
                try:
                    value = groups.value(group, row)
                except Undefined:
                    tops[row], bottoms[row] = 0, 0  # goes by the reference only if it reads this
                else:
                    tops[row], bottoms[row] = (value.point or Fraction(0)).as_integer_ratio()
                    if not value.certain:
                        unsure.add(row)
            found += [tops, bottoms]
        return found, unsure

    # ── the reference road ──────────────────────────────────────────────────────────

    def _by_reference(self, outputs: Outputs, inputs: UnitInputs) -> Found:
        evaluator = Evaluator(inputs)
        results: dict[Any, Value | Truth3 | None] = {}
        nothing = _is_zero(evaluator, self.ruleset.formulas.applicable)
        for name, node in outputs.items():
            try:
                results[name] = _evaluated(evaluator, name, node)
            except Undefined as error:
                if not nothing:
                    self._undefined(inputs.row, name, error)
                results[name] = None
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


def _picked(column: Sequence[Any], rows: Sequence[int]) -> Sequence[Any]:
    return column if len(rows) == len(column) else [column[row] for row in rows]


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
