"""Which class each unit is in when only the thresholds that it reaches change."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from attrs import define, field

from thidua_scoring.errors import EvidenceError, Fault
from thidua_scoring.formula import nodes
from thidua_scoring.formula.nodes import Number
from thidua_scoring.ruleset.assemble import class_conditions
from thidua_scoring.ruleset.decisions.classes import ClassSpec
from thidua_scoring.scoring.classes import Ladder
from thidua_scoring.scoring.results import Results
from thidua_scoring.scoring.scoreboard import Scoreboard
from thidua_scoring.scoring.unit_score import UnitScore
from thidua_scoring.whatif.robustness.model import Weighing
from thidua_scoring.whatif.robustness.regions import Linear, value_of

Reached = tuple[bool, ...]
"""For each class, from the best down, whether its threshold is reached."""


@define(eq=False)
class Classing:
    """Classes of a board's units by the thresholds reached; other requirements and vetoes as they are.

    Raises `EvidenceError` with ``classes-none`` for a ruleset that has none.
    """

    board: Scoreboard
    _truths: dict[Reached, Results] = field(init=False, factory=dict)
    _found: dict[tuple[int, Reached], tuple[str, ...]] = field(init=False, factory=dict)

    @property
    def specs(self) -> tuple[ClassSpec, ...]:
        """The classes from the best down."""
        return self.board.ruleset.written.classes

    def classes(self, row: int, reached: Reached) -> tuple[str, ...]:
        """Return the classes that a unit may be in, from the best; none where it is surely in no class."""
        if (row, reached) not in self._found:
            self._found[row, reached] = self._classes(row, reached)
        return self._found[row, reached]

    def _classes(self, row: int, reached: Reached) -> tuple[str, ...]:
        if not UnitScore(self.board, row).outside.may_fail:
            return ()
        if reached not in self._truths:
            conditions = class_conditions(self.specs, [nodes.Truth(each) for each in reached])
            named = {("class", n): condition for n, condition in enumerate(conditions)}
            self._truths[reached] = self.board.compute({**named})
        found, ids = self._truths[reached], [each.id for each in self.specs]
        vetoes = enumerate(self.board.ruleset.written.vetoes)
        held = [(veto, self.board.truth(("veto", n), row)) for n, veto in vetoes]
        ladder = Ladder(ids, [found.truth(("class", n), row) for n in range(len(ids))])
        return tuple(ids[n] for n in sorted(ladder.after_vetoes(ladder.reached, held)))

    def thresholds(self, row: int) -> tuple[Fraction | None, ...]:
        """Return the threshold of each class for a unit; None where it is not known."""
        return tuple(self._point(("from", n), row) for n in range(len(self.specs)))

    def figures(self, row: int) -> tuple[Fraction | None, ...]:
        """Return what each threshold is held against for a unit; None where it is not known."""
        return tuple(self._point(("figure", n), row) for n in range(len(self.specs)))

    def _point(self, name: tuple[str, int], row: int) -> Fraction | None:
        value = self._held.value(name, row)
        return None if value is None else value.point

    _held: Results = field(init=False)

    @_held.default
    def _computed(self) -> Results:
        if not self.specs:
            raise EvidenceError([Fault("classes-none")])
        named: dict[object, nodes.Node] = {}
        for n, (spec, band) in enumerate(zip(self.specs, self.board.ruleset.formulas.bands, strict=True)):
            assert isinstance(band, nodes.Compare)  # as `Assembly` makes them
            figure: Number = band.left
            named["from", n], named["figure", n] = spec.from_, figure
        return self.board.compute(named)

    # ── under weights ───────────────────────────────────────────────────────────────

    def margins(self, model: Weighing, row: int) -> tuple[Linear, ...]:
        """Return for each class what a unit has beyond its threshold, which it reaches from zero up.

        Raises `EvidenceError` where a class goes by another figure than total and percentage, or where a
        threshold is not known.
        """
        total = dict(zip(*_every(model), strict=True))[row]
        scale = self.board.ruleset.written.scale
        found: list[Linear] = []
        for spec, threshold in zip(self.specs, self.thresholds(row), strict=True):
            if not isinstance(spec.of, str):
                raise EvidenceError([Fault("weights-class-figure", parameters={"class": spec.id})])
            if threshold is None:
                unit = self.board.evidence.units[row].id
                raise EvidenceError([Fault("threshold-open", parameters={"unit": unit})])
            if spec.of == "total" and not scale.rescale:
                found.append((total[0] - threshold, *total[1:]))
            else:
                share = threshold if spec.of == "percent" else threshold / scale.points
                pairs = zip(total, model.applicable[row], strict=True)
                found.append(tuple(part - share * whole for part, whole in pairs))
        return tuple(found)

    def checked(self, model: Weighing, *, without_limits: bool) -> dict[int, tuple[Linear, ...]]:
        """Return the margins of all ranked units.

        Raises `EvidenceError` also for units whose class is not what weights alone give, but for
        ``without_limits``.
        """
        rows, _ = _every(model)
        own = tuple(model.own.values())
        found = {row: self.margins(model, row) for row in rows}
        units = self.board.evidence.units
        faults = [
            Fault("weights-class-rounding", parameters={"unit": units[row].id})
            for row, margins in found.items()
            if self.classes(row, reached_at(margins, own)) != tuple(self.board.classes[row])
        ]
        if faults and not without_limits:
            raise EvidenceError(faults)
        return found


def reached_at(margins: Sequence[Linear], weights: Sequence[Fraction]) -> Reached:
    """Say which thresholds are reached under weights."""
    return tuple(value_of(margin, weights) >= 0 for margin in margins)


def _every(model: Weighing) -> tuple[list[int], list[Linear]]:
    rows = [row for bloc in model.blocs for row in bloc.rows]
    return rows, [total for bloc in model.blocs for total in bloc.totals]
