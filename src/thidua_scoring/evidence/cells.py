"""Single cells of the evidence: what one says and how sure it is, taken out and put back.

Evidence is never changed: putting cells in gives other evidence, which shares every column that
stays as it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import lcm
from typing import Any, Final, TypeAlias

from attrs import evolve, frozen

from thidua_scoring.criterion import FieldSpec
from thidua_scoring.errors import Place
from thidua_scoring.evidence.columns import Column, pack
from thidua_scoring.evidence.evidence import CLAIMED, Evidence, Origin, Unit
from thidua_scoring.evidence.kinds import Known, Scalar
from thidua_scoring.evidence.statements import Status
from thidua_scoring.ruleset.model import UNIT_FACTS

Ends: TypeAlias = "tuple[Fraction | None, Fraction | None]"
Key: TypeAlias = tuple[str, int]
"""The key of a figure and the row of a unit."""
APPLIES: Final = "?"
"""The name, behind a criterion's id, of whether the criterion applies at all."""


@frozen
class Cell:
    """What one cell says: a figure and how sure it is, or that there is none.

    A percentage is its share and a date its ordinal. With ``between``, the figure is only known to
    lie there; it is then unconfirmed if it has a value, else missing.
    """

    value: Known | None = None
    status: Status = "confirmed"
    between: Ends | None = None


MISSING: Final = Cell(None, "missing")


def cell_of(evidence: Evidence, key: str, row: int) -> Cell:
    """Return what a cell says; `MISSING` for a figure of which the evidence says nothing."""
    owner, _, name = key.rpartition(".")
    if not owner and name in UNIT_FACTS:
        text = getattr(evidence.units[row], name)
        return Cell(text) if text else MISSING
    if name == CLAIMED:
        claim = evidence.claims.get(owner, {}).get(row)
        return MISSING if claim is None else Cell(claim)
    if name == APPLIES:
        return Cell(row not in evidence.not_applicable.get(owner, ()))
    column = evidence.columns.get(key)
    return MISSING if column is None else cell_in(column, row)


def cell_in(column: Column, row: int) -> Cell:
    """Return what the cell of a row says in a column."""
    value, between = _known(column, row), column.ranges.get(row)
    if row in column.absent:
        return Cell(None, "not-applicable")
    if row in column.unconfirmed:
        return Cell(value, "unconfirmed", between)
    return Cell(value, "missing", between) if value is None else Cell(value)


def _known(column: Column, row: int) -> Known | None:
    value = column.values[row]
    if isinstance(value, tuple):
        scales = [scale for _, scale in column.columns]
        return tuple(_row(cells, scales) for cells in value)
    return _scaled(value, column.scale)


def _row(cells: Sequence[Any], scales: Sequence[int]) -> tuple[Any, ...]:
    return tuple(map(_scaled, cells, scales))


def _scaled(value: Any, scale: int) -> Scalar | None:
    return Fraction(value, scale) if type(value) is int else value


def with_cells(
    evidence: Evidence, cells: Mapping[Key, Cell], specs: Mapping[str, FieldSpec], source: str = ""
) -> Evidence:
    """Return the evidence with some cells saying something else; ``source`` is where they come from.

    ``specs`` are the figures that the ruleset knows, by key.
    """
    by_key: dict[str, dict[int, Cell]] = {}
    for (key, row), cell in cells.items():
        by_key.setdefault(key, {})[row] = cell
    columns, units = dict(evidence.columns), evidence.units
    absent, claims = dict(evidence.not_applicable), dict(evidence.claims)
    for key, changed in by_key.items():
        owner, _, name = key.rpartition(".")
        if not owner and name in UNIT_FACTS:
            units = _renamed(units, name, changed)
        if name == CLAIMED:
            claims[owner] = _claimed(claims.get(owner, {}), changed)
        elif name == APPLIES:
            away = {row for row, cell in changed.items() if not cell.value}
            absent[owner] = (absent.get(owner, frozenset()) - changed.keys()) | away
        elif key in specs:
            column = columns.get(key) or pack({}, specs[key], len(units))
            columns[key] = _changed(column, changed, specs[key])
    places = [(key.removesuffix(f".{APPLIES}"), row) for key, row in cells]
    said = dict.fromkeys(places, Origin(Place(), source)) if source else {}
    return evolve(
        evidence,
        units=units,
        columns=columns,
        not_applicable=absent,
        claims=claims,
        origins={**evidence.origins, **said},
    )


def _renamed(units: Sequence[Unit], name: str, changed: Mapping[int, Cell]) -> tuple[Unit, ...]:
    said = {row: str(cell.value or "") for row, cell in changed.items()}
    return tuple(evolve(unit, **{name: said[row]}) if row in said else unit for row, unit in enumerate(units))


def _claimed(claims: Mapping[int, Fraction], changed: Mapping[int, Cell]) -> dict[int, Fraction]:
    kept = {row: value for row, value in claims.items() if row not in changed}
    return kept | {row: cell.value for row, cell in changed.items() if isinstance(cell.value, Fraction)}


def _changed(column: Column, changed: Mapping[int, Cell], spec: FieldSpec) -> Column:
    rows = changed.keys()
    unconfirmed = {row for row, cell in changed.items() if cell.status == "unconfirmed"}
    absent = {row for row, cell in changed.items() if cell.status == "not-applicable"}
    ranges = {row: ends for row, ends in column.ranges.items() if row not in rows}
    ranges |= {row: cell.between for row, cell in changed.items() if cell.between is not None}
    marks: dict[str, Any] = {
        "unconfirmed": (column.unconfirmed - rows) | unconfirmed,
        "absent": (column.absent - rows) | absent,
        "ranges": ranges,
    }
    if spec.kind == "table":
        known = {row: _known(column, row) for row in range(len(column.values))}
        known |= {row: cell.value for row, cell in changed.items()}
        return evolve(pack(known, spec, len(column.values)), **marks)
    numbers = [cell.value for cell in changed.values() if isinstance(cell.value, Fraction)]
    scale = lcm(column.scale, *(number.denominator for number in numbers))
    values = list(column.values)
    if scale != column.scale:
        by = scale // column.scale
        values = [value * by if type(value) is int else value for value in values]
    for row, cell in changed.items():
        number = cell.value
        values[row] = int(number * scale) if isinstance(number, Fraction) else number
    return Column(scale, values, columns=column.columns, **marks)
