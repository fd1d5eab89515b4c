"""Stages of appraisal, and how a year follows from its periods."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Final, Literal, TypeAlias

from attrs import field, frozen

from thidua_scoring.expression import measures, tables
from thidua_scoring.expression.tables import Table
from thidua_scoring.numbers import Rounding

Assessors: TypeAlias = Literal["own", "peers", "blocks", "any"]
ASSESSORS: Final = ("own", "peers", "blocks", "any")
Final_: TypeAlias = Literal["latest", "max", "weighted"]
FINALS: Final = ("latest", "max", "weighted")
Take: TypeAlias = Literal["mean", "min", "max", "last", "sum", "weighted"]
TAKES: Final = ("mean", "min", "max", "last", "sum", "weighted")
Absent: TypeAlias = Literal["skip", "zero", "carry", "unrated"]
ABSENT: Final = ("skip", "zero", "carry", "unrated")


@frozen
class Stage:
    """One look at the points: by the unit itself, by another of the bloc, by an appraiser."""

    id: str
    title: str
    assessors: Assessors = "any"
    """Who may give points: the unit itself, other units of the bloc, the assessor of each block, anybody."""
    reason: bool = False
    """Whether a change from the stage before must say why."""
    weight: Fraction | None = None


@frozen
class AppraisalSpec:
    """The stages in their order, and which of them the final points are from."""

    stages: tuple[Stage, ...]
    final: Final_ = "latest"


@frozen
class PeriodsSpec:
    """How one period's points follow from those of the periods within it."""

    take: Take
    parts: tuple[str, ...] = ()
    """The periods that there must be, in order."""
    weights: Mapping[str, Fraction] = field(factory=dict)
    divide_by: Fraction | None = None
    at: Literal["total", "criterion"] = "total"
    """Whether totals are taken together, or the points of each criterion."""
    absent: Absent = "skip"
    """What a period counts in which a unit was not rated: it is left out, counts nothing, or as
    the period before; or the unit is not rated at all."""
    at_least: int = 1
    """In how many periods a unit must have been rated."""
    rounding: Rounding | None = None

    @property
    def divisor(self) -> Fraction:
        """What weighted points are divided by."""
        return sum(self.weights.values(), Fraction(0)) if self.divide_by is None else self.divide_by


def appraisal(raw: object) -> AppraisalSpec:
    """Read ``[appraisal]``."""
    table = Table(raw)
    found = AppraisalSpec(
        table.need("stages", tables.list_of(_stage, least=1), ()),
        table.need("final", tables.choice(*FINALS), "latest"),
    )
    ids = [stage.id for stage in found.stages]
    for index, stage in enumerate(found.stages):
        if stage.id in ids[:index]:
            table.refuse("id-twice", "stages", index, "id", got=stage.id)
        if (stage.weight is not None) != (found.final == "weighted"):
            table.refuse("weights-with-weighted", "stages", index, got=stage.id)
    if found.final == "weighted" and sum((s.weight or Fraction(0) for s in found.stages), Fraction(0)) != 1:
        table.refuse("weights-not-one", "stages")
    table.close()
    return found


def _stage(raw: object) -> Stage:
    table = Table(raw)
    found = Stage(
        table.need("id", tables.name, "?"),
        table.need("title", tables.text, "?"),
        table.pick("assessors", ASSESSORS, "any"),
        table.read("reason", tables.flag, False),
        table.read("weight", tables.share, None),
    )
    table.close()
    return found


def periods(raw: object) -> PeriodsSpec:
    """Read ``[periods]``."""
    table = Table(raw)
    found = PeriodsSpec(
        take=table.need("take", tables.choice(*TAKES), "mean"),
        parts=table.need("parts", tables.list_of(tables.text, least=1), ()),
        weights=table.read("weights", tables.table_of(tables.number), {}),
        divide_by=table.read("divide_by", tables.number, None),
        at=table.pick("at", ("total", "criterion"), "total"),
        absent=table.pick("absent", ABSENT, "skip"),
        at_least=table.read("at_least", tables.positive, 1),
        rounding=table.read("rounding", measures.read_rounding, None),
    )
    for index, part in enumerate(found.parts):
        if part in found.parts[:index]:
            table.refuse("id-twice", "parts", index, got=part)
    if found.parts and found.at_least > len(found.parts):
        table.refuse("periods-too-few", "at_least", got=found.at_least, count=len(found.parts))
    if bool(found.weights) != (found.take == "weighted"):
        table.refuse("weights-with-weighted", "weights", got=found.take)
    elif found.weights and set(found.weights) != set(found.parts):
        table.refuse("weights-of-parts", "weights", expected=", ".join(found.parts))
    if found.weights and not found.divisor:
        table.refuse("weights-sum-zero", "weights")
    if "divide_by" in table.raw and found.take != "weighted":
        table.refuse("clause-key-unused", "divide_by", key="divide_by", form=found.take)
    table.close()
    return found
