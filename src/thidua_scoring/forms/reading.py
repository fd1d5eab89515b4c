"""Read filled forms back: into statements, cell by cell, each with its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from attrs import define, evolve, field, frozen

from thidua_scoring.errors import EvidenceError, Fault, Place, Problem
from thidua_scoring.evidence.build import build_evidence
from thidua_scoring.evidence.evidence import Evidence
from thidua_scoring.evidence.statements import Statement, Statements
from thidua_scoring.evidence.text import Locale
from thidua_scoring.evidence.workbook import Opened, open_workbook
from thidua_scoring.forms.changes import changes, text_of
from thidua_scoring.forms.filled import FilledForm
from thidua_scoring.forms.plan import SHEET, Head, Layout, Page
from thidua_scoring.forms.telling import Titles
from thidua_scoring.forms.units import second_forms
from thidua_scoring.forms.writing import MAIN, heading, layout_of
from thidua_scoring.ruleset.ruleset import Ruleset


def read_forms(paths: Iterable[str | Path], ruleset: Ruleset, *, locale: Locale | None = None) -> Evidence:
    """Read filled forms, one for each unit, into one body of evidence.

    ``paths`` are taken one by one, so that whoever gives them can follow how far the reading has come.
    Texts that hold figures are read as Vietnamese files write them, unless ``locale`` says otherwise.
    Raises `EvidenceError` with every fault of all forms, by file, sheet and cell: ``not-a-form``,
    ``form-format``, ``form-broken``, ``form-other-ruleset``, ``form-other-edition``,
    ``form-unit-twice``, ``form-no-sheet``, ``form-other-sheet``, ``form-moved``,
    ``form-cell-outside``, ``form-more-changes``, ``form-whole-status``, ``form-status-but-rows``,
    ``form-away-but-filled``, ``form-percent``, ``form-other-kind``, ``form-table-cell``,
    ``form-row-gap``, those of workbooks, and those of figures; and ``OSError`` where a file is not there.
    """
    read: list[_Filled] = []
    faults: list[Fault] = []
    forms = _Forms(ruleset)
    files: dict[str, int] = {}
    for path in paths:
        files.setdefault(str(path), len(files))
        try:
            read.append(forms.read(str(path), open_workbook(path)))
        except EvidenceError as error:
            faults += error.faults
        except Problem as problem:
            faults.append(problem.placed(Place(file=str(path))))
    faults += [fault for form in read for fault in form.faults]
    twice = list(second_forms([(Place(file=form.file), form.items) for form in read]))
    # Two forms of one unit would speak against each other in every figure.
    bodies = [[form] for form in read] if twice else [read]
    evidence: Evidence | None = None
    for body in bodies:
        items = tuple(item for form in body for item in form.items)
        try:
            evidence = build_evidence(Statements(items, "vi", ""), ruleset.written, ruleset.formulas, locale)
        except EvidenceError as error:
            faults += (fault for form in body for fault in form.told(error.faults))
    faults += twice
    if faults or evidence is None:
        raise EvidenceError(sorted(faults, key=lambda fault: files.get(fault.place.file or "", 0)))
    return evidence


def is_form(opened: Opened) -> bool:
    """Say whether a workbook is a form, by its hidden sheet."""
    return any(sheet.name == SHEET for sheet in opened.sheets)


@frozen(eq=False)
class _Filled:
    """What one form states, the unit first, and what is wrong with it beside its figures."""

    file: str
    layout: Layout
    items: list[Statement]
    faults: list[Fault]

    def told(self, faults: Iterable[Fault]) -> Iterator[Fault]:
        """Yield what is wrong with figures of this form, but one fault a cell."""
        known = {fault.place.cell for fault in self.faults if fault.place.cell}
        own = [fault for fault in faults if fault.place.file == self.file]
        return Titles.of(self.layout).told(own, known) if own else iter(())


@define(eq=False)
class _Forms:
    """The forms of one ruleset, which are laid out alike."""

    ruleset: Ruleset
    _layouts: dict[int, Layout] = field(factory=dict)
    """By how many rows small tables have room for."""

    def read(self, file: str, opened: Opened) -> _Filled:
        """Read one form. Raises ``Problem`` or `EvidenceError` for what is none of this ruleset."""
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
        form = FilledForm(file, self.ruleset, head.unit, addressed, sheets, opened.faults)
        return _Filled(file, addressed, form.read(), form.faults)

    def _layout(self, rows: int) -> Layout:
        if rows not in self._layouts:
            self._layouts[rows] = layout_of(self.ruleset, rows)
        return self._layouts[rows]
