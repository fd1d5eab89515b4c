"""The classes that a unit may be in, by position from the best, where not everything is known."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

from thidua_scoring.formula.values import Truth3
from thidua_scoring.ruleset.decisions.classes import Veto


def first_of(truths: Sequence[Truth3], start: int = 0) -> frozenset[int]:
    """Return the positions that may be the first, from ``start`` on, of which the truth holds."""
    found: list[int] = []
    for index in range(start, len(truths)):
        if truths[index].may_hold:
            found.append(index)
        if not truths[index].may_fail:
            break
    return frozenset(found)


@frozen
class Ladder:
    """The classes from the best down, and whether a unit meets what each takes.

    Whoever is brought down to a class must meet what that takes too, or falls on (promise D3).
    """

    ids: Sequence[str]
    truths: Sequence[Truth3]

    @property
    def reached(self) -> frozenset[int]:
        """The classes that the unit may reach by itself."""
        return first_of(self.truths)

    def at_best(self, reached: frozenset[int], ceiling: int, truth: Truth3) -> frozenset[int]:
        """Let no class be better than a ceiling where a truth holds."""
        lower = (frozenset({n}) if n >= ceiling else first_of(self.truths, ceiling) for n in reached)
        return _either(reached, frozenset[int]().union(*lower), truth)

    def after_vetoes(self, reached: frozenset[int], vetoes: Sequence[tuple[Veto, Truth3]]) -> frozenset[int]:
        """Apply vetoes that force a class, then those that demote; one that may hold leaves both open."""
        last = len(self.ids) - 1
        for veto, truth in vetoes:
            if veto.outcome in self.ids:
                reached = self.at_best(reached, self.ids.index(veto.outcome), truth)
        for veto, truth in vetoes:
            if veto.outcome == "demoted":
                lower = (first_of(self.truths, min(n + veto.steps, last)) for n in reached)
                reached = _either(reached, frozenset[int]().union(*lower), truth)
        return reached


def _either(otherwise: frozenset[int], then: frozenset[int], truth: Truth3) -> frozenset[int]:
    if not truth.may_hold:
        return otherwise
    return otherwise | then if truth.may_fail else then
