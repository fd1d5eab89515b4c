"""Formulas of every node over figures of every kind, and evidence for them, sure and unsure.

A `World` says which fields there are and what they may hold. Formulas read an optional
field only where it is given, and a field of a criterion that may not apply only where it
does, as those of a ruleset must.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any

from attrs import evolve, field, frozen
from hypothesis import strategies as st
from oracle import Unit

from thidua_scoring.calendar import WorkCalendar
from thidua_scoring.formula import nodes
from thidua_scoring.formula.analyse import Free, Range
from thidua_scoring.formula.evaluate import Figure, Level, Table
from thidua_scoring.formula.generate import Layout
from thidua_scoring.formula.values import Truth3, Value
from thidua_scoring.numbers import MODES, Rounding

Draw = Callable[[st.SearchStrategy[Any]], Any]

LEVELS = ("kém", "khá", "tốt")
DAY = date(2022, 1, 3).toordinal()
WEEKENDS = {date.fromordinal(DAY + n) for n in range(40) if date.fromordinal(DAY + n).weekday() >= 5}
CALENDAR = WorkCalendar(date.fromordinal(DAY), date.fromordinal(DAY) + timedelta(days=30), WEEKENDS)


# ── the world ───────────────────────────────────────────────────────────────────────


@frozen
class Spec:
    """A figure: how fine it is and between which ends it lies."""

    kind: str
    scale: int = 1
    low: Fraction | None = None
    high: Fraction | None = None

    def pick(self, rng: Random) -> Any:
        """Pick a figure."""
        if self.kind == "yes-no":
            return rng.random() < 0.5
        if self.kind == "level":
            return rng.choice(LEVELS)
        high = None if self.high is None else math.floor(self.high * self.scale)
        low = min(-7, high or 0) * self.scale if self.low is None else math.ceil(self.low * self.scale)
        return Fraction(rng.randint(low, low + 12 * self.scale if high is None else high), self.scale)


COLUMNS: Mapping[str, Spec] = {
    "mark": Spec("number", 2),
    "cases": Spec("count", 1, Fraction(0)),
    "ok": Spec("yes-no"),
    "grade": Spec("level"),
}


@frozen
class World:
    """Fields by their key, and which of them may be absent."""

    specs: Mapping[str, Spec]
    optional: frozenset[str] = frozenset({"A.maybe", "A.perhaps", "A.rumour", "A.annex"})

    def field(self, key: str) -> nodes.Field:
        criterion, name = key.split(".")
        kind: Any = "table" if key in TABLES else self.specs[key].kind
        return nodes.Field(name, kind, criterion)

    def ranges(self) -> dict[str, Range]:
        found = {
            key: Range(s.low, s.high, frozenset(LEVELS) if s.kind == "level" else None, key in self.optional)
            for key, s in self.specs.items()
        }
        return found | {"A.annex": Range(optional=True)}

    def layout(self, *outputs: nodes.Node) -> Layout:
        fields = tuple(dict.fromkeys(node for node in nodes.walk(*outputs) if isinstance(node, nodes.Field)))
        return Layout(
            fields=fields,
            scales={key: spec.scale for key, spec in self.specs.items()},
            optional=self.optional,
            applies=("B",),
            groups=tuple(node for node in nodes.walk(*outputs) if isinstance(node, nodes.Group)),
            tables={key: tuple((name, spec.scale) for name, spec in COLUMNS.items()) for key in TABLES},
        )


TABLES = ("A.rows", "A.annex")
_ENDS = ((None, None), (0, None), (0, 6), (1, None), (-3, 3), (None, 0), (-5, -1), (2, 2))
_PLAIN = ("A.x", "A.y", ".people", "A.share", "A.day")
_KINDS = {".people": "count", "A.share": "percent", "A.day": "date", "A.good": "yes-no", ".fact": "yes-no"}
_KINDS |= {"A.level": "level", "A.perhaps": "yes-no", "A.rumour": "level"}


@st.composite
def worlds(draw: Draw) -> World:
    specs = {}
    for key in ("A.x", "A.y", "A.maybe", "B.x"):
        low, high = draw(st.sampled_from(_ENDS))
        ends = (None if end is None else Fraction(end) for end in (low, high))
        specs[key] = Spec("number", draw(st.sampled_from((1, 4, 10))), *ends)
    specs[".people"] = Spec("count", 1, Fraction(draw(st.sampled_from((0, 1)))))
    specs["A.share"] = Spec("percent", 1000, Fraction(0), draw(st.sampled_from((None, Fraction(1)))))
    specs["A.day"] = Spec("date", 1, Fraction(DAY - 1), Fraction(DAY + 12))
    for key in ("A.good", ".fact", "A.level", "A.perhaps", "A.rumour"):
        specs[key] = Spec(_KINDS[key])
    return World(specs)


# ── formulas ────────────────────────────────────────────────────────────────────────


@frozen
class Scope:
    """What a formula may read at some place."""

    world: World
    depth: int
    open: frozenset[str] = frozenset()
    """Optional fields that are given here, and ``B`` where that criterion applies."""
    row: bool = False
    whole: bool = True
    """Whether groups, calls and all that may have no value are allowed."""
    pool: list[tuple[nodes.Number, frozenset[str], bool]] = field(factory=list)
    """Parts written so far, to be used again."""

    def deeper(self, **changes: Any) -> Scope:
        return evolve(self, depth=self.depth - 1, **changes)

    def keys(self, *kinds: str) -> list[str]:
        specs = self.world.specs
        return [k for k, s in specs.items() if s.kind in kinds and self.readable(k)]

    def readable(self, key: str) -> bool:
        shut = key in self.world.optional and key not in self.open
        return not shut and not (key.startswith("B.") and "B" not in self.open)


CONSTANTS = st.sampled_from([Fraction(n) for n in (0, 1, -1, 2, 6, -3)]) | st.sampled_from(
    [Fraction(1, 2), Fraction(1, 3), Fraction(49, 50), Fraction(-5, 4), Fraction(12, 10), Fraction(738_160)]
)
ROUNDINGS = st.builds(
    Rounding, st.sampled_from([Fraction(1, 100), Fraction(1), Fraction(1, 4), Fraction(1, 3), Fraction(5)]),
    st.sampled_from(MODES),
)  # fmt: skip
RELATIONS = st.sampled_from(["==", "!=", "<", "<=", ">", ">="])


def number(draw: Draw, scope: Scope) -> nodes.Number:
    usable = [part for part, needs, row in scope.pool if needs <= scope.open and row == scope.row]
    if usable and draw(st.integers(0, 4)) == 0:
        return draw(st.sampled_from(usable))
    kinds = [_leaf, _leaf] if scope.depth <= 0 else _INNER if scope.whole else _SAFE
    made = draw(st.sampled_from(kinds))(draw, scope)
    if scope.whole:
        scope.pool.append((made, scope.open, scope.row))
    return made


def _leaf(draw: Draw, scope: Scope) -> nodes.Number:
    shape = draw(st.integers(0, 5))
    if shape == 0:
        return nodes.Const(draw(CONSTANTS))
    if shape == 1:
        return _lookup(draw, scope)
    if scope.row and shape <= 4:
        name = draw(st.sampled_from(["mark", "cases"]))
        return nodes.Column(name, COLUMNS[name].kind)
    return scope.world.field(draw(st.sampled_from(scope.keys("number", "count", "percent", "date"))))


def _lookup(draw: Draw, scope: Scope) -> nodes.Lookup:
    of = scope.world.field(draw(st.sampled_from(scope.keys("level"))))
    column = nodes.Column("grade", "level")
    return nodes.Lookup(
        column if scope.row and draw(st.booleans()) else of,
        tuple((name, draw(CONSTANTS)) for name in LEVELS),
    )


def _parts(draw: Draw, scope: Scope, least: int) -> tuple[nodes.Number, ...]:
    return tuple(number(draw, scope.deeper()) for _ in range(draw(st.integers(least, 3))))


def _add(draw: Draw, scope: Scope) -> nodes.Number:
    return nodes.Add(_parts(draw, scope, 0))


def _mul(draw: Draw, scope: Scope) -> nodes.Number:
    return nodes.Mul(_parts(draw, scope, 0))


def _div(draw: Draw, scope: Scope) -> nodes.Number:
    return nodes.Div(number(draw, scope.deeper()), number(draw, scope.deeper()))


def _min(draw: Draw, scope: Scope) -> nodes.Number:
    return nodes.Min(_parts(draw, scope, 1))


def _max(draw: Draw, scope: Scope) -> nodes.Number:
    return nodes.Max(_parts(draw, scope, 1))


def _clamp(draw: Draw, scope: Scope) -> nodes.Number:
    ratio = nodes.Div(number(draw, scope.deeper()), number(draw, scope.deeper()))
    return nodes.Round(
        nodes.times(draw(CONSTANTS), nodes.clamp(ratio, Fraction(0), Fraction(1))), draw(ROUNDINGS)
    )


def _round(draw: Draw, scope: Scope) -> nodes.Number:
    return nodes.Round(number(draw, scope.deeper()), draw(ROUNDINGS))


def _work_index(draw: Draw, scope: Scope) -> nodes.Number:
    day = scope.world.field("A.day")
    shape = draw(st.integers(0, 3))
    of = number(draw, scope.deeper()) if shape == 0 else nodes.Add((day, nodes.Const(Fraction(shape - 1, 2))))
    return nodes.WorkIndex(of, CALENDAR)


def _curve(draw: Draw, scope: Scope) -> nodes.Number:
    return nodes.Curve(number(draw, scope.deeper()), draw(pieces()))


@st.composite
def pieces(draw: Draw) -> tuple[nodes.Piece, ...]:
    """Draw pieces in rising order, with holes, open and shut ends and single points."""
    numbers = st.sampled_from([Fraction(n, 2) for n in range(-4, 9)] + [Fraction(49, 50)])
    cuts = sorted(draw(st.lists(numbers, max_size=4, unique=True)))
    made, low, low_in = [], None, False
    sloped = draw(st.booleans())
    for high in [*cuts, None]:
        high_in = high is not None and draw(st.booleans())
        made.append(
            nodes.Piece(
                low, low_in, high, high_in, draw(CONSTANTS), draw(CONSTANTS) if sloped else Fraction(0)
            )
        )
        low, low_in = high, not high_in
        if high is not None and not high_in and draw(st.integers(0, 5)) == 0:
            low_in = False
    keep = draw(st.lists(st.integers(0, 7).map(bool), min_size=len(made), max_size=len(made)))
    return tuple(piece for piece, kept in zip(made, keep, strict=True) if kept)


def _choose(draw: Draw, scope: Scope) -> nodes.Number:
    shut = sorted((scope.world.optional | {"B"}) - scope.open)
    if shut and draw(st.booleans()):
        key = draw(st.sampled_from(shut))
        test: nodes.Condition = nodes.Applies("B") if key == "B" else nodes.Given(scope.world.field(key))
        if draw(st.booleans()):
            test = nodes.All((condition(draw, scope.deeper()), test))
        then = number(draw, scope.deeper(open=scope.open | {key}))
        return nodes.If(test, then, number(draw, scope.deeper()))
    return nodes.If(
        condition(draw, scope.deeper()), number(draw, scope.deeper()), number(draw, scope.deeper())
    )


def _reduce(draw: Draw, scope: Scope) -> nodes.Number:
    inner = scope.deeper(row=True)
    drop = draw(st.integers(0, 3)) == 0
    return nodes.Reduce(
        draw(st.sampled_from(["sum", "count", "mean", "max", "min"])),
        scope.world.field("A.annex" if "A.annex" in scope.open else "A.rows"),
        number(draw, inner),
        condition(draw, inner) if draw(st.booleans()) else None,
        draw(st.sampled_from([None, None, *COLUMNS])),
        draw(st.integers(0, 2)) if drop else 0,
        draw(st.integers(0, 2)) if drop else 0,
    )


def _group(draw: Draw, scope: Scope) -> nodes.Number:
    apart = Scope(scope.world, depth=1, whole=False)
    how = draw(st.sampled_from(["sum", "count", "rank", "mean", "max", "min"]))
    among = condition(draw, apart) if how in ("sum", "count", "rank") and draw(st.booleans()) else None
    return nodes.Group(how, number(draw, apart), among)


def whole(*arguments: Fraction) -> int:
    return math.floor(sum(arguments))


def tenths(*arguments: Fraction) -> Decimal:
    return Decimal(math.floor(10 * sum(arguments))).scaleb(-1)


def sometimes_inexact(*arguments: Fraction) -> Any:
    return sum(arguments, Fraction(0)) if math.floor(sum(arguments)) % 2 else Decimal("NaN")


def _call(draw: Draw, scope: Scope) -> nodes.Number:
    low, high = draw(st.sampled_from([(None, None), (Fraction(0), None), (Fraction(-2), Fraction(5))]))
    function = draw(st.sampled_from([whole, whole, tenths, tenths, sometimes_inexact]))
    return nodes.Call(function, _parts(draw, scope, 0), "f", low, high)


def _points(draw: Draw, scope: Scope) -> nodes.Number:
    return nodes.Points("A", number(draw, scope.deeper()))


_SAFE = [_leaf, _add, _mul, _min, _max, _round, _choose]
_INNER = [_leaf, _add, _mul, _div, _div, _min, _max, _clamp, _round, _round, _work_index, _curve, _curve]
_INNER += [_choose, _choose, _reduce, _reduce, _group, _call, _points]


def condition(draw: Draw, scope: Scope) -> nodes.Condition:
    shape = draw(st.integers(0, 6 if scope.depth > 0 else 4))
    if shape == 0:
        return nodes.Truth(draw(st.booleans()))
    if shape == 1:
        if scope.row and draw(st.booleans()):
            return nodes.Column("ok", "yes-no")
        return scope.world.field(draw(st.sampled_from(scope.keys("yes-no"))))
    if shape == 2:
        levels = frozenset(draw(st.sets(st.sampled_from(LEVELS))))
        return nodes.IsLevel(_lookup(draw, scope).of, levels)
    if shape in (3, 4):
        left = number(draw, scope.deeper())
        return nodes.Compare(left, draw(RELATIONS), number(draw, scope.deeper()))
    if shape == 5:
        return nodes.Not(condition(draw, scope.deeper()))
    kind = draw(st.sampled_from([nodes.All, nodes.Any_]))
    return kind(tuple(condition(draw, scope.deeper()) for _ in range(draw(st.integers(0, 3)))))


@st.composite
def formulas(draw: Draw, world: World, *, depth: int = 4) -> nodes.Number:
    return number(draw, Scope(world, depth))


@st.composite
def outputs(draw: Draw, world: World) -> list[nodes.Node]:
    """Draw some numbers and perhaps a condition that share parts, and the sum of all."""
    scope = Scope(world, draw(st.integers(1, 4)))
    lines = [number(draw, scope) for _ in range(draw(st.integers(1, 3)))]
    conditions = [condition(draw, scope)] if draw(st.booleans()) else []
    return [*lines, *conditions, nodes.Add(tuple(lines))]


# ── evidence ────────────────────────────────────────────────────────────────────────

RANDOM = st.randoms(use_true_random=True)
"""Evidence is drawn from a seed, since hypothesis draws too slowly to try each formula on much."""


def read_by(*formulas: nodes.Node) -> list[str]:
    """Return the keys of the fields that formulas read."""
    return sorted({node.key for node in nodes.walk(*formulas) if isinstance(node, nodes.Field)})


def some_rows(rng: Random) -> list[dict[str, Any]]:
    return [{name: spec.pick(rng) for name, spec in COLUMNS.items()} for _ in range(rng.randrange(5))]


def some_unit(rng: Random, world: World, *formulas: nodes.Node, applies: bool | None = None) -> Unit:
    """Make a unit of which everything that the formulas read is known."""
    figures: dict[str, Any] = {}
    applies = rng.random() < 0.5 if applies is None else applies
    for key in read_by(*formulas):
        absent = not applies if key == "B.x" else key in world.optional and rng.random() < 0.4
        figures[key] = None if absent else some_figure(rng, world, key)
    return Unit(figures, {"B": applies})


def some_figure(rng: Random, world: World, key: str) -> Any:
    return some_rows(rng) if key in TABLES else world.specs[key].pick(rng)


def columns(
    layout: Layout, bloc: Sequence[Unit], group: Callable[[nodes.Group, Unit], Fraction]
) -> list[list[Any]]:
    """Lay units out as the generated function reads them."""
    made = [
        [_scaled(unit.figures[f.key], layout.scales.get(f.key, 1), layout) for unit in bloc]
        for f in layout.fields
    ]
    made += [[unit.applies.get(criterion, True) for unit in bloc] for criterion in layout.applies]
    for of in layout.groups:
        values = [group(of, unit) for unit in bloc]
        made += [[value.numerator for value in values], [value.denominator for value in values]]
    return made or [[None] * len(bloc)]


def _scaled(figure: Any, scale: int, layout: Layout) -> Any:
    if isinstance(figure, Fraction):
        assert (figure * scale).denominator == 1
        return int(figure * scale)
    if isinstance(figure, list):
        return [
            tuple(_scaled(row[name], spec.scale, layout) for name, spec in COLUMNS.items()) for row in figure
        ]
    return figure


# ── evidence that is not sure ───────────────────────────────────────────────────────

Picker = Callable[[Random], Any]


@frozen
class Slot:
    """A figure as the evaluator sees it, and what it may turn out to be."""

    figure: Figure
    at_point: Picker
    """What it is as far as it is known: the rest is drawn."""
    anywhere: Picker

    @property
    def has_point(self) -> bool:
        if isinstance(self.figure, Table):
            rows = self.figure.rows
            return rows is not None and all(cell.point is not None for row in rows for cell in row.values())
        return self.figure.point is not None


@frozen
class Doubtful:
    """Inputs of one unit, some of them missing or unconfirmed."""

    world: World
    slots: Mapping[str, Slot]
    there: Mapping[str, Truth3]
    """Whether optional fields are given and whether ``B`` applies."""

    def figure(self, of: nodes.Field) -> Figure:
        return self.slots[of.key].figure

    def given(self, of: nodes.Field) -> Truth3:
        return self.there.get(of.key, Truth3.known(True))

    def applies(self, criterion: str) -> Truth3:
        return self.there.get(criterion, Truth3.known(True))

    def group(self, of: nodes.Group) -> Value:
        return Free(self.world.ranges()).group(of)

    def claim(self, criterion: str, points: Value) -> Value:
        return points

    def turned_out(self, rng: Random, *, confirmed: bool) -> Unit:
        """Pick what the unit may turn out to be; if ``confirmed``, all that has a point stays there."""
        figures = {key: (s.at_point if confirmed else s.anywhere)(rng) for key, s in self.slots.items()}
        there = {}
        for key, truth in self.there.items():
            free = truth.may_hold and truth.may_fail and not (confirmed and truth.point is not None)
            there[key] = rng.random() < 0.5 if free else bool(truth.point)
            if not there[key]:
                figures["B.x" if key == "B" else key] = None
        return Unit(figures, {"B": there["B"]})

    @property
    def all_points(self) -> bool:
        """Whether every figure has a point."""
        truths = [truth.point is not None for truth in self.there.values()]
        return all(truths) and all(slot.has_point for slot in self.slots.values())


def some_slot(rng: Random, spec: Spec, *, sure: bool = False, narrow: bool = False) -> Slot:
    """Make a figure that is known, unconfirmed or missing."""
    raw = spec.pick(rng)
    state = "known" if sure else rng.choice(["known", "known", "unconfirmed", "missing"])
    if state == "known":
        return Slot(_figure(spec, raw, raw, raw), lambda _: raw, lambda _: raw)
    if narrow and isinstance(raw, Fraction):
        spec = evolve(spec, low=raw - rng.randrange(3) * (raw > 1), high=raw + rng.randrange(3))
    point = raw if state == "unconfirmed" else None
    anywhere = spec.pick
    return Slot(
        _figure(spec, point, spec.low, spec.high), anywhere if point is None else lambda _: raw, anywhere
    )


def _figure(spec: Spec, point: Any, low: Any, high: Any) -> Any:
    if spec.kind == "yes-no":
        return Truth3.known(point) if low is not None else Truth3(point, True, True)
    if spec.kind == "level":
        return Level(point, frozenset(LEVELS if low is None else {point}))
    return Value.between(low, high, point)


def _some_table(rng: Random) -> Slot:
    state = rng.choice(["known", "known", "unconfirmed", "missing"])
    if state == "missing":
        return Slot(Table(None), some_rows, some_rows)
    sure = rng.random() < 0.5
    cells = [
        {name: some_slot(rng, spec, sure=sure, narrow=True) for name, spec in COLUMNS.items()}
        for _ in range(rng.randrange(5))
    ]
    figure = Table([{name: c.figure for name, c in row.items()} for row in cells], confirmed=state == "known")

    def at_point(rng: Random) -> Any:
        return [{name: cell.at_point(rng) for name, cell in row.items()} for row in cells]

    def anywhere(rng: Random) -> Any:
        return [{name: cell.anywhere(rng) for name, cell in row.items()} for row in cells]

    return Slot(figure, at_point, anywhere if state == "known" else some_rows)


def some_doubtful(rng: Random, world: World, *formulas: nodes.Node) -> Doubtful:
    """Make a unit of which some of what the formulas read is in doubt."""
    read = read_by(*formulas)
    slots = {key: _some_table(rng) if key in TABLES else some_slot(rng, world.specs[key]) for key in read}
    truths = [Truth3.known(True), Truth3.known(False), *(Truth3(p, True, True) for p in (None, True, False))]
    unsure = [key for key in ["B", *read] if key in world.optional | {"B"}]
    return Doubtful(world, slots, {key: rng.choice(truths) for key in unsure})


@frozen
class Known:
    """Inputs of one unit of which everything is known."""

    world: World
    unit: Unit
    of_bloc: Callable[[nodes.Group], Fraction]

    def figure(self, of: nodes.Field) -> Figure:
        raw = self.unit.figures[of.key]
        if isinstance(raw, list):
            return Table([{n: _figure(s, row[n], row[n], row[n]) for n, s in COLUMNS.items()} for row in raw])
        return _figure(self.world.specs[of.key], raw, raw, raw)

    def given(self, of: nodes.Field) -> Truth3:
        return Truth3.known(self.unit.figures[of.key] is not None)

    def applies(self, criterion: str) -> Truth3:
        return Truth3.known(self.unit.applies.get(criterion, True))

    def group(self, of: nodes.Group) -> Value:
        return Value.known(self.of_bloc(of))

    def claim(self, criterion: str, points: Value) -> Value:
        return points
