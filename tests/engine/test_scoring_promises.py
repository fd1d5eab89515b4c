"""The promises S1 to S6, N1 and N2, over generated rulesets and evidence with gaps."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Decimal,
)  # fmt: skip
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from generated_criteria import KINDS, RELATIVE
from generated_rulesets import Made, rulesets
from generated_sheets import Sheet, figure, sheets
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from thidua_scoring.formula.values import Value
from thidua_scoring.numbers import Rounding
from thidua_scoring.scoring.scoreboard import Scoreboard
from thidua_scoring.scoring.unit_score import UnitScore

Check = Callable[[Any], None]
_QUIET = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
_PHASES = (Phase.explicit, Phase.reuse, Phase.generate)  # shrinking a whole ruleset takes minutes


def examples(count: int) -> Callable[[Check], Check]:
    """Run a check over a number of generated examples."""
    return settings(max_examples=count, deadline=None, suppress_health_check=_QUIET, phases=_PHASES)


def known(value: Any) -> Fraction:
    assert value is not None
    return Fraction(value)


def outputs(made: Made) -> list[Any]:
    """Name what the board holds of every unit."""
    formulas = made.ruleset.formulas
    named: list[Any] = ["total", "applicable", "percent", "standing"]
    named += [(each, name) for name in formulas.criteria for each in ("criterion", "applies")]
    named += [("group", name) for name in formulas.groups]
    named += [("class", n) for n in range(len(formulas.classes))]
    return named + [("veto", n) for n in range(len(formulas.vetoes))]


def inside(point: Fraction, bounds: tuple[Any, Any]) -> bool:
    low, high = bounds
    return (low is None or low <= point) and (high is None or point <= high)


_DECIMAL_MODES = {
    "half-up": ROUND_HALF_UP, "half-down": ROUND_HALF_DOWN, "half-even": ROUND_HALF_EVEN, "down": ROUND_DOWN,
    "up": ROUND_UP, "floor": ROUND_FLOOR, "ceiling": ROUND_CEILING,
}  # fmt: skip


def rounded(value: Fraction, rounding: Rounding | None) -> Fraction:
    """Round by the decimal module: a quotient told apart from a tie by one further digit."""
    if rounding is None:
        return value
    ratio = value / rounding.step
    whole, rest = divmod(abs(ratio), 1)
    tail = {0: "0", Fraction(1, 2): "5"}.get(rest) or ("25" if rest < Fraction(1, 2) else "75")
    written = Decimal(f"{'-' if ratio < 0 else ''}{whole}.{tail}")
    return Fraction(written.quantize(Decimal(1), rounding=_DECIMAL_MODES[rounding.mode])) * rounding.step


def limited(value: Fraction, low: Fraction | None, high: Fraction | None) -> Fraction:
    value = value if low is None else max(value, low)
    return value if high is None else min(value, high)


# ── S1 ──────────────────────────────────────────────────────────────────────────────


def check_same_bytes(data: Any) -> None:
    made = data.draw(rulesets())
    sheet = data.draw(sheets(made))
    again = Made(made.text, _again(made), made.kinds, made.better)
    first, second = (m.ruleset.score(sheet.copy().evidence(m.ruleset)) for m in (made, again))
    assert json.dumps(first.to_dict()).encode() == json.dumps(second.to_dict()).encode()
    assert first.evidence.digest == second.evidence.digest
    assert made.ruleset.digest == again.ruleset.digest


def _again(made: Made) -> Any:
    from written_toml import loaded

    return loaded(made.text)


# ── S2 ──────────────────────────────────────────────────────────────────────────────


def check_sums(data: Any) -> None:
    made = data.draw(rulesets())
    board = made.ruleset.score(
        data.draw(sheets(made, states=["known", "not-applicable"])).evidence(made.ruleset)
    )
    for unit in board:
        _check_unit(made, board, unit)


def _check_unit(made: Made, board: Scoreboard, unit: UnitScore) -> None:
    written = made.ruleset.written
    scale = written.scale
    counted, applicable = {}, {}
    for name, criterion in unit.criteria.items():
        head = written.criteria[name].head
        if criterion.applies:
            columns = {"base": Fraction(0), "bonus": Fraction(0), "deduct": Fraction(0)}
            for line in board.explain(unit.unit.id, name).lines:
                columns[line.column] += known(line.points.point)
            for column, points in columns.items():
                assert known(criterion.exact(column).point) == points  # type: ignore[arg-type]
            assert columns["base"] + columns["bonus"] - columns["deduct"] == known(criterion.points)
            counted[name], applicable[name] = known(criterion.points), head.points
            step = head.rounding or scale.rounding.get("criterion")
            assert step is None or (counted[name] / step.step).denominator == 1
        else:
            absent = head.not_applicable or scale.not_applicable
            assert criterion.points is None
            counted[name] = head.points if absent == "full" else Fraction(0)
            applicable[name] = Fraction(0) if absent == "drop" else head.points
    groups: dict[str, Fraction] = {}
    for name, group in reversed(written.groups.items()):
        own = [points for c, points in counted.items() if written.criteria[c].head.group == name]
        below = [groups[g] for g, s in written.groups.items() if s.parent == name]
        together = limited(sum([*own, *below], Fraction(0)), group.at_least, group.at_most)
        groups[name] = rounded(together, scale.rounding.get("group"))
        assert known(unit.groups[name]) == groups[name]
    raw = sum((points for name, points in groups.items() if not written.groups[name].parent), Fraction(0))
    over = sum(applicable.values(), Fraction(0))
    if scale.rescale:
        if not over:
            assert unit.total is None
            return
        raw = raw * scale.points / over
    raw = raw if scale.may_exceed else min(raw, scale.points)
    total = rounded(raw, scale.rounding.get("total"))
    assert known(unit.total) == total
    base = scale.points if scale.rescale else over
    if not base:
        assert unit.percent is None
        return
    hundredfold = total / base * 100
    assert known(unit.percent) == rounded(hundredfold, scale.percent_rounding)


# ── S3 ──────────────────────────────────────────────────────────────────────────────


def check_order_and_names(data: Any) -> None:
    made = data.draw(rulesets())
    sheet = data.draw(sheets(made))
    board = made.ruleset.score(sheet.evidence(made.ruleset))
    found = {unit.unit.id: unit.to_dict() for unit in board}
    order = data.draw(st.permutations(range(len(sheet.units))))
    moved = made.ruleset.score(sheet.ordered(order).evidence(made.ruleset))
    assert {unit.unit.id: unit.to_dict() for unit in moved} == found
    assert moved.evidence.digest == board.evidence.digest
    renamed = sheet.copy()
    row = data.draw(st.integers(0, len(sheet.units) - 1))
    renamed.units[row], renamed.names[row] = "a-mới", "Tên mới"
    other = [unit.to_dict() for unit in made.ruleset.score(renamed.evidence(made.ruleset))]
    assert other[row].pop("unit") == "a-mới"
    assert other[row].pop("name") == "Tên mới"
    found[sheet.units[row]] = {k: v for k, v in found[sheet.units[row]].items() if k not in ("unit", "name")}
    assert other == list(found.values())


# ── S4 ──────────────────────────────────────────────────────────────────────────────


def check_monotone(data: Any) -> None:
    made = data.draw(rulesets())
    assume(made.better)
    sheet = data.draw(sheets(made, states=["known", "not-applicable"]))
    key = data.draw(st.sampled_from(sorted(made.better)))
    row = data.draw(st.integers(0, len(sheet.units) - 1))
    better = sheet.copy()
    better.values[key][row] = _improved(data, made, key, sheet.values[key][row])
    before, after = (made.ruleset.score(s.evidence(made.ruleset)) for s in (sheet, better))
    criterion = key.partition(".")[0]
    old, new = before[sheet.units[row]], after[sheet.units[row]]
    if old[criterion].applies:
        assert known(new[criterion].points) >= known(old[criterion].points), (key, made.text)
    if old.total is not None:
        assert known(new.total) >= known(old.total)
    if old.rank is not None:
        assert new.rank is not None
        assert new.rank <= old.rank
    if old.class_ is not None:
        names = [each.id for each in made.ruleset.written.classes]
        assert names.index(str(new.class_)) <= names.index(old.class_)


def _improved(data: Any, made: Made, key: str, value: Any) -> Any:
    spec, way = made.ruleset.formulas.fields[key], made.better[key]
    if spec.kind == "yes-no":
        return way > 0
    if isinstance(value, date):
        return value + timedelta(way * data.draw(st.integers(0, 20)))
    other = data.draw(figure(spec))
    pair = sorted([value, other])
    return pair[1] if way > 0 else pair[0]


# ── S5 ──────────────────────────────────────────────────────────────────────────────


def check_absolute(data: Any) -> None:
    made = data.draw(rulesets())
    sheet = data.draw(sheets(made, least=2))
    other = data.draw(sheets(made, least=len(sheet.units), most=len(sheet.units)))
    other.units = list(sheet.units)
    for key, values in sheet.values.items():
        other.values[key][0], other.states[key][0] = values[0], sheet.states[key][0]
    for name, rows in sheet.away.items():
        other.away[name] = (other.away[name] - {0}) | (rows & {0})
    one, two = (made.ruleset.score(s.evidence(made.ruleset))[sheet.units[0]] for s in (sheet, other))
    absolute = [name for name, kind in made.kinds.items() if kind not in RELATIVE]
    for name in absolute:
        assert one[name].to_dict() == two[name].to_dict()
    if len(absolute) == len(made.kinds):
        assert (one.bounds, one.percent, one.class_bounds) == (two.bounds, two.percent, two.class_bounds)


# ── S6 ──────────────────────────────────────────────────────────────────────────────


def check_bounds(data: Any) -> None:
    """Fill every gap with some figure in range: all results lie within what was said before."""
    made = data.draw(rulesets(plain=True))
    sheet = data.draw(sheets(made))
    board = made.ruleset.score(sheet.evidence(made.ruleset))
    filled = sheet.copy()
    for key, states in filled.states.items():
        spec = made.ruleset.formulas.fields[key]
        for row, state in enumerate(states):
            if state == "unconfirmed" and data.draw(st.booleans()):
                filled.values[key][row] = data.draw(figure(spec))
            if state != "not-applicable":
                states[row] = "known"
    truth = made.ruleset.score(filled.evidence(made.ruleset))
    for row, (was, is_) in enumerate(zip(board, truth, strict=True)):
        for name, criterion in is_.criteria.items():
            if not was[name].applies:
                assert not criterion.applies
            if criterion.applies and was[name].applies:
                assert inside(known(criterion.points), was[name].bounds), (name, made.text)
        for name in outputs(made):
            if isinstance(name, tuple) and name[0] in ("class", "veto", "applies"):
                is_true, maybe = truth.truth(name, row).point, board.truth(name, row)
                assert maybe.may_hold if is_true else maybe.may_fail, name
                continue
            before, after = board.value(name, row), truth.value(name, row)
            if before is not None and after is not None:
                assert inside(known(after.point), (before.low, before.high)), (name, made.text)
        if is_.class_ is not None:
            assert is_.class_ in was.class_bounds
        if is_.rank is not None and was.rank_bounds is not None:
            assert was.rank_bounds[0] <= is_.rank <= was.rank_bounds[1]


def check_kinds_of_nothing(data: Any) -> None:
    """One figure of one unit is known, missing, unconfirmed and, where it may be, not applicable."""
    made = data.draw(rulesets(plain=True))
    sheet = data.draw(sheets(made, least=1, most=3, states=["known"]))
    keys = [key for key in sheet.values if key[0] != "."]
    assume(keys)
    key = data.draw(st.sampled_from(keys))
    name = key.partition(".")[0]
    spec = made.ruleset.formulas.fields[key]
    assume(spec.kind != "table")
    sheet.away = {}
    sheet.values[".rural"] = [True] * len(sheet.units)
    if spec.kind not in ("yes-no", "date") and not spec.minimum:
        sheet.values[key][0] = 0
    digests, points = {}, {}
    for state in ("known", "missing", "unconfirmed", *(["not-applicable"] if spec.optional else [])):
        other = sheet.copy()
        other.states[key][0] = state
        board = made.ruleset.score(other.evidence(made.ruleset))
        digests[state] = board.evidence.digest
        criterion = board[sheet.units[0]][name]
        points[state] = criterion
        inputs = criterion.unit._inputs
        assert inputs.state(key) == state
        if state in ("known", "not-applicable"):
            assert criterion.status == "scored"
        elif not criterion.value.certain:
            assert criterion.status == state
            assert "bounds" in criterion.to_dict()
    assert len(set(digests.values())) == len(digests)
    assert points["unconfirmed"].value.point == points["known"].value.point
    # A point may make bounds wider (a divisor whose point is 0), never narrower.
    for wide, narrow, side in zip(
        points["unconfirmed"].bounds, points["missing"].bounds, (-1, 1), strict=True
    ):
        assert wide is None or (narrow is not None and side * (wide - narrow) >= 0)
    away = sheet.copy()
    away.away = {name: {0}}
    gone = made.ruleset.score(away.evidence(made.ruleset))
    assert gone.evidence.digest not in digests.values()
    assert gone[sheet.units[0]][name].to_dict()["status"] == "not-applicable"


def check_missing_counts_zero(data: Any) -> None:
    """With ``when_missing = "zero"``, and only then, a gap is 0 points."""
    made = data.draw(rulesets(kinds=["ledger", "bands", "proportional", "formula", "checklist"]))
    sheet = data.draw(sheets(made, states=["known", "missing"]))
    for unit in made.ruleset.score(sheet.evidence(made.ruleset)):
        for name, criterion in unit.criteria.items():
            keys = [k for k in sheet.values if k.partition(".")[0] == name]
            missing = any(sheet.states[k][unit.row] == "missing" for k in keys)
            if (
                made.ruleset.written.criteria[name].head.when_missing == "zero"
                and missing
                and criterion.applies
            ):
                assert criterion.value == Value.known(0)


def check_claims(data: Any) -> None:
    """A claim stands in only for points that are open, and only within their bounds."""
    made = data.draw(rulesets(plain=True))
    sheet = data.draw(sheets(made))
    plain = made.ruleset.score(sheet.evidence(made.ruleset))
    name = data.draw(st.sampled_from(sorted(made.kinds)))
    sheet.claims[name] = [data.draw(st.none() | st.integers(-5, 30)) for _ in sheet.units]
    claiming = made.ruleset.score(sheet.evidence(made.ruleset))
    for was, is_ in zip(plain, claiming, strict=True):
        claim, before, after = sheet.claims[name][was.row], was[name], is_[name]
        if not after.applies:
            continue
        assert (None if after.claimed is None else int(after.claimed)) == claim
        stands = claim is not None and before.points is None and inside(Fraction(claim), before.bounds)
        assert after.by_claim == (stands and not before.value.certain)
        assert after.points == (claim if stands else before.points)
        assert after.bounds == before.bounds


# ── N1, N2 ──────────────────────────────────────────────────────────────────────────


def check_no_float(data: Any) -> None:
    made = data.draw(rulesets())
    board = made.ruleset.score(data.draw(sheets(made)).evidence(made.ruleset))
    for leaf in _leaves(board.to_dict()):
        assert leaf is None or type(leaf) in (str, int, bool)
    scale = made.ruleset.written.scale
    for unit in board:
        for name in outputs(made):
            if isinstance(name, tuple) and name[0] in ("class", "veto", "applies"):
                continue
            value = board.value(name, unit.row)
            for part in () if value is None else (value.point, value.low, value.high):
                assert part is None or type(part) is Fraction
        for exact in (unit.total, unit.percent, unit.base, unit.bonus, unit.deduct, *unit.groups.values()):
            assert exact is None or type(exact) in (Decimal, Fraction)
        step = scale.rounding["total"].step
        assert unit.total is None or (known(unit.total) / step).denominator == 1


def _leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, Mapping):
        for key, item in value.items():
            assert type(key) is str
            yield from _leaves(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _leaves(item)
    else:
        yield value


# ── ranks and classes ───────────────────────────────────────────────────────────────


def check_ranks(data: Any) -> None:
    made = data.draw(rulesets())
    # Few different sheets of figures, so that units tie.
    sheet = _tied(data, data.draw(sheets(made, least=3, most=6, states=["known", "not-applicable"])))
    board = made.ruleset.score(sheet.evidence(made.ruleset))
    units = list(board)
    ranked = [u for u in units if u.outcome is None and board.value("standing", u.row) is not None]
    for unit in units:
        if unit not in ranked:
            assert unit.rank is None
            continue
        mine = known(board.value("standing", unit.row).point)  # type: ignore[union-attr]
        above = [
            other
            for other in ranked
            if other.unit.bloc == unit.unit.bloc and known(board.value("standing", other.row).point) > mine  # type: ignore[union-attr]
        ]
        assert unit.rank == 1 + len(above)
        assert unit.rank_bounds == (unit.rank, unit.rank)
    for unit in units:
        assert unit.class_ == _class(made, sheet, unit)


def _tied(data: Any, sheet: Sheet) -> Sheet:
    for row in range(1, len(sheet.units)):
        if data.draw(st.booleans()):
            for values in (*sheet.values.values(), *sheet.states.values(), sheet.blocs):
                values[row] = values[row - 1]
            for rows in sheet.away.values():
                rows.discard(row)
                rows.update({row} if row - 1 in rows else ())
    return sheet


def _class(made: Made, sheet: Sheet, unit: UnitScore) -> str | None:
    written = made.ruleset.written
    disciplined = sheet.values.get(".disciplined", [False] * len(sheet.units))[unit.row]
    vetoed = bool(written.vetoes) and disciplined
    ids = [each.id for each in written.classes]
    if not ids or unit.outcome is not None:
        assert not vetoed or unit.outcome in (None, "unrated", "not-considered")
        return None
    if unit.total is None:
        return unit.class_
    found = len(ids) - 1
    for index, each in enumerate(written.classes[:-1]):
        mine = None if unit.percent is None else known(unit.percent) / 100
        share = mine if each.of_percent else known(unit.total)
        if share is None:
            return unit.class_
        if share >= each.threshold and not (each.require and disciplined):
            found = index
            break
    if vetoed and written.vetoes[0].outcome == "demoted":
        found = min(found + 1, len(ids) - 1)
    elif vetoed and written.vetoes[0].outcome in ids:
        found = max(found, ids.index(written.vetoes[0].outcome))
    while written.classes[found].require and disciplined:
        found += 1  # whoever is brought down to a class must meet what it takes
    return ids[found]


CHECKS = [
    check_same_bytes,
    check_sums,
    check_order_and_names,
    check_monotone,
    check_absolute,
    check_bounds,
    check_kinds_of_nothing,
    check_missing_counts_zero,
    check_claims,
    check_no_float,
    check_ranks,
]


def _named(check: Check) -> str:
    return check.__name__.removeprefix("check_")


@pytest.mark.parametrize("check", CHECKS, ids=_named)
def test_promise(check: Check) -> None:
    examples(14)(given(st.data())(check))()


@pytest.mark.long
@pytest.mark.parametrize("check", CHECKS, ids=_named)
def test_promise_at_length(check: Check) -> None:
    examples(600)(given(st.data())(check))()


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_adds_up(kind: str) -> None:
    def check(data: Any) -> None:
        made = data.draw(rulesets(kinds=[kind]))
        sheet = data.draw(sheets(made, states=["known"]))
        board = made.ruleset.score(sheet.evidence(made.ruleset))
        for unit in board:
            _check_unit(made, board, unit)

    examples(5)(given(st.data())(check))()


def test_ranks_of_equals() -> None:
    from written_toml import document, loaded

    from thidua_scoring.evidence.evidence import Evidence

    text = document({
        "format": 1, "id": "hang", "title": "Hạng", "status": "illustrative", "source": "thử",
        "scale": {"points": 10},
        "groups": {"G": {"title": "G"}},
        "criteria": {"C": {"title": "C", "group": "G", "kind": "judged", "points": 10, "mark": "m"}},
    })  # fmt: skip
    ruleset = loaded(text)
    evidence = Evidence.from_columns(list("abcd"), {"C.m": [7, 9, 3, 7]}, ruleset.formulas)
    board = ruleset.score(evidence)
    assert [unit.rank for unit in board] == [2, 1, 4, 2]
    assert all(a >= b for a, b in pairwise(sorted((u.total for u in board), reverse=True)))
