"""Points against the other units of the bloc."""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar

from attrs import frozen

from thidua_criteria.clauses import Adjusted
from thidua_scoring.criterion import Condition, Head, Line, Number, Rule, key
from thidua_scoring.formula import nodes


def share_of_best(points: Fraction, measure: Number, among: Condition | None) -> Number:
    """Return points in proportion to the greatest measure of the bloc; 0 where that is not above 0."""
    best = nodes.Group("max", measure, among)
    share: Number = nodes.Mul((nodes.Const(points), nodes.Div(measure, best)))
    # Never above the points; said again for the bounds of a bloc that is not known.
    share = nodes.Min((nodes.Const(points), share))
    return nodes.If(nodes.Compare(best, ">", nodes.ZERO), share, nodes.ZERO)


@frozen(kw_only=True)
class Relative(Adjusted):
    """Điểm so với đơn vị cao nhất trong khối: cao nhất được đủ điểm, còn lại theo tỷ lệ."""

    kind: ClassVar[str] = "relative"

    measure: Number = key("the figure that is compared; more is better")
    among: Condition | None = key("the units that are compared with one another", None)

    def compile(self, head: Head) -> Rule:
        """Divide by the bloc's greatest."""
        of = share_of_best(head.points, self.measure, self.among)
        if self.among is not None:
            of = nodes.If(self.among, of, nodes.ZERO)
        return self.rule(head, Line("base", of, title="So với cao nhất khối", at=("measure",)))


@frozen(kw_only=True)
class Leader(Adjusted):
    """Điểm theo chỉ tiêu giao và đơn vị dẫn đầu: đạt chỉ tiêu được nửa điểm, dẫn đầu được đủ điểm.

    With r = actual / target: below target ``at_target · r``; above it the rest of the points
    in proportion to (r − 1) / (r of the leader − 1). Units without a target are compared with
    one another only, by their actual figures. (Quảng Trị 2025, Điều 6.)
    """

    kind: ClassVar[str] = "leader"

    actual: Number = key("what was achieved")
    target: nodes.Field = key("the target that was assigned; it may be marked as not applying")
    at_target: Fraction = key("the share of the points that reaching the target earns", Fraction(1, 2))

    def compile(self, head: Head) -> Rule:
        """Build the formula of three stretches and two groups."""
        points = head.points
        given = nodes.Given(self.target)
        ratio = nodes.Div(self.actual, self.target)
        leader = nodes.Group("max", ratio, given)
        half = self.at_target * points
        up_to_target = nodes.times(half, ratio)
        surplus = nodes.Div(
            nodes.Add((ratio, nodes.const(-1))),
            nodes.Add((leader, nodes.const(-1))),
        )
        above = nodes.Add((nodes.Const(half), nodes.times(points - half, surplus)))
        assigned = nodes.If(nodes.Compare(ratio, "<=", nodes.ONE), up_to_target, above)
        others = share_of_best(points, self.actual, nodes.Not(given))
        within = nodes.clamp(nodes.If(given, assigned, others), Fraction(0), points)
        return self.rule(head, Line("base", within, title="Theo chỉ tiêu và đơn vị dẫn đầu", at=("actual",)))
