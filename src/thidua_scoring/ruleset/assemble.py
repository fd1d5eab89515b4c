"""Assemble what a ruleset says into formulas.

The limits of a criterion turn into lines here, so that the lines always add up to the
points (promise S2).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import Any

from attrs import define, evolve, field

from thidua_scoring.criterion import ColumnName, Head, Line, WhenAbsent
from thidua_scoring.errors import Problem, Step, nearest
from thidua_scoring.formula import nodes
from thidua_scoring.formula.nodes import Applies, Condition, Const, Node, Number
from thidua_scoring.numbers import Rounding
from thidua_scoring.ruleset.fields import Figures
from thidua_scoring.ruleset.formulas import CriterionFormulas, Formulas, GroupFormulas, NamedLine
from thidua_scoring.ruleset.model import CriterionSpec, Scale, Written

Report = Callable[..., None]


@define
class Assembly:
    """Build the formulas of a written ruleset; problems go to ``report`` with their path."""

    written: Written
    report: Report
    _points: dict[str, Number] = field(factory=dict)
    _open: list[str] = field(factory=list)
    _resolved: dict[str, CriterionSpec] = field(factory=dict)

    def formulas(self) -> Formulas:
        """Assemble everything."""
        figures = Figures(self.written, self.report)
        self.written = figures.settled()
        criteria = {name: self._criterion(spec) for name, spec in self.written.criteria.items()}
        self.written = evolve(self.written, criteria={**self.written.criteria, **self._resolved})
        groups = self._groups(criteria)
        total, applicable, percent, standing = self._totals(groups)
        classes = tuple(self._class(index, total, percent) for index in range(len(self.written.classes)))
        vetoes = tuple(self._condition(veto.when, "vetoes", veto.id, "when") for veto in self.written.vetoes)
        return Formulas(
            criteria,
            groups,
            total,
            applicable,
            percent,
            standing,
            classes,
            vetoes,
            figures.specs,
            figures.ranges,
        )

    # ── criteria ────────────────────────────────────────────────────────────────────

    def _criterion(self, spec: CriterionSpec) -> CriterionFormulas:
        head, lines = spec.head, self._lines(spec)
        wanted = head.applies and self._condition(head.applies, "criteria", head.id, "applies")
        applies = nodes.both(Applies(head.id), wanted)
        assert applies is not None
        points = nodes.Points(head.id, self._net(head.id))
        absent: WhenAbsent = head.not_applicable or self.written.scale.not_applicable
        full, zero = Const(head.points), nodes.ZERO
        return CriterionFormulas(
            lines=tuple(lines),
            points=points,
            counted=nodes.If(applies, points, full if absent == "full" else zero),
            applicable=nodes.If(applies, full, zero if absent == "drop" else full),
            applies=applies,
        )

    def _net(self, name: str) -> Number:
        """Return the points of a criterion as one formula, worked out on first use."""
        if name not in self._points:
            self._lines(self.written.criteria[name])
        return self._points[name]

    def _lines(self, spec: CriterionSpec) -> list[NamedLine]:
        name = spec.id
        if name in self._open:
            around = " → ".join([*self._open[self._open.index(name) :], name])
            self.report(Problem("points-cycle", got=around), "criteria", name)
            self._points[name] = nodes.ZERO
            return []
        self._open.append(name)
        spec = _resolved(spec, lambda node, *at: self._resolve(node, "criteria", name, *at))
        self._open.pop()
        self._resolved[name] = spec
        tally = Tally(spec, self.written.scale)
        self._points[name] = tally.run()
        return tally.lines

    def _resolve(self, root: Node, *path: Step) -> Node:
        """Put the points of other criteria in the place of their names."""

        def change(node: Node) -> Node:
            if isinstance(node, nodes.PointsOf | Applies) and node.criterion not in self.written.criteria:
                known = self.written.criteria
                self.report(
                    Problem("unknown-criterion", got=node.criterion, nearest=nearest(node.criterion, known)),
                    *path,
                )
                return nodes.ZERO if isinstance(node, nodes.PointsOf) else nodes.Truth(True)
            if isinstance(node, nodes.PointsOf):
                return nodes.Points(node.criterion, self._net(node.criterion))
            return node

        return nodes.rewrite(root, change)

    def _condition(self, condition: Condition, *path: Step) -> Condition:
        found = self._resolve(condition, *path)
        assert isinstance(found, Condition)
        return found

    # ── groups and totals ───────────────────────────────────────────────────────────

    def _groups(self, criteria: Mapping[str, CriterionFormulas]) -> dict[str, GroupFormulas]:
        found: dict[str, GroupFormulas] = {}
        for name in self._inside_out():
            spec = self.written.groups[name]
            own = [criteria[c] for c, s in self.written.criteria.items() if s.head.group == name]
            below = [found[g] for g, s in self.written.groups.items() if s.parent == name and g in found]
            points = nodes.total(*(c.counted for c in own), *(g.points for g in below))
            points = nodes.clamp(points, spec.at_least, spec.at_most)
            found[name] = GroupFormulas(
                _rounded(points, self.written.scale.rounding.get("group")),
                nodes.total(*(c.applicable for c in own), *(g.applicable for g in below)),
            )
        return {name: found[name] for name in self.written.groups if name in found}

    def _inside_out(self) -> Iterator[str]:
        """Yield groups, those inside before those around them; report circles and unknown parents."""
        groups, done = self.written.groups, set[str]()

        def visit(name: str, above: tuple[str, ...]) -> Iterator[str]:
            if name in done:
                return
            done.add(name)
            for child, spec in groups.items():
                if spec.parent == name:
                    yield from visit(child, (*above, name))
            yield name

        for name, spec in groups.items():
            if spec.parent and spec.parent not in groups:
                problem = Problem("unknown-group", got=spec.parent, nearest=nearest(spec.parent, groups))
                self.report(problem, "groups", name, "parent")
            if not spec.parent:
                yield from visit(name, ())
        for name, spec in groups.items():
            if name not in done and spec.parent in groups:
                self.report(Problem("group-cycle", got=name), "groups", name, "parent")

    def _totals(self, groups: Mapping[str, GroupFormulas]) -> tuple[Number, Number, Number, Number]:
        scale = self.written.scale
        top = [
            groups[name] for name, spec in self.written.groups.items() if not spec.parent and name in groups
        ]
        applicable = nodes.total(*(group.applicable for group in top))
        raw = nodes.total(*(group.points for group in top))
        if scale.rescale:
            raw = nodes.Div(nodes.times(scale.points, raw), applicable)
        if not scale.may_exceed:
            raw = nodes.Min((raw, Const(scale.points)))
        total = _rounded(raw, scale.rounding.get("total"))
        base = Const(scale.points) if scale.rescale else applicable
        percent = _rounded(nodes.Div(total, base), _of_hundred(scale.percent_rounding))
        ranking = self.written.ranking
        if ranking.by == "total":
            standing = total if ranking.rounded else raw
        else:
            standing = percent if ranking.rounded else nodes.Div(raw, base)
        return total, applicable, percent, standing

    def _class(self, index: int, total: Number, percent: Number) -> Condition:
        spec = self.written.classes[index]
        figure = percent if spec.of_percent else total
        required = (self._condition(c, "classes", index, "require", n) for n, c in enumerate(spec.require))
        parts = [nodes.Compare(figure, ">=", Const(spec.from_)), *required]
        last = index == len(self.written.classes) - 1
        return nodes.Truth(True) if last else nodes.All(tuple(parts))


def _of_hundred(rounding: Rounding | None) -> Rounding | None:
    """A percentage is rounded as people write it; inside it is a share."""
    return None if rounding is None else evolve(rounding, step=rounding.step / 100)


def _rounded(number: Number, rounding: Rounding | None) -> Number:
    return number if rounding is None else nodes.Round(number, rounding)


def _resolved(spec: CriterionSpec, resolve: Callable[..., Any]) -> CriterionSpec:
    def line(line: Line) -> Line:
        of = resolve(line.of, *line.at)
        assert isinstance(of, Number)
        return evolve(line, of=of)

    rule = spec.rule
    voids = tuple(evolve(void, when=resolve(void.when, *void.at)) for void in rule.voids)
    return evolve(spec, rule=evolve(rule, lines=[line(each) for each in rule.lines], voids=voids))


@define
class Tally:
    """Add up one criterion: its lines, its limits, its rounding."""

    spec: CriterionSpec
    scale: Scale
    lines: list[NamedLine] = field(factory=list)
    _capped: dict[ColumnName, tuple[int, Number]] = field(factory=dict)
    """What each limited column comes to, and how many lines there were at its limit."""

    @property
    def head(self) -> Head:
        """The keys that every criterion has."""
        return self.spec.head

    def run(self) -> Number:
        """Write every line and return the net of them as one formula."""
        rule = self.spec.rule
        self._add("base", lambda line: True)
        self._cap("base")
        self._add("deduct", lambda line: not line.from_bonus_only)
        self._cap("deduct")
        earned = nodes.total(self._sum("base"), nodes.minus(self._sum("deduct")))
        is_full = nodes.Compare(earned, ">=", Const(self.head.points))
        self._add("bonus", lambda line: True, is_full)
        self._cap("bonus")
        self._take_from_bonus()
        net = nodes.total(self._sum("base"), self._sum("bonus"), nodes.minus(self._sum("deduct")))
        net = self._floor(net, rule.at_least)
        net = self._ceiling(net, rule.at_most)
        net = self._annul(net)
        return self._round(net)

    def _sum(self, column: ColumnName) -> Number:
        """Add up a column. A limit is written as one, so that bounds of unknown figures keep to it."""
        start, within = self._capped.get(column, (0, nodes.ZERO))
        later = (line.of for line in self.lines[start:] if line.column == column)
        return nodes.total(within, *later) if start else nodes.total(*later)

    def _add(
        self, column: ColumnName, wanted: Callable[[Line], bool], is_full: Condition | None = None
    ) -> None:
        at_line = self.scale.rounding.get("line")
        for line in self.spec.rule.lines:
            if line.column == column and wanted(line):
                of = _rounded(line.of, at_line)
                if line.needs_full_base and is_full is not None:
                    of = nodes.If(is_full, of, nodes.ZERO)
                self._write(line, of)

    def _write(self, line: Line, of: Number) -> None:
        source = line.source or self.head.source
        self.lines.append(NamedLine(line.column, of, line.title or self.head.title, source, "rule"))

    def _adjust(self, column: ColumnName, of: Number, reason: str, limit: Fraction | None = None) -> None:
        self.lines.append(NamedLine(column, of, "", self.head.source, reason, limit))  # type: ignore[arg-type]

    def _has(self, column: ColumnName) -> bool:
        return any(line.column == column for line in self.lines)

    def _cap(self, column: ColumnName) -> None:
        """Limit a column; what the limit takes away is a line below zero."""
        limit = self.spec.rule.most.get(column)
        if limit is not None and self._has(column):
            together = self._sum(column)
            over = nodes.Min((nodes.ZERO, nodes.total(Const(limit), nodes.minus(together))))
            self._adjust(column, over, "cap", limit)
            self._capped[column] = len(self.lines), nodes.Min((Const(limit), together))

    def _take_from_bonus(self) -> None:
        for line in self.spec.rule.lines:
            if line.column == "deduct" and line.from_bonus_only:
                left = nodes.Max((nodes.ZERO, self._sum("bonus")))
                self._write(line, nodes.Min((_rounded(line.of, self.scale.rounding.get("line")), left)))

    def _floor(self, net: Number, limit: Fraction | None) -> Number:
        """Lift the net to its least; the line takes from the deductions where there are any."""
        if limit is None:
            return net
        short = nodes.Max((nodes.ZERO, nodes.total(Const(limit), nodes.minus(net))))
        if self._has("deduct"):
            self._adjust("deduct", nodes.minus(short), "floor", limit)
        else:
            self._adjust("base", short, "floor", limit)
        return nodes.Max((net, Const(limit)))

    def _ceiling(self, net: Number, limit: Fraction | None) -> Number:
        if limit is None:
            return net
        over = nodes.Min((nodes.ZERO, nodes.total(Const(limit), nodes.minus(net))))
        self._adjust("bonus" if self._has("bonus") else "base", over, "ceiling", limit)
        return nodes.Min((net, Const(limit)))

    def _annul(self, net: Number) -> Number:
        for void in self.spec.rule.voids:
            gone = nodes.If(void.when, net, nodes.ZERO)
            source = void.source or self.head.source
            self.lines.append(NamedLine("deduct", gone, void.title, source, "void"))
            net = nodes.If(void.when, nodes.ZERO, net)
        return net

    def _round(self, net: Number) -> Number:
        rounding = self.head.rounding or self.scale.rounding.get("criterion")
        if rounding is None:
            return net
        rounded = nodes.Round(net, rounding)
        if all(_is_multiple(line.of, rounding) for line in self.lines):
            return rounded
        column: ColumnName = next((c for c in ("base", "bonus") if self._has(c)), "deduct")
        change = nodes.total(rounded, nodes.minus(net))
        self._adjust(column, change if column != "deduct" else nodes.minus(change), "rounding", rounding.step)
        return rounded


def _is_multiple(number: Number, rounding: Rounding) -> bool:
    """Say whether a line is surely a multiple of the step, so that rounding leaves it alone."""
    if isinstance(number, Const):
        return (number.value / rounding.step).denominator == 1
    if isinstance(number, nodes.If):
        return _is_multiple(number.then, rounding) and _is_multiple(number.other, rounding)
    if isinstance(number, nodes.Curve):
        return all(p.slope == 0 and (p.intercept / rounding.step).denominator == 1 for p in number.pieces)
    return False
