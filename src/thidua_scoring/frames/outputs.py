"""The columns of a result: their names, their types and the formulas behind them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, Literal, TypeAlias

import polars as pl
from attrs import frozen

from thidua_scoring.criterion import COLUMNS
from thidua_scoring.formula import nodes
from thidua_scoring.formula.nodes import Condition, Number
from thidua_scoring.frames.columns.places import Places, gathered, places
from thidua_scoring.ruleset.decisions.classes import WITHOUT_CLASS
from thidua_scoring.ruleset.formulas import Formulas
from thidua_scoring.ruleset.model import Written

What: TypeAlias = Literal["points", "base", "bonus", "deduct", "low", "high"]
STATUSES: Final = ("scored", "not-applicable", "missing", "unconfirmed")
STATUS: Final = pl.Enum(STATUSES)
DIGITS: Final = 38
"""The digits that a column of decimals holds."""


@frozen(eq=False)
class Figure:
    """A number of the result, in a column of its own."""

    name: str
    of: Number
    places: Places
    """Its decimals; None for a number that may have no end, which is written as text."""
    criterion: str = ""
    what: str = ""
    """What it is of its criterion, or of the unit."""

    @property
    def dtype(self) -> pl.DataType:
        """The type of its column."""
        if self.places is None or self.places >= DIGITS:
            return pl.String()
        return pl.Decimal(DIGITS, self.places)


@frozen(eq=False)
class Outputs:
    """All columns of a result, in order."""

    figures: tuple[Figure, ...]
    classes: tuple[str, ...]
    outcomes: tuple[str, ...]
    criteria: tuple[str, ...]
    details: bool

    @classmethod
    def of(
        cls,
        formulas: Formulas,
        written: Written,
        known: Callable[[nodes.Field | nodes.Column], int],
        details: bool,
    ) -> Outputs:
        """List the columns; ``known`` says how many decimals a figure of the evidence has."""
        found = tuple(
            Figure(name, node, places(node, known), criterion, what)
            for name, node, criterion, what in _figures(formulas, details)
        )
        classes = tuple(each.id for each in written.classes)
        given = {veto.outcome for veto in written.vetoes}
        outcomes = tuple(outcome for outcome in WITHOUT_CLASS if outcome in given)
        return cls(found, classes, outcomes, tuple(formulas.criteria), details)

    def conditions(self, formulas: Formulas) -> Iterator[Condition]:
        """Yield the truths that a result is decided by."""
        yield from (criterion.applies for criterion in formulas.criteria.values())
        yield from formulas.classes
        yield from formulas.vetoes

    def schema(self, identity: pl.Schema) -> pl.Schema:
        """Return names and types of the whole result, behind those of the unit itself."""
        named = {figure.name: figure.dtype for figure in self.figures}
        total, class_ = named["total"], pl.Enum(self.classes)
        unit: dict[str, pl.DataType] = {"total": total, "total_low": total, "total_high": total}
        unit |= {name: named[name] for name in ("base", "bonus", "deduct", "applicable", "percent")}
        unit |= dict.fromkeys(("rank", "rank_best", "rank_worst"), pl.Int64())
        unit |= dict.fromkeys(("class", "class_best", "class_worst"), class_)
        unit |= {"outcome": pl.Enum(self.outcomes), "status": STATUS, "by_reference": pl.Boolean()}
        rest = {name: dtype for name, dtype in named.items() if name not in unit}
        schema = dict(identity) | unit
        for name, dtype in rest.items():
            schema[name] = dtype
            if name.endswith(".points"):
                schema[f"{name.removesuffix('.points')}.status"] = STATUS
        if self.details:
            schema |= {f"{criterion}.by_claim": pl.Boolean() for criterion in self.criteria}
        return pl.Schema(schema)


def _figures(formulas: Formulas, details: bool) -> Iterator[tuple[str, Number, str, str]]:
    yield "total", formulas.total, "", "total"
    columns: dict[str, list[Number]] = {column: [] for column in COLUMNS}
    of: dict[tuple[str, str], Number] = {}
    for name, criterion in formulas.criteria.items():
        for column in COLUMNS:
            of[name, column] = gathered(criterion.columns[column])
            counted = nodes.If(criterion.applies, of[name, column], nodes.ZERO)
            columns[column].append(of[name, column] if criterion.applies == nodes.Truth(True) else counted)
    for column in COLUMNS:
        yield column, gathered(nodes.total(*columns[column])), "", column
    yield "applicable", formulas.applicable, "", "applicable"
    yield "percent", nodes.times(100, formulas.percent), "", "percent"
    for name, group in formulas.groups.items():
        yield f"{name}.group_points", group.points, name, "group"
    for name, criterion in formulas.criteria.items():
        yield f"{name}.points", criterion.points, name, "points"
        if details:
            for column in COLUMNS:
                yield f"{name}.{column}", of[name, column], name, column
            yield f"{name}.low", criterion.points, name, "low"
            yield f"{name}.high", criterion.points, name, "high"
