"""Turn formulas into one Python function over integers, exact and fast.

Every figure of a column comes as an integer at a common scale (12,5 at scale 100 is
1250), so the generated function adds, multiplies and compares integers alone, and divides
only with ``//`` where the ruleset rounds. A quotient that is not rounded yet is carried as
two integers. Python's integers do not overflow, so nothing is ever approximate.

Each value in flight is a `_Ratio`, ``coefficient · top / bottom``, in which the coefficient
is known now and costs nothing later.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from fractions import Fraction
from math import gcd, lcm
from typing import Any

from attrs import evolve, frozen

from thidua_scoring.formula import nodes
from thidua_scoring.formula.analyse import Range, bounds
from thidua_scoring.formula.evaluate import call_function
from thidua_scoring.formula.nodes import Condition, Field, Group, Node, Number
from thidua_scoring.formula.values import Undefined
from thidua_scoring.numbers import round_quotient


@frozen
class Layout:
    """How evidence lies in the columns that the generated function reads.

    The columns come in this order: ``fields``, then ``applies``, then two for each of
    ``groups`` (numerator and denominator).
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


@frozen
class Program:
    """A generated function and the meaning of what it returns.

    ``run(columns)`` returns one tuple a unit with one entry an output. An entry is an
    integer to be multiplied by the output's unit, or a ``Fraction`` if that is None, or a
    truth for a condition.
    """

    run: Callable[[Sequence[Sequence[Any]]], list[tuple[Any, ...]]]
    units: tuple[Fraction | None, ...]
    source: str


def generate(outputs: Sequence[Node], layout: Layout, ranges: Mapping[str, Range]) -> Program:
    """Generate the function that computes ``outputs`` for every unit."""
    return _Writer(layout, ranges).program(outputs)


@frozen
class _Ratio:
    """``coefficient · top / bottom``; texts are Python atoms, no bottom means 1."""

    coefficient: Fraction
    top: str = "1"
    bottom: str | None = None

    @property
    def constant(self) -> bool:
        return self.top == "1" and self.bottom is None


