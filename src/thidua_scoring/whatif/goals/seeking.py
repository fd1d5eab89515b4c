"""Goal-seek: every least change of a unit's evidence that brings it to a class or a rank.

Nothing is searched for by steps and tried out: formulas that share no lever are worked out apart
and put together exactly, so what is found is all that there is, and what is not found is proved
not to be there. The order of work is that of dynamic programming over a tree (Bertelè and
Brioschi, *Nonserial Dynamic Programming*, 1972).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import islice
from typing import Any, Final, Literal, get_args

from attrs import define, field

from thidua_scoring.decisions.reasons import Between, Named, Parameter, Reason, Said, between
from thidua_scoring.errors import EvidenceError, Fault, NoSuchName, Place, Problem
from thidua_scoring.evidence.kinds import Scalar, shown
from thidua_scoring.formula.analyse import Way
from thidua_scoring.formula.evaluate import Figure
from thidua_scoring.formula.nodes import Node, Number
from thidua_scoring.scoring.inputs import UnitInputs
from thidua_scoring.scoring.scoreboard import Scoreboard
from thidua_scoring.whatif.goals.components import RIVALS, Component, components_of, prices_for, rivals_of
from thidua_scoring.whatif.goals.copies import lost, of_blocs
from thidua_scoring.whatif.goals.frontiers import Frontier, Pick, State
from thidua_scoring.whatif.goals.levers import Levers
from thidua_scoring.whatif.goals.moves import Lever, Moves, Option
from thidua_scoring.whatif.goals.network import Network
from thidua_scoring.whatif.goals.reasons import Shortfall, height
from thidua_scoring.whatif.goals.results import Answer, Change, Goal
from thidua_scoring.whatif.goals.saturation import Search, end_of, stays
from thidua_scoring.whatif.goals.targets import ClassTarget, RankTarget, Target

Least = Literal["criteria", "cost"]
Changed = Sequence[tuple[Moves, Option]]
_YES_NO: Final = {True: Said("có", "yes"), False: Said("không", "no")}
_BEYOND: Final = {
    "ranking": Said("cách phân định khi bằng điểm", "how ties are broken"),
    "classes": Said("điều kiện xếp loại ngoài điểm", "what classes take besides points"),
    "quotas": Said("chỉ tiêu", "quotas"),
    "caps": Said("mức xếp loại tối đa theo đơn vị khác", "caps by another's class"),
}


def seek_goal(
    board: Scoreboard,
    unit: str,
    *,
    class_: str | None = None,
    rank: int | None = None,
    least: Least = "criteria",
    levers: Sequence[Lever | str] | None = None,
    frozen: Sequence[str] = (),
    costs: Mapping[str, Any] | None = None,
    limit: int = 1000,
) -> Goal:
    """Find every least change of a unit's evidence by which it is in a class or better, or so ranked.

    The other units stay as they are. Class and rank are those of the scoreboard, by points alone;
    the first of equals all have rank 1, and where evidence is open the goal must hold surely.

    ``least`` says what is least: the number of criteria that are touched and then the cost, or the
    cost alone. ``levers`` are the figures that may change; without them, all numbers and yes-no
    figures of the criteria that apply of which it is declared or proved which direction is better,
    and in that direction only. ``frozen`` are criteria and figures that stay, and ``costs`` the
    costs of a step by figure or by criterion, each 1 unless given. ``limit`` is how many answers
    are returned.

    Raises `NoSuchName` with every name that there is none of, and `EvidenceError` with every other
    fault: levers that cannot be used, a figure without end, more choices than can be looked at.
    """
    target = _target(board, class_, rank, least, limit)
    row = board[unit].row
    return _Seeking(board, row, target, least, limit).goal(levers, frozen, costs or {})


def _target(board: Scoreboard, class_: str | None, rank: int | None, least: str, limit: int) -> Target:
    """Read what is asked, and refuse what cannot be."""
    faults = list[Fault]()
    if (class_ is None) == (rank is None):
        faults.append(Problem("goal-one-target").placed(Place()))
    if least not in get_args(Least):
        faults.append(Problem("goal-least", got=least).placed(Place(path=("least",))))
    for name, number in (("rank", rank), ("limit", limit)):
        if number is not None and (type(number) is not int or number < 1):
            faults.append(Problem("goal-number", name=name, got=number).placed(Place(path=(name,))))
    if any(board.settled(row) for row in range(len(board))) or board.unrated:
        faults.append(Problem("goal-settled").placed(Place()))
    if faults:
        raise EvidenceError(faults)
    if rank is not None:
        return RankTarget(rank)
    ids = [each.id for each in board.ruleset.written.classes]
    if class_ not in ids:
        raise NoSuchName.of("goal-no-such-class", str(class_), ids)
    return ClassTarget(ids.index(class_))


@define(eq=False)
class _Seeking:
    """One search."""

    board: Scoreboard
    row: int
    target: Target
    least: Least
    limit: int
    components: Sequence[Component] = field(default=(), init=False)
    network: Network = field(init=False)
    roots: dict[Node, Way] = field(init=False)

    def goal(
        self, levers: Sequence[Lever | str] | None, frozen: Sequence[str], costs: Mapping[str, Any]
    ) -> Goal:
        """Find everything that the result says."""
        self.roots = dict(self.target.roots(self.board.ruleset))
        reading = Levers(self.board, self.row, self._reach)
        reading.read(levers, frozen, costs)
        unit = self.board.evidence.units[self.row]
        already = self._reaches(self.target.level_on_board(self.board[unit.id]))
        self._spread([] if already else reading.moves())
        frontier, levels = self._levels()
        reaching = [state for state, level in levels.items() if self._reaches(level)]
        notes = tuple(self._notes(reading.left_open))
        named, aim = Named(unit.id, unit.name), self._aim()
        if not reaching:
            bounded = all(stays(self._inputs, [self._total], reading.free, end) for end in reading.ends)
            return Goal(
                named, aim, False, (), **self._fallen_short(frontier, levels, bounded=bounded), notes=notes
            )
        found = list(islice(self._cheapest(frontier, reaching), self.limit + 1))
        answers = self._checked([self._changes(pick) for pick in found[: self.limit]])
        return Goal(named, aim, True, answers, more=len(found) > self.limit, notes=notes)

    def _reach(self, free: Mapping[str, Figure], of: Search) -> Fraction | None:
        ruleset = self.board.ruleset
        roots = [root for root in (*self.roots, *self.target.obstacles(ruleset)) if root is not RIVALS]
        return end_of(self._inputs, roots, free, of)

    @property
    def _total(self) -> Number:
        return self.board.ruleset.formulas.total

    @property
    def _inputs(self) -> UnitInputs:
        return UnitInputs(self.board.ruleset, self.board.evidence, self.row, self.board.groups.value)

    def _spread(self, moves: Sequence[Moves]) -> None:
        """Put levers into components and formulas into a network over them."""
        formulas = [root for root in self.roots if root is not RIVALS]
        ranks = RIVALS in self.roots
        prices = prices_for(moves, self.least)
        self.components = components_of(self.board, self.row, moves, formulas, prices, ranks=ranks)
        self.network = Network(self._inputs, self.components)
        self.network.tell(RIVALS, rivals_of(self.board, self.row))

    # ── finding ─────────────────────────────────────────────────────────────────────

    def _levels(self) -> tuple[Frontier, dict[State, int | None]]:
        """Return every state that can be reached, and the level that the unit then has."""
        moved = tuple(root for root in self.roots if self.network.touching(root))
        still = {root: self.network.constant(root) for root in self.roots if root not in moved}
        frontier = self.network.frontier(moved, tuple(self.roots[root] for root in moved))
        levels = {
            state: self.target.level(self.board.ruleset, {**still, **dict(zip(moved, state, strict=True))})
            for state in frontier.prices
        }
        return frontier, levels

    def _cheapest(self, frontier: Frontier, states: Sequence[State]) -> Iterator[Pick]:
        price = min(frontier.prices[state] for state in states)
        for state in states:
            if frontier.prices[state] == price:
                yield from frontier.picks(state)

    def _fallen_short(
        self, frontier: Frontier, levels: Mapping[State, int | None], *, bounded: bool
    ) -> dict[str, Any]:
        """Return what is said where the goal cannot be reached."""
        shortfall = Shortfall(self.board.ruleset, self.network, bounded)
        total = self._total
        picks: list[Pick] = []
        there = {state: level for state, level in levels.items() if level is not None}
        if there:
            best = [state for state, level in there.items() if level == min(there.values())]
            picks.append(next(self._cheapest(frontier, best)))
        if self.network.touching(total):
            totals = self.network.frontier((total,), (1,))
            top = max(height(state[0]) for state in totals.prices)
            highest = [state for state in totals.prices if height(state[0]) == top]
            picks.append(next(self._cheapest(totals, highest)))
        else:
            picks.append(())
        answers = [answer for answer, _ in self._scored([self._changes(pick) for pick in picks])]
        return {
            "best": answers[0] if there else None,
            "most": answers[-1] if bounded else None,
            "why": shortfall.reasons(self.target),
        }

    def _changes(self, pick: Pick) -> list[tuple[Moves, Option]]:
        found = []
        for number, choice in pick:
            component = self.components[number]
            for moves, at in zip(component.moves, component.picked(choice), strict=True):
                if at:
                    found.append((moves, moves.options[at]))
        keys = list(self.board.ruleset.formulas.fields)
        return sorted(found, key=lambda change: keys.index(change[0].key))

    # ── checking ────────────────────────────────────────────────────────────────────

    def _checked(self, answers: Sequence[Changed]) -> tuple[Answer, ...]:
        """Score each answer by the whole board, and each again without each of its changes."""
        scored = self._scored(answers)
        shorter = [
            [change for change in changes if change is not left_out]
            for changes in answers
            for left_out in changes
        ]
        levels = [level for _, level in scored]
        without = [level for _, level in self._scored(shorter)]
        if not all(self._reaches(level) for level in levels) or any(map(self._reaches, without)):
            raise RuntimeError("the scoreboard does not confirm what was found")
        return tuple(sorted((answer for answer, _ in scored), key=_in_order))

    def _reaches(self, level: int | None) -> bool:
        return level is not None and level <= self.target.limit

    def _scored(self, answers: Sequence[Changed]) -> list[tuple[Answer, int | None]]:
        """Make changes and return what the whole board says of the unit."""
        moved = {moves.key: moves for changes in answers for moves, _ in changes}
        new = [{moves.key: option.new for moves, option in changes} for changes in answers]
        varied = {key: [each.get(key, moves.old) for each in new] for key, moves in moved.items()}
        boards = of_blocs(self.board, self.row, varied, len(answers))
        found = list[tuple[Answer, int | None]]()
        for changes, (board, row) in zip(answers, boards, strict=True):
            unit = board[board.evidence.units[row].id]
            total = unit.board.value("total", row)
            answer = Answer(
                tuple(self._change(*change) for change in changes),
                Between(None, None) if total is None else Between(total.low, total.high),
                tuple(map(self._class, unit.class_bounds)),
                None if unit.outcome is not None else unit.rank_bounds,
            )
            found.append((answer, None if lost(board, row) else self.target.level_on_board(unit)))
        return found

    # ── telling ─────────────────────────────────────────────────────────────────────

    def _class(self, name: str) -> Named:
        titles = {each.id: each.title for each in self.board.ruleset.written.classes}
        return Named(name, titles[name])

    def _change(self, moves: Moves, option: Option) -> Change:
        owner = self.board.ruleset.written.criteria.get(moves.key.rpartition(".")[0])
        return Change(
            moves.key,
            Named(moves.key, moves.spec.title or moves.spec.name),
            None if owner is None else Named(owner.id, owner.head.title),
            moves.old,
            option.new,
            (_told(moves, moves.old), _told(moves, option.new)),
            option.steps,
            option.cost,
        )

    def _aim(self) -> Reason:
        if isinstance(self.target, ClassTarget):
            named = self._class(self.board.ruleset.written.classes[self.target.limit].id)
            return Reason("goal-class", {"class": named}, holds=None)
        return Reason("goal-rank", {"rank": self.target.limit}, holds=None)

    def _notes(self, left_open: Sequence[str]) -> Iterator[Reason]:
        beyond = self.board.ruleset.written.beyond_points
        if beyond:
            yield Reason("goal-beyond-points", {"what": tuple(_BEYOND[each] for each in beyond)}, holds=None)
        if left_open:
            specs = self.board.ruleset.formulas.fields
            figures = tuple(Named(key, specs[key].title or key) for key in left_open)
            yield Reason("goal-open-figures", {"figures": figures}, holds=None)


def _told(moves: Moves, value: Scalar) -> Parameter:
    """Return a figure as people write it."""
    if isinstance(value, bool):
        return _YES_NO[value]
    if isinstance(value, Fraction) and moves.spec.kind != "date":
        return between((value, value), percent=True) if moves.spec.kind == "percent" else value
    return shown(value, moves.spec)


def _in_order(answer: Answer) -> Any:
    return [(change.key, change.steps, str(change.new)) for change in answer.changes]
