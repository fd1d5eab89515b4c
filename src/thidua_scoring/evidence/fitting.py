"""Whether what a cell says is what a figure may be: for evidence that other rules come to read."""

from __future__ import annotations

from fractions import Fraction

from thidua_scoring.criterion import FieldSpec
from thidua_scoring.errors import Problem, nearest
from thidua_scoring.evidence.cells import Cell
from thidua_scoring.evidence.kinds import Known, check_limits, shown


def alike(old: FieldSpec, new: FieldSpec) -> bool:
    """Say whether two figures are of one kind, and small tables of the same columns."""
    columns = [[(each.name, each.kind) for each in spec.columns] for spec in (old, new)]
    return old.kind == new.kind and columns[0] == columns[1]


def check_cell(cell: Cell, spec: FieldSpec) -> None:
    """Refuse what a figure of the same kind may not be. Raises ``Problem``."""
    if cell.status == "not-applicable" and not spec.optional:
        raise Problem("must-apply", field=spec.name)
    if cell.value is not None:
        _check_value(cell.value, spec)
    if cell.between is not None and spec.kind != "date":
        low, high = cell.between
        least, most = spec.minimum, spec.maximum
        below = high is not None and least is not None and high < least
        above = low is not None and most is not None and low > most
        if below or above:
            ends = ["…" if end is None else shown(end, spec) for end in cell.between]
            raise Problem("range-beyond-limits", field=spec.name, low=ends[0], high=ends[1])


def _check_value(value: Known, spec: FieldSpec) -> None:
    if isinstance(value, tuple):
        for row in value:
            for part, column in zip(row, spec.columns, strict=True):
                _check_value(part, column)
    elif spec.kind == "level" and spec.levels and value not in spec.levels:
        close = nearest(str(value), spec.levels)
        raise Problem(
            "no-such-level", got=value, field=spec.name, expected=", ".join(spec.levels), nearest=close
        )
    elif isinstance(value, Fraction) and spec.kind != "date":
        check_limits(value, spec)
