"""A scoreboard on which some points were settled by people: everything else follows by formula.

Settled points stand in the place of what the rules give: points of criteria that read them, groups
with their limits, totals, percentages, standings, classes and vetoes are computed from them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import Any, Final

from attrs import define, evolve, field, frozen

from thidua_scoring.criterion import ColumnName
from thidua_scoring.errors import EvidenceError, Fault
from thidua_scoring.formula import nodes
from thidua_scoring.formula.analyse import bounds
from thidua_scoring.formula.evaluate import Evaluator
from thidua_scoring.formula.nodes import Condition, Node, Number
from thidua_scoring.formula.values import ANYTHING, Truth3, Undefined, Value, add, hull
from thidua_scoring.ruleset.formulas import Formulas
from thidua_scoring.scoring.engine import results_of
from thidua_scoring.scoring.groups import Groups, Member, Outputs, What
from thidua_scoring.scoring.inputs import UnitInputs
from thidua_scoring.scoring.results import Found, Results
from thidua_scoring.scoring.scoreboard import Scoreboard

_TRUTHS: Final = frozenset({"applies", "class", "veto"})
"""The outputs that are truths: a yes-no figure alone is a number and a condition at once."""
_OF_CRITERIA: Final = frozenset({"criterion", "applies", "group"})
"""The outputs that a settled total leaves alone, even where one of them is the same formula."""


@frozen
class Settled:
    """Points that somebody has settled for one unit."""

    criteria: Mapping[str, Value] = field(factory=dict)
    total: Value | None = None
    """The total, rounded where it is to be; None where it follows from the criteria."""
    unrounded: Value | None = None
    """The exact figure behind the total; None where the total is exact."""
    rated: bool = True
    """Whether the unit is rated at all: else it has no total, no rank and no class."""


def settled_board(board: Scoreboard, points: Mapping[str, Settled]) -> Scoreboard:
    """Return the same scoreboard with points of some units settled, by the units' ids.

    What was settled on the board before stays, where it is not settled anew. Points equal to what
    the rules give change nothing. Raises `NoSuchName` for a unit or criterion that there is none of,
    and `EvidenceError` where a formula has no value with the settled points: one that divides by
    points of 0.
    """
    for unit, settled in points.items():
        for criterion in settled.criteria:
            board[unit][criterion]
    return _Settling(board, {board[unit].row: settled for unit, settled in points.items()}).made()


@define(eq=False)
class _Groups(Groups):
    """What a bloc comes to with points settled."""

    stand: Callable[[int], Mapping[Node, Value]] = field(kw_only=True)
    unrated: frozenset[int] = field(kw_only=True)
    _by_total: dict[What, bool] = field(init=False, factory=dict)

    def _evaluator(self, row: int) -> Evaluator:
        return Evaluator(UnitInputs(self.ruleset, self.evidence, row, self.value), self.stand(row))

    def _member(self, what: What, row: int) -> Member | None:
        return None if row in self.unrated and self._reads_total(what) else super()._member(what, row)

    def _reads_total(self, what: What) -> bool:
        """Say whether a figure follows from the total, of which a unit that is not rated has none."""
        if what not in self._by_total:
            of, among = what
            whole = {self.ruleset.formulas.total, self.ruleset.formulas.raw}
            parts = nodes.walk(of, *([] if among is None else [among]))
            self._by_total[what] = not whole.isdisjoint(parts)
        return self._by_total[what]


@define(eq=False)
class _Settling:
    """Compute a scoreboard anew with points settled, every unit by the reference."""

    board: Scoreboard
    points: Mapping[int, Settled]
    faults: list[Fault] = field(factory=list)
    _stands: dict[int, Mapping[Node, Value]] = field(factory=dict)

    @property
    def _formulas(self) -> Formulas:
        return self.board.ruleset.formulas

    @cached_property
    def unrated(self) -> frozenset[int]:
        """The rows of units that are not rated."""
        rows = (row for row, settled in self.points.items() if not settled.rated)
        return self.board.unrated.union(rows)

    @cached_property
    def groups(self) -> Groups:
        """What blocs come to."""
        return _Groups(self.board.ruleset, self.board.evidence, stand=self.stand, unrated=self.unrated)

    @cached_property
    def _first_groups(self) -> Groups:
        """What blocs come to before it is known which columns are still those of the rules."""
        return _Groups(self.board.ruleset, self.board.evidence, stand=self._given, unrated=self.unrated)

    def made(self) -> Scoreboard:
        """Return the new scoreboard."""
        outputs = results_of(self.board.ruleset)
        of_criteria = {name: node for name, node in outputs.items() if _kind(name) in _OF_CRITERIA}
        of_whole = {name: node for name, node in outputs.items() if name not in of_criteria}
        open_ = {row: self._row(row, of_criteria, of_whole) for row in range(len(self.board))}
        if self.faults:
            raise EvidenceError(self.faults)
        return evolve(
            self.board,
            groups=self.groups,
            results=_all_open(open_),
            compute=self.compute,
            settled=self.stand,
            unrated=self.unrated,
        )

    def compute(self, outputs: Outputs) -> Results:
        """Compute further formulas of every unit."""
        return _all_open(
            {row: self._evaluated(row, outputs, self.stand(row)) for row in range(len(self.board))}
        )

    def _row(self, row: int, of_criteria: Outputs, of_whole: Outputs) -> Found:
        stand = self.stand(row)
        inner = {node: value for node, value in stand.items() if node not in self._whole}
        found = {**self._evaluated(row, of_criteria, inner), **self._evaluated(row, of_whole, stand)}
        ranking, raw = self.board.ruleset.written.ranking, self._formulas.raw
        if isinstance(ranking.by, str) and not ranking.rounded and raw in stand:
            exact = self._unrounded(row, stand)
            unrounded = {node: exact if node in self._whole else value for node, value in stand.items()}
            found |= self._evaluated(row, {"standing": self._formulas.standing}, unrounded)
        if row in self.unrated:
            found |= {"total": None, "percent": None, "standing": None}
            found |= {name: Truth3.known(False) for name in of_whole if _kind(name) == "class"}
        return found

    @property
    def _whole(self) -> tuple[Number, Number]:
        return self._formulas.raw, self._formulas.total

    def _unrounded(self, row: int, stand: Mapping[Node, Value]) -> Value:
        settled = self.points.get(row, Settled())
        return settled.unrounded or settled.total or stand[self._formulas.raw]

    # ── what stands in the place of formulas ────────────────────────────────────────

    def stand(self, row: int) -> Mapping[Node, Value]:
        """Return the values that stand in the place of what formulas give for a unit."""
        if row not in self._stands:
            self._stands[row] = {**self._given(row), **self._columns(row)}
        return self._stands[row]

    def _given(self, row: int) -> dict[Node, Value]:
        """Return settled points and totals alone."""
        found = dict(self.board.settled(row))
        settled = self.points.get(row)
        if settled is None:
            return found
        points = {name: each.points for name, each in self._formulas.criteria.items()}
        found |= {points[name]: value for name, value in settled.criteria.items()}
        total = settled.total if settled.rated else ANYTHING
        if total is not None:
            # Without rounding in the rules the two are one formula, and the total goes before.
            found[self._formulas.raw] = (settled.rated and settled.unrounded) or total
            found[self._formulas.total] = total
        return found

    def _columns(self, row: int) -> dict[Node, Value]:
        """Return what the columns of the whole table come to where points were settled otherwise.

        How an assessor's points are divided between the columns nobody knows: only the rules' own
        limits hold.
        """
        inputs = UnitInputs(self.board.ruleset, self.board.evidence, row, self._first_groups.value)
        given = self._given(row)
        evaluator, criteria = Evaluator(inputs, given), self._formulas.criteria
        changed = self._changed(given, inputs, evaluator)
        if not changed:
            return {}

        def part(name: str, column: ColumnName) -> Value:
            applies, of = criteria[name].applies, criteria[name].columns[column]
            if name not in changed:
                return evaluator.attempt(nodes.If(applies, of, nodes.ZERO), taken=False)
            truth, free = evaluator.truth(applies), bounds(of, self._formulas.ranges)
            return free if not truth.may_fail else hull([free, Value.known(0)])

        return {
            node: add(part(name, column) for name in criteria)
            for column, node in self._formulas.columns.items()
        }

    def _changed(
        self, given: Mapping[Node, Value], inputs: UnitInputs, evaluator: Evaluator
    ) -> frozenset[str]:
        """Find the criteria whose settled points are not those that the rules give."""
        by_rule = {
            name: inputs.claim(name, evaluator.attempt(each.points.of, taken=False))
            for name, each in self._formulas.criteria.items()
            if each.points in given
        }
        points = {name: given[self._formulas.criteria[name].points] for name in by_rule}
        return frozenset(name for name in by_rule if points[name] != by_rule[name])

    # ── computing ───────────────────────────────────────────────────────────────────

    def _evaluated(self, row: int, outputs: Outputs, stand: Mapping[Node, Value]) -> dict[Any, Any]:
        inputs = UnitInputs(self.board.ruleset, self.board.evidence, row, self.groups.value)
        evaluator = Evaluator(inputs, stand)
        return {name: self._one(row, name, node, evaluator) for name, node in outputs.items()}

    def _one(self, row: int, name: Any, node: Node, evaluator: Evaluator) -> Value | Truth3 | None:
        try:
            if isinstance(node, Condition) and (_kind(name) in _TRUTHS or not isinstance(node, Number)):
                return evaluator.truth(node)
            assert isinstance(node, Number)
            return evaluator.number(node)
        except Undefined as error:
            self.faults += self._undefined(row, name, error, evaluator)
            return None

    def _undefined(self, row: int, name: Any, error: Undefined, evaluator: Evaluator) -> Iterator[Fault]:
        """Yield the fault of a criterion without value; of a unit to which nothing applies there is none."""
        nothing = evaluator.attempt(self._formulas.applicable, taken=False).high == 0
        if _kind(name) == "criterion" and not nothing:
            unit = self.board.evidence.units[row]
            yield Fault(error.code, parameters={"unit": unit.id, "criterion": name[1]})


def _kind(name: Any) -> Any:
    """Return the kind of an output, the first part of its name."""
    return name[0] if isinstance(name, tuple) else name


def _all_open(found: Mapping[int, Found]) -> Results:
    return Results([None] * len(found), {}, {}, found)
