"""Why one unit stands above another: what each criterion adds to the difference of their totals.

The rows add up to the difference exactly: counted points of criteria, then what limits and
roundings of groups, rescaling, the scale's limit, the rounding of the total, and totals that people
settled make of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any, Final, Literal, TypeAlias

from attrs import evolve, frozen

from thidua_scoring.decisions.reasons import Named, Parameter, Reason, Said
from thidua_scoring.errors import EvidenceError, Fault
from thidua_scoring.numbers import write
from thidua_scoring.scoring.scoreboard import Scoreboard
from thidua_scoring.scoring.unit_score import UnitScore
from thidua_scoring.tabular import Cell, Heading, Table, Tabled
from thidua_scoring.whatif.deciding_sets import Deciding, smallest_sets

Kind: TypeAlias = Literal[
    "criterion", "group-limit", "group-rounding", "rescaling", "scale-limit", "total-rounding", "settled"
]
_KINDS: Final[Mapping[str, Said]] = {
    "group-limit": Said("giới hạn điểm của nhóm", "limits of the group"),
    "group-rounding": Said("làm tròn điểm của nhóm", "rounding of the group"),
    "rescaling": Said("quy đổi về thang điểm", "rescaling to the full scale"),
    "scale-limit": Said("không vượt quá thang điểm", "limit of the scale"),
    "total-rounding": Said("làm tròn tổng điểm", "rounding of the total"),
    "settled": Said("tổng điểm được chốt riêng", "a total that was settled by itself"),
}


@frozen
class Part:
    """What one criterion or one rule of the table adds to both totals, in points."""

    kind: Kind
    of: Named
    """The criterion or group; for the whole table, the ruleset."""
    above: Fraction
    below: Fraction
    apply: tuple[bool, bool] = (True, True)
    """Whether the criterion applies to each; what does not apply may count 0 or full points."""

    @property
    def by(self) -> Fraction:
        """The difference: what the unit above has more."""
        return self.above - self.below

    @property
    def title(self) -> Named | Said:
        """Name it for people."""
        if self.kind == "criterion":
            return Named(self.of.id, f"{self.of.id} {self.of.name}".strip())
        said = _KINDS[self.kind]
        if not self.kind.startswith("group"):
            return said
        return Said(f"{said.vi} {self.of.name or self.of.id}", f"{said.en} {self.of.name or self.of.id}")

    def to_dict(self) -> dict[str, Any]:
        """Return it for machines, numbers as text."""
        figures = {name: write(getattr(self, name)) for name in ("above", "below", "by")}
        return {"kind": self.kind, "of": self.of.id, **figures, "apply": list(self.apply)}


@frozen(repr=False)
class Contrast(Tabled):
    """Two units held against each other."""

    above: Named
    below: Named
    parts: tuple[Part, ...]
    totals: tuple[Fraction, Fraction]
    standings: tuple[Fraction | None, Fraction | None]
    """What both are ranked by: points, a share of points, or another figure. None for no value."""
    by_points: bool
    """Whether units are ranked by the total as it stands here."""
    deciding: Deciding
    notes: tuple[Reason, ...]

    @property
    def by(self) -> Fraction:
        """The difference of the totals, which the parts add up to."""
        return self.totals[0] - self.totals[1]

    @property
    def by_standing(self) -> Fraction | None:
        """The difference of what units are ranked by; of shares, 1 is 100 %."""
        above, below = self.standings
        return None if above is None or below is None else above - below

    def table(self) -> Table:
        """Return a row for each part and one for the total; what applies to neither unit is left out."""
        headings = (
            Heading("what", "Nội dung", "What"),
            Heading("above", self.above.name or self.above.id, self.above.name or self.above.id, right=True),
            Heading("below", self.below.name or self.below.id, self.below.name or self.below.id, right=True),
            Heading("by", "Chênh lệch", "Difference", right=True),
        )
        rows: list[list[Cell]] = [
            [part.title, _shown(part, 0), _shown(part, 1), part.by]
            for part in self.parts
            if any(part.apply) or part.by
        ]
        rows.append([Said("Tổng điểm", "Total"), *self.totals, self.by])
        title = Said(f"{headings[1].vi} so với {headings[2].vi}", f"{headings[1].en} and {headings[2].en}")
        notes = tuple(Said(note.text("vi"), note.text("en")) for note in self.notes)
        return Table(title, headings, rows, notes, frozenset({len(rows) - 1}))

    def to_dict(self) -> dict[str, Any]:
        """Return it for machines, numbers as text."""
        return {
            "above": self.above.id,
            "below": self.below.id,
            "parts": [part.to_dict() for part in self.parts],
            "totals": [write(total) for total in self.totals],
            "by": write(self.by),
            "standings": [None if each is None else write(each) for each in self.standings],
            "deciding": {
                "size": self.deciding.size,
                "count": self.deciding.count,
                "sets": [list(each) for each in self.deciding.sets],
            },
            "why": [note.to_dict() for note in self.notes],
        }


def _shown(part: Part, side: int) -> Cell:
    points = (part.above, part.below)[side]
    if part.apply[side]:
        return points
    return Said(f"không áp dụng ({write(points)})", f"does not apply ({write(points)})")


def contrast(board: Scoreboard, above: str, below: str) -> Contrast:
    """Say why a unit stands above another.

    Figures that are not confirmed count as they are given. Raises `NoSuchName` for a unit that there
    is none of, and `EvidenceError` naming every criterion that missing evidence leaves open.
    """
    units = board[above], board[below]
    faults = [fault for unit in dict.fromkeys(unit.row for unit in units) for fault in _open(board, unit)]
    if faults:
        raise EvidenceError(faults)
    totals = _total(units[0]), _total(units[1])
    parts = tuple(_parts(units, totals))
    standings = _standing(units[0]), _standing(units[1])
    above_, below_ = (Named(unit.unit.id, unit.unit.name) for unit in units)
    ranked_so = standings == totals
    found = Contrast(above_, below_, parts, totals, standings, ranked_so, deciding(parts), notes=())
    return evolve(found, notes=tuple(_notes(found, units)))


# ── what adds up ────────────────────────────────────────────────────────────────────


def _open(board: Scoreboard, row: int) -> Iterator[Fault]:
    """Yield a fault for each criterion that leaves the total open, or one for a total without value."""
    total = board.value("total", row)
    unit = board.evidence.units[row].id
    names = [
        name
        for name in board.ruleset.formulas.criteria
        if (value := board.value(("criterion", name), row)) is None or value.point is None
    ]
    for name in names:
        yield Fault("contrast-open", parameters={"unit": unit, "criterion": name})
    if not names and (total is None or total.point is None):
        yield Fault("contrast-without-total", parameters={"unit": unit})


def _point(unit: UnitScore, name: Any) -> Fraction:
    value = unit.board.value(name, unit.row)
    return Fraction(0) if value is None or value.point is None else value.point


def _total(unit: UnitScore) -> Fraction:
    return _point(unit, "total")


def _standing(unit: UnitScore) -> Fraction | None:
    value = unit.board.value("standing", unit.row)
    return None if value is None else value.point


def _parts(units: tuple[UnitScore, UnitScore], totals: tuple[Fraction, Fraction]) -> Iterator[Part]:
    """Yield the criteria, then each rule of the table that changes either total."""
    board = units[0].board
    for name, spec in board.ruleset.written.criteria.items():
        counted = [_point(unit, ("criterion", name)) for unit in units]
        apply = [unit[name].applies for unit in units]
        yield Part("criterion", Named(name, spec.head.title), counted[0], counted[1], (apply[0], apply[1]))
    layers = [list(_layers(unit, total)) for unit, total in zip(units, totals, strict=True)]
    for (kind, of, above), (_, _, below) in zip(*layers, strict=True):
        if above or below:
            yield Part(kind, of, above, below)


def _layers(unit: UnitScore, total: Fraction) -> Iterator[tuple[Kind, Named, Fraction]]:
    """Yield what each rule of the table adds to a unit's total, from the groups outwards."""
    written = unit.board.ruleset.written
    scale, whole = written.scale, Named(written.id, written.title)
    points = {name: _point(unit, ("group", name)) for name in written.groups}
    inner = dict.fromkeys(["", *written.groups], Fraction(0))
    for name, criterion in written.criteria.items():
        inner[criterion.head.group] += _point(unit, ("criterion", name))
    for name, group in written.groups.items():
        inner[group.parent] += points[name]
    for name, group in written.groups.items():
        limited = inner[name] if group.at_least is None else max(inner[name], group.at_least)
        limited = limited if group.at_most is None else min(limited, group.at_most)
        of = Named(name, group.title)
        yield "group-limit", of, limited - inner[name]
        yield "group-rounding", of, points[name] - limited
    raw = inner[""]
    if scale.rescale and (applicable := _point(unit, "applicable")):
        yield "rescaling", whole, (scaled := scale.points * raw / applicable) - raw
        raw = scaled
    else:
        yield "rescaling", whole, Fraction(0)
    kept = raw if scale.may_exceed else min(raw, scale.points)
    yield "scale-limit", whole, kept - raw
    rounding = scale.rounding.get("total")
    rounded = kept if rounding is None else rounding.apply(kept)
    yield "total-rounding", whole, rounded - kept
    yield "settled", whole, total - rounded


