"""A standing: what was decided of every unit, why, and what is left to the council."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any, Final

from attrs import field, frozen

from thidua_scoring.decisions.awards.proposing import AwardResult, Proposal
from thidua_scoring.decisions.ballots.counting import BallotResult
from thidua_scoring.decisions.classes import Classing
from thidua_scoring.decisions.limiting import Applied, Limited
from thidua_scoring.decisions.opening import Open, open_of
from thidua_scoring.decisions.ranks import Bounds, Ends, Entrant, surely_equal, told_apart_by
from thidua_scoring.decisions.reasons import Keyed, Named, Reason, Said, between, either
from thidua_scoring.decisions.scopes import members_of, scope_of
from thidua_scoring.errors import Lang, NoSuchName
from thidua_scoring.evidence.evidence import Unit
from thidua_scoring.formula.values import Value
from thidua_scoring.numbers import Exact, present, show_percent
from thidua_scoring.ruleset.decisions.classes import WITHOUT_CLASS
from thidua_scoring.scoring.criterion_score import text_of
from thidua_scoring.scoring.results import framed
from thidua_scoring.scoring.scoreboard import Scoreboard
from thidua_scoring.scoring.unit_score import UnitScore
from thidua_scoring.tabular import MOST, Table, Tabled

_FEW: Final = 8
_STANDINGS: Final[Mapping[str, Said]] = {
    "total": Said("tổng điểm", "total"),
    "percent": Said("tỷ lệ điểm", "share of points"),
    "figure": Said("chỉ số xếp hạng", "ranking figure"),
}


@frozen(eq=False, repr=False)
class Standing(Tabled):
    """Hold what was decided of all units, in the order of the evidence.

    ``standing["so-xay-dung"].class_`` is the class of a unit, ``standing.explain("so-xay-dung")``
    says why in words, and ``standing.open`` lists what is left to the council.
    """

    board: Scoreboard
    classes: Sequence[frozenset[int]]
    """The classes that each unit may be in, by position from the best."""
    ranks: Sequence[Bounds | None]
    entrants: Sequence[Entrant | None]
    limited: Limited
    classing: Classing
    ballots: Mapping[tuple[str, str], BallotResult]
    awards: Mapping[str, AwardResult]
    facts: Mapping[str, Any] = field(factory=dict)
    """The facts beside evidence that decisions rest on, for machines."""

    def __len__(self) -> int:
        return len(self.board)

    def __iter__(self) -> Iterator[UnitStanding]:
        return (UnitStanding(self, row) for row in range(len(self)))

    def __getitem__(self, unit: str) -> UnitStanding:
        """Return what was decided of a unit, by its id.

        Raises `NoSuchName` with the nearest id.
        """
        rows = self.board.evidence.rows
        if unit not in rows:
            raise NoSuchName.of("no-such-unit", unit, rows)
        return UnitStanding(self, rows[unit])

    @property
    def quotas(self) -> tuple[Applied, ...]:
        """Every quota, in every scope, as it was applied."""
        return self.limited.applied

    @cached_property
    def members(self) -> Sequence[Sequence[int]]:
        """For each unit, the rows that it is ranked with."""
        keys = scope_of(self.board.evidence, self.board.ruleset.written.ranking.within)
        rows = members_of(keys)
        return [rows[key] for key in keys]

    @cached_property
    def ranked(self) -> Mapping[int, int]:
        """How many units are ranked in each scope, by its first unit."""
        return Counter(self.members[row][0] for row, each in enumerate(self.entrants) if each is not None)

    @cached_property
    def levels(self) -> Mapping[int, tuple[int, ...]]:
        """For each unit whose keys are known, the units that nothing tells apart, itself among them."""
        return {row: level for levels in self._ladders.values() for level in levels for row in level}

    @cached_property
    def _ladders(self) -> Mapping[int, list[tuple[int, ...]]]:
        """The units whose keys are known, those with the same keys together, the best first; by scope."""
        found: dict[int, dict[Ends, list[int]]] = {}
        for row, entrant in enumerate(self.entrants):
            if entrant is not None and entrant.certain:
                found.setdefault(self.members[row][0], {}).setdefault(entrant.least, []).append(row)
        return {
            scope: [tuple(levels[ends]) for ends in sorted(levels, reverse=True)]
            for scope, levels in found.items()
        }

    @cached_property
    def _places(self) -> Mapping[int, int]:
        """At which level of its ranking each unit stands."""
        return {
            row: place
            for levels in self._ladders.values()
            for place, level in enumerate(levels)
            for row in level
        }

    def next_to(self, row: int) -> Iterator[int]:
        """Yield a unit of the next level above, and one of the next below, as far as their keys are known."""
        place = self._places.get(row)
        if place is not None:
            levels = self._ladders[self.members[row][0]]
            for other in (place - 1, place + 1):
                if 0 <= other < len(levels):
                    yield levels[other][0]

    @cached_property
    def open(self) -> tuple[Open, ...]:
        """What the rules do not decide."""
        return tuple(open_of(self))

    def named(self, row: int) -> Named:
        """Name a unit."""
        unit = self.board.evidence.units[row]
        return Named(unit.id, unit.name)

    def few(self, rows: Sequence[int]) -> tuple[Named | Said, ...]:
        """Name some units, not more than can be read out."""
        named: list[Named | Said] = [self.named(row) for row in rows[:_FEW]]
        if len(rows) > _FEW:
            more = len(rows) - _FEW
            named.append(Said(f"{more} đơn vị khác", f"{more} others"))
        return tuple(named) or (Said("đơn vị khác", "others"),)

    def table(self) -> Table:
        """Return one row a unit: total, rank, class and awards; what is open stands beneath."""
        from thidua_scoring.notebook.standings import standing_table

        return standing_table(self)

    def glance(self) -> Table:
        """Return the first rows of the table."""
        from thidua_scoring.notebook.standings import standing_table

        return standing_table(self, MOST)

    def explain(self, unit: str, lang: Lang = "vi") -> str:
        """Say in words what was decided of a unit and why."""
        from thidua_scoring.decisions.telling import told

        return told(self[unit], lang)

    def to_dict(self) -> dict[str, Any]:
        """Return everything for machines, numbers as text; what the points rest on is in the scoreboard's."""
        from thidua_scoring.decisions.telling import written

        return written(self)

    def to_frame(self) -> Any:
        """Return one row a unit as a Polars or pandas frame, whichever is installed; points as text."""
        return framed(unit.flat() for unit in self)


