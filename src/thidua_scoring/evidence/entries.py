"""What one statement comes to: a figure with its status, or a problem."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from attrs import define, evolve, field, frozen

from thidua_scoring.criterion import FieldSpec
from thidua_scoring.errors import Fault, Place, Problem
from thidua_scoring.evidence.evidence import Origin
from thidua_scoring.evidence.figures import read_pair
from thidua_scoring.evidence.kinds import Known, Row, as_text, check_limits, read_known, shown
from thidua_scoring.evidence.names import Figure, Pair, TableCell
from thidua_scoring.evidence.statements import StatedValue, Statement, Status, is_blank, says_not_applicable
from thidua_scoring.evidence.text import Locale, match_key
from thidua_scoring.formula.nodes import FieldKind

_FILLED: Final[frozenset[FieldKind]] = frozenset({"number", "count", "percent", "yes-no"})
"""The kinds of figures for which a star may say that there is nothing."""


@frozen
class Entry:
    """A figure of one unit; None where it is not known or does not apply."""

    value: Known | None
    status: Status
    statement: Statement

    def origin(self) -> Origin:
        """Return where the figure came from."""
        said = self.statement
        text = as_text(said.value)
        if said.percent and isinstance(said.value, Fraction):
            text = as_text(said.value * 100) + "%"
        return Origin(said.place, said.source, said.note, text)


def entry_of(statement: Statement, spec: FieldSpec, locale: Locale | None, status: Status) -> Entry | None:
    """Read one statement; None if it states nothing. Raises ``Problem``."""
    blank = is_blank(statement.value)
    if says_not_applicable(statement.value) and _is_no_word_of(statement, spec):
        status, blank = "not-applicable", True
    if status in ("missing", "not-applicable") and not blank:
        raise Problem("value-and-status", got=as_text(statement.value), status=statement.status)
    if status == "missing":
        return Entry(None, status, statement)
    if status == "confirmed" and blank:
        return None
    if status == "not-applicable" and not spec.optional:
        raise Problem("must-apply", field=spec.name)
    value = None if blank else read_known(statement, spec, locale)
    if spec.needs_note and not statement.note.strip() and (value is not None or status == "not-applicable"):
        raise Problem("no-note", field=spec.name)
    return Entry(value, status, statement)


def _is_no_word_of(statement: Statement, spec: FieldSpec) -> bool:
    """Say whether the words are not themselves what the figure may be."""
    return match_key(as_text(statement.value)) not in map(match_key, spec.levels)


def pair_of(statement: Statement, pair: Pair, locale: Locale | None) -> Iterator[tuple[Figure, Statement]]:
    """Part a cell with two figures into a statement for each."""
    parts: tuple[StatedValue, StatedValue] = (statement.value, statement.value)
    if not is_blank(statement.value) and not says_not_applicable(statement.value):
        for figure in (pair.first, pair.second):
            if figure.spec.kind not in ("number", "count"):
                raise Problem("no-pair-of-kind", field=figure.spec.name, kind=figure.spec.kind)
        unit = pair.second.spec.unit or pair.first.spec.unit
        parts = read_pair(as_text(statement.value), locale, unit)
    for figure, value in zip((pair.first, pair.second), parts, strict=True):
        yield figure, evolve(statement, value=value)


def zero_of(statement: Statement, spec: FieldSpec, status: Status) -> Entry | None:
    """Return the entry that a star gives to a figure; None for one that it leaves alone."""
    if spec.kind not in _FILLED:
        return None
    if spec.kind == "yes-no":
        value: Known = False
    else:
        value = Fraction(0)
        check_limits(value, spec)
    if spec.needs_note and not statement.note.strip():
        raise Problem("no-note", field=spec.name)
    return Entry(value, status, statement)


def check_same(first: Entry, second: Entry, spec: FieldSpec, key: str) -> None:
    """Refuse two entries for one figure that say different things."""
    if (first.value, first.status) != (second.value, second.status):
        raise Problem(
            "figures-disagree",
            field=key.lstrip("."),
            first=_said(first, spec),
            place=first.statement.place,
            second=_said(second, spec),
        )


def _said(entry: Entry, spec: FieldSpec) -> str:
    text = shown(entry.value, spec)
    return text if entry.status == "confirmed" else f"{text} ({entry.status})".lstrip()


@define
class TableParts:
    """The cells of one small table, as they are found one by one."""

    spec: FieldSpec
    cells: dict[tuple[int, str], Entry] = field(factory=dict)
    blank: dict[tuple[int, str], Place] = field(factory=dict)
    """Where a cell stands in which nothing is."""
    broken: bool = False
    """Whether a cell was refused, so that what is missing says nothing more."""

    def put(self, statement: Statement, target: TableCell, locale: Locale | None, status: Status) -> None:
        """Take one cell in. Raises ``Problem``."""
        at = (target.row, target.column.name)
        try:
            entry = entry_of(statement, target.column, locale, status)
            if entry is None:
                self.blank[at] = statement.place
            else:
                name = f"{target.table.key}[{target.row}].{target.column.name}"
                check_same(self.cells.setdefault(at, entry), entry, target.column, name)
        except Problem:
            self.broken = True
            raise

    def joined(self) -> tuple[Entry | None, list[Fault]]:
        """Return the whole table, or the faults of what it lacks."""
        if self.broken or not self.cells:
            return None, []
        first = next(iter(self.cells.values()))
        rows = range(1, max(row for row, _ in self.cells) + 1)
        names = [column.name for column in self.spec.columns]
        faults = [self._lacks(row, name) for row in rows for name in names if self._value(row, name) is None]
        if faults:
            return None, faults
        statuses = {entry.status for entry in self.cells.values()}
        status: Status = "unconfirmed" if "unconfirmed" in statuses else "confirmed"
        return Entry(tuple(self._row(row, names) for row in rows), status, first.statement), []

    def _value(self, row: int, name: str) -> Known | None:
        entry = self.cells.get((row, name))
        return None if entry is None else entry.value

    def _row(self, row: int, names: list[str]) -> Row:
        values = [self._value(row, name) for name in names]
        return tuple(value for value in values if value is not None and not isinstance(value, tuple))

    def _lacks(self, row: int, name: str) -> Fault:
        """Place what is missing at its cell, at the row, or where the table begins."""
        beside = [entry for (number, _), entry in self.cells.items() if number == row]
        entry = beside[0] if beside else next(iter(self.cells.values()))
        problem = Problem("table-cell-missing", field=self.spec.name, row=row, column=name)
        return problem.placed(self.blank.get((row, name), entry.statement.place))
