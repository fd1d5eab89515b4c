"""Evidence that holds a unit, or its whole bloc, many times over, each time with other figures.

The ordinary engine scores many units at once, so it is the one that says what changes come to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from math import lcm
from typing import Any

from attrs import define, evolve, field

from thidua_scoring.evidence.columns import Column
from thidua_scoring.evidence.evidence import Evidence, Unit
from thidua_scoring.evidence.kinds import Scalar
from thidua_scoring.formula import nodes
from thidua_scoring.formula.nodes import Field, Group, Node
from thidua_scoring.formula.values import Value
from thidua_scoring.ruleset.ruleset import Ruleset
from thidua_scoring.scoring.engine import Scoring, results_of
from thidua_scoring.scoring.groups import Groups, Outputs
from thidua_scoring.scoring.results import Results
from thidua_scoring.scoring.scoreboard import Scoreboard

Varied = Mapping[str, Sequence[Scalar]]
"""What a figure is in each copy, by its key."""
AT_ONCE = 20_000
"""How many rows are scored at a time where whole blocs are copied."""


@define(eq=False)
class Steady(Groups):
    """Group figures that no change moves: those of the unit as it is."""

    board: Any = field(kw_only=True)
    row: int = field(kw_only=True)

    def value(self, group: Group, row: int) -> Value:
        """Return what the group comes to, whichever copy asks."""
        found: Value = self.board.groups.value(group, self.row)
        return found


def of_unit(board: Scoreboard, row: int, varied: Varied, count: int, outputs: Outputs) -> Results:
    """Compute outputs of copies of one unit; what its bloc comes to stays as it is."""
    keys = _read(board.ruleset, outputs.values())
    evidence = _copied(board.evidence, [row], 0, count, varied=varied, keys=keys)
    groups = Steady(board.ruleset, evidence, board=board, row=row)
    return Scoring(board.ruleset, evidence).computed(outputs, groups)


def of_blocs(board: Scoreboard, row: int, varied: Varied, count: int) -> Iterator[tuple[Scoreboard, int]]:
    """Score copies of the unit's whole bloc; yield the board of each copy and the unit's row in it.

    Many copies share a board, each a bloc of it. `lost` says of which a criterion has no value.
    """
    evidence = board.evidence
    bloc = evidence.units[row].bloc
    rows = [other for other, unit in enumerate(evidence.units) if unit.bloc == bloc]
    alone = Field("bloc", criterion="").key in board.ruleset.formulas.fields
    step = 1 if alone else max(1, AT_ONCE // len(rows))
    for start in range(0, count, step):
        part = {key: values[start : start + step] for key, values in varied.items()}
        number = min(step, count - start)
        made = _copied(evidence, rows, rows.index(row), number, varied=part, keys=evidence.columns)
        if not alone:
            units = (evolve(unit, bloc=f"{n // len(rows)}") for n, unit in enumerate(made.units))
            made = evolve(made, units=tuple(units))
        scored = _scored(board.ruleset, made)
        for copy in range(number):
            yield scored, copy * len(rows) + rows.index(row)


def _scored(ruleset: Ruleset, evidence: Evidence) -> Scoreboard:
    """Score as the engine does, without refusing evidence for which a formula has no value."""
    scoring = Scoring(ruleset, evidence)
    groups = Groups(ruleset, evidence, lambda outputs: scoring.settled(outputs, groups))
    results = scoring.computed(results_of(ruleset), groups)
    return Scoreboard(ruleset, evidence, groups, results, lambda outputs: scoring.computed(outputs, groups))


def lost(board: Scoreboard, row: int) -> bool:
    """Say whether a criterion of some unit of the row's bloc has no value though something applies."""
    if not board.results.open:
        return False
    return any(_lost(board, other) for other in board.groups.blocs[board.evidence.units[row].bloc])


def _lost(board: Scoreboard, row: int) -> bool:
    if board.results.rows[row] is not None:
        return False
    applicable = board.value("applicable", row)
    if applicable is not None and applicable.high == 0:
        return False
    return any(board.value(("criterion", name), row) is None for name in board.ruleset.formulas.criteria)


def _read(ruleset: Ruleset, parts: Iterable[Node]) -> set[str]:
    """Return the keys that formulas read, and those of every criterion whose points they read."""
    found, owners = set[str](), set[str]()
    for part in nodes.walk(*parts):
        if isinstance(part, Field):
            found.add(part.key)
        elif isinstance(part, nodes.Points):
            owners.add(part.criterion)
    return found | {key for key in ruleset.formulas.fields if key.rpartition(".")[0] in owners}


def _copied(
    evidence: Evidence, rows: Sequence[int], at: int, count: int, *, varied: Varied, keys: Iterable[str]
) -> Evidence:
    """Repeat some rows of evidence; in each copy the figures of the row at one place are varied."""
    width = len(rows)

    def spread(of: Iterable[int]) -> frozenset[int]:
        those = frozenset(of)
        places = [place for place, row in enumerate(rows) if row in those]
        return frozenset(copy * width + place for copy in range(count) for place in places)

    columns = {}
    for key in keys:
        column = evidence.columns.get(key)
        if column is None:
            continue
        values, scale = [column.values[row] for row in rows] * count, column.scale
        if key in varied:
            values, scale = _varied(column, values, varied[key], slice(at, None, width))
        marks = spread(column.unconfirmed), spread(column.absent)
        ranges = {
            copy * width + place: column.ranges[row]
            for copy in range(count) for place, row in enumerate(rows)
            if row in column.ranges and not (key in varied and place == at)
        }  # fmt: skip
        columns[key] = Column(scale, values, *marks, column.columns, ranges)
    claims = {
        name: {copy * width + place: given[row]
               for copy in range(count) for place, row in enumerate(rows) if row in given}
        for name, given in evidence.claims.items()
    }  # fmt: skip
    away = {name: spread(of) for name, of in evidence.not_applicable.items()}
    return Evidence(_units(evidence, rows, count), columns, away, claims)


def _units(evidence: Evidence, rows: Sequence[int], count: int) -> tuple[Unit, ...]:
    """Name the copies apart, unless it is one unit alone, of which nobody asks the name."""
    if len(rows) == 1:
        return (evidence.units[rows[0]],) * count
    units = [evidence.units[row] for row in rows]
    return tuple(evolve(unit, id=f"{copy}/{unit.id}") for copy in range(count) for unit in units)


def _varied(column: Column, values: list[Any], new: Sequence[Scalar], where: slice) -> tuple[list[Any], int]:
    """Put new figures into the places of one unit, at a scale that holds them exactly."""
    divisors = {value.denominator for value in new if isinstance(value, Fraction)}
    scale = lcm(column.scale, *divisors)
    factor = scale // column.scale
    if factor > 1:
        values = [value * factor if type(value) is int else value for value in values]
    values[where] = [
        value.numerator * (scale // value.denominator) if isinstance(value, Fraction) else value
        for value in new
    ]
    return values, scale
