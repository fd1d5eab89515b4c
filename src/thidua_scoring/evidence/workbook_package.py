"""The guard of .xlsx files: what is in the archive, and whether it may be unpacked and parsed.

Nothing is unpacked before names and declared sizes are checked, nothing is written to disk, and
no part is read beyond what it declared.
"""

from __future__ import annotations

import posixpath
import re
import struct
import zlib
from collections.abc import Iterator
from importlib import import_module
from types import ModuleType
from typing import IO, Any, Final, Protocol
from xml.etree.ElementTree import ParseError
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from attrs import define, field, frozen

from thidua_scoring.errors import Problem


@frozen
class Limits:
    """Say how much a workbook may hold before it is refused."""

    bytes: int = 100_000_000
    """Of the file, and of all its parts when unpacked."""
    ratio: int = 200
    """Unpacked to packed size of any part above a million bytes; real sheets reach about 60."""
    parts: int = 5_000
    rows: int = 100_000
    columns: int = 1_000
    cells: int = 2_000_000
    """Rows times columns of each sheet."""
    faults: int = 1_000
    """Listed for each sheet; a run down a column counts once."""


def needed(module: str) -> ModuleType:
    """Import a module of the extra ``excel``. Raises ``Problem`` with ``needs-extra``."""
    try:
        return import_module(module)
    except ImportError:
        raise Problem("needs-extra", what=module.partition(".")[0], extra="excel") from None


class Target(Protocol):
    """Take in the elements of a part: names without namespaces, those above in ``above``."""

    def start(self, above: list[str], name: str, attributes: dict[str, str]) -> None:
        """Begin an element."""

    def end(self, above: list[str], name: str, text: str) -> None:
        """End an element; ``text`` is what stands in it since the last tag."""


@frozen
class Relation:
    """A link from a part to another, or to something outside the file."""

    id: str
    kind: str
    """The last word of its type: ``worksheet``, ``externalLinkPath``."""
    target: str
    """A part's name, or what the file says of a place outside."""
    external: bool


_BROKEN: Final = (
    BadZipFile,
    zlib.error,
    struct.error,
    ParseError,
    EOFError,
    OSError,
    RuntimeError,
    LookupError,
    ValueError,
)


@define(eq=False)
class Package:
    """The parts of a workbook's archive, read only through the guard."""

    parts: dict[str, ZipInfo]
    """By names in lower case, for a file may spell one in two ways."""
    _archive: ZipFile
    _xml: ModuleType = field(factory=lambda: needed("defusedxml.ElementTree"))

    @classmethod
    def open(cls, file: IO[bytes]) -> Package:
        """Open an archive. Raises ``Problem`` with ``not-a-workbook``."""
        start = file.read(64)
        if not start.startswith(b"PK"):
            raise Problem("not-a-workbook", found=_looks_like(start, file))
        try:
            archive = ZipFile(file)
        except _BROKEN:
            raise Problem("not-a-workbook", found="ZIP") from None
        return cls({info.filename.casefold(): info for info in archive.infolist()}, archive)

    def too_large(self, limits: Limits) -> Iterator[Problem]:
        """Find what declares more than may be unpacked."""
        infos = self._archive.infolist()
        if len(infos) > limits.parts:
            yield Problem("workbook-too-large", part="ZIP", got=len(infos), most=limits.parts)
        packed, size = sum(info.compress_size for info in infos), sum(info.file_size for info in infos)
        if size > limits.bytes:
            yield Problem("workbook-too-large", part="ZIP", got=in_bytes(size), most=in_bytes(limits.bytes))
        if packed > (held := self._held()):  # parts that overlap, so that one is unpacked many times
            yield Problem("workbook-too-large", part="ZIP", got=in_bytes(packed), most=in_bytes(held))
        for info in infos:
            if info.file_size > 1_000_000 and info.file_size > limits.ratio * info.compress_size:
                got = f"{info.file_size // max(info.compress_size, 1)} : 1"
                part = info.filename
                yield Problem("workbook-too-large", part=part, got=got, most=f"{limits.ratio} : 1")

    def _held(self) -> int:
        file = self._archive.fp
        assert file is not None
        return file.seek(0, 2)

    def unsafe(self) -> Iterator[Problem]:
        """Find names that lead out of the archive or that two parts share, and programs."""
        seen = set()
        for info in self._archive.infolist():
            name = info.orig_filename
            if _ASTRAY.search(name):
                yield Problem("workbook-unsafe", part=name, what="path")
            elif name.casefold() in seen:
                yield Problem("workbook-unsafe", part=name, what="× 2")
            elif program := _PROGRAM.search(name):
                yield Problem("workbook-unsafe", part=name, what=_PROGRAMS[program.lastgroup or ""])
            seen.add(name.casefold())

    def unreadable(self) -> Iterator[Problem]:
        """Find parts that are encrypted or packed in ways that no spreadsheet program uses."""
        for info in self._archive.infolist():
            if info.flag_bits & 1 or info.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
                yield Problem("not-a-workbook", found=info.filename)

    def has(self, part: str) -> bool:
        """Say whether there is a part of this name."""
        return part.casefold() in self.parts

    def parse(self, part: str, target: Target) -> None:
        """Send the elements of a part to ``target``.

        Raises ``Problem`` with ``not-a-workbook``, or ``workbook-unsafe`` for a part that declares
        entities or any document type. What ``target`` refuses with ``ValueError`` breaks the part.
        """
        forbidden = needed("defusedxml.common").DefusedXmlException
        parser = self._xml.XMLParser(target=_Elements(target), forbid_dtd=True)
        try:
            with self._archive.open(self.parts[part.casefold()]) as stream:
                while chunk := stream.read(65_536):
                    parser.feed(chunk)
            parser.close()
        except forbidden:
            raise Problem("workbook-unsafe", part=part, what="DOCTYPE") from None
        except _BROKEN:
            raise Problem("not-a-workbook", found=part) from None

    def relations(self, part: str) -> dict[str, Relation]:
        """Return the links of a part, or of the whole file for ``""``, by their ids."""
        folder, name = posixpath.split(part)
        holder = posixpath.join(folder, "_rels", f"{name}.rels")
        found = _Relations(folder)
        if self.has(holder):
            self.parse(holder, found)
        return found.relations

    def owners(self) -> list[str]:
        """Return the parts that have links, in the order of the archive."""
        spelt = [info.filename for info in self.parts.values()]
        return [f"{m[1]}{m[2]}" for name in spelt if (m := _LINKS.fullmatch(name))]


