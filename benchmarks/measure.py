"""Measure one system in this process, as JSON: ``python benchmarks/measure.py SYSTEM UNITS``."""

from __future__ import annotations

import gc
import json
import resource
import sys
import time
from fractions import Fraction
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from work import CRITERIA, Data, Scored, exact

MIB = 2**20
WARM = 10_000
HALF_A_CENT = Fraction(1, 200)


def resident() -> float:
    """Return the MiB that this process holds now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / MIB


def forget_peak() -> None:
    """Let the peak start anew, so that building the input does not count."""
    Path("/proc/self/clear_refs").write_text("5")


def measure(system: ModuleType, units: int, *, cold: bool) -> dict[str, Any]:
    """Score once and compare a sample with fractions.

    Unless it is to be cold, some units are scored before: modules are imported, threads started and
    rules compiled by then, in every system alike.
    """
    data = Data(units)
    if not cold:
        system.score(system.prepare(Data(min(units, WARM))))
    prepared = system.prepare(data)
    gc.collect()
    loaded = resident()
    forget_peak()
    start, busy = time.perf_counter(), time.process_time()
    result = system.score(prepared)
    seconds, busy = time.perf_counter() - start, time.process_time() - busy
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / MIB
    rows = data.sample()
    return {
        "units": units,
        "seconds": seconds,
        "cpu": busy,
        "loaded": loaded,
        "peak": peak,
        "sample": compare(exact(data, rows), system.read(result, rows)),
    }


def compare(expected: Scored, found: Scored) -> dict[str, Any]:
    """Count what differs from the exact answer, for points at all and by half a cent or more."""
    cells = [
        abs(Fraction(got) - right)
        for name in CRITERIA
        for right, got in zip(expected[name], found[name], strict=True)
    ]
    totals = [abs(Fraction(b) - a) for a, b in zip(expected["total"], found["total"], strict=True)]
    unlike = {
        name: sum(a != b for a, b in zip(expected[name], found[name], strict=True))
        for name in ("rank", "class")
    }
    return {
        "units": len(totals),
        "cells": len(cells),
        "largest": float(max(cells)),
        "inexact": sum(map(bool, cells + totals)),
        "points": sum(difference >= HALF_A_CENT for difference in cells),
        "total": sum(difference >= HALF_A_CENT for difference in totals),
        **unlike,
    }


def main() -> None:
    """Measure, or name the module that is missing."""
    name, units, *more = sys.argv[1:]
    try:
        system = import_module(f"peers.{name}")
    except ImportError as missing:
        print(json.dumps({"missing": missing.name}))
    else:
        print(json.dumps(measure(system, int(units), cold="--cold" in more)))


if __name__ == "__main__":
    main()
