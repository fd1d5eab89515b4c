"""Tables: percentages in a column of their own, computed from the columns that its header names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from attrs import define, evolve, field

from thidua_scoring.audit.columns import Column, columns_of, headings_of
from thidua_scoring.audit.documents import Grid, GridCell
from thidua_scoring.audit.doubts import (
    goes_on,
    is_named,
    is_never_sure,
    is_of_rates,
    is_scaled,
    may_be_other,
    tells_scale,
    words_of,
)
from thidua_scoring.audit.findings import Finding
from thidua_scoring.audit.formulas import is_numbering
from thidua_scoring.audit.headings import LONGEST, is_of_header
from thidua_scoring.audit.judging import Ground, Judgement, Printed, Why, judge

_FIGURE: Final = re.compile(r"([-–\u2212+]?)\s?([0-9][0-9., ]{0,40}?)\s?(%?)")
_LIKE_A_FIGURE: Final = re.compile(
    r"[(\[~<>≥≤]?\s?[-–\u2212+]?\s?[0-9][0-9.,\s]{0,40}(?:[^\W\d_]{1,6}[0-9²³]?|%)?[)\]*]{0,3}"
)
"""What stands in a column of figures: some are in brackets, in two lines, or with their unit."""
_YEAR: Final = re.compile("(?:19|20)[0-9]{2}")
_ITEM: Final = re.compile(r"(?!S?TT\b)(?:[IVX]{1,5}|[A-ZĐ]|[0-9]{1,2})[.)]?")
"""What numbers a part of a table, whose title is no header."""
_LETTER: Final = re.compile(r"[^\W\d_]")
_MINUS: Final = frozenset("-–\u2212")
_MOST_ROWS: Final = 4
"""Of a header."""
_LONGEST_NAME: Final = 80
_LONGEST_WORDS: Final = 200


@define
class _Titles:
    """The words of the rows above one that it may be a part of."""

    title: str = ""
    whole: str = ""

    def above(self, row: Sequence[GridCell], words: str) -> str:
        """Return what stands above a row, and take it in."""
        if not any(cell.text and _FIGURE.fullmatch(cell.text) for cell in row):
            self.title, self.whole = words, ""
            return ""
        if goes_on(words):
            return f"{self.title} | {self.whole}"
        self.whole = words
        return self.title


@define
class _Reading:
    """Where one is in a table: what the nearest header said, and the one that is being read."""

    last: dict[int, int]
    """The last row in which each column has what may be a figure."""
    columns: list[Column] = field(factory=list)
    header: list[Sequence[GridCell]] = field(factory=list)

    def takes(self, row: Sequence[GridCell]) -> bool:
        """Take a row in if it is one of a header."""
        if len(self.header) < _MOST_ROWS and (_is_header(row) or _parts(self.header, row)):
            self.header.append(row)
            return True
        return False

    def close(self, row: Sequence[GridCell], number: int, *, numbering: bool) -> bool:
        """Make out the columns when the header has ended; say whether it was one.

        A title amid the rows leaves the header as it was, another header does not.
        """
        holding = frozenset(at for at, index in self.last.items() if index >= number)
        headings = headings_of(self.header)
        found = columns_of(headings, row if numbering else None, holding)
        new = bool(found) or sum(bool(each.roles) for each in headings) > 1
        self.columns = found if new else self.columns
        self.header = []
        return new


def grid_findings(grid: Grid) -> Iterator[Finding]:
    """Yield a finding for each percentage in the columns that the nearest header above explains."""
    reading, titles = _Reading(_last_figures(grid.rows)), _Titles()
    unit = next((cell.text for row in grid.rows for cell in row if tells_scale(cell.text)), "")
    for number, row in enumerate(grid.rows):
        if reading.takes(row):
            continue
        numbering = _is_numbering(row)
        title = " | ".join(map(words_of, reading.header))
        if reading.header or numbering:
            titles = _Titles("" if reading.close(row, number, numbering=numbering) else title)
        if numbering:
            continue
        words = words_of(row)
        above = f"{titles.above(row, words)} | {unit}"
        below = grid.rows[number + 1] if number + 1 < len(grid.rows) else ()
        for column in reading.columns:
            sure = column.firm and is_named(words) and _is_whole(row, column) and not _go_on(below, column)
            yield from _findings(row, evolve(column, firm=sure), words, above)


def _is_whole(row: Sequence[GridCell], column: Column) -> bool:
    """Say whether a row has the cells of the header: where one was left out, all behind it are others."""
    least, most = column.cells
    return least <= len(row) and not any(cell.text for cell in row[most:])


def _go_on(below: Sequence[GridCell], column: Column) -> bool:
    """Say whether a percentage or a figure is of this row and the next one together."""
    places = {column.at, *(at for pair in column.pairs for at in pair)}
    return any(at < len(below) and not below[at].text and bool(below[at].over) for at in places)


def _is_numbering(row: Sequence[GridCell]) -> bool:
    return is_numbering([cell.text for cell in row])


def _last_figures(rows: Sequence[Sequence[GridCell]]) -> dict[int, int]:
    """Return the last row of each column in which what may be a figure stands."""
    return {
        at: number
        for number, row in enumerate(rows)
        if not _is_numbering(row)
        for at, cell in enumerate(row)
        if cell.text and len(cell.text) < LONGEST and _LIKE_A_FIGURE.fullmatch(cell.text)
    }


def _is_header(row: Sequence[GridCell]) -> bool:
    """Say whether a row may be one of a header: words of headers, and no figures but years."""
    texts = [cell.text or cell.over for cell in row]
    told = [text for text in texts if text]
    if len(set(told)) < 2 or _ITEM.fullmatch(told[0]):
        return False
    if any(_FIGURE.fullmatch(text) and not _YEAR.fullmatch(text) for text in told):
        return False
    return any(map(is_of_header, told))


def _parts(header: Sequence[Sequence[GridCell]], row: Sequence[GridCell]) -> bool:
    """Say whether a row parts the columns of the header above: *Kế hoạch* of *Trung ương*, *Địa phương*."""
    own = {at: cell.text for at, cell in enumerate(row) if cell.text}
    if not header or not own or _ITEM.fullmatch(next(iter(own.values()))):
        return False
    above = header[-1]
    wide = [at for at in own if 0 < at < len(above) and not above[at].text]
    within = all(at < len(above) and (above[at].text or above[at].over or at in wide) for at in own)
    named = all(_LETTER.search(text) and not _FIGURE.fullmatch(text) for text in own.values())
    return within and named and len(wide) > 1 and len({*own.values()}) > 1


def _findings(row: Sequence[GridCell], column: Column, words: str, above: str) -> Iterator[Finding]:
    """Yield what is found of the percentage of one row, if it has one."""
    stated = _figure(row, column.at)
    pairs = [(_figure(row, result), _figure(row, base)) for result, base in column.pairs]
    if stated is None or not any(map(any, pairs)):
        return  # a title, or an empty row
    if not any(map(_is_above_zero, (stated, *(figure for pair in pairs for figure in pair)))):
        return  # a row that was filled with noughts
    percent: str = stated[2]
    yield Finding(
        row[column.at].place,
        " | ".join(cell.text[:_LONGEST_WORDS] for cell in row if cell.text)[:_LONGEST_WORDS],
        percent,
        column.against,
        _judged(row, column, stated, f"{words} | {above}"),
        next((cell.text for cell in row if re.search(r"[^\W\d_]{2}", cell.text)), "")[:_LONGEST_NAME],
    )


def _is_above_zero(figure: re.Match[str] | None) -> bool:
    return figure is not None and bool(re.search("[1-9]", figure[2]))


def _figure(row: Sequence[GridCell], at: int) -> re.Match[str] | None:
    text = row[at].text if at < len(row) else ""
    return _FIGURE.fullmatch(text) if len(text) < LONGEST else None


def _judged(row: Sequence[GridCell], column: Column, stated: re.Match[str], words: str) -> Judgement:
    sign: str = stated[1]
    figures = [pair for pair in (_pair(row, column, sign, *places) for places in column.pairs) if pair]
    if figures and not column.one_unit:
        return Judgement(None, why="other-units")
    said = words if column.formula else f"{words} | {column.words}"
    kinds = ("ratio",) if _is_below(row, column, sign) else _kinds(column.growth, sign)
    # Of a formula that is not understood nothing is computed, nor a change of what is itself a rate.
    if figures and (column.formula == "unread" or (kinds != ("ratio",) and is_of_rates(said))):
        return Judgement(None, why="unclear")
    # A sign in a column of ratios makes it a change; a share of 1 may stand where no sign says percent.
    firm = column.firm and not (sign and kinds != ("ratio",) and not column.growth)
    firm = firm and bool(column.percent or stated[3]) and not is_never_sure(said)
    scaled = is_scaled(f"{words} | {column.words}")
    printed: Printed = "scaled" if scaled else "decimals"
    grounds = tuple(Ground(kind, pair, firm, printed) for pair in figures for kind in kinds)
    judged = judge(stated[2], grounds, _why(row, column))
    if judged.follows is False and may_be_other(
        judged, stated[2], figures, scaled=scaled, units=column.units, capped=column.formula != "read"
    ):
        grounds = tuple(evolve(ground, firm=False) for ground in grounds)
        return judge(stated[2], grounds, "unclear")
    return judged


def _pair(
    row: Sequence[GridCell], column: Column, sign: str, result: int, base: int
) -> tuple[str, str] | None:
    """Return the two figures of a row; nothing where one is missing, or below zero.

    Where a formula says so, the result may be below zero, and the percentage is then as well.
    """
    one, two = _figure(row, result), _figure(row, base)
    if one is None or two is None or two[1] in _MINUS:
        return None
    if one[1] in _MINUS and not _is_below(row, column, sign):
        return None
    return _settled(row[result], one), _settled(row[base], two)


def _is_below(row: Sequence[GridCell], column: Column, sign: str) -> bool:
    """Say whether a formula divides what is below zero, and the percentage is below zero too."""
    if column.formula != "read" or column.growth or sign not in _MINUS:
        return False
    result = _figure(row, column.pairs[0][0])
    return result is not None and result[1] in _MINUS


def _kinds(growth: str, sign: str) -> tuple[str, ...]:
    """Say what a figure states in a column of ratios or of changes."""
    if sign in _MINUS:
        return ("less",)
    if growth == "either" and not sign:
        return ("more", "less")
    if not growth and not sign:
        return ("ratio",)
    return ("less",) if growth == "fall" and not sign else ("more",)


def _why(row: Sequence[GridCell], column: Column) -> Why:
    """Say what is missing where nothing can be computed."""
    bases = [_figure(row, base) for _, base in column.pairs]
    results = [_figure(row, result) for result, _ in column.pairs]
    if not any(bases):
        whys: dict[str, Why] = {"plan": "no-plan", "previous": "no-previous", "": "no-figures"}
        return whys[column.against]
    return "unclear" if any(results) else "no-figures"


def _settled(cell: GridCell, match: re.Match[str]) -> str:
    """Write the figure so that a number of a spreadsheet keeps its one reading."""
    three = cell.number and re.fullmatch(r"[0-9]{1,3},[0-9]{3}", match[2])
    return f"{match[2]}0" if three else match[2]
