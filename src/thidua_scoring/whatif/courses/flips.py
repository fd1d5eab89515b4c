"""Missing and disputed evidence: which single figure could change a class or a rank, and where."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import Any, Literal, TypeAlias

from attrs import frozen

from thidua_scoring.decisions.reasons import Named, Parameter, Reason, Said, between
from thidua_scoring.errors import EvidenceError
from thidua_scoring.evidence.evidence import Column, Unit
from thidua_scoring.formula import nodes
from thidua_scoring.formula.analyse import fields_of
from thidua_scoring.formula.nodes import Node
from thidua_scoring.ruleset.formulas import Formulas
from thidua_scoring.ruleset.model import UNIT_FACTS
from thidua_scoring.scoring.scoreboard import Scoreboard
from thidua_scoring.scoring.unit_score import UnitScore
from thidua_scoring.tabular import Cell, Heading, Table, Tabled
from thidua_scoring.whatif.courses.figures import Figure, Setting, put, varies
from thidua_scoring.whatif.courses.outcomes import ANYWHERE, Outcomes, Rank, faults_of, outcomes
from thidua_scoring.whatif.courses.showing import classes_cell, number_plain, rank_cell, rank_plain, said
from thidua_scoring.whatif.courses.stretches import Stretch
from thidua_scoring.whatif.courses.sweeping import Sweep

State: TypeAlias = Literal["missing", "unconfirmed", "between"]
Basis: TypeAlias = Literal["course", "bounds", "none"]
TRIED = 12
"""How many values are tried where other open figures leave no course."""
_STATES = {
    "missing": Said("chưa có", "missing"),
    "unconfirmed": Said("chưa xác nhận", "not confirmed"),
    "between": Said("chỉ biết khoảng", "known between two ends"),
}


@frozen
class Flip:
    """One open figure of one unit, and what it alone could change, all else as it stands."""

    unit: Unit
    figure: Figure
    state: State
    classes: tuple[str, ...]
    """The classes that are possible, from the best."""
    ranks: Rank
    """The best and the worst rank that are possible; None for no rank."""
    at: tuple[Setting, ...]
    """The values at which class or rank of the unit change."""
    decisive: bool | None
    """Whether it could change the unit's class or rank, or who is first; None where that is not known."""
    first: bool | None
    """Whether it could change who is first in the bloc; None where that is not known."""
    basis: Basis
    """``course``: every value was looked at. ``bounds``: since other figures are open, the bounds of
    the scoreboard were taken at its ends and breaks alone. ``none``: nothing could be tried, and
    the bounds are those of the scoreboard as it is."""

    @property
    def reason(self) -> Reason:
        """Say it in a sentence."""
        known: dict[str, Parameter] = {"figure": self.figure.named, "unit": _named(self.unit)}
        if self.basis == "none":
            return Reason("flip-unknown", known, holds=None)
        if self.basis == "bounds":
            return Reason("flip-by-bounds", known, holds=self.decisive)
        return Reason("flip-decisive" if self.decisive else "flip-harmless", known, holds=self.decisive)

    def to_dict(self) -> dict[str, Any]:
        """Return the figure for machines, all numbers as text."""
        return {
            "unit": self.unit.id,
            "figure": self.figure.key,
            "state": self.state,
            "classes": list(self.classes),
            "ranks": rank_plain(self.ranks),
            "at": [self.figure.plain(value) for value in self.at],
            "decisive": self.decisive,
            "first": self.first,
            "basis": self.basis,
        }


