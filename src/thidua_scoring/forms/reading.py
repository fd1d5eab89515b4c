"""Read filled forms back: into statements, cell by cell, each with its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from attrs import evolve, field, frozen

from thidua_scoring.errors import EvidenceError, Fault, Place, Problem
from thidua_scoring.evidence.build import build_evidence
from thidua_scoring.evidence.evidence import Evidence
from thidua_scoring.evidence.kinds import as_text
from thidua_scoring.evidence.names import unit_ids
from thidua_scoring.evidence.statements import Statement, Statements, is_blank, read_status
from thidua_scoring.evidence.text import Locale, normalise
from thidua_scoring.evidence.workbook import Opened, open_workbook
from thidua_scoring.evidence.workbook_cells import Cell, Sheet, address, letters, position
from thidua_scoring.evidence.workbook_sheet import Area
from thidua_scoring.forms.plan import SHEET, Input, Plan, TableColumn
from thidua_scoring.ruleset.ruleset import Ruleset

_UNREAD: Final = frozenset({"formula-without-value", "cell-error"})
"""What does no harm in a cell that is not filled in: the form's own sums, not yet computed."""


def read_forms(paths: Iterable[str | Path], ruleset: Ruleset, *, locale: Locale | None = None) -> Evidence:
    """Read filled forms, one for each unit, into one body of evidence.

    Texts that hold figures are read as Vietnamese files write them, unless ``locale`` says otherwise.
    Raises `EvidenceError` with every fault of all forms, by file, sheet and cell: ``not-a-form``,
    ``form-format``, ``form-broken``, ``form-other-ruleset``, ``form-other-edition``,
    ``form-unit-twice``, ``form-moved``, ``form-cell-outside``, ``form-whole-status``, those of
    workbooks, and those of figures; and ``OSError`` where a file is not there.
    """
    found: list[tuple[Place, list[Statement]]] = []
    faults: list[Fault] = []
    for path in paths:
        try:
            found.append((Place(file=str(path)), _statements(str(path), open_workbook(path), ruleset)))
        except EvidenceError as error:
            faults += error.faults
        except Problem as problem:
            faults.append(problem.placed(Place(file=str(path))))
    faults += _twice(found)
    items = tuple(item for _, items in found for item in items)
    try:
        evidence = build_evidence(Statements(items, "vi", ""), ruleset.written, ruleset.formulas, locale)
    except EvidenceError as error:
        faults += error.faults
    if faults:
        raise EvidenceError(faults)
    return evidence


def is_form(opened: Opened) -> bool:
    """Say whether a workbook is a form, by its hidden sheet."""
    return any(sheet.name == SHEET for sheet in opened.sheets)


def _twice(found: Sequence[tuple[Place, list[Statement]]]) -> Iterator[Fault]:
    """Report the second form of a unit, however its id is spelt there."""
    ids = unit_ids([item for _, items in found for item in items])
    first: dict[str, Place] = {}
    for place, items in found:
        unit = ids[items[0].unit]
        if first.setdefault(unit, place) is not place:
            yield Problem("form-unit-twice", unit=unit, first=first[unit]).placed(place)


def _statements(file: str, opened: Opened, ruleset: Ruleset) -> list[Statement]:
    """Read one form. Raises ``Problem`` for what is none, `EvidenceError` for what is wrong in it."""
    if not is_form(opened):
        if opened.faults:
            raise EvidenceError(opened.faults)
        raise Problem("not-a-form")
    sheets = {sheet.name: sheet for sheet in opened.sheets}
    plan = Plan.read([[_text(cell) for cell in row] for row in sheets.pop(SHEET).rows])
    if plan.ruleset != ruleset.id:
        raise Problem("form-other-ruleset", got=plan.ruleset, expected=ruleset.id)
    if plan.digest != ruleset.digest:
        raise Problem("form-other-edition", ruleset=ruleset.id, got=plan.digest, expected=ruleset.digest)
    return _Form(file, plan, sheets, opened.faults).read()


