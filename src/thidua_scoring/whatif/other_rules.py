"""Evidence read by other rules than those it was gathered for: by the keys of its figures."""

from __future__ import annotations

from attrs import evolve, frozen

from thidua_scoring.criterion import FieldSpec
from thidua_scoring.errors import Problem
from thidua_scoring.evidence.cells import cell_in
from thidua_scoring.evidence.columns import Column
from thidua_scoring.evidence.evidence import Evidence, with_facts
from thidua_scoring.evidence.fitting import alike, check_cell
from thidua_scoring.ruleset.ruleset import Ruleset
from thidua_scoring.scoring.rules import rules_of


@frozen(eq=False)
class Read:
    """Evidence as other rules read it."""

    evidence: Evidence
    unknown: tuple[str, ...]
    """The figures that those rules ask for and the evidence cannot say, by key."""


def read_by(of: Ruleset, evidence: Evidence, by: Ruleset) -> Read:
    """Read evidence that was gathered for one ruleset by another.

    A figure counts where both know it as of the same kind; one that the other's limits refuse, or
    whose level it does not know, is missing. A criterion does not apply where it did not; claims
    stay for criteria whose rules are the same.
    """
    old, new = of.formulas.fields, by.formulas.fields
    shared = {key for key, spec in new.items() if key in old and alike(old[key], spec)}
    shared &= evidence.columns.keys()
    columns = {key: _taken(evidence.columns[key], new[key]) for key in shared}
    before, after = rules_of(of)["rules"], rules_of(by)["rules"]
    same = {name for name in after if name in before and before[name] == after[name]}
    read = Evidence(
        evidence.units,
        with_facts(columns, new, evidence.units),
        {name: rows for name, rows in evidence.not_applicable.items() if name in after},
        {name: claims for name, claims in evidence.claims.items() if name in same},
        {(key, row): origin for (key, row), origin in evidence.origins.items() if key in shared},
    )
    facts = {".name", ".bloc", ".kind"}
    return Read(read, tuple(key for key in new if key not in shared | facts))


def _taken(column: Column, spec: FieldSpec) -> Column:
    """Return a column without what its new limits refuse, which is then missing."""
    stated = {row for row, value in enumerate(column.values) if value is not None}
    refused = {row for row in stated | column.absent | column.ranges.keys() if _refused(column, row, spec)}
    if not refused:
        return column
    values = [None if row in refused else value for row, value in enumerate(column.values)]
    return evolve(
        column,
        values=values,
        unconfirmed=column.unconfirmed - refused,
        absent=column.absent - refused,
        ranges={row: ends for row, ends in column.ranges.items() if row not in refused},
    )


def _refused(column: Column, row: int, spec: FieldSpec) -> bool:
    try:
        check_cell(cell_in(column, row), spec)
    except Problem:
        return True
    return False
