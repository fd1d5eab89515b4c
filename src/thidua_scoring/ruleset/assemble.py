"""Assemble what a ruleset says into formulas.

The limits of a criterion turn into lines here, so that the lines always add up to the
points (promise S2).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from attrs import define, evolve, field

from thidua_scoring.criterion import COLUMNS, ColumnName, Head, Line, WhenAbsent
from thidua_scoring.errors import Problem, Step, nearest
from thidua_scoring.expression.conditions import GROUP
from thidua_scoring.formula import nodes
from thidua_scoring.formula.nodes import Applies, Condition, Const, Node, Number
from thidua_scoring.numbers import Rounding
from thidua_scoring.ruleset.decisions.classes import ClassSpec
from thidua_scoring.ruleset.decisions.needs import formulas_in
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
    _whole: dict[str, Number] = field(factory=dict)
    """What decisions may ask of the whole table, by name; nothing while criteria are assembled."""

    def formulas(self) -> Formulas:
        """Assemble everything."""
        figures = Figures(self.written, self.report)
        self.written = figures.settled()
        criteria = {name: self._criterion(spec) for name, spec in self.written.criteria.items()}
        self.written = evolve(self.written, criteria={**self.written.criteria, **self._resolved})
        groups = self._groups(criteria)
        raw, total, applicable, base = self._totals(groups)
        percent = _rounded(nodes.Div(total, base), _of_hundred(self.written.scale.percent_rounding))
        columns = {column: _together(criteria, column) for column in COLUMNS}
        self._whole = {"total": total, "percent": percent, "applicable": applicable}
        self._whole |= {str(column): number for column, number in columns.items()}
        self._whole |= {f"{GROUP}{name}": group.points for name, group in groups.items()}
        for path, part in self.written.decided():
            for inner, root in formulas_in(part):
                self._report_unknown(root, *path, *inner)
        self.written = self.written.rewritten(lambda root: nodes.rewrite(root, self._put))
        bands = tuple(
            nodes.Compare(self._whole[each.of] if isinstance(each.of, str) else each.of, ">=", each.from_)
            for each in self.written.classes
        )
        return Formulas(
            criteria=criteria,
            groups=groups,
            raw=raw,
            total=total,
            applicable=applicable,
            percent=percent,
            standing=self._standing(raw, base),
            classes=class_conditions(self.written.classes, bands),
            bands=bands,
            vetoes=tuple(veto.when for veto in self.written.vetoes),
            columns=columns,
            fields=figures.specs,
            ranges=figures.ranges,
        )

    # ── criteria ────────────────────────────────────────────────────────────────────

    def _criterion(self, spec: CriterionSpec) -> CriterionFormulas:
        head, lines = spec.head, self._lines(spec)
        if head.applies is not None:
            self._report_unknown(head.applies, "criteria", head.id, "applies")
        applies = self._applies(head)
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
        self._report_unknown(root, *path)
        return nodes.rewrite(root, self._put)

    def _report_unknown(self, root: Node, *path: Step) -> None:
        """Report names of criteria and groups that there are none of."""
        known = self.written.criteria
        for node in nodes.walk(root):
            if isinstance(node, nodes.PointsOf | Applies) and node.criterion not in known:
                named = [*known, *self._whole] if isinstance(node, nodes.PointsOf) else [*known]
                if node.criterion not in named:
                    close = nearest(node.criterion, named)
                    self.report(Problem("unknown-criterion", got=node.criterion, nearest=close), *path)
            if isinstance(node, nodes.Every) and node.group and node.group not in self.written.groups:
                close = nearest(node.group, self.written.groups)
                self.report(Problem("unknown-group", got=node.group, nearest=close), *path)

    def _put(self, node: Node) -> Node:
        match node:
            case nodes.PointsOf(name):
                if name in self.written.criteria:
                    return nodes.Points(name, self._net(name))
                return self._whole.get(name, nodes.ZERO)
            case Applies(name) if name not in self.written.criteria:
                return nodes.Truth(True)
            case nodes.Every():
                return nodes.All(tuple(self._each_of(node)))
        return node

    def _each_of(self, every: nodes.Every) -> Iterator[Condition]:
        """Yield what every criterion of a block must come to; one that does not apply is passed over."""
        passed = Fraction(1 if every.relation in (">", ">=") else -1)
        for name, spec in self.written.criteria.items():
            if spec.head.points and self._lies_in(spec.head.group, every.group):
                limit = every.limit * spec.head.points if every.of_share else every.limit
                own = nodes.Points(name, self._net(name))
                points = nodes.If(self._applies(spec.head), own, Const(limit + passed))
                yield nodes.Compare(points, every.relation, Const(limit))

    def _lies_in(self, group: str, block: str) -> bool:
        seen = set[str]()
        while block and group != block and group in self.written.groups and group not in seen:
            seen.add(group)
            group = self.written.groups[group].parent
        return not block or group == block

    def _applies(self, head: Head) -> Condition:
        """Return to which units a criterion applies: as evidence says, and as its rule does."""
        wanted: Any = head.applies and nodes.rewrite(head.applies, self._put)
        return nodes.both(Applies(head.id), wanted) or Applies(head.id)

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
        """Return the total before it is rounded, the total, what applies of it, and what is 100 %."""
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
        return raw, total, applicable, Const(scale.points) if scale.rescale else applicable

    def _standing(self, raw: Number, base: Number) -> Number:
        """Return what units are ranked by."""
        ranking = self.written.ranking
        if not isinstance(ranking.by, str):
            return ranking.by
        if ranking.rounded:
            return self._whole[ranking.by]
        return raw if ranking.by == "total" else nodes.Div(raw, base)


def _together(criteria: Mapping[str, CriterionFormulas], column: ColumnName) -> Number:
    """Add up one column of all criteria that apply."""
    parts = (nodes.If(each.applies, each.columns[column], nodes.ZERO) for each in criteria.values())
    return nodes.total(*parts)


def class_conditions(classes: Sequence[ClassSpec], bands: Sequence[Condition]) -> tuple[Condition, ...]:
    """Return for each class, from the best down, the condition of which the first that holds decides.

    A requirement that names what becomes of a unit which fails it bars the classes between, too.
    Needs that no formula sees are left to `decide`.
    """
    ids = [each.id for each in classes]
    found: list[Condition] = []
    for index, each in enumerate(classes):
        parts: list[Condition] = [bands[index]]
        parts += [required.condition for required in each.require if required.condition is not None]
        for above, better in enumerate(classes[:index]):
            parts += [
                nodes.Any_((nodes.Not(bands[above]), required.condition))
                for required in better.require
                if required.condition is not None
                and required.otherwise in ids
                and index < ids.index(required.otherwise)
            ]
        found.append(nodes.All(tuple(parts)))
    return (*found[:-1], nodes.Truth(True)) if found else ()


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
