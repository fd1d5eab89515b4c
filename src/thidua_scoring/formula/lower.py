"""Write formulas as lines of Python over integers; `generate` makes a function of them."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any, Final, TypeAlias

from attrs import evolve, frozen

from thidua_scoring.formula import nodes, values
from thidua_scoring.formula.analyse import Bounds, Free, Range, sign
from thidua_scoring.formula.inward import inward, surely_read
from thidua_scoring.formula.lines import Lines
from thidua_scoring.formula.nodes import Condition, Const, Field, Group, Node, Number, Piece, Relation, Round
from thidua_scoring.formula.ratio import Ratio, as_fraction, common_unit, comparison, rounded, scaled, total
from thidua_scoring.formula.values import Truth3, Value


@frozen
class Layout:
    """How evidence lies in the columns that the generated function reads.

    The columns come in this order: ``fields``, then ``applies``, then two for each of
    ``groups`` (numerator, and denominator above zero; zero where the group has no value).
    """

    fields: tuple[Field, ...]
    scales: Mapping[str, int]
    """Integers per unit of a field, by its key: 100 for two decimals; absent means 1."""
    optional: frozenset[str] = frozenset()
    """Keys of fields that are None where they do not apply."""
    applies: tuple[str, ...] = ()
    """Criteria that do not apply to every unit; all others do."""
    groups: tuple[Group, ...] = ()
    tables: Mapping[str, tuple[tuple[str, int], ...]] = {}
    """The columns of each table, by the field's key: name and scale, in their order."""

    @property
    def key(self) -> Hashable:
        """What layouts are the same by."""
        scales, tables = tuple(sorted(self.scales.items())), tuple(sorted(self.tables.items()))
        return self.fields, scales, self.optional, self.applies, self.groups, tables


class Batch(Free):
    """All that units in columns may be: figures in range, absent only where the layout says so."""

    def __init__(self, ranges: Mapping[str, Range], layout: Layout):
        super().__init__(ranges)
        self._layout = layout

    def given(self, of: Field) -> Truth3:
        return Truth3.between(True, of.key in self._layout.optional)

    def applies(self, criterion: str) -> Truth3:
        return Truth3.between(True, criterion in self._layout.applies)


Operand: TypeAlias = tuple[Ratio, Value]
"""A number as it is written and what it may be."""


