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
    within: ScopeKey
    base: tuple[int, int]
    """What the share is of, at the least and at the most; for a number, the units in the scope."""
    seats: tuple[int, int]
    candidates: tuple[int, ...]
    members: tuple[int, ...]
    """All units of the scope."""
    exceptional: bool = False
    """Whether the share of the exceptional case was taken."""
    cuts: Mapping[int, Cut] = field(factory=dict)

    @property
    def key(self) -> tuple[str, ScopeKey]:
        """The quota's id and its scope."""
        return self.quota.id, self.within

    @property
    def scope(self) -> str:
        """The scope in words."""
        return " · ".join(self.within)

    def rows(self, *verdicts: str) -> tuple[int, ...]:
        """Return the candidates of which one of some verdicts was given."""
        return tuple(row for row in self.candidates if self.cuts[row].verdict in verdicts)


@frozen(eq=False)
class Limited:
    """Classes after quotas, and every quota as it was applied."""

    possible: Possible
    applied: tuple[Applied, ...]
    entrants: Mapping[int, Entrant] = field(factory=dict)
    """What candidates were ordered by, by row."""

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
    perhaps: frozenset[int]
    """The units that may come to be in no class at all."""
    exceptions: Collection[str] = ()
    _ceilings: dict[tuple[str, ScopeKey], tuple[int, int]] = field(factory=dict)
    """How many a quota allows, at the least and at the most, as later quotas have shown."""

    def run(self, possible: Possible) -> Limited:
        """Apply all quotas; one that a later one has made too generous is applied again, tighter."""
        quotas = self.classing.board.ruleset.written.decisions.quotas.values()
        while True:
            found, applied = list(possible), list[Applied]()
            for index, spec in enumerate(self.classing.specs):
                here = [quota for quota in quotas if quota.class_ == spec.id]
                if here:
                    applied += self._one_class(index, here, found)
            broken = {
                each.key: ceilings
                for each in applied
                if len(each.rows("kept")) > (ceilings := self._allowed(each, found))[0]
            }
            if not broken:
                rows = sorted({row for each in applied for row in each.candidates})
                return Limited(found, tuple(applied), {row: self.entrant(row) for row in rows})
            self._ceilings |= broken

    def _one_class(self, index: int, quotas: Sequence[Quota], found: list[frozenset[int]]) -> list[Applied]:
        applied = [each for quota in quotas for each in self._scopes(index, quota, found)]
        rows = sorted({row for each in applied for row in each.candidates})
        seats = [
            Seats(each.quota.id, each.scope, frozenset(each.candidates), *each.seats) for each in applied
        ]
        self._refuse_crossing(seats, applied)
        candidates = [
            Candidate(row, evolve(self.entrant(row), sure=self._sure(row, found, {index}))) for row in rows
        ]
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
            most_of_all = len(candidates), len(candidates)
            low, high = self._ceilings.get((quota.id, key), most_of_all)
            yield Applied(
                quota,
                key,
                (least(0), most(len(candidates))),
                (
                    min(low, allowed(quota.limit, least, len(candidates), share)),
                    min(high, allowed(quota.limit, most, len(candidates), share)),
                ),
                candidates,
                tuple(rows),
                share is not None,
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
        others = [row for row in rows if index not in found[row] and found[row]]
        sure_others = sum(self._sure(row, found, wanted) for row in others)
        all_others = sum(bool(found[row] & wanted) for row in others)
        falls = [self.classing.below(row, index) for row in candidates]
        sure_candidates = sum(self._sure(row, found, {index}) for row in candidates)
        here = index in wanted

        def least(kept: int) -> int:
            cut = max(0, sure_candidates - kept)
            outside = sum(not fall <= wanted for fall in falls)
            return sure_others + kept * here + max(0, cut - outside)

        def most(kept: int) -> int:
            cut, inside = len(candidates) - kept, sum(bool(fall & wanted) for fall in falls)
            return all_others + kept * here + min(cut, inside)

        return least, most

    # ── what came out ───────────────────────────────────────────────────────────────

    def _sure(self, row: int, found: Possible, wanted: set[int]) -> bool:
        """Say whether a unit surely comes to be in one of some classes."""
        return bool(found[row]) and found[row] <= wanted and row not in self.perhaps

    def _allowed(self, applied: Applied, found: Possible) -> tuple[int, int]:
        """Return how many the quota allows by how all classes came out, at the least and at the most."""
        quota, ids = applied.quota, tuple(each.id for each in self.classing.specs)
        named = base_of(quota.of, ids)
        if named is None or quota.limit.share is None:
            return applied.seats
        wanted = {ids.index(name) for name in named}
        least = sum(self._sure(row, found, wanted) for row in applied.members)
        most = sum(bool(found[row] & wanted) for row in applied.members)
        low, high = (quota.limit.of(count, self._share(quota)) for count in (least, most))
        return min(applied.seats[0], low), min(applied.seats[1], high)
