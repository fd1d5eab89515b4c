"""Converted products: quantity, quality and progress, each over what was assigned."""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar

from attrs import frozen

from thidua_criteria.clauses import Adjusted
from thidua_scoring.criterion import Condition, FieldSpec, Head, Line, Number, Rule, key
from thidua_scoring.formula import nodes
from thidua_scoring.formula.nodes import Column, Field


@frozen(kw_only=True)
class Kpi(Adjusted):
    """Điểm kết quả theo sản phẩm quy đổi: số lượng, chất lượng, tiến độ.

    With h the conversion coefficient of each product, a = Σ min(done, assigned)·h / Σ assigned·h,
    and b and c the same over the quantities that met quality and deadline; all three are over
    what was **assigned**. The points are the criterion's times (a + b + c) / 3, or, for those
    who lead, times (a + b + c + the leader terms) / (3 + their number).
    (NĐ 335/2025/NĐ-CP.)
    """

    kind: ClassVar[str] = "kpi"

    products: str = key("the table of products", "products")
    assigned: str = key("its column of assigned quantities", "assigned")
    done: str = key("its column of quantities done", "done")
    quality: str = key("its column of quantities of the required quality", "quality")
    on_time: str = key("its column of quantities done on time", "on_time")
    coefficient: str = key("its column of conversion coefficients", "coefficient")
    leads: Condition | None = key("whether the person or unit leads others", None)
    leader_terms: tuple[Number, ...] = key("the further shares, 0 to 100 %, of those who lead", ())

    def compile(self, head: Head) -> Rule:
        """Average the three shares, and the leader's."""
        terms = tuple(self._share(column) for column in (self.done, self.quality, self.on_time))
        of = nodes.times(head.points, _mean(terms))
        if self.leads is not None and self.leader_terms:
            leading = nodes.times(head.points, _mean((*terms, *map(_capped, self.leader_terms))))
            of = nodes.If(self.leads, leading, of)
        line = Line(
            "base", nodes.Min((nodes.Const(head.points), of)), title="Theo sản phẩm quy đổi", at=("products",)
        )
        rule = self.rule(head, line)
        return Rule(rule.lines, rule.most, rule.at_least, rule.at_most, rule.voids, (self._table(),))

    def _share(self, column: str) -> Number:
        table = Field(self.products, "table")
        coefficient, assigned = Column(self.coefficient), Column(self.assigned)
        counted = nodes.Min((Column(column), assigned))
        share = nodes.Div(
            nodes.Reduce("sum", table, nodes.Mul((counted, coefficient))),
            nodes.Reduce("sum", table, nodes.Mul((assigned, coefficient))),
        )
        # Always so; said again for the bounds of a table that is not known.
        return nodes.clamp(share, Fraction(0), Fraction(1))

    def _table(self) -> FieldSpec:
        names = (self.assigned, self.done, self.quality, self.on_time, self.coefficient)
        return FieldSpec(self.products, "table", columns=tuple(FieldSpec(name) for name in names))


def _capped(share: Number) -> Number:
    return nodes.Min((nodes.ONE, nodes.as_kind(share, "percent")))


def _mean(terms: tuple[Number, ...]) -> Number:
    return nodes.Div(nodes.Add(terms), nodes.const(len(terms)))