class Writer(Lines):
    """Write the lines that compute nodes, each shared part once."""

    def __init__(self, layout: Layout, ranges: Mapping[str, Range], outputs: Sequence[Node]):
        super().__init__(depth=3)
        self._layout = layout
        self._bounds = Bounds(Batch(ranges, layout))
        self._grain = common_unit(n.rounding.step for n in nodes.walk(*outputs) if isinstance(n, Round))
        self._inputs = {field.key: f"i{n}" for n, field in enumerate(layout.fields)}
        self._applies = {criterion: f"a{n}" for n, criterion in enumerate(layout.applies)}
        self._groups = {group: (f"g{n}", f"h{n}") for n, group in enumerate(layout.groups)}
        self._always: dict[Node, frozenset[Node]] = {}

    @property
    def columns(self) -> list[str]:
        """The names of the columns, in the layout's order."""
        pairs = [name for pair in self._groups.values() for name in pair]
        return [*self._inputs.values(), *self._applies.values(), *pairs]

    # ── numbers ─────────────────────────────────────────────────────────────────────

    def number(self, of: Number) -> Ratio:
        """Write what computes a number."""
        known = self.known(of)
        if known is None:
            known = _NUMBERS[type(of)](self, of)
            self.remember(of, known)
        assert isinstance(known, Ratio)
        return known

    def _operand(self, of: Number) -> Operand:
        return self.number(of), self._bounds.of(of)

    def _unit(self, ratios: Sequence[Ratio]) -> Fraction:
        """Return a common unit; constants take the one that points are rounded to, to add up as they are."""
        unit = common_unit(ratio.coefficient for ratio in ratios)
        constant = all(ratio.constant for ratio in ratios)
        return self._grain if constant and (unit / self._grain).denominator == 1 else unit

    def const(self, of: Const) -> Ratio:
        return Ratio(of.value)

    def field(self, of: Field) -> Ratio:
        return Ratio(Fraction(1, self._layout.scales.get(of.key, 1)), self._inputs[of.key])

    def column(self, of: nodes.Column) -> Ratio:
        assert self.cells is not None
        return self.cells[of.name]

    def lookup(self, of: nodes.Lookup) -> Ratio:
        unit = self._unit([Ratio(value) for _, value in of.values])
        table = {name: int(value / unit) for name, value in of.values}
        return Ratio(unit, self.fresh(f"{self.hold(table)}[{self._level(of.of)}]"))

    def _level(self, of: Field | nodes.Column) -> str:
        return self._inputs[of.key] if isinstance(of, Field) else self.column(of).top

    def add(self, of: nodes.Add) -> Ratio:
        terms: dict[tuple[str, str | None], Fraction] = {}
        for ratio in map(self.number, of.terms):
            texts = ("1", None) if ratio.constant else (ratio.top, ratio.bottom)
            terms[texts] = terms.get(texts, Fraction(0)) + ratio.coefficient
        sums = [Ratio(coefficient, *texts) for texts, coefficient in terms.items() if coefficient]
        if len(sums) <= 1:
            return sums[0] if sums else Ratio(Fraction(0))
        unit = common_unit(ratio.coefficient for ratio in sums)
        bottoms = sorted({ratio.bottom for ratio in sums if ratio.bottom is not None})
        parts = [
            (int(r.coefficient / unit), (r.top, *(bottom for bottom in bottoms if bottom != r.bottom)))
            for r in sums
        ]
        return Ratio(unit, self.fresh(total(parts)), self._product(bottoms))

    def mul(self, of: nodes.Mul) -> Ratio:
        factors = [self.number(factor) for factor in of.factors]
        coefficient = Fraction(1)
        for factor in factors:
            coefficient *= factor.coefficient
        if not coefficient:
            return Ratio(coefficient)
        top = self._product([factor.top for factor in factors])
        return Ratio(coefficient, top or "1", self._product([factor.bottom for factor in factors]))

    def _product(self, texts: Sequence[str | None]) -> str | None:
        kept = [text for text in texts if text is not None and text != "1"]
        return self.fresh(" * ".join(kept)) if kept else None

    def div(self, of: nodes.Div) -> Ratio:
        top, bottom = self.number(of.top), self.number(of.bottom)
        if not bottom.coefficient:
            self.emit("raise Undefined('division-by-zero')")
            return Ratio(Fraction(0))
        coefficient = top.coefficient / bottom.coefficient
        if bottom.constant:
            return evolve(top, coefficient=coefficient)
        flip, size = self._flip_and_size(bottom, self._bounds.of(of.bottom))
        if flip == "-1":
            flip, coefficient = "1", -coefficient
        joined = self._product([top.top, bottom.bottom, flip])
        return Ratio(coefficient, joined or "1", self._product([top.bottom, size]))

    def _flip_and_size(self, divisor: Ratio, value: Value) -> tuple[str, str]:
        """Check the top of a divisor and return its sign and its size."""
        away_from_zero = (value.low is not None and value.low > 0) or (
            value.high is not None and value.high < 0
        )
        checked = f"{divisor.top} checked"
        if not away_from_zero and self.known(checked) is None:
            self.emit(f"if not {divisor.top}: raise Undefined('division-by-zero')")
            self.remember(checked, True)
        way = sign(value)
        if way is None:
            return self.fresh(f"-1 if {divisor.top} < 0 else 1"), self.fresh(f"abs({divisor.top})")
        if (way > 0) == (divisor.coefficient > 0):
            return "1", divisor.top
        return "-1", self.fresh(f"-{divisor.top}")

    def extreme(self, of: nodes.Min | nodes.Max) -> Ratio:
        relation, fold = _EXTREMES[type(of)]
        best, *others = map(self._operand, of.parts)
        for other in others:
            best = self._better(best, relation, other), fold([best[1], other[1]])
        return best[0]

    def _better(self, left: Operand, relation: Relation, right: Operand) -> Ratio:
        return self._either(self._test(left, relation, right), lambda: left[0], lambda: right[0])

    def _either(self, test: str, then: Callable[[], Ratio], other: Callable[[], Ratio]) -> Ratio:
        """Write both branches and join their results under common names."""
        if test in ("True", "False"):
            return then() if test == "True" else other()
        start = len(self.lines)
        with self.block(f"if {test}:"):
            first, middle = then(), len(self.lines)
        with self.block("else:"):
            second = other()
        unit = self._unit([first, second])
        bottoms = first.bottom or second.bottom
        texts = (
            _inline(self.lines[start + 1 : middle], first, unit),
            _inline(self.lines[middle + 1 :], second, unit),
        )
        if None not in texts:
            del self.lines[start:]
            return Ratio(unit, self.fresh(f"{texts[0]} if {test} else {texts[1]}"))
        top, bottom = self.name(), self.name() if bottoms else None
        self._assign(len(self.lines), second, unit, top, bottom)
        self._assign(middle, first, unit, top, bottom)
        return Ratio(unit, top, bottom)

    def _assign(self, at: int, ratio: Ratio, unit: Fraction, top: str, bottom: str | None) -> None:
        """Insert the lines that name the result of a branch."""
        indent = "    " * (self.depth + 1)
        lines = [f"{indent}{top} = {scaled(ratio, unit)}"]
        if bottom is not None:
            lines.append(f"{indent}{bottom} = {ratio.bottom or 1}")
        self.lines[at:at] = lines

    def round(self, of: Round) -> Ratio:
        bare = self._pruned(of.of)
        moved = inward(Round(bare, of.rounding))
        if moved is not None:
            return self._limited(of, bare) or self.number(moved)
        ratio, step = self.number(bare), of.rounding.step
        if ratio.constant:
            return Ratio(of.rounding.apply(ratio.coefficient))
        steps = evolve(ratio, coefficient=ratio.coefficient / step)
        if ratio.bottom is None and steps.coefficient.denominator == 1:
            return ratio
        return Ratio(step, self.fresh(rounded(steps, of.rounding.mode, sign(self._bounds.of(bare)))))

    def _pruned(self, of: Number) -> Number:
        """Leave out constant limits that are never reached."""
        if not isinstance(of, nodes.Min | nodes.Max):
            return of
        others = tuple(self._pruned(part) for part in of.parts if not isinstance(part, Const))
        limits = tuple(part for part in of.parts if isinstance(part, Const))
        if not others or not limits:
            return of
        relation, _ = _EXTREMES[type(of)]
        bare = others[0] if len(others) == 1 else type(of)(others)
        reached = values.compare(self._bounds.of(bare), relation, self._bounds.of(type(of)(limits))).may_fail
        return type(of)((*others, *limits)) if reached else bare

    def _limited(self, of: Round, inner: Number) -> Ratio | None:
        """Compare with a constant limit before rounding, which is spared where the limit is reached."""
        if not isinstance(inner, nodes.Min | nodes.Max) or len(inner.parts) != 2:
            return None
        other, limit = inner.parts
        if not isinstance(limit, Const) or inward(Round(other, of.rounding)) is not None:
            return None
        test = self._test(self._operand(limit), _EXTREMES[type(inner)][0], self._operand(other))
        kept, rest = Round(limit, of.rounding), Round(other, of.rounding)
        return self._either(test, lambda: self.number(kept), lambda: self.number(rest))

    def work_index(self, of: nodes.WorkIndex) -> Ratio:
        day = rounded(self.number(of.of), "floor", None).removesuffix(" // 1")
        return Ratio(Fraction(1), self.fresh(f"{self.hold(of.calendar.working_index)}({day})"))

    def curve(self, of: nodes.Curve) -> Ratio:
        x, range_ = self._operand(of.of)
        slopes = [Ratio(piece.slope * x.coefficient, x.top, x.bottom) for piece in of.pieces]
        unit = self._unit([*slopes, *(Ratio(piece.intercept) for piece in of.pieces)])
        bottom = x.bottom if any(slope.coefficient for slope in slopes) else None
        top, keyword = self.name(), "if"
        for test, piece in self._branches(of.pieces, (x, range_)):
            header = f"{keyword} {test}" if test != "True" else "else" if keyword == "elif" else "if True"
            self.emit(f"{header}: {_on_piece(piece, x, bottom, unit, top)}")
            keyword = "elif"
        return Ratio(unit, top, bottom)

    def _branches(self, pieces: Sequence[Piece], x: Operand) -> Iterator[tuple[str, Piece | None]]:
        """Yield from the top down the tests that can decide and their piece, None for a hole.

        A test need only tell what the tests before it have left; the last is ``True``.
        """
        for end, included, piece in ends_of(pieces):
            test = "True" if end is None else self._test(x, ">=" if included else ">", _constant(end))
            if test != "False":
                yield test, piece
            if test == "True":
                return

    def choose(self, of: nodes.If) -> Ratio:
        test = self.condition(of.test)
        if test not in ("True", "False"):
            self._hoist(of)
        return self._either(test, lambda: self.number(of.then), lambda: self.number(of.other))

    def _hoist(self, of: nodes.If) -> None:
        """Write the parts that both branches need before the branches, so as not to write them twice."""
        shared = self._needed(of.then) & self._needed(of.other)
        waiting: list[Node] = [of.then]
        while waiting:
            part = waiting.pop()
            if part not in shared:
                waiting.extend(surely_read(part))
            elif isinstance(part, Number) and not isinstance(part, Const | Field | nodes.Column):
                self.number(part)

    def _needed(self, of: Node) -> frozenset[Node]:
        """Return the parts that are computed whenever the node is."""
        if of not in self._always:
            self._always[of] = frozenset({of}).union(*map(self._needed, surely_read(of)))
        return self._always[of]

    def group(self, of: Group) -> Ratio:
        top, bottom = self._groups[of]
        self.emit(f"if not {bottom}: raise Undefined('group')")
        return Ratio(Fraction(1), top, bottom)

    def call(self, of: nodes.Call) -> Ratio:
        arguments = "".join(f"{as_fraction(self.number(argument))}, " for argument in of.arguments)
        return self._split(self.fresh(f"call_function({self.hold(of)}, ({arguments}))"))

    def points(self, of: nodes.Points) -> Ratio:
        return self.number(of.of)

    def _split(self, fraction: str) -> Ratio:
        return Ratio(Fraction(1), self.fresh(f"{fraction}.numerator"), self.fresh(f"{fraction}.denominator"))

    # ── rows ────────────────────────────────────────────────────────────────────────

    def reduce(self, of: nodes.Reduce) -> Ratio:
        gathered = self.name()
        self.emit(f"{gathered} = []")
        if of.distinct is not None:
            self.emit(f"{gathered}_seen = set()")
        columns = self._layout.tables[of.table.key]
        cells = {
            name: Ratio(Fraction(1, scale), f"{gathered}_{place}")
            for place, (name, scale) in enumerate(columns)
        }
        names = ", ".join(cell.top for cell in cells.values())
        with self.row(f"for ({names},) in {self._inputs[of.table.key]}:", cells):
            unit = self._gather(of, gathered, cells)
        if of.drop_lowest or of.drop_highest:
            low, high = of.drop_lowest, of.drop_highest
            self.emit(f"{gathered}.sort()")
            self.emit(f"{gathered} = {gathered}[{low}:max({low}, len({gathered}) - {high})]")
        return self._folded(of, gathered, unit)

    def _gather(self, of: nodes.Reduce, gathered: str, cells: Mapping[str, Ratio]) -> Fraction | None:
        """Write what one row adds; return its unit, None for fractions."""
        test = "True" if of.where is None else self.condition(of.where)
        if test != "True":
            self.emit(f"if {_negated(test)}: continue")
        if of.distinct is not None:
            self.emit(f"if {cells[of.distinct].top} in {gathered}_seen: continue")
            self.emit(f"{gathered}_seen.add({cells[of.distinct].top})")
        ratio = self.number(of.of)
        unit = None if ratio.bottom is not None else common_unit([ratio.coefficient])
        self.emit(f"{gathered}.append({as_fraction(ratio) if unit is None else scaled(ratio, unit)})")
        return unit

    def _folded(self, of: nodes.Reduce, gathered: str, unit: Fraction | None) -> Ratio:
        if of.how == "count":
            return Ratio(Fraction(1), self.fresh(f"len({gathered})"))
        if of.how != "sum":
            self.emit(f"if not {gathered}: raise Undefined('fold-of-nothing')")
        value = f"{'sum' if of.how == 'mean' else of.how}({gathered})"
        ratio = (
            self._split(self.fresh(f"Fraction({value})")) if unit is None else Ratio(unit, self.fresh(value))
        )
        if of.how != "mean":
            return ratio
        return evolve(ratio, bottom=self._product([self.fresh(f"len({gathered})"), ratio.bottom]))

    # ── conditions ──────────────────────────────────────────────────────────────────

    def condition(self, of: Condition) -> str:
        """Return an expression that is true where the condition holds."""
        match of:
            case nodes.Truth():
                return str(of.value)
            case Field():
                return self._inputs[of.key]
            case nodes.Column():
                return self.column(of).top
            case nodes.Compare():
                return self._test(self._operand(of.left), of.relation, self._operand(of.right))
            case nodes.IsLevel():
                return f"{self._level(of.of)} in {self.hold(of.levels)}"
            case nodes.Given():
                key = of.of.key
                return f"{self._inputs[key]} is not None" if key in self._layout.optional else "True"
            case nodes.Applies():
                return self._applies.get(of.criterion, "True")
            case nodes.Not():
                return _negated(self.condition(of.of))
            case nodes.All():
                return _joined(" and ", "False", [self.condition(part) for part in of.parts])
            case nodes.Any_():
                return _joined(" or ", "True", [self.condition(part) for part in of.parts])
        raise TypeError(f"{type(of).__name__} is no condition")

    def _test(self, left: Operand, relation: Relation, right: Operand) -> str:
        """Compare two numbers, without code where what they may be tells."""
        truth = values.compare(left[1], relation, right[1])
        return (
            comparison(left[0], relation, right[0])
            if truth.may_hold == truth.may_fail
            else str(truth.may_hold)
        )


