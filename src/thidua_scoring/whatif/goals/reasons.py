"""Why a goal cannot be reached: what falls short, taken by itself, at the best that can be had."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from attrs import frozen

from thidua_scoring.decisions.reasons import Named, Reason, Said, Share
from thidua_scoring.formula import nodes
from thidua_scoring.formula.nodes import Condition, Number
from thidua_scoring.formula.values import Value
from thidua_scoring.ruleset.decisions.classes import OUTCOMES, WITHOUT_CLASS, Veto
from thidua_scoring.ruleset.ruleset import Ruleset
from thidua_scoring.whatif.goals.components import RIVALS
from thidua_scoring.whatif.goals.frontiers import Part, State, value_of
from thidua_scoring.whatif.goals.network import Network
from thidua_scoring.whatif.goals.targets import ClassTarget, RankTarget, Target, truth_of

_TOTAL, _PERCENT = Said("tổng điểm", "the total"), Said("tỷ lệ điểm", "the share of points")
_FIGURE = Said("chỉ số xếp hạng", "the ranking figure")
_CLASSED = Said("chỉ số xếp loại", "the figure that classes go by")


@frozen(eq=False)
class Shortfall:
    """Find what keeps a unit from its goal."""

    ruleset: Ruleset
    network: Network
    bounded: bool
    """Whether no figure was cut short where the goal no longer depends on it but the total does."""

    def reasons(self, target: Target) -> tuple[Reason, ...]:
        """Return every obstacle that stands by itself; else say that they stand together."""
        found: list[Reason] = []
        if isinstance(target, ClassTarget):
            found += self._of_class(target.limit)
        elif isinstance(target, RankTarget):
            found += self._of_rank(target.limit)
        found += self._vetoes(target)
        return tuple(found) or (Reason("goal-not-together"),)

    def most(self, number: Number) -> Part:
        """Return the most that a figure can come to, as far as it is sure."""
        if not self.network.touching(number):
            return self.network.constant(number)
        return max((state[0] for state in self.network.frontier((number,), (1,)).prices), key=height)

    def _lowest(self, number: Number) -> Part:
        if not self.network.touching(number):
            return self.network.constant(number)
        return min((state[0] for state in self.network.frontier((number,), (-1,)).prices), key=_depth)

    def _may_be(self, condition: Condition, wanted: bool) -> bool:
        """Say whether a condition can surely hold, or surely fail, by itself."""
        states: list[State] = [(self.network.constant(condition),)]
        if self.network.touching(condition):
            states = list(self.network.frontier((condition,), (1 if wanted else -1,)).prices)
        truths = [truth_of(state[0]) for state in states]
        return any(not (truth.may_fail if wanted else truth.may_hold) for truth in truths)

    def _of_class(self, limit: int) -> Iterator[Reason]:
        """Yield what the class that is aimed at takes and cannot be had."""
        formulas, written = self.ruleset.formulas, self.ruleset.written
        spec, band = written.classes[limit], formulas.bands[limit]
        if isinstance(band, nodes.Compare) and not self._may_be(band, True):
            if self.bounded:
                most, need = self.most(band.left), self._lowest(band.right)
                named = {"total": _TOTAL, "percent": _PERCENT}.get(str(spec.of), _CLASSED)
                yield _short(named, least_of(need), most, spec.of_percent)
            else:
                yield _fails(spec.title, "")
        for required in spec.require:
            if required.condition is not None and not self._may_be(required.condition, True):
                yield _fails(required.title or spec.title, required.source)
        for better in written.classes[:limit]:
            for required in better.require:
                barred = required.otherwise in [each.id for each in written.classes[limit + 1 :]]
                if barred and required.condition is not None and not self._may_be(required.condition, True):
                    yield _fails(required.title or better.title, required.source)

    def _of_rank(self, limit: int) -> Iterator[Reason]:
        """Yield by how much the standing falls short of the unit at the rank that is aimed at."""
        rivals = None if self.network.touching(RIVALS) else self.network.constant(RIVALS)
        if not isinstance(rivals, tuple) or len(rivals) < limit:
            return
        highs = [value.high for value, out in rivals if out.may_fail]
        finite = sorted((high for high in highs if high is not None), reverse=True)
        place = limit - 1 - highs.count(None)
        if place < 0:
            yield Reason("goal-rivals-open", {"rank": limit}, holds=None)
        elif place < len(finite):
            by = self.ruleset.written.ranking.by
            name = _TOTAL if by == "total" else _PERCENT if by == "percent" else _FIGURE
            most = self.most(self.ruleset.formulas.standing)
            if height(most) < (1, finite[place], finite[place]):
                yield _short(name, finite[place], most, by == "percent")

    def _vetoes(self, target: Target) -> Iterator[Reason]:
        """Yield the vetoes that stand in the way and cannot be lifted."""
        pairs = zip(self.ruleset.written.vetoes, self.ruleset.formulas.vetoes, strict=True)
        for veto, condition in pairs:
            if self._matters(veto, target) and not self._may_be(condition, False):
                title = Named(veto.id, veto.title)
                yield Reason("goal-veto-stays", {"veto": title}, holds=False, source=veto.source)

    def _matters(self, veto: Veto, target: Target) -> bool:
        if veto.outcome in WITHOUT_CLASS:
            return True
        if not isinstance(target, ClassTarget):
            return False
        if veto.outcome in OUTCOMES:
            return veto.outcome == "demoted"
        return [each.id for each in self.ruleset.written.classes].index(veto.outcome) > target.limit


def height(part: Part) -> tuple[int, Fraction, Fraction]:
    """Order figures by what they surely reach, then by what they may."""
    value = value_of(part)
    if not isinstance(value, Value):
        return -1, Fraction(0), Fraction(0)
    low, high = value.low, value.high
    sure = (0, Fraction(0)) if low is None else (1, low)
    return (*sure, sure[1] if high is None else high)


def _depth(part: Part) -> tuple[int, Fraction, Fraction]:
    known, low, high = height(part)
    return -known, low, high


def least_of(part: Part) -> Fraction:
    """Return the least that a threshold may be, 0 where it is not known."""
    return height(part)[1]


def _fails(title: str, source: str) -> Reason:
    return Reason("goal-condition-fails", {"title": title}, holds=False, source=source)


def _short(name: Said, need: Fraction, most: Part, percent: bool) -> Reason:
    reached = height(most)[1]
    figures = (need, reached)
    needed, got = (Share(each) if percent else each for each in figures)
    return Reason("goal-falls-short", {"figure": name, "need": needed, "most": got}, holds=False)
