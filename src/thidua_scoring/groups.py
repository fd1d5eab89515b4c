"""What the units of a bloc come to together: the figures that relative rules compare with."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction

from attrs import define, field

from thidua_scoring.evidence.evidence import Evidence
from thidua_scoring.formula import nodes, values
from thidua_scoring.formula.evaluate import Evaluator
from thidua_scoring.formula.nodes import Group
from thidua_scoring.formula.values import Undefined, Value
from thidua_scoring.inputs import UnitInputs
from thidua_scoring.ruleset.ruleset import Ruleset


@define(eq=False)
class Groups:
    """Work out group figures on first use, each once a bloc."""

    ruleset: Ruleset
    evidence: Evidence
    _blocs: dict[str, list[int]] = field(factory=lambda: defaultdict(list))
    _members: dict[tuple[Group, str], dict[int, tuple[Value, bool]]] = field(factory=dict)
    _found: dict[tuple[Group, str], Value] = field(factory=dict)

    def __attrs_post_init__(self) -> None:
        for row, unit in enumerate(self.evidence.units):
            self._blocs[unit.bloc].append(row)

    def value(self, group: Group, row: int) -> Value:
        """Return what the group comes to for the unit of a row; raises `Undefined` for no members."""
        bloc = self.evidence.units[row].bloc
        if group.how == "rank":
            return self._rank(group, bloc, row)
        if (group, bloc) not in self._found:
            self._found[group, bloc] = _folded(group, list(self._of(group, bloc).values()))
        return self._found[group, bloc]

    def _of(self, group: Group, bloc: str) -> dict[int, tuple[Value, bool]]:
        """Return the members' values, each with whether its membership is certain."""
        if (group, bloc) not in self._members:
            found = {}
            for row in self._blocs[bloc]:
                evaluator = Evaluator(UnitInputs(self.ruleset, self.evidence, row, self.value))
                among = None if group.among is None else evaluator.truth(group.among)
                if among is None or among.may_hold:
                    found[row] = (evaluator.number(group.of), among is None or not among.may_fail)
            self._members[group, bloc] = found
        return self._members[group, bloc]

    def _rank(self, group: Group, bloc: str, row: int) -> Value:
        members = self._of(group, bloc)
        if row not in members:
            evaluator = Evaluator(UnitInputs(self.ruleset, self.evidence, row, self.value))
            own = evaluator.number(group.of)
        else:
            own = members[row][0]
        others = [member for other, member in members.items() if other != row]
        above = [values.compare(value, ">", own) for value, _ in others]
        sure = sum(not a.may_fail and certain for a, (_, certain) in zip(above, others, strict=True))
        most = sum(a.may_hold for a in above)
        points = [a.point for a in above]
        # As with a count, an open membership leaves open who is above.
        is_open = None in points or not all(certain for _, certain in others)
        point = None if is_open else Fraction(1 + sum(bool(p) for p in points))
        return Value.between(Fraction(1 + sure), Fraction(1 + most), point)


def _folded(group: Group, members: list[tuple[Value, bool]]) -> Value:
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


def in_order(*roots: nodes.Node) -> tuple[Group, ...]:
    """List the group figures that formulas read, each once."""
    return tuple(dict.fromkeys(part for part in nodes.walk(*roots) if isinstance(part, Group)))
