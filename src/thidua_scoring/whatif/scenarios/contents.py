"""What stands at a path before and after: a cell of the evidence, or a part of the rules."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from thidua_scoring.criterion import FieldSpec
from thidua_scoring.errors import Problem, nearest
from thidua_scoring.evidence.cells import MISSING, Cell, cell_in
from thidua_scoring.evidence.columns import column_of
from thidua_scoring.evidence.kinds import NUMERIC, Known, Row, check_limits
from thidua_scoring.evidence.statements import read_status
from thidua_scoring.formula.nodes import FieldKind
from thidua_scoring.formula.values import Value
from thidua_scoring.numbers import exact, present, read_written, terminates, write
from thidua_scoring.scoring.inputs import within

_PARTS: Final = ("value", "status", "from", "up_to")
_LONGEST: Final = 200
"""The most letters of a quotient."""
_QUOTIENT: Final = re.compile(r"(-?[0-9]+)/([0-9]*[1-9][0-9]*)(%?)")


class Absent:
    """What stands where a ruleset says nothing."""

    def __repr__(self) -> str:
        return "ABSENT"


ABSENT: Final = Absent()


# ── cells ───────────────────────────────────────────────────────────────────────────


def cell_from(raw: Any, spec: FieldSpec, *, written: bool = False) -> Cell:
    """Make a cell of a value given for it: a figure, None where it is missing, or its parts.

    The parts are ``value``, ``status``, and ``from`` and ``up_to`` for a figure that is only known to
    lie between them. A number for a percentage is a share, or a percentage as people write it if
    ``written``. Raises ``Problem``.
    """
    if isinstance(raw, Cell):
        return raw
    if not isinstance(raw, Mapping):
        return MISSING if raw is None else Cell(_figure(raw, spec, written))
    for part in raw:
        if part not in _PARTS:
            close = nearest(part, _PARTS)
            raise Problem("unknown-key", nearest=close, key=part, expected=", ".join(_PARTS))
    value = None if raw.get("value") is None else _figure(raw["value"], spec, written)
    between = _between(raw, spec, value, written)
    status = read_status(str(raw.get("status", "confirmed" if between is None else "")))
    if between is not None:
        status = "missing" if value is None else "unconfirmed"
    elif value is None and status in ("confirmed", "unconfirmed"):
        status = "missing"
    if value is not None and status in ("missing", "not-applicable"):
        raise Problem("value-and-status", got=str(raw["value"]), status=status)
    if status == "not-applicable" and not spec.optional:
        raise Problem("must-apply", field=spec.name)
    return Cell(value, status, between)


def _between(
    raw: Mapping[str, Any], spec: FieldSpec, value: Known | None, written: bool
) -> tuple[Fraction | None, Fraction | None] | None:
    """Read the ends of what a figure lies between; only numbers have such."""
    if "from" not in raw and "up_to" not in raw:
        return None
    if spec.kind not in NUMERIC:
        raise Problem("between-of-kind", field=spec.name, kind=spec.kind)
    ends = [raw.get(end) for end in ("from", "up_to")]
    found = [None if end is None else _figure(end, spec, written) for end in ends]
    low, high = (end if isinstance(end, Fraction) else None for end in found)
    if low is not None and high is not None and low > high:
        raise Problem("between-upside-down", low=raw["from"], high=raw["up_to"])
    if isinstance(value, Fraction) and not within(Value.between(low, high), value):
        raise Problem("outside-its-range", got=raw["value"], field=spec.name)
    return low, high


def _figure(raw: Any, spec: FieldSpec, written: bool) -> Known:
    if (quotient := _quotient(raw, spec)) is not None:
        check_limits(quotient, spec)
        return quotient
    if spec.kind == "table" and isinstance(raw, list):
        raw = [_row(row, spec) for row in raw]
    if written and spec.kind in ("number", "count", "percent") and not isinstance(raw, bool):
        raw = _as_written(raw, spec)
    try:
        value = cell_in(column_of([raw], spec), 0).value
    except Problem as problem:
        problem.at = problem.at[1:]  # there is one row only
        raise
    if value is None:
        raise Problem("not-exact", got=repr(raw)[:60])
    return exact(value) if isinstance(value, Fraction) else value


def _as_written(raw: Any, spec: FieldSpec) -> Any:
    """Read a number as a ruleset's author writes it: a comma and a point both mean the decimal sign."""
    if isinstance(raw, str):
        number = read_written(raw)
        if raw.rstrip().endswith("%") and spec.kind != "percent":
            raise Problem("percent-not-expected", got=raw)
        return number if raw.rstrip().endswith("%") or spec.kind != "percent" else number / 100
    if isinstance(raw, int | Decimal):
        return exact(raw) / (100 if spec.kind == "percent" else 1)
    return raw


