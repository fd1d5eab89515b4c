"""The best and worst rank of every unit over all admissible weights, exactly.

The question is that of extreme ranking analysis (Kadziński, Greco and Słowiński 2012), as in
robust ordinal regression; pairs that no weights reverse are its necessary preference, and VIP
analysis (Dias and Clímaco 2000) asks the same of pairs over partial information on weights.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeAlias

from attrs import define, field, frozen

from thidua_scoring.decisions.reasons import Named, Reason, Said
from thidua_scoring.errors import Lang, NoSuchName
from thidua_scoring.numbers import write
from thidua_scoring.scoring.scoreboard import Scoreboard
from thidua_scoring.tabular import Cell, Heading, Table, Tabled
from thidua_scoring.whatif.robustness.model import Bloc, said, weighing
from thidua_scoring.whatif.robustness.regions import Region, Space
from thidua_scoring.whatif.robustness.subsets import Half, Subsets

if TYPE_CHECKING:
    from thidua_scoring.notebook.charts import Chart

Weights: TypeAlias = Mapping[str, Fraction]
Point: TypeAlias = tuple[Fraction, ...]


@frozen
class RankInterval:
    """The ranks that a unit can have, and weights at which it has the best and the worst."""

    unit: Named
    bloc: str
    now: int
    """The rank at the ruleset's own weights, by which the region need not go."""
    best: int
    worst: int
    best_at: Weights = field(repr=False)
    worst_at: Weights = field(repr=False)

    def to_dict(self) -> dict[str, Any]:
        """Return the interval for machines, weights as text."""
        found: dict[str, Any] = {"unit": self.unit.id, "bloc": self.bloc, "now": self.now}
        found |= {"best": self.best, "worst": self.worst}
        for name, weights in (("best_at", self.best_at), ("worst_at", self.worst_at)):
            found[name] = {criterion: write(weight) for criterion, weight in weights.items()}
        return found


@frozen
class SurePair:
    """Two units of a bloc of which no admissible weights put the second above the first."""

    above: Named
    below: Named
    strictly: bool
    """Whether they are never equal either."""


@frozen(eq=False, repr=False)
class RankIntervals(Tabled):
    """The ranks that all units can have over a region of weights."""

    region: Region
    units: tuple[RankInterval, ...]
    """In the order of the evidence; units without rank are left out."""
    pairs: tuple[SurePair, ...]
    notes: tuple[Reason, ...] = ()

    def __getitem__(self, unit: str) -> RankInterval:
        """Return the interval of a unit by its id. Raises `NoSuchName` with the nearest id."""
        found = {each.unit.id: each for each in self.units}
        if unit not in found:
            raise NoSuchName.of("no-such-unit", unit, found)
        return found[unit]

    def plot(self, lang: Lang = "vi") -> Chart:
        """Draw the ranks that each unit may have."""
        from thidua_scoring.notebook.ranks import intervals_plot

        return intervals_plot(self, lang)

    def table(self) -> Table:
        """Return one row a unit: its rank now, the best, the worst, and how many it is surely above."""
        several = len({each.bloc for each in self.units}) > 1
        surely = dict.fromkeys((each.unit.id for each in self.units), 0)
        for pair in self.pairs:
            surely[pair.above.id] += pair.strictly
        rows: list[list[Cell]] = [
            [each.unit, *[each.bloc] * several, each.now, each.best, each.worst, surely[each.unit.id]]
            for each in sorted(self.units, key=lambda each: (each.bloc, each.now, each.best, each.worst))
        ]
        return Table(
            Said("Khoảng thứ hạng khi trọng số thay đổi", "Ranks over all admissible weights"),
            (
                Heading("unit", "Đơn vị", "Unit"),
                *[Heading("bloc", "Khối", "Bloc")] * several,
                Heading("now", "Hạng hiện tại", "Rank now", right=True),
                Heading("best", "Hạng cao nhất", "Best rank", right=True),
                Heading("worst", "Hạng thấp nhất", "Worst rank", right=True),
                Heading("above", "Chắc chắn xếp trên", "Surely above", right=True),
            ),
            rows,
            tuple(map(said, self.notes)),
        )

    def to_dict(self) -> dict[str, Any]:
        """Return everything for machines: ids, numbers as text, sentences in both languages."""
        return {
            "region": self.region.to_dict(),
            "units": [each.to_dict() for each in self.units],
            "pairs": [
                {"above": each.above.id, "below": each.below.id, "strictly": each.strictly}
                for each in self.pairs
            ],
            "notes": [note.to_dict() for note in self.notes],
        }


