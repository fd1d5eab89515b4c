"""Check what a ruleset says beyond points before it may decide anything (promise R2)."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from typing import Final

from attrs import frozen

from thidua_scoring.errors import Problem, Step
from thidua_scoring.formula import nodes
from thidua_scoring.formula.nodes import Compare, Const
from thidua_scoring.numbers import Rounding, terminates, write
from thidua_scoring.ruleset.decisions.awards import Award
from thidua_scoring.ruleset.decisions.classes import WITHOUT_CLASS, ClassSpec, Veto
from thidua_scoring.ruleset.decisions.names import Names, Report, needs_at
from thidua_scoring.ruleset.decisions.needs import MembersHold, Requirement
from thidua_scoring.ruleset.decisions.quotas import ALL, OR_BETTER, Limit, Quota, base_of
from thidua_scoring.ruleset.decisions.reach import Reach
from thidua_scoring.ruleset.formulas import Formulas
from thidua_scoring.ruleset.model import Written

NOT_CONSIDERED: Final = "not-considered"


def check(written: Written, formulas: Formulas, fault: Report, note: Report) -> None:
    """Report what is wrong with the decisions, and what should be noted."""
    Names(written, formulas, fault).check()
    checks = Checks(written, fault, note, Reach(written, formulas))
    for index, spec in enumerate(written.classes):
        checks.class_(index, spec)
    checks.vetoes()
    checks.caps()
    checks.quotas()
    for award in written.decisions.awards.values():
        checks.award(award)
    checks.appraisal()
    checks.periods()


@frozen
class Checks:
    """The checks of the decisions of one ruleset."""

    written: Written
    fault: Report
    note: Report
    reach: Reach

    @property
    def _ids(self) -> tuple[str, ...]:
        return tuple(each.id for each in self.written.classes)

    # ── classes ─────────────────────────────────────────────────────────────────────

    def class_(self, index: int, spec: ClassSpec) -> None:
        """Check that some unit can be in a class."""
        path, reach, band = ("classes", index), self.reach, self.reach.formulas.bands[index]
        last = index == len(self.written.classes) - 1
        if self._requirements(spec.require, *path):
            return
        if not last and reach.never(band):
            self._above_most(spec, *path, "from")
        elif not last and reach.never(band, *reach.met(spec.require)):
            self.fault(Problem("class-never", got=spec.id), *path, "require")
        elif reach.by_points[index]:
            self._levels(index, spec)
        elif reach.reached[index]:
            self.note(Problem("class-only-fallen", got=spec.id), *path)
        elif last:
            self.note(Problem("class-last-idle", got=spec.id), *path)
        else:
            self.fault(Problem("class-taken", got=spec.id), *path)

    def _requirements(self, required: tuple[Requirement, ...], *path: Step) -> bool:
        """Check each requirement by itself; say whether one can never be met."""
        never = False
        for index, each in enumerate(required):
            if self.reach.asks_unreached(each.need):
                never = True  # as it is told of the class
            elif self.reach.never(*self.reach.met([each])):
                self.fault(Problem("condition-never"), *path, "require", index)
                never = True
            elif each.condition is not None and self.reach.always(each.condition):
                self.note(Problem("condition-always"), *path, "require", index)
            for need, at in needs_at(each, *path, "require", index):
                of = need.of if isinstance(need, MembersHold) else None
                if of is not None and self.reach.never(Compare(of, ">", nodes.ZERO)):
                    self.fault(Problem("condition-never"), *at, "of")
        return never

    def _above_most(self, spec: ClassSpec, *path: Step) -> None:
        """Report a threshold that nobody reaches, with what is reached."""
        figure = self.reach.formulas.bands[self._ids.index(spec.id)].left  # type: ignore[attr-defined]
        most = self.reach.any_unit.of(figure).high
        if most is None and spec.of_percent and self.reach.full_at_most:
            most = Fraction(1)
        if most is None or spec.threshold is None or most >= spec.threshold:
            self.fault(Problem("class-never", got=spec.id), *path)
            return
        percent = spec.of_percent or (isinstance(spec.from_, Const) and spec.from_.form == "percent")
        threshold, shown = (_shown(number, percent) for number in (spec.threshold, most))
        self.fault(Problem("class-above-most", got=spec.id, threshold=threshold, most=shown), *path)

    def _levels(self, index: int, spec: ClassSpec) -> None:
        """Note kinds of units that cannot be in a class others can be in."""
        if not isinstance(spec.from_, nodes.Lookup):
            return
        for level, _ in spec.from_.values:
            here = nodes.IsLevel(spec.from_.of, frozenset({level}))
            if self.reach.never(here, *self.reach.in_class(index)):
                self.note(Problem("class-level-never", got=spec.id, level=level), "classes", index, "from")

    # ── vetoes and caps ─────────────────────────────────────────────────────────────

    def vetoes(self) -> None:
        """Check that every veto can hold, does something, and is not at odds with another."""
        for veto in self.written.vetoes:
            if (
                veto.to_lower_bound
                and self.written.classes
                and (self.written.ranking.by != self.written.classes[0].of)
            ):
                self.fault(Problem("lower-bound-elsewhere", got=veto.id), "vetoes", veto.id, "points")
            if self.reach.never(veto.when):
                self.fault(Problem("condition-never"), "vetoes", veto.id, "when")
            elif self.reach.always(veto.when):
                self.note(Problem("condition-always"), "vetoes", veto.id, "when")
            if veto.outcome in self._ids[:1]:
                self.fault(Problem("veto-to-best", got=veto.outcome), "vetoes", veto.id, "outcome")
            if veto.outcome == "demoted" and not self._ids:
                self.note(Problem("lowers-nothing", got=veto.id), "vetoes", veto.id, "outcome")
        decisive = [veto for veto in self.written.vetoes if veto.outcome in self._decisive]
        for one, other in combinations(decisive, 2):
            if one.outcome != other.outcome and not self.reach.never(one.when, other.when):
                self._together(one, other)

    @property
    def _decisive(self) -> tuple[str, ...]:
        """The outcomes of which a unit can have one; to wait for its awards goes with any."""
        return (*self._ids[1:], *WITHOUT_CLASS, "demoted")

    def _together(self, one: Veto, other: Veto) -> None:
        """Check two vetoes that hold together, with different outcomes."""
        with_one = self.reach.never(one.when, nodes.Not(other.when))
        with_other = self.reach.never(other.when, nodes.Not(one.when))
        if with_one and with_other:
            self._same_condition(one, other)
        elif with_other and self._covers(one, other):
            self.fault(Problem("veto-idle", got=other.id, other=one.id), "vetoes", other.id, "outcome")
        elif with_one and self._covers(other, one):
            self.fault(Problem("veto-idle", got=one.id, other=other.id), "vetoes", one.id, "outcome")
        elif {one.outcome, other.outcome} == set(WITHOUT_CLASS):
            problem = Problem("vetoes-both", got=other.id, other=one.id)
            self.note(problem, "vetoes", other.id, "outcome")

    def _same_condition(self, one: Veto, other: Veto) -> None:
        """Report two outcomes of one condition; to be held to a class and demoted from it may be meant."""
        outcomes = {one.outcome, other.outcome}
        if "demoted" in outcomes and not outcomes & set(WITHOUT_CLASS):
            self.note(Problem("vetoes-add-up", got=other.id, other=one.id), "vetoes", other.id, "outcome")
        else:
            problem = Problem("vetoes-two-outcomes", got=other.id, other=one.id)
            self.fault(problem, "vetoes", other.id, "outcome")

    def _covers(self, wide: Veto, narrow: Veto) -> bool:
        """Say whether a veto leaves nothing for another to do that holds for fewer units."""
        if wide.outcome in WITHOUT_CLASS:
            return wide.outcome == NOT_CONSIDERED or narrow.outcome != NOT_CONSIDERED
        if wide.outcome in self._ids and narrow.outcome in self._ids:
            return self._ids.index(wide.outcome) > self._ids.index(narrow.outcome)
        return False

    def caps(self) -> None:
        """Check that every cap can hold and has classes to cap."""
        for name, cap in self.written.decisions.caps.items():
            if not self._ids:
                self.note(Problem("lowers-nothing", got=name), "caps", name)
            if cap.when is not None and self.reach.never(cap.when):
                self.fault(Problem("condition-never"), "caps", name, "when")

    # ── quotas ──────────────────────────────────────────────────────────────────────

    def quotas(self) -> None:
        """Check that every quota leaves places, has a base, and is not said twice."""
        quotas = self.written.decisions.quotas
        for name, quota in quotas.items():
            if quota.class_ in self._ids[-1:]:
                self.fault(Problem("quota-on-last", got=quota.class_), "quotas", name, "class")
            self._limit(quota.limit, "quotas", name)
            self._base(quota.of, quota.class_, quota.limit, "quotas", name, "of")
            exceptional, share = quota.exceptional, quota.limit.share
            if exceptional is not None and share is not None and exceptional.share <= share:
                self.fault(Problem("exception-not-larger"), "quotas", name, "exception", "share")
        for one, other in combinations(quotas.values(), 2):
            if _same_limit(one, other):
                tighter = min((one, other), key=lambda each: each.limit.at_most or each.limit.share or 0).id
                problem = Problem("quotas-twice", got=other.id, other=one.id, tighter=tighter)
                self.fault(problem, "quotas", other.id)

    def _limit(self, limit: Limit, *path: Step) -> None:
        if limit.share == 0:
            self.fault(Problem("share-zero"), *path, "share")

    def _base(self, of: str, own: str, limit: Limit, *path: Step) -> None:
        """Check that what a share is of can come to something."""
        if of.removesuffix(OR_BETTER) not in self._ids:
            return
        base = base_of(of, self._ids) or frozenset()
        if not any(self.reach.reached[self._ids.index(each)] for each in base):
            self.fault(Problem("share-of-nobody", got=of), *path)
        elif base == {own} and limit.share and not limit.of(1):
            self.fault(Problem("share-of-itself", got=of), *path)

    # ── awards ──────────────────────────────────────────────────────────────────────

    def award(self, award: Award) -> None:
        """Check that an award can be come to, and that its limit leaves places."""
        path = ("awards", award.id)
        told = self._requirements(award.require, *path)
        if not told and self.reach.never(*self.reach.met(award.require)):
            self.fault(Problem("award-never", got=award.id), *path, "require")
        if award.limit is not None:
            self._award_limit(award, award.limit, *path)
        elif award.proposed and not award.require:
            self.note(Problem("award-for-all", got=award.id), *path)

    def _award_limit(self, award: Award, limit: Limit, *path: Step) -> None:
        self._limit(limit, *path)
        if award.of == award.id:
            self.fault(Problem("share-of-itself", got=award.of), *path, "of")
        elif award.of not in self.written.decisions.awards:
            self._base(award.of, "", limit, *path, "of")
        if limit.at_most is not None:
            if award.of != ALL:
                self.fault(Problem("clause-key-unused", key="of", form="at_most"), *path, "of")
            if limit.at_least:
                self.fault(Problem("clause-key-unused", key="at_least", form="at_most"), *path, "at_least")

    # ── stages and periods ──────────────────────────────────────────────────────────

    def appraisal(self) -> None:
        """Check that blocks have assessors, where blocks are assessed, and that weights count."""
        spec = self.written.decisions.appraisal
        if spec is None:
            return
        for index, stage in enumerate(spec.stages):
            if stage.weight == 0:
                self.note(Problem("weight-zero", got=stage.id), "appraisal", "stages", index, "weight")
        if any(stage.assessors == "blocks" for stage in spec.stages):
            for name in self.written.criteria:
                if not self._is_assessed(name):
                    self.note(Problem("block-without-assessor", criterion=name), "criteria", name)

    def _is_assessed(self, criterion: str) -> bool:
        head, groups, seen = self.written.criteria[criterion].head, self.written.groups, set[str]()
        group, found = head.group, bool(head.assessor)
        while not found and group in groups and group not in seen:
            seen.add(group)
            group, found = groups[group].parent, bool(groups[group].assessor)
        return found

    def periods(self) -> None:
        """Check that no period counts against a unit, or not at all."""
        spec = self.written.decisions.periods
        if spec is None:
            return
        for part, weight in spec.weights.items():
            if weight < 0:
                self.fault(Problem("weight-negative", got=part), "periods", "weights", part)
            elif not weight:
                self.note(Problem("weight-zero", got=part), "periods", "weights", part)


def _same_limit(one: Quota, other: Quota) -> bool:
    """Say whether two quotas limit the same by the same, so that one of them never counts."""
    same = one.class_ == other.class_ and set(one.within) == set(other.within)
    by_number = (one.limit.share is None, other.limit.share is None)
    return same and (all(by_number) or (not any(by_number) and one.of == other.of))


def _shown(number: Fraction, percent: bool) -> str:
    """Write a number for a message; one without end is cut, and marked as cut."""
    scaled = number * 100 if percent else number
    cut = Rounding.to_places(4, "down").apply(scaled)
    written = write(scaled) if terminates(scaled) else f"{write(cut)}…"
    return f"{written}%" if percent else written
