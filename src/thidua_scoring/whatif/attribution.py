"""How much of every change is due to which edit, whatever the order in which they are made.

Each edit gets its Shapley value (L. S. Shapley, *A value for n-person games*, 1953): the mean, over
all orders, of what the edit adds where it is made. It is exact: every subset of edits is scored.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations
from math import factorial
from typing import Any, Final

from attrs import define, field, frozen

from thidua_scoring.decisions.reasons import Named, Said
from thidua_scoring.errors import EvidenceError, Fault
from thidua_scoring.evidence.evidence import Unit
from thidua_scoring.numbers import write
from thidua_scoring.plugins import Plugins
from thidua_scoring.scoring.scoreboard import Scoreboard
from thidua_scoring.scoring.unit_score import UnitScore
from thidua_scoring.tabular import Cell, Heading, Table, Tabled
from thidua_scoring.whatif.scenarios.applying import Applying
from thidua_scoring.whatif.scenarios.paths import write_path
from thidua_scoring.whatif.scenarios.scenario import Scenario, joined

MOST: Final = 12
"""How many edits are told apart: 12 of them have 4,096 subsets."""
Subset = frozenset[int]
Figure = Callable[[UnitScore], "Fraction | None"]


@frozen
class Shares:
    """A figure before and after, and what each edit has done to it; these add up to the change exactly."""

    old: Fraction | None
    new: Fraction | None
    by_edit: tuple[Fraction, ...] | None
    """In the order of the edits; None where the figure is open with some of them made."""

    @property
    def change(self) -> Fraction | None:
        """The whole change; None where one side is not known."""
        return None if self.old is None or self.new is None else self.new - self.old

    def to_dict(self) -> dict[str, Any]:
        """Return it for machines, numbers as text."""
        by_edit = None if self.by_edit is None else [write(share) for share in self.by_edit]
        sides = {name: None if n is None else write(n) for name, n in (("old", self.old), ("new", self.new))}
        return {**sides, "by_edit": by_edit}


@frozen
class UnitShares:
    """What each edit has done to the total and the rank of a unit."""

    unit: Unit
    total: Shares
    rank: Shares
    """A rank that rises by 1 is worse by one."""


@frozen(repr=False)
class Attribution(Tabled):
    """The change of every unit, told apart by edits."""

    edits: tuple[Scenario, ...]
    units: tuple[UnitShares, ...]

    def __getitem__(self, unit: str) -> UnitShares:
        """Return the shares of a unit by its id; raises ``KeyError`` for one that there is none of."""
        return {each.unit.id: each for each in self.units}[unit]

    def table(self) -> Table:
        """List what each edit has done to every total."""
        headings = [Heading("unit", "Đơn vị", "Unit"), Heading("old", "Tổng điểm cũ", "Old total", True)]
        headings += [Heading(f"edit_{n}", f"({n})", f"({n})", True) for n in range(1, len(self.edits) + 1)]
        headings += [
            Heading("new", "Tổng điểm mới", "New total", True),
            Heading("old_rank", "Hạng cũ", "Old rank", True),
            Heading("new_rank", "Hạng mới", "New rank", True),
        ]
        notes = tuple(
            Said(f"({n}) {each.name}", f"({n}) {each.name}") for n, each in enumerate(self.edits, start=1)
        )
        return Table(
            Said("Thay đổi tổng điểm theo từng sửa đổi", "The change of totals by edit"),
            tuple(headings),
            map(self._row, self.units),
            (*notes, _SHAPLEY),
        )

    def _row(self, of: UnitShares) -> tuple[Cell, ...]:
        shares: Sequence[Cell] = of.total.by_edit or [None] * len(self.edits)
        named = Named(of.unit.id, of.unit.name)
        return (named, of.total.old, *shares, of.total.new, of.rank.old, of.rank.new)

    def to_dict(self) -> dict[str, Any]:
        """Return it for machines."""
        return {
            "edits": [each.name for each in self.edits],
            "units": [
                {"unit": each.unit.id, "total": each.total.to_dict(), "rank": each.rank.to_dict()}
                for each in self.units
            ],
        }


_SHAPLEY: Final = Said(
    "Mỗi sửa đổi được tính phần đóng góp trung bình qua mọi thứ tự áp dụng, nên không phụ thuộc thứ tự.",
    "Each edit counts with its mean over all orders of making them, so that no order matters.",
)


def attribute(
    board: Scoreboard, edits: Scenario | Sequence[Scenario], *, plugins: Plugins | None = None
) -> Attribution:
    """Tell how much of each unit's change is due to which edit.

    The edits of one scenario are told apart singly; of several scenarios, each is one edit, so that
    changes which only make sense together stay together. Rules in between need not add up, but the
    whole must. An edit that changes nothing has a share of 0, and no order matters.

    Raises `EvidenceError` for more than 12 edits and for edits of the same path, and whatever
    `Scenario.apply` raises.
    """
    given = _single(edits) if isinstance(edits, Scenario) else tuple(edits)
    _refuse(given)
    joined(given, "").apply(board, plugins=plugins)
    return _Attributing(board, given, plugins).run()


def _single(scenario: Scenario) -> tuple[Scenario, ...]:
    """Make a scenario of every change, named by it."""
    return tuple(
        Scenario(f"{write_path(edit.path)}: {edit.shown(edit.old)} → {edit.shown(edit.new)}", [edit])
        for edit in scenario.edits
    )


def _refuse(edits: Sequence[Scenario]) -> None:
    faults, seen = list[Fault](), dict[Any, str]()
    if len(edits) > MOST:
        faults.append(Fault("too-many-edits", parameters={"count": str(len(edits)), "most": str(MOST)}))
    for scenario in edits:
        for edit in scenario.edits:
            if edit.path in seen:
                said = {"path": write_path(edit.path), "one": seen[edit.path], "other": scenario.name}
                faults.append(Fault("edits-meet", edit.place, said))
            seen[edit.path] = scenario.name
    if faults:
        raise EvidenceError(faults)


@define(eq=False)
class _Attributing:
    """Score every subset of edits."""

    board: Scoreboard
    edits: tuple[Scenario, ...]
    plugins: Plugins | None
    _found: dict[Subset, list[tuple[Fraction | None, Fraction | None]]] = field(factory=dict)

    def run(self) -> Attribution:
        everyone = range(len(self.edits))
        for size in range(len(self.edits) + 1):
            for chosen in combinations(everyone, size):
                self._found[frozenset(chosen)] = self._figures(chosen)
        units = enumerate(self.board.evidence.units)
        shares = (UnitShares(unit, *(self._shares(row, which) for which in (0, 1))) for row, unit in units)
        return Attribution(self.edits, tuple(shares))

    def _figures(self, chosen: Sequence[int]) -> list[tuple[Fraction | None, Fraction | None]]:
        """Return the total and rank of every unit with some of the edits made."""
        edits = [edit for index in chosen for edit in self.edits[index].edits]
        board = Applying(self.board, edits, plugins=self.plugins, checked=False).board()
        return [(_fraction(unit.total), _fraction(unit.rank)) for unit in board]

    def _shares(self, row: int, which: int) -> Shares:
        values = {chosen: found[row][which] for chosen, found in self._found.items()}
        whole = frozenset(range(len(self.edits)))
        return Shares(values[frozenset()], values[whole], _shapley(values, len(self.edits)))


def _fraction(number: Any) -> Fraction | None:
    return None if number is None else Fraction(number)


def _shapley(values: Mapping[Subset, Fraction | None], count: int) -> tuple[Fraction, ...] | None:
    known = {chosen: value for chosen, value in values.items() if value is not None}
    if len(known) < len(values):
        return None
    return tuple(sum(_added(known, one, count), Fraction(0)) for one in range(count))


def _added(values: Mapping[Subset, Fraction], one: int, count: int) -> Iterator[Fraction]:
    """Yield what an edit adds to each subset without it, weighted by how many orders lead there."""
    orders = factorial(count)
    for chosen, value in values.items():
        if one not in chosen:
            weight = Fraction(factorial(len(chosen)) * factorial(count - len(chosen) - 1), orders)
            yield weight * (values[chosen | {one}] - value)
