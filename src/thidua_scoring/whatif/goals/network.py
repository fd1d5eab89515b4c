"""Formulas as a network over components: what they can come to together, worked out part by part.

Formulas that have no lever in common are worked out apart. Formulas that have are opened, one
level at a time, until what is inside belongs to one component, whose choices the engine has
scored. On the way back equal outcomes become one state, so that few states remain.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, Final, TypeAlias

from attrs import define, evolve, field, fields

from thidua_scoring.formula import nodes
from thidua_scoring.formula.analyse import Bounds, Directions, Free, Range, Way
from thidua_scoring.formula.nodes import Field, Node, Number
from thidua_scoring.formula.values import Truth3, Value
from thidua_scoring.scoring.inputs import UnitInputs
from thidua_scoring.whatif.goals.components import RIVALS, Component, is_truth
from thidua_scoring.whatif.goals.frontiers import (
    Frontier,
    Mapped,
    Part,
    Product,
    State,
    leaf,
    mapped,
    summed,
)
from thidua_scoring.whatif.goals.told import Told

Parts: TypeAlias = tuple[Node, ...]
Ways: TypeAlias = tuple[Way, ...]
_FOLDED: Final[Mapping[type[Node], str]] = {
    nodes.Add: "terms", nodes.Min: "parts", nodes.Max: "parts", nodes.All: "parts", nodes.Any_: "parts"
}  # fmt: skip
"""What may be worked out a few terms at a time, and where the terms stand."""


@define(eq=False)
class Network:
    """The formulas of one unit over the components that may change."""

    inputs: UnitInputs
    components: Sequence[Component]
    _of: dict[str, int] = field(init=False)
    _touching: dict[Node, frozenset[int]] = field(factory=dict)
    _found: dict[tuple[Parts, Ways], Frontier] = field(factory=dict)
    _constants: dict[Node, Part] = field(factory=dict)
    _bounds: Bounds = field(init=False)
    _plain: Told = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._of = {m.key: n for n, component in enumerate(self.components) for m in component.moves}
        self._bounds = Bounds(Free(self.inputs.ruleset.formulas.ranges, all_apply=False))
        self._plain = Told(self.inputs, {})
        self._touching[RIVALS] = frozenset(n for n, each in enumerate(self.components) if each.rivals)

    def touching(self, part: Node) -> frozenset[int]:
        """Return the components that may move a formula."""
        found = self._touching.get(part)
        if found is None:
            if isinstance(part, Field):
                found = frozenset({self._of[part.key]}) if part.key in self._of else frozenset()
            elif isinstance(part, nodes.Given | nodes.Applies):
                found = frozenset()
            else:
                found = frozenset[int]().union(*map(self.touching, nodes.children(part)))
            self._touching[part] = found
        return found

    def tell(self, part: Node, value: Part) -> None:
        """Say what a part comes to that no formula gives, as long as nothing moves it."""
        self._constants[part] = value

    def constant(self, part: Node) -> Part:
        """Return what a formula that nothing moves comes to."""
        if part not in self._constants:
            self._constants[part] = self._plain.part(part)
        return self._constants[part]

    def frontier(self, parts: Parts, ways: Ways) -> Frontier:
        """Return what formulas, each of them moved by some component, can come to together.

        ``ways`` says of each whether more of it is better (1) or worse (-1) for what is asked.
        """
        if (parts, ways) not in self._found:
            self._found[parts, ways] = self._worked(parts, ways)
        return self._found[parts, ways]

    def _worked(self, parts: Parts, ways: Ways) -> Frontier:
        clusters = self._clusters(parts)
        if len(clusters) != 1:
            return self._apart(parts, ways, clusters)
        touched = frozenset[int]().union(*map(self.touching, parts))
        if len(touched) == 1:
            (number,) = touched
            component = self.components[number]
            return leaf(number, component.states(parts), component.priced(), ways)
        if len(parts) == 1 and type(parts[0]) in _FOLDED:
            return self._folded(parts[0], ways)
        return self._through(parts, ways, *self._opened(parts))

    def _clusters(self, parts: Sequence[Node]) -> list[list[int]]:
        """Return the places of parts that some component connects, together."""
        found: list[tuple[frozenset[int], list[int]]] = []
        for place, part in enumerate(parts):
            touched = self.touching(part)
            near = [each for each in found if each[0] & touched]
            found = [each for each in found if not each[0] & touched]
            places = sorted([place, *(at for each in near for at in each[1])])
            found.append((touched.union(*(each[0] for each in near)), places))
        return [places for _, places in found]

    def _apart(self, parts: Parts, ways: Ways, clusters: Sequence[Sequence[int]]) -> Frontier:
        inner = [
            self.frontier(tuple(parts[at] for at in cluster), tuple(ways[at] for at in cluster))
            for cluster in clusters
        ]
        laid = [at for cluster in clusters for at in cluster]
        return Product(inner, [len(each) for each in clusters], [laid.index(n) for n in range(len(parts))])

    # ── opening formulas ────────────────────────────────────────────────────────────

    def _moved(self, part: Node) -> list[Node]:
        """Return the parts of a formula that some component moves, as they stand."""
        inner = list(nodes.children(part))
        if isinstance(part, nodes.Reduce):
            inner = [each for each in nodes.walk(part) if _is_asked(each)]
        return [each for each in inner if self.touching(each)]

    def _folded(self, part: Node, ways: Ways) -> Frontier:
        """Work out a sum, or another fold, term by term."""
        kind, moved = type(part), self._moved(part)
        clusters = self._clusters(moved)
        if len(clusters) == 1:
            return self._through((part,), ways, (part,), tuple(dict.fromkeys(moved)))
        pieces = [self._piece(kind, [moved[at] for at in cluster]) for cluster in clusters]
        whole, found = pieces[0], self.frontier((pieces[0],), ways)
        for piece in pieces[1:]:
            more = self.frontier((piece,), ways)
            both = self._piece(kind, [whole, piece])
            sums = summed(found, more, ways[0]) if kind is nodes.Add else None
            pairs = Product([found, more], [1, 1], [0, 1]) if sums is None else None
            if pairs is not None:
                found = self._made(pairs, (both,), (whole, piece), ways)
            elif sums is not None:
                found = sums
            whole = both
        still = [each for each in nodes.children(part) if not self.touching(each)]
        if not still:
            return found
        return self._made(found, (self._piece(kind, [*still, whole]),), (whole,), ways)

    def _piece(self, kind: Any, terms: Sequence[Node]) -> Node:
        made: Node = terms[0] if len(terms) == 1 else kind(tuple(terms))
        return made

    def _opened(self, parts: Parts) -> tuple[Parts, Parts]:
        """Return the same formulas in a form that shows what is inside, and that.

        Of a sum, the terms that nothing connects with the other formulas become one.
        """
        items = [
            (owner, each)
            for owner, part in enumerate(parts)
            for each in ([part] if len(self.touching(part)) == 1 else self._moved(part))
        ]
        owners: dict[int, set[int]] = {}
        for cluster in self._clusters([each for _, each in items]):
            owners |= {at: {items[other][0] for other in cluster} for at in cluster}
        shapes, inner = list[Node](), dict[Node, None]()
        for owner, part in enumerate(parts):
            own = [each for at, (o, each) in enumerate(items) if o == owner and len(owners[at]) == 1]
            shared = [each for at, (o, each) in enumerate(items) if o == owner and len(owners[at]) > 1]
            kind = type(part)
            if kind in _FOLDED and len(self.touching(part)) > 1 and len(own) > 1:
                still = [each for each in nodes.children(part) if not self.touching(each)]
                own = [self._piece(kind, own)]
                shapes.append(self._piece(kind, [*still, *own, *shared]))
            else:
                shapes.append(part)
            inner |= dict.fromkeys([*own, *shared])
        return tuple(shapes), tuple(inner)

    # ── and back ────────────────────────────────────────────────────────────────────

    def _through(self, parts: Parts, ways: Ways, shapes: Parts, inner: Parts) -> Frontier:
        below = self.frontier(inner, self._ways_below(shapes, ways, inner))
        return self._made(below, shapes, inner, ways)

    def _made(self, below: Frontier, shapes: Parts, inner: Parts, ways: Ways) -> Mapped:
        """Work out formulas from what is inside them."""
        still = {
            each: self.constant(each)
            for shape in shapes
            if not isinstance(shape, nodes.Reduce | nodes.Lookup | nodes.IsLevel | nodes.Given)
            for each in nodes.children(shape)
            if not self.touching(each)
        }

        def make(state: State) -> State:
            known = {**still, **dict(zip(inner, state, strict=True))}
            told = Told(self.inputs, known)
            return tuple(known[shape] if shape in known else told.part(shape) for shape in shapes)

        return mapped(below, make, ways)

    def _ways_below(self, shapes: Parts, ways: Ways, inner: Parts) -> Ways:
        """Return how what is asked moves with each inner part, the others staying as they are."""
        stand_ins = {each: self._stand_in(n, each) for n, each in enumerate(inner)}
        ranges = {stand_in.key: self._range(each) for each, stand_in in stand_ins.items()}
        shallow = [self._shallow(shape, stand_ins, ranges) for shape in shapes]
        found = list[Way]()
        for each in inner:
            directions = Directions(stand_ins[each].key, ranges)
            of_shapes = [
                None if self._hides(shape, each) else directions.of(part)
                for shape, part in zip(shapes, shallow, strict=True)
            ]
            found.append(_together(of_shapes, ways))
        return tuple(found)

    def _hides(self, shape: Node, part: Node) -> bool:
        """Say whether a part lies deeper in a formula than stand-ins are put."""
        return isinstance(shape, nodes.Reduce) and part in self._moved(shape)

    def _stand_in(self, n: int, part: Node) -> Field:
        return Field(str(n), "yes-no" if is_truth(part) else "number", "?")

    def _range(self, part: Node) -> Range:
        if is_truth(part) or not isinstance(part, Number) or part is RIVALS:
            return Range()
        bounds = self._bounds.of(part)
        return Range(bounds.low, bounds.high)

    def _shallow(self, shape: Node, stand_ins: Mapping[Node, Field], ranges: dict[str, Range]) -> Node:
        """Put figures in the place of what is inside a formula."""
        if shape in stand_ins:
            return stand_ins[shape]
        if isinstance(shape, nodes.Reduce | nodes.Lookup | nodes.IsLevel | nodes.Given | nodes.Group):
            return shape

        def put(part: Any) -> Any:
            if not isinstance(part, Node):
                return part
            return stand_ins[part] if part in stand_ins else self._still(part, ranges)

        kind: Any = type(shape)
        changed: dict[str, Any] = {}
        for attribute in fields(kind):
            value = getattr(shape, attribute.name)
            changed[attribute.name] = tuple(map(put, value)) if isinstance(value, tuple) else put(value)
        return evolve(shape, **changed)  # type: ignore[misc]

    def _still(self, part: Node, ranges: dict[str, Range]) -> Node:
        """Return a constant, or a figure within its bounds, in the place of what nothing moves."""
        value = self.constant(part)
        if isinstance(value, Fraction):
            return nodes.Const(value)
        if isinstance(value, Truth3) and value.may_hold != value.may_fail:
            return nodes.Truth(value.may_hold)
        key = Field(f"still-{len(ranges)}", "yes-no" if isinstance(value, Truth3) else "number", "?")
        ranges[key.key] = Range(value.low, value.high) if isinstance(value, Value) else Range()
        return key


def _is_asked(part: Node) -> bool:
    """Say whether a part is a figure as formulas ask for it; a level is asked for its number or name."""
    if isinstance(part, Field):
        return part.kind not in ("level", "text")
    return isinstance(part, nodes.Lookup | nodes.IsLevel)


def _together(inner: Sequence[Way], outer: Sequence[Way]) -> Way:
    """Join how each formula moves with a part and how what is asked moves with the formula."""
    ways: set[Way] = set()
    for one, other in zip(inner, outer, strict=True):
        if one != 0:
            ways.add(None if one is None or other is None else one * other)
    ways.discard(0)
    if not ways:
        return 0
    return ways.pop() if len(ways) == 1 else None
