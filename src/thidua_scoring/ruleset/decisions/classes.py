"""Classes, what forces a unit into one, and what stands in the place of one."""

from __future__ import annotations

from fractions import Fraction
from typing import Final, Literal, TypeAlias

from attrs import frozen

from thidua_scoring.errors import Problem
from thidua_scoring.expression import conditions, measures, tables
from thidua_scoring.expression.tables import Table
from thidua_scoring.formula import nodes
from thidua_scoring.formula.nodes import Condition, Const, Number
from thidua_scoring.ruleset.decisions.needs import Requirement, requirement

Outcome: TypeAlias = Literal["unrated", "not-considered", "postponed", "demoted"]
OUTCOMES: Final = ("unrated", "not-considered", "postponed", "demoted")
"""Không xếp loại, không xét, chưa khen thưởng, hạ bậc."""
WITHOUT_CLASS: Final = ("not-considered", "unrated")
"""The outcomes that stand in the place of class and rank; of two, the first."""


@frozen
class ClassSpec:
    """A class and what it takes to be in it. Classes stand from the best down."""

    id: str
    title: str
    from_: Number
    of: Literal["total", "percent"] | Number = "total"
    """What the threshold is held against; a percentage as its share."""
    require: tuple[Requirement, ...] = ()

    @property
    def threshold(self) -> Fraction | None:
        """The threshold, where it is the same for all units."""
        return self.from_.value if isinstance(self.from_, Const) else None

    @property
    def of_percent(self) -> bool:
        """Whether the threshold is a share of the applicable points."""
        return self.of == "percent"


@frozen
class Veto:
    """A condition with an outcome of its own, however many points there are."""

    id: str
    title: str
    when: Condition
    outcome: str
    """The id of a class, the best that the unit can still have, or one of `OUTCOMES`."""
    source: str = ""
    steps: int = 1
    """By how many classes a unit is demoted."""
    to_lower_bound: bool = False
    """Whether a demoted unit's points fall to the threshold of the class it comes to."""


@frozen
class Cap:
    """One entity's class is at best another's, as a head's is at best the unit's."""

    id: str
    title: str
    entity: str
    """The fact that holds the other entity's id."""
    results: str
    """The name under which the other entities' results are given."""
    when: Condition | None = None
    source: str = ""


def class_spec(raw: object) -> ClassSpec:
    """Read one of ``[[classes]]``."""
    table = Table(raw)
    written = table.raw.get("from")
    from_: Number = table.need("from", _threshold, nodes.ZERO)
    of = table.read("of", _figure, None)
    if of is None:
        of = "percent" if isinstance(written, str) else "total"
    spec = ClassSpec(
        id=table.need("id", tables.text, "?"),
        title=table.need("title", tables.text, "?"),
        from_=from_,
        of=of,
        require=table.read("require", tables.list_of(requirement), ()),
    )
    table.close()
    return spec


def _threshold(raw: object) -> Number:
    if isinstance(raw, dict):
        return measures.measure(raw)
    return Const(tables.number(raw), "percent" if isinstance(raw, str) else "number")


def _figure(raw: object) -> Literal["total", "percent"] | Number:
    if raw in ("total", "percent"):
        return "total" if raw == "total" else "percent"
    return measures.measure(raw)


def falling(classes: tuple[ClassSpec, ...]) -> tuple[ClassSpec, ...]:
    """Check that classes stand from the best down, the last without condition."""
    problems = []
    seen: set[str] = set()
    for index, spec in enumerate(classes):
        if spec.id in seen:
            problems.append(Problem("duplicate-id", at=[index, "id"], got=spec.id))
        seen.add(spec.id)
        if spec.of != classes[0].of:
            problems.append(Problem("classes-mixed", at=[index, "from"], got=spec.id))
        elif index and not _below(spec.from_, classes[index - 1].from_):
            problems.append(Problem("classes-not-falling", at=[index, "from"], got=spec.id))
    if classes and (classes[-1].threshold != 0 or classes[-1].require):
        problems.append(Problem("classes-without-last", at=[len(classes) - 1, "from"], got=classes[-1].id))
    tables.raise_all(problems)
    return classes


def _below(lower: Number, higher: Number) -> bool:
    """Say whether a threshold is below the one above it, as far as the ruleset alone shows."""
    if isinstance(lower, Const) and isinstance(higher, Const):
        return lower.value < higher.value
    if isinstance(lower, nodes.Lookup) and isinstance(higher, nodes.Lookup) and lower.of == higher.of:
        above = dict(higher.values)
        return all(value < above[level] for level, value in lower.values if level in above)
    if isinstance(lower, Const) and isinstance(higher, nodes.Lookup):
        return all(lower.value < value for _, value in higher.values)
    if isinstance(lower, nodes.Lookup) and isinstance(higher, Const):
        return all(value < higher.value for _, value in lower.values)
    return True


def veto(name: str, raw: object) -> Veto:
    """Read ``[vetoes.ID]``."""
    table = Table(raw)
    when: Condition = table.need("when", conditions.condition, nodes.Truth(False))
    found = Veto(
        id=name,
        title=table.need("title", tables.text, "?"),
        when=when,
        outcome=table.need("outcome", tables.text, "?"),
        source=table.read("source", tables.text, ""),
        steps=table.read("steps", tables.positive, 1),
        to_lower_bound=table.pick("points", ("lower-bound",), None) is not None,
    )
    for key in ("steps", "points"):
        if key in table.raw and found.outcome != "demoted":
            table.refuse("clause-key-unused", key, key=key, form=found.outcome)
    table.close()
    return found


def cap(name: str, raw: object) -> Cap:
    """Read ``[caps.ID]``."""
    table = Table(raw)
    found = Cap(
        id=name,
        title=table.need("title", tables.text, "?"),
        entity=table.need("entity", tables.name, "?"),
        results=table.need("results", tables.name, "?"),
        when=table.read("when", conditions.condition, None),
        source=table.read("source", tables.text, ""),
    )
    table.close()
    return found
