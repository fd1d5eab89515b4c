"""The kind ``attendance``: points for the meetings attended of those called."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from attrs import frozen

from thidua_scoring.criterion import Criterion, Head, Line, Number, Rule, key
from thidua_scoring.formula import nodes
from thidua_scoring.hookspecs import hookimpl


@frozen(kw_only=True)
class Attendance:
    """Điểm dự họp: theo tỷ lệ số cuộc họp có mặt trên số cuộc họp được triệu tập."""

    kind: ClassVar[str] = "attendance"

    attended: Number = key("the meetings attended")
    called: Number = key("the meetings that were called")

    def compile(self, head: Head) -> Rule:
        """Give the share of the points; all of them where no meeting was called."""
        share = nodes.Min((nodes.ONE, nodes.Div(self.attended, self.called)))
        none_called = nodes.Compare(self.called, "==", nodes.ZERO)
        of = nodes.If(none_called, nodes.Const(head.points), nodes.times(head.points, share))
        return Rule([Line("base", of, title="Theo số cuộc họp", at=("attended",))])


@hookimpl
def thidua_criteria() -> Sequence[type[Criterion]]:
    """Provide the kind."""
    return [Attendance]
