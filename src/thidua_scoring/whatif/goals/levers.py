"""Levers: the figures that may change, how far, in which direction, and at what cost."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from math import ceil, floor
from typing import Any, Final, TypeAlias, get_args

from attrs import define, evolve, field, frozen

from thidua_scoring.criterion import FieldSpec
from thidua_scoring.errors import EvidenceError, Fault, NoSuchName, Place, Problem, nearest
from thidua_scoring.evidence.kinds import NUMERIC, Scalar, number_of
from thidua_scoring.formula.analyse import Directions
from thidua_scoring.formula.evaluate import Figure, Level
from thidua_scoring.formula.values import Truth3, Value
from thidua_scoring.numbers import exact, read_written
from thidua_scoring.scoring.inputs import UnitInputs
from thidua_scoring.scoring.scoreboard import Scoreboard
from thidua_scoring.whatif.goals.moves import Direction, Lever, Moves, Option
from thidua_scoring.whatif.goals.saturation import Search

MOST_OPTIONS: Final = 100_000
"""How many values of one figure are looked at."""
Reaches: TypeAlias = "Callable[[Mapping[str, Figure], Search], Fraction | None]"
"""Finds the value from which on a figure changes nothing, by what all levers may be."""


@frozen
class Span:
    """The ends between which a number may move; None is without end."""

    low: Fraction | None
    high: Fraction | None


@define(eq=False)
class Levers:
    """Read the levers of a goal, gathering what is wrong with them."""

    board: Scoreboard
    row: int
    reaches: Reaches
    faults: list[Fault] = field(factory=list)
    left_open: list[str] = field(factory=list)
    """The figures that are no levers since they are not known, by key."""
    levers: list[Lever] = field(factory=list)
    spans: dict[str, Span] = field(factory=dict)
    free: dict[str, Figure] = field(factory=dict)
    """Everything that each lever may be, by key."""
    ends: list[Search] = field(factory=list)
    """The ends that were looked for: from the value on, the figure changes nothing for the goal."""

    def read(
        self, levers: Sequence[Lever | str] | None, frozen_: Sequence[str], costs: Mapping[str, Any]
    ) -> None:
        """Settle which levers there are.

        Raises `NoSuchName` with every name that there is none of, and `EvidenceError` with every
        lever that cannot be used.
        """
        given = [Lever(each) if isinstance(each, str) else each for each in levers or ()]
        self._names([lever.key for lever in given], [*frozen_, *costs])
        found = list(self._defaults()) if levers is None else given
        found = [each for each in found if not self._is_frozen(each.key, frozen_)]
        found = [self._priced(each, costs) for each in found]
        self.spans = {lever.key: self._checked(lever) for lever in found}
        for key in {lever.key for lever in found if [each.key for each in found].count(lever.key) > 1}:
            self._fault(Problem("goal-lever-twice", got=key))
        if self.faults:
            raise EvidenceError(self.faults)
        self.levers = found
        self.free = {lever.key: self._free(lever, self.spans[lever.key]) for lever in found}

    def moves(self) -> list[Moves]:
        """Return all that each lever may be; raises `EvidenceError` for those that may be too much."""
        moves = [self._moves(lever) for lever in self.levers]
        if self.faults:
            raise EvidenceError(self.faults)
        return [each for each in moves if len(each.options) > 1]

    # ── names ───────────────────────────────────────────────────────────────────────

    def _names(self, keys: Sequence[str], keys_or_criteria: Sequence[str]) -> None:
        specs, criteria = self.board.ruleset.formulas.fields, self.board.ruleset.formulas.criteria
        unknown = [(key, list(specs)) for key in keys if key not in specs]
        every = [*specs, *criteria]
        unknown += [(key, every) for key in keys_or_criteria if key not in specs and key not in criteria]
        faults = [
            Fault("goal-no-such-figure", Place(), {"got": key}, nearest(key, known)) for key, known in unknown
        ]
        if faults:
            raise NoSuchName(faults)

    def _is_frozen(self, key: str, frozen_: Sequence[str]) -> bool:
        return key in frozen_ or key.rpartition(".")[0] in frozen_

    def _priced(self, lever: Lever, costs: Mapping[str, Any]) -> Lever:
        cost = costs.get(lever.key, costs.get(lever.key.rpartition(".")[0] or lever.key))
        return lever if cost is None else evolve(lever, cost=cost)

    def _defaults(self) -> Iterator[Lever]:
        """Yield every figure of the criteria that apply of which the better direction is known."""
        for key, spec in self.board.ruleset.formulas.fields.items():
            criterion = key.rpartition(".")[0]
            if not criterion or spec.kind not in (*NUMERIC, "yes-no"):
                continue
            if self.board.truth(("applies", criterion), self.row).may_fail:
                continue
            direction = self._better(key)
            if direction is None:
                continue
            if self._inputs.state(key) == "known":
                yield Lever(key, direction=direction)
            else:
                self.left_open.append(key)

    @property
    def _inputs(self) -> UnitInputs:
        return UnitInputs(self.board.ruleset, self.board.evidence, self.row, self.board.groups.value)

    def _better(self, key: str) -> Direction | None:
        formulas = self.board.ruleset.formulas
        declared = formulas.fields[key].better
        if declared is not None:
            return "up" if declared == "higher" else "down"
        criterion = formulas.criteria.get(key.rpartition(".")[0])
        of = formulas.standing if criterion is None else criterion.counted
        way = Directions(key, formulas.ranges).of(of)
        return {1: "up", -1: "down", None: None}[way or None]

    # ── values ──────────────────────────────────────────────────────────────────────

    def _fault(self, problem: Problem, *path: str) -> None:
        self.faults.append(problem.placed(Place(path=("levers", *path))))

    def _checked(self, lever: Lever) -> Span:
        """Return between what a lever may move, if it is a number; report what is wrong with it."""
        spec, key, nothing = self.board.ruleset.formulas.fields[lever.key], lever.key, Span(None, None)
        if spec.kind in ("text", "table"):
            self._fault(Problem("goal-lever-kind", got=key, kind=spec.kind), key)
            return nothing
        if self._inputs.state(key) != "known":
            self._fault(Problem("goal-lever-open", got=key), key)
            return nothing
        if lever.direction not in (None, *get_args(Direction)):
            self._fault(Problem("goal-lever-direction", got=lever.direction), key, "direction")
        self._positive(lever, "cost", "number")
        if spec.kind not in NUMERIC:
            return nothing
        self._positive(lever, "step", spec.kind)
        ends = [self._end(lever, spec, "low"), self._end(lever, spec, "high")]
        lows = [end for end in (ends[0], self._declared(spec, spec.minimum)) if end is not None]
        highs = [end for end in (ends[1], self._declared(spec, spec.maximum)) if end is not None]
        return Span(max(lows, default=None), min(highs, default=None))

    def _declared(self, spec: FieldSpec, end: Fraction | None) -> Fraction | None:
        return None if spec.kind == "date" else end

    def _end(self, lever: Lever, spec: FieldSpec, name: str) -> Fraction | None:
        given = getattr(lever, name)
        if given is None:
            return None
        try:
            found = number_of(given, evolve(spec, minimum=None, maximum=None, step=None))
        except Problem as problem:
            self._fault(problem, lever.key, name)
            return None
        assert isinstance(found, Fraction)
        return found

    def _positive(self, lever: Lever, name: str, kind: str) -> None:
        given = getattr(lever, name)
        if given is None:
            return
        try:
            number = _number(given)
        except Problem as problem:
            self._fault(problem, lever.key, name)
            return
        if number <= 0 or (kind in ("count", "date") and number.denominator != 1):
            self._fault(Problem("goal-lever-number", name=name, got=given), lever.key, name)

    def _old(self, key: str) -> Scalar:
        column = self.board.evidence.columns[key]
        value: Scalar = column.values[self.row]
        return Fraction(value, column.scale) if type(value) is int else value

    def _direction(self, lever: Lever) -> Direction:
        return lever.direction or self._better(lever.key) or "both"

    def _free(self, lever: Lever, span: Span) -> Figure:
        """Return everything that a lever may be."""
        spec, old = self.board.ruleset.formulas.fields[lever.key], self._old(lever.key)
        direction = self._direction(lever)
        if isinstance(old, bool):
            return Truth3(None, True, True)
        if isinstance(old, str):
            return Level(None, frozenset({old, *spec.levels}))
        low, high = span.low, span.high
        return Value(
            None,
            old if direction == "up" else None if low is None else min(low, old),
            old if direction == "down" else None if high is None else max(high, old),
        )

    def _moves(self, lever: Lever) -> Moves:
        spec, old = self.board.ruleset.formulas.fields[lever.key], self._old(lever.key)
        direction, cost = self._direction(lever), _number(lever.cost)
        if spec.kind == "yes-no":
            wanted = {"up": (True,), "down": (False,), "both": (True, False)}[direction]
            options = [Option(new, 1, cost) for new in wanted if new != old]
        elif spec.kind == "level":
            options = [Option(new, 1, cost) for new in _levels(spec, str(old), direction)]
        else:
            assert isinstance(old, Fraction)
            step = _step(lever, spec)
            counts = self._counts(Search(lever.key, old, step), direction)
            options = [Option(old + n * step, abs(n), abs(n) * cost) for n in counts if n]
            options = [each for each in options if _may_be(each.new, spec)]
        options.sort(key=lambda option: option.steps)
        return Moves(lever.key, spec, old, (Option(old, 0, Fraction(0)), *options))

    def _counts(self, of: Search, direction: Direction) -> range:
        """Return how many steps a figure may move; an end that is not given is looked for."""
        ends, span = list[int](), self.spans[of.key]
        for name, end, other in (("low", span.low, "up"), ("high", span.high, "down")):
            if direction == other:
                ends.append(0)
                continue
            limit = self._limit(evolve(of, step=-of.step) if name == "low" else of) if end is None else end
            if limit is None:
                self._fault(Problem("goal-lever-endless", got=of.key, name=name), of.key, name)
                return range(0)
            steps = (limit - of.old) / of.step
            ends.append(ceil(steps) if name == "low" else floor(steps))
        if ends[1] - ends[0] > MOST_OPTIONS:
            self._fault(Problem("goal-lever-fine", got=of.key, count=ends[1] - ends[0]), of.key, "step")
            return range(0)
        return self._towards(ends, direction)

    def _limit(self, towards: Search) -> Fraction | None:
        limit = self.reaches(self.free, towards)
        if limit is not None:
            self.ends.append(evolve(towards, old=limit))
        return limit

    def _towards(self, ends: Sequence[int], direction: Direction) -> range:
        low = max(ends[0], 0) if direction == "up" else ends[0]
        high = min(ends[1], 0) if direction == "down" else ends[1]
        return range(low, high + 1)


def _number(given: Any) -> Fraction:
    return read_written(given) if isinstance(given, str) else exact(given)


def _step(lever: Lever, spec: FieldSpec) -> Fraction:
    if lever.step is not None:
        return _number(lever.step)
    return spec.step or (Fraction(1, 100) if spec.kind == "percent" else Fraction(1))


def _levels(spec: FieldSpec, old: str, direction: Direction) -> Sequence[str]:
    """Return the levels that a figure may change to, which are declared in rising order."""
    if direction == "both" or old not in spec.levels:
        return [level for level in spec.levels if level != old]
    at = spec.levels.index(old)
    return spec.levels[at + 1 :] if direction == "up" else spec.levels[:at]


def _may_be(new: Scalar, spec: FieldSpec) -> bool:
    assert isinstance(new, Fraction)
    if spec.kind in ("count", "date") and new.denominator != 1:
        return False
    return spec.kind == "date" or spec.step is None or (new / spec.step).denominator == 1
