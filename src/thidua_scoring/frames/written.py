"""Results written to Parquet chunk by chunk, under another name until they are whole."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, TypeAlias
from uuid import uuid4

import polars as pl

from thidua_scoring.frames.chunks import arrow_schema, scored_chunk, to_arrow
from thidua_scoring.frames.extras import faulty
from thidua_scoring.frames.plan import Plan

Progress: TypeAlias = "Callable[[int], None]"
"""Called with the number of rows that are scored so far."""


def write_scored(
    plan: Plan,
    chunks: Iterable[pl.DataFrame],
    file: Path,
    progress: Progress | None = None,
) -> tuple[int, int]:
    """Score chunks of whole blocs into one Parquet file; only one chunk is held at a time.

    Return the number of rows, and of those that the reference engine scored.
    """
    import pyarrow.parquet as pq

    schema = arrow_schema(plan.output)
    rows = rescored = 0
    with pq.ParquetWriter(file, schema, compression="zstd") as writer:
        for chunk in chunks:
            scored = scored_chunk(plan, chunk)
            writer.write_table(to_arrow(scored.frame, schema))
            rows, rescored = rows + chunk.height, rescored + scored.rescored
            if progress is not None:
                progress(rows)
    return rows, rescored


_RESULT: Final = re.compile(r"part-.*\.parquet|\.part-.*\.crc|\.?_SUCCESS(\.crc)?")
"""The files of a folder that Spark wrote."""


@contextmanager
def in_place_when_whole(target: Path) -> Iterator[Path]:
    """Give a name beside ``target`` to write to; it takes the place of ``target`` when all went well.

    What is half written is taken away. Raises `FaultsError` for a folder that holds other files than an
    older result.
    """
    if target.is_dir() and not all(_RESULT.fullmatch(each.name) for each in target.iterdir()):
        raise faulty("not-a-result", file=str(target))
    unfinished = target.with_name(f".{target.name}.{uuid4().hex[:12]}.part")
    try:
        yield unfinished
        if unfinished.is_dir() and target.is_dir():
            shutil.rmtree(target)
        unfinished.replace(target)
    finally:
        if unfinished.is_dir():
            shutil.rmtree(unfinished)
        else:
            unfinished.unlink(missing_ok=True)
