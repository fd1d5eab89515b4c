"""Parts that are done or not, and add up."""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar

from attrs import frozen

from thidua_criteria.clauses import Adjusted
from thidua_scoring.criterion import Condition, Head, Line, Rule, key
from thidua_scoring.errors import Problem
from thidua_scoring.formula import nodes
from thidua_scoring.numbers import write


@frozen
class Part:
    """One part of a checklist."""

    title: str = key("what is to be done")
    points: Fraction = key("its points")
    when: Condition = key("the yes-no figure, or the condition, that says it is done")
    source: str = key("the document and article", "")


@frozen(kw_only=True)
class Checklist(Adjusted):
    """Bảng kiểm: từng phần việc có điểm riêng, cộng lại thành điểm của tiêu chí."""

    kind: ClassVar[str] = "checklist"

    parts: tuple[Part, ...] = key("the parts; their points add up to the criterion's")

    def compile(self, head: Head) -> Rule:
        """Make a line of each part."""
        together = sum((part.points for part in self.parts), Fraction(0))
        if together != head.points:
            raise Problem("parts-not-points", at=["parts"], sum=write(together), points=write(head.points))
        lines = [
            Line(
                "base",
                nodes.If(part.when, nodes.Const(part.points), nodes.ZERO),
                title=part.title,
                source=part.source,
                at=("parts", n),
            )
            for n, part in enumerate(self.parts)
        ]
        return self.rule(head, *lines)
