"""How far one weight can move, the others as they are or giving way, before the outcome changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import combinations
from typing import Any, Final, Literal, TypeAlias

from attrs import define, field, frozen

from thidua_scoring.decisions.reasons import Named, Reason, Said
from thidua_scoring.errors import EvidenceError, Fault, NoSuchName
from thidua_scoring.numbers import write
from thidua_scoring.scoring.scoreboard import Scoreboard
from thidua_scoring.tabular import Heading, Table, Tabled
from thidua_scoring.whatif.robustness.classing import Classing
from thidua_scoring.whatif.robustness.model import Bloc, Weighing, competition, named, said, weighing
from thidua_scoring.whatif.robustness.regions import Linear, value_of
from thidua_scoring.whatif.robustness.stretches import Change, Stretch, Within, gather, stretch_around

Keep: TypeAlias = Literal["order", "top", "class"]
KEEPS: Final = ("order", "top", "class")
Line: TypeAlias = tuple[Fraction, Fraction]
"""A figure along one weight: what it is at zero, and by how much it grows."""
_KEPT: Final = {
    "order": Said("giữ nguyên toàn bộ thứ tự xếp hạng", "the whole order stays"),
    "top": Said("giữ nguyên các đơn vị đứng đầu", "the units at the top stay"),
    "class": Said("giữ nguyên xếp loại của mọi đơn vị", "every class stays"),
}


@frozen
class WeightInterval:
    """The interval of one criterion's weight, in points, in which the outcome stays."""

    criterion: Named
    own: Fraction
    stretch: Stretch

    def to_dict(self) -> dict[str, Any]:
        """Return the interval for machines."""
        return {"criterion": self.criterion.id, "own": write(self.own), **self.stretch.to_dict()}


@frozen(eq=False, repr=False)
class WeightIntervals(Tabled):
    """For each criterion, how far its weight alone can move."""

    keep: Keep
    trade: bool
    criteria: tuple[WeightInterval, ...]
    notes: tuple[Reason, ...] = ()

    def __getitem__(self, criterion: str) -> WeightInterval:
        """Return the interval of a criterion by its id. Raises `NoSuchName` with the nearest id."""
        found = {each.criterion.id: each for each in self.criteria}
        if criterion not in found:
            raise NoSuchName.of("no-such-criterion", criterion, found)
        return found[criterion]

    def table(self) -> Table:
        """Return one row a criterion: its weight, the interval, and what comes to be equal at its ends."""
        kept = _KEPT[self.keep]
        rows = [
            (each.criterion, each.own, each.stretch.shown(), _told(each.stretch.low.changes),
             _told(each.stretch.high.changes))
            for each in self.criteria
        ]  # fmt: skip
        return Table(
            Said(f"Khoảng trọng số {kept.vi}", f"Weights between which {kept.en}"),
            (
                Heading("criterion", "Tiêu chí", "Criterion"),
                Heading("own", "Điểm", "Points", right=True),
                Heading("interval", "Khoảng", "Interval", right=True),
                Heading("below", "Bằng nhau ở đầu dưới", "Equal at the lower end"),
                Heading("above", "Bằng nhau ở đầu trên", "Equal at the upper end"),
            ),
            rows,
            tuple(map(said, self.notes)),
        )

    def to_dict(self) -> dict[str, Any]:
        """Return everything for machines."""
        return {
            "keep": self.keep,
            "trade": self.trade,
            "criteria": [each.to_dict() for each in self.criteria],
            "notes": [note.to_dict() for note in self.notes],
        }


def _told(changes: tuple[Change, ...]) -> str | None:
    """Name the first pairs that come to be equal."""
    pairs = [f"{a.name or a.id} = {b.name or b.id}" for a, b in changes[:3]]
    return "; ".join(pairs) + ("…" if len(changes) > 3 else "") if pairs else None


def weight_intervals(
    board: Scoreboard,
    keep: Keep = "order",
    *,
    k: int = 1,
    trade: bool = False,
    without_limits: bool = False,
) -> WeightIntervals:
    """Find the interval of each weight in which the whole order, the top ``k`` or all classes stay.

    The other weights are as they are, or, with ``trade``, are scaled together so that the sum stays. What
    holds now holds in all of the interval and changes right at or right beyond its ends; where units are
    equal now, it may be the one weight alone. The top are those of rank ``k`` or better in each bloc.
    Raises what `weighing` raises, and `EvidenceError` for another ``keep`` or ``k``, or classes that
    weights do not decide.
    """
    if keep not in KEEPS:
        raise EvidenceError(
            [Fault("weights-keep", parameters={"got": str(keep), "expected": ", ".join(KEEPS)})]
        )
    if isinstance(k, bool) or not isinstance(k, int) or k < 1:
        raise EvidenceError([Fault("weights-most", parameters={"got": str(k)})])
    model = weighing(board, without_limits=without_limits)
    family = _Family(model, keep, k, trade, without_limits)
    titles = {name: spec.head.title for name, spec in board.ruleset.written.criteria.items()}
    found = tuple(
        WeightInterval(Named(name, titles[name]), own, family.stretch(place))
        for place, (name, own) in enumerate(model.own.items())
    )
    notes = model.notes + ((Reason("requirements-as-they-are"),) if keep == "class" else ())
    return WeightIntervals(keep, trade, found, notes)