class _Writer:
    def __init__(self, layout: Layout, ranges: Mapping[str, Range]):
        self.layout = layout
        self.ranges = ranges
        self.names: dict[str, Any] = {
            "Fraction": Fraction,
            "Undefined": Undefined,
            "round_quotient": round_quotient,
            "call_function": call_function,
        }
        self.lines: list[str] = []
        self.depth = 2
        self.count = 0
        self.scopes: list[dict[Node, Any]] = [{}]
        self.inputs = {field.key: f"i{n}" for n, field in enumerate(layout.fields)}
        self.applies = {criterion: f"a{n}" for n, criterion in enumerate(layout.applies)}
        self.groups = {group: (f"g{n}", f"h{n}") for n, group in enumerate(layout.groups)}

    # ── the frame ───────────────────────────────────────────────────────────────────

    def program(self, outputs: Sequence[Node]) -> Program:
        results = [self._output(output) for output in outputs]
        names = [*self.inputs.values(), *self.applies.values()]
        names += [name for pair in self.groups.values() for name in pair]
        heads = f"for ({', '.join(names)},) in zip(*columns):" if names else "for _ in columns[0]:"
        entries = ", ".join(text for text, _ in results)
        source = "\n".join(
            [
                "def run(columns):",
                "    out = []",
                "    keep = out.append",
                f"    {heads}",
                *self.lines,
                f"        keep(({entries},))",
                "    return out",
            ]
        )
        exec(compile(source, "<ruleset>", "exec"), self.names)
        return Program(self.names["run"], tuple(unit for _, unit in results), source)

    def _output(self, output: Node) -> tuple[str, Fraction | None]:
        if isinstance(output, Condition) and not (isinstance(output, Field) and output.kind != "yes-no"):
            return self.condition(output), None
        assert isinstance(output, Number)
        ratio = self.number(output)
        if ratio.bottom is not None:
            return self._fraction(ratio), None
        if ratio.coefficient <= 0:
            return f"-({ratio.top})" if ratio.coefficient else "0", abs(ratio.coefficient) or Fraction(1)
        return ratio.top, ratio.coefficient

    def emit(self, line: str) -> None:
        self.lines.append("    " * self.depth + line)

    def fresh(self, expression: str) -> str:
        """Keep an expression under a new name; an atom stays as it is."""
        if expression.isidentifier() or expression.isdigit():
            return expression
        name = self.name()
        self.emit(f"{name} = {expression}")
        return name

    def name(self) -> str:
        self.count += 1
        return f"t{self.count}"

    def hold(self, thing: object) -> str:
        """Make an object known to the generated code."""
        name = f"k{len(self.names)}"
        self.names[name] = thing
        return name

    @contextmanager
    def block(self, header: str) -> Iterator[None]:
        """Open an indented block whose shared parts are not seen outside it."""
        self.emit(header)
        self.depth += 1
        self.scopes.append({})
        yield
        self.scopes.pop()
        self.depth -= 1

    def _known(self, of: Node) -> Any:
        return next((scope[of] for scope in reversed(self.scopes) if of in scope), None)

    # ── numbers ─────────────────────────────────────────────────────────────────────

    def number(self, of: Number) -> _Ratio:
        known = self._known(of)
        if known is None:
            known = self.scopes[-1][of] = _NUMBERS[type(of)](self, of)
        assert isinstance(known, _Ratio)
        return known

    def const(self, of: nodes.Const) -> _Ratio:
        return _Ratio(of.value)

    def field(self, of: Field) -> _Ratio:
        return _Ratio(Fraction(1, self.layout.scales.get(of.key, 1)), self.inputs[of.key])

    def column(self, of: nodes.Column) -> _Ratio:
        found = self._known(of)
        assert isinstance(found, _Ratio)
        return found

    def lookup(self, of: nodes.Lookup) -> _Ratio:
        level = self.level(of.of)
        unit = _common([_Ratio(value) for _, value in of.values])
        table = {name: int(value / unit) for name, value in of.values}
        return _Ratio(unit, self.fresh(f"{self.hold(table)}[{level}]"))

    def level(self, of: Field | nodes.Column) -> str:
        return self.inputs[of.key] if isinstance(of, Field) else self.column(of).top

    def add(self, of: nodes.Add) -> _Ratio:
        terms = [ratio for ratio in map(self.number, of.terms) if ratio.coefficient]
        if not terms:
            return _Ratio(Fraction(0))
        if all(term.constant for term in terms):
            return _Ratio(sum((term.coefficient for term in terms), Fraction(0)))
        bottoms = sorted({term.bottom for term in terms if term.bottom is not None})
        unit = _common(terms)
        parts = [_scaled(term, unit, [b for b in bottoms if b != term.bottom]) for term in terms]
        return _Ratio(unit, self.fresh(" + ".join(parts)), self._joined(bottoms))

    def mul(self, of: nodes.Mul) -> _Ratio:
        factors = [self.number(factor) for factor in of.factors]
        coefficient = Fraction(1)
        for factor in factors:
            coefficient *= factor.coefficient
        if not coefficient:
            return _Ratio(Fraction(0))
        tops = [factor.top for factor in factors if factor.top != "1"]
        bottoms = [factor.bottom for factor in factors if factor.bottom is not None]
        return _Ratio(coefficient, self.fresh(" * ".join(tops) or "1"), self._joined(bottoms))

    def _joined(self, bottoms: Sequence[str]) -> str | None:
        return self.fresh(" * ".join(bottoms)) if bottoms else None

    def div(self, of: nodes.Div) -> _Ratio:
        top, bottom = self.number(of.top), self.number(of.bottom)
        if bottom.constant:
            if not bottom.coefficient:
                self.emit("raise Undefined('division-by-zero')")
                return _Ratio(Fraction(0))
            return evolve(top, coefficient=top.coefficient / bottom.coefficient)
        sign, divisor = self._positive(of.bottom, bottom)
        tops = [text for text in (top.top, sign, bottom.bottom) if text not in (None, "1")]
        texts = [text for text in tops if text is not None]
        joined = self._joined([text for text in (divisor, top.bottom) if text is not None])
        coefficient = top.coefficient / abs(bottom.coefficient)
        return _Ratio(coefficient, self.fresh(" * ".join(texts) or "1"), joined)

    def _positive(self, of: Number, ratio: _Ratio) -> tuple[str, str]:
        """Check a divisor and return its sign and size, both as integers."""
        found = bounds(of, self.ranges)
        self.emit(f"if not {ratio.top}: raise Undefined('division-by-zero')")
        if found.low is not None and found.low >= 0 and ratio.coefficient > 0:
            return "1", ratio.top
        flip = "<" if ratio.coefficient > 0 else ">"
        return self.fresh(f"(-1 if {ratio.top} {flip} 0 else 1)"), self.fresh(f"abs({ratio.top})")

    def extreme(self, of: nodes.Min | nodes.Max) -> _Ratio:
        relation: nodes.Relation = "<=" if isinstance(of, nodes.Min) else ">="
        best, *others = [self.number(part) for part in of.parts]
        for other in others:
            best = self._better(best, relation, other)
        return best

    def _better(self, left: _Ratio, relation: nodes.Relation, right: _Ratio) -> _Ratio:
        test = _comparison(left, relation, right)
        if test in ("True", "False"):
            return left if test == "True" else right
        unit = _common([left, right])
        if left.bottom is None and right.bottom is None:
            return _Ratio(unit, self.fresh(f"({_scaled(left, unit)} if {test} else {_scaled(right, unit)})"))
        return self._either(test, lambda: left, lambda: right)

    def _either(self, test: str, then: Callable[[], _Ratio], other: Callable[[], _Ratio]) -> _Ratio:
        """Write both branches and join their results under common names."""
        with self.block(f"if {test}:"):
            first, first_end = then(), len(self.lines)
        with self.block("else:"):
            second = other()
            unit = _common([first, second])
            top, bottom = self.name(), None
            if first.bottom or second.bottom:
                bottom = self.name()
            self._assign(top, bottom, second, unit)
            tail, self.lines = self.lines[first_end:], self.lines[:first_end]
            self._assign(top, bottom, first, unit)
            self.lines += tail
        return _Ratio(unit, top, bottom)

    def _assign(self, top: str, bottom: str | None, ratio: _Ratio, unit: Fraction) -> None:
        self.emit(f"{top} = {_scaled(ratio, unit)}")
        if bottom is not None:
            self.emit(f"{bottom} = {ratio.bottom or 1}")

    def round(self, of: nodes.Round) -> _Ratio:
        ratio, step = self.number(of.of), of.rounding.step
        scale = ratio.coefficient / step
        if ratio.constant:
            return _Ratio(of.rounding.apply(ratio.coefficient))
        if ratio.bottom is None and scale.denominator == 1:
            return ratio
        top = _times(scale.numerator, ratio.top)
        bottom = _times(scale.denominator, ratio.bottom or "1")
        low = bounds(of.of, self.ranges).low
        mode = of.rounding.mode
        if mode == "floor" or (mode == "down" and low is not None and low >= 0):
            return _Ratio(step, self.fresh(f"{top} // ({bottom})"))
        if mode == "half-up" and low is not None and low >= 0:
            twice_top = _times(2 * scale.numerator, ratio.top)
            twice = _times(2 * scale.denominator, ratio.bottom or "1")
            return _Ratio(step, self.fresh(f"({twice_top} + {bottom}) // ({twice})"))
        return _Ratio(step, self.fresh(f"round_quotient({top}, {bottom}, {mode!r})"))

    def work_index(self, of: nodes.WorkIndex) -> _Ratio:
        day = self.number(of.of)
        text = str(int(day.coefficient)) if day.constant else day.top
        return _Ratio(Fraction(1), self.fresh(f"{self.hold(of.calendar.working_index)}({text})"))

    def curve(self, of: nodes.Curve) -> _Ratio:
        x = self.number(of.of)
        steps = all(piece.slope == 0 for piece in of.pieces)
        parts = [_Ratio(piece.intercept) for piece in of.pieces]
        parts += [_Ratio(piece.slope * x.coefficient) for piece in of.pieces]
        unit = _common(parts)
        top = self.name()
        keyword = "if"
        for test, piece in zip(_tests(of.pieces, x), of.pieces, strict=True):
            if keyword == "if" and test == "True":
                test = "1"
            self.emit(f"{keyword} {test}:" if test != "True" else "else:")
            constant = _times(int(piece.intercept / unit), "1" if steps or not x.bottom else x.bottom)
            slope = int(piece.slope * x.coefficient / unit)
            self.emit(f"    {top} = {constant}" + (f" + {_times(slope, x.top)}" if slope else ""))
            keyword = "elif"
        if test != "True":
            self.emit("else: raise Undefined('outside-curve')")
        return _Ratio(unit, top, None if steps else x.bottom)

    def choose(self, of: nodes.If) -> _Ratio:
        test = self.condition(of.test)
        if test in ("True", "False"):
            return self.number(of.then if test == "True" else of.other)
        return self._either(test, lambda: self.number(of.then), lambda: self.number(of.other))

    def group(self, of: Group) -> _Ratio:
        top, bottom = self.groups[of]
        return _Ratio(Fraction(1), top, bottom)

    def call(self, of: nodes.Call) -> _Ratio:
        arguments = [self._fraction(self.number(argument)) for argument in of.arguments]
        value = self.fresh(f"call_function({self.hold(of)}, ({', '.join(arguments)},))")
        return self._split(value)

    def points(self, of: nodes.Points) -> _Ratio:
        return self.number(of.of)

    def _fraction(self, ratio: _Ratio) -> str:
        scale = ratio.coefficient
        bottom = _times(scale.denominator, ratio.bottom or "1")
        return f"Fraction({_times(scale.numerator, ratio.top)}, {bottom})"

    def _split(self, fraction: str) -> _Ratio:
        name = self.fresh(fraction)
        return _Ratio(Fraction(1), self.fresh(f"{name}.numerator"), self.fresh(f"{name}.denominator"))

    # ── rows ────────────────────────────────────────────────────────────────────────

    def reduce(self, of: nodes.Reduce) -> _Ratio:
        gathered = self.name()
        self.emit(f"{gathered} = []")
        if of.distinct is not None:
            self.emit(f"{gathered}_seen = set()")
        columns = self.layout.tables[of.table.key]
        names = [f"r{n}" for n in range(len(columns))]
        with self.block(f"for ({', '.join(names)},) in {self.inputs[of.table.key]}:"):
            self._row(of.of, dict(zip(names, columns, strict=True)))
            if of.where is not None:
                self._row(of.where, dict(zip(names, columns, strict=True)))
                self.emit(f"if not ({self.condition(of.where)}): continue")
            if of.distinct is not None:
                key = names[[name for name, _ in columns].index(of.distinct)]
                self.emit(f"if {key} in {gathered}_seen: continue")
                self.emit(f"{gathered}_seen.add({key})")
            ratio = self.number(of.of)
            exact = ratio.bottom is None
            unit = _common([ratio]) if exact else Fraction(1)
            self.emit(f"{gathered}.append({_scaled(ratio, unit) if exact else self._fraction(ratio)})")
        self._trimmed(of, gathered)
        return self._folded(of, gathered, unit, exact=exact)

    def _row(self, of: Node, names: Mapping[str, tuple[str, int]]) -> None:
        """Make the columns of the row at hand known to what is written next."""
        by_column = {column: (name, scale) for name, (column, scale) in names.items()}
        for node in nodes.walk(of):
            if isinstance(node, nodes.Column):
                name, scale = by_column[node.name]
                self.scopes[-1][node] = _Ratio(Fraction(1, scale), name)

    def _trimmed(self, of: nodes.Reduce, gathered: str) -> None:
        if of.drop_lowest or of.drop_highest:
            self.emit(f"{gathered}.sort()")
            self.emit(f"{gathered} = {gathered}[{of.drop_lowest}:max({of.drop_lowest}, len({gathered}) - {of.drop_highest})]")

    def _folded(self, of: nodes.Reduce, gathered: str, unit: Fraction, *, exact: bool) -> _Ratio:
        if of.how == "count":
            return _Ratio(Fraction(1), self.fresh(f"len({gathered})"))
        if of.how != "sum":
            self.emit(f"if not {gathered}: raise Undefined('fold-of-nothing')")
        fold = "sum" if of.how == "mean" else of.how
        value = self.fresh(f"{fold}({gathered})")
        ratio = _Ratio(unit, value) if exact else self._split(f"Fraction({value})")
        if of.how != "mean":
            return ratio
        length = self.fresh(f"len({gathered})")
        return evolve(ratio, bottom=self._joined([t for t in (length, ratio.bottom) if t is not None]))

    # ── conditions ──────────────────────────────────────────────────────────────────

    def condition(self, of: Condition) -> str:
        """Return an expression that is true where the condition holds."""
        match of:
            case nodes.Truth():
                return str(of.value)
            case Field():
                return self.inputs[of.key]
            case nodes.Column():
                return self.column(of).top
            case nodes.Compare():
                return _comparison(self.number(of.left), of.relation, self.number(of.right))
            case nodes.IsLevel():
                return f"{self.level(of.of)} in {self.hold(of.levels)}"
            case nodes.Given():
                return f"{self.inputs[of.of.key]} is not None" if of.of.key in self.layout.optional else "True"
            case nodes.Applies():
                return self.applies.get(of.criterion, "True")
            case nodes.Not():
                return _negated(self.condition(of.of))
            case nodes.All():
                return _joined_truth(" and ", "False", [self.condition(part) for part in of.parts])
            case nodes.Any_():
                return _joined_truth(" or ", "True", [self.condition(part) for part in of.parts])
        raise TypeError(f"{type(of).__name__} is no condition")


