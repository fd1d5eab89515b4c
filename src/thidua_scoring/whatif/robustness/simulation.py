"""How often each unit has which rank and class over weights drawn at random.

These are the rank acceptability indices of SMAA-2 (Lahdelma and Salminen 2001), here with weights
on a grid, so that the ranks of every draw are exact and only the choice of draws is by chance.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate
from math import isqrt
from typing import TYPE_CHECKING, Any, Final

from attrs import frozen

from thidua_scoring.decisions.reasons import Named, Parameter, Reason, Said, Share
from thidua_scoring.errors import EvidenceError, Fault, Lang, NoSuchName
from thidua_scoring.numbers import show, write
from thidua_scoring.scoring.scoreboard import Scoreboard
from thidua_scoring.tabular import Cell, Heading, Table, Tabled
from thidua_scoring.whatif.robustness.classing import Classing
from thidua_scoring.whatif.robustness.counting import Counts, counted
from thidua_scoring.whatif.robustness.drawing import Drawn, drawn
from thidua_scoring.whatif.robustness.model import Weighing, said, weighing
from thidua_scoring.whatif.robustness.regions import Linear, Region

if TYPE_CHECKING:
    from thidua_scoring.notebook.charts import Chart

QUANTILES: Final = (Fraction(0), Fraction(1, 20), Fraction(1, 2), Fraction(19, 20), Fraction(1))
"""The shares of draws for which totals are told: the least, 5 %, the middle, 95 %, the greatest."""
_ERROR: Final = 10**6


@frozen
class UnitDraws:
    """What the draws say of one unit."""

    unit: Named
    bloc: str
    now: int
    """The rank at the ruleset's own weights."""
    draws: int
    ranks: tuple[int, ...]
    """In how many draws it has rank 1, 2 and so on; equals share the better rank."""
    totals: Mapping[Fraction, Fraction]
    """For each of `QUANTILES`, the least total that so large a share of the draws does not exceed."""
    classes: Mapping[str | None, int] | None
    """In how many draws it is in each class, None for none or one that is not decided; None if not known."""

    def acceptability(self, rank: int) -> Fraction:
        """Return the share of draws in which it has a rank."""
        return Fraction(self.ranks[rank - 1], self.draws) if 0 < rank <= len(self.ranks) else Fraction(0)

    def error(self, rank: int) -> Decimal:
        """Return the standard error by sampling of `acceptability`, rounded up to six decimals."""
        return standard_error(self.acceptability(rank), self.draws)

    def rank_at(self, share: Fraction) -> int:
        """Return the best rank than which at most the rest of the draws is worse, of a share from 0 to 1."""
        reached = accumulate(self.ranks)
        least = max(share * self.draws, Fraction(1))
        return next(rank for rank, count in enumerate(reached, start=1) if count >= least)

    def to_dict(self) -> dict[str, Any]:
        """Return the counts for machines; totals by their share of draws."""
        found: dict[str, Any] = {"unit": self.unit.id, "bloc": self.bloc, "now": self.now}
        found |= {"ranks": list(self.ranks)}
        found["totals"] = {write(share): write(total) for share, total in self.totals.items()}
        if self.classes is not None:
            found["classes"] = {name or "": count for name, count in self.classes.items()}
        return found


@frozen(eq=False, repr=False)
class Simulation(Tabled):
    """Ranks, totals and classes of all units over draws of weights."""

    region: Region
    units: tuple[UnitDraws, ...]
    classes: tuple[Named, ...]
    """From the best; none where weights do not decide them."""
    drawn: Drawn
    seed: int
    notes: tuple[Reason, ...] = ()

    def __getitem__(self, unit: str) -> UnitDraws:
        """Return what is said of a unit by its id. Raises `NoSuchName` with the nearest id."""
        found = {each.unit.id: each for each in self.units}
        if unit not in found:
            raise NoSuchName.of("no-such-unit", unit, found)
        return found[unit]

    def plot(self, lang: Lang = "vi") -> Chart:
        """Draw in which share of the draws each unit has each rank."""
        from thidua_scoring.notebook.ranks import simulation_plot

        return simulation_plot(self, lang)

    def table(self) -> Table:
        """Return one row a unit: between which ranks it mostly is, how often it is first or in a class."""
        low, half, high = QUANTILES[1:4]
        several = len({each.bloc for each in self.units}) > 1
        rows: list[list[Cell]] = [
            [
                each.unit, *[each.bloc] * several, each.now,
                each.rank_at(low), each.rank_at(half), each.rank_at(high),
                Share(each.acceptability(1)), _short(each.totals[half]),
                *(Share(Fraction((each.classes or {}).get(c.id, 0), each.draws)) for c in self.classes),
            ]
            for each in sorted(self.units, key=lambda each: (each.bloc, each.now))
        ]  # fmt: skip
        return Table(
            Said("Thứ hạng khi trọng số lấy ngẫu nhiên", "Ranks over weights drawn at random"),
            (
                Heading("unit", "Đơn vị", "Unit"),
                *[Heading("bloc", "Khối", "Bloc")] * several,
                Heading("now", "Hạng hiện tại", "Rank now", right=True),
                Heading("low", "Hạng 5%", "Rank 5%", right=True),
                Heading("median", "Hạng trung vị", "Median", right=True),
                Heading("high", "Hạng 95%", "Rank 95%", right=True),
                Heading("first", "Xếp thứ nhất", "First", right=True),
                Heading("total", "Tổng điểm trung vị", "Median total", right=True),
                *(Heading(f"class.{c.id}", c.name, c.name, right=True) for c in self.classes),
            ),
            rows,
            tuple(map(said, self.notes)),
        )

    def to_dict(self) -> dict[str, Any]:
        """Return everything for machines."""
        return {
            "region": self.region.to_dict(),
            "seed": self.seed,
            "stream": self.drawn.stream,
            "step": write(self.drawn.step),
            "units": [each.to_dict() for each in self.units],
            "notes": [note.to_dict() for note in self.notes],
        }