@define(eq=False)
class _Family:
    """Weights of which one moves."""

    model: Weighing
    keep: Keep
    k: int
    trade: bool
    without_limits: bool
    own: tuple[Fraction, ...] = field(init=False)
    classing: Classing | None = field(init=False, default=None)
    margins: dict[int, tuple[Linear, ...]] = field(init=False, factory=dict)

    def __attrs_post_init__(self) -> None:
        self.own = tuple(self.model.own.values())
        if self.keep == "class":
            self.classing = Classing(self.model.board)
            self.margins = self.classing.checked(self.model, without_limits=self.without_limits)

    def stretch(self, place: int) -> Stretch:
        """Return the interval of one weight."""
        own, total = self.own[place], self.model.sum
        high = total if self.trade else None
        within = Within(own, own) if self.trade and total == own else Within(Fraction(0), high)
        pairs, state = self._by_class(place) if self.classing else self._by_rank(place)
        return stretch_around(own, state, gather(pairs), within)

    def along(self, figure: Linear, place: int) -> Line:
        """Return a figure as a line in one weight."""
        own, factor = self.own[place], figure[1 + place]
        now, rest = value_of(figure, self.own), self.model.sum - own
        if not self.trade or not rest:
            return now - own * factor, factor
        others = now - figure[0] - own * factor
        return figure[0] + others * self.model.sum / rest, factor - others / rest

    def _by_rank(self, place: int) -> tuple[Iterator[tuple[Fraction, Change]], Callable[[Fraction], object]]:
        lines = [[self.along(total, place) for total in bloc.compared] for bloc in self.model.blocs]

        def state(weight: Fraction) -> object:
            ranks = [competition([at + slope * weight for at, slope in each]) for each in lines]
            return [[self._told(rank) for rank in each] for each in ranks]

        def pairs() -> Iterator[tuple[Fraction, Change]]:
            for bloc, each in zip(self.model.blocs, lines, strict=True):
                for one, two in self._pairs(bloc):
                    meeting = _meeting(each[one], each[two], self.own[place])
                    if meeting is not None:
                        yield meeting, (bloc.units[one], bloc.units[two])

        return pairs(), state

    def _told(self, rank: int) -> int | bool:
        return rank if self.keep == "order" else rank <= self.k

    def _pairs(self, bloc: Bloc) -> Iterator[tuple[int, int]]:
        """Yield the pairs whose order matters."""
        top = [rank <= self.k for rank in bloc.ranks(self.own)]
        # Where units share the last rank of the top, who of the top is above whom matters as well.
        apart = self.keep == "top" and sum(top) <= self.k
        for one, two in combinations(range(len(top)), 2):
            if self.keep == "order" or top[one] != top[two] or (top[one] and not apart):
                yield one, two

    def _by_class(self, place: int) -> tuple[Iterator[tuple[Fraction, Change]], Callable[[Fraction], object]]:
        classing = self.classing
        assert classing is not None
        lines = {row: [self.along(each, place) for each in margins] for row, margins in self.margins.items()}
        specs = [Named(spec.id, spec.title) for spec in classing.specs]

        def state(weight: Fraction) -> object:
            return [
                classing.classes(row, tuple(at + slope * weight >= 0 for at, slope in each))
                for row, each in lines.items()
            ]

        def pairs() -> Iterator[tuple[Fraction, Change]]:
            for row, each in lines.items():
                for spec, line in zip(specs, each, strict=True):
                    meeting = _meeting(line, (Fraction(0), Fraction(0)), self.own[place])
                    if meeting is not None:
                        yield meeting, (named(self.model.board, row), spec)

        return pairs(), state


def _meeting(one: Line, two: Line, start: Fraction) -> Fraction | None:
    """Return where two lines meet, at weights from zero up; None where they do not, or are the same."""
    (low, slope), (other, grows) = one, two
    if slope == grows:
        return None
    at = (other - low) / (slope - grows)
    return at if at >= 0 else None
