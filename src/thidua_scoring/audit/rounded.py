"""What a percentage may have been before its figures were rounded for print."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from itertools import product

HALF = Fraction(1, 2)


def may_be_from(
    formula: Callable[..., Fraction],
    figures: Sequence[tuple[Fraction, Fraction]],
    stated: Iterable[tuple[Fraction, Fraction]],
    *,
    pole: bool,
) -> bool:
    """Say whether the formula gives a stated percentage for figures that print as these do.

    Each figure and each reading of the percentage comes with the step of its last digit, nothing for
    figures that are exact. Figures may have been rounded or cut, so that they were less by half a step,
    or more by a whole one. Every formula rises or falls with each figure, so that the ends suffice; if
    what it divides by may be nothing, as some rises do that were as great as the figure, all is possible.
    """
    if not any(step for _, step in figures):
        return False
    ends = [(value - step * HALF, value + step) for value, step in figures]
    try:
        found = [100 * formula(*values) for values in product(*ends)]
    except ZeroDivisionError:
        return True
    low, high = min(found), max(found)
    if pole and low < 0:
        return True
    return any(low < value + step and value - step * HALF <= high for value, step in stated)
