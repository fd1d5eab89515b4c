"""Lay what was read of a frame into columns that formulas can be computed from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from math import ceil, floor
from typing import Final, TypeAlias

import polars as pl
from attrs import define, evolve, field, frozen

from thidua_scoring.criterion import FieldSpec
from thidua_scoring.formula import nodes
from thidua_scoring.formula.analyse import Range
from thidua_scoring.formula.nodes import Node
from thidua_scoring.frames.columns.lower import Codes
from thidua_scoring.frames.columns.quotients import Quotient
from thidua_scoring.frames.columns.wholes import Truth, Whole
from thidua_scoring.frames.exact_cells import ends_of, narrow
from thidua_scoring.frames.reading import Cells
from thidua_scoring.frames.source import Source
from thidua_scoring.ruleset.model import UNIT_FACTS

Ends: TypeAlias = "tuple[int, int]"
FACTS: Final = {
    f".{name}": Source(f".{name}", FieldSpec(name, "text"), name, places=0) for name in UNIT_FACTS
}
"""What every unit has: texts, by the keys under which formulas read them."""


@frozen
class Shape:
    """All that a program takes from the data: nothing else of a cell decides how it is computed."""

    ranges: tuple[tuple[str, Ends], ...]
    """Ranges of integers, by key, out to powers of ten, so that few programs serve all frames."""
    unknown: frozenset[str]
    """Figures that are not known in some row."""
    optional: frozenset[str]
    """Figures that do not apply to some row."""
    applies: frozenset[str]
    """Criteria that do not apply to some row."""
    rows: int
    """As many rows as there are at most."""
    reduced: tuple[Folded, ...] = ()
    """What is known of each reduction of a small table."""


@frozen
class Folded:
    """What a program takes from one reduction of a small table."""

    coefficient: Fraction
    sure: bool
    """Whether every unit has a value."""
    top: Ends
    bottom: Ends | None


def wider(low: int, high: int) -> Ends:
    """Return a range of few kinds that holds another: powers of ten, and 0 or 1 below."""
    return (_power(low) if low < 0 else min(low, 1)), max(_power(high) if high > 0 else 0, min(low, 1))


def _power(value: int) -> int:
    size: int = 10 ** len(str(abs(value)))
    return size if value > 0 else -size


@define(eq=False)
class Laid:
    """Columns laid out under names of their own, beside those that mark rows for the reference."""

    frame: pl.DataFrame
    limit: int
    """The greatest size of an integer; rows beyond go by the reference."""
    ranges: dict[str, Ends] = field(factory=dict)
    beyond: pl.Series | None = None
    """Rows of which some integer is beyond the limit."""

    def put(self, source: Source, cells: Cells) -> None:
        """Lay one figure: no row is left without a value, known or not."""
        values = cells.values
        if source.spec.kind == "yes-no":
            self._add(source.key, values.fill_null(False))
        elif source.spec.kind in ("level", "text"):
            self._add(source.key, values.fill_null(""))
        else:
            self._number(source, values, cells.ends if source.numeric else ends_of(values))

    def _add(self, key: str, values: pl.Series) -> None:
        self.frame = self.frame.with_columns(values.alias(key))

    def _number(self, source: Source, values: pl.Series, found: Ends | None) -> None:
        spec, scale = source.spec, source.scale
        fill = 0 if spec.minimum is None else max(0, ceil(spec.minimum * scale))
        if spec.maximum is not None:
            fill = min(fill, floor(spec.maximum * scale))
        if found is not None and (found[0] < -self.limit or found[1] > self.limit):
            far = ((values < -self.limit) | (values > self.limit)).fill_null(False)
            self.beyond = far if self.beyond is None else self.beyond | far
            values = values.zip_with(
                ~far, pl.Series([None], dtype=values.dtype).new_from_index(0, len(values))
            )
            found = ends_of(values)
        values = narrow(values)
        ends = [] if found is None else [*found]
        if values.null_count():
            values = values.fill_null(fill)
            ends.append(fill)
        self.ranges[source.key] = wider(min(ends, default=fill), max(ends, default=fill))
        self._add(source.key, values)


def whole_of(key: str, ends: Ends) -> Whole:
    """Return the column of a figure as it is laid; its type follows from its range."""
    made = Whole(pl.col(key), *ends)
    # The range and the column may say different bits: casting is free where it already fits.
    return evolve(made, expr=pl.col(key).cast(pl.Int128 if made.wide else pl.Int64))


def numbers_of(sources: Iterable[Source], ranges: Mapping[str, Ends]) -> dict[str, Quotient]:
    """Return the numbers among figures as formulas read them."""
    return {
        source.key: Quotient(Fraction(1, source.scale), whole_of(source.key, ranges[source.key]))
        for source in sources
        if source.key in ranges
    }


def truths_of(sources: Iterable[Source]) -> dict[str, Truth]:
    """Return the truths among figures."""
    return {source.key: Truth(pl.col(source.key), 0, 0) for source in sources if source.spec.kind == "yes-no"}


def levels_of(sources: Iterable[Source], named: Iterable[str]) -> dict[str, Codes]:
    """Return levels and texts as codes, one for each name that some formula knows."""
    codes = {name: code for code, name in enumerate(sorted(named))}
    return {
        source.key: Codes(
            pl.col(source.key).replace_strict(codes, default=-1, return_dtype=pl.Int64)
            if codes
            else pl.lit(-1, dtype=pl.Int64),
            codes,
        )
        for source in sources
        if source.spec.kind in ("level", "text")
    }


def names_in(*roots: Node) -> set[str]:
    """Gather the levels and texts that formulas compare with."""
    found: set[str] = set()
    for part in nodes.walk(*roots):
        if isinstance(part, nodes.IsLevel):
            found |= part.levels
        elif isinstance(part, nodes.Lookup):
            found |= {name for name, _ in part.values}
    return found


def measured(
    declared: Mapping[str, Range], sources: Iterable[Source], ranges: Mapping[str, Ends]
) -> dict[str, Range]:
    """Narrow the declared ranges to what the columns hold."""
    found = dict(declared)
    for source in sources:
        if source.key in ranges:
            low, high = (Fraction(end, source.scale) for end in ranges[source.key])
            old = declared.get(source.key, Range())
            found[source.key] = evolve(
                old,
                low=low if old.low is None else max(low, old.low),
                high=high if old.high is None else min(high, old.high),
            )
    return found
