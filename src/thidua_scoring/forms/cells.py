"""Names and sums of cells in a form."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from thidua_scoring.criterion import FieldSpec
from thidua_scoring.evidence.workbook_cells import letters

_MOST_ARGUMENTS: Final = 200


def at(row: int, column: int) -> str:
    """Name a cell, both from 0: ``G12``."""
    return f"{letters(column + 1)}{row + 1}"


def unit_of(spec: FieldSpec) -> str:
    """Return the unit of measure as it stands beside a figure."""
    return "%" if spec.kind == "percent" else spec.unit or ""


def run(cells: Sequence[str]) -> list[str]:
    """Name cells of one column between which nothing else is filled in, as one area."""
    return [f"{cells[0]}:{cells[-1]}"] if len(cells) > 1 else list(cells)


def summed(cells: Sequence[str]) -> str:
    """Write the sum of cells; nothing where a text stands among them, which a sum would pass over.

    A sum that shows nothing is itself a text to the sum in which it is counted.
    """
    if not cells:
        return "0"
    counts = [_split(name, cells) for name in ("COUNTA", "COUNT")]
    return f'IF({counts[0]}>{counts[1]},"",{_split("SUM", cells)})'


def _split(name: str, cells: Sequence[str]) -> str:
    """Write a function of all cells that adds up; a spreadsheet takes no more than 255 arguments at once."""
    parts = [cells[n : n + _MOST_ARGUMENTS] for n in range(0, len(cells), _MOST_ARGUMENTS)]
    return "+".join(f"{name}({','.join(part)})" for part in parts)
