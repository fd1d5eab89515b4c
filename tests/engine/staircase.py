"""A plugin with one kind of criterion whose points a Python function computes."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cache
from math import floor
from typing import Any, ClassVar

from attrs import frozen

import thidua_criteria
from thidua_scoring.criterion import Head, Line, Number, Rule, key
from thidua_scoring.formula import nodes
from thidua_scoring.hookspecs import hookimpl
from thidua_scoring.plugins import Origin, Plugins


def stairs(most: Fraction, *heights: Fraction) -> Decimal:
    """Count half steps up to the most, a quarter of a point each."""
    climbed = max(0, floor(2 * sum(heights)))
    return min(Decimal(climbed) / 4, Decimal(floor(4 * most)) / 4) if climbed < 10**9 else Decimal(0)


def endless(most: Fraction, *heights: Fraction) -> int:
    """Count whole thirds of the heights, down below 0 too."""
    return floor(sum(heights) / 3)


def exacting(most: Fraction, *heights: Fraction) -> Any:
    """Return more than is allowed where the heights come to 7, and no exact number at 8."""
    return {7: floor(most) + 1, 8: float(most)}.get(sum(heights), 0)  # type: ignore[call-overload]


@frozen(kw_only=True)
class Staircase:
    """Điểm theo bậc, do một hàm tính."""

    kind: ClassVar[str] = "staircase"

    heights: tuple[Number, ...] = key("what is climbed")
    manner: str = key("which function counts the steps")

    def compile(self, head: Head) -> Rule:
        """Call the function."""
        function = {"stairs": stairs, "endless": endless, "exacting": exacting}[self.manner]
        limits = (None, None) if self.manner == "endless" else (Fraction(0), head.points)
        arguments = (nodes.Const(head.points), *self.heights)
        return Rule([Line("base", nodes.Call(function, arguments, self.manner, *limits), at=("heights",))])


class _Plugin:
    @staticmethod
    @hookimpl
    def thidua_criteria() -> Sequence[type[Any]]:
        return [Staircase]


@cache
def plugins() -> Plugins:
    """Gather the shipped kinds and this one."""
    found = Plugins()
    found.register(thidua_criteria)
    found.register(_Plugin, Origin("staircase"))
    return found
