"""Periods: how a year's points follow from those of its months, quarters or halves.

Every period is scored by the rules in force in it, so that it can be scored again the same at any
later day; what comes out is taken together as the year's ruleset says.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from attrs import define, evolve, field, frozen

from thidua_scoring.decisions.amounts import amount, stated
from thidua_scoring.decisions.periods.combining import Combination, InPeriod, not_rated, take_together
from thidua_scoring.decisions.reasons import Parameter, Reason, Said
from thidua_scoring.decisions.settled import Settled, settled_board
from thidua_scoring.errors import EvidenceError, Fault, Lang, Place, Problem, RulesetError, nearest
from thidua_scoring.evidence.evidence import Evidence, Unit, with_facts
from thidua_scoring.formula.values import ANYTHING, Value
from thidua_scoring.numbers import write
from thidua_scoring.plugins import Plugins
from thidua_scoring.ruleset.decisions.appraisal import PeriodsSpec
from thidua_scoring.ruleset.decisions.classes import WITHOUT_CLASS
from thidua_scoring.ruleset.load import load_ruleset
from thidua_scoring.ruleset.ruleset import Ruleset
from thidua_scoring.scoring.scoreboard import Scoreboard
from thidua_scoring.scoring.unit_score import UnitScore


@frozen
class Period:
    """A stretch of days that is scored by itself; it need not be one of the calendar.

    Raises `EvidenceError` for one that ends before it begins.

    >>> Period("H1", date(2025, 12, 1), date(2026, 5, 31)).holds(date(2026, 1, 1))
    True
    """

    id: str
    from_: date
    until: date
    """The last day that belongs to it."""

    def __attrs_post_init__(self) -> None:
        if self.until < self.from_:
            problem = Problem("period-upside-down", period=self.id, start=self.from_, end=self.until)
            raise EvidenceError([problem.placed(Place())])

    def holds(self, day: date) -> bool:
        """Say whether a day belongs to the period."""
        return self.from_ <= day <= self.until

    def edition(self, family: str, *, plugins: Plugins | None = None) -> Ruleset:
        """Load the edition of a ruleset that is in force in the period.

        Raises `RulesetError` where the edition changes within the period, and `NoSuchName` where
        none is in force.
        """
        first, last = (load_ruleset(family, on=day, plugins=plugins) for day in (self.from_, self.until))
        if first.digest != last.digest:
            problem = Problem("period-editions", period=self.id, first=first.id, last=last.id)
            raise RulesetError([problem.placed(Place())])
        return last


@frozen
class CombinedUnit:
    """What the periods of one unit come to together."""

    unit: Unit
    rated: bool | None
    """Whether the unit is rated; None where it is not decided whether it was in some period."""
    total: Value | None
    """None where the unit is not rated."""
    reason: Reason
    criteria: Mapping[str, Combination] = field(factory=dict)
    """What the periods come to at each criterion, where criteria are taken together."""

    def text(self, lang: Lang = "vi") -> str:
        """Say it in a sentence, and one for each criterion that was taken together."""
        lines = [self.reason.text(lang)]
        lines += [f"{name}: {each.reason.text(lang)}" for name, each in self.criteria.items()]
        return "\n".join(lines)

    def to_dict(self) -> dict[str, Any]:
        """Return it for machines, all numbers as text."""
        return {
            "unit": self.unit.id,
            "rated": self.rated,
            **stated("total", self.total),
            "why": self.reason.to_dict(),
            "criteria": {
                name: {**stated("points", each.value), "why": each.reason.to_dict()}
                for name, each in self.criteria.items()
            },
        }


@frozen(eq=False)
class Combined:
    """The periods of all units taken together, on a scoreboard that can be decided by."""

    board: Scoreboard = field(repr=False)
    units: Mapping[str, CombinedUnit]
    gone: Mapping[str, tuple[str, ...]] = field(factory=dict)
    """The units that periods know and the year does not, by id, each with those periods."""

    def to_dict(self) -> dict[str, Any]:
        """Return all units for machines."""
        return {
            "units": [each.to_dict() for each in self.units.values()],
            "gone": {unit: list(periods) for unit, periods in self.gone.items()},
        }


def combine(boards: Mapping[str, Scoreboard], year: Scoreboard | Ruleset) -> Combined:
    """Take the results of periods together as ``[periods]`` of the year's ruleset says.

    ``year`` is the year's own scoreboard, which says what else is known of its units, such as facts
    that classes ask for; of a ruleset alone, it holds all units of the periods and nothing else.
    A total that nothing rounds stays exact. Raises `RulesetError` for a ruleset without periods, and
    `EvidenceError` with every period that is missing, unknown, or scored by other criteria.
    """
    ruleset = year if isinstance(year, Ruleset) else year.ruleset
    spec = ruleset.written.decisions.periods
    if spec is None:
        file = ruleset.files[0] if ruleset.files else None
        raise RulesetError([Problem("no-periods", got=ruleset.id).placed(Place(file))])
    faults = list(_faults(boards, ruleset, spec))
    if faults:
        raise EvidenceError(faults)
    return _Combining(boards, year, ruleset, spec).run()


def _faults(boards: Mapping[str, Scoreboard], ruleset: Ruleset, spec: PeriodsSpec) -> Iterator[Fault]:
    for name in boards:
        if name not in spec.parts:
            expected = ", ".join(spec.parts)
            problem = Problem(
                "no-such-period", got=name, expected=expected, nearest=nearest(name, spec.parts)
            )
            yield problem.placed(Place(path=(name,)))
    for part in spec.parts:
        if part not in boards:
            yield Problem("period-missing", period=part).placed(Place(path=(part,)))
        elif spec.at == "criterion":
            differing = _differing(boards[part].ruleset, ruleset)
            if differing:
                problem = Problem("period-criteria-differ", period=part, criteria=", ".join(differing))
                yield problem.placed(Place(path=(part,)))
    scales = {write(board.ruleset.written.scale.points) for board in boards.values()}
    if spec.take not in ("sum", "weighted") and len(scales) > 1:
        yield Problem("period-scales-differ", scales=", ".join(sorted(scales))).placed(Place())


def _differing(of: Ruleset, year: Ruleset) -> list[str]:
    """List the criteria that only one of two rulesets has, or that have other points."""
    points = [{name: c.head.points for name, c in each.written.criteria.items()} for each in (of, year)]
    return sorted(name for name in {*points[0], *points[1]} if points[0].get(name) != points[1].get(name))


@define
class _Combining:
    """Take the periods together unit by unit."""

    boards: Mapping[str, Scoreboard]
    given: Scoreboard | Ruleset
    ruleset: Ruleset
    spec: PeriodsSpec

    def run(self) -> Combined:
        year = self.given if isinstance(self.given, Scoreboard) else self._bare_year(self.given)
        units = {unit.id: self._unit(unit) for unit in year.evidence.units}
        board = settled_board(year, {unit: _settled(*found) for unit, found in units.items()})
        whole = {
            unit: evolve(each, total=board.value("total", board[unit].row))
            for unit, (each, _) in units.items()
        }
        return Combined(board, whole, self._gone(whole))

    def _bare_year(self, ruleset: Ruleset) -> Scoreboard:
        """Score a year of which only the units are known, and what applied to them in no period."""
        units: dict[str, Unit] = {}
        for part in self.spec.parts:
            units |= {unit.id: unit for unit in self.boards[part].evidence.units}
        rows = tuple(units.values())
        absent = {
            name: frozenset(row for row, unit in enumerate(rows) if self._never_applies(unit.id, name))
            for name in ruleset.written.criteria
        }
        fields = ruleset.formulas.fields
        return ruleset.score(Evidence(rows, with_facts({}, fields, rows), absent))

    def _never_applies(self, unit: str, criterion: str) -> bool:
        there = [board[unit] for board in self.boards.values() if unit in board.evidence.rows]
        known = [score.criteria[criterion] for score in there if criterion in score.criteria]
        return bool(known) and not any(score.applies for score in known)

    def _gone(self, units: Mapping[str, CombinedUnit]) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for part in self.spec.parts:
            for unit in self.boards[part].evidence.units:
                if unit.id not in units:
                    found[unit.id] = (*found.get(unit.id, ()), part)
        return found

    # ── one unit ────────────────────────────────────────────────────────────────────

    def _unit(self, unit: Unit) -> tuple[CombinedUnit, Combination | None]:
        """Take the periods of a unit together; the combination is that of its total, if it is taken."""
        states = [self._state(part, unit.id) for part in self.spec.parts]
        parts = [state.said for state in states]
        why = not_rated(self.spec, parts)
        if why is not None:
            return CombinedUnit(unit, False, None, why), None
        open_ = tuple(state.open for state in states if state.open is not None)
        if open_:
            return CombinedUnit(unit, None, None, Reason("year-open", {}, None, open_)), None
        if self.spec.at == "total":
            taken = take_together(self.spec, parts)
            return CombinedUnit(unit, True, None, taken.reason), taken
        criteria = {name: self._criterion(name, states) for name in self.ruleset.written.criteria}
        rated = tuple(part.reason for part in parts)
        return CombinedUnit(unit, True, None, Reason("year-by-criterion", {}, True, rated), criteria), None

    def _state(self, part: str, unit: str) -> _State:
        """Say whether a unit is rated in a period, and its total."""
        board = self.boards[part]
        if unit not in board.evidence.rows:
            return _State(
                part, None, InPeriod(part, None, Reason("period-not-listed", {"period": part}, None))
            )
        score = board[unit]
        total = board.value("total", score.row)
        if total is None or (score.settled is None and not any(c.applies for c in score.criteria.values())):
            return _State(part, None, InPeriod(part, None, Reason("period-nothing", {"period": part}, None)))
        said: dict[str, Parameter] = {"period": part, "points": amount(total)}
        out = board.unranked(score.row)
        if not out.may_fail:
            said = {"period": part, "why": _why_unrated(score)}
            return _State(part, None, InPeriod(part, None, Reason("period-unrated", said, None)))
        given = InPeriod(part, total, Reason("period-points", said, True if total.certain else None))
        doubt = Reason("period-open", {"period": part}, None) if out.may_hold else None
        return _State(part, score, given, doubt)

    def _criterion(self, name: str, states: Sequence[_State]) -> Combination:
        return take_together(self.spec, [_at_criterion(state, name) for state in states])


@frozen
class _State:
    """What a period says of a unit as a whole."""

    period: str
    score: UnitScore | None
    """None where the unit is not rated."""
    said: InPeriod
    open: Reason | None = None
    """Why it is not decided whether the unit is rated."""


def _at_criterion(state: _State, name: str) -> InPeriod:
    if state.score is None:
        return state.said
    score = state.score[name]
    if not score.applies:
        reason = Reason("period-not-applicable", {"period": state.period}, None)
        return InPeriod(state.period, None, reason, applies=False)
    sure = not state.score.board.truth(("applies", name), state.score.row).may_fail
    said: dict[str, Parameter] = {"period": state.period, "points": amount(score.value)}
    holds = True if sure and score.value.certain else None
    reason = Reason("period-points" if sure else "period-may-apply", said, holds)
    return InPeriod(state.period, score.value, reason, sure=sure)


def _why_unrated(score: UnitScore) -> Said:
    """Name what leaves a unit without a rating."""
    titles = [veto.title for veto in score.vetoed if veto.outcome in WITHOUT_CLASS]
    if titles:
        return Said("; ".join(titles), "; ".join(titles))
    return Said("không được xếp loại", "it is not rated")


def _settled(of: CombinedUnit, total: Combination | None) -> Settled:
    if of.rated is False:
        return Settled(rated=False)
    if of.rated is None:
        return Settled(total=ANYTHING)
    if total is not None:
        return Settled(total=total.value, unrounded=total.unrounded)
    return Settled({name: each.value for name, each in of.criteria.items() if each.value is not None})
