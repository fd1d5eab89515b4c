"""A ruleset assembled: one formula for every figure that a result shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from functools import cached_property
from typing import Any, Literal, TypeAlias

from attrs import evolve, frozen

from thidua_scoring.criterion import COLUMNS, ColumnName, FieldSpec
from thidua_scoring.formula import nodes
from thidua_scoring.formula.analyse import Range, reads_group
from thidua_scoring.formula.nodes import Condition, Node, Number

Reason: TypeAlias = Literal["rule", "cap", "floor", "ceiling", "void", "rounding"]


@frozen
class NamedLine:
    """One line of a criterion as results show it: by a rule, or by what limits the rules."""

    column: ColumnName
    of: Number
    title: str
    source: str
    reason: Reason
    limit: Fraction | None = None
    """The limit or the rounding's step, for a line that is not by a rule."""


@frozen
class CriterionFormulas:
    """The formulas of one criterion, in points."""

    lines: tuple[NamedLine, ...]
    points: nodes.Points
    counted: Number
    """What goes into the group: the points, or what stands for them where they do not apply."""
    applicable: Number
    """What the criterion adds to the applicable maximum."""
    applies: Condition

    def column(self, name: ColumnName) -> Number:
        """Return the sum of one column."""
        return nodes.total(*(line.of for line in self.lines if line.column == name))

    @cached_property
    def relative(self) -> bool:
        """Whether the points depend on other units of the bloc (promise S5)."""
        return reads_group(self.points)

    @cached_property
    def columns(self) -> Mapping[ColumnName, Number]:
        """The sums of the three columns."""
        return {name: self.column(name) for name in COLUMNS}


@frozen
class GroupFormulas:
    """The formulas of one block."""

    points: Number
    applicable: Number


@frozen
class Formulas:
    """Everything that is computed for a unit."""

    criteria: Mapping[str, CriterionFormulas]
    groups: Mapping[str, GroupFormulas]
    raw: Number
    """The total before it is rounded."""
    total: Number
    applicable: Number
    percent: Number
    standing: Number
    """What units are ranked by."""
    classes: tuple[Condition, ...]
    """For each class, from the best down, a condition; the first that holds decides."""
    bands: tuple[Condition, ...]
    """For each class, whether its threshold alone is met."""
    vetoes: tuple[Condition, ...]
    columns: Mapping[ColumnName, Number]
    """What each column comes to over all criteria that apply."""
    fields: Mapping[str, FieldSpec]
    """What is known of every figure that some formula reads, by key."""
    ranges: Mapping[str, Range]

    def roots(self) -> Iterator[Node]:
        """Yield the formulas that between them read every figure."""
        for criterion in self.criteria.values():
            yield criterion.counted
            yield criterion.applicable
        yield from (self.total, self.percent, self.standing, *self.classes, *self.vetoes)

    def rewritten(self, change: Callable[[Node], Any]) -> Formulas:
        """Return the same with every formula sent through ``change``."""
        criteria = {
            name: CriterionFormulas(
                tuple(evolve(line, of=change(line.of)) for line in each.lines),
                *(change(part) for part in (each.points, each.counted, each.applicable, each.applies)),
            )
            for name, each in self.criteria.items()
        }
        groups = {
            name: GroupFormulas(change(each.points), change(each.applicable))
            for name, each in self.groups.items()
        }
        return evolve(
            self,
            criteria=criteria,
            groups=groups,
            raw=change(self.raw),
            columns={name: change(column) for name, column in self.columns.items()},
            total=change(self.total),
            applicable=change(self.applicable),
            percent=change(self.percent),
            standing=change(self.standing),
            classes=tuple(map(change, self.classes)),
            bands=tuple(map(change, self.bands)),
            vetoes=tuple(map(change, self.vetoes)),
        )
