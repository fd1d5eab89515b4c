"""Apply quotas to classes: class by class from the best, until every quota holds."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TypeAlias

from attrs import define, evolve, field, frozen

from thidua_scoring.decisions.classes import Classing
from thidua_scoring.decisions.quotas import Candidate, Cut, Seats, allowed, crossing, decided
from thidua_scoring.decisions.ranks import Entrant
from thidua_scoring.decisions.scopes import ScopeKey, members_of, scope_of
from thidua_scoring.errors import EvidenceError, Fault, Place
from thidua_scoring.ruleset.decisions.quotas import Quota, base_of

Possible: TypeAlias = Sequence[frozenset[int]]
"""The classes that each unit may be in, by row."""


@frozen(eq=False)
class Applied:
    """One quota in one scope: how many there may be, of how many, and who there would be."""

    quota: Quota
    scope: str
    base: tuple[int, int]
    """What the share is of, at the least and at the most; for a number, the units in the scope."""
    seats: tuple[int, int]
    candidates: tuple[int, ...]
    members: tuple[int, ...]
    """All units of the scope."""
    cuts: Mapping[int, Cut] = field(factory=dict)

    @property
    def key(self) -> tuple[str, str]:
        """The quota's id and its scope."""
        return self.quota.id, self.scope

    def rows(self, *verdicts: str) -> tuple[int, ...]:
        """Return the candidates of which one of some verdicts was given."""
        return tuple(row for row in self.candidates if self.cuts[row].verdict in verdicts)


@frozen(eq=False)
class Limited:
    """Classes after quotas, and every quota as it was applied."""

    possible: Possible
    applied: tuple[Applied, ...]

    def of(self, row: int) -> Iterator[Applied]:
        """Yield the quotas that a unit was a candidate of."""
        return (each for each in self.applied if row in each.candidates)


@define(eq=False)
class Limiting:
    """Apply the quotas of a ruleset."""

    classing: Classing
    entrant: Callable[[int], Entrant]
    considered: Sequence[tuple[bool, bool]]
    """Of each unit, whether it is surely, and whether it may be, among those who are looked at."""
    exceptions: Collection[str] = ()
    _ceilings: dict[tuple[str, str], int] = field(factory=dict)

    def run(self, possible: Possible) -> Limited:
        """Apply all quotas; one that a later one has made too generous is applied again, tighter."""
        quotas = self.classing.board.ruleset.written.decisions.quotas.values()
        while True:
            found, applied = list(possible), list[Applied]()
            for index, spec in enumerate(self.classing.specs):
                here = [quota for quota in quotas if quota.class_ == spec.id]
                if here:
                    applied += self._one_class(index, here, found)
            broken = [each for each in applied if self._kept(each, found) > self._allowed(each, found)]
            if not broken:
                return Limited(found, tuple(applied))
            self._ceilings |= {each.key: self._allowed(each, found) for each in broken}

    def _one_class(self, index: int, quotas: Sequence[Quota], found: list[frozenset[int]]) -> list[Applied]:
        applied = [each for quota in quotas for each in self._scopes(index, quota, found)]
        rows = sorted({row for each in applied for row in each.candidates})
        seats = [
            Seats(each.quota.id, each.scope, frozenset(each.candidates), *each.seats) for each in applied
        ]
        self._refuse_crossing(seats, applied)
        candidates = [Candidate(row, evolve(self.entrant(row), sure=found[row] == {index})) for row in rows]
        cuts = decided(candidates, seats)
        for row, cut in cuts.items():
            below = self.classing.below(row, index)
            if cut.verdict == "cut":
                found[row] = (found[row] - {index}) | below
            elif cut.verdict == "open":
                found[row] |= below
        return [evolve(each, cuts={row: cuts[row] for row in each.candidates}) for each in applied]

    def _refuse_crossing(self, seats: Sequence[Seats], applied: Sequence[Applied]) -> None:
        pair = crossing(seats)
        if pair is not None:
            one, other = (f"{each.quota} ({each.scope or '—'})" for each in pair)
            raise EvidenceError([Fault("quotas-cross", Place(), {"first": one, "second": other})])

    def _scopes(self, index: int, quota: Quota, found: Possible) -> Iterator[Applied]:
        keys = scope_of(self.classing.board.evidence, quota.within)
        for key, rows in members_of(keys).items():
            candidates = tuple(row for row in rows if index in found[row])
            least, most = self._bases(index, quota, rows, candidates, found)
            share = self._share(quota)
            sure = sum(found[row] == {index} for row in candidates)
            ceiling = self._ceilings.get((quota.id, _scope_name(key)), len(candidates))
            yield Applied(
                quota,
                _scope_name(key),
                (least(0), most(len(candidates))),
                (
                    min(ceiling, allowed(quota.limit, least, max(sure, len(candidates)), share)),
                    min(ceiling, allowed(quota.limit, most, len(candidates), share)),
                ),
                candidates,
                tuple(rows),
            )

    def _share(self, quota: Quota) -> Fraction | None:
        exceptional = quota.exceptional
        return exceptional.share if exceptional and exceptional.id in self.exceptions else None

    def _bases(
        self, index: int, quota: Quota, rows: Sequence[int], candidates: Sequence[int], found: Possible
    ) -> tuple[Callable[[int], int], Callable[[int], int]]:
        """Return what a share is of, at the least and at the most, where so many are kept."""
        ids = tuple(each.id for each in self.classing.specs)
        named = base_of(quota.of, ids)
        if named is None:
            sure = sum(self.considered[row][0] for row in rows)
            maybe = sum(self.considered[row][1] for row in rows)
            return lambda kept: sure, lambda kept: maybe
        wanted = {ids.index(name) for name in named}
        others = [found[row] for row in rows if index not in found[row] and found[row]]
        falls = [self.classing.below(row, index) for row in candidates]
        sure_candidates = sum(found[row] == {index} for row in candidates)
        here = index in wanted

        def least(kept: int) -> int:
            cut = max(0, sure_candidates - kept)
            outside = sum(not fall <= wanted for fall in falls)
            return sum(each <= wanted for each in others) + kept * here + max(0, cut - outside)

        def most(kept: int) -> int:
            cut, inside = len(candidates) - kept, sum(bool(fall & wanted) for fall in falls)
            return sum(bool(each & wanted) for each in others) + kept * here + min(cut, inside)

        return least, most

    # ── what came out ───────────────────────────────────────────────────────────────

    def _kept(self, applied: Applied, found: Possible) -> int:
        index = [each.id for each in self.classing.specs].index(applied.quota.class_)
        return sum(found[row] == {index} for row in applied.candidates)

    def _allowed(self, applied: Applied, found: Possible) -> int:
        """Return how many the quota allows at the most by how all classes came out."""
        quota, ids = applied.quota, tuple(each.id for each in self.classing.specs)
        named = base_of(quota.of, ids)
        if named is None or quota.limit.share is None:
            return applied.seats[1]
        wanted = {ids.index(name) for name in named}
        count = sum(bool(found[row] & wanted) for row in applied.members)
        return min(applied.seats[1], quota.limit.of(count, self._share(quota)))


def _scope_name(key: ScopeKey) -> str:
    return " · ".join(key)
