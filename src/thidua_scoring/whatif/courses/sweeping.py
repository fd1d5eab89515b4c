"""Total, class and rank as functions of one figure: where they change, and what they come to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from attrs import frozen

from thidua_scoring.decisions.reasons import Named, Reason, Said
from thidua_scoring.errors import EvidenceError, Lang, Place
from thidua_scoring.scoring.scoreboard import Scoreboard
from thidua_scoring.tabular import Heading, Table, Tabled
from thidua_scoring.whatif.courses.course import Course, Lacking, Quotient, pointwise
from thidua_scoring.whatif.courses.curves import holds
from thidua_scoring.whatif.courses.figures import Figure, Given, Setting, number_of
from thidua_scoring.whatif.courses.outcomes import Outcomes, Rank, Verdict, checked, outcomes
from thidua_scoring.whatif.courses.showing import (
    Ends,
    number_plain,
    range_said,
    rank_cell,
    rank_plain,
    said,
    verdict_cell,
    verdict_plain,
)
from thidua_scoring.whatif.courses.stretches import Stretch

if TYPE_CHECKING:
    from thidua_scoring.notebook.charts import Chart

LONG: Final = 40
"""Up to how many stretches a table shows each of them."""


@frozen
class SweepStretch:
    """Between two values of the figure: one function for the total, one class, one rank."""

    ends: Ends
    """The lower end and whether it is in, the upper end and whether it is in; None is without end."""
    total: Quotient | None
    """The total as a function of the figure; None where the rules give none."""
    verdict: Verdict | None
    rank: Rank
    """The best and worst rank; they differ only where other units are open."""
    without: str = ""
    """The code of what cannot be computed here, a division by zero for instance; empty where all can."""

    @property
    def class_(self) -> str | None:
        """The class; None where it is open or there is none."""
        return None if self.verdict is None else self.verdict.class_

    @property
    def totals(self) -> tuple[Fraction | None, Fraction | None]:
        """What the total comes to, or tends to, at both ends; None where it has no limit."""
        low, _, high, _ = self.ends
        if self.total is None:
            return None, None
        if self.total.number is not None:
            return self.total.number, self.total.number
        assert not isinstance(low, bool | str)
        assert not isinstance(high, bool | str)
        return self.total.limit(low), self.total.limit(high)

    def to_dict(self, figure: Figure) -> dict[str, Any]:
        """Return the stretch for machines."""
        low, low_in, high, high_in = self.ends
        found: dict[str, Any] = {
            "low": figure.plain(low),
            "low_in": low_in,
            "high": figure.plain(high),
            "high_in": high_in,
            "totals": [number_plain(each) for each in self.totals],
            "slope": None if self.total is None else number_plain(self.total.slope),
            **verdict_plain(self.verdict),
            "rank": rank_plain(self.rank),
        }
        return {**found, "without": self.without} if self.without else found


@frozen
class Span:
    """Stretches that follow each other with the same class and rank."""

    first: SweepStretch
    last: SweepStretch

    @property
    def result(self) -> tuple[Verdict | None, Rank, str]:
        """What is the same in all of them."""
        return self.first.verdict, self.first.rank, self.first.without

    @property
    def verdict(self) -> Verdict | None:
        """The class."""
        return self.first.verdict

    @property
    def rank(self) -> Rank:
        """The rank."""
        return self.first.rank

    @property
    def ends(self) -> Ends:
        """The lower end of the first and the upper end of the last."""
        return (*self.first.ends[:2], *self.last.ends[2:])

    @property
    def totals(self) -> tuple[Fraction | None, Fraction | None]:
        """The total at the lower and at the upper end."""
        return self.first.totals[0], self.last.totals[1]

    def longer(self, by: SweepStretch) -> Span:
        """Return the span with one more stretch."""
        return Span(self.first, by)


@frozen
class SweepPoint:
    """What one value of the figure comes to."""

    value: Setting
    total: Fraction | None
    verdict: Verdict | None
    rank: Rank
    without: str = ""

    @property
    def class_(self) -> str | None:
        """The class; None where it is open or there is none."""
        return None if self.verdict is None else self.verdict.class_


@frozen
class Change:
    """A value at which class or rank become other ones as the figure rises."""

    value: Setting
    included: bool
    """Whether the value itself already belongs to what follows."""
    before: SweepStretch
    after: SweepStretch


@frozen(eq=False, repr=False)
class Sweep(Tabled):
    """How one figure of one unit moves its total, class and rank, all else as it stands.

    Class and rank are those by points alone, unconfirmed figures taken as they are said.
    """

    board: Scoreboard
    unit: str
    figure: Figure
    whole: Stretch
    cases: tuple[Outcomes, ...]
    """The courses: one of a number, one for each value of a truth or a level."""

    @cached_property
    def stretches(self) -> tuple[SweepStretch, ...]:
        """The stretches, in rising order, or one for each value of a truth or a level."""
        return tuple(stretch for case in self.cases for stretch in _stretches(case))

    @property
    def by_result(self) -> tuple[Span, ...]:
        """The stretches in which class and rank are the same, taken together."""
        found: list[Span] = []
        for each in self.stretches:
            if found and found[-1].result == (each.verdict, each.rank, each.without):
                found[-1] = found[-1].longer(each)
            else:
                found.append(Span(each, each))
        return tuple(found)

    @property
    def breakpoints(self) -> tuple[Setting, ...]:
        """The values at which one stretch ends and the next begins, each once."""
        if not self.figure.numeric:
            return self.figure.settings()
        lows = (stretch.ends[0] for stretch in self.stretches[1:])
        return tuple(dict.fromkeys(low for low in lows if low is not None))

    @property
    def changes(self) -> tuple[Change, ...]:
        """Where class or rank change."""
        found = []
        for before, after in pairwise(self.stretches):
            low = after.ends[0]
            if low is not None and (before.verdict, before.rank) != (after.verdict, after.rank):
                found.append(Change(low, after.ends[1], before, after))
        return tuple(found)

    def at(self, value: Given | bool | str) -> SweepPoint:
        """Return what a value comes to; raises `EvidenceError` for one that is not swept over."""
        setting: Setting = value if isinstance(value, bool | str) else number_of(value)
        for stretch in self.stretches:
            if self._holds(stretch, setting):
                x = setting if isinstance(setting, Fraction) else Fraction(0)
                total = None if stretch.total is None else stretch.total.at(x)
                return SweepPoint(setting, total, stretch.verdict, stretch.rank, stretch.without)
        low, _, high, _ = self.whole.ends
        problem = self.figure.outside(setting, low, high, self.whole.step)
        raise EvidenceError([problem.placed(Place())])

    def _holds(self, stretch: SweepStretch, value: Setting) -> bool:
        return holds(self.figure, self.whole, stretch.ends, value)

    @property
    def now(self) -> SweepPoint | None:
        """What the present value comes to; None where there is none, or it is not swept over."""
        value = self.figure.now(self.board.evidence, self.board[self.unit].row)
        if value is None or not any(self._holds(stretch, value) for stretch in self.stretches):
            return None
        return self.at(value)

    @cached_property
    def ranks(self) -> Mapping[str, tuple[tuple[Ends, Rank], ...]]:
        """The ranks of every unit of the bloc whose rank moves, itself included, by stretches."""
        found = {}
        for row in self.cases[0].bloc.rows:
            parts = [(_ends(case, part), rank) for case in self.cases for part, rank in _rank(case, row)]
            if len({rank for _, rank in parts}) > 1:
                found[self.board.evidence.units[row].id] = tuple(parts)
        return found

    def plot(self, lang: Lang = "vi") -> Chart:
        """Draw the total over the bands of the classes, and the rank beneath."""
        from thidua_scoring.notebook.courses import sweep_plot

        return sweep_plot(self, lang)

    def table(self) -> Table:
        """Return one row a stretch, the present one marked; of a long staircase one a class and rank."""
        now = self.now
        shown: Sequence[SweepStretch | Span] = (
            self.stretches if len(self.stretches) <= LONG else self.by_result
        )
        rows = [
            (
                range_said(self.figure, each.ends),
                *each.totals,
                verdict_cell(self.board.ruleset, each.verdict),
                rank_cell(each.rank),
            )
            for each in shown
        ]
        here = (
            n for n, each in enumerate(shown) if now and holds(self.figure, self.whole, each.ends, now.value)
        )
        unit = self.board[self.unit].unit
        title = self.figure.named
        return Table(
            Said(
                f"{unit.name or unit.id}: kết quả theo «{title.name}»",
                f"{unit.name or unit.id} by “{title.name}”",
            ),
            (
                Heading("values", title.name, title.name),
                Heading("total_from", "Tổng điểm ở đầu khoảng", "Total at the lower end", right=True),
                Heading("total_to", "Tổng điểm ở cuối khoảng", "Total at the upper end", right=True),
                Heading("class", "Xếp loại", "Class"),
                Heading("rank", "Hạng", "Rank", right=True),
            ),
            rows,
            notes=tuple(map(said, self._notes())),
            marked=frozenset(here),
        )

    def _notes(self) -> Iterator[Reason]:
        if len(self.stretches) > LONG:
            yield Reason("sweep-steps", {"count": len(self.stretches)})
        movers = [name for name in self.ranks if name != self.unit]
        if movers:
            units = {unit.id: unit.name for unit in self.board.evidence.units}
            yield Reason("sweep-movers", {"units": tuple(Named(name, units[name]) for name in movers)})
        if any(each.without for each in self.stretches):
            yield Reason("sweep-without", {"figure": self.figure.named})

    def to_dict(self) -> dict[str, Any]:
        """Return the sweep for machines, all numbers as text."""
        now = self.now
        return {
            "unit": self.unit,
            "figure": self.figure.key,
            "kind": self.figure.spec.kind,
            "now": None if now is None else self.figure.plain(now.value),
            "stretches": [stretch.to_dict(self.figure) for stretch in self.stretches],
            "ranks": {
                name: [
                    {"low": self.figure.plain(ends[0]), "low_in": ends[1], "rank": rank_plain(rank)}
                    for ends, rank in parts
                ]
                for name, parts in self.ranks.items()
            },
        }


def sweep(
    board: Scoreboard,
    unit: str,
    figure: str,
    *,
    low: Given | None = None,
    high: Given | None = None,
    step: Given | None = None,
) -> Sweep:
    """Work out how one figure of a unit moves its total, class and rank, exactly.

    ``figure`` is a key of the evidence, ``C1.households`` or ``.disciplined`` for a fact. ``low``
    and ``high`` narrow its declared range, ``step`` says of what its values are multiples; a
    percentage is given as its share. Nothing is searched: every break is computed.

    Raises `NoSuchName` for an unknown unit or figure. Raises `EvidenceError` for limits that the
    figure cannot have (``course-range``, ``course-turned``, ``course-step``), a figure that is text
    or a table (``course-kind``), points that were settled by appraisal (``course-settled``), other
    figures that are open and leave the total open (``course-open``), a break at a number that is no
    fraction (``course-irrational``), more breaks than can be listed (``course-endless``) and a
    plugin's function whose breaks nobody knows (``course-opaque``).
    """
    found = Figure.of(board.ruleset, figure)
    whole = found.range(low, high, step) if found.numeric else Stretch(None, None)
    cases = outcomes(board, unit, found, whole)
    for case in cases:
        checked(case.total, found)
    return Sweep(board, unit, found, whole, cases)


def _stretches(case: Outcomes) -> Iterator[SweepStretch]:
    courses: Sequence[Course[Any]] = [case.broken, case.total, case.verdict, case.rank(case.row)]
    for part, (broken, total, verdict, rank) in pointwise(courses, tuple):
        if broken is not None:
            yield SweepStretch(_ends(case, part), None, None, None, broken.code)
        else:
            amount = None if isinstance(total, Lacking) else total
            yield SweepStretch(_ends(case, part), amount, verdict, rank)


def _rank(case: Outcomes, row: int) -> Course[Rank]:
    """Return the rank of a unit where the evidence can be scored."""
    return pointwise([case.broken, case.rank(row)], lambda each: None if each[0] is not None else each[1])


def _ends(case: Outcomes, part: Stretch) -> Ends:
    return part.ends if case.value is None else (case.value, True, case.value, True)
