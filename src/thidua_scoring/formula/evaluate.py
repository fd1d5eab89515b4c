"""The reference evaluator: one unit, fractions, bounds. Everything else must equal it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import reduce
from math import floor
from typing import Any, Protocol, TypeAlias

from attrs import frozen

from thidua_scoring.errors import Problem
from thidua_scoring.formula import nodes, values
from thidua_scoring.formula.nodes import Condition, Node, Number
from thidua_scoring.formula.values import ANYTHING, Truth3, Undefined, Value
from thidua_scoring.numbers import exact


@frozen
class Level:
    """A level or a text: the one that is given, and those it may be (None: any)."""

    point: str | None
    may_be: frozenset[str] | None


@frozen
class Table:
    """The rows of a small table; None for rows that are not known."""

    rows: Sequence[Row] | None
    confirmed: bool = True


Cell: TypeAlias = "Value | Truth3 | Level"
Row: TypeAlias = "Mapping[str, Cell]"
Figure: TypeAlias = "Cell | Table"


class Inputs(Protocol):
    """What a formula asks for while it is evaluated."""

    def figure(self, of: nodes.Field) -> Figure:
        """Return the figure of a field."""

    def given(self, of: nodes.Field) -> Truth3:
        """Say whether the field applies to the unit."""

    def applies(self, criterion: str) -> Truth3:
        """Say whether the criterion applies to the unit."""

    def group(self, of: nodes.Group) -> Value:
        """Return what the bloc's figures come to."""

    def claim(self, criterion: str, points: Value) -> Value:
        """Return the points, with a claim as their point where one may stand in."""


