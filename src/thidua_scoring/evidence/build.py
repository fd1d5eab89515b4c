"""Make evidence of statements: every name known, every figure read, every fault listed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Final

from attrs import define, field

from thidua_scoring.criterion import FieldSpec
from thidua_scoring.errors import EvidenceError, Fault, Place, Problem
from thidua_scoring.evidence.columns import Column, pack
from thidua_scoring.evidence.entries import Entry, TableParts, check_same, entry_of, pair_of, zero_of
from thidua_scoring.evidence.evidence import CLAIMED, Evidence, Origin, Unit, with_facts
from thidua_scoring.evidence.kinds import Known, as_text
from thidua_scoring.evidence.names import Figure, Names, Pair, TableCell, unit_ids
from thidua_scoring.evidence.statements import (
    EVERY,
    Statement,
    Statements,
    Status,
    is_blank,
    read_status,
    says_not_applicable,
)
from thidua_scoring.evidence.text import Locale, match_key, normalise
from thidua_scoring.ruleset.formulas import Formulas
from thidua_scoring.ruleset.model import UNIT_FACTS, Written

_NOTHING: Final = frozenset({"0", match_key("không"), "no", "false"})


def build_evidence(
    statements: Statements, written: Written, formulas: Formulas, locale: Locale | None = None
) -> Evidence:
    """Read statements by the figures of a ruleset; ``locale`` goes before what the file declares.

    Raises `EvidenceError` with every fault found.
    """
    names = Names.of(written, formulas)
    builder = _Builder(formulas, names, locale or statements.locale, unit_ids(statements.items))
    for statement in statements.items:
        builder.take(statement)
    return builder.evidence()


@define
class _Builder:
    """Take statements in, one after another."""

    formulas: Formulas
    names: Names
    locale: Locale | None
    ids: dict[str, str]
    faults: list[Fault] = field(factory=list)
    _rows: dict[str, int] = field(factory=dict)
    _cells: dict[str, dict[int, Entry]] = field(factory=dict)
    _parts: dict[tuple[str, int], TableParts] = field(factory=dict)
    _stars: list[tuple[int, str, Statement]] = field(factory=list)
    _stated: set[tuple[str, int]] = field(factory=set)
    """Figures that a file names for a unit, whether or not it gives them."""
    _absent: dict[str, dict[int, Statement]] = field(factory=dict)
    _strange: dict[tuple[str, str], list[Place]] = field(factory=dict)
    """Criteria and fields that are unknown, and where they stand."""

    def take(self, statement: Statement) -> None:
        """Take one statement in; what is wrong with it becomes a fault."""
        self._guarded(statement, lambda: self._take(statement))

    def _guarded(self, statement: Statement, do: Callable[[], None]) -> None:
        try:
            do()
        except Problem as problem:
            self.faults.append(statement.placed(problem))

    def _status(self, statement: Statement) -> Status:
        """Read a status; after a fault go on as if there were none."""
        try:
            return read_status(statement.status)
        except Problem as problem:
            self.faults.append(statement.placed(problem))
            return "confirmed"

    def _take(self, statement: Statement) -> None:
        unit = self.ids.get(normalise(statement.unit))
        if unit is None:
            raise Problem("no-unit")
        row = self._rows.setdefault(unit, len(self._rows))
        criterion, name = normalise(statement.criterion), normalise(statement.field)
        if not criterion and name in self.names.titles and name not in self.names.owned[""]:
            criterion, name = name, ""  # a column headed by a criterion alone
        owner = self.names.criterion(criterion)
        if owner is None:
            self._strange.setdefault((criterion, ""), []).append(statement.place)
        elif not name:
            self._whole(statement, row, owner)
        elif name == EVERY and owner:
            self._stars.append((row, owner, statement))
        else:
            self._named(statement, row, owner, name)

    def _named(self, statement: Statement, row: int, owner: str, name: str) -> None:
        target = self.names.target(owner, name)
        if target is None:
            self._strange.setdefault((owner, name), []).append(statement.place)
            return
        figures = [target] if isinstance(target, Figure) else []
        if isinstance(target, Pair):
            figures = [target.first, target.second]
        self._stated.update((figure.key, row) for figure in figures)
        if isinstance(target, TableCell):
            self._stated.add((target.table.key, row))
        status = self._status(statement)
        if isinstance(target, Figure):
            self._put(row, target.key, target.spec, entry_of(statement, target.spec, self.locale, status))
        elif isinstance(target, Pair):
            for figure, one in pair_of(statement, target, self.locale):
                self._put(row, figure.key, figure.spec, entry_of(one, figure.spec, self.locale, status))
        else:
            self._put_cell(statement, row, target, status)

    def _put(self, row: int, key: str, spec: FieldSpec, entry: Entry | None) -> None:
        if entry is not None:
            first = self._cells.setdefault(key, {}).setdefault(row, entry)
            check_same(first, entry, spec, key)

    def _put_cell(self, statement: Statement, row: int, target: TableCell, status: Status) -> None:
        table = target.table
        parts = self._parts.setdefault((table.key, row), TableParts(table.spec))
        parts.put(statement, target, self.locale, status)

    def _whole(self, statement: Statement, row: int, owner: str) -> None:
        """Take what is said of a criterion as a whole: nothing, or that it does not apply."""
        word = says_not_applicable(statement.value)
        status = self._status(statement)
        if not is_blank(statement.value) and not word:
            raise Problem("no-field", got=as_text(statement.value))
        if word or status == "not-applicable":
            if not owner:
                raise Problem("no-criterion")
            self._absent.setdefault(owner, {}).setdefault(row, statement)

    # ── finishing ───────────────────────────────────────────────────────────────────

    def evidence(self) -> Evidence:
        """Return what was taken in; raises `EvidenceError` with every fault."""
        self._join_tables()
        for row, owner, statement in self._stars:
            self._guarded(statement, lambda: self._fill(row, owner, statement))  # noqa: B023
        self.faults += self._strange_faults()
        if self.faults:
            raise EvidenceError(sorted(self.faults, key=lambda fault: fault.place.line or 0))
        units = tuple(self._units())
        columns = {
            key: self._column(self._cells.get(key, {}), spec) for key, spec in self.formulas.fields.items()
        }
        absent = {owner: frozenset(rows) for owner, rows in self._absent.items()}
        facts = with_facts(columns, self.formulas.fields, units)
        return Evidence(units, facts, absent, self._claims(), self._origins())

    def _join_tables(self) -> None:
        for (key, row), parts in self._parts.items():
            entry, faults = parts.joined()
            self.faults += faults
            if entry is not None:
                self._guarded(entry.statement, lambda: self._put(row, key, parts.spec, entry))  # noqa: B023

    def _fill(self, row: int, owner: str, statement: Statement) -> None:
        """Put nothing in the place of all figures of a criterion that the file does not name."""
        status = self._status(statement)
        if not _is_nothing(statement) or status not in ("confirmed", "unconfirmed"):
            raise Problem("star-not-zero", got=as_text(statement.value) or statement.status)
        for name, spec in self.names.owned[owner].items():
            key = f"{owner}.{name}"
            if name != CLAIMED and (key, row) not in self._stated:
                self._guarded(
                    statement,
                    lambda: self._put(row, key, spec, zero_of(statement, spec, status)),  # noqa: B023
                )

    def _strange_faults(self) -> Iterator[Fault]:
        """Report each unknown name once, where it first stands."""
        for (criterion, name), places in self._strange.items():
            if name:
                problem = self.names.unknown_field(criterion, name, len(places))
            else:
                problem = self.names.unknown_criterion(criterion, len(places))
            yield problem.placed(places[0])

    def _units(self) -> Iterator[Unit]:
        for unit, row in self._rows.items():
            own = {name: self._cells.get(f".{name}", {}).get(row) for name in UNIT_FACTS}
            facts = {
                name: str(entry.value) if entry is not None and entry.value is not None else ""
                for name, entry in own.items()
            }
            yield Unit(unit, facts["name"] or unit, facts["bloc"], facts["kind"])

    def _column(self, entries: dict[int, Entry], spec: FieldSpec) -> Column:
        known: dict[int, Known | None] = {row: entry.value for row, entry in entries.items()}
        unconfirmed = frozenset(row for row, entry in entries.items() if entry.status == "unconfirmed")
        absent = frozenset(row for row, entry in entries.items() if entry.status == "not-applicable")
        return pack(known, spec, len(self._rows), unconfirmed, absent)

    def _claims(self) -> dict[str, dict[int, Fraction]]:
        found: dict[str, dict[int, Fraction]] = {}
        for key, entries in self._cells.items():
            owner, _, name = key.rpartition(".")
            if name == CLAIMED:
                found[owner] = {r: e.value for r, e in entries.items() if isinstance(e.value, Fraction)}
        return found

    def _origins(self) -> dict[tuple[str, int], Origin]:
        found = {
            (key, row): entry.origin()
            for key, entries in self._cells.items()
            for row, entry in entries.items()
        }
        for (key, row), parts in self._parts.items():
            for (number, column), entry in parts.cells.items():
                found[f"{key}[{number}].{column}", row] = entry.origin()
        for owner, rows in self._absent.items():
            for row, said in rows.items():
                found[owner, row] = Entry(None, "not-applicable", said).origin()
        return found


def _is_nothing(statement: Statement) -> bool:
    """Say whether what is stated is that there is none of it."""
    value = statement.value
    if isinstance(value, str):
        return match_key(value) in _NOTHING
    return value is not None and value in (0, False)
