"""For each figure of a unit: the next level of points it can reach, and the most it can bring."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import Any, Literal, TypeAlias, TypeVar

from attrs import frozen

from thidua_scoring.decisions.reasons import Named, Reason, Said
from thidua_scoring.errors import EvidenceError, Fault
from thidua_scoring.formula.values import Undefined
from thidua_scoring.scoring.criterion_score import CriterionScore
from thidua_scoring.scoring.scoreboard import Scoreboard
from thidua_scoring.scoring.unit_score import UnitScore
from thidua_scoring.tabular import Cell, Heading, Table, Tabled
from thidua_scoring.whatif.courses.course import Course, Quotient, pointwise
from thidua_scoring.whatif.courses.curves import figures_of
from thidua_scoring.whatif.courses.figures import Figure, Setting
from thidua_scoring.whatif.courses.outcomes import ANYWHERE, Outcomes, faults_of, outcomes, refuse_settled
from thidua_scoring.whatif.courses.reaching import Reach, best, just, nearest_more, reach
from thidua_scoring.whatif.courses.showing import (
    number_plain,
    range_said,
    rank_cell,
    rank_plain,
    said,
    verdict_cell,
    verdict_plain,
)

Status: TypeAlias = Literal["can-rise", "at-most", "endless", "open"]
Was: TypeAlias = "tuple[Fraction | None, Fraction | None]"
"""The points of the criterion and the total that there are."""


T = TypeVar("T")


@frozen
class MarginalRow:
    """What one figure can still bring a criterion."""

    criterion: Named
    figure: Figure
    now: Setting | None
    points: Fraction | None
    status: Status
    """``at-most``: this figure alone can raise nothing; ``endless``: points grow without end;
    ``open``: figures are missing."""
    void: bool
    """Whether the criterion is voided as things stand."""
    next: Reach | None = None
    best: Reach | None = None
    faults: tuple[Fault, ...] = ()
    """Why nothing can be said, where it cannot."""

    @property
    def reason(self) -> Reason | None:
        """Why the points cannot rise, or nothing is known of it."""
        if self.faults:
            texts = (Said(fault.text("vi"), fault.text("en")) for fault in self.faults)
            return Reason("marginal-unknown", {"why": tuple(texts)}, holds=None)
        if self.void:
            return Reason("marginal-void", {"criterion": self.criterion}, holds=False)
        if self.status == "at-most":
            return Reason("marginal-at-most", {"criterion": self.criterion, "figure": self.figure.named})
        return None

    def to_dict(self) -> dict[str, Any]:
        """Return the row for machines, all numbers as text."""
        return {
            "criterion": self.criterion.id,
            "figure": self.figure.key,
            "now": self.figure.plain(self.now),
            "points": number_plain(self.points),
            "status": self.status,
            "void": self.void,
            "next": None if self.next is None else _plain(self.figure, self.next),
            "best": None if self.best is None else _plain(self.figure, self.best),
            "faults": [fault.code for fault in self.faults],
        }


@frozen(eq=False, repr=False)
class MarginalTable(Tabled):
    """What each figure of a unit alone can still bring it."""

    board: Scoreboard
    unit: str
    rows: tuple[MarginalRow, ...]

    @property
    def vetoed(self) -> tuple[Named, ...]:
        """The vetoes under which the unit stands, whatever its points."""
        return tuple(Named(veto.id, veto.title) for veto in self.board[self.unit].vetoed)

    def table(self) -> Table:
        """Return one row a figure that can bring something, those that bring most to the total first."""
        unit = self.board[self.unit].unit
        name = unit.name or unit.id
        rows = sorted((row for row in self.rows if row.status != "at-most"), key=lambda row: -_gain(row))
        return Table(
            Said(
                f"{name}: từng số liệu còn nâng được bao nhiêu điểm",
                f"{name}: what each figure can still bring",
            ),
            (
                Heading("criterion", "Tiêu chí", "Criterion"),
                Heading("figure", "Số liệu", "Figure"),
                Heading("now", "Hiện nay", "Now", right=True),
                Heading("points", "Điểm", "Points", right=True),
                Heading("next", "Mức kế tiếp", "Next level"),
                Heading("next_gain", "Tổng điểm tăng", "Total gains", right=True),
                Heading("next_class", "Xếp loại", "Class"),
                Heading("next_rank", "Hạng", "Rank", right=True),
                Heading("best", "Cao nhất tại", "Most at"),
                Heading("best_gain", "Tổng điểm tăng", "Total gains", right=True),
            ),
            [self._cells(row) for row in rows],
            notes=tuple(map(said, self._notes())),
        )

    def _cells(self, row: MarginalRow) -> Sequence[Cell]:
        step, most = row.next, row.best
        return (
            row.criterion,
            row.figure.named,
            row.figure.cell(row.now),
            row.points,
            None if step is None else _where(row, step),
            None if step is None else step.total_gain,
            None if step is None else verdict_cell(self.board.ruleset, step.verdict),
            None if step is None else rank_cell(step.rank),
            None if most is None else _where(row, most),
            None if most is None else most.total_gain,
        )

    def _notes(self) -> Iterator[Reason]:
        if self.vetoed:
            yield Reason("marginal-veto", {"vetoes": self.vetoed}, holds=False)
        yield from _each_once([row.reason for row in self.rows if row.reason is not None and row.faults])
        for code, status in (("marginal-capped", "at-most"), ("marginal-endless", "endless")):
            figures = tuple(row.figure.named for row in self.rows if row.status == status)
            if figures:
                yield Reason(code, {"figures": figures})
        voided = tuple(dict.fromkeys(row.criterion for row in self.rows if row.void))
        if voided:
            yield Reason("marginal-voided", {"criteria": voided}, holds=False)

    def to_dict(self) -> dict[str, Any]:
        """Return the table for machines, all numbers as text."""
        return {
            "unit": self.unit,
            "vetoes": [veto.id for veto in self.vetoed],
            "rows": [row.to_dict() for row in self.rows],
        }


def marginal(board: Scoreboard, unit: str) -> MarginalTable:
    """Say for every figure of a unit which next level of points it can reach, and what is the most.

    The next level is the nearest value at which its criterion has more points; where they rise
    without a step from the present value on, the end of that rise. A row whose level begins only
    beyond a value is not ``reached`` there, and tells what comes just beyond it. Everything else
    stands as it is. Raises `NoSuchName` for an unknown unit, and `EvidenceError` with
    ``course-settled`` where points were settled by appraisal.
    """
    score = board[unit]
    refuse_settled(board, score.row)
    rows = (
        _row(criterion, figure)
        for criterion in score.criteria.values()
        if criterion.applies
        for figure in figures_of(board.ruleset, criterion.id)
    )
    return MarginalTable(board, unit, tuple(rows))


Row: TypeAlias = Callable[..., MarginalRow]
"""Makes the row, given its status and what else is known."""


def _row(criterion: CriterionScore, figure: Figure) -> MarginalRow:
    score = criterion.unit
    head = score.board.ruleset.written.criteria[criterion.id].head
    value = criterion.value.point
    total = score.board.value("total", score.row)
    was = (value, None if total is None else total.point)

    def row(status: Status, **known: Any) -> MarginalRow:
        now = figure.now(score.board.evidence, score.row)
        named = Named(head.id, head.title)
        return MarginalRow(named, figure, now, value, status, _voided(score, criterion.id), **known)

    try:
        whole = figure.range() if figure.numeric else ANYWHERE
        cases = outcomes(score.board, score.unit.id, figure, whole)
        courses = [_points(case, criterion.id) for case in cases]
    except EvidenceError as error:
        return row("open", faults=error.faults)
    faults = [fault for course in courses for fault in faults_of(course, figure)]
    if faults:
        return row("open", faults=tuple(_each_once(faults)))
    if figure.numeric:
        return _of_number(row, figure.now(score.board.evidence, score.row), cases[0], courses[0], was)
    return _of_settings(row, figure, cases, courses, was)


def _points(case: Outcomes, criterion: str) -> Course[Any]:
    """Return the points of a criterion where the evidence can be scored."""
    counted = case.board.ruleset.formulas.criteria[criterion].counted
    return pointwise([case.broken, case.own.number(counted)], lambda e: e[1] if e[0] is None else e[0])


def _of_number(row: Row, now: Setting | None, case: Outcomes, points: Course[Any], was: Was) -> MarginalRow:
    assert now is None or isinstance(now, Fraction)
    most = best(points, now)
    if most is not None and most.spot is None:
        top, status = None, "endless"
    else:
        top = None if most is None or most.spot is None else reach(case, most.spot, most.points, was)
        status = "open" if was[0] is None else "can-rise"
        if was[0] is not None and most is not None and most.points is not None and most.points <= was[0]:
            return row("at-most")
    spot = None if now is None or was[0] is None else nearest_more(points, now, was[0])
    step = None if spot is None else reach(case, spot, just(points, spot), was)
    return row(status, next=step, best=top)


def _of_settings(
    row: Row, figure: Figure, cases: Sequence[Outcomes], courses: Sequence[Course[Any]], was: Was
) -> MarginalRow:
    anywhere = (Fraction(0), 0)
    reached = [
        reach(case, anywhere, course.values[0].number, was)
        for case, course in zip(cases, courses, strict=True)
        if isinstance(course.values[0], Quotient)
    ]
    known = [each for each in reached if each.points is not None]
    if was[0] is None:
        top = max(known, key=lambda each: each.points or 0, default=None)
        return row("open", best=top)
    more = [each for each in known if each.points is not None and each.points > was[0]]
    if not more:
        return row("at-most")
    settings = figure.settings()
    now = figure.now(cases[0].board.evidence, cases[0].row)
    present = settings.index(now) if now in settings else 0
    step = min(more, key=lambda each: abs(settings.index(each.value) - present))
    return row("can-rise", next=step, best=max(more, key=lambda each: each.points or 0))


def _voided(score: UnitScore, criterion: str) -> bool:
    """Say whether a void of the criterion holds as figures stand."""
    for void in score.board.ruleset.written.criteria[criterion].rule.voids:
        try:
            if score.evaluator.truth(void.when).point:
                return True
        except Undefined:
            continue
    return False


def _where(row: MarginalRow, at: Reach) -> Said:
    """Write a level: the value, or that it begins beyond it."""
    if at.value is None:
        return Said("tiến dần, không đạt", "only tended to")
    if at.reached:
        return range_said(row.figure, (at.value, True, at.value, True))
    ends = (at.value, False, None, False) if at.side > 0 else (None, False, at.value, False)
    return range_said(row.figure, ends)


def _each_once(found: Sequence[T]) -> list[T]:
    """Leave out what was there before: faults and reasons hold mappings, and so no set holds them."""
    return [each for n, each in enumerate(found) if each not in found[:n]]


def _gain(row: MarginalRow) -> Fraction:
    gains = [each.total_gain for each in (row.next, row.best) if each is not None]
    return max((gain for gain in gains if gain is not None), default=Fraction(-1))


def _plain(figure: Figure, at: Reach) -> dict[str, Any]:
    return {
        "value": figure.plain(at.value),
        "reached": at.reached,
        "points": number_plain(at.points),
        "gain": number_plain(at.gain),
        "total": number_plain(at.total),
        "total_gain": number_plain(at.total_gain),
        **verdict_plain(at.verdict),
        "rank": rank_plain(at.rank),
    }
