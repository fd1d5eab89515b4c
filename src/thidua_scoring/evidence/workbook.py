"""Read .xlsx files, which come from anywhere, into exact cells; refuse what would mislead.

The stored XML is read directly, for it alone holds the digits of numbers, the formulas beside
their results, and the fonts of parts of a text.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import IO

from attrs import define, field, frozen

from thidua_scoring.errors import EvidenceError, Fault, Place, Problem
from thidua_scoring.evidence.workbook_cells import Cell, Sheet
from thidua_scoring.evidence.workbook_package import Limits, Package, Relation, in_bytes, needed
from thidua_scoring.evidence.workbook_parts import Contents, SharedTexts, Styles
from thidua_scoring.evidence.workbook_sheet import Book, SheetReader

__all__ = ["Cell", "Limits", "Opened", "Sheet", "open_workbook", "read_workbook", "sheet_names"]

_STANDARD = Limits()


def read_workbook(path: str | Path, *, limits: Limits = _STANDARD) -> tuple[Sheet, ...]:
    """Read all sheets of an .xlsx file, hidden ones and hidden rows included.

    Numbers are the decimals that the stored doubles stand for. Formulas count by their stored results.

    Raises `EvidenceError` with every fault found: ``not-a-workbook``, ``workbook-too-large``,
    ``workbook-unsafe``, ``workbook-external``, ``workbook-area``, ``cell-error``,
    ``formula-without-value``, ``merged-cells``, ``legacy-font``, ``not-a-date``. Raises ``Problem``
    with ``needs-extra`` without the extra ``excel``, and ``OSError`` if there is no file.

    >>> sheets = read_workbook("ket-qua.xlsx")  # doctest: +SKIP
    >>> sheets[0].rows[6][2].address, sheets[0].rows[6][2].value  # doctest: +SKIP
    ('Sheet1!C7', Fraction(14983, 10))
    """
    opened = open_workbook(path, limits=limits)
    if opened.faults:
        raise EvidenceError(opened.faults)
    return opened.sheets


@frozen
class Opened:
    """What could be read of a workbook, and what is wrong with the rest."""

    sheets: tuple[Sheet, ...]
    faults: tuple[Fault, ...]


def open_workbook(path: str | Path, *, limits: Limits = _STANDARD) -> Opened:
    """Read as `read_workbook` does, but return the faults beside what could be read."""
    reading = _Reading.of(path, limits)
    with Path(path).open("rb") as file:
        reading.read(file)
    return Opened(tuple(sheet.sheet() for sheet in reading.sheets), tuple(reading.faults))


def sheet_names(path: str | Path, *, limits: Limits = _STANDARD) -> tuple[str, ...]:
    """Return the names of a workbook's sheets without reading them; none where it cannot be opened.

    Raises ``OSError`` if there is no file.
    """
    with Path(path).open("rb") as file:
        try:
            return _Reading.of(path, limits).names(file)
        except Problem:
            return ()


@define(eq=False)
class _Reading:
    """The reading of one file: goes as far as is safe, and gathers what is wrong."""

    file: str
    limits: Limits
    faults: list[Fault] = field(factory=list)
    sheets: list[SheetReader] = field(factory=list)

    def read(self, file: IO[bytes]) -> None:
        try:
            package = self._opened(file)
            if package is not None:
                self._read(package)
        except Problem as problem:
            self._add(problem)

    @classmethod
    def of(cls, path: str | Path, limits: Limits) -> _Reading:
        """Begin reading. Raises ``Problem`` without the extra ``excel``."""
        for module in ("openpyxl", "defusedxml"):
            needed(module)
        return cls(str(path), limits)

    def names(self, file: IO[bytes]) -> tuple[str, ...]:
        """Return the names of the sheets. Raises ``Problem`` where they cannot be read."""
        contents, package = Contents(), self._opened(file)
        if package is None:
            return ()
        package.parse(_main_part(package), contents)
        return tuple(name for name, _ in contents.sheets)

    def _add(self, problem: Problem) -> None:
        fault = problem.placed(Place(file=self.file))
        if fault not in self.faults:
            self.faults.append(fault)

    def _opened(self, file: IO[bytes]) -> Package | None:
        """Return what may be unpacked. Raises ``Problem`` for a file that is no archive."""
        size = file.seek(0, 2)
        file.seek(0)
        if size > self.limits.bytes:
            got, most = in_bytes(size), in_bytes(self.limits.bytes)
            raise Problem("workbook-too-large", part=Path(self.file).name, got=got, most=most)
        package = Package.open(file)
        barred = [*package.unreadable(), *package.too_large(self.limits)]
        for problem in (*barred, *package.unsafe()):
            self._add(problem)
        return None if barred else package

    def _read(self, package: Package) -> None:
        """Read the parts. Raises ``Problem`` where nothing more can be read."""
        main = _main_part(package)
        contents, links = Contents(), package.relations(main)
        package.parse(main, contents)
        external = self._external(package)
        texts, styles = SharedTexts(), Styles()
        for kind, target in (("styles", styles), ("sharedStrings", texts)):
            for link in links.values():
                if link.kind == kind and not link.external:
                    package.parse(link.target, target)
        book = Book(contents, styles, texts.texts)
        for name, link_id in contents.sheets:
            self._read_sheet(package, SheetReader(name, book, self.limits), links.get(link_id))
        books = [links[reference].target for reference in contents.references if reference in links]
        self.faults += self._external_faults(external, books)
        for sheet in self.sheets:
            self.faults += sheet.faults(self.file)

    def _read_sheet(self, package: Package, reader: SheetReader, link: Relation | None) -> None:
        if link is None:
            self._add(Problem("not-a-workbook", found=reader.name))
        elif link.kind == "xlMacrosheet":
            self._add(Problem("workbook-unsafe", part=link.target, what="macro Excel 4.0"))
        elif link.kind == "worksheet":
            self.sheets.append(reader)
            try:
                package.parse(link.target, reader)
            except Problem as problem:
                self._add(problem)

    def _external(self, package: Package) -> dict[str, str]:
        """Return what lies outside the file, by the part that refers to it; web links in cells do no harm."""
        found: dict[str, str] = {}
        for owner in package.owners():
            try:
                links = package.relations(owner).values()
            except Problem as problem:
                self._add(problem)
                continue
            for link in links:
                if link.external and link.kind != "hyperlink":
                    found.setdefault(owner, link.target)
                elif link.kind == "connections":
                    found[link.target] = link.target
        return found

    def _external_faults(self, external: dict[str, str], books: list[str]) -> Iterator[Fault]:
        """Place each outside source at the first formula that uses it, if one does."""
        for part, target in external.items():
            place = Place(file=self.file)
            number = books.index(part) + 1 if part in books else 0
            user = next((sheet for sheet in self.sheets if number in sheet.others), None)
            if user is not None:
                place = user.place(self.file, user.others[number])
            yield Problem("workbook-external", target=target).placed(place)


def _main_part(package: Package) -> str:
    """Find the part that lists the sheets. Raises ``Problem`` with ``not-a-workbook``."""
    links = package.relations("").values()
    part = next((link.target for link in links if link.kind == "officeDocument"), None)
    if part is None or not package.has(part) or part.endswith(".bin"):
        raise Problem("not-a-workbook", found=part or "_rels/.rels")
    return part
