"""Trace the formulas of a bloc as functions of one figure of one unit.

Whatever does not read the figure is evaluated once by the reference evaluator, so that every
other figure counts as it stands: an unconfirmed one as it is said, a claim where it stands in.
What reads the figure becomes a course, node by node, and equals the evaluator at every value.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from fractions import Fraction
from typing import Any, Final, TypeAlias

from attrs import define, field

from thidua_scoring.evidence.evidence import Evidence
from thidua_scoring.formula import nodes
from thidua_scoring.formula.evaluate import Evaluator, Table, call_function
from thidua_scoring.formula.nodes import Condition, Node, Number
from thidua_scoring.formula.values import Undefined, Value
from thidua_scoring.scoring.groups import Groups
from thidua_scoring.scoring.inputs import State, UnitInputs
from thidua_scoring.scoring.scoreboard import Scoreboard
from thidua_scoring.whatif.courses import algebra
from thidua_scoring.whatif.courses.course import (
    Amount,
    Course,
    Lacking,
    Quotient,
    Whether,
    combine,
    pointwise,
)
from thidua_scoring.whatif.courses.folding import counted, folded, ranked
from thidua_scoring.whatif.courses.stretches import Stretch
from thidua_scoring.whatif.courses.working import (
    InRow,
    all_true,
    guarded,
    opposite,
    picked,
    work_pieces,
    worked,
)

AmountCourse: TypeAlias = "Course[Amount]"
WhetherCourse: TypeAlias = "Course[Whether]"

GAPS: Final[tuple[State, ...]] = ("missing", "not-applicable")
UNSURE: Final[tuple[State, ...]] = ("unconfirmed",)


@define(eq=False)
class Bloc:
    """The formulas of all units of a bloc while one figure of one unit, ``key`` of ``row``, moves.

    ``evidence`` is the board's with some value of the figure put in. What does not depend on it
    is taken from the board.
    """

    board: Scoreboard
    evidence: Evidence
    key: str
    row: int
    whole: Stretch
    moving: bool = True
    """Whether the figure moves; else it stands at the value that was put in."""
    _groups: Groups = field(init=False)
    _reads: dict[tuple[Node, bool], bool] = field(init=False, factory=dict)
    _touched: dict[tuple[Node, bool], bool] = field(init=False, factory=dict)
    _tracers: dict[int, Tracer] = field(init=False, factory=dict)
    _members: dict[tuple[Node, Node | None], dict[int, Course[Any]]] = field(init=False, factory=dict)
    _together: dict[nodes.Group, AmountCourse] = field(init=False, factory=dict)

    def __attrs_post_init__(self) -> None:
        self._groups = Groups(self.board.ruleset, self.evidence)

    @property
    def rows(self) -> Sequence[int]:
        """The rows of the bloc."""
        return self._groups.blocs[self.evidence.units[self.row].bloc]

    def of(self, row: int) -> Tracer:
        """Return what traces the formulas of a unit."""
        if row not in self._tracers:
            inputs = UnitInputs(self.board.ruleset, self.evidence, row, self._group_value)
            self._tracers[row] = Tracer(self, row, inputs, Evaluator(inputs))
        return self._tracers[row]

    def _group_value(self, of: nodes.Group, row: int) -> Value:
        groups = self._groups if self.touched(of, own=True) else self.board.groups
        return groups.value(of, row)

    def reads(self, part: Node, own: bool) -> bool:
        """Say whether a formula of the unit itself, or of another of the bloc, moves with the figure."""
        return self.moving and self._found(self._reads, part, own)

    def touched(self, part: Node, own: bool) -> bool:
        """Say whether a formula may differ from the board's: it reads the figure, or whether it is there."""
        return self._found(self._touched, part, own)

    def _found(self, known: dict[tuple[Node, bool], bool], part: Node, own: bool) -> bool:
        if (part, own) not in known:
            owner = self.key.rpartition(".")[0]
            if isinstance(part, nodes.Field):
                found = own and part.key == self.key
            elif (
                known is self._touched and isinstance(part, nodes.Points) and part.criterion == owner and own
            ):
                found = True  # it may count nothing while the figure is missing
            else:
                inside = own or isinstance(part, nodes.Group)
                found = any(self._found(known, child, inside) for child in nodes.children(part))
            known[part, own] = found
        return known[part, own]

    def cells(self, of: Node, rows: Sequence[int], states: Collection[State]) -> frozenset[tuple[str, str]]:
        """Return the figures in some states that a formula of some units may read, by unit and key."""
        if isinstance(of, nodes.Field):
            inputs = (self.of(row).inputs for row in rows)
            return frozenset(
                (self.evidence.units[row].id, of.key)
                for row, each in zip(rows, inputs, strict=True)
                if each.state(of.key) in states
            )
        within = self.rows if isinstance(of, nodes.Group) else rows
        return frozenset[tuple[str, str]]().union(
            *(self.cells(child, within, states) for child in nodes.children(of))
        )

    def members(self, of: Number, among: Condition | None) -> dict[int, Course[Any]]:
        """Return what each unit brings to a group, None where it does not belong."""
        if (of, among) not in self._members:
            found = {}
            for row in self.rows:
                tracer = self.of(row)
                belongs = tracer.steady(True) if among is None else tracer.belonging(among)
                found[row] = pointwise([belongs, tracer.number(of)], counted)
            self._members[of, among] = found
        return self._members[of, among]

    def together(self, of: nodes.Group) -> AmountCourse:
        """Return what a group comes to for all of its units alike."""
        if of not in self._together:
            members = list(self.members(of.of, of.among).values())
            self._together[of] = combine(members, guarded(folded(of.how, "group-of-nobody")))
        return self._together[of]


