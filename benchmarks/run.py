"""Measure scoring against references in the same run: ``python benchmarks/run.py scalar``.

Every figure is a ratio to hand-written loops measured a moment before, since machines are
noisy. The work is N units of twenty criteria in blocs of ten: points, totals, ranks, classes.
"""

from __future__ import annotations

import argparse
import gc
import json
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from thidua_scoring import load_ruleset
from thidua_scoring.evidence.evidence import Evidence

HERE = Path(__file__).parent
PENALTIES = (Decimal("0.25"), Decimal("0.5"), Decimal("0.75"), Decimal(1))
FLOAT_PENALTIES = (0.25, 0.5, 0.75, 1.0)
CENT = Decimal("0.01")
STEPS = ((90, Decimal(5)), (70, Decimal(4)), (50, Decimal("2.5")), (25, Decimal(1)))
CLASSES = ((90, "excellent"), (70, "good"), (50, "completed"), (0, "not-completed"))
Timed = tuple[float, Any]


def data(units: int) -> dict[str, list[Any]]:
    """Draw the figures of all units, one column a figure."""
    rng = random.Random(20)
    columns: dict[str, list[Any]] = {}
    for n in range(8):
        columns[f"ratio{n}.target"] = [rng.randint(50, 500) for _ in range(units)]
        columns[f"ratio{n}.actual"] = [rng.randint(0, 600) for _ in range(units)]
    for n in range(4):
        columns[f"late{n}.days"] = [rng.choice([0, 0, 0, 1, 2, 5, 9]) for _ in range(units)]
        columns[f"done{n}.done"] = [rng.random() < 0.8 for _ in range(units)]
        columns[f"band{n}.rate"] = [Decimal(rng.randint(0, 1000)) / 1000 for _ in range(units)]
    return columns


def by_hand(columns: dict[str, list[Any]], units: int) -> list[tuple[list[Decimal], Decimal, int, str]]:
    """Score in a plain loop over decimals, as one would write it for these rules alone."""
    ratios = [(columns[f"ratio{n}.actual"], columns[f"ratio{n}.target"]) for n in range(8)]
    late = [columns[f"late{n}.days"] for n in range(4)]
    done = [columns[f"done{n}.done"] for n in range(4)]
    rates = [columns[f"band{n}.rate"] for n in range(4)]
    results: list[tuple[list[Decimal], Decimal]] = []
    for row in range(units):
        points = [
            min(Decimal(6), Decimal(actual[row]) * 6 / Decimal(target[row])).quantize(CENT, ROUND_HALF_UP)
            for actual, target in ratios
        ]
        points += [max(Decimal(0), 4 - p * days[row]) for p, days in zip(PENALTIES, late, strict=True)]
        points += [Decimal(4) if column[row] else Decimal(0) for column in done]
        for column in rates:
            percent = column[row] * 100
            points.append(next((p for low, p in STEPS if percent >= low), Decimal(0)))
        results.append((points, sum(points, Decimal(0))))
    scored = []
    for start in range(0, units, 10):
        bloc = results[start : start + 10]
        for points, total in bloc:
            rank = 1 + sum(other > total for _, other in bloc)
            scored.append((points, total, rank, next(name for low, name in CLASSES if total >= low)))
    return scored


def by_hand_in_floats(columns: dict[str, list[Any]], units: int) -> list[tuple[list[float], float, int, str]]:
    """Score in the same loop over binary floats, which is fast and is not exact."""
    ratios = [(columns[f"ratio{n}.actual"], columns[f"ratio{n}.target"]) for n in range(8)]
    late = [columns[f"late{n}.days"] for n in range(4)]
    done = [columns[f"done{n}.done"] for n in range(4)]
    rates = [columns[f"band{n}.rate"] for n in range(4)]
    results: list[tuple[list[float], float]] = []
    for row in range(units):
        points = [round(min(6.0, 6 * actual[row] / target[row]), 2) for actual, target in ratios]
        points += [max(0.0, 4 - p * days[row]) for p, days in zip(FLOAT_PENALTIES, late, strict=True)]
        points += [4.0 if column[row] else 0.0 for column in done]
        points += [step(column[row]) for column in rates]
        results.append((points, sum(points)))
    scored = []
    for start in range(0, units, 10):
        bloc = results[start : start + 10]
        totals = sorted((total for _, total in bloc), reverse=True)
        for points, total in bloc:
            rank = 1 + totals.index(total)
            scored.append((points, total, rank, class_of(total)))
    return scored


def step(rate: float) -> float:
    """Return the points of a rate."""
    if rate >= 0.9:
        return 5.0
    if rate >= 0.7:
        return 4.0
    if rate >= 0.5:
        return 2.5
    return 1.0 if rate >= 0.25 else 0.0


def class_of(total: float) -> str:
    """Return the class of a total."""
    if total >= 90:
        return "excellent"
    if total >= 70:
        return "good"
    return "completed" if total >= 50 else "not-completed"


