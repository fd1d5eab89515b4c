"""Find what a name in a file means: exact first, then by what spellings share."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, TypeAlias

from attrs import define, field, frozen

from thidua_scoring.criterion import FieldSpec
from thidua_scoring.errors import Problem, nearest
from thidua_scoring.evidence.evidence import CLAIMED
from thidua_scoring.evidence.statements import Statement
from thidua_scoring.evidence.text import match_key, normalise
from thidua_scoring.ruleset.formulas import Formulas
from thidua_scoring.ruleset.model import UNIT_FACTS, Written

_CELL: Final = re.compile(r"(?P<table>.+)\[(?P<row>[1-9][0-9]{0,5})\](?:\.(?P<column>.+))?")


@frozen
class Figure:
    """A figure by its key."""

    key: str
    spec: FieldSpec


@frozen
class Pair:
    """Two figures in one cell, with a slash between."""

    first: Figure
    second: Figure


@frozen
class TableCell:
    """One cell of a small table; rows count from 1."""

    table: Figure
    row: int
    column: FieldSpec


Target: TypeAlias = "Figure | Pair | TableCell"


def match(name: str, known: Mapping[str, str] | Iterable[str]) -> str | None:
    """Find a name amongst ids, or amongst ids with their titles; None if none or several fit."""
    titles = known if isinstance(known, Mapping) else dict.fromkeys(known, "")
    if name in titles:
        return name
    key = match_key(name)
    for spelt in (titles.keys(), titles.values()):
        fitting = [id_ for id_, text in zip(titles, spelt, strict=True) if text and match_key(text) == key]
        if fitting:
            return fitting[0] if len(fitting) == 1 else None
    return None


@define
class Names:
    """The criteria and figures of a ruleset, as files may name them."""

    titles: Mapping[str, str]
    owned: Mapping[str, Mapping[str, FieldSpec]]
    """The figures of each criterion, those of the unit under the empty id."""
    _criteria: dict[str, str | None] = field(factory=dict)
    _targets: dict[tuple[str, str], Target | None] = field(factory=dict)

    @classmethod
    def of(cls, written: Written, formulas: Formulas) -> Names:
        """Gather the names of a ruleset."""
        owned: dict[str, dict[str, FieldSpec]] = {name: {} for name in ("", *written.criteria)}
        for key, spec in formulas.fields.items():
            owner, _, name = key.rpartition(".")
            owned.setdefault(owner, {})[name] = spec
        for name in UNIT_FACTS:
            owned[""].setdefault(name, FieldSpec(name, "text"))
        for figures in owned.values():
            figures.setdefault(CLAIMED, FieldSpec(CLAIMED, minimum=None))
        return cls({name: spec.head.title for name, spec in written.criteria.items()}, owned)

    def criterion(self, name: str) -> str | None:
        """Return the id of a criterion; None for an unknown one."""
        if name not in self._criteria:
            self._criteria[name] = match(name, self.titles) if name else ""
        return self._criteria[name]

    def target(self, criterion: str, name: str) -> Target | None:
        """Return what a field of a criterion names; None for an unknown one."""
        at = (criterion, name)
        if at not in self._targets:
            self._targets[at] = self._figure(*at) or self._cell(*at) or self._pair(*at)
        return self._targets[at]

    def _figure(self, criterion: str, name: str) -> Figure | None:
        figures = self.owned[criterion]
        found = match(name, {key: spec.title for key, spec in figures.items()})
        return None if found is None else Figure(f"{criterion}.{found}", figures[found])

    def _pair(self, criterion: str, name: str) -> Pair | None:
        parts = [self._figure(criterion, part.strip()) for part in name.split("/")]
        if len(parts) != 2 or parts[0] is None or parts[1] is None:
            return None
        return Pair(parts[0], parts[1])

    def _cell(self, criterion: str, name: str) -> TableCell | None:
        matched = _CELL.fullmatch(name)
        table = self._figure(criterion, matched["table"]) if matched else None
        if matched is None or table is None or table.spec.kind != "table":
            return None
        columns = {column.name: column for column in table.spec.columns}
        if matched["column"] is None:
            found = next(iter(columns)) if len(columns) == 1 else None
        else:
            found = match(matched["column"], {key: spec.title for key, spec in columns.items()})
        return None if found is None else TableCell(table, int(matched["row"]), columns[found])

    def unknown_criterion(self, name: str, count: int) -> Problem:
        """Say that no criterion has a name."""
        return Problem("not-a-criterion", got=name, count=count, nearest=nearest(name, self.titles))

    def unknown_field(self, criterion: str, name: str, count: int) -> Problem:
        """Say that a criterion, or the unit, has no such figure."""
        matched = _CELL.fullmatch(name)
        known: list[str] = list(self.owned[criterion])
        table = self._figure(criterion, matched["table"]) if matched else None
        if matched is not None and table is not None:
            columns = table.spec.columns
            known = [f"{table.spec.name}[{matched['row']}].{column.name}" for column in columns]
        close = nearest(name, known)
        if not criterion:
            return Problem("not-a-fact", got=name, count=count, nearest=close)
        return Problem("not-a-field", got=f"{criterion}.{name}", count=count, nearest=close)


def unit_ids(statements: Sequence[Statement]) -> dict[str, str]:
    """Return for every spelling of a unit the id that it stands for: the first spelling of it.

    A unit may also be called by the name that another row gives it.
    """
    ids: dict[str, str] = {}
    spelt: dict[str, str] = {}
    named: dict[str, set[str]] = {}
    called: set[str] = set()
    for statement in statements:
        unit = normalise(statement.unit)
        if unit and unit not in ids:
            ids[unit] = spelt.setdefault(match_key(unit), unit)
        if not statement.criterion and statement.field == "name" and isinstance(statement.value, str):
            named.setdefault(match_key(statement.value), set()).add(ids.get(unit, unit))
            called.add(ids.get(unit, unit))
    for unit, id_ in ids.items() if named else ():
        owners = named.get(match_key(unit), set())
        if id_ not in called and len(owners) == 1:
            ids[unit] = next(iter(owners))
    return ids
