"""Tables on paper: set widths, headings on every page, rows that are not split."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any, Final

from attrs import evolve, frozen

from thidua_scoring.reports.word.paper import Paper, aligned, narrow_cells, never_split
from thidua_scoring.tabular import Heading

if TYPE_CHECKING:
    from thidua_scoring.tabular import Table

SIZE: Final = 12
"""The size of letters in tables, in points."""
SMALL: Final = 11
"""The size of letters in tables of many columns or much text, in points."""
_LETTER: Final = 0.19
"""How wide a bold letter is on average, in millimetres for each point of its size."""
_SIDES: Final = 1.2
"""The room at the left and at the right within a cell, in millimetres."""
_SHORT: Final = 10
"""The most letters of a heading that is not folded where there is room."""
_WIDEST: Final = 60
"""The most letters for which a column asks for room."""


@frozen
class Column:
    """A column: its heading, and where its cells stand."""

    title: str
    align: str = "left"
    letters: int = 0
    """For how many letters it asks room; 0 for as many as its longest text has."""


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
    narrow_cells(table, _SIDES)
    widths = [Mm(width) for width in widths_of(paper.width, columns, rows, size)]
    for made, width in zip(table.columns, widths, strict=True):
        made.width = width
    centred = [evolve(column, align="center") for column in columns]
    _row(paper, table, [column.title for column in columns], centred, widths, bold=True, size=size)
    _repeated(table.rows[0])
    for index, cells in enumerate(rows):
        _row(paper, table, cells, columns, widths, bold=index in bold, size=size)
    # What is said right beneath a table is not left alone on the next page.
    for paragraph in (each for cell in table.rows[-1].cells for each in cell.paragraphs):
        paragraph.paragraph_format.keep_with_next = True
    paper.text("", size=4, space=0, with_next=True)


def put_tabular(paper: Paper, table: Table, *, size: float = SIZE) -> None:
    """Write a table of results in Vietnamese, columns as wide as their texts need."""
    rows = table.cells("vi")
    columns = [
        Column(heading.title("vi"), "right" if heading.right else "left") for heading in table.headings
    ]
    put_table(paper, columns, rows, bold=table.marked, size=size)


def numbered(table: Table) -> Table:
    """Return a table with the numbers of its rows in a first column (Stt)."""
    rows = [[str(index), *row] for index, row in enumerate(table.rows, start=1)]
    return evolve(table, headings=(Heading("no", "Stt", "No."), *table.headings), rows=rows)


def widths_of(
    width: float, columns: Sequence[Column], rows: Sequence[Sequence[str]], size: float
) -> list[float]:
    """Share out a width, in millimetres: room for the longest words, and of the rest what texts ask for."""
    least, more = list[float](), list[float]()
    for index, column in enumerate(columns):
        texts = [column.title, *(row[index] for row in rows)]
        word = max((len(word) for text in texts for word in text.split()), default=1)
        # A long heading is folded sooner than what stands beneath it.
        title = len(column.title) if len(column.title) <= _SHORT else len(column.title) / 3
        longest = column.letters or max(title, *map(len, texts[1:]), word)
        least.append(_room(min(word, _WIDEST / 2), size))
        more.append(max(0.0, _room(min(longest, _WIDEST), size) - least[-1]))
    free = width - sum(least)
    if free < 0:
        return [width * each / sum(least) for each in least]
    # Those that want little get all of it, so that only long texts are folded.
    order = sorted(range(len(columns)), key=lambda index: more[index])
    for place, index in enumerate(order):
        given = min(more[index], free / (len(order) - place))
        least[index] += given
        free -= given
    return [each + free / len(columns) for each in least]


def _room(letters: float, size: float) -> float:
    return letters * size * _LETTER + 2 * _SIDES + 1


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
