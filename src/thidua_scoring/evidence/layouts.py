"""Tables of statements, long or wide, from whatever holds rows and columns."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Final, TypeAlias

from attrs import define, field, frozen

from thidua_scoring.errors import Fault, Place, Problem, nearest
from thidua_scoring.evidence.statements import (
    StatedValue,
    Statement,
    Statements,
    is_blank,
    read_locale,
)
from thidua_scoring.evidence.text import Locale, match_key, normalise
from thidua_scoring.numbers import write

LONG: Final = ("unit", "criterion", "field", "value")
MORE: Final = ("source", "status", "note")

_LOCALE: Final = re.compile(r"#\s*locale\s*[:=]\s*(.*)", re.IGNORECASE)
_HEADER: Final = re.compile(r"(?:(?P<criterion>[^\[]+)\.)?(?P<field>[^.\[\]]+(?:\[[0-9]+\](?:\.[^.]+)?)?)")


@frozen
class Entry:
    """One cell: what stands in it, and whether that is a share shown as a percentage."""

    value: StatedValue
    percent: bool = False


@frozen
class Record:
    """One row, and where each of its cells stands: ``place`` takes the index and the header."""

    cells: Sequence[Entry]
    place: Callable[[int, str], Place]


Header: TypeAlias = "tuple[str, ...]"
_NOTHING: Final = Entry(None)


@define
class Layout:
    """Read tables into statements; gathers what is wrong."""

    name: str
    titles: bool = False
    """Whether rows may stand above the header, as they do in sheets made for print."""
    locale: Locale | None = None
    items: list[Statement] = field(factory=list)
    faults: list[Fault] = field(factory=list)

    def statements(self) -> Statements:
        """Return what was read."""
        return Statements(tuple(self.items), self.locale, self.name)

    def read(self, records: Iterable[Record]) -> None:
        """Read one table: comments, a header, then rows."""
        header: Header | None = None
        first: Place | None = None
        for record in records:
            if not any(not is_blank(cell.value) for cell in record.cells):
                continue
            if header is not None:
                self._row(header, record)
            elif not self._comment(record):
                first = first or record.place(0, "")
                found = tuple(_text(cell.value) for cell in record.cells)
                if match_key(found[0]) == "unit":
                    header = self._header(found, record)
                elif not self.titles:
                    break
        if header is None and first is not None:
            self.faults.append(Problem("no-unit-column").placed(first))

    def _comment(self, record: Record) -> bool:
        text = _text(record.cells[0].value)
        if not text.startswith("#"):
            return False
        match = _LOCALE.match(text)
        if match is not None:
            try:
                self.locale = read_locale(match[1].rstrip(" ,;\t"))
            except Problem as problem:
                self.faults.append(problem.placed(record.place(0, "")))
        return True

    def _header(self, found: Header, record: Record) -> Header:
        """Check a header; the columns of a long one are matched without regard to case."""
        keys = [match_key(name) for name in found]
        if {"criterion", "field", "value"} & set(keys):
            found = tuple(keys)
            for name in LONG:
                if name not in found:
                    self.faults.append(Problem("no-column", column=name).placed(record.place(0, "")))
            for index, name in enumerate(found):
                if name and name not in (*LONG, *MORE):
                    problem = Problem("unknown-column", got=name, nearest=nearest(name, (*LONG, *MORE)))
                    self.faults.append(problem.placed(record.place(index, name)))
        seen: set[str] = set()
        for index, name in enumerate(found):
            place = record.place(index, name)
            if name in seen:
                self.faults.append(Problem("column-twice", column=name).placed(place))
            elif name and not _HEADER.fullmatch(name):
                self.faults.append(Problem("column-name", got=name).placed(place))
            if name:
                seen.add(name)
        return found

    def _row(self, header: Header, record: Record) -> None:
        for index, cell in enumerate(record.cells):
            if not is_blank(cell.value) and (index >= len(header) or not header[index]):
                problem = Problem("cell-beyond-columns", got=_text(cell.value), columns=len(header))
                self.faults.append(problem.placed(record.place(index, "")))
                return
        if "value" in header and "criterion" in header:
            self._long(header, record)
        else:
            self._wide(header, record)

    def _long(self, header: Header, record: Record) -> None:
        cells = dict(zip(header, record.cells, strict=False))
        at = header.index("value")
        unit, criterion, name, source, status, note = (
            _text(cells.get(column, _NOTHING).value) for column in ("unit", "criterion", "field", *MORE)
        )
        cell = cells.get("value", _NOTHING)
        place = record.place(at, "")
        self.items.append(
            Statement(unit, criterion, name, cell.value, place, source, status, note, cell.percent)
        )

    def _wide(self, header: Header, record: Record) -> None:
        unit = _text(record.cells[0].value)
        self.items.append(Statement(unit, "", "", None, record.place(0, "")))
        for index, name in enumerate(header):
            match = _HEADER.fullmatch(name)
            if index and match is not None:
                cell = record.cells[index] if index < len(record.cells) else _NOTHING
                place = record.place(index, name)
                criterion = match["criterion"] or ""
                self.items.append(
                    Statement(unit, criterion, match["field"], cell.value, place, percent=cell.percent)
                )


def _text(value: StatedValue) -> str:
    """Write a cell that holds a name."""
    if value is None:
        return ""
    if isinstance(value, str):
        return normalise(value)
    if isinstance(value, bool):
        return str(value).lower()
    return value.isoformat() if hasattr(value, "isoformat") else write(value)
