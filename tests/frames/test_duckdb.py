"""DuckDB: the digits of Polars, sorted, and the connection left as it was."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest
from few_criteria import PRODUCTS, product_rows, rules, units
from polars.testing import assert_frame_equal

from thidua_scoring.errors import EvidenceError, FaultsError
from thidua_scoring.frames import chunks, duck, extras, score_frame
from thidua_scoring.frames.duck import score_relation
from thidua_scoring.ruleset.ruleset import Ruleset

COUNT = 400


@pytest.fixture
def ruleset(tmp_path: Path) -> Ruleset:
    return rules(tmp_path)


@pytest.fixture
def connection() -> Iterator[Any]:
    with duckdb.connect() as made:
        made.register("units", units(COUNT).to_arrow())
        made.register("products", product_rows(COUNT).to_arrow())
        yield made


def plain(frame: pl.DataFrame, *keys: str) -> pl.DataFrame:
    """Bring a result of Polars to the types and the order of one of DuckDB."""
    return frame.with_columns(pl.col(pl.Enum).cast(pl.String)).sort(*keys, nulls_last=True)


@pytest.mark.parametrize("rows", [50, 100_000])
@pytest.mark.parametrize("details", [False, True])
def test_the_digits_are_those_of_polars(
    connection: Any, tmp_path: Path, details: bool, rows: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    ruleset = rules(tmp_path, products=True)
    monkeypatch.setattr(duck, "ROWS", rows)
    monkeypatch.setattr(chunks.whole_blocs, "__defaults__", (rows,))
    tables = {PRODUCTS: connection.sql("from products")}
    result = score_relation(connection.sql("from units"), ruleset, tables=tables, details=details)
    expected = score_frame(units(COUNT), ruleset, tables={PRODUCTS: product_rows(COUNT)}, details=details)
    assert_frame_equal(result.pl(), plain(expected, "bloc", "unit"))
    assert set(expected["status"]) == {"scored"}


def test_score_frame_takes_a_relation(connection: Any, ruleset: Ruleset) -> None:
    result = score_frame(connection.sql("from units"), ruleset)
    assert isinstance(result, duckdb.DuckDBPyRelation)
    assert_frame_equal(result.pl(), plain(score_frame(units(COUNT), ruleset), "bloc", "unit"))


def test_declared_decimals_and_blocs_of_two_columns(connection: Any, ruleset: Ruleset) -> None:
    frame = units(COUNT).with_columns(month=pl.int_range(COUNT) % 3)
    connection.register("months", frame.to_arrow())
    more: dict[str, Any] = {"by": ["month", "bloc"], "scales": {"best.planted": 4}}
    result = score_relation(connection.sql("from months"), ruleset, **more)
    assert_frame_equal(result.pl(), plain(score_frame(frame, ruleset, **more), "month", "bloc", "unit"))


@pytest.mark.parametrize("by", [(), ("bloc",)])
def test_all_units_may_be_one_bloc(connection: Any, ruleset: Ruleset, by: tuple[str, ...]) -> None:
    result = score_relation(connection.sql("select * exclude (bloc) from units"), ruleset, by=by).pl()
    assert_frame_equal(result, plain(score_frame(units(COUNT).drop("bloc"), ruleset, by=by), "unit"))


def test_a_collation_does_not_mix_blocs(connection: Any, ruleset: Ruleset) -> None:
    expected = score_relation(connection.sql("from units"), ruleset).pl()
    connection.execute("set default_collation = 'nocase'; set default_null_order = 'nulls first'")
    again = score_relation(connection.sql("from units"), ruleset).pl()
    assert_frame_equal(again, expected)


def test_the_connection_is_left_as_it_was(connection: Any, ruleset: Ruleset) -> None:
    asked = "select name, value from duckdb_settings() order by name"
    before = connection.sql(asked).fetchall()
    views = connection.sql("select view_name from duckdb_views()").fetchall()
    result = score_relation(connection.sql("from units"), ruleset)
    assert connection.sql(asked).fetchall() == before
    assert connection.sql("select view_name from duckdb_views()").fetchall() == views
    ((table, temporary),) = connection.sql("select table_name, temporary from duckdb_tables()").fetchall()
    assert temporary
    assert result.filter("rank_best = 1").count("*").fetchall() == [(len(set(units(COUNT)["bloc"])),)]
    connection.execute(f"drop table {table}")


def test_what_is_refused_is_told_by_unit_and_leaves_the_connection_free(
    connection: Any, ruleset: Ruleset
) -> None:
    bad = connection.sql('select * replace (if(unit = \'u7\', -1, "rate.share") as "rate.share") from units')
    with pytest.raises(EvidenceError) as caught:
        score_relation(bad, ruleset)
    (fault,) = caught.value.faults
    assert str(fault.place) == 'data frame u7."rate.share"'
    assert fault.place.line is None
    # Even while the error, and with it the open stream, is held.
    assert connection.sql("select count(*) from units").fetchall() == [(COUNT,)]
    assert connection.sql("from duckdb_tables()").fetchall() == []


def test_rows_of_a_table_are_never_lost(connection: Any, tmp_path: Path) -> None:
    ruleset = rules(tmp_path, products=True)
    source, products = connection.sql("from units where unit <> 'u5'"), connection.sql("from products")
    with pytest.raises(EvidenceError) as caught:
        score_relation(source, ruleset, tables={PRODUCTS: products})
    assert [(fault.code, fault.parameters["unit"]) for fault in caught.value.faults] == [
        ("row-of-no-unit", "u5")
    ]


def test_tables_of_another_library_and_twice(connection: Any, tmp_path: Path) -> None:
    ruleset = rules(tmp_path, products=True)
    source = connection.sql("from units")
    with pytest.raises(FaultsError, match="table-other-library"):
        score_relation(source, ruleset, tables={PRODUCTS: product_rows(COUNT)})
    nested = connection.sql(f'select *, null as "{PRODUCTS}" from units')
    with pytest.raises(FaultsError, match="column-twice"):
        score_relation(nested, ruleset, tables={PRODUCTS: connection.sql("from products")})


def test_an_attached_database_is_a_source(connection: Any, ruleset: Ruleset, tmp_path: Path) -> None:
    with duckdb.connect(str(tmp_path / "evidence.duckdb")) as other:
        other.register("made", units(COUNT).to_arrow())
        other.execute("create table units as from made")
    connection.execute(f"attach '{tmp_path / 'evidence.duckdb'}' as office (read_only)")
    result = score_relation(connection.sql("from office.units"), ruleset)
    assert_frame_equal(result.pl(), plain(score_frame(units(COUNT), ruleset), "bloc", "unit"))


def test_names_may_hold_quotes(connection: Any, ruleset: Ruleset) -> None:
    connection.register("quoted", units(COUNT).rename({"bloc": 'cụm "1"'}).to_arrow())
    result = score_relation(connection.sql("from quoted"), ruleset, by=['cụm "1"']).pl()
    expected = score_frame(units(COUNT).rename({"bloc": 'cụm "1"'}), ruleset, by=['cụm "1"'])
    assert_frame_equal(result, plain(expected, 'cụm "1"', "unit"))


def test_an_extra_that_is_missing_is_named() -> None:
    with pytest.raises(FaultsError, match=r"pip install 'thidua-scoring\[duckdb\]'"):
        extras.library("no_such_duck", "duckdb")


@pytest.mark.parametrize(
    ("text", "amount"), [("2GB", 2048), ("1.5 gib", 1536), ("500MB", 500), ("4096KB", 4), ("1048576b", 1)]
)
def test_amounts_of_memory(text: str, amount: int) -> None:
    assert extras.megabytes(text) == amount


@pytest.mark.parametrize("text", ["", "2", "two GB", "-1GB", "2GBs"])
def test_what_is_no_amount_of_memory(text: str) -> None:
    with pytest.raises(FaultsError, match="not-a-memory"):
        extras.megabytes(text)
