"""NumPy by hand: arrays of floats, ranks by one sort."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from work import BANDS, CLASSES, DONE, LATE, LOWEST, PENALTIES, RATIOS, STEPS, Data, Scored

Array = np.ndarray[Any, Any]
NAMES = np.array([name for _, name in CLASSES] + [LOWEST])
LOWS, GIVEN = np.array([low for low, _ in STEPS[::-1]]), np.array([0.0, *(g for _, g in STEPS[::-1])])


def prepare(data: Data) -> dict[str, Array]:
    """Build one array a figure, and one of bloc numbers."""
    return {"bloc": data.blocs(), **dict(data.columns())}


def cents(value: Array) -> Array:
    """Round to two places, halves up, in place."""
    value *= 100
    value += 0.5
    np.floor(value, out=value)
    value /= 100
    return value


def ranks(total: Array, bloc: Array) -> Array:
    """Rank within blocs from the highest total, 0 to 100; the same total gives the same rank."""
    place = np.arange(len(total))
    key = bloc * 10_001 - np.rint(total * 100).astype(np.int64)
    order = np.argsort(key, kind="stable")
    sorted_bloc, sorted_key = bloc[order], key[order]
    first = np.ones(len(total), bool)
    first[1:] = sorted_bloc[1:] != sorted_bloc[:-1]
    lower = np.ones(len(total), bool)
    lower[1:] = sorted_key[1:] != sorted_key[:-1]
    began = np.maximum.accumulate(np.where(first, place, 0))
    rank = np.empty_like(place)
    rank[order] = np.maximum.accumulate(np.where(lower, place, 0)) - began + 1
    return rank


def classes(total: Array) -> Array:
    """Give the index of the class in `NAMES`."""
    below: Array = np.sum([total < low for low, _ in CLASSES], axis=0)
    return below


def score(figures: dict[str, Array]) -> dict[str, Array]:
    """Give points, total, rank and class of every unit."""
    points: dict[str, Array] = {}
    for name in RATIOS:
        points[name] = cents(np.minimum(figures[f"{name}.actual"] / figures[f"{name}.target"] * 6, 6))
    for name, penalty in zip(LATE, PENALTIES, strict=True):
        points[name] = np.maximum(0, 4 - penalty * figures[f"{name}.days"])
    for name in DONE:
        points[name] = figures[f"{name}.done"] * 4.0
    for name in BANDS:
        points[name] = GIVEN[np.searchsorted(LOWS, figures[f"{name}.rate"], side="right")]
    total = np.zeros(len(figures["bloc"]))
    for column in points.values():
        total += column
    total = cents(total)
    return points | {"total": total, "rank": ranks(total, figures["bloc"]), "class": classes(total)}


def read(result: dict[str, Array], rows: Sequence[int]) -> Scored:
    """Give the chosen rows."""
    chosen = {name: column[list(rows)] for name, column in result.items()}
    return {name: column.tolist() for name, column in chosen.items()} | {
        "class": NAMES[chosen["class"]].tolist()
    }
