"""Points as formulas of a form, so that whoever fills it in sees what the rules give.

What they show is for the eye alone and is never read back. Where a rule needs what a form does not hold
(other units of the bloc, a calendar, code of a plugin) there is no formula.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, TypeAlias

from attrs import frozen

from thidua_scoring.criterion import FieldSpec
from thidua_scoring.evidence.workbook_cells import letters, position
from thidua_scoring.forms.plan import Input, TableColumn
from thidua_scoring.forms.spreadsheet import (
    AWAY,
    NO_ROWS,
    Cells,
    Filled,
    Formulas,
    NoFormula,
    filled_rows,
    joined,
    quoted,
)
from thidua_scoring.formula import nodes
from thidua_scoring.formula.nodes import Condition, Field, Node, Number

_LONGEST: Final = 8000
"""A formula has at most 8,192 characters."""
_DEEPEST: Final = 60
"""Functions stand in each other at most 64 deep."""
_CHOICES: Final = 2
"""How many choices in each other are followed, besides those by what applies."""

Path: TypeAlias = "tuple[tuple[Condition, bool], ...]"
"""Choices, and which way they went."""


def cells_of(
    inputs: Iterable[Input], columns: Iterable[TableColumn], fields: Mapping[str, FieldSpec]
) -> Cells:
    """Return where all that a rule may read stands, as the main sheet of a form names it."""
    figures: dict[str, Filled] = {}
    away: dict[str, str] = {}
    for each in inputs:
        key = f"{each.criterion}.{each.field}"
        if not each.field:
            away[each.criterion] = each.status
        elif key in fields:
            figures[key] = Filled(each.value, each.kind, fields[key].levels, each.status)
    tables: dict[str, dict[str, Filled]] = {}
    for column in columns:
        key = f"{column.criterion}.{column.field}"
        levels = next(spec.levels for spec in fields[key].columns if spec.name == column.column)
        row, at = position(column.first)
        area = f"'{column.sheet}'!{letters(at)}{row}:{letters(at)}{row + column.rows - 1}"
        tables.setdefault(key, {})[column.column] = Filled(area, column.kind, levels)
    return Cells(figures, away, tables)


def points_formula(criterion: str, of: Number, applies: Condition, cells: Cells) -> str | None:
    """Write the points of a criterion; None where the rule cannot be written.

    The cell stays blank until all figures that are read are there, and where the criterion does not apply.
    """
    inner = of.of if isinstance(of, nodes.Points) else of
    write = Formulas(cells)
    try:
        text = write.number(inner)
        ready = list(_Ready(write).of(criterion, inner, applies))
        if not isinstance(applies, nodes.Truth):
            ready.insert(0, write.test(applies))
    except NoFormula:
        return None
    shown = f'IF({joined("AND", ready)},{text},"")' if ready else text
    return _whole(f'IFERROR({shown},"")')


def sum_formula(of: Number, cells: Cells) -> str | None:
    """Write the points of a block, or the total, from the points that are there so far.

    None where that cannot be written.
    """
    try:
        return _whole(f'IFERROR({Formulas(cells, so_far=True).number(of)},"")')
    except NoFormula:
        return None


def _whole(text: str) -> str | None:
    depth = deepest = 0
    for letter in text:
        depth += (letter == "(") - (letter == ")")
        deepest = max(deepest, depth)
    return text if len(text) < _LONGEST and deepest <= _DEEPEST else None


@frozen
class _Ready:
    """The conditions under which all that a formula reads has been filled in."""

    write: Formulas

    def of(self, criterion: str, *formulas: Node) -> Iterator[str]:
        """Yield the conditions under which all that formulas of a criterion read has been filled in."""
        numbers: list[str] = []
        for part, path in _paths(formulas).items():
            where = self.write.filled(part)
            status = self.write.cells.away.get(part.criterion or "")
            if not path and where.is_number and (status is None or part.criterion == criterion):
                numbers.append(where.at)
                continue
            there = self._is_there(part.key, where)
            if status is not None and part.criterion != criterion:
                there = f"OR({status}={quoted(AWAY)},{there})"
            yield self._where_taken(path, there)
        yield from self._asked(formulas)
        if numbers:
            yield f"COUNT({','.join(numbers)})={len(numbers)}"

    def _asked(self, formulas: Iterable[Node]) -> Iterator[str]:
        """Yield that each figure of which it is asked whether it applies is there, or does not apply."""
        for of in dict.fromkeys(part.of for part in nodes.walk(*formulas) if isinstance(part, nodes.Given)):
            yield joined("OR", [self.write.is_away(of), self._is_there(of.key, self.write.filled(of))])

    def _where_taken(self, path: Path, there: str) -> str:
        """Ask for a figure only where choices lead to it; a choice behind another may have no value."""
        for test, holds in reversed(path):
            taken = (there, "TRUE") if holds else ("TRUE", there)
            there = f"IF({self.write.test(test)},{','.join(taken)})"
        return there

    def _is_there(self, key: str, where: Filled) -> str:
        if where.kind == "table":
            return f"OR({where.at}={quoted(NO_ROWS)},{self._has_rows(self.write.cells.columns.get(key, {}))})"
        if where.is_number:
            return f"ISNUMBER({where.at})"
        if where.words:
            return joined("OR", [f"{where.at}={quoted(word)}" for word in where.words])
        return f'AND({where.at}<>"",{where.at}<>{quoted(AWAY)})'

    def _has_rows(self, columns: Mapping[str, Filled]) -> str:
        """Write that a table has rows, and in each of them all that a column asks for."""
        if not columns:
            raise NoFormula
        rows = f"SUMPRODUCT({filled_rows(columns)}*1)"
        counts = []
        for column in columns.values():
            if column.is_number:
                counts.append(f"COUNT({column.at})")
            elif column.words:
                words = "+".join(f"({column.at}={quoted(word)})" for word in column.words)
                counts.append(f"SUMPRODUCT(({words})*1)")
            else:
                counts.append(f"COUNTA({column.at})")
        return joined("AND", [f"{rows}>0", *(f"{count}={rows}" for count in counts)])


def _paths(formulas: Iterable[Node]) -> dict[Field, Path]:
    """Return the figures that are read, each with the choices that all its places share."""
    found: dict[Field, Path] = {}
    for of in formulas:
        for part, path in _places(of, ()):
            shared = [one for one, two in zip(found.get(part, path), path, strict=False) if one == two]
            found[part] = tuple(shared)
    return found


def _places(of: Node, path: Path) -> Iterator[tuple[Field, Path]]:
    """Yield each figure of a formula with the outermost choices by which it is read."""
    if isinstance(of, Field):
        yield of, path
    elif isinstance(of, nodes.All):
        # What stands beside the question whether a figure applies is read only where it does.
        given = tuple((part, True) for part in of.parts if isinstance(part, nodes.Given))
        for each in of.parts:
            yield from _places(each, (*path, *given))
    elif isinstance(of, nodes.If) and (_asks(of.test) or len(path) < _CHOICES):
        yield from _places(of.test, path)
        yield from _places(of.then, (*path, (of.test, True)))
        yield from _places(of.other, (*path, (of.test, False)))
    elif not isinstance(of, nodes.Given):
        for part in nodes.children(of):
            yield from _places(part, path)


def _asks(test: Condition) -> bool:
    """Say whether a choice is by whether figures, or criteria, apply."""
    return any(isinstance(part, nodes.Given | nodes.Applies) for part in nodes.walk(test))
