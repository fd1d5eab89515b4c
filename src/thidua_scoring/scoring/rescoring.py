"""Score evidence that differs in few units from what was scored before, without scoring the others."""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property

from attrs import define, evolve, field

from thidua_scoring.errors import EvidenceError
from thidua_scoring.evidence.evidence import Evidence
from thidua_scoring.scoring.clean import dirty_rows, fields_read
from thidua_scoring.scoring.engine import Scoring, results_of
from thidua_scoring.scoring.groups import Groups, Outputs, in_order
from thidua_scoring.scoring.inputs import UnitInputs
from thidua_scoring.scoring.results import Results
from thidua_scoring.scoring.scoreboard import Scoreboard


def rescored(before: Scoreboard, evidence: Evidence, touched: Collection[int]) -> Scoreboard:
    """Score evidence that differs from that of a scoreboard in the ``touched`` rows alone.

    Gives the same digits as scoring everything. The units are the same, in the same order; settled
    points of the scoreboard are not kept. Raises `EvidenceError` as `score` does.
    """
    return Rescoring(before.ruleset, evidence, before=before, touched=frozenset(touched)).board()


@define(eq=False)
class Rescoring(Scoring):
    """Score some rows anew; the results of the others are those of before."""

    before: Scoreboard = field(kw_only=True)
    touched: frozenset[int] = field(kw_only=True)

    def board(self) -> Scoreboard:
        """Compute every result of the rows that are concerned, and take over the others."""
        groups = Groups(self.ruleset, self.evidence, lambda outputs: self.settled(outputs, groups))
        outputs = results_of(self.ruleset)
        results = self._merged(outputs, groups)
        if self.faults:
            raise EvidenceError(self.faults)

        def compute(outputs: Outputs) -> Results:
            return self.computed(outputs, groups)

        return Scoreboard(self.ruleset, self.evidence, groups, results, compute)

    @cached_property
    def concerned(self) -> list[int]:
        """The rows to be scored anew: those touched, and their blocs where a rule compares units."""
        if not in_order(*self.ruleset.formulas.roots()):
            return sorted(self.touched)
        sides = (self.before.evidence.units, self.evidence.units)
        blocs = {units[row].bloc for units in sides for row in self.touched}
        rows = range(len(self.evidence.units))
        return [row for row in rows if any(units[row].bloc in blocs for units in sides)]

    def _merged(self, outputs: Outputs, groups: Groups) -> Results:
        before, concerned = self.before.results, set(self.concerned)
        clean = self._clean(outputs, groups)
        rows = list(before.rows)
        found = {row: each for row, each in before.open.items() if row not in concerned}
        for row in concerned:
            rows[row] = clean.rows[row]
            if rows[row] is None:
                inputs = UnitInputs(self.ruleset, self.evidence, row, groups.value)
                found[row] = self._by_reference(outputs, inputs)
        return evolve(before, rows=rows, open=found)

    def _clean(self, outputs: Outputs, groups: Groups) -> Results:
        """Compute clean units by the program that made the results of before; none where it does not fit."""
        parts = tuple(outputs.values())
        if self.before.results.layout != self.layout(fields_read(*parts), in_order(*parts)):
            return Results([None] * len(self.evidence.units), {}, {}, {})
        dirty = dirty_rows(self.evidence, parts, self.ruleset.formulas.fields)
        return self.of_clean(outputs, groups, [row for row in self.concerned if row not in dirty])
