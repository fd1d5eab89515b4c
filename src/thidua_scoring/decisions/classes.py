"""Classes: the lowest of band and every side condition, and what forces a unit lower (promise D3).

A class follows from its reasons: the band of its figure, then one class down for each requirement
that fails, then what it is at best, then demotions, then quotas.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from attrs import define, evolve, field, frozen

from thidua_scoring.decisions.asking import Asking, certainly, truth_of
from thidua_scoring.decisions.reasons import Between, Named, Reason, Said, between, either
from thidua_scoring.errors import EvidenceError, Fault, Place, nearest
from thidua_scoring.formula.nodes import Number
from thidua_scoring.formula.values import Truth3, some
from thidua_scoring.ruleset.decisions.classes import WITHOUT_CLASS, Cap, ClassSpec, Veto
from thidua_scoring.scoring.classes import Ladder, first_of
from thidua_scoring.scoring.scoreboard import Scoreboard
from thidua_scoring.scoring.unit_score import UnitScore

Others = Mapping[str, Mapping[str, Sequence[str]]]
"""Results of other entities: the classes that each may be in, by name of the results and entity."""


@frozen
class Capped:
    """What another entity's class allows: the best class, and whether the cap holds."""

    cap: Cap
    entity: str
    ceilings: tuple[int, ...]
    """The classes that the other may be in; empty where it has none."""
    truth: Truth3


