"""Total, class and rank of the units of a bloc as courses of one figure, as the scoreboard has them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from typing import Any, Final, TypeAlias

from attrs import define, field, frozen

from thidua_scoring.errors import EvidenceError, Fault, Place
from thidua_scoring.formula.values import Truth3, Undefined, Value
from thidua_scoring.ruleset.decisions.classes import WITHOUT_CLASS
from thidua_scoring.scoring.classes import Ladder
from thidua_scoring.scoring.scoreboard import Scoreboard
from thidua_scoring.whatif.courses import algebra
from thidua_scoring.whatif.courses.algebra import lacking
from thidua_scoring.whatif.courses.course import (
    Amount,
    Course,
    Lacking,
    Quotient,
    Whether,
    combine,
    pointwise,
)
from thidua_scoring.whatif.courses.figures import Figure, Setting, put
from thidua_scoring.whatif.courses.stretches import Stretch
from thidua_scoring.whatif.courses.tracing import AmountCourse, Bloc, Tracer, WhetherCourse
from thidua_scoring.whatif.courses.working import guarded, worked

Rank: TypeAlias = "tuple[int, int] | None"
"""The best and the worst rank; None for no rank."""
Above: TypeAlias = "tuple[int, int]"
"""Of how many units it is sure that they are above, and of how many it is possible."""


@frozen
class Verdict:
    """The classes that a unit may be in, from the best, or what stands in the place of one."""

    classes: tuple[str, ...]
    outcome: str | None = None
    outside: bool | None = False
    """Whether something stands in the place of class and rank; None where that is open."""

    @property
    def class_(self) -> str | None:
        """The class; None where it is open, or there is none."""
        return self.classes[0] if len(self.classes) == 1 and self.outside is False else None


@define(eq=False)
class Outcomes:
    """What a bloc comes to while one figure of one unit moves."""

    board: Scoreboard
    row: int
    figure: Figure
    whole: Stretch
    value: Setting | None = None
    """What a figure that is no number is set to: nothing moves then."""
    bloc: Bloc = field(init=False)
    _standings: dict[int, Course[Any]] = field(init=False, factory=dict)
    _outs: dict[int, WhetherCourse] = field(init=False, factory=dict)

    def __attrs_post_init__(self) -> None:
        value = self.whole.sample() if self.value is None else self.value
        evidence = put(self.board.evidence, self.figure.key, self.row, value)
        still = self.value is not None
        self.bloc = Bloc(self.board, evidence, self.figure.key, self.row, self.whole, not still)

    @property
    def own(self) -> Tracer:
        """What traces the unit's own formulas."""
        return self.bloc.of(self.row)

    def points(self, criterion: str) -> AmountCourse:
        """Return the points of a criterion, whether or not it applies."""
        return self.own.number(self.board.ruleset.formulas.criteria[criterion].points)

    @cached_property
    def broken(self) -> Course[Lacking | None]:
        """Where the evidence cannot be scored at all, since a criterion has no value."""
        formulas = self.board.ruleset.formulas
        found = [self.own.steady(None)]
        for row in self.bloc.rows:
            tracer, own = self.bloc.of(row), row == self.row
            for criterion in formulas.criteria.values():
                if self.bloc.touched(criterion.counted, own):
                    parts = [tracer.number(criterion.counted), tracer.number(formulas.applicable)]
                    found.append(pointwise(parts, _broken))
        return pointwise(found, lambda each: next((e for e in each if e is not None), None))

    @cached_property
    def total(self) -> AmountCourse:
        """The total of the unit."""
        return self.own.number(self.board.ruleset.formulas.total)

    @cached_property
    def verdict(self) -> Course[Verdict]:
        """The class of the unit."""
        formulas, written = self.board.ruleset.formulas, self.board.ruleset.written
        truths = [self.own.truth(each) for each in (*formulas.classes, *formulas.vetoes)]
        ids = [each.id for each in written.classes]
        unrated = self.row in self.board.unrated

        def verdict(each: Sequence[Whether]) -> Verdict:
            threes = [_three(truth) for truth in each]
            vetoes = list(zip(written.vetoes, threes[len(ids) :], strict=True))
            held = {veto.outcome for veto, truth in vetoes if truth.point}
            held |= {"unrated"} if unrated else set()
            outcome = next((name for name in WITHOUT_CLASS if name in held), None)
            if outcome is not None:
                return Verdict((), outcome, True)
            perhaps = any(veto.outcome in WITHOUT_CLASS and truth.may_hold for veto, truth in vetoes)
            ladder = Ladder(ids, threes[: len(ids)])
            reached = ladder.after_vetoes(ladder.reached, vetoes)
            return Verdict(tuple(ids[n] for n in sorted(reached)), None, None if perhaps else False)

        return pointwise([self.own.steady(None), *truths], lambda each: verdict(each[1:]))

    # ── ranks ───────────────────────────────────────────────────────────────────────

    def standing(self, row: int) -> AmountCourse:
        """Return what a unit is ranked by."""
        if row not in self._standings:
            standing = self.board.ruleset.formulas.standing
            value = (
                None if self.bloc.touched(standing, row == self.row) else self.board.value("standing", row)
            )
            if value is None or value.point is None:
                self._standings[row] = self.bloc.of(row).number(standing)
            else:
                self._standings[row] = Course.steady(self.whole, Quotient.constant(value.point))
        return self._standings[row]

    def out(self, row: int) -> WhetherCourse:
        """Say where a unit is left without rank by a veto."""
        if row not in self._outs:
            parts: list[WhetherCourse] = [Course.steady(self.whole, row in self.board.unrated)]
            parts += [self._veto(name, row) for name in self.board.without_rank]
            self._outs[row] = pointwise(parts, _any)
        return self._outs[row]

    def _veto(self, name: Any, row: int) -> WhetherCourse:
        when = self.board.ruleset.formulas.vetoes[name[1]]
        point = None if self.bloc.touched(when, row == self.row) else self.board.truth(name, row).point
        return self.bloc.of(row).truth(when) if point is None else Course.steady(self.whole, point)

    def rank(self, row: int) -> Course[Rank]:
        """Return the rank of a unit of the bloc."""
        own, out = self.standing(row), self.out(row)
        still = [other for other in self._surely_ranked if other != row]
        parts = [
            self._above(other, own) for other in self.bloc.rows if other not in self._still and other != row
        ]
        known = sorted(self._surely_ranked[other] for other in still)
        parts.append(combine([own], guarded(lambda stretch, each: _among(stretch, each[0], known))))
        most = len(self.bloc.rows)

        def placed(each: Sequence[Any]) -> Rank:
            standing, without, *above = each
            if without is True or (isinstance(standing, Lacking) and standing.why == "undefined"):
                return None
            if isinstance(standing, Lacking):
                return 1, most
            return 1 + sum(a for a, _ in above), 1 + sum(b for _, b in above)

        return pointwise([own, out, *parts], placed)

    @cached_property
    def _still(self) -> frozenset[int]:
        """The rows that stand still, with a point or surely without rank."""
        found = set[int]()
        for row in self.bloc.rows:
            standing, out = self.standing(row).values, self.out(row).values
            if len(standing) == len(out) == 1 and not isinstance(out[0], Lacking):
                amount = standing[0]
                fixed = isinstance(amount, Quotient) and amount.number is not None
                if fixed or out[0] or (isinstance(amount, Lacking) and amount.why == "undefined"):
                    found.add(row)
        return frozenset(found)

    @cached_property
    def _surely_ranked(self) -> Mapping[int, Fraction]:
        """The standings of the units that stand still and have a rank."""
        found: dict[int, Fraction] = {}
        for row in self._still:
            amount = self.standing(row).values[0]
            if isinstance(amount, Quotient) and amount.number is not None and not self.out(row).values[0]:
                found[row] = amount.number
        return found

    def _above(self, other: int, own: AmountCourse) -> Course[Above]:
        """Say where another unit stands above a standing: surely, and perhaps."""
        low, high = self._ends(other)
        surely = worked([low, own], lambda stretch, e: _compare(stretch, e[0], e[1]))
        perhaps = worked([high, own], lambda stretch, e: _compare(stretch, e[0], e[1]))

        def counted(each: Sequence[Any]) -> Above:
            sure, may, out = each
            if out is True:
                return 0, 0
            # A standing without value is no standing; one without end may be anywhere.
            sure = sure is True and out is False
            undefined = isinstance(may, Lacking) and may.why == "undefined"
            return int(sure), int(not undefined and may is not False)

        return pointwise([surely, perhaps, self.out(other)], counted)

    def _ends(self, row: int) -> tuple[Course[Any], Course[Any]]:
        """Return the least and most that a unit's standing may be: its point, where it has one."""
        course = self.standing(row)
        amount = course.values[0]
        if len(course.values) > 1 or not isinstance(amount, Lacking) or amount.why != "open":
            return course, course
        formulas, own = self.board.ruleset.formulas, row == self.row
        if self.bloc.reads(formulas.standing, own):
            return course, course
        try:
            value = self.bloc.of(row).evaluator.number(formulas.standing)
        except Undefined:
            value = Value(None, None, None)
        ends = (amount if end is None else Quotient.constant(end) for end in (value.low, value.high))
        low, high = map(self.bloc.of(row).steady, ends)
        return low, high


