"""How courses are worked out of others: stretch by stretch, and row by row of a table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Any

from thidua_scoring.calendar import WorkCalendar
from thidua_scoring.formula import nodes
from thidua_scoring.formula.evaluate import Evaluator, Figure, Inputs, Row
from thidua_scoring.formula.nodes import Piece
from thidua_scoring.whatif.courses.algebra import Irrational, lacking
from thidua_scoring.whatif.courses.course import Course, Lacking, Whether, combine
from thidua_scoring.whatif.courses.folding import counted
from thidua_scoring.whatif.courses.stretches import Stretch


class InRow(Evaluator):
    """Evaluate inside one row of a table what does not read the figure that moves."""

    def __init__(self, inputs: Inputs, row: Row):
        super().__init__(inputs)
        self._row = row

    def figure(self, of: nodes.Field | nodes.Column) -> Figure:
        """Return the cell of a column, or the unit's figure."""
        return self._row[of.name] if isinstance(of, nodes.Column) else super().figure(of)


def guarded(of: Callable[[Stretch, Sequence[Any]], Any]) -> Callable[[Stretch, Sequence[Any]], Any]:
    """Let what changes at an irrational number be lacking there."""

    def work(stretch: Stretch, each: Sequence[Any]) -> Any:
        try:
            return list(of(stretch, each))
        except Irrational:
            return [(stretch, Lacking("fault", "course-irrational"))]

    return work


def worked(parts: Sequence[Course[Any]], of: Callable[..., Any]) -> Course[Any]:
    """Work out a course from others, where all of them have a value."""

    def work(stretch: Stretch, each: Sequence[Any]) -> Any:
        gap = lacking(each)
        return [(stretch, gap)] if gap is not None else of(stretch, each)

    return combine(parts, guarded(work))


def all_true(truths: Sequence[Whether]) -> Whether:
    """Join truths by *and*: what has no value has none, but one that fails settles the open ones."""
    gap = lacking(truths)
    if gap is None:
        return all(truths)
    return False if gap.why == "open" and any(truth is False for truth in truths) else gap


def opposite(truth: Whether) -> Whether:
    """Turn a truth round."""
    return truth if isinstance(truth, Lacking) else not truth


def picked(each: Sequence[Any], keys: Sequence[Any] | None) -> list[Any]:
    """Return what the rows of a table bring, None for those that do not count."""
    found: list[Any] = []
    taken: list[Any] = []
    for index, (counts, amount) in enumerate(zip(each[::2], each[1::2], strict=True)):
        repeats = keys is not None and keys[index] in taken
        if counts is True and repeats:
            found.append(None)
            continue
        if counts is True and keys is not None:
            taken.append(keys[index])
        found.append(counted([counts, amount]))
    return found


@lru_cache(64)
def work_pieces(calendar: WorkCalendar) -> tuple[Piece, ...]:
    """Write the count of working days as the pieces of a curve."""
    first, end = calendar.first.toordinal(), calendar.last.toordinal() + 1
    counts = [calendar.working_index(day) for day in range(first, end)]
    begins = [first + n for n, count in enumerate(counts) if not n or count != counts[n - 1]]
    return tuple(
        Piece(Fraction(low), True, Fraction(high), False, Fraction(counts[low - first]))
        for low, high in zip(begins, [*begins[1:], end], strict=True)
    )
