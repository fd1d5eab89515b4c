"""Evidence that was read from files as data frames: one wide frame, and one for each small table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import polars as pl

from thidua_scoring.criterion import FieldSpec
from thidua_scoring.evidence.evidence import Column, Evidence
from thidua_scoring.numbers import decimals, write
from thidua_scoring.ruleset.ruleset import Ruleset

NUMBERS = ("number", "count", "percent")
OWN = (".name", ".bloc", ".kind")


def frames_of(evidence: Evidence, ruleset: Ruleset) -> tuple[pl.DataFrame, dict[str, pl.DataFrame]]:
    """Write evidence as frames, as a user would have it."""
    units = [unit.id for unit in evidence.units]
    columns: dict[str, Any] = {"unit": units}
    for name in ("name", "bloc", "kind"):
        columns[name] = pl.Series([getattr(u, name) or None for u in evidence.units], dtype=pl.String)
    tables = {}
    for key, column in evidence.columns.items():
        spec, name = ruleset.formulas.fields[key], key.removeprefix(".")
        if key in OWN:
            continue
        if column.unconfirmed or column.absent:
            columns[f"{name}.status"] = [_status(column, row) for row in range(len(units))]
        if spec.kind == "table":
            tables[key] = _table(spec, column, units)
            columns[name] = pl.Series(
                ["không có" if v == () else None for v in column.values], dtype=pl.String
            )
        else:
            columns[name] = _series(spec, list(_exact(spec, column.scale, column.values)))
    for criterion, rows in evidence.not_applicable.items():
        columns[criterion] = pl.Series(
            ["không áp dụng" if row in rows else None for row in range(len(units))], dtype=pl.String
        )
    for criterion, claims in evidence.claims.items():
        claimed = [claims.get(row) for row in range(len(units))]
        columns[f"{criterion}.claimed".removeprefix(".")] = _series(FieldSpec("claimed"), claimed)
    return pl.DataFrame(columns), tables


def _status(column: Column, row: int) -> str | None:
    return "unconfirmed" if row in column.unconfirmed else "not-applicable" if row in column.absent else None


def _exact(spec: FieldSpec, scale: int, values: Sequence[Any]) -> Iterator[Any]:
    for value in values:
        if value is None or spec.kind not in (*NUMBERS, "date"):
            yield value
        elif spec.kind == "date":
            yield date.fromordinal(value)
        else:
            yield Fraction(value, scale) * (100 if spec.kind == "percent" else 1)


def _series(spec: FieldSpec, values: Sequence[Any]) -> pl.Series:
    if spec.kind in NUMBERS:
        places = max((decimals(value) for value in values if value is not None), default=0)
        written = [None if value is None else Decimal(write(value)) for value in values]
        return pl.Series(written, dtype=pl.Decimal(38, places))
    dtype: Any = {"yes-no": pl.Boolean, "date": pl.Date}.get(spec.kind, pl.String)
    return pl.Series(values, dtype=dtype)


def _table(spec: FieldSpec, column: Column, units: Sequence[str]) -> pl.DataFrame:
    rows = [(unit, row) for unit, table in zip(units, column.values, strict=True) for row in table or ()]
    cells = {
        inner.name: _series(inner, list(_exact(inner, scale, [row[place] for _, row in rows])))
        for place, (inner, (_, scale)) in enumerate(zip(spec.columns, column.columns, strict=True))
    }
    return pl.DataFrame({"unit": pl.Series([unit for unit, _ in rows], dtype=pl.String), **cells})