def _broken(each: Sequence[Amount]) -> Lacking | None:
    points, applicable = each
    nothing = isinstance(applicable, Quotient) and applicable.number == 0
    return points if isinstance(points, Lacking) and points.why == "undefined" and not nothing else None


def _three(truth: Whether) -> Truth3:
    return Truth3(None, True, True) if isinstance(truth, Lacking) else Truth3.known(truth)


def _any(truths: Sequence[Whether]) -> Whether:
    if any(truth is True for truth in truths):
        return True
    gap = lacking(truths)
    return False if gap is None else gap


def _compare(stretch: Stretch, left: Quotient, right: Quotient) -> Any:
    return algebra.compare(stretch, left, ">", right)


def _among(stretch: Stretch, own: Amount, known: Sequence[Fraction]) -> Iterator[tuple[Stretch, Above]]:
    """Count how many of some known standings, in rising order, are above."""
    if isinstance(own, Lacking):
        yield stretch, (0, 0)
        return
    for part, value in algebra.crossings(stretch, own, known):
        above = len(known) - bisect_right(known, value)
        yield part, (above, above)


# ── asking ──────────────────────────────────────────────────────────────────────────


def outcomes(board: Scoreboard, unit: str, figure: Figure, whole: Stretch) -> tuple[Outcomes, ...]:
    """Prepare the courses of one figure of one unit: one of a number, one for each other value.

    Raises `NoSuchName` for an unknown unit, and `EvidenceError` where points of the bloc were
    settled by hand.
    """
    row = board[unit].row
    refuse_settled(board, row)
    if figure.numeric:
        return (Outcomes(board, row, figure, whole),)
    return tuple(Outcomes(board, row, figure, ANYWHERE, value) for value in figure.settings())


