"""Read tables whose columns are known: records, ballots, marks of appraisers.

A table is CSV, the sheets of a workbook, or an array of tables in TOML; every cell keeps its place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from attrs import define, field, frozen

from thidua_scoring.criterion import FieldSpec
from thidua_scoring.errors import EvidenceError, Fault, Place, Problem, RulesetError, nearest
from thidua_scoring.evidence.kinds import Scalar, as_text, read_scalar
from thidua_scoring.evidence.layouts import Record
from thidua_scoring.evidence.nested import figure
from thidua_scoring.evidence.readers import read_records
from thidua_scoring.evidence.statements import StatedValue, is_blank
from thidua_scoring.evidence.text import match_key, normalise
from thidua_scoring.formula.nodes import FieldKind
from thidua_scoring.ruleset.toml import read_toml


@frozen
class Column:
    """A column that a table may have: what its cells are, and the other words that may head it."""

    name: str
    kind: FieldKind = "text"
    also: tuple[str, ...] = ()
    needed: bool = False


@frozen
class Row:
    """One row: its cells that are not blank, by column, and where each stands."""

    cells: Mapping[str, Scalar]
    place: Callable[[str], Place]

    def text(self, column: str) -> str:
        """Return a text, empty for a blank cell."""
        return str(self.cells.get(column, ""))

    def texts(self, column: str) -> tuple[str, ...]:
        """Return the texts of a cell that holds several, with semicolons between."""
        return tuple(part.strip() for part in self.text(column).split(";") if part.strip())

    def flag(self, column: str) -> bool | None:
        """Return an answer, None for a blank cell."""
        value = self.cells.get(column)
        return value if isinstance(value, bool) else None

    def number(self, column: str) -> Fraction | None:
        """Return a number, None for a blank cell."""
        value = self.cells.get(column)
        return value if isinstance(value, Fraction) else None

    def whole(self, column: str) -> int | None:
        """Return a whole number, None for a blank cell."""
        value = self.number(column)
        return None if value is None else int(value)


@define
class Taking:
    """Take something in, gathering what is wrong with it."""

    faults: list[Fault] = field(factory=list)

    def fault(self, problem: Problem, place: Place) -> None:
        """Record what is wrong at a place."""
        self.faults.append(problem.placed(place))

    def close(self) -> None:
        """Raise everything that was wrong, if anything was."""
        if self.faults:
            raise EvidenceError(self.faults)


def read_rows(source: str | Path, columns: Sequence[Column], section: str) -> list[Row]:
    """Read the rows of a file: of its tables, or of the array ``section`` of a TOML file.

    Raises `EvidenceError` with every fault of headers and cells, and ``OSError`` if there is no file.
    """
    path, taking = Path(source), Taking()
    if path.suffix.lower() == ".toml":
        found = list(_from_toml(path, columns, section, taking))
    else:
        found = [row for table in read_records(path) for row in _from_table(table, columns, taking)]
    taking.close()
    return found


def _from_table(records: Iterable[Record], columns: Sequence[Column], taking: Taking) -> Iterator[Row]:
    header: tuple[str, ...] | None = None
    for record in records:
        if all(is_blank(cell.value) for cell in record.cells):
            continue
        if header is not None:
            values = {name: cell.value for name, cell in zip(header, record.cells, strict=False) if name}
            yield _row(values, _places(header, record), columns, taking)
        elif not normalise(as_text(record.cells[0].value)).startswith("#"):
            header = _header(record, columns, taking)


def _header(record: Record, columns: Sequence[Column], taking: Taking) -> tuple[str, ...]:
    names = {match_key(name): each.name for each in columns for name in (each.name, *each.also)}
    needed = [each.name for each in columns if each.needed]
    taken = {names.get(match_key(normalise(as_text(cell.value))), "") for cell in record.cells}
    if needed and taken.isdisjoint(needed):  # one fault for a file of another kind, not one a column
        problem = Problem("table-other-kind", column=", ".join(needed), expected=_listed(columns))
        taking.fault(problem, record.place(0, ""))
        return ()
    found: list[str] = []
    for index, cell in enumerate(record.cells):
        written = normalise(as_text(cell.value))
        name = names.get(match_key(written), "")
        if written and not name:
            taking.fault(_unknown(written, columns), record.place(index, written))
        elif name and name in found:
            taking.fault(Problem("column-twice", column=name), record.place(index, written))
        found.append(name)
    for each in columns:
        if each.needed and each.name not in found:
            taking.fault(Problem("column-missing", column=each.name), record.place(0, ""))
    return tuple(found)


def _unknown(written: str, columns: Sequence[Column]) -> Problem:
    known = [name for each in columns for name in (each.name, *each.also)]
    return Problem("column-unknown", got=written, expected=_listed(columns), nearest=nearest(written, known))


def _listed(columns: Sequence[Column]) -> str:
    return "; ".join(f"{each.name} ({', '.join(each.also)})" if each.also else each.name for each in columns)


def _places(header: Sequence[str], record: Record) -> Callable[[str], Place]:
    def place(column: str) -> Place:
        there = column in header and header.index(column) < len(record.cells)
        return record.place(header.index(column) if there else 0, column)

    return place


def _from_toml(path: Path, columns: Sequence[Column], section: str, taking: Taking) -> Iterator[Row]:
    try:
        document = read_toml(path)
    except RulesetError as error:
        raise EvidenceError(error.faults) from None
    if section not in document.data:
        taking.fault(Problem("missing-key", key=section), Place(file=document.file))
        return
    raw = document.data[section]
    if not isinstance(raw, list) or not all(isinstance(item, dict) for item in raw):
        taking.fault(Problem("not-a-list", got=section), document.place((section,)))
        return
    known = {each.name for each in columns}
    for index, item in enumerate(raw):

        def place(column: str, index: int = index) -> Place:
            return document.place((section, index, column) if column else (section, index))

        for key in sorted(item.keys() - known):
            taking.fault(_unknown(key, columns), place(key))
        values = {key: _stated(value) for key, value in item.items() if key in known}
        for each in columns:
            if each.needed and each.name not in values:
                taking.fault(Problem("column-missing", column=each.name), place(""))
        yield _row(values, place, columns, taking)


def _stated(value: Any) -> StatedValue:
    if isinstance(value, list):
        return "; ".join(str(item) for item in value)
    if isinstance(value, bool | str) or hasattr(value, "isoformat"):
        found: StatedValue = value
        return found
    return figure(value)


def _row(
    values: Mapping[str, StatedValue],
    place: Callable[[str], Place],
    columns: Sequence[Column],
    taking: Taking,
) -> Row:
    """Read the cells of a row; one that cannot be read is recorded, and left out."""
    cells: dict[str, Scalar] = {}
    for each in columns:
        value = values.get(each.name)
        if is_blank(value):
            if each.needed and each.name in values:
                taking.fault(Problem("cell-missing", column=each.name), place(each.name))
            continue
        try:
            spec = FieldSpec(each.name, each.kind, minimum=None)
            text = each.kind == "text"
            cells[each.name] = normalise(as_text(value)) if text else read_scalar(value, spec, None)
        except Problem as problem:
            taking.fault(problem, place(each.name))
    return Row(cells, place)
