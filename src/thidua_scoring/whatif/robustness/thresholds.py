"""How far each class threshold can move before some unit's class changes."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from attrs import define, field, frozen

from thidua_scoring.decisions.reasons import Named, Reason, Said, Share
from thidua_scoring.errors import EvidenceError, Fault, NoSuchName
from thidua_scoring.numbers import write
from thidua_scoring.scoring.scoreboard import Scoreboard
from thidua_scoring.scoring.unit_score import UnitScore
from thidua_scoring.tabular import Heading, Table, Tabled
from thidua_scoring.whatif.robustness.classing import Classing
from thidua_scoring.whatif.robustness.model import named, said
from thidua_scoring.whatif.robustness.stretches import Change, Stretch, Within, gather, stretch_around


@frozen
class ThresholdInterval:
    """The interval of one class's threshold in which every unit's class stays."""

    class_: Named
    threshold: Fraction
    percent: bool
    """Whether it is a share of the applicable points."""
    stretch: Stretch

    def to_dict(self) -> dict[str, Any]:
        """Return the interval for machines; a percentage as its share."""
        return {
            "class": self.class_.id,
            "threshold": write(self.threshold),
            "percent": self.percent,
            **self.stretch.to_dict(),
        }


@frozen(eq=False, repr=False)
class ThresholdIntervals(Tabled):
    """For each class that has one threshold for all units, how far it can move."""

    classes: tuple[ThresholdInterval, ...]
    """From the best; the last class has no threshold to move."""
    notes: tuple[Reason, ...] = ()

    def __getitem__(self, class_: str) -> ThresholdInterval:
        """Return the interval of a class by its id. Raises `NoSuchName` with the nearest id."""
        found = {each.class_.id: each for each in self.classes}
        if class_ not in found:
            raise NoSuchName.of("no-such-class", class_, found)
        return found[class_]

    def table(self) -> Table:
        """Return one row a class: its threshold, the interval, and the units that bound it."""
        rows = [
            (each.class_, Share(each.threshold) if each.percent else each.threshold,
             each.stretch.shown(percent=each.percent), _units(each.stretch.low.changes),
             _units(each.stretch.high.changes))
            for each in self.classes
        ]  # fmt: skip
        return Table(
            Said("Khoảng điểm chuẩn giữ nguyên mọi xếp loại", "Thresholds between which every class stays"),
            (
                Heading("class", "Mức xếp loại", "Class"),
                Heading("threshold", "Điểm chuẩn", "Threshold", right=True),
                Heading("interval", "Khoảng", "Interval", right=True),
                Heading("below", "Đơn vị ở đầu dưới", "Units at the lower end"),
                Heading("above", "Đơn vị ở đầu trên", "Units at the upper end"),
            ),
            rows,
            tuple(map(said, self.notes)),
        )

    def to_dict(self) -> dict[str, Any]:
        """Return everything for machines."""
        return {
            "classes": [each.to_dict() for each in self.classes],
            "notes": [note.to_dict() for note in self.notes],
        }


def _units(changes: tuple[Change, ...]) -> tuple[Named, ...] | None:
    return tuple(unit for unit, _ in changes) or None


def threshold_intervals(board: Scoreboard) -> ThresholdIntervals:
    """Find for each class threshold the interval in which every unit stays in its class.

    The other thresholds, other requirements and vetoes are as they are; the threshold stays between its
    neighbours. Units whose class it does not touch, whatever their points, bound nothing. Raises
    `EvidenceError` with ``classes-none``, or ``threshold-open`` for each unit whose figure is not known.
    """
    moving = _Moving(Classing(board))
    specs = moving.classing.specs
    found = [
        ThresholdInterval(Named(spec.id, spec.title), spec.threshold, spec.of_percent, moving.stretch(n))
        for n, spec in enumerate(specs[:-1])
        if spec.threshold is not None
    ]
    notes = [
        Reason("threshold-not-one", {"class": Named(spec.id, spec.title)})
        for spec in specs
        if spec.threshold is None
    ]
    return ThresholdIntervals(tuple(found), (*notes, Reason("requirements-as-they-are")))


@define(eq=False)
class _Moving:
    """Classes of which one threshold moves."""

    classing: Classing
    figures: dict[int, tuple[Fraction, ...]] = field(init=False, factory=dict)
    """What each class's threshold is held against, of the units that may have a class."""
    thresholds: dict[int, tuple[Fraction, ...]] = field(init=False, factory=dict)

    def __attrs_post_init__(self) -> None:
        board, faults = self.classing.board, list[Fault]()
        for row, unit in enumerate(board.evidence.units):
            if not UnitScore(board, row).outside.may_fail or board.unranked(row).point:
                continue
            figures, thresholds = self.classing.figures(row), self.classing.thresholds(row)
            known = [each for each in figures if each is not None]
            sure = [each for each in thresholds if each is not None]
            if len(known) < len(figures) or len(sure) < len(thresholds):
                faults.append(Fault("threshold-open", parameters={"unit": unit.id}))
            self.figures[row], self.thresholds[row] = tuple(known), tuple(sure)
        if faults:
            raise EvidenceError(faults)

    def stretch(self, place: int) -> Stretch:
        """Return the interval of one class's threshold."""
        specs = self.classing.specs
        start, below = specs[place].threshold, specs[place + 1].threshold
        above = specs[place - 1].threshold if place else None
        assert start is not None
        class_ = Named(specs[place].id, specs[place].title)
        changes = gather(
            (figures[place], (named(self.classing.board, row), class_))
            for row, figures in self.figures.items()
            if self._matters(row, place)
        )
        return stretch_around(
            start, lambda at: self._state(place, at), changes, Within(below, above, closed=False)
        )

    def _state(self, place: int, threshold: Fraction) -> Sequence[tuple[str, ...]]:
        return [self._class(row, place, figures[place] >= threshold) for row, figures in self.figures.items()]

    def _class(self, row: int, place: int, reached: bool) -> tuple[str, ...]:
        pairs = zip(self.figures[row], self.thresholds[row], strict=True)
        now = [figure >= threshold for figure, threshold in pairs]
        now[place] = reached
        return self.classing.classes(row, tuple(now))

    def _matters(self, row: int, place: int) -> bool:
        """Say whether it changes a unit's class if it reaches the threshold."""
        return self._class(row, place, True) != self._class(row, place, False)
