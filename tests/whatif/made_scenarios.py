"""Scenarios over generated rulesets and evidence."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from attrs import field, frozen
from generated_criteria import Draw
from generated_rulesets import Made, rulesets
from generated_sheets import figure, sheets
from hypothesis import strategies as st

from thidua_scoring.evidence.cells import Cell
from thidua_scoring.scoring.scoreboard import Scoreboard
from thidua_scoring.whatif import Scenario
from thidua_scoring.whatif.scenarios.contents import cell_from
from thidua_scoring.whatif.scenarios.targets import Cells


@frozen
class Drawn:
    """A generated scoreboard, and scenarios over its evidence."""

    made: Made
    board: Scoreboard = field(repr=False)
    scenarios: tuple[Scenario, ...]


@st.composite
def boards(draw: Draw, least: int = 1, most: int = 4) -> tuple[Made, Scoreboard]:
    """Draw a scoreboard."""
    made = draw(rulesets())
    return made, made.ruleset.score(draw(sheets(made, least, most)).evidence(made.ruleset))


@st.composite
def scenarios(draw: Draw, count: int = 1) -> Drawn:
    """Draw a scoreboard and scenarios, each of which begins where the one before ends."""
    made, board = draw(boards())
    drawn, there = [], board
    for number in range(count):
        drawn.append(Scenario.of(there, f"Giả định {number}", draw(changes(there))))
        there = drawn[-1].apply(there)
    return Drawn(made, board, tuple(drawn))


@st.composite
def changes(draw: Draw, board: Scoreboard) -> dict[Any, Any]:
    """Draw new contents for some cells of a scoreboard's evidence."""
    cells = Cells.of(board.evidence, board.ruleset)
    steps = draw(st.lists(st.sampled_from(sorted(cells.figures)), min_size=1, max_size=4, unique=True))
    found = {}
    for step in steps:
        unit = draw(st.sampled_from([unit.id for unit in board.evidence.units]))
        found["evidence", unit, *step] = draw(_content(step, cells.figures[step][1]))
    return found


def _content(step: tuple[str, ...], spec: Any) -> st.SearchStrategy[Any]:
    if step == ("bloc",):
        return st.sampled_from(["A", "B", "C"])
    if step[-1] in ("name", "kind"):
        return st.sampled_from(["Xã Một", "Xã Hai"])
    if step[-1] == "claimed":
        return st.one_of(st.none(), st.integers(0, 20))
    if len(step) == 1 and spec.name == "applies":
        return st.booleans()
    known = figure(spec)
    states: list[st.SearchStrategy[Any]] = [known, known, st.none(), known.map(_unconfirmed(spec))]
    if spec.optional:
        states.append(st.just(Cell(None, "not-applicable")))
    if spec.kind in ("number", "count", "percent"):
        states.append(st.tuples(known, known).map(_range(spec)))
    return st.one_of(states)


def _unconfirmed(spec: Any) -> Callable[[Any], Cell]:
    return lambda value: Cell(cell_from(value, spec).value, "unconfirmed")


def _range(spec: Any) -> Callable[[tuple[Any, Any]], Cell]:
    def made(ends: tuple[Any, Any]) -> Cell:
        low, high = sorted(Fraction(end) for end in ends)
        return cell_from({"from": low, "up_to": high}, spec)

    return made
