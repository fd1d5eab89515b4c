"""Promise S6 over rules that look at everything the language can say, and over nasty evidence."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from generated_rulesets import Made, rulesets
from generated_sheets import Sheet, sheets
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from nasty_figures import Figures

from thidua_scoring.errors import EvidenceError
from thidua_scoring.scoring.scoreboard import Scoreboard


def filled(sheet: Sheet, made: Made, rng: Random) -> Sheet:
    """Let every gap be some figure in range, and some unconfirmed figures another than was said."""
    found, figures = sheet.copy(), Figures(rng, made.ruleset.formulas, nasty=True)
    for key, states in found.states.items():
        for row, state in enumerate(states):
            if state == "missing" or (state == "unconfirmed" and rng.random() < 0.5):
                found.values[key][row] = figures.one(key, made.ruleset.formulas.fields[key])
            if state != "not-applicable":
                states[row] = "known"
    return found


def inside(point: Any, bounds: tuple[Any, Any]) -> bool:
    low, high = bounds
    return (low is None or low <= point) and (high is None or point <= high)


def names(board: Scoreboard) -> Iterator[Any]:
    """Name what a board holds of every unit."""
    formulas = board.ruleset.formulas
    yield from ("total", "applicable", "percent", "standing")
    yield from ((each, name) for name in formulas.criteria for each in ("criterion", "applies"))
    yield from (("group", name) for name in formulas.groups)
    yield from (("class", n) for n in range(len(formulas.classes)))
    yield from (("veto", n) for n in range(len(formulas.vetoes)))


def wrong(was: Scoreboard, became: Scoreboard) -> Iterator[Any]:
    """Name what turned out otherwise than was said to be possible."""
    for row, (before, after) in enumerate(zip(was, became, strict=True)):
        for name, criterion in after.criteria.items():
            if not before[name].applies:
                yield from [("applies", name)] if criterion.applies else []
            elif criterion.points is not None and not inside(criterion.points, before[name].bounds):
                yield "points", name
        for name in names(became):
            if isinstance(name, tuple) and name[0] in ("class", "veto", "applies"):
                truth, maybe = became.truth(name, row).point, was.truth(name, row)
                possible = truth is None or (maybe.may_hold if truth else maybe.may_fail)
            else:
                value, bounds = became.value(name, row), was.value(name, row)
                point: Fraction | None = None if value is None else value.point
                possible = bounds is None or point is None or inside(point, (bounds.low, bounds.high))
            yield from [] if possible else [name]
        if after.class_ is not None and after.class_ not in before.class_bounds:
            yield "class"
        if before.class_ is not None and after.class_ != before.class_:
            yield "class that was decided"
        if before.rank is not None and after.rank != before.rank:
            yield "rank that was decided"
        if after.rank is not None and before.rank_bounds and not inside(after.rank, before.rank_bounds):
            yield "rank"


def check(data: Any) -> None:
    made = data.draw(rulesets(plain=True, wide=True))
    sheet = data.draw(sheets(made, nasty=True))
    rest = filled(sheet, made, data.draw(st.randoms(use_true_random=True)))
    try:
        boards = [made.ruleset.score(each.evidence(made.ruleset)) for each in (sheet, rest)]
    except EvidenceError:
        return
    assert list(wrong(*boards)) == []


def run(count: int) -> None:
    settings(
        max_examples=count,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.explicit, Phase.reuse, Phase.generate],
    )(given(st.data())(check))()


def test_s6_bounds_hold() -> None:
    run(20)


@pytest.mark.long
def test_s6_bounds_hold_at_length() -> None:
    run(1500)
