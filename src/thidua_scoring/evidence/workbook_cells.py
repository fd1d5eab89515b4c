"""Sheets and cells as they are given on, and the exact value of what a file stores."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from math import isfinite
from typing import Final, Literal, TypeAlias

from attrs import field, frozen

from thidua_scoring.errors import Problem

Value: TypeAlias = "str | Fraction | date | bool | None"
Kind: TypeAlias = Literal["number", "percent", "date", "time"]
"""What a number format says a stored number is."""


@frozen
class Cell:
    """One cell of a sheet; ``value`` is None where the cell is empty or its text is.

    >>> Cell("Gò Công", 7, 3, sheet="Kết quả").address
    "'Kết quả'!C7"
    """

    value: Value
    """A date is a plain ``date``; a time of day alone, or a duration, is the text of it: ``1:30``."""
    row: int
    """From 1."""
    column: int
    """From 1."""
    sheet: str = ""
    percent: bool = False
    """Whether a number is shown as a percentage; its value is the share: 98 % is 49/50."""
    time: time | None = None
    """The time of day that stands beside a date, to the second."""

    @property
    def stated(self) -> Value:
        """Return the value; a date with a time beside it is a text of both, so that neither is lost."""
        if self.time is None or not isinstance(self.value, date):
            return self.value
        return f"{self.value.isoformat()} {self.time.isoformat()}"

    @property
    def address(self) -> str:
        """Return where the cell stands: ``Sheet1!C7``."""
        return address(self.sheet, f"{letters(self.column)}{self.row}")


@frozen
class Sheet:
    """One sheet, hidden or not: rows of equal length that begin at A1 and end at the last value."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]
    merged: tuple[str, ...] = ()
    """The merged areas, such as ``A1:F1``; the value of an area is in its first cell."""
    formulas: Mapping[tuple[int, int], str] = field(factory=dict, eq=False, repr=False)
    """The formulas by row and column, also where the file holds no result; empty where one is shared."""

    def cell(self, row: int, column: int) -> Cell | None:
        """Return a cell, its row and column from 1; None beyond the last value."""
        cells = self.rows[row - 1] if row <= len(self.rows) else ()
        return cells[column - 1] if column <= len(cells) else None


# Addresses

_PLAIN_NAME: Final = re.compile(r"[^\W\d][\w.]*")
_LIKE_A_CELL: Final = re.compile(r"[A-Z]{1,3}\d+|R?\d*C\d*|R\d*|TRUE|FALSE", re.IGNORECASE)
_CELL: Final = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})")


def address(sheet: str, cells: str) -> str:
    """Put a sheet's name before a cell or area, in quotes where a formula needs them."""
    plain = _PLAIN_NAME.fullmatch(sheet) and not _LIKE_A_CELL.fullmatch(sheet)
    name = sheet if plain else "'" + sheet.replace("'", "''") + "'"
    return f"{name}!{cells}"


def letters(column: int) -> str:
    """Name a column, from 1: ``A``, ``Z``, ``AA``."""
    name = ""
    while column:
        column, digit = divmod(column - 1, 26)
        name = chr(ord("A") + digit) + name
    return name


def position(cell: str) -> tuple[int, int]:
    """Return row and column of ``C7``. Raises ``ValueError`` for anything else."""
    match = _CELL.fullmatch(cell)
    if match is None:
        raise ValueError(cell)
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match[2]), column


def natural(text: str) -> int:
    """Read a number from 0 that counts or points. Raises ``ValueError``."""
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise ValueError(text)
    return int(text)


# Values

_NUMBER: Final = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_WHOLE: Final = re.compile(r"[+-]?[0-9]+")
_ESCAPE: Final = re.compile("_x([0-9A-Fa-f]{4})_")
_DAY: Final = 86_400


def read_stored(text: str) -> Fraction:
    """Read a number as a file stores it.

    A file stores the seventeen digits of a double, ``0.98999999999999999`` for 0.99: the number
    meant is the shortest decimal that is the same double. Whole numbers are taken as they are.
    Raises ``Problem`` with ``cell-error``.

    >>> read_stored("0.98999999999999999"), read_stored("1.463E3")
    (Fraction(99, 100), Fraction(1463, 1))
    """
    if not _NUMBER.fullmatch(text) or not isfinite(double := float(text)):
        raise Problem("cell-error", error=clipped(text))
    return Fraction(int(text)) if _WHOLE.fullmatch(text) else Fraction(repr(double))


def read_serial(serial: Fraction, *, from_1904: bool) -> datetime:
    """Return the day and the time, to the nearest second, that a number of days stands for.

    Raises ``Problem`` with ``not-a-date`` outside the years that Excel knows, and for the
    29 February 1900 that it wrongly knows.
    """
    seconds = round(serial * _DAY)
    day = seconds // _DAY
    if from_1904:
        origin, known = datetime(1904, 1, 1), day >= 0  # noqa: DTZ001
    else:
        origin = datetime(1899, 12, 31 if day < 60 else 30)  # noqa: DTZ001
        known = day >= 1 and day != 60
    try:
        if known:
            return origin + timedelta(seconds=seconds)
    except OverflowError:
        pass
    raise Problem("not-a-date", got=str(day))


def clock(days: Fraction) -> str:
    """Write hours and minutes, and seconds if there are any, of a number of days.

    >>> clock(Fraction(1, 16)), clock(Fraction(3, 2)), clock(Fraction(-1, 86400))
    ('1:30', '36:00', '-0:00:01')
    """
    minutes, seconds = divmod(abs(round(days * _DAY)), 60)
    text = f"{minutes // 60}:{minutes % 60:02}" + (f":{seconds:02}" if seconds else "")
    return f"-{text}" if days < 0 else text


def read_iso(text: str) -> datetime:
    """Read a date in the strict kind of file: ``2022-02-09`` or ``2022-02-09T16:30:00``."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise Problem("cell-error", error=clipped(text)) from None


def unescaped(text: str) -> str:
    """Put back the letters that XML cannot hold: ``_x000D_`` stands for a carriage return."""
    return _ESCAPE.sub(_letter, text) if "_x" in text else text


def _letter(match: re.Match[str]) -> str:
    code = int(match[1], 16)
    return match[0] if 0xD800 <= code < 0xE000 else chr(code)


def clipped(text: str) -> str:
    """Cut a text to a length that a message can hold."""
    return text if len(text) <= 40 else f"{text[:39]}…"
