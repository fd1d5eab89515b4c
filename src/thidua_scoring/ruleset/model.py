"""A ruleset as it is written, read and typed: groups, criteria, classes, vetoes, facts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Final, Literal, TypeAlias

from attrs import field, frozen

from thidua_scoring.criterion import FieldSpec, Head, Rule, WhenAbsent
from thidua_scoring.formula.nodes import Condition
from thidua_scoring.numbers import Rounding

Status: TypeAlias = Literal["official", "partial", "illustrative"]
STATUSES: Final = ("official", "partial", "illustrative")
RoundedAt: TypeAlias = Literal["line", "criterion", "group", "total"]
ROUNDED_AT: Final = ("line", "criterion", "group", "total")
UNIT_FACTS: Final = ("name", "bloc", "kind")
"""What evidence says of every unit besides the facts that a ruleset declares."""


@frozen
class InForce:
    """The days on which a ruleset holds; an absent end is open."""

    from_: date | None = None
    until: date | None = None

    def holds(self, day: date) -> bool:
        """Say whether the ruleset is in force on a day."""
        return (self.from_ is None or self.from_ <= day) and (self.until is None or day <= self.until)


@frozen
class Scale:
    """The points of the whole table, and how they are rounded."""

    points: Fraction
    may_exceed: bool = False
    rounding: Mapping[RoundedAt, Rounding] = field(factory=dict)
    percent_rounding: Rounding | None = None
    not_applicable: WhenAbsent = "drop"
    rescale: bool = False
    """Whether the total is brought back to the full scale where criteria do not apply."""


@frozen
class GroupSpec:
    """A block of the table."""

    id: str
    title: str
    parent: str = ""
    points: Fraction | None = None
    assessor: str = ""
    source: str = ""
    note: str = ""
    at_least: Fraction | None = None
    at_most: Fraction | None = None


@frozen
class CriterionSpec:
    """A criterion: the keys that all have, and what its kind made of the others."""

    head: Head
    rule: Rule

    @property
    def id(self) -> str:
        """The criterion's id."""
        return self.head.id


@frozen
class ClassSpec:
    """A class and what it takes to be in it. Classes stand from the best down."""

    id: str
    title: str
    from_: Fraction
    of_percent: bool
    """Whether ``from_`` is a share of the applicable points, else points."""
    require: tuple[Condition, ...] = ()


@frozen
class Veto:
    """A condition whose outcome stands in the place of a class."""

    id: str
    title: str
    when: Condition
    outcome: str
    """The outcome's name: ``không xếp loại``, or the id of a class that is forced."""
    source: str = ""


@frozen
class Ranking:
    """What units are ranked by within their bloc."""

    by: Literal["total", "percent"] = "total"
    rounded: bool = True
    """Whether by the rounded figure; else by the exact one behind it."""


@frozen
class CalendarSpec:
    """The days that a ruleset adds to the public calendar."""

    days_off: tuple[date, ...] = ()
    working_days: tuple[date, ...] = ()


@frozen(kw_only=True)
class Written:
    """Everything a ruleset says, typed, before it is assembled into formulas."""

    id: str
    title: str
    status: Status
    source: str
    scale: Scale
    family: str = ""
    note: str = ""
    in_force: InForce = field(factory=InForce)
    groups: Mapping[str, GroupSpec] = field(factory=dict)
    criteria: Mapping[str, CriterionSpec] = field(factory=dict)
    classes: tuple[ClassSpec, ...] = ()
    vetoes: tuple[Veto, ...] = ()
    facts: Mapping[str, FieldSpec] = field(factory=dict)
    ranking: Ranking = field(factory=Ranking)
    calendar: CalendarSpec = field(factory=CalendarSpec)
