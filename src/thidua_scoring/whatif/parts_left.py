"""Rules without a criterion or a group, evidence without a unit: the same with one part left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any, TypeVar

from attrs import evolve, fields

from thidua_scoring.criterion import COLUMNS
from thidua_scoring.decisions.settled import Settled, settled_board
from thidua_scoring.errors import EvidenceError
from thidua_scoring.evidence.columns import Column
from thidua_scoring.evidence.evidence import Evidence
from thidua_scoring.formula import nodes
from thidua_scoring.formula.analyse import reads_group
from thidua_scoring.formula.nodes import Node
from thidua_scoring.ruleset.formulas import Formulas
from thidua_scoring.ruleset.model import Written
from thidua_scoring.scoring.engine import Scoring, results_of
from thidua_scoring.scoring.groups import Groups
from thidua_scoring.scoring.results import Results
from thidua_scoring.scoring.scoreboard import Scoreboard

N = TypeVar("N", bound=Node)


# ── rules ───────────────────────────────────────────────────────────────────────────


def without_criterion(formulas: Formulas, criterion: str) -> Formulas:
    """Return the formulas where a criterion counts 0 points of 0."""
    return _without(formulas, [criterion], [])


def without_group(formulas: Formulas, written: Written, group: str) -> Formulas:
    """Return the formulas where a group, with all groups and criteria in it, counts 0 points of 0."""
    inside = {group}
    while inside != (more := inside | {g for g, spec in written.groups.items() if spec.parent in inside}):
        inside = more
    criteria = [name for name, spec in written.criteria.items() if spec.head.group in inside]
    return _without(formulas, criteria, inside)


def _without(formulas: Formulas, criteria: Iterable[str], groups: Iterable[str]) -> Formulas:
    zero = set[Node]()
    for name in groups:
        zero |= {formulas.groups[name].points, formulas.groups[name].applicable}
    for name in criteria:
        each = formulas.criteria[name]
        zero |= {each.counted, each.applicable}
        zero |= {nodes.If(each.applies, each.columns[column], nodes.ZERO) for column in COLUMNS}
    put = _Zeroing(frozenset(zero)).put
    left = {
        name: evolve(formulas.criteria[name], counted=nodes.ZERO, applicable=nodes.ZERO) for name in criteria
    }
    return evolve(
        formulas,
        criteria={**formulas.criteria, **left},
        groups={
            name: evolve(each, points=put(each.points), applicable=put(each.applicable))
            for name, each in formulas.groups.items()
        },
        raw=put(formulas.raw),
        total=put(formulas.total),
        applicable=put(formulas.applicable),
        percent=put(formulas.percent),
        standing=put(formulas.standing),
        classes=tuple(map(put, formulas.classes)),
        bands=tuple(map(put, formulas.bands)),
        vetoes=tuple(map(put, formulas.vetoes)),
        columns={name: put(column) for name, column in formulas.columns.items()},
    )


class _Zeroing:
    """Put 0 in the place of some parts, from the outside in, so that a group goes before what it holds."""

    def __init__(self, zero: frozenset[Node]):
        self._zero = zero
        self._memo: dict[Node, Node] = {}

    def put(self, root: N) -> N:
        """Rebuild a formula; the points of single criteria are left alone, since no total lies in them."""
        return self._put(root)  # type: ignore[no-any-return]

    def _put(self, of: Any) -> Any:
        if isinstance(of, tuple):
            return tuple(map(self._put, of)) if any(isinstance(each, Node) for each in of) else of
        if not isinstance(of, Node) or isinstance(of, nodes.Points):
            return of
        if of not in self._memo:
            self._memo[of] = nodes.ZERO if of in self._zero else self._rebuilt(of)
        return self._memo[of]

    def _rebuilt(self, of: Any) -> Node:
        parts = {each.name: getattr(of, each.name) for each in fields(type(of)) if each.init}
        new = {name: self._put(part) for name, part in parts.items()}
        changed = {
            name: part for name, part in new.items() if part is not parts[name] and part != parts[name]
        }
        rebuilt: Node = evolve(of, **changed) if changed else of
        return rebuilt


def variants(board: Scoreboard, by: Mapping[str, Formulas]) -> dict[str, Scoreboard]:
    """Score the same evidence by several formulas, what they have in common computed once."""
    base = results_of(board.ruleset)
    outputs, named = dict(base), dict[str, dict[Any, Any]]()
    for key, formulas in by.items():
        own = results_of(evolve(board.ruleset, formulas=formulas))
        named[key] = {name: name if node == base[name] else _tagged(name, key) for name, node in own.items()}
        outputs |= {named[key][name]: node for name, node in own.items()}
    results = board.compute(outputs)
    return {
        key: evolve(
            board,
            ruleset=evolve(board.ruleset, formulas=formulas),
            results=_view(results, named[key], board.unrated),
        )
        for key, formulas in by.items()
    }


def _tagged(name: Any, key: str) -> Any:
    """Name an output of one variant; the first part still says what kind of output it is."""
    return (*name, key) if isinstance(name, tuple) else (name, key)


def _view(results: Results, names: Mapping[Any, Any], unrated: frozenset[int]) -> Results:
    """Return the results of one variant under the usual names."""
    there = {name: tag for name, tag in names.items() if tag in results.places}

    def found(row: int) -> dict[Any, Any]:
        own = {name: results.open[row][tag] for name, tag in names.items()}
        return own | dict.fromkeys(("total", "percent", "standing")) if row in unrated else own

    return Results(
        results.rows,
        {name: results.places[tag] for name, tag in there.items()},
        {name: results.units[tag] for name, tag in there.items()},
        {row: found(row) for row in results.open},
    )


# ── units ──────────────────────────────────────────────────────────────────


def without_unit(board: Scoreboard, row: int) -> Scoreboard | None:
    """Score the others of a unit's bloc; None where a rule has no value without it."""
    rows = [other for other in board.groups.blocs[board.evidence.units[row].bloc] if other != row]
    if not compares_units(board):
        return _kept(board, rows)
    try:
        made = board.ruleset.score(restricted(board.evidence, rows))
        settled = {made.evidence.units[new].id: _settled(board, old) for new, old in enumerate(rows)}
        settled = {unit: each for unit, each in settled.items() if each != Settled()}
        return settled_board(made, settled) if settled else made
    except EvidenceError:
        return None


