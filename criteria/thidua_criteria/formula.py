"""Points that are a measure."""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar

from attrs import frozen

from thidua_criteria.clauses import Adjusted
from thidua_scoring.criterion import ColumnName, Head, Line, Number, Rule, key
from thidua_scoring.formula import nodes


@frozen(kw_only=True)
class Formula(Adjusted):
    """Điểm là kết quả của một công thức trên số liệu.

    For weighted means, clamped sums of additions and deductions, and whatever else a measure
    can say.
    """

    kind: ClassVar[str] = "formula"

    measure: Number = key("the points")
    scale: Fraction | None = key("the measure that earns all points: 10 for marks out of ten", None)

    def compile(self, head: Head) -> Rule:
        """Take the measure as points, or in proportion to the scale."""
        of = self.measure if self.scale is None else nodes.times(head.points / self.scale, self.measure)
        if not head.may_exceed and head.points:
            of = nodes.Min((nodes.Const(head.points), of))
        column: ColumnName = "base" if head.points else "bonus"
        return self.rule(head, Line(column, of, title="Theo công thức", at=("measure",)))