class Evaluator:
    """Evaluate formulas for one unit, each shared part once."""

    def __init__(self, inputs: Inputs, settled: Mapping[Node, Value] | None = None):
        """Take the figures of the unit; ``settled`` are values that stand in for what formulas give."""
        self._inputs = inputs
        self._settled = settled or {}
        self._known: dict[Node, Value | Truth3] = dict(self._settled)

    def number(self, of: Number) -> Value:
        """Return the value of a formula; raises `Undefined` where it has none."""
        found = self._known.get(of)
        if found is None:
            found = self._known[of] = _NUMBERS[type(of)](self, of)
        assert isinstance(found, Value)
        return found

    def truth(self, of: Condition) -> Truth3:
        """Return the truth of a condition."""
        found = self._known.get(of)
        if found is None:
            found = self._known[of] = _TRUTHS[type(of)](self, of)
        assert isinstance(found, Truth3)
        return found

    def figure(self, of: nodes.Field | nodes.Column) -> Figure:
        """Return the figure of a field, or of a column in a row evaluator."""
        assert isinstance(of, nodes.Field)
        return self._inputs.figure(of)

    def product(self, of: nodes.Mul) -> Value:
        return reduce(values.multiply, map(self.number, of.factors), Value.known(1))

    def curve(self, of: nodes.Curve) -> Value:
        return values.through(of, self.number(of.of))

    def choose(self, of: nodes.If) -> Value:
        test = self.truth(of.test)
        if not test.may_fail:
            return self.number(of.then)
        if not test.may_hold:
            return self.number(of.other)
        then, other = self.attempt(of.then, test.point is True), self.attempt(of.other, test.point is False)
        chosen = {True: then, False: other, None: None}[test.point]
        return values.hull([then, other], None if chosen is None else chosen.point)

    def attempt(self, of: Number, taken: bool) -> Value:
        """Evaluate what may not be needed; if it has no value and is not taken, it bounds nothing."""
        try:
            return self.number(of)
        except Undefined:
            if taken:
                raise
            return ANYTHING

    def reduce(self, of: nodes.Reduce) -> Value:
        found = self.figure(of.table)
        assert isinstance(found, Table)
        if found.rows is None:
            return self._free_fold(of)
        rows = [_RowEvaluator(self._inputs, row, self._settled) for row in found.rows]
        value = _fold(of, _pick(of, rows))
        if found.confirmed:
            return value
        free = self._free_fold(of)
        return Value.between(free.low, free.high, value.point)

    def _free_fold(self, of: nodes.Reduce) -> Value:
        """Bound a fold over rows of which nothing is known."""
        if of.how == "count":
            return Value(None, Fraction(0), None)
        each = FreeEvaluator(self._inputs, self._settled).attempt(of.of, taken=False)
        return values.any_sum(each) if of.how == "sum" else Value.between(each.low, each.high)

    def group(self, of: nodes.Group) -> Value:
        return self._inputs.group(of)

    def work_index(self, of: nodes.WorkIndex) -> Value:
        day = self.number(of.of)
        low, high = (_end_of_work(of, end) for end in (day.low, day.high))
        return Value.between(low, high, None if day.point is None else _working_index(of, day.point))

    def call(self, of: nodes.Call) -> Value:
        arguments = [self.number(argument) for argument in of.arguments]
        points = [argument.point for argument in arguments]
        point = None if None in points else call_function(of, [p for p in points if p is not None])
        if all(argument.certain for argument in arguments) and point is not None:
            return Value.known(point)
        return Value.between(of.low, of.high, point)

    def points(self, of: nodes.Points) -> Value:
        return self._inputs.claim(of.criterion, self.number(of.of))

    def field_number(self, of: nodes.Field | nodes.Column) -> Value:
        found = self.figure(of)
        assert isinstance(found, Value)
        return found

    def field_truth(self, of: nodes.Field | nodes.Column) -> Truth3:
        found = self.figure(of)
        assert isinstance(found, Truth3)
        return found

    def lookup(self, of: nodes.Lookup) -> Value:
        level = self.figure(of.of)
        assert isinstance(level, Level)
        table = dict(of.values)
        possible = table.keys() if level.may_be is None else level.may_be & table.keys()
        if not possible or (level.point is not None and level.point not in table):
            raise Undefined("level-without-number")
        point = None if level.point is None else table[level.point]
        return values.hull([Value.known(table[name]) for name in possible], point)

    def is_level(self, of: nodes.IsLevel) -> Truth3:
        level = self.figure(of.of)
        assert isinstance(level, Level)
        point = None if level.point is None else level.point in of.levels
        if level.may_be is None:
            return Truth3(point, True, True)
        return Truth3.between(bool(level.may_be & of.levels), bool(level.may_be - of.levels), point)

    def given(self, of: nodes.Given) -> Truth3:
        return self._inputs.given(of.of)

    def applies(self, of: nodes.Applies) -> Truth3:
        return self._inputs.applies(of.criterion)


class _RowEvaluator(Evaluator):
    """Evaluate inside one row of a table."""

    def __init__(self, inputs: Inputs, row: Row, settled: Mapping[Node, Value]):
        super().__init__(inputs, settled)
        self.row = row

    def figure(self, of: nodes.Field | nodes.Column) -> Figure:
        return self.row[of.name] if isinstance(of, nodes.Column) else super().figure(of)


class FreeEvaluator(Evaluator):
    """Evaluate as if every column of the row could be anything, for bounds over unknown rows."""

    def figure(self, of: nodes.Field | nodes.Column) -> Figure:
        return free_column(of) if isinstance(of, nodes.Column) else super().figure(of)


def free_column(of: nodes.Column) -> Figure:
    """Return the figure of which only the column's kind is known."""
    if of.kind == "yes-no":
        return Truth3(None, True, True)
    if of.kind in ("level", "text"):
        return Level(None, None)
    return Value(None, Fraction(0) if of.kind == "count" else None, None)


def call_function(of: nodes.Call, arguments: Sequence[Fraction]) -> Fraction:
    """Call a plugin's function and check what it returns.

    Raises ``Undefined`` if the result is no exact number or lies outside the declared range.
    """
    result: Any = of.function(*arguments)
    if isinstance(result, Fraction):
        raise Undefined("function-not-exact")
    try:
        value = exact(result)
    except Problem:
        raise Undefined("function-not-exact") from None
    if (of.low is not None and value < of.low) or (of.high is not None and value > of.high):
        raise Undefined("function-out-of-range")
    return value


