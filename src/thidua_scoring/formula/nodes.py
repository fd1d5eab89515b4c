"""The closed set of formula nodes: what every rule is made of.

A formula is a value: frozen, comparable, free of evidence, free of code (but for
`Call`). Everything that reads formulas (evaluation, generated code, bounds, texts) lives
in a module of its own beside this one and handles each node type by name.

Numbers are exact fractions. A percentage is its share (98 % is 49/50) and a date its
ordinal (``date.toordinal``), so that both compare and subtract like other numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from attrs import evolve, fields, frozen

from thidua_scoring.numbers import Rounding

if TYPE_CHECKING:
    from thidua_scoring.calendar import WorkCalendar

Form: TypeAlias = Literal["number", "count", "percent", "date"]
FieldKind: TypeAlias = Literal["number", "count", "percent", "date", "yes-no", "level", "text", "table"]
Relation: TypeAlias = Literal["==", "!=", "<", "<=", ">", ">="]
Fold: TypeAlias = Literal["sum", "count", "mean", "max", "min"]
Standing: TypeAlias = Literal["sum", "count", "mean", "max", "min", "rank"]


class Node:
    """A part of a formula."""

    __slots__ = ()


class Number(Node):
    """A node whose value is a number."""

    __slots__ = ()


class Condition(Node):
    """A node whose value is true or false."""

    __slots__ = ()


# Every node keeps its hash (``cache_hash``), since shared parts are found by comparing nodes.

# ── inputs ──────────────────────────────────────────────────────────────────────────


@frozen(cache_hash=True)
class Const(Number):
    """A number that the rule states; ``form`` says how people write it."""

    value: Fraction
    form: Form = "number"


@frozen(cache_hash=True)
class Field(Number, Condition):
    """A figure of the evidence.

    ``criterion`` is the id of the criterion that owns it, empty for a fact of the unit, and
    None until the formula is bound to its criterion. A yes-no field is a condition.
    """

    name: str
    kind: FieldKind = "number"
    criterion: str | None = None

    @property
    def key(self) -> str:
        """The field's name in evidence: ``C1.households``, or ``.disciplined`` for a fact."""
        return f"{self.criterion}.{self.name}"


@frozen(cache_hash=True)
class Column(Number, Condition):
    """A column of the table row at hand; only inside a `Reduce`."""

    name: str
    kind: FieldKind = "number"


@frozen(cache_hash=True)
class Lookup(Number):
    """The number that belongs to a level (``khien-trach`` → 1)."""

    of: Field | Column
    values: tuple[tuple[str, Fraction], ...]


# ── arithmetic ──────────────────────────────────────────────────────────────────────


@frozen(cache_hash=True)
class Add(Number):
    """The sum of the terms, 0 for none."""

    terms: tuple[Number, ...]


@frozen(cache_hash=True)
class Mul(Number):
    """The product of the factors, 1 for none."""

    factors: tuple[Number, ...]


@frozen(cache_hash=True)
class Div(Number):
    """A quotient; dividing by zero has no value."""

    top: Number
    bottom: Number


@frozen(cache_hash=True)
class Min(Number):
    """The least of the parts, one or more."""

    parts: tuple[Number, ...]


@frozen(cache_hash=True)
class Max(Number):
    """The greatest of the parts, one or more."""

    parts: tuple[Number, ...]


@frozen(cache_hash=True)
class Round(Number):
    """A number rounded as the ruleset says."""

    of: Number
    rounding: Rounding


@frozen(cache_hash=True)
class WorkIndex(Number):
    """The number of working days up to a date, counted from the calendar's first day."""

    of: Number
    calendar: WorkCalendar


