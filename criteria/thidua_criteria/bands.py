"""Points by the band that a measure falls into."""

from __future__ import annotations

from typing import ClassVar

from attrs import frozen

from thidua_criteria.clauses import Adjusted
from thidua_scoring import criterion
from thidua_scoring.criterion import Head, Line, Number, Rule, key


@frozen(kw_only=True)
class Bands(Adjusted):
    """Điểm theo khung: mỗi khoảng của số đo một mức điểm."""

    kind: ClassVar[str] = "bands"

    measure: Number = key("the figure that decides")
    bands: criterion.Bands = key("the points of each band")

    def compile(self, head: Head) -> Rule:
        """Lay the bands over the measure."""
        return self.rule(head, Line("base", self.bands.over(self.measure), title="Theo khung", at=("bands",)))
