"""The parts of a workbook that its sheets refer to: list of sheets, formats, fonts and shared texts."""

from __future__ import annotations

import re
from types import ModuleType
from typing import Final

from attrs import define, field, frozen

from thidua_scoring.evidence.workbook_cells import Kind, natural, unescaped
from thidua_scoring.evidence.workbook_package import needed

_LONGEST: Final = 32_767
"""Letters in a cell, as Excel has it."""


# Texts

_LEGACY: Final = re.compile(r"\.Vn|VNI[- ]|VPS ", re.IGNORECASE)
_UNICODE: Final = re.compile(
    "[\u0102\u0103\u0110\u0111\u0128\u0129\u0168\u0169\u01a0\u01a1\u01af\u01b0\u0300-\u0323\u1ea0-\u1ef9]"
)


@frozen
class Run:
    """A stretch of text in one font; None stands for the font of the cell."""

    text: str
    font: str | None = None
    suspect: bool = field(init=False)
    """Whether the text, in a legacy font, is in that font's encoding.

    ASCII is the same in all of them, and a letter that only Unicode has settles the question.
    """

    @suspect.default
    def _suspect(self) -> bool:
        return not self.text.isascii() and not _UNICODE.search(self.text)


@frozen
class Text:
    """The text of a cell."""

    runs: tuple[Run, ...]

    @classmethod
    def plain(cls, stored: str) -> Text:
        """Return a text in the font of its cell."""
        return cls((Run(unescaped(stored)),))

    def __str__(self) -> str:
        return "".join(run.text for run in self.runs)

    def legacy_font(self, font: str | None) -> str | None:
        """Return the first font, that of the cell being ``font``, in whose old encoding a run is typed."""
        fonts = (run.font or font for run in self.runs if run.suspect)
        return next((name for name in fonts if name and _LEGACY.match(name)), None)


@define
class TextReader:
    """Gather the runs of a text as its elements end; phonetic hints are not part of it."""

    _runs: list[Run] = field(factory=list)
    _font: str | None = None

    def start(self, above: list[str], name: str, attributes: dict[str, str]) -> None:
        """Note a run's font."""
        if name == "r":
            self._font = None
        elif name == "rFont":
            self._font = attributes.get("val")

    def end(self, above: list[str], name: str, text: str) -> None:
        """Note a run's text."""
        if name == "t" and "rPh" not in above:
            self._runs.append(Run(unescaped(text), self._font if above[-1] == "r" else None))

    def take(self) -> Text:
        """Return the text that is complete. Raises ``ValueError`` for one that no program can write."""
        text = Text(tuple(self._runs))
        if sum(len(run.text) for run in text.runs) > _LONGEST:
            raise ValueError("too long")
        self._runs, self._font = [], None
        return text


@define
class SharedTexts:
    """Read the texts that cells refer to by number."""

    texts: list[Text] = field(factory=list)
    _reader: TextReader = field(factory=TextReader)

    def start(self, above: list[str], name: str, attributes: dict[str, str]) -> None:
        """Note a run's font."""
        self._reader.start(above, name, attributes)

    def end(self, above: list[str], name: str, text: str) -> None:
        """Note a run's text, or the end of a text."""
        if name == "si":
            self.texts.append(self._reader.take())
        else:
            self._reader.end(above, name, text)


# Formats

_NOT_SHOWN: Final = re.compile(r'"[^"]*"|\\.|[_*].|\[(?!(?:h+|m+|s+)\])[^\]]*\]', re.IGNORECASE)
"""Words in quotes, single letters after a backslash, room, and brackets but for elapsed time."""


def kind(code: str) -> Kind:
    """Say what a number format makes of a number: ``dd/mm/yyyy`` a date, ``0.0%`` a percentage.

    A time of day alone and a duration are times; with a day beside, they are dates.
    """
    shown = _NOT_SHOWN.sub("", code).partition(";")[0].lower().replace("general", "")
    if "%" in shown:
        return "percent"
    if "[" not in shown and re.search("[dy]", shown):
        return "date"
    if re.search("[hs[]", shown):
        return "time"
    return "date" if "m" in shown else "number"


@define
class Styles:
    """Read what the cells' styles say of numbers and fonts."""

    _styles: list[tuple[str, str]] = field(factory=list)
    _codes: dict[str, str] = field(factory=dict)
    _fonts: list[str | None] = field(factory=list)
    _numbers: ModuleType = field(factory=lambda: needed("openpyxl.styles.numbers"))
    _kinds: dict[str, Kind] = field(factory=dict)

    def start(self, above: list[str], name: str, attributes: dict[str, str]) -> None:
        """Note a format, a font or a style."""
        match above[1:], name:
            case ["numFmts"], "numFmt":
                self._codes[attributes["numFmtId"]] = attributes["formatCode"]
            case ["fonts"], "font":
                self._fonts.append(None)
            case ["fonts", "font"], "name":
                self._fonts[-1] = attributes.get("val")
            case ["cellXfs"], "xf":
                self._styles.append((attributes.get("numFmtId", "0"), attributes.get("fontId", "0")))

    def end(self, above: list[str], name: str, text: str) -> None:
        """All is in attributes."""

    def kind(self, style: int) -> Kind:
        """Say what the numbers of a style are; a style that is not there is the plain one."""
        number = self._styles[style][0] if style < len(self._styles) else "0"
        if number not in self._kinds:
            builtin = self._numbers.BUILTIN_FORMATS.get(natural(number), "General")
            self._kinds[number] = kind(self._codes.get(number, builtin))
        return self._kinds[number]

    def font(self, style: int) -> str | None:
        """Return the name of a style's font."""
        number = natural(self._styles[style][1]) if style < len(self._styles) else 0
        return self._fonts[number] if number < len(self._fonts) else None


# The workbook itself


@define
class Contents:
    """Read the list of sheets, and what holds for all of them."""

    sheets: list[tuple[str, str]] = field(factory=list)
    """Names and the ids of their links."""
    references: list[str] = field(factory=list)
    """The ids of links to other workbooks: ``[1]`` in a formula means the first."""
    from_1904: bool = False
    """Whether days are counted from 1904, as old Macintosh files do."""
    uncalculated: bool = False
    """Whether the program that wrote the file left the formulas to be calculated on opening."""

    def start(self, above: list[str], name: str, attributes: dict[str, str]) -> None:
        """Note a sheet, a link or a setting."""
        match name:
            case "sheet":
                self.sheets.append((attributes["name"], attributes["id"]))
            case "externalReference":
                self.references.append(attributes["id"])
            case "workbookPr":
                self.from_1904 = true(attributes.get("date1904"))
            case "calcPr":
                self.uncalculated = true(attributes.get("fullCalcOnLoad"))

    def end(self, above: list[str], name: str, text: str) -> None:
        """All is in attributes."""


def true(written: str | None) -> bool:
    """Read a yes of XML."""
    return written in {"1", "true", "on"}
