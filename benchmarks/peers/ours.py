"""thidua-scoring: exact points of a whole frame."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
from work import BANDS, CRITERIA, Data, Scored

from peers import polars_float
from thidua_scoring import load_ruleset
from thidua_scoring.frames import score_frame

RULES = Path(__file__).parent.parent / "rules.toml"
Prepared = tuple[pl.DataFrame, Any]


@cache
def ruleset() -> Any:
    """Load the rules once a process."""
    return load_ruleset(RULES)


def prepare(data: Data) -> Prepared:
    """Build the same frame as the hand-written query has, rates as decimals, and the rules."""
    frame = polars_float.prepare(data)
    rates = [pl.col(f"{name}.rate").cast(pl.Decimal(4, 1)) for name in BANDS]
    return frame.with_columns(rates), ruleset()


def score(prepared: Prepared) -> pl.DataFrame:
    """Give points, total, rank and class of every unit."""
    frame, rules = prepared
    scored: pl.DataFrame = score_frame(frame, rules, by="bloc")
    return scored


def read(result: pl.DataFrame, rows: Sequence[int]) -> Scored:
    """Give the chosen rows."""
    chosen = result[list(rows)]
    points = {name: chosen[f"{name}.points"].to_list() for name in CRITERIA}
    return points | {name: chosen[name].to_list() for name in ("total", "rank", "class")}
