"""Marks of appraisers: points that somebody gave a unit for a criterion at one stage."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Final, TypeAlias

from attrs import define, evolve, field, frozen

from thidua_scoring.decisions.amounts import ends
from thidua_scoring.decisions.rows import Column, Row, Taking, read_rows
from thidua_scoring.errors import Place, Problem, nearest
from thidua_scoring.evidence.names import match
from thidua_scoring.evidence.text import match_key
from thidua_scoring.formula.analyse import bounds
from thidua_scoring.formula.values import Value
from thidua_scoring.numbers import show
from thidua_scoring.ruleset.decisions.appraisal import AppraisalSpec, Stage
from thidua_scoring.ruleset.model import Written
from thidua_scoring.scoring.inputs import within
from thidua_scoring.scoring.scoreboard import Scoreboard

SECTION: Final = "marks"
"""The array of tables that holds marks in a TOML file."""
COLUMNS: Final = (
    Column("stage", also=("bước", "bước chấm", "vòng", "cấp chấm", "giai đoạn"), needed=True),
    Column("unit", also=("đơn vị", "tên đơn vị"), needed=True),
    Column("criterion", also=("tiêu chí", "mã tiêu chí", "mục", "mã"), needed=True),
    Column("points", "number", also=("điểm", "số điểm", "điểm chấm"), needed=True),
    Column("assessor", also=("người chấm", "bộ phận chấm", "cơ quan chấm", "đơn vị chấm")),
    Column("reason", also=("lý do", "lí do", "giải trình")),
)
Key: TypeAlias = tuple[str, str, str]
"""The stage, the unit and the criterion of a mark, by their ids."""


def _nowhere(column: str) -> Place:
    return Place(path=(column,))


@frozen
class Mark:
    """Points that an assessor gave."""

    stage: str
    unit: str
    criterion: str
    points: Fraction
    assessor: str = ""
    reason: str = ""
    place: Callable[[str], Place] = field(default=_nowhere, eq=False, repr=False)
    """Where each column of the mark stands in its file."""


def read_marks(source: str | Path, stage: str = "") -> list[Mark]:
    """Read marks from a table, or from the array ``marks`` of a TOML file.

    ``stage`` is that of rows which name none, as where each appraiser hands in a file of their own.
    Raises `EvidenceError` with every fault, and ``OSError`` if there is no file.
    """
    columns = [evolve(each, needed=each.needed and not (stage and each.name == "stage")) for each in COLUMNS]
    return [_mark(row, stage) for row in read_rows(source, columns, SECTION)]


def _mark(row: Row, stage: str) -> Mark:
    points = row.number("points")
    assert points is not None
    return Mark(
        row.text("stage") or stage,
        row.text("unit"),
        row.text("criterion"),
        points,
        row.text("assessor"),
        row.text("reason"),
        row.place,
    )


@define
class Marking:
    """Take marks by a ruleset and a scoreboard; ``taking`` gathers what is wrong with them."""

    board: Scoreboard
    spec: AppraisalSpec
    taking: Taking = field(factory=Taking)
    _limits: dict[str, Value] = field(factory=dict)

    def take(self, marks: Iterable[Mark]) -> dict[Key, Mark]:
        """Return the marks that are in order by their keys, each under the ids of what it names."""
        found: dict[Key, Mark] = {}
        for written in marks:
            mark = self._named(written)
            if mark is None:
                continue
            key = mark.stage, mark.unit, mark.criterion
            if key in found:
                first = str(found[key].place("points"))
                problem = Problem("mark-twice", unit=mark.unit, criterion=mark.criterion, first=first)
                self.taking.fault(problem, mark.place("points"))
            else:
                found[key] = self._checked(mark, self.stages[mark.stage])
        return found

    @property
    def stages(self) -> Mapping[str, Stage]:
        """The stages by their ids."""
        return {stage.id: stage for stage in self.spec.stages}

    # ── names ───────────────────────────────────────────────────────────────────────

    def _named(self, mark: Mark) -> Mark | None:
        """Put ids in the place of what a mark names; None where something is not known."""
        written = self.board.ruleset.written
        known = {
            "stage": {stage.id: stage.title for stage in self.spec.stages},
            "unit": {unit.id: unit.name for unit in self.board.evidence.units},
            "criterion": {name: spec.head.title for name, spec in written.criteria.items()},
        }
        found: dict[str, str] = {}
        for name, ids in known.items():
            got = getattr(mark, name)
            id_ = match(got, ids)
            if id_ is None:
                self.taking.fault(self._unknown(name, got, ids), mark.place(name))
            else:
                found[name] = id_
        if len(found) < len(known):
            return None
        return evolve(mark, stage=found["stage"], unit=found["unit"], criterion=found["criterion"])

    def _unknown(self, what: str, got: str, known: Mapping[str, str]) -> Problem:
        close = nearest(got, known)
        if what == "stage":
            return Problem("no-such-stage", got=got, expected=", ".join(known), nearest=close)
        expected = ", ".join([*known][:20]) + ("…" if len(known) > 20 else "")
        code = "no-such-unit" if what == "unit" else "no-such-criterion"
        return Problem(code, got=got, expected=expected, nearest=close)

    # ── one mark ────────────────────────────────────────────────────────────────────

    def _checked(self, mark: Mark, stage: Stage) -> Mark:
        """Check points and assessor, and name the assessor as the scoreboard does."""
        score = self.board[mark.unit][mark.criterion]
        if not score.applies:
            problem = Problem("mark-not-applicable", unit=mark.unit, criterion=mark.criterion)
            self.taking.fault(problem, mark.place("points"))
        elif stage.assessors != "own":
            self.within(mark.criterion, mark.points, mark.place("points"))
        try:
            return evolve(mark, assessor=self._assessor(mark, stage))
        except Problem as problem:
            self.taking.fault(problem, mark.place("assessor"))
            return mark

    def limits(self, criterion: str) -> Value:
        """Return the least and most that the rule of a criterion can give."""
        if criterion not in self._limits:
            formulas = self.board.ruleset.formulas
            self._limits[criterion] = bounds(formulas.criteria[criterion].points, formulas.ranges)
        return self._limits[criterion]

    def within(self, criterion: str, points: Fraction, place: Place) -> None:
        """Refuse points that the rule cannot give."""
        limits = self.limits(criterion)
        if not within(limits, points):
            low, high = ends(limits)
            range_ = f"[{low or '−∞'} … {high or '+∞'}]"
            problem = Problem("mark-outside", criterion=criterion, got=show(points), range=range_)
            self.taking.fault(problem, place)

    def changed(self, mark: Mark, before: Value) -> None:
        """Refuse a change without a reason where the stage wants one."""
        if self.stages[mark.stage].reason and not mark.reason and before.point != mark.points:
            was = "—" if before.point is None else show(before.point)
            problem = Problem("mark-without-reason", criterion=mark.criterion, was=was, got=show(mark.points))
            self.taking.fault(problem, mark.place("reason"))

    # ── assessors ───────────────────────────────────────────────────────────────────

    def _assessor(self, mark: Mark, stage: Stage) -> str:
        """Return who gave a mark; raises ``Problem`` for somebody who may not."""
        unit = self.board[mark.unit].unit
        own = match_key(mark.assessor) in (match_key(unit.id), match_key(unit.name))
        if stage.assessors == "own":
            if mark.assessor and not own:
                raise Problem("mark-not-own", unit=mark.unit, got=mark.assessor, stage=stage.title)
            return unit.name or unit.id
        if own:
            raise Problem("mark-of-itself", unit=mark.unit, stage=stage.title)
        if not mark.assessor and stage.assessors != "any":
            raise Problem("mark-without-assessor", stage=stage.title)
        if stage.assessors == "peers":
            return self._peer(mark, unit.bloc)
        if stage.assessors == "blocks":
            self._of_block(mark)
        return mark.assessor

    def _peer(self, mark: Mark, bloc: str) -> str:
        units = {unit.id: unit.name for unit in self.board.evidence.units}
        peer = match(mark.assessor, units)
        if peer is None:
            raise Problem("assessor-not-a-unit", got=mark.assessor, nearest=nearest(mark.assessor, units))
        other = self.board[peer].unit
        if other.bloc != bloc:
            raise Problem("assessor-of-other-bloc", got=mark.assessor, unit=mark.unit)
        return other.name or other.id

    def _of_block(self, mark: Mark) -> None:
        named = assessor_of(self.board.ruleset.written, mark.criterion)
        if not named:
            raise Problem("block-without-assessor", criterion=mark.criterion)
        if match_key(named) != match_key(mark.assessor):
            raise Problem(
                "assessor-of-other-block", got=mark.assessor, criterion=mark.criterion, expected=named
            )


def assessor_of(written: Written, criterion: str) -> str:
    """Return who assesses a criterion: its own assessor, or that of the nearest group around it."""
    head = written.criteria[criterion].head
    named, group = head.assessor, written.groups.get(head.group)
    while not named and group is not None:
        named, group = group.assessor, written.groups.get(group.parent)
    return named
