"""Read what is stated as the kind of figure that the ruleset asks for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from typing import Final, NoReturn, TypeAlias

from thidua_scoring.criterion import FieldSpec
from thidua_scoring.errors import Problem, nearest
from thidua_scoring.evidence.figures import read_percent, read_quantity
from thidua_scoring.evidence.nested import EMPTY_TABLE
from thidua_scoring.evidence.statements import StatedValue, Statement
from thidua_scoring.evidence.text import Locale, match_key, normalise, read_date, read_yes_no
from thidua_scoring.formula.nodes import FieldKind
from thidua_scoring.numbers import exact, write

Scalar: TypeAlias = "Fraction | bool | str"
Row: TypeAlias = "tuple[Scalar, ...]"
Known: TypeAlias = "Scalar | tuple[Row, ...]"
"""A figure: a percentage as its share, a date as its ordinal, a table as its rows."""

NUMERIC: Final[frozenset[FieldKind]] = frozenset({"number", "count", "percent", "date"})
_NONE: Final = "không có"
NO_ROWS: Final = frozenset({EMPTY_TABLE, match_key(_NONE), match_key("none")})


def read_known(statement: Statement, spec: FieldSpec, locale: Locale | None) -> Known:
    """Read a figure that is stated; raises ``Problem``."""
    if spec.kind == "table":
        return _rows(statement, spec, locale)
    return read_scalar(statement.value, spec, locale, share=statement.percent)


def read_scalar(value: StatedValue, spec: FieldSpec, locale: Locale | None, *, share: bool = False) -> Scalar:
    """Read one value and check it against its limits; ``share`` if a number is 1 for 100 %."""
    read = _READERS.get(spec.kind)
    if read is None:
        _refuse(value, spec)
    found = read(value, spec, locale, share)
    if isinstance(found, Fraction) and spec.kind != "date":
        check_limits(found, spec)
    return found


def check_limits(value: Fraction, spec: FieldSpec) -> None:
    """Refuse a figure out of its limits, or no whole number where one is counted."""
    if spec.kind == "count" and value.denominator != 1:
        raise Problem("not-whole", got=shown(value, spec), field=spec.name)
    if spec.minimum is not None and value < spec.minimum:
        raise Problem("below-least", got=shown(value, spec), least=shown(spec.minimum, spec), field=spec.name)
    if spec.maximum is not None and value > spec.maximum:
        raise Problem("above-most", got=shown(value, spec), most=shown(spec.maximum, spec), field=spec.name)
    if spec.step is not None and (value / spec.step).denominator != 1:
        raise Problem("not-a-step", got=shown(value, spec), step=shown(spec.step, spec), field=spec.name)


def shown(value: Known | None, spec: FieldSpec) -> str:
    """Write a figure for a message."""
    if isinstance(value, tuple):
        columns = spec.columns
        rows = (", ".join(shown(*each) for each in zip(row, columns, strict=True)) for row in value)
        return "; ".join(rows) or _NONE
    if isinstance(value, Fraction):
        if spec.kind == "date":
            return date.fromordinal(int(value)).isoformat()
        return f"{write(value * 100)}%" if spec.kind == "percent" else write(value)
    if isinstance(value, bool):
        return "có" if value else "không"
    return value or ""


def _refuse(value: StatedValue, spec: FieldSpec) -> NoReturn:
    raise Problem("other-kind", got=as_text(value), field=spec.name, kind=spec.kind)


def as_text(value: StatedValue) -> str:
    """Write what is stated as it stands, or in the way of machines."""
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else write(value)


def _quantity(value: StatedValue, spec: FieldSpec, locale: Locale | None, share: bool) -> Scalar:
    if isinstance(value, str):
        return read_quantity(value, locale, spec.unit)
    if not isinstance(value, Fraction):
        _refuse(value, spec)
    if share:
        raise Problem("percent-not-expected", got=f"{write(value * 100)}%")
    return value


def _percent(value: StatedValue, spec: FieldSpec, locale: Locale | None, share: bool) -> Scalar:
    if isinstance(value, str):
        return read_percent(value, locale)
    if not isinstance(value, Fraction):
        _refuse(value, spec)
    return value if share else value / 100


def _date(value: StatedValue, spec: FieldSpec, locale: Locale | None, share: bool) -> Scalar:
    if isinstance(value, str):
        value = read_date(value, locale)
    if not isinstance(value, date):
        _refuse(value, spec)
    return Fraction(value.toordinal())


def _yes_no(value: StatedValue, spec: FieldSpec, locale: Locale | None, share: bool) -> Scalar:
    if isinstance(value, bool):
        return value
    if isinstance(value, Fraction) and not share and value in (0, 1):
        return value == 1
    return read_yes_no(as_text(value))


def _text(value: StatedValue, spec: FieldSpec, locale: Locale | None, share: bool) -> Scalar:
    if isinstance(value, bool):
        _refuse(value, spec)
    return normalise(as_text(value))


def _level(value: StatedValue, spec: FieldSpec, locale: Locale | None, share: bool) -> Scalar:
    text = normalise(as_text(value))
    if not spec.levels or text in spec.levels:
        return text
    alike = [level for level in spec.levels if match_key(level) == match_key(text)]
    if len(alike) == 1:
        return alike[0]
    raise Problem(
        "no-such-level",
        got=text,
        field=spec.name,
        expected=", ".join(spec.levels),
        nearest=nearest(text, spec.levels),
    )


_Read: TypeAlias = "Callable[[StatedValue, FieldSpec, Locale | None, bool], Scalar]"
_READERS: Final[Mapping[FieldKind, _Read]] = {
    "number": _quantity,
    "count": _quantity,
    "percent": _percent,
    "date": _date,
    "yes-no": _yes_no,
    "text": _text,
    "level": _level,
}


def _rows(statement: Statement, spec: FieldSpec, locale: Locale | None) -> tuple[Row, ...]:
    """Read a whole table from one text: no rows, or the only column's values one after another."""
    value = statement.value
    if isinstance(value, str) and match_key(value) in NO_ROWS:
        return ()
    if len(spec.columns) != 1:
        names = ", ".join(column.name for column in spec.columns)
        raise Problem("table-in-one-cell", got=as_text(value), field=spec.name, columns=names)
    parts = value.split(";") if isinstance(value, str) else [value]
    return tuple((read_scalar(part, spec.columns[0], locale, share=statement.percent),) for part in parts)


def number_of(value: object, spec: FieldSpec) -> Scalar:
    """Return a value given from Python: numbers exact, a percentage as its share."""
    if isinstance(value, bool | str | date):
        return read_scalar(value, spec, None)
    return read_scalar(exact(value), spec, None, share=spec.kind == "percent")  # type: ignore[arg-type]