def _negated(text: str) -> str:
    return {"True": "False", "False": "True"}.get(text, f"not ({text})")


def _joined_truth(word: str, decides: str, texts: list[str]) -> str:
    neutral = _negated(decides)
    if decides in texts:
        return decides
    kept = [f"({text})" for text in texts if text != neutral]
    return word.join(kept) or neutral


def _common(ratios: Sequence[_Ratio]) -> Fraction:
    """Return the largest unit that every coefficient is a whole multiple of."""
    coefficients = [ratio.coefficient for ratio in ratios if ratio.coefficient]
    if not coefficients:
        return Fraction(1)
    bottom = lcm(*(coefficient.denominator for coefficient in coefficients))
    return Fraction(gcd(*(int(coefficient * bottom) for coefficient in coefficients)), bottom)


def _times(factor: int, text: str) -> str:
    if text == "1" or factor == 0:
        return str(factor)
    return text if factor == 1 else f"{factor} * {text}"


def _scaled(ratio: _Ratio, unit: Fraction, others: Sequence[str] = ()) -> str:
    """Write the top of a ratio in a unit, over a bottom shared with others."""
    return " * ".join([_times(int(ratio.coefficient / unit), ratio.top), *others])


def _comparison(left: _Ratio, relation: nodes.Relation, right: _Ratio) -> str:
    """Compare by multiplying crosswise; bottoms are above zero."""
    if left.constant and right.constant:
        return str(eval(f"left {relation} right", {"left": left.coefficient, "right": right.coefficient}))
    unit = _common([left, right])
    sides = [
        _scaled(left, unit, [right.bottom] if right.bottom else []),
        _scaled(right, unit, [left.bottom] if left.bottom else []),
    ]
    return f" {relation} ".join(sides)


