"""Base points, less deductions, plus bonuses."""

from __future__ import annotations

from typing import ClassVar

from attrs import frozen

from thidua_criteria.clauses import Adjusted, Clause
from thidua_scoring.criterion import Head, Line, Rule, full, key


@frozen(kw_only=True)
class Ledger(Adjusted):
    """Điểm chuẩn, trừ các vi phạm, cộng các phần thưởng.

    The base is the criterion's points in full, unless ``base`` says how it is earned.
    """

    kind: ClassVar[str] = "ledger"

    base: tuple[Clause, ...] = key("how the base is earned; absent: all of it at the start", ())

    def compile(self, head: Head) -> Rule:
        """Make a line of each clause."""
        base = [clause.line("base", head, n) for n, clause in enumerate(self.base)]
        if not base and head.points:
            base = [Line("base", full(head), title="Điểm chuẩn")]
        return self.rule(head, *base)
