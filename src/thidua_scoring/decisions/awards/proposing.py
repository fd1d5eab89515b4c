"""Awards: who may be proposed for what, who may not and why, and what the council must decide."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Literal, TypeAlias

from attrs import define, evolve, field, frozen

from thidua_scoring.decisions.asking import Asking
from thidua_scoring.decisions.ballots.counting import Candidate as BallotCandidate
from thidua_scoring.decisions.quotas import Candidate, Cut, Seats, allowed, decided
from thidua_scoring.decisions.ranks import Bounds, Entrant, Keys, surely_equal
from thidua_scoring.decisions.reasons import Named, Reason, Said, between
from thidua_scoring.decisions.scopes import ScopeKey, members_of, scope_of
from thidua_scoring.formula.values import ANYTHING, Undefined, Value, multiply
from thidua_scoring.ruleset.decisions.awards import Award, Order
from thidua_scoring.ruleset.decisions.classes import WITHOUT_CLASS
from thidua_scoring.ruleset.decisions.quotas import ALL, base_of
from thidua_scoring.scoring.scoreboard import Scoreboard
from thidua_scoring.scoring.unit_score import UnitScore

Verdict: TypeAlias = Literal["proposed", "not-proposed", "undecided"]


@frozen
class Proposal:
    """Whether a unit may be proposed for an award, and why."""

    award: str
    verdict: Verdict
    reasons: tuple[Reason, ...]


@frozen(eq=False)
class Places:
    """How many may be proposed for an award in one scope, of how many."""

    scope: ScopeKey
    rows: tuple[int, ...]
    base: tuple[int, int]
    seats: tuple[int, int]
    candidates: tuple[int, ...]


@frozen(eq=False)
class AwardResult:
    """One award, decided for every unit."""

    award: Award
    proposals: tuple[Proposal, ...]
    places: tuple[Places, ...] = ()
    passed: frozenset[int] = frozenset()
    """The units that have all it takes and are cut by the limit."""
    may_pass: frozenset[int] = frozenset()
    """The units of which that is not decided."""

    def rows(self, *verdicts: Verdict) -> tuple[int, ...]:
        """Return the units of which one of some verdicts was given."""
        return tuple(row for row, each in enumerate(self.proposals) if each.verdict in verdicts)


@frozen(eq=False)
class _Settled:
    """What became of the candidates of an award, and what they were ordered by."""

    cuts: Mapping[int, Cut]
    keys: Mapping[int, Keys]

    def equals(self, row: int, places: Places) -> list[int]:
        """Return the other open candidates that nothing tells from one."""
        own = self.keys[row]
        return [other for other in self._with("open", row, places) if surely_equal(own, self.keys[other])]

    def others(self, row: int, places: Places) -> list[int]:
        """Return who is before one that was cut, or who else is open."""
        return self._with("kept" if self.cuts[row].verdict == "cut" else "open", row, places)

    def _with(self, verdict: str, row: int, places: Places) -> list[int]:
        return [each for each in places.candidates if each != row and self.cuts[each].verdict == verdict]


@define(eq=False)
class Awarding:
    """Decide all awards, each after those that it depends on."""

    board: Scoreboard
    asking: Asking
    ranks: Callable[[int], Bounds | None]
    classes: Callable[[int], frozenset[int]]
    postponed: Callable[[int], Sequence[Reason]]
    considered: Callable[[int], tuple[bool, bool]]
    """Whether a unit surely is, and whether it may be, among those who are looked at."""
    _found: dict[str, AwardResult] = field(factory=dict)

    @property
    def specs(self) -> Mapping[str, Award]:
        """The awards that units are looked at for."""
        awards = self.board.ruleset.written.decisions.awards
        return {name: each for name, each in awards.items() if each.proposed}

    def results(self) -> dict[str, AwardResult]:
        """Decide every award."""
        return {name: self.result(name) for name in self.specs}

    def result(self, name: str) -> AwardResult:
        """Decide one award."""
        if name not in self._found:
            self._found[name] = self._decide(self.specs[name])
        return self._found[name]

    def _decide(self, award: Award) -> AwardResult:
        first = [self._looked_at(award, row) for row in range(len(self.board))]
        if award.limit is None:
            return AwardResult(award, tuple(first))
        places = tuple(self._places(award, first))
        seats = [
            Seats(award.id, " · ".join(each.scope), frozenset(each.candidates), *each.seats)
            for each in places
        ]
        candidates = [
            Candidate(row, self._entrant(award, row, first[row].verdict == "proposed"))
            for each in places
            for row in each.candidates
        ]
        cuts = decided(candidates, seats)
        has_all = {row for row, each in enumerate(first) if each.verdict == "proposed"}
        at = {row: each for each in places for row in each.candidates}
        settled = _Settled(cuts, {each.row: each.entrant.keys for each in candidates})
        for row in cuts:
            first[row] = self._placed(first[row], at[row], row, settled)
        lost = {row for row, cut in cuts.items() if cut.verdict != "kept"}
        passed = frozenset(row for row in lost & has_all if cuts[row].verdict == "cut")
        return AwardResult(award, tuple(first), places, passed, frozenset(lost - passed))

    # ── who has what it takes ───────────────────────────────────────────────────────

    def _looked_at(self, award: Award, row: int) -> Proposal:
        unit = UnitScore(self.board, row)
        if not unit.outside.may_fail:
            reason = Reason(f"award-{unit.outcome or WITHOUT_CLASS[-1]}", {}, False)
            return Proposal(award.id, "not-proposed", (reason,))
        reasons = [*self._taken(award, unit), *self._rewarded(award, row)]
        answers = [each.holds for each in reasons]
        if False in answers:
            telling = tuple(each for each in reasons if each.holds is False)
            return Proposal(award.id, "not-proposed", telling)
        held_back = self.postponed(row)
        if held_back:
            reasons.append(Reason("award-postponed", {}, None, tuple(held_back)))
        if unit.outside.may_hold:
            reasons.append(Reason("award-perhaps-outside", {}, None))
        if None in answers or held_back or unit.outside.may_hold:
            telling = tuple(each for each in reasons if each.holds is None)
            return Proposal(award.id, "undecided", telling)
        return Proposal(award.id, "proposed", tuple(reasons))

    def _taken(self, award: Award, unit: UnitScore) -> list[Reason]:
        """Say whether a unit has what an award takes; one that is passed down has."""
        passed = list(self._passed_down(award, unit.row))
        if any(each.holds for each in passed):
            return passed
        own = [self.asking.required(each, unit, award.id) for each in award.require]
        # One that may be passed down fails nothing for sure.
        return passed if passed and not all(each.holds for each in own) else own

    def _passed_down(self, award: Award, row: int) -> Iterator[Reason]:
        for name, each in self.specs.items():
            if each.otherwise == award.id:
                parameters = {"award": self.named(name)}
                if row in self.result(name).passed:
                    yield Reason("award-passed-down", parameters)
                elif row in self.result(name).may_pass:
                    yield Reason("award-perhaps-passed-down", parameters, None)

    def _rewarded(self, award: Award, row: int) -> Iterator[Reason]:
        """Yield what says that the same achievement is rewarded already, or may be."""
        if not award.achievement:
            return
        unit = self.board.evidence.units[row]
        if award.achievement in self.asking.records.rewarded(unit.id, self.asking.year):
            yield Reason("rewarded-before", {"achievement": award.achievement}, False)
        for name, each in self.specs.items():
            if name == award.id:
                return
            if each.achievement == award.achievement:
                verdict = self.result(name).proposals[row].verdict
                if verdict != "not-proposed":
                    holds = False if verdict == "proposed" else None
                    said_as = "rewarded-already" if verdict == "proposed" else "rewarded-perhaps"
                    yield Reason(said_as, {"award": self.named(name)}, holds)

    # ── how many there may be ───────────────────────────────────────────────────────

    def _places(self, award: Award, first: Sequence[Proposal]) -> Iterator[Places]:
        assert award.limit is not None
        for key, rows in members_of(scope_of(self.board.evidence, award.within)).items():
            candidates = tuple(row for row in rows if first[row].verdict != "not-proposed")
            least, most = self._base(award, rows)
            seats = tuple(
                allowed(award.limit, lambda kept, base=base: base, len(candidates))  # type: ignore[misc]
                for base in (least, most)
            )
            yield Places(key, tuple(rows), (least, most), (seats[0], seats[1]), candidates)

    def _base(self, award: Award, rows: Sequence[int]) -> tuple[int, int]:
        """Count what a share is of: units, units of some classes, or units that come to have an award."""
        if award.of == ALL:
            among = [self.considered(row) for row in rows]
            return sum(surely for surely, _ in among), sum(perhaps for _, perhaps in among)
        if award.of in self.specs:
            result = self.result(award.of)
            sure, maybe = (
                set(result.rows(*verdicts)) & set(rows)
                for verdicts in (("proposed",), ("proposed", "undecided"))
            )
            return len(sure), len(maybe)
        ids = tuple(each.id for each in self.board.ruleset.written.classes)
        wanted = {ids.index(name) for name in base_of(award.of, ids) or ()}
        possible = [(UnitScore(self.board, row).outside.may_hold, self.classes(row)) for row in rows]
        return (
            sum(bool(each) and each <= wanted and not perhaps for perhaps, each in possible),
            sum(bool(each & wanted) for _, each in possible),
        )

    def _entrant(self, award: Award, row: int, sure: bool) -> Entrant:
        return Entrant(tuple(self._key(order, award, row) for order in award.order), sure)

    def _key(self, order: Order, award: Award, row: int) -> Value:
        """Return a figure of which the greater is the better."""
        if order.is_rank:
            bounds = self.ranks(row)
            return ANYTHING if bounds is None else Value.between(-bounds[1], -bounds[0])
        if order.votes:
            return self._votes(order.votes, award, row)
        assert order.by is not None
        try:
            value = UnitScore(self.board, row).evaluator.number(order.by)
        except Undefined:
            return ANYTHING
        return value if order.better == "higher" else multiply(Value.known(-1), value)

    def _votes(self, ballot: str, award: Award, row: int) -> Value:
        unit = self.board.evidence.units[row]
        titles = self.board.ruleset.written.decisions.ballots[ballot].awards
        result = self.asking.ballots.get((ballot, unit.bloc))
        voted = BallotCandidate(unit.id, award.id if award.id in titles else "")
        found = None if result is None else result.of(voted)
        return ANYTHING if found is None else Value.known(found.tally.votes)

    def _placed(self, first: Proposal, places: Places, row: int, settled: _Settled) -> Proposal:
        """Say what the limit makes of a candidate, and among whom."""
        verdict = settled.cuts[row].verdict
        if verdict == "kept":
            return first
        equal = settled.equals(row, places)
        others = equal or settled.others(row, places)
        parameters: dict[str, Any] = {
            "award": self.named(first.award),
            "seats": between(places.seats),
            "candidates": len(places.candidates),
            "others": tuple(map(self._unit, others)) or (Said("đơn vị khác", "others"),),
        }
        if verdict == "cut":
            return evolve(first, verdict="not-proposed", reasons=(Reason("award-cut", parameters, False),))
        said_as = "award-tie" if equal and first.verdict == "proposed" else "award-open"
        open_ = () if first.verdict == "proposed" else first.reasons
        return evolve(first, verdict="undecided", reasons=(*open_, Reason(said_as, parameters, None)))

    def _unit(self, row: int) -> Named:
        unit = self.board.evidence.units[row]
        return Named(unit.id, unit.name)

    def named(self, name: str) -> Named:
        """Name an award."""
        return Named(name, self.board.ruleset.written.decisions.awards[name].title)
