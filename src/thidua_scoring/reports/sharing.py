"""Share the columns of a wide table out on several tables, each of which fits a page that lies across."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from attrs import evolve, frozen

if TYPE_CHECKING:
    from thidua_scoring.errors import Lang
    from thidua_scoring.tabular import Table

BREAK: Final = "\u200b"
"""A space of no width, at which a word may be broken."""
NAMES: Final = 130
"""The room for the names of units on a page that lies across, in points."""
_ACROSS: Final = 700
"""How much room is between the margins of such a page; a little less than there is."""
_LINE: Final = 29
"""How many letters stand on a line of a heading on its side."""
_NARROW: Final = frozenset("0123456789 .,:;()/·-" + BREAK)
"""Signs that are no wider than small letters are."""


@frozen
class Share:
    """Some columns of a table beside its first, and how wide all of them are, in points."""

    table: Table
    widths: tuple[int, ...]

    @property
    def percents(self) -> list[str]:
        """The widths as shares of the whole, as style sheets take them."""
        return [f"{100 * width / sum(self.widths):.2f}%" for width in self.widths]


def shared(table: Table, lang: Lang) -> tuple[Share, ...]:
    """Share a table out whose headings stand on their sides; each share begins with the first column."""
    heads = [heading.title(lang) for heading in table.headings]
    room = [turned(*column) for column in zip(heads, *table.cells(lang), strict=True)][1:]
    return tuple(
        Share(
            evolve(
                table,
                headings=(table.headings[0], *table.headings[part]),
                rows=[(row[0], *row[part]) for row in table.rows],
                notes=(),
            ),
            (NAMES, *room[part.start - 1 : part.stop - 1]),
        )
        for part in parts(room)
    )


def turned(head: str, *figures: str) -> int:
    """Return how wide a column is, in points, whose heading stands on its side."""
    letters = sum(1 if each in _NARROW or (each.islower() and each not in "mw") else 2 for each in head)
    longest = max((len(word) for figure in figures for word in figure.split()), default=0)
    return max(12 * -(-letters // _LINE) + 6, 5 * longest + 8)


def parts(room: Sequence[int]) -> list[slice]:
    """Share columns out on as few tables as can hold them, about as many on each, by their numbers."""
    for count in range(1, len(room) + 1):
        size = -(-len(room) // count)
        found = [slice(start, min(start + size, len(room))) for start in range(0, len(room), size)]
        if all(sum(room[part]) <= _ACROSS - NAMES for part in found):
            break
    # The names of units are the column before these.
    return [slice(part.start + 1, part.stop + 1) for part in found]
