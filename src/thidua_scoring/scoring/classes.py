"""The classes that a unit may be in, by position from the best, where not everything is known."""

from __future__ import annotations

from collections.abc import Sequence

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


def after_vetoes(
    reached: frozenset[int], vetoes: Sequence[tuple[Veto, Truth3]], ids: Sequence[str]
) -> frozenset[int]:
    """Apply vetoes that force a class, then those that demote; one that may hold leaves both open."""
    for veto, truth in vetoes:
        if veto.outcome in ids:
            reached = at_best(reached, ids.index(veto.outcome), truth)
    for veto, truth in vetoes:
        if veto.outcome == "demoted":
            lower = frozenset(min(index + veto.steps, len(ids) - 1) for index in reached)
            reached = _either(reached, lower, truth)
    return reached


def at_best(reached: frozenset[int], ceiling: int, truth: Truth3) -> frozenset[int]:
    """Let no class be better than a ceiling where a truth holds."""
    return _either(reached, frozenset(max(index, ceiling) for index in reached), truth)


def _either(otherwise: frozenset[int], then: frozenset[int], truth: Truth3) -> frozenset[int]:
    if not truth.may_hold:
        return otherwise
    return otherwise | then if truth.may_fail else then
