"""Write formulas as stages of column expressions over whole numbers.

The columnar twin of `formula.lower`: it reads the same nodes, and every number is a `Quotient` of two
integer columns. A part that several others read becomes a column of its own, computed in a stage
before them, so that nothing is computed twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any, Final

import polars as pl
from attrs import evolve, frozen

from thidua_scoring.formula import nodes, values
from thidua_scoring.formula.analyse import Bounds
from thidua_scoring.formula.inward import inward
from thidua_scoring.formula.lower import ends_of
from thidua_scoring.formula.nodes import Condition, Field, Node, Number, Piece
from thidua_scoring.formula.ratio import common_unit
from thidua_scoring.formula.values import Value
from thidua_scoring.frames.columns import quotients
from thidua_scoring.frames.columns.functions import called, working_index
from thidua_scoring.frames.columns.quotients import ONE, Quotient, comparison, either, rounded
from thidua_scoring.frames.columns.wholes import (
    Check,
    Truth,
    Whole,
    choose,
    choose_check,
    constant,
    every,
    negated,
    some,
)
from thidua_scoring.frames.columns.windows import Windows

_LARGE: Final = 24
"""The operations from which an expression becomes a column of its own."""


@frozen(eq=False)
class Codes:
    """A level or a text for each row, as the code of each name that formulas know."""

    expr: pl.Expr
    codes: Mapping[str, int]


@frozen(eq=False)
class Inputs:
    """The columns that formulas read: figures by the field's key, or by name inside a small table."""

    numbers: Mapping[str, Quotient]
    truths: Mapping[str, Truth]
    levels: Mapping[str, Codes]
    known: Mapping[str, Truth]
    """Whether a figure is known; absent for those that always are."""
    given: Mapping[str, Truth]
    """Whether an optional figure applies; absent for those that always do."""
    applies: Mapping[str, Truth]
    """Whether a criterion applies; absent for those that always do."""
    whole: Mapping[str, Sequence[str]]
    """The figures that must all be known for a criterion to count as its formula says."""
    reduced: Mapping[nodes.Reduce, Quotient]
    bounds: Bounds
    windows: Windows


class Stages:
    """Columns to be computed one stage after another."""

    def __init__(self, prefix: str):
        self.stages: list[list[pl.Expr]] = []
        self._prefix = prefix
        self._count = 0

    def keep(self, expr: pl.Expr, level: int) -> pl.Expr:
        """Compute an expression in the stage of its level; return the column that it becomes."""
        self._count += 1
        name = f"{self._prefix}{self._count}"
        while len(self.stages) <= level:
            self.stages.append([])
        self.stages[level].append(expr.alias(name))
        return pl.col(name)

    def whole(self, of: Whole) -> Whole:
        """Make a column of a whole number, if it is not one yet."""
        if not of.size or of.known is not None:
            return of
        return evolve(of, expr=self.keep(of.expr, of.level), level=of.level + 1, size=0)

    def check(self, of: Check) -> Check:
        """Make a column of a truth, if it is not one yet."""
        if isinstance(of, bool) or not of.size:
            return of
        return Truth(self.keep(of.expr, of.level), of.level + 1, 0)

    def quotient(self, of: Quotient) -> Quotient:
        """Make columns of a quotient."""
        bottom = None if of.bottom is None else self.whole(of.bottom)
        return evolve(of, top=self.whole(of.top), bottom=bottom, ok=self.check(of.ok))


Tested = tuple[Check, Check]
"""A truth, and where it has one."""