def _quotient(raw: Any, spec: FieldSpec) -> Fraction | None:
    """Read a number without end in decimals, which is written as a quotient: ``1/3``, ``200/3%``."""
    if not isinstance(raw, str) or spec.kind not in NUMERIC or len(raw) > _LONGEST:
        return None
    if not (parts := _QUOTIENT.fullmatch(raw)):
        return None
    return Fraction(int(parts[1]), int(parts[2])) / (100 if parts[3] else 1)


def _row(row: Any, spec: FieldSpec) -> Any:
    """Read the quotients in a row of a small table; all else is left as it is."""
    if not isinstance(row, Mapping):
        return row
    specs = {column.name: column for column in spec.columns}
    quotients = {name: _quotient(cell, specs[name]) for name, cell in row.items() if name in specs}
    return {**row, **{name: value for name, value in quotients.items() if value is not None}}


def cell_as_written(cell: Cell, kind: FieldKind, columns: tuple[FieldSpec, ...] = ()) -> Any:
    """Return what `cell_from` reads as the cell again, in types that TOML has; None for a missing one."""
    value = None if cell.value is None else _figure_as_written(cell.value, kind, columns)
    if cell.between is not None:
        ends = zip(("from", "up_to"), cell.between, strict=True)
        parts = {name: _figure_as_written(end, kind, columns) for name, end in ends if end is not None}
        return parts if value is None else {"value": value, **parts}
    if cell.status in ("confirmed", "missing"):
        return value
    return {"status": cell.status} if value is None else {"value": value, "status": cell.status}


def _figure_as_written(value: Known, kind: FieldKind, columns: tuple[FieldSpec, ...]) -> Any:
    if isinstance(value, tuple):
        return [_row_as_written(row, columns) for row in value]
    if not isinstance(value, Fraction):
        return value
    if kind == "date":
        return date.fromordinal(int(value))
    if kind == "percent":
        return f"{write(value * 100)}%"
    return present(value) if terminates(value) else write(value)


def _row_as_written(row: Row, columns: tuple[FieldSpec, ...]) -> dict[str, Any]:
    pairs = zip(row, columns, strict=True)
    return {column.name: _figure_as_written(cell, column.kind, ()) for cell, column in pairs}


# ── parts of the rules ──────────────────────────────────────────────────────────────


def rule_from(raw: Any) -> Any:
    """Return a part of the rules in the types that a loaded ruleset has. Raises ``Problem``."""
    if isinstance(raw, Mapping):
        return {str(key): rule_from(value) for key, value in raw.items()}
    if isinstance(raw, list | tuple):
        return [rule_from(value) for value in raw]
    if raw is ABSENT or isinstance(raw, bool | str | date):
        return raw
    if type(raw) is int:
        return raw
    try:
        return present(exact(raw))
    except Problem:
        raise Problem("not-exact", got=repr(raw)[:60]) from None


# ── TOML ────────────────────────────────────────────────────────────────────────────


def toml_value(value: Any) -> str:
    """Write a value in TOML, tables inline.

    >>> print(toml_value({"from": Decimal("0.5"), "title": "Nộp chậm"}))
    { from = 0.5, title = "Nộp chậm" }
    """
    if isinstance(value, Mapping):
        inner = ", ".join(f"{_key(key)} = {toml_value(item)}" for key, item in value.items())
        return f"{{ {inner} }}" if inner else "{}"
    if isinstance(value, list):
        return f"[{', '.join(map(toml_value, value))}]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return value.isoformat() if isinstance(value, date) else write(exact(value))


def _key(key: str) -> str:
    return key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else json.dumps(key, ensure_ascii=False)
