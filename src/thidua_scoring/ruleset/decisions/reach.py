"""What units can come to at all: conditions that never hold, classes that nobody reaches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from functools import cached_property
from typing import Final, TypeGuard

from attrs import frozen

from thidua_scoring.formula import nodes
from thidua_scoring.formula.analyse import Bounds, Free, Range
from thidua_scoring.formula.nodes import Compare, Condition, Field, Node
from thidua_scoring.formula.possible import may_hold
from thidua_scoring.numbers import Rounding
from thidua_scoring.ruleset.decisions.needs import (
    AllOf,
    AnyOf,
    Asked,
    ClassIs,
    Need,
    NotMet,
    RankUpTo,
    Requirement,
    needs_in,
)
from thidua_scoring.ruleset.formulas import Formulas
from thidua_scoring.ruleset.model import Written

RANK: Final = Field("rank of the unit", "count", "")
CLASS: Final = Field("class of the unit", "count", "")
"""What is decided of a unit, as figures; no figure of a ruleset has a space in its name."""
_READ: Final = (Field, nodes.Points, nodes.Group, nodes.Call, nodes.Applies)
"""The parts of a formula that differ from unit to unit."""


@frozen
class Reach:
    """Prove of one ruleset what can never be; a condition that is itself at fault proves nothing."""

    written: Written
    formulas: Formulas

    def never(self, *conditions: Condition) -> bool:
        """Say whether it is proved that conditions never hold together for any unit."""
        parts = set(nodes.walk(*conditions))
        if any(map(self._untold, parts)):
            return False
        known = self.full_at_most if self.formulas.percent in parts else ()
        return not may_hold((*conditions, *known), self._ranges, without_evidence=self._without_evidence)

    def always(self, condition: Condition) -> bool:
        """Say whether it is proved that a condition holds for every unit."""
        return self.never(nodes.Not(condition))

    # ── what is at fault by itself ──────────────────────────────────────────────────

    def _untold(self, part: Node) -> bool:
        """Say whether a part stands for something that could not be read, which is told elsewhere."""
        match part:
            case nodes.Points(name):
                return name in self._unread
            case nodes.WorkIndex():
                return not part.calendar
            case nodes.IsLevel(Field() as of, levels):
                declared = self.formulas.ranges.get(of.key, Range()).levels
                return declared is not None and not levels <= declared
            case Compare():
                return not any(isinstance(each, _READ) for each in nodes.walk(part))
        return False

    @cached_property
    def _unread(self) -> frozenset[str]:
        """The criteria whose points are not what the ruleset means; all, where one is in no group."""
        criteria = self.written.criteria
        counted = {part.criterion for part in nodes.walk(self.formulas.raw) if isinstance(part, nodes.Points)}
        if counted != criteria.keys():
            return frozenset(criteria)
        return frozenset(name for name, spec in criteria.items() if not spec.rule.lines)

    # ── what is known beside the conditions ─────────────────────────────────────────

    @cached_property
    def _ranges(self) -> Mapping[str, Range]:
        last = Fraction(max(0, len(self.written.classes) - 1))
        ours = {RANK.key: Range(Fraction(1)), CLASS.key: Range(Fraction(0), last)}
        return {**self.formulas.ranges, **ours}

    @cached_property
    def _without_evidence(self) -> frozenset[str]:
        criteria = self.written.criteria.items()
        return frozenset(name for name, spec in criteria if spec.head.when_missing == "zero")

    @cached_property
    def any_unit(self) -> Bounds:
        """The bounds of formulas over all units, to which some criteria may not apply."""
        return Bounds(Free(self.formulas.ranges, all_apply=False))

    @cached_property
    def full_at_most(self) -> tuple[Condition, ...]:
        """That nobody comes to more than 100 %, where no criterion can give more than its points.

        Shares of some criteria cannot be bounded one figure at a time, since what does not apply
        is taken from both sides of the ratio.
        """
        groups, scale = self.written.groups.values(), self.written.scale
        lifted = any(group.at_least is not None and group.at_least > 0 for group in groups)
        roundings = [scale.rounding.get("group"), scale.rounding.get("total")]
        bounded = all(map(self._within_points, self.written.criteria))
        if lifted or not bounded or not all(map(self._keeps_full, roundings)):
            return ()
        if not _is_multiple(Fraction(100), scale.percent_rounding):
            return ()
        return (Compare(self.formulas.percent, "<=", nodes.ONE),)

    def _within_points(self, name: str) -> bool:
        most = self.any_unit.of(self.formulas.criteria[name].points).high
        return most is not None and most <= self.written.criteria[name].head.points

    def _keeps_full(self, rounding: Rounding | None) -> bool:
        """Say whether rounding never lifts points above the sum of some criteria's full points."""
        return all(_is_multiple(each.head.points, rounding) for each in self.written.criteria.values())

    # ── needs as conditions ─────────────────────────────────────────────────────────

    def met(self, required: Iterable[Requirement]) -> Iterator[Condition]:
        """Yield what holds where requirements are met."""
        for each in required:
            yield self.condition(each.need)
            for need in needs_in(each.need):
                if self._names_class(need):
                    # Whoever is in a class, or a better one, has at least what it takes by points.
                    better = self.formulas.classes[: self._ids.index(need.id) + 1]
                    yield nodes.Any_((nodes.Not(self.condition(need)), *better))

    def condition(self, need: Need) -> Condition:
        """Write a need as a condition, with a figure for each thing that formulas do not see."""
        match need:
            case Asked(condition):
                return condition
            case ClassIs(name) if name in self._ids:
                return Compare(CLASS, "<=", nodes.const(self._ids.index(name)))
            case RankUpTo(rank):
                return Compare(RANK, "<=", nodes.const(rank))
            case AllOf(parts):
                return nodes.All(tuple(map(self.condition, parts)))
            case AnyOf(parts):
                return nodes.Any_(tuple(map(self.condition, parts)))
            case NotMet(of):
                return nodes.Not(self.condition(of))
        return Field(repr(need), "yes-no", "")

    @cached_property
    def _ids(self) -> list[str]:
        return [each.id for each in self.written.classes]

    # ── classes ─────────────────────────────────────────────────────────────────────

    def in_class(self, index: int, *, cut_from: int = -1) -> list[Condition]:
        """Return what holds of a unit that is in a class, as far as formulas see.

        It is in no better class; one that a quota has cut from a class may have what that takes.
        """
        classes, specs = self.formulas.classes, self.written.classes
        seen = [
            nodes.Not(classes[above])
            for above in range(cut_from + 1, index)
            if all(required.condition is not None for required in specs[above].require)
        ]
        return [classes[index], *self.met(specs[index].require), *seen]

    @cached_property
    def by_points(self) -> tuple[bool, ...]:
        """Of each class, whether some unit may be in it by its own points."""
        return tuple(not self.never(*self.in_class(index)) for index in range(len(self.written.classes)))

    @cached_property
    def reached(self) -> tuple[bool, ...]:
        """Of each class, whether some unit may be in it, be it by falling from a better one."""
        found: list[bool] = []
        for index, by_points in enumerate(self.by_points):
            found.append(by_points or (any(found) and self._is_fallen_to(index)))
        return tuple(found)

    def asks_unreached(self, need: Need) -> bool:
        """Say whether a need asks for a class that nobody reaches, nor a better one."""
        asked = [self._ids.index(each.id) for each in needs_in(need) if self._names_class(each)]
        return any(not any(self.reached[: index + 1]) for index in asked)

    def _names_class(self, need: Need) -> TypeGuard[ClassIs]:
        return isinstance(need, ClassIs) and need.id in self._ids

    def _is_fallen_to(self, index: int) -> bool:
        """Say whether a unit may fall to a class from a better one that it reaches."""
        outcomes = {veto.outcome for veto in self.written.vetoes}
        if self.written.decisions.caps or outcomes & {"demoted", self._ids[index]}:
            return True
        limited = {quota.class_ for quota in self.written.decisions.quotas.values()}
        return any(
            not self.never(*self.in_class(index, cut_from=above))
            for above in range(index)
            if self._ids[above] in limited
        )


def _is_multiple(number: Fraction, rounding: Rounding | None) -> bool:
    return rounding is None or (number / rounding.step).denominator == 1
