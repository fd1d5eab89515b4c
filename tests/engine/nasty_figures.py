"""Figures by chance: plain ones, and those at which rules are likely to go wrong."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from fractions import Fraction
from random import Random
from typing import Any

from attrs import define, field
from generated_measures import FIRST_DAY, WORDS

from thidua_scoring.criterion import FieldSpec
from thidua_scoring.formula import nodes
from thidua_scoring.formula.nodes import Column, Const, Curve, Field, Node
from thidua_scoring.numbers import present
from thidua_scoring.ruleset.formulas import Formulas

TINY = Fraction(1, 10**9)
HUGE = (Fraction(10**15), Fraction(10**15) + Fraction(1, 2), Fraction(10**21), Fraction(10**24 + 1))
FAR_DAYS = (date(1990, 2, 28), date(2199, 12, 31))
"""Days that no calendar of working days reaches."""


def thresholds(formulas: Formulas) -> dict[str, list[Fraction]]:
    """Gather by figure the numbers that some rule compares it with; a column goes by its name."""
    found: dict[str, set[Fraction]] = defaultdict(set)
    for part in nodes.walk(*formulas.roots()):
        match part:
            case nodes.Compare():
                ends = {each.value for each in nodes.walk(part) if isinstance(each, Const)}
            case Curve():
                ends = {end for piece in part.pieces for end in (piece.low, piece.high) if end is not None}
            case _:
                continue
        for figure in nodes.walk(part):
            if isinstance(figure, Field | Column):
                found[_key(figure)] |= ends
    return {key: sorted(ends) for key, ends in found.items()}


def words(formulas: Formulas) -> dict[str, list[str]]:
    """Gather the words that some rule asks for, by figure."""
    found: dict[str, set[str]] = defaultdict(set)
    for part in nodes.walk(*formulas.roots()):
        if isinstance(part, nodes.IsLevel):
            found[_key(part.of)] |= part.levels
    return {key: sorted(each) for key, each in found.items()}


def _key(of: Node) -> str:
    assert isinstance(of, Field | Column)
    return of.key if isinstance(of, Field) else of.name


@define
class Figures:
    """Pick figures within their limits; nasty ones only if asked for."""

    rng: Random
    formulas: Formulas
    nasty: bool
    _ends: dict[str, list[Fraction]] = field(init=False)
    _words: dict[str, list[str]] = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._ends, self._words = thresholds(self.formulas), words(self.formulas)

    def column(self, key: str, spec: FieldSpec, count: int) -> list[Any]:
        """Pick a figure for every unit; nasty ones are now and then the same."""
        found: list[Any] = []
        for _ in range(count):
            again = self.nasty and found and self.rng.random() < 0.3
            found.append(found[-1] if again else self.one(key, spec))
        return found

    def one(self, key: str, spec: FieldSpec) -> Any:
        """Pick one figure."""
        rng = self.rng
        match spec.kind:
            case "yes-no":
                return rng.random() < 0.5
            case "level" | "text":
                return rng.choice([*(spec.levels or (*WORDS, *self._words.get(key, ())))])
            case "date":
                return self._day(key)
            case "table":
                return self._rows(spec)
        nasty = self.nasty and rng.random() < 0.4
        return present(self._nasty(key, spec) if nasty else self._plain(spec))

    def _plain(self, spec: FieldSpec) -> Fraction:
        low = (
            (Fraction(0) if spec.maximum is None else spec.maximum - 8)
            if spec.minimum is None
            else spec.minimum
        )
        reach = Fraction(3, 2) if spec.kind == "percent" else Fraction(60)
        high = low + reach if spec.maximum is None else spec.maximum
        step = spec.step or {"count": Fraction(1), "percent": Fraction(1, 200)}.get(spec.kind, Fraction(1, 2))
        return self.rng.randint(-(-low // step), high // step) * step

    def _nasty(self, key: str, spec: FieldSpec) -> Fraction:
        ends = self._ends.get(key, [])
        near = [end + by for end in ends for by in (0, 0, TINY, -TINY)]
        far = [each * sign for each in HUGE for sign in (1, -1)]
        few = [Fraction(n) for n in (0, 0, 1, 10, -1)] + [TINY, 3 * TINY, -TINY, Fraction(-1, 2)]
        limits = [end for end in (spec.minimum, spec.maximum) if end is not None]
        pools = [near, near, few, limits, far]
        fitting = [[each for each in pool if _fits(each, spec)] for pool in pools]
        some = [pool for pool in fitting if pool]
        return self.rng.choice(self.rng.choice(some)) if some else self._plain(spec)

    def _day(self, key: str) -> date:
        rng = self.rng
        if self.nasty and rng.random() < 0.02:
            return rng.choice(FAR_DAYS)
        ends = [int(end) for end in self._ends.get(key, []) if FIRST_DAY.toordinal() < end < 740_000]
        if self.nasty and ends and rng.random() < 0.5:
            return date.fromordinal(rng.choice(ends) + rng.choice([-1, 0, 0, 1]))
        return FIRST_DAY + timedelta(rng.randrange(60))

    def _rows(self, spec: FieldSpec) -> list[dict[str, Any]]:
        """Pick rows, some of them the same; a nasty table may have none."""
        rng = self.rng
        count = rng.choice([0, 1, 2, 3, 3, 4]) if self.nasty else rng.randint(3, 4)
        found: list[dict[str, Any]] = []
        for _ in range(count):
            again = self.nasty and found and rng.random() < 0.2
            found.append(
                found[-1] if again else {each.name: self.one(each.name, each) for each in spec.columns}
            )
        return found


def _fits(value: Fraction, spec: FieldSpec) -> bool:
    low, high = spec.minimum, spec.maximum
    written = (value / TINY).denominator == 1  # not a third, which evidence cannot hold
    whole = written and (spec.kind != "count" or value.denominator == 1)
    stepped = spec.step is None or (value / spec.step).denominator == 1
    return whole and stepped and (low is None or value >= low) and (high is None or value <= high)