class Writer(Stages):
    """Write the columns of formulas, each shared part once."""

    def __init__(self, inputs: Inputs, outputs: Sequence[Node], prefix: str = "·"):
        super().__init__(prefix)
        self._inputs = inputs
        self._uses = Counter(part for parent in nodes.walk(*outputs) for part in nodes.children(parent))
        self._uses.update(outputs)
        self._numbers: dict[Node, Quotient] = {}
        self._truths: dict[Node, Tested] = {}
        self._divisors: dict[Node, quotients.Divisor] = {}

    # ── numbers ─────────────────────────────────────────────────────────────────────

    def number(self, of: Number) -> Quotient:
        """Write a number."""
        if of not in self._numbers:
            found = _NUMBERS[type(of)](self, of)
            size = found.top.size + (0 if found.bottom is None else found.bottom.size)
            if size > _LARGE or (size and self._uses[of] > 1) or _size(found.ok) > _LARGE:
                found = self.quotient(found)
            self._numbers[of] = found
        return self._numbers[of]

    def divisor(self, of: Number) -> quotients.Divisor:
        """Write a number to divide by, once for all that are divided by it."""
        if of not in self._divisors:
            made = quotients.Divisor.of_number(self.quotient(self.number(of)))
            self._divisors[of] = evolve(made, sign=self.whole(made.sign), size=self.whole(made.size))
        return self._divisors[of]

    def field(self, of: Field | nodes.Column) -> Quotient:
        key = key_of(of)
        return evolve(self._inputs.numbers[key], ok=self._known(key))

    def _known(self, key: str) -> Check:
        return self._inputs.known.get(key, True)

    def points(self, of: nodes.Points) -> Quotient:
        found = self.number(of.of)
        needed = map(self._known, self._inputs.whole.get(of.criterion, ()))
        return evolve(found, ok=every([found.ok, *needed]))

    def lookup(self, of: nodes.Lookup) -> Quotient:
        codes = self._inputs.levels[key_of(of.of)]
        unit = common_unit(value for _, value in of.values)
        whole, known = constant(0), []
        for name, value in of.values:
            code = codes.codes[name]
            known.append(code)
            whole = choose(Truth(codes.expr == code), constant(int(value / unit)), whole)
        ok = every([self._known(key_of(of.of)), Truth(codes.expr.is_in(known))])
        return Quotient(unit, whole, ok=ok)

    def extreme(self, of: nodes.Min | nodes.Max) -> Quotient:
        relation, fold = _EXTREMES[type(of)]
        best, *others = [(self.number(part), self._inputs.bounds.of(part)) for part in of.parts]
        for other in others:
            ok = every([best[0].ok, other[0].ok])
            better = self._better(best, relation, other)
            best = evolve(better, ok=ok), fold([best[1], other[1]])
        return best[0]

    def _better(
        self, left: tuple[Quotient, Value], relation: nodes.Relation, right: tuple[Quotient, Value]
    ) -> Quotient:
        truth = values.compare(left[1], relation, right[1])
        if truth.may_hold != truth.may_fail:
            return left[0] if truth.may_hold else right[0]
        if left[0].bottom is None and right[0].bottom is None:
            return quotients.extreme(left[0], right[0], least=relation == "<=")
        return either(self._small(comparison(left[0], relation, right[0])), left[0], right[0])

    def _test(
        self, left: tuple[Quotient, Value], relation: nodes.Relation, right: tuple[Quotient, Value]
    ) -> Check:
        """Compare two numbers, without a column where what they may be tells."""
        truth = values.compare(left[1], relation, right[1])
        if truth.may_hold != truth.may_fail:
            return truth.may_hold
        return self._small(comparison(left[0], relation, right[0]))

    def _small(self, check: Check) -> Check:
        """Name a large test, which is going to stand in several places."""
        return self.check(check) if _size(check) > 3 else check

    def round(self, of: nodes.Round) -> Quotient:
        moved = inward(of)
        if moved is not None:
            return self.number(moved)
        found, step = self.number(of.of), of.rounding.step
        if found.constant:
            return Quotient(of.rounding.apply(found.coefficient), ok=found.ok)
        steps = found.times(1 / step)
        if found.bottom is None and steps.coefficient.denominator == 1:
            return found
        return Quotient(step, rounded(self.quotient(steps), of.rounding.mode), ok=found.ok)

    def work_index(self, of: nodes.WorkIndex) -> Quotient:
        day = rounded(self.number(of.of), "floor")
        kept = self.keep(working_index(of, day.expr), day.level)
        found = Whole(kept.fill_null(0), 0, 10**6, day.level + 1, 1)
        return Quotient(
            Fraction(1), found, ok=every([self.number(of.of).ok, Truth(kept.is_not_null(), found.level)])
        )

    def call(self, of: nodes.Call) -> Quotient:
        arguments = [self.number(argument) for argument in of.arguments]
        parts = [whole for each in arguments for whole in (each.top, each.bottom or ONE)]
        level = max((whole.level for whole in parts), default=0)
        unit, expr, limit = called(
            of, [each.coefficient for each in arguments], [whole.expr for whole in parts]
        )
        kept = self.keep(expr, level)
        found = Whole(kept.fill_null(0), -limit, limit, level + 1, 1)
        oks = [each.ok for each in arguments]
        return Quotient(unit, found, ok=every([*oks, Truth(kept.is_not_null(), level + 1)]))

    def curve(self, of: nodes.Curve) -> Quotient:
        x = self.quotient(self.number(of.of))
        operand = x, self._inputs.bounds.of(of.of)
        found: Quotient | None = None
        for test, piece in reversed(list(self._branches(of.pieces, operand))):
            if piece is None:
                here = Quotient(Fraction(0), ok=False)
            else:
                slope = evolve(x, coefficient=piece.slope * x.coefficient, ok=True)
                here = quotients.add(
                    [slope, Quotient(piece.intercept)] if piece.slope else [Quotient(piece.intercept)]
                )
            found = here if found is None else either(test, here, found)
        assert found is not None
        return evolve(found, ok=every([x.ok, found.ok]))

    def _branches(
        self, pieces: Sequence[Piece], x: tuple[Quotient, Value]
    ) -> Iterator[tuple[Check, Piece | None]]:
        """Yield from the top down the tests that can decide and their piece, None for a hole."""
        for end, included, piece in ends_of(pieces):
            if end is None:
                yield True, piece
                return
            bound = Quotient(end), Value.known(end)
            test = self._test(x, ">=" if included else ">", bound)
            if test is not False:
                yield test, piece
            if test is True:
                return

    def choose(self, of: nodes.If) -> Quotient:
        test, ok = self.truth(of.test)
        test = self._small(test)
        if isinstance(test, bool):
            taken = self.number(of.then if test else of.other)
            return evolve(taken, ok=every([ok, taken.ok]))
        found = either(test, self.number(of.then), self.number(of.other))
        return evolve(found, ok=every([ok, found.ok]))

    def reduce(self, of: nodes.Reduce) -> Quotient:
        return self._inputs.reduced[of]

    def group(self, of: nodes.Group) -> Quotient:
        among, ok = (True, True) if of.among is None else self.truth(of.among)
        own = self.quotient(self.number(of.of))
        # What other units come to matters only as far as they belong; a rank is of the unit's own number.
        each = evolve(own, ok=self.check(every([ok, choose_check(among, own.ok, True)])))
        found = self._inputs.windows.folded(self, of.how, each, self.check(among))
        return evolve(found, ok=every([found.ok, own.ok])) if of.how == "rank" else found

    # ── conditions ──────────────────────────────────────────────────────────────────

    def truth(self, of: Condition) -> Tested:
        """Write a condition, and where it has a truth at all."""
        if of not in self._truths:
            check, ok = self._truth(of)
            if _size(check) > _LARGE or (_size(check) > 1 and self._uses[of] > 1):
                check = self.check(check)
            self._truths[of] = check, ok
        return self._truths[of]

    def _truth(self, of: Condition) -> Tested:
        match of:
            case nodes.Truth():
                return of.value, True
            case Field() | nodes.Column():
                return self._inputs.truths[key_of(of)], self._known(key_of(of))
            case nodes.Compare():
                left, right = self.number(of.left), self.number(of.right)
                bounds = self._inputs.bounds
                test = self._test((left, bounds.of(of.left)), of.relation, (right, bounds.of(of.right)))
                return test, every([left.ok, right.ok])
            case nodes.IsLevel():
                codes = self._inputs.levels[key_of(of.of)]
                named = sorted(codes.codes[level] for level in of.levels)
                return Truth(codes.expr.is_in(named)), self._known(key_of(of.of))
            case nodes.Given():
                return self._inputs.given.get(of.of.key, True), True
            case nodes.Applies():
                return self._inputs.applies.get(of.criterion, True), True
            case nodes.Not():
                check, ok = self.truth(of.of)
                return negated(check), ok
            case nodes.All() | nodes.Any_():
                parts = [self.truth(part) for part in of.parts]
                join = every if isinstance(of, nodes.All) else some
                return join([check for check, _ in parts]), every([ok for _, ok in parts])
        raise TypeError(f"{type(of).__name__} is no condition")