@frozen(eq=False, repr=False)
class Flips(Tabled):
    """All open figures, after what all of them together leave possible for each unit."""

    board: Scoreboard
    cells: tuple[Flip, ...]

    @property
    def decisive(self) -> tuple[Flip, ...]:
        """The figures that alone could change a class, a rank, or who is first."""
        return tuple(cell for cell in self.cells if cell.decisive)

    @property
    def open_units(self) -> tuple[UnitScore, ...]:
        """The units of which total, class or rank are open."""
        return tuple(unit for unit in self.board if _is_open(unit))

    def table(self) -> Table:
        """Return the joint bounds of each open unit, marked, then one row an open figure."""
        joint = [self._joint(unit) for unit in self.open_units]
        cells = [self._cells(cell) for cell in self.cells]
        reasons = [cell.reason for cell in self.cells if cell.basis != "course"]
        return Table(
            Said("Số liệu còn thiếu hoặc chưa thống nhất", "Missing and disputed evidence"),
            (
                Heading("unit", "Đơn vị", "Unit"),
                Heading("figure", "Số liệu", "Figure"),
                Heading("state", "Tình trạng", "State"),
                Heading("total", "Tổng điểm", "Total", right=True),
                Heading("classes", "Xếp loại có thể", "Possible classes"),
                Heading("ranks", "Hạng có thể", "Possible ranks", right=True),
                Heading("first", "Đổi đơn vị dẫn đầu", "May change who is first"),
                Heading("decisive", "Quyết định", "Decisive"),
                Heading("at", "Thay đổi tại", "Changes at"),
            ),
            [*joint, *cells],
            notes=tuple(map(said, reasons)),
            marked=frozenset(range(len(joint))),
        )

    def _joint(self, unit: UnitScore) -> tuple[Cell, ...]:
        total = self.board.value("total", unit.row)
        ends = None if total is None else between((total.low, total.high))
        together = Said("mọi số liệu còn mở cùng lúc", "all open figures together")
        classes, rank = classes_cell(self.board.ruleset, unit.class_bounds), rank_cell(unit.rank_bounds)
        return _named(unit.unit), together, None, ends, classes, rank, None, None, None

    def _cells(self, cell: Flip) -> tuple[Cell, ...]:
        return (
            _named(cell.unit),
            cell.figure.named,
            _STATES[cell.state],
            None,
            classes_cell(self.board.ruleset, cell.classes),
            rank_cell(cell.ranks),
            cell.first,
            cell.decisive,
            tuple(_shown(cell.figure, value) for value in cell.at) or None,
        )

    def to_dict(self) -> dict[str, Any]:
        """Return everything for machines, all numbers as text."""
        return {
            "units": [
                {
                    "unit": unit.unit.id,
                    "bounds": [None if e is None else number_plain(Fraction(e)) for e in unit.bounds],
                    "class_bounds": list(unit.class_bounds),
                    "rank_bounds": unit.rank_bounds and list(unit.rank_bounds),
                }
                for unit in self.open_units
            ],
            "cells": [cell.to_dict() for cell in self.cells],
        }


def flips(board: Scoreboard) -> Flips:
    """Ask of every open figure whether it alone could change a class, a rank, or who is first.

    A figure is open where it is missing, not confirmed, or only known to lie in a range; it is
    moved over its range while all others stay as they are: unconfirmed ones as they are said. Where
    others that are open leave a result open, the bounds of the scoreboard are compared instead, and
    the cell says so by its ``basis``.

    Raises `EvidenceError` with ``course-settled`` where points were settled by appraisal.
    """
    found = (_flip(board, row, key, state) for key, row, state in open_cells(board))
    return Flips(board, tuple(found))


def open_cells(board: Scoreboard) -> Iterator[tuple[str, int, State]]:
    """Yield every figure that is open and may matter: of a criterion that may apply, or read elsewhere."""
    evidence, fields = board.evidence, board.ruleset.formulas.fields
    elsewhere = _read_elsewhere(board.ruleset.formulas)
    for row in range(len(evidence.units)):
        for key in fields:
            owner, _, name = key.rpartition(".")
            if not owner and name in UNIT_FACTS:
                continue
            if owner and key not in elsewhere and not board.truth(("applies", owner), row).may_hold:
                continue
            column = evidence.columns.get(key) or Column(1, [None] * len(evidence.units))
            if row in column.absent:
                continue
            if row in column.ranges:
                yield key, row, "between"
            elif row in column.unconfirmed:
                yield key, row, "unconfirmed"
            elif column.values[row] is None:
                yield key, row, "missing"


def _read_elsewhere(formulas: Formulas) -> set[str]:
    """Return the keys of figures that are read beside the points of their own criterion."""
    found = set[str]()
    waiting: list[Node] = [*formulas.roots(), *(each.applies for each in formulas.criteria.values())]
    while waiting:
        part = waiting.pop()
        if isinstance(part, nodes.Field):
            found.add(part.key)
        elif not isinstance(part, nodes.Points):
            waiting += nodes.children(part)
    for name, criterion in formulas.criteria.items():
        found.update(each.key for each in fields_of(criterion.points) if each.criterion != name)
    return found


def _flip(board: Scoreboard, row: int, key: str, state: State) -> Flip:
    spec, unit = board.ruleset.formulas.fields[key], board.evidence.units[row]
    figure = Figure(key, spec)
    score = board[unit.id]
    if not varies(key, spec):
        return Flip(unit, figure, state, score.class_bounds, score.rank_bounds, (), None, None, "none")
    whole = _range(board, figure, row) if figure.numeric else ANYWHERE
    cases = outcomes(board, unit.id, figure, whole)
    if any(faults_of(case.total, figure) or _verdict_open(case) for case in cases):
        return _by_bounds(cases, state)
    swept = Sweep(board, unit.id, figure, whole, cases)
    classes = _ordered(board, (each for s in swept.stretches if s.verdict for each in s.verdict.classes))
    outcomes_seen = {(s.verdict.classes, s.verdict.outcome) for s in swept.stretches if s.verdict is not None}
    ranks = {s.rank for s in swept.stretches if not s.without}
    first = _first_moves(swept)
    decisive = len(outcomes_seen) > 1 or len(ranks) > 1 or first
    at = tuple(dict.fromkeys(change.value for change in swept.changes))
    return Flip(unit, figure, state, classes, _hull(ranks), at, decisive, first, "course")


