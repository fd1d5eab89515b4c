"""Which units are looked at together: those of a bloc, of a kind, or that agree in other facts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any, TypeAlias

from thidua_scoring.errors import EvidenceError, Fault, Place
from thidua_scoring.evidence.evidence import Evidence
from thidua_scoring.numbers import write
from thidua_scoring.ruleset.decisions.ranking import Scope
from thidua_scoring.ruleset.model import UNIT_FACTS

ScopeKey: TypeAlias = tuple[str, ...]


def scope_of(evidence: Evidence, scope: Scope) -> list[ScopeKey]:
    """Return for each unit what its scope is known by; units of one scope have the same.

    Raises `EvidenceError` naming every unit of which a fact is missing or not confirmed.
    """
    faults: list[Fault] = []
    columns = [list(_facts(evidence, name, faults)) for name in scope]
    if faults:
        raise EvidenceError(faults)
    return list(zip(*columns, strict=True)) if columns else [()] * len(evidence.units)


def _facts(evidence: Evidence, name: str, faults: list[Fault]) -> Iterator[str]:
    if name in UNIT_FACTS:
        yield from (getattr(unit, name) for unit in evidence.units)
        return
    column = evidence.columns[f".{name}"]
    for row, (unit, value) in enumerate(zip(evidence.units, column.values, strict=True)):
        if value is None or row in column.unconfirmed:
            origin = evidence.origins.get((f".{name}", row))
            place = Place() if origin is None else origin.place
            faults.append(Fault("scope-unknown", place, {"unit": unit.id, "fact": name}))
        yield "" if value is None else _written(value, column.scale)


def _written(value: Any, scale: int) -> str:
    """Write what units agree in as people do."""
    if isinstance(value, bool):
        return "có" if value else "không"
    return write(Fraction(value, scale)) if isinstance(value, int) else str(value)


def members_of(keys: list[ScopeKey]) -> Mapping[ScopeKey, list[int]]:
    """Return the rows of each scope."""
    found: dict[ScopeKey, list[int]] = {}
    for row, key in enumerate(keys):
        found.setdefault(key, []).append(row)
    return found
