"""Read files of evidence, each by its ending."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Final

from thidua_scoring.errors import EvidenceError, Fault, Place, Problem, nearest
from thidua_scoring.evidence.frames import from_frame
from thidua_scoring.evidence.layouts import Entry, Layout, Record
from thidua_scoring.evidence.nested import read_json, read_toml_evidence
from thidua_scoring.evidence.statements import Statements
from thidua_scoring.evidence.workbook import read_workbook

__all__ = ["from_frame", "read_csv", "read_statements", "read_xlsx"]

Reader = Callable[[Path], Statements]


def read_statements(path: Path, readers: Mapping[str, Reader]) -> Statements:
    """Read a file of evidence; ``readers`` are those of plugins, by the ending that they read.

    Raises `EvidenceError` with every fault found, and ``OSError`` if there is no file.
    """
    ending = path.suffix.lower()
    known = {**readers, **_OWN}
    if ending not in known:
        problem = Problem(
            "unknown-ending",
            got=ending or path.name,
            expected=", ".join(known),
            nearest=nearest(ending, known),
        )
        raise EvidenceError([problem.placed(Place(file=str(path)))])
    return known[ending](path)


def read_records(path: Path) -> list[Iterable[Record]]:
    """Read the tables of a file as they stand: one of text, or the sheets of a workbook.

    Raises `EvidenceError` with every fault found, and ``OSError`` if there is no file.
    """
    ending = path.suffix.lower()
    if ending in (".csv", ".tsv"):
        return [_records(_decoded(path), str(path))]
    if ending == ".xlsx":
        return list(_sheets(path))
    problem = Problem("unknown-ending", got=ending or path.name, expected=".csv, .tsv, .xlsx, .toml")
    raise EvidenceError([problem.placed(Place(file=str(path)))])


# ── tables of text ──────────────────────────────────────────────────────────────────


def read_csv(path: Path) -> Statements:
    """Read a table of text in UTF-8, its columns parted by commas, semicolons or tabs."""
    layout = Layout(str(path))
    text = _decoded(path)
    try:
        layout.read(_records(text, str(path)))
    except EvidenceError as error:
        layout.faults += error.faults
    return _finished(layout)


def _decoded(path: Path) -> str:
    raw = path.read_bytes()
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        problem = Problem("not-utf8", byte=f"0x{raw[error.start]:02X}")
        raise EvidenceError([problem.placed(Place(file=str(path), line=line))]) from None


def _records(text: str, file: str) -> Iterator[Record]:
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    line = 1
    while True:
        try:
            cells = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            problem = Problem("csv-syntax", reason=error)
            raise EvidenceError([problem.placed(Place(file=file, line=line))]) from None
        yield Record([Entry(cell) for cell in cells], partial(_line_place, file, line))
        line = rows.line_num + 1


def _line_place(file: str, line: int, index: int, name: str) -> Place:
    return Place(file=file, line=line, path=(name,) if name else ())


def _separator(text: str) -> str:
    """Find what parts the columns of the header: the first line that is no comment."""
    lines = (
        line for line in text.splitlines() if line.strip(' "\t;,') and not line.lstrip('" ').startswith("#")
    )
    header = next(lines, "")
    return max(",;\t", key=header.count)


# ── workbooks ───────────────────────────────────────────────────────────────────────


def read_xlsx(path: Path) -> Statements:
    """Read every sheet of a workbook; titles may stand above the header."""
    layout = Layout(str(path), titles=True)
    for records in _sheets(path):
        layout.read(records)
    return _finished(layout)


def _sheets(path: Path) -> Iterator[Iterable[Record]]:
    try:
        sheets = read_workbook(path)
    except Problem as problem:
        raise EvidenceError([problem.placed(Place(file=str(path)))]) from None
    for sheet in sheets:
        yield (
            Record(
                [Entry(cell.stated, cell.percent) for cell in row],
                lambda index, name, row=row: Place(  # type: ignore[misc]
                    file=str(path), cell=row[index].address
                ),
            )
            for row in sheet.rows
            if row
        )


def _finished(layout: Layout) -> Statements:
    faults: list[Fault] = layout.faults
    if faults:
        raise EvidenceError(faults)
    return layout.statements()


_OWN: Final[Mapping[str, Reader]] = {
    ".csv": read_csv,
    ".tsv": read_csv,
    ".json": read_json,
    ".toml": read_toml_evidence,
    ".xlsx": read_xlsx,
}
