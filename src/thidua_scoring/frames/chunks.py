"""Chunks of a stream that hold whole blocs, for data that is never in memory in one piece."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

import polars as pl
from attrs import evolve

from thidua_scoring.errors import EvidenceError, Fault
from thidua_scoring.frames.headers import FRAME

if TYPE_CHECKING:
    import pyarrow as pa

    from thidua_scoring.frames.chunk import Chunk
    from thidua_scoring.frames.plan import Plan

ROWS: Final = 100_000
"""Rows of a chunk: enough that columns pay, and few enough for a small share of memory."""


def whole_blocs(
    batches: Iterable[pa.RecordBatch], by: Sequence[str], rows: int = ROWS
) -> Iterator[pl.DataFrame]:
    """Gather batches to frames of about ``rows`` rows, cut only between blocs.

    The batches are in the order of the columns ``by``, or in any in which the rows of a bloc follow
    each other. A bloc of more than ``rows`` rows comes whole; without ``by`` all rows are one bloc.
    """
    held: list[pl.DataFrame] = []
    count = 0
    for piece in _pieces(batches, rows):
        if count >= rows and (cut := _next_bloc(held[-1], piece, by)) is not None:
            yield pl.concat([*held, piece[:cut]])
            held, count = [piece[cut:]], piece.height - cut
        else:
            held.append(piece)
            count += piece.height
    if count:
        yield pl.concat(held)


def _pieces(batches: Iterable[pa.RecordBatch], rows: int) -> Iterator[pl.DataFrame]:
    """Yield the rows of batches in frames that are not empty and no larger than a chunk."""
    for batch in batches:
        frame = pl.DataFrame(batch)
        for start in range(0, frame.height, rows):
            yield frame[start : start + rows]


def _next_bloc(held: pl.DataFrame, piece: pl.DataFrame, by: Sequence[str]) -> int | None:
    """Return the first row of ``piece`` that is of another bloc than the last row held."""
    if not by:
        return None
    last = held.row(-1, named=True)
    changed = piece.select(
        pl.any_horizontal(
            pl.col(name).ne_missing(pl.lit(last[name], dtype=piece.schema[name])) for name in by
        ).arg_true()
    ).to_series()
    return None if changed.is_empty() else int(changed[0])


def scored_chunk(plan: Plan, frame: pl.DataFrame, tables: Mapping[str, pl.DataFrame] | None = None) -> Chunk:
    """Score a chunk; what is refused is told by unit, since rows of a chunk have no number of their own."""
    try:
        return plan.score(frame, tables or {})
    except EvidenceError as error:
        raise EvidenceError([_by_unit(fault, frame) for fault in error.faults]) from None


def _by_unit(fault: Fault, frame: pl.DataFrame) -> Fault:
    place = fault.place
    if place.line is None:
        return fault
    unit = (str(frame["unit"][place.line - 1]),) if place.file == FRAME else ()
    return evolve(fault, place=evolve(place, line=None, path=(*unit, *place.path)))


def arrow_schema(schema: pl.Schema) -> pa.Schema:
    """Return the Arrow schema of a result, in types that Parquet, DuckDB and Spark all hold."""
    import pyarrow as pa

    plain = schema.to_frame().to_arrow(compat_level=pl.CompatLevel.oldest()).schema
    texts = (pa.types.is_large_string, pa.types.is_dictionary)
    return pa.schema(
        [
            pa.field(each.name, pa.string() if any(is_(each.type) for is_ in texts) else each.type)
            for each in plain
        ]
    )


def to_arrow(frame: pl.DataFrame, schema: pa.Schema) -> pa.Table:
    """Write a frame in the types of `arrow_schema`."""
    return frame.to_arrow(compat_level=pl.CompatLevel.oldest()).cast(schema)
