"""Small rulesets with decisions, and evidence for them: three marks a unit, facts, blocs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from written_toml import document, loaded

from thidua_scoring.decisions import Standing, decide
from thidua_scoring.evidence.evidence import Evidence
from thidua_scoring.ruleset.ruleset import Ruleset

CLASSES: list[dict[str, Any]] = [
    {"id": "xs", "title": "Hoàn thành xuất sắc nhiệm vụ", "from": 90},
    {"id": "tot", "title": "Hoàn thành tốt nhiệm vụ", "from": 70},
    {"id": "ht", "title": "Hoàn thành nhiệm vụ", "from": 50},
    {"id": "kht", "title": "Không hoàn thành nhiệm vụ", "from": 0},
]
FACTS = {
    "bad": {"kind": "yes-no", "title": "Bị kỷ luật"},
    "group": {"kind": "level", "levels": ["x", "y", "z"], "title": "Nhóm"},
    "staff": {"kind": "count", "title": "Số người"},
}
POINTS = {"A": 50, "B": 30, "C": 20}


def criterion(name: str, points: int) -> dict[str, Any]:
    return {"title": f"Tiêu chí {name}", "group": "G", "kind": "judged", "points": points, "mark": "m"}


def ruleset(**sections: Any) -> Ruleset:
    """Make a ruleset of 100 points with further sections over the usual ones."""
    data: dict[str, Any] = {
        "format": 1, "id": "thu/quyet-dinh", "title": "Bộ thử", "status": "illustrative", "source": "thử",
        "in_force": {"from": "2025-01-01", "until": "2025-12-31"},
        "scale": {"points": 100}, "groups": {"G": {"title": "Nhóm chung"}},
        "criteria": {name: criterion(name, points) for name, points in POINTS.items()},
        "facts": FACTS, "classes": CLASSES,
    }  # fmt: skip
    del data["in_force"]
    return loaded(document(data | sections))


def evidence(
    rules: Ruleset,
    marks: Sequence[Sequence[Any]],
    *,
    blocs: Sequence[str] | None = None,
    facts: Mapping[str, Sequence[Any]] | None = None,
    units: Sequence[str] | None = None,
) -> Evidence:
    """Give each unit its marks in A, B and C; None for one that is missing."""
    count = len(marks)
    names = list(units or [f"u{n}" for n in range(count)])
    columns: dict[str, Sequence[Any]] = {
        f"{name}.m": [row[n] for row in marks] for n, name in enumerate(POINTS)
    }
    given: dict[str, Sequence[Any]] = {
        "bad": [False] * count, "group": ["x"] * count, "staff": [10] * count, **(facts or {})
    }  # fmt: skip
    columns |= {f".{name}": values for name, values in given.items()}
    return Evidence.from_columns(
        names, columns, rules.formulas, blocs=blocs or ["K"] * count, names=[f"Đơn vị {n}" for n in names]
    )


def split(total: int) -> tuple[int, int, int]:
    """Share points out among the three criteria."""
    first = min(50, total)
    second = min(30, total - first)
    return first, second, total - first - second


def standing(rules: Ruleset, totals: Sequence[int], *, given: Any = None, **more: Any) -> Standing:
    """Decide units of which the totals are known."""
    made = evidence(rules, [split(total) for total in totals], **more)
    return decide(rules.score(made), **(given or {}))