def standard_error(share: Fraction, draws: int) -> Decimal:
    """Return √(p·(1 − p) / n), rounded up to six decimals.

    >>> standard_error(Fraction(1, 2), 10_000)
    Decimal('0.005000')
    """
    square = share * (1 - share) / draws * _ERROR**2
    root = isqrt(square.numerator // square.denominator)
    return Decimal(root + (root**2 < square)).scaleb(-6)


def simulate(
    board: Scoreboard, region: Region, draws: int = 10_000, seed: int = 0, *, without_limits: bool = False
) -> Simulation:
    """Draw weights at random from a region and count what becomes of each ranked unit.

    The same seed gives the same draws with the same stream of random numbers, which the result names:
    NumPy's where it is installed, else the standard library's. Raises what `weighing` and `Region.over`
    raise, `EvidenceError` for no draws, and `FaultsError` with ``needs-extra`` where draws take a walk
    and NumPy is not there.
    """
    if isinstance(draws, bool) or not isinstance(draws, int) or draws < 1:
        raise EvidenceError([Fault("draws-none", parameters={"got": str(draws)})])
    if isinstance(seed, bool) or not isinstance(seed, int) or seed < 0:
        raise EvidenceError([Fault("draws-seed", parameters={"got": str(seed)})])
    model = weighing(board, region, without_limits=without_limits)
    found = drawn(region.over(model.own), draws, seed)
    lows = region.over(model.own).lows
    classing, margins, unclear = _classing(model, without_limits)
    units: dict[int, UnitDraws] = {}
    own = tuple(model.own.values())
    for bloc in model.blocs:
        counts = counted(found, lows, bloc.compared, [margins.get(row, ()) for row in bloc.rows], QUANTILES)
        members = zip(bloc.units, bloc.rows, bloc.ranks(own), bloc.wholes, counts, strict=True)
        for unit, row, now, whole, each in members:
            classes = None if classing is None else _classes(classing, row, each)
            totals = dict(zip(QUANTILES, (share * whole for share in each.totals), strict=True))
            units[row] = UnitDraws(unit, bloc.name, now, draws, each.ranks, totals, classes)
    specs = () if classing is None else classing.specs
    return Simulation(
        region,
        tuple(units[row] for row in sorted(units)),
        tuple(Named(spec.id, spec.title) for spec in specs),
        found,
        seed,
        (*model.notes, *_notes(found, draws, seed), *unclear),
    )


def _short(total: Fraction) -> Said:
    """Write a total of a draw to two decimals, marked where it is cut."""
    return Said(show(total, "vi", most=2), show(total, "en", most=2))


def _classing(
    model: Weighing, without_limits: bool
) -> tuple[Classing | None, Mapping[int, Sequence[Linear]], tuple[Reason, ...]]:
    """Return by what classes are told, unless weights do not decide them."""
    if not model.board.ruleset.written.classes:
        return None, {}, ()
    classing = Classing(model.board)
    try:
        margins = classing.checked(model, without_limits=without_limits)
    except EvidenceError:
        return None, {}, (Reason("classes-not-drawn"),)
    return classing, margins, (Reason("requirements-as-they-are"),)


def _classes(classing: Classing, row: int, counts: Counts) -> dict[str | None, int]:
    found = Counter[str | None]()
    for reached, count in counts.reached.items():
        classes = classing.classes(row, reached)
        found[classes[0] if len(classes) == 1 else None] += count
    return dict(found)


def _notes(found: Drawn, draws: int, seed: int) -> tuple[Reason, ...]:
    parameters: dict[str, Parameter] = {
        "draws": draws,
        "step": f"{found.step.numerator}/{found.step.denominator}",
        "stream": found.stream,
        "seed": seed,
    }
    error = Share(Fraction(standard_error(Fraction(1, 2), draws)))
    how = (
        Reason("drawn-nearly", {**parameters, "moves": found.moves})
        if found.kept is None
        else Reason("drawn-exactly", {**parameters, "share": Share(found.kept)})
    )
    return how, Reason("draws-err", {"error": error})
