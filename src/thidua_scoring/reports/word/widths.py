"""How wide the columns of a table on paper are: no word is broken that can be kept, and rows stay low."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import permutations
from typing import Final
from unicodedata import east_asian_width, normalize

from attrs import field, frozen

SIDES: Final = 1.2
"""The room at the left and at the right within a cell, in millimetres."""
_POINT: Final = 0.3528
"""A point in millimetres."""
_ROOM: Final = 1.05
"""How much wider letters may come out than they are reckoned here."""
_LONGEST: Final = 45
"""The widest word that is kept on one line, in millimetres."""
_BROKEN: Final = 20
"""The least room for one that is wider."""
_LOOKED_AT: Final = 100
"""How many rows are looked at for what lowers the table; of more, some from all over it."""
_STEPS: Final = (1, 2, 4, 8, 16, 32)
"""What a column may be given at a time, in millimetres: one alone may be too little for a line less."""
_BESIDE: Final = 0.05
"""What a line counts that is not in the highest cell of its row: one day it may be."""
_HEADS, _HEADS_BESIDE = 3, 0.4
"""What a line of the headings counts: they stand on every page, and several may be high at once."""
_LITTLE: Final = 1e-9
_MOVES: Final = 20
"""How many times room is moved from one column to another, at the most."""
_PIECE: Final = re.compile(r"[^\s-]*-+|[^\s-]+|[ \t\n]+")
_SLIM: Final = frozenset("fijlrtIJ.,;:!'|()[]/- \u00a0·“”«»")
_BROAD: Final = frozenset("MWOQGƠƯmw@%&…—")


@frozen
class _Text:
    """The pieces of a text that are kept together: how wide each is, with the room after it."""

    pieces: tuple[tuple[float, float], ...]

    @property
    def kept(self) -> float:
        """The room that its words need; one that is broken anyhow needs little."""
        return max((width if width <= _LONGEST else _BROKEN for width, _ in self.pieces), default=0.0)

    @property
    def whole(self) -> float:
        return sum(width + gap for width, gap in self.pieces)

    def lines(self, room: float) -> int:
        """Return how many lines it takes within a room."""
        lines, used = 1, 0.0
        for width, gap in self.pieces:
            if used and used + width > room:
                lines, used = lines + 1, 0.0
            broken = int(width // room)  # what is wider than the room is broken where it meets the edge
            lines += broken
            used += width - broken * room + gap
        return lines


@cache
def _em(letter: str) -> float:
    """Return about how wide a bold letter is, as a share of its size."""
    base = normalize("NFD", letter)[:1]
    if letter in _SLIM:
        return 0.35
    if letter in _BROAD or base in _BROAD or east_asian_width(letter) in "WF":
        return 1.0 if base.isupper() or not base.isalpha() else 0.82
    return 0.75 if base.isupper() else 0.5 if base.isdigit() else 0.55


def _measured(text: str, size: float) -> _Text:
    found: list[tuple[float, float]] = []
    for piece in _PIECE.findall(text):
        width = sum(map(_em, piece)) * size * _POINT * _ROOM
        if not piece.isspace():
            found.append((width, 0.0))
        elif found:
            found[-1] = (found[-1][0], width)
    return _Text(tuple(found))


@frozen
class _Grid:
    """The texts of a table by columns, headings first, and what its rows come to at given widths."""

    columns: tuple[tuple[_Text, ...], ...]
    _known: dict[tuple[int, float], tuple[int, ...]] = field(factory=dict)

    def height(self, widths: Sequence[float]) -> float:
        """Return how high the table is, in lines."""
        lines = [self._lines(column, width) for column, width in enumerate(widths)]
        highest: list[int] = [max(row) for row in zip(*lines, strict=True)]
        beside = _BESIDE * sum(map(sum, lines)) + _HEADS_BESIDE * sum(each[0] for each in lines)
        return sum(highest) + (_HEADS - 1) * highest[0] + beside

    def _lines(self, column: int, width: float) -> tuple[int, ...]:
        key = (column, width)
        if key not in self._known:
            room = max(width - 2 * SIDES, 1)
            self._known[key] = tuple(text.lines(room) for text in self.columns[column])
        return self._known[key]


def shared_out(
    width: float, titles: Sequence[str], rows: Sequence[Sequence[str]], size: float
) -> list[float]:
    """Share a width out, in millimetres: first room for the longest words, then what lowers the table."""
    texts = [tuple(_measured(text, size) for text in row) for row in (titles, *rows)]
    columns = list(zip(*texts, strict=True))
    widths = _least(width, [max(text.kept for text in column) for column in columns])
    step = -(-len(rows) // _LOOKED_AT) or 1
    grid = _Grid(tuple((column[0], *column[1::step]) for column in columns))
    least, free = tuple(widths), width - sum(widths)
    while free >= 1 and (best := _given(grid, widths, free)) is not None:
        column, given = best
        widths[column] += given
        free -= given
    for _ in range(_MOVES):
        if (moved := _moved(grid, widths, least)) is None:
            break
        widths = moved
    wants = [max(text.whole for text in column) + 1 for column in columns]
    return [each + free * want / sum(wants) for each, want in zip(widths, wants, strict=True)]


def _least(width: float, words: Sequence[float]) -> list[float]:
    """Return the room for the longest words; where there is not enough, only the longest are broken."""
    wanted = [word + 2 * SIDES + 0.3 for word in words]
    left, rest = width, sorted(wanted)
    while rest and rest[0] * len(rest) <= left:
        left -= rest.pop(0)
    most = left / len(rest) if rest else max(wanted)
    return [min(each, most) for each in wanted]


def _given(grid: _Grid, widths: Sequence[float], free: float) -> tuple[int, float] | None:
    """Return which column is to be given how much, so that each millimetre lowers the table most."""
    now, best, found = grid.height(widths), _LITTLE, None
    for column in range(len(widths)):
        for step in (each for each in _STEPS if each <= free):
            gain = (now - grid.height(_with(widths, column, step))) / step
            if gain > best:
                best, found = gain, (column, float(step))
    return found


def _moved(grid: _Grid, widths: Sequence[float], least: Sequence[float]) -> list[float] | None:
    """Move room from one column to another so that the table is lowered most; None where nothing does."""
    lowest, found = grid.height(widths) - _LITTLE, None
    for giver, taker in permutations(range(len(widths)), 2):
        for step in (each for each in _STEPS if widths[giver] - each >= least[giver]):
            tried = _with(_with(widths, giver, -step), taker, step)
            height = grid.height(tried)
            if height < lowest:
                lowest, found = height, tried
    return found


def _with(widths: Sequence[float], column: int, more: float) -> list[float]:
    found = list(widths)
    found[column] += more
    return found
