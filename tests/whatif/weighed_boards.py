"""Boards of which the weights are plain to see: criteria that a judge marks, in one block."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import cache
from itertools import combinations
from typing import Any

from hypothesis import strategies as st
from written_toml import document, loaded

from thidua_scoring.evidence.evidence import Evidence
from thidua_scoring.ruleset.ruleset import Ruleset
from thidua_scoring.scoring.scoreboard import Scoreboard

Draw = Callable[[st.SearchStrategy[Any]], Any]
Point = tuple[Fraction, ...]
CLASSES = ({"id": "A", "title": "Tốt", "from": "70%"}, {"id": "B", "title": "Khá", "from": "40%"},
           {"id": "C", "title": "Đạt", "from": "0%"})  # fmt: skip


@cache
def ruleset_of(points: tuple[int, ...], extra: str = "") -> Ruleset:
    """Make a ruleset of judged criteria, and a bonus; ``extra`` is TOML that comes after it."""
    criteria: dict[str, Any] = {
        f"C{n}": {"group": "G", "kind": "judged", "title": f"C{n}", "mark": "mark", "points": each}
        for n, each in enumerate(points)
    }
    bonus = {"group": "G", "kind": "judged", "title": "Thưởng", "mark": "mark", "points": 0, "maximum": 5}
    data = {
        "format": 1, "id": "thu/trong-so", "title": "Bộ thử", "status": "illustrative", "source": "thử",
        "classes": list(CLASSES), "scale": {"points": sum(points), "may_exceed": True},
        "facts": {"disciplined": {"kind": "yes-no", "title": "Kỷ luật"}},
        "groups": {"G": {"title": "Nhóm"}}, "criteria": {**criteria, "B": bonus},
    }  # fmt: skip
    return loaded(document(data) + extra)


def board_of(
    points: Sequence[int],
    marks: Sequence[Sequence[Any]],
    *,
    bonus: Sequence[Any] | None = None,
    blocs: Sequence[str] | None = None,
    extra: str = "",
    **more: Any,
) -> Scoreboard:
    """Score units by their marks, one row a unit."""
    ruleset = ruleset_of(tuple(points), extra)
    columns: dict[str, Any] = {f"C{n}.mark": [row[n] for row in marks] for n in range(len(points))}
    columns["B.mark"] = list(bonus or [0] * len(marks))
    columns[".disciplined"] = [False] * len(marks)
    columns |= more.pop("columns", {})
    units = [f"u{n}" for n in range(len(marks))]
    evidence = Evidence.from_columns(units, columns, ruleset.formulas, blocs=blocs, **more)
    return ruleset.score(evidence)


@st.composite
def boards(draw: Draw, criteria: int = 3, units: int = 4, blocs: bool = False) -> Scoreboard:
    """Draw a board; marks are coarse, so that ties are common."""
    points = draw(st.sampled_from([(10, 10, 10, 10), (20, 10, 5, 5), (6, 9, 3, 12)]))[:criteria]
    count = draw(st.integers(2, units))
    marks = [[Fraction(draw(st.integers(0, 6)) * each, 6) for each in points] for _ in range(count)]
    bonus = draw(st.one_of(st.none(), st.lists(st.integers(0, 5), min_size=count, max_size=count)))
    names = [draw(st.sampled_from("XY")) for _ in range(count)] if blocs else None
    return board_of(points, marks, bonus=bonus, blocs=names)


def shares_of(board: Scoreboard) -> dict[str, tuple[Fraction, list[Fraction]]]:
    """Read off what each unit has besides weights, and its share of each criterion."""
    specs = board.ruleset.written.criteria
    found = {}
    for score in board:
        points = {name: Fraction(str(each.points)) for name, each in score.criteria.items()}
        shares = [points[name] / spec.head.points for name, spec in specs.items() if spec.head.points]
        found[score.unit.id] = points["B"], shares
    return found


def totals_at(board: Scoreboard, weights: Sequence[Fraction]) -> dict[str, Fraction]:
    """Add up what each unit comes to under weights."""
    return {
        unit: fixed + sum((w * share for w, share in zip(weights, shares, strict=True)), Fraction(0))
        for unit, (fixed, shares) in shares_of(board).items()
    }


def ranks_at(board: Scoreboard, weights: Sequence[Fraction]) -> dict[str, int]:
    """Count for each unit the units of its bloc that are strictly above, and one."""
    totals = totals_at(board, weights)
    bloc = {score.unit.id: score.unit.bloc for score in board}
    return {
        unit: 1 + sum(other > own and bloc[name] == bloc[unit] for name, other in totals.items())
        for unit, own in totals.items()
    }


def solved(rows: Sequence[Sequence[Fraction]], limits: Sequence[Fraction]) -> Point | None:
    """Solve as many equations as unknowns; None where they do not have one solution."""
    system = [[*row, limit] for row, limit in zip(rows, limits, strict=True)]
    for n in range(len(system)):
        lead = next((row for row in system[n:] if row[n]), None)
        if lead is None:
            return None
        system.remove(lead)
        system.insert(n, [entry / lead[n] for entry in lead])
        for m, row in enumerate(system):
            if m != n and row[n]:
                system[m] = [a - row[n] * b for a, b in zip(row, system[n], strict=True)]
    return tuple(row[-1] for row in system)


def cells(
    board: Scoreboard, limits: Sequence[tuple[Sequence[int], Fraction]], total: Fraction
) -> list[Point]:
    """Return points of every cell that ties between units cut a region into.

    The region is ``factors·w <= limit`` with a fixed sum. Each cell, of whatever dimension, is met: it
    holds the mean of as many of its corners as it has dimensions, and one more.
    """
    figures = [(fixed, *shares) for fixed, shares in shares_of(board).values()]
    gaps = [[a - b for a, b in zip(one, two, strict=True)] for one, two in combinations(figures, 2)]
    planes = [(gap[1:], -gap[0]) for gap in gaps] + [([*map(Fraction, row)], end) for row, end in limits]
    width = len(figures[0]) - 1
    corners = set[Point]()
    for chosen in combinations(planes, width - 1):
        rows, ends = [row for row, _ in chosen], [end for _, end in chosen]
        point = solved([*rows, [Fraction(1)] * width], [*ends, total])
        if point is not None and all(_dot(row, point) <= end for row, end in limits):
            corners.add(point)
    return [
        tuple(sum(each, Fraction(0)) / size for each in zip(*some, strict=True))
        for size in range(1, width + 1)
        for some in combinations(sorted(corners), size)
    ]


def _dot(row: Sequence[int], point: Point) -> Fraction:
    return sum((factor * weight for factor, weight in zip(row, point, strict=True)), Fraction(0))


def values(weights: Mapping[str, Fraction]) -> Point:
    """Return weights in the order of the criteria."""
    return tuple(weights.values())