def rank_intervals(board: Scoreboard, region: Region, *, without_limits: bool = False) -> RankIntervals:
    """Find the best and worst rank of each ranked unit of each bloc over a region of weights.

    The rank is one more than the number of units strictly above, by points alone as on the board. Each end
    is reached: it comes with weights, checked exactly, that give it. Raises what `weighing` and `Region.over`
    raise, and `FaultsError` with ``needs-extra`` where a unit's rank is open against more units than can be
    searched through without the extra ``solver``.
    """
    model = weighing(board, region, without_limits=without_limits)
    space = region.over(model.own)
    own = tuple(model.own.values())
    units: dict[int, RankInterval] = {}
    pairs: list[SurePair] = []
    for bloc in model.blocs:
        extremes = Extremes(space, bloc)
        pairs += extremes.pairs()
        now = bloc.ranks(own)
        for place, row in enumerate(bloc.rows):
            (best, best_at), (worst, worst_at) = extremes.best(place), extremes.worst(place)
            units[row] = RankInterval(
                bloc.units[place], bloc.name, now[place], best, worst,
                model.named(best_at), model.named(worst_at),
            )  # fmt: skip
    return RankIntervals(region, tuple(units[row] for row in sorted(units)), tuple(pairs), model.notes)


@define(eq=False)
class Extremes:
    """The extreme ranks of the units of one bloc."""

    space: Space
    bloc: Bloc
    halves: dict[tuple[int, int], Half] = field(init=False, factory=dict)
    """For two places among the units, that the first has at least as many points as the second."""

    def __attrs_post_init__(self) -> None:
        corner, totals = self.space.corner(), self.bloc.compared
        for one in range(len(totals)):
            for two in range(one + 1, len(totals)):
                gap = tuple(a - b for a, b in zip(totals[one], totals[two], strict=True))
                half = Half.over(self.space, corner, gap)
                self.halves[one, two], self.halves[two, one] = half, half.turned()

    def pairs(self) -> Iterator[SurePair]:
        """Yield the pairs that no weights reverse."""
        units = self.bloc.units
        for (one, two), half in self.halves.items():
            if half.low >= 0:
                yield SurePair(units[one], units[two], half.low > 0)

    def best(self, place: int) -> tuple[int, Point]:
        """Return the best rank of a unit, and weights at which it has that."""
        against = {other: self.halves[place, other] for other in self._others(place)}
        above = sum(half.high < 0 for half in against.values())
        halves = [half for half in against.values() if half.low < 0 <= half.high]
        kept, weights = Subsets(self.space, halves, strict=False).largest()
        return self._checked(place, 1 + above + len(halves) - len(kept), weights)

    def worst(self, place: int) -> tuple[int, Point]:
        """Return the worst rank of a unit, and weights at which it has that."""
        against = {other: self.halves[other, place] for other in self._others(place)}
        above = sum(half.low > 0 for half in against.values())
        halves = [half for half in against.values() if half.low <= 0 < half.high]
        kept, weights = Subsets(self.space, halves, strict=True).largest()
        return self._checked(place, 1 + above + len(kept), weights)

    def _others(self, place: int) -> Sequence[int]:
        return [other for other in range(len(self.bloc.units)) if other != place]

    def _checked(self, place: int, rank: int, weights: Point) -> tuple[int, Point]:
        """Return a rank with its weights, by which the unit must have it."""
        found = self.bloc.ranks(weights)[place]
        if found != rank or weights not in self.space:
            raise ArithmeticError(f"rank {found} at weights of rank {rank}")
        return rank, weights
