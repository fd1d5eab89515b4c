"""Needs: what a decision asks of a unit, as structured tables.

Every condition of the language is a need (``docs/rulesets.md``). Decisions may also ask what
formulas cannot see: what this run has decided before, and what past years brought.

| written | met when |
|---|---|
| ``{ class = "tot" }`` | the unit's class is that or a better one |
| ``{ rank_up_to = 3 }`` | the unit is among the first three of its ranking |
| ``{ elected = "suy-ton" }`` | the unit was elected in the ballot |
| ``{ held = "cstdcs", in_a_row = 2 }`` | records hold it for two years running, up to the last |
| ``{ held = "sang-kien", at_least = 2, within = 3 }`` | records hold it twice in the last three years |
| ``{ members_hold = "cstdcs", at_least = 1 }`` | so many members of the unit hold it this year |
| ``{ members_hold = "ldtt", from = "70%", of = "unit.staff" }`` | so large a share of the members does |
| ``{ all = […] }``, ``{ any = […] }``, ``{ not = … }`` | as the word says |
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import Any, Final, Literal, TypeAlias

import attrs
from attrs import frozen

from thidua_scoring.errors import Problem, Step
from thidua_scoring.expression import conditions, measures, tables
from thidua_scoring.expression.tables import Table
from thidua_scoring.formula import nodes
from thidua_scoring.formula.nodes import Condition, Node, Number

Ending: TypeAlias = Literal["last", "this"]


@frozen
class Asked:
    """A condition on figures and points, decided by formula."""

    condition: Condition


@frozen
class ClassIs:
    """The unit's class is this one, or a better one."""

    id: str


@frozen
class RankUpTo:
    """The unit's rank is this one, or a better one."""

    rank: int


@frozen
class Elected:
    """The unit was elected in a ballot."""

    ballot: str


@frozen
class Held:
    """Records hold one of some titles, awards or classes, running or so many times.

    ``within`` counts years back from the last one; ``ending`` says whether that is the year
    before the period or the period's own. One of ``in_a_row`` and ``at_least`` is given.
    """

    what: tuple[str, ...]
    in_a_row: int | None = None
    at_least: int | None = None
    within: int | None = None
    ending: Ending = "last"


@frozen
class MembersHold:
    """So many members of a unit, or so large a share of them, hold something in the period's year."""

    what: tuple[str, ...]
    at_least: int | None = None
    share: Fraction | None = None
    strict: bool = False
    of: Number | None = None


@frozen
class AllOf:
    """Every part is met."""

    parts: tuple[Need, ...]


@frozen
class AnyOf:
    """At least one part is met."""

    parts: tuple[Need, ...]


@frozen
class NotMet:
    """The part is not met."""

    of: Need


Need: TypeAlias = Asked | ClassIs | RankUpTo | Elected | Held | MembersHold | AllOf | AnyOf | NotMet


@frozen
class Requirement:
    """A need with its words, and what becomes of a unit that fails it."""

    need: Need
    title: str = ""
    source: str = ""
    otherwise: str = ""
    """The class that a unit which fails may still have; empty: the next one down. Not for awards."""

    @property
    def condition(self) -> Condition | None:
        """The condition, if formulas alone decide."""
        return self.need.condition if isinstance(self.need, Asked) else None


def requirement(raw: object) -> Requirement:
    """Read a need alone, or with its words: ``{ must = …, title = …, source = …, else = … }``."""
    if not isinstance(raw, dict) or "must" not in raw:
        return Requirement(need(raw))
    table = Table(raw)
    found = Requirement(
        table.read("must", need, Asked(nodes.Truth(True))),
        table.read("title", tables.text, ""),
        table.read("source", tables.text, ""),
        table.read("else", tables.text, ""),
    )
    table.close()
    return found


def need(raw: object) -> Need:
    """Read a need. Raises ``Problem`` or ``Problems`` with the paths of all that is wrong."""
    if isinstance(raw, dict):
        heads = [head for head in _HEADS if head in raw]
        if len(heads) > 1:
            raise Problem("condition-heads", expected=", ".join(_HEADS), got=", ".join(heads))
        if heads and (heads[0] not in _JOINING or not _is_condition(raw)):
            table = Table(raw)
            table.has(heads[0])
            found: Need = _HEADS[heads[0]](table)
            table.close()
            return found
    return Asked(conditions.condition(raw))


