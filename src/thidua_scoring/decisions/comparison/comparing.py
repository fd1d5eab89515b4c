"""Two results compared: changes of points, totals, ranks and classes where the rules are the same.

Results are taken in the form for machines, `Scoreboard.to_dict` or what was decided from it, so that
one of a past year can be compared as it was stored.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from attrs import define, evolve, frozen

from thidua_scoring.decisions.comparison.results import Decided, Result, Rules, UnitResult, read_result
from thidua_scoring.decisions.reasons import Named, Parameter, Reason, Said
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


def _rest(total: Change, criteria: Mapping[str, Change], absent: frozenset[str]) -> Fraction | None:
    """Return what the changes of the criteria leave of that of the total."""
    changes = [change.by for name, change in criteria.items() if name not in absent]
    if total.by is None or any(by is None for by in changes):
        return None
    return total.by - sum((by for by in changes if by is not None), Fraction(0))


def _differing(name: str, old: Rules | None, new: Rules | None) -> Iterator[Reason]:
    said: dict[str, Parameter] = {"criterion": name}
    if old is None or new is None:
        yield Reason("criterion-added" if old is None else "criterion-removed", said, False)
    elif old.points != new.points:
        yield Reason("criterion-points", {**said, **_pair(old.points, new.points)}, False)
    elif old != new:
        yield Reason("criterion-rule", said, False)


# ── telling ─────────────────────────────────────────────────────────────────────────


def _told(change: UnitChange, classes: Mapping[str, str], *, moved: bool) -> UnitChange:
    """Put the sentences to what has changed."""
    reasons = list(_of_points(Said("tổng điểm", "the total"), change.total))
    reasons += [Reason("bloc-moved")] if moved else _of_rank(change.rank)
    if change.class_comparable:
        reasons += _of_class(change.old_class, change.new_class, classes)
    for name, each in change.criteria.items():
        if each.by != 0:
            reasons += _of_points(name, each)
    if change.rest:
        reasons.append(Reason("change-rest", {"rest": change.rest}))
    return evolve(change, reasons=tuple(reasons or [Reason("change-not-told", {}, None)]))


def _of_points(what: Parameter, change: Change) -> Iterator[Reason]:
    for way, said in _way(change, "up", "down"):
        yield Reason(f"change-{way}", {"what": what, **said}, None if way == "open" else True)


def _of_rank(change: Change) -> Iterator[Reason]:
    for way, said in _way(change, "down", "up"):
        yield Reason(f"rank-{way}", said, None if way == "open" else True)


def _way(change: Change, more: str, less: str) -> Iterator[tuple[str, dict[str, Parameter]]]:
    """Yield the word for which way a figure went, with its sentence's parts; nothing for no figure."""
    if not change.comparable or (change.old is None and change.new is None):
        return
    said = _pair(change.old, change.new)
    if change.by is None:
        yield "open", said
    elif change.by == 0:
        yield "same", said
    else:
        yield more if change.by > 0 else less, {**said, "by": abs(change.by)}


def _of_class(old: str | None, new: str | None, titles: Mapping[str, str]) -> Iterator[Reason]:
    if old is None and new is None:
        return
    nothing = Said("không có hoặc chưa rõ mức xếp loại", "none or not known")
    said = {
        "old": nothing if old is None else _class(old, titles),
        "new": nothing if new is None else _class(new, titles),
    }
    order = [*titles]
    if old == new:
        yield Reason("class-same", said)
    elif old in order and new in order:
        yield Reason(f"class-{'up' if order.index(new) < order.index(old) else 'down'}", said)
    else:
        yield Reason("class-open-change", said, None)


def _class(id_: str, titles: Mapping[str, str]) -> Named:
    return Named(id_, titles.get(id_, ""))


def _shown(number: Fraction | None) -> Parameter:
    return Said("không có hoặc chưa rõ", "none or not known") if number is None else number


def _pair(old: Fraction | None, new: Fraction | None) -> dict[str, Parameter]:
    return {"old": _shown(old), "new": _shown(new)}


def _text(number: Fraction | None) -> str | None:
    return None if number is None else write(number)
