"""Measures: the number that a rule looks at.

A measure is a number, a percentage in quotes, the name of a figure, or a table with one
head key. Names: ``sent`` is the criterion's own figure, ``C1.sent`` that of another
criterion, ``unit.staff`` a fact of the unit. Inside a table's ``of`` and ``where`` a plain
name is a column of the row.

| head | value |
|---|---|
| ``field = name`` | the figure itself |
| ``ratio = [a, b]`` | a / b; ``when_zero`` is the value where b is 0 |
| ``growth = [now, before]`` | (now − before) / before; ``when_zero`` as above |
| ``sum``, ``product``, ``min``, ``max``, ``mean`` ``= [a, b, …]`` | as the word says |
| ``difference = [a, b]`` | a − b |
| ``weighted = { a = 2, b = 1 }`` | Σ weight·figure ÷ ``divide_by`` (else ÷ the weights' sum) |
| ``days_late = a, due = b`` | days from b to a, 0 if early; ``working = true``: working days |
| ``days_early = a, due = b`` | days from a to b, 0 if late |
| ``over = table`` | ``take`` (sum, count, mean, max, min) ``of`` the rows; see below |
| ``bloc = max`` | max, min, mean, sum, count or rank ``of`` a measure in the bloc, ``among`` some |
| ``if = condition, then = a, else = b`` | a or b |
| ``round = a`` | a to ``places`` or to a ``step``, by ``mode`` |
| ``curve = [[x, y], …], of = a`` | straight lines between the points; ``beyond = "flat"`` or ``"line"`` |
| ``bands = […], of = a`` | the points of the band that holds a |
| ``grid = [[…], …], rows = …, columns = …`` | a table in two dimensions |
| ``value_of = level, values = { … }`` | the number that belongs to the level |
| ``points_of = criterion`` | the criterion's points |
| ``value = a`` | a itself, to put limits on it |

Every table may add ``at_least`` and ``at_most``. ``over`` takes only the rows ``where`` a
condition holds, only the first of those that agree in ``distinct``, and leaves out the
``drop_lowest`` and ``drop_highest`` values.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final, TypeAlias, cast

from attrs import evolve

from thidua_scoring.errors import Problem, nearest
from thidua_scoring.expression import bands, conditions, tables
from thidua_scoring.expression.tables import Reader, Table
from thidua_scoring.formula import nodes
from thidua_scoring.formula.nodes import Column, Condition, Const, Field, FieldKind, Number
from thidua_scoring.numbers import MODES, Mode, Rounding, exact, read_written

_FOLDS: Final = ("sum", "count", "mean", "max", "min")
_STANDINGS: Final = ("sum", "count", "mean", "max", "min", "rank")
UNIT: Final = "unit"
"""The word before the dot that names the unit itself."""


def measure(raw: object, *, row: bool = False) -> Number:
    """Read a measure; inside a small table, plain names are columns of the row.

    Raises ``Problem`` or ``Problems`` with the paths of all that is wrong.
    """
    if isinstance(raw, str):
        return _written(raw, row)
    if isinstance(raw, bool):
        raise Problem("not-a-measure", got=tables.shown(raw))
    if isinstance(raw, int | Decimal):
        return Const(exact(raw))
    if isinstance(raw, date) and not isinstance(raw, datetime):
        return date_const(raw)
    if not isinstance(raw, dict):
        raise Problem("not-a-measure", got=tables.shown(raw))
    return _headed(Table(raw), row)


def _headed(table: Table, row: bool) -> Number:
    heads = [head for head in _HEADS if head in table.raw]
    if len(heads) != 1:
        close = next((near for key in table.raw if (near := nearest(key, _HEADS))), None)
        got = ", ".join(heads or table.raw) or "—"
        raise Problem("measure-heads", nearest=None if heads else close, expected=", ".join(_HEADS), got=got)
    table.has(heads[0])
    found = _HEADS[heads[0]](table, row)
    low = table.read("at_least", tables.number, None)
    high = table.read("at_most", tables.number, None)
    table.close()
    return nodes.clamp(found, low, high)


def _written(raw: str, row: bool) -> Number:
    if raw[:1].isdigit() or raw.startswith(("+", "-")) or raw.endswith("%"):
        return Const(read_written(raw), "percent" if raw.endswith("%") else "number")
    return reference(raw, row=row)


def reference(raw: object, *, row: bool = False, kind: FieldKind = "number") -> Field | Column:
    """Read the name of a figure."""
    owner, dot, last = tables.text(raw).rpartition(".")
    name = tables.name(last)
    if dot:
        return Field(name, kind, "" if owner == UNIT else owner)
    return Column(name, kind) if row else Field(name, kind)


def date_const(day: date) -> Const:
    """Make the constant of a date."""
    return Const(Fraction(day.toordinal()), "date")


def in_form(part: Number, other: Number) -> Number:
    """Let a percentage or a date that a bare figure is held against say what the figure is."""
    form = getattr(other, "form", None) or (other.kind if isinstance(other, Field | Column) else None)
    if isinstance(part, Field | Column) and part.kind == "number" and form in ("percent", "date"):
        return evolve(part, kind=form)
    return part


Head: TypeAlias = Callable[[Table, bool], Number]


def _of(row: bool) -> Reader[Number]:
    return lambda raw: measure(raw, row=row)


def _parts(table: Table, head: str, row: bool) -> tuple[Number, ...]:
    return table.read(head, tables.list_of(_of(row), least=1), (nodes.ZERO,))


def _pair(table: Table, head: str, row: bool) -> tuple[Number, Number]:
    parts = _parts(table, head, row)
    if len(parts) != 2:
        if not table.problems:
            table.refuse("not-a-pair-of-measures", head, key=head, got=len(parts))
        return nodes.ZERO, nodes.ONE
    return parts[0], parts[1]


def _divided(table: Table, row: bool, top: Number, bottom: Number) -> Number:
    quotient = nodes.Div(top, bottom)
    when_zero = table.read("when_zero", _of(row), None)
    if when_zero is None:
        return quotient
    return nodes.If(nodes.Compare(bottom, "==", nodes.ZERO), when_zero, quotient)


def _field(table: Table, row: bool) -> Number:
    return table.read("field", lambda raw: reference(raw, row=row), Field("?"))


def _value(table: Table, row: bool) -> Number:
    return table.read("value", _of(row), nodes.ZERO)


def _ratio(table: Table, row: bool) -> Number:
    return _divided(table, row, *_pair(table, "ratio", row))


def _growth(table: Table, row: bool) -> Number:
    now, before = _pair(table, "growth", row)
    return _divided(table, row, nodes.Add((now, nodes.minus(before))), before)


def _sum(table: Table, row: bool) -> Number:
    return nodes.Add(_parts(table, "sum", row))


def _difference(table: Table, row: bool) -> Number:
    left, right = _pair(table, "difference", row)
    return nodes.Add((in_form(left, right), nodes.minus(in_form(right, left))))


def _product(table: Table, row: bool) -> Number:
    return nodes.Mul(_parts(table, "product", row))


def _mean(table: Table, row: bool) -> Number:
    parts = _parts(table, "mean", row)
    return nodes.Div(nodes.Add(parts), nodes.const(len(parts)))


def _min(table: Table, row: bool) -> Number:
    return nodes.Min(_parts(table, "min", row))


def _max(table: Table, row: bool) -> Number:
    return nodes.Max(_parts(table, "max", row))


def _weighted(table: Table, row: bool) -> Number:
    weights = table.read("weighted", tables.table_of(tables.number), {})
    terms = tuple(nodes.times(weight, reference(key, row=row)) for key, weight in weights.items())
    over = table.read("divide_by", tables.number, sum(weights.values(), Fraction(0)))
    if not over:
        table.refuse("weights-sum-zero", "weighted")
        return nodes.ZERO
    return nodes.Div(nodes.Add(terms), nodes.const(over))


def _days(table: Table, head: str, row: bool) -> tuple[Number, Number]:
    """Read a date and its due date, as days or as working days."""

    def dated(raw: object) -> Number:
        return in_form(measure(raw, row=row), date_const(date.min))

    found = table.read(head, dated, nodes.ZERO), table.need("due", dated, nodes.ZERO)
    if not table.read("working", tables.flag, False):
        return found
    # The calendar is put in when the ruleset is assembled.
    return cast(tuple[Number, Number], tuple(nodes.WorkIndex(part, cast(Any, None)) for part in found))


def _days_late(table: Table, row: bool) -> Number:
    done, due = _days(table, "days_late", row)
    return nodes.Max((nodes.ZERO, nodes.Add((done, nodes.minus(due)))))


def _days_early(table: Table, row: bool) -> Number:
    done, due = _days(table, "days_early", row)
    return nodes.Max((nodes.ZERO, nodes.Add((due, nodes.minus(done)))))


def _over(table: Table, row: bool) -> Number:
    source = table.read("over", lambda raw: reference(raw, kind="table"), None)
    how = table.pick("take", _FOLDS, "sum")
    of: Number = nodes.ONE
    if how != "count":
        of = table.need("of", _of(True), nodes.ZERO)
    where = table.read("where", lambda raw: conditions.condition(raw, row=True), None)
    distinct = table.read("distinct", tables.name, None)
    lowest, highest = (table.read(key, tables.whole, 0) for key in ("drop_lowest", "drop_highest"))
    if not isinstance(source, Field):
        return nodes.ZERO
    return nodes.Reduce(how, source, of, where, distinct, lowest, highest)


def _bloc(table: Table, row: bool) -> Number:
    how = table.pick("bloc", _STANDINGS, "sum")
    among = table.read("among", conditions.condition, None)
    of: Number = nodes.ONE if how == "count" else table.need("of", _of(False), nodes.ZERO)
    return nodes.Group(how, of, among)


def _if(table: Table, row: bool) -> Number:
    test: Condition = table.read("if", lambda raw: conditions.condition(raw, row=row), nodes.Truth(True))
    then = table.need("then", _of(row), nodes.ZERO)
    return nodes.If(test, then, table.need("else", _of(row), nodes.ZERO))


def _round(table: Table, row: bool) -> Number:
    return nodes.Round(table.read("round", _of(row), nodes.ZERO), rounding(table))


def rounding(table: Table) -> Rounding:
    """Read ``places`` or ``step``, and ``mode``, which has no default (promise N2)."""
    step = table.read("step", tables.number, None)
    places = table.read("places", tables.whole, None)
    mode: Mode = table.need("mode", tables.choice(*MODES), "half-up")
    if (step is None) == (places is None):
        table.refuse("places-or-step")
    if step is not None and step <= 0:
        table.refuse("step-not-positive", "step", got=step)
        step = Fraction(1)
    return Rounding(Fraction(1, 10 ** (places or 0)) if step is None else step, mode)


def read_rounding(raw: object) -> Rounding:
    """Read a rounding alone: ``{ places = 2, mode = "half-up" }`` or ``{ step = 0.25, … }``."""
    table = Table(raw)
    found = rounding(table)
    table.close()
    return found


def _bands(table: Table, row: bool) -> Number:
    of = table.need("of", _of(row), nodes.ZERO)
    return table.read("bands", lambda raw: bands.bands(raw, of), nodes.ZERO)


def _curve(table: Table, row: bool) -> Number:
    of = table.need("of", _of(row), nodes.ZERO)
    beyond = table.pick(
        "beyond",
        (
            "flat",
            "line",
        ),
        None,
    )
    return table.read("curve", lambda raw: bands.curve(raw, of, beyond), nodes.ZERO)


def _grid(table: Table, row: bool) -> Number:
    return bands.grid(table, _of(row))


def _value_of(table: Table, row: bool) -> Number:
    level = table.read("value_of", lambda raw: reference(raw, row=row, kind="level"), Field("?", "level"))
    values = table.need("values", tables.table_of(tables.number), {})
    return nodes.Lookup(level, tuple(values.items()))


def _points_of(table: Table, row: bool) -> Number:
    return nodes.PointsOf(table.read("points_of", tables.text, ""))


_HEADS: Final[dict[str, Head]] = {
    "field": _field,
    "value": _value,
    "ratio": _ratio,
    "growth": _growth,
    "sum": _sum,
    "difference": _difference,
    "product": _product,
    "mean": _mean,
    "min": _min,
    "max": _max,
    "weighted": _weighted,
    "days_late": _days_late,
    "days_early": _days_early,
    "over": _over,
    "bloc": _bloc,
    "if": _if,
    "round": _round,
    "bands": _bands,
    "curve": _curve,
    "grid": _grid,
    "value_of": _value_of,
    "points_of": _points_of,
}
