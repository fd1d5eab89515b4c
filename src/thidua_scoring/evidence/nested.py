"""Evidence in JSON and TOML: units, and below each its facts and criteria."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

from attrs import define, evolve, field

from thidua_scoring.errors import EvidenceError, Fault, Place, Problem, RulesetError, Step, nearest
from thidua_scoring.evidence.statements import StatedValue, Statement, Statements, read_locale
from thidua_scoring.evidence.text import Locale
from thidua_scoring.numbers import exact
from thidua_scoring.ruleset.toml import read_toml

_TOP: Final = ("locale", "units")
_ABOUT: Final = frozenset({"source", "status", "note"})
_MOST_DIGITS: Final = 100
EMPTY_TABLE: Final = "[]"
"""The text of a small table without rows."""


def figure(value: int | Decimal) -> Fraction:
    """Return an exact number; one with a monstrous exponent is no figure of a unit."""
    if isinstance(value, Decimal) and value.is_finite():
        exponent = value.as_tuple().exponent
        if not isinstance(exponent, int) or abs(exponent) > _MOST_DIGITS:
            raise Problem("not-a-figure", got=str(value))
    return exact(value)


def read_toml_evidence(path: Path) -> Statements:
    """Read evidence in TOML."""
    try:
        document = read_toml(path)
    except RulesetError as error:
        raise EvidenceError(error.faults) from None
    return _Tree(str(path), document.place).read(document.data)


def read_json(path: Path) -> Statements:
    """Read evidence in JSON."""
    file = str(path)
    try:
        data = json.loads(
            path.read_bytes().decode("utf-8-sig"),
            parse_float=Decimal,
            parse_constant=_no_number,
            object_pairs_hook=_once,
        )
    except UnicodeDecodeError as error:
        raise _refused(Problem("not-utf8", byte=f"0x{error.object[error.start]:02X}"), file) from None
    except json.JSONDecodeError as error:
        problem = Problem("json-syntax", reason=error.msg)
        raise EvidenceError(
            [problem.placed(Place(file=file, line=error.lineno, column=error.colno))]
        ) from None
    except Problem as problem:
        raise _refused(problem, file) from None
    except (ValueError, ArithmeticError, RecursionError) as error:
        raise _refused(Problem("json-syntax", reason=type(error).__name__), file) from None
    return _Tree(file, lambda steps: Place(file=file, path=tuple(steps))).read(data)


def read_tables(data: Any, file: str, place: Callable[[Sequence[Step]], Place]) -> Statements:
    """Read evidence from tables that are already parsed; ``place`` finds a path in their file."""
    return _Tree(file, place).read(data)


def _refused(problem: Problem, file: str) -> EvidenceError:
    return EvidenceError([problem.placed(Place(file=file))])


def _no_number(text: str) -> Any:
    raise Problem("not-finite", got=text)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise Problem("json-duplicate", key=key)
        found[key] = value
    return found


@define
class _Tree:
    """Walk through the tables of a file, making statements and gathering faults."""

    file: str
    place: Callable[[Sequence[Step]], Place]
    items: list[Statement] = field(factory=list)
    faults: list[Fault] = field(factory=list)

    def read(self, data: Any) -> Statements:
        table = self._table(data, ())
        for key in table:
            if key not in _TOP:
                self._fault(Problem("unknown-part", got=key, nearest=nearest(key, _TOP)), (key,))
        locale = self._locale(table.get("locale"))
        for unit, content in self._table(table.get("units", {}), ("units",)).items():
            self._unit(unit, content)
        if self.faults:
            raise EvidenceError(self.faults)
        return Statements(tuple(self.items), locale, self.file)

    def _fault(self, problem: Problem, path: tuple[Step, ...]) -> None:
        self.faults.append(problem.placed(self.place(path)))

    def _table(self, data: Any, path: tuple[Step, ...]) -> dict[str, Any]:
        if isinstance(data, dict):
            return data
        self._fault(Problem("no-table-here", got=_shown(data)), path)
        return {}

    def _locale(self, raw: Any) -> Locale | None:
        if raw is None:
            return None
        try:
            return read_locale(raw if isinstance(raw, str) else _shown(raw))
        except Problem as problem:
            self._fault(problem, ("locale",))
            return None

    def _unit(self, unit: str, content: Any) -> None:
        path: tuple[Step, ...] = ("units", unit)
        self.items.append(Statement(unit, "", "", None, self.place(path)))
        for name, value in self._table(content, path).items():
            if name == "criteria":
                for criterion, fields in self._table(value, (*path, name)).items():
                    self._criterion(unit, criterion, fields)
            else:
                self._field(Statement(unit, "", name, None, self.place((*path, name))), value, (*path, name))

    def _criterion(self, unit: str, criterion: str, content: Any) -> None:
        path: tuple[Step, ...] = ("units", unit, "criteria", criterion)
        whole = Statement(unit, criterion, "", None, self.place(path))
        if not isinstance(content, dict) or ("status" in content and content.keys() <= _ABOUT):
            self._field(whole, content, path)
            return
        for name, value in content.items():
            at = (*path, name)
            self._field(evolve(whole, field=name, place=self.place(at)), value, at)

    def _field(self, base: Statement, value: Any, path: tuple[Step, ...]) -> None:
        """State one field: a value, a table that says more about a value, or rows."""
        if isinstance(value, dict):
            if not value.keys() <= {*_ABOUT, "value"} or not value:
                self._fault(Problem("not-a-value", got=_shown(value)), path)
                return
            for key in _ABOUT & value.keys():
                if not isinstance(value[key], str):
                    self._fault(Problem("needs-text", got=_shown(value[key])), (*path, key))
                    return
            base = evolve(base, **{key: value[key] for key in _ABOUT & value.keys()})
            value = value.get("value")
            path = (*path, "value")
        if isinstance(value, list):
            self._rows(base, value, path)
        else:
            self._state(base, value, path)

    def _rows(self, base: Statement, rows: list[Any], path: tuple[Step, ...]) -> None:
        if not rows:
            self.items.append(evolve(base, value=EMPTY_TABLE))
        for number, row in enumerate(rows):
            at = (*path, number)
            start = evolve(base, field=f"{base.field}[{number + 1}]", place=self.place(at))
            if not isinstance(row, dict):
                self._state(start, row, at)
                continue
            if not row:
                self._fault(Problem("not-a-value", got=_shown(row)), at)
            for name, value in row.items():
                cell = evolve(start, field=f"{start.field}.{name}", place=self.place((*at, name)))
                self._state(cell, value, (*at, name))

    def _state(self, base: Statement, value: Any, path: tuple[Step, ...]) -> None:
        try:
            self.items.append(evolve(base, value=_stated(value)))
        except Problem as problem:
            self._fault(problem, path)


def _stated(value: Any) -> StatedValue:
    if value is None or isinstance(value, str | bool):
        return value
    if isinstance(value, int | Decimal):
        return figure(value)
    if isinstance(value, datetime):
        return value.date() if value.time() == time() else value.isoformat()
    if isinstance(value, date):
        return value
    raise Problem("not-a-value", got=_shown(value))


def _shown(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 60 else f"{text[:59]}…"