def _is_condition(raw: Any) -> bool:
    """Say whether a joined need asks nothing but what formulas see."""
    if isinstance(raw, dict):
        return not (_HEADS.keys() - _JOINING) & raw.keys() and all(map(_is_condition, _parts(raw)))
    return True


def _parts(raw: Mapping[str, Any]) -> list[Any]:
    parts = [*_listed(raw.get("all")), *_listed(raw.get("any"))]
    return [*parts, raw["not"]] if "not" in raw else parts


def _listed(raw: Any) -> list[Any]:
    return raw if isinstance(raw, list) else []


def _class(table: Table) -> Need:
    return ClassIs(table.read("class", tables.text, ""))


def _rank(table: Table) -> Need:
    return RankUpTo(table.read("rank_up_to", tables.positive, 1))


def _elected(table: Table) -> Need:
    return Elected(table.read("elected", tables.text, ""))


def _held(table: Table) -> Need:
    what = table.read("held", tables.one_or_list(tables.text), ())
    in_a_row, at_least, within = (
        table.read(key, tables.positive, None) for key in ("in_a_row", "at_least", "within")
    )
    if (in_a_row is None) == (at_least is None):
        table.refuse("row-or-least")
    if in_a_row is not None and within is not None:
        table.refuse("clause-key-unused", "within", key="within", form="in_a_row")
    return Held(what, in_a_row, at_least, within, table.pick("ending", ("last", "this"), "last"))


def _members(table: Table) -> Need:
    what = table.read("members_hold", tables.one_or_list(tables.text), ())
    at_least = table.read("at_least", tables.positive, None)
    shares = {key: table.read(key, tables.share, None) for key in ("from", "above")}
    of = table.read("of", measures.measure, None)
    given = [share for share in shares.values() if share is not None]
    if len(given) + (at_least is not None) != 1:
        table.refuse("least-or-share")
    if bool(given) != (of is not None):
        table.refuse("share-of-what", "of")
    return MembersHold(what, at_least, given[0] if given else None, shares["above"] is not None, of)


def _all(table: Table) -> Need:
    return AllOf(table.read("all", tables.list_of(need, least=1), ()))


def _any(table: Table) -> Need:
    return AnyOf(table.read("any", tables.list_of(need, least=1), ()))


def _not(table: Table) -> Need:
    return NotMet(table.read("not", need, Asked(nodes.Truth(False))))


_JOINING: Final = frozenset({"all", "any", "not"})
_HEADS: Final[dict[str, Callable[[Table], Need]]] = {
    "class": _class,
    "rank_up_to": _rank,
    "elected": _elected,
    "held": _held,
    "members_hold": _members,
    "all": _all,
    "any": _any,
    "not": _not,
}


# ── walking ─────────────────────────────────────────────────────────────────────────


def needs_in(root: Need) -> Iterator[Need]:
    """Yield a need and all its parts."""
    yield root
    if isinstance(root, AllOf | AnyOf):
        for part in root.parts:
            yield from needs_in(part)
    elif isinstance(root, NotMet):
        yield from needs_in(root.of)


def formulas_in(value: Any, at: tuple[Step, ...] = ()) -> Iterator[tuple[tuple[Step, ...], Node]]:
    """Yield every formula inside a specification, with the key and the place in an array that hold it."""
    if isinstance(value, Node):
        yield at, value
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from formulas_in(item, (*at, index) if len(at) == 1 else at)
    elif attrs.has(type(value)):
        for attribute in attrs.fields(type(value)):
            step = attribute.name.rstrip("_")
            yield from formulas_in(getattr(value, attribute.name), at or (step,))


def rewritten(value: Any, change: Callable[[Node], Any]) -> Any:
    """Send every formula inside a specification through ``change``."""
    if isinstance(value, Node):
        return change(value)
    if isinstance(value, tuple):
        return tuple(rewritten(item, change) for item in value)
    if isinstance(value, dict):
        return {key: rewritten(item, change) for key, item in value.items()}
    if attrs.has(type(value)):
        names = [attribute.name for attribute in attrs.fields(type(value))]
        return attrs.evolve(value, **{name: rewritten(getattr(value, name), change) for name in names})
    return value
