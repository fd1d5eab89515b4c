"""Evidence: the figures of all units, in columns, each with where it came from."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from hashlib import sha256
from typing import Any

from attrs import field, frozen

from thidua_scoring.criterion import FieldSpec
from thidua_scoring.errors import EvidenceError, Fault, Place, Problem, nearest
from thidua_scoring.evidence.columns import Column, column_of
from thidua_scoring.numbers import write
from thidua_scoring.ruleset.formulas import Formulas

__all__ = ["Column", "Evidence", "Origin", "Unit"]

CLAIMED = "claimed"


@frozen
class Unit:
    """A unit that is scored."""

    id: str
    name: str = ""
    bloc: str = ""
    kind: str = ""


@frozen
class Origin:
    """Where a figure came from, and how it was written there."""

    place: Place
    source: str = ""
    note: str = ""
    text: str = ""


@frozen(eq=False)
class Evidence:
    """What is known of every unit, by the keys of figures and by row.

    >>> Evidence((Unit("so-xay-dung"),)).rows
    {'so-xay-dung': 0}
    """

    units: tuple[Unit, ...]
    columns: Mapping[str, Column] = field(factory=dict)
    """One for every figure that the ruleset knows: ``C1.households``, ``.disciplined``."""
    not_applicable: Mapping[str, frozenset[int]] = field(factory=dict)
    """The rows to which a criterion does not apply, by its id."""
    claims: Mapping[str, Mapping[int, Fraction]] = field(factory=dict)
    """The points that units claim, by criterion and row; the criterion is empty for the total."""
    origins: Mapping[tuple[str, int], Origin] = field(factory=dict)
    """By key and row; the key is the criterion's id where it is marked as not applying."""

    @cached_property
    def rows(self) -> dict[str, int]:
        """The row of each unit, by its id."""
        return {unit.id: row for row, unit in enumerate(self.units)}

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of what is stated, whatever its order and whichever files it came from."""
        order = sorted(range(len(self.units)), key=lambda row: self.units[row].id)
        place = {row: index for index, row in enumerate(order)}
        whole = sha256()

        def add(*parts: Any) -> None:
            whole.update(json.dumps(parts, ensure_ascii=False).encode())

        def places(rows: Collection[int]) -> list[int]:
            return sorted(place[row] for row in rows)

        for row in order:
            unit = self.units[row]
            add(unit.id, unit.name, unit.bloc, unit.kind)
        for key, column in sorted(self.columns.items()):
            if not column.empty:
                add("column", key, list(column.texts(order)))
                add(places(column.unconfirmed), places(column.absent))
                for row in sorted(column.ranges, key=place.__getitem__):
                    add("between", place[row], [None if e is None else write(e) for e in column.ranges[row]])
        for criterion, absent in sorted(self.not_applicable.items()):
            if absent:
                add("not-applicable", criterion, places(absent))
        for criterion, claims in sorted(self.claims.items()):
            stated = sorted((place[row], write(value)) for row, value in claims.items())
            if stated:
                add("claims", criterion, stated)
        return "sha256:" + whole.hexdigest()

    @classmethod
    def from_columns(
        cls,
        units: Sequence[str],
        columns: Mapping[str, Sequence[Any]],
        formulas: Formulas,
        *,
        blocs: Sequence[str] | None = None,
        kinds: Sequence[str] | None = None,
        names: Sequence[str] | None = None,
        not_applicable: Mapping[str, Collection[int]] | None = None,
    ) -> Evidence:
        """Take figures that are already in memory, one for each unit, None where not known.

        Integers, decimals and fractions; a percentage as its share (98 % is 0.98) or as the text
        ``98%``; a table as rows. ``C1.claimed`` holds claims. Raises `EvidenceError`, with the row,
        from 0, in each fault's path.
        """
        taking = _Taking(formulas.fields, len(units))
        for name, given in (("units", units), ("blocs", blocs), ("kinds", kinds), ("names", names)):
            taking.same_length(name, given)
        if len(set(units)) != len(units):
            taking.repeated(units)
        found = {key: taking.column(key, values) for key, values in columns.items()}
        if taking.faults:
            raise EvidenceError(taking.faults)
        empty = [""] * len(units)
        blocs, kinds, names = blocs or empty, kinds or empty, names or units
        made = tuple(map(Unit, units, names, blocs, kinds))
        claims = {key.removesuffix(f".{CLAIMED}"): _claims(found[key]) for key in found if _is_claim(key)}
        absent = {name: frozenset(rows) for name, rows in (not_applicable or {}).items()}
        return cls(made, with_facts(found, formulas.fields, made), absent, claims)


def with_facts(
    columns: Mapping[str, Column], specs: Mapping[str, FieldSpec], units: tuple[Unit, ...]
) -> dict[str, Column]:
    """Return a column for every figure that is known of, those of the units' own facts among them."""
    own = {
        ".name": lambda: [unit.name or None for unit in units],
        ".bloc": lambda: [unit.bloc or None for unit in units],
        ".kind": lambda: [unit.kind or None for unit in units],
    }
    found: dict[str, Column] = {}
    for key, spec in specs.items():
        if key in own:
            found[key] = Column(1, list(own[key]()))
        elif key in columns:
            found[key] = columns[key]
        else:
            inner = tuple((column.name, 1) for column in spec.columns) if spec.kind == "table" else ()
            found[key] = Column(1, [None] * len(units), columns=inner)
    return found


def _is_claim(key: str) -> bool:
    return key.rpartition(".")[2] == CLAIMED


def _claims(column: Column) -> dict[int, Fraction]:
    return {row: Fraction(v, column.scale) for row, v in enumerate(column.values) if v is not None}


@frozen
class _Taking:
    """Take columns in, gathering what is wrong with them."""

    specs: Mapping[str, FieldSpec]
    count: int
    faults: list[Fault] = field(factory=list)

    def fault(self, problem: Problem, *path: str | int) -> None:
        self.faults.append(problem.placed(Place(path=path)))

    def same_length(self, name: str, given: Sequence[Any] | None) -> bool:
        if given is None or len(given) == self.count:
            return True
        self.fault(Problem("column-length", column=name, got=len(given), expected=self.count), name)
        return False

    def repeated(self, units: Sequence[str]) -> None:
        seen: set[str] = set()
        for row, unit in enumerate(units):
            if unit in seen:
                self.fault(Problem("unit-twice", unit=unit), "units", row)
            seen.add(unit)

    def column(self, key: str, values: Sequence[Any]) -> Column:
        """Take one column; an empty one stands for what is refused."""
        spec = self.specs.get(key)
        if spec is None and _is_claim(key):
            spec = FieldSpec(CLAIMED, minimum=None)
        if spec is None:
            close = nearest(key, self.specs)
            self.fault(Problem("not-a-field", got=key, count=1, nearest=close), "columns", key)
        elif self.same_length(key, values):
            try:
                return column_of(values, spec)
            except Problem as problem:
                self.fault(problem, "columns", key, *problem.at)
        return Column(1, [])
