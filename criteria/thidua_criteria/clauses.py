"""Clauses: the single additions and deductions that most rules are made of."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from attrs import frozen

from thidua_scoring.criterion import Bands, ColumnName, Condition, Curve, Head, Line, Number, Rule, Void, key
from thidua_scoring.errors import Problem
from thidua_scoring.expression.measures import in_form
from thidua_scoring.formula import nodes


@frozen
class Clause:
    """One addition or deduction, in points.

    The amount is one of: ``points`` for each of ``per_case``; ``points`` once, ``when`` a
    condition holds; a ``measure``, itself in points or sent through ``bands`` or a ``curve``;
    the greatest of several clauses (``highest_of``). A deduction is written as a positive
    amount.
    """

    title: str = key("the rule in words", "")
    source: str = key("the document and article, if not the criterion's", "")
    points: Number | None = key('points each, or once; "25%" is that share of the criterion\'s points', None)
    per_case: Number | None = key("how many cases; a part of a case counts nothing", None)
    free: int = key("how many first cases are free", 0)
    each_case: tuple[Fraction, ...] = key(
        "points of the 1st, 2nd, … case; the last holds for all further ones", ()
    )
    measure: Number | None = key("the figure that decides", None)
    bands: Bands | None = key("the points by bands of the measure", None)
    curve: Curve | None = key("the points by a curve over the measure", None)
    over: Number | None = key("count what the measure is over this", None)
    per: Number | None = key("each whole step of this size over it", None)
    each: Fraction | None = key("points for each whole step", None)
    when: Condition | None = key("count only when this holds", None)
    unless: Condition | None = key("waive when this holds", None)
    times: Number | None = key("multiply the amount by this", None)
    at_most: Fraction | None = key("the most that the clause can come to", None)
    highest_of: tuple[Clause, ...] = key("clauses of which only the one with most points counts", ())
    only_if_base_full: bool = key("count only when the base, less deductions, is full", False)
    from_bonus_only: bool = key("a deduction that may use up the bonus and no more", False)

    def amount(self, head: Head) -> Number:
        """Return the clause's points as a formula."""
        found = self._plain(head)
        if self.times is not None:
            found = nodes.Mul((found, self.times))
        if self.at_most is not None:
            found = nodes.Min((found, nodes.Const(self.at_most)))
        allowed = nodes.both(self.when, None if self.unless is None else nodes.Not(self.unless))
        return found if allowed is None else nodes.If(allowed, found, nodes.ZERO)

    def _plain(self, head: Head) -> Number:
        form = self._form()
        if form == "highest_of":
            return nodes.Max(tuple(clause._within(head, n) for n, clause in enumerate(self.highest_of)))
        if form == "each_case":
            return self._progressive()
        if form == "per_case":
            return self._counted(head)
        if form == "per":
            return self._steps(head)
        if form == "measure":
            return self._measured()
        return nodes.Const(self._points(head))

    def _within(self, head: Head, index: int) -> Number:
        """Return the points as the ``index``-th clause of another."""
        try:
            return self.amount(head)
        except Problem as problem:
            problem.at = ("highest_of", index, *problem.at)
            raise

    def _form(self) -> str:
        """Say which way of counting the keys ask for."""
        given = [
            name
            for name, there in {
                "highest_of": self.highest_of,
                "per_case": self.per_case is not None,
                "measure": self.measure is not None,
            }.items()
            if there
        ]
        if len(given) > 1:
            raise Problem("clause-two-forms", got=", ".join(given))
        form = given[0] if given else "points"
        if form == "per_case" and self.each_case:
            form = "each_case"
        if form == "measure" and self.per is not None:
            form = "per"
        self._check(form)
        return form

    def _check(self, form: str) -> None:
        """Refuse keys that the way of counting does not use, or lacks."""
        takes = {
            "highest_of": set(),
            "each_case": {"each_case", "free"},
            "per_case": {"points", "free"},
            "per": {"points", "over", "per", "each"},
            "measure": {"bands", "curve"},
            "points": {"points"},
        }[form]
        needs = {"per_case": ["points"], "per": ["over", "per", "each"], "points": ["points"]}.get(form, [])
        for name in ("points", "free", "each_case", "bands", "curve", "over", "per", "each"):
            there = getattr(self, name) not in (None, 0, ())
            if there and name not in takes:
                raise Problem("clause-key-unused", at=[name], key=name, form=form)
            if name in needs and getattr(self, name) is None:
                raise Problem("missing-key", key=name)
        if self.bands is not None and self.curve is not None:
            raise Problem("clause-two-forms", got="bands, curve")

    def _points(self, head: Head) -> Fraction:
        points = _constant(self.points or nodes.ZERO, "points")
        return points.value * head.points if points.form == "percent" else points.value

    def _cases(self) -> Number:
        assert self.per_case is not None
        of = nodes.as_kind(self.per_case, "count")
        if not self.free:
            return of
        return nodes.Max((nodes.ZERO, nodes.Add((of, nodes.const(-self.free)))))

    def _counted(self, head: Head) -> Number:
        return nodes.times(self._points(head), self._cases())

    def _progressive(self) -> Number:
        """Add up what each run of cases costs, from the first to the last of one amount."""
        cases, each = self._cases(), self.each_case
        starts = [0, *(n for n, (left, right) in enumerate(pairwise(each), start=1) if left != right)]
        terms = []
        for start, end in zip(starts, [*starts[1:], None], strict=True):
            within = cases if end is None else nodes.Min((cases, nodes.const(end)))
            if start:
                within = nodes.Max((nodes.ZERO, nodes.Add((within, nodes.const(-start)))))
            terms.append(nodes.times(each[start], within))
        return nodes.total(*terms)

    def _steps(self, head: Head) -> Number:
        assert self.measure is not None
        assert self.each is not None
        over, per = _constant(self.over, "over"), _constant(self.per, "per")
        if per.value <= 0:
            raise Problem("step-not-positive", at=["per"], got=per.value)
        measure = in_form(self.measure, over)
        # At least 0, so that the least an addition can come to is seen to be 0.
        beyond = nodes.Max((nodes.ZERO, nodes.Add((measure, nodes.minus(over)))))
        steps = nodes.whole(nodes.Div(beyond, per))
        amount = nodes.total(nodes.Const(self._points(head)), nodes.times(self.each, steps))
        return nodes.If(nodes.Compare(measure, ">", over), amount, nodes.ZERO)

    def _measured(self) -> Number:
        assert self.measure is not None
        if self.bands is not None:
            return self.bands.over(self.measure)
        return self.measure if self.curve is None else self.curve.over(self.measure)

    def line(self, column: ColumnName, head: Head, index: int) -> Line:
        """Make the line of this clause, the ``index``-th of its column."""
        try:
            of = self.amount(head)
        except Problem as problem:
            problem.at = (column, index, *problem.at)
            raise
        return Line(
            column,
            of,
            title=self.title,
            source=self.source,
            needs_full_base=self.only_if_base_full,
            from_bonus_only=self.from_bonus_only,
            at=(column, index),
        )