@frozen
class Piece:
    """One stretch of a curve: ``intercept + slope · x`` between its ends.

    A missing end is open to infinity. ``label`` is how the ruleset words the stretch and
    ``closes_hole`` why it stands where the rule's text says nothing.
    """

    low: Fraction | None
    low_in: bool
    high: Fraction | None
    high_in: bool
    intercept: Fraction
    slope: Fraction = Fraction(0)
    label: str = ""
    closes_hole: str = ""

    def holds(self, x: Fraction) -> bool:
        """Say whether ``x`` lies in the stretch."""
        above = self.low is None or x > self.low or (self.low_in and x == self.low)
        return above and (self.high is None or x < self.high or (self.high_in and x == self.high))

    def at(self, x: Fraction) -> Fraction:
        """Return the value at ``x``."""
        return self.intercept + self.slope * x


@frozen(cache_hash=True)
class Curve(Number):
    """A number sent through pieces that do not overlap, in rising order."""

    of: Number
    pieces: tuple[Piece, ...]


@frozen(cache_hash=True)
class If(Number):
    """One of two numbers; the other is not looked at."""

    test: Condition
    then: Number
    other: Number


# ── many at once ────────────────────────────────────────────────────────────────────


@frozen(cache_hash=True)
class Reduce(Number):
    """One number from the rows of a small table in the evidence.

    Rows count where ``where`` holds; of rows that agree in ``distinct``, only the first.
    The ``drop_lowest`` and ``drop_highest`` values are left out before folding. ``mean``,
    ``max`` and ``min`` of no rows have no value.
    """

    how: Fold
    table: Field
    of: Number
    where: Condition | None = None
    distinct: str | None = None
    drop_lowest: int = 0
    drop_highest: int = 0


@frozen(cache_hash=True)
class Group(Number):
    """One number from all units of the bloc for which ``among`` holds.

    ``rank`` is 1 for the highest and counts the units that are strictly higher.
    """

    how: Standing
    of: Number
    among: Condition | None = None


@frozen(cache_hash=True)
class Call(Number):
    """What a plugin's own Python function makes of the arguments.

    The function takes fractions and returns an ``int`` or ``Decimal`` from ``low`` to
    ``high`` (None: no limit).
    """

    function: Callable[..., Decimal | int]
    arguments: tuple[Number, ...]
    name: str
    low: Fraction | None = None
    high: Fraction | None = None


# ── references inside a ruleset ─────────────────────────────────────────────────────


@frozen(cache_hash=True)
class PointsOf(Number):
    """The points of a criterion, put in by the ruleset when it is assembled.

    Where decisions ask, also those of a block (``group.1a``) and of the whole (``total``).
    """

    criterion: str


@frozen(cache_hash=True)
class Every(Condition):
    """Every criterion of a block that applies, and has points, comes to so much; put in when assembled.

    An empty ``group`` means all criteria. ``limit`` is in points, or a share of each criterion's
    own points.
    """

    group: str
    relation: Relation
    limit: Fraction
    of_share: bool


@frozen(cache_hash=True)
class Points(Number):
    """The assembled points of one criterion: where a claim may stand in for them."""

    criterion: str
    of: Number


# ── conditions ──────────────────────────────────────────────────────────────────────


@frozen(cache_hash=True)
class Truth(Condition):
    """A condition that is always, or never, met."""

    value: bool


@frozen(cache_hash=True)
class Compare(Condition):
    """Two numbers compared."""

    left: Number
    relation: Relation
    right: Number


@frozen(cache_hash=True)
class IsLevel(Condition):
    """A level that is one of those named."""

    of: Field | Column
    levels: frozenset[str]


@frozen(cache_hash=True)
class Given(Condition):
    """The figure applies to the unit (it may still be missing)."""

    of: Field


@frozen(cache_hash=True)
class Applies(Condition):
    """The criterion applies to the unit."""

    criterion: str


@frozen(cache_hash=True)
class All(Condition):
    """Every part is true; true for none."""

    parts: tuple[Condition, ...]


@frozen(cache_hash=True)
class Any_(Condition):  # noqa: N801 - beside All, and typing has an Any
    """At least one part is true; false for none."""

    parts: tuple[Condition, ...]


