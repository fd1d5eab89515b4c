"""What several units of a bloc, or rows of a table, come to together on one stretch."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import Any

from thidua_scoring.whatif.courses import algebra
from thidua_scoring.whatif.courses.algebra import Amounts, lacking
from thidua_scoring.whatif.courses.course import Lacking, Quotient
from thidua_scoring.whatif.courses.stretches import Stretch


def counted(pair: Sequence[Any]) -> Any:
    """Return what a member brings: None where it does not belong, as the evaluator looks at it."""
    belongs, amount = pair
    if belongs is False:
        return None
    if belongs is True:
        return amount
    return lacking(pair)


def folded(
    how: str, nobody: str, lowest: int = 0, highest: int = 0
) -> Callable[[Stretch, Sequence[Any]], Amounts]:
    """Return what folds the amounts of members, without the lowest and the highest of them."""

    def work(stretch: Stretch, members: Sequence[Any]) -> Amounts:
        there = [each for each in members if each is not None]
        gap = lacking(there)
        if gap is not None:
            yield stretch, gap
        elif not lowest and not highest:
            yield from _fold(how, nobody, stretch, there)
        elif len(there) <= lowest + highest:
            yield from _fold(how, nobody, stretch, [])
        else:
            for part, amounts in algebra.in_order(stretch, there):
                yield from _fold(how, nobody, part, amounts[lowest : len(amounts) - highest])

    return work


def _fold(how: str, nobody: str, stretch: Stretch, amounts: Sequence[Quotient]) -> Amounts:
    if how == "count":
        yield stretch, Quotient.constant(len(amounts))
    elif how == "sum":
        yield stretch, algebra.add(amounts)
    elif not amounts:
        yield stretch, Lacking("undefined", nobody)
    elif how == "mean":
        share = Quotient.constant(Fraction(1, len(amounts)))
        yield stretch, algebra.multiply([share, algebra.add(amounts)])
    else:
        yield from (algebra.greatest if how == "max" else algebra.least)(stretch, amounts)


def ranked(stretch: Stretch, members: Sequence[Any]) -> Amounts:
    """Rank the first amount among the members after it; the second is what its own unit brings."""
    own, _, *others = members
    gap = lacking(members)
    if gap is not None:
        yield stretch, gap
        return
    there = [other for other in others if other is not None]
    for part, above in _numbers_above(stretch, own, there):
        yield part, Quotient.constant(1 + above)


def _numbers_above(
    stretch: Stretch, own: Quotient, others: Sequence[Quotient]
) -> Iterator[tuple[Stretch, int]]:
    found = [(stretch, 0)]
    for other in others:
        found = [
            (part, count + (truth is True))
            for within, count in found
            for part, truth in algebra.compare(within, other, ">", own)
        ]
    yield from found
