"""The common work of all systems: the figures of N units, and the exact answer for some of them.

Nothing here imports the library, so that every system can be given the same figures, whatever
interpreter it runs in.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

BLOC = 10
RATIOS = tuple(f"ratio{n}" for n in range(8))
LATE = tuple(f"late{n}" for n in range(4))
DONE = tuple(f"done{n}" for n in range(4))
BANDS = tuple(f"band{n}" for n in range(4))
CRITERIA = RATIOS + LATE + DONE + BANDS
PENALTIES = (0.25, 0.5, 0.75, 1.0)
STEPS = ((90, 5.0), (70, 4.0), (50, 2.5), (25, 1.0))
CLASSES = ((90, "excellent"), (70, "good"), (50, "completed"))
LOWEST = "not-completed"
FIELDS = (
    *(f"{name}.{field}" for name in RATIOS for field in ("target", "actual")),
    *(f"{name}.days" for name in LATE),
    *(f"{name}.done" for name in DONE),
    *(f"{name}.rate" for name in BANDS),
)
Scored = dict[str, list[Any]]
"""The points of each criterion, and ``total``, ``rank`` and ``class``: one value a row each."""


@dataclass(frozen=True)
class Data:
    """The figures of `units` units in blocs of ten neighbours, each column drawn when asked for."""

    units: int

    def column(self, name: str) -> np.ndarray[Any, Any]:
        """Draw one column; the same name gives the same figures. Rates are tenths of a percent."""
        rng = np.random.default_rng((20, FIELDS.index(name)))
        field = name.partition(".")[2]
        if field == "target":
            return rng.integers(50, 501, self.units)
        if field == "actual":
            return rng.integers(0, 601, self.units)
        if field == "days":
            return rng.choice(np.array([0, 0, 0, 1, 2, 5, 9]), self.units)
        if field == "done":
            return rng.random(self.units) < 0.8
        return rng.integers(0, 1001, self.units)

    def columns(self) -> Iterator[tuple[str, np.ndarray[Any, Any]]]:
        """Give every column by name as integers and booleans, but rates as floats in percent."""
        for name in FIELDS:
            column = self.column(name)
            yield name, column / 10 if name.endswith(".rate") else column

    def blocs(self) -> np.ndarray[Any, Any]:
        """Give the number of each unit's bloc."""
        return np.arange(self.units) // BLOC

    def sample(self, blocs: int = 200) -> list[int]:
        """Give the rows of so many whole blocs, or of all if there are no more."""
        there = -(-self.units // BLOC)
        picked = np.random.default_rng(20).choice(there, min(blocs, there), replace=False)
        return [row for bloc in sorted(picked) for row in self.rows(int(bloc))]

    def rows(self, bloc: int) -> range:
        """Give the rows of a bloc."""
        return range(bloc * BLOC, min((bloc + 1) * BLOC, self.units))


def exact(data: Data, rows: Sequence[int]) -> Scored:
    """Score whole blocs in fractions: the answer that the others are compared with."""
    figures = {name: [Fraction(int(n)) for n in data.column(name)[list(rows)]] for name in FIELDS}
    scored: Scored = {name: [points(name, figures, at) for at in range(len(rows))] for name in CRITERIA}
    scored["total"] = [sum(scored[name][at] for name in CRITERIA) for at in range(len(rows))]
    blocs: dict[int, list[Fraction]] = {}
    for row, total in zip(rows, scored["total"], strict=True):
        blocs.setdefault(row // BLOC, []).append(total)
    scored["rank"] = [
        1 + sum(other > total for other in blocs[row // BLOC])
        for row, total in zip(rows, scored["total"], strict=True)
    ]
    scored["class"] = [next((name for low, name in CLASSES if t >= low), LOWEST) for t in scored["total"]]
    return scored


def points(name: str, figures: dict[str, list[Fraction]], at: int) -> Fraction:
    """Give the points of one criterion of one unit, rounded half up to two places."""
    if name in RATIOS:
        exactly = min(Fraction(6), figures[f"{name}.actual"][at] / figures[f"{name}.target"][at] * 6)
    elif name in LATE:
        exactly = max(Fraction(0), 4 - Fraction(PENALTIES[int(name[-1])]) * figures[f"{name}.days"][at])
    elif name in DONE:
        exactly = 4 * figures[f"{name}.done"][at]
    else:
        percent = figures[f"{name}.rate"][at] / 10
        exactly = next((Fraction(given) for low, given in STEPS if percent >= low), Fraction(0))
    return Fraction((exactly * 100 + Fraction(1, 2)).__floor__(), 100)
