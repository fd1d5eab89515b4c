"""Reports as passages of text and as grids of cells, each with its place.

Files come from anywhere: archives are opened through the guard of workbooks, and text in an encoding
from before Unicode is refused, for its words would be passed over in silence.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import product
from operator import itemgetter
from pathlib import Path
from typing import Final

from attrs import field, frozen

from thidua_scoring.audit.formulas import is_numbering, states_nothing
from thidua_scoring.audit.word import WordCell, read_word
from thidua_scoring.errors import EvidenceError, Fault, Place, Problem, nearest
from thidua_scoring.evidence.text import ZERO_WIDTH, normalise
from thidua_scoring.evidence.workbook import Cell, Sheet, read_workbook
from thidua_scoring.evidence.workbook_package import in_bytes
from thidua_scoring.evidence.workbook_sheet import Area
from thidua_scoring.numbers import Rounding, decimals, write

_MOST_FAULTS: Final = 20
_MOST_BYTES: Final = 50_000_000
"""Of a file of text."""
_WIDEST: Final = 40
"""How many columns or rows a merged cell of a header is taken to go over."""
_MOST_MERGED: Final = 5_000
"""How many merged cells are looked at: below others, no title is seen, and nothing called wrong."""
_LONGEST_TITLE: Final = 200
"""Of a text that goes on in merged cells."""
_MOST_DECIMALS: Final = 6
"""Of a figure that a spreadsheet computed: beyond these it holds the error of its own division."""


@frozen
class Passage:
    """Text that belongs together, and the places where its parts begin."""

    text: str
    places: tuple[tuple[int, Place], ...]

    def place_of(self, at: int) -> Place:
        """Return the place of the character at ``at``."""
        return self.places[bisect_right(self.places, at, key=itemgetter(0)) - 1][1]


@frozen
class GridCell:
    """A cell of a table: its text, a number without groups of thousands."""

    text: str
    place: Place = field(factory=Place)
    number: bool = False
    """Whether the file itself says that it is a number, which then has one reading."""
    over: str = ""
    """The text of a cell to the left or above that goes on here: a header's, for figures are read once."""


@frozen
class Grid:
    """A table of a report."""

    rows: tuple[tuple[GridCell, ...], ...]


Report = tuple[list[Passage], list[Grid]]


def read_report(path: Path) -> Report:
    """Read a report by its ending: .txt, .md, .docx or .xlsx."""
    readers: Mapping[str, Callable[[Path], Report]] = {
        ".txt": _from_text,
        ".md": _from_text,
        ".docx": _from_word,
        ".xlsx": _from_workbook,
    }
    ending = path.suffix.lower()
    if ending not in readers:
        expected = ", ".join(readers)
        problem = Problem(
            "unknown-ending", got=ending or path.name, expected=expected, nearest=nearest(ending, readers)
        )
        raise EvidenceError([problem.placed(Place(file=str(path)))])
    passages, grids = readers[ending](path)
    refuse_legacy(passages)
    return passages, grids


# ── text ────────────────────────────────────────────────────────────────────────────

_UNSEEN: Final = re.compile(f"[{ZERO_WIDTH}]")
_GOES_ON: Final = re.compile(r"\s*(?:[0-9][0-9.,]{0,20}\s?%|[^\W\d_])")
_ENDS: Final = re.compile(r"[\w,]\s*$")


def passages_of(text: str, file: str | None) -> list[Passage]:
    """Part a text into passages; a line that goes on in the next is joined with it."""
    every = enumerate(text.splitlines(), start=1)
    lines = [(number, line) for number, line in every if line.strip() and not states_nothing(line)]
    groups: list[list[tuple[int, str]]] = []
    for number, line in lines:
        if groups and _goes_on(groups[-1][-1][1], line):
            groups[-1].append((number, line))
        else:
            groups.append([(number, line)])
    return [_joined(group, file) for group in groups]


def _goes_on(line: str, following: str) -> bool:
    """Say whether a sentence was broken between two lines: the second begins small, or with a percentage."""
    match = _GOES_ON.match(following)
    if match is None or "\t" in line or "\t" in following or not _ENDS.search(line[-8:]):
        return False
    return not match[0][-1].isalpha() or match[0][-1].islower()


def _joined(group: list[tuple[int, str]], file: str | None) -> Passage:
    places, parts, at = [], [], 0
    for number, written in group:
        places.append((at, Place(file=file, line=number)))
        parts.append(line := _composed(written))
        at += len(line) + 1
    return Passage(" ".join(parts), tuple(places))


def _composed(text: str) -> str:
    """Write each letter as one character, and leave out those that take no room."""
    return unicodedata.normalize("NFC", _UNSEEN.sub("", text))


def _from_text(path: Path) -> Report:
    size = path.stat().st_size
    if size > _MOST_BYTES:
        got, most = in_bytes(size), in_bytes(_MOST_BYTES)
        problem = Problem("document-too-large", part=path.name, got=got, most=most)
        raise EvidenceError([problem.placed(Place(file=str(path)))])
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        problem = Problem("not-utf8", byte=f"0x{raw[error.start]:02X}")
        line = raw.count(b"\n", 0, error.start) + 1
        raise EvidenceError([problem.placed(Place(file=str(path), line=line))]) from None
    return passages_of(text, str(path)), list(tabbed(text, str(path)))


def tabbed(text: str, file: str | None) -> Iterator[Grid]:
    """Yield the runs of lines whose cells are parted by tabs."""
    rows: list[tuple[GridCell, ...]] = []
    for number, line in enumerate([*text.splitlines(), ""], start=1):
        if "\t" in line:
            place = Place(file=file, line=number)
            rows.append(tuple(GridCell(normalise(cell), place) for cell in line.split("\t")))
        elif rows:
            yield Grid(tuple(rows))
            rows = []


