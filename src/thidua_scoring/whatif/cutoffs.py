"""Which threshold of a class brings so many units into it: a cut-off sought, not guessed.

A lower threshold never takes a unit out of "this class or better", so that for every unit there is
one greatest threshold with which it is in: its own figure, or any (a better class takes it anyway),
or none (another condition or a veto bars it). Those greatest thresholds, in order, answer all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cached_property
from typing import Any

from attrs import frozen

from thidua_scoring.decisions.reasons import Named, Parameter, Reason, Said, Share
from thidua_scoring.errors import Fault, FaultsError, NoSuchName, Problem
from thidua_scoring.numbers import MODES, Mode, exact, read_written, round_quotient, write
from thidua_scoring.ruleset.decisions.classes import ClassSpec
from thidua_scoring.scoring.scoreboard import Scoreboard
from thidua_scoring.tabular import Cell, Heading, Table, Tabled
from thidua_scoring.whatif.in_class import Candidate, How, candidates_for

_HOW: Mapping[How, Said] = {
    "by-threshold": Said("theo ngưỡng điểm", "by the threshold"),
    "always": Said("luôn đạt", "always"),
    "never": Said("không thể đạt", "never"),
}
_NOBODY = Said("không có", "nobody")


@frozen
class Level:
    """All thresholds with which the same units are in: above one, up to and including another."""

    count: int
    above: Fraction | None
    """None where there is no end below."""
    up_to: Fraction | None
    """None where there is no end above."""

    def holds(self, threshold: Fraction) -> bool:
        """Say whether a threshold is one of these."""
        above = self.above is None or threshold > self.above
        return above and (self.up_to is None or threshold <= self.up_to)

    def to_dict(self) -> dict[str, Any]:
        """Return it for machines, numbers as text."""
        ends = {name: _text(getattr(self, name)) for name in ("above", "up_to")}
        return {"count": self.count, **ends}


@frozen(repr=False)
class Cutoff(Tabled):
    """The thresholds that bring the wanted number of units into a class or a better one."""

    class_: Named
    candidates: tuple[Candidate, ...]
    """The rated units, those with the greatest figure first."""
    wanted: int
    share: Fraction | None
    """The share of the rated units that is not to be exceeded; None where a number was asked for."""
    level: Level | None
    """The lowest thresholds that will do; None where there is none."""
    neighbours: tuple[Fraction | None, Fraction | None]
    """The thresholds of the classes above and below, between which a ruleset's threshold must lie."""
    percent: bool = False
    """Whether figures and thresholds are shares of points, where 1 is 100 %."""

    @cached_property
    def levels(self) -> tuple[Level, ...]:
        """Every number of units that some threshold brings in, from the fewest."""
        return tuple(_levels(self.candidates))

    @property
    def possible(self) -> bool:
        """Whether some threshold does it."""
        return self.level is not None

    @property
    def nearest(self) -> tuple[int | None, int | None]:
        """The nearest numbers that some threshold brings in: below what is wanted, and above."""
        counts = [level.count for level in self.levels]
        fewer = max((count for count in counts if count < self.wanted), default=None)
        return fewer, min((count for count in counts if count > self.wanted), default=None)

    @property
    def tied(self) -> tuple[Candidate, ...]:
        """The units with one figure that come in all together and make the wanted number impossible."""
        fewer, more = self.nearest
        if fewer is None or more is None or any(level.count == self.wanted for level in self.levels):
            return ()
        at = next(level.up_to for level in self.levels if level.count == more)
        return tuple(each for each in self.candidates if each.how == "by-threshold" and each.figure == at)

    @property
    def in_order(self) -> bool:
        """Whether some of the thresholds lies between those of the neighbouring classes."""
        if self.level is None:
            return False
        better, worse = self.neighbours
        lows = [end for end in (self.level.above, worse) if end is not None]
        if not lows:
            return True
        above = better is None or max(lows) < better
        return above and (self.level.up_to is None or max(lows) < self.level.up_to)

    # ── telling ─────────────────────────────────────────────────────────────────────

    @property
    def notes(self) -> tuple[Reason, ...]:
        """Say which thresholds do it, or what makes it impossible."""
        return tuple(self._notes())

    def _notes(self) -> Iterator[Reason]:
        said: dict[str, Parameter] = {
            "class": self.class_, "wanted": self.wanted, "rated": len(self.candidates)
        }  # fmt: skip
        if self.share is not None:
            yield Reason("cutoff-allowed", {**said, "share": Share(self.share)})
        if self.level is not None:
            ends = self._figure(self.level.above), self._figure(self.level.up_to)
            found = {**said, "count": self.level.count, "above": ends[0], "up_to": ends[1]}
            yield Reason("cutoff-found", found)
            if not self.in_order:
                yield Reason("cutoff-out-of-order", {"class": self.class_}, None)
        if self.tied:
            fewer, more = (each if each is not None else 0 for each in self.nearest)
            units = tuple(each.unit for each in self.tied)
            figure = self._figure(self.tied[0].figure)
            yield Reason(
                "cutoff-tied", {**said, "units": units, "figure": figure, "fewer": fewer, "more": more}, None
            )
        elif self.level is None:
            how: How = "always" if self.nearest[0] is None else "never"
            those = tuple(each.unit for each in self.candidates if each.how == how)
            nearest = self.nearest[1 if how == "always" else 0]
            yield Reason(f"cutoff-{how}", {**said, "units": those or _NOBODY, "nearest": nearest or 0}, False)

    def _figure(self, figure: Fraction | None) -> Parameter:
        if figure is None:
            return Said("không giới hạn", "no limit")
        return Share(figure) if self.percent else figure

    def table(self) -> Table:
        """Return a row for each rated unit, the greatest figure first; who is in stands out."""
        headings = (
            Heading("unit", "Đơn vị", "Unit"),
            Heading("figure", "Số xét xếp loại", "Figure", right=True),
            Heading("how", "Đạt mức này trở lên", "In this class or better"),
        )
        rows: list[list[Cell]] = [
            [each.unit, self._figure(each.figure), _HOW[each.how]] for each in self.candidates
        ]
        name = self.class_.name or self.class_.id
        title = Said(f"Ngưỡng điểm của mức {name}", f"The threshold of {name}")
        notes = tuple(Said(note.text("vi"), note.text("en")) for note in self.notes)
        return Table(title, headings, rows, notes, self._inside())

    def _inside(self) -> frozenset[int]:
        level = self.level
        if level is None:
            return frozenset()
        return frozenset(
            index
            for index, each in enumerate(self.candidates)
            if each.how == "always"
            or (each.how == "by-threshold" and level.up_to is not None and each.figure >= level.up_to)
        )

    def to_dict(self) -> dict[str, Any]:
        """Return it for machines, numbers as text."""
        return {
            "class": self.class_.id,
            "rated": len(self.candidates),
            "wanted": self.wanted,
            "share": _text(self.share),
            "cutoff": None if self.level is None else self.level.to_dict(),
            "in_order": self.in_order,
            "tied": [each.unit.id for each in self.tied],
            "nearest": list(self.nearest),
            "levels": [level.to_dict() for level in self.levels],
            "why": [note.to_dict() for note in self.notes],
        }


