"""Spark on this machine: the bytes of one process, also when a worker dies. Needs PySpark and Java."""

from __future__ import annotations

import os
import signal
import sys
import warnings
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
import pytest
from attrs import frozen
from few_criteria import PRODUCTS, product_rows, rules, units
from polars.testing import assert_frame_equal

from thidua_scoring.errors import EvidenceError, FaultsError
from thidua_scoring.frames import score_frame
from thidua_scoring.frames.chunk import Chunk
from thidua_scoring.frames.parquet import score_parquet
from thidua_scoring.frames.plan import Plan
from thidua_scoring.frames.spark import RefusedInSpark, planned, score_planned, score_spark

COUNT = 5_000
pytestmark = [
    pytest.mark.long,
    # PySpark 4.3 warns of pandas 3 and leaves sockets to the collector of garbage.
    pytest.mark.filterwarnings("ignore::FutureWarning", "ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    sql = pytest.importorskip("pyspark.sql")
    here = str(Path(__file__).parent)
    with pytest.MonkeyPatch.context() as patch, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        patch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        patch.setenv("PYTHONPATH", os.pathsep.join([here, os.environ.get("PYTHONPATH", "")]))
        # Two cores, and up to four attempts of each partition.
        builder = sql.SparkSession.builder.master("local[2,4]").config("spark.ui.enabled", "false")
        settings = {"spark.ui.showConsoleProgress": "false", "spark.sql.shuffle.partitions": "8"}
        try:
            session = builder.config(map=settings).getOrCreate()
        except Exception as error:
            pytest.skip(f"Spark does not start, perhaps for want of Java: {error}")
        session.sparkContext.setLogLevel("OFF")
        yield session
        session.stop()


def frame_of(spark: Any, frame: pl.DataFrame) -> Any:
    return spark.createDataFrame(frame.to_arrow())


def collected(frame: Any) -> pl.DataFrame:
    found = pl.from_arrow(frame.toArrow())
    assert isinstance(found, pl.DataFrame)
    return found.sort("unit")


def in_one_process(folder: Path, **more: Any) -> pl.DataFrame:
    tables = {PRODUCTS: product_rows(COUNT)}
    result: pl.DataFrame = score_frame(units(COUNT), rules(folder, products=True), tables=tables, **more)
    return result.with_columns(pl.col(pl.Enum).cast(pl.String)).sort("unit")


def digest(frame: pl.DataFrame, file: Path) -> str:
    frame.rechunk().write_parquet(file)
    return sha256(file.read_bytes()).hexdigest()


def test_eight_partitions_give_the_bytes_of_one_process(spark: Any, tmp_path: Path) -> None:
    tables = {PRODUCTS: frame_of(spark, product_rows(COUNT))}
    ruleset = rules(tmp_path, products=True)
    result = score_spark(frame_of(spark, units(COUNT)), ruleset, tables=tables, details=True, partitions=8)
    assert result.rdd.getNumPartitions() == 8
    sizes = [len(part) for part in result.select("bloc").rdd.glom().collect()]
    assert min(sizes) > 0
    found, expected = collected(result), in_one_process(tmp_path, details=True)
    assert_frame_equal(found, expected)
    assert digest(found, tmp_path / "spark.parquet") == digest(expected, tmp_path / "one.parquet")


def test_each_partition_is_sorted_and_holds_whole_blocs(spark: Any, tmp_path: Path) -> None:
    result = score_spark(frame_of(spark, units(COUNT)), rules(tmp_path), partitions=8)
    parts = result.select("bloc", "unit").rdd.glom().collect()
    seen: set[str | None] = set()
    for part in parts:
        blocs = {row.bloc for row in part}
        assert not blocs & seen
        seen |= blocs
        assert part == sorted(part, key=lambda row: (row.bloc is not None, row.bloc or "", row.unit))
    assert seen == set(units(COUNT)["bloc"])


@frozen
class Dying:
    """A plan by which the worker of one partition is killed midway, when it tries for the first time."""

    plan: Plan
    marks: str

    @property
    def needs(self) -> tuple[str, ...]:
        return self.plan.needs

    @property
    def by(self) -> tuple[str, ...]:
        return self.plan.by

    @property
    def output(self) -> pl.Schema:
        return self.plan.output

    def score(self, frame: pl.DataFrame, tables: Any) -> Chunk:
        from pyspark import TaskContext

        context = TaskContext.get()
        assert context is not None
        scored = self.plan.score(frame, tables)
        done = Path(self.marks, f"{context.partitionId()}-{context.attemptNumber()}")
        before = int(done.read_text()) if done.exists() else 0
        done.write_text(str(before + 1))
        if context.partitionId() == 3 and context.attemptNumber() == 0 and before == 1:
            os.kill(os.getpid(), signal.SIGKILL)
        return scored


def test_a_partition_that_is_killed_midway_is_done_again(
    spark: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    marks = tmp_path / "marks"
    marks.mkdir()
    frame = frame_of(spark, units(COUNT))
    ruleset = rules(tmp_path)
    source, plan = planned(frame, ruleset, by=("bloc",))
    dying: Any = Dying(plan, str(marks))
    # Chunks of 100 rows, so that some of the partition is scored and handed on before it dies.
    result = score_planned(source, dying, partitions=8, rows=100)
    file = tmp_path / "out.parquet"
    result.write.parquet(str(file))
    assert (marks / "3-0").read_text() == "2"
    assert int((marks / "3-1").read_text()) > 2
    found = pl.read_parquet(file / "*.parquet").sort("unit")
    expected = score_frame(units(COUNT), ruleset).with_columns(pl.col(pl.Enum).cast(pl.String))
    assert_frame_equal(found, expected.sort("unit"))


def test_rows_of_a_table_are_in_the_order_of_their_index(spark: Any, tmp_path: Path) -> None:
    from thidua_scoring.frames import spark as module

    table = product_rows(50).with_columns(row=pl.int_range(100)).sample(fraction=1.0, shuffle=True, seed=7)
    nested = module._nested(
        frame_of(spark, units(50)),
        PRODUCTS,
        frame_of(spark, table),
        ("bloc",),
        rules(tmp_path, products=True),
    )
    lists = {row.unit: [cell.assigned for cell in row[PRODUCTS]] for row in nested.collect()}
    expected = product_rows(50).group_by("unit", maintain_order=True).agg("assigned")
    assert lists == dict(expected.iter_rows())


def test_what_is_refused(spark: Any, tmp_path: Path) -> None:
    ruleset = rules(tmp_path, products=True)
    bad = units(50).with_columns(pl.lit(-1.0).alias("rate.share"))
    with pytest.raises(Exception, match=rf"{RefusedInSpark.__name__}: Số liệu có \d+ lỗi"):
        score_spark(frame_of(spark, bad), ruleset).collect()
    lost = product_rows(50).with_columns(pl.lit("u99").alias("unit"))
    with pytest.raises(EvidenceError, match="row-of-no-unit"):
        score_spark(frame_of(spark, units(50)), ruleset, tables={PRODUCTS: frame_of(spark, lost)})
    with pytest.raises(FaultsError, match="table-other-library"):
        score_spark(frame_of(spark, units(50)), ruleset, tables={PRODUCTS: product_rows(50)})


def test_parquet_by_spark(spark: Any, tmp_path: Path) -> None:
    for part, frame in enumerate(units(COUNT).iter_slices(2_000)):
        (tmp_path / "in").mkdir(exist_ok=True)
        frame.write_parquet(tmp_path / "in" / f"{part}.parquet")
    product_rows(COUNT).write_parquet(tmp_path / "products.parquet")
    tables = {PRODUCTS: tmp_path / "products.parquet"}
    ruleset, target = rules(tmp_path, products=True), tmp_path / "out.parquet"
    for _ in range(2):  # the second time, there is a result already
        done = score_parquet(ruleset, tmp_path / "in", target, engine="spark", tables=tables, partitions=4)
        assert (done.rows, done.rescored) == (COUNT, 0)
        assert_frame_equal(pl.read_parquet(target / "*.parquet").sort("unit"), in_one_process(tmp_path))
    assert len(list(target.glob("*.parquet"))) == 4
    bad = units(50).with_columns(pl.lit(-1.0).alias("rate.share"))
    bad.write_parquet(tmp_path / "bad.parquet")
    with pytest.raises(
        FaultsError, match=r"Spark không chấm được: Số liệu có 21 lỗi:[^$]*21 fault\(s\):"
    ) as caught:
        score_parquet(ruleset, tmp_path / "bad.parquet", target, engine="spark")
    assert "Traceback" not in str(caught.value)
    assert_frame_equal(pl.read_parquet(target / "*.parquet").sort("unit"), in_one_process(tmp_path))
    assert {each.name for each in tmp_path.iterdir() if each.name.startswith(".")} == set()


def test_arrow_of_this_version_works_with_spark(spark: Any) -> None:
    frame = spark.createDataFrame(pa.table({"a": pa.array([1, None], pa.decimal128(38, 2))}))
    assert frame.toArrow().schema.types == [pa.decimal128(38, 2)]
