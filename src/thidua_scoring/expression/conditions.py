"""Conditions: a yes-no figure, a comparison, or several joined.

| written | true when |
|---|---|
| ``"issued"`` | the yes-no figure is yes |
| ``{ field = "sent", up_to = 2022-01-31 }`` | the figure is that day or before |
| ``{ measure = { ratio = ["a", "b"] }, above = "98%" }`` | the measure is over 98 % |
| ``{ fact = "disciplined", is = false }`` | the fact of the unit is no |
| ``{ field = "severity", in = ["canh-cao", "cach-chuc"] }`` | the level is one of these |
| ``{ given = "target" }`` | the figure applies to the unit |
| ``{ applies = "C1" }`` | the criterion applies to the unit |
| ``{ every = "criteria", from = "50%" }`` | every criterion comes to half of its points or more |
| ``{ every = "group.1", above = 0 }`` | so does every criterion of the group, those of its parts included |
| ``{ all = […] }``, ``{ any = […] }``, ``{ not = … }`` | as the word says |
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from attrs import evolve

from thidua_scoring.errors import Problem, Problems, nearest
from thidua_scoring.expression import measures, tables
from thidua_scoring.expression.tables import Table
from thidua_scoring.formula.nodes import (
    All,
    Any_,
    Applies,
    Column,
    Compare,
    Condition,
    Every,
    Field,
    Given,
    IsLevel,
    Node,
    Not,
    Number,
    Relation,
    Truth,
)

_RELATIONS: Final[dict[str, Relation]] = {"from": ">=", "above": ">", "below": "<", "up_to": "<="}
_HEADS: Final = ("field", "measure", "fact", "given", "applies", "every", "all", "any", "not")
_ALL_CRITERIA: Final = "criteria"
GROUP: Final = "group."
"""What stands before the id of a block where its points are asked for."""


def condition(raw: object, *, row: bool = False) -> Condition:
    """Read a condition; inside a table's ``where``, plain names are columns of the row.

    Raises ``Problem`` or ``Problems`` with the paths of all that is wrong.
    """
    if isinstance(raw, bool):
        return Truth(raw)
    if isinstance(raw, str):
        return measures.reference(raw, row=row, kind="yes-no")
    if not isinstance(raw, dict):
        raise Problem("not-a-condition", got=tables.shown(raw))
    table = Table(raw)
    heads = [head for head in _HEADS if table.has(head)]
    if len(heads) != 1:
        raise Problem("condition-heads", expected=", ".join(_HEADS), got=", ".join(heads) or "—")
    found: Condition = _READERS[heads[0]](table, row)
    table.close()
    return found


def _inner(row: bool) -> Callable[[object], Condition]:
    return lambda raw: condition(raw, row=row)


def _given(table: Table, row: bool) -> Condition:
    field = table.read("given", lambda raw: measures.reference(raw, row=False, kind="number"), None)
    return Given(field) if isinstance(field, Field) else Truth(True)


def _applies(table: Table, row: bool) -> Condition:
    return Applies(table.read("applies", tables.text, ""))


def _every(table: Table, row: bool) -> Condition:
    """Read what every criterion must come to; all comparisons that are given must hold."""
    name = table.read("every", tables.text, _ALL_CRITERIA)
    if name != _ALL_CRITERIA and not name.startswith(GROUP):
        table.refuse("not-every", "every", got=name, nearest=nearest(name, [_ALL_CRITERIA]))
    group = "" if name == _ALL_CRITERIA else name.removeprefix(GROUP)
    parts: list[Condition] = []
    for key, relation in _RELATIONS.items():
        limit = table.read(key, tables.number, None)
        if limit is not None:
            parts.append(Every(group, relation, limit, isinstance(table.raw[key], str)))
    if not parts and not table.problems:
        table.refuse("comparison-missing", expected=", ".join(_RELATIONS))
    return parts[0] if len(parts) == 1 else All(tuple(parts))


def _all(table: Table, row: bool) -> Condition:
    return All(table.read("all", tables.list_of(_inner(row), least=1), ()))


def _any(table: Table, row: bool) -> Condition:
    return Any_(table.read("any", tables.list_of(_inner(row), least=1), ()))


def _not(table: Table, row: bool) -> Condition:
    return Not(table.read("not", _inner(row), Truth(False)))


def _fact(table: Table, row: bool) -> Condition:
    name = table.read("fact", tables.name, "fact")
    return _tested(table, Field(name, criterion=""), row)


def _field(table: Table, row: bool) -> Condition:
    return _tested(table, table.read("field", lambda raw: measures.reference(raw, row=row), Field("?")), row)


def _measure(table: Table, row: bool) -> Condition:
    return _tested(table, table.read("measure", lambda raw: measures.measure(raw, row=row), Field("?")), row)


def _tested(table: Table, left: Node, row: bool) -> Condition:
    """Read the comparisons; all that are given must hold."""
    parts: list[Condition] = []
    for key, relation in _RELATIONS.items():
        right = table.read(key, lambda raw: measures.measure(raw, row=row), None)
        if right is not None:
            parts.append(compared(left, relation, right))
    for key, wanted in (("is", True), ("is_not", False)):
        if table.has(key):
            try:
                parts.append(_equal(left, table.raw[key], wanted))
            except (Problem, Problems) as error:
                table.problems += tables.below(error, key)
    levels = table.read("in", tables.list_of(tables.text, least=1), ())
    if levels:
        parts.append(_level(left, levels))
    if not parts and not table.problems:
        if isinstance(left, Field | Column):
            return evolve(left, kind="yes-no")
        table.refuse("comparison-missing", expected="from, above, below, up_to, is, is_not, in")
    return parts[0] if len(parts) == 1 else All(tuple(parts))


def _equal(left: Node, raw: object, wanted: bool) -> Condition:
    found: Condition
    if isinstance(raw, bool):
        if not isinstance(left, Field | Column):
            raise Problem("not-a-yes-no", got=tables.shown(raw))
        flag = evolve(left, kind="yes-no")
        return flag if raw is wanted else Not(flag)
    if isinstance(raw, str) and not raw.rstrip().endswith("%"):
        found = _level(left, (tables.text(raw),))
    else:
        found = compared(left, "==", measures.measure(raw))
    return found if wanted else Not(found)


def _level(left: Node, levels: tuple[str, ...]) -> Condition:
    if not isinstance(left, Field | Column):
        raise Problem("not-a-level", got=levels[0])
    return IsLevel(evolve(left, kind="level"), frozenset(levels))


def compared(left: Node, relation: Relation, right: Number) -> Condition:
    """Compare, letting a percentage or a date on one side say what the other's figure is."""
    assert isinstance(left, Number)
    return Compare(measures.in_form(left, right), relation, measures.in_form(right, left))


_READERS: Final[dict[str, Callable[[Table, bool], Any]]] = {
    "field": _field,
    "measure": _measure,
    "fact": _fact,
    "given": _given,
    "applies": _applies,
    "every": _every,
    "all": _all,
    "any": _any,
    "not": _not,
}