def compares_units(board: Scoreboard) -> bool:
    """Say whether any rule compares units with their bloc."""
    return any(map(reads_group, board.ruleset.formulas.roots()))


def _kept(board: Scoreboard, rows: Sequence[int]) -> Scoreboard:
    """Return the results of some units as they are, where none depends on the others."""
    evidence, found = restricted(board.evidence, rows), board.results
    results = Results(
        [found.rows[row] for row in rows],
        found.places,
        found.units,
        {new: found.open[row] for new, row in enumerate(rows) if row in found.open},
    )
    scoring = Scoring(board.ruleset, evidence)
    groups = Groups(board.ruleset, evidence)
    return evolve(
        board,
        evidence=evidence,
        groups=groups,
        results=results,
        compute=partial(scoring.computed, groups=groups),
        settled=lambda row: board.settled(rows[row]),
        unrated=frozenset(new for new, row in enumerate(rows) if row in board.unrated),
    )


def _settled(board: Scoreboard, row: int) -> Settled:
    """Return what people settled for a unit."""
    stand, formulas = board.settled(row), board.ruleset.formulas
    points = {name: stand[each.points] for name, each in formulas.criteria.items() if each.points in stand}
    total = stand.get(formulas.total)
    return Settled(points, total, total and stand.get(formulas.raw), row not in board.unrated)


def restricted(evidence: Evidence, rows: Sequence[int]) -> Evidence:
    """Return the evidence of some units, in this order, without where its figures came from."""
    new = {row: index for index, row in enumerate(rows)}

    def moved(those: Iterable[int]) -> frozenset[int]:
        return frozenset(new[row] for row in those if row in new)

    def column(of: Column) -> Column:
        values = [of.values[row] for row in rows]
        ranges = {new[row]: ends for row, ends in of.ranges.items() if row in new}
        unconfirmed, absent = moved(of.unconfirmed), moved(of.absent)
        return evolve(of, values=values, unconfirmed=unconfirmed, absent=absent, ranges=ranges)

    return Evidence(
        tuple(evidence.units[row] for row in rows),
        {key: column(each) for key, each in evidence.columns.items()},
        {name: moved(those) for name, those in evidence.not_applicable.items()},
        {
            name: {new[row]: claim for row, claim in claims.items() if row in new}
            for name, claims in evidence.claims.items()
        },
    )
