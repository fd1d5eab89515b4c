"""Evidence from databases: SQLite always, PostgreSQL where THIDUA_POSTGRES_URL names one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import sqlalchemy as sa
from few_criteria import rules, units
from polars.testing import assert_frame_equal

from thidua_scoring.errors import EvidenceError
from thidua_scoring.frames import database, score_frame
from thidua_scoring.frames.database import from_database


@pytest.fixture
def sqlite() -> Iterator[sa.Connection]:
    engine = sa.create_engine("sqlite://")
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def put(connection: sa.Connection, table: str, columns: str, *rows: tuple[Any, ...]) -> None:
    connection.exec_driver_sql(f"create table {table} ({columns})")
    holes = ", ".join("?" * len(rows[0]))
    for row in rows:
        connection.exec_driver_sql(f"insert into {table} values ({holes})", row)


def faults(connection: sa.Connection, query: str) -> list[tuple[str, dict[str, str]]]:
    with pytest.raises(EvidenceError) as caught:
        from_database(connection, query)
    return [(fault.code, dict(fault.parameters)) for fault in caught.value.faults]


def test_the_types_of_sqlite(sqlite: sa.Connection) -> None:
    put(
        sqlite,
        "evidence",
        'unit text, "C1.actual" integer, "C1.share" real, note text, later',
        ("u1", 3, 0.1, "2026-01-31", None),
        ("u2", None, 2, None, None),
    )
    found = from_database(sqlite, "evidence")
    assert found.schema == {
        "unit": pl.String,
        "C1.actual": pl.Int64,
        "C1.share": pl.Float64,
        "note": pl.String,
        "later": pl.Null,
    }
    assert found.rows() == [("u1", 3, 0.1, "2026-01-31", None), ("u2", None, 2.0, None, None)]


@pytest.mark.parametrize("size", [1, 2, 20_000])
def test_numbers_of_several_types_are_decimals(
    sqlite: sa.Connection, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What SQLite calls numeric is an integer in one row and a binary float in the next.
    monkeypatch.setattr(database, "_ROWS", size)
    put(sqlite, "t", "a numeric(10, 2)", (7,), (None,), (0.1,), (2.675,), (10**17,), (-3,))
    found = from_database(sqlite, "select a from t")["a"]
    assert found.dtype == pl.Decimal(38, 3)
    exact = [7, None, Decimal("0.1"), Decimal("2.675"), 10**17, -3]
    assert found.to_list() == exact


def test_integers_beyond_64_bits(sqlite: sa.Connection) -> None:
    # No column of SQLite is so wide; other databases hand on integers like this.
    column = database._Column("a")
    column.take([1, None])
    column.take([10**30])
    assert list(column.faults()) == []
    assert column.series().to_list() == [1, None, 10**30]


def test_a_query_with_parameters_by_an_engine(tmp_path: Path) -> None:
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'evidence.sqlite'}")
    with engine.begin() as connection:
        put(connection, "Evidence", "unit text, year integer", ("u1", 2025), ("u2", 2026))
    query = 'select unit as "name" from "Evidence" where year = :year'
    assert from_database(engine, query, {"year": 2026}).rows() == [("u2",)]
    assert from_database(engine, "Evidence").height == 2
    assert from_database(engine, query, {"year": 1900}).shape == (0, 1)
    engine.dispose()


def test_every_column_that_cannot_be_read_is_named(sqlite: sa.Connection) -> None:
    put(sqlite, "t", "a, b, c, d", (1, b"x", 1e300, float("inf")), ("one", b"y", 7, 1))
    assert faults(sqlite, "t") == [
        ("column-mixed", {"column": "a", "got": "number, text"}),
        ("column-no-figure", {"column": "b", "got": "bytes"}),
        ("column-too-long", {"column": "c"}),
        ("not-finite", {"got": "Infinity"}),
    ]
    assert faults(sqlite, "select 1 as a, 2 as a") == [("column-twice", {"column": "a"})]


@pytest.mark.parametrize("size", [1, 20_000])
def test_kinds_that_change_late(sqlite: sa.Connection, size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "_ROWS", size)
    put(sqlite, "t", "a", (None,), ("x",), (2,))
    assert faults(sqlite, "t") == [("column-mixed", {"column": "a", "got": "number, text"})]


def test_days_and_truths_of_databases_that_have_them() -> None:
    for cells, dtype in (
        ([date(2026, 1, 31), None], pl.Date),
        ([True, None], pl.Boolean),
        ([datetime(2026, 1, 31, 12)], pl.Datetime("us")),  # noqa: DTZ001 - as a database gives it
    ):
        column = database._Column("a")
        column.take(cells)
        assert list(column.faults()) == []
        assert (column.series().dtype, column.series().to_list()) == (dtype, cells)


def test_what_a_database_holds_is_scored(sqlite: sa.Connection, tmp_path: Path) -> None:
    frame = units(60)
    names = ", ".join(f'"{name}"' for name in frame.columns)
    put(sqlite, "evidence", names, *frame.rows())
    found = from_database(sqlite, "select * from evidence")
    ruleset = rules(tmp_path)
    assert_frame_equal(score_frame(found, ruleset), score_frame(frame, ruleset))


@pytest.mark.postgres
def test_postgresql(tmp_path: Path) -> None:
    url = os.environ.get("THIDUA_POSTGRES_URL")
    if url is None:
        pytest.skip("THIDUA_POSTGRES_URL is not set: postgresql+psycopg://user@127.0.0.1/database")
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        connection.execute(
            sa.text(
                """create temporary table evidence as
                select 'u' || i as unit, 'b' || i % 3 as bloc, i::bigint as "ratio.actual",
                    7::smallint as "ratio.target", (i * 0.01)::numeric(12, 2) as "best.planted",
                    (i % 1001 / 10.0)::numeric(5, 1) as "rate.share", i % 2 = 0 as yes,
                    date '2026-01-01' + i as day, 0.1::float8 as "float", now() as moment,
                    12345678901234567890.123456789::numeric as wide, 'NaN'::numeric as "nan"
                from generate_series(1, 30000) as t(i)"""
            )
        )
        every = 'unit, bloc, "ratio.actual", "ratio.target", "best.planted", "rate.share"'
        found = from_database(
            connection, f'select {every}, yes, day, "float", wide from evidence order by day'
        )
        assert list(found.schema.values())[2:] == [
            pl.Int64,
            pl.Int64,
            pl.Decimal(38, 2),
            pl.Decimal(38, 1),
            pl.Boolean,
            pl.Date,
            pl.Float64,
            pl.Decimal(38, 9),
        ]
        assert found["best.planted"].sum() == Decimal("4500150.00")
        assert set(found["wide"]) == {Decimal("12345678901234567890.123456789")}
        assert found["day"][0] == date(2026, 1, 2)
        assert faults(connection, 'select moment, "nan" from evidence limit 2') == [
            ("column-no-figure", {"column": "moment", "got": "timezone"}),
            ("not-finite", {"got": "NaN"}),
        ]
        scored = score_frame(found.drop("yes", "day", "float", "wide"), rules(tmp_path))
        assert scored.height == 30_000
        assert scored["best.points"].max() == 10
    engine.dispose()
