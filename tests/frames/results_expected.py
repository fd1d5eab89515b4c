"""What a frame's result must be, taken from the scoreboard of the reference engine."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

from thidua_scoring.errors import EvidenceError
from thidua_scoring.scoring.scoreboard import Scoreboard
from thidua_scoring.scoring.unit_score import UnitScore

Faults = set[tuple[str, str, str]]


def expected(board: Scoreboard) -> list[dict[str, Any]]:
    """Return one row a unit, numbers as fractions."""
    return [{name: exact(value) for name, value in _row(unit)} for unit in board]


def exact(cell: Any) -> Any:
    """Return the number that a cell of a result holds, or the cell; a number without end is a text."""
    if isinstance(cell, str) and "/" in cell:
        top, bottom = cell.split("/")
        return Fraction(int(top), int(bottom)) if top.lstrip("-").isdigit() and bottom.isdigit() else cell
    if isinstance(cell, str) and cell.lstrip("-").replace(".", "", 1).isdigit():
        return Fraction(cell)
    return Fraction(cell) if isinstance(cell, int | Decimal) and not isinstance(cell, bool) else cell


def refusals(error: EvidenceError) -> Faults:
    """Say why evidence was refused: the criteria without a value."""
    return {(f.code, f.parameters.get("unit", ""), f.parameters.get("criterion", "")) for f in error.faults}


def _row(unit: UnitScore) -> Iterator[tuple[str, Any]]:
    yield "unit", unit.unit.id
    yield from zip(("total", "total_low", "total_high"), (unit.total, *unit.bounds), strict=True)
    yield from (("base", unit.base), ("bonus", unit.bonus), ("deduct", unit.deduct))
    applicable = unit.board.value("applicable", unit.row)
    yield "applicable", None if applicable is None else applicable.point
    yield "percent", unit.percent
    best, worst = unit.rank_bounds or (None, None)
    yield from (("rank", unit.rank), ("rank_best", best), ("rank_worst", worst))
    classes = unit.class_bounds
    yield from (("class", unit.class_), ("class_best", classes[0] if classes else None))
    yield from (("class_worst", classes[-1] if classes else None), ("outcome", unit.outcome))
    yield from ((f"{name}.group_points", points) for name, points in unit.groups.items())
    for name, score in unit.criteria.items():
        yield from ((f"{name}.points", score.points), (f"{name}.status", score.status))
        yield from ((f"{name}.{column}", getattr(score, column)) for column in ("base", "bonus", "deduct"))
        yield from zip((f"{name}.low", f"{name}.high"), score.bounds, strict=True)
        yield f"{name}.by_claim", score.by_claim
    yield "status", _status(unit)


def _status(unit: UnitScore) -> str:
    """Say how sure the total is: as the least sure of the criteria, if it is open."""
    total = unit.board.value("total", unit.row)
    if total is not None and total.certain:
        return "scored"
    statuses = {score.status for score in unit.criteria.values()}
    return "unconfirmed" if "unconfirmed" in statuses and "missing" not in statuses else "missing"
