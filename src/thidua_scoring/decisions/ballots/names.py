"""What polls name: ballots, blocs, units, titles, and the candidates who stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from attrs import field, frozen

from thidua_scoring.decisions.ballots.polls import Candidate
from thidua_scoring.errors import Problem, Problems, Step, nearest
from thidua_scoring.evidence.evidence import Unit
from thidua_scoring.evidence.names import match
from thidua_scoring.evidence.text import normalise
from thidua_scoring.expression import tables
from thidua_scoring.expression.tables import Table, below
from thidua_scoring.ruleset.decisions.ballots import BallotSpec
from thidua_scoring.ruleset.ruleset import Ruleset

Listed: TypeAlias = "tuple[tuple[Candidate, tuple[Step, ...]], ...]"
"""Candidates, and where each stands below the key that lists them."""


@frozen
class Known:
    """The ids of what polls may name, each with its name."""

    specs: Mapping[str, BallotSpec]
    ballots: Mapping[str, str]
    awards: Mapping[str, str]
    units: Mapping[str, str]
    blocs: Mapping[str, str]
    """The bloc of each unit, by the unit's id."""

    @classmethod
    def of(cls, ruleset: Ruleset, units: Sequence[Unit]) -> Known:
        """Gather the names of a ruleset and of units."""
        decisions = ruleset.written.decisions
        return cls(
            decisions.ballots,
            {ballot.id: ballot.title for ballot in decisions.ballots.values()},
            {award.id: award.title for award in decisions.awards.values()},
            {unit.id: unit.name for unit in units},
            {unit.id: unit.bloc for unit in units},
        )

    def ballot(self, raw: object) -> BallotSpec:
        """Read the name of a ballot."""
        return self.specs[_find(raw, self.ballots, "poll-ballot-unknown")]

    def unit(self, raw: object) -> str:
        """Read the name of a unit as its id."""
        return _find(raw, self.units, "poll-unit-unknown")

    def bloc(self, table: Table) -> str | None:
        """Read the key ``bloc``, or take the only one; None where the bloc cannot be told."""
        blocs = dict.fromkeys(self.blocs.values(), "")
        if table.has("bloc"):
            return table.read("bloc", lambda raw: _find(raw, blocs, "poll-bloc-unknown"), None)
        if len(blocs) == 1:
            return next(iter(blocs))
        table.refuse("poll-bloc-missing", expected=", ".join(sorted(filter(None, blocs))) or "—")
        return None

    def voters(self, raw: object) -> dict[str, str]:
        """Read the unit that each member represents, an empty text for none."""
        found = tables.table_of(lambda unit: "" if unit == "" else self.unit(unit))(raw)
        return {normalise(voter): unit for voter, unit in found.items()}


def _find(raw: object, names: Mapping[str, str], code: str) -> str:
    """Return what an id or a name stands for, or raise the problem ``code`` with the nearest of them."""
    written = tables.text(raw)
    found = match(written, names)
    if found is None:
        raise Problem(code, got=written, nearest=nearest(written, filter(None, [*names, *names.values()])))
    return found


@frozen
class Standing:
    """Who may be voted on in one poll: units of the bloc, for the titles of the ballot."""

    known: Known
    spec: BallotSpec
    bloc: str | None
    named: set[Candidate] = field(factory=set)
    """Those who stand, where that is stated."""

    def listed(self, raw: object) -> Listed:
        """Read candidates: a list of units, or one for each title where titles are voted on."""
        if not self.spec.awards:
            return self._units(raw, "")
        found: list[tuple[Candidate, tuple[Step, ...]]] = []
        table = Table(raw)
        for written, units in table.raw.items():
            try:
                found += [(each, (written, *at)) for each, at in self._units(units, self.award(written))]
            except (Problem, Problems) as error:
                table.problems += below(error, written)
        tables.raise_all(table.problems)
        return tuple(found)

    def _units(self, raw: object, award: str) -> Listed:
        found = tables.list_of(lambda unit: self.candidate(unit, award))(raw)
        return tuple((candidate, (index,)) for index, candidate in enumerate(found))

    def award(self, raw: object) -> str:
        """Read a title that is voted on."""
        titles = {award: self.known.awards.get(award, "") for award in self.spec.awards}
        return _find(raw, titles, "poll-title-unknown")

    def candidate(self, raw: object, award: str) -> Candidate:
        """Read a unit that may be voted on."""
        found = Candidate(self.known.unit(raw), award)
        bloc = self.known.blocs[found.unit]
        if self.bloc is not None and bloc != self.bloc:
            raise Problem("poll-other-bloc", unit=found.unit, bloc=bloc or "—", expected=self.bloc or "—")
        if self.named and found not in self.named:
            close = nearest(found.unit, [each.unit for each in self.named])
            raise Problem("poll-not-standing", unit=found, nearest=close)
        return found