ANYWHERE: Final = Stretch(None, None)


def refuse_settled(board: Scoreboard, row: int) -> None:
    """Raise `EvidenceError` where points of the unit's bloc were settled, which follow no figure."""
    rows = board.groups.blocs[board.evidence.units[row].bloc]
    units = [board.evidence.units[each].id for each in rows if board.settled(each)]
    if units:
        raise EvidenceError([Fault("course-settled", Place(), {"units": ", ".join(units)})])


def faults_of(course: Course[Any], figure: Figure) -> list[Fault]:
    """Return every reason for which a course cannot be told."""
    gaps = [value for value in course.values if isinstance(value, Lacking) and value.why != "undefined"]
    cells = sorted(frozenset[tuple[str, str]]().union(*(gap.cells for gap in gaps)))
    faults = [Fault(code, Place(), {"key": figure.key}) for code in sorted({g.code for g in gaps} - {""})]
    if any(gap.why == "open" for gap in gaps):
        named = ", ".join(f"{unit}: {key}" for unit, key in cells) or "–"
        faults.append(Fault("course-open", Place(), {"key": figure.key, "cells": named}))
    return faults


def checked(course: Course[Any], figure: Figure) -> None:
    """Raise `EvidenceError` with every reason for which a course cannot be told."""
    faults = faults_of(course, figure)
    if faults:
        raise EvidenceError(faults)
