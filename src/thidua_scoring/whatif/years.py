"""From one year to the next: what the units' own results changed, and what new rules changed.

Each change of a total is split into an effect of the evidence and an effect of the rules. Either may
come first: new evidence by old rules, or old evidence by new rules. The mean of both orders is taken,
which is the Shapley value of a game of two (L. Shapley, 1953), so that the two always add up to the
change. A change of rank is split into what the unit's own figure does while all others stay as they
were, and what the others do.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cached_property
from typing import Any

from attrs import frozen

from thidua_scoring.decisions.reasons import Named, Reason, Said, between
from thidua_scoring.errors import EvidenceError
from thidua_scoring.formula import values
from thidua_scoring.formula.values import Value
from thidua_scoring.numbers import write
from thidua_scoring.scoring.scoreboard import Scoreboard
from thidua_scoring.scoring.unit_score import UnitScore
from thidua_scoring.tabular import Cell, Heading, Table, Tabled
from thidua_scoring.whatif.other_rules import read_by

_HALF = Value.known(Fraction(1, 2))


@frozen
class RankChange:
    """A change of rank in two parts; a rank that rises by 1 is worse by one."""

    old: int
    new: int
    own: int
    """What the unit's new figure does among the old figures of all others."""

    @property
    def by(self) -> int:
        """The whole change."""
        return self.new - self.old

    @property
    def others(self) -> int:
        """What the others do: their new figures, those who came and those who left."""
        return self.by - self.own


@frozen
class YearChange:
    """What changed for one unit that both years hold."""

    unit: Named
    old: Value | None
    """The total of the old year; None for a unit without total."""
    new: Value | None
    new_by_old_rules: Value | None
    """The total of the new evidence by the old rules; None where they give it no value."""
    old_by_new_rules: Value | None
    rank: RankChange | None
    """None where a rank is open or there is none, the bloc is another, or the years rank by
    unlike figures, such as points of two scales."""

    @property
    def by(self) -> Value | None:
        """The change of the total, with bounds where evidence leaves it open."""
        return None if self.old is None or self.new is None else _less(self.new, self.old)

    @property
    def by_evidence(self) -> Value | None:
        """What the new evidence changes: the mean of that by the old rules and by the new.

        Its point is None where a mixed total is open; its bounds still hold it. None for no value.
        """
        parts = self.old, self.new, self.new_by_old_rules, self.old_by_new_rules
        old, new, first, second = parts
        if old is None or new is None or first is None or second is None:
            return None
        return values.multiply(_HALF, values.add([_less(first, old), _less(new, second)]))

    @property
    def by_rules(self) -> Value | None:
        """What the new rules change: the mean of that with the old evidence and with the new."""
        old, new, first, second = self.old, self.new, self.new_by_old_rules, self.old_by_new_rules
        if old is None or new is None or first is None or second is None:
            return None
        return values.multiply(_HALF, values.add([_less(second, old), _less(new, first)]))

    def to_dict(self) -> dict[str, Any]:
        """Return it for machines, numbers as text; an open figure as its two bounds."""
        names = ("old", "new", "new_by_old_rules", "old_by_new_rules", "by", "by_evidence", "by_rules")
        found: dict[str, Any] = {"unit": self.unit.id}
        found |= {name: _text(getattr(self, name)) for name in names}
        rank = self.rank
        found["rank"] = None if rank is None else {
            name: getattr(rank, name) for name in ("old", "new", "by", "own", "others")
        }  # fmt: skip
        return found


@frozen(eq=False, repr=False)
class YearToYear(Tabled):
    """Two years compared, each change in its parts."""

    units: tuple[YearChange, ...]
    """In the order of the new year."""
    came: tuple[Named, ...]
    left: tuple[Named, ...]
    notes: tuple[Reason, ...]
    """What could not be read, or not be scored, by the other year's rules."""

    @cached_property
    def _by_unit(self) -> Mapping[str, YearChange]:
        return {each.unit.id: each for each in self.units}

    def __getitem__(self, unit: str) -> YearChange:
        """Return the change of a unit by its id; raises ``KeyError`` for one that is not in both."""
        return self._by_unit[unit]

    def table(self) -> Table:
        """Return a row for each unit: totals, the two effects, ranks and their two parts."""
        headings = (
            Heading("unit", "Đơn vị", "Unit"),
            Heading("old", "Năm trước", "Old year", right=True),
            Heading("new", "Năm sau", "New year", right=True),
            Heading("by", "Thay đổi", "Change", right=True),
            Heading("by_evidence", "Do kết quả thực hiện", "By evidence", right=True),
            Heading("by_rules", "Do quy định", "By rules", right=True),
            Heading("rank", "Đổi hạng", "Rank change", right=True),
            Heading("own", "Do đơn vị", "Own", right=True),
            Heading("others", "Do đơn vị khác", "Others", right=True),
        )
        notes = [*self.notes]
        notes += [Reason("unit-came", {"unit": each}) for each in self.came]
        notes += [Reason("unit-left", {"unit": each}) for each in self.left]
        said = tuple(Said(note.text("vi"), note.text("en")) for note in notes)
        title = Said("Thay đổi giữa hai năm", "From year to year")
        return Table(title, headings, [_row(each) for each in self.units], said)

    def to_dict(self) -> dict[str, Any]:
        """Return it for machines."""
        return {
            "units": [each.to_dict() for each in self.units],
            "came": [each.id for each in self.came],
            "left": [each.id for each in self.left],
            "why": [note.to_dict() for note in self.notes],
        }


