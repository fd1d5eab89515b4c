"""Figures of the evidence that can be varied: what they may be, and evidence with another value."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import lcm
from typing import Final, TypeAlias

from attrs import evolve, frozen

from thidua_scoring.criterion import FieldSpec
from thidua_scoring.decisions.reasons import Named, Parameter, Said, between
from thidua_scoring.errors import EvidenceError, Fault, NoSuchName, Place, Problem, nearest
from thidua_scoring.evidence.evidence import Column, Evidence
from thidua_scoring.evidence.kinds import NUMERIC
from thidua_scoring.numbers import exact, write
from thidua_scoring.ruleset.model import UNIT_FACTS
from thidua_scoring.ruleset.ruleset import Ruleset
from thidua_scoring.whatif.courses.stretches import Stretch

Given: TypeAlias = "int | Decimal | Fraction | date"
"""A number as callers give it; a percentage as its share."""
Setting: TypeAlias = "Fraction | bool | str"
"""What a figure is set to: a number (a percentage as its share, a date as its ordinal), a truth, a level."""
LAST_DAY: Final = Fraction(date.max.toordinal())


@frozen
class Figure:
    """A figure that can be varied, by its key."""

    key: str
    spec: FieldSpec

    @classmethod
    def of(cls, ruleset: Ruleset, key: str) -> Figure:
        """Find a figure; raises `NoSuchName` for a key that there is none of.

        Raises `EvidenceError` for a figure that holds no number, truth or level.
        """
        fields = ruleset.formulas.fields
        if key not in fields:
            known = [each for each, spec in fields.items() if varies(each, spec)]
            parameters = {"got": key, "expected": ", ".join(known[:20]) + ("…" if len(known) > 20 else "")}
            raise NoSuchName([Fault("course-figure", Place(), parameters, nearest(key, known))])
        if not varies(key, fields[key]):
            problem = Problem("course-kind", key=key, kind=fields[key].kind)
            raise EvidenceError([problem.placed(Place())])
        return cls(key, fields[key])

    @property
    def numeric(self) -> bool:
        """Whether it is a number, else a truth or a level."""
        return self.spec.kind in NUMERIC

    @property
    def named(self) -> Named:
        """Its key for machines, its title for people."""
        return Named(self.key, self.spec.title or self.key.lstrip("."))

    @property
    def step(self) -> Fraction | None:
        """The step that values are multiples of; None for any number."""
        return Fraction(1) if self.spec.kind in ("count", "date") and not self.spec.step else self.spec.step

    def settings(self) -> tuple[Setting, ...]:
        """Return every value that a truth or a level may have."""
        return (False, True) if self.spec.kind == "yes-no" else self.spec.levels

    def range(
        self, low: Given | None = None, high: Given | None = None, step: Given | None = None
    ) -> Stretch:
        """Return what it may be, within limits that are asked for; raises `EvidenceError` for bad ones."""
        least, most = self.spec.minimum, self.spec.maximum
        if self.spec.kind == "date":
            least, most = Fraction(1), LAST_DAY
        asked = [None if each is None else number_of(each) for each in (low, high, step)]
        problems = [*self._refused(asked[0], asked[1], least, most), *self._uneven(asked[2])]
        if problems:
            raise EvidenceError([problem.placed(Place(path=(self.key,))) for problem in problems])
        return Stretch.between(
            least if asked[0] is None else asked[0],
            most if asked[1] is None else asked[1],
            asked[2] or self.step,
        )

    def _refused(
        self, low: Fraction | None, high: Fraction | None, least: Fraction | None, most: Fraction | None
    ) -> Iterator[Problem]:
        for end in (low, high):
            below = end is not None and least is not None and end < least
            if below or (end is not None and most is not None and end > most):
                yield self.outside(end, least, most, self.step)
        ends = (least if low is None else low, most if high is None else high)
        if ends[0] is not None and ends[1] is not None and ends[0] > ends[1]:
            yield Problem("course-turned", key=self.key, low=self.text(ends[0]), high=self.text(ends[1]))

    def _uneven(self, step: Fraction | None) -> Iterator[Problem]:
        own = self.step
        if step is not None and (step <= 0 or (own is not None and (step / own).denominator != 1)):
            yield Problem(
                "course-step", key=self.key, got=write(step), step="–" if own is None else write(own)
            )

    def outside(
        self, got: Setting | None, least: Fraction | None, most: Fraction | None, step: Fraction | None
    ) -> Problem:
        """Say that a value cannot be used."""
        shown = {"got": self.text(got), "least": self.text(least), "most": self.text(most)}
        by = "–" if step is None else write(step)
        return Problem(
            "course-range", key=self.key, got=shown["got"], least=shown["least"], most=shown["most"], step=by
        )

    def allows(self, value: Setting) -> bool:
        """Say whether evidence may hold a value."""
        if isinstance(value, Fraction):
            return self.numeric and self.range().holds(value)
        return not self.numeric and value in self.settings()

    def text(self, value: Setting | None) -> str:
        """Write a value for a message."""
        if value is None:
            return "∞"
        if isinstance(value, Fraction):
            if self.spec.kind == "date":
                return date.fromordinal(int(value)).isoformat()
            return f"{write(value * 100)}%" if self.spec.kind == "percent" else write(value)
        return str(value)

    def cell(self, value: Setting | None) -> Parameter | bool | None:
        """Give a value to a table."""
        if isinstance(value, Fraction) and self.spec.kind == "percent":
            return between((value, value), percent=True)
        if isinstance(value, Fraction) and self.spec.kind == "date":
            day = date.fromordinal(int(value))
            return Said(f"{day:%d/%m/%Y}", day.isoformat())
        return value

    def plain(self, value: Setting | None) -> str | bool | None:
        """Give a value to machines: numbers as text, dates in ISO form."""
        if isinstance(value, Fraction):
            return date.fromordinal(int(value)).isoformat() if self.spec.kind == "date" else write(value)
        return value

    def now(self, evidence: Evidence, row: int) -> Setting | None:
        """Return what evidence says, confirmed or not; None where it says nothing."""
        column = evidence.columns.get(self.key)
        if column is None or row in column.absent or column.values[row] is None:
            return None
        value = column.values[row]
        return Fraction(value, column.scale) if self.numeric else value


def varies(key: str, spec: FieldSpec) -> bool:
    """Say whether a figure can be varied: a number, a truth or a level, and no name of the unit."""
    owner, _, name = key.rpartition(".")
    if not owner and name in UNIT_FACTS:
        return False
    return spec.kind in NUMERIC or spec.kind == "yes-no" or (spec.kind == "level" and bool(spec.levels))


def number_of(value: Given) -> Fraction:
    """Return a number that a caller gives, a date as its ordinal."""
    try:
        return Fraction(value.toordinal()) if isinstance(value, date) else exact(value)
    except Problem as problem:
        raise EvidenceError([problem.placed(Place())]) from None


def put(evidence: Evidence, key: str, row: int, value: Setting) -> Evidence:
    """Return evidence in which one figure is known to have another value."""
    count = len(evidence.units)
    column = evidence.columns.get(key) or Column(1, [None] * count)
    scale, values = column.scale, list(column.values)
    if isinstance(value, Fraction):
        scale = lcm(column.scale, value.denominator)
        times = scale // column.scale
        values = [each * times if type(each) is int else each for each in values]
    values[row] = int(value * scale) if isinstance(value, Fraction) else value
    changed = evolve(
        column,
        scale=scale,
        values=values,
        unconfirmed=column.unconfirmed - {row},
        absent=column.absent - {row},
        ranges={other: ends for other, ends in column.ranges.items() if other != row},
    )
    return evolve(evidence, columns={**evidence.columns, key: changed})
