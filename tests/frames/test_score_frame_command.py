"""Parquet in, Parquet out, from Python and from the command line."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result
from few_criteria import PRODUCTS, product_rows, rules, units
from polars.testing import assert_frame_equal

from thidua_scoring.cli import main
from thidua_scoring.errors import EvidenceError
from thidua_scoring.frames import parquet, score_frame, spark
from thidua_scoring.frames.parquet import score_parquet

COUNT = 300


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    rules(tmp_path, products=True)
    units(COUNT).write_parquet(tmp_path / "in.parquet")
    product_rows(COUNT).write_parquet(tmp_path / "products.parquet")
    return tmp_path


def run(folder: Path, *options: str, lang: str = "en") -> Result:
    names = [str(folder / name) for name in ("rules.toml", "in.parquet")]
    out = ["--output", str(folder / "out.parquet")]
    return CliRunner().invoke(main, ["--lang", lang, "score-frame", *names, *out, *options])


def with_products(folder: Path) -> str:
    return f"--table={PRODUCTS}={folder / 'products.parquet'}"


def expected(folder: Path, **more: Any) -> pl.DataFrame:
    result: pl.DataFrame = score_frame(
        units(COUNT), rules(folder, products=True), tables={PRODUCTS: product_rows(COUNT)}, **more
    )
    return result.with_columns(pl.col(pl.Enum).cast(pl.String))


def test_in_memory(folder: Path) -> None:
    result = run(folder, with_products(folder), "--scale", "best.planted=4", "--details")
    assert result.exit_code == 0, result.output
    assert result.stderr.startswith("300 unit(s) in ")
    assert result.stderr.endswith(" a second); 0 scored again by the reference engine.\n")
    found = pl.read_parquet(folder / "out.parquet")
    assert_frame_equal(found, expected(folder, scales={"best.planted": 4}, details=True))


def test_by_duckdb(folder: Path) -> None:
    result = run(folder, with_products(folder), "--engine", "duckdb", "--memory", "200MB", lang="vi")
    assert result.exit_code == 0, result.output
    assert result.stderr.startswith("300 đơn vị trong ")
    found = pl.read_parquet(folder / "out.parquet")
    assert_frame_equal(found, expected(folder).sort("bloc", "unit", nulls_last=True))
    names = {each.name for each in folder.iterdir()}
    assert names == {"rules.toml", "in.parquet", "products.parquet", "out.parquet"}


def test_blocs_by_other_columns(folder: Path) -> None:
    frame = units(COUNT).rename({"bloc": "region"}).with_columns(month=pl.int_range(COUNT) % 2)
    frame.write_parquet(folder / "in.parquet")
    result = run(folder, "--by", "month", "--by", "region")
    assert result.exit_code == 0, result.output
    again = score_frame(frame, rules(folder, products=True), by=["month", "region"])
    assert_frame_equal(
        pl.read_parquet(folder / "out.parquet"), again.with_columns(pl.col(pl.Enum).cast(pl.String))
    )


def test_rows_of_the_reference_engine_are_counted(folder: Path) -> None:
    # Nothing is said of products, so no row can be decided by columns alone.
    missing = int(score_frame(units(COUNT), rules(folder, products=True))["by_reference"].sum())
    assert f"; {missing} scored again by the reference engine.\n" in run(folder).stderr


def test_a_folder_of_files(folder: Path) -> None:
    parts = folder / "parts"
    parts.mkdir()
    for index, part in enumerate(units(COUNT).iter_slices(100)):
        part.write_parquet(parts / f"part-{index}.parquet")
    ruleset, tables = rules(folder, products=True), {PRODUCTS: folder / "products.parquet"}
    score_parquet(ruleset, parts, folder / "polars.parquet", engine="polars", tables=tables)
    score_parquet(ruleset, parts, folder / "duckdb.parquet", tables=tables)
    polars, duckdb = (pl.read_parquet(folder / f"{name}.parquet") for name in ("polars", "duckdb"))
    assert_frame_equal(polars, expected(folder))
    assert_frame_equal(polars, duckdb, check_row_order=False)
    assert parquet.row_count(parts) == COUNT


@pytest.mark.parametrize("engine", ["polars", "duckdb"])
def test_an_old_result_stays_until_the_new_one_is_whole(folder: Path, engine: Any) -> None:
    (folder / "out.parquet").write_text("old")
    bad = units(COUNT).with_columns(pl.lit(-1.0).alias("rate.share"))
    bad.write_parquet(folder / "in.parquet")
    with pytest.raises(EvidenceError, match="below-least"):
        score_parquet(rules(folder), folder / "in.parquet", folder / "out.parquet", engine=engine)
    assert (folder / "out.parquet").read_text() == "old"
    names = {each.name for each in folder.iterdir()}
    assert names == {"rules.toml", "in.parquet", "products.parquet", "out.parquet"}


@pytest.mark.parametrize("target", ["in.parquet", "products.parquet", "."])
def test_a_result_never_takes_the_place_of_evidence(folder: Path, target: str) -> None:
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    result = run(folder, with_products(folder), "--output", str(folder / target))
    assert result.exit_code == 2
    assert "would take the place of the evidence" in result.stderr
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before


def test_a_folder_of_other_files_stays_as_it_is(folder: Path) -> None:
    letters = folder / "letters"
    letters.mkdir()
    (letters / "letter.txt").write_text("dear", "utf-8")
    result = run(folder, with_products(folder), "--output", str(letters))
    assert result.exit_code == 2
    assert "holds files that are not of an earlier result" in result.stderr
    assert [file.name for file in letters.iterdir()] == ["letter.txt"]


def test_progress_counts_rows(folder: Path) -> None:
    told: list[int] = []
    score_parquet(rules(folder), folder / "in.parquet", folder / "out.parquet", progress=told.append)
    assert told[-1] == COUNT == pq.read_metadata(folder / "out.parquet").num_rows


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--memory", "much", "--engine", "duckdb"], "“much” is not an amount of memory"),
        (["--table", "work.products"], "“work.products” should be written like C1.products=products.parquet"),
        (["--scale", "best.planted=some"], "“best.planted=some” should be written like C1.actual=2"),
        (["--table", "work.products=none.parquet"], "There is no file “none.parquet”"),
        (["--scale", "rate.shore=1"], "rate.shore"),
    ],
)
def test_options_that_cannot_be_used(folder: Path, options: list[str], told: str) -> None:
    result = run(folder, *options)
    assert result.exit_code == 2
    assert told in result.stderr
    assert not (folder / "out.parquet").exists()


def test_a_file_that_is_not_parquet(folder: Path) -> None:
    (folder / "in.parquet").write_text("unit,bloc\n")
    result = run(folder)
    assert result.exit_code == 2
    assert "in.parquet” is not a Parquet file." in result.stderr


def test_memory_that_is_too_small(folder: Path) -> None:
    result = run(folder, "--engine", "duckdb", "--memory", "1MB")
    assert result.exit_code == 2
    assert "[memory-too-small]" in result.stderr


def test_what_a_worker_refused_is_cut_out_of_sparks_words() -> None:
    words = (
        "Job aborted.\nTraceback (most recent call last):\n  …\n"
        f"thidua_scoring.frames.spark.{spark.RefusedInSpark.__name__}: Số liệu có 1 lỗi:\n  u7.\n"
        "\n\tat org.apache…"
    )
    assert parquet._reason(words) == "Số liệu có 1 lỗi:\n  u7"
    assert parquet._reason("Disk is full.") == "Disk is full"


@pytest.mark.parametrize(("engine", "module"), [("spark", "pyspark.sql"), ("duckdb", "duckdb")])
def test_an_engine_that_is_missing_is_named(
    folder: Path, engine: str, module: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    result = run(folder, "--engine", engine)
    assert result.exit_code == 2
    assert f"pip install 'thidua-scoring[{engine}]'" in result.stderr