def year_to_year(old: Scoreboard, new: Scoreboard) -> YearToYear:
    """Split each change of total and rank between two years.

    Evidence is read by the other year's rules by the keys of its figures; what only one year knows,
    or what the other's limits refuse, is missing there. Where that leaves a mixed total open, the
    effects have bounds and no point; where it has no value at all, they are None.
    """
    notes: list[Reason] = []
    first = _mixed(new, old, "year-new-by-old", notes)
    second = _mixed(old, new, "year-old-by-new", notes)
    olds, news = old.evidence.rows, new.evidence.rows
    changes = [
        YearChange(
            Named(unit, new.evidence.units[row].name),
            old.value("total", olds[unit]),
            new.value("total", row),
            None if first is None else first.value("total", row),
            None if second is None else second.value("total", olds[unit]),
            _rank(old[unit], new[unit]),
        )
        for unit, row in news.items()
        if unit in olds
    ]
    open_ = [each for each in changes if (effect := each.by_evidence) is None or effect.point is None]
    if open_:
        notes.append(Reason("effects-open", {"units": tuple(each.unit for each in open_)}, None))
    return YearToYear(
        tuple(changes),
        tuple(Named(unit, new.evidence.units[row].name) for unit, row in news.items() if unit not in olds),
        tuple(Named(unit, old.evidence.units[row].name) for unit, row in olds.items() if unit not in news),
        tuple(notes),
    )


def _mixed(of: Scoreboard, by: Scoreboard, code: str, notes: list[Reason]) -> Scoreboard | None:
    """Score the evidence of one year by the rules of the other; None where these refuse it."""
    read = read_by(of.ruleset, of.evidence, by.ruleset)
    if read.unknown:
        notes.append(Reason(f"{code}-missing", {"figures": read.unknown}, None))
    try:
        return by.ruleset.score(read.evidence)
    except EvidenceError as error:
        units = dict.fromkeys(fault.parameters.get("unit", "") for fault in error.faults)
        notes.append(Reason(f"{code}-refused", {"units": tuple(unit for unit in units if unit)}, False))
        return None


def _rank(old: UnitScore, new: UnitScore) -> RankChange | None:
    """Split the change of a unit's rank."""
    before, after = old.rank, new.rank
    if before is None or after is None or old.unit.bloc != new.unit.bloc:
        return None
    if _ranked_by(old) != _ranked_by(new):
        return None
    moved = new.board.value("standing", new.row)
    others = list(_standings_of_others(old))
    if moved is None or not moved.certain or None in others:
        return None
    above = sum(values.compare(other, ">", moved).point is True for other in others if other is not None)
    return RankChange(before, after, 1 + above - before)


def _ranked_by(unit: UnitScore) -> tuple[Any, Any]:
    """Return what units are ranked by; points of two scales are two figures."""
    written = unit.board.ruleset.written
    by = written.ranking.by
    return by, written.scale.points if by == "total" else None


def _standings_of_others(unit: UnitScore) -> Iterator[Value | None]:
    """Yield what the others of the bloc are ranked by; None for one that leaves ranks open."""
    board = unit.board
    for row in board.groups.blocs[unit.unit.bloc]:
        out = board.unranked(row)
        if row == unit.row or not out.may_fail:
            continue
        standing = board.value("standing", row)
        yield None if out.may_hold or standing is None or not standing.certain else standing


def _less(left: Value, right: Value) -> Value:
    return values.add([left, values.negate(right)])


# ── telling ─────────────────────────────────────────────────────────────────────────


def _row(of: YearChange) -> list[Cell]:
    figures = map(_shown, (of.old, of.new, of.by, of.by_evidence, of.by_rules))
    ranks = (None, None, None) if of.rank is None else (of.rank.by, of.rank.own, of.rank.others)
    return [of.unit, *figures, *ranks]


def _shown(value: Value | None) -> Cell:
    if value is None:
        return None
    return between((value.low, value.high)) if value.point is None else value.point


def _text(value: Value | None) -> Any:
    if value is None:
        return None
    if value.point is not None:
        return write(value.point)
    return [None if end is None else write(end) for end in (value.low, value.high)]