# ── what decides ────────────────────────────────────────────────────────────────────


def deciding(parts: Sequence[Part]) -> Deciding:
    """Find the smallest sets of criteria whose differences exceed all that speaks against them."""
    against = -sum((part.by for part in parts if part.by < 0), Fraction(0))
    favour = {part.of.id: part.by for part in parts if part.kind == "criterion" and part.by > 0}
    return smallest_sets(favour, against)


# ── telling ─────────────────────────────────────────────────────────────────────────


def _notes(of: Contrast, units: tuple[UnitScore, UnitScore]) -> Iterator[Reason]:
    said: dict[str, Parameter] = {"above": of.above, "below": of.below, "by": abs(of.by)}
    if of.by == 0:
        yield Reason("contrast-equal", said, None)
    else:
        yield Reason(f"contrast-{'more' if of.by > 0 else 'less'}", said, of.by > 0)
    if of.by > 0 and of.deciding.count:
        titles = {part.of.id: part.title for part in of.parts if part.kind == "criterion"}
        named = tuple(titles[name] for name in of.deciding.sets[0])
        yield Reason("contrast-decided", {**said, "criteria": named})
        if of.deciding.count > 1:
            yield Reason("contrast-other-sets", {"count": of.deciding.count, "size": of.deciding.size})
    elif of.by > 0:
        yield Reason("contrast-by-limits", {}, None)
    if not of.by_points:
        yield _ranked(of)
    if units[0].unit.bloc != units[1].unit.bloc:
        yield Reason("contrast-two-blocs", {}, None)
    totals = [unit.board.value("total", unit.row) for unit in units]
    if not all(total is not None and total.certain for total in totals):
        yield Reason("contrast-unconfirmed", {}, None)


def _ranked(of: Contrast) -> Reason:
    """Say how the two stand by what units are ranked by, where that is not the total."""
    by = of.by_standing
    if by is None:
        return Reason("contrast-without-standing", {}, None)
    said: dict[str, Parameter] = {"above": of.above, "below": of.below, "by": abs(by)}
    way = "same" if not by else "more" if by > 0 else "less"
    return Reason(f"contrast-standing-{way}", said, None if not by else by > 0)