_LINKS: Final = re.compile(r"(.*/|)_rels/([^/]*)\.rels")
_ASTRAY: Final = re.compile(r"^/|\\|:|\0|(?:^|/)\.\.?(?:/|$)")
_PROGRAMS: Final = {"macro": "macro", "sheet": "macro Excel 4.0", "control": "ActiveX"}
_PROGRAM: Final = re.compile(
    r"(?P<macro>(?:^|/)vba(?:Project|Data)[^/]*$)|(?P<sheet>/macrosheets/.)|(?P<control>/activeX/.)", re.I
)
_OLD: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOOKS: Final = ((b"%PDF", "PDF"), (b"<!doctype html", "HTML"), (b"<html", "HTML"), (b"<?xml", "XML"))


def _looks_like(start: bytes, file: IO[bytes]) -> str:
    """Name what a file seems to be, in words of both languages."""
    if start.startswith(_OLD):
        # A workbook with a password lies in the container of the old format, under this name.
        locked = "EncryptedPackage".encode("utf-16-le") in file.read(10_000_000)
        return "EncryptedPackage" if locked else ".xls"
    text = start.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    return next((name for mark, name in _LOOKS if text.startswith(mark.lower())), "ZIP")


def in_bytes(count: int) -> str:
    """Write a size for people, rounded up to whole megabytes."""
    return f"{-(-count // 1_000_000)} MB" if count >= 1_000_000 else f"{count} B"


class _Elements:
    """Turn the events of a parser into those of a target: no tree, so that memory stays small."""

    def __init__(self, target: Target):
        self._target = target
        self._above: list[str] = []
        self._text: list[str] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition("}")[2]
        self._text.clear()
        self._target.start(self._above, name, {k.rpartition("}")[2]: v for k, v in attributes.items()})
        self._above.append(name)

    def data(self, text: str) -> None:
        self._text.append(text)

    def end(self, _tag: str) -> None:
        name, text = self._above.pop(), "".join(self._text)
        self._text.clear()
        self._target.end(self._above, name, text)

    def close(self) -> Any:
        return None


class _Relations:
    def __init__(self, folder: str):
        self._folder = folder
        self.relations: dict[str, Relation] = {}

    def start(self, above: list[str], name: str, attributes: dict[str, str]) -> None:
        if name != "Relationship":
            return
        target = attributes["Target"]
        external = attributes.get("TargetMode") == "External"
        if not external:
            target = posixpath.normpath(posixpath.join("/", self._folder, target)).lstrip("/")
        kind = attributes["Type"].rpartition("/")[2]
        self.relations[attributes["Id"]] = Relation(attributes["Id"], kind, target, external)

    def end(self, above: list[str], name: str, text: str) -> None:
        """Links hold nothing."""
