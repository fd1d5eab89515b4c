"""Marginal gains and open figures of generated units, each against full re-scorings."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from generated_rulesets import Made, rulesets
from generated_sheets import sheets
from hypothesis import HealthCheck, Phase, given, reject, settings
from hypothesis import strategies as st

from thidua_scoring.errors import EvidenceError
from thidua_scoring.evidence.evidence import Evidence
from thidua_scoring.scoring.scoreboard import Scoreboard
from thidua_scoring.scoring.unit_score import UnitScore
from thidua_scoring.whatif.courses import Flip, MarginalRow, Reach, flips, marginal
from thidua_scoring.whatif.courses.figures import Figure, Setting, put

SEEN: Counter[str] = Counter()
SETTINGS: dict[str, Any] = {
    "deadline": None,
    "suppress_health_check": list(HealthCheck),
    "phases": (Phase.generate, Phase.shrink),
}


def scored(made: Made, evidence: Evidence) -> Scoreboard:
    try:
        return made.ruleset.score(evidence)
    except EvidenceError:
        reject()


def again(board: Scoreboard, unit: str, figure: Figure, value: Setting) -> UnitScore | None:
    """Score everything with one value put in; None where the rules have no result."""
    try:
        return board.ruleset.score(put(board.evidence, figure.key, board[unit].row, value))[unit]
    except EvidenceError:
        return None


def exact(value: Any) -> Fraction | None:
    return None if value is None else Fraction(value)


def some_values(figure: Figure, now: Setting | None, rng: Random) -> list[Setting]:
    if not figure.numeric:
        return list(figure.settings())
    step = figure.step or Fraction(1, 2)
    middle = now if isinstance(now, Fraction) else figure.range().sample()
    near = [middle + rng.randint(-40, 40) * step for _ in range(6)]
    return [x for x in (*near, middle + 1000 * step) if figure.range().holds(x)]


def check_reach(board: Scoreboard, unit: str, row: MarginalRow, at: Reach) -> None:
    if not at.reached:
        return
    found = again(board, unit, row.figure, at.value)
    assert found is not None
    if found[row.criterion.id].applies:
        assert exact(found[row.criterion.id].points) == at.points, (row.figure.key, at)
    assert exact(found.total) == at.total
    assert at.verdict is not None
    assert (found.class_, found.outcome) == (at.verdict.class_, at.verdict.outcome)
    assert found.rank == (None if at.rank is None or at.rank[0] != at.rank[1] else at.rank[0])
    SEEN["reached"] += 1


def check_marginal(data: Any, *, wide: bool) -> None:
    made: Made = data.draw(rulesets(wide=wide, plain=True))
    sheet = data.draw(sheets(made, states=("known",), most=3, nasty=False if wide else None))
    rng = data.draw(st.randoms(use_true_random=True))
    board = scored(made, sheet.evidence(made.ruleset))
    unit = rng.choice(sheet.units)
    for row in rng.sample(rows := list(marginal(board, unit).rows), min(4, len(rows))):
        SEEN[row.status] += 1
        for at in (row.next, row.best):
            if at is not None:
                check_reach(board, unit, row, at)
        if row.faults:
            SEEN.update(fault.code for fault in row.faults)
            continue
        for value in some_values(row.figure, row.now, rng):
            found = again(board, unit, row.figure, value)
            points = (
                None
                if found is None or not found[row.criterion.id].applies
                else found[row.criterion.id].points
            )
            if points is not None and row.points is not None:
                no_better(row, value, Fraction(points), row.points)


def no_better(row: MarginalRow, value: Setting, points: Fraction, now: Fraction) -> None:
    """Check that no value lies nearer than the next level, and that none gives more than the most."""
    if row.status == "at-most":
        assert points <= now, value
    if row.best is not None:
        assert row.best.points is not None
        assert points <= row.best.points, value
    steps = row.figure.numeric and row.figure.step is not None
    if row.next is not None and steps and points > now:
        assert isinstance(row.now, Fraction)
        assert isinstance(value, Fraction)
        assert abs(value - row.now) >= abs(row.next.value - row.now)


@settings(max_examples=20, **SETTINGS)
@given(st.data())
def test_every_marginal_row_is_a_full_rescoring(data: Any) -> None:
    check_marginal(data, wide=False)


@pytest.mark.long
@settings(max_examples=300, **SETTINGS)
@given(st.data())
def test_every_marginal_row_is_a_full_rescoring_by_wide_rules(data: Any) -> None:
    check_marginal(data, wide=data.draw(st.booleans()))


def check_flips(data: Any) -> None:
    made: Made = data.draw(rulesets(plain=True))
    sheet = data.draw(sheets(made, states=("known",), most=3))
    rng = data.draw(st.randoms(use_true_random=True))
    keys = [
        key
        for key, spec in made.ruleset.formulas.fields.items()
        if Figure(key, spec).numeric or spec.kind == "yes-no"
    ]
    # One or two open cells: with one, all is known of it; with two, they may hide each other.
    for _ in range(rng.choice([1, 1, 2])):
        sheet.states[rng.choice(keys)][rng.randrange(len(sheet.units))] = rng.choice(
            ["missing", "unconfirmed"]
        )
    board = scored(made, sheet.evidence(made.ruleset))
    for cell in flips(board).cells:
        SEEN[cell.basis] += 1
        if cell.basis == "course":
            values = some_values(cell.figure, None, rng)
            check_cell(board, cell, [*values, *(x for x in cell.at if cell.figure.allows(x))])


def check_cell(board: Scoreboard, cell: Flip, values: list[Setting]) -> None:
    boards = [found for value in values if (found := again(board, cell.unit.id, cell.figure, value))]
    for found in boards:
        assert found.class_ is None or found.class_ in cell.classes
        if found.rank is not None:
            assert cell.ranks is not None
            assert cell.ranks[0] <= found.rank <= cell.ranks[1]
    certain = [found for found in boards if len(found.class_bounds) < 2]
    if not cell.decisive:
        assert len({(found.class_bounds, found.outcome) for found in certain}) <= 1
        assert len({found.rank for found in boards if found.rank is not None}) <= 1


@settings(max_examples=25, **SETTINGS)
@given(st.data())
def test_open_figures_can_change_what_full_rescorings_change_and_no_more(data: Any) -> None:
    check_flips(data)