def _tests(pieces: Sequence[nodes.Piece], x: _Ratio) -> Iterator[str]:
    """Yield the test that singles out each piece, those before it having failed."""
    previous: nodes.Piece | None = None
    for piece in pieces:
        tests = []
        follows = previous is not None and previous.high == piece.low and previous.high_in != piece.low_in
        if piece.low is not None and not follows:
            tests.append(_comparison(x, ">=" if piece.low_in else ">", _Ratio(piece.low)))
        if piece.high is not None:
            tests.append(_comparison(x, "<=" if piece.high_in else "<", _Ratio(piece.high)))
        yield _joined_truth(" and ", "False", tests)
        previous = piece


_NUMBERS: dict[type[Node], Callable[[_Writer, Any], _Ratio]] = {
    nodes.Const: _Writer.const,
    nodes.Field: _Writer.field,
    nodes.Column: _Writer.column,
    nodes.Lookup: _Writer.lookup,
    nodes.Add: _Writer.add,
    nodes.Mul: _Writer.mul,
    nodes.Div: _Writer.div,
    nodes.Min: _Writer.extreme,
    nodes.Max: _Writer.extreme,
    nodes.Round: _Writer.round,
    nodes.WorkIndex: _Writer.work_index,
    nodes.Curve: _Writer.curve,
    nodes.If: _Writer.choose,
    nodes.Reduce: _Writer.reduce,
    nodes.Group: _Writer.group,
    nodes.Call: _Writer.call,
    nodes.Points: _Writer.points,
}
