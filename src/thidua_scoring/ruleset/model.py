"""A ruleset as it is written, read and typed: groups, criteria, facts, and what decides."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import Any, Final, Literal, TypeAlias

from attrs import evolve, field, frozen

from thidua_scoring.criterion import FieldSpec, Head, Rule, WhenAbsent
from thidua_scoring.errors import Step
from thidua_scoring.formula.nodes import Node
from thidua_scoring.numbers import Rounding
from thidua_scoring.ruleset.decisions.appraisal import AppraisalSpec, PeriodsSpec
from thidua_scoring.ruleset.decisions.awards import Award, Level, Statistics
from thidua_scoring.ruleset.decisions.ballots import BallotSpec
from thidua_scoring.ruleset.decisions.classes import Cap, ClassSpec, Veto
from thidua_scoring.ruleset.decisions.needs import rewritten
from thidua_scoring.ruleset.decisions.quotas import Quota
from thidua_scoring.ruleset.decisions.ranking import Ranking

Status: TypeAlias = Literal["official", "partial", "illustrative"]
STATUSES: Final = ("official", "partial", "illustrative")
RoundedAt: TypeAlias = Literal["line", "criterion", "group", "total"]
ROUNDED_AT: Final = ("line", "criterion", "group", "total")
Transition: TypeAlias = Literal["own-date", "more-favourable"]
TRANSITIONS: Final = ("own-date", "more-favourable")
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
class CalendarSpec:
    """The days that a ruleset adds to the public calendar."""

    days_off: tuple[date, ...] = ()
    working_days: tuple[date, ...] = ()


@frozen(kw_only=True)
class Decisions:
    """What a ruleset says beyond the points and class of each unit alone."""

    quotas: Mapping[str, Quota] = field(factory=dict)
    caps: Mapping[str, Cap] = field(factory=dict)
    ballots: Mapping[str, BallotSpec] = field(factory=dict)
    awards: Mapping[str, Award] = field(factory=dict)
    levels: Mapping[str, Level] = field(factory=dict)
    statistics: Statistics = field(factory=Statistics)
    appraisal: AppraisalSpec | None = None
    periods: PeriodsSpec | None = None


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
    decisions: Decisions = field(factory=Decisions)
    transition: Transition = "own-date"
    """Whether a dossier keeps the rules of its date, or those that are better for it."""

    @property
    def beyond_points(self) -> tuple[str, ...]:
        """The sections by which `decide` may rank or class units otherwise than their points alone do."""
        needs = (required for each in self.classes for required in each.require)
        found = {
            "ranking": not self.ranking.by_points_alone,
            "classes": any(required.condition is None for required in needs),
            "quotas": bool(self.decisions.quotas),
            "caps": bool(self.decisions.caps),
        }
        return tuple(section for section, there in found.items() if there)

    def decided(self) -> Iterator[tuple[tuple[Step, ...], Any]]:
        """Yield every part that decisions are made by, with its path in the file."""
        yield ("ranking",), self.ranking
        yield from ((("classes", index), each) for index, each in enumerate(self.classes))
        yield from ((("vetoes", veto.id), veto) for veto in self.vetoes)
        for section in ("caps", "awards"):
            for name, each in getattr(self.decisions, section).items():
                yield (section, name), each

    def rewritten(self, change: Callable[[Node], Any]) -> Written:
        """Return the same with every formula that decisions are made by sent through ``change``."""
        decisions = evolve(
            self.decisions,
            caps=rewritten(self.decisions.caps, change),
            awards=rewritten(self.decisions.awards, change),
        )
        return evolve(
            self,
            ranking=rewritten(self.ranking, change),
            classes=rewritten(self.classes, change),
            vetoes=rewritten(self.vetoes, change),
            decisions=decisions,
        )