def _working_index(of: nodes.WorkIndex, day: Fraction) -> Fraction:
    try:
        return Fraction(of.calendar.working_index(floor(day)))
    except Problem as problem:
        raise Undefined(problem.code) from None


def _end_of_work(of: nodes.WorkIndex, end: Fraction | None) -> Fraction | None:
    """Return a bound of the index; beyond the calendar there is none."""
    try:
        return None if end is None else _working_index(of, end)
    except Undefined:
        return None


# ── folding rows ────────────────────────────────────────────────────────────────────


@frozen
class _Picked:
    """A row's number, and whether the row counts."""

    value: Value
    counts: Truth3


def _pick(of: nodes.Reduce, rows: Sequence[_RowEvaluator]) -> list[_Picked]:
    """Gather the rows that may count, each with its number."""
    picked: list[_Picked] = []
    keys = _Keys()
    for row in rows:
        counts = Truth3.known(True) if of.where is None else row.truth(of.where)
        if of.distinct is not None and counts.may_hold:
            counts = keys.first(row.row[of.distinct], counts)
        if counts.may_hold:
            picked.append(_Picked(row.attempt(of.of, counts.point is True), counts))
    return picked


class _Keys:
    """Tell the first of the rows that agree in their key from those that repeat it."""

    def __init__(self) -> None:
        self._taken: set[Cell] = set()
        self._sure: list[tuple[Cell, Truth3]] = []
        self._doubtful: list[tuple[Cell, Truth3]] = []

    def first(self, key: Cell, counts: Truth3) -> Truth3:
        """Say whether the row counts and no row before it with the same key did."""
        if key in self._taken:
            return Truth3.known(False)
        sure_key = _known_cell(key)
        rivals = self._doubtful if sure_key else self._doubtful + self._sure
        repeats = values.some([values.every([earlier, _same(key, other)]) for other, earlier in rivals])
        if sure_key and not counts.may_fail:
            self._taken.add(key)
            self._sure.append((key, counts))
        else:
            self._doubtful.append((key, counts))
        return values.every([counts, values.invert(repeats)])


def _known_cell(cell: Cell) -> bool:
    match cell:
        case Value():
            return cell.certain
        case Truth3():
            return cell.may_hold != cell.may_fail
        case Level():
            return cell.may_be is not None and len(cell.may_be) == 1


def _same(left: Cell, right: Cell) -> Truth3:
    """Say whether two cells of one column agree."""
    match left, right:
        case Value(), Value():
            return values.compare(left, "==", right)
        case Truth3(), Truth3():
            neither = values.every([values.invert(left), values.invert(right)])
            return values.some([values.every([left, right]), neither])
        case Level(), Level():
            point = None if left.point is None or right.point is None else left.point == right.point
            may_hold = left.may_be is None or right.may_be is None or bool(left.may_be & right.may_be)
            may_fail = left.may_be != right.may_be or not _known_cell(left)
            return Truth3.between(may_hold, may_fail, point)
    raise TypeError(f"{left} and {right} are not of one column")


def _fold(of: nodes.Reduce, picked: list[_Picked]) -> Value:
    if all(not item.counts.may_fail for item in picked):
        return _fold_values(of, [item.value for item in picked])
    spread = _optional(of, picked)
    if any(item.counts.point is None for item in picked):
        return Value.between(spread.low, spread.high)
    point = _fold_values(of, [item.value for item in picked if item.counts.point]).point
    return Value.between(spread.low, spread.high, point)


def _fold_values(of: nodes.Reduce, numbers: list[Value]) -> Value:
    kept = _trim(numbers, of.drop_lowest, of.drop_highest)
    if of.how == "sum":
        return values.add(kept)
    if of.how == "count":
        return Value.known(len(kept))
    if not kept:
        raise Undefined("fold-of-nothing")
    if of.how == "mean":
        return values.divide(values.add(kept), Value.known(len(kept)))
    return values.greatest(kept) if of.how == "max" else values.least(kept)