# ── Word and Excel ──────────────────────────────────────────────────────────────────


def _from_word(path: Path) -> Report:
    paragraphs, tables = read_word(path)
    passages = [
        Passage(_composed(text), ((0, Place(file=str(path), line=number)),))
        for number, text in paragraphs
        if text
    ]
    grids = []
    for index, table in enumerate(tables, start=1):
        covered: dict[str, GridCell] = {}
        rows = []
        for row, cells in enumerate(table, start=1):
            made = tuple(
                _word_cell(cell, str(path), f"{index}!R{row}C{column}")
                if cell.text
                else _covered(cell, covered)
                for column, cell in enumerate(cells, start=1)
            )
            passages += _passages_in(made)
            rows.append(made)
        grids.append(Grid(tuple(rows)))
    return passages, grids


def _word_cell(cell: WordCell, file: str, place: str) -> GridCell:
    text = "\n".join(map(normalise, cell.text.split("\n")))
    return GridCell(text, Place(file=file, cell=place), over=normalise(cell.over))


def _covered(cell: WordCell, known: dict[str, GridCell]) -> GridCell:
    """Return a cell without a text of its own: one for all that a merged cell goes over."""
    if cell.over not in known:
        known[cell.over] = GridCell("", over=normalise(cell.over))
    return known[cell.over]


def _passages_in(row: Sequence[GridCell]) -> Iterator[Passage]:
    """Yield the cells of a row as text; a row that numbers the columns states nothing."""
    if is_numbering([cell.text for cell in row]):
        return
    for cell in row:
        if cell.text and not cell.number and not states_nothing(cell.text):
            yield Passage(cell.text, ((0, cell.place),))


def _from_workbook(path: Path) -> Report:
    try:
        sheets = read_workbook(path)
    except Problem as problem:
        raise EvidenceError([problem.placed(Place(file=str(path)))]) from None
    passages: list[Passage] = []
    grids: list[Grid] = []
    for sheet in sheets:
        over = _merged_over(sheet)
        rows = tuple(
            tuple(_cell(cell, str(path), over.get((cell.row, cell.column), "")) for cell in row)
            for row in sheet.rows
        )
        grids.append(Grid(rows))
        for row in rows:
            passages += _passages_in(row)
    return passages, grids


def _merged_over(sheet: Sheet) -> dict[tuple[int, int], str]:
    """Return the texts that go on in merged cells, by row and column."""
    found: dict[tuple[int, int], str] = {}
    for area in map(Area.of, sheet.merged[:_MOST_MERGED]):
        right, bottom = (min(area.right, area.left + _WIDEST), min(area.bottom, area.top + _WIDEST))
        if area.top > len(sheet.rows) or area.left > len(sheet.rows[area.top - 1]):
            continue
        value = sheet.rows[area.top - 1][area.left - 1].value
        if isinstance(value, str):
            rows = range(area.top, min(bottom, len(sheet.rows)) + 1)
            places = product(rows, range(area.left, right + 1))
            found.update(dict.fromkeys(places, normalise(value[: 2 * _LONGEST_TITLE])[:_LONGEST_TITLE]))
    return found


def _cell(cell: Cell, file: str, over: str) -> GridCell:
    place = Place(file=file, cell=cell.address)
    if isinstance(cell.value, Fraction):
        value = cell.value * 100 if cell.percent else cell.value
        return GridCell(_plain(value) + "%" * cell.percent, place, number=True)
    return GridCell("" if cell.value is None else normalise(str(cell.value)), place, over=over)


def _plain(value: Fraction) -> str:
    if decimals(value) > _MOST_DECIMALS:
        value = Rounding.to_places(_MOST_DECIMALS, "half-up").apply(value)
    return write(value).replace(".", ",")


# ── encodings from before Unicode ───────────────────────────────────────────────────

_OWN: Final = re.compile(
    "[\u0102\u0103\u0110\u0111\u0128\u0129\u0168\u0169\u01a0\u01a1\u01af\u01b0\u0300-\u0323\u1ea0-\u1ef9]"
)
_TCVN3: Final = re.compile("[®µ¶·¸¹«¬©ª§¨¼½¾»º¿](?=[A-Za-z])|(?<=[A-Za-z])[®µ¶·¸¹«¬©ª§¨¼½¾»º¿]")
_VNI: Final = re.compile("[AEIOUYaeiouy][\u00c0-\u00ff]|\u00f1|\u00d1")
_FEW: Final = 3


def refuse_legacy(passages: Iterable[Passage]) -> None:
    """Refuse passages that have the letters of an old encoding and none that only Unicode has."""
    faults: list[Fault] = []
    for passage in passages:
        encoding = legacy_encoding(passage.text)
        if encoding is not None:
            faults.append(Problem("legacy-encoding", encoding=encoding).placed(passage.place_of(0)))
        if len(faults) == _MOST_FAULTS:
            break
    if faults:
        raise EvidenceError(faults)


def legacy_encoding(text: str) -> str | None:
    """Return the encoding from before Unicode that a Vietnamese text is typed in, if it is.

    >>> legacy_encoding("Coâng taùc thi ñua"), legacy_encoding("C«ng t¸c thi ®ua")
    ('VNI', 'TCVN3 (ABC)')
    >>> legacy_encoding("Công tác thi đua")
    """
    if text.isascii() or _OWN.search(text):
        return None
    for name, letters in (("TCVN3 (ABC)", _TCVN3), ("VNI", _VNI)):
        if len(letters.findall(text)) >= _FEW:
            return name
    return None
