"""Whole columns against other systems: ``python benchmarks/run.py columns``.

Every measurement is a process of its own; the systems take turns within each round, so that a slow
minute of the machine falls on all of them. Ratios are to the hand-written Polars query.
"""

from __future__ import annotations

import json
import subprocess
import sys
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from chart import Bar, draw

MEASURE = Path(__file__).parent / "measure.py"
HAND, OURS, ZEN = "polars_float", "ours", "zen_engine"
SMALL, MIDDLE, LARGE = 10_000, 100_000, 1_000_000


@dataclass(frozen=True)
class System:
    """A system compared: its module in `peers`, its name for people, and the units it is spared beyond."""

    module: str
    name: str
    most: int = LARGE * 10


SYSTEMS = (
    System(HAND, "Polars by hand, float"),
    System(OURS, "thidua-scoring, exact"),
    System("numpy_float", "NumPy by hand, float"),
    System("openfisca", "OpenFisca-Core, float32"),
    System("duckdb_sql", "DuckDB, one SQL, float"),
    System(ZEN, "zen-engine, per unit", SMALL),
)


@dataclass
class Measured:
    """What was measured of one system at one number of units."""

    units: int
    runs: list[dict[str, Any]] = field(default_factory=list)
    missing: str = ""

    def median(self, name: str) -> float:
        """Return the median of all runs."""
        return float(median(run[name] for run in self.runs))

    @property
    def each(self) -> float:
        """Median microseconds a unit."""
        return self.median("seconds") / self.units * 1e6

    @property
    def busy(self) -> float:
        """Median microseconds a unit of all processors together."""
        return self.median("cpu") / self.units * 1e6

    @property
    def span(self) -> str:
        """The least and the most microseconds a unit."""
        each = [run["seconds"] / self.units * 1e6 for run in self.runs]
        return f"{min(each):.3g} to {max(each):.3g}"


Round = dict[str, Measured]
"""What was measured of each system, by module."""


def run(module: str, units: int, pythons: Sequence[str], cold: bool) -> dict[str, Any]:
    """Measure once in a fresh process of the first interpreter that has the system."""
    tried: list[dict[str, Any]] = []
    for python in pythons:
        command = [python, str(MEASURE), module, str(units), *(["--cold"] if cold else [])]
        done = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True)
        tried.append(json.loads(done.stdout))
        if "missing" not in tried[-1]:
            return tried[-1]
    return tried[0]


def measure(units: int, asked: Namespace, pythons: Sequence[str]) -> Round:
    """Let the systems take turns, as many rounds as asked for."""
    measured = {system.module: Measured(min(units, system.most)) for system in SYSTEMS}
    for _ in range(asked.repeat):
        for module, so_far in measured.items():
            if so_far.missing:
                continue
            found = run(module, so_far.units, pythons, asked.cold)
            so_far.missing = found.get("missing", "")
            if not so_far.missing:
                so_far.runs.append(found)
    refuse(measured)
    return measured


def refuse(measured: Round) -> None:
    """End without figures if a point of ours differs at all, or another's by more than a cent."""
    for module, found in measured.items():
        for one in found.runs:
            sample = one["sample"]
            wrong = {name: sample[name] for name in ("inexact", "total", "rank", "class") if sample[name]}
            if (module == OURS and wrong) or sample["largest"] > 0.0101:
                raise SystemExit(f"{module}, {found.units} units: differs from the exact answer: {sample}")


HEADINGS = (
    "system",
    "units",
    "µs a unit",
    "least to most",
    "× Polars",
    "CPU µs a unit",
    "× Polars",
    "loaded MiB",
    "peak MiB",
    "× Polars",
    "of so many points, ranks and classes",
    "differ",
)


def table(measured: Round) -> list[str]:
    """Write the figures of one number of units."""
    rows = [HEADINGS, ("---", *("--:" for _ in HEADINGS[1:]))]
    for system in SYSTEMS:
        found = measured[system.module]
        if found.missing:
            rows.append((system.name, f"not installed ({found.missing})"))
        else:
            rows.append((system.name, *cells(found, measured[HAND])))
    return [f"| {' | '.join(row)} |" for row in rows]


