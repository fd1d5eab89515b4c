"""Points in proportion to a share, or along a curve."""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar, Literal

from attrs import frozen

from thidua_criteria.clauses import Adjusted
from thidua_scoring.criterion import Curve, Head, Line, Number, Rule, key
from thidua_scoring.errors import Problem
from thidua_scoring.formula import nodes


@frozen(kw_only=True)
class Proportional(Adjusted):
    """Điểm theo tỷ lệ đạt được: đủ tỷ lệ đủ điểm, vượt không tính thêm."""

    kind: ClassVar[str] = "proportional"

    measure: Number = key('the share that is reached, as { ratio = ["actual", "planned"] }')
    full_at: Fraction = key("the share that earns all points", Fraction(1))
    curve: Curve | None = key("points along straight lines instead", None)
    beyond: Literal["flat", "line"] | None = key("how the curve goes on beyond its ends", None)

    def compile(self, head: Head) -> Rule:
        """Multiply the share by the points, and stop at the points unless they may be exceeded."""
        if self.curve is not None:
            of = self.curve.over(self.measure, self.beyond)
            return self.rule(head, Line("base", of, title="Theo đường điểm", at=("curve",)))
        if self.full_at <= 0:
            raise Problem("step-not-positive", at=["full_at"], got=self.full_at)
        of = nodes.times(head.points / self.full_at, self.measure)
        if not head.may_exceed:
            of = nodes.Min((nodes.Const(head.points), of))
        return self.rule(head, Line("base", of, title="Theo tỷ lệ thực hiện", at=("measure",)))
