"""From a scoreboard and declared facts to a standing: classes, quotas, ranks, ballots, awards."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from fractions import Fraction
from functools import cached_property
from typing import Any

from attrs import define, field

from thidua_scoring.decisions.asking import Asking
from thidua_scoring.decisions.awards.proposing import Awarding
from thidua_scoring.decisions.awards.records import Records
from thidua_scoring.decisions.ballots.counting import BallotResult, Poll, count
from thidua_scoring.decisions.classes import Classing, Others
from thidua_scoring.decisions.limiting import Limited, Limiting
from thidua_scoring.decisions.ranks import Bounds, Entrant, Keys, rank_bounds
from thidua_scoring.decisions.scopes import members_of, scope_of
from thidua_scoring.decisions.standing import Standing
from thidua_scoring.errors import EvidenceError, Fault, Place, nearest
from thidua_scoring.formula.values import ANYTHING, Value, hull, multiply
from thidua_scoring.ruleset.decisions.classes import ClassSpec
from thidua_scoring.scoring.results import Results
from thidua_scoring.scoring.scoreboard import Scoreboard
from thidua_scoring.scoring.unit_score import UnitScore


def decide(
    board: Scoreboard,
    *,
    records: Records | None = None,
    polls: Iterable[Poll] = (),
    others: Others | None = None,
    exceptions: Collection[str] = (),
    year: int | None = None,
) -> Standing:
    """Decide ranks, classes and awards of all units, each with its reasons.

    ``records`` are what past years brought, ``polls`` the ballots that were held, ``others`` the
    classes of other entities that cap those of units, by the name of the results and the entity,
    and ``exceptions`` the ids of exceptional shares that somebody declares. ``year`` is that of the
    period, else the year in which the ruleset begins to be in force.

    Raises `EvidenceError` where facts that group units are missing, where results of other entities
    are needed and not given, and for exceptions that the ruleset does not know.
    """
    return Deciding(
        board,
        records or Records(),
        tuple(polls),
        others or {},
        frozenset(exceptions),
        _year(board) if year is None else year,
    ).standing()


def _year(board: Scoreboard) -> int:
    in_force = board.ruleset.written.in_force
    day = in_force.from_ or in_force.until
    return 0 if day is None else day.year


@define(eq=False)
class Deciding:
    """Decide one scoreboard, step by step."""

    board: Scoreboard
    records: Records
    polls: Sequence[Poll]
    others: Others
    exceptions: frozenset[str]
    year: int
    _classes: list[frozenset[int]] = field(factory=list)
    _ranks: list[Bounds | None] = field(factory=list)

    def standing(self) -> Standing:
        """Go through all steps."""
        self._refuse_exceptions()
        limited = self._limited()
        self._classes = list(limited.possible)
        entrants = [self.entrant(row, by_class=True) for row in range(len(self.board))]
        self._ranks = self._ranked(entrants)
        self.asking.ranks = self._ranks.__getitem__
        self.asking.classes = self._classes.__getitem__
        awarding = Awarding(
            self.board,
            self.asking,
            self._ranks.__getitem__,
            self._classes.__getitem__,
            lambda row: tuple(self.classing.postponed(row)),
            self._considered,
        )
        return Standing(
            board=self.board,
            classes=tuple(self._classes),
            ranks=tuple(self._ranks),
            entrants=tuple(entrants),
            limited=limited,
            classing=self.classing,
            ballots=self.asking.ballots,
            awards=awarding.results(),
            facts=self._facts(),
        )

    def _facts(self) -> dict[str, Any]:
        return {
            "year": self.year,
            "records": self.records.digest if len(self.records) else None,
            "exceptions": sorted(self.exceptions),
            "others": {
                name: {each: list(of[each]) for each in sorted(of)}
                for name, of in sorted(self.others.items())
            },
        }

    def _refuse_exceptions(self) -> None:
        quotas = self.board.ruleset.written.decisions.quotas.values()
        known = [quota.exceptional.id for quota in quotas if quota.exceptional is not None]
        faults = [
            Fault(
                "no-such-exception", Place(),
                {"got": name, "expected": ", ".join(known) or "—"}, nearest(name, known),
            )
            for name in sorted(self.exceptions - set(known))
        ]  # fmt: skip
        if faults:
            raise EvidenceError(faults)

    # ── what decisions ask ──────────────────────────────────────────────────────────

    @cached_property
    def asking(self) -> Asking:
        """Answers to needs; ranks are by points until classes are decided."""
        return Asking(self.board, self.records, self.year, self._counted(), self._by_points.__getitem__)

    def _counted(self) -> dict[tuple[str, str], BallotResult]:
        specs = self.board.ruleset.written.decisions.ballots
        names = {unit.id: unit.name for unit in self.board.evidence.units}
        return {(poll.ballot, poll.bloc): count(specs[poll.ballot], poll, names) for poll in self.polls}

    @cached_property
    def classing(self) -> Classing:
        """Classes before quotas."""
        return Classing(self.board, self.asking, self.others)

    # ── ranks ───────────────────────────────────────────────────────────────────────

    @cached_property
    def _by_points(self) -> list[Bounds | None]:
        return self._ranked([self.entrant(row, by_class=False) for row in range(len(self.board))])

    def _ranked(self, entrants: Sequence[Entrant | None]) -> list[Bounds | None]:
        """Rank units within the scope of the ranking; one without an entrant has no rank."""
        ranking = self.board.ruleset.written.ranking
        found: list[Bounds | None] = [None] * len(entrants)
        for rows in members_of(scope_of(self.board.evidence, ranking.within)).values():
            there = [(row, each) for row in rows if (each := entrants[row]) is not None]
            bounds = rank_bounds([each for _, each in there], ranking.method)
            for (row, _), ends in zip(there, bounds, strict=True):
                found[row] = ends
        return found

    def entrant(self, row: int, *, by_class: bool) -> Entrant | None:
        """Return what a unit is ranked by; None for one without a rank."""
        out = self.board.unranked(row)
        standing = self._keys.value("standing", row)
        if standing is None or not out.may_fail:
            return None
        keys: Keys = (self._lowered(standing, row), *self._ties(row))
        if by_class and self.board.ruleset.written.ranking.class_first and self._classes[row]:
            places = self._classes[row]
            keys = (Value.between(Fraction(-max(places)), Fraction(-min(places))), *keys)
        return Entrant(keys, not out.may_hold)

    def _ties(self, row: int) -> Iterable[Value]:
        for index, tie in enumerate(self.board.ruleset.written.ranking.ties):
            value = self._keys.value(("tie", index), row) or ANYTHING
            yield value if tie.better == "higher" else multiply(Value.known(-1), value)

    @cached_property
    def _keys(self) -> Results:
        ties = self.board.ruleset.written.ranking.ties
        named: dict[Any, Any] = {"standing": self.board.ruleset.formulas.standing}
        return self.board.compute(named | {("tie", index): tie.by for index, tie in enumerate(ties)})

    def _lowered(self, standing: Value, row: int) -> Value:
        """Let the points of a demoted unit fall to the threshold of its class, where a veto says so."""
        ranking, specs = self.board.ruleset.written.ranking, self.board.ruleset.written.classes
        if not specs or ranking.by != specs[0].of or not self._classes:
            return standing
        for veto, truth in self.classing.vetoes(row):
            if veto.to_lower_bound and truth.may_hold and self._classes[row]:
                bounds = [self._threshold(specs[index], row) for index in self._classes[row]]
                standing = hull([*bounds, *([standing] if truth.may_fail else [])])
        return standing

    def _threshold(self, spec: ClassSpec, row: int) -> Value:
        return UnitScore(self.board, row).evaluator.attempt(spec.from_, taken=False)

    # ── classes ─────────────────────────────────────────────────────────────────────

    def _limited(self) -> Limited:
        rows = range(len(self.board))
        possible = self._classes = [self.classing.possible(row) for row in rows]
        if not self.board.ruleset.written.decisions.quotas:
            return Limited(possible, ())
        considered = [self._considered(row) for row in rows]
        outside = (UnitScore(self.board, row).outside for row in rows)
        perhaps = frozenset(row for row, truth in enumerate(outside) if truth.may_hold)
        limiting = Limiting(self.classing, self._candidate, considered, perhaps, self.exceptions)
        return limiting.run(possible)

    def _candidate(self, row: int) -> Entrant:
        return self.entrant(row, by_class=False) or Entrant((ANYTHING,), sure=False)

    def _considered(self, row: int) -> tuple[bool, bool]:
        """Say whether a unit surely is, and whether it may be, among those who are looked at."""
        out = [truth for veto, truth in self.classing.vetoes(row) if veto.outcome == "not-considered"]
        return not any(truth.may_hold for truth in out), all(truth.may_fail for truth in out)
