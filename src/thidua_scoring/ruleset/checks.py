"""Check a ruleset before it may score (promise R2)."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from attrs import frozen

from thidua_scoring.criterion import COLUMNS
from thidua_scoring.errors import Problem, nearest
from thidua_scoring.expression import bands
from thidua_scoring.formula import nodes
from thidua_scoring.formula.analyse import Directions, bounds, ends_in_decimals
from thidua_scoring.formula.nodes import Column, Curve, Field, Number
from thidua_scoring.numbers import write
from thidua_scoring.ruleset.decisions import checks as decisions
from thidua_scoring.ruleset.formulas import Formulas
from thidua_scoring.ruleset.model import CriterionSpec, Written

Report = Callable[..., None]


def check(written: Written, formulas: Formulas, fault: Report, note: Report) -> None:
    """Report everything that is wrong with the rules taken together, and what should be noted."""
    check_groups(written, fault)
    checks = Checks(written, formulas, fault, note)
    checks.scale()
    checks.groups()
    for spec in written.criteria.values():
        checks.criterion(spec)
    decisions.check(written, formulas, fault, note)


def check_groups(written: Written, fault: Report) -> None:
    """Report criteria in groups that there are none of, which would count nothing."""
    for name, spec in written.criteria.items():
        group = spec.head.group
        if group and group not in written.groups:
            problem = Problem("unknown-group", got=group, nearest=nearest(group, written.groups))
            fault(problem, "criteria", name, "group")


@frozen
class Checks:
    """The checks of one ruleset."""

    written: Written
    formulas: Formulas
    fault: Report
    note: Report

    def scale(self) -> None:
        """Check that the top groups add up to the scale."""
        top = [group for group in self.written.groups.values() if not group.parent]
        if not self.written.criteria:
            self.fault(Problem("no-criteria"), "criteria")
        together = sum((self._group_points(group.id) for group in top), Fraction(0))
        if top and self.written.scale.points and together != self.written.scale.points:
            self.fault(
                Problem("scale-sum", sum=write(together), points=write(self.written.scale.points)),
                "scale",
                "points",
            )

    def groups(self) -> None:
        """Check that the parts of every group add up to it."""
        for name, group in self.written.groups.items():
            parts = self._parts(name)
            if not parts:
                self.fault(Problem("group-empty", got=name), "groups", name)
            elif group.points is not None and sum(parts.values(), Fraction(0)) != group.points:
                listed = " + ".join(f"{part} {write(points)}" for part, points in parts.items())
                together = write(sum(parts.values(), Fraction(0)))
                self.fault(
                    Problem("group-sum", got=name, points=write(group.points), sum=together, parts=listed),
                    "groups", name, "points",
                )  # fmt: skip

    def _parts(self, name: str) -> dict[str, Fraction]:
        own = {c: spec.head.points for c, spec in self.written.criteria.items() if spec.head.group == name}
        below = {
            g: self._group_points(g) for g, s in self.written.groups.items() if s.parent == name and g != name
        }
        return {**below, **own}

    def _group_points(self, name: str) -> Fraction:
        group = self.written.groups[name]
        if group.points is not None:
            return group.points
        return sum(self._parts(name).values(), Fraction(0))

    def criterion(self, spec: CriterionSpec) -> None:
        """Check one criterion: its bands, its points, its decimals."""
        if not spec.rule.lines:
            return
        self._curves(spec)
        self._points(spec)
        self._limits(spec)
        self._decimals(spec)
        self._directions(spec)

    def _curves(self, spec: CriterionSpec) -> None:
        for line in spec.rule.lines:
            for part in nodes.walk(line.of):
                if isinstance(part, Curve):
                    self._curve(spec, part, line.at)

    def _curve(self, spec: CriterionSpec, curve: Curve, at: tuple[str | int, ...]) -> None:
        range_ = bounds(curve.of, self.formulas.ranges)
        whole = is_whole(curve.of)
        percent = any(
            isinstance(p, Field | Column) and p.kind == "percent" for p in (curve.of,)
        ) or isinstance(curve.of, nodes.Div)
        inner = list(bands.inner_holes(curve.pieces))
        outer = list(bands.outer_holes(curve.pieces))
        for hole in inner + outer:
            if bands.hole_matters(hole, whole=whole, low=range_.low, high=range_.high):
                within = bands.clipped(hole, low=range_.low, high=range_.high)
                shown = bands.stretch(within, percent=percent)
                self.fault(Problem("band-hole", hole=shown), "criteria", spec.id, *at)

    def _points(self, spec: CriterionSpec) -> None:
        """Check that the base can come to the criterion's points, and to no more."""
        head = spec.head
        base = nodes.total(*(line.of for line in spec.rule.lines if line.column == "base"))
        most = bounds(base, self.formulas.ranges).high
        if most is not None and most < head.points:
            self.fault(
                Problem("points-unreachable", points=write(head.points), most=write(most)),
                "criteria",
                spec.id,
                "points",
            )
        if not head.may_exceed and (most is None or most > head.points):
            shown = "∞" if most is None else write(most)
            self.fault(
                Problem("points-exceeded", points=write(head.points), most=shown),
                "criteria",
                spec.id,
                "points",
            )
        least = bounds(self.formulas.criteria[spec.id].points, self.formulas.ranges).low
        if head.points and (least is None or least < 0):
            shown = "−∞" if least is None else write(least)
            self.note(Problem("points-below-zero", got=spec.id, least=shown), "criteria", spec.id)

    def _limits(self, spec: CriterionSpec) -> None:
        """Check that every limit can be reached and every bonus earned."""
        for column in COLUMNS:
            limit = spec.rule.most.get(column)
            lines = [line for line in spec.rule.lines if line.column == column]
            if limit is not None:
                most = bounds(nodes.total(*(line.of for line in lines)), self.formulas.ranges).high
                key = f"{column}_at_most"
                if most is not None and most < limit:
                    self.fault(
                        Problem("cap-unreachable", limit=write(limit), most=write(most)),
                        "criteria",
                        spec.id,
                        key,
                    )
        for line in spec.rule.lines:
            if line.column == "base":
                continue
            found = bounds(line.of, self.formulas.ranges)
            if found.high is not None and found.high <= 0:
                self.fault(Problem("line-never-counts", column=line.column), "criteria", spec.id, *line.at)
            elif found.low is None or found.low < 0:
                self.fault(Problem("line-may-be-negative", column=line.column), "criteria", spec.id, *line.at)

    def _directions(self, spec: CriterionSpec) -> None:
        """Note figures of which better evidence may lower the points (promise S4)."""
        points = self.formulas.criteria[spec.id].points
        for key, figure in self.formulas.fields.items():
            owner, _, name = key.rpartition(".")
            if owner != spec.id or figure.better is None:
                continue
            way = Directions(key, self.formulas.ranges).of(points)
            if way not in (0, 1 if figure.better == "higher" else -1):
                code = "better-not-proved" if way is None else "better-lowers"
                self.note(Problem(code, got=spec.id, figure=name), "criteria", spec.id)

    def _decimals(self, spec: CriterionSpec) -> None:
        points = self.formulas.criteria[spec.id].points
        scale = self.written.scale.rounding
        if not ends_in_decimals(points) and not {"group", "total"} & set(scale):
            self.fault(Problem("rounding-missing", got=spec.id), "criteria", spec.id)


def is_whole(number: Number) -> bool:
    """Say whether a measure is always a whole number."""
    match number:
        case Field() | Column():
            return number.kind in ("count", "date")
        case nodes.Const():
            return number.value.denominator == 1
        case nodes.Lookup():
            return all(value.denominator == 1 for _, value in number.values)
        case nodes.WorkIndex():
            return True
        case nodes.Round():
            return number.rounding.step.denominator == 1
        case nodes.Reduce() | nodes.Group() if number.how in ("count", "rank"):
            return True
        case nodes.Reduce() | nodes.Group() if number.how == "mean":
            return False
        case nodes.Div() | nodes.Curve() | nodes.Call():
            return False
        case _:
            return all(is_whole(part) for part in nodes.children(number) if isinstance(part, Number))