@define(eq=False)
class Classing:
    """Class the units of a scoreboard, before quotas."""

    board: Scoreboard
    asking: Asking
    others: Others = field(factory=dict)
    _capped: dict[int, list[Capped]] = field(factory=dict)
    _below: dict[tuple[int, int], frozenset[int]] = field(factory=dict)

    @property
    def specs(self) -> tuple[ClassSpec, ...]:
        """The classes, from the best."""
        return self.board.ruleset.written.classes

    @cached_property
    def _by_points_alone(self) -> bool:
        """Whether the scoreboard has seen everything that classes depend on."""
        written = self.board.ruleset.written
        needs = (required for each in written.classes for required in each.require)
        return not written.decisions.caps and all(required.condition is not None for required in needs)

    def possible(self, row: int) -> frozenset[int]:
        """Return the classes that a unit may be in; empty for one that is in none."""
        if self._by_points_alone:
            ids = [each.id for each in self.specs]
            return frozenset(map(ids.index, self.board.classes[row]))
        return self._lowered(self._unit(row))

    def below(self, row: int, index: int) -> frozenset[int]:
        """Return the classes that a unit which is cut from one may come to."""
        if (row, index) not in self._below:
            self._below[row, index] = first_of(self.truths(row), index + 1)
        return self._below[row, index]

    def _unit(self, row: int) -> UnitScore:
        return UnitScore(self.board, row)

    # ── bands and requirements ──────────────────────────────────────────────────────

    def truths(self, row: int) -> list[Truth3]:
        """Say of each class whether its band and requirements are met."""
        unit = self._unit(row)
        return [
            _every([self.board.truth(("class", index), row), *self._needs(unit, index)])
            for index in range(len(self.specs))
        ]

    def _needs(self, unit: UnitScore, index: int) -> Iterator[Truth3]:
        """Yield what no formula sees: the class's own needs, and the bars of better classes."""
        for required in self.specs[index].require:
            if required.condition is None:
                yield _truth(self.asking.required(required, unit))
        for above in range(index):
            for required in self.specs[above].require:
                if required.condition is None and index < self._index(required.otherwise, index):
                    met = _truth(self.asking.required(required, unit))
                    yield some([self._opposite(self.band(unit, above)), met])

    def _index(self, name: str, otherwise: int) -> int:
        return next((index for index, each in enumerate(self.specs) if each.id == name), otherwise)

    def band(self, unit: UnitScore, index: int) -> Truth3:
        """Say whether a unit meets the threshold of a class."""
        return truth_of(self.board.ruleset.formulas.bands[index], unit)

    @staticmethod
    def _opposite(truth: Truth3) -> Truth3:
        return Truth3.between(truth.may_fail, truth.may_hold)

    # ── ceilings and demotions ──────────────────────────────────────────────────────

    def _lowered(self, unit: UnitScore) -> frozenset[int]:
        if not unit.outside.may_fail:
            return frozenset()
        ladder = Ladder([each.id for each in self.specs], self.truths(unit.row))
        reached = ladder.reached
        for each in self.capped(unit.row):
            # What the other entity may be in, each with what it allows.
            ceilings = each.ceilings or range(len(self.specs))
            allowed = (ladder.at_best(reached, n, each.truth) for n in ceilings)
            reached = frozenset[int]().union(*allowed)
        return ladder.after_vetoes(reached, list(self.vetoes(unit.row)))

    def vetoes(self, row: int) -> Iterator[tuple[Veto, Truth3]]:
        """Yield the vetoes, and whether each holds."""
        for index, veto in enumerate(self.board.ruleset.written.vetoes):
            yield veto, self.board.truth(("veto", index), row)

    def _forced(self, unit: UnitScore) -> Iterator[tuple[Veto, Truth3]]:
        ids = {each.id for each in self.specs}
        return ((veto, truth) for veto, truth in self.vetoes(unit.row) if veto.outcome in ids)

    def capped(self, row: int) -> list[Capped]:
        """Return what the classes of other entities allow a unit.

        Raises `EvidenceError` for results that are not given, and for entities that they do not hold.
        """
        if row not in self._capped:
            caps = self.board.ruleset.written.decisions.caps.values()
            found = [self._capped_by(cap, row) for cap in caps]
            self._capped[row] = [each for each in found if each.truth.may_hold]
        return self._capped[row]

    def _capped_by(self, cap: Cap, row: int) -> Capped:
        unit = self._unit(row)
        truth = Truth3.known(True) if cap.when is None else truth_of(cap.when, unit)
        if not truth.may_hold:
            return Capped(cap, "", (), truth)
        column = self.board.evidence.columns[f".{cap.entity}"]
        entity = column.values[row]
        origin = self.board.evidence.origins.get((f".{cap.entity}", row))
        place = Place() if origin is None else origin.place
        if cap.results not in self.others:
            given = ", ".join(self.others) or "—"
            parameters = {"results": cap.results, "cap": cap.id, "expected": given}
            raise EvidenceError([Fault("results-not-given", place, parameters)])
        results = self.others[cap.results]
        if entity is None or row in column.unconfirmed:
            return Capped(cap, "", tuple(range(len(self.specs))), Truth3(None, truth.may_hold, True))
        if entity not in results:
            parameters = {"got": str(entity), "unit": unit.unit.id, "results": cap.results}
            raise EvidenceError([Fault("no-such-entity", place, parameters, nearest(str(entity), results))])
        return Capped(cap, entity, self._known(results[entity], place), truth)

    def _known(self, names: Sequence[str], place: Place) -> tuple[int, ...]:
        ids = [each.id for each in self.specs]
        for name in names:
            if name not in ids:
                fault = Fault("unknown-class", place, {"got": name}, nearest(name, ids))
                raise EvidenceError([fault])
        return tuple(sorted(map(ids.index, names)))

    # ── reasons ─────────────────────────────────────────────────────────────────────

    def reasons(self, row: int) -> Iterator[Reason]:
        """Say what a unit's class rests on, before quotas, in the order in which it is applied."""
        unit = self._unit(row)
        for veto, truth in self.vetoes(row):
            if veto.outcome in WITHOUT_CLASS and truth.may_hold:
                yield self._veto(veto, truth, unit)
        if unit.outside.may_fail and self.specs:
            yield from self._by_band(unit)
            yield from self._by_force(unit)
            yield from self.falling(row, max(first_of(self.truths(row))) + 1, self.possible(row))

    def _by_band(self, unit: UnitScore) -> Iterator[Reason]:
        bands = [self.band(unit, index) for index in range(len(self.specs))]
        within = first_of([*bands[:-1], Truth3.known(True)])
        best = min(within)
        yield self._band(unit, within)
        reached = first_of(self.truths(unit.row))
        for index in range(best, max(reached) + 1):
            yield from self._of_class(unit, index, bands[index], index in reached)

    def falling(self, row: int, start: int, possible: frozenset[int]) -> Iterator[Reason]:
        """Say of the classes from ``start`` on whether a unit that is brought down meets what they take."""
        unit = self._unit(row)
        for index in range(start, max(possible, default=-1) + 1):
            yield from self._of_class(unit, index, self.band(unit, index), index in possible)

    def _of_class(self, unit: UnitScore, index: int, band: Truth3, reached: bool) -> Iterator[Reason]:
        """Say what speaks for a class, or bars it."""
        answers = [self.asking.required(each, unit) for each in self.specs[index].require]
        barred = list(self._barred(unit, index))
        if reached:
            yield from (each for each in answers if each.holds is not False)
        failed = tuple(each for each in answers if each.holds is not True)
        if failed or not self._surely(band):
            said_as, holds = ("class-perhaps", None) if reached else ("class-failed", False)
            yield Reason(said_as, {"class": self.named(index)}, holds, failed)
        yield from (each if not reached else evolve(each, holds=None) for each in barred)

    @staticmethod
    def _surely(truth: Truth3) -> bool:
        return not truth.may_fail

    def _barred(self, unit: UnitScore, index: int) -> Iterator[Reason]:
        """Yield the requirements of better classes whose failing bars this one."""
        for above in range(index):
            if self.band(unit, above).may_hold:
                for required in self.specs[above].require:
                    to = self._index(required.otherwise, index)
                    answer = self.asking.required(required, unit) if index < to else None
                    if answer is not None and answer.holds is not True:
                        parameters = {
                            "class": self.named(index),
                            "of": self.named(above),
                            "to": self.named(to),
                        }
                        yield Reason("class-barred", parameters, False, (answer,))

    def _band(self, unit: UnitScore, within: frozenset[int]) -> Reason:
        figure = self.board.ruleset.formulas.bands[0].left  # type: ignore[attr-defined]
        parameters: dict[str, Any] = {
            "figure": self._figure(unit, figure),
            "classes": either([self.specs[index].title for index in sorted(within)]),
            "ids": tuple(self.named(index) for index in sorted(within)),
        }
        if len(within) > 1:
            return Reason("class-open", parameters, None)
        parameters["from"] = self._figure(unit, self.specs[next(iter(within))].from_)
        return Reason("class-by-figure", parameters)

    def _figure(self, unit: UnitScore, of: Number) -> Between:
        """Write what classes are decided by, or a threshold for it."""
        value, by = unit.evaluator.attempt(of, taken=False), self.specs[0].of
        unit_ = Said("điểm", "points") if by == "total" else None
        return between((value.low, value.high), percent=by == "percent", unit=unit_)

    def _by_force(self, unit: UnitScore) -> Iterator[Reason]:
        for veto, truth in self._forced(unit):
            if truth.may_hold:
                yield self._veto(veto, truth, unit)
        for each in self.capped(unit.row):
            parameters = {
                "title": each.cap.title,
                "entity": each.entity or Said("chưa rõ đơn vị", "an entity not known"),
                "classes": either([self.specs[index].title for index in each.ceilings]),
                "ids": tuple(map(self.named, each.ceilings)),
            }
            if each.ceilings:
                holds = None if len(each.ceilings) > 1 else _against(each.truth)
                yield Reason("class-capped", parameters, holds, (), each.cap.source)
            else:
                yield Reason("cap-without-class", parameters, None, (), each.cap.source)
        for veto, truth in self.vetoes(unit.row):
            if veto.outcome == "demoted" and truth.may_hold:
                yield self._veto(veto, truth, unit)

    def _veto(self, veto: Veto, truth: Truth3, unit: UnitScore) -> Reason:
        because = self.asking.asked(veto.when, unit)
        parameters: dict[str, Any] = {"title": veto.title, "veto": veto.id, "steps": veto.steps}
        said_as = f"veto-{veto.outcome}"
        if veto.outcome in [each.id for each in self.specs]:
            said_as, parameters["class"] = "veto-class", self.named(self._index(veto.outcome, 0))
        # A title that says just what the condition says is not said twice.
        parts = () if because.text().casefold().startswith(veto.title.casefold()) else (because,)
        return Reason(said_as, parameters, _against(truth), parts, veto.source)

    def postponed(self, row: int) -> Iterator[Reason]:
        """Say what holds a unit's awards back."""
        for veto, truth in self.vetoes(row):
            if veto.outcome == "postponed" and truth.may_hold:
                yield self._veto(veto, truth, self._unit(row))

    def named(self, index: int) -> Named:
        """Name a class."""
        return Named(self.specs[index].id, self.specs[index].title)


def _every(truths: Sequence[Truth3]) -> Truth3:
    holds, fails = all(t.may_hold for t in truths), any(t.may_fail for t in truths)
    return Truth3.between(holds, fails)


def _truth(reason: Reason) -> Truth3:
    return Truth3(None, True, True) if reason.holds is None else Truth3.known(reason.holds)


def _against(truth: Truth3) -> bool | None:
    """Return how a ground against a unit speaks: against it for sure, or perhaps."""
    return False if certainly(truth) else None
