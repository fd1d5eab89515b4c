"""Goal-seek equals the trying out of everything: each combination made and scored by the engine."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from itertools import product
from math import lcm
from typing import Any

import pytest
from attrs import evolve, frozen
from generated_rulesets import Made, rulesets
from generated_sheets import sheets
from hypothesis import HealthCheck, assume, given, reject, settings
from hypothesis import strategies as st
from written_toml import document, loaded

from thidua_scoring.errors import EvidenceError, RulesetError
from thidua_scoring.evidence.columns import Column
from thidua_scoring.evidence.evidence import Evidence
from thidua_scoring.scoring.scoreboard import Scoreboard
from thidua_scoring.whatif.goals import Answer, Lever, seek_goal

Choice = frozenset[tuple[str, Any]]
STEPS: Mapping[str, Sequence[Any]] = {
    "number": [30, 10, Fraction(7, 3), Fraction(1, 2)],
    "count": [20, 7, 3, 1],
    "date": [20, 7, 1],
    "percent": [Fraction(1, 2), Fraction(1, 5), Fraction(1, 100)],
}
CALM = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]


def changed(evidence: Evidence, row: int, new: Mapping[str, Any]) -> Evidence:
    """Put other figures into a row, leaving everything else as it is."""
    columns = dict(evidence.columns)
    for key, value in new.items():
        column = columns[key]
        scale = lcm(column.scale, value.denominator) if isinstance(value, Fraction) else column.scale
        values = [v * (scale // column.scale) if type(v) is int else v for v in column.values]
        values[row] = int(value * scale) if isinstance(value, Fraction) else value
        columns[key] = Column(scale, values, column.unconfirmed, column.absent, column.columns)
    return evolve(evidence, columns=columns)


@frozen
class Tried:
    """One combination: what it changes, what it costs, and what comes of it (None: without)."""

    changes: Choice
    criteria: int
    cost: Fraction
    class_: int | None
    rank: int | None
    total: Fraction | None
    """The total, if it is certain."""


def tried(board: Scoreboard, row: int, levers: Sequence[Lever]) -> Iterator[Tried]:
    """Score every combination of what the levers may be."""
    old = {lever.key: present(board, row, lever.key) for lever in levers}
    for values in product(*(candidates(board, lever, old[lever.key]) for lever in levers)):
        new = {lever.key: value for lever, (value, _) in zip(levers, values, strict=True)}
        steps = {lever.key: n for lever, (_, n) in zip(levers, values, strict=True)}
        try:
            after = board.ruleset.score(changed(board.evidence, row, new))
        except EvidenceError:
            continue
        places = {key.rpartition(".")[0] or key for key, n in steps.items() if n}
        cost = sum((lever.cost * steps[lever.key] for lever in levers), Fraction(0))
        changes = frozenset((key, new[key]) for key, n in steps.items() if n)
        total = after.value("total", row)
        certain = total.point if total is not None and total.certain else None
        yield Tried(changes, len(places), cost, class_of(after, row), rank_of(after, row), certain)


def class_of(board: Scoreboard, row: int) -> int | None:
    unit = board[board.evidence.units[row].id]
    ids = [each.id for each in board.ruleset.written.classes]
    if unit.outside.may_hold or not unit.class_bounds:
        return None
    return ids.index(unit.class_bounds[-1])


def rank_of(board: Scoreboard, row: int) -> int | None:
    ranks = board.ranks[row]
    return None if ranks is None or board.unranked(row).may_hold else ranks[1]


def present(board: Scoreboard, row: int, key: str) -> Any:
    column = board.evidence.columns[key]
    value = column.values[row]
    return Fraction(value, column.scale) if type(value) is int else value


def candidates(board: Scoreboard, lever: Lever, old: Any) -> list[tuple[Any, int]]:
    """List what a lever may be, each with its steps, by the plainest of loops."""
    spec = board.ruleset.formulas.fields[lever.key]
    if spec.kind == "yes-no":
        return [(old, 0), (not old, 1)]
    if spec.kind == "level":
        return [(level, int(level != old)) for level in spec.levels]
    low, high = (ordinal(end) for end in (lever.low, lever.high))
    found = [(old, 0)]
    for n in range(-40, 41):
        value = old + n * lever.step
        inside = low <= value <= high
        if spec.kind != "date":
            inside &= spec.minimum is None or spec.minimum <= value
            inside &= spec.maximum is None or value <= spec.maximum
            inside &= spec.step is None or (value / spec.step).denominator == 1
        if inside and n and (n > 0 or lever.direction != "up") and (n < 0 or lever.direction != "down"):
            found.append((value, abs(n)))
    return found


def ordinal(end: Any) -> Fraction:
    return Fraction(end.toordinal()) if isinstance(end, date) else Fraction(end)


@st.composite
def levers_of(draw: Any, board: Scoreboard, row: int, most: int = 4) -> list[Lever]:
    """Draw a few levers with a few values each, of every kind that there is."""
    fields = board.ruleset.formulas.fields
    keys = [
        key
        for key, column in board.evidence.columns.items()
        if key not in (".name", ".bloc", ".kind")
        and fields[key].kind in ("number", "count", "percent", "date", "yes-no", "level")
        and column.values[row] is not None
        and row not in column.unconfirmed | column.absent
    ]
    assume(keys)
    found = []
    for key in draw(st.lists(st.sampled_from(keys), min_size=min(2, len(keys)), max_size=most, unique=True)):
        spec, old = fields[key], present(board, row, key)
        cost = draw(st.sampled_from([Fraction(1), Fraction(2), Fraction(1, 3)]))
        if spec.kind in ("yes-no", "level"):
            found.append(Lever(key, cost=cost, direction="both"))
            continue
        step = spec.step or Fraction(draw(st.sampled_from(STEPS[spec.kind])))
        ends = [old - draw(st.integers(0, 1)) * step, old + draw(st.integers(1, 2)) * step]
        if spec.kind == "date":
            ends = [date.fromordinal(int(end)) for end in ends]
        direction = draw(st.sampled_from(["both", "both", "up", "down"]))
        found.append(Lever(key, *ends, step=step, cost=cost, direction=direction))
    return found


@st.composite
def cases(draw: Any, wide: bool = False, states: Sequence[str] = ("known",)) -> Any:
    made: Made = draw(rulesets(wide=wide))
    sheet = draw(sheets(made, 1, 4, states=states, nasty=True if wide else None))
    try:
        board = made.ruleset.score(sheet.evidence(made.ruleset))
    except EvidenceError:
        assume(False)
    # The unit that stands worst has most to gain.
    row = max(range(len(board)), key=lambda row: board.ranks[row] or (0, 0))
    return board, row, draw(levers_of(board, row))


@st.composite
def tables(draw: Any) -> Any:
    """Draw a small table with every means of standing in each other's way, and a unit at its foot."""
    size, roundings = draw(st.integers(2, 4)), ["half-up", "floor", "half-even"]
    names = [f"C{n}" for n in range(size)]
    groups: dict[str, Any] = {"G": {"title": "G"}, "H": {"title": "H"}}
    if draw(st.booleans()):
        groups["H"]["at_most"] = draw(st.integers(3, 12))
    criteria = {name: draw(criterion_of(name, "GH"[n % 2])) for n, name in enumerate(names)}
    whole = sum(each["points"] for each in criteria.values())
    ends = sorted(draw(st.sets(st.integers(whole // 3, whole), min_size=2, max_size=2)), reverse=True)
    classes = [{"id": id_, "title": id_, "from": end} for id_, end in zip("ABC", [*ends, 0], strict=True)]
    if draw(st.booleans()):
        classes[0]["require"] = [draw(requirement_of(names))]
    data: dict[str, Any] = {
        "format": 1, "id": "thu/muc-tieu", "title": "Bộ thử", "status": "illustrative", "source": "thử",
        "scale": {"points": whole, "may_exceed": True, "rounding": [
            {"at": draw(st.sampled_from(["criterion", "group", "total"])), "places": 0,
             "mode": draw(st.sampled_from(roundings))},
            {"at": "line", "places": 2, "mode": "half-up"}]},
        "ranking": {"by": draw(st.sampled_from(["total", "percent"])), "rounded": draw(st.booleans())},
        "classes": classes,
        "facts": {"flawed": {"kind": "yes-no", "title": "Vi phạm"}},
        "groups": groups, "criteria": criteria,
    }  # fmt: skip
    data["scale"]["percent_rounding"] = {"places": 1, "mode": "half-up"}
    if draw(st.booleans()):
        outcome = draw(st.sampled_from(["unrated", "demoted", "B"]))
        when = draw(
            st.sampled_from([{"fact": "flawed", "is": True}, {"measure": {"points_of": "C0"}, "below": 1}])
        )
        data["vetoes"] = {"V": {"title": "V", "when": when, "outcome": outcome}}
    try:
        ruleset = loaded(document(data))
    except RulesetError:  # a class that nobody reaches, a condition that never holds
        reject()
    count = draw(st.integers(1, 4))
    figures = {f"{name}.n": [draw(st.integers(0, 2)), *(draw(st.integers(1, 6)) for _ in range(count - 1))]
               for name in names}  # fmt: skip
    figures[".flawed"] = [draw(st.booleans()) for _ in range(count)]
    board = ruleset.score(Evidence.from_columns([f"u{n}" for n in range(count)], figures, ruleset.formulas))
    levers = [
        Lever(f"{name}.n", 0, draw(st.integers(2, 6)), draw(st.integers(1, 2)), "up", draw(st.integers(1, 2)))
        for name in names
    ]
    if draw(st.booleans()):
        levers.append(Lever(".flawed", cost=Fraction(5, 2), direction="both"))
    return board, 0, levers


@st.composite
def criterion_of(draw: Any, name: str, group: str) -> dict[str, Any]:
    points = draw(st.integers(2, 8))
    made: dict[str, Any] = {"title": name, "group": group, "points": points}
    match draw(st.sampled_from(["bands", "proportional", "ledger", "relative"])):
        case "bands":
            steps = [
                {"from": 4, "points": points},
                {"from": 2, "points": points // 2},
                {"below": 2, "points": 0},
            ]
            return {**made, "kind": "bands", "measure": "n", "bands": steps}
        case "proportional":
            return {
                **made,
                "kind": "proportional",
                "curve": [[0, 0], [6, points]],
                "measure": "n",
                "beyond": "flat",
            }
        case "ledger":
            bonus = [{"title": "Thưởng", "per_case": "n", "points": 1, "at_most": 4}]
            return {**made, "kind": "ledger", "bonus": bonus}
    return {**made, "kind": "relative", "measure": "n", "may_exceed": True}


@st.composite
def requirement_of(draw: Any, names: Sequence[str]) -> dict[str, Any]:
    return draw(st.sampled_from([
        {"fact": "flawed", "is": False},
        {"every": "criteria", "from": 1},
        {"measure": {"points_of": draw(st.sampled_from(names))}, "from": 2},
        {"measure": {"points_of": "group.G"}, "from": 3},
    ]))  # fmt: skip


def choice(answer: Answer) -> Choice:
    return frozenset((change.key, change.new) for change in answer.changes)


def check(board: Scoreboard, row: int, levers: Sequence[Lever]) -> None:
    """Compare every goal that may be asked for with what was tried."""
    unit, every = board.evidence.units[row].id, list(tried(board, row, levers))
    ids = [each.id for each in board.ruleset.written.classes]
    goals: list[tuple[dict[str, Any], str, int]] = [
        ({"class_": name}, "class_", n) for n, name in enumerate(ids)
    ]
    goals += [({"rank": n}, "rank", n) for n in range(1, min(4, len(board) + 1))]
    for least in ("criteria", "cost"):
        for asked, name, limit in goals:
            goal = seek_goal(board, unit, **asked, least=least, levers=levers)
            levels = [(each, getattr(each, name)) for each in every]
            reaching = [each for each, level in levels if level is not None and level <= limit]
            assert goal.reached == bool(reaching)
            price = min(map(_price(least), reaching), default=None)
            expected = {each.changes for each in reaching if _price(least)(each) == price}
            assert {choice(answer) for answer in goal.answers} == expected
            assert len(goal.answers) == len(expected)
            if not reaching:
                check_best(goal, levels, least)


def _price(least: str) -> Any:
    return lambda each: each.cost if least == "cost" else (each.criteria, each.cost)


def check_best(goal: Any, levels: Sequence[tuple[Tried, int | None]], least: str) -> None:
    there = [(level, _price(least)(each), each.changes) for each, level in levels if level is not None]
    assert (goal.best is not None) == bool(there)
    assert goal.why
    totals = [(each.total, _price(least)(each), each.changes) for each, _ in levels]
    if all(total is not None for total, _, _ in totals):
        most = max(total for total, _, _ in totals)
        assert goal.most.total == most
        price = min(price for total, price, _ in totals if total == most)
        assert choice(goal.most) in {c for total, paid, c in totals if (total, paid) == (most, price)}
    if there:
        best = min((level, price) for level, price, _ in there)
        assert choice(goal.best) in {changes for level, price, changes in there if (level, price) == best}


@settings(max_examples=40, deadline=None, suppress_health_check=CALM)
@given(tables())
def test_answers_in_small_tables_are_those_of_trying_everything(case: Any) -> None:
    check(*case)


@settings(max_examples=25, deadline=None, suppress_health_check=CALM)
@given(cases())
def test_answers_are_those_of_trying_everything(case: Any) -> None:
    check(*case)


@settings(max_examples=12, deadline=None, suppress_health_check=CALM)
@given(cases(states=("known", "missing", "unconfirmed", "not-applicable")))
def test_open_evidence_must_leave_the_goal_sure(case: Any) -> None:
    check(*case)


@settings(max_examples=12, deadline=None, suppress_health_check=CALM)
@given(cases(wide=True))
def test_rules_that_look_at_anything_change_nothing_of_it(case: Any) -> None:
    check(*case)


@pytest.mark.long
@settings(max_examples=600, deadline=None, suppress_health_check=CALM)
@given(st.one_of(tables(), cases(), cases(wide=True), cases(states=("known", "missing", "unconfirmed"))))
def test_answers_are_those_of_trying_everything_at_length(case: Any) -> None:
    check(*case)
