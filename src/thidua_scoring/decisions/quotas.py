"""Quotas: who is kept in a class, who is cut and by which quota, and what the council must decide.

Several quotas on one class hold together. Their scopes lie within one another or apart (the body and
each of its groups), so that keeping the better unit first keeps as many as the quotas allow. A unit
is kept for sure if it is kept however ties are broken and whatever missing evidence turns out to
be, and cut for sure if it is never kept; between, the council decides (promise D2).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Literal, TypeAlias

from attrs import field, frozen

from thidua_scoring.decisions.ranks import Ends, Entrant
from thidua_scoring.ruleset.decisions.quotas import Limit

Verdict: TypeAlias = Literal["kept", "cut", "open"]


def largest(fits: Callable[[int], bool], most: int) -> int:
    """Return the largest number up to ``most`` that fits, where all below one that fits do too.

    >>> largest(lambda kept: kept <= (7 + kept) // 5, 100)  # a fifth of those good or better
    1
    """
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if fits(middle) else (low, middle - 1)
    return low


def allowed(limit: Limit, base: Callable[[int], int], most: int, share: Fraction | None = None) -> int:
    """Return how many of ``most`` candidates a limit allows, its base depending on how many are kept."""
    return largest(lambda kept: kept <= limit.of(base(kept), share), most)


@frozen(eq=False)
class Seats:
    """So many places for the candidates of one scope of one quota, at the least and at the most."""

    quota: str
    scope: str
    members: frozenset[int]
    """The candidates in the scope."""
    least: int
    most: int


@frozen(eq=False)
class Candidate:
    """A unit that would be in the class: what it is ordered by, and whether it surely would be."""

    row: int
    entrant: Entrant


@frozen
class Cut:
    """What became of a candidate, and which quotas had no place left for it."""

    verdict: Verdict
    full: tuple[str, ...] = ()


def crossing(seats: Sequence[Seats]) -> tuple[Seats, Seats] | None:
    """Return two scopes that overlap without one lying within the other, if there are any."""
    around: dict[int, Seats] = {}
    for each in sorted(seats, key=lambda each: len(each.members), reverse=True):
        outer = {id(around[row]): around[row] for row in each.members if row in around}
        if outer and (len(outer) > 1 or any(row not in around for row in each.members)):
            return next(iter(outer.values())), each
        around |= dict.fromkeys(each.members, each)
    return None


def decided(candidates: Sequence[Candidate], seats: Sequence[Seats]) -> dict[int, Cut]:
    """Decide for each candidate's row whether it is kept; `crossing` must have found nothing.

    Candidates whose scopes lie apart have nothing to do with one another.
    """
    by_row: dict[int, list[Seats]] = {each.row: [] for each in candidates}
    outermost: dict[int, int] = {}
    for each in seats:
        for row in each.members & by_row.keys():
            by_row[row].append(each)
    for row, around in by_row.items():
        if around:
            outermost[row] = id(max(around, key=lambda each: len(each.members)))
    apart: dict[int | None, list[Candidate]] = {}
    for candidate in candidates:
        apart.setdefault(outermost.get(candidate.row), []).append(candidate)
    found: dict[int, Cut] = {}
    for together in apart.values():
        found |= _together(together, by_row)
    return {each.row: found[each.row] for each in candidates}


def _together(candidates: Sequence[Candidate], by_row: Mapping[int, Sequence[Seats]]) -> dict[int, Cut]:
    """Decide candidates that share a scope."""
    seats = {id(each): each for candidate in candidates for each in by_row[candidate.row]}.values()
    if all(each.least >= len(each.members) for each in seats):
        return {each.row: Cut("kept") for each in candidates}
    if all(each.entrant.certain and each.entrant.sure for each in candidates) and all(
        each.least == each.most for each in seats
    ):
        return _known(candidates, by_row)
    rivals = _Rivals.among(candidates, by_row)
    return {each.row: rivals.decided(each, by_row[each.row]) for each in candidates}


@frozen
class _Filling:
    """Seats being taken, each candidate while all its scopes have room."""

    by_row: Mapping[int, Sequence[Seats]]
    taken: Counter[int] = field(factory=Counter)

    def full(self, row: int) -> list[Seats]:
        """Return the seats of a candidate that have no place left."""
        return [each for each in self.by_row[row] if self.taken[id(each)] >= each.most]

    def take(self, rows: Collection[int]) -> None:
        """Let candidates in, one by one, while there is room: which of them does not change the rest."""
        for row in rows:
            if not self.full(row):
                for each in self.by_row[row]:
                    self.taken[id(each)] += 1

    def also(self, rows: Collection[int]) -> _Filling:
        """Return the same with more candidates let in."""
        found = _Filling(self.by_row, Counter(self.taken))
        found.take(rows)
        return found


def _known(candidates: Sequence[Candidate], by_row: Mapping[int, Sequence[Seats]]) -> dict[int, Cut]:
    """Decide where everything is known: from the best down, equals together."""
    filling, found = _Filling(by_row), dict[int, Cut]()
    for equals in _by_key(candidates):
        full = {row: filling.full(row) for row in equals}
        left = [row for row in equals if not full[row]]
        together = filling.also(left)
        for row in equals:
            if full[row]:
                found[row] = Cut("cut", _names(full[row]))
            elif _all_fit(filling, together, left):
                found[row] = Cut("kept")
            else:
                short = filling.also([other for other in left if other != row]).full(row)
                found[row] = Cut("open" if short else "kept", _names(short))
        filling = together
    return found


def _all_fit(before: _Filling, after: _Filling, rows: Sequence[int]) -> bool:
    return sum(after.taken.values()) - sum(before.taken.values()) == sum(
        len(before.by_row[row]) for row in rows
    )


def _by_key(candidates: Sequence[Candidate]) -> Iterator[list[int]]:
    """Yield the rows of equal candidates, the best first."""
    groups: dict[object, list[int]] = {}
    for each in sorted(candidates, key=lambda each: each.entrant.least, reverse=True):
        groups.setdefault(each.entrant.least, []).append(each.row)
    yield from groups.values()


@frozen(eq=False)
class _Kind:
    """The candidates that are in the same scopes: who of them may be before another, by counting."""

    scopes: Sequence[Seats]
    leasts: Sequence[Ends]
    """The least keys of those who surely would be in the class, in rising order."""
    mosts: Sequence[Ends]
    """The greatest keys of all of them, in rising order."""


@frozen(eq=False)
class _Rivals:
    """All candidates that share a scope, where not everything is known."""

    kinds: Mapping[tuple[int, ...], _Kind]

    @classmethod
    def among(cls, candidates: Sequence[Candidate], by_row: Mapping[int, Sequence[Seats]]) -> _Rivals:
        """Sort candidates by the scopes that they are in."""
        groups: dict[tuple[int, ...], list[Candidate]] = {}
        for each in candidates:
            groups.setdefault(_signature(by_row[each.row]), []).append(each)
        kinds = {
            signature: _Kind(
                by_row[group[0].row],
                sorted(each.entrant.least for each in group if each.entrant.sure),
                sorted(each.entrant.most for each in group),
            )
            for signature, group in groups.items()
        }
        return cls(kinds)

    def decided(self, of: Candidate, scopes: Sequence[Seats]) -> Cut:
        """Decide one candidate by the best and by the worst that may become of everything else.

        A scope is surely full if it is so at its most places, taken by those surely ahead alone while
        all other scopes let in their fewest; and it surely has room if it is not full at its fewest
        places, with all ahead who may be, while other scopes let in their most.
        """
        ahead = {
            signature: len(kind.leasts) - bisect_right(kind.leasts, of.entrant.most)
            for signature, kind in self.kinds.items()
        }
        lost = [each for each in scopes if self._full(each, ahead, most=True)]
        if lost:
            return Cut("cut", _names(lost))
        may_be_ahead = {
            signature: len(kind.mosts) - bisect_left(kind.mosts, of.entrant.least)
            for signature, kind in self.kinds.items()
        }
        may_be_ahead[_signature(scopes)] -= 1  # not ahead of itself
        short = [each for each in scopes if self._full(each, may_be_ahead, most=False)]
        return Cut("open" if short else "kept", _names(short))

    def _full(self, scope: Seats, counts: Mapping[tuple[int, ...], int], *, most: bool) -> bool:
        """Say whether so many candidates of each kind leave no place in a scope."""

        def places(each: Seats) -> int:
            return each.most if (each is scope) is most else each.least

        taken: Counter[int] = Counter()
        for signature, count in counts.items():
            around = self.kinds[signature].scopes
            if count and any(each is scope for each in around):
                entering = min(count, *(places(each) - taken[id(each)] for each in around))
                for each in around:
                    taken[id(each)] += entering
        return taken[id(scope)] >= places(scope)


def _signature(scopes: Sequence[Seats]) -> tuple[int, ...]:
    return tuple(map(id, scopes))


def _names(seats: Sequence[Seats]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.quota for each in seats))
