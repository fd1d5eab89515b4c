"""What a board says of other weights: every total as a sum of weights times shares.

``S_u(w) = fixed_u + Σ_c w_c · share_uc``: the share of a criterion is its counted points over the
points that it has by the rules; the counted points of criteria without points are fixed. At the
ruleset's own weights this must give what units are ranked by, or the board is refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property

from attrs import define, field, frozen

from thidua_scoring.decisions.reasons import Named, Reason, Said
from thidua_scoring.errors import EvidenceError, Fault
from thidua_scoring.scoring.scoreboard import Scoreboard
from thidua_scoring.scoring.unit_score import UnitScore
from thidua_scoring.whatif.robustness.regions import Linear, Region, value_of, weights_applying, weights_of

NOTED = 20
"""How many units are named in a sentence."""


def named(board: Scoreboard, row: int) -> Named:
    """Return the unit of a row, by id and name."""
    unit = board.evidence.units[row]
    return Named(unit.id, unit.name)


def said(reason: Reason) -> Said:
    """Write a reason in both languages, to stand beneath a table."""
    return Said(reason.text("vi"), reason.text("en"))


def competition(standings: Sequence[Fraction] | Sequence[int]) -> list[int]:
    """Return the rank of each: one more than there are strictly above."""
    first: dict[Fraction | int, int] = {}
    ordered: list[Fraction | int] = sorted(standings, reverse=True)
    for rank, standing in enumerate(ordered, start=1):
        first.setdefault(standing, rank)
    return [first[standing] for standing in standings]


@frozen(eq=False)
class Bloc:
    """The ranked units of one bloc, and what each comes to under weights."""

    name: str
    rows: tuple[int, ...]
    units: tuple[Named, ...]
    totals: tuple[Linear, ...]
    wholes: tuple[Fraction, ...]
    """What each total is compared as a share of; 1 where totals are compared as they are."""

    @cached_property
    def compared(self) -> tuple[Linear, ...]:
        """What units are ranked by."""
        pairs = zip(self.totals, self.wholes, strict=True)
        return tuple(tuple(part / whole for part in total) for total, whole in pairs)

    def ranks(self, weights: Sequence[Fraction]) -> list[int]:
        """Return the rank of each unit under weights; equals share the better one."""
        return competition([value_of(total, weights) for total in self.compared])


@frozen(eq=False)
class Weighing:
    """A board as its weights make it."""

    board: Scoreboard = field(repr=False)
    own: Mapping[str, Fraction]
    """The weight that each criterion has by the ruleset, in points."""
    blocs: tuple[Bloc, ...]
    notes: tuple[Reason, ...]
    applicable: Mapping[int, Linear] = field(repr=False)
    """What the percentage of a unit is of, under weights, by row."""

    @property
    def criteria(self) -> tuple[str, ...]:
        """The criteria that have a weight."""
        return tuple(self.own)

    @cached_property
    def sum(self) -> Fraction:
        """What the weights add up to by the ruleset."""
        return sum(self.own.values(), Fraction(0))

    def named(self, weights: Sequence[Fraction]) -> dict[str, Fraction]:
        """Return weights by the criteria that they belong to."""
        return dict(zip(self.own, weights, strict=True))


def weighing(board: Scoreboard, region: Region | None = None, *, without_limits: bool = False) -> Weighing:
    """Make the totals of a board depend on weights; units without rank are left out.

    Raises `EvidenceError` where points are not known, where units are not ranked by total or
    percentage, where a percentage is not of the same criteria for all units of a bloc and the region
    does not keep what applies to each (`Region.keeping`), and, but for ``without_limits``, with each
    limit or rounding that a unit's total is not a mere sum for.
    """
    kept = frozenset(frozenset(each) for each in region.kept) if region is not None else frozenset()
    return _Weighing(board, without_limits, kept).made()


@define(eq=False)
class _Weighing:
    board: Scoreboard
    without_limits: bool
    kept: frozenset[frozenset[str]]
    own: dict[str, Fraction] = field(init=False)
    faults: list[Fault] = field(factory=list)
    limits: list[Fault] = field(factory=list)
    limited: list[int] = field(factory=list)
    out: list[int] = field(factory=list)
    applicable: dict[int, Linear] = field(factory=dict)

    def __attrs_post_init__(self) -> None:
        self.own = weights_of(self.board)

    def made(self) -> Weighing:
        board, written = self.board, self.board.ruleset.written
        if not isinstance(written.ranking.by, str):
            self._fault("weights-other-figure")
        if not self.own:
            raise EvidenceError([*self.faults, Fault("weights-none")])
        self._applicable()
        blocs = tuple(self._bloc(name, rows) for name, rows in board.groups.blocs.items())
        if not self.without_limits:
            self.faults += self.limits
        if self.faults:
            raise EvidenceError(self.faults)
        blocs = tuple(bloc for bloc in blocs if bloc.rows)
        return Weighing(board, self.own, blocs, tuple(self._notes()), self.applicable)

    def _fault(self, code: str, **parameters: str) -> None:
        self.faults.append(Fault(code, parameters=parameters))

    def _notes(self) -> Iterator[Reason]:
        scale, groups = self.board.ruleset.written.scale, self.board.ruleset.written.groups.values()
        limited = any(each.at_least is not None or each.at_most is not None for each in groups)
        rounded = scale.rounding.keys() & {"group", "total"} or scale.percent_rounding
        if limited or rounded or not scale.may_exceed:
            yield Reason("weights-as-shares")
        if self.limited:
            units = tuple(named(self.board, row) for row in self.limited[:NOTED])
            yield Reason("limits-left-out", {"count": len(self.limited), "units": units})
        if self.out:
            units = tuple(named(self.board, row) for row in self.out[:NOTED])
            yield Reason("left-without-rank", {"units": units})

    def _applicable(self) -> None:
        """Find what the percentage of each unit is of: a sum of the weights that apply."""
        for row in range(len(self.board)):
            applying = set(weights_applying(self.board, row))
            self.applicable[row] = Fraction(0), *(Fraction(name in applying) for name in self.own)

    def _bloc(self, name: str, rows: Sequence[int]) -> Bloc:
        ranked: list[int] = []
        totals: list[Linear] = []
        for row in rows:
            outside = self.board.unranked(row)
            unit = self.board.evidence.units[row].id
            if outside.point is None:
                self._fault("weights-open-rank", unit=unit)
            elif outside.point or self.board.value("standing", row) is None:
                self.out.append(row)
            else:
                total = self._total(row)
                if total is not None:
                    ranked.append(row)
                    totals.append(total)
                    self._check(row, total)
        units = tuple(named(self.board, row) for row in ranked)
        return Bloc(name, tuple(ranked), units, tuple(totals), tuple(self._wholes(ranked)))

    def _total(self, row: int) -> Linear | None:
        fixed, shares, known = Fraction(0), list[Fraction](), True
        for name in self.board.ruleset.formulas.criteria:
            value = self.board.value(("criterion", name), row)
            if value is None or value.point is None:
                self._fault("weights-open", unit=self.board.evidence.units[row].id, criterion=name)
                known = False
            elif name in self.own:
                shares.append(value.point / self.own[name])
            else:
                fixed += value.point
        return (fixed, *shares) if known else None

    # ── what else there is to a standing ────────────────────────────────────────────

    def _check(self, row: int, total: Linear) -> None:
        """Look whether the total is a mere sum at the ruleset's own weights."""
        standing = self.board.value("standing", row)
        expected = self._standing(row, value_of(total, tuple(self.own.values())))
        if standing is not None and standing.point != expected:
            self.limited.append(row)
            parameters = {"unit": self.board.evidence.units[row].id}
            reasons = self._reasons(row)
            self.limits += [Fault(code, parameters={**parameters, **more}) for code, more in reasons]

    def _standing(self, row: int, total: Fraction) -> Fraction | None:
        written = self.board.ruleset.written
        applicable = self.board.value("applicable", row)
        if not written.scale.rescale and written.ranking.by == "total":
            return total
        if applicable is None or not applicable.point:
            return None
        share = total / applicable.point
        return share * written.scale.points if written.ranking.by == "total" else share

    def _reasons(self, row: int) -> Iterator[tuple[str, dict[str, str]]]:
        """Yield what keeps a standing from being a mere sum of criteria."""
        written, formulas = self.board.ruleset.written, self.board.ruleset.formulas
        if UnitScore(self.board, row).settled is not None:
            yield "weights-settled", {}
            return
        for name, spec in written.groups.items():
            inside = [("criterion", c) for c, s in written.criteria.items() if s.head.group == name]
            inside += [("group", g) for g, s in written.groups.items() if s.parent == name]
            together = self._sum(inside, row)
            low = together if spec.at_least is None else max(together, spec.at_least)
            limited = low if spec.at_most is None else min(low, spec.at_most)
            if limited != together:
                yield "weights-group-limit", {"group": name}
            if limited != self._sum([("group", name)], row):
                yield "weights-group-rounding", {"group": name}
        tops = [("group", name) for name, spec in written.groups.items() if not spec.parent]
        exact = self._standing(row, self._sum(tops, row))
        raw = self.board.compute({"raw": formulas.raw}).value("raw", row)
        if raw is None or raw.point is None or exact is None:
            return
        share = raw.point if written.ranking.by == "total" else self._percent(row, raw.point)
        if share != exact:
            yield "weights-total-limit", {}
        standing = self.board.value("standing", row)
        if standing is not None and standing.point != share:
            yield "weights-total-rounding", {}

    def _percent(self, row: int, raw: Fraction) -> Fraction:
        applicable = self.board.value("applicable", row)
        scale = self.board.ruleset.written.scale
        if scale.rescale or applicable is None or not applicable.point:
            return raw / scale.points
        return raw / applicable.point

    def _sum(self, names: Sequence[tuple[str, str]], row: int) -> Fraction:
        values = (self.board.value(name, row) for name in names)
        return sum((v.point for v in values if v is not None and v.point is not None), Fraction(0))

    def _wholes(self, rows: Sequence[int]) -> list[Fraction]:
        """Return what totals are shares of where that differs by unit.

        Refuses percentages that are not of the same criteria, unless what applies to each is kept:
        weights would change what they are of.
        """
        written = self.board.ruleset.written
        by_total = written.ranking.by == "total" and not written.scale.rescale
        if by_total or len({self.applicable[row] for row in rows}) <= 1:
            return [Fraction(1)] * len(rows)
        first, units = rows[0], self.board.evidence.units
        for row in rows:
            pairs = zip(self.own, self.applicable[row][1:], self.applicable[first][1:], strict=True)
            other = [name for name, one, two in pairs if one != two]
            if other and not {self._applying(row), self._applying(first)} <= self.kept:
                parameters = {"unit": units[row].id, "other": units[first].id, "criteria": ", ".join(other)}
                self.faults.append(Fault("weights-applicable", parameters=parameters))
        own = tuple(self.own.values())
        return [value_of(self.applicable[row], own) or Fraction(1) for row in rows]

    def _applying(self, row: int) -> frozenset[str]:
        pairs = zip(self.own, self.applicable[row][1:], strict=True)
        return frozenset(name for name, factor in pairs if factor)