def _verdict_open(case: Outcomes) -> bool:
    """Say whether other open figures leave the class or the rank of the unit open."""
    several = any(len(verdict.classes) > 1 or verdict.outside is None for verdict in case.verdict.values)
    return several or any(rank is not None and rank[0] != rank[1] for rank in case.rank(case.row).values)


def _range(board: Scoreboard, figure: Figure, row: int) -> Stretch:
    """Return what an open figure may be: its declared range, within the ends that evidence states."""
    whole = figure.range()
    low, _, high, _ = whole.ends
    column = board.evidence.columns.get(figure.key)
    stated = (None, None) if column is None else column.ranges.get(row, (None, None))
    lows = [end for end in (low, stated[0]) if end is not None]
    highs = [end for end in (high, stated[1]) if end is not None]
    return Stretch.between(max(lows, default=None), min(highs, default=None), whole.step)


def _by_bounds(cases: Sequence[Outcomes], state: State) -> Flip:
    """Compare the bounds of the scoreboard at the telling values of a figure."""
    board, row, figure = cases[0].board, cases[0].row, cases[0].figure
    unit = board.evidence.units[row]
    now = board[unit.id]
    seen: list[tuple[tuple[str, ...], Rank]] = []
    for value in _telling(cases[0]):
        try:
            again = board.ruleset.score(put(board.evidence, figure.key, row, value))[unit.id]
        except EvidenceError:
            continue
        seen.append((again.class_bounds, again.rank_bounds))
    if len(seen) < 2:
        return Flip(unit, figure, state, now.class_bounds, now.rank_bounds, (), None, None, "none")
    classes = _ordered(board, (each for known, _ in seen for each in known))
    ranks = {rank for _, rank in seen}
    return Flip(unit, figure, state, classes, _hull(ranks), (), len(set(seen)) > 1, None, "bounds")


def _telling(case: Outcomes) -> Iterator[Setting]:
    """Yield every value of a truth or level; of a number its ends and where points of criteria break."""
    if not case.figure.numeric:
        yield from case.figure.settings()
        return
    low, _, high, _ = case.whole.ends
    cuts = [cut for name in case.board.ruleset.formulas.criteria for cut in _cuts(case, name)]
    parts = [part.sample() for part in case.whole.parts(cuts)]
    inner = parts[:: max(1, len(parts) // TRIED)]
    yield from dict.fromkeys(end for end in (low, *inner, high) if end is not None)


def _cuts(case: Outcomes, criterion: str) -> Iterable[tuple[Fraction, int]]:
    of = case.board.ruleset.formulas.criteria[criterion].points
    return case.points(criterion).cuts if case.bloc.reads(of, own=True) else ()


def _first_moves(swept: Sweep) -> bool:
    """Say whether somebody is first for some values and not for others."""
    case, formulas = swept.cases[0], swept.board.ruleset.formulas
    ranked_by = (formulas.standing, *(formulas.vetoes[n] for _, n in swept.board.without_rank))
    if not any(case.bloc.touched(each, own=True) for each in ranked_by):
        return False
    firsts = ({rank is not None and rank[0] == 1 for _, rank in parts} for parts in swept.ranks.values())
    return any(len(each) > 1 for each in firsts)


def _hull(ranks: Iterable[Rank]) -> Rank:
    there = [rank for rank in ranks if rank is not None]
    return (min(best for best, _ in there), max(worst for _, worst in there)) if there else None


def _ordered(board: Scoreboard, classes: Iterable[str]) -> tuple[str, ...]:
    found = set(classes)
    return tuple(each.id for each in board.ruleset.written.classes if each.id in found)


def _is_open(unit: UnitScore) -> bool:
    total, rank = unit.board.value("total", unit.row), unit.rank_bounds
    surely = total is None or total.certain
    return not surely or len(unit.class_bounds) > 1 or (rank is not None and rank[0] != rank[1])


def _named(unit: Unit) -> Named:
    return Named(unit.id, unit.name)


def _shown(figure: Figure, value: Setting) -> Parameter:
    cell = figure.cell(value)
    if isinstance(cell, bool):
        return Said("có", "yes") if cell else Said("không", "no")
    return "" if cell is None else cell
