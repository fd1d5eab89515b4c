"""The reference evaluator over formulas of which some parts are told."""

from __future__ import annotations

from collections.abc import Mapping

from thidua_scoring.formula.evaluate import Evaluator, Inputs
from thidua_scoring.formula.nodes import Condition, Node, Number
from thidua_scoring.formula.values import Truth3, Undefined, Value
from thidua_scoring.whatif.goals.components import is_truth
from thidua_scoring.whatif.goals.frontiers import Part, part_of, value_of


class Told(Evaluator):
    """Evaluate formulas of which some parts are told; ``lost`` are those that have no value."""

    def __init__(self, inputs: Inputs, told: Mapping[Node, Part]):
        super().__init__(inputs, {part: value_of(value) for part, value in told.items() if value is not None})
        self._lost = {part for part, value in told.items() if value is None}

    def number(self, of: Number) -> Value:
        """Return the value of a formula; raises `Undefined` where it has none."""
        self._check(of)
        return super().number(of)

    def truth(self, of: Condition) -> Truth3:
        """Return the truth of a condition."""
        self._check(of)
        return super().truth(of)

    def _check(self, of: Node) -> None:
        if of in self._lost:
            raise Undefined("without-value")

    def part(self, of: Node) -> Part:
        """Return what a formula comes to; None where it has no value."""
        try:
            return part_of(self.truth(of) if is_truth(of) else self.number(of))  # type: ignore[arg-type]
        except Undefined:
            return None
