"""Points that people give within a range."""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar, Literal

from attrs import evolve, frozen

from thidua_criteria.clauses import Adjusted
from thidua_scoring.criterion import ColumnName, FieldSpec, Head, Line, Number, Rule, key
from thidua_scoring.errors import Problem
from thidua_scoring.formula import nodes


@frozen(kw_only=True)
class Judged(Adjusted):
    """Điểm do người chấm cho, trong khoảng và theo bước quy định."""

    kind: ClassVar[str] = "judged"

    mark: str | None = key("the figure that holds the one mark", None)
    marks: str | None = key("the list that holds the marks of several judges", None)
    step: Fraction | None = key("the step of a mark: 0.25 for quarters", None)
    minimum: Fraction = key("the least mark; below 0 for points that may be taken away", Fraction(0))
    maximum: Fraction | None = key("the greatest mark; absent: the criterion's points", None)
    take: Literal["mean", "sum", "max", "min"] = key("what several marks come to", "mean")
    drop_lowest: int = key("how many lowest marks are left out", 0)
    drop_highest: int = key("how many highest marks are left out", 0)
    reason: bool = key("whether evidence must state a reason", False)

    def compile(self, head: Head) -> Rule:
        """Take the one mark, or fold the several, into points."""
        if (self.mark is None) == (self.marks is None):
            raise Problem("mark-or-marks")
        column: ColumnName = "base" if head.points else "bonus"
        most = head.points if self.maximum is None else self.maximum
        bounds = FieldSpec(
            "mark",
            minimum=self.minimum,
            maximum=most,
            step=self.step,
            better="higher",
            needs_note=self.reason,
        )
        of: Number
        if self.mark is not None:
            of, spec = nodes.Field(self.mark), evolve(bounds, name=self.mark)
        else:
            assert self.marks is not None
            table = nodes.Field(self.marks, "table")
            of = nodes.Reduce(
                self.take,
                table,
                nodes.Column("mark"),
                drop_lowest=self.drop_lowest,
                drop_highest=self.drop_highest,
            )
            if self.take != "sum":
                # Always so; said again for the bounds of marks that are not known.
                of = nodes.clamp(of, self.minimum, most)
            spec = FieldSpec(
                self.marks, "table", columns=(evolve(bounds, needs_note=False),), needs_note=self.reason
            )
        rule = self.rule(head, *self._lines(column, of))
        return evolve(rule, fields=(spec,))

    def _lines(self, column: ColumnName, of: Number) -> list[Line]:
        """Part marks that add or take away into a bonus and a deduction."""
        line = Line(column, of, title="Điểm chấm", at=("mark" if self.marks is None else "marks",))
        if column == "base" or self.minimum >= 0:
            return [line]
        above, below = (nodes.Max((nodes.ZERO, part)) for part in (of, nodes.minus(of)))
        return [evolve(line, of=above), evolve(line, column="deduct", of=below)]
