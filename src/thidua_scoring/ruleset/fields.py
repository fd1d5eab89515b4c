"""Settle what every figure is: what the ruleset declares, and what its use shows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any, Final

from attrs import define, evolve, field

from thidua_scoring.criterion import FieldSpec, Head
from thidua_scoring.errors import Problem, Step, nearest
from thidua_scoring.formula import nodes
from thidua_scoring.formula.analyse import Range
from thidua_scoring.formula.nodes import Column, Condition, Field, FieldKind, Node, Number
from thidua_scoring.ruleset.decisions.needs import formulas_in
from thidua_scoring.ruleset.model import UNIT_FACTS, Written

CLAIMED: Final = "claimed"
"""The figure of every criterion that holds the points the unit claims."""
_NUMERIC: Final = frozenset({"number", "count", "percent", "date"})


@define
class Figures:
    """Collect the figures of all criteria, settle their kinds, and put them into the formulas."""

    written: Written
    report: Callable[..., None]
    specs: dict[str, FieldSpec] = field(factory=dict)
    _used: dict[str, list[FieldKind]] = field(factory=dict)
    _columns: dict[str, dict[str, list[FieldKind]]] = field(factory=dict)
    _levels: dict[str, set[str]] = field(factory=dict)
    _optional: set[str] = field(factory=set)

    def settled(self) -> Written:
        """Return the ruleset with every figure bound to its owner and of its settled kind."""
        written = self._rewritten(self.written, self._bound)
        for path, root in _roots(written):
            self._collect(root, path)
        self._declare(written)
        return self._rewritten(written, lambda root, owner: nodes.rewrite(root, self._final))

    @property
    def ranges(self) -> dict[str, Range]:
        """What each figure may be."""
        return {key: _range(spec) for key, spec in self.specs.items()}

    def _bound(self, root: Node, owner: str) -> Node:
        return nodes.bind(root, owner)

    # ── finding ─────────────────────────────────────────────────────────────────────

    def _collect(self, root: Node, path: tuple[Step, ...]) -> None:
        read = set(nodes.walk(nodes.rewrite(root, _without_asking)))
        for node in nodes.walk(root):
            if isinstance(node, Field):
                self._known(node, path)
                # Whether a figure applies may be asked of figures of every kind.
                self._used.setdefault(node.key, []).extend([node.kind] if node in read else [])
            if isinstance(node, nodes.Given):
                self._optional.add(node.of.key)
            if isinstance(node, nodes.IsLevel) and isinstance(node.of, Field):
                self._levels.setdefault(node.of.key, set()).update(node.levels)
            if isinstance(node, nodes.Lookup) and isinstance(node.of, Field):
                self._levels.setdefault(node.of.key, set()).update(name for name, _ in node.values)
            if isinstance(node, nodes.Reduce):
                self._table(node)

    def _known(self, node: Field, path: tuple[Step, ...]) -> None:
        owners = self.written.criteria
        if node.criterion and node.criterion not in owners:
            close = nearest(node.criterion, owners)
            self.report(Problem("unknown-criterion", got=node.criterion, nearest=close), *path)

    def _table(self, node: nodes.Reduce) -> None:
        columns = self._columns.setdefault(node.table.key, {})
        inner: list[Node] = [node.of]
        if node.where is not None:
            inner.append(node.where)
        for part in nodes.walk(*inner):
            if isinstance(part, Column):
                columns.setdefault(part.name, []).append(part.kind)
        if node.distinct is not None:
            columns.setdefault(node.distinct, []).append("text")

    # ── settling ────────────────────────────────────────────────────────────────────

    def _declare(self, written: Written) -> None:
        for key, kinds in self._used.items():
            owner, name = key.rpartition(".")[0], key.rpartition(".")[2]
            declared, path = self._declared(written, owner, name)
            self.specs[key] = self._settle(key, declared or FieldSpec(name, declared=False), kinds, path)
        for spec in written.criteria.values():
            for name in spec.head.fields:
                if f"{spec.id}.{name}" not in self._used:
                    known = [key.rpartition(".")[2] for key in self._used if key.startswith(f"{spec.id}.")]
                    problem = Problem("field-not-used", got=name, nearest=nearest(name, known))
                    self.report(problem, "criteria", spec.id, "fields", name)
        for name, fact in written.facts.items():
            self.specs.setdefault(f".{name}", fact)

    def _declared(self, written: Written, owner: str, name: str) -> tuple[FieldSpec | None, tuple[Step, ...]]:
        if not owner:
            if name in UNIT_FACTS:
                return FieldSpec(name, "text" if name == "name" else "level"), ()
            return written.facts.get(name), ("facts", name)
        spec = written.criteria.get(owner)
        if spec is None:
            return None, ()
        by_kind = next((given for given in spec.rule.fields if given.name == name), None)
        by_hand = spec.head.fields.get(name)
        if by_kind is not None and by_hand is not None:
            return _joined(by_kind, by_hand), ("criteria", owner, "fields", name)
        return by_hand or by_kind, ("criteria", owner, "fields", name)

    def _settle(self, key: str, spec: FieldSpec, kinds: list[FieldKind], path: tuple[Step, ...]) -> FieldSpec:
        kind = self._kind(key, spec, kinds, path)
        spec = evolve(spec, kind=kind, optional=spec.optional or key in self._optional)
        if kind == "level" and not spec.levels and key.rpartition(".")[2] not in UNIT_FACTS:
            spec = evolve(spec, levels=tuple(sorted(self._levels.get(key, ()))))
        elif kind == "level" and spec.levels:
            for level in sorted(self._levels.get(key, set()) - set(spec.levels)):
                problem = Problem(
                    "unknown-level",
                    got=level,
                    nearest=nearest(level, spec.levels),
                    expected=", ".join(spec.levels),
                )
                self.report(problem, *path)
        if kind == "table":
            spec = evolve(spec, columns=tuple(self._column_specs(key, spec, path)))
        return spec

    def _column_specs(self, key: str, spec: FieldSpec, path: tuple[Step, ...]) -> Iterator[FieldSpec]:
        used = self._columns.get(key, {})
        declared = {column.name: column for column in spec.columns}
        for name in dict.fromkeys([*declared, *used]):
            column = declared.get(name) or FieldSpec(name, declared=False)
            place = (*path, "columns", name)
            yield evolve(column, kind=self._kind(name, column, used.get(name, []), place))

    def _kind(
        self, key: str, spec: FieldSpec, kinds: Iterable[FieldKind], path: tuple[Step, ...]
    ) -> FieldKind:
        """Join the kinds that uses show; a plain number gives way to anything numeric."""
        shown: list[FieldKind] = list(dict.fromkeys(kind for kind in kinds if kind != "number"))
        asked: list[FieldKind] = [*([spec.kind] if spec.declared and spec.kind != "number" else []), *shown]
        declared_number = spec.declared and spec.kind == "number" and spec.name not in UNIT_FACTS
        if declared_number and any(kind not in _NUMERIC for kind in shown):
            asked = ["number", *asked]
        elif not asked:
            return spec.kind if spec.declared else "number"
        found = asked[0]
        if found == "text" and "level" in asked:
            found = "level"
        clash = next((kind for kind in asked if kind not in (found, "text")), None)
        plain = "number" in kinds and found not in _NUMERIC and found != "text"
        if clash is not None or (plain and "number" not in asked and shown):
            uses = ", ".join(dict.fromkeys([*asked, *(["number"] if plain else [])]))
            self.report(Problem("field-kinds-disagree", got=key.lstrip("."), uses=uses), *path)
        return found

    def _final(self, node: Node) -> Node:
        if isinstance(node, Field):
            spec = self.specs.get(node.key)
            return node if spec is None else evolve(node, kind=spec.kind)
        if isinstance(node, nodes.Reduce):
            spec = self.specs.get(node.table.key)
            columns = {column.name: column for column in spec.columns} if spec else {}
            return self._typed_rows(node, columns)
        return node

    def _typed_rows(self, node: nodes.Reduce, columns: Mapping[str, FieldSpec]) -> Node:
        def typed(part: Node) -> Node:
            if isinstance(part, Column) and part.name in columns:
                return evolve(part, kind=columns[part.name].kind)
            return part

        where: Any = None if node.where is None else nodes.rewrite(node.where, typed)
        of: Any = nodes.rewrite(node.of, typed)
        return evolve(node, of=of, where=where)

    def _rewritten(self, written: Written, change: Callable[[Node, str], Any]) -> Written:
        """Send every formula of the ruleset through ``change``."""

        def number(of: Number | Condition | None, owner: str) -> Any:
            return None if of is None else change(of, owner)

        criteria = {}
        for name, spec in written.criteria.items():
            rule, head = spec.rule, evolve(spec.head, applies=number(spec.head.applies, name))
            rule = evolve(
                rule,
                lines=[evolve(line, of=self._amongst(number(line.of, name), head)) for line in rule.lines],
                voids=tuple(evolve(void, when=number(void.when, name)) for void in rule.voids),
            )
            criteria[name] = evolve(spec, rule=rule, head=head)
        return evolve(written, criteria=criteria).rewritten(lambda root: change(root, ""))

    def _amongst(self, root: Any, head: Head) -> Any:
        """Compare a unit only with units to which the criterion applies."""
        applies = nodes.both(nodes.Applies(head.id), head.applies)

        def change(node: Node) -> Node:
            if not isinstance(node, nodes.Group):
                return node
            parts = node.among.parts if isinstance(node.among, nodes.All) else (node.among,)
            if nodes.Applies(head.id) in nodes.walk(*(part for part in parts if part is not None)):
                return node
            return evolve(node, among=nodes.both(applies, node.among))

        return nodes.rewrite(root, change)


def _without_asking(node: Node) -> Node:
    return nodes.Truth(True) if isinstance(node, nodes.Given) else node


def _roots(written: Written) -> Iterator[tuple[tuple[Step, ...], Node]]:
    """Yield every formula as written, with its path."""
    for name, spec in written.criteria.items():
        for line in spec.rule.lines:
            yield ("criteria", name, *line.at), line.of
        for void in spec.rule.voids:
            yield ("criteria", name, *void.at), void.when
        if spec.head.applies is not None:
            yield ("criteria", name, "applies"), spec.head.applies
    for path, part in written.decided():
        yield from (((*path, *inner), root) for inner, root in formulas_in(part))


def _joined(by_kind: FieldSpec, by_hand: FieldSpec) -> FieldSpec:
    """Lay what the ruleset says of a figure over what the criterion's kind knows."""
    plain = FieldSpec(by_hand.name)
    changed = {
        name: getattr(by_hand, name)
        for name in FieldSpec.__slots__  # type: ignore[attr-defined]
        if name != "__weakref__" and getattr(by_hand, name) != getattr(plain, name)
    }
    columns = {column.name: column for column in by_kind.columns}
    columns |= {
        column.name: _joined(columns[column.name], column) if column.name in columns else column
        for column in by_hand.columns
    }
    return evolve(by_kind, **{**changed, "columns": tuple(columns.values())})


def _range(spec: FieldSpec) -> Range:
    levels = frozenset(spec.levels) if spec.levels else None
    low, high = spec.minimum, spec.maximum
    if spec.kind == "date":
        low, high = Fraction(1), None
    return Range(low, high, levels, spec.optional)
