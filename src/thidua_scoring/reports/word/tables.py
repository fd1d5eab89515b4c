"""Tables on paper: set widths, headings on every page, rows that are not split."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any, Final

from attrs import evolve, frozen

from thidua_scoring.reports.word.paper import Paper, aligned, narrow_cells, never_split
from thidua_scoring.reports.word.widths import SIDES, shared_out
from thidua_scoring.tabular import Heading

if TYPE_CHECKING:
    from thidua_scoring.tabular import Table

SIZE: Final = 12
"""The size of letters in tables, in points."""
SMALL: Final = 11
"""The size of letters in tables of many columns or much text, in points."""


@frozen
class Column:
    """A column: its heading, and where its cells stand."""

    title: str
    align: str = "left"


def put_table(
    paper: Paper,
    columns: Sequence[Column],
    rows: Sequence[Sequence[str]],
    *,
    bold: Collection[int] = (),
    size: float = SIZE,
) -> None:
    """Write a table over the whole width; ``bold`` are the rows that stand out, by their number."""
    from docx.shared import Mm

    paper.text("", size=4, space=0, with_next=True)
    table = paper.document.add_table(rows=0, cols=len(columns), style="Table Grid")
    table.autofit = False
    narrow_cells(table, SIDES)
    titles = [column.title for column in columns]
    widths = [Mm(width) for width in shared_out(paper.width, titles, rows, size)]
    for made, width in zip(table.columns, widths, strict=True):
        made.width = width
    centred = [evolve(column, align="center") for column in columns]
    _row(paper, table, titles, centred, widths, bold=True, size=size)
    _repeated(table.rows[0])
    for index, cells in enumerate(rows):
        _row(paper, table, cells, columns, widths, bold=index in bold, size=size)
    # What is said right beneath a table is not left alone on the next page.
    for paragraph in (each for cell in table.rows[-1].cells for each in cell.paragraphs):
        paragraph.paragraph_format.keep_with_next = True
    paper.text("", size=4, space=0, with_next=True)


def put_tabular(paper: Paper, table: Table, *, size: float = SIZE) -> None:
    """Write a table of results in Vietnamese; columns in which nothing stands are left out."""
    cells = table.cells("vi")
    kept = [at for at in range(len(table.headings)) if not cells or any(row[at] for row in cells)]
    rows = [[row[at] for at in kept] for row in cells]
    headings = [table.headings[at] for at in kept]
    columns = [Column(each.title("vi"), "right" if each.right else "left") for each in headings]
    put_table(paper, columns, rows, bold=table.marked, size=size)


def numbered(table: Table) -> Table:
    """Return a table with the numbers of its rows in a first column (Stt)."""
    rows = [[str(index), *row] for index, row in enumerate(table.rows, start=1)]
    return evolve(table, headings=(Heading("no", "Stt", "No."), *table.headings), rows=rows)


def _row(
    paper: Paper,
    table: Any,
    cells: Sequence[str],
    columns: Sequence[Column],
    widths: Sequence[int],
    *,
    bold: bool,
    size: float,
) -> None:
    from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT

    row = table.add_row()
    never_split(row)
    for cell, text, column, width in zip(row.cells, cells, columns, widths, strict=True):
        cell.width, cell.vertical_alignment = width, WD_CELL_VERTICAL_ALIGNMENT.CENTER
        paragraph = cell.paragraphs[0]
        paragraph.alignment = aligned(column.align)
        paper.run(paragraph, text, bold=bold, size=size)


def _repeated(row: Any) -> None:
    """Write a row again at the top of every page that the table goes on to."""
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