def _inline(lines: Sequence[str], ratio: Ratio, unit: Fraction) -> str | None:
    """Return a branch's result as one expression, if it is one."""
    text = scaled(ratio, unit)
    if ratio.bottom is not None or len(lines) > 1:
        return None
    if not lines:
        return text
    name, is_, expression = lines[0].strip().partition(" = ")
    if not is_ or name != text:
        return None
    return f"({expression})" if " if " in expression else expression


def _constant(value: Fraction) -> Operand:
    return Ratio(value), Value.known(value)


def _negated(text: str) -> str:
    plain = f"not {text}" if text.isidentifier() else f"not ({text})"
    return {"True": "False", "False": "True"}.get(text, plain)


def _joined(word: str, decides: str, texts: list[str]) -> str:
    neutral = _negated(decides)
    if decides in texts:
        return decides
    kept = [text for text in texts if text != neutral]
    return kept[0] if len(kept) == 1 else word.join(f"({text})" for text in kept) or neutral


def ends_of(pieces: Sequence[Piece]) -> Iterator[tuple[Fraction | None, bool, Piece | None]]:
    """Yield the ends of the pieces and holes from the top down: where each begins, and if it holds that."""
    above: Piece | None = None
    for piece in reversed(pieces):
        joins = above is not None and above.low == piece.high and above.low_in != piece.high_in
        if piece.high is not None and not joins:
            yield piece.high, not piece.high_in, None
        yield piece.low, piece.low_in, piece
        above = piece
    yield None, False, None


