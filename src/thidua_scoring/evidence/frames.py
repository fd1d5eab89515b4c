"""Data frames of any library that narwhals knows, read like tables in files."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from importlib import import_module
from math import isfinite, isnan
from typing import Any

from thidua_scoring.errors import EvidenceError, Fault, Place, Problem
from thidua_scoring.evidence.layouts import Entry, Layout, Record
from thidua_scoring.evidence.nested import figure
from thidua_scoring.evidence.statements import StatedValue, Statements

_NAME = "data frame"


def from_frame(frame: Any) -> Statements:
    """Read a data frame, long or wide by its columns.

    A binary float counts as the shortest decimal that is the same float. Raises `EvidenceError`
    with every fault found, and ``Problem`` with ``needs-extra`` without the extra ``frames``.
    """
    try:
        narwhals = import_module("narwhals")
    except ImportError:
        raise Problem("needs-extra", what="narwhals", extra="frames") from None
    table = narwhals.from_native(frame, eager_only=True)
    texts = [isinstance(kind, narwhals.String) for kind in table.schema.values()]
    layout = Layout(_NAME)
    faults: list[Fault] = []
    layout.read(_records(table, texts, faults))
    if faults or layout.faults:
        raise EvidenceError([*layout.faults, *faults])
    return layout.statements()


def _records(table: Any, texts: list[bool], faults: list[Fault]) -> Iterator[Record]:
    names = [str(name) for name in table.columns]
    order = sorted(range(len(names)), key=lambda index: names[index] != "unit")
    yield Record([Entry(names[index]) for index in order], _place_of_row(0))
    for number, row in enumerate(table.iter_rows(named=False), start=1):
        place = _place_of_row(number)
        cells = []
        for index in order:
            try:
                cells.append(Entry(stated_value(row[index], texts[index])))
            except Problem as problem:
                faults.append(problem.placed(place(index, names[index])))
                cells.append(Entry(None))
        yield Record(cells, place)


def _place_of_row(number: int) -> Any:
    def place(index: int, name: str) -> Place:
        return Place(file=_NAME, line=number or None, path=(name,) if name else ())

    return place


def stated_value(value: Any, of_texts: bool) -> StatedValue:
    """Return a cell's exact value; an empty cell among texts is NaN to some libraries."""
    if hasattr(value, "item"):
        value = value.item()
    if value is None or type(value).__name__ in ("NAType", "NaTType"):
        return None
    if isinstance(value, float):
        if of_texts and isnan(value):
            return None
        if not isfinite(value):
            raise Problem("not-finite", got=value)
        return Fraction(repr(value))
    if isinstance(value, bool | str | Fraction):
        return value
    if isinstance(value, int | Decimal):
        return figure(value)
    if isinstance(value, datetime):
        midnight = (value.hour, value.minute, value.second, value.microsecond) == (0, 0, 0, 0)
        return value.date() if midnight else value.isoformat()
    if isinstance(value, date):
        return value
    raise Problem("not-a-value", got=repr(value)[:60])
