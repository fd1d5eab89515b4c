"""PySpark frames: the rows of a bloc are brought together, and each partition scored as one stream.

The local engine runs in Spark's Python workers over whole partitions, never once per bloc, so the
workers need this library with its extra ``spark``. A partition that is lost is computed again from its
input, and since nothing else is written or counted, nothing is lost or doubled.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import polars as pl

from thidua_scoring.errors import FaultsError
from thidua_scoring.frames.chunks import ROWS, arrow_schema, scored_chunk, to_arrow, whole_blocs
from thidua_scoring.frames.extras import (
    MOST_LOST,
    NO_ROWS,
    faulty,
    library,
    megabytes,
    refuse_lost,
    refuse_texts,
)
from thidua_scoring.frames.plan import Plan, make_plan

if TYPE_CHECKING:
    import pyarrow as pa

    from thidua_scoring.ruleset.ruleset import Ruleset

SparkFrame = Any
"""``pyspark.sql.DataFrame``; not imported, since the extra ``spark`` may not be installed."""
_Batches: TypeAlias = "Iterable[pa.RecordBatch]"
_MEASURED: Final = "column string, places int"
_INDEX: Final = "row"
"""The column of a small table that says in which order its rows are."""


def score_spark(
    frame: SparkFrame,
    ruleset: Ruleset,
    *,
    by: Sequence[str] = ("bloc",),
    tables: Mapping[str, SparkFrame] | None = None,
    scales: Mapping[str, int] | None = None,
    details: bool = False,
    partitions: int | None = None,
) -> SparkFrame:
    """Score a PySpark frame; return another, lazy like any.

    The rows of a bloc are in one partition of the result, and each partition is sorted by bloc and then
    by unit; for one order of all rows, sort the result. ``partitions`` is into how many the blocs are
    distributed; None leaves it to Spark. Columns of floats or texts whose decimals are not in
    ``scales`` are measured first, by a job of their own. Rows of a small table are in the order of its
    column ``row``; without it they are sorted by what they hold.
    """
    source, plan = planned(frame, ruleset, by=by, tables=tables, scales=scales, details=details)
    return score_planned(source, plan, partitions)


def planned(
    frame: SparkFrame,
    ruleset: Ruleset,
    *,
    by: Sequence[str],
    tables: Mapping[str, SparkFrame] | None = None,
    scales: Mapping[str, int] | None = None,
    details: bool = False,
) -> tuple[SparkFrame, Plan]:
    """Return the frame with its small tables nested, and the plan with every scale known."""
    for key, table in (tables or {}).items():
        frame = _nested(frame, key, table, by, ruleset)
    schema = pl.DataFrame(frame.limit(0).toArrow()).schema
    plan = make_plan(schema, ruleset, by=tuple(by), tables={}, scales=scales or {}, details=details)
    if plan.unscaled:
        measured = _mapped(_select(frame, plan.needs), partial(_measure, plan), _MEASURED)
        most = measured.groupBy("column").agg({"places": "max"}).collect()
        plan = plan.with_scales({str(column): int(places) for column, places in most})
    return frame, plan


def score_planned(
    frame: SparkFrame, plan: Plan, partitions: int | None = None, rows: int = ROWS
) -> SparkFrame:
    """Bring the rows of each bloc together and run the plan over whole partitions."""
    chosen = _select(frame, plan.needs)
    if plan.by:
        keys = [_column(name) for name in plan.by]
        chosen = chosen.repartition(partitions, *keys) if partitions else chosen.repartition(*keys)
    else:
        chosen = chosen.coalesce(1)
    ordered = chosen.sortWithinPartitions(*(_sort_key(frame, name) for name in (*plan.by, "unit")))
    result = frame.sparkSession.createDataFrame(arrow_schema(plan.output).empty_table()).schema
    return _mapped(ordered, partial(_score, plan, rows), result)


def session(partitions: int | None = None, memory: str | None = None) -> Any:
    """Return the Spark session that is active, or start one: on this machine, if nothing else is configured.

    Raises `FaultsError` with ``needs-extra`` without PySpark, and ``needs-java`` where Spark does not start.
    """
    sql, errors = library("pyspark.sql", "spark"), library("pyspark.errors", "spark")
    active = sql.SparkSession.getActiveSession()
    if active is not None:
        return active
    # The workers must find this library, so they are by default of this same Python.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = sql.SparkSession.builder.appName("thidua score-frame").config("spark.ui.enabled", "false")
    builder = builder.config("spark.ui.showConsoleProgress", str(sys.stderr.isatty()).lower())
    if partitions:
        builder = builder.config("spark.sql.shuffle.partitions", partitions)
    if memory:
        builder = builder.config("spark.driver.memory", f"{megabytes(memory)}m")
    try:
        return builder.getOrCreate()
    except errors.PySparkRuntimeError as error:
        raise faulty("needs-java", reason=str(error).partition("\n")[0].rstrip(".")) from None


# ── in the workers ──────────────────────────────────────────────────────────────────


class RefusedInSpark(Exception):
    """A worker met evidence that cannot be used; the text lists the faults in both languages."""


def _score(plan: Plan, rows: int, batches: _Batches) -> Iterator[pa.RecordBatch]:
    schema = arrow_schema(plan.output)
    for chunk in whole_blocs(_named(batches, plan.needs), plan.by, rows):
        try:
            scored = scored_chunk(plan, chunk)
        except FaultsError as error:
            # Spark hands on no more of an error than its text.
            raise RefusedInSpark(f"{error.text('vi')}\n{error.text('en')}") from None
        yield from to_arrow(scored.frame, schema).to_batches()


def _measure(plan: Plan, batches: _Batches) -> Iterator[pa.RecordBatch]:
    import pyarrow as pa

    schema = pa.schema([("column", pa.string()), ("places", pa.int32())])
    for batch in _named(batches, plan.needs):
        found = plan.measured(pl.DataFrame(batch))
        yield pa.record_batch([list(found), list(found.values())], schema=schema)


def _named(batches: _Batches, names: Sequence[str]) -> _Batches:
    return (batch.rename_columns(list(names)) for batch in batches)


# ── columns, whose names hold dots ──────────────────────────────────────────────────


def _column(name: str) -> Any:
    column: Callable[[str], Any] = library("pyspark.sql.functions", "spark").col
    return column("`" + name.replace("`", "``") + "`")


def _sort_key(frame: SparkFrame, name: str) -> Any:
    # Texts are sorted by their bytes: the collation of a column may hold different blocs equal.
    text = dict(frame.dtypes)[name].startswith("string")
    return _column(name).cast("binary") if text else _column(name)


def _select(frame: SparkFrame, names: Sequence[str]) -> SparkFrame:
    return frame.select(*map(_column, names))


def _mapped(frame: SparkFrame, function: Callable[[_Batches], _Batches], schema: Any) -> SparkFrame:
    # ``mapInArrow`` looks columns up by name and takes a dot for a field of a struct.
    return frame.toDF(*(f"c{index}" for index in range(len(frame.columns)))).mapInArrow(function, schema)


def _nested(
    frame: SparkFrame, key: str, table: SparkFrame, by: Sequence[str], ruleset: Ruleset
) -> SparkFrame:
    """Put a small table into a column of the frame: for each unit, the list of its rows.

    Spark's rows have no order of their own. They are in the order of a column ``row``, if there is one
    that is no column of the figure, or else sorted by what they hold.
    """
    if not hasattr(table, "mapInArrow"):
        raise faulty("table-other-library", table=key, expected="PySpark")
    said = dict(frame.dtypes).get(key)
    if said not in (None, "string"):
        raise faulty("column-twice", column=key)
    functions = library("pyspark.sql.functions", "spark")
    keys = [name for name in ("unit", *by) if name in table.columns]
    spec = ruleset.formulas.fields.get(key)
    own = {column.name for column in spec.columns} if spec is not None else set()
    index = [_INDEX] if _INDEX in table.columns and _INDEX not in own else []
    cells = functions.struct(*(_column(name) for name in table.columns if name not in (*keys, *index)))
    rows = functions.collect_list(functions.struct(*map(_column, index), cells.alias("cells")))
    listed = functions.sort_array(rows).getField("cells").alias(key)
    lists = table.groupBy(*map(_column, keys)).agg(listed)
    # Renamed, so that the columns of the join can be told apart.
    heads = {name: f"thidua key {name}" for name in keys}
    lists = lists.withColumnsRenamed(heads)
    same = [_column(name).eqNullSafe(_column(head)) for name, head in heads.items()]
    lost = lists.join(frame, same, "left_anti").select(_column(heads["unit"])).limit(MOST_LOST)
    refuse_lost(key, [unit for (unit,) in lost.collect()])
    if said is None:
        return frame.join(lists, same, "left").drop(*heads.values())
    text = "thidua text beside"
    word = functions.lower(functions.trim(_column(text)))
    frame = frame.withColumnRenamed(key, text)
    other = frame.filter(~word.isin("", *NO_ROWS)).select("unit", _column(text)).limit(MOST_LOST)
    refuse_texts(key, sorted(own), [(unit, said) for unit, said in other.collect()])
    empty = functions.array().cast(lists.schema[key].dataType)
    rows = functions.coalesce(_column(key), functions.when(word.isin(*NO_ROWS), empty))
    return frame.join(lists, same, "left").withColumn(key, rows).drop(*heads.values(), text)