class Tracer:
    """Trace the formulas of one unit, each shared part once."""

    def __init__(self, bloc: Bloc, row: int, inputs: UnitInputs, evaluator: Evaluator):
        """Take the bloc, and what evaluates the parts that do not move."""
        self.bloc = bloc
        self.row = row
        self.inputs = inputs
        self.evaluator = evaluator
        self._known: dict[Node, Course[Any]] = {}

    def steady(self, value: Any) -> Course[Any]:
        """Return a course that does not move."""
        return Course.steady(self.bloc.whole, value)

    def number(self, of: Number) -> AmountCourse:
        """Return the course of a number."""
        if of not in self._known:
            own = self.row == self.bloc.row
            trace = _NUMBERS[type(of)] if self.bloc.reads(of, own) else Tracer._still_number
            self._known[of] = trace(self, of)
        return self._known[of]

    def truth(self, of: Condition) -> WhetherCourse:
        """Return the course of a condition."""
        if of not in self._known:
            own = self.row == self.bloc.row
            trace = _TRUTHS[type(of)] if self.bloc.reads(of, own) else Tracer._still_truth
            self._known[of] = trace(self, of)
        return self._known[of]

    # ── what does not move ──────────────────────────────────────────────────────────

    def _still_number(self, of: Number) -> AmountCourse:
        try:
            point = self.evaluator.number(of).point
        except Undefined as error:
            return self.steady(Lacking("undefined", error.code))
        return self.steady(self.opened(of) if point is None else Quotient.constant(point))

    def _still_truth(self, of: Condition) -> WhetherCourse:
        try:
            point = self.evaluator.truth(of).point
        except Undefined as error:
            return self.steady(Lacking("undefined", error.code))
        return self.steady(self.opened(of) if point is None else point)

    def opened(self, of: Node) -> Lacking:
        """Say which figures leave a formula open."""
        return Lacking("open", cells=self.bloc.cells(of, (self.row,), GAPS))

    def belonging(self, among: Condition) -> WhetherCourse:
        """Say where the unit belongs to a group: the bloc has no figure while that is not certain."""
        course = self.truth(among)
        unsure = self.bloc.cells(among, (self.row,), UNSURE)
        if not unsure:
            return course
        if not self.bloc.reads(among, self.row == self.bloc.row):
            try:
                truth = self.evaluator.truth(among)
            except Undefined:
                return course
            if not (truth.may_hold and truth.may_fail):
                return course
        gap = Lacking("open", cells=unsure)
        return course.map(lambda truth: truth if isinstance(truth, Lacking) else gap)

    # ── numbers ─────────────────────────────────────────────────────────────────────

    def worked(self, parts: Sequence[Number], of: Callable[..., Any]) -> AmountCourse:
        """Work out a number from others, where all of them have a value."""
        return worked([self.number(part) for part in parts], of)

    def field(self, of: nodes.Field) -> AmountCourse:
        return self.steady(Quotient((Fraction(0), Fraction(1))))

    def product(self, of: nodes.Mul) -> AmountCourse:
        return self.worked(of.factors, lambda stretch, each: [(stretch, algebra.multiply(each))])

    def curve(self, of: nodes.Curve) -> AmountCourse:
        return self.worked([of.of], lambda stretch, each: algebra.through(stretch, each[0], of.pieces))

    def work_index(self, of: nodes.WorkIndex) -> AmountCourse:
        pieces = work_pieces(of.calendar)
        return self.worked(
            [of.of], lambda s, each: algebra.through(s, each[0], pieces, "day-outside-calendar")
        )

    def choose(self, of: nodes.If) -> AmountCourse:
        test = self.truth(of.test)
        wanted = set(test.values)
        # What the test never asks for is not worked out, as it may be beyond working out.
        then = self.number(of.then) if True in wanted else self.steady(None)
        other = self.number(of.other) if False in wanted else self.steady(None)
        return pointwise(
            [test, then, other], lambda e: e[0] if isinstance(e[0], Lacking) else e[1 if e[0] else 2]
        )

    def call(self, of: nodes.Call) -> AmountCourse:
        return self.worked(
            of.arguments,
            lambda stretch, each: algebra.called(stretch, each, lambda given: call_function(of, given)),
        )

    def points(self, of: nodes.Points) -> AmountCourse:
        of_rule = self.number(of.of)
        if not self.inputs.counts_nothing(of.criterion):
            return of_rule
        nothing = Quotient.constant(0)
        return of_rule.map(lambda e: e if isinstance(e, Lacking) and e.why != "open" else nothing)

    # ── many at once ────────────────────────────────────────────────────────────────

    def group(self, of: nodes.Group) -> AmountCourse:
        if of.how != "rank":
            return self.bloc.together(of)
        members = self.bloc.members(of.of, of.among)
        others = [course for row, course in members.items() if row != self.row]
        return combine([self.number(of.of), members[self.row], *others], guarded(ranked))

    def reduce(self, of: nodes.Reduce) -> AmountCourse:
        table = self.evaluator.figure(of.table)
        assert isinstance(table, Table)
        if table.rows is None:
            return self.steady(self.opened(of.table))
        parts: list[Course[Any]] = []
        for row in table.rows:
            tracer = Tracer(self.bloc, self.row, self.inputs, InRow(self.inputs, row))
            parts.append(self.steady(True) if of.where is None else tracer.truth(of.where))
            parts.append(tracer.number(of.of))
        if not parts:
            return self._still_number(of)
        keys = None if of.distinct is None else [row[of.distinct] for row in table.rows]
        fold = folded(of.how, "fold-of-nothing", of.drop_lowest, of.drop_highest)

        def work(stretch: Stretch, each: Sequence[Any]) -> Any:
            return fold(stretch, picked(each, keys))

        return combine(parts, guarded(work))

    # ── conditions ──────────────────────────────────────────────────────────────────

    def compare(self, of: nodes.Compare) -> WhetherCourse:
        sides = [self.number(of.left), self.number(of.right)]
        return worked(sides, lambda stretch, each: algebra.compare(stretch, each[0], of.relation, each[1]))

    def every(self, of: nodes.All) -> WhetherCourse:
        return pointwise([self.truth(part) for part in of.parts], all_true)

    def some(self, of: nodes.Any_) -> WhetherCourse:
        parts = [self.truth(part) for part in of.parts]
        return pointwise(parts, lambda each: opposite(all_true([opposite(truth) for truth in each])))

    def opposed(self, of: nodes.Not) -> WhetherCourse:
        return self.truth(of.of).map(opposite)


