"""Data that does not fit in memory goes through DuckDB and comes out whole."""

from __future__ import annotations

import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from few_criteria import RULES

ROWS = 3_000_000
"""A multiple of 100, by which the figures repeat."""
MEMORY = 2_000
"""Megabytes of address space: more than DuckDB's road takes (1700), less than memory's (3600)."""
CHILD = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[1]) * 2**20,) * 2)
from thidua_scoring import load_ruleset
from thidua_scoring.frames.parquet import score_parquet
rules, source, target, engine = sys.argv[2:]
done = score_parquet(load_ruleset(rules), source, target, engine=engine, memory_limit="250MB")
print(done.rows, done.rescored)
"""

pytestmark = [pytest.mark.long, pytest.mark.skipif(sys.platform != "linux", reason="needs RLIMIT_AS")]


def scored(folder: Path, engine: str) -> subprocess.CompletedProcess[str]:
    # Address space is what can be capped everywhere, so nothing may reserve more of it than it uses.
    frugal = {"ARROW_DEFAULT_MEMORY_POOL": "system", "MALLOC_ARENA_MAX": "2", "POLARS_MAX_THREADS": "2"}
    names = (folder / name for name in ("rules.toml", "in.parquet", f"{engine}.parquet"))
    command = [sys.executable, "-c", CHILD, str(MEMORY), *map(str, names), engine]
    return subprocess.run(command, env=os.environ | frugal, capture_output=True, text=True, check=False)


def test_it_comes_out_whole(tmp_path: Path) -> None:
    (tmp_path / "rules.toml").write_text(RULES, "utf-8")
    source, target = tmp_path / "in.parquet", tmp_path / "duckdb.parquet"
    # The rows of a bloc lie far apart: unit i is in row r, where i = 7919 r modulo their number.
    duckdb.execute(
        f"""copy (
            select 'u' || i as unit, 'b' || (i // 10) as bloc, md5(i::text) || md5((i + 1)::text) as name,
                i % 50 as "ratio.actual", 50 as "ratio.target", i % 10 + 1 as "best.planted",
                (i % 4 * 25)::decimal(4, 1) as "rate.share"
            from (select r * 7919 % {ROWS} as i from range({ROWS}) t(r))
        ) to '{source}'"""
    )
    in_memory = scored(tmp_path, "polars")
    assert in_memory.returncode != 0, "The cap does not bite."
    assert not list(tmp_path.glob("polars*"))

    done = scored(tmp_path, "duckdb")
    assert done.stdout == f"{ROWS} 0\n", done.stderr
    found = duckdb.execute(
        f"""select count(*), count(distinct unit), sum("ratio.points"), sum("best.points"),
            sum("rate.points"), sum(total), count(*) filter (rank is null or rank > 10)
        from '{target}'"""
    ).fetchone()
    # By the figures: 10 · (0 + … + 49) / 50 in 50 rows; 1 + … + 10 in 10; 2.5 + 2.5 + 10 + 10 in 4.
    ratio, best, rate = (Decimal(ROWS) * each for each in (Decimal("4.9"), Decimal("5.5"), Decimal("6.25")))
    assert found == (ROWS, ROWS, ratio, best, rate, ratio + best + rate, 0)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["duckdb.parquet", "in.parquet", "rules.toml"]
