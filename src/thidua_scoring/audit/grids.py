"""Tables: percentages in a column of their own, computed from the columns that its header names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from attrs import evolve

from thidua_scoring.audit.columns import Column, columns_of, headings_of, is_numbering
from thidua_scoring.audit.documents import Grid, GridCell
from thidua_scoring.audit.findings import Finding
from thidua_scoring.audit.headings import is_of_header
from thidua_scoring.audit.judging import Ground, Judgement, Why, judge, readings_of

_FIGURE: Final = re.compile(r"([-–\u2212+]?)\s?([0-9][0-9., ]{0,40}?)\s?(%?)")
_YEAR: Final = re.compile("(?:19|20)[0-9]{2}")
_ITEM: Final = re.compile(r"(?!S?TT\b)(?:[IVX]{1,5}|[A-ZĐ]|[0-9]{1,2})[.)]?")
"""What numbers a part of a table, whose title is no header."""
_RATE: Final = re.compile(r"\bt[ỷỉ] lệ\b|%", re.I)
"""What a row names that is itself a percentage: less may be better, or a difference be meant."""
_MINUS: Final = frozenset("-–\u2212")
_MOST_ROWS: Final = 4
"""Of a header."""
_LONGEST_NAME: Final = 80


def grid_findings(grid: Grid) -> Iterator[Finding]:
    """Yield a finding for each percentage in the columns that the nearest header above explains."""
    last = _last_figures(grid.rows)
    columns: list[Column] = []
    header: list[tuple[GridCell, ...]] = []
    for number, row in enumerate(grid.rows):
        if _is_header(row) and len(header) < _MOST_ROWS:
            header.append(row)
            continue
        numbering = is_numbering(row)
        if header or numbering:
            holding = frozenset(at for at, index in last.items() if index >= number + numbering)
            headings = headings_of(header)
            found = columns_of(headings, row if numbering else None, holding)
            # A title amid the rows leaves the header as it was, another header does not.
            if found or sum(bool(each.roles) for each in headings) > 1:
                columns = found
            header = []
        if not numbering:
            for column in columns:
                yield from _findings(row, column)


def _last_figures(rows: Sequence[Sequence[GridCell]]) -> dict[int, int]:
    """Return the last row of each column in which a figure stands."""
    return {
        at: number
        for number, row in enumerate(rows)
        for at, cell in enumerate(row)
        if cell.text and _FIGURE.fullmatch(cell.text)
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


def _findings(row: Sequence[GridCell], column: Column) -> Iterator[Finding]:
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
        " | ".join(cell.text for cell in row if cell.text)[:200],
        percent,
        column.against,
        _judged(row, column, stated),
        next((cell.text for cell in row if re.search(r"[^\W\d_]{2}", cell.text)), "")[:_LONGEST_NAME],
    )


def _is_above_zero(figure: re.Match[str] | None) -> bool:
    return figure is not None and bool(re.search("[1-9]", figure[2]))


def _figure(row: Sequence[GridCell], at: int) -> re.Match[str] | None:
    return _FIGURE.fullmatch(row[at].text) if at < len(row) else None


def _judged(row: Sequence[GridCell], column: Column, stated: re.Match[str]) -> Judgement:
    sign: str = stated[1]
    figures = [pair for pair in (_pair(row, *places) for places in column.pairs) if pair]
    if figures and not column.one_unit:
        return Judgement(None, why="other-units")
    # A sign in a column of ratios makes it a change; a share of 1 may stand where no sign says percent.
    firm = column.firm and not (sign and not column.growth) and bool(column.percent or stated[3])
    firm = firm and not any(_RATE.search(cell.text) and not _FIGURE.fullmatch(cell.text) for cell in row)
    grounds = tuple(Ground(kind, pair, firm) for pair in figures for kind in _kinds(column.growth, sign))
    judged = judge(stated[2], grounds, _why(row, column))
    if judged.follows is False and _may_be_other(judged, stated[2], figures):
        grounds = tuple(evolve(ground, firm=False) for ground in grounds)
        return judge(stated[2], grounds, "unclear")
    return judged


def _pair(row: Sequence[GridCell], result: int, base: int) -> tuple[str, str] | None:
    """Return the two figures of a row; nothing where one is missing, or below zero."""
    one, two = _figure(row, result), _figure(row, base)
    if one is None or two is None or {one[1], two[1]} & _MINUS:
        return None
    return _settled(row[result], one), _settled(row[base], two)


def _kinds(growth: str, sign: str) -> tuple[str, ...]:
    """Say what a figure states in a column of ratios or of changes."""
    if sign in _MINUS:
        return ("less",)
    if growth == "either" and not sign:
        return ("more", "less")
    if not growth and not sign:
        return ("ratio",)
    return ("less",) if growth == "fall" and not sign else ("more",)


def _may_be_other(judged: Judgement, stated: str, figures: Sequence[tuple[str, str]]) -> bool:
    """Say whether a ratio, a change, the plan held against the result, or a share of 1 may stand there."""
    share = judged.exact is not None and any(
        abs(judged.exact - 100 * each) <= 1 for each in readings_of(stated).values()
    )
    inverse = tuple(Ground("ratio", (two, one)) for one, two in figures)
    grounds = tuple(Ground(kind, pair) for pair in figures for kind in ("ratio", "more", "less"))
    return share or judge(stated, grounds + inverse, "unclear").follows is True


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
