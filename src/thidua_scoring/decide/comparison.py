"""Two results compared: changes of points, totals, ranks and classes where the rules are the same.

Results are taken in the form for machines, `Scoreboard.to_dict` or what was decided from it, so that
one of a past year can be compared as it was stored.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from attrs import define, frozen

from thidua_scoring.decide.reasons import Named, Parameter, Reason, Said
from thidua_scoring.decide.results import Decided, Result, Rules, UnitResult, read_result
from thidua_scoring.errors import Lang
from thidua_scoring.numbers import write


@frozen
class Change:
    """A figure before and after; None where it is not known or there is none."""

    old: Fraction | None
    new: Fraction | None
    comparable: bool = True
    """Whether the same rules stand behind both."""

    @property
    def by(self) -> Fraction | None:
        """The change; None where it is not known, or the two cannot be compared."""
        if not self.comparable or self.old is None or self.new is None:
            return None
        return self.new - self.old

    def to_dict(self) -> dict[str, Any]:
        """Return it for machines, numbers as text."""
        return {name: _text(getattr(self, name)) for name in ("old", "new", "by")}


@frozen
class UnitChange:
    """What has changed for a unit that both results hold."""

    unit: Named
    criteria: Mapping[str, Change]
    total: Change
    rest: Fraction | None
    """What the changes of the criteria leave of the change of the total: limits of groups, what
    applies in one result alone, roundings. None where one of them is not known."""
    rank: Change
    """A rank that rises by 1 is worse by one."""
    old_class: str | None
    new_class: str | None
    class_comparable: bool
    reasons: tuple[Reason, ...]

    def text(self, lang: Lang = "vi") -> str:
        """Say it in a sentence."""
        return f"{self.unit.name or self.unit.id}: " + "; ".join(each.text(lang) for each in self.reasons)

    def to_dict(self) -> dict[str, Any]:
        """Return it for machines."""
        return {
            "unit": self.unit.id,
            "total": self.total.to_dict(),
            "rank": self.rank.to_dict(),
            "class": {"old": self.old_class, "new": self.new_class, "comparable": self.class_comparable},
            "criteria": {name: change.to_dict() for name, change in self.criteria.items()},
            "rest": _text(self.rest),
            "why": [each.to_dict() for each in self.reasons],
        }


@frozen
class Comparison:
    """Two results compared."""

    differences: tuple[Reason, ...]
    """Where the rules are not the same."""
    units: tuple[UnitChange, ...]
    """In the order of the new result."""
    came: tuple[Named, ...]
    left: tuple[Named, ...]

    def __getitem__(self, unit: str) -> UnitChange:
        """Return the change of a unit by its id; raises ``KeyError`` for one that is not in both."""
        return {each.unit.id: each for each in self.units}[unit]

    @property
    def comparable(self) -> bool:
        """Whether nothing in the rules differs."""
        return not self.differences

    def text(self, lang: Lang = "vi") -> str:
        """Write what differs in the rules, what has changed for every unit, who came and who left."""
        lines = [each.text(lang) for each in self.differences]
        lines += [each.text(lang) for each in self.units]
        lines += [Reason("unit-came", {"unit": each}).text(lang) for each in self.came]
        lines += [Reason("unit-left", {"unit": each}).text(lang) for each in self.left]
        return "\n".join(lines)

    def to_dict(self) -> dict[str, Any]:
        """Return it for machines."""
        return {
            "comparable": self.comparable,
            "differences": [each.to_dict() for each in self.differences],
            "units": [each.to_dict() for each in self.units],
            "came": [each.id for each in self.came],
            "left": [each.id for each in self.left],
        }


def compare(old: Mapping[str, Any], new: Mapping[str, Any]) -> Comparison:
    """Compare two results, each in the form for machines.

    Points are compared of criteria that have the same maximum and rule in both; totals, ranks and
    classes only where all criteria, the scale and what decides them are the same. What differs is
    said, and has no change. Raises `EvidenceError` with everything that is wrong with either.
    """
    return _Comparing(read_result(old, "old"), read_result(new, "new")).run()


@define
class _Comparing:
    """Compare two results."""

    old: Result
    new: Result

    def run(self) -> Comparison:
        old, new = self.old.units, self.new.units
        return Comparison(
            tuple(self._differences()),
            tuple(self._unit(old[name], unit) for name, unit in new.items() if name in old),
            tuple(Named(name, unit.name) for name, unit in new.items() if name not in old),
            tuple(Named(name, unit.name) for name, unit in old.items() if name not in new),
        )

    # ── rules ───────────────────────────────────────────────────────────────────────

    @property
    def _totals_comparable(self) -> bool:
        return self.old.scale == self.new.scale and self.old.rules == self.new.rules

    def _differences(self) -> Iterator[Reason]:
        for name in {**self.old.rules, **self.new.rules}:
            yield from _differing(name, self.old.rules.get(name), self.new.rules.get(name))
        old, new = self.old.scale, self.new.scale
        if old.points != new.points:
            yield Reason("scale-points", _pair(old.points, new.points), False)
        elif old != new:
            yield Reason("scale-changed", {}, False)
        if self.old.ranking != self.new.ranking:
            yield Reason("ranking-changed", {}, False)
        if self.old.classes != self.new.classes:
            yield Reason("classes-changed", {}, False)

    def _same_rule(self, criterion: str) -> bool:
        there = criterion in self.old.rules and criterion in self.new.rules
        return there and self.old.rules[criterion] == self.new.rules[criterion]

    # ── units ───────────────────────────────────────────────────────────────────────

    def _unit(self, old: UnitResult, new: UnitResult) -> UnitChange:
        before, after = self._decided(old), self._decided(new)
        totals = self._totals_comparable
        criteria = {
            name: Change(old.criteria.get(name), new.criteria.get(name), self._same_rule(name))
            for name in {**old.criteria, **new.criteria}
        }
        total = Change(old.total, new.total, totals)
        ranks = totals and self.old.ranking == self.new.ranking and old.bloc == new.bloc
        classes = totals and self.old.classes == self.new.classes
        found = UnitChange(
            Named(new.id, new.name),
            criteria,
            total,
            _rest(total, criteria, old.absent | new.absent),
            Change(before.rank, after.rank, ranks),
            before.class_,
            after.class_,
            classes,
            (),
        )
        return _told(found, self.new.class_titles, moved=totals and old.bloc != new.bloc)

    def _decided(self, unit: UnitResult) -> Decided:
        """Return what was decided of a unit, in the way that both results have."""
        both = self.old.decided and self.new.decided
        return unit.by_standing if both and unit.by_standing is not None else unit.by_points
