"""zen-engine: one decision with an expression node, evaluated once a unit; ranks and classes in Python.

Names without dots, input as JSON text and a loader are the quickest of the ways that were tried;
a decision object evaluated directly takes ten times as long (gorules/zen issue 441).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import zen
from work import BANDS, CLASSES, CRITERIA, DONE, LATE, LOWEST, PENALTIES, RATIOS, STEPS, Data, Scored

Prepared = tuple[Any, list[str], list[int]]


def band(name: str) -> str:
    """Write a step table as a chain of conditions."""
    return " : ".join(f"{name}_rate >= {low} ? {given}" for low, given in STEPS) + " : 0"


EXPRESSIONS = {
    **{name: f"round(min([6, {name}_actual / {name}_target * 6]), 2)" for name in RATIOS},
    **{n: f"max([0, 4 - {p} * {n}_days])" for p, n in zip(PENALTIES, LATE, strict=True)},
    **{name: f"{name}_done ? 4 : 0" for name in DONE},
    **{name: band(name) for name in BANDS},
    "total": " + ".join(f"$.{name}" for name in CRITERIA),
}


def decision() -> dict[str, Any]:
    """Write the decision model: input, expressions, output."""
    expressions = [{"id": key, "key": key, "value": value} for key, value in EXPRESSIONS.items()]
    kinds = {"in": "inputNode", "points": "expressionNode", "out": "outputNode"}
    nodes: list[dict[str, Any]] = [
        {"id": name, "name": name, "type": kind, "position": {"x": 0, "y": 0}} for name, kind in kinds.items()
    ]
    nodes[1]["content"] = {"expressions": expressions}
    edges = [
        {"id": f"{a}-{b}", "sourceId": a, "targetId": b, "type": "edge"}
        for a, b in (("in", "points"), ("points", "out"))
    ]
    return {"nodes": nodes, "edges": edges}


def prepare(data: Data) -> Prepared:
    """Build the engine and the text of one unit each."""
    columns = {name.replace(".", "_"): column.tolist() for name, column in data.columns()}
    units = [json.dumps(dict(zip(columns, row, strict=True))) for row in zip(*columns.values(), strict=True)]
    engine = zen.ZenEngine({"loader": {"type": "static", "content": {"work": decision()}}})
    return engine, units, data.blocs().tolist()


def score(prepared: Prepared) -> list[dict[str, Any]]:
    """Give points, total, rank and class of every unit."""
    engine, units, blocs = prepared
    scored = [engine.evaluate("work", unit)["result"] for unit in units]
    totals: dict[int, list[float]] = {}
    for bloc, unit in zip(blocs, scored, strict=True):
        totals.setdefault(bloc, []).append(unit["total"])
    for bloc, unit in zip(blocs, scored, strict=True):
        total = unit["total"]
        unit["rank"] = 1 + sum(other > total for other in totals[bloc])
        unit["class"] = next((name for low, name in CLASSES if total >= low), LOWEST)
    return scored


def read(result: list[dict[str, Any]], rows: Sequence[int]) -> Scored:
    """Give the chosen rows."""
    return {name: [result[row][name] for row in rows] for name in (*CRITERIA, "total", "rank", "class")}
