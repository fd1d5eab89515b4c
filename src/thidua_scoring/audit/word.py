"""Read the paragraphs and tables of a .docx file, which comes from anywhere.

The stored XML is read through the guard of archives: python-docx unpacks parts of any size before
it can be asked how large they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from attrs import define, field

from thidua_scoring.errors import EvidenceError, Place, Problem
from thidua_scoring.evidence.workbook_package import Limits, Package, in_bytes

_DOCUMENT: Final = "word/document.xml"
_CODES: Final[Mapping[str, str]] = {
    "not-a-workbook": "not-a-document",
    "workbook-too-large": "document-too-large",
    "workbook-unsafe": "document-unsafe",
}
_MOST: Final = 63
"""The most columns that a table of Word has."""
_REACH: Final = 40
"""How many rows the text of a merged cell is taken to go down: as many as a header might have."""
_LONGEST: Final = 200
"""Of a text that goes on in other cells; longer ones are no titles of columns."""
_MOST_CELLS: Final = 500_000
"""Of all tables together, some thousand pages."""
_BLANKS: Final = frozenset({"tab", "br", "cr"})


@define
class WordCell:
    """A place in the grid of a table."""

    text: str = ""
    over: str = ""
    """The text of the cell to the left or above that goes on here, which is read there."""
    lines: list[str] = field(factory=list)
    """What has been read of its text."""
    reach: int = 0
    """How many rows above the text that goes on here stands."""

    @property
    def told(self) -> str:
        """Return what goes on in the cells that this one is merged with."""
        return (self.text or self.over)[:_LONGEST]


Paragraphs = list[tuple[int, str]]
Tables = list[list[list[WordCell]]]


def read_word(path: Path, *, limits: Limits | None = None) -> tuple[Paragraphs, Tables]:
    """Return the paragraphs outside tables, numbered from 1, and the cells of the tables.

    Text that was struck out in a revision is left out, text that was put in is kept; headers, notes
    and comments are not read. Raises `EvidenceError` with ``not-a-document``, ``document-too-large``,
    ``document-unsafe`` or ``needs-extra``, and ``OSError`` if there is no file.
    """
    limits = limits or Limits()
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(0)
        try:
            if size > limits.bytes:
                got, most = in_bytes(size), in_bytes(limits.bytes)
                raise Problem("document-too-large", part=path.name, got=got, most=most)
            package = Package.open(file)
            problems = [*package.too_large(limits), *package.unsafe(), *package.unreadable()]
            if not problems and not package.has(_DOCUMENT):
                problems = [Problem("not-a-document", found=_DOCUMENT)]
            reader = _Reader(min(limits.cells, _MOST_CELLS))
            if not problems:
                package.parse(_DOCUMENT, reader)
                problems = [*reader.too_many(path.name)]
        except Problem as problem:
            problems = [problem]
    if problems:
        raise EvidenceError([_reworded(each).placed(Place(file=str(path))) for each in problems])
    return reader.paragraphs, reader.tables


def _reworded(problem: Problem) -> Problem:
    """Tell a problem of the guard as one of a document."""
    parameters = dict(problem.parameters)
    if problem.code == "needs-extra":
        parameters["extra"] = "word"
    return Problem(_CODES.get(problem.code, problem.code), **parameters)


def _count_of(attributes: dict[str, str]) -> int:
    """Read over how many columns something goes: few, whatever the file says."""
    written = attributes.get("val", "1")
    return min(int(written), _MOST) if written.isdecimal() and written != "0" else 1


@define
class _Reader:
    """Take in a document's elements. A table within a table counts as a table of its own."""

    most: int
    """How many cells there may be, those that merged cells go over counted as well."""
    paragraphs: Paragraphs = field(factory=list)
    tables: Tables = field(factory=list)
    _open: list[list[str]] = field(factory=list)
    """The paragraphs that are open, for a text box may stand in one."""
    _within: list[list[list[WordCell]]] = field(factory=list)
    """The tables that are open, the inmost last."""
    _spans: list[int] = field(factory=list)
    """Over how many columns each cell that is open goes."""
    _count: int = 0
    _cells: int = 0
    _passed: int = 0
    """How deep it is in what repeats, for old programs, what was read."""

    def start(self, above: list[str], name: str, attributes: dict[str, str]) -> None:
        """Begin an element."""
        if name == "Fallback" or self._passed:
            self._passed += 1
        elif name == "p":
            self._open.append([])
        elif name in _BLANKS and self._open and above and above[-1] == "r":
            self._open[-1].append("\n" if self._within and name != "tab" else " ")
        elif name == "tbl":
            table: list[list[WordCell]] = []
            self.tables.append(table)
            self._within.append(table)
        elif name == "tr" and self._within:
            self._within[-1].append([])
        elif name == "tc" and self._within and self._within[-1]:
            self._add(WordCell())
            self._spans.append(1)
        elif name == "gridSpan" and self._spans:
            self._spans[-1] = _count_of(attributes)
        elif name == "vMerge" and self._spans and attributes.get("val") != "restart":
            self._go_on(self._within[-1] if self._within else [])
        elif name == "gridBefore" and self._within and self._within[-1]:
            self._add(WordCell(), _count_of(attributes))

    def end(self, above: list[str], name: str, text: str) -> None:
        """End an element."""
        if self._passed:
            self._passed -= 1
        elif name == "t" and self._open:
            self._open[-1].append(text)
        elif name == "p" and self._open:
            self._finish("".join(self._open.pop()))
        elif name == "tc" and self._spans and self._within and self._within[-1]:
            cell, more = self._within[-1][-1][-1], self._spans.pop() - 1
            # Figures of two lines are two figures, so what is between them is no blank.
            cell.text = "\n".join(cell.lines).strip()
            self._add(WordCell(over=cell.told, reach=cell.reach), more)
        elif name == "tbl" and self._within:
            self._within.pop()

    def _add(self, cell: WordCell, times: int = 1) -> None:
        """Put a cell into the row, over several columns the same one, for rows may have very many."""
        self._cells += times
        if self._cells <= self.most or times == 1:
            self._within[-1][-1].extend([cell] * times)

    def too_many(self, file: str) -> Iterator[Problem]:
        """Tell of more cells than are read."""
        if self._cells > self.most:
            yield Problem("document-too-large", part=file, got=self._cells, most=self.most)

    @staticmethod
    def _go_on(rows: list[list[WordCell]]) -> None:
        """Let the last cell go on from the one above it."""
        if len(rows) > 1 and 0 < len(rows[-1]) <= len(rows[-2]):
            above, cell = rows[-2][len(rows[-1]) - 1], rows[-1][-1]
            cell.reach = above.reach + 1
            cell.over = above.told if cell.reach <= _REACH else ""

    def _finish(self, text: str) -> None:
        if self._spans and self._within and self._within[-1] and self._within[-1][-1]:
            if text.strip():
                self._within[-1][-1][-1].lines.append(text)
            return
        self._count += 1
        self.paragraphs.append((self._count, text))