def _on_piece(piece: Piece | None, x: Ratio, bottom: str | None, unit: Fraction, top: str) -> str:
    if piece is None:
        return "raise Undefined('outside-curve')"
    slope, intercept = piece.slope * x.coefficient / unit, piece.intercept / unit
    return f"{top} = {total([(int(slope), (x.top,)), (int(intercept), (bottom,))])}"


_EXTREMES: Final[Mapping[type[Node], tuple[Relation, Callable[[list[Value]], Value]]]] = {
    nodes.Min: ("<=", values.least),
    nodes.Max: (">=", values.greatest),
}

_NUMBERS: dict[type[Node], Callable[[Writer, Any], Ratio]] = {
    Const: Writer.const,
    Field: Writer.field,
    nodes.Column: Writer.column,
    nodes.Lookup: Writer.lookup,
    nodes.Add: Writer.add,
    nodes.Mul: Writer.mul,
    nodes.Div: Writer.div,
    nodes.Min: Writer.extreme,
    nodes.Max: Writer.extreme,
    Round: Writer.round,
    nodes.WorkIndex: Writer.work_index,
    nodes.Curve: Writer.curve,
    nodes.If: Writer.choose,
    nodes.Reduce: Writer.reduce,
    Group: Writer.group,
    nodes.Call: Writer.call,
    nodes.Points: Writer.points,
}
