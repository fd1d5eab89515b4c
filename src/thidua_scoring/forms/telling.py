"""Tell what is wrong with figures in the words of the form: titles of rows, numbers of table rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, TypeAlias

from attrs import evolve, frozen

from thidua_scoring.errors import Fault
from thidua_scoring.evidence.evidence import CLAIMED
from thidua_scoring.evidence.workbook_cells import address, letters, position
from thidua_scoring.forms.changes import clipped
from thidua_scoring.forms.plan import Input, Layout, TableColumn
from thidua_scoring.formula.nodes import FieldKind

Asked: TypeAlias = "Input | TableColumn"
_QUOTED: Final = ("got", "unit", "first", "second")
"""Parameters that are what somebody typed."""
_EXAMPLES: Final[Mapping[FieldKind, str]] = {
    "number": "12,5",
    "count": "12",
    "percent": "98,5%",
    "date": "09/02/2022",
    "yes-no": "có",
    "table": "không có",
}
"""What a figure of a kind looks like, which says more than the name of the kind."""
_OWN_CODES: Final = {
    "other-kind": "form-other-kind",
    "table-in-one-cell": "form-table-cell",
    "table-cell-missing": "form-row-gap",
}
"""Faults whose advice is another for a form than for a file of evidence."""


@frozen(eq=False)
class Titles:
    """What the rows and columns of a form are called, by the addresses of their cells."""

    asked: Mapping[str, tuple[Asked, str]]
    """With the number of the row of a small table."""
    tables: Mapping[tuple[str, str], str]
    """The titles of small tables."""

    @classmethod
    def of(cls, layout: Layout) -> Titles:
        """Gather them from how forms are laid out."""
        asked: dict[str, tuple[Asked, str]] = {}
        tables: dict[tuple[str, str], str] = {}
        for each in layout.inputs:
            places = (each.value, each.status, each.note)
            asked.update((address(each.sheet, cell), (each, "")) for cell in places if cell and each.field)
            if each.kind == "table":
                tables[each.criterion, each.field] = each.title
        for column in layout.columns:
            first, at = position(column.first)
            for number in range(column.rows):
                cell = address(column.sheet, f"{letters(at)}{first + number}")
                asked[cell] = column, str(number + 1)
        return cls(asked, tables)

    def told(self, faults: Iterable[Fault], known: set[str]) -> Iterator[Fault]:
        """Yield what is not known yet of a cell, in the words of the form."""
        for fault in faults:
            cell = fault.place.cell or ""
            if not cell or cell not in known:
                known.add(cell)
                yield self._said(fault, *self.asked.get(cell, (None, "")))

    def _said(self, fault: Fault, of: Asked | None, number: str) -> Fault:
        said = dict(fault.parameters)
        said.update((name, clipped(said[name])) for name in _QUOTED if name in said)
        if of is None:
            return evolve(fault, parameters=said)
        if "field" in said:
            said["field"] = _title(of)
        if fault.code in ("table-cell-missing", "figures-disagree") and isinstance(of, TableColumn):
            table = self.tables.get((of.criterion, of.field), of.field)
            said.update(field=clipped(table), row=number, column=_title(of))
        said["example"] = _EXAMPLES.get(of.kind, "abc")
        return evolve(fault, code=_OWN_CODES.get(fault.code, fault.code), parameters=said)


def _title(of: Asked) -> str:
    """Name a figure as the form does, a claim by its criterion."""
    title = clipped(of.title or of.field)
    return f"Điểm tự chấm: {title}" if of.criterion and of.field == CLAIMED else title
