"""Whether conditions can hold together at all, over all evidence in range.

Conditions are taken apart into the ways in which all of them can hold. Each way asks figures and
formulas to lie in certain ranges, and is struck out only where it is proved that they cannot.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from fractions import Fraction
from typing import Final, TypeAlias

from attrs import define, field

from thidua_scoring.formula import nodes, values
from thidua_scoring.formula.analyse import Free, Range
from thidua_scoring.formula.evaluate import Figure, FreeEvaluator, Level
from thidua_scoring.formula.nodes import Compare, Condition, Const, Field, Node, Number, Relation
from thidua_scoring.formula.spans import MIRROR, Span, Terms, collected, grain
from thidua_scoring.formula.values import OPPOSITE, Truth3, Undefined, Value

WAYS: Final = 100
"""How many ways are looked at; where there are more, the conditions may hold."""

Asked: TypeAlias = tuple[Condition, bool]
"""A condition, and the truth that it is to have."""


def may_hold(
    conditions: Condition | Iterable[Condition],
    ranges: Mapping[str, Range],
    *,
    without_evidence: Collection[str] = (),
) -> bool:
    """Say whether conditions may all hold for some unit whose figures are within their ranges.

    No is proved: whatever the evidence, and whichever criteria apply, some condition fails or has
    no value. Yes only says that no proof was found. ``without_evidence`` are the criteria that count
    nothing where their evidence is missing, whatever their formula.

    >>> cases = Field("cases", "count", "C1")
    >>> above_two, below_three = Compare(cases, ">", nodes.const(2)), Compare(cases, "<", nodes.const(3))
    >>> may_hold(above_two, {}), may_hold([above_two, below_three], {})
    (True, False)
    """
    asked = (conditions,) if isinstance(conditions, Condition) else tuple(conditions)
    return _Search(ranges, frozenset(without_evidence)).possible(
        [(each, True) for each in asked], [], _Facts()
    )


def _apart(asked: Asked) -> tuple[bool, list[Asked]] | None:
    """Take a joined condition apart: whether all its parts are needed, and the parts."""
    condition, wanted = asked
    match condition:
        case nodes.Not(of):
            return True, [(of, not wanted)]
        case nodes.All(parts):
            return wanted, [(part, wanted) for part in parts]
        case nodes.Any_(parts):
            return not wanted, [(part, wanted) for part in parts]
        case Compare(left, relation, right):
            relation = relation if wanted else OPPOSITE[relation]
            if found := _chosen(left):
                return False, [(nodes.All((test, Compare(of, relation, right))), True) for test, of in found]
            if found := _chosen(right):
                return False, [(nodes.All((test, Compare(left, relation, of))), True) for test, of in found]
    return None


def _bare(asked: Asked) -> Asked:
    condition, wanted = asked
    return _bare((condition.of, not wanted)) if isinstance(condition, nodes.Not) else asked


def _chosen(number: Number) -> list[tuple[Condition, Number]]:
    """List the numbers that one is chosen from, each with the condition that chooses it."""
    match number:
        case nodes.If(test, then, other):
            return [(test, then), (nodes.Not(test), other)]
        case nodes.Lookup(of, levels):
            named: dict[Fraction, set[str]] = {}
            for level, value in levels:
                named.setdefault(value, set()).add(level)
            return [(nodes.IsLevel(of, frozenset(those)), Const(value)) for value, those in named.items()]
    return []


@define
class _Facts:
    """What one way asks of levels, of numbers, and of conditions that have no parts."""

    truths: dict[Node, Truth3] = field(factory=dict)
    levels: dict[Node, frozenset[str]] = field(factory=dict)
    """The levels that are left, where it is known which there are."""
    barred: dict[Node, frozenset[str]] = field(factory=dict)
    spans: dict[Terms, Span] = field(factory=dict)

    def copy(self) -> _Facts:
        """Return the same facts, to which others may be added."""
        return _Facts(dict(self.truths), dict(self.levels), dict(self.barred), dict(self.spans))

    def hold(self, asked: Asked) -> bool:
        """Say whether a condition was asked for already."""
        condition, wanted = asked
        return condition in self.truths and self.truths[condition].may_hold is wanted


@define
class _Search:
    """Look for a way in which everything that is asked can be."""

    ranges: Mapping[str, Range]
    without_evidence: frozenset[str]
    ways: int = 0
    _places: dict[Number, int] = field(factory=dict)
    """Numbers in the order in which they were met, in which sums are written."""

    def possible(self, waiting: list[Asked], choices: list[list[Asked]], facts: _Facts) -> bool:
        """Say whether what waits, with one of each choice, may be; yes after too many ways."""
        choices = list(choices)
        while waiting:
            asked = waiting.pop()
            found = _apart(asked)
            if found is None:
                if not self._take(asked, facts):
                    return False
            elif found[0]:
                waiting += found[1]
            else:
                choices.append([_bare(each) for each in found[1]])
        self.ways += 1
        if self.ways > WAYS:
            return True
        return self._agree(facts) and self._choose(choices, facts)

    def _choose(self, choices: list[list[Asked]], facts: _Facts) -> bool:
        """Say whether one of each choice may be; the choice with the fewest ways is made first."""
        unmade = [choice for choice in choices if not any(map(facts.hold, choice))]
        left = [[each for each in choice if self._fits(each, facts)] for choice in unmade]
        left.sort(key=len)
        return not left or any(self.possible([each], left[1:], facts.copy()) for each in left[0])

    def _fits(self, asked: Asked, facts: _Facts) -> bool:
        return _apart(asked) is not None or self._take(asked, facts.copy())

    # ── one condition ───────────────────────────────────────────────────────────────

    def _take(self, asked: Asked, facts: _Facts) -> bool:
        """Add what a condition asks for to the facts; say whether they may still be."""
        condition, wanted = asked
        match condition:
            case nodes.Truth(value):
                return value is wanted
            case nodes.IsLevel(of, levels):
                return self._take_levels(of, levels, wanted, facts)
            case Compare(left, relation, right):
                relation = relation if wanted else OPPOSITE[relation]
                return all(self._take_sum(terms, relation, facts) for terms in self._sums(left, right, facts))
            case nodes.Given(of) if not wanted and not self.ranges.get(of.key, Range()).optional:
                return False
        return facts.truths.setdefault(condition, Truth3.known(wanted)).may_hold is wanted

    def _take_levels(self, of: Node, levels: frozenset[str], wanted: bool, facts: _Facts) -> bool:
        declared = self.ranges.get(of.key, Range()).levels if isinstance(of, Field) else None
        left = facts.levels.get(of, declared)
        if wanted:
            left = levels if left is None else left & levels
        else:
            facts.barred[of] = facts.barred.get(of, frozenset()) | levels
        if left is None:
            return True
        facts.levels[of] = left - facts.barred.get(of, frozenset())
        return bool(facts.levels[of])

    def _sums(self, left: Number, right: Number, facts: _Facts) -> list[list[tuple[Number, Fraction]]]:
        """Return sums that stand to 0 as one side does to the other.

        A ratio whose divisor is never below 0 may be multiplied by it.
        """
        sums = [[(left, Fraction(1)), (right, Fraction(-1))]]
        for ratio, other, sign in ((left, right, Fraction(1)), (right, left, Fraction(-1))):
            if isinstance(ratio, nodes.Div) and isinstance(other, Const):
                least = self._evaluator({}, facts).attempt(ratio.bottom, taken=False).low
                if least is not None and least >= 0:
                    sums.append([(ratio.top, sign), (ratio.bottom, -sign * other.value)])
        return sums

    def _take_sum(self, terms: list[tuple[Number, Fraction]], relation: Relation, facts: _Facts) -> bool:
        found, constant = collected(terms)
        if not found:
            return values.compare(Value.known(constant), relation, Value.known(0)).may_hold
        ordered = sorted(found.items(), key=lambda term: self._places.setdefault(term[0], len(self._places)))
        first = ordered[0][1]
        alike = tuple((number, factor / first) for number, factor in ordered)
        span = facts.spans.get(alike, Span())
        facts.spans[alike] = span.meeting(relation if first > 0 else MIRROR[relation], -constant / first)
        return facts.spans[alike].trimmed(grain(alike)) is not None

    # ── all together ────────────────────────────────────────────────────────────────

    def _agree(self, facts: _Facts) -> bool:
        """Say whether every sum may lie in its span while the other numbers lie in theirs."""
        known: dict[Node, Value] = {}
        free = self._evaluator({}, facts)
        for terms, span in facts.spans.items():
            if len(terms) == 1:
                number = terms[0][0]
                left = span.within(free.attempt(number, taken=False)).trimmed(grain(terms))
                if left is None:
                    return False
                known[number] = left.value
        return all(self._reaches(terms, span, known, facts) for terms, span in facts.spans.items())

    def _reaches(self, terms: Terms, span: Span, known: Mapping[Node, Value], facts: _Facts) -> bool:
        own = terms[0][0] if len(terms) == 1 else None
        others = {number: value for number, value in known.items() if number != own}
        evaluator = self._evaluator(others, facts)
        try:
            parts = [values.multiply(Value.known(by), evaluator.number(number)) for number, by in terms]
        except Undefined:
            return False  # Where a side surely has no value, the comparison does not hold.
        return span.within(values.add(parts)).trimmed(grain(terms)) is not None

    def _evaluator(self, known: Mapping[Node, Value], facts: _Facts) -> _Within:
        inputs = _Narrowed(self.ranges, facts.levels, self.without_evidence)
        return _Within(inputs, {**facts.truths, **known})


class _Narrowed(Free):
    """Inputs of any unit, some of whose levels are known."""

    def __init__(
        self,
        ranges: Mapping[str, Range],
        levels: Mapping[Node, frozenset[str]],
        without_evidence: frozenset[str],
    ):
        super().__init__(ranges, all_apply=False)
        self._levels = levels
        self._without_evidence = without_evidence

    def figure(self, of: Field) -> Figure:
        """Return everything that the field may still be."""
        found = super().figure(of)
        return Level(None, self._levels.get(of, found.may_be)) if isinstance(found, Level) else found

    def claim(self, criterion: str, points: Value) -> Value:
        """Allow for no points at all where a criterion may count nothing."""
        return values.hull([points, Value.known(0)]) if criterion in self._without_evidence else points


class _Within(FreeEvaluator):
    """Bound formulas where some numbers and truths are known."""

    def __init__(self, inputs: _Narrowed, known: Mapping[Node, Value | Truth3]):
        super().__init__(inputs)
        self._known.update(known)

    def number(self, of: Number) -> Value:
        """Return the value of a formula; a plugin's function is bounded by what it declares, not called."""
        return Value.between(of.low, of.high) if isinstance(of, nodes.Call) else super().number(of)
