"""What is aimed at: a class or better, or a rank or better, by points alone as scoreboards say it.

A level is a number of which less is better: the position of the worst class that the unit may be
in, or the worst rank that it can have; None where it may be in no class or without rank.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from attrs import frozen

from thidua_scoring.formula import nodes, values
from thidua_scoring.formula.analyse import Way
from thidua_scoring.formula.nodes import Node
from thidua_scoring.formula.values import Truth3, Value, some
from thidua_scoring.ruleset.decisions.classes import WITHOUT_CLASS
from thidua_scoring.ruleset.ruleset import Ruleset
from thidua_scoring.scoring.classes import Ladder
from thidua_scoring.scoring.ranks import rank_bounds
from thidua_scoring.scoring.unit_score import UnitScore
from thidua_scoring.whatif.goals.components import RIVALS
from thidua_scoring.whatif.goals.frontiers import Part, value_of

UNKNOWN = Truth3(None, True, True)
"""The truth of a condition that has no value, as scoreboards take it."""


class Target(Protocol):
    """Something that is aimed at."""

    @property
    def limit(self) -> int:
        """Return the worst level that reaches the goal."""

    def roots(self, ruleset: Ruleset) -> Mapping[Node, Way]:
        """Return what the level depends on, and whether more of it is better (1) or worse (-1)."""

    def obstacles(self, ruleset: Ruleset) -> list[Node]:
        """Return what else is looked at where the goal cannot be reached."""

    def level(self, ruleset: Ruleset, found: Mapping[Node, Part]) -> int | None:
        """Return the level by what the roots come to."""

    def level_on_board(self, unit: UnitScore) -> int | None:
        """Return the level that a unit has on a scoreboard."""


@frozen
class ClassTarget:
    """A class or a better one, by its position from the best."""

    limit: int

    def roots(self, ruleset: Ruleset) -> Mapping[Node, Way]:
        """Return the conditions of classes and vetoes."""
        formulas = ruleset.formulas
        ways: dict[Node, Way] = dict.fromkeys(formulas.classes, 1)
        for veto in formulas.vetoes:
            ways[veto] = None if veto in ways else -1
        return ways

    def obstacles(self, ruleset: Ruleset) -> list[Node]:
        """Return the thresholds of classes and what they require, each by itself."""
        required = (required.condition for each in ruleset.written.classes for required in each.require)
        return [*ruleset.formulas.bands, *(condition for condition in required if condition is not None)]

    def level(self, ruleset: Ruleset, found: Mapping[Node, Part]) -> int | None:
        """Return the position of the worst class that may result."""
        formulas, written = ruleset.formulas, ruleset.written
        vetoes = [
            (veto, truth_of(found[of])) for veto, of in zip(written.vetoes, formulas.vetoes, strict=True)
        ]
        if some([truth for veto, truth in vetoes if veto.outcome in WITHOUT_CLASS]).may_hold:
            return None
        ladder = Ladder([each.id for each in written.classes], [truth_of(found[c]) for c in formulas.classes])
        return max(ladder.after_vetoes(ladder.reached, vetoes))

    def level_on_board(self, unit: UnitScore) -> int | None:
        """Return the position of the worst class that the unit may be in."""
        ids = [each.id for each in unit.board.ruleset.written.classes]
        return None if unit.outside.may_hold else max(ids.index(name) for name in unit.class_bounds)


@frozen
class RankTarget:
    """A rank or a better one; the first of equals all have the best."""

    limit: int

    def roots(self, ruleset: Ruleset) -> Mapping[Node, Way]:
        """Return the standing, what may leave the unit without rank, and the other units."""
        formulas = ruleset.formulas
        ways: dict[Node, Way] = {formulas.standing: 1, RIVALS: None}
        for veto in vetoes_without_rank(ruleset):
            ways[veto] = None if veto in ways else -1
        if _by_share(ruleset):
            ways.setdefault(formulas.applicable, None)
        return ways

    def obstacles(self, ruleset: Ruleset) -> list[Node]:
        """Return nothing: a rank depends on nothing that does not count by itself."""
        return []

    def level(self, ruleset: Ruleset, found: Mapping[Node, Part]) -> int | None:
        """Return the worst rank that may result."""
        formulas = ruleset.formulas
        standing, rivals = value_of(found[formulas.standing]), found[RIVALS]
        outs = [truth_of(found[veto]) for veto in vetoes_without_rank(ruleset)]
        if _by_share(ruleset):
            applicable = value_of(found[formulas.applicable])
            if applicable is not None:
                outs.append(values.compare(applicable, "==", Value.known(0)))
        out = some(outs)
        if standing is None or out.may_hold:
            return None
        assert isinstance(rivals, tuple)
        bounds = rank_bounds([(standing, out), *rivals])[0]
        return None if bounds is None else bounds[1]

    def level_on_board(self, unit: UnitScore) -> int | None:
        """Return the worst rank that the unit can have."""
        bounds = unit.rank_bounds
        return None if bounds is None or unit.board.unranked(unit.row).may_hold else bounds[1]


def vetoes_without_rank(ruleset: Ruleset) -> list[nodes.Condition]:
    """Return the conditions of the vetoes that leave a unit without rank."""
    pairs = zip(ruleset.written.vetoes, ruleset.formulas.vetoes, strict=True)
    return [condition for veto, condition in pairs if veto.outcome in WITHOUT_CLASS]


def truth_of(part: Part) -> Truth3:
    """Return the truth of a condition; unknown where it has no value."""
    if part is None:
        return UNKNOWN
    assert isinstance(part, Truth3)
    return part


def _by_share(ruleset: Ruleset) -> bool:
    """Say whether a unit to which nothing applies has no standing."""
    formulas = ruleset.formulas
    parts = nodes.walk(formulas.standing)
    return any(isinstance(part, nodes.Div) and part.bottom == formulas.applicable for part in parts)
