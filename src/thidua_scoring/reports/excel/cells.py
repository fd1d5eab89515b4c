"""Cells of a workbook: exact figures as numbers, all else as text, and nothing as a formula."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from attrs import define, field

from thidua_scoring.numbers import decimals, show, terminates, write
from thidua_scoring.reports.package import clean
from thidua_scoring.tabular import Cell

LONGEST: Final = 32_767
"""The most letters that a cell holds."""
WIDEST: Final = 60
NARROWEST: Final = 6
"""The limits of a column's width, in letters."""
_LETTER: Final = 1.15
"""How much wider than a digit a letter may be."""
_DIGITS: Final = 15
"""The digits that a binary number gives back as they were written."""
_FONT: Final = {"font_name": "Times New Roman", "font_size": 12}
_CELL: Final = {**_FONT, "border": 1, "border_color": "#999999", "valign": "top"}
_LOOKS: Final[Mapping[str, Mapping[str, Any]]] = {
    "title": {**_FONT, "bold": True, "font_size": 14},
    "remark": {**_FONT, "italic": True, "text_wrap": True, "valign": "top"},
    "head": {
        **_CELL, "bold": True, "text_wrap": True, "align": "center", "valign": "vcenter",
        "bg_color": "#D9E1F2",
    },
    "text": {**_CELL, "text_wrap": True},
    "figure": {**_CELL, "align": "right"},
}  # fmt: skip


def as_number(value: Fraction | int) -> Decimal | None:
    """Return a number as a workbook keeps it; None where it would give back another.

    A workbook keeps binary numbers. One of no more than 15 digits whose decimals end has, of all
    texts as short, its own. It is a `Decimal` here, since a binary one would be written with 16 digits,
    8.6397 as 8.639699999999999.

    >>> as_number(Fraction(1463, 10)), as_number(Fraction(1, 3)), as_number(10**15 + 1)
    (Decimal('146.3'), None, None)
    """
    value = Fraction(value)
    if not terminates(value) or len(write(abs(value)).replace(".", "").strip("0")) > _DIGITS:
        return None
    found = Decimal(write(value))
    return found if Decimal(repr(float(found))) == found else None


def number_format(value: Fraction | int) -> str:
    """Return the format that shows all decimals of a number that ends.

    >>> number_format(Fraction(5, 2)), number_format(1463)
    ('#,##0.0', '#,##0')
    """
    places = decimals(Fraction(value))
    return "#,##0" + ("." + "0" * places if places else "")


def fitted(text: str) -> str:
    """Return text as a cell can hold it: what XML cannot hold replaced, too long a text cut and marked."""
    text = clean(text)
    return text if len(text.encode("utf-16-le")) // 2 <= LONGEST else text[: LONGEST // 2] + "…"


@define(eq=False)
class Cells:
    """Write cells into the sheets of a workbook; each look is made once."""

    book: Any
    _made: dict[tuple[Any, ...], Any] = field(factory=dict)

    def look(self, name: str, **more: Any) -> Any:
        """Return the look of that name, with more properties."""
        properties = {**_LOOKS[name], **more}
        key = tuple(properties.items())
        if key not in self._made:
            self._made[key] = self.book.add_format(properties)
        return self._made[key]

    def text(self, sheet: Any, row: int, column: int, text: str, name: str = "text", **more: Any) -> None:
        """Write text, whatever it looks like; an empty one leaves an empty cell with its look."""
        text = fitted(text)
        if text:
            sheet.write_string(row, column, text, self.look(name, **more))
        else:
            sheet.write_blank(row, column, None, self.look(name, **more))

    def cell(self, sheet: Any, at: tuple[int, int], value: Cell, shown: str, name: str, **more: Any) -> None:
        """Write a cell of a table: a number where the workbook keeps it exactly, else what is ``shown``."""
        if isinstance(value, Fraction | int) and not isinstance(value, bool):
            kept, ends = as_number(value), terminates(Fraction(value))
            if kept is not None:
                look = self.look("figure", num_format=number_format(value), **more)
                sheet.write_number(*at, kept, look)
                return
            if ends:
                shown = show(Fraction(value), most=decimals(Fraction(value)))
        self.text(sheet, *at, "" if value is None else shown, name, **more)


def width_of(heading: str, texts: Sequence[str]) -> float:
    """Return how wide a column is to be, in letters: that of its longest text, within limits."""
    words = max(map(len, heading.split()), default=0) + 1
    return min(max(words, NARROWEST, *(len(text) for text in texts)) * _LETTER + 2, WIDEST)


def lines_of(text: str, width: float) -> int:
    """Return how many lines a text takes in a column of some width, at the most."""
    return sum(1 + int(len(part) // max(width - 1, 1)) for part in text.split("\n"))
