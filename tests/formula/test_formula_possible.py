"""What is proved never to hold never does; what plainly contradicts itself is found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import product
from random import Random
from typing import Any

import oracle
import pytest
import strategies
from attrs import frozen
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from oracle import NoValue

from thidua_scoring.formula import nodes
from thidua_scoring.formula.analyse import Range
from thidua_scoring.formula.evaluate import Evaluator, Figure, Level
from thidua_scoring.formula.nodes import Compare, Condition, Number, Relation
from thidua_scoring.formula.possible import may_hold
from thidua_scoring.formula.spans import Span, grain
from thidua_scoring.formula.values import Truth3, Undefined, Value

X, Y = nodes.Field("x", "count", "A"), nodes.Field("y", "count", "A")
MAYBE = nodes.Field("maybe", "count", "A")
OWN = nodes.Field("own", "count", "B")
SHARE = nodes.Field("share", "percent", "A")
FLAG, SEAL = nodes.Field("flag", "yes-no", "A"), nodes.Field("seal", "yes-no", "")
GRADE = nodes.Field("grade", "level", "A")
GRADES = frozenset({"kém", "khá", "tốt"})
WORTH = nodes.Lookup(GRADE, (("kém", Fraction(0)), ("khá", Fraction(2)), ("tốt", Fraction(3))))
RELATIONS: Sequence[Relation] = ("==", "!=", "<", "<=", ">", ">=")

DOMAINS: Mapping[nodes.Field, Sequence[Any]] = {
    X: [Fraction(n) for n in range(5)],
    Y: [Fraction(n) for n in range(4)],
    MAYBE: [None, *(Fraction(n) for n in range(3))],
    OWN: [Fraction(n) for n in range(3)],
    FLAG: [False, True],
    SEAL: [False, True],
    GRADE: sorted(GRADES),
}
"""Every figure that a unit can have, None where it does not apply."""
RANGES = {
    "A.x": Range(Fraction(0), Fraction(4)),
    "A.y": Range(Fraction(0), Fraction(3)),
    "A.maybe": Range(Fraction(0), Fraction(2), optional=True),
    "B.own": Range(Fraction(0), Fraction(2)),
    "A.grade": Range(levels=GRADES),
    "A.share": Range(Fraction(0), Fraction(1)),
}


# ── all units there are ─────────────────────────────────────────────────────────────


@frozen
class Known:
    """A unit of which every figure is known."""

    figures: Mapping[nodes.Field, Any]
    b_applies: bool

    def figure(self, of: nodes.Field) -> Figure:
        value = self.figures[of]
        if value is None:
            raise Undefined("absent")
        if isinstance(value, str):
            return Level(value, frozenset({value}))
        return Truth3.known(value) if isinstance(value, bool) else Value.known(value)

    def given(self, of: nodes.Field) -> Truth3:
        return Truth3.known(self.figures[of] is not None)

    def applies(self, criterion: str) -> Truth3:
        return Truth3.known(self.b_applies or criterion != "B")

    def group(self, of: nodes.Group) -> Value:
        raise NotImplementedError

    def claim(self, criterion: str, points: Value) -> Value:
        return points


def every_unit(conditions: Sequence[Condition]) -> Iterator[Known]:
    """Yield every unit as far as the conditions look at it."""
    read = [node for node in nodes.walk(*conditions) if isinstance(node, nodes.Field)]
    read = list(dict.fromkeys(read))
    for b_applies in (True, False):
        for figures in product(*(DOMAINS[of] for of in read)):
            yield Known(dict(zip(read, figures, strict=True)), b_applies)


def holds(conditions: Sequence[Condition], unit: Known) -> bool:
    evaluator = Evaluator(unit)
    try:
        return all(evaluator.truth(condition).point is True for condition in conditions)
    except Undefined:
        return False


# ── conditions over them ────────────────────────────────────────────────────────────


def number(rng: Random, depth: int) -> Number:
    if depth <= 0 or rng.random() < 0.5:
        return rng.choice([X, X, Y, Y, MAYBE, OWN, WORTH, nodes.Points("A", X)])
    one, other = number(rng, depth - 1), number(rng, depth - 1)
    shapes: list[Number] = [
        nodes.Add((one, other)),
        nodes.Add((one, nodes.minus(other))),
        nodes.times(Fraction(rng.choice([2, 3, -1]), rng.choice([1, 2])), one),
        nodes.Mul((one, other)),
        nodes.Div(one, other),
        nodes.Div(one, nodes.const(2)),
        nodes.Min((one, other)),
        nodes.Max((one, other)),
        nodes.whole(nodes.Div(one, nodes.const(2))),
        nodes.If(simple(rng, 0), one, other),
    ]
    return rng.choice(shapes)


def simple(rng: Random, depth: int) -> Condition:
    shape = rng.randrange(9)
    if shape == 0:
        return rng.choice([FLAG, SEAL])
    if shape == 1:
        return nodes.IsLevel(GRADE, frozenset(rng.sample(sorted(GRADES), rng.randrange(1, 3))))
    if shape == 2:
        return rng.choice([nodes.Given(MAYBE), nodes.Applies("B"), nodes.Truth(rng.random() < 0.5)])
    limit = nodes.const(Fraction(rng.randrange(-2, 10), rng.choice([1, 1, 2])))
    right = number(rng, depth) if rng.random() < 0.2 else limit
    return Compare(number(rng, depth), rng.choice(RELATIONS), right)


def condition(rng: Random, depth: int = 2) -> Condition:
    shape = rng.randrange(6) if depth > 0 else 0
    if shape == 1:
        return nodes.Not(condition(rng, depth - 1))
    if shape in (2, 3):
        kind = nodes.All if shape == 2 else nodes.Any_
        return kind(tuple(condition(rng, depth - 1) for _ in range(rng.randrange(4))))
    return simple(rng, rng.randrange(2))


def examples(count: int) -> settings:
    slow = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    return settings(max_examples=count, deadline=None, suppress_health_check=slow)


class TestEveryUnit:
    """Conditions over figures of which all values can be tried."""

    @examples(400)
    @given(strategies.RANDOM)
    def test_what_never_may_hold_holds_for_no_unit(self, rng: Random) -> None:
        conditions = [condition(rng) for _ in range(rng.randrange(1, 5))]
        if not may_hold(conditions, RANGES):
            assert not any(holds(conditions, unit) for unit in every_unit(conditions))

    def test_most_of_what_never_holds_is_found(self) -> None:
        """The proof is worth having: of what no unit can meet, little is let through."""
        found: Counter[bool] = Counter()
        for seed in range(400):
            rng = Random(seed)
            conditions = [condition(rng) for _ in range(3)]
            if not any(holds(conditions, unit) for unit in every_unit(conditions)):
                found[may_hold(conditions, RANGES)] += 1
        assert found[False] > 100
        assert found[True] < found[False] / 20

    def test_the_order_of_conditions_changes_nothing(self) -> None:
        for seed in range(200):
            rng = Random(seed)
            conditions = [condition(rng) for _ in range(3)]
            answers = {may_hold(rng.sample(conditions, 3), RANGES) for _ in range(4)}
            assert len(answers) == 1


class TestEveryFormula:
    """Conditions over all that formulas can say, units drawn at random, criteria that do not apply."""

    @examples(400)
    @given(st.data(), strategies.RANDOM)
    def test_what_never_may_hold_holds_for_no_unit(self, data: st.DataObject, rng: Random) -> None:
        world = data.draw(strategies.worlds())
        scope = strategies.Scope(world, 3)
        conditions = [strategies.condition(data.draw, scope) for _ in range(data.draw(st.integers(1, 3)))]
        if may_hold(conditions, world.ranges()):
            return
        for _ in range(20):
            bloc = [strategies.some_unit(rng, world, *conditions) for _ in range(rng.randrange(1, 4))]
            try:
                truths = [oracle.truth(each, bloc[0], bloc) for each in conditions]
            except NoValue:
                continue
            assert not all(truths)


# ── what is found, and what is not one ──────────────────────────────────────────────


def compared(left: Number, relation: Relation, right: Number | int | str) -> Condition:
    """Hold a number against another, or against one that is written: ``"1/2"``."""
    return Compare(left, relation, nodes.const(Fraction(right)) if isinstance(right, int | str) else right)


ANY = nodes.Field("any", "number", "A")
KIND = nodes.Field("kind", "text", "")
RATIO = nodes.Div(X, Y)
POINTS = nodes.Points("A", nodes.Max((X, nodes.const(2))))
ROUNDED = nodes.Round(ANY, nodes.whole(ANY).rounding)  # type: ignore[attr-defined]
BY_KIND = nodes.Lookup(GRADE, (("khá", Fraction(1)), ("tốt", Fraction(3))))

NEVER: Mapping[str, Sequence[Condition]] = {
    "above the most": [compared(X, ">", 4)],
    "below the least": [compared(X, "<", 0)],
    "a sum beyond its parts": [compared(nodes.Add((X, Y)), ">=", 8)],
    "from 4 and below 2": [compared(ANY, ">=", 4), compared(ANY, "<", 2)],
    "above and below one number": [compared(ANY, ">", "1/2"), compared(ANY, "<", "1/2")],
    "one number twice": [compared(ANY, "==", 1), compared(ANY, "==", 2)],
    "a number and not": [compared(ANY, "==", 1), nodes.Not(compared(ANY, "==", 1))],
    "no whole number": [compared(X, ">", 2), compared(X, "<", 3)],
    "half of a count": [compared(nodes.times(Fraction(1, 2), X), "==", "3/4")],
    "no even sum": [compared(nodes.Add((X, X)), "==", 3)],
    "every whole number barred": [
        *(nodes.Not(compared(X, "==", n)) for n in (1, 2)), compared(X, ">", 0), compared(X, "<", 3),
    ],
    "between two steps": [compared(ROUNDED, ">", 1), compared(ROUNDED, "<", 2)],
    "one side and the other": [compared(ANY, "<", X), compared(ANY, ">", X)],
    "sides turned round": [compared(ANY, "<", X), compared(X, "<=", ANY)],
    "less than itself": [compared(ANY, "<", ANY)],
    "yes and no": [FLAG, nodes.Not(FLAG)],
    "no level of both": [nodes.IsLevel(GRADE, frozenset({"kém"})), nodes.IsLevel(GRADE, frozenset({"tốt"}))],
    "no level left": [nodes.Not(nodes.IsLevel(GRADE, GRADES))],
    "no such text": [nodes.IsLevel(KIND, frozenset({"a"})), nodes.Not(nodes.IsLevel(KIND, frozenset({"a"})))],
    "never": [nodes.Truth(False)],
    "no way of any": [nodes.Any_((nodes.Truth(False), compared(X, ">", 9)))],
    "any of nothing": [nodes.Any_(())],
    "not all of nothing": [nodes.Not(nodes.All(()))],
    "neither way": [
        nodes.Any_((FLAG, compared(X, ">=", 3))), nodes.Not(FLAG), compared(X, "<", 2),
    ],
    "given where it always is": [nodes.Not(nodes.Given(X))],
    "applies and not": [nodes.Applies("B"), nodes.Not(nodes.Applies("B"))],
    "a ratio and its parts": [compared(RATIO, ">=", 1), compared(X, "<", Y)],
    "parts that are too small": [compared(nodes.Add((X, Y)), ">=", 6), compared(X, "<=", 2)],
    "a level too low": [compared(WORTH, ">=", 3), nodes.IsLevel(GRADE, frozenset({"khá"}))],
    "two limits by level": [compared(ANY, ">=", WORTH), compared(ANY, "<", WORTH)],
    "a limit by kind": [
        compared(X, ">=", nodes.If(FLAG, nodes.const(3), nodes.const(2))), FLAG, compared(X, "<", 3),
    ],
    "a level without number": [compared(BY_KIND, ">=", 0), nodes.IsLevel(GRADE, frozenset({"kém"}))],
    "nothing to divide by": [compared(RATIO, ">=", 0), compared(Y, "==", 0)],
    "a negative factor": [compared(nodes.minus(ANY), ">", 1), compared(ANY, ">", -1)],
    "more than all": [compared(SHARE, ">", 1)],
    "another's best": [compared(nodes.Group("max", X), ">", 4)],
    "no rank": [compared(nodes.Group("rank", X), "<", 1)],
    "no rows": [compared(nodes.Reduce("count", nodes.Field("rows", "table", "A"), nodes.ONE), "<", 0)],
    "a half too small": [compared(nodes.Div(X, nodes.const(2)), ">", 1), compared(X, "<=", 2)],
    "points below the least": [compared(POINTS, "<", 2)],
    "beyond a curve": [
        compared(nodes.Curve(X, (nodes.Piece(None, False, None, False, Fraction(5)),)), "!=", 5),
    ],
}  # fmt: skip

PERHAPS: Mapping[str, Sequence[Condition]] = {
    "nothing asked": [],
    "the most": [compared(X, ">=", 4)],
    "the least": [compared(X, "<=", 0)],
    "one number": [compared(ANY, ">=", 1), compared(ANY, "<=", 1)],
    "one whole number": [compared(X, ">", 1), compared(X, "<", 3)],
    "a quarter of one number": [compared(nodes.Div(X, nodes.const(4)), "==", 1), compared(X, "==", 4)],
    "between whole numbers": [compared(ANY, ">", 2), compared(ANY, "<", 3)],
    "levels that meet": [
        nodes.IsLevel(GRADE, frozenset({"kém", "khá"})), nodes.IsLevel(GRADE, frozenset({"khá", "tốt"})),
    ],
    "another text": [nodes.Not(nodes.IsLevel(KIND, frozenset({"a"})))],
    "one of two ways": [nodes.Any_((nodes.All((FLAG, nodes.Not(FLAG))), SEAL))],
    "not given": [nodes.Not(nodes.Given(MAYBE))],
    "does not apply": [nodes.Not(nodes.Applies("B"))],
    "a divisor of any sign": [compared(nodes.Div(X, ANY), ">=", 1), compared(X, "<", ANY)],
    "the best of others": [compared(nodes.Group("max", X), ">", 3), compared(X, "<", 2)],
    "what a plugin may give": [compared(nodes.Call(lambda: 1, (), "f", None, Fraction(5)), "==", 5)],
}  # fmt: skip


@pytest.mark.parametrize("name", NEVER)
def test_a_contradiction_is_found(name: str) -> None:
    assert not may_hold(NEVER[name], RANGES)
    assert not may_hold(nodes.All(tuple(NEVER[name])), RANGES)


@pytest.mark.parametrize("name", PERHAPS)
def test_what_may_be_is_let_through(name: str) -> None:
    assert may_hold(PERHAPS[name], RANGES)


@pytest.mark.parametrize("name", NEVER)
def test_no_part_of_a_contradiction_is_one_where_it_takes_all(name: str) -> None:
    """Each condition of a pair can hold by itself, so the proof is of the pair."""
    parts = NEVER[name]
    if len(parts) > 1:
        assert all(may_hold(part, RANGES) for part in parts)


def test_points_that_count_nothing_without_evidence() -> None:
    assert may_hold(compared(POINTS, "<", 1), RANGES, without_evidence=["A"])
    assert not may_hold(compared(POINTS, "<", 0), RANGES, without_evidence=["A"])
    assert not may_hold(compared(POINTS, "<", 1), RANGES, without_evidence=["B"])


def seats(people: int, chairs: int) -> list[Condition]:
    """Ask for a chair for each of several people, no chair for two."""
    sits = [[nodes.Field(f"p{n}{c}", "yes-no", "A") for c in range(chairs)] for n in range(people)]
    shared = [
        nodes.Any_((nodes.Not(one[c]), nodes.Not(other[c])))
        for n, one in enumerate(sits) for other in sits[:n] for c in range(chairs)
    ]  # fmt: skip
    return [*(nodes.Any_(tuple(each)) for each in sits), *shared]


def test_conditions_with_too_many_ways_may_hold() -> None:
    """The proof is given up before it takes long, and nothing is refused for it."""
    assert may_hold(seats(3, 3), {})
    assert not may_hold(seats(3, 2), {})
    assert may_hold(seats(9, 8), {})
    either = [nodes.Any_((FLAG, compared(X, ">=", n))) for n in range(4)]
    assert not may_hold([*either, compared(nodes.Add((X, Y)), ">=", 6), compared(X, "<=", 2)], RANGES)


# ── ranges ──────────────────────────────────────────────────────────────────────────

STEPS = [Fraction(n, 4) for n in range(-14, 15)]


@pytest.mark.parametrize("of", [Fraction(1), Fraction(1, 2), Fraction(3, 4), Fraction(1, 4)])
def test_a_span_is_drawn_in_to_the_multiples_in_it(of: Fraction) -> None:
    for seed in range(300):
        rng = Random(seed)
        asked = [(rng.choice(RELATIONS), rng.choice(STEPS[4:-4])) for _ in range(rng.randrange(1, 5))]
        span = Span(Fraction(-3), True, Fraction(3), True)
        for relation, limit in asked:
            span = span.meeting(relation, limit)
        inside = [
            step for step in STEPS
            if -3 <= step <= 3 and (step / of).denominator == 1
            and all(oracle.truth(compared(nodes.Const(step), r, nodes.Const(n)), UNIT) for r, n in asked)
        ]  # fmt: skip
        found = span.trimmed(of)
        assert (found is None) == (not inside)
        if found is not None:
            assert (found.low, found.high) == (min(inside), max(inside))


UNIT = oracle.Unit({})


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (X, 1),
        (ANY, None),
        (nodes.times(Fraction(3, 2), X), "3/2"),
        (nodes.Max((X, nodes.const(Fraction(1, 4)))), "1/4"),
        (nodes.Lookup(GRADE, (("a", Fraction(4)), ("b", Fraction(6)), ("c", Fraction(0)))), 2),
        (nodes.Mul((X, Y)), 1),
        (nodes.Mul((X, ANY)), None),
        (nodes.Group("mean", X), None),
        (nodes.Group("sum", nodes.times(5, X)), 5),
        (nodes.If(FLAG, nodes.const(3), nodes.const(0)), 3),
        (RATIO, None),
    ],
)
def test_what_every_value_is_a_multiple_of(formula: Number, expected: int | str | None) -> None:
    assert grain(((formula, Fraction(1)),)) == (None if expected is None else Fraction(expected))