@frozen(eq=False, repr=False)
class UnitStanding(Tabled):
    """What was decided of one unit."""

    standing: Standing
    row: int

    @property
    def score(self) -> UnitScore:
        """The unit's points."""
        return UnitScore(self.standing.board, self.row)

    @property
    def unit(self) -> Unit:
        """The unit itself."""
        return self.standing.board.evidence.units[self.row]

    # ── class ───────────────────────────────────────────────────────────────────────

    @property
    def class_bounds(self) -> tuple[str, ...]:
        """The ids of the classes that the unit may be in, from the best; none where it is surely in none."""
        specs = self.standing.board.ruleset.written.classes
        return tuple(specs[index].id for index in sorted(self.standing.classes[self.row]))

    @property
    def class_(self) -> str | None:
        """The id of the class; None where it is not decided, or there is none."""
        possible = self.class_bounds
        return possible[0] if len(possible) == 1 and not self.score.outside.may_hold else None

    @property
    def outcome(self) -> str | None:
        """What stands in the place of class and rank: ``unrated`` or ``not-considered``; None for none."""
        return self.score.outcome

    @property
    def open_outcomes(self) -> tuple[str, ...]:
        """What may stand in the place of class and rank; one alone, and no class, where it is decided."""
        if not self.score.outside.may_fail:
            return () if self.outcome is None else (self.outcome,)
        vetoes = self.standing.classing.vetoes(self.row)
        may_be = {veto.outcome for veto, truth in vetoes if truth.may_hold}
        return tuple(outcome for outcome in WITHOUT_CLASS if outcome in may_be)

    @property
    def outcomes(self) -> tuple[str, ...]:
        """All that vetoes came to, ``postponed`` and ``demoted`` among them, each once."""
        return tuple(dict.fromkeys(veto.outcome for veto in self.score.vetoed))

    @property
    def class_reasons(self) -> tuple[Reason, ...]:
        """What the class rests on, in the order in which it is applied."""
        return (*self.standing.classing.reasons(self.row), *self._quotas())

    def _quotas(self) -> Iterator[Reason]:
        for applied in self.standing.limited.of(self.row):
            cut = applied.cuts[self.row]
            if cut.verdict == "kept" and len(applied.candidates) <= applied.seats[0]:
                continue
            if cut.verdict != "kept" and applied.quota.id not in cut.full:
                continue
            yield self._quota(applied, cut.verdict)
            if cut.verdict != "kept":
                yield from self._below(applied)

    def _below(self, applied: Applied) -> Iterator[Reason]:
        """Say what the classes take that a unit without a place may come to."""
        classing = self.standing.classing
        index = [each.id for each in classing.specs].index(applied.quota.class_)
        told = max(classing.possible(self.row), default=index)
        return classing.falling(self.row, max(told, index) + 1, classing.below(self.row, index))

    def _quota(self, applied: Applied, verdict: str) -> Reason:
        specs = self.standing.board.ruleset.written.classes
        index = [each.id for each in specs].index(applied.quota.class_)
        below = self.standing.classing.below(self.row, index)
        equal = self._indistinct(applied) if verdict == "open" else ()
        said_as = "quota-waiting" if verdict == "open" and not equal else f"quota-{verdict}"
        # Of those who are kept, the last is the one who came just before.
        others = applied.rows("kept") if verdict == "cut" else equal or applied.rows("open")
        parameters: dict[str, Any] = {
            "quota": Named(applied.quota.id, applied.quota.title),
            "scope": applied.scope,
            "class": Named(specs[index].id, specs[index].title),
            "to": tuple(Named(specs[n].id, specs[n].title) for n in sorted(below)),
            "seats": between(applied.seats),
            "worked": _worked(applied),
            "candidates": len(applied.candidates),
            "others": self.standing.few([row for row in others if row != self.row]),
        }
        holds = {"kept": True, "cut": False, "open": None}[verdict]
        return Reason(said_as, parameters, holds, (), applied.quota.source)

    def _indistinct(self, applied: Applied) -> tuple[int, ...]:
        """Return the other candidates that nothing but the council tells from this one."""
        keys = self.standing.limited.entrants
        own = keys[self.row].keys
        return tuple(
            row for row in applied.rows("open") if row != self.row and surely_equal(own, keys[row].keys)
        )

    # ── rank ────────────────────────────────────────────────────────────────────────

    @property
    def rank_bounds(self) -> tuple[Exact, Exact] | None:
        """The best and worst rank that the unit can have; None for no rank."""
        bounds = self.standing.ranks[self.row]
        return None if bounds is None else (present(bounds[0]), present(bounds[1]))

    @property
    def rank(self) -> int | Decimal | None:
        """The rank, best first; half ranks only where equals share the mean. None where it is not decided."""
        bounds, entrant = self.standing.ranks[self.row], self.standing.entrants[self.row]
        if bounds is None or bounds[0] != bounds[1] or entrant is None or not entrant.sure:
            return None
        whole = bounds[0]
        return int(whole) if whole.denominator == 1 else Decimal(whole.numerator) / whole.denominator

    @property
    def tied(self) -> tuple[str, ...]:
        """The ids of the units that share the rank and that no key tells apart."""
        units = self.standing.board.evidence.units
        level = self.standing.levels.get(self.row, ())
        return tuple(units[row].id for row in level if row != self.row)

    @property
    def rank_reasons(self) -> tuple[Reason, ...]:
        """What the rank rests on: the figures that are compared, ties, and the keys that broke ties."""
        own = self.standing.entrants[self.row]
        if own is None:
            return () if self.outcome in WITHOUT_CLASS else (Reason("unranked", {}, False),)
        return (self._compared(own), *self._ties(), *self._broken(own))

    def _compared(self, own: Entrant) -> Reason:
        bounds = self.standing.ranks[self.row]
        assert bounds is not None
        parameters: dict[str, Any] = {
            "rank": between((bounds[0], bounds[1])),
            "count": self.standing.ranked[self.standing.members[self.row][0]],
            "keys": tuple(self._keys(own)),
        }
        return Reason("ranked", parameters, True if bounds[0] == bounds[1] else None)

    def _keys(self, own: Entrant) -> Iterator[Keyed]:
        """Write the keys of the ranking, in order, each with its name."""
        ranking = self.standing.board.ruleset.written.ranking
        titles = [_STANDINGS[ranking.by if isinstance(ranking.by, str) else "figure"]]
        titles += [
            Said(tie.title, tie.title) if tie.title else _unnamed(n) for n, tie in enumerate(ranking.ties)
        ]
        keys = own.keys
        if len(keys) > len(titles):
            yield Keyed(Said("mức xếp loại", "class"), self.class_names)
            keys = keys[1:]
        for index, (title, key) in enumerate(zip(titles, keys, strict=True)):
            better = ranking.ties[index - 1].better if index else "higher"
            percent = ranking.by == "percent" and not index
            yield Keyed(title, between(_turned(key, better), percent=percent))

    @property
    def class_names(self) -> Said:
        """The titles of the classes that the unit may be in."""
        specs = self.standing.board.ruleset.written.classes
        return either([specs[index].title for index in sorted(self.standing.classes[self.row])])

    def _ties(self) -> Iterator[Reason]:
        if self.tied:
            rows = self.standing.board.evidence.rows
            yield Reason("tied", {"units": tuple(self.standing.named(rows[unit]) for unit in self.tied)})

    def _broken(self, own: Entrant) -> Iterator[Reason]:
        """Name the next unit above and below with the same standing, and the key that tells them apart."""
        ties = self.standing.board.ruleset.written.ranking.ties
        first = len(own.keys) - len(ties)
        for row in self.standing.next_to(self.row):
            other = self.standing.entrants[row]
            index = None if other is None or not ties else told_apart_by(own.keys, other.keys)
            if index is not None and index >= first and other is not None:
                above = (own.keys[index].low or 0) > (other.keys[index].low or 0)
                parameters: dict[str, Any] = {
                    "unit": self.standing.named(row),
                    "key": ties[index - first].title or _unnamed(index - first),
                    "own": between(_turned(own.keys[index], ties[index - first].better)),
                    "other": between(_turned(other.keys[index], ties[index - first].better)),
                }
                yield Reason("tie-won" if above else "tie-lost", parameters, above)

    # ── awards ──────────────────────────────────────────────────────────────────────

    @property
    def awards(self) -> Mapping[str, Proposal]:
        """Whether the unit may be proposed, for each award."""
        return {name: each.proposals[self.row] for name, each in self.standing.awards.items()}

    def table(self) -> Table:
        """Return one row a decision, with its reasons."""
        from thidua_scoring.notebook.standings import unit_standing_table

        return unit_standing_table(self)

    def flat(self) -> dict[str, Any]:
        """Return what was decided as one row of a table."""
        total = self.score.total
        low, high = self.score.bounds
        ranks = self.rank_bounds or (None, None)
        row: dict[str, Any] = {
            "unit": self.unit.id,
            "name": self.unit.name,
            "bloc": self.unit.bloc,
            "total": text_of(total),
            "total_low": text_of(low),
            "total_high": text_of(high),
            "percent": text_of(self.score.percent),
            "rank": None if self.rank is None else str(self.rank),
            "rank_best": text_of(ranks[0]),
            "rank_worst": text_of(ranks[1]),
            "tied": ";".join(self.tied) or None,
            "class": self.class_,
            "classes": ";".join(self.class_bounds) or None,
            "outcome": ";".join(self.outcomes) or None,
        }
        return row | {name: proposal.verdict for name, proposal in self.awards.items()}


def _worked(applied: Applied) -> Said:
    """Write how many places there are: a number, or a share worked out."""
    limit = applied.quota.limit
    if limit.share is None:
        return Said(f"tối đa {limit.at_most}", f"at most {limit.at_most}")
    exceptional = applied.quota.exceptional
    share = exceptional.share if exceptional is not None and applied.exceptional else limit.share
    base = between(applied.base)
    vi = f"{show_percent(share)} của {base.text('vi')}"
    en = f"{show_percent(share, 'en')} of {base.text('en')}"
    if limit.at_least:
        vi, en = f"{vi}, ít nhất {limit.at_least}", f"{en}, at least {limit.at_least}"
    return Said(vi, en)


def _unnamed(index: int) -> Said:
    return Said(f"tiêu chí phụ thứ {index + 1}", f"tie-break {index + 1}")


def _turned(key: Value, better: str) -> tuple[Fraction | None, Fraction | None]:
    """Return the ends of a key as they were before it was turned so that the greater is the better."""
    if better == "higher":
        return key.low, key.high
    return None if key.high is None else -key.high, None if key.low is None else -key.low
