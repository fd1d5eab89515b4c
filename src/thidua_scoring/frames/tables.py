"""Small tables of the evidence: long frames that are reduced to numbers of their units."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import polars as pl
from attrs import frozen

from thidua_scoring.formula import nodes
from thidua_scoring.formula.analyse import Bounds, Range
from thidua_scoring.formula.lower import Batch, Layout
from thidua_scoring.frames.columns.lower import Inputs, Writer
from thidua_scoring.frames.columns.quotients import Quotient
from thidua_scoring.frames.columns.wholes import Check, TooWide, Truth, expression
from thidua_scoring.frames.columns.windows import Windows, order_key
from thidua_scoring.frames.exact_cells import ends_of, narrow
from thidua_scoring.frames.figures import (
    FACTS,
    Ends,
    Folded,
    Laid,
    levels_of,
    names_in,
    numbers_of,
    truths_of,
    wider,
)
from thidua_scoring.frames.reading import Cells
from thidua_scoring.frames.source import Source

ROW = "·row"


@frozen(eq=False)
class Rows:
    """The rows of one small table, of all units, in their order."""

    row: pl.Series
    """The row of the unit in its frame."""
    sources: tuple[Source, ...]
    cells: Mapping[str, Cells]

    def of(self, units: set[int]) -> dict[int, list[tuple[Any, ...]]]:
        """Return the rows of some units, as the reference reads them."""
        kept = self.row.is_in(list(units))
        found: dict[int, list[tuple[Any, ...]]] = {}
        columns = [self.cells[source.key].values.filter(kept).to_list() for source in self.sources]
        for unit, *row in zip(self.row.filter(kept).to_list(), *columns, strict=True):
            found.setdefault(unit, []).append(tuple(row))
        return found


@frozen(eq=False)
class Reduced:
    """One number for each unit, from its rows of a table."""

    coefficient: Fraction
    top: pl.Series
    bottom: pl.Series | None
    ok: pl.Series

    def shape(self) -> Folded:
        """Return what a program takes from it."""
        bottom = None if self.bottom is None else _ends(self.bottom)
        return Folded(self.coefficient, bool(self.ok.all()), _ends(self.top), bottom)


def _ends(values: pl.Series) -> Ends:
    low, high = ends_of(values) or (0, 0)
    return wider(low, high)


def reduce(of: nodes.Reduce, rows: Rows, units: Laid, sources: Mapping[str, Source], limit: int) -> Reduced:
    """Fold the rows of every unit; units whose figures a row reads are laid beside it."""
    laid = Laid(pl.DataFrame({ROW: rows.row}), limit)
    for source in rows.sources:
        laid.put(source, rows.cells[source.key])
    if laid.beyond is not None:
        raise TooWide
    whole = {**{source.key: source for source in rows.sources}, **_read_by(of, sources)}
    for key in whole.keys() - {source.key for source in rows.sources}:
        laid.frame = laid.frame.with_columns(units.frame[key].gather(rows.row))
        if key in units.ranges:
            laid.ranges[key] = units.ranges[key]
        if f"·known {key}" in units.frame.columns:
            laid.frame = laid.frame.with_columns(units.frame[f"·known {key}"].gather(rows.row))
    written = _Written.of(of, laid, whole)
    if max(abs(written.number.top.low), written.number.top.high) * max(1, len(rows.row)) >= 2**126:
        raise TooWide
    return _folded(of, written.picked(of, laid.frame, rows), written.number, units.frame.height)


def _read_by(of: nodes.Reduce, sources: Mapping[str, Source]) -> dict[str, Source]:
    """Find the figures of the unit that the rows read."""
    inside = [of.of, *([] if of.where is None else [of.where])]
    found: dict[str, Source] = {}
    for part in nodes.walk(*inside):
        if isinstance(part, nodes.Group | nodes.Reduce | nodes.Applies | nodes.Given):
            raise TooWide
        if isinstance(part, nodes.Field):
            found[part.key] = FACTS.get(part.key) or sources[part.key]
    return found


@frozen(eq=False)
class _Written:
    """What a row adds, whether it counts, and where that has a value at all."""

    writer: Writer
    number: Quotient
    counts: Check
    ok: Check

    @classmethod
    def of(cls, of: nodes.Reduce, laid: Laid, sources: Mapping[str, Source]) -> _Written:
        """Write the formulas of one row."""
        inside = (of.of, *(() if of.where is None else (of.where,)))
        ranges = {
            key: Range(low=Fraction(low, sources[key].scale), high=Fraction(high, sources[key].scale))
            for key, (low, high) in laid.ranges.items()
        }
        inputs = Inputs(
            numbers=numbers_of(sources.values(), laid.ranges),
            truths=truths_of(sources.values()),
            levels=levels_of(sources.values(), names_in(*inside)),
            known={
                key: Truth(pl.col(f"·known {key}"), 0, 0)
                for key in sources
                if f"·known {key}" in laid.frame.columns
            },
            whole={},
            given={},
            applies={},
            reduced={},
            bounds=Bounds(Batch(ranges, Layout(fields=(), scales={}))),
            windows=Windows(ROW, 1),
        )
        writer = Writer(inputs, inside, "··")
        counts, ok = (True, True) if of.where is None else writer.truth(of.where)
        number = writer.quotient(writer.number(of.of))
        return cls(writer, number, writer.check(counts), writer.check(ok))

    def picked(self, of: nodes.Reduce, frame: pl.DataFrame, rows: Rows) -> pl.LazyFrame:
        """Leave the rows that count, with their top, bottom and place in the order."""
        key, number = self.writer.whole(order_key(self.number)), self.number
        lazy = frame.lazy()
        if of.distinct is not None:
            lazy = lazy.with_columns(rows.cells[f"[{of.distinct}]"].values.alias("·distinct"))
        for stage in self.writer.stages:
            lazy = lazy.with_columns(stage)
        bottom = pl.lit(1, dtype=pl.Int64) if number.bottom is None else number.bottom.expr
        lazy = lazy.select(
            ROW,
            *(["·distinct"] if of.distinct is not None else []),
            expression(self.counts).alias("·counts"),
            number.top.expr.alias("·top"),
            bottom.alias("·bottom"),
            key.expr.alias("·key"),
            (expression(number.ok) & expression(self.ok)).alias("·ok"),
        )
        lazy = lazy.filter(pl.col("·counts") | ~pl.col("·ok"))
        if of.distinct is not None:
            # A row without a value stays, and sends its unit to the reference engine.
            lazy = lazy.unique([ROW, "·distinct", "·ok"], keep="first", maintain_order=True)
        if of.drop_lowest or of.drop_highest:
            place = pl.int_range(pl.len()).over(ROW, order_by="·key")
            left = pl.len().over(ROW).cast(pl.Int64) - of.drop_highest
            lazy = lazy.filter(((place >= of.drop_lowest) & (place < left)) | ~pl.col("·ok"))
        return lazy


def _folded(of: nodes.Reduce, picked: pl.LazyFrame, number: Quotient, units: int) -> Reduced:
    """Fold what was picked, and give every unit its number."""
    if number.bottom is not None and of.how in ("sum", "mean"):
        raise TooWide
    at = pl.col("·key").arg_max() if of.how == "max" else pl.col("·key").arg_min()
    top = {
        "count": pl.len().cast(pl.Int64),
        "sum": pl.col("·top").cast(pl.Int128).sum(),
        "mean": pl.col("·top").cast(pl.Int128).sum(),
    }.get(of.how, pl.col("·top").get(at))
    bottom = {"mean": pl.len().cast(pl.Int64)}.get(of.how, pl.col("·bottom").get(at))
    folded = picked.group_by(ROW).agg(
        top.alias("top"), bottom.alias("bottom"), pl.col("·ok").all().alias("ok")
    )
    every = pl.LazyFrame({ROW: pl.int_range(units, eager=True)})
    none_is_none = of.how not in ("sum", "count")
    result = (
        every.join(folded.with_columns(pl.col(ROW).cast(pl.Int64)), on=ROW, how="left", maintain_order="left")
        .select(
            pl.col("top").fill_null(0),
            pl.col("bottom").fill_null(1),
            pl.col("ok").fill_null(not none_is_none),
        )
        .collect()
    )
    if of.how == "count":
        return Reduced(Fraction(1), result["top"], None, result["ok"])
    tops = narrow(result["top"])
    has_bottom = of.how == "mean" or (number.bottom is not None and of.how != "sum")
    return Reduced(number.coefficient, tops, narrow(result["bottom"]) if has_bottom else None, result["ok"])
