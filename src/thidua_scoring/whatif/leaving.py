"""What each criterion, each group and each unit does to the ranking: the same without it.

Without a criterion, its counted points and its applicable points are 0 and all other rules stay:
limits and roundings of groups, the scale's points, the thresholds of classes. Where the total is
brought back to the full scale (``rescale``), the other criteria are; percentages are of what is
still applicable. A rule that asks for the points of the criterion itself still sees them.

Without a unit, the others of its bloc are scored again: rules that compare with the bloc give them
other points, which may turn round two units that both stayed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, Literal, TypeAlias

from attrs import frozen

from thidua_scoring.decisions.comparison.orders import Place, reversed_pairs
from thidua_scoring.decisions.reasons import Named, Reason, Said
from thidua_scoring.errors import NoSuchName
from thidua_scoring.numbers import exact
from thidua_scoring.scoring.scoreboard import Scoreboard
from thidua_scoring.scoring.unit_score import UnitScore
from thidua_scoring.tabular import Cell, Heading, Table, Tabled
from thidua_scoring.whatif.parts_left import (
    compares_units,
    variants,
    without_criterion,
    without_group,
    without_unit,
)

Kind: TypeAlias = Literal["criterion", "group", "unit"]
_KINDS: Mapping[Kind, Said] = {
    "criterion": Said("tiêu chí", "criterion"),
    "group": Said("nhóm", "group"),
    "unit": Said("đơn vị", "unit"),
}


@frozen
class Flip:
    """Two units whose order turns round: first who stands above with everything, then who does without."""

    above: Named
    below: Named
    because: tuple[Named, ...] = ()
    """The criteria compared within the bloc whose points change for either, where a unit is left out."""

    def to_dict(self) -> dict[str, Any]:
        """Return it for machines."""
        return {
            "above": self.above.id,
            "below": self.below.id,
            "because": [each.id for each in self.because],
        }


@frozen(eq=False, repr=False)
class LeftOut(Tabled):
    """The ranking without one criterion, group or unit."""

    kind: Kind
    of: Named
    before: Scoreboard
    board: Scoreboard | None
    """The scoreboard without it; of a unit, the others of its bloc, without where their figures came
    from. None where a rule has no value without it, such as one that compares with the unit alone."""

    @property
    def pairs(self) -> Iterator[tuple[UnitScore, UnitScore]]:
        """The units that stay, each before and after."""
        return ((self.before[each.unit.id], each) for each in self.board or ())

    @cached_property
    def flips(self) -> tuple[Flip, ...]:
        """The pairs of units that stay whose order turns round; units with an open rank are no pair."""
        if self.board is None or (self.kind == "unit" and not compares_units(self.before)):
            return ()
        ranked = [(old, new) for old, new in self.pairs if old.rank is not None and new.rank is not None]
        places = [Place(old.unit.bloc, exact(old.rank or 0), exact(new.rank or 0)) for old, new in ranked]
        return tuple(
            Flip(_named(ranked[a][0]), _named(ranked[b][0]), self._because(ranked[a], ranked[b]))
            for a, b in reversed_pairs(places)
        )

    def _because(self, *pairs: tuple[UnitScore, UnitScore]) -> tuple[Named, ...]:
        if self.kind != "unit" or self.board is None:
            return ()
        written, formulas = self.before.ruleset.written, self.before.ruleset.formulas
        return tuple(
            Named(name, written.criteria[name].head.title)
            for name, criterion in formulas.criteria.items()
            if criterion.relative
            and any(
                self.before.value(("criterion", name), old.row)
                != self.board.value(("criterion", name), new.row)
                for old, new in pairs
            )
        )

    @cached_property
    def first(self) -> tuple[Mapping[str, tuple[str, ...]], Mapping[str, tuple[str, ...]]]:
        """The ids of those who are first, by bloc, before and after; of a unit, in its bloc alone."""
        blocs = None if self.kind != "unit" else {self.before[self.of.id].unit.bloc}
        old = (each for each in self.before if blocs is None or each.unit.bloc in blocs)
        return _first(old), _first(self.board or ())

    @property
    def first_changes(self) -> bool:
        """Whether somebody else is first, or one more or one fewer is."""
        return self.board is not None and self.first[0] != self.first[1]

    def table(self) -> Table:
        """Return a row for each unit that stays: total, rank and class before and after."""
        headings = (
            Heading("unit", "Đơn vị", "Unit"),
            Heading("old_total", "Tổng điểm", "Total", right=True),
            Heading("new_total", "Tổng điểm khi bỏ", "Total without", right=True),
            Heading("old_rank", "Hạng", "Rank", right=True),
            Heading("new_rank", "Hạng khi bỏ", "Rank without", right=True),
            Heading("old_class", "Xếp loại", "Class"),
            Heading("new_class", "Xếp loại khi bỏ", "Class without"),
        )
        titles = {each.id: each.title for each in self.before.ruleset.written.classes}
        rows = [_row(old, new, titles) for old, new in self.pairs]
        kind, name = _KINDS[self.kind], self.of.name or self.of.id
        title = Said(f"Khi bỏ {kind.vi} {name}", f"Without the {kind.en} {name}")
        return Table(title, headings, rows, tuple(_said(note) for note in self.notes))

    @property
    def notes(self) -> Iterator[Reason]:
        """What is to be said: whether it can be scored, and which pairs turn round."""
        if self.board is None:
            yield Reason("left-without-value", {"of": self.of}, None)
        for flip in self.flips:
            said: dict[str, Any] = {"above": flip.above, "below": flip.below}
            if flip.because:
                yield Reason("left-flip-because", {**said, "criteria": flip.because})
            else:
                yield Reason("left-flip", said)

    def to_dict(self) -> dict[str, Any]:
        """Return it for machines."""
        first = [{bloc: list(ids) for bloc, ids in each.items()} for each in self.first]
        return {
            "kind": self.kind,
            "of": self.of.id,
            "scored": self.board is not None,
            "first": {"before": first[0], "after": first[1], "changes": self.first_changes},
            "flips": [flip.to_dict() for flip in self.flips],
            "units": self.table().records(),
        }


@frozen(eq=False, repr=False)
class LeaveOneOut(Tabled):
    """The ranking without each criterion, each group and each unit, worked out when asked for."""

    board: Scoreboard

    @cached_property
    def criteria(self) -> Mapping[str, LeftOut]:
        """Without each criterion, by its id."""
        formulas, written = self.board.ruleset.formulas, self.board.ruleset.written
        found = variants(self.board, {name: without_criterion(formulas, name) for name in formulas.criteria})
        titles = {name: spec.head.title for name, spec in written.criteria.items()}
        return {
            name: LeftOut("criterion", Named(name, titles[name]), self.board, board)
            for name, board in found.items()
        }

    @cached_property
    def groups(self) -> Mapping[str, LeftOut]:
        """Without each group and all that lies in it, by its id."""
        ruleset = self.board.ruleset
        found = variants(
            self.board,
            {
                name: without_group(ruleset.formulas, ruleset.written, name)
                for name in ruleset.formulas.groups
            },
        )
        titles = {name: spec.title for name, spec in ruleset.written.groups.items()}
        return {
            name: LeftOut("group", Named(name, titles[name]), self.board, board)
            for name, board in found.items()
        }

    @cached_property
    def units(self) -> Mapping[str, LeftOut]:
        """Without each unit, by its id; where rules compare units, each bloc is scored once a unit."""
        return {each.unit.id: self.unit(each.unit.id) for each in self.board}

    def unit(self, unit: str) -> LeftOut:
        """Return the ranking of a bloc without one of its units; raises `NoSuchName`."""
        score = self.board[unit]
        return LeftOut("unit", _named(score), self.board, without_unit(self.board, score.row))

    def __getitem__(self, name: str) -> LeftOut:
        """Return what is without a criterion, group or unit, by its id; criteria go before groups.

        Raises `NoSuchName` with the nearest id.
        """
        formulas, units = self.board.ruleset.formulas, self.board.evidence.rows
        if name in formulas.criteria:
            return self.criteria[name]
        if name in formulas.groups:
            return self.groups[name]
        if name in units:
            return self.unit(name)
        raise NoSuchName.of("nothing-to-leave-out", name, [*formulas.criteria, *formulas.groups, *units])

    def table(self) -> Table:
        """Return a row for all that may be left out: how many pairs turn round, who is first without it."""
        headings = (
            Heading("kind", "Loại", "Kind"),
            Heading("of", "Bỏ", "Without"),
            Heading("flips", "Số cặp đảo thứ tự", "Pairs turned round", right=True),
            Heading("first_changes", "Hạng nhất thay đổi", "First place changes"),
            Heading("first", "Hạng nhất khi bỏ", "First without"),
        )
        every = [*self.criteria.values(), *self.groups.values(), *self.units.values()]
        names = {each.unit.id: _named(each) for each in self.board}
        rows: list[list[Cell]] = [
            [
                _KINDS[each.kind], each.of, len(each.flips), each.first_changes,
                tuple(names[id_] for ids in each.first[1].values() for id_ in ids) or None,
            ]
            for each in every
        ]  # fmt: skip
        title = Said("Bỏ lần lượt từng phần", "Leaving out one at a time")
        marked = frozenset(index for index, each in enumerate(every) if each.first_changes)
        return Table(title, headings, rows, (_said(Reason("left-scale")),), marked)

    def to_dict(self) -> dict[str, Any]:
        """Return it for machines."""
        return {
            name: {id_: each.to_dict() for id_, each in getattr(self, name).items()}
            for name in ("criteria", "groups", "units")
        }


def leave_one_out(board: Scoreboard) -> LeaveOneOut:
    """Return the ranking without each criterion, each group and each unit, scored by the same engine.

    Ranks are those of the scoreboard, by bloc and by points alone. Points that people settled stay
    settled; a whole total that was settled is left for what the criteria come to.
    """
    return LeaveOneOut(board)


# ── telling ─────────────────────────────────────────────────────────────────────────


def _first(units: Any) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for each in units:
        if each.rank == 1:
            found[each.unit.bloc] = (*found.get(each.unit.bloc, ()), each.unit.id)
    return found


def _row(old: UnitScore, new: UnitScore, titles: Mapping[str, str]) -> list[Cell]:
    def class_(of: UnitScore) -> Named | None:
        return None if of.class_ is None else Named(of.class_, titles[of.class_])

    totals = [None if each.total is None else exact(each.total) for each in (old, new)]
    return [_named(old), *totals, old.rank, new.rank, class_(old), class_(new)]


def _named(unit: UnitScore) -> Named:
    return Named(unit.unit.id, unit.unit.name)


def _said(note: Reason) -> Said:
    return Said(note.text("vi"), note.text("en"))
