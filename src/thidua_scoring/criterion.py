"""The contract of a criterion: a kind is a class whose keys are typed and that compiles to lines.

A kind does not compute. It is an attrs class: its attributes are the keys that a ruleset may
write, its docstring says what it is for, and ``compile`` turns one criterion's keys into
`Line` values, each a formula in one of the three columns of every real table.

>>> from fractions import Fraction
>>> from attrs import frozen
>>> @frozen
... class Visits:
...     "So many points a visit."
...     kind = "visits"
...     visits: Number = key("the number of visits")
...     each: Fraction = key("points a visit")
...     def compile(self, head: Head) -> Rule:
...         return Rule([Line("base", nodes.times(self.each, self.visits))])
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any, Final, Literal, Protocol, TypeAlias, runtime_checkable

import attrs
from attrs import field, frozen

from thidua_scoring.errors import Step
from thidua_scoring.expression import bands
from thidua_scoring.formula import nodes
from thidua_scoring.formula.nodes import Condition, FieldKind, Number
from thidua_scoring.numbers import Rounding

__all__ = [
    "COLUMNS",
    "COMMON_KEYS",
    "Bands",
    "ColumnName",
    "Condition",
    "Criterion",
    "Curve",
    "FieldSpec",
    "Head",
    "Line",
    "Number",
    "Rule",
    "documented",
    "key",
]

ColumnName: TypeAlias = Literal["base", "bonus", "deduct"]
COLUMNS: Final[tuple[ColumnName, ...]] = ("base", "bonus", "deduct")
COMMON_KEYS: Final = (
    "kind",
    "group",
    "title",
    "points",
    "source",
    "note",
    "assessor",
    "applies",
    "not_applicable",
    "when_missing",
    "rounding",
    "may_exceed",
    "fields",
)
"""The keys that every criterion may have, whatever its kind: those of `Head`."""
Better: TypeAlias = Literal["higher", "lower"]
WhenAbsent: TypeAlias = Literal["drop", "full", "zero"]
WhenMissing: TypeAlias = Literal["bounds", "zero"]


@frozen
class FieldSpec:
    """What a ruleset says about one figure of the evidence."""

    name: str
    kind: FieldKind = "number"
    title: str = ""
    unit: str | None = None
    """The unit of measure, as evidence may write it behind the figure: ``ha``."""
    minimum: Fraction | None = Fraction(0)
    maximum: Fraction | None = None
    step: Fraction | None = None
    """The multiple that the figure must be of: 1/4 for marks in quarters."""
    better: Better | None = None
    """The direction in which evidence is better, for promise S4."""
    levels: tuple[str, ...] = ()
    columns: tuple[FieldSpec, ...] = ()
    optional: bool = False
    """Whether the figure may be marked as not applying to a unit."""
    needs_note: bool = False
    """Whether evidence must give a reason with the figure."""
    declared: bool = True
    """False for a figure that was only found in a formula."""


@frozen
class Line:
    """One line of a criterion: points in one column, and the rule behind them.

    A deduction is a positive amount. ``of`` is in points.
    """

    column: ColumnName
    of: Number
    title: str = ""
    source: str = ""
    needs_full_base: bool = False
    """Count only if the base less deductions reaches the criterion's points."""
    from_bonus_only: bool = False
    """A deduction that may use up the bonus and no more."""
    at: tuple[Step, ...] = field(default=(), eq=False)
    """Where the rule stands, from the criterion's table on: ``("deduct", 0)``."""


@frozen
class Void:
    """A condition under which the whole criterion counts nothing."""

    when: Condition
    title: str = ""
    source: str = ""
    at: tuple[Step, ...] = field(default=(), eq=False)


def _lines(lines: Iterable[Line]) -> tuple[Line, ...]:
    return tuple(lines)


@frozen
class Rule:
    """What a criterion compiles to: its lines, and the limits on their sums.

    The limits apply in this order: each column to its own, then the net of the three to
    ``at_least`` and ``at_most``, then ``voids``. What a limit takes or gives becomes a line
    of its own (promise S2).
    """

    lines: tuple[Line, ...] = field(converter=_lines)
    most: Mapping[ColumnName, Fraction] = field(factory=dict)
    """The most that each column can come to; a column that is absent has no limit."""
    at_least: Fraction | None = None
    at_most: Fraction | None = None
    voids: tuple[Void, ...] = ()
    fields: tuple[FieldSpec, ...] = ()
    """Figures about which the kind knows more than their place in a formula shows."""


@frozen(kw_only=True)
class Head:
    """The keys that every criterion has, whatever its kind."""

    id: str
    kind: str
    title: str
    group: str
    points: Fraction = Fraction(0)
    """The base points in full; 0 for a criterion that only adds or takes away."""
    source: str = ""
    note: str = ""
    assessor: str = ""
    applies: Condition | None = None
    """To which units the criterion applies at all; None: to all."""
    not_applicable: WhenAbsent | None = None
    """What a criterion that does not apply counts; None: as the scale says."""
    when_missing: WhenMissing = "bounds"
    rounding: Rounding | None = None
    may_exceed: bool = False
    """Whether the base may come to more than ``points``."""
    fields: Mapping[str, FieldSpec] = field(factory=dict)


@runtime_checkable
class Criterion(Protocol):
    """A kind of criterion, as plugins provide it."""

    @property
    def kind(self) -> str:
        """Return the name by which rulesets ask for the kind."""

    def compile(self, head: Head) -> Rule:
        """Turn the keys of one criterion into its rule.

        Raises ``Problem``, with the path from the criterion's table, for keys that do not
        go together.
        """


def key(doc: str, default: Any = attrs.NOTHING) -> Any:
    """Declare a key of a kind, with the sentence that documents it."""
    if default is attrs.NOTHING:
        return field(metadata={"doc": doc})
    return field(default=default, metadata={"doc": doc})


def documented(kind: type) -> list[tuple[str, str, bool]]:
    """List the keys of a kind or of a part of one: name, documentation, required or not."""
    return [
        (attribute.name, attribute.metadata.get("doc", ""), attribute.default is attrs.NOTHING)
        for attribute in attrs.fields(kind)
        if attribute.init
    ]


# ── key types that are more than one value ──────────────────────────────────────────


@frozen
class Bands:
    """Bands as written, to be laid over a measure."""

    raw: Any

    def over(self, of: Number) -> Number:
        """Return the points of the band that holds the measure."""
        return bands.bands(self.raw, of)


@frozen
class Curve:
    """Points of a curve as written, to be laid over a measure."""

    raw: Any

    def over(self, of: Number, beyond: str | None = None) -> Number:
        """Return the measure sent through straight lines between the points."""
        return bands.curve(self.raw, of, beyond)


def full(head: Head) -> Number:
    """Return the criterion's points as a constant."""
    return nodes.Const(head.points)