def _constant(number: Number | None, name: str) -> nodes.Const:
    if not isinstance(number, nodes.Const):
        raise Problem("not-a-number", at=[name], got=name)
    return number


@frozen
class Annulment:
    """A condition under which the whole criterion counts nothing."""

    when: Condition = key("the condition")
    title: str = key("the rule in words", "")
    source: str = key("the document and article", "")


@frozen
class Adjusted:
    """The keys that every shipped kind has beside its base."""

    bonus: tuple[Clause, ...] = key("additions", ())
    deduct: tuple[Clause, ...] = key("deductions", ())
    bonus_at_most: Fraction | None = key("the most that the bonus can come to", None)
    deduct_at_most: Fraction | None = key("the most that the deductions can come to", None)
    at_least: Fraction | None = key("the least that the criterion can come to", None)
    at_most: Fraction | None = key("the most that the criterion can come to", None)
    void: tuple[Annulment, ...] = key("conditions under which the criterion counts nothing", ())

    def rule(self, head: Head, *base: Line) -> Rule:
        """Join the base with the additions, deductions and limits."""
        lines = list(base)
        lines += [clause.line("bonus", head, n) for n, clause in enumerate(self.bonus)]
        lines += [clause.line("deduct", head, n) for n, clause in enumerate(self.deduct)]
        most: dict[ColumnName, Fraction] = {}
        if self.bonus_at_most is not None:
            most["bonus"] = self.bonus_at_most
        if self.deduct_at_most is not None:
            most["deduct"] = self.deduct_at_most
        voids = tuple(Void(v.when, v.title, v.source, ("void", n)) for n, v in enumerate(self.void))
        return Rule(lines, most, self.at_least, self.at_most, voids)
