"""Criteria over measures and conditions of every form, and points that a Python function gives."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from attrs import define, field
from generated_criteria import KINDS, Maker
from generated_measures import Scope, Terms
from hypothesis import strategies as st

WIDE_KINDS = (*KINDS, "measured", "measured", "staircase")
"""The shipped kinds, formulas over any measure, and the kind of a plugin."""


@define
class WideMaker(Maker):
    """Make one criterion whose rules look at anything that a ruleset can say."""

    known: dict[str, list[str]] = field(kw_only=True)
    earlier: Sequence[str] = field(kw_only=True)
    terms: Terms = field(init=False)
    bare: bool = False
    """Whether the kind takes no additions, deductions and limits."""

    def __attrs_post_init__(self) -> None:
        rng = self.draw(st.randoms(use_true_random=True))
        self.terms = Terms(rng, self.id, self.figure, self.known, self.earlier)

    def finish(self) -> None:
        """Let later criteria read the figures of this one."""
        for kind, names in self.terms.own.items():
            self.known.setdefault(kind, []).extend(f"{self.id}.{name}" for name in names)

    def subject(self, better: int = 0) -> Any:
        return self.terms.free() if self.terms.chance(0.5) else self.figure()

    def whether(self, better: int = 0, word: str = "any") -> Any:
        return self.terms.sometimes(word) if self.terms.chance(0.5) else self.figure()

    def applies(self) -> Any:
        return self.terms.condition(Scope(2, bloc=False))

    def clause(self, better: int) -> tuple[dict[str, Any], Fraction | None]:
        """Write a clause: one of the plain ones, or a measure, a curve, a multiple."""
        form, terms = self.pick("plain", "plain", "times", "measure", "curve"), self.terms
        if form == "measure":
            return {"title": "Khoản", "measure": terms.at_least_zero()}, None
        if form == "curve":
            most = self.steps(1, 8)
            over = {**terms.at_least_zero(), "at_most": 10}
            return {"title": "Khoản", "measure": over, "curve": [[0, 0], [3, most / 2], [10, most]]}, most
        made, most = Maker.clause(self, better)
        if form == "times" and "at_most" not in made:
            made["times"] = {**terms.at_least_zero(1), "at_most": 3}
            most = None if most is None else 3 * most
        return made, most

    def _measured(self) -> dict[str, Any]:
        """Write a formula without limits, so that every digit of the measure counts."""
        made = {"kind": "formula", "measure": self.terms.free(3), "may_exceed": True}
        return made | {"scale": 10} if self.maybe() else made

    def _staircase(self) -> dict[str, Any]:
        heights = [self.terms.free() for _ in range(self.draw(st.integers(1, 2)))]
        manner = self.pick("stairs", "endless", "exacting")
        self.bare = True
        return {"heights": heights, "manner": manner, "may_exceed": True}

    def adjusted(self) -> dict[str, Any]:
        return {} if self.bare else Maker.adjusted(self)
