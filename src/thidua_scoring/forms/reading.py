"""Read filled forms back: into statements, cell by cell, each with its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

from attrs import define, evolve, field, frozen

from thidua_scoring.errors import EvidenceError, Fault, Place, Problem, nearest
from thidua_scoring.evidence.build import build_evidence
from thidua_scoring.evidence.evidence import CLAIMED, Evidence
from thidua_scoring.evidence.statements import (
    Statement,
    Statements,
    is_blank,
    read_status,
    says_not_applicable,
)
from thidua_scoring.evidence.text import Locale
from thidua_scoring.evidence.workbook import Opened, open_workbook
from thidua_scoring.evidence.workbook_cells import Cell, Sheet, address, letters, position
from thidua_scoring.evidence.workbook_sheet import Area
from thidua_scoring.forms.changes import changes, text_of
from thidua_scoring.forms.plan import SHEET, Head, Input, Layout, Page, TableColumn
from thidua_scoring.forms.units import second_forms
from thidua_scoring.forms.writing import MAIN, heading, layout_of
from thidua_scoring.formula.nodes import FieldKind
from thidua_scoring.numbers import show_percent
from thidua_scoring.ruleset.ruleset import Ruleset

_UNREAD: Final = frozenset({"formula-without-value", "cell-error"})
_NOTHING: Final = Page()
"""What the form has on a sheet that is not its own."""


def read_forms(paths: Iterable[str | Path], ruleset: Ruleset, *, locale: Locale | None = None) -> Evidence:
    """Read filled forms, one for each unit, into one body of evidence.

    ``paths`` are taken one by one, so that whoever gives them can follow how far the reading has come.
    Texts that hold figures are read as Vietnamese files write them, unless ``locale`` says otherwise.
    Raises `EvidenceError` with every fault of all forms, by file, sheet and cell: ``not-a-form``,
    ``form-format``, ``form-broken``, ``form-other-ruleset``, ``form-other-edition``,
    ``form-unit-twice``, ``form-no-sheet``, ``form-other-sheet``, ``form-moved``,
    ``form-cell-outside``, ``form-whole-status``, ``form-away-but-filled``, ``form-percent``, those of
    workbooks, and those of figures; and ``OSError`` where a file is not there.
    """
    found: list[tuple[Place, list[Statement]]] = []
    faults: list[Fault] = []
    forms = _Forms(ruleset)
    for path in paths:
        try:
            found.append((Place(file=str(path)), forms.statements(str(path), open_workbook(path))))
        except EvidenceError as error:
            faults += error.faults
        except Problem as problem:
            faults.append(problem.placed(Place(file=str(path))))
    faults += second_forms(found)
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


@define(eq=False)
class _Forms:
    """The forms of one ruleset, which are laid out alike."""

    ruleset: Ruleset
    _layouts: dict[int, Layout] = field(factory=dict)
    """By how many rows small tables have room for."""

    def statements(self, file: str, opened: Opened) -> list[Statement]:
        """Read one form. Raises ``Problem`` for what is none, `EvidenceError` for what is wrong in it."""
        if not is_form(opened):
            if opened.faults:
                raise EvidenceError(opened.faults)
            raise Problem("not-a-form")
        sheets = {sheet.name: sheet for sheet in opened.sheets}
        hidden = sheets.pop(SHEET)
        head = Head.read([[text_of(cell) for cell in row] for row in hidden.rows])
        id_, digest = self.ruleset.id, self.ruleset.digest
        if head.ruleset != id_:
            raise Problem("form-other-ruleset", got=head.ruleset, expected=id_)
        if head.digest != digest:
            raise Problem("form-other-edition", ruleset=id_, got=head.digest, expected=digest)
        # More rows than stand on any sheet are not in the form, whatever is said.
        most = max((len(sheet.rows) for sheet in sheets.values()), default=0)
        layout = self._layout(min(head.table_rows, most))
        expected = Page(said={**layout.pages[SHEET].said, **head.said()})
        if layout.mark(head.unit, head.name) != head.layout or any(changes(hidden, expected)):
            raise Problem("form-broken")
        main = layout.pages[MAIN]
        main = evolve(main, said={**main.said, **heading(head.unit, head.name)})
        addressed = evolve(layout, pages={**layout.pages, MAIN: main})
        return _Form(file, self.ruleset, head.unit, addressed, sheets, opened.faults).read()

    def _layout(self, rows: int) -> Layout:
        if rows not in self._layouts:
            self._layouts[rows] = layout_of(self.ruleset, rows)
        return self._layouts[rows]


@frozen(eq=False)
class _Form:
    """One filled form, and what is wrong with it."""

    file: str
    ruleset: Ruleset
    unit: str
    layout: Layout
    sheets: Mapping[str, Sheet]
    found: Sequence[Fault]
    """What the reader of workbooks found."""
    faults: list[Fault] = field(factory=list)

    def read(self) -> list[Statement]:
        """Return what is stated, the unit first; raises `EvidenceError` with every fault."""
        self._sheets()
        tables = self._tables()
        items = [Statement(self.unit, "", "", None, Place(file=self.file))]
        for each in self.layout.inputs:
            items += self._input(each, tables.get((each.criterion, each.field), []))
        self._away(items)
        self._unread()
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
            text_of(self._cell(of.sheet, where)) if where else "" for where in (of.status, of.note, of.source)
        )
        return status, note, source

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
        yield from (evolve(row, **whole) for row in rows)
        if is_blank(cell.value):
            if rows or not (status or note or source):
                return
            if _status(status) == "confirmed":
                whole["status"] = "missing"
        yield evolve(self._stated(of.criterion, of.field, of.kind, cell), **whole)

    def _stated(self, criterion: str, name: str, kind: FieldKind, cell: Cell) -> Statement:
        """State a figure; a percentage that is no longer shown as one may be a share or not."""
        value = cell.value
        if kind == "percent" and isinstance(value, Fraction) and value and not cell.percent:
            first, second = show_percent(value / 100), show_percent(value)
            self._fault(Problem("form-percent", got=text_of(cell), first=first, second=second), cell)
        return Statement(self.unit, criterion, name, value, self._place(cell), percent=cell.percent)

    def _whole(self, of: Input, status: str, note: str, source: str) -> Iterator[Statement]:
        """Yield that a criterion does not apply; its figures have states of their own."""
        if not status:
            return
        cell = self._cell(of.sheet, of.status)
        if _status(status) in ("unconfirmed", "missing"):
            self._fault(Problem("form-whole-status", got=status), cell)
            return
        yield Statement(self.unit, of.criterion, "", None, self._place(cell), source, status, note)

    def _tables(self) -> dict[tuple[str, str], list[Statement]]:
        """Return the cells of small tables; rows in which nothing stands are passed over."""
        tables: dict[tuple[str, str], list[TableColumn]] = {}
        for column in self.layout.columns:
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
            got, status = text_of(Cell(item.value, 0, 0)), away[item.criterion]
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
                for cell, problem in changes(self.sheets[name], page):
                    self._fault(problem, cell)
            elif name != SHEET:
                close = nearest(name, [each for each in self.sheets if each not in self.layout.pages])
                problem = Problem("form-no-sheet", expected=name, nearest=close)
                self.faults.append(problem.placed(Place(file=self.file)))
        for sheet in self.sheets.values():
            if sheet.name not in self.layout.pages:
                first = next((change for change in changes(sheet, _NOTHING)), None)
                if first is not None:
                    self._fault(Problem("form-other-sheet", sheet=sheet.name), first[0])

    def _unread(self) -> None:
        """Take over what the reader of workbooks found, but for the form's own sums, not yet computed."""
        sheets = {address(name, ""): name for name in self.sheets}
        for fault in self.found:
            name, _, area = (fault.place.cell or "").rpartition("!")
            sheet = sheets.get(f"{name}!")
            if sheet is None or fault.code not in _UNREAD:
                self.faults.append(fault)
                continue
            page, within = self.layout.pages.get(sheet, _NOTHING), Area.of(area)
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