def timed(work: Callable[[], Any]) -> Timed:
    """Run once; return seconds and the result."""
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def ours(ruleset: Any, evidence: Evidence) -> Any:
    """Score, rank and class all units."""
    board = ruleset.score(evidence)
    return board, board.ranks, board.classes


def scalar(units: int, repeat: int) -> dict[str, Any]:
    """Compare exact scoring with the hand-written loops over decimals and over floats."""
    load_seconds, ruleset = timed(lambda: load_ruleset(HERE / "rules.toml"))
    columns = data(units)
    names = [f"u{n}" for n in range(units)]
    blocs = [f"b{n // 10}" for n in range(units)]
    floats = {key: [float(v) if type(v) is Decimal else v for v in each] for key, each in columns.items()}
    seconds: dict[str, list[float]] = {"decimal loop": [], "float loop": [], "thidua-scoring": []}
    for _ in range(repeat):
        # Anew for each run, so that nothing that a run finds out about it serves the next.
        evidence = Evidence.from_columns(units=names, blocs=blocs, columns=columns, formulas=ruleset.formulas)
        works: dict[str, Callable[[], Any]] = {
            "decimal loop": partial(by_hand, columns, units),
            "float loop": partial(by_hand_in_floats, floats, units),
            "thidua-scoring": partial(ours, ruleset, evidence),
        }
        for name, work in works.items():
            gc.collect()  # none pays for what another left behind
            seconds[name].append(timed(work)[0])
    found = ours(ruleset, evidence)
    check(by_hand(columns, units), *found)
    explained = timed(lambda: str(found[0].explain("u0", "ratio0")))[0]
    best = {name: median(times) for name, times in seconds.items()}
    imports = importing()
    return {
        "work": "scalar",
        "units": units,
        "seconds": best,
        "ratios": {
            "decimal loop": best["thidua-scoring"] / best["decimal loop"],
            "float loop": best["thidua-scoring"] / best["float loop"],
            "import of the dependencies": imports["thidua_scoring"] / imports["dependencies"],
        },
        "microseconds a unit": best["thidua-scoring"] / units * 1e6,
        "explain one criterion": explained,
        "load these rules": load_seconds,
        "load tien-giang": loading(),
        "import": imports,
        "peak MiB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def check(expected: list[Any], board: Any, ranks: Any, classes: Any) -> None:
    """Refuse to print figures of results that differ."""
    for row, (points, total, rank, class_) in enumerate(expected):
        got = [board.value(("criterion", name), row).point for name in board.ruleset.formulas.criteria]
        same = got == points and board.value("total", row).point == total
        if not (same and ranks[row] == (rank, rank) and classes[row] == (class_,)):
            raise SystemExit(
                f"unit {row} differs: {got} {points} {ranks[row]} {rank} {classes[row]} {class_}"
            )


def loading() -> float:
    """Return the seconds to load the Tiền Giang ruleset, plugins and modules being there."""
    name = "tien-giang/tnmt-cap-huyen-2022"
    load_ruleset(name)
    return median(timed(lambda: load_ruleset(name))[0] for _ in range(5))


def importing() -> dict[str, float]:
    """Return the seconds to import the core dependencies, and the library, in fresh processes."""

    def fresh(statement: str) -> float:
        code = f"import time; t=time.perf_counter(); {statement}; print(time.perf_counter()-t)"
        runs = [
            subprocess.run([sys.executable, "-c", code], capture_output=True, check=True) for _ in range(7)
        ]
        return median(float(run.stdout) for run in runs)

    core = fresh("import attrs, cattrs, pluggy, tomli")
    return {"dependencies": core, "thidua_scoring": fresh("import thidua_scoring")}


def main() -> None:
    """Run one benchmark and print its figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("work", choices=["scalar", "columns", "whatif"])
    parser.add_argument("--units", type=int, help="1,000 for whatif, else 10,000")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    of_columns = parser.add_argument_group("columns")
    of_columns.add_argument("--scaling", action="store_true", help="also 10,000 and 100,000 units")
    of_columns.add_argument("--cold", action="store_true", help="time the first scoring of each process")
    of_columns.add_argument("--chart", type=Path, metavar="FILE.svg")
    of_columns.add_argument("--peer-python", action="append", default=[], metavar="PATH")
    asked = parser.parse_args()
    asked.units = asked.units or (1_000 if asked.work == "whatif" else 10_000)
    if asked.work == "columns":
        from columns import columns

        columns(asked)
        return
    if asked.work == "whatif":
        from whatif import whatif

        result = whatif(asked.units, asked.repeat)
    else:
        result = scalar(asked.units, asked.repeat)
    print(json.dumps(result, indent=2) if asked.json else "\n".join(f"{k}: {v}" for k, v in result.items()))


if __name__ == "__main__":
    main()
