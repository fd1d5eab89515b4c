"""Tables whose header names a plan or an earlier period, a result, and a percentage of the two."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from attrs import frozen

from thidua_scoring.audit.documents import Grid, GridCell
from thidua_scoring.audit.findings import Finding
from thidua_scoring.audit.judging import Ground, judge

_PLAN: Final = re.compile(r"kế\s+hoạch|\bKH\b|chỉ tiêu|dự toán|mục tiêu", re.I)
_PREVIOUS: Final = re.compile(r"cùng k[ỳì]|năm trước|tháng trước|quý trước", re.I)
_RESULT: Final = re.compile(r"thực hiện|\bTH\b|kết quả|\bước\b|đạt được", re.I)
_SHARE: Final = re.compile(r"%|\bt[ỷỉ] (?:lệ|trọng)\b|phần trăm", re.I)
_GROWTH: Final = re.compile(r"\b(?:tăng|giảm)\b", re.I)
_FIGURE: Final = re.compile(r"([-\u2212]?)\s?([0-9][0-9., ]{0,40}?)\s?%?")
_LONGEST_NAME: Final = 80


@frozen
class _Column:
    """A column of percentages: which columns it is computed from."""

    at: int
    result: int
    base: int
    against: str
    growth: bool


def grid_findings(grid: Grid) -> Iterator[Finding]:
    """Yield a finding for each percentage in the columns that the nearest header above explains."""
    columns: list[_Column] = []
    for row in grid.rows:
        columns = _columns(row) or columns
        for column in columns:
            finding = _finding(row, column)
            if finding is not None:
                yield finding


def _columns(row: Sequence[GridCell]) -> list[_Column]:
    """Read a row as a header; nothing where it is none."""
    roles = {at: _role(cell.text) for at, cell in enumerate(row)}
    found = []
    for at, cell in enumerate(row):
        if roles[at] != "share":
            continue
        against = "previous" if _PREVIOUS.search(cell.text) else "plan"
        result, base = _nearest(roles, "result", at), _nearest(roles, against, at)
        if result is not None and base is not None:
            found.append(_Column(at, result, base, against, bool(_GROWTH.search(cell.text))))
    return found


def _role(text: str) -> str:
    for name, words in (("share", _SHARE), ("previous", _PREVIOUS), ("plan", _PLAN), ("result", _RESULT)):
        if words.search(text):
            return name
    return ""


def _nearest(roles: Mapping[int, str], role: str, at: int) -> int | None:
    """Return the column of that role next to ``at``, one to the left before one to the right."""
    known = [index for index, name in roles.items() if name == role]
    return min(known, key=lambda index: (index > at, abs(index - at)), default=None)


def _finding(row: Sequence[GridCell], column: _Column) -> Finding | None:
    places = (column.at, column.result, column.base)
    if max(places) >= len(row):
        return None
    matches = [_FIGURE.fullmatch(row[at].text) for at in places]
    stated, result, base = matches
    if stated is None or (result is None and base is None):
        return None  # a title, a number of the column, an empty row
    percent: str = stated[2]
    grounds: tuple[Ground, ...] = ()
    if result is not None and base is not None and not result[1] and not base[1]:
        kind = ("less" if stated[1] else "more") if column.growth else "ratio"
        figures = (_settled(row[column.result], result), _settled(row[column.base], base))
        grounds = (Ground(kind, figures),)
    return Finding(
        row[column.at].place,
        " | ".join(cell.text for cell in row if cell.text)[:200],
        percent,
        column.against,
        judge(percent, grounds, "no-plan" if column.against == "plan" else "no-previous"),
        next((cell.text for cell in row if re.search(r"[^\W\d_]{2}", cell.text)), "")[:_LONGEST_NAME],
    )


def _settled(cell: GridCell, match: re.Match[str]) -> str:
    """Write the figure so that a number of a spreadsheet keeps its one reading."""
    three = cell.number and re.fullmatch(r"[0-9]{1,3},[0-9]{3}", match[2])
    return f"{match[2]}0" if three else match[2]