def _trim(numbers: list[Value], lowest: int, highest: int) -> list[Value]:
    """Drop the extreme values; the ends of the bounds are dropped among themselves."""
    if not lowest and not highest:
        return numbers
    if len(numbers) <= lowest + highest:
        return []
    keep = slice(lowest, len(numbers) - highest)
    points = [value.point for value in numbers]
    sorted_points: Sequence[Fraction | None] = [None] * len(numbers)
    if None not in points:
        sorted_points = sorted(point for point in points if point is not None)
    lows = _sorted_ends([value.low for value in numbers], absent_first=True)
    highs = _sorted_ends([value.high for value in numbers], absent_first=False)
    return [Value(*ends) for ends in zip(sorted_points[keep], lows[keep], highs[keep], strict=True)]


def _sorted_ends(ends: Sequence[Fraction | None], *, absent_first: bool) -> list[Fraction | None]:
    there: list[Fraction | None] = [*sorted(end for end in ends if end is not None)]
    absent: list[Fraction | None] = [None] * (len(ends) - len(there))
    return absent + there if absent_first else there + absent


def _optional(of: nodes.Reduce, picked: list[_Picked]) -> Value:
    """Bound a fold in which some rows may or may not count."""
    dropped = of.drop_lowest + of.drop_highest
    sure = sum(not item.counts.may_fail for item in picked)
    length = Value.between(*(Fraction(max(0, n - dropped)) for n in (sure, len(picked))))
    if of.how == "count":
        return length
    any_row = values.hull([item.value for item in picked])
    if of.how != "sum":
        return any_row
    if dropped:
        return values.multiply(any_row, length)
    zero = Value.known(0)
    return values.add(
        values.hull([item.value, zero]) if item.counts.may_fail else item.value for item in picked
    )


_NUMBERS: dict[type[Node], Callable[[Evaluator, Any], Value]] = {
    nodes.Const: lambda _, n: Value.known(n.value),
    nodes.Field: Evaluator.field_number,
    nodes.Column: Evaluator.field_number,
    nodes.Lookup: Evaluator.lookup,
    nodes.Add: lambda e, n: values.add(e.number(term) for term in n.terms),
    nodes.Mul: Evaluator.product,
    nodes.Div: lambda e, n: values.divide(e.number(n.top), e.number(n.bottom)),
    nodes.Min: lambda e, n: values.least([e.number(part) for part in n.parts]),
    nodes.Max: lambda e, n: values.greatest([e.number(part) for part in n.parts]),
    nodes.Round: lambda e, n: e.number(n.of).map(n.rounding.apply),
    nodes.WorkIndex: Evaluator.work_index,
    nodes.Curve: Evaluator.curve,
    nodes.If: Evaluator.choose,
    nodes.Reduce: Evaluator.reduce,
    nodes.Group: Evaluator.group,
    nodes.Call: Evaluator.call,
    nodes.Points: Evaluator.points,
}

_TRUTHS: dict[type[Node], Callable[[Evaluator, Any], Truth3]] = {
    nodes.Truth: lambda _, n: Truth3.known(n.value),
    nodes.Field: Evaluator.field_truth,
    nodes.Column: Evaluator.field_truth,
    nodes.Compare: lambda e, n: values.compare(e.number(n.left), n.relation, e.number(n.right)),
    nodes.IsLevel: Evaluator.is_level,
    nodes.Given: Evaluator.given,
    nodes.Applies: Evaluator.applies,
    nodes.All: lambda e, n: values.every([e.truth(part) for part in n.parts]),
    nodes.Any_: lambda e, n: values.some([e.truth(part) for part in n.parts]),
    nodes.Not: lambda e, n: values.invert(e.truth(n.of)),
}
