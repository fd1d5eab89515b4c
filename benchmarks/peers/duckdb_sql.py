"""DuckDB: one SQL statement over doubles, from a table in memory into a table in memory."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import duckdb
import numpy as np
from work import BANDS, CLASSES, CRITERIA, DONE, FIELDS, LATE, LOWEST, PENALTIES, RATIOS, STEPS, Data, Scored

Connection = duckdb.DuckDBPyConnection


def steps(value: str, table: Sequence[tuple[float, Any]], otherwise: Any) -> str:
    """Choose by the highest step that the value reaches."""
    cases = " ".join(f"WHEN {value} >= {low} THEN {given!r}" for low, given in table)
    return f"CASE {cases} ELSE {otherwise!r} END"


def band(name: str) -> str:
    """Write a step table."""
    return steps(f'"{name}.rate"', STEPS, 0.0)


POINTS = {
    **{n: f'round(least(6, "{n}.actual" / "{n}.target" * 6), 2)' for n in RATIOS},
    **{n: f'greatest(0, 4 - {p}::DOUBLE * "{n}.days")' for p, n in zip(PENALTIES, LATE, strict=True)},
    **{n: f'CASE WHEN "{n}.done" THEN 4::DOUBLE ELSE 0 END' for n in DONE},
    **{n: f"({band(n)})::DOUBLE" for n in BANDS},
}
QUERY = f"""
CREATE TABLE scores AS
WITH points AS (SELECT unit, bloc, {", ".join(f"{sql} AS {n}" for n, sql in POINTS.items())} FROM units),
totals AS (SELECT *, round({" + ".join(CRITERIA)}, 2) AS total FROM points)
SELECT *, rank() OVER (PARTITION BY bloc ORDER BY total DESC) AS rank,
       {steps("total", CLASSES, LOWEST)} AS class
FROM totals
"""


def prepare(data: Data) -> Connection:
    """Fill a table."""
    connection = duckdb.connect()
    figures = {"row": np.arange(data.units), "bloc": data.blocs(), **dict(data.columns())}
    connection.register("figures", figures)
    columns = ", ".join(f'"{name}"' for name in FIELDS)
    connection.execute(
        f"CREATE TABLE units AS SELECT 'u'||row AS unit, 'b'||bloc AS bloc, {columns} FROM figures"
    )
    connection.unregister("figures")
    return connection


def score(connection: Connection) -> Connection:
    """Give points, total, rank and class of every unit."""
    return connection.execute(QUERY)


def read(result: Connection, rows: Sequence[int]) -> Scored:
    """Give the chosen rows, which the table may hold in another order."""
    result.register("chosen", {"row": np.array(rows)})
    names = (*CRITERIA, "total", "rank", "class")
    found = result.execute(
        f"SELECT {', '.join(names)} FROM chosen JOIN scores ON unit = 'u'||row ORDER BY row"
    ).fetchall()
    return dict(zip(names, map(list, zip(*found, strict=True)), strict=True))
