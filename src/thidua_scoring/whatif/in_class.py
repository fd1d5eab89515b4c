"""Who is in a class or a better one, and whether its threshold decides that."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any, Literal, TypeAlias

from attrs import frozen

from thidua_scoring.decisions.reasons import Named
from thidua_scoring.errors import EvidenceError, Fault
from thidua_scoring.formula import nodes
from thidua_scoring.formula.nodes import Node, Number
from thidua_scoring.formula.values import Truth3
from thidua_scoring.ruleset.assemble import class_conditions
from thidua_scoring.ruleset.decisions.classes import WITHOUT_CLASS
from thidua_scoring.scoring.classes import Ladder
from thidua_scoring.scoring.scoreboard import Scoreboard

How: TypeAlias = Literal["by-threshold", "always", "never"]
"""Whether a unit is in by its figure, whatever the threshold, or not at all."""


@frozen
class Candidate:
    """A rated unit, and what decides whether it is in the class or a better one."""

    unit: Named
    figure: Fraction
    """What the threshold is held against: points, a share (1 is 100 %), or another measure."""
    how: How


def candidates_for(board: Scoreboard, index: int, rows: Any) -> Iterator[Candidate]:
    """Yield the rated units; raises `EvidenceError` for those whose class evidence leaves open."""
    formulas, specs = board.ruleset.formulas, board.ruleset.written.classes
    of = {"total": formulas.total, "percent": formulas.percent}
    spec = specs[index]
    figure: Number = of[spec.of] if isinstance(spec.of, str) else spec.of
    outputs: dict[Any, Node] = {"figure": figure}
    for met in (True, False):
        bands = [nodes.Truth(met) if n == index else band for n, band in enumerate(formulas.bands)]
        conditions = class_conditions(specs, bands)
        outputs |= {("class", n, met): condition for n, condition in enumerate(conditions)}
    results = board.compute(outputs)
    faults = []
    for row in rows:
        rated, value = _rated(board, row), results.value("figure", row)
        if rated is False or (value is None and rated is not None):
            continue
        truths = {
            met: [results.truth(("class", n, met), row) for n in range(len(specs))] for met in (True, False)
        }
        with_, without = (_reaches(board, row, index, truths[met]) for met in (True, False))
        point = None if value is None else value.point
        if rated is None or point is None or with_ is None or without is None:
            faults.append(Fault("cutoff-open", parameters={"unit": board.evidence.units[row].id}))
            continue
        unit = board.evidence.units[row]
        how: How = "always" if without else "by-threshold" if with_ else "never"
        yield Candidate(Named(unit.id, unit.name), point, how)
    if faults:
        raise EvidenceError(faults)


def _rated(board: Scoreboard, row: int) -> bool | None:
    """Say whether a unit is given a class at all; None where that is open."""
    if row in board.unrated:
        return False
    points = [board.truth(name, row).point for name in board.without_rank]
    return False if True in points else None if None in points else True


def _reaches(board: Scoreboard, row: int, index: int, truths: list[Truth3]) -> bool | None:
    """Say whether a unit comes to a class or a better one after vetoes, by the figures as given."""
    specs, written = board.ruleset.written.classes, board.ruleset.written
    vetoes = [
        (veto, board.truth(("veto", n), row))
        for n, veto in enumerate(written.vetoes)
        if veto.outcome not in WITHOUT_CLASS
    ]
    ladder = Ladder([each.id for each in specs], [_as_given(truth) for truth in truths])
    reached = ladder.after_vetoes(ladder.reached, [(veto, _as_given(truth)) for veto, truth in vetoes])
    better = {n <= index for n in reached}
    return better.pop() if len(better) == 1 else None


def _as_given(truth: Truth3) -> Truth3:
    """Take what figures that are not confirmed say for sure."""
    return truth if truth.point is None else Truth3.known(truth.point)