@frozen(eq=False)
class _Form:
    """One filled form, and what is wrong with it."""

    file: str
    plan: Plan
    sheets: Mapping[str, Sheet]
    found: Sequence[Fault]
    """What the reader of workbooks found."""
    faults: list[Fault] = field(factory=list)

    def read(self) -> list[Statement]:
        """Return what is stated, the unit first; raises `EvidenceError` with every fault."""
        try:
            tables = self._tables()
            items = [Statement(self.plan.unit, "", "", None, Place(file=self.file))]
            for each in self.plan.inputs:
                self._label(each)
                items += self._input(each, tables.get((each.criterion, each.field), []))
            self._outside()
            self._unread()
        except ValueError:  # an address that is none: the hidden sheet was changed
            raise Problem("form-broken") from None
        if self.faults:
            raise EvidenceError(self.faults)
        return items

    # ── cells ───────────────────────────────────────────────────────────────────────

    def _cell(self, sheet: str, where: str) -> Cell:
        row, column = position(where)
        rows = self.sheets[sheet].rows if sheet in self.sheets else ()
        cells = rows[row - 1] if row <= len(rows) else ()
        return cells[column - 1] if column <= len(cells) else Cell(None, row, column, sheet=sheet)

    def _words(self, of: Input) -> tuple[str, str, str]:
        """Return status, note and reference to evidence."""
        status, note, source = (
            _text(self._cell(of.sheet, where)) if where else "" for where in (of.status, of.note, of.source)
        )
        return status, note, source

    def _place(self, cell: Cell) -> Place:
        return Place(file=self.file, cell=cell.address)

    def _fault(self, problem: Problem, cell: Cell) -> None:
        self.faults.append(problem.placed(self._place(cell)))

    def _label(self, of: Input | TableColumn) -> None:
        cell = self._cell(of.sheet, of.labelled)
        if _text(cell) != normalise(of.label):
            self._fault(Problem("form-moved", got=_text(cell), expected=of.label), cell)

    # ── statements ──────────────────────────────────────────────────────────────────

    def _input(self, of: Input, rows: list[Statement]) -> Iterator[Statement]:
        """Yield what one row states: a figure, rows of a table, a claim, or that a criterion is away.

        A remark beside no figure says that the figure is missing, so that it is not lost.
        """
        status, note, source = self._words(of)
        if not of.field:
            yield from self._whole(of, status, note, source)
            return
        cell = self._cell(of.sheet, of.value)
        whole: dict[str, Any] = {"source": source, "status": status, "note": note}
        yield from (evolve(row, **whole) for row in rows)
        if is_blank(cell.value):
            if rows or not (status or note or source):
                return
            if _status(status) == "confirmed":
                whole["status"] = "missing"
        place = self._place(cell)
        yield Statement(
            self.plan.unit, of.criterion, of.field, cell.value, place, percent=cell.percent, **whole
        )

    def _whole(self, of: Input, status: str, note: str, source: str) -> Iterator[Statement]:
        """Yield that a criterion does not apply; its figures have states of their own."""
        if not status:
            return
        cell = self._cell(of.sheet, of.status)
        if _status(status) in ("unconfirmed", "missing"):
            self._fault(Problem("form-whole-status", got=status), cell)
            return
        yield Statement(self.plan.unit, of.criterion, "", None, self._place(cell), source, status, note)

    def _tables(self) -> dict[tuple[str, str], list[Statement]]:
        """Return the cells of small tables; rows in which nothing stands are passed over."""
        tables: dict[tuple[str, str], list[TableColumn]] = {}
        for column in self.plan.columns:
            self._label(column)
            tables.setdefault((column.criterion, column.field), []).append(column)
        return {key: list(self._table(columns)) for key, columns in tables.items()}

    def _table(self, columns: list[TableColumn]) -> Iterator[Statement]:
        number = 0
        for cells in zip(*(self._down(column) for column in columns), strict=True):
            if all(is_blank(cell.value) for cell in cells):
                continue
            number += 1
            for column, cell in zip(columns, cells, strict=True):
                name = f"{column.field}[{number}].{column.column}"
                place = self._place(cell)
                yield Statement(
                    self.plan.unit, column.criterion, name, cell.value, place, percent=cell.percent
                )

    def _down(self, column: TableColumn) -> list[Cell]:
        """Return the cells of a column, as far down as anything stands on the sheet."""
        row, at = position(column.first)
        height = len(self.sheets[column.sheet].rows) if column.sheet in self.sheets else 0
        last = min(row + int(column.rows) - 1, height)
        return [self._cell(column.sheet, f"{letters(at)}{n}") for n in range(row, last + 1)]

    # ── what was changed that is not open ───────────────────────────────────────────

    @cached_property
    def _inputs(self) -> frozenset[tuple[str, int, int]]:
        """The cells that are filled in: sheet, row and column."""
        cells = [
            (each.sheet, *position(where))
            for each in self.plan.inputs
            for where in (each.value, each.status, each.note, each.source)
            if where
        ]
        for column in self.plan.columns:
            cells += [(column.sheet, cell.row, cell.column) for cell in self._down(column)]
        return frozenset(cells)

    def _outside(self) -> None:
        """Report what stands where nothing is to be filled in: it would be lost."""
        allowed = self._inputs | {(each.sheet, *position(each.cell)) for each in self.plan.computed}
        for guard in self.plan.guards:
            first, last = (position(f"{name}1")[1] for name in (guard.first, guard.last))
            rows = self.sheets[guard.sheet].rows if guard.sheet in self.sheets else ()
            for row in rows[int(guard.row) - 1 :]:
                for cell in row[first - 1 : last]:
                    place = (cell.sheet, cell.row, cell.column)
                    if place not in allowed and not is_blank(cell.value):
                        self._fault(Problem("form-cell-outside", got=_text(cell)), cell)

    def _unread(self) -> None:
        """Take over what the reader of workbooks found, but for cells that nobody fills in."""
        sheets = {address(name, ""): name for name in self.sheets}
        for fault in self.found:
            name, _, area = (fault.place.cell or "").rpartition("!")
            sheet = sheets.get(f"{name}!")
            if fault.code not in _UNREAD or sheet is None:
                self.faults.append(fault)
                continue
            within = Area.of(area)
            for where, row, column in sorted(self._inputs):
                if where == sheet and within.meets(Area.cell(row, column)):
                    self.faults.append(evolve(fault, place=self._place(Cell(None, row, column, sheet=sheet))))


def _text(cell: Cell) -> str:
    return normalise(as_text(cell.value))


def _status(text: str) -> str:
    """Read a status; a word that is none is left to the reader of statements, which reports it."""
    try:
        return read_status(text)
    except Problem:
        return ""
