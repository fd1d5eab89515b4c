"""Two results compared: changes of points, totals, ranks and classes where the rules are the same.

Results are taken in the form for machines, `Scoreboard.to_dict` or what was decided from it, so that
one of a past year can be compared as it was stored; or as they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeAlias

from attrs import define, evolve

from thidua_scoring.decisions.comparison.changes import Change, Comparison, Transitions, UnitChange
from thidua_scoring.decisions.comparison.results import Decided, Result, Rules, UnitResult, read_result
from thidua_scoring.decisions.reasons import Named, Parameter, Reason, Said

if TYPE_CHECKING:
    from thidua_scoring.decisions.standing import Standing
    from thidua_scoring.scoring.scoreboard import Scoreboard

__all__ = ["Change", "Comparison", "Transitions", "UnitChange", "compare"]

Given: TypeAlias = "Mapping[str, Any] | Scoreboard | Standing"
"""A result, as it is or in the form for machines."""


def compare(old: Given, new: Given, *, across_rules: bool = False) -> Comparison:
    """Compare two results.

    Points are compared of criteria that have the same maximum and rule in both; totals, ranks and
    classes only where all criteria, the scale and what decides them are the same. What differs is
    said, and has no change. With ``across_rules``, everything is compared whatever the rules, as
    of a scenario of other rules; a criterion that one of the rulesets does not have counts 0 there.
    Raises `EvidenceError` with everything that is wrong with either.
    """
    return _Comparing(_result(old, "old"), _result(new, "new"), across_rules).run()


def _result(given: Given, name: str) -> Result:
    """Read a result; a standing also says among whom units are ranked."""
    from thidua_scoring.decisions.scopes import scope_of
    from thidua_scoring.decisions.standing import Standing
    from thidua_scoring.scoring.scoreboard import Scoreboard

    if not isinstance(given, Standing | Scoreboard):
        return read_result(given, name)
    found = read_result(given.to_dict(), name)
    if isinstance(given, Scoreboard):
        return found
    board = given.board
    scopes = scope_of(board.evidence, board.ruleset.written.ranking.within)
    units = zip(found.units.items(), scopes, strict=True)
    return evolve(found, units={id_: evolve(unit, scope=scope) for (id_, unit), scope in units})


@define
class _Comparing:
    """Compare two results."""

    old: Result
    new: Result
    across: bool

    def run(self) -> Comparison:
        old, new = self.old.units, self.new.units
        return Comparison(
            tuple(self._differences()),
            tuple(self._unit(old[name], unit) for name, unit in new.items() if name in old),
            tuple(Named(name, unit.name) for name, unit in new.items() if name not in old),
            tuple(Named(name, unit.name) for name, unit in old.items() if name not in new),
            self.old.class_titles,
            self.new.class_titles,
        )

    # ── rules ───────────────────────────────────────────────────────────────────────

    @property
    def _totals_comparable(self) -> bool:
        same = self.old.scale == self.new.scale and self.old.rules == self.new.rules
        return self.across or same

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
        criteria = {name: self._points(name, old, new) for name in {**old.criteria, **new.criteria}}
        total = Change(old.total, new.total, totals)
        scopes = self._scopes(old, new)
        stays = scopes[0] == scopes[1]
        ranks = totals and (self.across or self.old.ranking == self.new.ranking) and stays
        found = UnitChange(
            unit=Named(new.id, new.name),
            criteria=criteria,
            total=total,
            rest=_rest(total, criteria, old.absent | new.absent),
            rank=Change(before.rank, after.rank, ranks),
            old_class=before.class_,
            new_class=after.class_,
            class_comparable=totals and (self.across or self.old.classes == self.new.classes),
            reasons=(),
            scope=scopes[1],
        )
        return _told(found, self.old.class_titles, self.new.class_titles, moved=totals and not stays)

    def _points(self, criterion: str, old: UnitResult, new: UnitResult) -> Change:
        """Return the change of a criterion's points."""
        before, after = old.criteria.get(criterion), new.criteria.get(criterion)
        if not self.across:
            return Change(before, after, self._same_rule(criterion))
        zero = Fraction(0)  # what a criterion counts by rules that do not have it
        return Change(
            before if criterion in self.old.rules else zero, after if criterion in self.new.rules else zero
        )

    @property
    def _both_decided(self) -> bool:
        return self.old.decided and self.new.decided

    def _decided(self, unit: UnitResult) -> Decided:
        """Return what was decided of a unit, in the way that both results have."""
        if self._both_decided and unit.by_standing is not None:
            return unit.by_standing
        return unit.by_points

    def _scopes(self, old: UnitResult, new: UnitResult) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return among whom a unit is ranked; its bloc, unless both standings say otherwise."""
        if self._both_decided and old.scope is not None and new.scope is not None:
            return old.scope, new.scope
        return (old.bloc,), (new.bloc,)


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


def _told(change: UnitChange, old: Mapping[str, str], new: Mapping[str, str], *, moved: bool) -> UnitChange:
    """Put the sentences to what has changed."""
    reasons = list(_of_points(Said("tổng điểm", "the total"), change.total))
    reasons += [Reason("bloc-moved")] if moved else _of_rank(change.rank)
    if change.class_comparable:
        reasons += _of_class(change.old_class, change.new_class, {**old, **new}, list(new))
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


def _of_class(
    old: str | None, new: str | None, titles: Mapping[str, str], order: list[str]
) -> Iterator[Reason]:
    if old is None and new is None:
        return
    nothing = Said("không có hoặc chưa rõ mức xếp loại", "none or not known")
    said = {
        "old": nothing if old is None else _class(old, titles),
        "new": nothing if new is None else _class(new, titles),
    }
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
