"""Sheets of a workbook: a table under its title, set up for A4 across, its head always in view."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any, Final

from attrs import define, field

from thidua_scoring.errors import Lang
from thidua_scoring.reports.excel.cells import WIDEST, Cells, lines_of, width_of
from thidua_scoring.reports.package import clean
from thidua_scoring.tabular import Table

_A4: Final = 9
_LINE: Final = 16.5
"""The height of a line of text, in points."""
_HIGHEST: Final = 409
"""The most points of a row."""
_PAGE: Final = 220
"""The most letters side by side that are legible on one page."""
_SENTENCE: Final = 150
"""The most letters of a line above or beneath a table that goes on to a page at its side."""
_NAME: Final = 31
"""The most letters of the name of a sheet."""
_NOT_IN_NAMES: Final = re.compile(r"[\[\]:*?/\\]")
_RESERVED: Final = frozenset(("history",))
_COLOURS: Final = ("#C6E0B4", "#DDEBF7", "#FFF2CC", "#F8CBAD")
"""The colours of classes, from the best; those between the second and the last share the third."""


@define(eq=False)
class Sheets:
    """The sheets of one workbook, one after the other."""

    book: Any
    cells: Cells
    lang: Lang
    classes: Sequence[str] = ()
    """The titles of classes, from the best, by which cells are coloured."""
    _names: set[str] = field(factory=set)

    def add(self, name: str, title: str, remarks: Iterable[str] = ()) -> Sheet:
        """Begin a sheet, its title and what is to be known of it above; the name is made fit and new."""
        sheet = self.book.add_worksheet(self._named(name))
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.set_margins(left=0.6, right=0.6, top=0.8, bottom=0.8)
        sheet.set_footer('&C&"Times New Roman,Regular"&P/&N')
        self.cells.text(sheet, 0, 0, title, "title")
        above = [remark for remark in remarks if remark]
        return Sheet(self, sheet, len(above) + 2, above)

    def _named(self, name: str) -> str:
        """Return a name that a sheet may have and that no other has, whatever its capitals."""
        base = _NOT_IN_NAMES.sub("-", clean(name).replace("\n", " ")).strip("' ") or "-"
        if base.casefold() in _RESERVED:
            base += "-"
        found, count = base[:_NAME].rstrip("' "), 1
        while found.casefold() in self._names:
            count += 1
            end = f" ({count})"
            found = base[: _NAME - len(end)] + end
        self._names.add(found.casefold())
        return found


@define(eq=False)
class Sheet:
    """A sheet while it is written, and the row that comes next."""

    sheets: Sheets
    sheet: Any
    row: int
    above: Sequence[str] = ()
    """What stands above the first table, and is written once its width is known."""
    widths: dict[int, float] = field(factory=dict)

    def table(self, table: Table, *, titled: bool = False, head: bool = False) -> None:
        """Write a table; the headings of one that is the ``head`` of its sheet stay in view."""
        lang, cells = self.sheets.lang, self.sheets.cells
        if titled:
            cells.text(self.sheet, self.row, 0, table.caption(lang), "title", font_size=12)
            self.row += 1
        first, rows = self.row, table.cells(lang)
        titles = [heading.title(lang) for heading in table.headings]
        for column, title in enumerate(titles):
            self._width(column, width_of(title, [row[column] for row in rows]))
            cells.text(self.sheet, first, column, title, "head")
        self._height(first, titles)
        looks = ["figure" if heading.right else "text" for heading in table.headings]
        for at, (row, told) in enumerate(zip(table.rows, rows, strict=True), start=first + 1):
            more = {"bold": True} if at - first - 1 in table.marked else {}
            for column, (value, shown) in enumerate(zip(row, told, strict=True)):
                cells.cell(self.sheet, (at, column), value, shown, looks[column], **more)
            self._height(at, told)
        last = first + len(rows)
        for at, remark in enumerate(self.above, 1):
            self._across(at, remark)
        if head:
            self._in_view(first, last, len(titles))
        self._coloured(table, first + 1, last)
        self._on_paper()
        self.row = last + 2
        if beneath := table.beneath(lang):
            self.row -= 1
            self.lines(beneath)

    def _in_view(self, first: int, last: int, columns: int) -> None:
        """Keep headings and first column in view, and write them on each page."""
        self.sheet.freeze_panes(first + 1, 1)
        self.sheet.repeat_rows(first)
        self.sheet.autofilter(first, 0, last, columns - 1)

    def _on_paper(self) -> None:
        """Print the sheet one page wide, where that can still be read."""
        if sum(self.widths.values()) <= _PAGE:
            self.sheet.fit_to_pages(1, 0)
        else:
            self.sheet.repeat_columns(0)
            self.sheet.set_print_scale(70)

    def _height(self, row: int, texts: Sequence[str]) -> None:
        """Make a row as high as its longest text needs: not every program does so by itself."""
        lines = max((lines_of(text, self.widths[column]) for column, text in enumerate(texts)), default=1)
        if lines > 1:
            self.sheet.set_row(row, min(lines * _LINE, _HIGHEST))

    def lines(self, lines: Iterable[str]) -> None:
        """Write sentences one below the other."""
        for line in lines:
            self._across(self.row, line)
            self.row += 1
        self.row += 1

    def _across(self, row: int, text: str) -> None:
        """Write a sentence over several columns, folded: what runs beyond a table makes its print smaller."""
        last, width = 0, self.widths.get(0, WIDEST)
        most = _PAGE if sum(self.widths.values()) <= _PAGE else _SENTENCE
        while last + 1 in self.widths and width + self.widths[last + 1] <= most:
            last += 1
            width += self.widths[last]
        if last:
            look = self.sheets.cells.look("remark")
            self.sheet.merge_range(row, 0, row, last, "", look)
        self.sheets.cells.text(self.sheet, row, 0, text, "remark")
        self.sheet.set_row(row, min(lines_of(text, width) * _LINE, _HIGHEST))

    def _width(self, column: int, width: float) -> None:
        self.widths[column] = max(self.widths.get(column, 0), width)
        self.sheet.set_column(column, column, self.widths[column])

    def _coloured(self, table: Table, first: int, last: int) -> None:
        """Colour the cells of the column of classes by what stands in them."""
        columns = [index for index, heading in enumerate(table.headings) if heading.key == "class"]
        for column in columns if last >= first else ():
            for place, title in enumerate(self.sheets.classes):
                quoted = clean(title).replace('"', '""')
                if len(quoted) > 250:
                    continue
                colour = self.sheets.book.add_format({"bg_color": _colour(place, len(self.sheets.classes))})
                rule = {"type": "cell", "criteria": "==", "value": f'"{quoted}"', "format": colour}
                self.sheet.conditional_format(first, column, last, column, rule)


def _colour(place: int, count: int) -> str:
    if place and place == count - 1:
        return _COLOURS[-1]
    return _COLOURS[min(place, len(_COLOURS) - 2)]
