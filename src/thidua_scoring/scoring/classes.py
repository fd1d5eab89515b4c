"""The classes that a unit may be in, by position from the best, where not everything is known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from thidua_scoring.formula.values import Truth3


def first_of(truths: Sequence[Truth3], start: int = 0) -> frozenset[int]:
    """Return the positions that may be the first, from ``start`` on, of which the truth holds."""
    found: list[int] = []
    for index in range(start, len(truths)):
        if truths[index].may_hold:
            found.append(index)
        if not truths[index].may_fail:
            break
    return frozenset(found)


def at_best(reached: frozenset[int], ceilings: Iterable[tuple[int, Truth3]]) -> frozenset[int]:
    """Let no class be better than each ceiling whose truth holds; one that may hold leaves both open."""
    for ceiling, truth in ceilings:
        if truth.may_hold:
            lower = frozenset(max(index, ceiling) for index in reached)
            reached = reached | lower if truth.may_fail else lower
    return reached


def demoted(reached: frozenset[int], steps: Iterable[tuple[int, Truth3]], last: int) -> frozenset[int]:
    """Lower classes by the steps of each truth that holds, at most to the last one."""
    for count, truth in steps:
        if truth.may_hold:
            lower = frozenset(min(index + count, last) for index in reached)
            reached = reached | lower if truth.may_fail else lower
    return reached
