"""What an appraisal comes to: every stage's points, those in the end, and the gaps between."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any, Literal, TypeAlias

from attrs import field, frozen

from thidua_scoring.decisions.amounts import amount, stated
from thidua_scoring.decisions.reasons import Named, Parameter, Reason
from thidua_scoring.decisions.settled import Settled, settled_board
from thidua_scoring.errors import Lang
from thidua_scoring.evidence.evidence import Unit
from thidua_scoring.formula.values import Value, add, negate
from thidua_scoring.ruleset.decisions.appraisal import Stage
from thidua_scoring.scoring.scoreboard import Scoreboard

Source: TypeAlias = Literal["mark", "claim", "evidence"]


@frozen
class Given:
    """What one stage says of one criterion of a unit."""

    stage: Stage
    value: Value
    source: Source
    assessor: str = ""
    why: str = ""

    @property
    def reason(self) -> Reason:
        """Say who gave how many points, and why."""
        said: dict[str, Parameter] = {"stage": named(self.stage), "points": amount(self.value)}
        holds = True if self.value.certain else None
        if self.source == "evidence":
            return Reason("stage-evidence", said, holds)
        if self.stage.assessors == "own" and not self.why:
            return Reason("stage-own", said, holds)
        said["assessor"] = self.assessor or named(self.stage)
        if self.why:
            return Reason("stage-mark-why", {**said, "why": self.why}, holds)
        return Reason("stage-mark", said, holds)


@frozen
class Appraised:
    """One criterion of a unit: what every stage that looked at it says, and the points in the end."""

    unit: Unit
    criterion: str
    given: tuple[Given, ...]
    """In the order of the stages."""
    final: Value
    reason: Reason

    @property
    def own(self) -> Value | None:
        """The points that the unit gives itself; None where it says nothing."""
        return next((each.value for each in self.given if each.stage.assessors == "own"), None)

    @property
    def gap(self) -> Value | None:
        """By how much the unit's own points lie above those in the end."""
        return gap_between(self.own, self.final)

    def to_dict(self) -> dict[str, Any]:
        """Return everything for machines, all numbers as text."""
        found: dict[str, Any] = {
            "unit": self.unit.id,
            "criterion": self.criterion,
            "stages": {
                each.stage.id: {
                    **stated("points", each.value),
                    "from": each.source,
                    "assessor": each.assessor,
                    "reason": each.why,
                }
                for each in self.given
            },
            **stated("final", self.final),
        }
        if self.gap is not None:
            found |= stated("gap", self.gap)
        return {**found, "why": self.reason.to_dict()}


@frozen(eq=False)
class Appraisal:
    """The points in the end of all units, on a scoreboard that can be decided by."""

    board: Scoreboard = field(repr=False)
    """With the points that stand in the end."""
    by_rules: Scoreboard = field(repr=False)
    """As the rules give it, before anybody appraised it."""
    rows: Mapping[str, Mapping[str, Appraised]]
    """By unit and criterion; a criterion of which no stage speaks is left to the rules."""

    @property
    def unappraised(self) -> tuple[tuple[str, str], ...]:
        """The units and criteria of which the unit's own points stand, since nobody else gave any."""
        return tuple(
            (unit, name)
            for unit, rows in self.rows.items()
            for name, row in rows.items()
            if row.given and all(each.stage.assessors == "own" for each in row.given)
        )

    @cached_property
    def _own(self) -> Scoreboard:
        """The scoreboard with the units' own points where there are any, else with those in the end."""
        points = {
            unit: Settled({name: each.own or each.final for name, each in rows.items()})
            for unit, rows in self.rows.items()
        }
        return settled_board(self.by_rules, points)

    def gap(self, unit: str) -> Value | None:
        """Return by how much a unit's own total lies above that in the end; None where it has none.

        The own total follows by formula from the unit's own points; a criterion that the unit gives
        itself no points for counts the same on both sides. Raises `NoSuchName` for an unknown unit.
        """
        row = self.board[unit].row
        if all(each.own is None for each in self.rows.get(unit, {}).values()):
            return None
        return gap_between(self._own.value("total", row), self.board.value("total", row))

    def text(self, unit: str, lang: Lang = "vi") -> str:
        """Write a unit's criteria with their points in the end, and why, one a line."""
        lines = [f"{name}: {each.reason.text(lang)}" for name, each in self.rows.get(unit, {}).items()]
        gap = self.gap(unit)
        if gap is not None:
            lines.append(Reason("gap-of-unit", {"gap": amount(gap)}).text(lang))
        return "\n".join(lines)

    def to_dict(self) -> dict[str, Any]:
        """Return all units for machines, the gaps of their totals included."""
        return {
            "units": [
                {
                    "unit": unit,
                    **stated("total", self.board.value("total", self.board[unit].row)),
                    **stated("gap", self.gap(unit)),
                    "criteria": {name: each.to_dict() for name, each in rows.items()},
                }
                for unit, rows in self.rows.items()
            ]
        }


def named(stage: Stage) -> Named:
    """Name a stage."""
    return Named(stage.id, stage.title)


def gap_between(own: Value | None, final: Value | None) -> Value | None:
    """Subtract; the same open figure on both sides leaves no gap, and a missing one has none."""
    if own is None or final is None:
        return None
    return Value.known(0) if own is final else add([own, negate(final)])