@frozen(cache_hash=True)
class Not(Condition):
    """The part is false."""

    of: Condition


# ── making and walking ──────────────────────────────────────────────────────────────

ZERO = Const(Fraction(0))
ONE = Const(Fraction(1))


def const(value: Fraction | int | Decimal, form: Form = "number") -> Const:
    """Make a constant."""
    return Const(Fraction(value), form)


def total(*terms: Number) -> Number:
    """Add, leaving out zeros."""
    kept = tuple(term for term in terms if term != ZERO)
    return kept[0] if len(kept) == 1 else Add(kept) if kept else ZERO


def times(factor: Fraction | int | Decimal, number: Number) -> Number:
    """Multiply by a constant."""
    value = Fraction(factor)
    if isinstance(number, Const):
        return Const(value * number.value)
    return number if value == 1 else Mul((Const(value), number))


def minus(number: Number) -> Number:
    """Change the sign; a constant keeps its form."""
    return Const(-number.value, number.form) if isinstance(number, Const) else times(-1, number)


def clamp(number: Number, low: Fraction | None, high: Fraction | None) -> Number:
    """Keep a number between two limits, either of which may be absent."""
    if low is not None:
        number = Max((number, Const(low)))
    return number if high is None else Min((number, Const(high)))


def both(*conditions: Condition | None) -> Condition | None:
    """Join the conditions that there are; None if there is none."""
    there = tuple(condition for condition in conditions if condition is not None)
    return All(there) if len(there) > 1 else there[0] if there else None


@cache
def _attributes(kind: Any) -> tuple[str, ...]:
    return tuple(attribute.name for attribute in fields(kind))


def _names(of: Node) -> tuple[str, ...]:
    kind: Any = type(of)
    return _attributes(kind)


def children(parent: Node) -> Iterator[Node]:
    """Yield the parts of a node, in reading order."""
    for name in _names(parent):
        value: Any = getattr(parent, name)
        if isinstance(value, Node):
            yield value
        elif isinstance(value, tuple):
            yield from (item for item in value if isinstance(item, Node))


def walk(*roots: Node) -> Iterator[Node]:
    """Yield every node below the roots once, parents before their parts."""
    seen: set[Node] = set()
    waiting = list(reversed(roots))
    while waiting:
        current = waiting.pop()
        if current not in seen:
            seen.add(current)
            yield current
            waiting.extend(reversed(list(children(current))))


def rewrite(root: Node, change: Callable[[Node], Node]) -> Node:
    """Rebuild a formula from its leaves up, passing each rebuilt node through ``change``."""
    memo: dict[Node, Node] = {}

    def rebuilt(current: Any) -> Node:
        if current not in memo:
            parts: dict[str, Any] = {}
            for name in _names(current):
                value = getattr(current, name)
                new: Any = value
                if isinstance(value, Node):
                    new = rebuilt(value)
                elif isinstance(value, tuple) and any(isinstance(item, Node) for item in value):
                    new = tuple(rebuilt(item) for item in value)
                if new is not value and new != value:
                    parts[name] = new
            memo[current] = change(evolve(current, **parts) if parts else current)
        return memo[current]

    return rebuilt(root)


def bind(root: Node, criterion: str) -> Node:
    """Give the formula's own fields to ``criterion``."""

    def owned(current: Node) -> Node:
        if isinstance(current, Field) and current.criterion is None:
            return evolve(current, criterion=criterion)
        return current

    return rewrite(root, owned)


def as_kind(number: Number, kind: FieldKind) -> Number:
    """Let its use say what a bare figure of undeclared kind is."""
    if isinstance(number, Field | Column) and number.kind == "number":
        return evolve(number, kind=kind)
    return number


def whole(number: Number) -> Number:
    """Cut to the whole number at or below."""
    return Round(number, Rounding.to_places(0, "floor"))
