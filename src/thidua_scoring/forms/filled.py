"""One filled form: what it states, cell by cell, each with its place, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any, Final

from attrs import evolve, field, frozen

from thidua_scoring.errors import Fault, Place, Problem, nearest
from thidua_scoring.evidence.evidence import CLAIMED
from thidua_scoring.evidence.statements import Statement, is_blank, read_status, says_not_applicable
from thidua_scoring.evidence.workbook_cells import Cell, Sheet, address, letters, position
from thidua_scoring.evidence.workbook_sheet import Area
from thidua_scoring.forms.changes import changes, clipped, in_doubt, text_of
from thidua_scoring.forms.plan import SHEET, Input, Layout, Page, TableColumn
from thidua_scoring.formula.nodes import FieldKind
from thidua_scoring.numbers import show_percent
from thidua_scoring.ruleset.ruleset import Ruleset

_UNREAD: Final = frozenset({"formula-without-value", "cell-error"})
_NOTHING: Final = Page()
"""What the form has on a sheet that is not its own."""


@frozen(eq=False)
class FilledForm:
    """One filled form, and what is wrong with it."""

    file: str
    ruleset: Ruleset
    unit: str
    layout: Layout
    sheets: Mapping[str, Sheet]
    found: Sequence[Fault]
    """What the reader of workbooks found."""
    faults: list[Fault] = field(factory=list)
    doubts: dict[str, tuple[frozenset[int], bool]] = field(factory=dict)
    """By sheet, the rows that were moved, and whether columns were."""

    def read(self) -> list[Statement]:
        """Return what is stated, the unit first; what is wrong is gathered beside it."""
        self._sheets()
        tables = self._tables()
        items = [Statement(self.unit, "", "", None, Place(file=self.file))]
        for each in self.layout.inputs:
            if not self._is_in_doubt(each.sheet, position(each.note)[0]):
                items += self._input(each, tables.get((each.criterion, each.field), []))
        self._away(items)
        self._unread()
        return items

    def _is_in_doubt(self, sheet: str, row: int) -> bool:
        """Say whether a row was moved, so that what stands there is another figure than it seems."""
        rows, columns = self.doubts.get(sheet, (frozenset(), False))
        return columns or row in rows

    # ── cells ───────────────────────────────────────────────────────────────────────

    def _cell(self, sheet: str, where: str) -> Cell:
        row, column = position(where)
        cell = self.sheets[sheet].cell(row, column) if sheet in self.sheets else None
        return cell or Cell(None, row, column, sheet=sheet)

    def _words(self, of: Input) -> tuple[str, str, str]:
        """Return status, note and reference to evidence."""
        status, note, source = (
            text_of(self._cell(of.sheet, where)) if where else "" for where in (of.status, of.note, of.source)
        )
        return status, note, source

    def _place_of(self, sheet: str, where: str) -> Place:
        return Place(file=self.file, cell=address(sheet, where))

    def _place(self, cell: Cell) -> Place:
        return Place(file=self.file, cell=cell.address)

    def _fault(self, problem: Problem, cell: Cell) -> None:
        self.faults.append(problem.placed(self._place(cell)))

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
        whole |= {name: self._place_of(of.sheet, where) for name, where in
                  (("status_place", of.status), ("note_place", of.note)) if where}  # fmt: skip
        if rows and _status(status) in ("missing", "not-applicable"):
            where = self._cell(of.sheet, of.status)
            self._fault(Problem("form-status-but-rows", status=status, first=rows[0].place.cell), where)
            whole["status"] = ""
        yield from (evolve(row, **whole) for row in rows)
        if is_blank(cell.value):
            if rows or not (status or note or source):
                return
            if _status(status) == "confirmed":
                whole["status"] = "missing"
        yield evolve(self._stated(of.criterion, of.field, of.kind, cell), **whole)

    def _stated(self, criterion: str, name: str, kind: FieldKind, cell: Cell) -> Statement:
        """State a figure; a percentage that is no longer shown as one may be a share or not."""
        value = cell.stated
        if kind == "percent" and isinstance(value, Fraction) and value and not cell.percent:
            first, second = show_percent(value / 100), show_percent(value)
            self._fault(Problem("form-percent", got=clipped(text_of(cell)), first=first, second=second), cell)
        return Statement(self.unit, criterion, name, value, self._place(cell), percent=cell.percent)

    def _whole(self, of: Input, status: str, note: str, source: str) -> Iterator[Statement]:
        """Yield that a criterion does not apply; its figures have states of their own."""
        if not status:
            return
        cell = self._cell(of.sheet, of.status)
        if _status(status) in ("unconfirmed", "missing"):
            self._fault(Problem("form-whole-status", got=clipped(status)), cell)
            return
        yield Statement(self.unit, of.criterion, "", None, self._place(cell), source, status, note)

    def _tables(self) -> dict[tuple[str, str], list[Statement]]:
        """Return the cells of small tables; rows in which nothing stands are passed over."""
        tables: dict[tuple[str, str], list[TableColumn]] = {}
        for column in self.layout.columns:
            tables.setdefault((column.criterion, column.field), []).append(column)
        return {
            key: [] if self._is_in_doubt(columns[0].sheet, 0) else list(self._table(columns))
            for key, columns in tables.items()
        }

    def _table(self, columns: list[TableColumn]) -> Iterator[Statement]:
        number = 0
        for cells in zip(*(self._down(column) for column in columns), strict=True):
            if all(is_blank(cell.value) for cell in cells):
                continue
            number += 1
            for column, cell in zip(columns, cells, strict=True):
                name = f"{column.field}[{number}].{column.column}"
                yield self._stated(column.criterion, name, column.kind, cell)

    def _down(self, column: TableColumn) -> list[Cell]:
        row, at = position(column.first)
        return [self._cell(column.sheet, f"{letters(at)}{n}") for n in range(row, row + column.rows)]

    # ── what does not go together, and what was changed that is not open ────────────

    def _away(self, items: Sequence[Statement]) -> None:
        """Report figures, and points claimed for nothing, of a criterion that is said not to apply."""
        away = {item.criterion: item.place.cell for item in items if item.criterion and not item.field}
        told: set[tuple[str, str]] = set()
        for item in items:
            key = (item.criterion, item.field.partition("[")[0])
            if item.criterion not in away or key in told or not item.field or not self._counts(item):
                continue
            told.add(key)
            got, status = clipped(text_of(Cell(item.value, 0, 0))), away[item.criterion]
            problem = Problem("form-away-but-filled", criterion=item.criterion, got=got, status=status)
            self.faults.append(problem.placed(item.place))

    def _counts(self, item: Statement) -> bool:
        """Say whether what is filled in speaks against a criterion's not applying."""
        if is_blank(item.value) or says_not_applicable(item.value):
            return False
        if item.field != CLAIMED:
            return True
        written = self.ruleset.written
        rule = written.criteria[item.criterion].head.not_applicable or written.scale.not_applicable
        return rule != "full" and item.value not in (0, "0")

    def _sheets(self) -> None:
        """Report what is not as the form wrote it: it would be lost."""
        for name, page in self.layout.pages.items():
            if name in self.sheets:
                self.doubts[name] = in_doubt(self.sheets[name], page)
                for change in changes(self.sheets[name], page):
                    where = address(name, str(change.area)) if change.area else None
                    self.faults.append(change.problem.placed(Place(file=self.file, cell=where)))
            elif name != SHEET:
                close = nearest(name, [each for each in self.sheets if each not in self.layout.pages])
                problem = Problem("form-no-sheet", expected=name, nearest=close)
                self.faults.append(problem.placed(Place(file=self.file)))
        for sheet in self.sheets.values():
            if sheet.name not in self.layout.pages:
                first = next((change.area for change in changes(sheet, _NOTHING)), None)
                if first is not None:
                    cell = Cell(None, first.top, first.left, sheet=sheet.name)
                    self._fault(Problem("form-other-sheet", sheet=sheet.name), cell)

    def _unread(self) -> None:
        """Take over what the reader of workbooks found, but for the form's own sums, not yet computed."""
        sheets = {address(name, ""): name for name in self.sheets}
        for fault in self.found:
            name, _, area = (fault.place.cell or "").rpartition("!")
            sheet = sheets.get(f"{name}!")
            page = self.layout.pages.get(sheet or "", _NOTHING)
            within = None if sheet is None else Area.of(area)
            if within is not None and {(within.top, within.left), (within.bottom, within.right)} <= page.free:
                continue
            if sheet is None or within is None or fault.code not in _UNREAD:
                self.faults.append(fault)
                continue
            for row in range(within.top, within.bottom + 1):
                where = row, within.left
                # A formula without result outside the open cells is told as what it is: a change.
                if where in page.open or (fault.code == "cell-error" and where not in page.formulas):
                    self.faults.append(evolve(fault, place=self._place(Cell(None, *where, sheet=sheet))))


def _status(text: str) -> str:
    """Read a status; a word that is none is left to the reader of statements, which reports it."""
    try:
        return read_status(text)
    except Problem:
        return ""
