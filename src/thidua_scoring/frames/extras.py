"""What DuckDB, Spark and databases share: libraries of extras, and faults of a call."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction
from importlib import import_module
from typing import Any, Final

from thidua_scoring.errors import EvidenceError, Fault, FaultsError, Place, Problem

MOST_LOST: Final = 100
"""How many units that are in a small table only are named."""
_MEMORY: Final = re.compile(r"(?P<count>\d+(\.\d+)?) ?(?P<unit>[kmgt]?)i?b", re.IGNORECASE)


NO_ROWS: Final = ("[]", "không có", "none")
"""The words by which a text beside a small table says that a unit has no rows of it."""


def megabytes(memory: str) -> int:
    """Read an amount of memory such as ``2GB``. Raises `FaultsError` with ``not-a-memory``."""
    found = _MEMORY.fullmatch(memory.strip())
    if found is None:
        raise faulty("not-a-memory", got=memory)
    return int(Fraction(found["count"]) * 1024 ** "bkmgt".index(found["unit"].lower() or "b") / 1024**2)


def library(module: str, extra: str) -> Any:
    """Import a module of an extra. Raises `FaultsError` with ``needs-extra`` where it is not installed."""
    try:
        return import_module(module)
    except ImportError:
        what = module.partition(".")[0]
        raise FaultsError([Fault("needs-extra", parameters={"what": what, "extra": extra})]) from None


def faulty(code: str, **parameters: str) -> FaultsError:
    """Make an error of one fault, of the call and not of a file."""
    return FaultsError([Fault(code, parameters=parameters)])


def refuse_texts(table: str, columns: Iterable[str], texts: Iterable[tuple[object, str]]) -> None:
    """Refuse texts beside a small table, each with its unit, that do not say that there are no rows."""
    names = ", ".join(columns)
    faults = [
        Problem("table-in-one-cell", got=text, field=table, columns=names).placed(Place(file=str(unit)))
        for unit, text in texts
    ]
    if faults:
        raise EvidenceError(faults)


def refuse_lost(table: str, units: Iterable[object]) -> None:
    """Refuse rows of a small table whose unit the frame does not have; a join would lose them silently."""
    faults = [Problem("row-of-no-unit", unit=unit, table=table).placed(Place(file=table)) for unit in units]
    if faults:
        raise EvidenceError(faults)