def _text(number: Fraction | None) -> str | None:
    return None if number is None else write(number)


def _levels(candidates: tuple[Candidate, ...]) -> Iterator[Level]:
    """Yield the thresholds with which the same units are in, from the highest down."""
    counted = Counter(each.figure for each in candidates if each.how == "by-threshold")
    count, up_to = sum(each.how == "always" for each in candidates), None
    for figure in sorted(counted, reverse=True):
        yield Level(count, figure, up_to)
        count, up_to = count + counted[figure], figure
    yield Level(count, None, up_to)


def seek_cutoff(
    board: Scoreboard,
    class_: str,
    *,
    exactly: int | None = None,
    at_most: Fraction | str | None = None,
    rounding: Mode = "floor",
    within: str | None = None,
) -> Cutoff:
    """Seek the thresholds of a class with which so many rated units are in that class or a better one.

    Give either ``exactly``, a number of units, or ``at_most``, a share of the rated units (``"20%"``)
    whose number is rounded as ``rounding`` says; of all thresholds that keep within it, those are
    returned that let most units in. ``within`` is a bloc; without it, all units count. Figures that
    are not confirmed count as given; quotas and caps of `decide` are not looked at. Raises
    `NoSuchName` for a class or bloc that there is none of, `FaultsError` for a question that makes
    no sense, and `EvidenceError` naming every unit whose class missing evidence leaves open.
    """
    written = board.ruleset.written
    ids = [each.id for each in written.classes]
    if class_ not in ids:
        raise NoSuchName.of("cutoff-class", class_, ids)
    if within is not None and within not in board.groups.blocs:
        raise NoSuchName.of("cutoff-bloc", within, board.groups.blocs)
    index = ids.index(class_)
    spec = written.classes[index]
    share = _asked(spec, exactly, at_most, rounding)
    rows = range(len(board)) if within is None else board.groups.blocs[within]
    candidates = tuple(sorted(candidates_for(board, index, rows), key=lambda each: -each.figure))
    wanted = _rounded(share * len(candidates), rounding) if share is not None else exactly or 0
    fitting = [
        level
        for level in _levels(candidates)
        if level.count == wanted or (share is not None and level.count < wanted)
    ]
    around = [written.classes[n].threshold if 0 <= n < len(ids) else None for n in (index - 1, index + 1)]
    return Cutoff(
        Named(spec.id, spec.title),
        candidates,
        wanted,
        share,
        fitting[-1] if fitting else None,
        (around[0], around[1]),
        spec.of_percent,
    )


def _rounded(number: Fraction, rounding: Mode) -> int:
    return round_quotient(number.numerator, number.denominator, rounding)


def _asked(
    spec: ClassSpec, exactly: int | None, at_most: Fraction | str | None, rounding: str
) -> Fraction | None:
    """Return the share that is asked for; None for a number."""
    faults = []
    share = None
    if (exactly is None) == (at_most is None):
        faults.append(Fault("cutoff-one-aim"))
    if exactly is not None and (type(exactly) is not int or exactly < 0):
        faults.append(Fault("cutoff-number", parameters={"got": str(exactly)}))
    if at_most is not None:
        try:
            share = read_written(at_most) if isinstance(at_most, str) else exact(at_most)
        except Problem:
            share = Fraction(-1)
        if not 0 <= share <= 1:
            faults.append(Fault("cutoff-share", parameters={"got": str(at_most)}))
    if rounding not in MODES:
        faults.append(Fault("cutoff-rounding", parameters={"got": rounding, "expected": ", ".join(MODES)}))
    if spec.threshold is None:
        faults.append(Fault("cutoff-varies", parameters={"class": spec.id}))
    if faults:
        raise FaultsError(faults)
    return share
