"""What two results differ by: the changes of every unit, and how classes and ranks moved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any

from attrs import frozen

from thidua_scoring.decisions.comparison.orders import Kendall, Place, reversed_pairs
from thidua_scoring.decisions.reasons import Named, Reason, Said
from thidua_scoring.errors import Lang
from thidua_scoring.numbers import write
from thidua_scoring.tabular import Cell, Heading, Table, Tabled

if TYPE_CHECKING:
    from thidua_scoring.notebook.charts import Chart


@frozen
class Change:
    """A figure before and after; None where it is not known or there is none."""

    old: Fraction | None
    new: Fraction | None
    comparable: bool = True
    """Whether the same rules stand behind both, or rules that differ are compared all the same."""

    @property
    def by(self) -> Fraction | None:
        """The change; None where it is not known, or the two cannot be compared."""
        if not self.comparable or self.old is None or self.new is None:
            return None
        return self.new - self.old

    def to_dict(self) -> dict[str, Any]:
        """Return it for machines, numbers as text."""
        return {name: _text(getattr(self, name)) for name in ("old", "new", "by")}


@frozen(repr=False)
class UnitChange(Tabled):
    """What has changed for a unit that both results hold."""

    unit: Named
    criteria: Mapping[str, Change]
    total: Change
    rest: Fraction | None
    """What the changes of the criteria leave of the change of the total: limits of groups, what
    applies in one result alone, roundings. None where one of them is not known."""
    rank: Change
    """A rank that rises by 1 is worse by one."""
    old_class: str | None
    new_class: str | None
    class_comparable: bool
    reasons: tuple[Reason, ...]
    scope: tuple[str, ...] = ()
    """Among whom the unit is ranked: its bloc, or what the ranking says."""

    def text(self, lang: Lang = "vi") -> str:
        """Say it in a sentence."""
        return f"{self.unit.name or self.unit.id}: " + "; ".join(each.text(lang) for each in self.reasons)

    def table(self) -> Table:
        """Return a row for each criterion, for the rest and for the total."""
        rows: list[list[Cell]] = [[name, each.old, each.new, each.by] for name, each in self.criteria.items()]
        rows.append([Said("phần còn lại", "the rest"), None, None, self.rest])
        rows.append([Said("tổng điểm", "total"), self.total.old, self.total.new, self.total.by])
        headings = (
            Heading("criterion", "Tiêu chí", "Criterion"),
            Heading("old", "Trước", "Before", right=True),
            Heading("new", "Sau", "After", right=True),
            Heading("by", "Thay đổi", "Change", right=True),
        )
        name = self.unit.name or self.unit.id
        notes = tuple(map(_both, self.reasons))
        return Table(Said(name, name), headings, rows, notes, frozenset({len(rows) - 1}))

    def to_dict(self) -> dict[str, Any]:
        """Return it for machines."""
        return {
            "unit": self.unit.id,
            "total": self.total.to_dict(),
            "rank": self.rank.to_dict(),
            "class": {"old": self.old_class, "new": self.new_class, "comparable": self.class_comparable},
            "criteria": {name: change.to_dict() for name, change in self.criteria.items()},
            "rest": _text(self.rest),
            "why": [each.to_dict() for each in self.reasons],
        }


@frozen(repr=False)
class Transitions(Tabled):
    """How many units went from which class to which; None is no class, or one that is open."""

    old: Mapping[str, str]
    """The titles of the old classes by their ids, from the best."""
    new: Mapping[str, str]
    counts: Mapping[tuple[str | None, str | None], int]
    """By old and new class; a pair without units is left out."""

    def __getitem__(self, pair: tuple[str | None, str | None]) -> int:
        """Return how many units went from one class to the other."""
        return self.counts.get(pair, 0)

    @property
    def matrix(self) -> tuple[tuple[int, ...], ...]:
        """The counts, old classes down and new ones across, each from the best, none or open last."""
        return tuple(tuple(self[old, new] for new in (*self.new, None)) for old in (*self.old, None))

    def plot(self, lang: Lang = "vi") -> Chart:
        """Draw how many units went from which class to which."""
        from thidua_scoring.notebook.ranks import transitions_plot

        return transitions_plot(self, lang)

    def table(self) -> Table:
        """Return a row for each old class, a column for each new one."""
        heads = [Heading(f"to_{id_}", title, title, right=True) for id_, title in self.new.items()]
        headings = (
            Heading("class", "Xếp loại trước", "Class before"),
            *heads,
            Heading("to_none", _NONE.vi, _NONE.en, right=True),
        )
        names: list[Cell] = [*(Named(id_, title) for id_, title in self.old.items()), _NONE]
        rows = [[name, *counts] for name, counts in zip(names, self.matrix, strict=True)]
        return Table(Said("Chuyển dịch xếp loại", "How classes moved"), headings, rows)

    def to_dict(self) -> dict[str, Any]:
        """Return it for machines."""
        return {
            "old": [*self.old, None],
            "new": [*self.new, None],
            "counts": [list(row) for row in self.matrix],
        }


@frozen(repr=False)
class Comparison(Tabled):
    """Two results compared."""

    differences: tuple[Reason, ...]
    """Where the rules are not the same."""
    units: tuple[UnitChange, ...]
    """In the order of the new result."""
    came: tuple[Named, ...]
    left: tuple[Named, ...]
    old_classes: Mapping[str, str]
    """The titles of the old result's classes by their ids, from the best."""
    new_classes: Mapping[str, str]

    def __getitem__(self, unit: str) -> UnitChange:
        """Return the change of a unit by its id; raises ``KeyError`` for one that is not in both."""
        return self._by_unit[unit]

    @cached_property
    def _by_unit(self) -> Mapping[str, UnitChange]:
        return {each.unit.id: each for each in self.units}

    @property
    def comparable(self) -> bool:
        """Whether nothing in the rules differs."""
        return not self.differences

    # ── who moved ───────────────────────────────────────────────────────────────────

    @property
    def winners(self) -> tuple[UnitChange, ...]:
        """The units whose total rose."""
        return tuple(each for each in self.units if (each.total.by or 0) > 0)

    @property
    def losers(self) -> tuple[UnitChange, ...]:
        """The units whose total fell."""
        return tuple(each for each in self.units if (each.total.by or 0) < 0)

    @property
    def risen(self) -> tuple[UnitChange, ...]:
        """The units whose rank is better than before."""
        return tuple(each for each in self.units if (each.rank.by or 0) < 0)

    @property
    def fallen(self) -> tuple[UnitChange, ...]:
        """The units whose rank is worse than before."""
        return tuple(each for each in self.units if (each.rank.by or 0) > 0)

    @cached_property
    def transitions(self) -> Transitions:
        """From which class to which units went; no units where the rules of classes differ."""
        moved = Counter((each.old_class, each.new_class) for each in self.units if each.class_comparable)
        return Transitions(self.old_classes, self.new_classes, dict(moved))

    @property
    def ordered(self) -> tuple[UnitChange, ...]:
        """The units whose place is known in both orders, and may be compared."""
        return tuple(each for each in self.units if each.rank.by is not None)

    @cached_property
    def reversed(self) -> tuple[tuple[Named, Named], ...]:
        """The pairs of one bloc whose order turned round: first who was above, and now is below."""
        units = self.ordered
        return tuple((units[a].unit, units[b].unit) for a, b in reversed_pairs(list(_places(units))))

    @cached_property
    def kendall(self) -> Kendall:
        """How alike the two orders are, over the pairs of one bloc of `ordered`."""
        return Kendall.of(_places(self.ordered))

    # ── telling ─────────────────────────────────────────────────────────────────────

    def text(self, lang: Lang = "vi") -> str:
        """Write what differs in the rules, what has changed for every unit, who came and who left."""
        lines = [each.text(lang) for each in self.differences]
        lines += [each.text(lang) for each in self.units]
        lines += [each.text(lang) for each in self._came_and_left()]
        return "\n".join(lines)

    def _came_and_left(self) -> Iterator[Reason]:
        yield from (Reason("unit-came", {"unit": each}) for each in self.came)
        yield from (Reason("unit-left", {"unit": each}) for each in self.left)

    def table(self) -> Table:
        """Return a row for each unit: total, rank and class before and after."""
        headings = (
            Heading("unit", "Đơn vị", "Unit"),
            Heading("old_total", "Điểm trước", "Old total", right=True),
            Heading("new_total", "Điểm sau", "New total", right=True),
            Heading("by", "Thay đổi", "Change", right=True),
            Heading("old_rank", "Hạng trước", "Old rank", right=True),
            Heading("new_rank", "Hạng sau", "New rank", right=True),
            Heading("old_class", "Xếp loại trước", "Old class"),
            Heading("new_class", "Xếp loại sau", "New class"),
        )
        rows = [self._row(each) for each in self.units]
        notes = tuple(map(_both, (*self.differences, *self._came_and_left())))
        return Table(Said("So sánh hai kết quả", "Two results compared"), headings, rows, notes)

    def _row(self, of: UnitChange) -> list[Cell]:
        return [
            of.unit, of.total.old, of.total.new, of.total.by, of.rank.old, of.rank.new,
            _class(of.old_class, self.old_classes), _class(of.new_class, self.new_classes),
        ]  # fmt: skip

    def to_dict(self) -> dict[str, Any]:
        """Return it for machines."""
        return {
            "comparable": self.comparable,
            "differences": [each.to_dict() for each in self.differences],
            "units": [each.to_dict() for each in self.units],
            "came": [each.id for each in self.came],
            "left": [each.id for each in self.left],
            "transitions": self.transitions.to_dict(),
            "reversed": [[above.id, below.id] for above, below in self.reversed],
            "kendall": self.kendall.to_dict(),
        }


_NONE = Said("không có hoặc chưa rõ", "none or open")


def _places(units: Sequence[UnitChange]) -> Iterable[Place]:
    for each in units:
        if each.rank.old is not None and each.rank.new is not None:
            yield Place(each.scope, each.rank.old, each.rank.new)


def _class(id_: str | None, titles: Mapping[str, str]) -> Named | None:
    return None if id_ is None else Named(id_, titles.get(id_, ""))


def _both(reason: Reason) -> Said:
    return Said(reason.text("vi"), reason.text("en"))


def _text(number: Fraction | None) -> str | None:
    return None if number is None else write(number)