def key_of(of: Field | nodes.Column) -> str:
    """Return the key under which a figure's column is known; in a small table, its name."""
    return of.key if isinstance(of, Field) else f"[{of.name}]"


def _size(check: Check) -> int:
    return 0 if isinstance(check, bool) else check.size


_EXTREMES: Final[Mapping[type[Node], tuple[nodes.Relation, Callable[[list[Value]], Value]]]] = {
    nodes.Min: ("<=", values.least),
    nodes.Max: (">=", values.greatest),
}

_NUMBERS: dict[type[Node], Callable[[Writer, Any], Quotient]] = {
    nodes.Const: lambda _, n: Quotient(n.value),
    nodes.Field: Writer.field,
    nodes.Column: Writer.field,
    nodes.Lookup: Writer.lookup,
    nodes.Add: lambda w, n: quotients.add([w.number(term) for term in n.terms]),
    nodes.Mul: lambda w, n: quotients.multiply([w.number(factor) for factor in n.factors]),
    nodes.Div: lambda w, n: quotients.divide(w.quotient(w.number(n.top)), w.divisor(n.bottom)),
    nodes.Min: Writer.extreme,
    nodes.Max: Writer.extreme,
    nodes.Round: Writer.round,
    nodes.WorkIndex: Writer.work_index,
    nodes.Curve: Writer.curve,
    nodes.If: Writer.choose,
    nodes.Reduce: Writer.reduce,
    nodes.Group: Writer.group,
    nodes.Call: Writer.call,
    nodes.Points: Writer.points,
}