def cells(found: Measured, hand: Measured) -> tuple[str, ...]:
    """Write the figures of one system beside those of the hand-written query."""
    sample, peak = found.runs[0]["sample"], found.median("peak")
    return (
        f"{found.units:,}",
        f"{found.each:.3g}",
        found.span,
        f"{found.each / hand.each:.3g}",
        f"{found.busy:.3g}",
        f"{found.busy / hand.busy:.3g}",
        f"{found.median('loaded'):.0f}",
        f"{peak:.0f}",
        f"{peak / hand.median('peak'):.2f}" if found.units == hand.units else "—",
        f"{sample['cells']:,}, {sample['units']:,}, {sample['units']:,}",
        f"{sample['points']}, {sample['rank']}, {sample['class']}",
    )


def bars(sizes: dict[int, Round]) -> list[tuple[str, float, str, bool]]:
    """Give what is asked of us, what was measured, the bar, and whether it is met."""
    if not {SMALL, MIDDLE, LARGE} <= set(sizes) or sizes[SMALL][OURS].missing:
        return []
    large, small = sizes[LARGE], sizes[SMALL]
    growth = large[OURS].median("seconds") / sizes[MIDDLE][OURS].median("seconds")
    asked = [
        ("time at 1,000,000 units, × Polars", large[OURS].each / large[HAND].each, "at most", 2),
        (
            "peak memory there, × Polars",
            large[OURS].median("peak") / large[HAND].median("peak"),
            "at most",
            2,
        ),
        ("time at 10,000 units, × Polars", small[OURS].each / small[HAND].each, "at most", 3),
        ("time from 100,000 to 1,000,000 units, ×", growth, "at most", 12),
    ]
    if not small[ZEN].missing:
        zen = small[ZEN].each
        asked.append(("zen-engine a unit, × ours at 1,000,000", zen / large[OURS].each, "at least", 50))
        asked.append(("zen-engine a unit, × ours at 10,000", zen / small[OURS].each, "at least", 50))
    return [
        (name, value, f"{kind} {bar}", value <= bar if kind == "at most" else value >= bar)
        for name, value, kind, bar in asked
    ]


def show(sizes: dict[int, Round]) -> str:
    """Write all tables, and the bars that could be measured."""
    lines = [line for measured in sizes.values() for line in (*table(measured), "")]
    if met := bars(sizes):
        lines += ["| asked of thidua-scoring | measured | bar | |", "|---|--:|--:|---|"]
        lines += [
            f"| {name} | {value:.3g} | {bar} | {'met' if met else 'not met'} |"
            for name, value, bar, met in met
        ]
    return "\n".join(lines)


def picture(measured: Round, units: int) -> str:
    """Draw the microseconds a unit of all systems that were there."""
    hand = measured[HAND].each
    drawn = []
    for system in SYSTEMS:
        found = measured[system.module]
        if not found.missing:
            name = system.name if found.units == units else f"{system.name} ({found.units:,} units)"
            label = f"{found.each:.3g} µs · {found.each / hand:.3g} ×"
            drawn.append(Bar(name, found.each, label, system.module == OURS))
    title = f"20 criteria, {units:,} units: time for points, total, rank and class"
    drawn.sort(key=lambda bar: bar.value)
    return draw(title, "µs a unit, logarithmic; × is to the Polars query written by hand", drawn)


def columns(asked: Namespace) -> None:
    """Measure, print, and draw what was asked for."""
    scaling = asked.scaling or asked.units == LARGE
    pythons = [sys.executable, *asked.peer_python]
    wanted = sorted({SMALL, MIDDLE, asked.units}) if scaling else [asked.units]
    sizes = {units: measure(units, asked, pythons) for units in wanted}
    if asked.json:
        print(json.dumps(as_json(sizes), indent=2))
    else:
        print(show(sizes))
    if asked.chart:
        asked.chart.write_text(picture(sizes[asked.units], asked.units), encoding="utf-8")


def as_json(sizes: dict[int, Round]) -> dict[str, Any]:
    """Give every run and every bar."""
    return {
        "work": "columns",
        "sizes": {
            str(units): {
                module: {"missing": found.missing} if found.missing else found.runs
                for module, found in measured.items()
            }
            for units, measured in sizes.items()
        },
        "bars": [
            {"name": name, "measured": value, "bar": bar, "met": met} for name, value, bar, met in bars(sizes)
        ],
    }
