"""What the units of a bloc come to together: the figures that relative rules compare with."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache
from typing import Any, TypeAlias

from attrs import define, field

from thidua_scoring.evidence.evidence import Evidence
from thidua_scoring.formula import nodes, values
from thidua_scoring.formula.evaluate import Evaluator
from thidua_scoring.formula.nodes import Condition, Group, Node, Number
from thidua_scoring.formula.values import Undefined, Value
from thidua_scoring.ruleset.ruleset import Ruleset
from thidua_scoring.scoring.inputs import UnitInputs
from thidua_scoring.scoring.results import Results

Outputs: TypeAlias = "dict[Any, Node]"
"""What is computed for each unit, each under its name."""
Settled: TypeAlias = Callable[[Outputs], Results]
"""How outputs of clean units are computed at once."""
Member: TypeAlias = tuple[Value, bool]
"""What a unit brings to its group, and whether it surely belongs."""
What: TypeAlias = "tuple[Number, Condition | None]"
"""What a group is of and among whom."""


@define(eq=False)
class Groups:
    """Work out group figures on first use, each once a bloc.

    What clean units bring comes by ``settled``, if there is one, the rest by the reference.
    """

    ruleset: Ruleset
    evidence: Evidence
    _settled: Settled | None = None
    blocs: dict[str, list[int]] = field(init=False, factory=lambda: defaultdict(list))
    """The rows of each bloc."""
    _brought: dict[What, Results] = field(init=False, factory=dict)
    _members: dict[tuple[What, str], dict[int, Member]] = field(init=False, factory=dict)
    _ordered: dict[tuple[What, str], list[Fraction] | None] = field(init=False, factory=dict)
    _found: dict[tuple[Group, str], Value] = field(init=False, factory=dict)

    def __attrs_post_init__(self) -> None:
        for row, unit in enumerate(self.evidence.units):
            self.blocs[unit.bloc].append(row)

    def value(self, group: Group, row: int) -> Value:
        """Return what the group comes to for the unit of a row; raises `Undefined` for no members."""
        bloc = self.evidence.units[row].bloc
        what = group.of, group.among
        if group.how == "rank":
            return self._rank(what, bloc, row)
        if (group, bloc) not in self._found:
            self._found[group, bloc] = _folded(group, list(self._of(what, bloc).values()))
        return self._found[group, bloc]

    def _of(self, what: What, bloc: str) -> dict[int, Member]:
        """Return what the members bring, by their rows."""
        if (what, bloc) not in self._members:
            members = ((row, self._member(what, row)) for row in self.blocs[bloc])
            self._members[what, bloc] = {row: member for row, member in members if member is not None}
        return self._members[what, bloc]

    def _member(self, what: What, row: int) -> Member | None:
        """Return what a unit brings; None where it surely does not belong."""
        of, among = what
        if self._settled is not None:
            if what not in self._brought:
                belongs = nodes.Truth(True) if among is None else among
                self._brought[what] = self._settled({"in": belongs, "of": nodes.If(belongs, of, nodes.ZERO)})
            brought = self._brought[what]
            if brought.rows[row] is not None:
                value = brought.value("of", row)
                return (value, True) if value is not None and brought.truth("in", row).point else None
        evaluator = self._evaluator(row)
        belonging = None if among is None else evaluator.truth(among)
        if belonging is not None and not belonging.may_hold:
            return None
        return evaluator.number(of), belonging is None or not belonging.may_fail

    def _evaluator(self, row: int) -> Evaluator:
        return Evaluator(UnitInputs(self.ruleset, self.evidence, row, self.value))

    def _rank(self, what: What, bloc: str, row: int) -> Value:
        members = self._of(what, bloc)
        own = members[row][0] if row in members else self._evaluator(row).number(what[0])
        if (what, bloc) not in self._ordered:
            sure = all(value.certain and certain for value, certain in members.values())
            points = [value.point for value, _ in members.values() if value.point is not None]
            self._ordered[what, bloc] = sorted(points) if sure else None
        ordered = self._ordered[what, bloc]
        if ordered is not None and own.certain and own.point is not None:
            return Value.known(1 + len(ordered) - bisect_right(ordered, own.point))
        return _rank_among([member for other, member in members.items() if other != row], own)


def _rank_among(others: list[Member], own: Value) -> Value:
    above = [values.compare(value, ">", own) for value, _ in others]
    sure = sum(not a.may_fail and certain for a, (_, certain) in zip(above, others, strict=True))
    most = sum(a.may_hold for a in above)
    points = [a.point for a in above]
    # As with a count, an open membership leaves open who is above.
    is_open = None in points or not all(certain for _, certain in others)
    point = None if is_open else Fraction(1 + sum(bool(p) for p in points))
    return Value.between(Fraction(1 + sure), Fraction(1 + most), point)


def _folded(group: Group, members: list[Member]) -> Value:
    sure = [value for value, certain in members if certain]
    every = [value for value, _ in members]
    if group.how == "count":
        point = Fraction(len(sure)) if len(sure) == len(every) else None
        return Value.between(Fraction(len(sure)), Fraction(len(every)), point)
    if group.how == "sum":
        zero = Value.known(0)
        return values.add(value if certain else values.hull([value, zero]) for value, certain in members)
    if not every:
        raise Undefined("group-of-nobody")
    if len(sure) == len(every):
        return _fold(group.how, every)
    # Some units may or may not belong: what they can come to widens the bounds.
    bounds = [_fold(group.how, sure), *every] if sure else every
    return values.hull(bounds)


def _fold(how: str, members: list[Value]) -> Value:
    if how == "max":
        return values.greatest(members)
    if how == "min":
        return values.least(members)
    return values.divide(values.add(members), Value.known(len(members)))


@lru_cache(256)
def in_order(*roots: nodes.Node) -> tuple[Group, ...]:
    """List the group figures that formulas read, each once."""
    return tuple(dict.fromkeys(part for part in nodes.walk(*roots) if isinstance(part, Group)))
