"""Components: levers that meet in one criterion, and all that they may be together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import product
from math import lcm, prod
from typing import Any, Final

from attrs import define, field, frozen

from thidua_scoring.errors import EvidenceError, Fault
from thidua_scoring.evidence.kinds import Scalar
from thidua_scoring.formula import nodes
from thidua_scoring.formula.nodes import Condition, Field, Group, Node, Number
from thidua_scoring.formula.values import Truth3, Value
from thidua_scoring.scoring.results import Results
from thidua_scoring.scoring.scoreboard import Scoreboard
from thidua_scoring.whatif.goals.copies import lost, of_blocs, of_unit
from thidua_scoring.whatif.goals.frontiers import Part, part_of
from thidua_scoring.whatif.goals.moves import Moves

MOST_CHOICES: Final = 300_000
"""How many choices of one component are scored."""


@frozen(cache_hash=True)
class Rivals(Number):
    """What the other units of the bloc stand at: no formula, but something that choices move."""


RIVALS: Final = Rivals()


def is_truth(node: Node) -> bool:
    """Say whether a node is asked for a truth; a yes-no figure is."""
    return isinstance(node, Condition) and (not isinstance(node, Field) or node.kind == "yes-no")


@frozen
class Prices:
    """What changes cost, as whole numbers that compare as the objective asks."""

    unit: int
    """How many of them make a cost of 1."""
    touch: int
    """What is paid once for each criterion that is touched; 0 where only cost counts."""

    def of(self, moves: Sequence[Moves], picked: Sequence[int]) -> int:
        """Return the price of what each figure becomes."""
        options = [each.options[at] for each, at in zip(moves, picked, strict=True)]
        touched = {each.place for each, at in zip(moves, picked, strict=True) if at}
        return sum(int(option.cost * self.unit) for option in options) + self.touch * len(touched)


def prices_for(moves: Sequence[Moves], least: str) -> Prices:
    """Find prices for an objective: fewest criteria first and then cost, or cost alone."""
    unit = lcm(*(option.cost.denominator for each in moves for option in each.options))
    dearest = sum(max(int(option.cost * unit) for option in each.options) for each in moves)
    return Prices(unit, 1 + dearest if least == "criteria" else 0)


@define(eq=False)
class Component:
    """Some levers, all that they may be together, and what that comes to."""

    board: Scoreboard
    row: int
    moves: tuple[Moves, ...]
    relative: bool
    """Whether what the bloc comes to moves with them."""
    scored: Sequence[str]
    """The criteria that move with them; a choice that leaves one without value is none."""
    rivals: bool
    """Whether it matters what the other units come to."""
    prices: Prices
    _found: dict[Node, Sequence[Part]] = field(factory=dict)
    _lost: set[int] = field(factory=set)

    def __attrs_post_init__(self) -> None:
        if self.size > MOST_CHOICES:
            keys = ", ".join(each.key for each in self.moves)
            parameters = {"got": keys, "count": str(self.size), "most": str(MOST_CHOICES)}
            raise EvidenceError([Fault("goal-too-many", parameters=parameters)])

    @property
    def size(self) -> int:
        """The number of choices; the first changes nothing."""
        return prod(len(each.options) for each in self.moves)

    def picked(self, choice: int) -> list[int]:
        """Return which option of each lever a choice takes."""
        found = []
        for each in reversed(self.moves):
            choice, at = divmod(choice, len(each.options))
            found.append(at)
        return found[::-1]

    def priced(self) -> list[int]:
        """Return the price of every choice."""
        return [self.prices.of(self.moves, picked) for picked in product(*map(_places, self.moves))]

    def states(self, parts: Sequence[Node]) -> list[tuple[Part, ...] | None]:
        """Return what formulas come to by every choice; None for one that cannot be scored."""
        counted = [self.board.ruleset.formulas.criteria[name].counted for name in self.scored]
        missing = [part for part in dict.fromkeys([*parts, *counted]) if part not in self._found]
        if missing:
            (self._look_at_blocs if self.relative else self._look)(missing)
        if not self.relative:
            for part in counted:
                self._lost.update(n for n, value in enumerate(self._found[part]) if value is None)
        columns = [self._found[part] for part in parts]
        return [None if n in self._lost else tuple(c[n] for c in columns) for n in range(self.size)]

    def _varied(self) -> dict[str, list[Scalar]]:
        picked = list(product(*(each.options for each in self.moves)))
        return {each.key: [options[at].new for options in picked] for at, each in enumerate(self.moves)}

    def _look(self, parts: Sequence[Node]) -> None:
        outputs = _named(parts)
        results = of_unit(self.board, self.row, self._varied(), self.size, outputs)
        for name, part in outputs.items():
            self._found[part] = _column(results, name)

    def _look_at_blocs(self, parts: Sequence[Node]) -> None:
        outputs = {name: part for name, part in _named(parts).items() if part is not RIVALS}
        columns: dict[Node, list[Part]] = {part: [] for part in parts}
        last, found = None, Results([], {}, {}, {})
        for choice, (board, row) in enumerate(of_blocs(self.board, self.row, self._varied(), self.size)):
            if board is not last:
                last, found = board, board.compute(outputs)
            if lost(board, row):
                self._lost.add(choice)
            for name, part in outputs.items():
                columns[part].append(_result(found, name, row))
            if RIVALS in columns:
                columns[RIVALS].append(rivals_of(board, row))
        self._found.update(columns)


def rivals_of(board: Scoreboard, row: int) -> tuple[tuple[Value, Truth3], ...]:
    """Return what the other units of the bloc stand at, and whether each is without rank."""
    others = [other for other in board.groups.blocs[board.evidence.units[row].bloc] if other != row]
    stands = [(board.value("standing", other), board.unranked(other)) for other in others]
    found = [(value, out) for value, out in stands if value is not None]
    return tuple(sorted(found, key=repr))


def _places(of: Moves) -> range:
    return range(len(of.options))


def _named(parts: Sequence[Node]) -> dict[Any, Node]:
    """Name outputs as the engine tells truths from numbers."""
    return {("veto" if is_truth(part) else "goal", n): part for n, part in enumerate(parts)}


def _column(results: Results, name: Any) -> list[Part]:
    """Return an output of every row, each value made once."""
    truth, known = name[0] == "veto", dict[Any, Part]()
    unit = None if truth or not results.units else results.units[name]
    found: list[Part] = []
    for row, entry in enumerate(results.column(name)):
        if entry is None:
            found.append(_result(results, name, row))
            continue
        if entry not in known:
            number = Fraction(entry) if unit is None else Fraction(entry) * unit
            known[entry] = Truth3.known(bool(entry)) if truth else number
        found.append(known[entry])
    return found


def _result(results: Results, name: Any, row: int) -> Part:
    """Return an output of a row; None where it has no value, for a truth too."""
    if results.rows[row] is None:
        return part_of(results.open[row][name])
    return part_of(results.truth(name, row) if name[0] == "veto" else results.value(name, row))


# ── which levers belong together ────────────────────────────────────────────────────


def components_of(
    board: Scoreboard, row: int, moves: Sequence[Moves], roots: Sequence[Node], prices: Prices, *, ranks: bool
) -> list[Component]:
    """Put levers together that meet in a criterion, and for ranks those that move other units."""
    formulas = board.ruleset.formulas
    places = dict.fromkeys(each.place for each in moves)
    parts = [{each.key for each in moves if each.place == place} for place in places]
    criteria = {name: _levers_in([each.counted], moves) for name, each in formulas.criteria.items()}
    every = [*roots, *(each.counted for each in formulas.criteria.values())]
    groups = [_levers_in([part], moves) for part in nodes.walk(*every) if isinstance(part, Group)]
    moved = set[str]().union(*groups)
    parts += [set(keys) for keys in criteria.values() if keys]
    parts += [set(moved)] if ranks and moved else [keys for keys in groups if keys]
    found = []
    for keys in _joined(parts):
        own = tuple(each for each in moves if each.key in keys)
        scored = [name for name, read in criteria.items() if read & keys]
        relative = bool(keys & moved)
        found.append(Component(board, row, own, relative, scored, ranks and relative, prices))
    return sorted(found, key=lambda each: moves.index(each.moves[0]))


def _levers_in(parts: Iterable[Node], moves: Sequence[Moves]) -> set[str]:
    keys = {each.key for each in moves}
    return {part.key for part in nodes.walk(*parts) if isinstance(part, Field) and part.key in keys}


def _joined(parts: Iterable[set[str]]) -> list[set[str]]:
    """Join sets that have something in common."""
    found: list[set[str]] = []
    for part in parts:
        touching = [each for each in found if each & part]
        found = [each for each in found if not each & part]
        found.append(part.union(*touching))
    return found
