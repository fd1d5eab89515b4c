"""Parquet in, Parquet out, by any of the three engines."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
from attrs import field, frozen

from thidua_scoring.frames.chunks import arrow_schema, to_arrow
from thidua_scoring.frames.extras import faulty, library, megabytes
from thidua_scoring.frames.plan import make_plan
from thidua_scoring.frames.written import Progress, in_place_when_whole, write_scored

if TYPE_CHECKING:
    from thidua_scoring.ruleset.ruleset import Ruleset

Engine: TypeAlias = Literal["polars", "duckdb", "spark"]
_PER_THREAD: Final = 250
"""Megabytes that a thread of DuckDB should have."""


@frozen
class Summary:
    """What was done: how many rows, how many of them by the reference engine, and in what time."""

    rows: int
    rescored: int
    seconds: float


@frozen(kw_only=True)
class _Job:
    ruleset: Ruleset
    source: Path
    by: tuple[str, ...]
    tables: Mapping[str, Path]
    scales: Mapping[str, int]
    details: bool
    memory: str | None = None
    partitions: int | None = None
    progress: Progress | None = None
    options: Mapping[str, Any] = field(init=False)

    def __attrs_post_init__(self) -> None:
        options = {"by": self.by, "scales": self.scales, "details": self.details}
        object.__setattr__(self, "options", options)


def score_parquet(
    ruleset: Ruleset,
    source: str | Path,
    target: str | Path,
    *,
    engine: Engine = "duckdb",
    by: str | Iterable[str] | None = "bloc",
    tables: Mapping[str, str | Path] | None = None,
    scales: Mapping[str, int] | None = None,
    details: bool = False,
    memory_limit: str | None = None,
    partitions: int | None = None,
    progress: Progress | None = None,
) -> Summary:
    """Score a Parquet file, or a folder of them, into another.

    ``polars`` holds all data in memory and keeps the order of the rows. ``duckdb`` sorts them by bloc
    and then by unit, and spills to disk beside ``target`` what DuckDB cannot hold in ``memory_limit``
    (``"2GB"``); by itself DuckDB takes most of the memory. ``spark`` writes a folder with a file for each
    of ``partitions``, sorted in itself. ``target`` stands under its name only when it is whole.
    ``progress`` is called with the number of rows scored so far.
    """
    started = perf_counter()
    if memory_limit is not None:
        megabytes(memory_limit)
    named = {key: Path(file) for key, file in (tables or {}).items()}
    job = _Job(
        ruleset=ruleset,
        source=Path(source),
        by=() if by is None else (by,) if isinstance(by, str) else tuple(by),
        tables=named,
        scales=scales or {},
        details=details,
        memory=memory_limit,
        partitions=partitions,
        progress=progress,
    )
    for file in (job.source, *named.values()):
        _must_be_parquet(file)
        _must_outlast(file, Path(target))
    with in_place_when_whole(Path(target)) as unfinished:
        rows, rescored = _ENGINES[engine](job, unfinished)
    return Summary(rows, rescored, perf_counter() - started)


def row_count(source: str | Path) -> int:
    """Return how many rows a Parquet file, or a folder of them, says it has."""
    return sum(pq.read_metadata(file).num_rows for file in _files(Path(source)))


def _files(source: Path) -> list[Path]:
    return sorted(source.rglob("*.parquet")) if source.is_dir() else [source]


def _must_be_parquet(source: Path) -> None:
    files = _files(source)
    if not files or not source.exists():
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(source))
    try:
        pq.read_schema(files[0])
    except pa.ArrowInvalid:
        raise faulty("not-parquet", file=str(files[0])) from None


def _must_outlast(source: Path, target: Path) -> None:
    """Refuse a result that would take the place of evidence."""
    taken = target.resolve()
    for file in (source.resolve(), *(each.resolve() for each in _files(source))):
        if taken == file or taken in file.parents:
            raise faulty("result-on-evidence", file=str(target))


# ── engines ─────────────────────────────────────────────────────────────────────────


def _by_polars(job: _Job, target: Path) -> tuple[int, int]:
    tables = {key: pl.read_parquet(_files(file)) for key, file in job.tables.items()}
    schemas = {key: table.schema for key, table in tables.items()}
    files = _files(job.source)
    plan = make_plan(pl.Schema(pl.read_parquet_schema(files[0])), job.ruleset, tables=schemas, **job.options)
    frame = pl.read_parquet(files, columns=list(plan.needs))
    if plan.unscaled:
        plan = plan.with_scales(plan.measured(frame, tables))
    scored = plan.score(frame, tables)
    pq.write_table(to_arrow(scored.frame, arrow_schema(plan.output)), target, compression="zstd")
    return frame.height, scored.rescored


def _by_duckdb(job: _Job, target: Path) -> tuple[int, int]:
    duckdb = library("duckdb", "duckdb")
    from thidua_scoring.frames.duck import ordered, planned

    # Beside the target there should be room; the system's folder for temporary files may be in memory.
    with TemporaryDirectory(prefix=".thidua-", dir=target.parent) as folder:
        settings: dict[str, Any] = {"temp_directory": folder}
        if job.memory is not None:
            # Each thread sorts in memory of its own; with more of them than that allows, none gets on.
            fitting = max(1, megabytes(job.memory) // _PER_THREAD)
            settings |= {"memory_limit": job.memory, "threads": min(fitting, os.cpu_count() or 1)}
        with duckdb.connect(config=settings) as connection:
            # DuckDB would draw a bar of its own on standard output.
            connection.execute("set enable_progress_bar = false")
            source, *small = (
                connection.read_parquet([str(each) for each in _files(file)])
                for file in (job.source, *job.tables.values())
            )
            tables = dict(zip(job.tables, small, strict=True))
            try:
                source, plan = planned(source, job.ruleset, tables=tables, **job.options)
                with ordered(source, plan) as chunks:
                    return write_scored(plan, chunks, target, job.progress)
            except duckdb.OutOfMemoryException:
                raise faulty("memory-too-small", memory=job.memory or "—") from None
            except duckdb.Error as error:
                raise faulty("engine-fails", engine="DuckDB", reason=str(error).rstrip(".")) from error


def _by_spark(job: _Job, target: Path) -> tuple[int, int]:
    from thidua_scoring.frames.spark import score_spark, session

    spark, errors = session(job.partitions, job.memory), library("pyspark.errors", "spark")

    def read(file: Path) -> Any:
        return spark.read.parquet(*(each.absolute().as_uri() for each in _files(file)))

    tables = {key: read(file) for key, file in job.tables.items()}
    scored = score_spark(
        read(job.source), job.ruleset, tables=tables, partitions=job.partitions, **job.options
    )
    try:
        scored.write.parquet(target.absolute().as_uri())
    except errors.PySparkException as error:
        raise faulty("engine-fails", engine="Spark", reason=_reason(str(error))) from error
    done = [pq.read_table(file, columns=["by_reference"]).column(0) for file in _files(target)]
    return sum(map(len, done)), sum(column.to_pylist().count(True) for column in done)


def _reason(text: str) -> str:
    """Cut what a worker said out of Spark's account of it."""
    from thidua_scoring.frames.spark import RefusedInSpark

    return text.rpartition(f"{RefusedInSpark.__name__}: ")[2].partition("\n\n")[0].strip(" .\n")


_ENGINES: Final[Mapping[Engine, Callable[[_Job, Path], tuple[int, int]]]] = {
    "polars": _by_polars,
    "duckdb": _by_duckdb,
    "spark": _by_spark,
}
