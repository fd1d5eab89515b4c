"""Names, sums and heights of cells in a form."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap
from typing import Final

from thidua_scoring.criterion import FieldSpec
from thidua_scoring.evidence.workbook_cells import letters

_MOST_ARGUMENTS: Final = 200


def at(row: int, column: int) -> str:
    """Name a cell, both from 0: ``G12``."""
    return f"{letters(column + 1)}{row + 1}"


def lines_of(text: str, width: int) -> int:
    """Return how many lines a text takes in a column; letters of Times are narrower than digits."""
    return len(wrap(text, int(width * 1.15)))


def unit_of(spec: FieldSpec) -> str:
    """Return the unit of measure as it stands beside a figure."""
    return "%" if spec.kind == "percent" else spec.unit or ""


def summed(cells: Sequence[str]) -> str:
    """Write the sum of cells; a spreadsheet takes no more than 255 arguments at once."""
    if not cells:
        return "0"
    if len(cells) <= _MOST_ARGUMENTS:
        return f"SUM({','.join(cells)})"
    parts = [cells[n : n + _MOST_ARGUMENTS] for n in range(0, len(cells), _MOST_ARGUMENTS)]
    return f"SUM({','.join(map(summed, parts))})"
