"""Parquet in, Parquet out, by any of the three engines."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

import polars as pl
from attrs import field, frozen

from thidua_scoring.frames.extras import faulty, library
from thidua_scoring.frames.plan import make_plan
from thidua_scoring.frames.written import Progress, in_place_when_whole, write_scored

if TYPE_CHECKING:
    from thidua_scoring.ruleset.ruleset import Ruleset

Engine: TypeAlias = Literal["polars", "duckdb", "spark"]
_MEMORY: Final = re.compile(r"\d+(\.\d+)? ?([kmgt]i?)?b", re.IGNORECASE)


@frozen
class Summary:
    """What was done: how many rows, how many of them by the reference engine, and in what time."""

    rows: int
    rescored: int | None
    """None from Spark, which may do a row twice and cannot count."""
    seconds: float


@frozen(kw_only=True)
class _Job:
    ruleset: Ruleset
    source: Path
    by: Sequence[str]
    tables: Mapping[str, Path]
    scales: Mapping[str, int]
    details: bool
    memory: str | None = None
    partitions: int | None = None
    progress: Progress | None = None
    options: Mapping[str, Any] = field(init=False)

    def __attrs_post_init__(self) -> None:
        options = {"by": tuple(self.by), "scales": self.scales, "details": self.details}
        object.__setattr__(self, "options", options)


def score_parquet(
    ruleset: Ruleset,
    source: str | Path,
    target: str | Path,
    *,
    engine: Engine = "duckdb",
    by: str | Sequence[str] = "bloc",
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
    if memory_limit is not None and not _MEMORY.fullmatch(memory_limit):
        raise faulty("not-a-memory", got=memory_limit)
    named = {key: Path(file) for key, file in (tables or {}).items()}
    job = _Job(
        ruleset=ruleset,
        source=Path(source),
        by=[by] if isinstance(by, str) else by,
        tables=named,
        scales=scales or {},
        details=details,
        memory=memory_limit,
        partitions=partitions,
        progress=progress,
    )
    for file in (job.source, *named.values()):
        _must_be_parquet(file)
    with in_place_when_whole(Path(target)) as unfinished:
        rows, rescored = _ENGINES[engine](job, unfinished)
    return Summary(rows, rescored, perf_counter() - started)


def row_count(source: str | Path) -> int:
    """Return how many rows a Parquet file, or a folder of them, says it has."""
    import pyarrow.parquet as pq

    return sum(pq.read_metadata(file).num_rows for file in _files(Path(source)))


def _files(source: Path) -> list[Path]:
    return sorted(source.rglob("*.parquet")) if source.is_dir() else [source]


def _must_be_parquet(source: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    files = _files(source)
    if not files or not source.exists():
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(source))
    try:
        pq.read_schema(files[0])
    except pa.ArrowInvalid:
        raise faulty("not-parquet", file=str(files[0])) from None


# ── engines ─────────────────────────────────────────────────────────────────────────


def _by_polars(job: _Job, target: Path) -> tuple[int, int | None]:
    tables = {key: pl.read_parquet(_files(file)) for key, file in job.tables.items()}
    schemas = {key: table.schema for key, table in tables.items()}
    files = _files(job.source)
    plan = make_plan(pl.read_parquet_schema(files[0]), job.ruleset, tables=schemas, **job.options)
    frame = pl.read_parquet(files, columns=list(plan.needs))
    if plan.unscaled:
        plan = plan.with_scales(plan.measured(frame))
    return write_scored(plan, [frame], target, tables=tables, progress=job.progress)


def _by_duckdb(job: _Job, target: Path) -> tuple[int, int | None]:
    duckdb = library("duckdb", "duckdb")
    from thidua_scoring.frames.duck import ordered, planned

    # Beside the target there should be room; the system's folder for temporary files may be in memory.
    with TemporaryDirectory(prefix=".thidua-", dir=target.parent) as folder:
        settings = {"temp_directory": folder, **({"memory_limit": job.memory} if job.memory else {})}
        with duckdb.connect(config=settings) as connection:
            source, *small = (
                connection.read_parquet([str(each) for each in _files(file)])
                for file in (job.source, *job.tables.values())
            )
            tables = dict(zip(job.tables, small, strict=True))
            try:
                source, plan = planned(source, job.ruleset, tables=tables, **job.options)
                with ordered(source, plan, job.by) as chunks:
                    return write_scored(plan, chunks, target, progress=job.progress)
            except duckdb.OutOfMemoryException:
                raise faulty("memory-too-small", memory=job.memory or "—") from None


def _by_spark(job: _Job, target: Path) -> tuple[int, int | None]:
    from thidua_scoring.frames.spark import score_spark, session

    spark = session(job.partitions)

    def read(file: Path) -> Any:
        return spark.read.parquet(*(each.absolute().as_uri() for each in _files(file)))

    tables = {key: read(file) for key, file in job.tables.items()}
    scored = score_spark(
        read(job.source), job.ruleset, tables=tables, partitions=job.partitions, **job.options
    )
    scored.write.parquet(target.absolute().as_uri())
    return row_count(target), None


_ENGINES: Final[Mapping[Engine, Callable[[_Job, Path], tuple[int, int | None]]]] = {
    "polars": _by_polars,
    "duckdb": _by_duckdb,
    "spark": _by_spark,
}
