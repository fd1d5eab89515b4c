"""Generated evidence as data frames: every figure in one of the types that may hold it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any

import polars as pl
from attrs import define, field
from generated_rulesets import Made
from generated_sheets import Sheet

from thidua_scoring.criterion import FieldSpec
from thidua_scoring.numbers import decimals, write

AWAY = "không áp dụng"
_NUMBERS = ("number", "count", "percent")


@define
class Framed:
    """Evidence as one wide frame, and small tables as long ones."""

    wide: pl.DataFrame
    tables: dict[str, pl.DataFrame] = field(factory=dict)


def framed(sheet: Sheet, made: Made, rng: Random, *, nested: bool = True) -> Framed:
    """Write a sheet as frames, choosing by chance among the ways in which each thing may be written.

    ``nested`` allows small tables as lists in a column.
    """
    columns: dict[str, pl.Series] = {
        "unit": pl.Series(sheet.units),
        "name": pl.Series(sheet.names),
        "bloc": pl.Series([bloc or None for bloc in sheet.blocs], dtype=pl.String),
        "kind": pl.Series([kind or None for kind in sheet.kinds or [""] * len(sheet.units)], dtype=pl.String),
    }
    tables: dict[str, pl.DataFrame] = {}
    blocs = dict(zip(sheet.units, sheet.blocs, strict=True))
    for key, values in sheet.values.items():
        spec, name = made.ruleset.formulas.fields[key], key.removeprefix(".")
        states = sheet.states[key]
        given = [v if s in ("known", "unconfirmed") else None for v, s in zip(values, states, strict=True)]
        if spec.kind == "table" and nested and rng.random() < 0.3:
            columns[name] = _nested(spec, given, rng)
        elif spec.kind == "table":
            tables[name] = _long(spec, given, blocs, rng)
            beside = _beside(given, rng)
            columns |= {} if beside is None else {name: beside}
        else:
            columns[name] = _cells(spec, given, rng)
        words = _states(states, rng)
        if words is not None:
            columns[f"{name}.status"] = words
    for name, rows in sheet.away.items():
        if rows:
            words = [AWAY if row in rows else None for row in range(len(sheet.units))]
            columns[rng.choice([name, f"{name}.status"])] = pl.Series(words, dtype=pl.String)
    for name, claims in sheet.claims.items():
        columns[f"{name}.claimed".removeprefix(".")] = _numbers(claims, rng)
    order = list(columns)
    rng.shuffle(order)
    return Framed(pl.DataFrame({name: columns[name] for name in order}), tables)


def _states(states: Sequence[str], rng: Random) -> pl.Series | None:
    """Say how sure each cell is, in a column of its own where the cells do not say it."""
    said = {"known": None, "missing": None, "unconfirmed": "unconfirmed", "not-applicable": "not-applicable"}
    words = [said[state] for state in states]
    if rng.random() < 0.3:
        words = [
            rng.choice([None, "confirmed", ""]) if s == "known" else w
            for s, w in zip(states, words, strict=True)
        ]
        words = [
            rng.choice([None, "missing"]) if s == "missing" else w for s, w in zip(states, words, strict=True)
        ]
    if not any(words) and rng.random() < 0.8:
        return None
    return pl.Series(words, dtype=pl.String)


def _cells(spec: FieldSpec, given: Sequence[Any], rng: Random) -> pl.Series:
    """Write the cells of one figure."""
    match spec.kind:
        case "yes-no" if rng.random() < 0.8:
            return pl.Series(given, dtype=pl.Boolean)
        case "yes-no":
            words = {
                True: rng.choice(["có", "yes", "x", "1"]),
                False: rng.choice(["không", "no", "0"]),
                None: None,
            }
            return pl.Series([words[v] for v in given], dtype=pl.String)
        case "date" if rng.random() < 0.8:
            return pl.Series(given, dtype=pl.Date)
        case "date":
            return pl.Series([None if v is None else v.isoformat() for v in given], dtype=pl.String)
        case "level" | "text":
            return pl.Series(given, dtype=pl.String)
    return _numbers([_as_written(v, spec) for v in given], rng)


def _as_written(value: Any, spec: FieldSpec) -> Any:
    return None if value is None else Fraction(value) * (100 if spec.kind == "percent" else 1)


def _numbers(given: Sequence[Any], rng: Random, *, text: bool = True) -> pl.Series:
    """Write exact numbers as integers, decimals, floats where they are exact, or texts."""
    there = [Fraction(v) for v in given if v is not None]
    places = max((decimals(v) for v in there), default=0)
    # A text with three decimals is refused: it may be thousands.
    ways = ["decimal", *(["text"] if text and all(decimals(v) != 3 for v in there) else [])]
    if places == 0 and all(abs(v) < 2**62 for v in there):
        ways += ["integer", "integer"]
    if all(Fraction(repr(float(v))) == v for v in there):
        ways += ["float"]
    numbers = [None if v is None else Fraction(v) for v in given]
    match rng.choice(ways):
        case "integer":
            return pl.Series([None if v is None else int(v) for v in numbers], dtype=pl.Int64)
        case "float":
            return pl.Series([None if v is None else float(v) for v in numbers], dtype=pl.Float64)
        case "text":
            return pl.Series([None if v is None else write(v) for v in numbers], dtype=pl.String)
    wholes = [None if v is None else Decimal(write(v)) for v in numbers]
    return pl.Series(wholes, dtype=pl.Decimal(38, places + rng.choice([0, 0, 1])))


# ── small tables ────────────────────────────────────────────────────────────────────


def _long(spec: FieldSpec, given: Sequence[Any], blocs: Mapping[str, str], rng: Random) -> pl.DataFrame:
    """Write a small table as a frame with one row for each of its rows."""
    rows = [(unit, row) for unit, each in zip(blocs, given, strict=True) for row in each or ()]
    units = [unit for unit, _ in rows]
    keys = {"unit": pl.Series(units, dtype=pl.String)}
    if rng.random() < 0.3:
        keys["bloc"] = pl.Series([blocs[unit] or None for unit in units], dtype=pl.String)
    frame = pl.DataFrame(keys | _inner(spec, [row for _, row in rows], rng))
    if rng.random() < 0.5 and frame.height:
        # The rows of several units may be mixed, as long as those of each one keep their order.
        frame = frame[_mixed(units, rng)]
    return frame


def _beside(given: Sequence[Any], rng: Random) -> pl.Series | None:
    """Say of which units the table has no rows, in a column beside it."""
    words = ["[]" if rows is not None and not rows else None for rows in given]
    return pl.Series(words, dtype=pl.String) if any(words) or rng.random() < 0.2 else None


def _mixed(units: Sequence[str], rng: Random) -> list[int]:
    waiting: dict[str, list[int]] = {}
    for row, unit in enumerate(units):
        waiting.setdefault(unit, []).append(row)
    order = list(units)
    rng.shuffle(order)
    return [waiting[unit].pop(0) for unit in order]


def _inner(spec: FieldSpec, rows: Sequence[Mapping[str, Any]], rng: Random) -> dict[str, pl.Series]:
    """Write the columns of a small table."""
    found: dict[str, pl.Series] = {}
    for column in spec.columns:
        given = [row[column.name] for row in rows]
        if column.kind in _NUMBERS:
            found[column.name] = _numbers([_as_written(v, column) for v in given], rng, text=False)
        else:
            dtype: Any = {"yes-no": pl.Boolean, "date": pl.Date}.get(column.kind, pl.String)
            found[column.name] = pl.Series(given, dtype=dtype)
    return found


def _nested(spec: FieldSpec, given: Sequence[Any], rng: Random) -> pl.Series:
    """Write a small table as lists in a column."""
    inner = pl.DataFrame(_inner(spec, [row for rows in given for row in rows or ()], rng))
    waiting = iter(inner.rows(named=True))
    lists = [None if rows is None else [next(waiting) for _ in rows] for rows in given]
    return pl.Series(lists, dtype=pl.List(pl.Struct(inner.schema)))