_NUMBERS: Mapping[type[Node], Callable[[Tracer, Any], AmountCourse]] = {
    nodes.Field: Tracer.field,
    nodes.Add: lambda t, n: t.worked(n.terms, lambda stretch, each: [(stretch, algebra.add(each))]),
    nodes.Mul: Tracer.product,
    nodes.Div: lambda t, n: t.worked([n.top, n.bottom], lambda stretch, e: algebra.divide(stretch, *e)),
    nodes.Min: lambda t, n: t.worked(n.parts, algebra.least),
    nodes.Max: lambda t, n: t.worked(n.parts, algebra.greatest),
    nodes.Round: lambda t, n: t.worked([n.of], lambda s, each: algebra.rounded(s, each[0], n.rounding)),
    nodes.WorkIndex: Tracer.work_index,
    nodes.Curve: Tracer.curve,
    nodes.If: Tracer.choose,
    nodes.Reduce: Tracer.reduce,
    nodes.Group: Tracer.group,
    nodes.Call: Tracer.call,
    nodes.Points: Tracer.points,
}
"""How each number is traced that may read a number of the evidence."""

_TRUTHS: Mapping[type[Node], Callable[[Tracer, Any], WhetherCourse]] = {
    nodes.Compare: Tracer.compare,
    nodes.Given: lambda t, n: t.steady(True),
    nodes.All: Tracer.every,
    nodes.Any_: Tracer.some,
    nodes.Not: Tracer.opposed,
}
"""How each condition is traced that may read a number of the evidence."""
