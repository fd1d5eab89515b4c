"""Which units can be computed by generated code: those whose every figure is known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from thidua_scoring.criterion import FieldSpec
from thidua_scoring.evidence.evidence import Evidence
from thidua_scoring.formula import nodes
from thidua_scoring.formula.analyse import read_unasked
from thidua_scoring.formula.nodes import Field, Node
from thidua_scoring.ruleset.model import UNIT_FACTS


@lru_cache(256)
def fields_read(*parts: Node) -> tuple[Field, ...]:
    """List the figures that formulas read, each once."""
    return tuple({part.key: part for part in nodes.walk(*parts) if isinstance(part, Field)}.values())


def dirty_rows(evidence: Evidence, parts: Sequence[Node], specs: Mapping[str, FieldSpec]) -> set[int]:
    """Find the units of which some figure is missing, not confirmed, or read though it does not apply."""
    found: set[int] = set()
    unasked = read_unasked(*parts)
    for key in dict.fromkeys(_keys(parts, specs)):
        owner, _, name = key.rpartition(".")
        if not owner and name in UNIT_FACTS:
            found.update(n for n, unit in enumerate(evidence.units) if not getattr(unit, name))
            continue
        excused = frozenset[int]()
        if key not in unasked.applies:
            excused |= evidence.not_applicable.get(owner, excused)
        column = evidence.columns.get(key)
        if column is None:
            found.update(row for row in range(len(evidence.units)) if row not in excused)
            continue
        if key not in unasked.given:
            excused |= column.absent
        found |= column.unconfirmed
        found |= column.gaps - excused
    return found


def _keys(parts: Sequence[Node], specs: Mapping[str, FieldSpec]) -> Iterator[str]:
    """Yield the keys of what is read, and of all that belongs to a criterion whose points are.

    A criterion may count nothing where any figure of it is missing, read or not.
    """
    owned: dict[str, list[str]] = {}
    for key in specs:
        owned.setdefault(key.rpartition(".")[0], []).append(key)
    for part in nodes.walk(*parts):
        if isinstance(part, Field):
            yield part.key
        elif isinstance(part, nodes.Points):
            yield from owned.get(part.criterion, ())
